"""Which line of a press export is the line of its date: nothing but a date, below a title and an outlet."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from .words import MONTHS, OFFSETS, UNSETTLED, ZONES, folded

# Languages of the interfaces and newspapers that databases offer; their names of weekdays are those of CLDR.
_OF_DAYS = """en fr de es it pt nl pl ru uk cs sv da nb fi tr ro hu el ca id"""
_BESIDE = """de del of den der le la the du um uhr h a p m am pm st nd rd th er r г at on"""
_WORD = re.compile(r"[^\W\d_]+")


@functools.cache
def _known() -> frozenset[str]:
    from babel import Locale

    known = set(_BESIDE.split()) | set(OFFSETS) | set(UNSETTLED) | set(ZONES)
    for names in MONTHS.values():
        known.update(word for line in names for word in line.split())
    for code in _OF_DAYS.split():
        locale = Locale.parse(code)
        for table in (locale.days, locale.months):
            for width in ("wide", "abbreviated"):
                known.update(table["format"][width].values())
                known.update(table.get("stand-alone", {}).get(width, {}).values())
    return frozenset(part for name in known for part in _WORD.findall(folded(name)))


def is_only_date(line: str) -> bool:
    """Whether a line that holds a date holds no word beside it: names of days, months and zones alone."""
    return all(word in _known() for word in _WORD.findall(folded(line)))


def date_line(candidates: Iterable[tuple[int, int, bool]]) -> int | None:
    """The line of the date among the lines that hold one.

    Parameters
    ----------
    candidates
        In order: the number of the line, how many lines are above it, and whether it is a date alone (a headline such
        as "Review of 5 May 2020" is not).

    Returns
    -------
    int or None
        The third line if it is a date alone, else the first date alone below an outlet, else the first date below
        title and outlet, else below an outlet, else the first.
    """
    found = list(candidates)
    for is_alone, least, most in ((True, 2, 2), (True, 1, 99), (False, 2, 99), (False, 1, 99), (False, 0, 99)):
        for line, n_above, alone in found:
            if least <= n_above <= most and (alone or not is_alone):
                return line
    return None
