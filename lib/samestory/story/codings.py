"""The codings of a story: ``coding/*.csv`` by hands and machines, ``truth/*.csv`` where the story was invented.

A file is named after its table; ``claims.recoded.csv`` is a further part of ``claims``.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..errors import StoryError, TableError, listed, suggestion
from ..tables import TABLES, Table, check
from .codebook import Codebook
from .folder import FIRST_ROW, listing, read_csv

CODED = {name: table for name, table in TABLES.items() if name != "articles"}


def read_codings(
    folder: Path, subfolder: str, articles: pd.DataFrame, codebook: Codebook
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """All tables of one subfolder.

    Returns
    -------
    tables, faults
        Every coded table by name (without rows where no file is there), and one line a fault.
    """
    found: dict[str, list[pd.DataFrame]] = {}
    faults: list[str] = []
    for path in listing(folder, subfolder):
        relative, name = str(path.relative_to(folder)), path.name.split(".")[0]
        if path.suffix != ".csv" or name not in CODED:
            faults.append(
                f"{relative}: is no table of a story.{suggestion(name, CODED)} Files: <table>.csv or"
                f" <table>.<part>.csv, tables: {listed(CODED)}"
            )
            continue
        try:
            table = read_csv(folder, path)
            table = check(table, name, articles=articles, where=relative, first_row=FIRST_ROW)
        except (StoryError, TableError) as error:
            faults.append(str(error))
            continue
        faults += _beyond_codebook(table, codebook, relative)
        found.setdefault(name, []).append(table)
    tables = {}
    for name, declared in CODED.items():
        frames = [frame for frame in found.get(name, []) if len(frame)]
        tables[name] = pd.concat(frames, ignore_index=True) if frames else declared.empty()
        faults += _twice(tables[name], declared, subfolder) if len(frames) > 1 else []
    return tables, faults


def _beyond_codebook(table: pd.DataFrame, codebook: Codebook, where: str) -> list[str]:
    """Rows that speak of a claim, actor or quantity the codebook does not have, or of a quantity in another unit."""
    faults = []
    known: dict[str, dict] = {
        "claim_id": codebook.claims,
        "actor": codebook.actors,
        "quantity": codebook.quantities,
    }
    for column in table.columns.intersection(list(known)):
        for value, rows in table.loc[~table[column].isin(list(known[column]))].groupby(column):
            numbers = listed(rows.index + FIRST_ROW, 8)
            faults.append(
                f"{where}, row {numbers}: {column} {value!r} is not in codebook.yaml."
                f"{suggestion(str(value), known[column])} Known: {listed(known[column], 40)}"
            )
    if "quantity" in table:
        units = table["quantity"].map({name: q.unit for name, q in codebook.quantities.items()})
        for row in table.index[units.notna() & (units != table["unit"])]:
            faults.append(
                f"{where}, row {row + FIRST_ROW}: unit {table.at[row, 'unit']!r} given;"
                f" codebook.yaml counts {table.at[row, 'quantity']} in {units[row]!r}"
            )
    return faults


def _twice(table: pd.DataFrame, declared: Table, subfolder: str) -> list[str]:
    """Keys that two parts of a table share."""
    if not declared.key:
        return []
    key = list(declared.key)
    twice = table.loc[table.duplicated(key), key].drop_duplicates()
    return [
        f"{subfolder}/{declared.name}*.csv: two files hold the row {' + '.join(map(str, row))}"
        for row in twice.itertuples(index=False, name=None)
    ]
