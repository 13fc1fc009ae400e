"""Nexis Uni downloads as Word files. Only the text part of the file is opened, and only so much of it as is sound."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from ...errors import SamestoryError
from .nexis_labels import mark
from .nexis_text import read_lines as read_old
from .nexis_uni import Line, is_uni, read_lines
from .record import Found, Options, Reader
from .source import Source

PART = "word/document.xml"
MOST_BYTES = 64_000_000  # of the text part, unpacked; 500 articles have some 15 million
MOST_PARTS = 10_000
_ENDS = tuple(end.encode() for end in ("End of Document", "Ende des Dokuments", "Fin du document"))
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def recognises(source: Source) -> bool:
    """Whether it is a Word file whose lines end documents as Nexis does."""
    if source.head[:4] != b"PK\x03\x04" or (b"word/" not in source.head and source.ending != ".docx"):
        return False
    try:
        raw = _text_part(source)
        if any(end in raw for end in _ENDS):
            return True
        texts = [line.text for line in lines_of(source)]  # words may be cut into runs of their own
    except SamestoryError:
        return False
    return is_uni(texts) or any(mark(text) for text in texts)


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each document of the file.

    Raises
    ------
    SamestoryError
        No Word file, larger unpacked than allowed, or no document of Nexis in it.
    """
    lines = lines_of(source)
    texts = [line.text for line in lines]
    if is_uni(texts) or not any(mark(text) for text in texts):
        yield from read_lines(lines, options, source.name)
    else:
        yield from read_old(texts, options, source.name)


def lines_of(source: Source) -> list[Line]:
    """The lines of a Word file's text, in order; each cell of a table is a line of its own.

    Raises
    ------
    SamestoryError
        It cannot be opened, or unpacks to more than allowed.
    """
    from lxml import etree

    raw = _text_part(source)
    if b"<!DOCTYPE" in raw[:4096] or b"<!ENTITY" in raw[:4096]:
        raise SamestoryError(f"{source.name}: its text part declares entities, which no Word file does")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise SamestoryError(f"{source.name}: its text part cannot be read ({error})") from None
    lines = []
    for paragraph in root.iter(f"{_W}p"):
        above = [node.tag for node in paragraph.iterancestors()]
        if f"{_MC}Fallback" in above:  # the same text a second time, for old programs
            continue
        in_table = f"{_W}tbl" in above
        lines += [Line(text, in_table) for text in _text(paragraph).split("\n")]
    return lines


def _text(paragraph: Any) -> str:
    said = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if next(node.iterancestors(f"{_W}p")) is not paragraph:
            continue  # of a text box, which has its own turn
        name = node.tag.removeprefix(_W)
        said.append((node.text or "") if name == "t" else {"tab": "\t", "noBreakHyphen": "-"}.get(name, "\n"))
    return "".join(said)


def _text_part(source: Source) -> bytes:
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as parts:
            names = parts.infolist()
            part = next((one for one in names if one.filename == PART), None)
            if part is None or len(names) > MOST_PARTS:
                raise SamestoryError(f"{source.name}: no Word file (it has no {PART} among its {len(names):,} parts)")
            with parts.open(part) as text:
                raw = text.read(MOST_BYTES + 1)  # the size a packed file states may be a lie
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise SamestoryError(f"{source.name}: cannot be opened as a Word file ({error}); save it again") from None
    if len(raw) > MOST_BYTES:
        raise SamestoryError(f"{source.name}: its text unpacks to more than {MOST_BYTES:,} bytes")
    return raw


READER = Reader("Nexis Uni Word", (".docx",), recognises, read)
