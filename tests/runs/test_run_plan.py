"""The list of runs, and everything that is refused before a kernel starts."""

import pytest
from run_projects import fill

from samestory.errors import RunError
from samestory.runs import run, runs
from samestory.runs.job import prepare


def refused(*names, p=()):
    with pytest.raises(RunError) as caught:
        prepare(names, p)
    return str(caught.value)


@pytest.fixture
def home(project):
    return fill(project)


def with_plan(home, text):
    (home / "notebooks/runs.yaml").write_text(text, encoding="utf-8")


def test_defaults_are_filled_in_and_the_line_wins(home):
    with_plan(home, "runs:\n  small: {notebook: 01_small, story: fire, parameters: {n: 5, mode: plan}}\n")
    (job,) = prepare([], ["mode=line"])
    assert job.parameters == {"story": "fire", "n": 5, "mode": "line"}
    assert job.story_folder == str(home / "seeds/fire")
    assert (job.run, job.notebook, job.stem) == ("small", "01_small", "01_small")


def test_a_story_by_its_path(home, tmp_path_factory, monkeypatch):
    other = tmp_path_factory.mktemp("elsewhere") / "tale"
    other.mkdir()
    (other / "story.yaml").write_text("title: Tale\n")
    monkeypatch.chdir(other.parent)
    (job,) = prepare([], ["story=./tale"])
    assert job.parameters["story"] == job.story_folder == str(other)


def test_unknown_run(home):
    assert refused("smal") == "no run 'smal' in runs.yaml. Did you mean 'small'? Runs: small"


def test_a_page_of_a_story_named_like_a_run_gets_the_command(home):
    assert refused("tale/claims").endswith("Runs: small; for a page of one story: samestory run --story tale claims")


def test_unknown_parameter_wrong_type_and_unknown_story_at_once(home):
    lines = refused("small", p=["nn=1", "n=x", "story=fir"]).splitlines()
    assert lines[0].startswith("run small: notebook 01_small has no parameter 'nn'. Did you mean 'n'?")
    assert lines[1] == "run small: parameter 'n': 'x' (str) given, int wanted"
    assert lines[2].startswith("run small: no story 'fir'. Did you mean 'fire'? Stories: fire")


def test_a_default_story_that_is_not_there(home):
    (home / "seeds/fire/story.yaml").unlink()
    assert refused("small").startswith("run small: no story 'fire'. Stories: (none)")


def test_missing_notebook(home):
    with_plan(home, "runs:\n  small: {notebook: 01_smal}\n")
    assert refused() == "run small: no notebook '01_smal'. Did you mean '01_small'? Notebooks: 01_small"


def test_a_notebook_outside_the_folder(home):
    with_plan(home, "runs:\n  small: {notebook: ../outside}\n")
    (home / "outside.ipynb").write_text("{}")
    assert "no notebook '../outside'" in refused()


@pytest.mark.parametrize("text", ["{", '{"nbformat": 3, "worksheets": []}', "[]"])
def test_a_file_that_is_no_notebook(home, text):
    (home / "notebooks/01_small.ipynb").write_text(text)
    assert "01_small.ipynb: not a notebook" in refused()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("runs:\n  a: {notebook: x}\n  a: {notebook: y}\n", "runs.yaml, line 3: the key 'a' is given twice"),
        (
            "runs:\n  a: {notebook: x}\n  b:\n    notebok: y\n",
            "runs.yaml, line 4: unknown key 'runs.b.notebok'. Did you mean 'notebook'? Keys: notebook, story, param",
        ),
        (
            "runs:\n  a: {notebook: x, by: y}\n",
            "a parameter of a notebook goes under parameters: `parameters: {by: language}`",
        ),
        ("runs:\n  a: {story: x}\n", "runs.yaml, line 2: key 'runs.a.notebook' is missing"),
        ("runs: {}\nmore: 1\n", "runs.yaml, line 2: unknown key 'more'"),
        ("runs:\n  a: {notebook: 1}\n", "runs.yaml, line 2: runs.a.notebook: 1 given"),
        ("runs:\n  A b: {notebook: x}\n", "a run name has small letters, digits and hyphens"),
        ("runs:\n  failed: {notebook: x}\n", "'failed' is the name of a folder in outputs/"),
        ("runs:\n  a: {notebook: x, story: s, parameters: {story: t}}\n", "story is given twice"),
        ("runs:\n  a: [\n", "runs.yaml, line 3: not readable as YAML"),
        ("", "runs.yaml lists no run; add one"),
        ("runs:\n", "runs.yaml lists no run; add one"),
        ("runs: {}\n", "runs.yaml lists no run; add one"),
    ],
)
def test_a_bad_list(home, text, said):
    with_plan(home, text)
    assert said in refused()


def test_how_many_older_results_are_kept_of_all_runs_and_of_one(home):
    assert prepare()[0].keep == 10
    with_plan(home, "keep: 3\nruns:\n  a: {notebook: 01_small}\n  b: {notebook: 01_small, keep: 0}\n")
    assert [job.keep for job in prepare()] == [3, 0]
    with_plan(home, "keep: -1\nruns:\n  a: {notebook: 01_small, keep: 1.5}\n")
    assert "runs.yaml, line 1: keep: -1 given" in refused() and "line 3: runs.a.keep: 1.5 given" in refused()


def test_no_list(home):
    (home / "notebooks/runs.yaml").unlink()
    assert "runs.yaml; it lists the runs" in refused()


def test_no_jobs(home):
    with pytest.raises(RunError, match=r"--jobs must be at least 1, not 0"):
        run(jobs=0)
    assert not list((home / "outputs").iterdir())


def test_runs_never_made(home):
    row = runs().iloc[0]
    assert list(row) == ["small", "01_small", "", "", "never"]
