"""A saved page: HTML, XHTML, or one file of page and pictures as browsers save it (MHTML)."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator

from ...errors import SamestoryError
from ..pages.page import read_page
from ..record import Found, Options, Rank, Reader, Record, Reject, Remark
from ..source import Source

ENDINGS = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")
_MARKS = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]", re.IGNORECASE)
_MHTML = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)


def _recognises(source: Source) -> bool:
    head = source.head[:20_000].replace(b"\x00", b"")  # UTF-16 hides the marks between zeros
    if _is_mhtml(head):
        return True
    return bool(_MARKS.search(head)) and head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")[:1] == b"<"


def _is_mhtml(head: bytes) -> bool:
    return bool(_MHTML.search(head[:5_000])) and b"mime-version" in head[:5_000].lower()


def _read(source: Source, options: Options) -> Iterator[Found]:
    raw = source.read()
    url, encoding = None, options.encoding
    if _is_mhtml(raw[:20_000]):
        page, url, stated = _page_of(raw)
        if page is None:
            yield Reject("whole file", "MHTML without a page in it", raw)
            return
        raw, encoding = page, encoding or stated
    try:
        found = read_page(raw, url=url, encoding=encoding, zone=options.zone, day_first=options.day_first)
    except SamestoryError as error:
        yield Reject("whole file", str(error), raw)
        return
    yield Remark("encoding", found.encoding)
    for remark in found.remarks:
        yield Remark("layout", remark)
    if basis := found.fields.get("date_basis"):
        yield Remark("dates", basis)
    fields = found.fields | ({"language": options.language} if options.language else {})
    if not fields.get("text") and not fields.get("title"):
        yield Reject("whole file", "no text and no title found on the page", raw)
        return
    yield Record(fields, "whole file")


def _page_of(raw: bytes) -> tuple[bytes | None, str | None, str | None]:
    """The first page of an MHTML file, its address and its charset."""
    try:
        whole = email.message_from_bytes(raw, policy=email.policy.compat32)
        saved_from = whole.get("Snapshot-Content-Location")
        for n, part in enumerate(whole.walk()):
            if n > 10_000:
                break
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                page = part.get_payload(decode=True)
                if isinstance(page, bytes):
                    address = saved_from or part.get("Content-Location")
                    return page, str(address) if address else None, part.get_content_charset()
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError):  # what mail of strangers does to email
        pass
    return None, None, None


READER = Reader("web page", ENDINGS, _recognises, _read, Rank.DOCUMENT)
