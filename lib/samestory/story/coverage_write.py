"""Write rows into ``coverage.csv`` so that a spreadsheet opens it right and nothing a person wrote is lost."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ..intake.cells import neutral
from .coverage import COVERAGE, GUESSED, SOURCE
from .folder import read_sheet, sign_of

COLUMNS = (
    "article_id",
    "outlet",
    "published",
    "published_precision",
    "language",
    "event",
    "title",
    "text_status",
    GUESSED,
    SOURCE,
)


def add_rows(folder: Path, rows: list[dict[str, Any]], columns: Sequence[str] = COLUMNS) -> pd.DataFrame:
    """Rows behind those of a story's coverage.csv, which is made where it is not there; the rows as a table.

    What is there stays byte for byte if the file has the columns needed; otherwise its columns and cells stay. A new
    file begins with the mark by which spreadsheets know UTF-8, and no new cell is a formula to them. The file is
    replaced whole.
    """
    table = pd.DataFrame(rows, columns=list(columns))
    path = folder / COVERAGE
    if not os.path.lexists(path):
        _put(path, _encoded(table))
        return table
    before = read_sheet(folder, path).table
    needed = [name for name in columns if name == "article_id" or table[name].notna().any()]
    raw = path.read_bytes()
    if (end := _end(raw, before, needed)) is not None:
        new = table.astype(object).reindex(columns=before.columns)
        _put(
            path,
            raw + end + _encoded(new, sign=sign_of(raw.decode("utf-8-sig"))[0], header=False, newline=_newline(raw)),
        )
        return table
    every = [*before.columns, *(name for name in columns if name not in before.columns)]
    whole = pd.concat([before.astype(object), table.astype(object)], ignore_index=True).reindex(columns=every)
    _put(path, _encoded(whole))
    return table


def _end(raw: bytes, before: pd.DataFrame, needed: list[str]) -> bytes | None:
    """What must come between the file as it is and new rows; None if it has to be written anew."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    sign, body = sign_of(text)
    rows = csv.reader(io.StringIO(body, newline=""), delimiter=sign)
    is_padded = sum(1 for _ in rows) != len(before) + 1  # a spreadsheet's empty rows at the end
    if is_padded or not set(needed) <= set(before.columns):
        return None
    return b"" if text.endswith("\n") else _newline(raw).encode()


def _newline(raw: bytes) -> str:
    return "\r\n" if raw.partition(b"\n")[0].endswith(b"\r") else "\n"


def _encoded(table: pd.DataFrame, *, sign: str = ",", header: bool = True, newline: str = "\n") -> bytes:
    safe = pd.DataFrame({name: [_cell(cell) for cell in table[name]] for name in table.columns})
    text = safe.to_csv(index=False, header=header, sep=sign, lineterminator=newline)
    return text.encode("utf-8-sig" if header else "utf-8")


def _put(path: Path, content: bytes) -> None:
    """Replace a file in one step: beside it, to the disk, renamed."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _cell(cell: Any) -> Any:
    return "" if cell is None or (not isinstance(cell, str) and pd.isna(cell)) else neutral(cell)
