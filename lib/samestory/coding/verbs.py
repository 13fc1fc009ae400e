"""Cues whose source is their subject: "the union said", "«…», сказал он", "répond-il"."""

from __future__ import annotations

from .clause import SCARE, Attribution, Clause, closes_alone, is_inside_speech, opens_with_topic
from .contents import before_denial, contents_of, ends, only_aside, right_part, said_before
from .cues import UNSAID, Cue, Cues
from .fixed import read_anaphor, read_before
from .moods import speaker_before
from .passives import describes_with_agent, is_passive, read_asked, read_passive
from .phrases import is_surname, left_of, opens_name, right_of
from .relatives import is_described, with_relative
from .tokens import STOPS, Span, Tokens
from .verb_forms import is_bare, is_no_verb, is_nobody, is_noun, is_verb, opens_clause

_SUBJECT = 6  # tokens of a subject before "citing"
_OFFICE = 4  # tokens after a preposition in which the word for an office stands
_WHOM = 10  # tokens behind a verb in which the addressee ends
_TITLE = 5  # tokens in which a name follows an office: "former governor Ed Rendell"
_ASKED = frozenset(("ask", "promise", "say"))  # kinds whose content may be an infinitive
_SHORTEST = 3  # letters of the shortest infinitives
_SHORT = 15  # tokens of a subject with its apposition


def read_verb(clause: Clause, cue: Cue, i: int) -> Attribution | None:
    """The attribution of a reporting verb at token ``i``; None where it reports nothing here."""
    cues, low = clause.cues, clause.text.low
    end = i + cue.length
    if i > clause.first and is_no_verb(clause, i, end):
        return None
    if _is_asked(clause, i):
        return None
    if low[clause.first] in cues.anaphors and (reported := read_anaphor(clause, cue, i, end)) is not None:
        return reported
    begin = _with_auxiliaries(clause, i)
    is_owned = begin < i and low[begin] in cues.possessives  # "the editor's note"
    if low[i] in cues.ambiguous and (is_owned or not is_verb(clause, begin, end)):
        return None
    if (asked := read_asked(clause, cue, i)) is not None:
        return asked
    if is_passive(clause, begin, i) or describes_with_agent(clause, cue, begin, end):
        return read_passive(clause, cue, begin, end)
    if begin > clause.first and low[begin - 1] in cues.manner:
        if low[begin - 1] in cues.complementizers and begin - 1 > clause.first and clause.text.is_word(begin - 2):
            return None  # "о том как реагирует": how, not "as he says"
        return read_before(clause, cue, begin - 1, end)
    return _read_active(clause, cue, begin, i)


def _is_asked(clause: Clause, i: int) -> bool:
    """Whether a verb is part of a question, which attributes nothing: "What do they want?", "Чого хоче кіт?" """
    text, cues = clause.text, clause.cues
    if clause.stop >= clause.last or text.low[clause.stop] != "?" or clause.found:
        return False
    if not (cues.singulars or cues.plurals):
        return False
    opens = text.low[clause.first]
    is_open = opens in cues.questions and all(text.quote[k] < 0 for k in (clause.first, clause.stop - 1))
    return is_open and not any(text.low[k] == "," for k in range(clause.first, i))


