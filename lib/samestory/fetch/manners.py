"""How fetching behaves: what a user may set, fixed bounds, and how the program names itself."""

from __future__ import annotations

import importlib.metadata
import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ..errors import StoryError
from ..story.texts import MAX_PAGE_BYTES
from .address import checked_url, resolve
from .connect import Connect, Resolve, connect
from .failure import Failure

TOKEN = "samestory"  # noqa: S105 - the name that robots.txt files may speak to
ARCHIVE = "https://web.archive.org"
ARCHIVE_SWITCH = "SAMESTORY_ARCHIVE"

MAX_HOPS = 8  # redirects of one page
ROBOTS_HOPS = 5  # what RFC 9309 asks for
MAX_ROBOTS_BYTES = 512_000  # RFC 9309: at least 500 KiB are read
MAX_CRAWL_DELAY = 60.0
MAX_WAIT = 120.0  # a Retry-After up to here is waited for; one beyond is for another day
TRIES = 3
BACKOFF = (5.0, 15.0)
MAX_LATER = 366 * 86_400.0  # a year; beyond it a host jokes
BUSY_SECONDS = 3_600.0  # a host that says "too many requests" and not how long is left alone for an hour


@dataclass(frozen=True)
class Manners:
    """What a user may set.

    ``pause`` are the seconds between two requests to one host (more where its robots.txt asks for more);
    ``timeout`` the seconds for one page in all, redirects included; ``max_bytes`` the bound of a page, as sent and
    unpacked; ``archive`` whether the Wayback Machine is asked for pages that are gone; ``allow_local`` lets addresses
    be fetched that are not public; ``jobs`` how many hosts at once; ``contact`` an address or page the User-Agent
    gives, for those who want to complain.
    """

    pause: float = 2.0
    timeout: float = 60.0
    max_bytes: int = 10_000_000
    archive: bool = True
    allow_local: bool = False
    jobs: int = 4
    contact: str = ""

    def __post_init__(self) -> None:
        faults = [
            f"{name} is {given!r}; allowed are {low:,} to {high:,}"
            for name, given, low, high in (
                ("pause", self.pause, 0.5, 3_600),
                ("timeout", self.timeout, 1, 3_600),
                ("max-bytes", self.max_bytes, 1_000, MAX_PAGE_BYTES),
                ("jobs", self.jobs, 1, 32),
            )
            if not low <= given <= high
        ]
        if not re.fullmatch(r"[!-~]?[ -~]{0,198}", self.contact) or set("()") & set(self.contact):
            faults.append("contact: give a mail address or a web address, at most 199 characters, no brackets")
        if faults:
            raise StoryError("\n".join(faults))

    @property
    def user_agent(self) -> str:
        """How the program names itself to every host."""
        contact = f"; contact: {self.contact}" if self.contact else ""
        return f"{TOKEN}/{importlib.metadata.version('samestory')} (single news pages for research{contact})"

    @property
    def archive_base(self) -> str:
        """The archive: the Wayback Machine, or the one that ``SAMESTORY_ARCHIVE`` names."""
        base = os.environ.get(ARCHIVE_SWITCH) or ARCHIVE
        try:
            checked_url(base)
        except Failure as failure:
            raise StoryError(f"{ARCHIVE_SWITCH} is {base[:80]!r}: {failure.detail}") from None
        return base.rstrip("/")


@dataclass
class Outside:
    """The world: its clock, its names, its network, and whether the user has said stop."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = time.monotonic
    resolve: Resolve = resolve
    connect: Connect = connect
    stop: threading.Event = field(default_factory=threading.Event)

    def sleep(self, seconds: float) -> None:
        """Wait; ends at once when the user says stop."""
        self.stop.wait(seconds)
