"""Web archives: WARC and ARC, plain or gzip, by record or as a whole (CC-NEWS, Webrecorder, Heritrix, wget).

Pages that were answered with success are articles; everything else in an archive is counted by kind, so that the sum
is that of all records. An archive states when a page was captured, which is not when it was published: the capture
is in ``note``.
"""

from __future__ import annotations

import gzip
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from ...errors import SamestoryError
from ..pages.metadata import language_code
from ..pages.page import read_page
from ..pages.tree import MAX_PAGE_BYTES, decoded
from ..record import Found, Options, Rank, Reader, Record, Reject, Remark
from ..source import Source

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

ENDINGS = (".warc", ".arc", ".wet")
MAX_LINE = 1_000_000
MAX_LINES = 200_000  # of the headers and chunk sizes of one record
BOMB_FLOOR = 100_000_000  # bytes that may always come out of a gzip
BOMB_RATIO = 300  # above the floor: bytes out for each in; text packs 4 to 20 times
_PAGES = ("text/html", "application/xhtml+xml")
_UNPACKED = {"", "identity", "gzip", "x-gzip", "deflate", "none", "utf-8"}
_LOOKS_LIKE_PAGE = re.compile(rb"(?>\s*<!--.{0,2000}?-->)*+\s*<(?:!doctype html|html|head)", re.IGNORECASE | re.DOTALL)
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", re.ASCII)


def _recognises(source: Source) -> bool:
    head = source.head
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 200)
        except zlib.error:
            return False
    return head.startswith((b"WARC/", b"filedesc://"))


class _Unpacked:
    """The archive's bytes out of gzip, whatever its members hold, within bounds. A stream that ends too soon ends."""

    def __init__(self, source: Source):
        self.packed: BinaryIO = source.open()
        self.size = max(source.size, 1)
        self.is_packed = self.packed.read(2) == b"\x1f\x8b"
        self.packed.seek(0)
        self.stream: Any = gzip.GzipFile(fileobj=self.packed) if self.is_packed else self.packed
        self.n, self.ends_early = 0, ""

    def tell(self) -> int:
        return self.n

    def read(self, size: int = 16_384) -> bytes:
        if self.ends_early:
            return b""
        try:
            size = min(size, 1_000_000) if size and size > 0 else 16_384
            found = self.stream.read1(size) if self.is_packed else self.stream.read(size)  # read() loses what it had
        except (EOFError, OSError, zlib.error) as error:
            self.ends_early = "the gzip ends too soon" if isinstance(error, EOFError) else f"damaged gzip: {error}"
            return b""
        self.n += len(found)
        if self.is_packed and self.n > BOMB_FLOOR and self.n > BOMB_RATIO * self.packed.tell():
            raise SamestoryError(f"unpacks to more than {BOMB_RATIO} times its size, as no archive of pages does")
        return found

    def close(self) -> None:
        self.stream.close()
        self.packed.close()


def _records(stream: _Unpacked) -> Iterator[ArcWarcRecord]:
    """Records as warcio reads them, with lines bounded and without its remarks on stderr."""
    from warcio.archiveiterator import ArchiveIterator

    class Bounded(ArchiveIterator):
        INC_RECORD = ""  # what it would print where a length is wrong; the number of such records is in err_count

    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    records = Bounded(stream)
    # Its lines are not bounded and its own unpacking is not wanted: what comes out of our stream is plain.
    readline, lines = records.reader.readline, Counter[str]()

    def bounded(length: int | None = None) -> bytes:
        lines["read"] += 1
        if lines["read"] > MAX_LINES:
            raise SamestoryError(f"a record with more than {MAX_LINES:,} lines of headers")
        line = readline(min(length or MAX_LINE, MAX_LINE))
        lines["of a head"] += bool(line.strip())
        lines["past the end"] += not line
        return line

    # warcio takes a head that the end of the file cuts for a whole one, for no record, or fails over what it lacks.
    records.reader.readline = bounded
    try:
        for record in records:
            if lines["past the end"]:
                break
            lines.clear()
            yield record
            lines.clear()
    except Exception:
        if not (lines["of a head"] and lines["past the end"]):
            raise
    if lines["of a head"]:
        stream.ends_early = stream.ends_early or "the file ends within the head of the next record"


def _read(source: Source, options: Options) -> Iterator[Found]:
    left_out: Counter[str] = Counter()
    n = n_pages = n_rejects = 0
    place = "record 1"
    stream = _Unpacked(source)
    try:
        for n, record in enumerate(_records(stream), 1):
            place = f"record {n:,}"
            found = _of_record(record, place, options)
            if isinstance(found, str):
                left_out[found] += 1
            else:
                n_pages += isinstance(found, Record)
                n_rejects += isinstance(found, Reject)
                yield found
            if (n_lacking := _n_lacking(record)) and not stream.ends_early:
                stream.ends_early = f"the file ends within {place}, {n_lacking:,} bytes short of what it states"
        if stream.ends_early:
            yield Reject(f"after {place}", f"{stream.ends_early}; what follows cannot be read", n=0)
    except SamestoryError as error:
        yield Reject(f"after {place}", f"the rest of the file was not read: {error}", n=0)
    except (
        Exception
    ) as error:  # warcio raises whatever a damaged header leads it to; the file is reported, not the crash
        yield Reject(f"after {place}", f"the rest of the file was not read: {type(error).__name__}: {error}"[:300], n=0)
    finally:
        stream.close()
    counted = Counter({"pages": n_pages, "rejected": n_rejects}) + left_out
    counts = [f"{count:,} {kind}" for kind, count in counted.items()]
    yield Remark("layout", f"{n:,} records: {', '.join(counts)}")


