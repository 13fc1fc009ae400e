"""Waiting for what threads and processes do, in a way that a signal always ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TypeVar

TURN = 0.5  # seconds
Value = TypeVar("Value")


def as_they_end(futures: Iterable[Future[Value]]) -> Iterator[Future[Value]]:
    """Yield futures as they end, as ``concurrent.futures.as_completed`` does, but hear a signal within a moment.

    Python handles a signal between two steps of the main thread. One that comes just before the thread begins to wait
    without a time limit is handled when the wait is over, which may be never.
    """
    waiting = set(futures)
    while waiting:
        ended, waiting = wait(waiting, timeout=TURN, return_when=FIRST_COMPLETED)
        yield from ended