def _with_auxiliaries(clause: Clause, i: int) -> int:
    """Where the words of a verb begin: "has also said", "nous a déclaré"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    begin = i
    while (
        begin > clause.taken
        and cues.may_stand_between(low[begin - 1])
        and not (begin - 1 == clause.first and text.is_name(begin - 1))
        and not is_surname(text, cues, begin - 1, clause.taken)
    ):
        begin -= 1
    if begin > clause.first and low[begin] in cues.perfects and low[begin - 1] in cues.own_voice:
        begin -= 1  # the writer is the addressee
    elif cues.reflexives and begin - 1 > clause.first and low[begin - 1] in cues.own_voice:
        begin -= text.is_word(begin - 2) and low[begin - 2] not in cues.stops  # "M. Holt nous dira que"
    return begin


def _read_active(clause: Clause, cue: Cue, begin: int, i: int) -> Attribution | None:
    """What the subject of a verb says: "The union said that the gates were locked"."""
    cues, low = clause.cues, clause.text.low
    cue_end = end = i + cue.length
    while end < clause.stop and _is_between(clause, end) and inverts(clause, begin, end):
        end += 1
    end = _past_whom(clause, begin, _past_times(clause, begin, end))
    source, inverted = _source(clause, cue, begin, end)
    source = None if source is not None and _is_object(clause, source) else source
    source = source or _spoke_before(clause, begin)
    if source is not None and (_is_writer(clause, source) or is_nobody(clause, cue, source)):
        return None
    if source is not None and not inverted and is_noun(clause, source, begin, i):
        return None
    if not inverted and _reports_nothing(clause, cue, source, (begin, i, end)):
        return None
    if not inverted:
        end = cue_end
    is_negated = any(word in cues.negations for word in low[begin:i])
    if cue.says_nothing(is_negated) and not inverted:
        return read_unsaid(clause, cue, begin, cue_end, has_subject=source is not None)
    contents = _contents(clause, cue, source, (begin, end), inverted)
    if not contents:
        return None
    opens = cues.drops_subjects and _opens_report(clause, cue, i, contents[0][0])
    if source is None and clause.text.quote[contents[0][0]] < 0 and not opens:
        return None  # nobody says it, and nothing is quoted
    cue_end += cue_end < clause.stop and low[cue_end] == ":" and not inverted
    polarity = -cue.polarity if is_negated and cue.polarity < 0 else cue.polarity
    return Attribution(contents, (begin, cue_end), source, cue, polarity)


def _opens_report(clause: Clause, cue: Cue, i: int, at: int) -> bool:
    """Whether what is said opens so that nobody needs to be named: "Afirmó que", "Просили передать привет"."""
    cues, low = clause.cues, clause.text.low
    if low[at] in cues.complementizers:
        return True
    if not low[i].endswith(cues.plurals or "\0") or at != i + cue.length:
        return False
    is_asked = cue.kind in _ASKED and low[at].endswith(cues.infinitives or "\0") and len(low[at]) > _SHORTEST
    return is_asked or low[at] in cues.topics


def _spoke_before(clause: Clause, begin: int) -> Span | None:
    """Who spoke last, where a verb needs no subject: "Añadió que"; None if that is the writer."""
    cues = clause.cues
    is_joined = begin > clause.first and clause.text.low[begin - 1] in cues.stops and not cues.indefinite
    spoke = speaker_before(clause) if cues.drops_subjects and not is_joined else None
    return None if spoke is not None and _is_writer(clause, spoke) else spoke


def _reports_nothing(clause: Clause, cue: Cue, source: Span | None, at: tuple[int, int, int]) -> bool:
    """Whether a verb before which its source stands reports nothing: "un plan annoncé jeudi", "she found her keys"."""
    cues, low = clause.cues, clause.text.low
    begin, i, end = at
    if cue.words[0].endswith(cues.bare_participles or "\0") and is_bare(clause, cue, begin, i):
        return True
    needs_clause = cue.needs_clause or any(word in cues.reflexives for word in low[begin:i])
    if cue.length == 1 and needs_clause and not opens_clause(clause, source, end):
        is_speaker = source is not None and any(low[k] in cues.who for k in range(*source))
        return not (cue.words[0] in cues.ambiguous and is_speaker)  # "the office counts nine dead", not "the town"
    return source is not None and _is_no_subject(clause, source, end)


def _contents(clause: Clause, cue: Cue, source: Span | None, verb: Span, inverted: bool) -> list[Span]:
    """What a verb and its source report, or what stands before them: "The office denies it"."""
    begin, end = verb
    head = source[0] if source is not None and clause.taken <= source[0] < begin else begin
    head = _with_hyphens(clause, source, head)
    tail = source[1] if inverted and source is not None else end
    contents = contents_of(clause, cue, head, tail, inverted)
    answers = cue.polarity < 0 and not inverted and _answers(clause, end)
    if answers or (not contents and cue.kind in ("deny", "confirm") and source is not None and ends(clause, end)):
        contents = before_denial(clause, head)  # "denies it: “Nobody told us.”"
    if not contents and source is not None and not inverted and ends(clause, end):
        contents = said_before(clause, source, head)
    return contents


def _with_hyphens(clause: Clause, source: Span | None, head: int) -> int:
    """Where words begin whose pronoun a hyphen joins: "a-t-il déclaré"."""
    cues, low = clause.cues, clause.text.low
    if source is None or low[head - 1 : head] != ["-"]:
        return head
    while head > clause.first and (low[head - 1] == "-" or low[head - 1] in cues.auxiliaries or low[head - 1] == "t"):
        head -= 1
    return head


def _is_no_subject(clause: Clause, source: Span, end: int) -> bool:
    """Whether words behind a preposition are no source: "За сведения о ворах объявили награду".

    An office speaks so ("В МЧС заявили о пожаре"), and whoever has a clause or a quotation after the cue.
    """
    cues, low = clause.cues, clause.text.low
    if not cues.offices or cues.indefinite or cues.is_verb_second or not clause.first <= source[0] < end:
        return False
    if low[source[0]] in cues.negations:
        return True  # "Тем не менее за сведения объявили награду"
    at = source[0] - 1
    if at < clause.first or low[at] not in cues.prepositions or low[at] in cues.stops or low[at] in cues.offices:
        return False
    return not opens_clause(clause, None, end)


def _past_times(clause: Clause, begin: int, end: int) -> int:
    """The place behind words for when, before the subject: "ont annoncé jeudi les pompiers"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    at = end
    while at < clause.stop and low[at] in cues.times:
        at += 1
    while at > end and low[at - 1] in cues.determiners:  # "este jueves", but "este portavoz"
        at -= 1
    if at == end or at >= clause.stop or not inverts(clause, begin, end):
        return end
    is_bare = not cues.indefinite and text.is_word(at) and low[at] not in cues.prepositions | cues.stops
    return at if is_bare or low[at] in cues.determiners or low[at] in cues.pronouns or text.is_name(at) else end


