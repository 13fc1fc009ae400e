"""The page of a failed run: the cause in words, what to do, and the way to the last good result."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from run_projects import fill

from samestory.runs import store
from samestory.runs.execute import run
from samestory.runs.job import prepare
from samestory.runs.pages.failure import CAUSES, OTHER, cause_of, write_failure
from samestory.runs.pages.loading import linked

EVIL = "<script>alert(1)</script>\x1b[31m\u202e{{ 7 * 7 }}"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("cell 3 (In [2]: x): stopped: the notebook took longer than its time limit of 9 seconds (raise", "time limit"),
        ("cell 3 (In [2]: x): MemoryError: Unable to allocate 9 GiB", "memory was not enough"),
        ("cell 3 (In [2]: x): Kernel died", "ended without a word"),
        ("the worker process was killed by SIGKILL before the run was done", "ended without a word"),
        ("the worker process ended with status 3 before the run was done", "ended before it was done"),
        ("story and library changed while the run was under way; run it again", "changed while"),
        ("a file could not be read or written: [Errno 28] No space left on device; is the disk full", "file could not"),
        ("cell 3 (In [2]: x): wrote to stderr: careful", "warning or an error message"),
        ("cell 4 (y): never reached; an earlier cell ended the notebook", "never reached"),
        ("cell 3 (In [2]: x): KeyError: 'a'", "raised an error"),
        ("the page would run or load '<p>'", "could not be completed"),
        ("Traceback (most recent call last):\n  File x", "could not be completed"),
    ],
)
def test_each_kind_of_failure_has_words_of_its_own(error, said):
    assert said in cause_of(error).what


def test_every_cause_says_what_to_do():
    assert all(cause.what and cause.todo for cause in (*CAUSES, OTHER))
    assert len({cause.what for cause in (*CAUSES, OTHER)}) == len(CAUSES) + 1


@pytest.fixture
def failed(project, tmp_path):
    """Makes the page of a failed run with this error, and this output in the notebook it leaves."""

    def make(error, *outputs, log="", title="Fire"):
        fill(project, "1", title=title)
        (job,) = prepare()
        folder = tmp_path / "left"
        folder.mkdir(exist_ok=True)
        cell = new_code_cell(f"# {EVIL}\nbroken()", outputs=list(outputs), execution_count=1)
        (folder / "01_small.ipynb").write_text(json.dumps(new_notebook(cells=[cell])))
        (folder / "run.log").write_text(log)
        write_failure(job, folder, error)
        return (folder / "01_small.html").read_text()

    return make


def test_the_cell_its_code_and_the_folded_traceback_are_shown_without_colours(failed):
    error = new_output("error", ename="KeyError", evalue="'a'", traceback=["\x1b[0;31mKeyError\x1b[0m", "line 3"])
    page = failed("cell 1 (In [1]: # x): KeyError: 'a'", error, log="\x1b[32mgreen\x1b[0m words")
    assert "A cell of the notebook raised an error." in page and "broken()" in page
    folded = page[page.index("(traceback)</summary>") :]
    assert "KeyError\nline 3" in folded[: folded.index("</details>")]
    assert "green words" in page and "\x1b" not in page and "[0;31m" not in page


def test_hostile_words_stay_text_on_the_page_of_a_failure(failed):
    error = new_output("error", ename=EVIL, evalue=EVIL, traceback=[EVIL])
    page = failed(f"cell 1: {EVIL}", error, log=EVIL)
    assert linked(page) == [] and "<script" not in page and "\u202e" not in page
    assert "{{ 7 * 7 }}" in page and "[U+202E]" in page


def test_half_a_notebook_and_no_log_still_give_a_page(failed, project, tmp_path):
    failed("x")
    (tmp_path / "left/01_small.ipynb").write_text('{"nbformat": 4, "cells": [{"cell_type": "code"')
    (tmp_path / "left/run.log").unlink()
    write_failure(prepare()[0], tmp_path / "left", "Kernel died")
    page = (tmp_path / "left/01_small.html").read_text()
    assert "ended without a word" in page and "Which cell?" not in page and "run.log" not in page


@pytest.mark.parametrize(
    "left", ["[" * 100_000, '{"nbformat": 4, "cells": [1]}', "\\ud800", '{"nbformat": 4, "cells": [{}]}']
)
def test_any_notebook_that_is_left_gives_a_page(failed, project, tmp_path, left):
    failed("x")
    (tmp_path / "left/01_small.ipynb").write_text(left)
    (tmp_path / "left/01_small.html").unlink()
    write_failure(prepare()[0], tmp_path / "left", "odd \ud800 sign")
    assert "could not be completed" in (tmp_path / "left/01_small.html").read_text()


def test_a_page_says_that_there_is_no_good_result(failed):
    assert "There is no good result of this run yet." in failed("x")


def test_a_failed_run_leaves_a_page_that_leads_to_the_last_good_result(project):
    fill(project, "1")
    assert [one.status for one in run()] == ["ran"]
    fill(project, "1 / 0")
    assert [one.status for one in run()] == ["failed"]
    page = store.failed_folder("small") / "01_small.html"
    assert "ZeroDivisionError: division by zero" in page.read_text()
    assert 'href="../../small/01_small.html"' in page.read_text()
    assert (page.parent / "../../small/01_small.html").resolve().is_file()
    manifest = json.loads((page.parent / "manifest.json").read_text())
    assert "01_small.html" in manifest["files"]
