"""The table behind a figure, and the whole of a table that was not shown whole: as HTML with links to passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ...errors import counted
from ...plotting.evidence import keys_of, keys_of_row
from ...plotting.run_files import FORMULA_STARTS
from .evidence import Evidence

MOST_CELLS, MOST_ROWS, MOST_LETTERS = 10_000, 1_000, 200
_MATRIX = ({"place", "name", "claim_id", "status"}, {"place", "name", "statement_id", "status"})


@dataclass(frozen=True)
class Cell:
    """A cell: its words, where it leads, whether it is a number, and its claim state if it is one of a matrix."""

    text: str
    href: str | None = None
    is_number: bool = False
    state: str = ""


@dataclass(frozen=True)
class Table:
    """A table as the page shows it.

    Attributes
    ----------
    title
        What the fold says.
    file
        The CSV file, relative to the page.
    head, rows
        The cells; the first cell of each row is its heading if ``is_matrix``.
    said
        How many rows there are and, if some are left out, how many are shown.
    is_matrix
        Whether rows and columns are the two keys of the table, and each cell a state.
    """

    title: str
    file: str
    head: list[Cell]
    rows: list[list[Cell]]
    said: str
    is_matrix: bool = False


def read_table(path: Path, file: str, title: str, evidence: Evidence) -> Table | None:
    """The table of a CSV file that `samestory.plotting` wrote; None if it is not there.

    Parameters
    ----------
    path, file
        The file, and its address on the page.
    title
        What the fold says.
    evidence
        Where the cells lead.
    """
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False)
    except (OSError, ValueError):
        return None
    table = table.map(_plain).rename(columns=_plain)
    if any(needed <= set(table) for needed in _MATRIX) and len(table) <= MOST_CELLS:
        return _matrix(table, file, title, evidence)
    columns = [name for name in table if name != "article_ids"]
    most = max(10, min(MOST_ROWS, MOST_CELLS // max(1, len(columns))))
    numbers = {name for name in columns if _is_numbers(table[name])}
    rows = [
        [
            Cell(_short(row[name]), evidence.href(keys) if keys else None, name in numbers)
            for name, keys in zip(columns, keys_of_row(columns, row), strict=True)
        ]
        for row in table.head(most).to_dict("records")
    ]
    left = f"The first {most} of {counted(len(table), 'row')}" if len(table) > most else counted(len(table), "row")
    return Table(title, file, [Cell(name, is_number=name in numbers) for name in columns], rows, left)


def _matrix(table: pd.DataFrame, file: str, title: str, evidence: Evidence) -> Table:
    """A row for each article or outlet, a column for each claim or statement; each state leads to its passage."""
    key = "claim_id" if "claim_id" in table else "statement_id"
    words = next(name for name in ("claim", "title", "text", key) if name in table)
    rows = table.assign(place=table["place"].astype(int)).sort_values("place", kind="stable")
    columns = dict(sorted(dict(zip(table[key], table[words], strict=True)).items()))
    label = next(name for name in ("article", "name") if name in table)
    body = []
    for _, cells in rows.groupby("place", sort=False):
        by_key = {str(row[key]): row for row in cells.to_dict("records")}
        first = cells.iloc[0].to_dict()
        head = Cell(_short(str(first[label])), evidence.href(keys_of("article_ids", first)))
        body.append([head, *(_state(by_key.get(one), evidence) for one in columns)])
    heads = [Cell(_short(text), evidence.href({"claim": one})) for one, text in columns.items()]
    said = f"{counted(len(body), 'row')}, {counted(len(columns), 'column')}"
    return Table(title, file, [Cell(""), *heads], body, said, is_matrix=True)


def _state(row: Mapping[str, str] | None, evidence: Evidence) -> Cell:
    if row is None:
        return Cell("not coded", state="not_coded")
    state = row["status"]
    return Cell(state.replace("_", " "), evidence.href(keys_of("status", row)), state=state)


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rstrip()}… ({len(text):,} characters)"


def _is_numbers(column: pd.Series) -> bool:
    given = column[column != ""]
    return bool(len(given)) and bool(pd.to_numeric(given, errors="coerce").notna().all())


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in {*FORMULA_STARTS} else cell
