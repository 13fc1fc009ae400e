"""The numbers of two passages, compared after number words, scales, rounding and dates are made alike."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ...intake.dates.months import names_of
from .found import Found
from .readings import ArticleReading, Part

__all__: list[str] = []
SMALL = 3  # smaller numbers are said in too many ways: "one", "both", "a pair", "again"
ROUNDED, CLOSE = 10_000, 0.005  # from the first on, numbers that differ by less than this share are one
YEARS = (1500, 2100)
LAST_DAY = 31
ALONE = "number: no equal and no number left over"
NEAR = 3  # words after a number in which its unit stands
_ROMAN = re.compile(r"\b(?=[IVX]{2,}\b|[VX]\b)X{0,3}(?:IX|IV|V?I{0,3})\b")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure of a passage: its place, its bounds, how it is said, and its unit.

    ``sort`` is ``count``, or ``other`` for dates, hours, shares and house numbers.
    """

    begin: int
    end: int
    low: float | None
    high: float | None
    how: str
    sort: str
    unit: str
    is_date: bool

    @property
    def value(self) -> float | None:
        """The number it names; None for a range that is open on both sides."""
        if self.low is None:
            return self.high
        return self.low if self.high is None else (self.low + self.high) / 2

    @property
    def is_exact(self) -> bool:
        """Whether it is one number and no bound."""
        return self.how == "exact"

    @property
    def is_day(self) -> bool:
        """Whether it is the day of a date, which may be said by an ordinal: "the twentieth of February"."""
        return self.is_date and (self.low or 0) <= LAST_DAY

    @property
    def is_vague(self) -> bool:
        """Whether it says a number by a word for some: "dozens"."""
        return self.how == "vague"


def amounts(part: Part) -> list[Amount]:
    """The figures of a passage that are large enough to be compared."""
    return [one for one in _amounts(part.article) if part.begin <= one.begin and one.end <= part.end]


def _amounts(article: ArticleReading) -> list[Amount]:
    kept = article.__dict__.get("_amounts")
    if kept is None:
        text = article.text
        kept = [_amount(article, *one) for one in article.figures if not text[max(0, one[0] - 1) : one[0]].isalnum()]
        article.__dict__["_amounts"] = kept
    return kept


def _amount(article: ArticleReading, begin: int, end: int, figure: object) -> Amount:
    low, high, how = figure.low, figure.high, figure.how  # type: ignore[attr-defined]
    said = article.text[begin:end]
    is_date = said.isdigit() and (_is_year(said) or _has_month(article, begin, end))
    is_count = figure.is_count and not is_date and not _is_hour(article, end)  # type: ignore[attr-defined]
    sort = "count" if is_count else "other"
    return Amount(begin, end, low, high, how, sort, _unit(article, begin, end), is_date)


def _is_year(said: str) -> bool:
    return len(said) == 4 and YEARS[0] <= int(said) < YEARS[1]


def _has_month(article: ArticleReading, begin: int, end: int) -> bool:
    """Whether a month stands right beside a number that may be a day."""
    split = article.split
    first, last = bisect_left(split.begin, begin), bisect_left(split.begin, end)
    beside = {*split.low[max(0, first - 1) : first], *split.low[last : last + 1], *split.low[last + 1 : last + 2]}
    return int(article.text[begin:end]) <= LAST_DAY and not beside.isdisjoint(_months(article.language))


def _is_hour(article: ArticleReading, end: int) -> bool:
    """Whether a word for an hour or a part of the day follows: "five in the morning"."""
    split = article.split
    at = bisect_left(split.begin, end)
    return any(article.words.hours.fits(word) for word in split.low[at : at + NEAR])


def _unit(article: ArticleReading, begin: int, end: int) -> str:
    """The unit that stands right after a figure, or as a sign before it."""
    text = article.text
    before = text[max(0, begin - 1) : begin].strip() or text[max(0, begin - 2) : begin].strip()
    split = article.split
    at = bisect_left(split.begin, end)
    after = split.low[at : at + NEAR]
    best: tuple[int, str] | None = None
    for name, forms in article.words.units.items():
        for form in forms:
            n = len(form)
            if len(form) == 1 and form[0] == before:
                return name
            for k in range(NEAR - n + 1):
                if tuple(after[k : k + n]) == form and (best is None or k < best[0]):
                    best = (k, name)
    return best[1] if best else ""


def compare_amounts(here: Part, there: Part) -> list[Found]:
    """How the numbers of two passages differ: changed, made vaguer, dropped, in another unit.

    A number is only reported if it is said in no other way: not as a word for a part, a month, a Roman number, an hour
    of the other clock, and not in the sentences around.
    """
    mine, theirs = amounts(here), amounts(there)
    open_here = [one for one in mine if not _is_kept(one, theirs, there)]
    open_there = [one for one in theirs if not _is_kept(one, mine, here)]
    found = _looser(open_here, open_there)
    taken = {id(one) for pair in found for one in pair}
    open_here = [one for one in open_here if id(one) not in taken and _is_telling(one)]
    open_there = [one for one in open_there if id(one) not in taken and _is_telling(one)]
    rows = [
        _row(a, b, "vaguer" if _looseness(b) > _looseness(a) else "finer", "number: one tighter, one looser")
        for a, b in found
    ]
    rows += _units(mine, theirs)
    if len(open_here) == len(open_there) == 1 and _alike(open_here[0], open_there[0]):
        rows.append(_row(open_here[0], open_there[0], "changed", "number: one in each has no equal"))
    elif not open_there and len(theirs) < len(mine):
        rows += [_row(one, None, "dropped", ALONE) for one in open_here if not one.is_day]
    elif not open_here and len(mine) < len(theirs):
        rows += [_row(None, one, "added", ALONE) for one in open_there if not one.is_day]
    return rows


