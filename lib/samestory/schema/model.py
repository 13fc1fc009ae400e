"""What a declaration is made of: a column, a rule across columns, a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

Kind = Literal["text", "integer", "number", "boolean", "time"]

DTYPES: dict[str, str] = {
    "text": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "time": "datetime64[us, UTC]",
}


@dataclass(frozen=True)
class Column:
    """One column: its type, unit and meaning, and what may be in it.

    ``needed`` columns must be in a table that enters; the others are added empty if they are missing.
    ``empty`` says whether a single cell may be empty ("not known" or "does not apply"). ``verbatim`` text is kept as
    found, whatever is in it; other text holds no control characters.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    needed: bool = True
    empty: bool = False
    allowed: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    pattern: str = ""
    verbatim: bool = False


def optional(name: str, meaning: str, **more: Any) -> Column:
    """A column of text that a table may leave out, and a row empty."""
    return Column(name, "text", meaning, needed=False, empty=True, **more)


@dataclass(frozen=True)
class Rule:
    """A rule across columns.

    ``holds(table, articles)`` returns one boolean a row; ``articles`` is None if the rule is asked without them, and
    rules with ``needs_articles`` are then left out. ``columns`` are those whose values the error shows.
    """

    says: str
    columns: tuple[str, ...]
    holds: Callable[[pd.DataFrame, pd.DataFrame | None], pd.Series]
    needs_articles: bool = False


@dataclass(frozen=True)
class Table:
    """A table: what a row is, its key, its columns, its rules."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = field(default=())

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [column.name for column in self.columns]

    def empty(self) -> pd.DataFrame:
        """A table of no rows with every column in its type."""
        return pd.DataFrame({c.name: pd.Series(dtype=DTYPES[c.kind]) for c in self.columns})
