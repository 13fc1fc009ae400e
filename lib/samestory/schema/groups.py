"""Articles put into groups by what a column says of them, such as their outlet or country."""

from __future__ import annotations

import pandas as pd

from .check import table_named
from .require import require_columns

NOT_STATED = "not stated"


def stated(values: pd.Series) -> pd.Series:
    """The values as objects, and ``NOT_STATED`` where a cell is empty."""
    return values.astype("object").where(values.notna(), NOT_STATED)


def group_of(articles: pd.DataFrame, by: str) -> pd.Series:
    """What a column says of each article, as text by its id; ``NOT_STATED`` where it is empty.

    Raises
    ------
    TableError
        There is no such column in ``articles``.
    """
    require_columns([by], [*articles.columns, *table_named("articles").names], "articles")
    named = articles.drop_duplicates("article_id").set_index("article_id")
    values = named[by] if by in named else pd.Series(pd.NA, index=named.index, dtype="object")
    return stated(values).astype("str")
