"""The parameters of a notebook: what its ``parameters`` cell declares, and values checked against it."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import RunError, listed, suggestion
from . import notebook
from .values import ALLOWED, Kind, declared_kind, literal_kind

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Parameter:
    """One declared parameter; ``help`` is the comment behind it."""

    name: str
    kind: Kind
    default: Any
    help: str = ""


def parameters(path: str | Path) -> pd.DataFrame:
    """What a notebook can be given.

    Returns
    -------
    DataFrame
        ``name, type, default, help``, one row a parameter in the order of the cell.

    Raises
    ------
    RunError
        See ``declared``.
    """
    import pandas as pd

    rows = [(one.name, str(one.kind), one.default, one.help) for one in declared(Path(path))]
    return pd.DataFrame(rows, columns=["name", "type", "default", "help"]).astype({"default": object})


def declared(path: Path) -> list[Parameter]:
    """The parameters of a notebook file.

    Raises
    ------
    RunError
        The notebook is missing, or has not exactly one cell tagged ``parameters``, or that cell holds anything but
        independent literals; the message names the cell and its line.
    """
    return declared_in(notebook.read(path)["cells"], path.name)


def declared_in(cells: list[dict[str, Any]], name: str) -> list[Parameter]:
    """The same for cells already read; ``name`` is what messages call the notebook."""
    tagged = [index for index, cell in enumerate(cells) if notebook.PARAMETERS in notebook.tags(cell)]
    if len(tagged) != 1:
        found = f"cells {listed(str(index + 1) for index in tagged)} are" if tagged else "no cell is"
        raise RunError(f"{name}: {found} tagged 'parameters'; tag exactly one, even if it declares nothing")
    cell = cells[tagged[0]]
    where = f"{name}, cell {tagged[0] + 1}"
    if cell["cell_type"] != "code":
        raise RunError(f"{where}: tagged 'parameters', but not a code cell")
    try:
        statements = ast.parse(cell["source"]).body
    except SyntaxError as error:
        raise RunError(f"{where}, line {error.lineno}: not readable as Python: {error.msg}") from None
    comments = _comments(cell["source"])
    done: dict[str, Parameter] = {}
    for statement in statements:
        at = f"{where}, line {statement.lineno}"
        one = _parameter(statement, at, comments)
        if one.name in done:
            raise RunError(f"{at}: parameter {one.name!r} is given twice; give it once")
        done[one.name] = one
    return list(done.values())


def _parameter(statement: ast.stmt, at: str, comments: dict[int, str]) -> Parameter:
    target: ast.expr | None = None
    if isinstance(statement, ast.AnnAssign):
        target = statement.target
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    if not isinstance(target, ast.Name) or not isinstance(statement, ast.Assign | ast.AnnAssign):
        shown = ast.unparse(statement).splitlines()[0][:60]
        raise RunError(
            f"{at}: {shown!r}; a parameters cell holds only lines like `name: type = literal  # help`;"
            " move the rest into the next cell"
        )
    if statement.value is None:
        raise RunError(f"{at}: {target.id!r} has no default; give one")
    try:
        default = ast.literal_eval(statement.value)
    except ValueError:
        shown = ast.unparse(statement.value)[:60]
        raise RunError(f"{at}: {target.id} = {shown} is no literal; compute it in the next cell") from None
    if isinstance(statement, ast.AnnAssign):
        kind = declared_kind(statement.annotation)
        if kind is None:
            given = ast.unparse(statement.annotation)
            raise RunError(f"{at}: {target.id} is declared {given!r}; allowed: {ALLOWED}")
    else:
        kind = literal_kind(default)
        if kind is None:
            raise RunError(
                f"{at}: {target.id} = {default!r} does not show its type; declare it: {target.id}: TYPE = {default!r}"
                f" with one of {ALLOWED}"
            )
    try:
        default = kind.fit(default)
    except ValueError as error:
        raise RunError(f"{at}: {target.id}: {error}") from None
    last = statement.end_lineno or statement.lineno
    said = [comments[line] for line in range(statement.lineno, last + 1) if line in comments]
    return Parameter(target.id, kind, default, " ".join(said))


def _comments(source: str) -> dict[int, str]:
    """Comments behind code by line; a line of its own is a heading, not the help of a parameter."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokens
        if token.type == tokenize.COMMENT and token.line[: token.start[1]].strip()
    }


def filled(
    known: list[Parameter], given: Mapping[str, Any], texts: Mapping[str, str], where: str, notebook_name: str
) -> tuple[dict[str, Any], list[str]]:
    """Values for every parameter: defaults, then ``given`` (typed, from runs.yaml), then ``texts`` (command line).

    Returns
    -------
    values, faults
        Every declared name with its value; and one line for each fault: an unknown name or a value that does not fit.
    """
    by_name = {one.name: one for one in known}
    values = {one.name: one.default for one in known}
    faults = []
    for source, read in ((given, Kind.fit), (texts, Kind.read)):
        for name, value in source.items():
            if name not in by_name:
                faults.append(
                    f"{where}: notebook {notebook_name} has no parameter {name!r}.{suggestion(name, by_name)}"
                    f" Parameters: {listed(by_name, 40)}"
                )
                continue
            try:
                values[name] = read(by_name[name].kind, value)
            except ValueError as error:
                faults.append(f"{where}: parameter {name!r}: {error}")
    return values, faults
