"""What narrows a figure, in the words beside it: "of the 40 workers", "in Tinzaouatene", "since Monday", "nationwide".

Only what stands after the figure in its own clause is read, by the small words that open such a phrase; a phrase whose
end cannot be told is left out rather than cut wrong. At most twelve words are looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from ..languages import language_for
from .lexemes import lexemes
from .number_words import Figure
from .reading import Reading

_REACH = 12  # words after a figure
_MOST = 3  # phrases in one scope
_LOWER = 2  # words in small letters that may stand before a name or a word of ``links``
Words = tuple[str, ...]


class _Openers:
    """The tables of one language."""

    def __init__(self, code: str):
        words = language_for(code).number_words
        said = words.scope if words else None
        self.is_known = said is not None
        self.of, self.at, self.since, self.whole = (
            {_split(phrase) for phrase in (getattr(said, name) if said else ())}
            for name in ("of", "at", "since", "whole")
        )
        self.determiners, self.them, self.times, self.stops, self.links = (
            frozenset(word for phrase in (getattr(said, name) if said else ()) for word in _split(phrase))
            for name in ("determiners", "them", "times", "stops", "links")
        )
        self.opening = self.of | self.at | self.since | self.whole


@lru_cache(maxsize=64)
def _openers(code: str) -> _Openers:
    return _Openers(code)


@lru_cache(maxsize=4_000)
def _split(said: str) -> Words:
    return tuple(word for _, _, word in lexemes(said))


def scope_of(text: Reading, figure: Figure) -> str | None:
    """The words that narrow a figure, as they read; None where none are found.

    Parameters
    ----------
    text
        The text, read.
    figure
        One of its figures.
    """
    openers = _openers(text.code)
    if not openers.is_known:
        return None
    end = _clause_end(text, openers, figure.last)
    at, first, last = figure.last, -1, -1
    n_phrases = 0
    while at < end and n_phrases < _MOST:
        stop = _phrase(text, openers, at, end)
        if stop is None:
            if first >= 0:
                break
            at += 1
            continue
        first = at if first < 0 else first
        at = last = stop
        n_phrases += 1
    if first < 0:
        return None
    begin, close = text.span(first, last)
    return " ".join(text.text[begin:close].split())


def wholes(text: Reading) -> dict[int, int]:
    """The figures that say what another is a part of, "nine of the 40 workers": part by whole, as places in figures."""
    openers, low, figures = _openers(text.code), text.low, text.figures
    found = {}
    for place in range(1, len(figures)):
        part, whole = figures[place - 1], figures[place]
        between = low[part.last : whole.first]
        k = _opens(openers.of, low, part.last, min(part.last + 3, whole.first)) if 0 < len(between) <= 4 else 0
        if k and part.low != 1 and all(word in openers.determiners for word in between[k:]):
            found[place] = place - 1
    return found


def _clause_end(text: Reading, openers: _Openers, at: int) -> int:
    """The word before which the clause of a figure ends, at most some words on."""
    end = at
    while end < len(text.low) and end - at < _REACH and text.sentence[end] == text.sentence[at - 1]:
        gap = text.text[text.end[end - 1] : text.begin[end]]
        if gap.strip(" \u00a0\u202f\u2009\n\t-‑'’ʼ"):
            break
        k = _opens(openers.whole, text.low, end, len(text.low))  # "за сутки", though за is a stop
        if not k and text.low[end] in openers.stops:
            break
        end += max(k, 1)
    return end


def _phrase(text: Reading, openers: _Openers, at: int, end: int) -> int | None:
    """Where the phrase ends that opens at a word, or None."""
    if k := _opens(openers.whole, text.low, at, end):
        return at + k
    for kind, table in (("of", openers.of), ("since", openers.since), ("at", openers.at)):
        k = _opens(table, text.low, at, end)
        if k and (last := _noun(text, openers, at + k, end, kind=kind)) is not None:
            return last
    return None


def _opens(table: set[Words], low: list[str], at: int, end: int) -> int:
    return next((k for k in (3, 2, 1) if at + k <= end and tuple(low[at : at + k]) in table), 0)


def _noun(text: Reading, openers: _Openers, at: int, end: int, *, kind: str, depth: int = 0) -> int | None:
    """Where what such a phrase names ends."""
    low = text.low
    if kind == "of" and at < end and low[at] in openers.them:
        return at + 1
    if (
        kind == "since"
        and openers.times
        and (at >= end or low[at] not in openers.times)
        and not _is_digit(low, at, end)
    ):
        return None
    here = at
    while here < end and low[here] in openers.determiners:
        here += 1
    is_told = here > at
    number = _past_number(text, here, end)
    if here < number <= end:
        if _is_capital(text, number, end):
            return _name(text, openers, number, end)
        return number + 1 if number < end and _closes(text, openers, number + 1, end) else number
    if here < end and _is_capital(text, here, end):
        last = _name(text, openers, here, end)
        return last if kind != "of" else _named_whole(text, openers, last, end, is_told=is_told)
    return _lower(text, openers, here, end, kind=kind, is_told=is_told, depth=depth)


def _past_number(text: Reading, here: int, end: int) -> int:
    """The place behind a number in digits or in words: "12" of "in the last 12 hours"; else the place itself."""
    number = here
    while number < end and text.low[number][0].isdigit():
        number += 1
    if number > here:
        return number
    place = bisect_right(text.figures, here, key=lambda figure: figure.first) - 1  # the figures have been read
    return max(here, text.figures[place].last) if place >= 0 else here


def _named_whole(text: Reading, openers: _Openers, last: int, end: int, *, is_told: bool) -> int | None:
    """Where the whole with a name ends: "of the Kelmouth dockers"; None for "of Kelmouth dockers", who are counted."""
    if not is_told:
        return None
    return last + 1 if last < end and not _opens(openers.opening, text.low, last, end) else last


def _lower(
    text: Reading, openers: _Openers, here: int, end: int, *, kind: str, is_told: bool, depth: int
) -> int | None:
    """Where a phrase of words without a capital ends, with a name behind them: "in northern Mali"."""
    for n in range(1, _LOWER + 1):
        after = here + n
        if after > end or _opens(openers.opening, text.low, after - 1, end):
            return None
        if after < end and _is_capital(text, after, end) and kind != "of":
            return _name(text, openers, after, end)
        if (is_told or kind == "since") and after < end and text.low[after] in openers.links and depth == 0:
            inner = _noun(text, openers, after + 1, end, kind="at", depth=1)
            return inner if inner is not None else after
        if n == 1 and _closes(text, openers, after, end):
            return after if is_told or kind == "since" else None
    return None


def _name(text: Reading, openers: _Openers, at: int, end: int) -> int:
    """Where words with a capital end, with small links and numbers between or after them."""
    last = at + 1
    while last < end:
        if _is_capital(text, last, end) or (text.low[last].isdigit() and len(text.low[last]) <= 4):
            last += 1
        elif text.low[last] in openers.links and last + 1 < end and _is_capital(text, last + 1, end):
            last += 2
        else:
            break
    return last


def _closes(text: Reading, openers: _Openers, at: int, end: int) -> bool:
    return at == end or _opens(openers.opening, text.low, at, end) > 0


def _is_capital(text: Reading, at: int, end: int) -> bool:
    return at < end and text.text[text.begin[at]].isupper()


def _is_digit(low: list[str], at: int, end: int) -> bool:
    return at < end and low[at][0].isdigit()
