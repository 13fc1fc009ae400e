"""Word files (.docx) that no database made: one document, one article."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import SamestoryError
from ..record import Found, Options, Rank, Reader
from ..shared.document import article_of
from ..shared.docx import docx_lines
from ..source import Source

ENDINGS = (".docx", ".docm", ".dotx")


def _recognises(source: Source) -> bool:
    if source.head[:4] != b"PK\x03\x04" or (source.ending not in ENDINGS and b"word/" not in source.head):
        return False
    try:
        return bool(docx_lines(source)) or source.ending in ENDINGS
    except SamestoryError:
        return source.ending in ENDINGS  # reading it says what is wrong


def _read(source: Source, options: Options) -> Iterator[Found]:
    """Paragraphs and cells of tables in their order; headers, footers, comments and pictures are left out."""
    paragraphs = [line.text.strip() for line in docx_lines(source)]
    yield from article_of("\n\n".join(filter(None, paragraphs)), options)


READER = Reader("Word", ENDINGS, _recognises, _read, Rank.DOCUMENT)
