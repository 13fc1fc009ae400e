"""The files of a story folder, read safely: nothing outside it, nothing huge, nothing ragged."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..errors import StoryError, listed
from ..intake.shared.csv_lines import MAX_CELL
from ..intake.source import decoded_by_guess

MAX_CSV_BYTES = 200_000_000
SIGNS = {",": "comma", ";": "semicolon", "\t": "tab"}
FIRST_ROW = 2  # spreadsheets count the header as row 1


def inside(folder: Path, path: Path) -> Path:
    """The path, once it is sure to be a plain file within the folder; links that lead out are refused."""
    try:
        resolved = path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        raise StoryError(f"{path.relative_to(folder)}: is a link that leads nowhere; copy the file here") from None
    if not resolved.is_relative_to(folder.resolve()):
        raise StoryError(f"{path.relative_to(folder)}: leads out of the story folder; copy the file into it")
    if not resolved.is_file():
        raise StoryError(f"{path.relative_to(folder)}: is missing, or not a plain file")
    return path


def listing(folder: Path, name: str) -> list[Path]:
    """The files and folders of a subfolder in order of name, hidden ones left out; empty if it is not there."""
    subfolder = folder / name
    if not os.path.lexists(subfolder):
        return []
    if not subfolder.is_dir():
        raise StoryError(f"{name}: is not a folder, or a link that leads nowhere; make it a folder, or remove it")
    if not subfolder.resolve().is_relative_to(folder.resolve()):
        raise StoryError(f"{name}: leads out of the story folder; copy the files into it")
    return sorted(path for path in subfolder.iterdir() if not path.name.startswith("."))


def deep_listing(folder: Path, name: str) -> list[Path]:
    """The files of a subfolder and of the folders in it, in order of name; links to folders come as they are."""
    found: list[Path] = []
    for path in listing(folder, name):
        if path.is_dir() and not path.is_symlink():
            found += deep_listing(folder, str(path.relative_to(folder)))
        else:
            found.append(path)
    return found


@dataclass(frozen=True)
class Sheet:
    """A table as it was read, with what had to be understood on the way.

    ``table`` holds text cells (an empty cell is missing), index 0..n-1; row i is row ``i + FIRST_ROW`` of the sheet.
    ``remarks`` are lines for a person: another sign between cells, another encoding.
    """

    table: pd.DataFrame
    remarks: tuple[str, ...] = ()


def read_csv(folder: Path, path: Path) -> pd.DataFrame:
    """A table of a story folder as text cells; see ``read_sheet``."""
    return read_sheet(folder, path).table


def read_sheet(folder: Path, path: Path) -> Sheet:
    """A table of a story folder, with comma, semicolon or tab between its cells.

    Returns
    -------
    Sheet
        Rows in file order.

    Raises
    ------
    StoryError
        No text, no header, a column given twice, or rows with more or fewer cells than the header (all of them named).
    """
    name = path.relative_to(folder)
    inside(folder, path)
    if (size := path.stat().st_size) > MAX_CSV_BYTES:
        raise StoryError(f"{name}: {size:,} bytes; a table may have {MAX_CSV_BYTES:,}")
    text, remarks = _decoded(path.read_bytes(), str(name))
    sign, text = sign_of(text)
    if sign != ",":
        remarks.append(f"{name}: read with a {SIGNS[sign]} between its cells")
    csv.field_size_limit(MAX_CELL)  # of the whole process, so it must not depend on what was read before
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=sign)
    try:
        rows = list(reader)
    except csv.Error as error:
        said = f"line {max(reader.line_num, 1)}: not readable as CSV: {error}"
        raise StoryError(f"{name}, {said}; look for a quotation mark that is not closed") from None
    if not rows or not any(rows[0]):
        raise StoryError(f"{name}: has no header row; write the names of the columns into the first row")
    header = [cell.strip() for cell in rows[0]]
    while header and not header[-1]:  # a spreadsheet's empty columns at the right
        header.pop()
    rows = [row[: len(header)] if not any(row[len(header) :]) else row for row in rows]
    if twice := sorted(cell for cell, n in Counter(header).items() if n > 1):
        raise StoryError(f"{name}, row 1: column given twice: {listed(twice)}; rename or remove one")
    if unnamed := [place for place, cell in enumerate(header, 1) if not cell]:
        raise StoryError(f"{name}: a column has no name; write one in row 1 (place {listed(unnamed)})")
    return Sheet(_table(rows, header, str(name), sign), tuple(remarks))


def _table(rows: list[list[str]], header: list[str], name: str, sign: str) -> pd.DataFrame:
    """Rows under their header; empty rows at the end of a sheet are no rows."""
    body = [(number, row) for number, row in enumerate(rows[1:], FIRST_ROW)]
    while body and not any(body[-1][1]):
        body.pop()
    if gaps := [number for number, row in body if not any(row)]:
        raise StoryError(f"{name}: empty row {listed(gaps)} between others; remove it")
    if ragged := [f"row {number} has {len(row)}" for number, row in body if len(row) != len(header)]:
        what = f"a {SIGNS[sign]} inside a cell needs double quotes around the cell"
        raise StoryError(f"{name}: the header has {len(header)} cells, but {listed(ragged)}; {what}")
    return pd.DataFrame([[cell or None for cell in row] for _, row in body], columns=header, dtype="str")


def _decoded(raw: bytes, name: str) -> tuple[str, list[str]]:
    """A table's text: UTF-8, with or without a mark, UTF-16 as spreadsheets save it, or the code page it is most
    likely in, which is said."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16"), []
        except UnicodeDecodeError:
            raise StoryError(f"{name}: not readable as UTF-16; save the table as CSV UTF-8") from None
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        text, says = decoded_by_guess(raw)
        if "\N{REPLACEMENT CHARACTER}" in text or "\x00" in text:
            raise StoryError(f"{name}: byte {error.start} is not UTF-8; save the table as CSV UTF-8") from None
        return text, [f"{name}: not UTF-8, read as {says}; check its accents, or save it as CSV UTF-8"]


def sign_of(text: str) -> tuple[str, str]:
    """The sign between the cells of the first row, and the text without a spreadsheet's own line about it."""
    first, _, rest = text.partition("\n")
    if first[:4].lower() == "sep=" and first[4:5] in SIGNS:
        return first[4:5], rest
    counts = {sign: _outside_quotes(first).count(sign) for sign in SIGNS}
    best = max(SIGNS, key=lambda sign: counts[sign])  # of two as frequent the first, which is the comma
    return (best if counts[best] else ","), text


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
