"""``samestory lessons collect``: who solved what, from the notebooks that students hand in.

Each notebook is run in a process of its own with limits. Its answers are compared here, with the digests in the
teacher's folder of the class: what a notebook prints, or makes of ``check_answer``, has no part in it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pydantic

from ..errors import LessonError, counted, listed
from ..html import LOOK, environment, policy, style_sheet
from ..notebooks.notebook import PARAMETERS, tags
from ..plotting.run_files import write_table
from ..runs import kernels
from . import confined, sandbox
from .check import NO_ANSWER, RIGHT, WRONG, checked_plain
from .exercises import Exercise
from .handed_in import HandedIn, handed_in
from .in_sandbox import BEGIN, RUN, TAKE
from .lessons import CLASS, Class, grade_ids, written_points
from .student import WRITTEN, graded, masters, student_notebook

NOT_FOUND, ERROR, CANNOT_TELL, TO_READ = "no answer found", "error", "cannot tell", "to be read"
NOT_HANDED_IN = "the lesson was not handed in"
MOST_CLASS_BYTES, MOST_SECONDS = 50_000_000, 3_600
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Lesson:
    """A lesson as the teacher's folder has it: exercises by grade_id, and points of what is marked by hand."""

    name: str
    master: Path
    exercises: dict[str, str]
    written: dict[str, int]

    def fits(self, notebook: dict[str, Any]) -> int:
        """How many of its exercises a notebook has."""
        there = {graded(cell).get("grade_id") for cell in notebook["cells"]}
        return len(there & {*self.exercises, *self.written})


@dataclass
class Row:
    """One exercise of one student."""

    student: str
    exercise: str
    verdict: str
    points: int
    of: int
    lesson: str
    note: str = ""
    by_hand: bool = False
    text: str = ""


@dataclass
class Collected:
    """What was collected: ``table`` has a row per student and exercise, ``troubles`` what could not be read or run."""

    folder: Path
    rows: list[Row]
    troubles: list[tuple[str, str]]
    had: list[list[str] | None]

    @property
    def n_troubles(self) -> int:
        """How many notebooks or files could not be read or run to their end."""
        return len(self.troubles)

    @property
    def table(self) -> pd.DataFrame:
        """``student, exercise, verdict, points, of, note``; points of what is to be read are missing."""
        columns = ["student", "exercise", "verdict", "points", "of", "note"]
        rows = [
            (row.student, row.exercise, row.verdict, pd.NA if row.verdict == TO_READ else row.points, row.of, row.note)
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=columns).astype({"points": "Int64", "of": "Int64"})

    def said(self) -> list[str]:
        """What the user reads."""
        lines = []
        for student in dict.fromkeys(row.student for row in self.rows):
            own = [row for row in self.rows if row.student == student and not row.by_hand]
            solved = sum(row.verdict == RIGHT for row in own)
            points, of = sum(row.points for row in own), sum(row.of for row in own)
            lines.append(f"{student}: {solved} of {counted(len(own), 'exercise')} right, {points} of {of} points")
            there = [row for row in own if row.note != NOT_HANDED_IN]
            if other := [f"{row.exercise} {row.verdict}" for row in there if row.verdict != RIGHT]:
                lines.append(f"  {listed(other, 8)}")
            if absent := sorted({row.lesson for row in own} - {row.lesson for row in there}):
                lines.append(f"  not handed in: {listed(absent, 8)}")
        lines += [f"{student}: {said}" for student, said in self.troubles]
        missing = [one for one in confined.ALL if any(had is not None and one not in had for had in self.had)]
        if missing:
            lines.append(
                f"This system could not keep students' code from: {', '.join(missing)}. Time, memory and the size of"
                " files were limited."
            )
        return [*lines, f"{self.folder / 'collected.csv'} and collected.html have each exercise"]


