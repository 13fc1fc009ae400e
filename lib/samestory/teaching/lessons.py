"""Copies of the lessons for a class: without solutions for students, with everything for the teacher."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydantic

from .. import paths
from ..errors import LessonError, counted
from ..notebooks.notebook import heading, read
from .exercises import FILE, OPTIONS, Exercise, answers_file, answers_in, written
from .recording import asked_in
from .seeded import answers_by_seed
from .student import LESSONS, for_class, graded, masters, student_notebook

CLASS = "class.json"
MOST_STUDENTS, FIRST_SEED = 200, 101
_DAY = (1980, 1, 1, 0, 0, 0)  # the same copies have the same zip
README = """# Your lessons

1. Start JupyterLab in this folder: `jupyter lab` of samestory, such as `~/samestory/.venv/bin/jupyter lab`
2. Open a lesson and read it from the top. Run each cell with Shift+Enter.
3. Write your answer in place of the three dots: `answer = ...`. The next cell says whether it is right.
   If it is not, it says what to look at again, and how to see a hint.
4. Save the notebook and hand in this folder, or the notebook alone.

No answer is in these files. `answers.json` has only digests; keep it beside the notebooks.
Nothing here needs a network.

{lessons}
"""
NBGRADER = '''"""For nbgrader: run `nbgrader generate_assignment NAME` here; see docs/teaching.md of samestory."""

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "samestory"
c.ClearSolutions.code_stub = {"python": "answer = ..."}
'''


class Class(pydantic.BaseModel):
    """What the teacher's copy knows of a class: the digests for each student, and those for everybody else."""

    seeds: dict[str, int]
    exercises: dict[str, Exercise]
    own: dict[str, dict[str, Exercise]]

    def of(self, student: str) -> dict[str, Exercise] | None:
        """The exercises as one student has them; None if the class has a list and this student is not on it."""
        if self.seeds and student not in self.seeds:
            return None
        return self.exercises | self.own.get(student, {})


@dataclass(frozen=True)
class Made:
    """The folders that were written."""

    folder: Path
    n_lessons: int
    n_exercises: int
    n_students: int

    def said(self) -> list[str]:
        """What the user reads."""
        lines = [
            f"{self.folder}: {counted(self.n_lessons, 'lesson')} with {counted(self.n_exercises, 'exercise')}",
            "  student/  to hand out, also as student.zip: no solution, no hidden test, no output",
            "  teacher/  for you: solutions, teacher's pages, digests; keep it from students",
        ]
        if self.n_students:
            lines.append(f"  students/ {counted(self.n_students, 'student')}, each with a seed and a zip of their own")
        return [*lines, f"Put what comes back into {self.folder / 'handed-in'}, a folder or zip a student; then:",
                f"  samestory lessons collect {self.folder}"]  # fmt: skip


