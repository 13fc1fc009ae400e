"""Where the words for a source begin and end: noun phrases to the left and the right of a cue, without a grammar."""

from __future__ import annotations

from typing import Literal

from .cues import Cues
from .tokens import NAME, Span, Tokens

# Which words after a comma belong to a source: any that read like an apposition, only those with an indefinite
# article, only those of them that another comma closes.
Apposed = Literal["any", "indefinite", "closed"]
LONGEST = 30  # words a source may have; what is longer is a clause that was not understood
_LINKED = 4  # tokens of an apposition in which "of" or "'s" stands
_ADJECTIVES = 4  # words in small letters before a noun
_PARTICIPLES = ("te", "ten", "ter", "ene", "enen", "ener")  # endings of declined participles
MOST_COMMAS = 4  # of one source, with its appositions
_DASHES = frozenset("—–―")
_COMMAS = frozenset(",;")
_BREAKS = frozenset(',;:—–―[]"“”«»„…/|<>') | {"''", "``"}
_ENDS = _BREAKS | frozenset(".!?()")


def left_of(text: Tokens, cues: Cues, cue: int, least: int) -> Span | None:
    """The noun phrase that ends right before token ``cue``, not before token ``least``; None where there is none.

    Apposition is taken along, with its comma: in "Edric Halloway, a spokesman for the company, said" all of it is the
    source.
    """
    last = cue
    while last > least and (text.low[last - 1] in cues.times or cues.may_stand_between(text.low[last - 1])):
        if is_surname(text, cues, last - 1, least):
            break
        last -= 1
    if last <= least:
        return None
    if text.low[last - 1] == ",":
        return _apposed(text, cues, last - 1, least)
    if text.low[last - 1] in _DASHES and cues.joins_parts:
        return _between_dashes(text, cues, last - 1, least)
    first = _first(text, cues, last, least)
    return None if first is None else (first, last)


def _between_dashes(text: Tokens, cues: Cues, dash: int, least: int) -> Span | None:
    """A source with what stands between dashes behind it: "Dockers in two ports — Tornby and Ask — said"."""
    for k in range(dash - 1, max(least, dash - LONGEST), -1):
        if text.low[k] in _DASHES:
            first = _first(text, cues, k, least)
            is_relative = text.low[k + 1] in cues.relatives
            return None if first is None else (first, k if is_relative else dash + 1)
    return None


def is_surname(text: Tokens, cues: Cues, at: int, least: int) -> bool:
    """Whether a word that ends like an adverb is a name: "Jolly said", "Ms. Reilly said"."""
    is_adverb = text.low[at] in cues.auxiliaries or text.low[at] in cues.times
    return not is_adverb and text.is_name(at) and (at == least or text.is_name(at - 1) or text.low[at - 1] == ".")


def _first(text: Tokens, cues: Cues, last: int, least: int) -> int | None:
    """Where the phrase that ends before token ``last`` begins."""
    low = text.low
    word = low[last - 1]
    if word in cues.relatives or (
        word in cues.pronouns and not (last - 1 > least and low[last - 2] in cues.determiners)
    ):
        return last - 1
    i = last
    while i > least and last - i < LONGEST:
        word = low[i - 1]
        if word == ")" and (opened := _opening(text, i - 1, least)) is not None:
            i = opened
            continue
        number = text.quote[i - 1]
        if number >= 0 and text.quotes[number].n_words <= NAME and text.quotes[number].first >= least:
            quote = text.quotes[number]
            is_joined = quote.last == last or (quote.last < last and low[quote.last] in cues.conjunctions)
            if quote.first > least or (quote.is_name and is_joined):
                i = quote.first  # a name in marks: "the company «Torvane Terminals»"
                continue
        if word in _BREAKS or word in "()!?" or (word == "." and not _in_name(text, i - 1, least)):
            break
        if word in cues.stops and not _joins(text, cues, i - 1, least):
            break
        i -= 1
    first = _after_opening(text, cues, i, last)
    if first >= last:
        return None
    number = text.quote[first]
    return None if number >= 0 and text.quotes[number].n_words > NAME else first


