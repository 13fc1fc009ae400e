"""Options that are numbers: whether what was given is one, before it is compared or counted with."""

from __future__ import annotations

import math
import numbers
from typing import Any

import numpy as np

from ..errors import SamestoryError

MOST = 2**31 - 1  # counts of words and draws, and seeds; far beyond what can be meant


def is_number(value: Any) -> bool:
    """Whether a value is a real number that can be reckoned with: no text, no boolean, not nan, none beyond a float."""
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        return False
    try:
        return not math.isnan(value)
    except OverflowError:
        return False


def is_whole(value: Any, least: int) -> bool:
    """Whether a value is a whole number from ``least`` to `MOST`."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(least <= value <= MOST)


def require_whole(name: str, value: Any, least: int, error: type[SamestoryError] = SamestoryError) -> int:
    """The value as a plain int.

    Raises
    ------
    SamestoryError
        It is not a whole number, or one out of range.
    """
    if not is_whole(value, least):
        far = f" to {MOST:,}" if isinstance(value, int) and value > MOST else ""
        raise error(f"{name}={value!r}: give a whole number from {least}{far}")
    return int(value)


def require_hours(value: Any) -> None:
    """Refuse a window that is neither None nor a number of hours from 0."""
    if value is not None and not (is_number(value) and value >= 0):
        raise SamestoryError(f"window_hours={value!r}: give hours from 0, or None for no window")
