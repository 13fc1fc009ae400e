"""OpenDocument texts (.odt), read by odfdo: one document, one article."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from ...errors import SamestoryError, reason_of
from ..record import Found, Options, Rank, Reader
from ..shared.document import article_of
from ..source import UNPACKING, Source

ENDINGS = (".odt", ".ott", ".fodt")
MIMETYPE = b"application/vnd.oasis.opendocument.text"
MOST_BYTES = 64_000_000  # of a part, unpacked
MOST_PARTS = 10_000
_SKIPPED = ("office:annotation", "text:note", "text:tracked-changes", "text:index-body", "text:table-of-content")


def _recognises(source: Source) -> bool:
    if source.head[:4] == b"PK\x03\x04":
        return MIMETYPE in source.head[:200] or source.ending in ENDINGS
    return source.ending == ".fodt" and MIMETYPE in source.head[:4_000]


def _read(source: Source, options: Options) -> Iterator[Found]:
    """Headings, paragraphs, items of lists and cells in their order; notes, comments and old versions are left out.

    Raises
    ------
    SamestoryError
        It cannot be opened, is protected by a password, or unpacks to more than allowed.
    """
    from odfdo import Document

    raw = source.read()
    _check_size(source, raw)
    try:
        document = Document(io.BytesIO(raw))
        body = document.body
        for one in body.get_elements("descendant::text:note | descendant::office:annotation"):
            one.delete()  # what is behind it stays
        for one in body.get_elements("descendant::text:s"):
            one.set_attribute("text:c", "1")  # a few bytes can ask for two thousand million spaces
        paragraphs = [_text(one) for one in body.get_elements("descendant::text:p | descendant::text:h")]
        title, author = _meta(document)
    except Exception as error:  # what a broken or protected file does to a library is not foreseen
        raise SamestoryError(
            f"{source.name}: cannot be read as OpenDocument ({reason_of(error)}); open it, take off a password, and"
            " save it again"
        ) from None
    text = "\n\n".join(filter(None, paragraphs))
    yield from article_of(text, options, title=title.strip(), author=author.strip() if " " in author.strip() else "")


def _meta(document: Any) -> tuple[str, str]:
    """Title and author; none where the part that names them is missing."""
    try:
        return document.meta.title or "", document.meta.initial_creator or ""
    except Exception:  # the library says a missing part in several ways
        return "", ""


def _text(paragraph: object) -> str:
    """The words of a paragraph; none of one inside a note, a comment or a deleted version."""
    above = paragraph
    while above is not None:
        if above.tag in _SKIPPED:  # type: ignore[attr-defined]
            return ""
        above = above.parent  # type: ignore[attr-defined]
    return str(paragraph.inner_text).strip()  # type: ignore[attr-defined]


def _check_size(source: Source, raw: bytes) -> None:
    if raw[:4] != b"PK\x03\x04":
        if b"<!ENTITY" in raw[:10_000]:
            raise SamestoryError(f"{source.name}: declares entities, which no OpenDocument file does")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            names = parts.infolist()
            if len(names) > MOST_PARTS:
                raise SamestoryError(f"{source.name}: {len(names):,} parts; a document may have {MOST_PARTS:,}")
            for part in names:
                if part.filename.endswith(".xml"):
                    with parts.open(part) as stream:  # the size a packed file states may be a lie
                        size, head = 0, stream.read(1 << 20)
                        if b"<!ENTITY" in head[:10_000]:
                            raise SamestoryError(f"{source.name}: declares entities, which no OpenDocument file does")
                        while head and size <= MOST_BYTES:
                            size += len(head)
                            head = stream.read(1 << 20)
                    if size > MOST_BYTES:
                        raise SamestoryError(f"{source.name}: its text unpacks to more than {MOST_BYTES:,} bytes")
    except UNPACKING as error:
        raise SamestoryError(
            f"{source.name}: cannot be opened as OpenDocument ({reason_of(error)}); save it again"
        ) from None


READER = Reader("OpenDocument text", ENDINGS, _recognises, _read, Rank.DOCUMENT)
