"""Standard output that may go away meanwhile: a closed terminal or pipe, or a full disk, stops no run."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import termios
from collections.abc import Iterator
from typing import Any

_GONE = (errno.EIO, errno.EPIPE)


class Screen:
    """Standard output as it is now; what it does not take is dropped."""

    def __init__(self) -> None:
        self.stream = sys.stdout

    def write(self, text: str) -> int:
        """Write some text."""
        with self._dropped():
            self.stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Write what waits."""
        with self._dropped():
            self.stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    @contextlib.contextmanager
    def _dropped(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in _GONE:
                _to_nowhere(self.stream.fileno())


def leave_closed_terminal() -> None:
    """Have standard output and error go nowhere if they are a terminal that was closed."""
    for descriptor in (1, 2):
        with contextlib.suppress(OSError):
            if stat.S_ISCHR(os.fstat(descriptor).st_mode):
                try:
                    termios.tcgetattr(descriptor)
                except termios.error:  # /dev/null is none either, and stays what it is
                    _to_nowhere(descriptor)


def _to_nowhere(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
