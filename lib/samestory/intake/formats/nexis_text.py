"""Old LexisNexis downloads as plain text: "1 of 10 DOCUMENTS" above each, lines broken at some 78 signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...errors import SamestoryError
from .nexis_labels import mark, taken_off
from .nexis_old import gaps, pieces, says, stated_by
from .press import findings
from .record import Found, Options, Reader, Remark
from .source import Source


def recognises(source: Source) -> bool:
    """Whether a line of the first 64 KiB says which document of how many follows."""
    if source.head.lstrip()[:5].lower() in (b"{\\rtf", b"<html", b"<!doc") or source.head[:4] == b"PK\x03\x04":
        return False
    return any(mark(line) for line in source.head_text.splitlines())


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each document of the file."""
    text, encoding = source.text(options.encoding)
    yield Remark("encoding", encoding)
    yield from read_lines(text.lstrip("\ufeff").splitlines(), options, source.name)


def read_lines(lines: list[str], options: Options, name: str) -> Iterator[Found]:
    """Each document of a text in this layout.

    Raises
    ------
    SamestoryError
        No document in it.
    """
    cover, found = pieces(lines)
    if not found:
        raise SamestoryError(f"{name}: no line such as '1 of 10 DOCUMENTS'; is it a LexisNexis download?")
    taken = Counter[str]()
    records = [says(piece, f"document {piece.number}, line {piece.line}", taken, wrapped=True) for piece in found]
    yield from findings(records, options, stated_by("\n".join(cover), found))
    yield from gaps(found)
    yield from taken_off(taken)


READER = Reader("LexisNexis text", (".txt",), recognises, read)
