"""Several names or ids in one cell, separated by "; ": how every table keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

SEPARATOR = "; "


def in_cell(values: Iterable[str | None]) -> str:
    """Each value once, in order, as one cell; missing values are left out.

    Examples
    --------
    >>> in_cell(["b", "a", None, "b"])
    'a; b'
    """
    return SEPARATOR.join(sorted({str(value) for value in values if not pd.isna(value)}))


def from_cell(cell: str) -> list[str]:
    """The values in a cell; none if it is empty.

    Examples
    --------
    >>> from_cell("a; b"), from_cell("")
    (['a', 'b'], [])
    """
    return [value for value in cell.split(SEPARATOR) if value]


def named_cell(cell: str, names: Mapping[str, str]) -> str:
    """A cell of ids as a cell of readable names, in the same order; an id without a name stays.

    Examples
    --------
    >>> named_cell("a; b", {"a": "Gull"})
    'Gull; b'
    """
    return SEPARATOR.join(names.get(value, value) for value in from_cell(cell))
