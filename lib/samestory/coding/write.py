"""Automatic codings as CSV files of a story folder, beside those of hands and never over them."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..errors import SamestoryError, listed
from ..schema import table_named

PART = "auto"  # of the name of a file of automatic rows; that of a language model begins "auto-"
AUTOMATIC = "auto:"  # how the coder of every automatic row begins
MOST_BYTES = 200_000_000  # what a story folder reads back


def is_machine_file(name: str) -> bool:
    """Whether a file of codings is for automatic rows, by its name: ``claims.auto.csv``, ``claims.auto-llm-x.csv``."""
    return name.endswith(f".{PART}.csv") or re.fullmatch(rf"[^.]+\.{PART}-[^.]+\.csv", name) is not None


def write_codings(folder: Path, tables: dict[str, pd.DataFrame], part: str = PART) -> dict[str, Path]:
    """Write tables as ``coding/<table>.auto.csv``; each file appears whole or not at all.

    Parameters
    ----------
    folder
        A story folder.
    tables
        Checked tables by name, every row coded by ``auto:...``.
    part
        The part of the file names, if it is not ``auto``: see `is_machine_file`.

    Returns
    -------
    dict
        The files written, by table. What is read back from them is the same table, cell by cell. So that it is, no cell
        is changed to keep a spreadsheet from reading it as a formula: open these files as text.

    Raises
    ------
    SamestoryError
        A row that is not automatic, a file of that name that holds a hand's rows, a file too large to be read back, or
        a folder ``coding`` that leads out of the story.
    """
    target = coding_folder(folder)
    written = {}
    for name, table in tables.items():
        declared = table_named(name)
        if "coder" not in declared.names or not table["coder"].str.startswith(AUTOMATIC).all():
            raise SamestoryError(
                f"table {name}: not every row is coded by {AUTOMATIC}...; only automatic rows are written"
            )
        path = target / f"{name}.{part}.csv"
        _refuse_hands(path)
        data = as_csv(table, name)
        if len(data) > MOST_BYTES:
            raise SamestoryError(
                f"{path.name}: {len(data):,} bytes; a table may have {MOST_BYTES:,}. Code fewer languages"
            )
        target.mkdir(exist_ok=True)
        replace(path, data)
        written[name] = path
    return written


def coding_folder(folder: Path) -> Path:
    """The folder ``coding`` of a story, which may not be there yet; one that leads out of the story is refused."""
    target = folder / "coding"
    if os.path.lexists(target) and (not target.is_dir() or not target.resolve().is_relative_to(folder.resolve())):
        raise SamestoryError(f"{target}: is not a folder of this story; codings are written only into the story folder")
    return target


def as_csv(table: pd.DataFrame, name: str) -> bytes:
    """A table as the bytes of its CSV file: declared columns in order, whole numbers without a point, UTF-8."""
    declared = table_named(name)
    columns = []
    for column in declared.columns:
        cells = table[column.name] if column.name in table else pd.Series([None] * len(table), dtype="object")
        columns.append([cell_of(cell) for cell in cells.astype("object").where(cells.notna(), None)])
    return csv_of(name, list(zip(*columns, strict=True)))


def csv_of(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Rows of text cells, one for each declared column, as a CSV file; optional columns without a cell are left out."""
    out = _Lines()
    writer = csv.writer(out, lineterminator="\r\n")  # so that a carriage return in a cell is put in quotes
    columns = table_named(name).columns
    kept = [n for n, column in enumerate(columns) if column.needed or any(row[n] for row in rows)]
    writer.writerow([columns[n].name for n in kept])
    writer.writerows([row[n] for n in kept] for row in rows)
    return "".join(out.lines).encode("utf-8")


class _Lines:
    """Takes the lines of a CSV file and gives each a line feed for its end."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        self.lines.append(line.removesuffix("\r\n") + "\n")


def cell_of(value: object) -> str:
    """A value as a text cell; an empty cell for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    said = str(value)
    try:
        said.encode("utf-8")
    except UnicodeEncodeError:  # half a character, which no file can hold; the offsets still say where it stands
        return ""
    return said


def _refuse_hands(path: Path) -> None:
    """Stop before a file that holds rows of a hand."""
    if not os.path.lexists(path):
        return
    if path.is_symlink() or not path.is_file():
        raise SamestoryError(f"{path}: is no plain file; remove it, or rename it")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        try:
            rows = csv.DictReader(lines)
            others = {row.get("coder") or "(empty)" for row in rows} if rows.fieldnames else set()
        except (csv.Error, UnicodeDecodeError):
            others = {"(not readable)"}
    hands = sorted(coder for coder in others if not coder.startswith(AUTOMATIC))
    if hands:
        raise SamestoryError(
            f"{path}: holds rows by {listed(hands)}, and this name is for automatic rows alone; rename it,"
            f" for instance to {path.name.split('.')[0]}.hand.csv"
        )


def replace(path: Path, data: bytes) -> None:
    """Put a file in the place of another, whole or not at all; it is on the disk when this returns."""
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(made).chmod(0o644)
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    if os.name == "posix":  # the folder as well: it says which file has the name
        at = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(at)
        finally:
            os.close(at)
