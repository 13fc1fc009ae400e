"""``outlets.csv``: what a user knows of outlets (owner, leaning, reach, ...), joined to their articles."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from ..errors import StoryError, listed, suggestion
from ..schema import table_named
from .folder import FIRST_ROW, read_csv

OUTLETS = "outlets.csv"
KEY = "outlet"
MOST_COLUMNS = 200


def read_outlets(folder: Path, articles: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The rows of ``outlets.csv``, and one line a fault.

    Parameters
    ----------
    folder
        The story folder.
    articles
        All its articles; each outlet of the file must have one.

    Returns
    -------
    outlets, faults
        ``outlet`` and the user's columns as text, an empty cell missing; a table of ``outlet`` alone without the file.
    """
    nothing = pd.DataFrame({KEY: pd.Series(dtype="str")})
    if not os.path.lexists(folder / OUTLETS):
        return nothing, []
    try:
        table = read_csv(folder, folder / OUTLETS)
    except StoryError as error:
        return nothing, [str(error)]
    if KEY not in table:
        near = suggestion(KEY, table.columns)
        return nothing, [f"{OUTLETS}: column 'outlet' is missing.{near} Columns: {listed(table.columns, 20)}"]
    if (n := len(table.columns)) > MOST_COLUMNS:
        return nothing, [f"{OUTLETS}: {n:,} columns; it may have {MOST_COLUMNS}. Keep those you compare outlets by"]
    taken = [name for name in table.columns if name != KEY and name in table_named("articles").names]
    faults = [f"{OUTLETS}: column {name!r} is one of every article; call it otherwise" for name in taken]
    faults += [
        f"{OUTLETS}: a column has no name; write one in row 1" for name in table.columns if not str(name).strip()
    ]
    known = sorted(articles[KEY].dropna().unique())
    first: dict[str, int] = {}
    for number, name in enumerate(table[KEY], FIRST_ROW):
        if pd.isna(name):
            faults.append(f"{OUTLETS}, row {number}: outlet is empty")
        elif name in first:
            faults.append(f"{OUTLETS}, row {number}: outlet {name!r} is given twice, first in row {first[name]}")
        else:
            first[name] = number
            if name not in set(known):
                near = suggestion(name, known)
                faults.append(
                    f"{OUTLETS}, row {number}: no article is of {name!r}.{near} Outlets: {listed(known)}; "
                    "correct the name, or remove the row"
                )
    return table, faults[:40]


def joined(articles: pd.DataFrame, outlets: pd.DataFrame | None) -> pd.DataFrame:
    """Articles with the user's columns of their outlets; a copy. Missing where the file has no row for an outlet."""
    table = articles.copy()
    if outlets is None or len(outlets.columns) < 2:
        return table
    rows = outlets.dropna(subset=[KEY]).drop_duplicates(KEY)  # others are faults, told when the story is loaded
    own = rows.set_index(KEY).reindex(table[KEY]).astype("str").set_axis(table.index)
    return pd.concat([table.drop(columns=own.columns, errors="ignore"), own], axis=1)
