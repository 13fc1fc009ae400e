"""Reporting verbs of languages whose verb comes second in a main clause and last in a subordinate one, as in German.

The words between two commas are a field. What stands before the verb of its field is the source, unless it is an
adverbial or an object; then the source follows the verb. A verb at the begin of its field follows what it reports; one
at the end of a field that a conjunction opens has its source behind that conjunction.
"""

from __future__ import annotations

from .clause import Attribution, Clause, end_of_speech, is_inside_speech, left_part
from .contents import before_denial
from .cues import UNSAID, Cue
from .fixed import before_sentence
from .phrases import right_of
from .tokens import Span

_FIELD_ENDS = frozenset(",;:—–―()")
_PARTICLE = 40  # tokens after a verb in which its particle stands
_ATTRIBUTE = 8  # tokens between an article and a participle before its noun
_BRACKET = 6  # tokens of a bracket within a source, its signs with them
_SUBJECT = 30  # tokens a source before its verb may have


def read_verb_second(clause: Clause, cue: Cue, i: int) -> Attribution | None:
    """The attribution of a reporting verb at token ``i``; None where it reports nothing here."""
    end = i + len(cue.words)
    particle = _particle(clause, cue, end)
    if particle is None:
        return None
    begin = _field_begin(clause, i)
    field = _Field(clause, cue, begin, i, end, _field_end(clause, end), particle)
    if (opened := field.attribute_from()) >= 0:
        return field.described(opened)
    if field.is_blocked():
        return None
    return field.read()


def _particle(clause: Clause, cue: Cue, end: int) -> int | None:
    """Where the particle of a verb stands; -1 for a verb without one, None where it is missing."""
    if not cue.particle:
        return -1
    low, n, n_commas = clause.text.low, len(cue.particle), 0
    for k in range(end, min(clause.stop, end + _PARTICLE) - n + 1):
        n_commas += low[k - 1] == "," and _ends_field(clause, k - 1)
        if low[k - 1] == "," and low[k] in clause.cues.complementizers:
            return None  # "besteht die Gefahr, dass die Steuer auf die Preise"
        if tuple(low[k : k + n]) != cue.particle or is_inside_speech(clause.text, k):
            continue
        if cue.is_open:
            return k if k + n < clause.stop and low[k + n] not in _FIELD_ENDS else None
        if n_commas % 2 and any(
            one.words == cue.words and not one.particle for one in clause.cues.by_first[cue.words[0]]
        ):
            return None  # "sagte Perrot, die Brücke bleibe zu": the verb without it; two commas: an apposition
        closes = k + n >= clause.stop or low[k + n] in _FIELD_ENDS or low[k + n] in clause.cues.conjunctions
        if closes or low[k + n] in clause.cues.complementizers:
            return k
    return None


def _field_begin(clause: Clause, i: int) -> int:
    text = clause.text
    at = i
    while at > clause.taken and not is_inside_speech(text, at - 1):
        if _ends_field(clause, at - 1):
            opened = _bracket(clause, at - 1)
            if opened < 0:
                break
            at = opened
            continue
        at -= 1
        opens = at + 1 == i or text.low[at + 1] in clause.cues.perfects
        if opens and text.low[at] in clause.cues.conjunctions:
            break
    return at


def _ends_field(clause: Clause, k: int) -> bool:
    """Whether a sign ends a field; the comma of a number or a date does not: "0,8 Prozent", "Sonntag, dem 12. Mai"."""
    text = clause.text
    if text.low[k] not in _FIELD_ENDS:
        return False
    if k + 2 < clause.stop and text.low[k + 1] in clause.cues.objects and text.low[k + 2].isdigit():
        return False
    is_number = 0 < k < len(text.low) - 1 and text.low[k - 1].isdigit() and text.low[k + 1].isdigit()
    return not (is_number and text.end[k - 1] == text.begin[k] and text.end[k] == text.begin[k + 1])


def _bracket(clause: Clause, at: int) -> int:
    """Where a short bracket opens that closes at a token, behind a word: "der Verband (BDI) begrüßte"; else -1."""
    if clause.text.low[at] != ")":
        return -1
    first = max(clause.taken, at - _BRACKET)
    opened = next((k for k in range(at - 1, first, -1) if clause.text.low[k] in "()"), -1)
    return opened if opened > first and clause.text.low[opened] == "(" else -1


def _closed(clause: Clause, at: int) -> int:
    """Where a short bracket closes that opens at a token, before another word: "das Amt (ONS) mit"; else -1."""
    low = clause.text.low
    if low[at] != "(":
        return -1
    last = min(clause.stop, at + _BRACKET)
    return next((k for k in range(at + 1, last) if low[k] == ")"), -1)