def _row(a: Amount | None, b: Amount | None, verdict: str, rule: str) -> Found:
    those = [one for one in (a, b) if one is not None]
    kind = "date" if all(one.is_date for one in those) else "number"
    here, there = ((one.begin, one.end) if one is not None else None for one in (a, b))
    return Found(kind, verdict, here, there, rule)


def _looseness(one: Amount) -> int:
    """How loosely a number is said: exact, bounded or rounded, or a word for some."""
    return 0 if one.is_exact else 2 if one.is_vague else 1


def _looser(mine: list[Amount], theirs: list[Amount]) -> list[tuple[Amount, Amount]]:
    """The one pair of counts of which one is said more loosely and may be the other."""
    pairs = [(a, b) for a in mine for b in theirs if _may_be(*sorted((a, b), key=_looseness)) and a.sort == b.sort]
    return pairs if len(pairs) == 1 and pairs[0][0].sort == "count" else []


def _may_be(tight: Amount, loose: Amount) -> bool:
    """Whether a looser number may stand for a tighter one."""
    value = tight.value
    if value is None or value < SMALL or _looseness(tight) == _looseness(loose) or loose.low is None:
        return False
    if tight.unit and loose.unit and tight.unit != loose.unit:
        return False
    if loose.is_vague:
        return loose.low >= SMALL and loose.low / 2 <= value < loose.low * 50
    return loose.how == "about" and loose.low <= value <= (loose.high or value)


def _is_telling(one: Amount) -> bool:
    """Whether a number that has no equal is worth a row: small ones are said in too many ways."""
    value = one.value
    return value is not None and not one.is_vague and (one.is_date or (value > 2 and one.sort == "count"))


def _alike(a: Amount, b: Amount) -> bool:
    return a.is_date == b.is_date and a.how == b.how and (a.unit == b.unit or not (a.unit and b.unit))


def _units(mine: list[Amount], theirs: list[Amount]) -> list[Found]:
    """Numbers that are equal and have different units."""
    found = []
    for a in mine:
        equal = [b for b in theirs if _is_equal(a, b)]
        same = [one for one in mine if _is_equal(one, a)]
        if len(equal) == len(same) == 1 and a.unit and equal[0].unit and a.unit != equal[0].unit:
            found.append(
                Found("unit", "changed", (a.begin, a.end), (equal[0].begin, equal[0].end), "unit: equal number")
            )
    return found


def _is_equal(a: Amount, b: Amount) -> bool:
    return any(_near(x, y) for x in (a.low, a.high) if x is not None for y in (b.low, b.high) if y is not None)


def _near(x: float, y: float) -> bool:
    return abs(x - y) <= (CLOSE * max(x, y) if max(x, y) >= ROUNDED else 1e-6)


def _is_kept(one: Amount, others: Iterable[Amount], there: Part) -> bool:
    """Whether a number is in the other passage in some form."""
    others = list(others)
    if any(_is_equal(one, other) and one.is_vague <= other.is_vague for other in others):
        return True
    said = one.value
    if one.is_vague or said is None or said < SMALL:
        return not one.is_vague
    values = _loose_values(there, with_months=not one.is_date)
    bounds = [x for x in (one.low, one.high) if x is not None]
    if any(_same_otherwise(x, y, is_hour=one.sort != "count") for x in bounds for y in values):
        return True
    first, last = there.tokens
    return bool(there.words.parts.find(there.low, first, last)) and _is_part(said)


def _is_part(value: float) -> bool:
    """Whether a number may be said by a word for a part, a multiple, a decade or a century."""
    return value in (15, 20, 25, 33, 50, 66, 67, 75, 100, 200, 300) or value <= 12


def _same_otherwise(x: float, y: float, *, is_hour: bool) -> bool:
    """Whether two numbers are one in another notation: a decade, an hour of the other clock, a scale."""
    if _near(x, y) or (is_hour and abs(x - y) == 12 and max(x, y) <= 24):
        return True
    if 1900 <= max(x, y) < 2100 and min(x, y) == max(x, y) % 100:
        return True
    larger, smaller = max(x, y), min(x, y)
    return smaller > 0 and any(_near(larger, smaller * scale) for scale in (1e3, 1e6, 1e9, 1e12))


def _loose_values(part: Part, *, with_months: bool) -> list[float]:
    """Every number in and around a passage, whatever it counts: digits, months, Roman numbers, figures."""
    begin, end = part.neighbourhood
    text = part.article.text[begin:end]
    values = [float(digits) for digits in _DIGITS.findall(text) if len(digits) < 16]
    values += [float(_roman(match.group())) for match in _ROMAN.finditer(text)]
    low = part.low
    first, last = part.around
    months = _months(part.article.language) if with_months else {}
    values += [float(months[low[at]]) for at in range(first, last) if low[at] in months]
    near = [one for one in _amounts(part.article) if begin <= one.begin and one.end <= end]
    counted = {at for one in near for at in range(*part.range(one.begin, one.end))}
    small = part.words.cardinals
    for at in range(first, last):
        if at not in counted:
            values += [float(value) for form, value in small.items() if low[at].startswith(form)]
    return values + [x for one in near for x in (one.low, one.high) if x is not None]


@cache
def _months(language: str) -> dict[str, int]:
    return {name.casefold(): number for name, number in names_of((language,)).items()}


def _roman(said: str) -> int:
    digits = [_ROMAN_DIGITS[one] for one in said]
    return sum(-one if one < max(digits[k:], default=0) else one for k, one in enumerate(digits))
