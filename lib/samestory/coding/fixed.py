"""Cues whose source is no subject: "according to", "his claim that", "it is reported that", "citing"."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from .clause import Attribution, Clause, end_of_speech, left_part
from .contents import past_citing
from .cues import Cue
from .phrases import left_of, right_of
from .tokens import Span

_NEAR = 12  # tokens after a source in which a comma ends what modifies it
_DATE = 6  # tokens of a date after a day
_MOST_BACK = 4  # sentences that "This was said by" reaches back over


def read_before(clause: Clause, cue: Cue, i: int, end: int = 0) -> Attribution | None:
    """ "According to the union, the gates were locked": the source follows the cue."""
    text, low, stop = clause.text, clause.text.low, clause.stop
    end = end or i + len(cue.words)
    if low[i] in clause.cues.ambiguous and len(clause.cues.by_first) and not _is_formula(clause, i, end):
        return None
    if low[i] in clause.cues.manner and end == i + 1 and _opens_verb(clause, end):
        return None  # "según informó la policía": the verb is read
    while end + 1 < stop and low[end] in clause.cues.times and _is_time(clause, end):
        end += 1
    opens = i == clause.first or (not text.is_word(i - 1) and left_part(clause, i) is None)
    is_aside = low[i] in clause.cues.manner or not clause.cues.indefinite  # "..., as the strikers hope, ..."
    source = right_of(text, clause.cues, end, stop, apposed="closed" if opens or is_aside else "indefinite")
    if source is None or any(low[k] in clause.cues.criteria for k in range(source[0], min(source[1], source[0] + 2))):
        return None
    source = _to_comma(clause, source, opens) if not clause.cues.source_endings else declined_source(clause, source)
    contents: list[Span] = []
    span = None if opens else left_part(clause, i)
    if span is not None and (span[1] - span[0] > 1 or low[span[0]] not in clause.cues.complementizers):
        contents.append(span)
    after = source[1]
    if opens and not clause.cues.source_endings:  # "Как сообщает X со ссылкой на Y, порт закрыт"
        after = next((k for k in range(after, min(stop, after + _NEAR)) if low[k] == ","), after)
    while after < stop and low[after] in ",:—–":
        after += 1
    after = past_citing(clause, after)
    goes_on = clause.cues.mid_clause and after < stop and not _is_new_clause(clause, after)
    if after < stop and (opens or low[source[1]] == "," or goes_on):
        contents.append(end_of_speech(text, after, stop))
    return Attribution(contents, (i, end), source, cue, cue.polarity) if contents else None


def _opens_verb(clause: Clause, at: int) -> bool:
    """Whether a reporting verb follows, behind auxiliaries or not."""
    while at < clause.stop and clause.cues.may_stand_between(clause.text.low[at]):
        at += 1
    return at < clause.stop and any(cue.position == "verb" for cue in clause.cues.at(clause.text.low, at, clause.stop))


def _is_time(clause: Clause, at: int) -> bool:
    """Whether a word is one for when, not the article of a source: "este jueves", not "este portavoz"."""
    low, cues = clause.text.low, clause.cues
    return low[at] not in cues.determiners or (low[at + 1] in cues.times and low[at + 1] not in cues.determiners)


def _is_formula(clause: Clause, i: int, end: int) -> bool:
    """Whether a word with other uses opens a formula: ", so der Sprecher", not "so gut"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    if end >= clause.stop or not text.is_word(end):
        return False
    is_named = text.is_name(end) or low[end] in cues.articles or _is_adjective(clause, i, end)
    is_apart = i == clause.first or not text.is_word(i - 1)
    return is_named and (low[i] not in cues.manner or (is_apart and i > clause.first))