def collect(
    folder: Path, *, seconds: int = 120, jobs: int = 1, told: Callable[[str], None] = lambda line: None
) -> Collected:
    """Read back what a class handed in, and write ``collected.csv`` and ``collected.html`` into its folder.

    Parameters
    ----------
    folder
        A folder that ``samestory lessons`` made.
    seconds
        How long one notebook may take.
    jobs
        How many notebooks at once.
    told
        Called with a line about progress.

    Raises
    ------
    LessonError
        It is no such folder, or nothing was handed in.
    """
    if not 1 <= seconds <= MOST_SECONDS:
        raise LessonError(f"{seconds} seconds given, expected 1 to {MOST_SECONDS:,}")
    known = class_of(folder)
    lessons = lessons_of(folder / "teacher")
    given = handed_in(folder)
    if not given:
        raise LessonError(f"nothing was handed in: {folder / 'handed-in'} is empty")
    found = Collected(folder, [], [], [])
    tasks = []
    for one in given:
        found.troubles += [(one.student, said) for said in one.troubles]
        exercises = known.of(one.student)
        if exercises is None:
            found.troubles.append((one.student, "not in the list of this class, so nothing was checked"))
        else:
            tasks += [_Task(one, lesson, exercises, known.seeds.get(one.student), seconds) for lesson in lessons]
    with ThreadPoolExecutor(max(1, min(jobs, 16))) as pool:
        try:
            for number, made in enumerate(pool.map(_collected, tasks), 1):
                told(f"{number} of {len(tasks)}: {tasks[number - 1].one.student}, {tasks[number - 1].lesson.name}")
                found.rows += made.rows
                found.troubles += made.troubles
                found.had.append(made.had)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            kernels.end_ours()
            raise
    missing = [student for student in known.seeds if student not in {one.student for one in given}]
    found.troubles += [(student, "handed in nothing") for student in missing]
    write_table(found.table, folder / "collected.csv")
    (folder / "collected.html").write_text(page(found), encoding="utf-8")
    return found


def class_of(folder: Path) -> Class:
    """The class that the teacher's folder knows.

    Raises
    ------
    LessonError
        There is no such file, or it is damaged.
    """
    file = folder / "teacher" / CLASS
    try:
        if file.stat().st_size > MOST_CLASS_BYTES:
            raise LessonError(f"{file}: too large")
        return Class.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        raise LessonError(
            f"{folder} is not the folder of a class: {file} is missing; samestory lessons makes it"
        ) from None
    except pydantic.ValidationError:
        raise LessonError(f"{file}: damaged; make the class again: samestory lessons") from None


def lessons_of(folder: Path) -> list[Lesson]:
    """The lessons of a class, from the teacher's copies."""
    return [Lesson(name, path, grade_ids(path), written_points(path)) for name, path in masters(folder).items()]


@dataclass(frozen=True)
class _Task:
    one: HandedIn
    lesson: Lesson
    exercises: dict[str, Exercise]
    seed: int | None
    seconds: int


@dataclass
class _Made:
    rows: list[Row]
    troubles: list[tuple[str, str]]
    had: list[str] | None = None


def _collected(task: _Task) -> _Made:
    """One lesson of one student."""
    one, lesson, exercises = task.one, task.lesson, task.exercises
    name = _chosen(one, lesson)
    if name is None:
        return _Made(
            [
                Row(one.student, exercise, NOT_FOUND, 0, exercises[exercise].points, lesson.name, NOT_HANDED_IN)
                for exercise in lesson.exercises.values()
            ],
            [],
        )
    notebook = one.notebooks[name]
    told = sandbox.run(steps(notebook, lesson, task.seed), exercises, seconds=task.seconds)
    made = _Made([], [(one.student, f"{name}: {told.stopped}")] if told.stopped else [], told.had)
    there = {graded(cell).get("grade_id") for cell in notebook["cells"] if cell["cell_type"] == "code"}
    for grade_id, exercise in lesson.exercises.items():
        verdict, note = _verdict(grade_id, exercise, exercises[exercise], told, grade_id in there)
        points = exercises[exercise].points
        made.rows.append(
            Row(one.student, exercise, verdict, points if verdict == RIGHT else 0, points, lesson.name, note)
        )
    for grade_id, points in lesson.written.items():
        text = next((c["source"] for c in notebook["cells"] if graded(c).get("grade_id") == grade_id), None)
        empty = text is None or text.strip() in ("", WRITTEN)
        verdict = NOT_FOUND if text is None else NO_ANSWER if empty else TO_READ
        kept = "" if empty else str(text)[:20_000]
        made.rows.append(Row(one.student, grade_id, verdict, 0, points, lesson.name, by_hand=True, text=kept))
    return made


