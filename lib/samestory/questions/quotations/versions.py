"""The words of a quotation, and how one version of it differs from another, word by word.

A version is **whole** if it has every word of the reference in their order, with nothing in between; it may go on
longer. It is **trimmed** if words of the reference are missing at its ends, where an ellipsis marks it, or where the
narrator breaks in. It is **changed** if words are missing inside without a mark, or were added or replaced. Capitals,
punctuation and the kind of marks play no part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ...text import aligned, fold, quotations, words

__all__: list[str] = []
WHOLE, TRIMMED, CHANGED = "whole", "trimmed", "changed"
_ELLIPSIS = re.compile(r"…|\.\.\.|\[\s*\]|\(\s*\)")


@dataclass(frozen=True)
class Version:
    """What is inside the marks of one passage: folded words, where each is, and between which a narrator speaks."""

    text: str
    low: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    breaks: frozenset[int]  # numbers of words that a new pair of marks begins with


@dataclass(frozen=True)
class Change:
    """One difference: ``kind`` (dropped, added, replaced), its ``place`` (begin, inside, end), words of both sides."""

    kind: str
    place: str
    is_marked: bool
    reference: tuple[int, int]  # numbers of words of the reference, half-open
    own: tuple[int, int]


@lru_cache(maxsize=2_000)
def _marked(text: str, language: str | None) -> tuple[tuple[int, int, int, int], ...]:
    found = quotations(text, language)
    return tuple((one.begin, one.end, one.inner_begin, one.inner_end) for one in found if one.depth == 0)


def version(text: str, language: object, begin: int, end: int) -> Version:
    """The words inside marks between two offsets; all words there if no mark is."""
    inner = [
        (max(first, begin), min(last, end))
        for a, b, first, last in _marked(text, language if isinstance(language, str) else None)
        if a < end and begin < b
    ]
    places: list[tuple[int, int]] = []
    breaks: set[int] = set()
    for first, last in inner or [(begin, end)]:
        breaks.add(len(places))
        places += [(first + a, first + b) for a, b in words(text[first:last])]
    low = tuple(fold(text[a:b]) for a, b in places)
    return Version(text, low, tuple(places), frozenset(breaks - {0}))


def pairs(reference: Version, own: Version) -> list[tuple[int, int]]:
    """Which words of the two are the same, in the order of both."""
    return aligned(reference.low, own.low)


def changes(reference: Version, own: Version) -> list[Change]:
    """Every difference between two versions, in order."""
    same = pairs(reference, own)
    found = []
    n, m = len(reference.low), len(own.low)
    for (a, b), (c, d) in zip([(-1, -1), *same], [*same, (n, m)], strict=True):
        dropped, added = (a + 1, c), (b + 1, d)
        n_dropped, n_added = c - a - 1, d - b - 1
        if not n_dropped and not n_added:
            continue
        kind = "replaced" if n_dropped and n_added else "dropped" if n_dropped else "added"
        place = "begin" if a < 0 else "end" if c >= n else "inside"
        found.append(Change(kind, place, _is_marked(own, dropped, added, kind), dropped, added))
    return found


def _is_marked(own: Version, dropped: tuple[int, int], added: tuple[int, int], kind: str) -> bool:
    """Whether an ellipsis or a narrator marks that words are missing, or brackets that they were put in."""
    first, last = added
    left = own.places[first - 1][1] if first else max(0, own.places[0][0] - 6) if own.places else 0
    right = own.places[last][0] if last < len(own.places) else (own.places[-1][1] + 6 if own.places else 0)
    between = own.text[left:right]
    if kind == "dropped":
        return first in own.breaks or _ELLIPSIS.search(between) is not None
    begin, end = own.places[first][0], own.places[last - 1][1]
    return own.text[max(0, begin - 1) : begin] == "[" and own.text[end : end + 1] == "]"


def form(found: list[Change]) -> str:
    """The form that differences make: whole, trimmed or changed."""
    is_cut = False
    for one in found:
        if one.kind == "dropped" and (one.place != "inside" or one.is_marked):
            is_cut = True
        elif not (one.kind == "added" and one.place != "inside"):
            return CHANGED
    return TRIMMED if is_cut else WHOLE


def told(reference: Version, own: Version, found: list[Change]) -> str:
    """The differences in one line: ``[-dropped-]``, ``{+added+}``, an ellipsis for what is the same."""
    said: list[str] = []
    for one in found:
        if one.place != "begin" and (not said or said[-1] != "…"):
            said.append("…")
        minus, plus = words_of(reference, one.reference), words_of(own, one.own)
        said.append((f"[-{minus}-]" if minus else "") + (f"{{+{plus}+}}" if plus else ""))
        if one.place != "end":
            said.append("…")
    return " ".join(said)


def words_of(one: Version, span: tuple[int, int]) -> str:
    """Words of a version as they are written."""
    first, last = span
    return " ".join(one.text[one.places[first][0] : one.places[last - 1][1]].split()) if last > first else ""