def _is_adjective(clause: Clause, i: int, at: int) -> bool:
    """Whether an adjective with a noun behind it follows a preposition: "laut vorläufigen Daten"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    if not cues.capital_nouns or low[i] in cues.manner or low[at][-2:] not in ("en", "em", "er"):
        return False
    return any(text.is_name(k) for k in range(at + 1, min(clause.stop, at + 3)))


def _is_new_clause(clause: Clause, at: int) -> bool:
    """Whether another clause begins at a token."""
    return clause.text.low[at] in clause.cues.conjunctions or clause.text.low[at] in clause.cues.stops


def read_after(clause: Clause, cue: Cue, i: int) -> Attribution | None:
    """ "Dem Bericht zufolge ...": the source stands before the cue."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    first = i
    while first > clause.taken and low[first - 1] not in ",;:—–()" and text.quote[first - 1] < 0:
        first -= 1
    begins = [k for k in range(first, i) if k == first or low[k] in cues.articles]
    source = next((found for k in begins if (found := right_of(text, cues, k, i)) and found[1] == i), None)
    if source is None:
        return None
    contents = []
    if source[0] > clause.first and (left := left_part(clause, source[0])) is not None:
        contents.append(left)
    after = i + len(cue.words)
    while after < clause.stop and low[after] in ",:—–":
        after += 1
    if after < clause.stop and not _is_new_clause(clause, after):
        contents.append(end_of_speech(text, after, clause.stop))
    return Attribution(contents, (i, i + len(cue.words)), source, cue, cue.polarity) if contents else None


def declined_source(clause: Clause, source: Span) -> Span:
    """A source behind "according to" without the words that follow it: "według straży pożarnej zginęło"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    has_noun = False
    for k in range(*source):
        is_noun = low[k] in cues.who or (text.is_word(k) and text.is_name(k) and not low[k].isdigit())
        goes_on = is_noun or not text.is_word(k) or text.quote[k] >= 0 or low[k].endswith(cues.source_endings)
        if has_noun and not goes_on:
            return source[0], k
        has_noun = has_noun or is_noun
    return source


def _to_comma(clause: Clause, source: Span, opens: bool) -> Span:
    """A source with what modifies it, up to the comma: "two people familiar with the matter"."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    if not cues.indefinite or cues.capital_nouns:
        return source
    for k in range(source[1], min(clause.stop, source[1] + _NEAR) + 1):
        if k == clause.stop:
            return source if opens else (source[0], k)
        is_cue = next(cues.at(low, k, clause.stop), None) is not None
        if is_cue or low[k] in cues.complementizers or text.quote[k] >= 0 or low[k] in ";:()—–":
            break
        if low[k] == ",":
            return source[0], k
    return source


def read_frame(clause: Clause, cue: Cue, i: int) -> Attribution | None:
    """ "It is reported that ...", "As you know, ...": nobody is named."""
    text, low, stop = clause.text, clause.text.low, clause.stop
    if not clause.cues.is_verb_second and _has_subject(clause, i):
        return None  # "Ряд экспертов говорят, что"
    end = i + cue.length
    after = end
    if cue.needs_clause and end < stop and low[end] not in ",:" and low[end] not in clause.cues.offices:
        return None  # "Es heißt Polaris"
    if clause.cues.is_verb_second and (left := left_part(clause, i)) is not None and not text.is_word(i - 1):
        is_office = end < stop and low[end] in clause.cues.offices  # "..., hieß es aus dem Lagezentrum"
        source = right_of(text, clause.cues, end + 1, stop) if is_office else None
        return Attribution([left], (i, end), source, _of(clause, cue, source), cue.polarity)
    while after < stop and low[after] in ",:—–":
        after += 1
    if after < stop:
        source = _office_before(clause, i)
        return Attribution([end_of_speech(text, after, stop)], (i, end), source, _of(clause, cue, source), cue.polarity)
    span = left_part(clause, i)
    return Attribution([span], (i, end), None, cue, cue.polarity) if span else None


def _of(clause: Clause, cue: Cue, source: Span | None) -> Cue:
    """A frame as it is read with its source: "heißt es in der Erklärung" is not a rumour."""
    is_document = source is not None and any(
        clause.text.low[k] in clause.cues.sources.documents for k in range(*source)
    )
    return replace(cue, kind="say", hedge=0.0) if is_document else cue


def _office_before(clause: Clause, i: int) -> Span | None:
    """Whose words a frame gives that stands behind them: "Aus dem Lagezentrum heißt es, ..."; None without."""
    if not clause.cues.is_verb_second or clause.text.low[clause.first] not in clause.cues.offices:
        return None
    source = right_of(clause.text, clause.cues, clause.first + 1, i)
    return source if source is not None and source[1] == i else None