def _field_end(clause: Clause, end: int) -> int:
    text = clause.text
    at = end
    while at < clause.stop and not is_inside_speech(text, at):
        closed = _closed(clause, at)
        if closed < 0 and _ends_field(clause, at):
            break
        at = max(at, closed) + 1
    return at


class _Field:
    """The words between two commas around a verb: tokens ``begin`` to ``stop``, the verb ``at`` to ``end``."""

    def __init__(self, clause: Clause, cue: Cue, begin: int, at: int, end: int, stop: int, particle: int):
        self.clause, self.text, self.cues, self.low = clause, clause.text, clause.cues, clause.text.low
        self.cue, self.at, self.end, self.stop, self.particle = cue, at, end, stop, particle
        self.goes_on = begin < at and self.low[begin] in self.cues.conjunctions
        self.begin = begin + self.goes_on

    def attribute_from(self) -> int:
        """Where a participle before its noun opens, behind its article: "die vom Amt gemeldeten Fälle"; else -1."""
        low, cues = self.low, self.cues
        if self.end >= self.stop or not self.text.is_name(self.end) or low[self.at][-1:] not in "enrsm":
            return -1
        small = cues.prepositions | cues.determiners | cues.times | cues.linking
        for k in range(self.at - 1, max(self.begin, self.at - _ATTRIBUTE) - 1, -1):
            if low[k] in cues.articles and low[k + 1] in cues.prepositions:
                return k + 1
            if low[k] not in small and not self.text.is_name(k) and not low[k].isdigit():
                return -1
        return -1

    def described(self, opened: int) -> Attribution | None:
        """What a participle before its noun reports: its agent is the source, the noun the content."""
        by = next((k for k in range(opened, self.at) if self.low[k] in self.cues.agents), -1)
        if by < 0:
            return None
        source = right_of(self.text, self.cues, by + 1, self.at)
        said = right_of(self.text, self.cues, self.end, self.stop)
        return (
            Attribution([said], (self.at, self.end), source, self.cue, self.cue.polarity) if source and said else None
        )

    def is_blocked(self) -> bool:
        """Whether the words before the verb make it no verb: "zu sagen", "der gemeldete", "eine Erklärung"."""
        if self.at <= self.clause.first:
            return False
        before = self.low[self.at - 1]
        is_noun = self.cues.capital_nouns and self.text.is_name(self.at) and self.at > self.clause.first
        is_determined = (
            before in self.cues.determiners and before not in self.cues.pronouns and self.at - 1 > self.begin
        )
        modals = self.cues.not_after
        is_infinitive = self.end < self.stop and self.low[self.end] in modals  # "unterstützen könnten"
        if self.end >= self.stop and self.low[self.end - 1].endswith(self.cues.infinitives or "\0"):
            is_infinitive |= any(self.low[k] in modals for k in range(self.begin, self.at))  # "muss das erklären"
        return is_noun or is_determined or is_infinitive or before in self.cues.not_before

    def read(self) -> Attribution | None:
        if self._is_subordinate():
            is_passive = self.end < self.stop and self.low[self.end] in self.cues.passives
            return self._passive() if is_passive else self._final()
        verb = next((k for k in range(self.begin, self.at) if self.low[k] in self.cues.perfects), self.at)
        if any(self.low[k] in self.cues.passives for k in (*range(self.begin, self.at), min(self.end, self.stop - 1))):
            return self._passive()
        if verb == self.at and self._is_bare():
            return self._said(opened, self.end) if (opened := self._auxiliary()) is not None else None
        if verb == self.at and (opened := self._auxiliary()) is not None:
            return self._said(opened, self.end)
        if self.begin == verb:
            return self._first(verb)
        return self._second(verb)

    def _is_bare(self) -> bool:
        """Whether a past participle has no auxiliary in its field: "Streifzüge mit der Kamera festgehalten"."""
        return not self.goes_on and self.low[self.at].endswith(self.cues.bare_participles or "\0")

    def _auxiliary(self) -> Span | None:
        """Who has said it, where a comma parts participle and auxiliary: "Holt hatte, wie immer, betont, dass"."""
        if (
            self.begin <= self.clause.first
            or self.low[self.begin - 1] != ","
            or not self.low[self.at].endswith(("t", "en"))
        ):
            return None
        is_last = self.end >= self.clause.stop or self.low[self.end] in ",:"
        verb = next((k for k in range(self.begin - 1, self.clause.taken, -1) if self._is_open_auxiliary(k)), -1)
        if not is_last or verb < 0 or self.begin - verb > _PARTICLE:
            return None
        first = _field_begin(self.clause, verb)
        if first < verb and self._is_phrase(first):
            return (first, verb) if verb - first <= _SUBJECT else None
        is_subject = self._is_phrase(verb + 1) and self.low[verb + 1] not in self.cues.objects
        return right_of(self.text, self.cues, verb + 1, self.begin) if is_subject else None

    def _is_open_auxiliary(self, k: int) -> bool:
        """Whether an auxiliary outside quotations waits for its participle: it closes no clause."""
        return (
            self.low[k] in self.cues.perfects
            and self.text.quote[k] < 0
            and self.low[k + 1] not in _FIELD_ENDS | {"dass"}
        )

    def _is_subordinate(self) -> bool:
        """Whether the verb closes a field that a conjunction, "wie" or a relative pronoun opens."""
        last = self.end
        while last < self.stop and self.low[last] in self.cues.perfects | self.cues.passives:
            last += 1
        word = self.low[self.begin]
        is_relative = self.begin > self.clause.first and word in self.cues.relatives and self.low[self.begin - 1] == ","
        opens = (word in self.cues.stops and word not in self.cues.conjunctions) or word in self.cues.manner
        is_last = last >= self.stop or self.low[last] in self.cues.conjunctions  # "als sie das ankündigte und"
        return self.begin < self.at and is_last and (opens or is_relative)

    def _final(self) -> Attribution | None:
        """ "Wie die Polizei mitteilte, ...", "nachdem die Polizei mitgeteilt hatte, dass ..."."""
        clause, word = self.clause, self.low[self.begin]
        if word in self.cues.manner:
            is_office = self.low[self.begin + 1] in self.cues.offices  # "wie aus dem Bericht hervorgeht"
            source = right_of(self.text, self.cues, self.begin + 1 + is_office, self.at)
            return self._made(self._around(), source) if source else None
        if word in self.cues.relatives and word not in self.cues.stops:
            source = (self.begin, self.begin + 1)
            said = self._object(self.begin + 1, self.at)
        else:
            source = right_of(self.text, self.cues, self.begin + 1, self.at)
            said = self._object(source[1], self.at) if source else None
        after = self._complement()
        if self._negated(self.begin, self.at) and self.cue.says_nothing(True):
            return self._unsaid(after or said)
        content = after if after and self.low[self.stop + 1] in self.cues.complementizers else said or after
        if content and said == content and content[1] > clause.stop:
            return None
        return self._made([content] if content else [], source)

    def _around(self) -> list[Span]:
        """What stands around "wie die Polizei mitteilte"."""
        clause = self.clause
        contents = []
        if self.begin > clause.first and (left := left_part(clause, self.begin)) is not None:
            contents.append(left)
        at = self.stop
        while at < clause.stop and self.low[at] in ",:—–":
            at += 1
        if at < clause.stop:
            contents.append(end_of_speech(self.text, at, clause.stop))
        return contents

    def _passive(self) -> Attribution | None:
        """ "Der Tod wurde von der Polizei bestätigt": the agent is the source, the subject the content."""
        for k in range(self.begin, self.at):
            if self.low[k] in self.cues.agents:
                source = right_of(self.text, self.cues, k + 1, self.at)
                passives = (n for n in range(self.begin, self.at) if self.low[n] in self.cues.passives)
                verb = next(passives, k)  # "die von der Polizei bestätigt wurden"
                content = (self.begin, verb) if verb > self.begin or source is None else (source[1], self.at)
                return self._made([content], source) if source and content else None
        return None

    def _first(self, verb: int) -> Attribution | None:
        """ "..., sagte ein Sprecher am Dienstag": the verb opens its field, what it reports stands before."""
        clause = self.clause
        if verb <= clause.first:
            return None
        after = verb + 1 if verb < self.at else self.end
        source = self._right(after)
        complement = self._complement()
        if self.goes_on and clause.found and (source is None or self.low[source[0]] not in self.cues.pronouns):
            return self._goes_on(after)
        if source is None:
            return self._apposed(after)
        opens = self.low[clause.first] in self.cues.stops and self.text.quote[verb - 1] < 0
        says_after = complement is not None and (
            self.low[self.stop] == ":" or self.low[self.stop + 1] in self.cues.complementizers
        )
        if opens and says_after and complement is not None:
            return self._made([complement], source)
        left = left_part(clause, verb)
        if left is None:
            return self._made([complement], source) if complement else None
        is_when = opens and self.low[clause.first] not in self.cues.complementizers and complement is None
        is_one = all(self.low[k] != "," and self.text.quote[k] < 0 for k in range(*left))
        if is_when and is_one:
            return self._said(source, source[1])  # "Damit nichts passiert, unterstützt der Fonds die Stadt"
        contents = [left]
        is_speech = self.text.quote[left[1] - 1] >= 0
        if complement and (not is_speech or self.text.quote[complement[0]] >= 0):
            is_clause = self.low[complement[0]] not in self.cues.relatives
            contents += [complement] if is_clause or self.text.quote[complement[0]] >= 0 else []
        elif is_speech and complement is None:
            begins = range(self.stop, min(clause.stop, self.stop + 3))
            quoted = next((k for k in begins if is_inside_speech(self.text, k)), -1)
            contents += [end_of_speech(self.text, quoted, clause.stop)] if quoted >= 0 else []
        return self._made(contents, source)

    def _apposed(self, after: int) -> Attribution | None:
        """ "Der Sprecher, Peter Müller, sagte, ...": the source is what stands before the comma."""
        clause, low = self.clause, self.low
        colon = next((k for k in range(self.begin - 1, clause.taken, -1) if low[k] in ":;"), -1)
        first = colon + 1 if colon > 0 else clause.taken
        comma = next((k for k in range(first, self.begin) if low[k] == ","), -1)
        if (
            comma < 0
            or not self._is_phrase(first)
            or self.begin - first > _SUBJECT
            or (clause.taken > clause.first and colon < 0)
        ):
            return None
        return self._said((first, self.begin), after)

    def _goes_on(self, after: int) -> Attribution | None:
        """ "Sie kündigte ... an und sagte, ...": the source of the verb before."""
        if not self.clause.found:
            return None
        return self._said(self.clause.found[-1].source, after)

    def _second(self, verb: int) -> Attribution | None:
        """The verb behind the first part of its clause: the source, an adverbial, an object or "das"."""
        after = verb + 1 if verb < self.at else self.end
        before = (self.begin, verb)
        if self.goes_on and not self._is_phrase(self.begin):
            return self._goes_on(after)
        source = self._right(after)
        is_anaphor = tuple(self.low[self.begin : verb]) in self.cues.anaphors.get(self.low[self.begin], ())
        if is_anaphor and source is not None:
            contents = before_sentence(self.clause)
            return self._made(contents, source) if contents else None
        first = self.begin
        while first < verb and self._is_small(first) and self.low[first] not in self.cues.prepositions:
            first += 1  # "Auch der Minister kündigte ... an"
        if first < verb and self._is_adverbial(first, verb):  # "Anfang Mai sagte der Minister", "Am Rande sagte er"
            if source is None and self.low[first] in self.cues.offices and self.cue.words[0] in self.cues.impersonal:
                source, after = right_of(self.text, self.cues, first + 1, verb), verb + 1
                return self._said(source, after)  # "Aus dem Bericht geht hervor, dass"
            return self._said(source, source[1]) if source is not None else None
        if self.cue.words[0] in self.cues.impersonal and self.cue.length == 1:
            return None  # "steht außer Frage, dass"
        if self.low[self.begin] in self.cues.objects and source is not None:
            return self._made([before], source)
        if first < verb and self._is_phrase(first):
            before = (first, verb)
        elif not self._is_phrase(self.begin):
            return self._said(source, source[1]) if source is not None else None
        last = verb
        while last > before[0] + 1 and self._is_small(last - 1):
            last -= 1
        return self._said((before[0], last), after) if last - before[0] <= _SUBJECT else None

    def _is_adverbial(self, first: int, verb: int) -> bool:
        """Whether the words before the verb say when, where or how: "Anfang Mai", "Diese Woche", "In Berlin"."""
        low, cues = self.low, self.cues
        if low[first] in cues.prepositions and low[first] not in cues.manner:
            return True
        words = [low[k] for k in range(first, verb)]
        is_when = all(word in cues.times or word in cues.determiners or word.isdigit() or word == "." for word in words)
        return is_when and any(word in cues.times for word in words)

    def _said(self, source: Span | None, after: int) -> Attribution | None:
        """An attribution whose content follows: an object in the field of the verb, or the next clause."""
        cue, clause = self.cue, self.clause
        last = self.particle if self.particle >= 0 and not cue.is_open else (self.at if after < self.at else self.stop)
        first = self.particle + len(cue.particle) if cue.is_open else after
        said = self._object(first, min(last, self.stop) if last > first else last)
        after_comma = self._complement()
        if self._negated(after, max(last, after)) and cue.says_nothing(True):
            return self._unsaid(after_comma or said)
        content = said
        is_told = after_comma is not None and (
            self.low[self.stop] != "," or self.low[self.stop + 1] in self.cues.complementizers
        )
        if said is None or (is_told and self.low[said[0]] not in self.cues.determiners):
            content = after_comma
        elif after_comma is not None and said[1] >= self.stop - 1:
            content = end_of_speech(self.text, said[0], clause.stop)
        if content is None and cue.kind in ("deny", "confirm") and source is not None:
            return self._made(before_denial(clause, source[0]), source)
        return self._made([content] if content else [], source)

    def _object(self, first: int, last: int) -> Span | None:
        """The words of a field without adverbials at their ends; None where nothing is left."""
        low, cues = self.low, self.cues
        while first < last and (self._is_small(first) or low[first] in cues.addressees or low[first] in cues.negations):
            first += 1
        while last > first and (self._is_small(last - 1) or low[last - 1] in cues.negations):
            last -= 1
        if first >= last or (low[first] in cues.prepositions and not self.cue.is_open):
            return None
        is_alone = last - first == 1 and low[first] in cues.pronouns
        return None if is_alone else (first, last)

    def _complement(self) -> Span | None:
        """The clause or quotation behind the field."""
        clause, at = self.clause, self.stop
        while at < clause.stop and self.low[at] in ",:—–" and self.text.quote[at] < 0:
            at += 1
        return end_of_speech(self.text, at, clause.stop) if at < clause.stop and self.low[at] not in "()" else None

    def _right(self, after: int) -> Span | None:
        """The source behind the verb: a pronoun, a name, or words with an article."""
        at = after
        while at < self.stop and (self._is_small(at) or self._is_told(at)) and not self.text.is_name(at):
            at += 1
        if at >= self.stop or (self.at > after and at >= self.at):
            return None
        is_speaker = self._is_phrase(at) and self.low[at] not in self.cues.objects
        return right_of(self.text, self.cues, at, self.at if self.at > after else self.stop) if is_speaker else None

    def _is_told(self, at: int) -> bool:
        """Whether a token is the addressee, before the speaker: "das erzählte uns der Wirt"."""
        return self.low[at] in self.cues.whom

    def _is_phrase(self, at: int) -> bool:
        """Whether words for a source can begin at a token."""
        low, cues = self.low, self.cues
        word = low[at]
        if word in cues.determiners or word in cues.pronouns:
            return True
        if word in cues.prepositions or word in cues.stops or word in cues.addressees or self._is_small(at):
            return False
        return self.text.is_word(at) and (self.text.is_name(at) or self._opens_noun(at))

    def _opens_noun(self, at: int) -> bool:
        """Whether an adjective with a noun behind it begins at a token: "zahlreiche Zeugen"."""
        return at + 1 < len(self.low) and self.text.is_name(at + 1) and self.low[at][-1:] in "ersn"

    def _is_small(self, at: int) -> bool:
        """Whether a token is an adverb, a word for when or an auxiliary."""
        return self.low[at] in self.cues.times or self.cues.may_stand_between(self.low[at])

    def _negated(self, first: int, last: int) -> bool:
        return any(self.low[k] in self.cues.negations and self.text.quote[k] < 0 for k in range(first, last))

    def _is_clause(self, content: Span, source: Span | None) -> bool:
        """Whether a content is a clause or a quotation, stands before the verb, or a document is its source."""
        first = content[0]
        is_before = content[1] <= self.at and first < self.begin
        if is_before or first > self.stop or self.text.quote[first] >= 0:
            return True  # what stands behind the comma of the field is a clause: "bestreitet, gewarnt worden zu sein"
        if self.low[first] in self.cues.complementizers:
            return True
        return source is not None and any(self.low[k] in self.cues.sources.documents for k in range(*source))

    def _unsaid(self, content: Span | None) -> Attribution | None:
        return Attribution([content], (self.at, self.end), None, UNSAID) if content is not None else None

    def _made(self, contents: list[Span], source: Span | None) -> Attribution | None:
        contents = [one for one in contents if one[1] > one[0]]
        if not contents or (source is None and self.text.quote[contents[0][0]] < 0):
            return None
        if source is not None and source[1] - source[0] == 1 and self.low[source[0]] in self.cues.own_voice:
            return None  # the writer speaks to the reader
        if self.cue.needs_clause and not self._is_clause(contents[-1], source):
            return None
        is_negated = self.cue.polarity < 0 and self._negated(self.end, self.stop)
        return Attribution(
            contents, (self.at, self.end), source, self.cue, -self.cue.polarity if is_negated else self.cue.polarity
        )
