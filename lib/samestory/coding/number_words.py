"""Figures in a text: digits and number words, with the words that bound them, in the languages that have number words.

A figure is found from left to right over the lexemes of a text; every step looks at a bounded number of words, so that
time grows with the text. Conventions: about fifty is 45 to 55; more than thirty is 31 or more, and more than a hundred,
a thousand, deux cents or сотня, which words count in hundreds or more, 100, 1000, 200 or 100 or more (in digits 101);
a vague word has the low bound that the codebook gives it, else the language's file, and is open above.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from .number_digits import FRACTIONS, grouped, mixed
from .number_signs import touched
from .number_tables import NumberTables, Words

_LARGEST = 1e15
_REACH = 24  # words looked at on either side
_DASHES = "-–—‑−"
_BACK = 2  # fillers between a bound and its number
_FEW = 10  # a vague word below this says how many of the noun after it: a few dozens
_TENTHS = (3, 4, 5, 10, 20, 100, 1_000, 10_000, 100_000)  # of which one says shares: three in five, nine out of ten
_YEARS = range(1900, 2100)
_LONGEST = 12  # words of a number in words
_THOUSAND = 1000  # from here on a multiplier closes a group: "two hundred thousand and six"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: words ``first`` to ``last`` (not included), and its bounds; ``None`` is open.

    ``how`` is the rule that read it: ``exact``, ``at least``, ``more than``, ``at most``, ``less than``, ``about``,
    ``range``, ``vague``, ``share``. ``is_count`` is False for dates, hours, house numbers and shares.
    """

    first: int
    last: int
    low: float | None
    high: float | None
    how: str
    is_count: bool = True


@dataclass(frozen=True, slots=True)
class _Number:
    """A number: the word after it, its value, whether it counts one by one, and what its last word multiplied by."""

    last: int
    value: float
    is_whole: bool
    scale: float = 1.0


@dataclass(slots=True)
class _Sum:
    """A number in words as far as it is read: groups that are closed, and the one that is open."""

    last: int
    total: float = 0.0
    current: float = 0.0
    scale: float = 1.0
    base: float = 1.0
    """What one more half is a half of."""
    has: bool = False

    def plus(self, value: float) -> _Sum:
        """The same with a first value, as a closed group if it counts thousands."""
        if value >= _THOUSAND:
            self.total = value
        else:
            self.current = value
        return self


