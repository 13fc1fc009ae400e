"""An answer as plain data: what a student gave, whatever library made it, as lists and texts that JSON can hold.

``collect`` takes answers out of a student's kernel in this form, so ``trusted_form`` checks each part of it again.
"""

from __future__ import annotations

import datetime
import decimal
import fractions
import itertools
import json
import math
import numbers
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
import pandas as pd

from ..errors import LessonError, counted

SCALARS = ("number", "text", "bool", "missing")
MOST_VALUES, MOST_SIGNS, MOST_DEPTH = 100_000, 20_000, 6
MOST_POWER = 320  # of ten, in a number
# Signs without a shape that editors and web pages put beside right-to-left text; an answer does not differ by them.
_UNSEEN = re.compile("[\u200e\u200f\u061c\ufeff]")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)([ T]\d\d:\d\d(:\d\d(\.\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?")
_EXACT = decimal.Context(prec=60, Emax=999_999, Emin=-999_999)
_NUMBER = re.compile(r"-?\d{1,400}(\.\d{1,60})?(E[+-]?\d{1,3})?|-?Infinity")

Plain = dict[str, Any]  # {"form": "number", "value": "0.25"}, {"form": "list", "values": [...]}, {"form": "table", ...}


def plain(answer: Any) -> Plain | None:
    """The plain form of an answer; None where there is none (``...`` or None).

    Raises
    ------
    LessonError
        The answer is of a type that cannot be checked, or is too large.
    """
    if answer is None or answer is ...:
        return None
    try:
        return _plain(answer, 0)
    except LessonError:
        raise
    except Exception as error:  # an object of a student's own class may fail when it is looked at
        raise LessonError(
            f"the answer cannot be read ({type(error).__name__}); give a number, a text, True or False, a list or a"
            " table"
        ) from None


def _plain(given: Any, depth: int) -> Plain:
    if depth > MOST_DEPTH:
        raise LessonError(f"an answer with lists deeper than {MOST_DEPTH} levels cannot be checked")
    if isinstance(given, pd.DataFrame):
        return _table(given)
    if isinstance(given, pd.Series):
        made = _table(given.to_frame("value" if given.name is None else given.name))
        return made | {"series": True}
    if isinstance(given, Mapping):
        _bounded(len(given))
        return _plain(pd.Series(dict(given), dtype=object), depth)
    if isinstance(given, np.ndarray) and given.ndim == 0:
        given = given.item()
    if isinstance(given, np.ndarray | pd.Index | pd.api.extensions.ExtensionArray):
        given = list(given)
    if isinstance(given, AbstractSet):
        made = _list(given, depth)
        return made | {"values": sorted(made["values"], key=json.dumps), "unordered": True}
    if isinstance(given, Sequence) and not isinstance(given, str | bytes | bytearray):
        return _list(given, depth)
    if hasattr(given, "__iter__") and not isinstance(given, str | bytes | bytearray) and hasattr(given, "__len__"):
        return _list(given, depth)  # the keys and values of a dict
    return scalar(given)


def _list(given: Iterable[Any], depth: int) -> Plain:
    first = list(itertools.islice(given, MOST_VALUES + 1))  # a range may have more values than there is memory
    if len(first) > MOST_VALUES:
        raise LessonError(f"the answer has more than {MOST_VALUES:,} values; so many cannot be checked")
    return {"form": "list", "values": [_plain(one, depth + 1) for one in first]}


def _table(table: pd.DataFrame) -> Plain:
    _bounded(table.shape[0] * max(table.shape[1], 1))
    levels = [table.index.get_level_values(level) for level in range(table.index.nlevels)]
    return {
        "form": "table",
        "series": False,
        "columns": [text_of(str(name)) for name in table.columns],
        "rows": [[scalar(cell) for cell in row] for row in table.itertuples(index=False, name=None)],
        "index": [None if level.name is None else text_of(str(level.name)) for level in levels],
        "index_rows": [[scalar(cell) for cell in row] for row in zip(*levels, strict=True)],
    }


def _bounded(n: int) -> None:
    if n > MOST_VALUES:
        raise LessonError(f"the answer has {counted(n, 'value')}; at most {MOST_VALUES:,} can be checked")


def scalar(given: Any) -> Plain:
    """One value; a list or table inside a cell is an error."""
    if given is None or given is pd.NA or given is pd.NaT:
        return {"form": "missing"}
    if isinstance(given, bool | np.bool_):
        return {"form": "bool", "value": bool(given)}
    if isinstance(given, str):
        return {"form": "text", "value": text_of(given)}
    if isinstance(given, datetime.date | np.datetime64):
        said = _day_or_time(given)
        return {"form": "text", "value": said} if said else {"form": "missing"}
    if isinstance(given, pd.Timedelta | datetime.timedelta | np.timedelta64):
        return {"form": "text", "value": pd.Timedelta(given).isoformat()}
    if (number := _number(given)) is not None:
        return number
    if isinstance(given, pd.Period):
        return {"form": "text", "value": str(given)}
    if isinstance(given, list | tuple | np.ndarray | AbstractSet):  # a cell that holds a list
        return {"form": "text", "value": text_of(", ".join(str(one) for one in given))}
    raise LessonError(
        f"an answer of the type {type(given).__name__} cannot be checked; give a number, a text, True or False, a list"
        " or a table"
    )


def _number(given: Any) -> Plain | None:
    """A number in decimal digits, without an error of its type: 1, 1.0, numpy's and Decimal's 1 are one."""
    if isinstance(given, numbers.Rational):  # also int, numpy integers, Fraction
        whole = fractions.Fraction(int(given.numerator), int(given.denominator))
        return _digits(_EXACT.divide(decimal.Decimal(whole.numerator), decimal.Decimal(whole.denominator)))
    if isinstance(given, decimal.Decimal):
        return {"form": "missing"} if given.is_nan() else _digits(given)
    if isinstance(given, numbers.Real | np.floating):
        value = float(given)
        if math.isnan(value):
            return {"form": "missing"}
        # The last digits of a sum depend on its order, so they are dropped here: 0.1 + 0.2 is 0.3.
        return _digits(decimal.Decimal(f"{value:.12g}"))
    return None


def _digits(value: decimal.Decimal) -> Plain:
    if value.is_infinite():
        return {"form": "number", "value": str(value)}
    if value.is_zero() or value.adjusted() < -MOST_POWER:
        return {"form": "number", "value": "0"}
    if value.adjusted() > MOST_POWER:
        raise LessonError("the number is too large to be checked")
    return {"form": "number", "value": str(_EXACT.plus(value).normalize(_EXACT))}


def text_of(given: str) -> str:
    """A text in one form of its letters, on one line, with single spaces; a date and time in one spelling."""
    if len(given) > MOST_SIGNS:
        raise LessonError(f"the answer has a text of {len(given):,} signs; at most {MOST_SIGNS:,} can be checked")
    text = " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", given)).split())
    text = text.encode("utf-8", "replace").decode("utf-8")  # half characters
    if _DATE.fullmatch(text):
        try:
            return _day_or_time(pd.Timestamp(text))
        except ValueError:  # no such day
            return text
    return text


