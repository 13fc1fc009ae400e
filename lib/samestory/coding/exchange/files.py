"""The parts of an export, read within bounds: members of archives, texts, trees of XML, cells of tables."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from ...errors import SamestoryError, printable
from ...intake.archives import Refused, kind_of, unpacked
from ...intake.shared.csv_lines import MAX_CELL
from ...intake.shared.markup import xml_tree
from ...intake.source import UNPACKING, Source
from .model import MOST_PASSAGES, MOST_TEXT

MOST_UNPACKED = 500_000_000  # bytes of the texts and tables of one export
MOST_ROWS = 5_000_000
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def is_zip(source: Source) -> bool:
    """Whether the first bytes say that it is a zip or tar, packed or not."""
    return kind_of(source) is not None


def endings(source: Source) -> set[str]:
    """The endings of the names in a zip, in small letters with their dots; none for anything else."""
    if kind_of(source) != "zip":
        return set()
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            return {"." + name.rpartition(".")[2].casefold() for name in archive.namelist() if "." in name}
    except UNPACKING:
        return set()


def members(source: Source, wanted: Callable[[str], bool]) -> dict[str, Source]:
    """The members of an archive that are asked for, by their names in it.

    Raises
    ------
    SamestoryError
        A name that leads out, a link, an encrypted member, more members or bytes than allowed: nothing is read then.
    """
    found: dict[str, Source] = {}
    size = 0
    with unpacked(source, wanted=wanted) as each:
        for one in each:
            if isinstance(one, Refused):
                if one.is_left_out:
                    continue
                raise SamestoryError(f"{one.name}: {one.reason.removesuffix('; refused')}; the file is refused")
            name = one.name.removeprefix(f"{source.name}/")
            if not wanted(name):
                continue
            raw = one.read()
            size += len(raw)
            if size > MOST_UNPACKED:
                raise SamestoryError(f"{source.name}: unpacks to more than {MOST_UNPACKED:,} bytes; refused")
            found[name] = Source.of_bytes(raw, one.name)
    return found


def text_of(source: Source) -> str:
    """A text whose characters are counted: UTF-8, or UTF-16 with its mark; the mark of byte order is taken off.

    Raises
    ------
    SamestoryError
        It is in another encoding, so positions in it cannot be known, or too long.
    """
    raw = source.read()
    page = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(page)
    except UnicodeDecodeError as error:
        raise SamestoryError(
            f"{source.name}: byte {error.start} is not {page.upper().removesuffix('-SIG')}, so positions in it cannot"
            " be known; export it as UTF-8"
        ) from None
    if len(text) > MOST_TEXT:
        raise SamestoryError(f"{source.name}: {len(text):,} characters; a text may have {MOST_TEXT:,}")
    return text


def xml_root(source: Source) -> Any:
    """The root of an XML file without entities and document type.

    Raises
    ------
    SamestoryError
        It declares a document type or entities, is damaged, or no XML.
    """
    raw = source.read()
    if _DOCTYPE.search(raw) or _DOCTYPE.search(raw.replace(b"\x00", b"")):
        raise SamestoryError(f"{source.name}: declares a document type or entities, which no export needs; refused")
    root, faults = xml_tree(Source.of_bytes(raw, source.name))
    if faults:
        raise SamestoryError(f"{source.name}: is damaged: {printable(str(faults[0].message))[:200]}; export it again")
    return root


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Any, name: str) -> list[Any]:
    """The elements of a name directly below another."""
    return [child for child in element if local(child) == name]


def attribute(element: Any, name: str) -> str | None:
    """An attribute, whatever its namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def whole(said: str | None) -> int | None:
    """A whole number from 0 as a file writes it; None for anything else."""
    said = (said or "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else None


def rows(text: str, name: str, sign: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table with a header, each with the number of its line; the names of columns in small letters.

    Raises
    ------
    SamestoryError
        It is not a table, has ragged rows, or more than allowed.
    """
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        for n, row in enumerate(reader):
            if n >= MOST_ROWS:
                raise SamestoryError(f"{name}: more than {MOST_ROWS:,} rows")
            if any(row) and len(row) != len(header):
                raise SamestoryError(
                    f"{name}, line {reader.line_num}: {len(row)} cells under {len(header)} columns; save it again"
                )
            if any(row):
                yield reader.line_num, dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise SamestoryError(f"{name}, line {reader.line_num}: not readable as a table: {error}") from None


def not_too_many(n: int, name: str) -> None:
    """Stop where an export has more codings than are read.

    Raises
    ------
    SamestoryError
        It has.
    """
    if n > MOST_PASSAGES:
        raise SamestoryError(f"{name}: more than {MOST_PASSAGES:,} codings; export parts of the project")