class NumberReader:
    """Reads the figures of one language; ``vague`` is the codebook's convention."""

    def __init__(self, code: str, vague: Mapping[str, float] | None = None):
        self.words = NumberTables(code, vague)
        self.is_known = self.words.is_known

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
        starts = self.words.starts
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
            run = low[first:last]
            gaps = [text[x:y] for x, y in zip(end[first:last], begin[first + 1 : last], strict=False)]
            gaps.append(text[end[last - 1] : end[last - 1] + 1])
            place = at - first
            while place < len(run):
                figure = self._figure(run, place, gaps) if run[place] in starts or run[place][0].isdigit() else None
                if figure is None:
                    place += 1
                    continue
                place = figure.last
                figure = replace(figure, first=figure.first + first, last=figure.last + first)
                is_ordinal = self._is_ordinal(low, figure.last, text, begin, end)
                if is_ordinal or _is_cut(text, begin[figure.first], end[figure.last - 1]):
                    figure = replace(figure, is_count=False)
                if self.words.spaceless:
                    span = begin[figure.first], end[figure.last - 1]
                    figure = touched(figure, text, *span, self.words, _bounded)
                found.append(figure)
        return found

    def _is_ordinal(self, low: list[str], at: int, text: str, begin: list[int], end: list[int]) -> bool:
        """Whether the digits before word ``at`` are an ordinal by their stop: "3. März", not "Es waren 16. Die"."""
        if at >= len(low) or len(low[at - 1]) > 3 or not low[at - 1].isdigit():
            return False
        gap = text[end[at - 1] : begin[at]]
        is_small = text[begin[at]].islower()
        return gap in (". ", ".\u00a0") and (is_small or (self.words.ordinals and low[at] not in self.words.starting))

    def _runs_on(self, low: list[str], at: int, text: str, begin: list[int], end: list[int]) -> bool:
        """Whether no sign parts the word ``at`` from the one before it."""
        gap = text[end[at - 1] : begin[at]]
        if len(gap) > 4:
            return False
        bare = gap.strip()
        if not bare or bare in _DASHES or bare in "°'’ʼ" or bare in FRACTIONS or gap == ".":
            return True
        if at > 1 and mixed(low[at - 2], text[end[at - 2] : begin[at - 1]], low[at - 1], gap, low[at]) is not None:
            return True
        return bare == "." and ((low[at - 1],) in self.words.not_before or (low[at - 1],) in self.words.multipliers)

    def _figure(self, low: list[str], place: int, gaps: list[str]) -> Figure | None:
        words = self.words
        first, how, bound = self._bound(low, place)
        said = _at(words.vague, low, place) or _at(words.round, low, place)
        is_singular = bound in words.genitive or (place > 0 and (low[place - 1],) in words.genitive)
        number = self._number(low, place, gaps, is_singular=is_singular)
        if number is not None and (said is None or number.last >= said[1]):
            return self._ranged(low, place, number, gaps)
        if said is None:
            return None
        value, last = said
        if _key(low, place, last) in words.before and self._number(low, last, gaps) is not None:
            return None  # "quelques 50": a bound of the number that follows
        key = _key(low, place, last)
        noun = words.nouns.get(key) if how != "exact" or key in words.round else None
        value, last = self._scaled(low, last, value if noun is None else noun, is_noun=noun is not None)
        if noun is not None and (how not in ("exact", "about") or key in words.round):
            bounds = _bounded("about" if how == "exact" else how, value, _is_one_by_one(value))
            return Figure(first, last, *bounds, how="about" if how == "exact" else how)
        if how in ("at most", "less than"):  # up to dozens: nobody knows how many
            return Figure(first, last, value, None, "vague", is_count=False)
        return Figure(first, last, value, None, "vague")

    def _scaled(self, low: list[str], last: int, value: float, *, is_noun: bool) -> tuple[float, int]:
        """A vague word or a noun with what multiplies it: tens of thousands, quelques dizaines, сотня тысяч."""
        words = self.words
        for _ in range(2):
            at = last + (last < len(low) and low[last] in words.of)
            plural, scale = _at(words.vague, low, at), _at(words.scales, low, at)
            if not is_noun and value < _FEW and plural is not None and plural[0] >= _FEW:
                value, last = plural
            elif scale is not None:
                value, last = min(value * scale[0], _LARGEST), scale[1]
            else:
                break
        return value, last

    def _ranged(self, low: list[str], place: int, number: _Number, gaps: list[str]) -> Figure:
        """The figure of a number: a range, or the number with what bounds it before and after."""
        words, last, value = self.words, number.last, number.value
        if (end := self._share(low, number, gaps)) is not None:
            return Figure(place, end, value, value, "share", is_count=False)
        opened = next((k for k in (1, 2) if place >= k and _key(low, place - k, place) in words.opens), 0)
        other = None
        if last < len(low) and gaps[last - 1].strip() in _DASHES and gaps[last - 1].strip():
            other = self._number(low, last, gaps)
        elif (
            k := next((k for k in (2, 1) if _key(low, last, last + k) in (words.and_ if opened else words.to)), 0)
        ) > 0:
            other = self._number(low, last + k, gaps, is_singular=_key(low, last, last + k) in words.genitive)
        if other is not None and other.value > value:
            is_short = number.scale == 1 and value <= other.value / other.scale  # "two to three million"
            low_end = value * other.scale if is_short else value
            first = place - opened
            return Figure(first, other.last, low_end, other.value, "range", self._counts(low, first, other.last))
        first, how, _ = self._bound(low, place)
        for words_after in range(0, 3):  # "nine or more", "nine dead or more"
            at = last + words_after
            k = _longest(words.after, low, at) if how == "exact" else 0
            if k and self._number(low, self._filled(low, at + k), gaps) is None:  # else it bounds the next number
                how = words.after[_key(low, at, at + k)]
                break
        is_count = self._counts(low, place, last) and not (value == 1 and _longest(words.not_one_before, low, last))
        return Figure(first, last, *_bounded(how, value, number.is_whole), how=how, is_count=is_count)

    def _filled(self, low: list[str], at: int) -> int:
        """Where a number may begin, after small words between it and its bound."""
        for _ in range(_BACK):
            at += at < len(low) and low[at] in self.words.fillers
        return at

    def _share(self, low: list[str], number: _Number, gaps: list[str]) -> int | None:
        """Where a share ends that begins with a number: one in five, deux Français sur trois."""
        words = self.words
        for apart in (0, 1, 2):
            at = number.last + apart
            k = _longest(words.shares, low, at)
            if not k or (other := self._number(low, at + k, gaps)) is None or other.value <= number.value:
                continue
            said = _key(low, at, at + k)
            if apart and said not in words.shares_apart and (number.value != 1 or apart > 1):
                continue
            is_share = len(said) > 1 and said[-1] not in ("of",)  # "in every five" says it whatever the number
            is_share = is_share or other.value in _TENTHS or (number.value == 1 and other.value <= 100)
            if is_share and not any(_key(low, other.last, other.last + k) in words.spans for k in (1, 2)):
                return other.last
        return None

    def _counts(self, low: list[str], first: int, last: int) -> bool:
        words = self.words
        if any(_key(low, last, last + k) in words.not_after for k in (1, 2, 3)):
            return False
        if first and _key(low, first - 1, last) in words.not_after:  # "pour cent": the number is part of the sign
            return False
        return not any(first >= k and _key(low, first - k, first) in words.not_before for k in (1, 2))

    def _bound(self, low: list[str], place: int) -> tuple[int, str, Words]:
        """Where a figure begins with the words that bound it, what they make of it, and those words."""
        at = place
        for _ in range(_BACK + 1):
            for k in (4, 3, 2, 1):
                if at >= k and (how := self.words.before.get(key := _key(low, at - k, at))) is not None:
                    return (place, how, ()) if how == "exact" else (at - k, how, key)
            if at == 0 or low[at - 1] not in self.words.fillers:
                break
            at -= 1
        return place, "exact", ()

    def _number(self, low: list[str], place: int, gaps: list[str], *, is_singular: bool = False) -> _Number | None:
        """The number that begins at a word."""
        if place >= len(low):
            return None
        if not low[place][0].isdigit():
            return self._in_words(low, place, is_singular=is_singular)
        if (read := grouped(low, place, gaps, self.words.decimal)) is None:
            return None
        number = _Number(read[0], read[1], read[1] == int(read[1]))
        return self._multiplied(low, number, gaps) if number.value < _LARGEST else number

    def _in_words(self, low: list[str], place: int, *, is_singular: bool) -> _Number | None:
        so_far = self._opening(low, place, is_singular=is_singular)
        if so_far is None:
            return None
        while so_far.last < len(low) and so_far.last - place < _LONGEST and self._goes_on(low, so_far):
            pass
        value = min(so_far.total + so_far.current, _LARGEST)
        return _Number(so_far.last, value, _is_one_by_one(value), so_far.scale) if so_far.has else None

    def _opening(self, low: list[str], place: int, *, is_singular: bool) -> _Sum | None:
        """What a number in words opens with: a part ("half a million"), a multiplier alone ("hundreds"), "a"."""
        words = self.words
        if (part := _at(words.parts, low, place)) is not None:
            value, last = part
            if (found := _at(words.multipliers, low, last)) is not None:
                return _Sum(found[1], scale=found[0], has=True).plus(value * found[0])
            return None if value < 1 else _Sum(last, has=True).plus(value)  # half of what no word multiplies
        if (said := _at_all(words.alone, low, place)) is not None and said[-1:] in words.multipliers:
            value = words.multipliers[said[-1:]]
            return _Sum(place + len(said), base=value, has=True).plus(value)
        if is_singular and (one := _at(words.singular, low, place)) is not None:
            return _Sum(one[1], base=one[0], has=True).plus(one[0])
        return _Sum(place)

    def _goes_on(self, low: list[str], so_far: _Sum) -> bool:
        """Add the next word of a number; False if the number ends before it or with it."""
        words, has, last = self.words, so_far.has, so_far.last
        if has and (k := self._half(low, last)):
            self._add_half(low, so_far, last + k)
            return False
        skip = 1 if has and low[last] in words.joiners else 0
        if (found := _at(words.cardinals, low, last + skip)) is not None:
            value, after = found
            if has and not _adds(so_far.current, value, bool(skip) and not (words.joins_any and so_far.current)):
                return False
            so_far.current, so_far.has, so_far.last = so_far.current + value, True, after
            so_far.scale = so_far.base = 1.0
            return True
        if not has or skip or (found := _at(words.multipliers, low, last)) is None:
            return False
        value, so_far.last = found
        so_far.scale, so_far.base = (value if so_far.total + so_far.current < value else 1.0), value
        product = (so_far.current or 1) * value
        if value >= _THOUSAND:
            so_far.total, so_far.current = so_far.total + product, 0.0
        else:
            so_far.current = product
        return True

    def _add_half(self, low: list[str], so_far: _Sum, last: int) -> None:
        """Add one more half, of the word behind it or before it: "two and a half million", "a million and a half"."""
        so_far.last = last
        if (found := _at(self.words.multipliers, low, last)) is None:
            so_far.total += so_far.base / 2
            return
        so_far.total += (so_far.current + 0.5) * found[0]
        so_far.current, so_far.last, so_far.scale = 0.0, found[1], found[0]

    def _half(self, low: list[str], at: int) -> int:
        return _longest(self.words.and_half, low, at)

    def _multiplied(self, low: list[str], number: _Number, gaps: list[str]) -> _Number:
        """A number in digits with what multiplies it: 5k, 2,5 млн, 200 thousand million, 2 and a half million."""
        words, last, value, scale = self.words, number.last, number.value, 1.0
        if k := self._half(low, last):
            last, value = last + k, value + 0.5
        suffix = words.suffixes.get(_key(low, last, last + 1)) if last < len(low) and not gaps[last - 1] else None
        is_length = low[last : last + 1] == ["m"] and _longest(words.lengths, low, last + 1) > 0
        if suffix is not None and not is_length:
            return _Number(last + 1, min(value * suffix, _LARGEST), False, suffix)
        is_year = value in _YEARS and len(low[last - 1]) == 4
        for _ in range(2):
            found = _at(words.multipliers, low, last)
            if found is None or (is_year and _key(low, last, found[1]) in words.vague):  # "in 2024 thousands"
                break
            value, last, scale = value * found[0], found[1], scale * found[0]
        if scale == 1:
            return _Number(last, value, value == int(value))
        if k := self._half(low, last):  # "2 millions et demi"
            last, value = last + k, value + scale / 2
        elif scale >= 1000 and (rest := self._rest(low, last, scale, gaps)) is not None:
            last, value = rest[0], value + rest[1]
        return _Number(last, min(value, _LARGEST), False, scale)

    def _rest(self, low: list[str], place: int, scale: float, gaps: list[str]) -> tuple[int, float] | None:
        """What a number in digits goes on with: 5 тыс. 300, 2 millions 300 000, 2 million 300 thousand."""
        if place >= len(low) or not low[place][0].isdigit() or gaps[place - 1].strip() not in ("", "."):
            return None
        if (read := grouped(low, place, gaps, self.words.decimal)) is None:
            return None
        last, value = read
        if (found := _at(self.words.multipliers, low, last)) is not None and found[0] < scale:
            value, last = value * found[0], found[1]
        is_so = scale / 1000 <= value < scale and value == int(value) and self._counts(low, place, last)
        return (last, value) if is_so and value not in _YEARS else None