def _past_whom(clause: Clause, begin: int, end: int) -> int:
    """The place behind the addressee, before the subject: "contó a la agencia Polaris la maestra Maren Holt"."""
    cues, low = clause.cues, clause.text.low
    if end >= clause.stop or low[end] not in cues.whom or not inverts(clause, begin, end):
        return end
    for k in range(end + 2, min(clause.stop, end + _WHOM)):
        if low[k] in ",;:":
            break
        before = low[k - 1]
        is_linked = before in cues.linking or before in cues.prepositions or before in cues.determiners
        if low[k] in cues.articles and not is_linked:
            return k
    return end


def _answers(clause: Clause, at: int) -> bool:
    """Whether a colon and speech follow a denial, with no more than "it" between: they are not what is denied."""
    low = clause.text.low
    at += at < clause.stop and low[at] in clause.cues.referring
    return at + 1 < clause.stop and low[at] == ":" and is_inside_speech(clause.text, at + 1)


def read_unsaid(clause: Clause, cue: Cue, begin: int, end: int, *, has_subject: bool) -> Attribution | None:
    """ "Police did not confirm that the plant is closed": nobody says what follows, and nobody denies it."""
    low, cues = clause.text.low, clause.cues
    has_subject = has_subject or not (cues.singulars or cues.plurals)
    is_over = end + 1 < clause.stop and low[end] == "," and low[end + 1] not in cues.complementizers
    span = None if is_over else right_part(clause, cue, end)
    if span is None or (not has_subject and low[span[0]] not in cues.complementizers):
        return None  # "unless stated otherwise", "якщо інше не вказано"
    return Attribution([span], (begin, end), None, UNSAID)


