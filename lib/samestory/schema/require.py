"""What measures ask of a table before they begin, said in one way."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ..errors import TableError, listed, suggestion


def require_columns(wanted: Iterable[str], columns: Iterable[str], owner: str) -> None:
    """Refuse a column that is not there.

    Parameters
    ----------
    wanted, columns
        The columns asked for, and those that may be asked for.
    owner
        What to call the table in the error, for instance ``articles``.

    Raises
    ------
    TableError
        Names the first missing column, the nearest name and the columns there are.
    """
    known = list(columns)
    for name in wanted:
        if name not in known:
            raise TableError(f"{owner} has no column {name!r}.{suggestion(name, known)} Columns: {listed(known, 40)}")


def require_one_coder(claims: pd.DataFrame) -> None:
    """Refuse claims of several coders: each article and claim may have one row.

    Raises
    ------
    TableError
        Says how many rows are too many, which is the first, and how to choose a coder.
    """
    twice = claims[claims.duplicated(["article_id", "claim_id"])]
    if len(twice):
        first = twice.iloc[0]
        raise TableError(
            f"{len(twice)} claims are coded more than once, first {first['article_id']} {first['claim_id']}: "
            "choose one coder, story.table('claims', coder=...)."
        )