def _chosen(one: HandedIn, lesson: Lesson) -> str | None:
    """The notebook that is the copy of a lesson: by the marks of its exercises, for files get other names."""
    fits = {name: lesson.fits(notebook) for name, notebook in one.notebooks.items()}
    best = [name for name, n in fits.items() if n]
    own = f"{lesson.name}.ipynb"
    exact = [name for name in one.notebooks if name.rpartition("/")[2] == own]
    return max(best, key=lambda name: (name in exact, fits[name], name)) if best else (exact[0] if exact else None)


def steps(notebook: dict[str, Any], lesson: Lesson, seed: int | None) -> list[dict[str, Any]]:
    """What to run of a student's copy, and when to take an answer out.

    The parameters are those of the class, so nobody can choose another seed. Checks are left out: they say nothing
    here.
    """
    first = [cell["source"] for cell in student_notebook(lesson.master, seed)["cells"] if PARAMETERS in tags(cell)]
    made = [{"do": RUN, "source": source, "of": ""} for source in first]
    checks = {f"{grade_id}-check": grade_id for grade_id in lesson.exercises}
    now = ""
    for cell in notebook["cells"]:
        known = graded(cell)
        grade_id = known.get("grade_id")
        if cell["cell_type"] != "code" or PARAMETERS in tags(cell):
            continue
        if grade_id in lesson.exercises:
            made += [{"do": TAKE, "of": now}] if now else []
            now = grade_id
            made.append({"do": BEGIN, "of": now})
        elif isinstance(grade_id, str) and grade_id in checks:
            if now:
                made.append({"do": TAKE, "of": now})
                now = ""
            continue
        made.append({"do": RUN, "source": cell["source"], "of": now})
    return [*made, {"do": TAKE, "of": now}] if now else made


def _verdict(grade_id: str, name: str, exercise: Exercise, told: sandbox.Told, there: bool) -> tuple[str, str]:
    """What became of one exercise, and a note."""
    if not there:
        return NOT_FOUND, "its cell is not in the notebook"
    error = told.errors.get(grade_id, "")
    answer = told.answers.get(grade_id)
    if answer is not None:
        try:
            checked = checked_plain(name, exercise, answer)
        except LessonError as fault:
            return WRONG, str(fault)
        return checked.verdict, error
    if error:
        return ERROR, error
    if grade_id in told.unlike:
        return CANNOT_TELL, told.unlike[grade_id]
    if grade_id not in told.answers:
        return CANNOT_TELL, told.stopped or "its cell was not reached"
    return NO_ANSWER, ""


def page(found: Collected) -> str:
    """The table as a page that needs no network; every name and text in it is a stranger's, so all are escaped."""
    lessons: dict[str, dict[str, dict[str, Row]]] = {}
    for row in found.rows:
        lessons.setdefault(row.lesson, {}).setdefault(row.student, {})[row.exercise] = row
    checked = [row for row in found.rows if not row.by_hand]
    students = {row.student: [one for one in checked if one.student == row.student] for row in found.rows}
    style = style_sheet(LOOK, HERE / "collected.css")
    return environment(HERE).get_template("collected.html.j2").render(
        style=style, policy=policy(style), lessons=lessons, students=students, troubles=found.troubles,
        written=[row for row in found.rows if row.text], right=RIGHT,
    )  # fmt: skip