def _opening(text: Tokens, at: int, least: int) -> int | None:
    """The bracket that opens what the one at ``at`` closes, close before it: "(R-S.C.)"."""
    for i in range(at - 1, max(least, at - 12) - 1, -1):
        if text.low[i] == "(":
            return i
    return None


def _in_name(text: Tokens, at: int, least: int) -> bool:
    """Whether a full stop is part of a name: "Mr. Obama", "Steven M. Rosenthal"."""
    return at > least and at + 1 < len(text.low) and text.end[at - 1] == text.begin[at] and len(text.low[at - 1]) < 6


def _joins(text: Tokens, cues: Cues, i: int, least: int) -> bool:
    """Whether a conjunction stands between two names of one source."""
    return (
        text.low[i] in cues.conjunctions
        and least < i < len(text.low) - 1
        and (_in_marks(text, i - 1) or (text.is_word(i - 1) and text.is_name(i - 1)))
        and (_in_marks(text, i + 1) or (text.is_word(i + 1) and text.is_name(i + 1)))
    )


def _in_marks(text: Tokens, i: int) -> bool:
    return text.quote[i] >= 0 and text.quotes[text.quote[i]].is_name


def _after_opening(text: Tokens, cues: Cues, first: int, last: int) -> int:
    """The phrase without an adverbial before it: "On Monday the union" is "the union"."""
    low = text.low
    while first < last and not opens_name(text, first) and (not text.is_word(first) or low[first] in cues.conjunctions):
        first += 1
    if cues.indefinite:  # "after the fire the operator": the last article that nothing links opens the phrase
        for i in range(last - 1, first, -1):
            before = low[i - 1]
            if (
                low[i] in cues.articles
                and text.is_word(i - 1)
                and not (
                    before in cues.linking
                    or before in cues.prepositions
                    or before in cues.conjunctions
                    or before in cues.determiners
                )
            ):
                return i
    if first < last and low[first] in cues.prepositions and low[first] not in cues.determiners:
        for i in range(last - 1, first, -1):  # the last determiner or run of names before the cue opens the phrase
            if low[i] in cues.determiners and low[i - 1] not in cues.linking and low[i - 1] not in cues.prepositions:
                return i
        i = last
        while i > first + 1 and ((text.is_word(i - 1) and text.is_name(i - 1)) or low[i - 1] == "."):
            i -= 1
        while i < last and not text.is_word(i):
            i += 1
        if i < last:
            return i
        if not cues.indefinite and first + 1 < last:  # "В Управлении порта заявили"
            return first + 1
    return first


def _apposed(text: Tokens, cues: Cues, comma: int, least: int) -> Span | None:
    """A source with its appositions, where a comma stands right before the cue."""
    low = text.low
    i = comma
    for _ in range(MOST_COMMAS):
        i -= 1
        while i > least and low[i] not in _BREAKS and comma - i < LONGEST:
            i -= 1
        if i <= least or low[i] != ",":
            return None
        head = _first(text, cues, i, least)
        if head is None:
            return None
        is_aside = low[head].isdigit() or low[head] in cues.prepositions or low[head] in cues.indefinite
        if not is_aside or low[head - 1] != ",":
            return head, _without_asides(text, cues, head, comma + 1)
    return None


def _without_asides(text: Tokens, cues: Cues, first: int, last: int) -> int:
    """The end of a source without where, when or how it speaks: "the union, for its part, said" is "the union"."""
    at = [k for k in range(first, last - 1) if text.low[k] == "," and text.quote[k] < 0]
    for n, k in enumerate(at):
        if text.low[k + 1] in cues.asides:
            return k + (n > 0)  # the comma that closes an apposition belongs to it
    return last


def right_of(text: Tokens, cues: Cues, first: int, last: int, *, apposed: Apposed = "any") -> Span | None:
    """The noun phrase that begins at token ``first``, before token ``last``; None where none begins there.

    ``apposed`` says what of the words after a comma belongs to it.
    """
    low = text.low
    if cues.capital_nouns:
        return nouns_right_of(text, cues, first, last)
    if first < last and opens_name(text, first):  # "сообщает «Коммерсантъ»"
        named = text.quotes[text.quote[first]].last
        if named < last and text.is_word(named) and (text.is_name(named) or low[named] in cues.who):
            return right_of(text, cues, named, last, apposed=apposed)  # "рассказал «Медузе» Иван Белов"
    elif first >= last or not text.is_word(first):
        return None
    if low[first] in cues.pronouns and low[first] not in cues.determiners:
        return first, first + 1
    is_closed = low[first] in cues.stops and low[first] not in cues.determiners
    if low[first] in cues.complementizers or (is_closed and not _is_initial(text, first, last)):
        return None
    i = _phrase_end(text, cues, first, last, apposed)
    while i > first and not text.is_word(i - 1) and low[i - 1] not in ")»”.":
        i -= 1
    return (first, i) if i > first else None


