"""Figures in a text: digits and number words, with the words that bound them, in the languages that have number words.

A figure is found from left to right over the lexemes of a text; every step looks at a bounded number of words, so that
time grows with the text. Conventions: about fifty is 45 to 55; more than thirty is 31 or more; a vague word has the low
bound that the codebook gives it, else the language's file, and is open above.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from ..languages import language_for
from .lexemes import lexemes

_LARGEST = 1e15
_DIGITS = 20  # more digits than this are no count
_REACH = 24  # words looked at on either side
_DASHES = "-–—‑−"
_BACK = 2  # fillers between a bound and its number


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: words ``first`` to ``last`` (not included), and its bounds; ``None`` is open.

    ``how`` is the rule that read it: ``exact``, ``at least``, ``more than``, ``at most``, ``less than``, ``about``,
    ``range``, ``vague``. ``is_count`` is False for dates, hours, house numbers and shares.
    """

    first: int
    last: int
    low: float | None
    high: float | None
    how: str
    is_count: bool = True


Words = tuple[str, ...]


class NumberReader:
    """Reads the figures of one language; ``vague`` is the codebook's convention."""

    def __init__(self, code: str, vague: Mapping[str, float] | None = None):
        spoken = language_for(code)
        said = spoken.number_words
        self.is_known = said is not None
        self.decimal = said.decimal if said else "."
        self.cardinals: dict[Words, int] = {}
        self.multipliers: dict[Words, int] = {}
        self.round: dict[Words, int] = {}
        self.vague: dict[Words, float] = {}
        self.before: dict[Words, str] = {}
        self.after: dict[Words, str] = {}
        self.alone: set[Words] = set()
        self.joiners: set[str] = set()
        self.fillers: set[str] = set()
        self.opens: set[Words] = set()
        self.to: set[Words] = set()
        self.and_: set[Words] = set()
        self.not_after: set[Words] = {("%",)}
        self.not_before: set[Words] = {("no",)}  # the sign for a number, folded
        if said:
            for table, given in ((self.cardinals, said.cardinals), (self.multipliers, said.multipliers)):
                table.update({_split(word): value for value, forms in given.items() for word in forms})
            self.round = {_split(word): value for value, forms in said.round.items() for word in forms}
            self.vague = {_split(word): float(value) for word, value in said.vague.items()}
            for how in ("at_least", "more_than", "at_most", "less_than", "about"):
                self.before.update({_split(word): how.replace("_", " ") for word in getattr(said, how)})
            self.after = {_split(word): "at least" for word in said.or_more}
            self.after.update({_split(word): "at most" for word in said.or_less})
            self.alone = {_split(word) for word in said.alone}
            self.joiners, self.fillers = set(said.joiners), set(said.fillers)
            self.opens, self.to, self.and_ = (
                {_split(word) for word in group} for group in (said.between, said.to, said.and_)
            )
            self.not_after |= {_split(word) for word in said.not_after}
            self.not_before |= {_split(word) for word in said.not_before}
        for word, low in (vague or {}).items():  # the codebook's word goes before the language's
            if key := _split(word):
                self.vague[key] = float(low)
                self.round.pop(key, None)
        self.starts = {
            words[0] for table in (self.cardinals, self.multipliers, self.round, self.vague) for words in table
        }
        self.starts |= {words[0] for words in self.alone}

    def figures(self, low: list[str], text: str, begin: list[int], end: list[int]) -> list[Figure]:
        """The figures of a text.

        Parameters
        ----------
        low
            The lexemes, folded.
        text, begin, end
            The text and where its lexemes stand.
        """
        found: list[Figure] = []
        starts = self.starts
        first = last = 0
        for at, word in enumerate(low):
            if at < last or (word not in starts and not word[0].isdigit()):
                continue
            first = at
            while first > last and at - first < _REACH and self._runs_on(low, first, text, begin, end):
                first -= 1
            last = at + 1
            while last < len(low) and last - at < _REACH and self._runs_on(low, last, text, begin, end):
                last += 1
            run, gaps = (
                low[first:last],
                [text[x:y] for x, y in zip(end[first:last], begin[first + 1 : last], strict=False)],
            )
            place = at - first
            while place < len(run):
                figure = self._figure(run, place, gaps) if run[place] in starts or run[place][0].isdigit() else None
                if figure is not None:
                    found.append(replace(figure, first=figure.first + first, last=figure.last + first))
                    place = figure.last
                else:
                    place += 1
        return found

    def _runs_on(self, low: list[str], at: int, text: str, begin: list[int], end: list[int]) -> bool:
        """Whether no sign parts the word ``at`` from the one before it."""
        gap = text[end[at - 1] : begin[at]]
        if len(gap) > 4:
            return False
        bare = gap.strip()
        if not bare or bare in _DASHES or bare in "°'’ʼ" or gap == ".":
            return True
        return bare == "." and ((low[at - 1],) in self.not_before or (low[at - 1],) in self.multipliers)

    def _figure(self, low: list[str], place: int, gaps: list[str]) -> Figure | None:
        said = _at(self.vague, low, place) or _at(self.round, low, place)
        if (number := self._number(low, place, gaps)) is not None and (said is None or number[0] >= said[1]):
            last, value, is_whole = number
            return self._ranged(low, place, last, value, is_whole, gaps)
        if said is None:
            return None
        value, last = said
        first, how = self._bound(low, place)
        if _key(low, place, last) in self.round:
            bounds = _bounded("about" if how in ("exact", "about") else how, value, True)
            return Figure(first, last, *bounds, how="about" if how == "exact" else how)
        return Figure(first, last, None, value, how) if how == "at most" else Figure(first, last, value, None, "vague")

    def _ranged(self, low: list[str], place: int, last: int, value: float, is_whole: bool, gaps: list[str]) -> Figure:
        """The figure of a number: a range, or the number with what bounds it before and after."""
        opened = next((k for k in (1, 2) if place >= k and _key(low, place - k, place) in self.opens), 0)
        other = None
        if last < len(low) and gaps[last - 1].strip() in _DASHES and gaps[last - 1].strip():
            other = self._number(low, last, gaps)
        elif (k := next((k for k in (2, 1) if _key(low, last, last + k) in (self.and_ if opened else self.to)), 0)) > 0:
            other = self._number(low, last + k, gaps)
        if other is not None and (other[1] > value or value < 1000 <= other[1]):
            factor = _scale(value, other[1])
            first = place - opened
            return Figure(first, other[0], value * factor, other[1], "range", self._counts(low, first, other[0]))
        first, how = self._bound(low, place)
        for words_after in range(0, 3):  # "nine or more", "nine dead or more"
            at = last + words_after
            if how == "exact" and (
                after := next((a for k in (3, 2, 1) if (a := self.after.get(_key(low, at, at + k)))), "")
            ):
                how = after
                break
        bounds = _bounded(how, value, is_whole)
        return Figure(first, last, *bounds, how=how, is_count=self._counts(low, place, last))

    def _counts(self, low: list[str], first: int, last: int) -> bool:
        if any(_key(low, last, last + k) in self.not_after for k in (1, 2)):
            return False
        if first and _key(low, first - 1, last) in self.not_after:  # "pour cent": the number is part of the sign
            return False
        return not any(first >= k and _key(low, first - k, first) in self.not_before for k in (1, 2))

    def _bound(self, low: list[str], place: int) -> tuple[int, str]:
        """Where a figure begins with the words that bound it, and what they make of it."""
        at = place
        for _ in range(_BACK + 1):
            for k in (4, 3, 2, 1):
                if at >= k and (how := self.before.get(_key(low, at - k, at))) is not None:
                    return at - k, how
            if at == 0 or low[at - 1] not in self.fillers:
                break
            at -= 1
        return place, "exact"

    def _number(self, low: list[str], place: int, gaps: list[str]) -> tuple[int, float, bool] | None:
        """A number that begins at a word: where it ends, its value, and whether it counts one by one."""
        if place >= len(low):
            return None
        if low[place][0].isdigit():
            value = self._digits(low[place])
            if value is None:
                return None
            last = place + 1
            may_group = self.decimal == "," and low[place].isdigit() and len(low[place]) <= 3
            while (
                may_group
                and value < _LARGEST
                and last < len(low)
                and gaps[last - 1] == " "
                and low[last].isdigit()
                and len(low[last]) == 3
            ):
                value = value * 1000 + float(low[last])
                last += 1
            return self._multiplied(low, last, value, value == int(value))
        return self._in_words(low, place)

    def _in_words(self, low: list[str], place: int) -> tuple[int, float, bool] | None:
        total = current = 0.0
        last = place
        has = False
        if (said := _at_all(self.alone, low, place)) is not None and said[-1:] in self.multipliers:
            value, last, has = float(self.multipliers[said[-1:]]), place + len(said), True
            total, current = (value, 0.0) if value >= 1000 else (0.0, value)
        while last < len(low) and last - place < 12:
            skip = 1 if has and low[last] in self.joiners else 0
            if (found := _at(self.cardinals, low, last + skip)) is not None:
                value, after = found
                if has and not _adds(current, value, bool(skip)):
                    break
                current, has, last = current + value, True, after
            elif has and not skip and (found := _at(self.multipliers, low, last)) is not None:
                value, after = found
                if value >= 1000:
                    total, current = total + (current or 1) * value, 0.0
                else:
                    current = (current or 1) * value
                last = after
            else:
                break
        value = total + current
        return (last, value, value < 1000) if has else None

    def _multiplied(self, low: list[str], last: int, value: float, is_whole: bool) -> tuple[int, float, bool]:
        for _ in range(2):  # 200 thousand million
            found = _at(self.multipliers, low, last)
            if found is None:
                break
            value, last, is_whole = value * found[0], found[1], False
        return last, min(value, _LARGEST), is_whole

    def _digits(self, said: str) -> float | None:
        if len(said) > _DIGITS:
            return None
        if not said.isascii():  # ١٤ is 14
            said = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in said)
        parts = _SEPARATORS.sub(" ", said).split()
        if len(parts) == 1:
            return float(parts[0])
        mark = next(sign for sign in reversed(said) if not sign.isdigit())
        if mark == self.decimal and not (len(parts[-1]) == 3 and said.count(mark) > 1):
            return float("".join(parts[:-1]) + "." + parts[-1])
        if all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3:
            return float("".join(parts))
        return float("".join(parts[:-1]) + "." + parts[-1]) if len(parts) == 2 else None


