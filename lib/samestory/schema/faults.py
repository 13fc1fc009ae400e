"""What is wrong with a table, in words: where it is, what was given, what is expected."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..errors import listed, suggestion
from .model import Column, Rule, Table

MOST_LINES = 60  # an error longer than a screen or two is not read; all problems stay in TableError.problems

# column or columns joined by '+', row position, value given, what is wanted, whether a rule says so
Fault = tuple[str, int, object, str, bool]


@dataclass(frozen=True)
class Problem:
    """One fault: where (table, column or columns joined by '+', row), what was given, what is wanted.

    ``row`` is None if the fault is of the whole table. ``is_rule`` faults break a rule across columns; ``given``
    then holds the columns with their values as text.
    """

    table: str
    column: str
    row: object
    given: object
    wanted: str
    is_rule: bool = False


def cell_faults(cases: pd.DataFrame, frame: pd.DataFrame, declared: Table) -> list[Fault]:
    """pandera's failure cases as faults, each cell and each rule once a row."""
    found: dict[tuple[str, int, str], Fault] = {}
    by_name = {column.name: column for column in declared.columns}
    for case in cases.to_dict("records"):
        if pd.isna(case["index"]):
            raise RuntimeError(f"table {declared.name}: {case['check']} failed as a whole: {case['failure_case']}")
        row, check = int(case["index"]), str(case["check"])
        if check.startswith("rule:") or check == "key":
            rule: Rule | None = declared.rules[int(check[5:])] if check != "key" else None
            columns = rule.columns if rule else declared.key
            said = rule.says if rule else f"given twice; {' + '.join(declared.key)} must be unique"
            given = ", ".join(f"{c}={_shown(frame.at[row, c])}" for c in columns)
            found["+".join(columns), row, check] = ("+".join(columns), row, given, said, True)
        else:
            name = str(case["column"])
            column, value = by_name[name], frame.at[row, name]
            near = suggestion(str(value), column.allowed, cutoff=0.7) if column.allowed else ""
            found.setdefault((name, row, ""), (name, row, value, wanted(column) + (near and f".{near}"), False))
    return list(found.values())


def wanted(column: Column) -> str:
    """What a column expects of a cell, in words."""
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


def message(problems: list[Problem], where: str) -> str:
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