def inverts(clause: Clause, begin: int, end: int) -> bool:
    """Whether the words before a cue are what is said, so that its source may follow it."""
    left = begin - 1
    text = clause.text
    if left < clause.first:
        return False
    if closes_alone(clause, left) or opens_with_topic(clause):
        return True
    if (number := text.quote[left]) >= 0:  # "the company «Torvane Terminals» said": a name in marks says nothing
        quote = text.quotes[number]
        if quote.is_name and end < clause.stop and text.low[end] in clause.cues.complementizers:
            return False  # "«Коммерсантъ» сообщает, что"
        return quote.n_words > SCARE or text.low[left - 1] in ",.!?…" or quote.first == clause.first
    return text.low[left] in ",—–―-" or text.low[left] in STOPS


def _is_writer(clause: Clause, source: Span) -> bool:
    """Whether the writer or the reader is the subject: "I", "я б", "мы ясно", "I am just" before "wondering"."""
    cues, low = clause.cues, clause.text.low
    first, last = source
    if cues.expletives and last - first > 1 and low[last - 1] in cues.own_voice:
        return low[last - 2] not in cues.conjunctions  # "when I saw her I knew"
    if low[first] not in cues.own_voice:
        return False
    if last - first == 1:
        return True
    is_joined = low[first + 1] in cues.conjunctions | {","}
    may_go_on = bool(cues.expletives) or not cues.indefinite
    return may_go_on and not is_joined and not clause.text.is_name(last - 1)


def _is_object(clause: Clause, found: Span) -> bool:
    """Whether a word alone is no one who speaks: "мне" of "мне рассказали", "короче" of "короче говоря"."""
    return found[1] - found[0] == 1 and clause.text.low[found[0]] in clause.cues.no_sources


def _is_between(clause: Clause, at: int) -> bool:
    """Whether a word may stand between a verb and its subject: "told reporters", "souligne encore M. Duval"."""
    cues, low = clause.cues, clause.text.low
    if low[at] in cues.addressees:
        return True
    if low[at] in cues.pronouns or low[at] in cues.determiners or not cues.may_stand_between(low[at]):
        return False
    after = at + 1
    return after < clause.stop and (clause.text.is_name(after) or low[after] in cues.articles)


def _source(clause: Clause, cue: Cue, begin: int, end: int) -> tuple[Span | None, bool]:
    """Who speaks, and whether the words for them follow the cue."""
    after_speech = inverts(clause, begin, end)
    behind = _hyphened(clause, end) or (office_at(clause, end) if after_speech else None)
    if behind is not None:
        return behind, True
    if after_speech and (apposed := _apposed_subject(clause, begin, end)) is not None:
        return apposed, False
    behind = _behind(clause, cue, begin, end, after_speech)
    if behind is not None:
        return behind, True
    return _before_citing(clause, begin - 1) or _before(clause, cue, begin), False


def _hyphened(clause: Clause, end: int) -> Span | None:
    """The pronoun that a hyphen joins to its verb: "répond-il", "demanda-t-il"."""
    low, stop = clause.text.low, clause.stop
    if end + 1 >= stop or low[end] != "-":
        return None
    at = end + 3 if low[end + 1 : end + 3] == ["t", "-"] else end + 1
    return (at, at + 1) if at < stop and low[at] in clause.cues.pronouns else None


def _apposed_subject(clause: Clause, begin: int, end: int) -> Span | None:
    """The subject with its apposition: "The operator, Torvane Terminals, accuses the strikers".

    In a language without articles any words may be put after the verb for who speaks, so there an object and a clause
    must follow: "Оператор, «Торвейн», обвинил докеров в том, что".
    """
    text, cues, left = clause.text, clause.cues, begin - 1
    if text.low[left] != "," or text.quote[left] >= 0 or not (cues.indefinite or _has_object(clause, end)):
        return None
    apposed = left_of(text, cues, begin, clause.taken)
    is_short = apposed is not None and apposed[1] - apposed[0] < _SHORT
    return apposed if apposed is not None and is_short and _opens(clause, apposed[0]) else None