_SEPARATORS = re.compile(r"[^0-9]")


def _adds(current: float, value: float, is_joined: bool) -> bool:
    """Whether a number word goes on with the number before it: twenty + one, hundred + five, not four + nine."""
    if current == 0:
        return not is_joined
    if current % 100 == 0:
        return value < 100
    return current % 100 >= 20 and current % 10 == 0 and value < 10 and (not is_joined or value == 1)


def _bounded(how: str, value: float, is_whole: bool) -> tuple[float | None, float | None]:
    step = 1 if is_whole else 0
    if how == "at least":
        return value, None
    if how == "more than":
        return value + step, None
    if how == "at most":
        return None, value
    if how == "less than":
        return None, max(value - step, 0)
    if how == "about":
        low, high = value * 9 / 10, value * 11 / 10
        return (float(math.floor(low)), float(math.ceil(high))) if is_whole else (low, high)
    return value, value


def _scale(low: float, high: float) -> float:
    """What the first number of a range leaves to the second: "two to three million"."""
    for factor in (1e12, 1e9, 1e6, 1e3):
        if high >= factor and low < 1000 and high % factor == 0 and low <= high / factor:
            return factor
    return 1.0


def _at(table: Mapping[Words, float], low: list[str], place: int) -> tuple[float, int] | None:
    """The longest entry that begins at a word, and where it ends."""
    for k in (4, 3, 2, 1):
        if (value := table.get(tuple(low[place : place + k]))) is not None and place + k <= len(low):
            return value, place + k
    return None


def _at_all(table: set[Words], low: list[str], place: int) -> Words | None:
    return next((key for k in (2, 1) if (key := tuple(low[place : place + k])) in table), None)


def _key(low: list[str], first: int, last: int) -> Words:
    return tuple(low[first:last])


@lru_cache(maxsize=20_000)
def _split(said: str) -> Words:
    return tuple(word for _, _, word in lexemes(said))
