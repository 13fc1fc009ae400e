"""`samestory list` says how each run is today; `samestory runs` lists what is kept of it."""

import json
import sys

import pytest
from run_projects import fill

from samestory.cli import main
from samestory.runs import history, manifest, store
from samestory.runs.digests import Digests
from samestory.runs.job import prepare
from samestory.runs.listing import results, rows

APART = "tale/small"


@pytest.fixture
def home(project):
    return fill(project)


def publish(job, *, error=None, reasons=(), **more):
    """A result of a job, or the evidence of its failure, as a worker leaves it, without a kernel."""
    folder = store.new_partial(job.run)
    (folder / "a.ipynb").write_text("{}")
    begun = manifest.begin(job) | history.succession(job.run) | {"reasons": list(reasons)}
    done = manifest.finish(begun, folder, 75.31, error=error)
    (folder / manifest.FILE).write_text(json.dumps(done | more))
    store.publish(folder, store.failed_folder(job.run) if error else store.result_folder(job.run), keep=job.keep)


def status():
    return {row.run: row.status for row in rows()}


def typed(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["samestory", *arguments])
    try:
        main()
    except SystemExit as end:
        assert not end.code, capsys.readouterr().err
    return capsys.readouterr().out


def test_a_run_is_never_ok_failed_and_ok_again(home):
    (job,) = prepare()
    assert status() == {"small": "never"}
    publish(job)
    assert status() == {"small": "ok"}
    publish(job, error="1 / 0")
    assert status() == {"small": "failed"}
    publish(job)  # killed before it could remove the evidence of the failure
    assert status() == {"small": "ok"}


def test_a_failure_is_the_last_attempt_though_the_clock_went_back(home):
    (job,) = prepare()
    publish(job, end="2026-12-03T00:00:00Z")
    publish(job, error="x", end="2026-12-01T00:00:00Z")
    assert (rows()[0].status, rows()[0].end) == ("failed", "2026-12-01T00:00:00Z")


def test_what_is_newer_than_the_result_is_named(home, monkeypatch):
    (job,) = prepare()
    publish(job)
    table, notebook = home / "seeds/fire/numbers.csv", home / "notebooks/01_small.ipynb"
    for path, said in ((table, "story changed"), (notebook, "notebook changed")):
        before = path.read_text()
        path.write_text(before + "\n")
        assert status() == {"small": f"outdated: {said}"}
        path.write_text(before)
    package = home / "package/samestory"
    package.mkdir(parents=True)
    with monkeypatch.context() as other:
        other.setattr("samestory.runs.digests.paths.PACKAGE", package)
        assert status() == {"small": "outdated: library changed, lock changed"}
    (home / "notebooks/runs.yaml").write_text("runs:\n  small: {notebook: 01_small, parameters: {n: 4}}\n")
    assert status() == {"small": "outdated: parameters changed"}


def test_a_run_under_way_is_running_for_other_processes_too(home):
    (job,) = prepare()
    publish(job)
    with store.held(store.lock_name("small")):
        assert status() == {"small": "running"}
    assert status() == {"small": "ok"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("manifest.json", "{", "damaged: manifest.json is not JSON: Expecting property name enclosed"),
        ("manifest.json", "[]", "damaged: manifest.json has a wrong shape"),
        ("a.ipynb", "edited", "damaged: a.ipynb is not as it was written"),
    ],
)
def test_a_damaged_result_is_said_and_the_other_runs_are_listed(home, name, text, said):
    (home / "notebooks/runs.yaml").write_text("runs:\n  small: {notebook: 01_small}\n  more: {notebook: 01_small}\n")
    for job in prepare():
        publish(job)
    (store.result_folder("small") / name).write_text(text)
    assert status()["small"].startswith(said) and status()["more"] == "ok"
    assert results(["small"])[0].status == "damaged" and results(["more"])[0].status == "ok"


def test_a_result_that_a_killed_command_left_aside_is_listed(home):
    (job,) = prepare()
    publish(job)
    (home / "outputs/.aside").mkdir(exist_ok=True)
    store.result_folder("small").rename(home / "outputs/.aside/small")
    assert status() == {"small": "ok"} and results()[0].folder == "small"


def test_a_run_whose_notebook_is_gone_is_invalid(home):
    (job,) = prepare()
    publish(job)
    (home / "notebooks/01_small.ipynb").unlink()
    assert status() == {"small": "invalid: run small: no notebook '01_small'. Notebooks: (none)"}


