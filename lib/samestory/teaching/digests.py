"""The canonical form of an answer, and its salted digests: whole, by column, by row and by the name of a row."""

from __future__ import annotations

import decimal
import functools
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import LessonError, listed
from .exercises import Exercise, Options
from .plain import SCALARS, Plain

# A slow hash: who tries all small numbers has to wait for each. Whole answers cost 4 times as much as their rows.
SLOW, LESS_SLOW = 2**12, 2**10
MOST_ROWS = 200  # of a longer table only the whole and the columns are kept
_CONTEXT = decimal.Context(prec=400)
# How a number exactly between two is rounded: as Python does it, up (as at school and in spreadsheets), or down.
HALVES = (decimal.ROUND_HALF_EVEN, decimal.ROUND_HALF_UP, decimal.ROUND_HALF_DOWN)
CANNOT_TELL = "cannot tell"

Cell = list[str]


def canonical(one: Plain, options: Options, half: str = HALVES[0]) -> Cell:
    """One value, or a list inside a list, in the form that is compared."""
    form = one["form"]
    if form == "number":
        return ["number", rounded(one["value"], options.digits, half)]
    if form == "missing":
        return ["text", CANNOT_TELL] if options.cannot_tell else ["missing"]
    if form == "bool":
        return ["bool", str(one["value"])]
    if form == "text":
        text = one["value"].casefold() if options.ignore_case else one["value"]
        return ["text", text.casefold() if options.cannot_tell and text.casefold() == CANNOT_TELL else text]
    if form == "list":
        inner = [canonical(value, options, half) for value in one["values"]]
        return ["list", json.dumps(sorted(inner) if one.get("unordered") else inner)]
    raise LessonError("a table inside a list cannot be checked")


def rounded(digits: str, places: int, half: str = HALVES[0]) -> str:
    """A number in decimal digits, rounded; a whole one without a point, and no minus before zero."""
    value = decimal.Decimal(digits)
    if value.is_infinite():
        return digits
    value = value.quantize(decimal.Decimal(1).scaleb(-places), rounding=half, context=_CONTEXT)
    return f"{value.normalize(_CONTEXT) + 0:f}" if value else "0"


@dataclass(frozen=True)
class Table:
    """A table with the columns an exercise asks for, in one order; ``rows`` are canonical."""

    columns: list[str]
    rows: list[list[Cell]]


def digest(kind: str, value: object, salt: str) -> str:
    """The salted digest of something canonical."""
    said = json.dumps([kind, value], ensure_ascii=False, separators=(",", ":"))
    return _slow(said, salt, SLOW if kind == "whole" else LESS_SLOW)


@functools.lru_cache(maxsize=20_000)
def _slow(said: str, salt: str, n: int) -> str:
    return hashlib.scrypt(said.encode("utf-8", "replace"), salt=salt.encode(), n=n, r=8, p=1, dklen=16).hex()


def whole(values: Sequence[object], *, ordered: bool, salt: str) -> str:
    """The digest of all rows or values together; ``values`` are canonical."""
    return digest("whole", list(values) if ordered else sorted(values, key=json.dumps), salt)


def column_digest(name: str, cells: Sequence[object], salt: str) -> str:
    """The digest of one column; ``cells`` are its values, each with the name of its row if rows have one."""
    return digest("column", [name, sorted(cells, key=json.dumps)], salt)


def cells_of(table: Table, name: str, key: Sequence[str]) -> list[object]:
    """The values of one column, each with the name of its row if rows have one."""
    at, by = table.columns.index(name), [table.columns.index(one) for one in key]
    return [[*(row[place] for place in by), row[at]] for row in table.rows]


def names_of(table: Table, key: Sequence[str]) -> list[list[Cell]]:
    """The name of each row."""
    by = [table.columns.index(one) for one in key]
    return [[row[place] for place in by] for row in table.rows]


def made(answer: Plain, options: Options, salt: str | None = None) -> Exercise:
    """The digests of the right answer of an exercise.

    Parameters
    ----------
    answer, options
        What the solution gives, and how it is to be compared.
    salt
        That of the digests made before, so that the same answer has the same digests; default: a new one.

    Raises
    ------
    LessonError
        The answer does not fit its options.
    """
    salt = salt or secrets.token_hex(8)
    form = options.form or ("value" if answer["form"] == "missing" else answer["form"])
    given = options.model_dump() | {"form": form, "salt": salt}
    if form not in ("list", "table"):
        if answer["form"] not in ({*SCALARS} if form == "value" else {form, "missing"}):
            raise LessonError(f"the solution gives a {answer['form']}, but `form` says {form}")
        found = {digest("whole", canonical(answer, options, half), salt) for half in HALVES}
        return Exercise(**given, whole=sorted(found))
    if answer["form"] != form:
        raise LessonError(f"the solution gives a {answer['form']}, but `form` says {form}")
    return _of_list(answer, options, given) if form == "list" else _of_table(answer, options, given)


