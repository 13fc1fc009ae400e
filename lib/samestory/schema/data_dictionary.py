"""The data dictionary, generated from the declarations."""

from __future__ import annotations

import pandas as pd

from .check import table_named
from .declared import TABLES


def dictionary(name: str | None = None) -> pd.DataFrame:
    """The data dictionary: one row a column, for one table or (without a name) for all.

    Returns
    -------
    DataFrame
        ``table, column, type, unit, key, required, may_be_empty, allowed, meaning``, as text and booleans.

    Raises
    ------
    TableError
        No table has that name.

    Examples
    --------
    >>> ss.schema.dictionary("claims").set_index("column").at["status", "allowed"]
    'asserted, attributed, hedged, denied, contradicted, mentioned, absent, not_visible'
    """
    chosen = TABLES.values() if name is None else [table_named(name)]
    rows = [
        {
            "table": table.name,
            "column": column.name,
            "type": column.kind,
            "unit": column.unit,
            "key": column.name in table.key,
            "required": column.needed,
            "may_be_empty": column.empty or not column.needed,
            "allowed": ", ".join(column.allowed),
            "meaning": column.meaning,
        }
        for table in chosen
        for column in table.columns
    ]
    return pd.DataFrame(rows)


def tables() -> pd.DataFrame:
    """The tables of the suite: ``table, a_row_is, key, n_columns``, one row each."""
    return pd.DataFrame(
        [
            {
                "table": t.name,
                "a_row_is": t.row,
                "key": ", ".join(t.key) or "(none)",
                "n_columns": len(t.columns),
            }
            for t in TABLES.values()
        ]
    )