def make_lessons(folder: Path, *, students: int = 0, told: Callable[[str], None] = lambda line: None) -> Made:
    """Write the copies of all lessons for a class.

    Parameters
    ----------
    folder
        A folder that does not exist or is empty.
    students
        How many students get a copy and a seed of their own.
    told
        Called with a line about progress.

    Raises
    ------
    LessonError
        The folder is not empty, there are no lessons, or a lesson has no digests.
    """
    if not 0 <= students <= MOST_STUDENTS:
        raise LessonError(f"{students} students given, expected 0 to {MOST_STUDENTS}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LessonError(f"{folder} is not empty; name a new folder, so that no class is overwritten")
    lessons = masters()
    exercises = _digests(lessons)
    width = max(2, len(str(students)))
    seeds = {f"student-{number:0{width}}": FIRST_SEED + number for number in range(1, students + 1)}
    own = answers_by_seed(lessons, seeds, told)
    known = Class(seeds=seeds, exercises=exercises, own=own)
    _write_student(folder / "student", lessons, exercises)
    for student, seed in seeds.items():
        _write_student(folder / "students" / student, lessons, exercises | own[student], seed)
    _write_teacher(folder / "teacher", lessons, known)
    return Made(folder, len(lessons), len(exercises), students)


def student_files(lessons: Mapping[str, Path] | None = None, seed: int | None = None) -> dict[str, str]:
    """The notebooks of a student, by file name."""
    lessons = masters() if lessons is None else lessons
    return {f"{name}.ipynb": _text(student_notebook(path, seed)) for name, path in lessons.items()}


def lesson_copies(folder: Path) -> dict[str, Path]:
    """Write the student's form of the lessons of ``notebooks/`` into a folder; empty if there are no lessons.

    Returns
    -------
    dict
        From the name of the folder of lessons to the one with the copies, for ``working_copies``.
    """
    place = paths.notebooks() / LESSONS
    if not any(place.glob("*.ipynb")):
        return {}
    lessons = masters(place)
    for name, text in student_files(lessons).items():
        (folder / name).write_text(text, encoding="utf-8")
    if (own := answers_file(place)).parent == place:  # those of this package come with it
        (folder / FILE).write_bytes(own.read_bytes() if own.is_file() else written({}).encode())
    return {LESSONS: folder}


def _text(notebook: dict[str, Any]) -> str:
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _digests(lessons: Mapping[str, Path]) -> dict[str, Exercise]:
    """The digests of every exercise of the lessons."""
    found = {}
    for name, path in lessons.items():
        known = answers_in(answers_file(path.parent))
        for exercise in asked_in(read(path)["cells"]):
            if exercise not in known:
                raise LessonError(f"{name}: no digests of {exercise}; make them first: samestory refresh")
            found[exercise] = known[exercise]
    return found


def _write_student(
    folder: Path, lessons: Mapping[str, Path], digests: Mapping[str, Exercise], seed: int | None = None
) -> None:
    folder.mkdir(parents=True)
    titles = "\n".join(f"- `{name}.ipynb`: {heading(read(path)['cells'])}" for name, path in lessons.items())
    files = {
        **student_files(lessons, seed), FILE: written(digests), "README.md": README.format(lessons=titles),
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(folder.with_name(f"{folder.name}.zip"), "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(f"{folder.name}/{name}", _DAY), text.encode(), zipfile.ZIP_DEFLATED)


def _write_teacher(folder: Path, lessons: Mapping[str, Path], known: Class) -> None:
    """Masters, teacher's pages and options; the class with its digests; and the masters as nbgrader wants them."""
    folder.mkdir(parents=True)
    source = next(iter(lessons.values())).parent
    for path in [*lessons.values(), *sorted(source.glob("*_teacher.md")), source / OPTIONS]:
        if path.is_file():
            shutil.copyfile(path, folder / path.name)
    (folder / FILE).write_text(written(known.exercises), encoding="utf-8")
    (folder / CLASS).write_text(known.model_dump_json(exclude_defaults=True, indent=1) + "\n", encoding="utf-8")
    for name, path in lessons.items():
        there = folder / "nbgrader" / "source" / name
        there.mkdir(parents=True)
        (there / path.name).write_text(_text(for_class(read(path))), encoding="utf-8")
        (there / FILE).write_text(written(known.exercises), encoding="utf-8")
    (folder / "nbgrader" / "nbgrader_config.py").write_text(NBGRADER, encoding="utf-8")


def grade_ids(master: Path) -> dict[str, str]:
    """The exercise that each solution cell of a lesson answers, by grade_id: the one that is checked next."""
    found, open_id = {}, ""
    for cell in read(master)["cells"]:
        known = graded(cell)
        if known.get("solution") is True and cell["cell_type"] == "code":
            open_id = str(known.get("grade_id", ""))
        elif open_id and (asked := asked_in([cell])):
            found[open_id] = asked[0]
            open_id = ""
    return found


def written_points(master: Path) -> dict[str, int]:
    """The points of what a teacher marks by hand, by grade_id."""
    cells = [graded(cell) for cell in read(master)["cells"]]
    both = [known for known in cells if known.get("solution") is True and known.get("grade") is True]
    return {str(known["grade_id"]): int(known.get("points", 0)) for known in both}
