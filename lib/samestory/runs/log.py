"""``samestory run --log``: one line a run, text or JSON, for a file that nobody watches.

Each line is appended by one write under a lock, so lines of two commands never mix. A file that has reached
``MOST_BYTES`` is renamed to ``FILE.1``, in place of the one before: the two take at most twice as much.
``/dev/stderr`` works as well.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from ..errors import RunError, printable_name

Form = Literal["text", "json"]
MOST_BYTES = 10_000_000
MOST_VALUE = 4_000  # characters of one value; a traceback is kept whole in outputs/failed/
LOGGER = logging.getLogger("samestory.runs")
LOGGER.addHandler(logging.NullHandler())


def note(event: str, level: int = logging.INFO, **fields: object) -> None:
    """Log one event with its fields; a field that is None is left out."""
    kept = {name: value for name, value in fields.items() if value is not None}
    LOGGER.log(level, event, extra={"fields": kept})


@contextmanager
def logged(path: Path | None, form: Form = "text") -> Iterator[None]:
    """A block whose events go to a file; nowhere if there is none.

    Raises
    ------
    RunError
        The file cannot be written.
    """
    if path is None:
        yield
        return
    handler = _Lines(path, form)
    before = LOGGER.level
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        LOGGER.setLevel(before)
        LOGGER.removeHandler(handler)


class _Lines(logging.Handler):
    """Appends each record as one line; a log that cannot be written is reported once and stops no run."""

    def __init__(self, path: Path, form: Form):
        super().__init__()
        self.path, self.form, self.is_reported = path, form, False
        try:
            os.close(self._opened())
        except OSError as error:
            raise RunError(f"--log {path}: cannot be written: {error.strerror or error}") from None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        fields: dict[str, Any] = getattr(record, "fields", {})
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        head = {"time": at, "level": record.levelname.lower(), "event": record.getMessage()}
        line = json.dumps({**head, **_bounded(fields)}) if self.form == "json" else _text(head, fields)
        try:
            self._append(line.encode("utf-8", "replace") + b"\n")
        except OSError as error:
            if not self.is_reported:
                print(f"samestory: --log {self.path}: {error.strerror or error}", file=sys.stderr)
            self.is_reported = True

    def _opened(self) -> int:
        return os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)

    def _append(self, line: bytes) -> None:
        descriptor = self._opened()
        try:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                descriptor = self._current(descriptor)
                size = os.fstat(descriptor).st_size
                if size and os.pread(descriptor, 1, size - 1) != b"\n":
                    line = b"\n" + line  # the last writer was killed, or the disk was full
            os.write(descriptor, line)
        finally:
            os.close(descriptor)  # and the lock is released

    def _current(self, descriptor: int) -> int:
        """The file of that name, with room in it and locked: whoever else writes a line or takes it aside waits."""
        while True:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            known = os.fstat(descriptor)
            is_here = self.path.exists() and os.path.samestat(known, self.path.stat())
            if is_here and known.st_size < MOST_BYTES:
                return descriptor
            if is_here:
                self.path.replace(self.path.with_name(self.path.name + ".1"))
            other = self._opened()
            os.close(descriptor)
            descriptor = other


def _bounded(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value[:MOST_VALUE] if isinstance(value, str) else value for name, value in fields.items()}


def _text(head: dict[str, str], fields: dict[str, Any]) -> str:
    """``TIME LEVEL EVENT name=value ...``; a value with spaces or quotes is quoted as in JSON."""
    said = [f"{name}={_word(value)}" for name, value in _bounded(fields).items()]
    return " ".join([head["time"], head["level"].upper(), head["event"], *said])


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = printable_name(str(value))
    return (
        text
        if text and not any(sign.isspace() or sign in "\"'=\\" for sign in text)
        else json.dumps(text, ensure_ascii=False)
    )
