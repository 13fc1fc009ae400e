"""The answers of each student's own story: the solutions run once more, with another seed.

Only the cells that an exercise needs are run. They are found from the names that cells assign and use; that this gives
what the whole lesson gives is tested with the seed of the master, before any other.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import LessonError
from ..notebooks.notebook import is_code, read
from .check import RECORD
from .exercises import FILE, OPTIONS, Exercise, answers_file, answers_in, written
from .recording import asked_in, recorded

SEED = "seed"
SECONDS, SECONDS_EACH = 120, 60


def names_of(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell gives a value or changes, and those it uses."""
    given: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else given).add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            given |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            given.add(node.name)
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            inner: ast.expr = node
            while isinstance(inner, ast.Attribute | ast.Subscript):
                inner = inner.value
            if isinstance(inner, ast.Name):
                given.add(inner.id)  # table["x"] = ... changes the table
    return given, used


def _bound(source: str) -> set[str]:
    """The names to which a cell gives a new value in any case, whatever they were before."""
    found = set()
    for line in ast.parse(source).body:
        if isinstance(line, ast.Assign):
            found |= {target.id for target in line.targets if isinstance(target, ast.Name)}
    return found


def needed(sources: Sequence[str], at: int) -> list[int]:
    """The cells that must run before one cell, by the names they give it; in their order, with the cell itself."""
    chosen, wanted = [at], names_of(sources[at])[1]
    for index in range(at - 1, -1, -1):
        given, used = names_of(sources[index])
        if given & wanted:
            chosen.append(index)
            wanted = (wanted - (_bound(sources[index]) - used)) | used
    return sorted(chosen)


def own_exercises(master: Path) -> dict[str, list[int]]:
    """The exercises of a lesson that depend on its seed, with the code cells that each needs."""
    sources = _sources(master)
    found = {}
    for at, source in enumerate(sources):
        for name in asked_in([{"cell_type": "code", "source": source}]):
            cells = needed(sources, at)
            if any(SEED in names_of(sources[index])[1] for index in cells):
                found[name] = cells
    return found


def _sources(master: Path) -> list[str]:
    return [cell["source"] for cell in read(master)["cells"] if is_code(cell)]


def answers_by_seed(
    master: Path, seeds: Mapping[str, int], told: Callable[[str], None] = lambda line: None
) -> dict[str, dict[str, Exercise]]:
    """The digests of the exercises that depend on the seed, for each student.

    Parameters
    ----------
    master, seeds
        A lesson with its solutions, and the seed of each student.
    told
        Called with a line about progress.

    Raises
    ------
    LessonError
        A solution fails, takes too long, or gives other digests than the committed ones for the master's own seed.
    """
    own = own_exercises(master)
    if not own or not seeds:
        return {student: {} for student in seeds}
    known = answers_in(answers_file(master.parent))
    if lost := [name for name in own if name not in known]:
        raise LessonError(f"{master.name}: no digests of {', '.join(lost)}; make them first: samestory refresh")
    sources = _sources(master)
    part = sorted({index for cells in own.values() for index in cells})
    with tempfile.TemporaryDirectory(prefix="samestory-lessons-") as scratch:
        for chosen in (part, list(range(len(sources)))):
            work = Path(scratch) / str(len(chosen))
            first = _run([sources[at] for at in chosen], {"": None}, work / "first", master, told)
            if all(first[""].get(name) == known[name] for name in own):
                made = _run([sources[at] for at in chosen], dict(seeds), work / "all", master, told)
                return {student: {name: made[student][name] for name in own} for student in seeds}
    raise LessonError(
        f"{master.name}: its solutions give other answers than the digests that are kept; make them again:"
        " samestory refresh"
    )


def _run(
    sources: list[str], seeds: Mapping[str, int | None], work: Path, master: Path, told: Callable[[str], None]
) -> dict[str, dict[str, Exercise]]:
    """Run cells once for each student in a process of its own, and what each run recorded."""
    folders = {}
    for number, student in enumerate(seeds):
        folder = work / str(number)
        folder.mkdir(parents=True)
        if (master.parent / OPTIONS).is_file():
            shutil.copyfile(master.parent / OPTIONS, folder / OPTIONS)
        (folder / FILE).write_text(written(answers_in(answers_file(master.parent))), encoding="utf-8")
        folders[student] = folder
    job = {"sources": sources, "runs": [{"folder": str(folders[name]), "seed": seed} for name, seed in seeds.items()]}
    with (work / "log").open("w+b") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT,
            start_new_session=True, env={**os.environ, "MPLBACKEND": "agg", RECORD: str(work / "none")},
        )  # fmt: skip
        try:
            process.communicate(json.dumps(job).encode(), timeout=SECONDS + SECONDS_EACH * len(seeds))
        except subprocess.TimeoutExpired:
            raise LessonError(f"{master.name}: its solutions took too long for {len(seeds)} students") from None
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode:
            log.seek(0)
            said = log.read()[-2000:].decode("utf-8", "replace").strip()
            raise LessonError(f"{master.name}: a solution failed with another seed:\n{said}")
    if len(seeds) > 1:
        told(f"{master.stem}: answers for {len(seeds)} students")
    return {student: recorded(folder / "recorded") for student, folder in folders.items()}


def main() -> None:
    """Run the cells of a job that is read from standard input."""
    job = json.load(sys.stdin)
    for one in job["runs"]:
        os.chdir(one["folder"])
        os.environ[RECORD] = str(Path(one["folder"]) / "recorded")
        names: dict[str, Any] = {"__name__": "__main__"}
        for number, source in enumerate(job["sources"]):
            exec(compile(source, f"cell {number + 1}", "exec"), names)  # noqa: S102  # the teacher's own lesson
            if one["seed"] is not None and SEED in names_of(source)[0]:
                names[SEED] = one["seed"]
        _close_figures()


def _close_figures() -> None:
    if "matplotlib.pyplot" in sys.modules:
        with contextlib.suppress(Exception):
            sys.modules["matplotlib.pyplot"].close("all")


if __name__ == "__main__":
    main()