def _has_object(clause: Clause, end: int) -> bool:
    """Whether an object and a clause follow a verb: "докеров в том, что"; not "Иванов, что"."""
    low, stop = clause.text.low, min(clause.stop, end + _SHORT)
    comma = next((k for k in range(end, stop) if low[k] == ","), stop)
    return comma - end > 2 and comma + 1 < clause.stop and low[comma + 1] in clause.cues.complementizers


def _behind(clause: Clause, cue: Cue, begin: int, end: int, after_speech: bool) -> Span | None:
    """Who speaks, behind the verb: "“Nobody came,” said the clerk", "ont annoncé jeudi les pompiers"."""
    text, cues, low, stop, left = clause.text, clause.cues, clause.text.low, clause.stop, begin - 1
    is_object_relative = left >= clause.first and low[left] in cues.object_relatives
    if cue.is_participle or not (after_speech or is_object_relative):
        return None
    while after_speech and end + 1 < stop and low[end] in cues.times and low[end + 1] in cues.articles:
        end += 1
    if end >= stop or not _is_open(text, end):
        return None
    after_quote = _is_after_quote(clause, left)
    found = right_of(text, cues, end, stop, apposed="any" if after_quote or left - clause.first > 3 else "indefinite")
    if found is None or _is_object(clause, found):
        return None
    verb = next((k for k in range(*found) if _is_verbal(cues, low[k])), found[1])
    if verb == found[0] or not (is_object_relative or verb == found[1]):
        return None
    found = found[0], verb
    if not _can_speak(clause, found, after_quote):
        return None
    is_sure = is_object_relative or after_quote or not cues.indefinite
    return with_relative(clause, found) if is_sure or _closes_source(clause, found[1]) else None


def _is_after_quote(clause: Clause, left: int) -> bool:
    """Whether a quotation ends at a token, or right before the sign there."""
    text = clause.text
    is_sign = text.low[left] in ",—–―-" and left > clause.first
    return text.quote[left] >= 0 or (is_sign and text.quote[left - 1] >= 0)


def _closes_source(clause: Clause, at: int) -> bool:
    """Whether words for a source are complete before a token."""
    is_end = at >= clause.stop or clause.text.low[at] in ",:;—–"
    return is_end or only_aside(clause, at) or is_described(clause, at)


def _before_citing(clause: Clause, left: int) -> Span | None:
    """Who stands before "citing", and takes what is reported: "The Ledger, citing police, reports"."""
    if not clause.found or clause.found[-1].kind != "via" or left <= clause.first or clause.text.low[left] != ",":
        return None
    via = clause.found[-1]
    before = via.contents[0] if len(via.contents) == 1 else (0, 0)
    if clause.first > before[0] or not 0 < before[1] - before[0] <= _SUBJECT:
        return None
    via.contents = []
    return before


def _before(clause: Clause, cue: Cue, begin: int) -> Span | None:
    """Who speaks, before the verb: "the union said"; of joined verbs and participles the subject of the verb before."""
    cues, low, left = clause.cues, clause.text.low, begin - 1
    has_left = left > clause.first
    found = left_of(clause.text, cues, begin, clause.taken)
    if found is not None and cue.is_participle and low[left] == ",":
        found = None  # "..., saying": not an apposition
    joins = left >= clause.first and (low[left] in cues.conjunctions or low[left] in ",;")
    if found is None and clause.found and (cue.is_participle or joins):
        found = clause.found[-1].source
    is_joined = has_left and low[left] in cues.conjunctions
    if found is None and ((cue.is_participle and has_left and low[left] == ",") or is_joined):
        found = _subject(clause, left)  # "Reid voted in Nevada and says he is neutral"
    return found


