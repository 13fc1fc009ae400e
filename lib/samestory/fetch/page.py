"""One page: redirects followed by hand, retries, and whether what came is a web page; and an archive's copy of it."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from .address import checked_url, is_private_name
from .failure import Failure
from .hosts import REDIRECTS, Hosts, next_address, refusal
from .manners import MAX_HOPS
from .request import Answer

# What is worth keeping of the head of an answer.
KEPT = (
    "content-type", "content-language", "content-encoding", "content-length", "date", "last-modified", "etag",
    "link", "x-robots-tag", "memento-datetime", "x-archive-orig-date", "x-archive-orig-last-modified",
)  # fmt: skip
MAX_HEADER = 1_000
_HEAD_BYTES = 65_536
_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|section|main|title|meta|div|p)[\s>/]", re.IGNORECASE)
_FILES = ((b"%PDF-", "a PDF"), (b"PK\x03\x04", "an archive or office file"), (b"\x89PNG", "an image"),
          (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"), (b"\x1f\x8b", "a packed file"))  # fmt: skip
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:\-]{1,40})", re.ASCII | re.IGNORECASE)
_CAPTURE = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(\S+)", re.ASCII)


@dataclass(frozen=True)
class Page:
    """A page that came: where from in the end, by which redirects, and its bytes."""

    url: str
    final_url: str
    hops: tuple[str, ...]
    status: int
    headers: dict[str, str]
    encoding: str | None
    body: bytes
    n_received: int
    tries: int
    archived_at: datetime | None = None


def get_page(hosts: Hosts, address: str, language: str | None = None) -> Page:
    """Fetch one page from its own host.

    Raises
    ------
    Failure
        After the last try; ``tries`` says how many there were.
    """
    url = checked_url(address)
    (answer, hops), tries = hosts.retried(url, lambda: followed(hosts, url, language))
    if answer.url.path in ("", "/") and not answer.url.query and url.path not in ("", "/"):
        raise _tried(Failure("gone", f"leads to the front page {str(answer.url)[:200]}", status=answer.status), tries)
    return _page(address, answer, hops, tries)


def get_copy(hosts: Hosts, base: str, address: str, around: datetime, language: str | None = None) -> Page:
    """Fetch the copy of a page that an archive took nearest to a time, unchanged (``id_``).

    The archive is a host like any other: its robots.txt, pauses and limits hold, and so does the check of addresses.

    Parameters
    ----------
    hosts, address, language
        As for ``get_page``.
    base
        The archive: ``https://web.archive.org``, or one that answers in the same way.
    around
        The time wanted.

    Raises
    ------
    Failure
        ``no copy`` where the archive has none, or gives a page that does not say when it was taken.
    """
    if is_private_name(checked_url(address).host):
        raise Failure("no copy", "a private name; no archive is asked")
    # The address goes in as it stands, its query and percent signs with it: the archive looks it up letter by letter.
    url = checked_url(f"{base}/web/{around:%Y%m%d%H%M%S}id_/{address.partition('#')[0]}")
    try:
        (answer, hops), tries = hosts.retried(url, lambda: followed(hosts, url, language))
    except Failure as failure:
        if failure.code == "gone":
            raise _tried(Failure("no copy", failure.detail, status=failure.status), failure.tries) from None
        raise
    capture = _CAPTURE.search(str(answer.url))
    taken = _taken(answer, capture)
    if taken is None:
        raise _tried(Failure("no copy", "what the archive gave does not say when it was taken"), tries)
    shown = checked_url(capture[2]) if capture else None
    if shown is not None and shown.path in ("", "/") and not shown.query and httpx.URL(address).path not in ("", "/"):
        raise _tried(Failure("no copy", "the archive's copy leads to the front page"), tries)
    return _page(address, answer, hops, tries, taken)


def followed(
    hosts: Hosts, url: httpx.URL, language: str | None = None, headers: Mapping[str, str] | None = None
) -> tuple[Answer, list[str]]:
    """One try: the answer at the end of all redirects, and the addresses on the way to it.

    Its status is 200, or 304 if ``headers`` ask whether the page changed.
    """
    hops: list[str] = []
    seen = set()
    with hosts.visit(language, headers) as visit:
        while True:
            hosts.allow(url)
            state = (str(url), visit.cookies)
            if state in seen:
                raise Failure("redirects", f"in a circle, back to {str(url)[:200]}")
            seen.add(state)
            answer = visit.get(url, hosts.manners.max_bytes)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                break
            if len(hops) == MAX_HOPS:
                raise Failure("redirects", f"more than {MAX_HOPS}", status=answer.status)
            hops.append(str(url))
            url = next_address(answer)
    if answer.status != 200 and not (answer.status == 304 and headers):
        raise refusal(answer, hosts.outside.now())
    return answer, hops


def _page(address: str, answer: Answer, hops: list[str], tries: int, taken: datetime | None = None) -> Page:
    stated = answer.headers.get("content-type", "")
    if (failure := _no_page(answer.body, stated)) is not None:
        raise _tried(failure, tries)
    headers = {name: answer.headers[name][:MAX_HEADER] for name in KEPT if name in answer.headers}
    charset = _CHARSET.search(stated)
    return Page(
        address, str(answer.url), tuple(hops), answer.status, headers, charset[1].lower() if charset else None,
        answer.body, answer.n_received, tries, taken,
    )  # fmt: skip


def _no_page(body: bytes, stated: str) -> Failure | None:
    """What speaks against a body being a web page: its bytes decide, since servers label pages as anything."""
    if not body.strip():
        return Failure("empty", "no text in the answer", status=200)
    said = f" (labelled {stated[:60]!r})" if stated else ""
    for mark, name in _FILES:
        if body.startswith(mark):
            return Failure("not a page", f"{name}{said}; save its text into articles/", status=200)
    head = body[:_HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="replace").encode("utf-8")
    if b"\0" in head or not _TAG.search(head):
        return Failure("not a page", f"no HTML in it{said}", status=200)
    return None


def _taken(answer: Answer, capture: re.Match[str] | None) -> datetime | None:
    """When the archive took its copy: by its header (RFC 7089), else by the address it led to."""
    try:
        when = email.utils.parsedate_to_datetime(answer.headers.get("memento-datetime", ""))
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    try:
        return datetime.strptime(capture[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if capture else None
    except ValueError:
        return None


def _tried(failure: Failure, tries: int) -> Failure:
    failure.tries = tries
    return failure
