"""LexisNexis downloads as HTML: each document between comments DOC NUMBER, its parts in divisions of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...errors import SamestoryError
from .markup import LAYOUT, blocks, html_text, html_tree, not_closed
from .nexis_labels import taken_off
from .nexis_old import Piece, gaps, pieces, says, stated_by
from .press import findings, unlike
from .record import Found, Options, Reader, Remark, Stated
from .source import Source

_MARKS = (b"<!-- lxncomment", b"<docfull>", b'name="doc_id_')
_OPENS = re.compile(r"<docfull>", re.IGNORECASE)
_COUNT = re.compile(r"<meta\s[^<>]{0,300}?\bdocuments=\"?(\d{1,6})\"?", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Whether the first 64 KiB hold the comments or anchors of the service."""
    head = source.head.lower()
    return b"<" in head[:2000] and any(mark in head for mark in _MARKS)


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each document of the file.

    Raises
    ------
    SamestoryError
        No document in it, or it nests too deep to be read.
    """
    text, encoding = html_text(source, options.encoding)
    yield Remark("encoding", encoding)
    lines: list[str] = []
    for paragraph in blocks(html_tree(text, source.name), space=LAYOUT):
        lines += [*paragraph.split("\n"), ""]
    _, found = pieces(lines)
    if not found:
        raise SamestoryError(f"{source.name}: no line such as '1 of 10 DOCUMENTS'; is it a LexisNexis download?")
    counted = _COUNT.search(text[:100_000])
    stated = Stated(int(counted[1]), f'documents="{counted[1]}"') if counted else stated_by("", found)
    taken = Counter[str]()
    yield from findings([says(piece, _place(piece), taken, wrapped=False) for piece in found], options, stated)
    yield from gaps(found)
    yield from taken_off(taken)
    yield from unlike(len(_OPENS.findall(text)), "<DOCFULL>", len(found))
    yield from not_closed(text)


def _place(piece: Piece) -> str:
    return f"document {piece.number} of {piece.total}"


READER = Reader("LexisNexis HTML", (".html", ".htm"), recognises, read)
