"""Who sets a figure: in "the office lowered the number to 2,150" the figure is the office's, not the article's own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from ..languages import language_for
from .reading import Reading
from .source_lists import Lists, lists_of, read_as
from .tokens import Span

_AROUND = 14  # words between the verb and the figure it sets
_SUBJECT = 8  # words before the verb in which its subject stands
_PAST = 8  # words behind the figure that the verb still governs: "put at 2,150 the number of evacuated people"
_PARTS = ',;:!?—–()«»“”„"'


def setter_of(text: Reading, first: int, last: int) -> tuple[Span, Span] | None:
    """Who sets the figure that a passage is about, by a verb such as "lowered ... to" or "put ... at".

    Parameters
    ----------
    text
        The reading.
    first, last
        The lexemes of the passage, the end not included.

    Returns
    -------
    tuple or None
        Lexemes of the source and of the verb. None where there is no such verb with a figure, or where its subject is
        no person and no institution: "another body raised the toll to 15" is the article's own.
    """
    said = language_for(text.code).reporting
    if said is None or not said.figures.verbs:
        return None
    number = text.sentence[first]
    begin = max(bisect_left(text.sentence, number), first - 2 * _AROUND)
    stop = min(bisect_right(text.sentence, number), last + _AROUND)
    verbs, links = frozenset(said.figures.verbs), frozenset(said.figures.links)
    for at in range(begin, stop):
        if text.low[at] not in verbs:
            continue
        figure = _figure(text, at, begin, stop, links)
        if figure is None or last <= min(at, figure) or first >= max(at, figure) + _PAST:
            continue
        helpers = frozenset((*said.auxiliaries, *said.perfects))
        head = at if figure > at else next((k for k in range(begin, at) if text.low[k] in said.perfects), None)
        source = None if head is None else _subject(text, begin, head, helpers, frozenset(said.own_voice))
        if source is not None:
            return source, (at, at + 1)
    return None


def is_reached(text: Reading, first: int) -> bool:
    """Whether the figure at lexeme ``first`` is what a number rose or fell to: "выросло до 21" is no upper bound."""
    said = language_for(text.code).reporting
    if said is None or text.low[first] not in said.figures.links:
        return False
    begin = max(bisect_left(text.sentence, text.sentence[first]), first - _AROUND)
    moving = frozenset((*said.figures.verbs, *said.figures.changes))
    return any(text.low[k] in moving for k in range(begin, first))


def _figure(text: Reading, at: int, begin: int, stop: int, links: frozenset[str]) -> int | None:
    """The first word of the figure behind a link, after the verb or before a verb that comes last: "auf 19 gesenkt"."""
    firsts = {one.first for one in text.figures if begin <= one.first < stop and one.is_count}
    near = [k for k in range(max(begin, at - _AROUND), min(stop - 1, at + _AROUND)) if text.low[k] in links]
    found = [place for k in near for place in (k, k + 1) if place in firsts]  # "до 21" is read as one figure
    after = [k for k in found if k > at]
    return after[0] if after else next((k for k in found if k < at and at - k <= 3), None)


def _subject(text: Reading, begin: int, head: int, helpers: frozenset[str], writer: frozenset[str]) -> Span | None:
    """The words before a verb, from the last pause on, if they name or describe somebody who can give a figure."""
    last = head
    while last > begin and text.low[last - 1] in helpers:
        last -= 1
    first = last
    while first > begin and last - first < _SUBJECT and not _is_parted(text, first):
        first -= 1
    if first == last or text.low[first] in writer:
        return None
    lists = lists_of(text.code)
    while first < last - 1 and text.low[first] in lists.determiners:
        first += 1
    return (first, last) if _is_source(text, first, last, lists) else None


def _is_parted(text: Reading, at: int) -> bool:
    """Whether a pause stands before a word."""
    return any(sign in _PARTS for sign in text.text[text.end[at - 1] : text.begin[at]])


def _is_source(text: Reading, first: int, last: int, lists: Lists) -> bool:
    """Whether words name a source: by the word that says what it is, or by a name and nothing else."""
    whole = [read_as(text.low[k], lists) for k in range(first, last)]
    stop = next((k for k, word in enumerate(whole) if k and word in lists.prepositions), len(whole))
    heads = whole[stop - 1 : stop] if lists.head == "last" else whole[:stop]
    if any(word in lists.who for word in heads):
        return True
    names = [text.text[text.begin[k]].isupper() for k in range(first, last)]
    return not lists.capital_nouns and last - first > 1 and all(names)