def _phrase_end(text: Tokens, cues: Cues, first: int, last: int, apposed: Apposed) -> int:
    """Where a phrase ends that begins at token ``first``, with its brackets and appositions."""
    i = text.quotes[text.quote[first]].last if opens_name(text, first) else first
    while i < last and i - first < LONGEST:
        if text.low[i] in _COMMAS:
            return _past_appositions(text, cues, i, last, apposed)
        if text.low[i] == "(" and (closed := _closing(text, i, last)) is not None:
            i = closed + 1
        elif _ends_phrase(text, cues, i, first, last):
            return i
        else:
            i += 1
    return i


def _past_appositions(text: Tokens, cues: Cues, comma: int, last: int, apposed: Apposed) -> int:
    """The place behind what belongs to a source after a comma: ", a spokesman, who lives in Tornby"."""
    for _ in range(MOST_COMMAS):
        end = _apposition_end(text, cues, comma, last, apposed)
        if end is None:
            break
        comma = end
    return comma


def _ends_phrase(text: Tokens, cues: Cues, i: int, first: int, last: int) -> bool:
    """Whether a token ends the words for a source: a sign, a preposition, an addressee."""
    low, word = text.low, text.low[i]
    if word in _ENDS and not (word == "." and _in_name(text, i, first)) and not _opens_name(text, i, first):
        return True
    if i == first:
        return False
    if word in cues.addressees and low[min(i + 1, last - 1)] != ".":  # "больницы им. Пирогова"
        return True
    ends = (word in cues.prepositions or word in cues.stops) and word not in cues.linking
    return ends and not _joins(text, cues, i, first)


def _is_initial(text: Tokens, at: int, last: int) -> bool:
    """Whether a token is the first letter of a name: "А. Смаилов", where "а" is a word as well."""
    is_letter = len(text.low[at]) == 1 and text.is_name(at)
    return is_letter and at + 2 < last and text.low[at + 1] == "." and text.is_name(at + 2)


def nouns_right_of(text: Tokens, cues: Cues, first: int, last: int) -> Span | None:
    """The same where every noun has a capital: an article, adjectives and nouns, with what links more nouns to them.

    It ends behind its noun, so that no comma is needed: "nach Angaben der Feuerwehr mindestens 16 Menschen".
    """
    low = text.low
    first += first + 1 < last and low[first] in cues.linking and low[first] in cues.prepositions  # "nach Angaben von"
    if first >= last or not (text.is_word(first) or opens_name(text, first)):
        return None
    if low[first] in cues.pronouns and low[first] not in cues.determiners:
        return first, first + 1
    if low[first] in cues.complementizers or low[first] in cues.prepositions:
        return None
    i, end, adjectives = _past_attribute(text, cues, first, last), first, 0
    while i < last and i - first < LONGEST:
        if (past := _past_marks(text, first, i)) > i:
            i = end = past
            continue
        if not text.is_word(i) or low[i] in cues.times:
            break
        if text.is_name(i) and (low[i] not in cues.prepositions or i == first):
            i, adjectives = i + 1, 0
            end = i
            continue
        adjectives += 1
        if adjectives > _ADJECTIVES or _ends_nouns(text, cues, i, (first, end), last):
            break
        i += 1
    if end == first and low[first] in cues.pronouns:
        return first, first + 1
    return (first, end) if end > first else None


def _past_marks(text: Tokens, first: int, at: int) -> int:
    """The place behind a name in marks or the stop of an initial: "der «Kelmouther Bote»", "Dr. Holt"."""
    number = text.quote[at]
    if number >= 0 and text.quotes[number].first == at and text.quotes[number].is_name:
        return text.quotes[number].last
    return at + 1 if text.low[at] == "." and _in_name(text, at, first) else at


