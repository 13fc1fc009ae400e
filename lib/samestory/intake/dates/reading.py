"""Dates as pages and databases print them: what day, how sure, and never an hour that is not there.

Names of months and zones are data in ``date_words``. A time counts only where its minute and its zone are known; a
time of exactly midnight counts to the day, for most systems write it where they know no hour (taken as an hour it
would put one article before another that is not known to be later).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from ...errors import SamestoryError
from ..record import Options
from .labels import published_part
from .months import has_months, latin_digits, named_month
from .words import HALVES, LANGUAGES, MONTH_FIRST, OFFSETS, UNSETTLED, ZONES

YEARS = range(1600, 2200)  # the same bounds as a story's articles have
LONGEST = 200  # characters looked at; a date and its surroundings are shorter
AMBIGUOUS = "cannot tell day from month"

_SPACE = re.compile(r"\s+")
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?", re.ASCII | re.IGNORECASE)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?=T\d{2})", re.ASCII | re.IGNORECASE)  # ISO 8601 without its hyphens
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)", re.ASCII)
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)", re.ASCII)
_MONTH_NUMBER = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})", re.ASCII)
_SAYS_ZONE = "|".join(sorted({*OFFSETS, *UNSETTLED, *ZONES} - {"z"}, key=len, reverse=True))
# What is at the hour: 08:00, 8:05:30 PM, 18h30, 18 h 30, 08.00 Uhr, 9h, 9 AM, T08 and T0800 of ISO 8601; then a
# zone, an offset or both.
_TIME = re.compile(
    r"(?<![0-9:.,/])(?P<hour>[0-9]{1,2})"
    r"(?:(?::|\s?h\s?)(?P<minute>[0-9]{2})(?![0-9])(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?(?P<half>\s?[ap]\.?m\b\.?)?"
    r"(?:\s?uhr\b)?"
    r"|\.(?P<minute2>[0-9]{2})(?:(?P<half2>\s?[ap]\.?m\b\.?)|\s?uhr\b)"
    r"|(?<=[0-9]T[0-9]{2})(?P<minute3>[0-9]{2})?(?P<second2>[0-9]{2})?(?![0-9:]|[.,][0-9])"
    r"|(?:\s?h\b|\s?uhr\b|(?P<half3>\s?[ap]\.?m\b\.?)))"
    rf"(?:\s?\(?(?P<zone>z|{_SAYS_ZONE})(?![^\W_])\)?)?"
    r"(?:\s?(?P<offset>[+-][0-9]{1,2}(?::?[0-9]{2})?)(?![0-9:./-]))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is known.

    ``published`` is ISO 8601 in a form that shows its precision, None if nothing is known; ``precision`` is
    ``minute``, ``day``, ``month`` or ``unknown``; ``time_shown`` the hour as printed where it does not count (no zone,
    no minute); ``form`` how the date was read ("day month-name year"), or why it was not.
    """

    published: str | None
    precision: str
    time_shown: str | None
    form: str


