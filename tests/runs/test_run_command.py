"""The commands run, check, refresh and list, as typed."""

import json
import subprocess
import sys

import pytest
from run_projects import fill, own_project

from samestory.cli import main


def samestory(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "samestory", *arguments], capture_output=True, text=True, timeout=600, check=False
    )


def test_run_skip_fail_list(project):
    plan = "runs:\n  small: {notebook: 01_small}\n  loud: {notebook: 01_small, parameters: {mode: loud}}\n"
    fill(project, "import sys\nif mode == 'loud':\n    _ = sys.stderr.write('careful')", plan=plan)
    done = samestory("run", "--jobs", "2")
    assert done.returncode == 1 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert {"small: started (no result yet)", "loud: started (no result yet)", "  see outputs/failed/loud"} <= set(
        lines
    )
    assert lines[-1] == "1 ran, 0 unchanged, 1 failed: loud (outputs/failed/loud)"

    ended = json.loads((project / "outputs/small/manifest.json").read_text(encoding="utf-8"))["end"]
    done = samestory("run", "small")
    site = f"site unchanged: {project / 'outputs/index.html'}"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"small: unchanged, skipped\n{site}\n0 ran, 1 unchanged, 0 failed\n"
    manifest = json.loads((project / "outputs/small/manifest.json").read_text(encoding="utf-8"))
    assert manifest["end"] == ended  # no kernel was started

    listed = samestory("list").stdout.splitlines()
    assert listed[0].split() == ["run", "notebook", "story", "last", "status"]
    assert [(line.split()[0], line.split()[-1]) for line in listed[1:]] == [("small", "ok"), ("loud", "failed")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "smal"], "samestory: no run 'smal' in runs.yaml. Did you mean 'small'? Runs: small"),
        (["run", "-p", "nn=1"], "samestory: run small: notebook 01_small has no parameter 'nn'. Did you mean 'n'?"),
        (["run", "--jobs", "0"], "samestory: --jobs must be at least 1, not 0"),
        (["check"], "samestory: no results in"),
        (["refresh", "nothing"], "samestory: no notebook 'nothing'."),
    ],
)
def test_what_is_refused_is_one_message(project, arguments, said, monkeypatch, capsys):
    fill(project)
    monkeypatch.setattr(sys, "argv", ["samestory", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    printed = capsys.readouterr()
    assert caught.value.code == 1 and printed.out == "" and printed.err.startswith(said)


HEAVY = [
    "pandas", "numpy", "matplotlib", "pandera", "pyarrow", "networkx", "papermill", "nbconvert", "nbclient", "nbformat",
    "rich", "sklearn",
]  # fmt: skip
LOADED = """
import sys
from samestory.cli import main
sys.argv = ["samestory", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project whose run is made, and its site."""
    home = tmp_path_factory.mktemp("project")
    with own_project(home):
        fill(home)
        assert samestory("run").returncode == 0
    return home


@pytest.mark.parametrize("arguments", [["--help"], ["run"], ["stories"], ["list"], ["runs"]])
def test_commands_that_execute_nothing_load_no_heavy_library(made, arguments, monkeypatch):
    monkeypatch.setenv("SAMESTORY_HOME", str(made))
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr
    loaded = set(done.stdout.rpartition("loaded:")[2].split())
    allowed = {"rich"} if arguments in (["--help"], ["list"], ["runs"]) else set()  # they print a grid
    assert loaded & set(HEAVY) <= allowed


def test_a_result_that_cannot_be_stored_is_a_failure_with_its_reason(project):
    fill(project)
    (project / "outputs/.locks").write_text("in the way", encoding="utf-8")
    done = samestory("run")
    assert done.returncode == 1
    assert done.stderr.startswith("the site could not be made: [Errno 17] File exists")
    assert "FAILED" in done.stdout and "the result could not be stored: [Errno 17] File exists" in done.stdout
    assert "Traceback" not in done.stdout
