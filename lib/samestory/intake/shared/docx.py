"""The lines of a Word file's text. Only the text part of the file is opened."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import Any

from ...errors import SamestoryError
from ..source import UNPACKING, Source

PART = "word/document.xml"
MOST_BYTES = 64_000_000  # of the text part, unpacked; 500 articles have some 15 million
MOST_PARTS = 10_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its text and whether it is in a table (the cover has tables of search terms)."""

    text: str
    in_table: bool = False


def docx_lines(source: Source) -> list[Line]:
    """The lines of a Word file's text, in order; each cell of a table is a line of its own.

    Raises
    ------
    SamestoryError
        It cannot be opened, or unpacks to more than allowed.
    """
    from lxml import etree

    raw = text_part(source)
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


def text_part(source: Source) -> bytes:
    """The XML of a Word file's text; raises ``SamestoryError`` if it cannot be opened or is too large unpacked."""
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as parts:
            names = parts.infolist()
            part = next((one for one in names if one.filename == PART), None)
            if part is None or len(names) > MOST_PARTS:
                raise SamestoryError(f"{source.name}: no Word file (it has no {PART} among its {len(names):,} parts)")
            with parts.open(part) as text:
                raw = text.read(MOST_BYTES + 1)  # the size a packed file states may be a lie
    except UNPACKING as error:
        raise SamestoryError(f"{source.name}: cannot be opened as a Word file ({error}); save it again") from None
    if len(raw) > MOST_BYTES:
        raise SamestoryError(f"{source.name}: its text unpacks to more than {MOST_BYTES:,} bytes")
    return raw