def read_date(
    shown: str,
    *,
    languages: Iterable[str] = LANGUAGES,
    day_first: bool | None = None,
    zone: str | None = None,
) -> Date:
    """Read the first date in a short text.

    Parameters
    ----------
    shown
        The date as printed, with weekday, hour and other words around it or not.
    languages
        Whose names of months count. Without English among them 03/04/2024 is the third of April.
    day_first
        How 03/04/2024 is meant; None means that only a number above 12 tells (``day_first_of`` decides for a file).
        03.04.2024 is the third of April unless this says otherwise.
    zone
        IANA name for hours without a zone. None leaves them in ``time_shown``, and the date counts to the day.

    Returns
    -------
    Date
        Never raises for what ``shown`` holds: a date that cannot be read has no ``published`` and says why.

    Raises
    ------
    SamestoryError
        ``zone`` is no IANA name.
    """
    local = zone_named(zone) if zone else None
    languages = _with_months(tuple(languages))
    said = published_part(latin_digits(_SPACE.sub(" ", shown[:LONGEST]))).strip()
    if stamp := _STAMP.fullmatch(said):
        year, month, day, hour, minute, second, utc = stamp.groups()
        at = f"{hour}:{minute}{f':{second}' if second else ''}{utc or ''}" if hour else None
        return _dated(year, month, day, "year month day in one", _Clock.of(at), local)
    if basic := _BASIC.match(said):
        said = "-".join(basic.groups()) + said[basic.end() :]
    found = _TIME.search(said)
    clock = _Clock.of_match(found) if found else None
    if found and clock and not said.isascii():
        clock = clock.in_half(_half(said, found))
    if found and clock:
        said = f"{said[: found.start()]} {said[found.end() :]}"
    iso, numeric = _ISO.search(said), _NUMERIC.search(said)
    named = named_month(said, languages, with_clock=clock is not None)
    begins = [match.start() if match else len(said) for match in (iso, numeric)]
    if named and named.begin <= min(begins):
        return _dated(named.year, named.month, named.day, named.form, clock, local)
    if iso and begins[0] <= begins[1]:
        return _dated(iso[1], iso[3], iso[4], f"year{iso[2]}month{iso[2]}day", clock, local)
    if numeric:
        return _numeric(numeric, languages, day_first, clock, local)
    # Only where nothing else is said: elsewhere 3/2018 may be the number of an issue.
    if (numbers := _MONTH_NUMBER.fullmatch(said.strip(" ,;-"))) is not None:
        year, month, month2, year2 = numbers.groups()
        return _dated(year or year2, month or month2, None, "year-month" if year else "month/year", clock, local)
    return _unknown("no date in it", clock)


def date_fields(
    shown: str | None, options: Options, *, languages: Iterable[str] = LANGUAGES, day_first: bool | None = None
) -> tuple[dict[str, str], str | None]:
    """The columns ``published``, ``date_shown`` and ``time_shown`` of an article whose page shows a date.

    Returns
    -------
    fields, fault
        What is known goes into the fields; the fault is one line where a date was shown and could not be read.
    """
    if not shown or not shown.strip():
        return {}, None
    first = options.day_first if options.day_first is not None else day_first
    read = read_date(shown, languages=languages, day_first=first, zone=options.zone)
    fields = {"published": read.published, "date_shown": _SPACE.sub(" ", shown).strip(), "time_shown": read.time_shown}
    kept = {name: value for name, value in fields.items() if value}
    return kept, None if read.published else f"date {shown.strip()[:60]!r} not read: {read.form}"


def day_first_of(dates: Iterable[str]) -> bool | None:
    """Whether the numeric dates of one file put the day first: told by numbers above 12, None if none tells or
    two tell against each other."""
    said = set()
    for shown in dates:
        if (match := _NUMERIC.search(_SPACE.sub(" ", shown[:LONGEST]))) is not None:
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                said.add(True)
            elif second > 12 >= first:
                said.add(False)
    return said.pop() if len(said) == 1 else None


@cache
def _with_months(languages: tuple[str, ...]) -> tuple[str, ...]:
    if not any(has_months(language) for language in languages):
        raise SamestoryError(
            f"no names of months for {', '.join(languages) or '(none)'}; known: {', '.join(LANGUAGES)} and other"
            " languages of Unicode's locale data (CLDR)"
        )
    return languages


