"""``texts/`` of a story while it is written: one writer at a time, whole pages only, a log of every attempt.

Killed at any moment, a page is there whole or not at all: first the page, then its record, each under a temporary
name that is then changed in one step; what has no record does not count, and the next command clears it away.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ..errors import UNPRINTABLE, StoryError
from ..story.find import TEXTS, TEXTS_LOG
from ..story.folder import inside, listing
from ..story.texts import PAGE, Fetched, is_record, page_file, read_bytes, read_record, stored
from .page import Page

LOCK = ".fetch.lock"
NEW = ".new-"
COLUMNS = (
    "article_id", "url", "time", "source", "outcome", "status", "reason", "tries", "bytes", "file", "not_before",
)  # fmt: skip
MAX_LOG_BYTES = 200_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SECONDS = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Line:
    """One line of the log. ``source`` is ``page`` or ``archive``, ``outcome`` one of ``OUTCOMES``."""

    article_id: str
    url: str
    time: datetime
    source: str
    outcome: str
    status: int | None = None
    reason: str = ""
    tries: int = 1
    bytes: int | None = None
    file: str = ""
    not_before: datetime | None = None


class Store:
    """The texts of one story, open for writing; make it by ``opened``. One thread at a time may call it."""

    def __init__(self, folder: Path):
        self.folder, self.texts, self.log = folder, folder / TEXTS, folder / TEXTS / TEXTS_LOG

    def has(self, article_id: str) -> bool:
        """Whether a version of a page is stored."""
        return bool(stored(self.folder, article_id))

    def save(self, article_id: str, page: Page, fetched: datetime, made_by: str) -> tuple[str, bool]:
        """Store a page as a new version.

        Returns
        -------
        file, is_new
            The file within the story folder; not new where its bytes are those of the newest version, which is named.
        """
        digest = hashlib.sha256(page.body).hexdigest()
        if (newest := self._newest(article_id)) is not None and newest[1].sha256 == digest:
            return page_file(newest[0]).relative_to(self.folder).as_posix(), False
        place = self.texts / article_id
        place.mkdir(exist_ok=True)
        listing(self.folder, f"{TEXTS}/{article_id}")  # no link that leads out
        record = place / f"{fetched:%Y%m%dT%H%M%SZ}.json"
        number = 1
        while os.path.lexists(record) or os.path.lexists(page_file(record)):
            number += 1
            record = place / f"{fetched:%Y%m%dT%H%M%SZ}-{number}.json"
        says = Fetched(
            article_id=article_id,
            url=page.url,
            final_url=page.final_url,
            hops=list(page.hops),
            fetched=fetched,
            fetched_from="page" if page.archived_at is None else "archive",
            archived_at=page.archived_at,
            status=page.status,
            headers=page.headers,
            encoding=page.encoding,
            sha256=digest,
            n_bytes=len(page.body),
            n_received=page.n_received,
            made_by=made_by,
        )
        packed = gzip.compress(page.body, mtime=0)
        put(page_file(record), packed)
        put(record, (says.model_dump_json(indent=1) + "\n").encode())
        return page_file(record).relative_to(self.folder).as_posix(), True

    def write(self, line: Line) -> None:
        """Add a line to the log, in one write."""
        cells = [cell(getattr(line, name)) for name in COLUMNS]
        with self.log.open("ab") as stream:
            stream.write(row(cells) if stream.tell() else row(list(COLUMNS)) + row(cells))
            stream.flush()
            os.fsync(stream.fileno())

    def not_before(self) -> dict[str, datetime]:
        """The pages whose host asked, the last time, to come back later: ``article_id`` -> when."""
        found: dict[str, datetime] = {}
        if not self.log.exists():
            return found
        with self.log.open(encoding="utf-8", errors="replace", newline="") as stream:
            for row in csv.DictReader(stream):
                found.pop(str(row.get("article_id")), None)
                if row.get("not_before"):
                    try:
                        when = datetime.strptime(str(row["not_before"]), _SECONDS)
                    except ValueError:
                        continue
                    found[str(row.get("article_id"))] = when.replace(tzinfo=UTC)
        return found

    def _newest(self, article_id: str) -> tuple[Path, Fetched] | None:
        versions = stored(self.folder, article_id)
        if not versions:
            return None
        found = read_record(self.folder, versions[-1])
        read_bytes(self.folder, versions[-1], found)  # a damaged version is said, not built upon
        return versions[-1], found

    def _tidy(self) -> None:
        """Clear away what a killed command left: temporary files, pages without a record, half a line of the log."""
        for place in [self.texts, *(path for path in listing(self.folder, TEXTS) if path.is_dir())]:
            if place.is_symlink():
                raise StoryError(f"{place.relative_to(self.folder)}: is a link; copy the folder here, or remove it")
            for path in place.iterdir():
                lone = path.name.endswith(PAGE) and place != self.texts
                record = path.with_name(path.name.removesuffix(PAGE) + ".json")
                if path.name.startswith(NEW) or (lone and is_record(record) and not os.path.lexists(record)):
                    path.unlink()
        if not os.path.lexists(self.log):
            return
        if (size := inside(self.folder, self.log).stat().st_size) > MAX_LOG_BYTES:
            raise StoryError(f"{TEXTS}/{TEXTS_LOG}: {size:,} bytes; move it away, a new one will be begun")
        with self.log.open("r+b") as stream:
            rows = stream.read()
            whole = rows.rfind(b"\n") + 1
            if whole < len(rows):
                stream.truncate(whole)


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """Open the texts of a story for writing; no other process can until it is closed.

    Raises
    ------
    StoryError
        Another command is fetching for this story, or ``texts`` leads out of the story folder.
    """
    texts = folder / TEXTS
    if texts.is_symlink():
        raise StoryError(f"{TEXTS}: is a link; fetched pages stay in the story folder, so make it a folder of its own")
    texts.mkdir(exist_ok=True)
    if (texts / LOCK).is_symlink():
        raise StoryError(f"{TEXTS}/{LOCK}: is a link; remove it")
    lock = FileLock(texts / LOCK, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StoryError(f"story {folder.name}: another fetch is under way; wait for it, or stop it") from None
    try:
        store = Store(folder)
        store._tidy()
        yield store
    finally:
        lock.release()


def put(path: Path, content: bytes) -> None:
    """Write a file whole: under a temporary name, to the disk, then renamed."""
    new = path.with_name(NEW + path.name)
    with new.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def row(cells: list[str]) -> bytes:
    """A row of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue().encode("utf-8", errors="replace")


def cell(given: object) -> str:
    """A value as a cell: one line, nothing a terminal or a spreadsheet would act on."""
    if given is None:
        return ""
    if isinstance(given, datetime):
        return given.astimezone(UTC).strftime(_SECONDS)
    text = " ".join(UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", str(given)).split())
    return "'" + text if text.startswith(_FORMULA) else text