def _ends_nouns(text: Tokens, cues: Cues, i: int, found: Span, last: int) -> bool:
    """Whether a word in small letters ends nouns that were found: a word that links no noun, an auxiliary."""
    low, (first, end) = text.low, found
    is_link = end > first and (low[i] in cues.linking or (low[i] in cues.conjunctions and i + 1 < last))
    if end == i and not is_link and i > first:
        return True
    if is_link and end == i and low[i] in cues.conjunctions and not _noun_follows(text, cues, i + 1, last):
        return True
    return (low[i] in cues.stops and not is_link) or (low[i] in cues.auxiliaries and i > first)


def _past_attribute(text: Tokens, cues: Cues, first: int, last: int) -> int:
    """Where the adjective stands that closes a long attribute: "eine am Freitag veröffentlichte Studie"; else first."""
    if text.low[first] not in cues.articles or first + 1 >= last or text.low[first + 1] not in cues.prepositions:
        return first
    for k in range(first + 2, min(last - 1, first + LONGEST)):
        is_adjective = text.is_word(k) and not text.is_name(k) and text.low[k].endswith(_PARTICIPLES)
        if is_adjective and text.is_word(k + 1) and text.is_name(k + 1):
            return k
        if not text.is_word(k):
            break
    return first


def _noun_follows(text: Tokens, cues: Cues, at: int, last: int) -> bool:
    """Whether a noun follows, behind an article or not."""
    at += at < last and text.low[at] in cues.articles
    return at < last and text.is_word(at) and text.is_name(at)


def opens_name(text: Tokens, i: int) -> bool:
    """Whether a name in quotation marks begins at a token."""
    number = text.quote[i]
    return number >= 0 and text.quotes[number].is_name and text.quotes[number].first == i


def _closing(text: Tokens, at: int, last: int) -> int | None:
    for i in range(at + 1, min(last, at + 12)):
        if text.low[i] == ")":
            return i
    return None


def _opens_name(text: Tokens, i: int, first: int) -> bool:
    """Whether a quotation mark is around a name within the phrase: "газета «Монд»", of at most four words."""
    number = text.quote[i]
    return i > first and number >= 0 and text.quotes[number].n_words <= NAME and text.low[i] in '«»„“”"'


def _links(text: Tokens, cues: Cues, at: int, last: int) -> bool:
    """Whether words that open with a name describe who stands before them: "Ms. Holt's deputy", "Harbourmaster of"."""
    if not cues.indefinite or not text.is_name(at):
        return False
    near = range(at + 1, min(last, at + _LINKED))
    link = next((k for k in near if text.low[k] in cues.linking), last)
    return link < last and not any(text.low[k] in _BREAKS or text.low[k] in cues.stops for k in range(at, link))


def _apposition_end(text: Tokens, cues: Cues, comma: int, last: int, apposed: Apposed) -> int | None:
    """The end of an apposition after a comma: ", a spokesman for the company"; None where there is none."""
    low = text.low
    i = comma + 1
    if i >= last or not text.is_word(i):
        return None
    if (number := text.quote[i]) >= 0 and text.quotes[number].is_resumed and text.quote[comma] != number:
        return None  # the speech goes on
    word = low[i]
    if apposed != "any":
        if word not in cues.indefinite:
            return None
    elif word not in cues.determiners and (text.is_name(i) or word in cues.stops) and not _links(text, cues, i, last):
        return None
    if low[comma] != "," or word in cues.auxiliaries:
        return None
    if (
        (word in cues.pronouns and word not in cues.determiners)
        or word in cues.prepositions
        or word.endswith(cues.participles)
    ):
        return None
    while i < last and low[i] not in _BREAKS and i - comma < LONGEST:
        if low[i] in ".!?" and not (low[i] == "." and i + 1 < last and _in_name(text, i, comma)):
            break
        if low[i] in cues.stops and low[i] not in cues.conjunctions:
            break
        i += 1
    if apposed == "closed" and not (i < last and low[i] == ","):
        return None
    return i if i > comma + 2 or (apposed == "any" and i > comma + 1 and word not in cues.determiners) else None
