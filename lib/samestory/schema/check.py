"""``check``: one table against its declaration, every problem in one error (pandera does the work)."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import pandas as pd
import pandera.errors
import pandera.pandas as pa

from ..errors import UNPRINTABLE, TableError, listed, suggestion
from .declared import TABLES
from .model import DTYPES, Column, Rule, Table

MOST_WHOLE = 2**53  # a float holds every whole number up to here, and offsets and counts pass through floats
MOST_LINES = 60  # an error longer than a screen or two is not read; all problems stay in TableError.problems


# column or columns joined by '+', row position, value given, what is wanted, whether a rule says so
_Fault = tuple[str, int, object, str, bool]


@dataclass(frozen=True)
class Problem:
    """One fault: where (table, column or columns joined by '+', row), what was given, what is wanted.

    ``row`` is None where the fault is of the whole table. ``is_rule`` faults break a rule across columns; ``given``
    then holds the columns with their values as text.
    """

    table: str
    column: str
    row: object
    given: object
    wanted: str
    is_rule: bool = False


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
        Any DataFrame; it is not changed. Columns that are declared but not needed may be missing and come back empty.
    name
        The table's name, see ``dictionary()``.
    articles
        The story's articles. With them, rows that name no article, offsets outside a text, passages that do not read
        as written down and ``absent`` on a text not seen whole are found as well.
    where
        What to call the table in the error, for instance a file; its name otherwise.
    first_row
        Rows are named by position counted from this number (2 for a CSV file: the header is row 1), or by their
        index label where it is None.

    Raises
    ------
    TableError
        With every problem found: table, column, row, value given, what is allowed.
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
    try:
        frame = _schema(declared, articles).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        bad_cells += _cells(error.failure_cases, frame, declared)
    for column, row, given, wanted, is_rule in bad_cells:
        if not set(column.split("+")) & absent_columns:
            problems.append(Problem(name, column, rows[row], given, wanted, is_rule))
    if problems:
        raise TableError(_message(problems, where or f"table {name}"), problems)
    return frame.set_axis(table.index) if first_row is None else frame


def _typed(frame: pd.DataFrame, declared: Table) -> tuple[pd.DataFrame, list[_Fault]]:
    """Every column in its declared type; a cell that cannot be becomes empty and is reported."""
    done, bad = {}, []
    for column in declared.columns:
        given = frame[column.name]
        series = given.astype("object").where(given.notna(), None)
        typed = _as_type(series, column)
        lost = typed.isna() & series.notna()
        bad += [(column.name, int(row), series[row], _wanted(column), False) for row in frame.index[lost]]
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
def _columns(declared: Table) -> dict[str, pa.Column]:
    return {
        column.name: pa.Column(DTYPES[column.kind], _checks(column), nullable=column.empty or not column.needed)
        for column in declared.columns
    }


def _checks(column: Column) -> list[pa.Check]:
    checks = []
    if column.allowed:
        checks.append(pa.Check.isin(list(column.allowed)))
    if column.least is not None:
        checks.append(pa.Check.ge(column.least))
    if column.most is not None:
        checks.append(pa.Check.le(column.most))
    if column.kind == "text" and not column.verbatim:
        checks.append(pa.Check(lambda cells: ~cells.str.contains(UNPRINTABLE), name="unprintable"))
    if column.pattern:
        checks.append(pa.Check(lambda cells, p=column.pattern: cells.str.fullmatch(p), name="pattern"))
    return checks


def _schema(declared: Table, articles: pd.DataFrame | None) -> pa.DataFrameSchema:
    if declared.name == "articles":
        rules = [pa.Check(lambda f, r=r: r.holds(f, f), name=f"rule:{i}") for i, r in enumerate(declared.rules)]
    else:
        rules = [
            pa.Check(lambda f, r=r: r.holds(f, articles), name=f"rule:{i}")
            for i, r in enumerate(declared.rules)
            if articles is not None or not r.needs_articles
        ]
    if declared.key:
        key = list(declared.key)
        rules.append(pa.Check(lambda f: ~f.duplicated(key, keep="first") | f[key].isna().any(axis=1), name="key"))
    return pa.DataFrameSchema(_columns(declared), checks=rules, strict=True)


def _cells(cases: pd.DataFrame, frame: pd.DataFrame, declared: Table) -> list[_Fault]:
    """pandera's failure cases as faults, each cell and each rule once a row."""
    found: dict[tuple[str, int, str], _Fault] = {}
    by_name = {column.name: column for column in declared.columns}
    for case in cases.to_dict("records"):
        if pd.isna(case["index"]):
            raise RuntimeError(f"table {declared.name}: {case['check']} failed as a whole: {case['failure_case']}")
        row, check = int(case["index"]), str(case["check"])
        if check.startswith("rule:") or check == "key":
            rule: Rule | None = declared.rules[int(check[5:])] if check != "key" else None
            columns = rule.columns if rule else declared.key
            wanted = rule.says if rule else f"given twice; {' + '.join(declared.key)} must be unique"
            given = ", ".join(f"{c}={_shown(frame.at[row, c])}" for c in columns)
            found["+".join(columns), row, check] = ("+".join(columns), row, given, wanted, True)
        else:
            name = str(case["column"])
            column, value = by_name[name], frame.at[row, name]
            near = suggestion(str(value), column.allowed, cutoff=0.7) if column.allowed else ""
            found.setdefault((name, row, ""), (name, row, value, _wanted(column) + (near and f".{near}"), False))
    return list(found.values())


def _wanted(column: Column) -> str:
    words = {"time": "an ISO 8601 time", "boolean": "true or false", "text": "text without control characters"}
    said = words.get(column.kind, f"a {column.kind}")
    if column.kind == "integer":
        said = "a whole number"
    if column.verbatim:
        said = "text"
    if column.allowed:
        said = "one of " + listed(column.allowed, 40)
    if column.pattern:
        said += f" that matches {column.pattern}"
    if column.least is not None:
        said += f" from {column.least:g}" if column.most is not None else f" of {column.least:g} or more"
    if column.most is not None:
        said += f" to {column.most:g}"
    return said + (" (may be empty)" if column.empty else "; it may not be empty")


def _shown(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return "(empty)"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _message(problems: list[Problem], where: str) -> str:
    """One line a fault; the same fault in many rows is one line that names them."""
    grouped: dict[tuple[str, str, str], list[object]] = {}
    for problem in problems:
        grouped.setdefault((problem.column, _given(problem), problem.wanted), []).append(problem.row)
    lines = []
    for (column, given, wanted), rows in grouped.items():
        place = "" if rows == [None] else ("row " if len(rows) == 1 else "rows ") + listed(rows, 8) + ", "
        label = column.replace("+", ", ")
        lines.append(f"  {place}{'columns' if '+' in column else 'column'} {label}: {given}{wanted}")
    left = len(lines) - MOST_LINES
    if left > 0:
        lines = [*lines[:MOST_LINES], f"  and {left} more kinds of fault (all of them in error.problems)"]
    count = f"{len(problems)} problem" + ("s" if len(problems) != 1 else "")
    return "\n".join([f"{where}: {count}", *lines])


def _given(problem: Problem) -> str:
    if problem.row is None:
        return ""
    return f"{problem.given}: " if problem.is_rule else f"{_shown(problem.given)} given; wanted "
