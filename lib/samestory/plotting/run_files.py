"""What a notebook writes into the folder of its run besides pictures: tables as CSV."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import RunError

RUN_FOLDER = "SAMESTORY_RUN_FOLDER"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def run_folder() -> Path | None:
    """The folder of the current run; None outside a run."""
    named = os.environ.get(RUN_FOLDER)
    if not named:
        return None
    if not Path(named).is_dir():
        raise RunError(f"{RUN_FOLDER} is {named!r}, which is not a folder: figures and tables cannot be written.")
    return Path(named)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV: UTF-8, a line feed after each row, floats with up to six significant digits.

    A text or column name that begins with ``=``, ``+``, ``-``, ``@``, tab or a line break gets an apostrophe before it:
    a spreadsheet would run it as a formula, and these texts come from other people's pages. An index is written as
    columns if it has a name or is not just row numbers.
    """
    out = table.copy()
    if not (out.index.nlevels == 1 and out.index.name is None and pd.api.types.is_integer_dtype(out.index)):
        out = out.reset_index(allow_duplicates=True)
    if out.columns.nlevels > 1:
        out.columns = pd.Index([" / ".join(map(str, column)).strip(" /") for column in out.columns])
    for i, dtype in enumerate(out.dtypes):
        if not (pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_datetime64_any_dtype(dtype)):
            out.isetitem(i, out.iloc[:, i].astype(object).map(_cell))
    out.columns = pd.Index([_cell(str(column)) for column in out.columns])
    out.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", float_format="%.6g")


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula."""
    if isinstance(value, float):
        return f"{value:.6g}" if value == value else value
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
