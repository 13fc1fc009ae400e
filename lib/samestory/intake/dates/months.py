"""Names of months in many languages, from the Unicode locale data (CLDR) that Babel holds, and dates written with them.

Babel is imported when a date has a word that the short lists of ``date_words`` do not have, once a process.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import regex

from ...languages import each
from .words import LANGUAGES, MONTHS, folded

# Countries whose names of months differ from those of their language elsewhere.
_ALSO = {"sr": ["sr_Latn"], "nb": ["nn"], **each("locales")}
_JALALI = (  # from 21 March on
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
_JALALI_YEARS = range(1343, 1473)  # in which a leap year follows the rule of 33 years below
_BUDDHIST = 543  # years by which Thai years are ahead
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # direction of writing
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_VIETNAMESE = regex.compile(r"\b(?:tháng|thg)\.?\s?(\d{1,2})(?!\d)", regex.IGNORECASE)
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日号號일])?")
_MONTH = r"\ue000(?P<name>\d\d)\ue001\.?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?!\d)", r"(?P<year>\d{4})(?!\d)"
_NTH = r"(?:st|nd|rd|th|er|re|\.|º|°|-?го|-?е)?"
_GAP = r"(?:\s?[-,./،]\s?|\s(?:de|del|dels|of|di|do|den|năm|gada|m\.|г\.)\s|\sd['’]|\s)?"
_FORMS = tuple(
    (form, re.compile(pattern, re.IGNORECASE))
    for form, pattern in (
        ("day month-name year", rf"(?<!\d){_DAY}{_NTH}{_GAP}{_MONTH}{_GAP}{_YEAR}"),
        ("month-name day year", rf"(?<![^\W_]){_MONTH}\s?{_DAY}{_NTH}[\s,،]{{1,3}}{_YEAR}"),
        ("year month-name day", rf"(?<!\d){_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}"),
        ("day month-name yy", rf"(?<!\d){_DAY}[\s-]{_MONTH}[\s-](?P<year>\d{{2}})(?!\d)"),
        ("month-name year", rf"(?<![^\W_]){_MONTH}{_GAP}{_YEAR}"),
        ("year day month-name", rf"(?<!\d){_YEAR}\.?\s(?:gada|g\.)\s{_DAY}\.?\s{_MONTH}"),
    )
)


class Named(NamedTuple):
    """A date with its month in letters: where it begins, and its year, month, day (None if none is said), form."""

    begin: int
    year: str
    month: int
    day: str | None
    form: str


def latin_digits(said: str) -> str:
    """A text with the digits of any script as 0 to 9, without marks for the direction of writing."""
    if said.isascii():
        return said
    plain = unicodedata.normalize("NFC", _MARKS.sub("", said))
    return "".join(str(unicodedata.decimal(sign, sign)) if not sign.isascii() else sign for sign in plain)


def has_months(language: str) -> bool:
    """Whether names of months are known for a language, by its code without region."""
    return language in LANGUAGES or bool(_of_cldr(language))


def named_month(said: str, languages: tuple[str, ...], *, with_clock: bool) -> Named | None:
    """The first date of a short text whose month is in letters, or in the signs for year, month and day of East Asia.

    Parameters
    ----------
    said
        The text, its digits 0 to 9.
    languages
        Whose names count. A name that stands for different months in two of them is none.
    with_clock
        Whether a time is beside it; only then a year may have two digits, as in mail (RFC 2822).
    """
    east = _EAST_ASIAN.search(said)
    found = _found(said, _short(languages), with_clock)
    if found is None and east is None and any(len(word) > 1 or not word.isascii() for word in _WORD.findall(said)):
        found = _found(said, names_of(languages), with_clock)
    if east is not None and (found is None or east.start() <= found.begin):
        return Named(east.start(), east[1], int(east[2]), east[3], "year, month and day in signs")
    return found


@cache
def names_of(languages: tuple[str, ...]) -> dict[str, int]:
    """The names of some languages, folded, with their month; 0 for a name of different months."""
    return _joined([*_short_lists(languages), *(_of_cldr(language) for language in languages)])


@cache
def _short(languages: tuple[str, ...]) -> dict[str, int]:
    return _joined(_short_lists(languages))


def _short_lists(languages: tuple[str, ...]) -> list[dict[str, int]]:
    return [
        {_key(name): number for number, names in enumerate(MONTHS.get(language, ()), 1) for name in names.split()}
        for language in languages
    ]


def _joined(tables: list[dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for table in tables:
        for name, number in table.items():
            found[name] = number if found.get(name, number) == number else 0
    return found


@cache
def _of_cldr(language: str) -> dict[str, int]:
    """The names and abbreviations of one language, as used in dates and alone."""
    from babel import Locale, UnknownLocaleError

    found: dict[str, int] = {}
    for code in (language, *_ALSO.get(language, ())):
        try:
            months = Locale.parse(code).months
        except (UnknownLocaleError, ValueError):
            continue
        for use in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months.get(use, {}).get(width, {}).items():
                    key = _key(name)
                    if len(key) > 1 and not any(sign.isdigit() for sign in key) and not _is_han(key):
                        found.setdefault(key, number)
    return found


def _is_han(key: str) -> bool:
    return "月" in key or "월" in key


def _key(name: str) -> str:
    """A name without case, accents and signs, so that it compares whatever form of it is printed."""
    return re.sub(r"[^\w ]", "", folded(name)).replace("ı", "i").strip()


def _found(said: str, names: dict[str, int], with_clock: bool) -> Named | None:
    """The first date with one of some names."""
    marked, places = _marked(said, names)
    if not places:
        return None
    found = [(match.start(), order, match) for order, (_, form) in enumerate(_FORMS) if (match := form.search(marked))]
    if not found:
        return None
    begin, order, match = min(found, key=lambda one: one[:2])
    year, month, day = match["year"], int(match["name"]), match.groupdict().get("day")
    begin += sum(shift for at, shift in places if at < begin)
    if len(year) == 2:
        if not with_clock:
            return None
        year = f"{'20' if int(year) < 50 else '19'}{year}"
    if month > 12:
        return _of_jalali(begin, int(year), month - 12, int(day or 1), day is not None)
    if int(year) > 2400 and any("\u0e00" <= sign <= "\u0e7f" for sign in said):
        year = str(int(year) - _BUDDHIST)
    return Named(begin, year, month, day, _FORMS[order][0])


def _marked(said: str, names: dict[str, int]) -> tuple[str, list[tuple[int, int]]]:
    """The text with its months as numbers between two private signs, and by how much each moved what follows."""
    pieces, places, at = [], [], 0
    n_written = 0
    for begin, end, number in _names_in(said, names):
        pieces += [said[at:begin], f"\ue000{number:02}\ue001"]
        n_written += begin - at
        places.append((n_written, end - begin - 4))
        n_written += 4
        at = end
    return "".join([*pieces, said[at:]]), places


def _names_in(said: str, names: dict[str, int]) -> list[tuple[int, int, int]]:
    found = [
        (match.start(), match.end(), int(match[1])) for match in _VIETNAMESE.finditer(said) if 1 <= int(match[1]) <= 12
    ]
    words = [(match.start(), match.end()) for match in _WORD.finditer(said)]
    at = 0
    while at < len(words):
        begin, end = words[at]
        number = 0
        if at + 1 < len(words) and said[end : words[at + 1][0]] in (" ", "."):  # "تشرين الأول", "ต.ค."
            joined = _key(said[begin : words[at + 1][1]])
            number = names.get(joined, 0)
        if number:
            end, at = words[at + 1][1], at + 1
        else:
            number = _month(said[begin:end], names)
        if number and not any(a < end and begin < b for a, b, _ in found):
            found.append((begin, end, number))
        at += 1
    return sorted(found)


def _month(word: str, names: dict[str, int]) -> int:
    key = _key(word)
    if number := names.get(key, 0):
        return number
    if word in _JALALI:
        return 13 + _JALALI.index(word)
    return names.get(key[1:], 0) if key[:1] == "ב" else 0  # Hebrew "in" is glued to the name


def _of_jalali(begin: int, year: int, month: int, day: int, says_day: bool) -> Named | None:
    """A date of the Persian calendar; its months do not begin with ours, so one without a day is none."""
    last = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
    if year not in _JALALI_YEARS or not says_day or not 1 <= day <= last:
        return None
    start = date(2024, 3, 20)  # the first day of 1403
    step = 1 if year >= 1403 else -1
    for one in range(1403, year, step) if step > 0 else range(1402, year - 1, -1):
        start += timedelta(days=step * (366 if _is_leap(one) else 365))
    at = start + timedelta(days=(month - 1) * 31 - max(0, month - 7) + day - 1)
    return Named(begin, str(at.year), at.month, str(at.day), "day month-name year (Persian calendar)")


def _is_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8
