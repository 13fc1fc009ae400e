"""Time in tests without a clock of this machine: as growth with length, or in units of work done beside it.

A machine three times slower takes three times as long for both sides of a ratio, so no test hangs on its speed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

NOISE = 0.02  # CPU seconds below which a time says nothing; as a lower bound of the shorter side it only forgives
SLACK = 3  # times as much as an even growth would take; quadratic growth over eight times the length takes eight times
TRIES = 3  # a garbage collection or another process may disturb one measurement, hardly three


def spent(action: Callable[[], Any]) -> float:
    """CPU seconds of this process that an action takes."""
    begin = time.process_time()
    action()
    return time.process_time() - begin


def assert_even_growth(action: Callable[[Any], Any], short: Any, long: Any, times: float = 8) -> None:
    """An action on something ``times`` as long may take ``SLACK * times`` as much time, in the best of three tries."""
    ratios = []
    for _ in range(TRIES):
        before = max(spent(lambda: action(short)), NOISE)
        ratios.append(spent(lambda: action(long)) / before)
        if ratios[-1] < SLACK * times:
            return
    raise AssertionError(f"{times:g} times the length took {min(ratios):.1f} times the time")


def units(seconds: float) -> float:
    """CPU seconds in units of a plain loop over two million numbers, as it runs now on this machine."""
    return seconds / min(spent(_loop) for _ in range(2))


def _loop() -> int:
    total = 0
    for number in range(2_000_000):
        total += number
    return total
