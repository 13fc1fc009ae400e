"""Dates in ISO 8601 whose form shows how much of them is known."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

_FORMS = (
    (re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2})", re.ASCII), "minute"),
    (re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII), "day"),
    (re.compile(r"\d{4}-\d{2}", re.ASCII), "month"),
)
_FRACTION = re.compile(r"\.\d{1,9}(?=Z|[+-]\d\d:?\d\d\Z)", re.ASCII)
YEARS = range(1600, 2200)  # of newspapers; far outside them intervals of dates cannot be reckoned


def precision_of(published: str) -> str:
    """The precision an ISO 8601 date shows by its form: minute, day or month.

    Raises
    ------
    ValueError
        Another form, a date that does not exist or lies outside ``YEARS``, or a time without its offset (its hour
        in UTC would be a guess).
    """
    for form, precision in _FORMS:
        if form.fullmatch(published):
            with contextlib.suppress(ValueError):  # the form is right, but no calendar has that day
                if pd.Timestamp(published).year in YEARS:
                    return precision
    raise ValueError(
        "give 2024-10-14T08:30+02:00 (a time needs its offset), 2024-10-14, 2024-10, or leave it out where not known"
    )


def dated(given: Sequence[str | None]) -> tuple[pd.Series, np.ndarray]:
    """Many dates at once, by the rules of ``precision_of``.

    Returns
    -------
    published, precision
        Times in UTC (NaT where there is none, or it cannot be read) and one of minute, day, month, unknown.
    """
    forms = [_form(one) if one else None for one in given]
    known = [
        _FRACTION.sub("", one) if form == "minute" and one else one for one, form in zip(given, forms, strict=True)
    ]
    kept = [one if form else None for one, form in zip(known, forms, strict=True)]
    times = pd.to_datetime(pd.Series(kept, dtype="str"), utc=True, errors="coerce", format="ISO8601")
    times = times.astype("datetime64[us, UTC]")
    times = times.where((times.dt.year >= YEARS.start) & (times.dt.year < YEARS.stop))
    precision = np.array([form or "unknown" for form in forms], dtype=object)
    precision[times.isna().to_numpy()] = "unknown"
    return times, precision


@functools.lru_cache(maxsize=10_000)
def _form(given: str) -> str | None:
    if len(given) > 19 and "." in given:
        given = _FRACTION.sub("", given)
    return next((precision for form, precision in _FORMS if form.fullmatch(given)), None)


def iso_of(published: pd.Timestamp, precision: str) -> str:
    """A time as ISO 8601 in a form that shows its precision."""
    form = {"month": "%Y-%m", "day": "%Y-%m-%d"}.get(precision, "%Y-%m-%dT%H:%M:%SZ")
    return published.strftime(form)
