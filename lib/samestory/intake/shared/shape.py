"""From rows and objects of any shape to records: which column means what, dates, nested values.

The mapping is guessed from names once for each set of names, told in a remark, and may be given by the user. Numeric
dates that leave day and month open are decided for the whole file, by the dates among its first records.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ...errors import SamestoryError, listed
from ...schema import table_named
from ...schema.declared import IDENTIFIER
from ..dates.reading import AMBIGUOUS, LONGEST, date_fields, day_first_of, zone_named
from ..record import Found, Options, Record, Reject, Remark
from .column_names import MADE, folded, guessed, known_names
from .language_names import LANGUAGE_NAMES
from .nested_cells import links_in, name_in

LOOKED_AT = 2000  # first records, by whose dates the order of day and month is decided
_REMOVED = "[Removed]"  # what NewsAPI puts in each field of an article that was withdrawn
_EPOCH = range(100_000_000, 4_102_444_800)  # 1973 to 2099, in seconds
_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?", re.ASCII)
_MIDNIGHT = re.compile(r"[T ]00:00(?::00)?(?:\.0+)?(?:Z|[+-]\d\d:?\d\d)\Z", re.ASCII)
_IDENTIFIER = re.compile(IDENTIFIER, re.ASCII)
_DIGITS = re.compile(r"[0-9]+")
_PRECISE = {"day": 10, "month": 7}
_ADDRESS = re.compile(r"\s*https?://", re.IGNORECASE)
Item = tuple[str, Mapping[str, Any], str | bytes]  # place, row, the row as found
Part = tuple[str, str, str | None]  # column of articles, name in the file, part of what is under that name


@dataclass(frozen=True, slots=True)
class Plan:
    """Which name means which column: the best of each first, then those that are read where that is empty."""

    first: list[Part]
    then: list[Part]


class Shaper:
    """Makes records of one file's rows.

    Parameters
    ----------
    options
        What the user said; ``options.columns`` (column of ``articles`` -> name in the file) comes before any guess.

    Raises
    ------
    SamestoryError
        ``options.columns`` names a column that ``articles`` does not have, or ``options.zone`` is no zone.
    """

    def __init__(self, options: Options):
        self.options = options
        self.plans: dict[tuple[str, ...], Plan] = {}
        self.from_others = Counter[str]()
        self.day_first = options.day_first
        self.unread: dict[str, int] = {}
        self.n_unfit = 0  # ids that no article can have
        self._dates = lru_cache(maxsize=20_000)(self._date_of)
        allowed = [name for name in table_named("articles").names if name not in MADE]
        if unknown := [name for name in options.columns if name not in allowed]:
            raise SamestoryError(f"columns: articles has no column {unknown[0]!r}. Columns: {listed(allowed, 40)}")
        if options.zone:
            zone_named(options.zone)

    def records(self, items: Iterable[Item | Reject]) -> Iterator[Found]:
        """Records, rejects and remarks of rows in their order."""
        rows = iter(items)
        first: deque[Item | Reject] = deque()
        if self.options.day_first is None:
            first.extend(itertools.islice(rows, LOOKED_AT))
            shown = [said for row in first if isinstance(row, tuple) for said in self._shown_dates(row[1])]
            self.day_first = day_first_of(shown)
            if self.day_first is not None:
                how = "day before month" if self.day_first else "month before day"
                yield Remark("dates", f"numeric dates read {how}, as their numbers above 12 show")
        told = 0
        for source in (self._drain(first), rows):
            for row in source:
                if isinstance(row, Reject):
                    yield row
                    continue
                yield self._record_or_reject(*row)
                while told < len(self.plans):
                    yield from self._told(told)
                    told += 1
        for said, n in self.from_others.most_common(20):
            yield Remark("columns", f"{n:,} of {said}, as the name read first is empty there")
        if self.n_unfit:
            yield Remark("columns", f"{self.n_unfit:,} ids are no article_id (letters, digits, _ . -); made anew")
        for why, n in self.unread.items():
            yield Remark("dates", f"{n:,} not read, kept in date_shown: {why}")

    def _record_or_reject(self, place: str, values: Mapping[str, Any], raw: str) -> Record | Reject:
        try:
            return self.record(place, values)
        except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
            why = str(error)[:200] or type(error).__name__
            return Reject(place, why, raw or repr(dict(values))[:10_000])

    @staticmethod
    def _drain(kept: deque) -> Iterator[Any]:
        while kept:
            yield kept.popleft()

    def record(self, place: str, values: Mapping[str, Any]) -> Record:
        """One row as a record.

        Raises
        ------
        ValueError
            It holds neither text nor title, or a value that cannot be what its column is.
        """
        names = tuple(values)
        plan = self.plans.get(names)
        if plan is None:
            plan = self._plan(names, values)
        fields = self._cells(plan, values)
        _without_removed(fields)
        for column in ("outlet", "author"):
            if (said := fields.get(column)) and said[:1] in "{[" and (named := name_in(said)) is not None:
                fields[column] = named
        _settle_text(fields, plan, names)
        if "published" in fields:
            self._settle_date(fields)
        if "language" in fields:
            said = fields["language"]
            fields["language"] = LANGUAGE_NAMES.get(said.casefold(), said.replace("_", "-"))
        if type(links := values.get("links")) is list and (found := links_in(links)):
            fields["links"] = found  # of no column; intake keeps them in a table of their own
        return Record(fields, place)

    def _cells(self, plan: Plan, values: Mapping[str, Any]) -> dict[str, Any]:
        """The filled cells of a row by column."""
        fields: dict[str, Any] = {}
        for column, name, part in plan.first:
            value = values[name]
            if type(value) is not str:
                value = _part_said(column, value, part)
                if value is None:
                    continue
            if column == "stated_words":
                digits = "".join(sign for sign in value if sign.isdecimal())
                if digits and len(digits) < 9:
                    fields[column] = int(digits)
            elif column == "article_id" and name != column and not _IDENTIFIER.fullmatch(value):
                self.n_unfit += bool(value and not value.isspace())
            elif value and not value.isspace():
                fields[column] = value
        for column, name, part in plan.then:
            if column not in fields and (value := _part_said(column, values[name], part)) and _may_be(column, value):
                fields[column] = value
                self.from_others[f"{column} from {name}.{part}" if part else f"{column} from {name}"] += 1
        return fields

    def _plan(self, names: tuple[str, ...], values: Mapping[str, Any]) -> Plan:
        """Column, name and part of a name for each column these names mean."""
        told = [name if isinstance(name, str) else str(name) for name in names]
        keys = dict(zip(told, names, strict=True))
        parts = [f"{name}.{part}" for name in told if isinstance(values[keys[name]], Mapping) for part in values[name]]
        flat = [*(name for name in told if not isinstance(values[keys[name]], Mapping)), *parts]
        mapped = guessed(flat)
        others = _others(flat, mapped)
        for column, name in self.options.columns.items():
            if name in keys or name in parts:
                mapped = {ours: theirs for ours, theirs in mapped.items() if theirs != name}
                mapped[column] = name
                others = [(ours, theirs) for ours, theirs in others if ours != column and theirs != name]

        def placed(column: str, name: str) -> Part:
            if name in keys:
                return column, keys[name], None
            first, _, part = name.partition(".")
            return column, first, part

        plan = Plan([placed(*pair) for pair in mapped.items()], [placed(*pair) for pair in others])
        if len(self.plans) < 10_000:  # objects that never have the same names twice are planned each for itself
            self.plans[names] = plan
        return plan

    def _told(self, number: int) -> Iterator[Remark]:
        """The mapping of one set of names, said once; later sets only where they differ from the first."""
        plans = list(self.plans.items())
        names, plan = plans[number]
        if number and (number > 20 or set(plan.first) <= set(plans[0][1].first)):
            return
        pairs = [(column, f"{name}.{part}" if part else str(name)) for column, name, part in plan.first]
        then = [f"{column}={name}.{part}" if part else f"{column}={name}" for column, name, part in plan.then]
        given = [f"{ours}={theirs}" for ours, theirs in pairs if self.options.columns.get(ours) == theirs]
        rest_of = [(ours, theirs) for ours, theirs in pairs if self.options.columns.get(ours) != theirs]
        used = [f"{ours}={theirs}" for ours, theirs in rest_of if ours != theirs]
        same = [ours for ours, theirs in rest_of if ours == theirs]
        rest = [str(name) for name in names if name not in {name for _, name, _ in [*plan.first, *plan.then]}]
        said = [
            f"as told: {', '.join(given)}" if given else "",
            f"guessed: {', '.join(used)}" if used else "",
            f"as they are: {', '.join(same)}" if same else "",
            f"where that is empty: {', '.join(then)}" if then else "",
            f"not used: {listed(rest, 30)}" if rest else "",
        ]
        yield Remark("columns", "; ".join(part for part in said if part))

    def _shown_dates(self, values: Mapping[str, Any]) -> list[str]:
        plan = self.plans.get(tuple(values))
        if plan is None:
            plan = self._plan(tuple(values), values)
        shown = [values[name] for column, name, part in plan.first if column == "published" and part is None]
        return [said for said in shown if isinstance(said, str) and len(said) < 40]

    def _settle_date(self, fields: dict[str, Any]) -> None:
        shown, given = fields["published"], fields.get("published_precision")
        if given == "unknown":
            del fields["published"]
        elif given in ("day", "month") and _DAY.fullmatch(shown[:10]):
            fields["published"] = shown[: _PRECISE[given]]
        elif _MINUTE.fullmatch(shown) and (given == "minute" or not _MIDNIGHT.search(shown)):
            pass
        elif not _DAY.fullmatch(shown):
            read, fault = self._dates(shown)
            del fields["published"]
            for column, value in read.items():
                if value != shown or column != "date_shown" or fault or _says_more(shown, read):
                    fields.setdefault(column, value)
            if fault:
                why = AMBIGUOUS + " (say --day-first or --month-first)" if AMBIGUOUS in fault else fault
                self._count(why)
        fields.pop("published_precision", None)  # the form of published shows it from here on

    def _count(self, why: str) -> None:
        if why not in self.unread and len(self.unread) >= 20:
            why = "other dates"
        self.unread[why] = self.unread.get(why, 0) + 1

    def _date_of(self, shown: str) -> tuple[dict[str, str], str | None]:
        return date_fields(shown, self.options, day_first=self.day_first)


def _without_removed(fields: dict[str, Any]) -> None:
    """Take out what the service put in place of the fields of an article that was withdrawn."""
    removed = [column for column, value in fields.items() if value == _REMOVED]
    for column in removed:
        del fields[column]
    if removed and not fields.keys() & {"text", "title", "teaser"}:
        raise ValueError(f"withdrawn from the service: {_REMOVED} stands for its {', '.join(removed)}")


def _settle_text(fields: dict[str, Any], plan: Plan, names: tuple[str, ...]) -> None:
    """A teaser in place of a text, an address in place of a title; ValueError if there is neither text nor title."""
    teaser = fields.pop("teaser", None)
    if "text" in fields:
        return
    if teaser is not None:
        fields["text"] = teaser
        fields.setdefault("text_status", "teaser")
    elif "title" not in fields and "url" in fields and _names_no_text(plan):
        fields |= {"title": fields["url"], "text_status": "none"}  # a list of pages to fetch
    elif "title" not in fields:
        raise ValueError(
            "neither text nor title"
            if any(column in ("text", "title") for column, _, _ in plan.first)
            else f"no name in it means text or title (say columns: text=NAME); names: {listed(names)}"
        )


def _names_no_text(plan: Plan) -> bool:
    return not any(column in ("text", "title", "teaser") for column, _, _ in plan.first)


def _others(names: list[str], mapped: dict[str, str]) -> list[tuple[str, str]]:
    """Column and name for each further name that means a text or a title, best first: where the first of them is empty
    in a row, the next is read.

    trafilatura gives the address of a page as ``source``, the name of its site as ``source-hostname``: there ``source``
    is taken out of ``mapped``, and what is in it decides.
    """
    found: list[tuple[int, int, str, str]] = []
    for place, name in enumerate(names):
        column, rank = known_names().get(folded(name), ("", 0))
        if column in ("text", "title") and mapped[column] != name:
            found.append((rank, place, column, name))
    others = [(column, name) for _, _, column, name in sorted(found)]
    by_form = {folded(name): name for name in reversed(names)}
    if "sourcehostname" in by_form and mapped.get("outlet") == by_form.get("source"):
        del mapped["outlet"]
        others += [("outlet", by_form[form]) for form in ("source", "sourcehostname", "hostname") if form in by_form]
        others.append(("url", by_form["source"]))
    return others


def _may_be(column: str, value: str) -> bool:
    """Whether a value of a name that is read in place of another may be of this column: a text has letters."""
    is_address = _ADDRESS.match(value) is not None
    if column == "url":
        return is_address
    return not is_address and any(sign.isalpha() for sign in value)


def _says_more(shown: str, read: Mapping[str, str]) -> bool:
    """Whether numbers are beside a date that was read to the day or month: an hour in a form nobody foresaw."""
    if "T" in read["published"] or "time_shown" in read:
        return False
    return bool(Counter(_numbers(shown)) - Counter(_numbers(read["published"])))


def _numbers(said: str) -> list[int]:
    return [int(digits) for digits in _DIGITS.findall(said[:LONGEST])]


def _part_said(column: str, value: Any, part: str | None) -> str | None:
    """What is under a name, or in a part of it, as the text of a column; None if nothing does."""
    if part is not None and isinstance(value, Mapping):
        value = value.get(part)
    return value if value is None or type(value) is str else _said(column, value)


def _said(column: str, value: Any) -> str | None:
    """A value that is not text, as the text of its column; None if it is none.

    Raises
    ------
    ValueError
        A value that no text can stand for: not a number, or nested.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float, Decimal)):
        if not isinstance(value, int) and not math.isfinite(value):
            if isinstance(value, float) and math.isnan(value):
                return None  # how tables write an empty cell
            raise ValueError(f"{column} is {value}")
        if column == "published":
            return _of_epoch(value)
        return str(int(value)) if value == int(value) else str(value)
    if isinstance(value, datetime):
        if value.time() == value.time().min and value.tzinfo is None:
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        value = [value]
    if isinstance(value, (list, tuple)):
        parts = [
            one.get("name") or one.get("title") or one.get("text") if isinstance(one, Mapping) else one for one in value
        ]
        told = [str(part) for part in parts if isinstance(part, (str, int)) and not isinstance(part, bool)]
        return ("\n\n" if column == "text" else "; ").join(told) or None
    return str(value)


def _of_epoch(value: int | float | Decimal) -> str:
    seconds = float(value)
    while seconds >= _EPOCH.stop and seconds < 1e20:  # milliseconds, microseconds, nanoseconds
        seconds /= 1000
    if int(seconds) not in _EPOCH:
        return str(value)
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