def _of_record(record: ArcWarcRecord, place: str, options: Options) -> Record | Reject | str:
    """An article, a reject, or what kind of page it is if it is not an article."""
    kind = record.rec_type or "records without a type"
    if kind not in ("response", "resource", "conversion"):
        return kind
    headers = record.rec_headers
    url = headers.get_header("WARC-Target-URI") or headers.get_header("uri") or ""
    place = f"{place}, {url[:200]}" if url else place
    if not url.lower().startswith(("http://", "https://")):
        return f"{kind} of no web address"
    media, encoding, packed = _sent(record)
    if (why := _no_page(record, media, url)) is not None:
        return why
    if packed not in _UNPACKED:
        return Reject(
            place, f"packed as {packed[:40]!r}, which cannot be unpacked here", _payload(record.raw_stream)[0]
        )
    content = record.content_stream()
    raw, fault = _payload(content)
    ends = _ends(record, content)
    if len(raw) > MAX_PAGE_BYTES:
        return Reject(place, f"larger than a page may be ({MAX_PAGE_BYTES:,} bytes)", raw[:1_000_000])
    if fault:
        return Reject(place, fault, raw)
    if not media and not _LOOKS_LIKE_PAGE.match(raw[:5_000]):
        return "no page (of no type)"
    fields, fault = _fields(raw, url, encoding or options.encoding, media, headers, options)
    if fault or not (fields.get("text") or fields.get("title")):
        return Reject(place, fault or "no text and no title found on the page", raw)
    notes = [fields.pop("note", None), _captured(headers)]
    if ends:
        fields["text_status"] = "cut" if fields.get("text") else "none"
        notes.append(ends)
    return Record(fields | {"note": "; ".join(note for note in notes if note)}, place)


def _sent(record: ArcWarcRecord) -> tuple[str, str | None, str]:
    """The media type, encoding and packing of a record, as its headers say."""
    http = record.http_headers
    said = record.content_type if http is None else http.get_header("Content-Type")
    packed = "" if http is None else (http.get_header("Content-Encoding") or "").strip().lower()
    media, _, rest = (said or "").partition(";")
    match = re.search(r"charset=[\"']?([\w.:-]{2,40})", rest, re.IGNORECASE)
    return media.strip().lower(), match[1] if match else None, packed


def _no_page(record: ArcWarcRecord, media: str, url: str) -> str | None:
    """Why a record holds no page of text; None if it may hold one."""
    if record.http_headers is not None:
        status = record.http_headers.get_statuscode() or "?"
        if not status.startswith("2"):
            return f"answers {status}"
    if media and media not in (*_PAGES, "text/plain"):
        return f"no page ({media[:60]})"
    is_robots = media == "text/plain" and url.lower().partition("?")[0].endswith("/robots.txt")
    return "robots.txt" if is_robots else None


def _fields(
    raw: bytes, url: str, encoding: str | None, media: str, headers: Any, options: Options
) -> tuple[dict[str, Any], str | None]:
    try:
        if media == "text/plain":
            text = decoded(raw, encoding)[0].strip()
            said = language_code((headers.get_header("WARC-Identified-Content-Language") or "").split(",")[0])
            fields = {"text": text, "text_status": "full", "url": url, "language": options.language or said}
            return {key: value for key, value in fields.items() if value}, None
        page = read_page(raw, url=url, encoding=encoding, zone=options.zone, day_first=options.day_first)
    except SamestoryError as error:
        return {}, str(error)
    return page.fields | ({"language": options.language} if options.language else {}), None


def _payload(content: Any) -> tuple[bytes, str | None]:
    """The content of a record, up to a little more than a page may have."""
    parts, size = [], 0
    try:
        while size <= MAX_PAGE_BYTES and (part := content.read(65_536)):
            parts.append(part)
            size += len(part)
    except SamestoryError:
        raise
    except Exception as error:  # whatever damaged chunks or gzip within the record lead to
        return b"".join(parts), f"content cannot be unpacked: {type(error).__name__}: {error}"[:300]
    return b"".join(parts), None


def _n_lacking(record: ArcWarcRecord) -> int:
    """How many bytes of the length a record states are not there; its content is read to the end for that."""
    while record.raw_stream.read(65_536):
        pass
    return max(getattr(record.raw_stream, "limit", 0) or 0, 0)


def _ends(record: ArcWarcRecord, content: Any) -> str:
    """Why the page is not whole, its content having been read; empty if it is."""
    if _n_lacking(record):
        return "the file ends within this page"
    if not getattr(getattr(content, "decompressor", None), "eof", True):  # warcio gives what it could unpack
        return "its packed content is damaged or ends too soon"
    if why := record.rec_headers.get_header("WARC-Truncated"):  # a field of ISO 28500
        return f"the crawler kept only a part of this page ({why[:40]})"
    return ""


def _captured(headers: Any) -> str | None:
    shown = headers.get_header("WARC-Date") or headers.get_header("archive-date")
    if shown and (match := _STAMP.fullmatch(shown)):
        shown = "{}-{}-{}T{}:{}:{}Z".format(*match.groups())
    return f"captured {shown[:40]}" if shown else None


READER = Reader("web archive", ENDINGS, _recognises, _read, Rank.STANDARD)