@cache
def zone_named(name: str) -> ZoneInfo:
    """The time zone of an IANA name.

    Raises
    ------
    SamestoryError
        There is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise SamestoryError(f"no time zone {name!r}; give an IANA name such as Europe/Paris or UTC") from None


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day as printed; ``at`` is None if no minute is said, ``zone`` None if it is not known."""

    shown: str
    at: time | None
    says_seconds: bool
    zone: tzinfo | None
    letters: str  # the zone in letters, where letters name several

    @classmethod
    def of(cls, shown: str | None) -> _Clock | None:
        match = _TIME.fullmatch(shown) if shown else None
        return cls.of_match(match) if match else None

    def in_half(self, half: str | None) -> _Clock:
        """The time with the half of the day that words beside it say."""
        if half is None or self.at is None or self.at.hour > 12:
            return self
        return replace(self, at=self.at.replace(hour=self.at.hour % 12 + HALVES[half]), shown=f"{self.shown} {half}")

    @classmethod
    def of_match(cls, match: re.Match) -> _Clock | None:
        hour, minute = int(match["hour"]), match["minute"] or match["minute2"] or match["minute3"]
        second = match["second"] or match["second2"]
        if half := (match["half"] or match["half2"] or match["half3"] or "").strip().lower():
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half[0] == "p" else 0)
        try:
            at = time(hour, int(minute or 0), min(int(second or 0), 59))  # a leap second is the one before
        except ValueError:
            return None
        letters, offset = (match["zone"] or "").lower(), match["offset"]
        zone: tzinfo | None = None
        if offset:
            zone = _offset(offset)
        elif letters in ZONES:
            zone = zone_named(ZONES[letters])
        elif letters in OFFSETS:
            zone = timezone(timedelta(hours=OFFSETS[letters]))
        ambiguous = letters if letters in UNSETTLED else ""
        return cls(match[0].strip(), at if minute else None, bool(second), zone, ambiguous)


def _half(said: str, clock: re.Match[str]) -> str | None:
    """The word for half of the day right before or after an hour."""
    before, after = said[: clock.start()].rstrip().casefold(), said[clock.end() :].lstrip().casefold()
    for word in sorted(HALVES, key=len, reverse=True):
        stop = after[len(word) : len(word) + 1]
        if (len(word) > 1 and before.endswith(word)) or (after.startswith(word) and not stop.isalpha()):
            return word
    return None


def _offset(says: str) -> tzinfo | None:
    digits = says[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes not in (0, 15, 30, 45):
        return None
    gap = timedelta(hours=hours, minutes=minutes)
    return timezone(-gap if says[0] == "-" else gap)


def _unknown(why: str, clock: _Clock | None = None) -> Date:
    return Date(None, "unknown", clock.shown if clock else None, why)


def _dated(
    year: str, month: str | int, day: str | None, form: str, clock: _Clock | None, local: ZoneInfo | None
) -> Date:
    if int(year) not in YEARS:
        return _unknown(f"year outside {YEARS.start}-{YEARS.stop - 1}", clock)
    try:
        at = date(int(year), int(month), int(day or 1))
    except ValueError:
        return _unknown("no such day", clock)
    if day is None:
        return Date(f"{at:%Y-%m}", "month", clock.shown if clock else None, form)
    if clock is None or clock.at is None or clock.at == time(0):
        return Date(at.isoformat(), "day", clock.shown if clock else None, form)
    moment = _placed(datetime.combine(at, clock.at), clock, local)
    if moment is None:
        return Date(at.isoformat(), "day", clock.shown, form)
    return Date(moment.isoformat(timespec="seconds" if clock.says_seconds else "minutes"), "minute", None, form)


def _placed(moment: datetime, clock: _Clock, local: ZoneInfo | None) -> datetime | None:
    """The moment with its zone; None if the zone is not known, or a clock that went back shows it twice."""
    zone = clock.zone or local
    if zone is None:
        return None
    placed = moment.replace(tzinfo=zone)
    if placed.utcoffset() != placed.replace(fold=1).utcoffset():
        return None
    if clock.zone is None and clock.letters and (placed.tzname() or "").lower() != clock.letters:
        return None  # letters that several zones share, and the zone given is none of them
    return placed


def _numeric(
    match: re.Match, languages: tuple[str, ...], day_first: bool | None, clock: _Clock | None, local: ZoneInfo | None
) -> Date:
    first, sign, second, year = match.groups()
    if len(year) == 2:
        return _unknown("year in two digits", clock)
    if int(first) > 12 or int(second) > 12:
        day_first = int(first) > 12
    elif day_first is None and (sign == "." or not MONTH_FIRST & {*languages} or first.zfill(2) == second.zfill(2)):
        day_first = True
    if day_first is None:
        return _unknown(AMBIGUOUS, clock)
    if day_first:
        return _dated(year, second, first, f"day{sign}month{sign}year", clock, local)
    return _dated(year, first, second, f"month{sign}day{sign}year", clock, local)