def _has_subject(clause: Clause, i: int) -> bool:
    """Whether a form that can do without a subject has one: then it is an ordinary verb."""
    is_verb = any(one.position == "verb" and not one.particle for one in clause.cues.at(clause.text.low, i, i + 1))
    found = left_of(clause.text, clause.cues, i, clause.taken) if is_verb else None
    return found is not None and clause.text.low[found[0]] not in clause.cues.conjunctions


def read_inner(clause: Clause, cue: Cue, i: int) -> Attribution | None:
    """ "По его словам, порт закрыт": the source is a pronoun inside the cue, the content is around it."""
    text, cues, low, stop = clause.text, clause.cues, clause.text.low, clause.stop
    end = i + len(cue.words)
    source = next(((k, k + 1) for k in range(i, end) if low[k] in cues.determiners or low[k] in cues.pronouns), None)
    before = left_part(clause, i) if i > clause.first else None
    if before is not None and before[1] - before[0] == 1:  # "and", "that"
        word = low[before[0]]
        before = None if word in cues.conjunctions or word in cues.complementizers else before
    contents = [before] if before is not None else []
    after = end
    while after < stop and low[after] in ",:—–":
        after += 1
    if after < stop and (not contents or low[end] in ",:—–"):
        contents.append(end_of_speech(text, after, stop))
    return Attribution(contents, (i, end), source, cue, cue.polarity) if contents else None


def read_anaphor(clause: Clause, cue: Cue, i: int, end: int) -> Attribution | None:
    """ "Об этом сообщает агентство": the source follows, what it said stands in the sentences before."""
    text, cues = clause.text, clause.cues
    last = i
    while last > clause.first + 1 and (text.low[last - 1] in cues.auxiliaries or text.low[last - 1] in cues.own_voice):
        last -= 1  # "C'est ce que nous a déclaré"
    said = tuple(text.low[clause.first : last])
    if said not in cues.anaphors[text.low[clause.first]]:
        return None
    while end < clause.stop and text.low[end] in cues.times:
        end += 1
    end = _past_day(clause, end)
    end += end < clause.stop and text.low[end] in cues.offices  # "Об этом сообщили в полиции"
    source = right_of(text, cues, end, clause.stop)
    contents = before_sentence(clause) if source is not None else []
    return Attribution(contents, (i, i + len(cue.words)), source, cue, cue.polarity) if contents else None


def _past_day(clause: Clause, at: int) -> int:
    """The place behind a day, with its date: "сообщил в субботу, 11 декабря, мэр"."""
    cues, low, stop = clause.cues, clause.text.low, clause.stop
    if at + 2 >= stop or low[at] not in cues.prepositions or low[at + 1] not in cues.times:
        return at
    at += 2
    if low[at] != ",":
        return at
    return next((k + 1 for k in range(at + 1, min(stop, at + _DATE)) if low[k] == ","), at)


def read_reported(clause: Clause, cue: Cue, i: int) -> Attribution | None:
    """ "The port is closed, was said by the mayor"; "This was said by the mayor" reaches back to what stands before."""
    text, cues = clause.text, clause.cues
    end = i + len(cue.words)
    source = right_of(text, cues, end, clause.stop)
    if source is None:
        return None
    span = left_part(clause, i)
    if span is None or tuple(text.low[clause.first : i]) in cues.anaphors.get(text.low[clause.first], ()):
        contents = before_sentence(clause)
        begin = clause.first
    else:
        contents, begin = [span], i
    return Attribution(contents, (begin, end), source, cue, cue.polarity) if contents else None


def before_sentence(clause: Clause) -> list[Span]:
    """The sentences before, in the same paragraph; the last one of the paragraph before where there are none."""
    text = clause.text
    number = bisect_left(text.sentence, (clause.first, 0))
    spans: list[Span] = []
    for back in range(number - 1, max(-1, number - 1 - _MOST_BACK), -1):
        first, last = text.sentence[back]
        if "\n" in text.text[text.end[last - 1] : text.begin[last]] and spans:
            break
        spans.append((first, last))
        if "\n" in text.text[text.end[last - 1] : text.begin[last]]:
            break
    return spans[::-1]


