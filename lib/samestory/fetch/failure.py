"""Why a page was not fetched: a few codes, each with a plain meaning."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

# code -> what it means in a summary. The order is that of the summary.
REASONS = {
    "address": "the address may not be asked (scheme, password, port, or not public)",
    "robots": "robots.txt does not want it fetched",
    "busy": "the host asked to come back later",
    "unreachable": "no connection (name, network or certificate)",
    "timeout": "took longer than allowed",
    "gone": "no longer there (404, 410, or it leads to the front page)",
    "refused": "refused (401, 402, 403, 451)",
    "status": "another status than 200",
    "redirects": "redirects in a circle, or too many",
    "broken": "the answer broke off or could not be unpacked",
    "too large": "larger than allowed",
    "not a page": "no web page (a PDF, an image, data)",
    "empty": "an empty page",
    "no copy": "the archive has no copy",
}
# Worth another try within the same command.
PASSING = ("unreachable", "broken", "busy", "status")
# Where the archive is asked. Not where the publisher said no (robots, refused other than 403), not for addresses that
# are nobody else's business, and not for what would be no page there either.
ARCHIVED = ("unreachable", "timeout", "gone", "status", "redirects", "broken", "empty")


class Stopped(Exception):
    """The user said stop."""


class Failure(Exception):
    """One attempt failed. ``code`` is a key of ``REASONS``; ``detail`` says what happened, in one line.

    ``status`` is the HTTP status where there was one; ``wait`` the seconds the host asked to wait, where that is soon
    enough to be waited for; ``not_before`` the time where it is not. ``is_final`` where another try would only ask the
    same again. ``tries`` counts the tries made.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        status: int | None = None,
        wait: float | None = None,
        not_before: datetime | None = None,
        is_final: bool = False,
    ):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail, self.status = code, detail, status
        self.wait, self.not_before, self.is_final, self.tries = wait, not_before, is_final, 1
        self.is_unnamed = False  # the name of the host is private or does not resolve: it is not sent to anybody else
        self.at: httpx.URL | None = None  # who answered so, where a redirect led to another host

    def again(self) -> Failure:
        """The same failure for another page, and final."""
        same = Failure(self.code, self.detail, status=self.status, not_before=self.not_before, is_final=True)
        same.is_unnamed = self.is_unnamed
        return same

    @property
    def is_passing(self) -> bool:
        """Whether another try within the same command may help."""
        if self.is_final or self.not_before is not None:
            return False
        return self.code in PASSING and (self.code != "status" or (self.status or 0) >= 500)

    @property
    def asks_archive(self) -> bool:
        """Whether an archive's copy is worth asking for, and fair. The name of a host that does not resolve may be that
        of a machine inside a house; an archive would learn it."""
        if self.is_unnamed:
            return False
        return self.code in ARCHIVED or (self.code == "refused" and self.status == 403)
