"""``check``: one table against its declaration, every problem in one error (pandera finds them all)."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from ..errors import UNPRINTABLE, TableError, listed, suggestion
from .declared import TABLES
from .faults import Fault, Problem, cell_faults, message, wanted
from .model import DTYPES, Column, Table

MOST_WHOLE = 2**53  # a float holds every whole number up to here, and offsets and counts pass through floats


def table_named(name: str) -> Table:
    """The declaration of a table; an unknown name is an error that lists the known ones."""
    if name not in TABLES:
        raise TableError(f"no table is called {name!r}.{suggestion(name, TABLES)} Tables: {listed(TABLES)}.")
    return TABLES[name]


def check(
    table: pd.DataFrame,
    name: str,
    *,
    articles: pd.DataFrame | None = None,
    where: str = "",
    first_row: int | None = None,
) -> pd.DataFrame:
    """Check a table against its declaration and return it as a new table: columns in order, in their types.

    Parameters
    ----------
    table
        Any DataFrame; it is not changed. Optional columns may be missing and come back empty.
    name
        The table's name, see ``dictionary()``.
    articles
        The story's articles. With them, these faults are found as well: rows of an unknown article, offsets outside a
        text, passages other than the coder noted, and ``absent`` in a text that was not seen in full.
    where
        What to call the table in the error, for instance a file; default: its name.
    first_row
        Rows are named by position counted from this number (2 for a CSV file: the header is row 1), or by their
        index label if None.

    Raises
    ------
    TableError
        With every problem found: table, column, row, value given, what is allowed.

    Examples
    --------
    >>> ss.schema.check(story.articles, "articles").shape == story.articles.shape
    True
    >>> ss.schema.check(story.articles.assign(text_status="whole"), "articles")
    Traceback (most recent call last):
    samestory.errors.TableError: table articles: ... wanted one of full, cut, teaser, none; it may not be empty
    """
    declared = table_named(name)
    known = {column.name: column for column in declared.columns}
    problems = [
        Problem(
            name,
            str(column),
            None,
            None,
            f"unknown column.{suggestion(column, known)} Columns: {listed(known, 40)}",
        )
        for column in table.columns
        if column not in known
    ]
    missing = [c for c in declared.columns if c.needed and c.name not in table.columns]
    problems += [Problem(name, c.name, None, None, f"column is missing ({c.meaning})") for c in missing]

    numbered = table.reset_index(drop=True).reindex(columns=declared.names)
    rows = list(table.index) if first_row is None else list(range(first_row, first_row + len(table)))
    frame, bad_cells = _typed(numbered, declared)
    absent_columns = {c.name for c in missing}
    if not _is_sound(frame, declared, articles):
        bad_cells += _found(frame, declared, articles)
    for column, row, given, expected, is_rule in bad_cells:
        if not set(column.split("+")) & absent_columns:
            problems.append(Problem(name, column, rows[row], given, expected, is_rule))
    if problems:
        raise TableError(message(problems, where or f"table {name}"), problems)
    return frame.set_axis(table.index) if first_row is None else frame


def _is_sound(frame: pd.DataFrame, declared: Table, articles: pd.DataFrame | None) -> bool:
    """Whether every column and rule holds: asked first, as pandera takes ten times as long to say so of a table."""
    return (
        all(_holds(frame[column.name], column) for column in declared.columns)
        and all(rule(frame).fillna(False).all() for rule in _rules(declared, articles).values())
    )  # fmt: skip


def _holds(cells: pd.Series, column: Column) -> bool:
    given = cells.dropna()
    if len(given) < len(cells) and column.needed and not column.empty:
        return False
    return bool(
        (not column.allowed or given.isin(column.allowed).all())
        and (column.least is None or (given >= column.least).all())
        and (column.most is None or (given <= column.most).all())
        and (column.kind != "text" or column.verbatim or not UNPRINTABLE.search("".join(given)))
        and (not column.pattern or given.str.fullmatch(column.pattern).all())
    )


def _found(frame: pd.DataFrame, declared: Table, articles: pd.DataFrame | None) -> list[Fault]:
    """Every fault of a table."""
    import pandera.errors  # half a second with all that it imports
    import pandera.pandas as pa

    rules = [pa.Check(rule, name=name) for name, rule in _rules(declared, articles).items()]
    try:
        pa.DataFrameSchema(_columns(declared), checks=rules, strict=True).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        return cell_faults(error.failure_cases, frame, declared)
    return []


def _typed(frame: pd.DataFrame, declared: Table) -> tuple[pd.DataFrame, list[Fault]]:
    """Every column in its declared type; a cell that cannot be becomes empty and is reported."""
    done, bad = {}, []
    for column in declared.columns:
        given = frame[column.name]
        if given.isna().all():
            done[column.name] = pd.Series(index=frame.index, dtype=DTYPES[column.kind])
            continue
        if column.kind == "text" and given.dtype == DTYPES["text"]:
            done[column.name] = given
            continue
        series = given.astype("object").where(given.notna(), None)
        typed = _as_type(series, column)
        lost = typed.isna() & series.notna()
        bad += [(column.name, int(row), series[row], wanted(column), False) for row in frame.index[lost]]
        done[column.name] = typed
    return pd.DataFrame(done, index=frame.index), bad


def _as_type(series: pd.Series, column: Column) -> pd.Series:
    if column.kind == "text":
        return series.map(lambda cell: cell if cell is None else str(cell)).astype("str")
    if column.kind == "time":
        return pd.to_datetime(series, utc=True, errors="coerce", format="ISO8601").astype(DTYPES["time"])
    if column.kind == "boolean":
        words = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}
        return series.map(lambda c: words.get(str(c).lower()), na_action="ignore").astype("boolean")
    numeric = pd.to_numeric(series, errors="coerce")
    if column.kind == "integer":
        numeric = numeric.where(numeric.isna() | ((numeric % 1 == 0) & (numeric.abs() <= MOST_WHOLE)))
    return numeric.where(numeric.abs() != math.inf).astype(DTYPES[column.kind])


@functools.cache
def _columns(declared: Table) -> dict[str, Any]:
    import pandera.pandas as pa

    return {
        column.name: pa.Column(DTYPES[column.kind], _checks(column), nullable=column.empty or not column.needed)
        for column in declared.columns
    }


def _checks(column: Column) -> list[Any]:
    import pandera.pandas as pa

    checks = []
    if column.allowed:
        checks.append(pa.Check.isin(list(column.allowed)))
    if column.least is not None:
        checks.append(pa.Check.ge(column.least))
    if column.most is not None:
        checks.append(pa.Check.le(column.most))
    if column.kind == "text" and not column.verbatim:
        checks.append(pa.Check(_printable, name="unprintable"))
    if column.pattern:
        checks.append(pa.Check(lambda cells, p=column.pattern: cells.str.fullmatch(p), name="pattern"))
    return checks


def _printable(cells: pd.Series) -> pd.Series | bool:
    """Whether cells have no control characters; all at once, as hardly any table has one."""
    return not UNPRINTABLE.search("".join(cells)) or ~cells.str.contains(UNPRINTABLE)


def _rules(declared: Table, articles: pd.DataFrame | None) -> dict[str, Callable[[pd.DataFrame], pd.Series]]:
    """What holds across columns, by name: each function says of a table which of its rows are right."""
    own = declared.name == "articles"
    rules: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
        f"rule:{i}": lambda f, r=r: r.holds(f, f if own else articles)  # type: ignore[misc]
        for i, r in enumerate(declared.rules)
        if own or articles is not None or not r.needs_articles
    }
    if declared.key:
        key = list(declared.key)
        rules["key"] = lambda f: ~f.duplicated(key, keep="first") | f[key].isna().any(axis=1)
    return rules
