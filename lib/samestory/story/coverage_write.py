"""Write rows into ``coverage.csv`` so that a spreadsheet opens it right and nothing a person wrote is lost."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd

from ..intake.cells import neutral
from .coverage import COVERAGE, GUESSED, SOURCE
from .folder import read_sheet

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


def add_rows(folder: Path, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows behind those of a story's coverage.csv, which is made where it is not there; the rows as a table.

    Columns and cells that are there stay. The file begins with the mark by which spreadsheets know UTF-8, and no cell
    is a formula to them.
    """
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    path = folder / COVERAGE
    if os.path.lexists(path):
        before = read_sheet(folder, path).table
        columns = [*before.columns, *(name for name in COLUMNS if name not in before.columns)]
        whole = pd.concat([before.astype(object), table.astype(object)], ignore_index=True).reindex(columns=columns)
    else:
        whole = table
    safe = pd.DataFrame({name: [_cell(cell) for cell in whole[name]] for name in whole.columns})
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        safe.to_csv(part, index=False, encoding="utf-8-sig", lineterminator="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return table


def _cell(cell: Any) -> Any:
    return "" if cell is None or (not isinstance(cell, str) and pd.isna(cell)) else neutral(cell)