def _day_or_time(given: Any) -> str:
    try:
        time = pd.Timestamp(given)
    except (ValueError, OverflowError):  # far outside what pandas can hold
        return str(given)
    if time is pd.NaT:
        return ""
    if time.tzinfo is not None:
        time = time.tz_convert("UTC").tz_localize(None)
    return time.date().isoformat() if time == time.normalize() else time.isoformat()


def trusted_form(data: Any, depth: int = 0) -> Plain:
    """Plain data from elsewhere, rebuilt part by part.

    Raises
    ------
    LessonError
        It is no plain form of an answer.
    """
    form = data.get("form") if isinstance(data, dict) else None
    if form in SCALARS:
        return _trusted_scalar(data)
    if form == "list" and depth <= MOST_DEPTH and isinstance(data.get("values"), list):
        _bounded(len(data["values"]))
        values = [trusted_form(one, depth + 1) for one in data["values"]]
        return {"form": "list", "values": values} | ({"unordered": True} if data.get("unordered") is True else {})
    if form == "table" and all(isinstance(data.get(key), list) for key in ("columns", "rows", "index", "index_rows")):
        columns, index = data["columns"], data["index"]
        _bounded(len(data["rows"]) * max(len(columns), 1))
        if len(data["index_rows"]) == len(data["rows"]) and len(index) < 100:
            return {
                "form": "table",
                "series": data.get("series") is True,
                "columns": [_text(name) for name in columns],
                "rows": [_trusted_row(row, len(columns)) for row in data["rows"]],
                "index": [None if name is None else _text(name) for name in index],
                "index_rows": [_trusted_row(row, len(index)) for row in data["index_rows"]],
            }
    raise _Unlike


def _trusted_row(row: Any, n: int) -> list[Plain]:
    if not isinstance(row, list) or len(row) != n:
        raise _Unlike
    return [_trusted_scalar(cell) for cell in row]


def _trusted_scalar(data: Any) -> Plain:
    form, value = (data.get("form"), data.get("value")) if isinstance(data, dict) else (None, None)
    if form == "missing":
        return {"form": "missing"}
    if form == "bool" and isinstance(value, bool):
        return {"form": "bool", "value": value}
    if form == "text":
        return {"form": "text", "value": _text(value)}
    if form == "number" and isinstance(value, str) and _NUMBER.fullmatch(value):
        return _digits(decimal.Decimal(value))
    raise _Unlike


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Unlike
    return text_of(value)


_Unlike = LessonError("what the kernel gave as the answer is no answer")