def _opens(clause: Clause, at: int) -> bool:
    """Whether a token is the first of its sentence, or of what follows a quotation."""
    return at == clause.first or (clause.text.quote[at - 1] >= 0 and clause.text.quote[at] < 0)


def office_at(clause: Clause, at: int) -> Span | None:
    """The office that speaks behind a preposition: "сообщили в полиции", "сообщили в МВД"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    if at + 1 >= clause.stop or low[at] not in cues.offices:
        return None
    near = range(at + 1, min(clause.stop, at + _OFFICE))
    is_short = text.read(at + 1, at + 2).isupper() and len(low[at + 1]) > 1
    if not is_short and not opens_name(text, at + 1) and not any(low[k] in cues.organisations for k in near):
        return None
    return right_of(text, cues, at + 1, clause.stop)


def _is_open(text: Tokens, i: int) -> bool:
    """Whether words for a source may begin at a token: outside quotations, or a name in marks."""
    return text.quote[i] < 0 or opens_name(text, i)


def _is_verbal(cues: Cues, word: str) -> bool:
    """Whether a word belongs to a verb, so that no words for a source hold it."""
    return (
        word not in cues.determiners
        and word not in cues.possessives
        and (word in cues.auxiliaries or word in cues.negations)
    )


def _can_speak(clause: Clause, found: Span, after_quote: bool) -> bool:
    """Whether words after a cue can be who speaks: a name, a phrase with an article, a pronoun, words that end with a
    name, in languages without articles any word that opens no clause."""
    text, cues = clause.text, clause.cues
    i = found[0]
    word = text.low[i]
    if text.is_name(i) or opens_name(text, i) or word in cues.determiners or word in cues.pronouns:
        return True
    is_open = word not in cues.prepositions and word not in cues.stops
    is_named = any(text.is_word(k) and text.is_name(k) for k in range(i, min(found[1], i + _TITLE)))
    return (after_quote or is_named or not cues.indefinite) and is_open


def _subject(clause: Clause, before: int) -> Span | None:
    """The subject of the clause before a participle or "and said": "By noon the clerk had resigned and said that"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    first = _past_opening(clause, before)
    if first is None:
        return None
    if low[first] in cues.pronouns and low[first] not in cues.determiners:
        return first, first + 1
    if low[first] in cues.stops or low[first] in cues.prepositions or not text.is_word(first):
        return None
    if first + 1 < before and low[first + 1] in cues.articles:
        return None  # "Ring the office and ask"
    return _names_at(clause, first, before) or _noun_at(clause, first, before)


def _past_opening(clause: Clause, before: int) -> int | None:
    """Where a clause goes on behind words for when or where: "On Monday, the union"."""
    cues, low = clause.cues, clause.text.low
    first = clause.first
    if not cues.joins_parts or low[first] in cues.stops or low[first] not in cues.prepositions:
        return first
    return next((k + 1 for k in range(first, min(before - 1, first + _WHOM)) if low[k] == ","), None)


def _names_at(clause: Clause, first: int, before: int) -> Span | None:
    """The first run of names from a token on, with what stands before it."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    best: Span | None = None
    i = first + (low[first] in cues.determiners)
    while i < min(before, first + 8) and text.is_word(i):
        last = i
        while last < before and ((text.is_word(last) and text.is_name(last)) or low[last] == "."):
            last += 1
        if last - i > 1:
            return first, last
        if last > i and best is None:
            best = first, last
        i = last + 1
    return best


def _noun_at(clause: Clause, first: int, before: int) -> Span | None:
    """The noun phrase with an article from a token on, up to a word that is a verb: "the clerk had"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    if not cues.joins_parts or low[first] not in cues.determiners:
        return None
    for k in range(first + 2, min(before + 1, first + _SUBJECT)):
        if low[k] in cues.auxiliaries or low[k].endswith(cues.passive_endings) or cues.may_stand_between(low[k]):
            return first, k
        if not text.is_word(k):
            return None
    return None
