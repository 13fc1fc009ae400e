"""Where in a text the words are that a model says it quotes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ...text import is_unspaced

MOST_PLACES = 200  # of one quotation in one text
_MARKS = frozenset("\"“”„‟«»‹›「」『』＂`´'‘’‚‛′″")  # quotation marks and apostrophes
_DASHES = frozenset("-‐‑‒–—―−")
_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # signs without width
_ENDS = re.compile(r"^[\s\"“”„‟«»‹›'‘’]+|[\s\"“”„‟«»‹›'‘’]+$")


@dataclass(frozen=True)
class Place:
    """A passage: half-open offsets, in how many places its words are, and how this one was chosen."""

    begin: int
    end: int
    n_places: int = 1
    by: str = ""  # "before": by the words before it; "first": the first of several


class Searched:
    """A text in which quotations are looked for, as it is and with white space, marks and dashes made equal."""

    def __init__(self, text: str):
        self.text = text

    @cached_property
    def _alike(self) -> tuple[str, list[int]]:
        return alike(self.text)

    def find(self, quote: str, before: str = "") -> Place | None:
        """The place of a quotation; None if its words are not in the text.

        The words are looked for as they are; then with white space, quotation marks and dashes made equal; then
        without the marks around them. Of several places the one behind the words of ``before`` is taken, else the
        first.
        """
        bare = quote.strip()
        if not bare:
            return None
        for words in dict.fromkeys((bare, _ENDS.sub("", bare))):
            if words and (places := self._exact(words) or self._with_signs_alike(words)):
                return self._chosen(places, before)
        return None

    def has(self, words: str) -> bool:
        """Whether the words are in the text, whatever the case of their letters."""
        said = alike(words)[0].strip().casefold()
        return bool(said) and said in self._folded

    @cached_property
    def _folded(self) -> str:
        return self._alike[0].casefold()

    def _exact(self, words: str) -> list[tuple[int, int]]:
        return self._whole((at, at + len(words)) for at in _places(self.text, words))

    def _with_signs_alike(self, words: str) -> list[tuple[int, int]]:
        said, origin = self._alike
        wanted = alike(words)[0].strip()
        if not wanted:
            return []
        ends = ((at, at + len(wanted)) for at in _places(said, wanted))
        return self._whole(
            (origin[at], origin[end - 1] + 1)
            for at, end in ends
            if not (end < len(said) and unicodedata.combining(said[end]))
        )

    def _whole(self, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """The places that begin and end between words: "mob" is not in "automobile"."""
        return [(begin, end) for begin, end in places if not (_cuts(self.text, begin) or _cuts(self.text, end))]

    def _chosen(self, places: list[tuple[int, int]], before: str) -> Place:
        if len(places) == 1:
            return Place(*places[0])
        wanted = alike(before)[0].strip()
        said, origin = self._alike
        for begin, end in places if wanted else ():
            at = bisect_left(origin, begin)
            if said[max(0, at - len(wanted) - 1) : at].rstrip().endswith(wanted):
                return Place(begin, end, len(places), "before")
        return Place(*places[0], len(places), "first")


def alike(text: str) -> tuple[str, list[int]]:
    """A text with white space, quotation marks and dashes made equal, and where each of its characters was.

    White space beside a mark counts for nothing, as it differs between languages (« oui », "yes").
    """
    made: list[str] = []
    origin: list[int] = []
    for at, sign in enumerate(text):
        if sign in _NOTHING:
            continue
        if sign.isspace():
            sign = " "
            if made and (made[-1] == " " or made[-1] == '"'):
                continue
        elif sign in _MARKS:
            sign = '"'
            if made and made[-1] == " ":
                made.pop()
                origin.pop()
        elif sign in _DASHES:
            sign = "-"
        apart = unicodedata.normalize("NFD", sign)
        for one in apart if all(map(unicodedata.combining, apart[1:])) else sign:
            made.append(one)
            origin.append(at)
    return "".join(made), origin


def _cuts(text: str, at: int) -> bool:
    """Whether a word goes on over a place; scripts without spaces between words can be cut anywhere."""
    pair = text[at - 1 : at + 1] if 0 < at < len(text) else ""
    if pair[1:] and unicodedata.combining(pair[1]):
        return True
    return len(pair) == 2 and pair.isalnum() and not any(map(is_unspaced, pair))


def _places(text: str, words: str) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and len(found) < MOST_PLACES:
        found.append(at)
        at = text.find(words, at + len(words))
    return found