def _of_list(answer: Plain, options: Options, given: dict) -> Exercise:
    salt, found, parts, loose = given["salt"], set(), set(), set()
    for half in HALVES:
        values = [canonical(one, options, half) for one in answer["values"]]
        found.add(whole(values, ordered=options.ordered, salt=salt))
        if options.ordered:
            loose.add(whole(values, ordered=False, salt=salt))
        parts |= {digest("row", value, salt) for value in values[:MOST_ROWS]}
    n = len(answer["values"])
    rows = sorted(parts) if n <= MOST_ROWS else []
    return Exercise(**given, whole=sorted(found), unordered=sorted(loose), rows=rows, n_rows=n)


def _of_table(answer: Plain, options: Options, given: dict) -> Exercise:
    salt = given["salt"]
    columns = wanted(answer)
    if lost := [name for name in options.key if name not in columns]:
        raise LessonError(f"`key` names {listed(lost)}; the solution has the columns {listed(columns, 40)}")
    if len(set(columns)) < len(columns):
        raise LessonError(f"two columns of the solution have one name: {listed(columns, 40)}")
    found, loose, keys, rows = set(), set(), set(), set()
    by_column: dict[str, set[str]] = {name: set() for name in columns}
    for half in HALVES:
        table = fitted(answer, columns, options, half)
        found.add(whole(table.rows, ordered=options.ordered, salt=salt))
        if options.ordered:
            loose.add(whole(table.rows, ordered=False, salt=salt))
        for name in columns:
            by_column[name].add(column_digest(name, cells_of(table, name, options.key), salt))
        if len(table.rows) <= MOST_ROWS:
            rows |= {digest("row", row, salt) for row in table.rows}
            keys |= {digest("key", name, salt) for name in names_of(table, options.key)} if options.key else set()
    return Exercise(
        **given,
        whole=sorted(found),
        unordered=sorted(loose),
        columns={name: sorted(by_column[name]) for name in columns},
        rows=sorted(rows),
        keys=sorted(keys),
        n_rows=len(answer["rows"]),
    )


def wanted(answer: Plain) -> list[str]:
    """The columns of a solution, in one order: those of the table, and the named levels of its index.

    Raises
    ------
    LessonError
        A Series says nothing without the names of its rows, and these have no name.
    """
    levels = [name for name in answer["index"] if name is not None]
    if answer["series"] and not levels:
        raise LessonError("the solution is a Series whose index has no name; give `.rename_axis(...).reset_index()`")
    return sorted([*(name for name in levels if name not in answer["columns"]), *answer["columns"]])


def fitted(answer: Plain, columns: Sequence[str], options: Options, half: str = HALVES[0]) -> Table:
    """A table as an exercise asks for it; columns that it does not have are left out.

    The index counts only if an asked column is missing from the table and the index has its name, or no name. The
    values of a Series may have any name.
    """
    names, rows = list(answer["columns"]), [list(row) for row in answer["rows"]]
    for level, name in enumerate(answer["index"]):
        if name in columns and name not in names:
            names = [*names, name]
            rows = [[*row, own[level]] for row, own in zip(rows, answer["index_rows"], strict=True)]
    unnamed = answer["index"] == [None] and not all(own[0]["form"] == "number" for own in answer["index_rows"])
    missing = [name for name in columns if name not in names]
    if unnamed and missing and (len(missing) == 1 or answer["series"]):
        name = next((one for one in options.key if one in missing), missing[0])
        names, missing = [*names, name], [one for one in missing if one != name]
        rows = [[*row, own[0]] for row, own in zip(rows, answer["index_rows"], strict=True)]
    if answer["series"] and len(missing) == 1 and names[0] not in columns:
        names[0] = missing[0]
    order = [names.index(name) for name in columns if name in names]
    made_rows = [[canonical(row[at], options, half) for at in order] for row in rows]
    return Table([names[at] for at in order], made_rows)