def test_a_run_of_another_story_is_compared_with_its_own_story(home):
    tale = home / "seeds/tale"
    tale.mkdir()
    (tale / "story.yaml").write_text("title: Tale\n")
    (job,) = prepare(["small"], ["story=tale"])
    publish(job)
    assert status() == {"small": "never", APART: "ok"}
    (home / "seeds/fire/story.yaml").write_text("title: Other\n")
    assert status()[APART] == "ok"
    (tale / "story.yaml").write_text("title: Tail\n")
    assert status()[APART] == "outdated: story changed"
    (tale / "story.yaml").unlink()
    assert status()[APART].startswith("invalid: no story 'tale'")


def test_results_are_listed_newest_first_with_what_they_were_made_of_and_why(home, monkeypatch, capsys):
    (job,) = prepare()
    publish(job, reasons=["no result yet"], end="2026-12-02T05:30:00Z")
    (home / "seeds/fire/numbers.csv").write_text("outlet,n\n")
    publish(job, reasons=["story changed", "lock changed"], end="2026-12-01T05:30:00Z")
    publish(job, error="cell 2: ZeroDivisionError\nmore", end="2026-12-01T05:31:00Z")
    digests = Digests().of(job)
    lines = typed(monkeypatch, capsys, "runs").splitlines()
    assert lines[0].split() == ["run", "time", "status", "took", "story", "notebook", "library", "why"]
    assert [" ".join(line.split()[:5]) for line in lines[1:]] == [
        "small 2026-12-01T05-31-00Z failed 75.3 s",
        "small 2026-12-01T05-30-00Z ok 75.3 s",
        "small 2026-12-02T05-30-00Z ok 75.3 s",
    ]
    assert [line.split("  ")[-1].strip() for line in lines[1:]] == [
        "cell 2: ZeroDivisionError", "story changed, lock changed", "no result yet",
    ]  # fmt: skip
    assert lines[2].split()[5:8] == [digests[name][:8] for name in ("story", "notebook", "library")]
    assert lines[3].split()[5] != lines[2].split()[5]

    told = json.loads(typed(monkeypatch, capsys, "runs", "small", "--json"))
    assert [one["status"] for one in told] == ["failed", "ok", "ok"]
    assert told[1]["reasons"] == ["story changed", "lock changed"] and told[1]["digests"] == digests
    assert (told[1]["number"], told[1]["previous"]) == (2, "2026-12-02T05-30-00Z")
    assert told[2]["folder"] == ".history/small/2026-12-02T05-30-00Z"
    assert json.loads(typed(monkeypatch, capsys, "list", "--json"))[0]["status"] == "failed"


def test_results_of_a_story_and_of_a_run_no_longer_listed(home):
    (job,) = prepare()
    (home / "seeds/tale").mkdir()
    (home / "seeds/tale/story.yaml").write_text("title: Tale\n")
    (apart,) = prepare(["small"], ["story=tale"])
    publish(job)
    publish(apart)
    publish(apart)
    (home / "notebooks/runs.yaml").write_text("runs:\n  more: {notebook: 01_small}\n")
    assert [one.run for one in results()] == ["small", APART, APART]
    assert [one.run for one in results(["tale"])] == [APART, APART]


@pytest.mark.parametrize(
    ("made", "given", "said"),
    [
        (False, [], "samestory: no results in "),
        (True, ["runs", "smal"], "samestory: no result of 'smal'. Did you mean 'small'? Results: small"),
    ],
)
def test_nothing_to_list_is_one_message(home, monkeypatch, capsys, made, given, said):
    if made:
        publish(prepare()[0])
    monkeypatch.setattr(sys, "argv", ["samestory", *(given or ["runs"])])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 1 and capsys.readouterr().err.startswith(said)


def test_what_a_manifest_says_rewrites_no_terminal(home, monkeypatch, capsys):
    (job,) = prepare()
    publish(job, reasons=["\x1b[2J\u202estory\nchanged"])
    publish(job, error="\x1b]0;x\x07\u202e")
    for command in ("runs", "list"):
        said = typed(monkeypatch, capsys, command)
        assert not {"\x1b", "\x07", "\u202e"} & set(said)
    assert "\x1b" not in typed(monkeypatch, capsys, "runs", "--json")
