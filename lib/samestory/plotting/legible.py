"""Clean and cut the texts of a figure: they come from pages, and a name must not break a figure or a run.

The table behind the figure keeps every name whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from matplotlib.axis import Axis
from matplotlib.category import StrCategoryFormatter
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter, Formatter, FuncFormatter

from ..errors import printable

NAMING = (FixedFormatter, FuncFormatter, StrCategoryFormatter)  # formatters that can write names beside an axis
MOST_LETTERS, MOST_LINES = 100, 12
# Characters that change the direction of the following text, also after the name; and all kinds of line breaks.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_MARKS_IN_A_ROW = 4


def one_line(text: object) -> str:
    """A name as one line: no control characters, no change of direction, at most four marks on a letter."""
    return _few_marks(printable(_TURNING.sub("", _BREAKS.sub(" ", str(text)))))


def cut(text: str, most: int) -> str:
    """A text of at most ``most`` columns; a longer one ends with an ellipsis.

    A wide letter (Chinese, Japanese, Korean) takes two columns, a mark on a letter none.
    """
    if len(text) <= most // 2:
        return text
    widths = [_width(sign) for sign in text]
    if sum(widths) <= most:
        return text
    left, kept = most - 1, 0
    while left >= widths[kept]:
        left -= widths[kept]
        kept += 1
    return text[:kept].rstrip() + "…"


@contextmanager
def legible(figure: Figure) -> Iterator[None]:
    """Clean and cut every text of a figure while it is drawn; afterwards the figure is as before."""
    undo: list[Callable[[], Any]] = []
    for text in figure.findobj(Text):
        given = text.get_text()
        if (shown := _shown(given)) != given:
            text.set_text(shown)
            undo.append(partial(text.set_text, given))
    for axis in figure.findobj(Axis):
        for formatter, change in (
            (axis.get_major_formatter(), axis.set_major_formatter),
            (axis.get_minor_formatter(), axis.set_minor_formatter),
        ):
            if isinstance(formatter, NAMING):
                change(FuncFormatter(_wrapped(formatter)))
                undo.append(partial(change, formatter))
    try:
        yield
    finally:
        for step in undo:
            step()


def _wrapped(formatter: Formatter) -> Callable[[float, int], str]:
    return lambda value, place: _shown(formatter(value, place))


def _shown(text: object) -> str:
    """A text of several lines, each cleaned and cut."""
    lines = str(text).split("\n")
    shown = [cut(one_line(line), MOST_LETTERS) for line in lines[:MOST_LINES]]
    return "\n".join([*shown, "…"] if len(lines) > MOST_LINES else shown)


def _few_marks(text: str) -> str:
    if text.isascii():
        return text
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(sign)
    return "".join(kept)


def _width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
