"""Each exercise accepts its solution and none of ten typical wrong answers, and never says the right one.

The wrong answers are in the files ``wrong_answers_*.py`` beside this one: ``WRONG`` has a function for each exercise.
"""

import importlib
import math
import re
from functools import cache
from pathlib import Path

import matplotlib
import nbformat
import pytest

import samestory as ss
from samestory.teaching.check import checked_plain
from samestory.teaching.digests import made
from samestory.teaching.exercises import options_in
from samestory.teaching.plain import plain
from samestory.teaching.recording import asked_in
from samestory.teaching.seeded import needed
from samestory.teaching.student import masters, student_notebook

HERE = Path(__file__).parent
FILES = [importlib.import_module(path.stem) for path in sorted(HERE.glob("wrong_answers_*.py"))]
WRONG = {name: function for file in FILES for name, function in file.WRONG.items()}
LESSONS = {name: path for name, path in masters().items() if re.match(r"lesson_\d", name)}


@cache
def code_of(lesson):
    """The code cells of a master."""
    return [cell.source for cell in nbformat.read(LESSONS[lesson], 4).cells if cell.cell_type == "code"]


def exercises_of(lesson):
    """The exercises of a master, with the place of the cell that checks each."""
    asked = {place: asked_in([{"cell_type": "code", "source": source}]) for place, source in enumerate(code_of(lesson))}
    return {names[0]: place for place, names in asked.items() if names}


@cache
def asked_for(lesson):
    """Everything that a student can read without running a cell."""
    return "\n".join(cell["source"] for cell in student_notebook(LESSONS[lesson])["cells"])


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A folder in which each story is made and loaded once; few draws, for no answer is an interval."""
    matplotlib.use("agg")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("classroom"))
        patch.setattr(ss, "load_story", cache(ss.load_story))
        patch.setattr(ss.invent, "invent_story", cache(ss.invent.invent_story))
        for measure in (ss.agreement.scores, ss.claims.rates):
            patch.setitem(measure.__kwdefaults__, "n_resamples", 20)
        yield


def solved(lesson):
    """The answer of each solution, and the names that the lesson has by then; only the cells that count are run."""
    names, found, done = {"display": lambda *shown: None}, {}, set()
    for exercise, check in exercises_of(lesson).items():
        for place in [at for at in needed(code_of(lesson), check) if at != check and at not in done]:
            exec(compile(code_of(lesson)[place], f"{lesson}, cell {place}", "exec"), names)  # noqa: S102
            done.add(place)
        found[exercise] = (names["answer"], dict(names))
    return found


def pieces(given):
    """The texts and numbers of an answer, as they would be printed."""
    if given is None:
        return set()
    if given["form"] == "table":
        return {text for row in given["rows"] for cell in row for text in pieces(cell)}
    if given["form"] == "list":
        return {text for value in given["values"] for text in pieces(value)}
    if given["form"] != "number":
        return {str(given.get("value", ""))} - {""}
    number = float(given["value"])
    if not math.isfinite(number):
        return set()
    return {f"{number:g}", f"{number:.3f}", f"{number:.2f}", f"{100 * number:g}"}


def says(text, piece):
    """Whether a text has a piece as a whole word or number."""
    return re.search(rf"(?<![\w.]){re.escape(piece)}(?![\w]|\.\d)", text) is not None


def test_every_exercise_has_ten_wrong_answers():
    assert sorted(WRONG) == sorted(exercise for lesson in LESSONS for exercise in exercises_of(lesson))


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.usefixtures("classroom")
def test_the_solution_is_right_and_ten_wrong_answers_are_not(lesson):
    options = options_in(LESSONS[lesson].parent)
    for name, (right, names) in solved(lesson).items():
        assert ss.check_answer(name, right).right, f"{name}: the digests are not those of the solution; run refresh"
        exercise, truth = made(plain(right), options[name]), pieces(plain(right))
        assert checked_plain(name, exercise, plain(right)).right
        wrong = WRONG[name](right, names)
        assert len(wrong) == 10
        hints = " ".join(options[name].hints)
        for number, given in enumerate(wrong, 1):
            checked = checked_plain(name, exercise, plain(given))
            assert checked.verdict == "wrong", f"{name}: wrong answer {number} passes: {given!r}"
            known = "\n".join([asked_for(lesson), *pieces(plain(given)), *exercise.columns])
            told = [piece for piece in truth if says(f"{checked.said} {hints}", piece) and not says(known, piece)]
            assert not told, f"{name}, wrong answer {number}: {checked.said!r} names {told}"
