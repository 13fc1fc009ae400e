"""What ``samestory watch`` remembers of a story, in its git-ignored ``texts/``.

    texts/watch.json   ETags, and by address what each feed said last; replaced whole
    texts/watch.csv    a line for each new or revised article, for people

Without ``watch.json`` nothing is lost: what the ledger has is known all the same.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pydantic
from filelock import FileLock, Timeout

from ..errors import StoryError
from ..story.find import TEXTS, WATCH_LOG, WATCH_STATE
from .store import cell, put, row

MOST_BYTES = 200_000_000
MOST_LOG_BYTES = 50_000_000
LOCK = ".watch.lock"
COLUMNS = ("time", "what", "article_id", "published", "outlet", "title", "url", "feed", "detail")


class Seen(pydantic.BaseModel):
    """One article: its id in the ledger, and by feed the change it stated last and a digest of what it said."""

    article_id: str
    said: dict[str, tuple[str, str]] = {}


class State(pydantic.BaseModel):
    """What is remembered: by feed its settings and the validators of its documents; by key of an address, articles."""

    model_config = pydantic.ConfigDict(extra="ignore")

    settings: dict[str, str] = {}
    validators: dict[str, dict[str, dict[str, str]]] = {}
    seen: dict[str, Seen] = {}


@contextmanager
def watching(folder: Path) -> Iterator[Path]:
    """The ``texts/`` of a story, in a block in which no other command watches it.

    Raises
    ------
    StoryError
        Another command does, or ``texts`` leads out of the story.
    """
    texts = folder / TEXTS
    if texts.is_symlink() or any((texts / name).is_symlink() for name in (LOCK, WATCH_LOG, WATCH_STATE)):
        raise StoryError(f"{TEXTS}: it or a file of watch in it is a link; remove the link")
    texts.mkdir(exist_ok=True)
    lock = FileLock(texts / LOCK, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StoryError(f"story {folder.name}: another watch is under way; wait for it, or stop it") from None
    try:
        yield texts
    finally:
        lock.release()


def read_state(texts: Path) -> tuple[State, str]:
    """What is remembered, and a line if the file could not be read and all begins anew."""
    path = texts / WATCH_STATE
    if not path.exists():
        return State(), ""
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise ValueError(f"{size:,} bytes")
        return State.model_validate_json(path.read_bytes()), ""
    except (OSError, ValueError):
        return State(), f"{TEXTS}/{WATCH_STATE} could not be read; every feed is read anew"


def write_state(texts: Path, state: State) -> None:
    """Replace the file in one step."""
    put(texts / WATCH_STATE, state.model_dump_json(indent=0).encode())


def write_lines(texts: Path, rows: list[dict[str, str | datetime | None]]) -> None:
    """Add lines to the log; a log that has grown too large begins anew, and the old one is kept beside it."""
    path = texts / WATCH_LOG
    if path.exists() and path.stat().st_size > MOST_LOG_BYTES:
        path.replace(path.with_name(f"{WATCH_LOG}.1"))
    with path.open("ab") as stream:
        head = b"" if stream.tell() else row(list(COLUMNS))
        stream.write(head + b"".join(row([cell(one.get(name)) for name in COLUMNS]) for one in rows))
        stream.flush()
        os.fsync(stream.fileno())


def read_lines(texts: Path) -> list[dict[str, str]]:
    """The lines of the log as text cells."""
    with (texts / WATCH_LOG).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