def read_via(clause: Clause, cue: Cue, i: int) -> Attribution | None:
    """ "..., citing Reuters": from whom the sentence, or who speaks in it, has it."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    end = i + len(cue.words)
    source = right_of(text, cues, end, clause.stop, apposed="indefinite")
    if source is None:
        return None
    if len(cue.words) == 1 and not _is_someone(clause, source):
        return None
    after = source[1]
    if after < clause.stop and low[after] == ":":
        return Attribution([end_of_speech(text, after + 1, clause.stop)], (i, end), source, cue, cue.polarity)
    span: Span | None
    if clause.found and clause.found[-1].contents:
        contents = [content for content in clause.found[-1].contents if content[0] < i]
        if contents and contents[-1][1] > i > contents[-1][0]:
            contents[-1] = (contents[-1][0], i - 1 if low[i - 1] == "," else i)
    elif (span := left_part(clause, i)) is not None:
        contents = [span]
    else:
        contents = []
    if not contents and after + 1 < clause.stop and low[after] == ",":
        contents = [end_of_speech(text, after + 1, clause.stop)]
    return Attribution(contents, (i, end), source, cue, cue.polarity) if contents else None


def _is_someone(clause: Clause, span: Span) -> bool:
    """Whether words name a source: "citing police", not "citing the lack of time"."""
    text = clause.text
    return any(text.is_name(i) or text.low[i] in clause.cues.who for i in range(*span))


def read_noun(clause: Clause, cue: Cue, i: int) -> Attribution | None:
    """ "The union's claim that the gates were locked": who owns the noun is the source."""
    text, cues, low, stop = clause.text, clause.cues, clause.text.low, clause.stop
    end = i + len(cue.words)
    if end < stop and (owned := _owned_behind(clause, cue, i, end)) is not None:
        return owned
    first = _linked(clause, end)
    if first is None or i <= clause.taken:
        return None
    owner = i - 1
    while owner > clause.taken and i - owner < 4 and low[owner] not in cues.possessives and text.is_word(owner):
        owner -= 1
    if low[owner] not in cues.possessives:
        return None
    if text.is_word(owner):
        source: Span | None = (owner, owner + 1)
    else:
        source = left_of(text, cues, owner, clause.taken)
        source = None if source is None else (source[0], owner + 1)
    if source is None:
        return None
    end = end if low[end] == "," else first
    return Attribution(
        [end_of_speech(text, first, _phrase_end(clause, first))], (owner + 1, end), source, cue, cue.polarity
    )


def _linked(clause: Clause, at: int) -> int | None:
    """Where it begins what a noun reports, behind the words that link it: "selon laquelle", ", dass"; None without."""
    cues, low, stop = clause.cues, clause.text.low, clause.stop
    at += not cues.joins_parts and at + 1 < stop and low[at] == "," and low[at + 1] in cues.complementizers
    if at < stop and low[at] in cues.complementizers and (low[at],) in cues.noun_links:
        return at
    length = max((len(link) for link in cues.noun_links if tuple(low[at : at + len(link)]) == link), default=0)
    return at + length if length and at + length < stop else None


def _owned_behind(clause: Clause, cue: Cue, i: int, end: int) -> Attribution | None:
    """ "L'affirmation du maire selon laquelle le pont est fermé": who owns the noun follows it, then a clause."""
    text, cues, low, stop = clause.text, clause.cues, clause.text.low, clause.stop
    if low[end] not in cues.linking or cues.joins_parts:
        return None
    source = right_of(text, cues, end + (low[end] not in cues.articles), stop, apposed="indefinite")
    if source is None or not _is_someone(clause, source):
        return None
    last = source[1] - (source[1] - source[0] > 1 and low[source[1] - 1] in cues.linking)  # "del alcalde | de que"
    source, first = (source[0], last), _linked(clause, last)
    if first is None or (first == last + 1 and low[last] != ","):
        return None  # "la denuncia de la policía sobre el puente"
    return Attribution([end_of_speech(text, first, _phrase_end(clause, first))], (i, end), source, cue, cue.polarity)


def _phrase_end(clause: Clause, first: int) -> int:
    low = clause.text.low
    if low[first] in clause.cues.complementizers:
        return clause.stop
    for k in range(first, clause.stop):
        if low[k] in ",;:—–" and clause.text.quote[k] < 0:
            return max(k, first + 1)
    return clause.stop
