"""What ``samestory watch`` remembers of a story, in its git-ignored ``texts/``.

    texts/watch.json   ETags, and by address what each feed said last; replaced whole
    texts/watch.csv    a line for each new or revised article, for people

Without ``watch.json`` nothing is lost: what the ledger has is known all the same. What a look found is written there
before the ledger is changed, so that the next look ends what a killed one began.
"""

from __future__ import annotations

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


class Line(pydantic.BaseModel):
    """One line of the log: a new or revised article."""

    time: datetime
    what: str
    article_id: str
    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    feed: str
    detail: str = ""


class Seen(pydantic.BaseModel):
    """One article: its id in the ledger, and by feed the change it stated last and a digest of what it said."""

    article_id: str
    said: dict[str, tuple[str, str]] = {}


class State(pydantic.BaseModel):
    """What is remembered: by feed its settings and the validators of its documents; by key of an address, articles.

    ``begun`` is what the last look found, until ledger and log have it; ``again`` are the revised articles whose page
    was not fetched once more yet.
    """

    model_config = pydantic.ConfigDict(extra="ignore")

    settings: dict[str, str] = {}
    validators: dict[str, dict[str, dict[str, str]]] = {}
    seen: dict[str, Seen] = {}
    begun: list[Line] = []
    again: list[str] = []

    def forget(self, line: Line) -> None:
        """Have a new article found again: its row was not written."""
        self.seen = {key: one for key, one in self.seen.items() if one.article_id != line.article_id}
        self.validators.pop(line.feed, None)


@contextmanager
def watching(folder: Path, *, patience: float = 0) -> Iterator[Path]:
    """The ``texts/`` of a story, in a block in which no other command watches it; it is waited for so many seconds.

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
        lock.acquire(timeout=patience)
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


def write_lines(texts: Path, lines: list[Line]) -> None:
    """Add lines to the log, but for those at its end that a killed look has written.

    A log that has grown too large begins anew, and the old one is kept beside it.
    """
    path = texts / WATCH_LOG
    there = path.read_bytes() if path.exists() else b""
    head = row(list(COLUMNS))
    new = b"".join(row([cell(getattr(line, name)) for name in COLUMNS]) for line in lines)
    if head.startswith(there):
        new = head + new
    written = next(n for n in range(len(new), -1, -1) if there.endswith(new[:n]))
    if not written and len(there) > MOST_LOG_BYTES:
        path.replace(path.with_name(f"{WATCH_LOG}.1"))
        new = head + new
    with path.open("ab") as stream:
        stream.write(new[written:])
        stream.flush()
        os.fsync(stream.fileno())
