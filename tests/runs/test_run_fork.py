"""Runs as forks of one warm process: the same results as in fresh interpreters, and nothing shared between two runs."""

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from run_projects import fill, manifest_of

from samestory import paths
from samestory.runs import kernel_fork, kernels, run, store

THREADS = """
import os, threading
from samestory.runs import warm
warm.prepare(languages=True)
tasks = []
for task in os.listdir("/proc/self/task"):
    try:
        tasks.append(open(f"/proc/self/task/{task}/comm").read().strip())
    except OSError:  # it has ended
        pass
print(threading.active_count(), len([task for task in tasks if task != 'jemalloc_bg_thd']))
"""
WEARS = """
import os
from samestory.runs import kernel_fork, kernels
kernel_fork.wear({kernels.MARK: "a" * 32, "MINE": "1"})
shown = dict(one.split("=", 1) for one in open("/proc/self/environ").read().split("\\0") if "=" in one)
print(shown[kernels.MARK], os.environ[kernels.MARK], sorted(os.environ) == ["MINE", kernels.MARK])
"""


def python(code, **env):
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, **env}
    )
    return done.stdout


def test_nothing_with_threads_is_started_before_a_fork():
    """The memory manager of Arrow has a thread of its own, which it stops and starts itself around a fork."""
    assert python(THREADS) == "1 1\n"


def test_a_forked_kernel_is_found_by_its_mark():
    assert python(WEARS, **{kernels.MARK: kernel_fork.UNMARKED}) == f"{'a' * 32} {'a' * 32} True\n"


def cells(folder: Path, name: str) -> list:
    """What the cells of an executed notebook show."""
    whole = json.loads((folder / name).read_text(encoding="utf-8"))
    return [(cell["source"], cell.get("outputs"), cell.get("execution_count")) for cell in whole["cells"]]


def files(folder: Path) -> dict:
    """The files of a result but the notebook and the page, which have times and ids in them."""
    every = manifest_of(folder)["files"]
    return {name: digest for name, digest in every.items() if not name.endswith((".ipynb", ".html"))}


ONE = """runs:
  fire: {notebook: 05_labels, story: harbour-fire}
"""


@pytest.fixture
def shipped(project):
    """A project with one notebook, run for a shipped story."""
    for name in ("seeds", "notebooks"):
        (project / name).rmdir()
    (project / "seeds").symlink_to(paths.PACKAGE.parents[1] / "seeds")
    (project / "notebooks").mkdir()
    notebook = paths.PACKAGE.parents[1] / "notebooks/05_labels.ipynb"
    (project / "notebooks/05_labels.ipynb").write_bytes(notebook.read_bytes())
    (project / "notebooks/runs.yaml").write_text(ONE)
    return project


def test_a_fork_and_a_fresh_interpreter_give_the_same_bytes(shipped):
    assert [one.status for one in run()] == ["ran"]
    folder = store.result_folder("fire").rename(shipped / "fire-forked")
    assert [one.status for one in run(fresh=True)] == ["ran"]
    fresh = store.result_folder("fire")
    assert files(folder) == files(fresh) and len(files(fresh)) > 6
    assert cells(folder, "05_labels.ipynb") == cells(fresh, "05_labels.ipynb")


PLOT = "import matplotlib.pyplot as plt\n_ = plt.plot([1, 2])"
ABOUT = """
import os, random, sys, numpy
print(sys.argv[1:] and "connection file", "" in sys.path, os.getpgid(0) == os.getpid(), os.getsid(0) == os.getpid())
print(sorted(set(os.listdir("/proc/self/fd")) - {"0", "1", "2"}) and "has descriptors", __name__, os.getcwd()[-9:])
print(os.environ["SAMESTORY_KERNEL"] in open("/proc/self/environ").read())
print("OPENBLAS", os.environ["OPENBLAS_NUM_THREADS"], os.environ["MPLBACKEND"], "JPY_PARENT_PID" in os.environ)
"""


@pytest.mark.parametrize("fresh", [False, True])
def test_a_kernel_is_the_same_either_way(project, fresh):
    fill(project, ABOUT, PLOT, "import sys\nsys.leave_me = 1\nimport pandas\npandas.leave_me = 1")
    (outcome,) = run(fresh=fresh)
    assert outcome.status == "ran", outcome.error
    _, _, _, about, plot, _ = json.loads((project / "outputs/small/01_small.ipynb").read_text())["cells"][-6:]
    assert "".join(about["outputs"][0]["text"]).splitlines() == [
        "connection file True True True",
        "has descriptors __main__ notebooks",
        "True",
        "OPENBLAS 1 module://matplotlib_inline.backend_inline True",
    ]
    assert base64.b64decode(plot["outputs"][-1]["data"]["image/png"]).startswith(b"\x89PNG")


def test_what_one_run_changes_in_a_library_no_other_run_sees(project):
    plan = "runs:\n  first: {notebook: 01_small}\n  second: {notebook: 01_small}\n"
    fill(project, "import pandas, random\nprint(hasattr(pandas, 'mine'), random.random())\npandas.mine = 1", plan=plan)
    assert [one.status for one in run()] == ["ran", "ran"]
    said = [cells(store.result_folder(name), "01_small.ipynb")[-1][1][0]["text"] for name in ("first", "second")]
    assert all(re.match("False ", "".join(text)) for text in said) and said[0] != said[1]


def test_a_fork_that_exits_runs_what_was_registered_for_its_end(project):
    fill(project, "import atexit\nfrom pathlib import Path\n_ = atexit.register(Path('../ended').write_text, 'yes')")
    assert [one.status for one in run()] == ["ran"]
    assert (project / "ended").read_text() == "yes"


def test_a_dead_warm_process_fails_the_run_with_its_reason_and_the_next_run_gets_a_new_one(project):
    kills = "import os\nif mode == 'kill':\n    import psutil\n    psutil.Process(os.getppid()).parent().kill()"
    plan = "runs:\n  first: {notebook: 01_small, parameters: {mode: kill}}\n  second: {notebook: 01_small}\n"
    fill(project, kills, "import time\nif mode == 'kill':\n    time.sleep(60)", plan=plan)
    first, second = run()
    assert (first.status, second.status) == ("failed", "ran")
    assert first.error.startswith("the worker process was killed by SIGKILL")
