"""What is wrong with a committed notebook, seen without executing it."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path
from typing import Any

from ..errors import RunError
from ..notebooks import notebook
from ..notebooks.parameters import declared_in

_LAYOUT = (
    tokenize.NEWLINE,
    tokenize.NL,
    tokenize.COMMENT,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
)
_AGAIN = "run `samestory refresh`"


def faults(path: str | Path) -> list[str]:
    """The faults of a notebook file, one line each; empty when it may be committed.

    Notebooks are committed as they come from one run from top to bottom, with their default parameters: every code cell
    executed, counted 1 to n, nothing on stderr, no error, exactly one ``parameters`` cell of literals, nothing that an
    earlier run left behind. A trailing ``;`` is a fault too: it hides an output in JupyterLab, but not from the check.
    """
    path = Path(path)
    try:
        whole = notebook.read(path)
    except RunError as error:
        return [str(error)]
    found, cells = [], whole["cells"]
    try:
        declared_in(cells, path.name)
    except RunError as error:
        found.append(str(error))
    expected = 0
    for index, cell in enumerate(cells):
        if notebook.is_code(cell):
            expected += 1
            found += _of_code(cells, index, expected, path.name)
        if notebook.INJECTED in notebook.tags(cell):
            found.append(f"{_at(path.name, cells, index)}: injected by a run; remove the cell and {_AGAIN}")
        if "papermill" in cell["metadata"]:
            found.append(f"{_at(path.name, cells, index)}: carries what papermill noted; {_AGAIN}")
    if "papermill" in whole["metadata"]:
        found.append(f"{path.name}: carries what papermill noted of a run; {_AGAIN}")
    return found


def _of_code(cells: list[dict[str, Any]], index: int, expected: int, name: str) -> list[str]:
    at, cell = _at(name, cells, index), cells[index]
    count = cell.get("execution_count")
    found = []
    if count is None:
        found.append(f"{at}: never executed; {_AGAIN}")
    elif count != expected:
        found.append(f"{at}: executed as number {count}, but it is code cell {expected}; {_AGAIN}")
    if said := notebook.failure(cells, index):
        found.append(f"{name}, {said}")
    if ends_in_semicolon(cell["source"]):
        found.append(f"{at}: ends in `;`; write `_ = ...` or give the result a name")
    return found


def ends_in_semicolon(source: str) -> bool:
    """Whether the last sign of code in a cell is a semicolon; comments behind it do not matter."""
    last = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type not in _LAYOUT:
                last = token.string
    except (tokenize.TokenError, IndentationError):  # cell magics are not Python
        return source.rstrip().endswith(";")
    return last == ";"


def _at(name: str, cells: list[dict[str, Any]], index: int) -> str:
    return f"{name}, {notebook.place(cells, index)}"