def _is_cut(text: str, begin: int, end: int) -> bool:
    """Whether a slash or colon glues further digits to a figure: 3/4, 14:30, 2:1."""
    before, after = text[max(begin - 2, 0) : begin], text[end : end + 2]
    return (len(before) == 2 and before[1] in "/:" and before[0].isdigit() and text[begin].isdigit()) or (
        len(after) == 2 and after[0] in "/:" and after[1].isdigit() and text[end - 1].isdigit()
    )


def _is_one_by_one(value: float) -> bool:
    """Whether number words count one by one, and not in hundreds or more."""
    return value < 1000 and value == int(value) and value % 100 != 0


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


def _at(table: Mapping[Words, float], low: list[str], place: int) -> tuple[float, int] | None:
    """The longest entry that begins at a word, and where it ends."""
    for k in (4, 3, 2, 1):
        if (value := table.get(tuple(low[place : place + k]))) is not None and place + k <= len(low):
            return value, place + k
    return None


def _longest(table: Collection[Words], low: list[str], place: int) -> int:
    """How many words the longest entry has that begins at a word, or 0."""
    return next((k for k in (3, 2, 1) if place + k <= len(low) and tuple(low[place : place + k]) in table), 0)


def _at_all(table: set[Words], low: list[str], place: int) -> Words | None:
    return next((key for k in (2, 1) if (key := tuple(low[place : place + k])) in table), None)


def _key(low: list[str], first: int, last: int) -> Words:
    return tuple(low[first:last])
