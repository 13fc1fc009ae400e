"""Each lesson has its form: aims, predictions, exercises that nbgrader can take, no result for students to read."""

import functools
import re

import jsonschema
import nbformat
import pytest
from small_lesson import write_lesson

from samestory import paths
from samestory.notebooks.notebook import tags
from samestory.runs import faults
from samestory.teaching.check import checked_plain
from samestory.teaching.exercises import answers_file, answers_in, options_in
from samestory.teaching.lessons import grade_ids, written_points
from samestory.teaching.plain import plain
from samestory.teaching.recording import asked_in
from samestory.teaching.seeded import own_exercises
from samestory.teaching.student import TEACHER, graded, is_solution, student_notebook

FOLDER = paths.notebooks() / "teaching"
LESSONS = sorted(FOLDER.glob("lesson_*.ipynb"))
by_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
# What nbgrader 0.9 demands of a cell (nbgrader/nbgraderformat/v3.py).
SCHEMA = {
    "type": "object",
    "required": ["grade_id", "grade", "solution", "locked", "task", "schema_version"],
    "properties": {
        "schema_version": {"const": 3},
        "grade_id": {"type": "string", "pattern": r"^[\w-]+$"},
        "grade": {"type": "boolean"},
        "solution": {"type": "boolean"},
        "locked": {"type": "boolean"},
        "task": {"const": False},
        "points": {"type": "number", "minimum": 0},
    },
    "if": {"properties": {"grade": {"const": True}}},
    "then": {"required": ["points"]},
    "else": {"not": {"required": ["points"]}},
}


@functools.cache
def cells_of(path):
    return nbformat.read(path, 4).cells


def number_of(path):
    return int(re.match(r"lesson_(\d+)_", path.stem)[1])


def code_lines(cell):
    return [line for line in cell.source.splitlines() if line.strip() and not line.startswith("###")]


def bad_marks(cells):
    """What nbgrader would refuse, a line each."""
    found, seen = [], set()
    for cell in cells:
        if known := graded(cell):
            found += [error.message for error in jsonschema.Draft7Validator(SCHEMA).iter_errors(known)]
            if known.get("grade_id") in seen:
                found.append(f"{known['grade_id']} is there twice")
            seen.add(known.get("grade_id"))
    return found


def test_the_fixture_has_no_bad_marks_and_a_damaged_one_has(tmp_path):
    cells = nbformat.read(write_lesson(tmp_path), 4).cells
    assert bad_marks(cells) == []
    cells[4].metadata["nbgrader"]["points"] = 1
    cells[5].metadata["nbgrader"].update(schema_version=2, grade_id="lesson1-1")
    assert len(bad_marks(cells)) == 3


def test_there_are_six_lessons():
    assert [number_of(path) for path in LESSONS] == [1, 2, 3, 4, 5, 6]


@by_lesson
def test_a_lesson_begins_with_its_question_aims_time_and_seed(path):
    first, seed, imports, *_ = cells_of(path)
    title = first.source.splitlines()[0]
    assert title.startswith("# ") and title.endswith("?"), f"the first line is {title!r}; write `# A question?`"
    assert "minutes" in first.source and "aim" in first.source.casefold()
    assert len(re.findall(r"^\s*(?:\d+\.|[-*]) ", first.source, re.MULTILINE)) >= 3, "list three aims or more"
    assert tags(seed) == ["parameters"] and re.match(r"seed(: int)? = 7\b", seed.source)
    assert "import samestory as ss" in imports.source


@by_lesson
def test_a_lesson_is_committed_as_it_ran_with_short_cells(path):
    assert faults(path) == []
    for cell in cells_of(path):
        if cell.cell_type == "code":
            assert len(code_lines(cell)) <= 3, f"more than three lines:\n{cell.source}"


@by_lesson
def test_a_lesson_asks_for_predictions_and_shows_a_wrong_answer_of_the_method(path):
    prose = "\n".join(
        cell.source for cell in cells_of(path) if cell.cell_type == "markdown" and TEACHER not in tags(cell)
    )
    assert prose.casefold().count("before you run") >= 3, "ask for a prediction before a result"
    assert "wrong answer of the method" in prose.casefold()
    assert "summary" in prose.casefold() and "further reading" in prose.casefold()


@by_lesson
def test_exercises_are_numbered_marked_for_nbgrader_and_have_digests_hints_and_points(path):
    cells, n = cells_of(path), number_of(path)
    assert bad_marks(cells) == []
    asked = asked_in(cells)
    assert asked == [f"lesson{n}.{k}" for k in range(1, len(asked) + 1)] and 3 <= len(asked) <= 5
    assert grade_ids(path) == {f"lesson{n}-{k}": f"lesson{n}.{k}" for k in range(1, len(asked) + 1)}
    headings = re.findall(
        r"^## Exercise ([\d.]+): ", "\n".join(c.source for c in cells if c.cell_type == "markdown"), re.M
    )
    assert headings[: len(asked)] == [name.removeprefix("lesson") for name in asked] or set(asked) <= {
        f"lesson{one}" for one in headings
    }
    known, options = answers_in(answers_file(FOLDER)), options_in(FOLDER)
    points = {graded(cell)["grade_id"]: graded(cell).get("points") for cell in cells if graded(cell)}
    for name in asked:
        assert options[name].hints and known[name].hints == options[name].hints, f"{name}: samestory refresh"
        assert points[f"{name.replace('.', '-')}-check"] == options[name].points, name
    assert len(written_points(path)) <= 1


@by_lesson
def test_a_solution_is_between_its_marks_and_its_check_follows(path):
    cells = cells_of(path)
    for at, cell in enumerate(cells):
        if is_solution(cell) and cell.cell_type == "code":
            assert cell.source.startswith("### BEGIN SOLUTION\n") and cell.source.endswith("\n### END SOLUTION")
            check = cells[at + 1]
            assert re.match(
                r"ss\.check_answer\(\"lesson[\d.]+\", answer\)\n### BEGIN HIDDEN TESTS\nassert ", check.source
            )
            assert graded(check)["grade"] is True and graded(check)["locked"] is True
            assert graded(check)["grade_id"] == f"{graded(cell)['grade_id']}-check"


@by_lesson
def test_only_the_last_exercise_is_on_the_students_own_story(path):
    assert list(own_exercises(path)) == asked_in(cells_of(path))[-1:]


@by_lesson
def test_a_student_reads_no_solution_and_no_number_that_is_an_answer(path):
    copy = student_notebook(path)
    text = "\n".join(cell["source"] for cell in copy["cells"])
    for cell in cells_of(path):
        if is_solution(cell) and cell.cell_type == "code":
            assert not [line for line in code_lines(cell) if len(line) > 20 and line in text]
        if TEACHER in tags(cell):
            assert cell.source not in text
    known = answers_in(answers_file(FOLDER))
    large = {float(one) for one in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", text)}
    large = {one for one in large if one >= 20 or one % 1}  # small numbers are everywhere
    for name in asked_in(cells_of(path)):
        if known[name].form in ("number", "value"):
            said = [one for one in large if checked_plain(name, known[name], plain(one)).right]
            assert not said, f"{name}: the student reads {said}"


@by_lesson
def test_a_lesson_has_a_teachers_page(path):
    page = (FOLDER / f"lesson_{number_of(path)}_teacher.md").read_text(encoding="utf-8").casefold()
    for part in ("time plan", "misconception", "discussion", "marking"):
        assert part in page, f"the teacher's page has no part about: {part}"
