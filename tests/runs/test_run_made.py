"""Runs made for real: what a result holds, when it is made again, and what a failure leaves."""

import json
import shutil

import nbformat
import pytest
from run_projects import fill, manifest_of, write_notebook

from samestory import paths
from samestory.runs import manifest, run, runs, store, summary
from samestory.runs.job import prepare

FIGURE = """
import json, os
from pathlib import Path
folder = Path(os.environ['SAMESTORY_RUN_FOLDER'])
for part in ('figures', 'tables'):
    (folder / part).mkdir()
for name in ('second', 'first'):
    record = {'name': name, 'caption': 'Bars', 'fingerprint': 'abc', 'artists': []}
    for key, place in (('png', f'figures/{name}.png'), ('svg', f'figures/{name}.svg'), ('table', f'tables/{name}.csv')):
        (folder / place).write_text(name)
        record[key] = place
    (folder / 'figures' / f'{name}.json').write_text(json.dumps(record))
"""
SEEN = """
print(story, n, mode, Path.cwd().name, os.environ.get('MPLBACKEND'))
print(Path('../seeds/fire/numbers.csv').read_text())
"""
BAD = """
import sys
if mode == 'raise':
    1 / 0
if mode == 'stderr':
    print('careful', file=sys.stderr)
if mode == 'exit':
    sys.exit()
"""
PLAN = "runs:\n" + "".join(
    f"  {mode}: {{notebook: teaching/02_bad, parameters: {{mode: {mode}}}}}\n" for mode in ("raise", "stderr", "exit")
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project with one result, made with a parameter from the plan and one from the line."""
    home = tmp_path_factory.mktemp("made {project}")
    fill(home, FIGURE, SEEN, kernel="no-such-kernel", plan="runs:\n  small: {notebook: 01_small, parameters: {n: 5}}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMESTORY_HOME", str(home))
        patch.setenv("MPLBACKEND", "Agg")
        outcomes = run(["small"], ["mode=ж\"'\\"])
        assert summary(outcomes) == "1 ran, 0 unchanged, 0 failed"
        yield home


@pytest.fixture
def job(made, monkeypatch):
    monkeypatch.setenv("SAMESTORY_HOME", str(made))
    return prepare(["small"], ["mode=ж\"'\\"])[0]


def test_a_result_holds_all(made):
    done = manifest_of(made / "outputs/small")
    assert set(done["files"]) == {
        "01_small.ipynb", "01_small.html",
        *(f"figures/{name}.{end}" for name in ("first", "second") for end in ("png", "svg", "json")),
        "tables/first.csv", "tables/second.csv", "story/meta.json", "changes.json",
    }  # fmt: skip
    assert (done["run"], done["notebook"], done["story"], done["status"]) == ("small", "01_small", "fire", "ok")
    assert done["parameters"] == {"story": "fire", "n": 5, "mode": "ж\"'\\"}
    assert set(done["digests"]) == {"story", "notebook", "library", "lock"}
    assert all(len(digest) == 64 for digest in done["digests"].values())
    assert done["versions"]["papermill"] and done["versions"]["python"]
    assert set(done["code"]) == {"commit", "dirty", "reason"}
    assert done["start"] <= done["end"] and done["end"].endswith("Z") and done["seconds"] > 0
    assert [figure["name"] for figure in done["figures"]] == ["second", "first"]
    assert done["figures"][0] == {
        "name": "second", "caption": "Bars", "png": "figures/second.png", "svg": "figures/second.svg",
        "table": "tables/second.csv", "fingerprint": "abc",
    }  # fmt: skip


def test_the_notebook_ran_in_its_folder_with_its_parameters(made):
    notebook = nbformat.read(made / "outputs/small/01_small.ipynb", as_version=4)
    said = notebook.cells[4].outputs[0].text
    assert said.startswith("fire 5 ж\"'\\ notebooks module://matplotlib_inline.backend_inline\noutlet,n\n")
    assert "ж" in notebook.cells[2].source
    assert notebook.metadata["papermill"]["output_path"] == "01_small.ipynb"


def test_nothing_is_left_over(made):
    names = sorted(path.name for path in (made / "outputs").iterdir() if path.name != ".cache")
    assert names == [".aside", ".history", ".kernels", ".locks", ".partial", ".snapshots", "small"]
    assert not any(path.name.startswith(".") for path in (made / "outputs/small").iterdir())
    assert not [*(made / "outputs/.partial").iterdir(), *(made / "outputs/.kernels").iterdir()]


def test_unchanged_is_skipped_and_listed(made, job, capsys):
    (outcome,) = run(["small"], ["mode=ж\"'\\"])
    assert outcome.status == "unchanged"
    assert capsys.readouterr().out == "small: unchanged, skipped\n"
    assert list(runs().iloc[0][["story", "status"]]) == ["fire", "outdated: parameters changed"]  # they were given here


def test_one_byte_makes_it_stale(made, job, tmp_path, monkeypatch):
    def changes(name):
        home = tmp_path / name.replace("/", "-")
        shutil.copytree(made, home)
        monkeypatch.setenv("SAMESTORY_HOME", str(home))
        with (home / name).open("ab") as file:
            file.write(b" ")
        return manifest.changes(prepare(["small"], ["mode=ж\"'\\"])[0], store.result_folder("small"))

    assert manifest.changes(job, store.result_folder("small")) == []
    assert changes("seeds/fire/numbers.csv") == ["story changed"]
    assert changes("notebooks/01_small.ipynb") == ["notebook changed"]
    assert changes("outputs/small/figures/first.svg") == ["figures/first.svg is not as it was written"]
    assert changes("outputs/small/manifest.json") == []
    monkeypatch.setenv("SAMESTORY_HOME", str(made))
    assert manifest.changes(prepare(["small"])[0], store.result_folder("small")) == ["parameters changed"]
    assert manifest.changes(job, store.result_folder("other")) == ["no result yet"]


def test_another_library_or_lock_makes_it_stale(made, job, tmp_path, monkeypatch):
    package = tmp_path / "lib/samestory"
    shutil.copytree(paths.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    lock = tmp_path / "requirements.lock"
    shutil.copyfile(paths.PACKAGE.parents[1] / lock.name, lock)
    monkeypatch.setattr(paths, "PACKAGE", package)
    folder = store.result_folder("small")
    assert manifest.changes(job, folder) == []
    lock.write_bytes(lock.read_bytes() + b"#")
    assert manifest.changes(job, folder) == ["lock changed"]
    (package / "errors.py").write_text("#")
    assert manifest.changes(job, folder) == ["library changed", "lock changed"]
    monkeypatch.setattr(manifest, "versions", lambda: {"python": "4.0"})
    assert manifest.changes(job, folder) == ["library changed", "lock changed", "python changed"]


def test_without_a_story_any_story_counts(project):
    fill(project, "1", parameters="n = 1")
    (job,) = prepare()
    assert job.story_folder is None
    before = manifest.begin(job)["digests"]["story"]
    (project / "seeds/fire/numbers.csv").write_text("")
    assert manifest.begin(job)["digests"]["story"] != before


def test_failures_leave_evidence_and_the_last_good_result(project, capsys):
    fill(project, plan=PLAN)
    bad = project / "notebooks/teaching/02_bad.ipynb"
    write_notebook(bad, "print('fine')")
    assert [one.status for one in run(["raise"])] == ["ran"]
    good = manifest_of(project / "outputs/raise")
    write_notebook(bad, "print('fine')", BAD, "print('after')")

    outcomes = {one.run: one for one in run(jobs=2)}

    assert {name: one.status for name, one in outcomes.items()} == {
        "raise": "failed", "stderr": "failed", "exit": "failed",
    }  # fmt: skip
    assert outcomes["raise"].error == "cell 4 (In [4]: import sys): ZeroDivisionError: division by zero"
    assert outcomes["stderr"].error == "cell 4 (In [4]: import sys): wrote to stderr: careful"
    assert outcomes["exit"].error.startswith("cell 4 (In [4]: import sys): SystemExit")
    assert manifest_of(project / "outputs/raise") == good
    assert not (project / "outputs/stderr").exists()
    for name in ("raise", "stderr", "exit"):
        folder = project / "outputs/failed" / name
        left = manifest_of(folder)
        assert (left["status"], left["error"]) == ("failed", outcomes[name].error)
        assert outcomes[name].error in (folder / "run.log").read_text()
        assert "fine" in (folder / "02_bad.ipynb").read_text()
    said = summary(list(outcomes.values()))
    assert said.startswith("0 ran, 0 unchanged, 3 failed: raise (outputs/failed/raise), ")
    assert "see outputs/failed/stderr" in capsys.readouterr().out
    assert dict(zip(runs()["run"], runs()["status"], strict=True))["raise"] == "failed"

    write_notebook(bad, "print('mended')")
    assert [one.status for one in run(["raise"])] == ["ran"]
    assert not (project / "outputs/failed/raise").exists()


def test_a_second_run_of_the_same_name_is_refused(project):
    fill(project)
    with store.held(store.lock_name("small")):
        (outcome,) = run(["small"])
    assert outcome.status == "failed" and outcome.folder is None
    assert outcome.error.startswith("run small is already under way (process ")
    assert not (project / "outputs/small").exists() and not (project / "outputs/failed").exists()


def test_a_story_that_changes_meanwhile_fails_the_run(project):
    fill(project, "from pathlib import Path\n_ = Path('../seeds/fire/numbers.csv').write_text('')")
    (outcome,) = run(["small"])
    assert outcome.error == "story changed while the run was under way; run it again"
    assert json.loads((project / "outputs/failed/small/manifest.json").read_text())["status"] == "failed"
