"""SIGTERM and SIGHUP stop a command in order, as Ctrl-C does: what it started ends first."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stoppable() -> Iterator[None]:
    """A block that SIGTERM or SIGHUP ends by an exception; the exit status is then 128 and the signal's number.

    A signal that is ignored stays ignored, as ``nohup`` wants it.
    """
    from ..runs.screen import leave_closed_terminal

    heard: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        heard.append(number)
        leave_closed_terminal()
        raise KeyboardInterrupt(signal.Signals(number).name)  # what is stopped can say by what

    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, stop)
    try:
        yield
    except KeyboardInterrupt:
        if not heard:
            raise
        print(f"samestory: stopped by {signal.Signals(heard[0]).name}", file=sys.stderr)
        raise SystemExit(128 + heard[0]) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
