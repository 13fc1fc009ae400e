"""The answers of each student's own story: the solutions run once more, with another seed.

Only the statements that an exercise needs are run. They are found from the names that statements assign and use; that
this gives what the whole lesson gives is tested with the seed of the master.
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
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import LessonError
from ..notebooks.notebook import is_code, read
from .check import RECORD
from .exercises import FILE, OPTIONS, Exercise, answers_file, answers_in, written
from .recording import asked_in, recorded

SEED = "seed"
SECONDS, SECONDS_EACH = 300, 60
KEPT, DONE = "recorded", "done"


def names_of(source: str) -> tuple[set[str], set[str]]:
    """The names that a statement or cell gives a value or changes, and those it uses."""
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
    """The names that get a new value in any case, whatever they were before."""
    found = set()
    for line in ast.parse(source).body:
        if isinstance(line, ast.Assign):
            found |= {target.id for target in line.targets if isinstance(target, ast.Name)}
    return found


def needed(sources: Sequence[str], at: int) -> list[int]:
    """What must run before one statement, by the names it needs; in order, with the statement itself."""
    chosen, wanted = [at], names_of(sources[at])[1]
    for index in range(at - 1, -1, -1):
        given, used = names_of(sources[index])
        if given & wanted:
            chosen.append(index)
            wanted = (wanted - (_bound(sources[index]) - used)) | used
    return sorted(chosen)


def own_exercises(master: Path) -> dict[str, list[int]]:
    """The exercises of a lesson that depend on its seed, with the statements that each needs, by number."""
    sources = _statements(master)
    found: dict[str, list[int]] = {}
    for at, source in enumerate(sources):
        for name in asked_in([{"cell_type": "code", "source": source}]):
            lines = needed(sources, at)
            if name not in found and any(SEED in names_of(sources[index])[1] for index in lines):
                found[name] = lines
    return found


def _statements(master: Path) -> list[str]:
    """The statements of all code cells."""
    cells = [cell["source"] for cell in read(master)["cells"] if is_code(cell)]
    return [str(ast.get_source_segment(source, line)) for source in cells for line in ast.parse(source).body]


def answers_by_seed(
    lessons: Mapping[str, Path], seeds: Mapping[str, int], told: Callable[[str], None] = lambda line: None
) -> dict[str, dict[str, Exercise]]:
    """The digests of the exercises that depend on the seed, for each student.

    Parameters
    ----------
    lessons, seeds
        The lessons of one folder with their solutions, and the seed of each student.
    told
        Called with a line about progress.

    Raises
    ------
    LessonError
        A solution fails, takes too long, or gives other digests than the kept ones for the master's own seed.
    """
    own = {name: found for name, path in lessons.items() if (found := own_exercises(path))}
    made: dict[str, dict[str, Exercise]] = {student: {} for student in seeds}
    for whole in (False, True):  # a whole lesson only if its part does not give what it gives
        if own and seeds:
            chosen = {name: _chosen(lessons[name], found, whole) for name, found in own.items()}
            own = _same_as_kept(chosen, own, next(iter(lessons.values())).parent, seeds, made, told)
    if own and seeds:
        raise LessonError(
            f"{', '.join(own)}: the solutions give other answers than the digests that are kept; make them again:"
            " samestory refresh"
        )
    return made


def _chosen(master: Path, own: Mapping[str, list[int]], whole: bool) -> list[str]:
    sources = _statements(master)
    return sources if whole else [sources[at] for at in sorted({at for lines in own.values() for at in lines})]


def _same_as_kept(
    chosen: Mapping[str, list[str]],
    own: Mapping[str, dict[str, list[int]]],
    folder: Path,
    seeds: Mapping[str, int],
    made: dict[str, dict[str, Exercise]],
    told: Callable[[str], None],
) -> dict[str, dict[str, list[int]]]:
    """Run the cells for all students, and keep what is sure; the lessons that give other digests than before."""
    known = answers_in(answers_file(folder))
    with tempfile.TemporaryDirectory(prefix="samestory-lessons-") as scratch:
        found = _run(chosen, {"": None, **seeds}, Path(scratch), folder, told)
    sure = {name for name, exercises in own.items() if all(found[""].get(one) == known.get(one) for one in exercises)}
    for student in seeds:
        made[student] |= {one: found[student][one] for name in own if name in sure for one in own[name]}
    return {name: exercises for name, exercises in own.items() if name not in sure}


def _run(
    chosen: Mapping[str, list[str]],
    seeds: Mapping[str, int | None],
    work: Path,
    options: Path,
    told: Callable[[str], None],
) -> dict[str, dict[str, Exercise]]:
    """Run cells once for each student in a process of its own, and what each run recorded."""
    folders = {student: work / str(number) for number, student in enumerate(seeds)}
    for folder in folders.values():
        folder.mkdir()
        if (options / OPTIONS).is_file():
            shutil.copyfile(options / OPTIONS, folder / OPTIONS)
        (folder / FILE).write_text(written(answers_in(answers_file(options))), encoding="utf-8")
    runs = [{"folder": str(folders[student]), "seed": seed, "student": student} for student, seed in seeds.items()]
    with (work / "job").open("w+b") as job, (work / "log").open("w+b") as log:
        job.write(json.dumps({"lessons": chosen, "runs": runs}).encode())
        job.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=job, stdout=subprocess.PIPE, stderr=log, start_new_session=True,
            env={**os.environ, "MPLBACKEND": "agg"}, text=True,
        )  # fmt: skip
        guard = threading.Timer(SECONDS + SECONDS_EACH * len(seeds), process.kill)
        guard.start()
        try:
            for line in process.stdout or ():
                told(line.rstrip())
        finally:
            guard.cancel()
            process.kill()
            code = process.wait()
            if process.stdout:
                process.stdout.close()
        if code and not _is_done(folders):
            log.seek(0)
            said = log.read()[-2000:].decode("utf-8", "replace").strip()
            raise LessonError(f"a solution failed with another seed, or took too long:\n{said}")
    return {student: recorded(folder / KEPT) for student, folder in folders.items()}


def _is_done(folders: Mapping[str, Path]) -> bool:
    return all((folder / DONE).is_file() for folder in folders.values())


def main() -> None:
    """Run the cells of a job that is read from standard input: for each student, the lessons one after the other."""
    job = json.load(sys.stdin)
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the lessons print goes to the log
    for number, one in enumerate(job["runs"]):
        os.chdir(one["folder"])  # the stories that lessons make are made once a student
        os.environ[RECORD] = str(Path(one["folder"]) / KEPT)
        for name, sources in job["lessons"].items():
            names: dict[str, Any] = {"__name__": "__main__"}
            for at, source in enumerate(sources):
                exec(compile(source, f"{name}, statement {at + 1}", "exec"), names)  # noqa: S102  # the teacher's own lesson
                if one["seed"] is not None and SEED in names_of(source)[0]:
                    names[SEED] = one["seed"]
            _close_figures()
        Path(DONE).touch()
        if one["student"]:
            print(f"{number} of {len(job['runs']) - 1}: answers of {one['student']}", file=channel, flush=True)


def _close_figures() -> None:
    if "matplotlib.pyplot" in sys.modules:
        with contextlib.suppress(Exception):
            sys.modules["matplotlib.pyplot"].close("all")


if __name__ == "__main__":
    main()
