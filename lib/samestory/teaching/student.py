"""The student's form of a lesson: the master without solutions, hidden tests, outputs and what is for the teacher."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

from .. import paths
from ..errors import LessonError
from ..notebooks.notebook import PARAMETERS, is_code, read, tags

LESSONS = "teaching"  # the folder in notebooks/
TEACHER, SOLUTION = "teacher", "solution"  # tags of cells that no student gets
STUB = "answer = ..."
WRITTEN = "*Write your answer here, in place of this line.*"
_SOLUTION = re.compile(r"^[ \t]*### BEGIN SOLUTION\b.*?^[ \t]*### END SOLUTION\b[^\n]*", re.MULTILINE | re.DOTALL)
_HIDDEN = re.compile(
    r"\n?^[ \t]*### BEGIN HIDDEN TESTS\b.*?^[ \t]*### END HIDDEN TESTS\b[^\n]*", re.MULTILINE | re.DOTALL
)
_MARK = re.compile(r"### (BEGIN|END) (SOLUTION|HIDDEN TESTS)\b")
_SEED = re.compile(r"^seed(\s*:[^=\n]+)?\s*=\s*\d+", re.MULTILINE)


def masters(folder: Path | None = None) -> dict[str, Path]:
    """The lessons with their solutions, by name; default: those in ``notebooks/teaching/``.

    Raises
    ------
    LessonError
        There are none.
    """
    folder = folder or paths.notebooks() / LESSONS
    found = {path.stem: path for path in sorted(folder.glob("*.ipynb")) if not path.name.startswith(".")}
    if not found:
        raise LessonError(f"no lessons in {folder}; a lesson is a notebook there, see docs/teaching.md")
    return found


def graded(cell: Any) -> dict[str, Any]:
    """What nbgrader keeps of a cell; empty if it keeps nothing."""
    known = cell["metadata"].get("nbgrader") if isinstance(cell.get("metadata"), dict) else None
    return known if isinstance(known, dict) else {}


def is_solution(cell: Any) -> bool:
    """Whether a student writes into this cell."""
    return graded(cell).get("solution") is True


def student_notebook(master: Path, seed: int | None = None) -> dict[str, Any]:
    """A lesson as a student gets it.

    Parameters
    ----------
    master
        The notebook with solutions.
    seed
        The student's own seed, for the parameters cell; default: that of the master.

    Raises
    ------
    LessonError
        A marker of nbgrader is left, so a solution might be, or there is no seed to replace.
    """
    made = for_class(read(master))
    made["cells"] = [_cell(cell, seed, master.name) for cell in made["cells"]]
    if seed is not None and not any(PARAMETERS in tags(cell) for cell in made["cells"]):
        raise LessonError(f"{master.name}: no cell is tagged {PARAMETERS!r}, so no student can get a seed of their own")
    return made


def for_class(master: dict[str, Any]) -> dict[str, Any]:
    """A lesson without the cells for the teacher alone; solutions stay, for nbgrader takes them out itself."""
    kept = [cell for cell in master["cells"] if not {TEACHER, SOLUTION}.intersection(tags(cell))]
    return copy.deepcopy(master | {"cells": kept})


def _cell(cell: dict[str, Any], seed: int | None, name: str) -> dict[str, Any]:
    source = cell["source"]
    if is_solution(cell):
        source = _without_solution(source, is_code(cell))
    source = _HIDDEN.sub("", source).strip("\n")
    if _MARK.search(source):
        raise LessonError(f"{name}: a marker without its partner, or outside a solution cell: {source[:80]!r}")
    if seed is not None and PARAMETERS in tags(cell):
        source, n = _SEED.subn(f"seed = {int(seed)}", source)
        if n != 1:
            raise LessonError(f"{name}: the parameters cell needs one line `seed = 7`")
    made = cell | {"source": source}
    if cell["cell_type"] == "code":
        made |= {"outputs": [], "execution_count": None}
    return made


def _without_solution(source: str, code: bool) -> str:
    """As nbgrader does it: the marked part is replaced, or the whole cell if no part is marked."""
    stub = STUB if code else WRITTEN
    replaced, n = _SOLUTION.subn(stub, source)
    return replaced if n else stub
