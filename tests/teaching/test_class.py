"""A class from its copies to its table: no answer in a student's file, and nothing a student hands in is trusted."""

import csv
import json
import re
import zipfile

import nbformat
import pytest
from small_lesson import ANSWERS, DONE_NAME, TEACHER, lesson, solved, write_lesson
from typer.testing import CliRunner

from samestory.cli import app
from samestory.errors import LessonError
from samestory.teaching import sandbox
from samestory.teaching.collect import collect
from samestory.teaching.handed_in import handed_in, notebook_of
from samestory.teaching.lessons import make_lessons
from samestory.teaching.seeded import needed, own_exercises
from samestory.teaching.student import student_notebook

FILE = f"{DONE_NAME}.ipynb"
SECRET = ("7351", "8642", "Möwenpost", "Hafenbrandstiftung", "7063", "BEGIN SOLUTION", "HIDDEN TESTS", TEACHER)
# What a student may try instead of an answer; each line would make the exercise right if the notebook were believed.
CHEATS = """
import json, os, socket, sys
from pathlib import Path
import samestory.teaching.check as check
import samestory.teaching.in_sandbox as box
right = check.Checked(True, "Right.", "right")
ss.check_answer = check.check_answer = check.checked_plain = lambda *given, **named: right
tried = []
def attempt(doing):
    try:
        tried.append(str(doing())[:40])
    except BaseException as error:
        tried.append(type(error).__name__)
os.environ["SAMESTORY_RECORD_ANSWERS"] = "."
for pipe in range(3, 40):
    try:
        os.write(pipe, b'\\n{"of": "lesson1-1", "verdict": "right", "right": true}\\n{"had": ["all"]}\\n[1]\\n')
    except OSError:
        pass
attempt(lambda: socket.create_connection((ADDRESS), 2))
attempt(lambda: Path(CLASS, "teacher", "class.json").read_text())
attempt(lambda: Path(CLASS, "stolen").write_text("x"))
attempt(lambda: bytearray(8_000_000_000))
print("lesson1.1: Right.")
answer = "; ".join(tried)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A project with one refreshed lesson."""
    home = tmp_path_factory.mktemp("project")
    for name in ("seeds", "outputs"):
        (home / name).mkdir()
    write_lesson(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMESTORY_HOME", str(home))
        said = CliRunner().invoke(app, ["refresh"])
        assert said.exit_code == 0 and "the digests of its answers changed" in said.output, said.output
        yield home


@pytest.fixture(scope="module")
def lessons(home):
    """The copies for a class of three."""
    make_lessons(home / "class", students=3)
    return home / "class"


def texts(folder):
    """Every text of a folder, also those in its zip."""
    found = [path.read_text(encoding="utf-8") for path in folder.rglob("*.*")]
    with zipfile.ZipFile(folder.with_name(f"{folder.name}.zip")) as packed:
        found += [packed.read(name).decode() for name in packed.namelist()]
    assert len(found) == 6
    return found


def test_a_student_gets_no_answer_and_the_teacher_all(lessons):
    for folder in (lessons / "student", *(lessons / "students" / f"student-0{n}" for n in (1, 2, 3))):
        for text in texts(folder):
            assert not [secret for secret in SECRET if secret in text or secret in json.dumps(text)]
        copy = nbformat.read(folder / FILE, 4)
        nbformat.validate(copy)
        code = [cell for cell in copy.cells if cell.cell_type == "code"]
        assert not any(cell.outputs or cell.execution_count for cell in code)
        assert [cell.source for cell in code].count("answer = ...") == 3
    seeds = [nbformat.read(lessons / "students" / f"student-0{n}" / FILE, 4).cells[1].source for n in (1, 2, 3)]
    assert seeds == [f"seed = {n}  # your own number" for n in (102, 103, 104)]
    teacher = {path.name for path in (lessons / "teacher").iterdir()}
    assert teacher == {"answers.json", "class.json", "exercises.yaml", FILE, "lesson_1_teacher.md", "nbgrader"}
    assert "7351" in (lessons / "teacher" / FILE).read_text()


def test_working_copies_and_those_for_nbgrader_have_nothing_for_the_teacher(lessons, home):
    said = CliRunner().invoke(app, ["copies"])
    assert said.exit_code == 0 and sorted(path.name for path in (home / "work/teaching").iterdir()) == [
        "answers.json", FILE,
    ]  # fmt: skip
    assert (home / "work/teaching" / FILE).read_text() == (lessons / "student" / FILE).read_text()
    source = nbformat.read(lessons / "teacher/nbgrader/source" / DONE_NAME / FILE, 4)
    nbformat.validate(source)
    assert ANSWERS["1"] in source.cells[4].source and TEACHER not in [cell.source for cell in source.cells]


def test_only_what_depends_on_the_seed_differs_between_students(lessons):
    files = [json.loads((lessons / "students" / f"student-0{n}" / "answers.json").read_text()) for n in (1, 2, 3)]
    for name in ("lesson1.1", "lesson1.2"):
        assert files[0]["exercises"][name] == files[1]["exercises"][name]
    assert len({str(one["exercises"]["lesson1.3"]) for one in files}) == 3


def test_an_exercise_needs_the_cells_that_give_its_names(home):
    assert list(own_exercises(home / "notebooks/teaching" / FILE)) == ["lesson1.3"]
    sources = ["a = 1", "t = f(a)", "answer = 3", "t['x'] = b", "answer = t", "check(answer)"]
    assert needed(sources, 5) == [0, 1, 3, 4, 5]


def test_a_class_is_not_overwritten_and_its_size_is_bounded(lessons, tmp_path):
    with pytest.raises(LessonError, match="is not empty; name a new folder"):
        make_lessons(lessons)
    with pytest.raises(LessonError, match="expected 0 to 200"):
        make_lessons(tmp_path / "many", students=201)


@pytest.mark.parametrize(
    "source", ["### BEGIN SOLUTION\nanswer = 7351", "x = 1\n### END HIDDEN TESTS", "### BEGIN HIDDEN TESTS\nassert 1"]
)
def test_a_marker_without_its_partner_is_refused(tmp_path, source):
    made = lesson()
    made.cells[5].source = source
    nbformat.write(made, tmp_path / FILE)
    with pytest.raises(LessonError, match="a marker without its partner"):
        student_notebook(tmp_path / FILE)


def test_what_students_hand_in_is_checked_outside_their_notebooks(lessons, home, monkeypatch):
    heard = []
    run = sandbox.run
    monkeypatch.setattr(sandbox, "run", lambda *given, **named: heard.append(run(*given, **named)) or heard[-1])
    into = lessons / "handed-in"
    given = nbformat.read(lessons / "student" / FILE, 4)
    for name in ("student-01", "student-02", "student-03", "=cmd|' /C calc'!A1 <img src=x>"):
        (into / name).mkdir(parents=True)
    own = into / "student-01" / f"{DONE_NAME} (1).ipynb"  # solved; cells in another order, one added, a check deleted
    nbformat.write(given, own)
    solved(own, ANSWERS | {"w": "<script>alert(1)</script>\n\nمن يقول ذلك؟"})
    copy = nbformat.read(own, 4)
    copy.cells = [cell for cell in copy.cells if cell.metadata.get("nbgrader", {}).get("grade_id") != "lesson1-2-check"]
    copy.cells.insert(4, nbformat.v4.new_code_cell("1 / 0"))
    copy.cells[1].source = "seed = 7"  # of another student
    nbformat.write(copy, own)
    cheating = into / "student-02" / FILE
    nbformat.write(given, cheating)
    server = __import__("socket").create_server(("127.0.0.1", 0))
    cheats = CHEATS.replace("ADDRESS", repr(server.getsockname())).replace("CLASS", repr(str(lessons)))
    solved(cheating, {"1": cheats, "2": "answer = [", "3": "os._exit(0)"})
    spinning = into / "student-03" / FILE
    nbformat.write(given, spinning)
    solved(spinning, {"1": "answer = 18.0", "2": "while True: pass"})
    before = {path: path.read_bytes() for path in lessons.rglob("*") if path.is_file()}

    found = collect(lessons, seconds=6, jobs=2)

    server.close()
    assert [path for path, data in before.items() if path.read_bytes() != data] == []
    rows = {(row.student, row.exercise): (row.verdict, row.points) for row in found.rows}
    assert [rows["student-01", f"lesson1.{n}"] for n in (1, 2, 3)] == [("right", 2), ("right", 1), ("right", 1)]
    assert [rows["student-02", f"lesson1.{n}"] for n in (1, 2, 3)] == [("wrong", 0), ("error", 0), ("cannot tell", 0)]
    assert [rows["student-03", f"lesson1.{n}"] for n in (1, 2, 3)] == [
        ("right", 2),
        ("cannot tell", 0),
        ("cannot tell", 0),
    ]
    assert rows["student-01", "lesson1-w"] == ("to be read", 0) and rows["student-03", "lesson1-w"] == ("no answer", 0)
    troubles = " ".join(said for _, said in found.troubles)
    assert "stopped after 6 seconds" in troubles and "the process ended before the last cell" in troubles
    assert "no notebook in it" in troubles and "not in the list of this class" in troubles
    assert not (lessons / "stolen").exists() and not (home / "stolen").exists()
    page = (lessons / "collected.html").read_text()
    assert "<script>" not in page and "<img" not in page and "&lt;script&gt;" in page and "من يقول ذلك" in page
    with (lessons / "collected.csv").open(encoding="utf-8", newline="") as stream:
        assert not [cell for row in csv.reader(stream) for cell in row if re.match(r"[=+@-]", cell)]
    (told,) = [one for one in heard if "lesson1-1" in one.answers and one.answers["lesson1-1"]["form"] == "text"]
    network, class_file, stolen, memory = told.answers["lesson1-1"]["value"].split("; ")
    assert memory == "MemoryError"
    assert "network" not in told.had or network in ("OSError", "ConnectionRefusedError")
    assert "files" not in told.had or (class_file, stolen) == ("PermissionError", "PermissionError")


def test_files_that_are_no_notebooks_are_said_and_never_followed(lessons, tmp_path):
    into = tmp_path / "handed-in"
    (into / "anna").mkdir(parents=True)
    (into / "anna" / "deep.ipynb").write_text('{"cells": ' + "[" * 100_000)
    (into / "anna" / "link.ipynb").symlink_to(lessons / "teacher" / FILE)
    (into / "anna" / "list.ipynb").write_text('{"nbformat": 4, "cells": [1, {"metadata": 3, "source": [1, "x"]}]}')
    (into / "berta").symlink_to(lessons / "teacher")
    with zipfile.ZipFile(into / "carl.zip", "w") as packed:
        packed.writestr("../../evil.ipynb", "{}")
        packed.writestr("/etc/evil.ipynb", "{}")
        packed.writestr("good/" + FILE, (lessons / "student" / FILE).read_bytes())
        packed.writestr("zeros.ipynb", b"0" * 21_000_000, zipfile.ZIP_DEFLATED)
    (into / "dora.zip").write_bytes(b"PK\x03\x04 broken")
    for name in ("emil.IPYNB", "emil.ipynb"):
        (into / name).write_bytes((lessons / "student" / FILE).read_bytes())
    found = {one.student: one for one in handed_in(tmp_path)}
    assert [name.rpartition("/")[2] for name in found["carl"].notebooks] == [FILE]
    assert sum("leads out of the archive" in said for said in found["carl"].troubles) == 2
    assert any("larger than" in said for said in found["carl"].troubles)
    assert list(found["anna"].notebooks) == ["list.ipynb"] and len(found["anna"].troubles) == 2
    assert found["anna"].notebooks["list.ipynb"]["cells"] == [
        {"cell_type": "None", "source": "x", "metadata": {"tags": []}}
    ]
    assert len(found["emil"].notebooks) == 1 and "more than once" in found["emil"].troubles[0]
    assert "a link is not followed" in found["berta"].troubles[0] and "not readable" in found["dora"].troubles[0]
    with pytest.raises(LessonError, match="not a notebook of format 4"):
        notebook_of(b'{"nbformat": 3, "cells": []}')


def test_the_command_says_what_is_missing(tmp_path):
    said = CliRunner().invoke(app, ["lessons", "collect", str(tmp_path)])
    assert isinstance(said.exception, LessonError) and "is not the folder of a class" in str(said.exception)
    said = CliRunner().invoke(app, ["lessons", "collect"])
    assert isinstance(said.exception, LessonError) and "`collect` and a folder" in str(said.exception)
