"""Thirty kills at any moment: what stands in ``outputs/<run>`` is always a whole result."""

import json
import os
import random
import signal
import subprocess
import sys

import nbformat
import pytest
from run_nursery import Nursery
from run_projects import fill, manifest_of

from samestory.runs import run, store
from samestory.runs.job import prepare

CELLS = (
    "from pathlib import Path\nimport os\nprint('n is', n)",
    "Path(os.environ['SAMESTORY_RUN_FOLDER'], 'n').write_text(str(n))",
)
WORKER_KILLS, COMMAND_KILLS = 26, 4


@pytest.fixture
def home(project):
    return fill(project, *CELLS)


def whole(n_before, n_now):
    """The result stands whole, and is the last good one or the new one; which."""
    folder = store.result_folder("small")
    if not folder.exists():  # killed between the two renames
        assert store.recover() == ["small"]
    manifest = manifest_of(folder)
    n = manifest["parameters"]["n"]
    assert manifest["status"] == "ok" and n in (n_before, n_now)
    assert (folder / "n").read_text() == str(n)
    notebook = nbformat.read(folder / "01_small.ipynb", as_version=4)
    assert notebook.cells[3].outputs[0].text == f"n is {n}\n"
    assert "</html>" in (folder / "01_small.html").read_text()
    return n


def test_kills_of_the_worker(home):
    chance = random.Random(20241014)  # noqa: S311
    nursery = Nursery(
        home, "samestory.runs.worker", "samestory.runs.notebook_run", "samestory.runs.pages.page", "ipykernel.kernelapp"
    )
    kept, killed, lasts = 0, 0, []
    try:
        for n in range(WORKER_KILLS + 2):
            (job,) = prepare(["small"], [f"n={n}"])
            if n < 2:  # a good result first, and how long one takes
                answer = nursery.ask(do="worker", job=job.to_json())
                assert answer["status"] == 0
                lasts.append(answer["seconds"])
            else:
                # Half of the kills fall into the end, where the result is written and published.
                share = chance.uniform(0, 1) if n % 2 else chance.uniform(0.85, 1.02)
                answer = nursery.ask(do="worker", job=job.to_json(), seconds=share * lasts[-1])
                killed += answer["status"] == -signal.SIGKILL
                if answer["status"] == 0:
                    lasts.append(answer["seconds"])
            kept = whole(kept, n)
    finally:
        nursery.close()
    assert killed >= WORKER_KILLS // 3
    store.recover()
    assert not list((home / "outputs/.partial").iterdir())


def hear_ctrl_c():
    """What a shell starts in the background ignores Ctrl-C, and so does all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_kills_of_the_whole_command(home):
    chance = random.Random(20241015)  # noqa: S311
    run(["small"], ["n=0"])
    kept = 0
    for n in range(1, COMMAND_KILLS + 2):
        is_ctrl_c = n > COMMAND_KILLS
        command = subprocess.Popen(
            [sys.executable, "-m", "samestory", "run", "small", "-p", f"n={n}"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, text=True,
            preexec_fn=hear_ctrl_c,
        )  # fmt: skip
        assert command.stdout.readline() == "small: started (parameters changed)\n"
        try:
            command.wait(timeout=0.4 if is_ctrl_c else chance.uniform(0.5, 3.5))
        except subprocess.TimeoutExpired:
            os.killpg(command.pid, signal.SIGINT if is_ctrl_c else signal.SIGKILL)
        _, said = command.communicate(timeout=600)
        if is_ctrl_c:
            assert command.returncode == 130 and "Traceback" not in said
        # The worker has noticed its parent's end when it lets go of the lock.
        with store.held(store.lock_name("small"), patience=600):
            pass
        kept = whole(kept, n)
    store.recover()
    assert not list((home / "outputs/.partial").iterdir())


def test_a_killed_worker_is_a_failure_with_evidence(home):
    run(["small"], ["n=1"])
    fill(home, "print('so far')", "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)")
    (outcome,) = run(["small"], ["n=2"])
    assert (outcome.status, outcome.folder) == ("failed", home / "outputs/failed/small")
    assert outcome.error == "the worker process was killed by SIGKILL before the run was done"
    assert manifest_of(outcome.folder)["error"] == outcome.error
    notebook = json.loads((outcome.folder / "01_small.ipynb").read_text())
    assert notebook["cells"][3]["outputs"][0]["text"] == "so far\n"
    assert manifest_of(home / "outputs/small")["parameters"]["n"] == 1
