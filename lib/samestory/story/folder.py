"""The files of a story folder, read safely: nothing outside it, nothing huge, nothing ragged."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from pathlib import Path

import pandas as pd

from ..errors import StoryError, listed

MAX_CSV_BYTES = 200_000_000
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


def is_folder(path: Path) -> bool:
    """Whether there is a folder of this name; what no name of a file can be is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def listing(folder: Path, name: str) -> list[Path]:
    """The files and folders of a subfolder in order of name, hidden ones left out; empty where it is not there."""
    subfolder = folder / name
    if not os.path.lexists(subfolder):
        return []
    if not subfolder.is_dir():
        raise StoryError(f"{name}: is no folder, or a link that leads nowhere; make it a folder, or remove it")
    if not subfolder.resolve().is_relative_to(folder.resolve()):
        raise StoryError(f"{name}: leads out of the story folder; copy the files into it")
    return sorted(path for path in subfolder.iterdir() if not path.name.startswith("."))


def read_csv(folder: Path, path: Path) -> pd.DataFrame:
    """A CSV file as text cells; an empty cell is missing.

    Returns
    -------
    DataFrame
        Rows in file order, index 0..n-1; row i of the table is row ``i + FIRST_ROW`` of the sheet.

    Raises
    ------
    StoryError
        Not UTF-8, no header, a column given twice, or rows with more or fewer cells than the header (all of them
        named).
    """
    name = path.relative_to(folder)
    inside(folder, path)
    if (size := path.stat().st_size) > MAX_CSV_BYTES:
        raise StoryError(f"{name}: {size:,} bytes; a table may have {MAX_CSV_BYTES:,}")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StoryError(f"{name}: byte {error.start} is not UTF-8; save the table as CSV UTF-8") from None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise StoryError(f"{name}: not readable as CSV: {error}") from None
    if not rows or not any(rows[0]):
        raise StoryError(f"{name}: has no header row")
    header = [cell.strip() for cell in rows[0]]
    if twice := sorted(cell for cell, n in Counter(header).items() if n > 1):
        raise StoryError(f"{name}, row 1: column given twice: {listed(twice)}")
    body = [(number, row) for number, row in enumerate(rows[1:], FIRST_ROW) if row]
    if gaps := [n for n, row in enumerate(rows[1:], FIRST_ROW) if not row and n < len(rows)]:
        raise StoryError(f"{name}: empty row {listed(gaps)} between others; remove it")
    if ragged := [f"row {n} has {len(row)}" for n, row in body if len(row) != len(header)]:
        raise StoryError(f"{name}: the header has {len(header)} cells, but {listed(ragged)}")
    table = pd.DataFrame([row for _, row in body], columns=header, dtype="str")
    return table.mask(table == "")
