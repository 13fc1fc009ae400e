"""Kills at any moment, of the command, its worker, its kernel, and while history is written: no result is ever lost.

`make faults` sets SAMESTORY_KILLS for a long round, and SAMESTORY_ROUND for other moments in each round. Kills of what
else writes are in test_site_kill.py (site, log), fetch/test_watch_kill.py, report/test_write_report.py, test_cache.py.
"""

import json
import os
import signal
import subprocess
import sys

import nbformat
import pytest
from nursery import COMMAND, HISTORY, KERNEL, WORKER, Nursery, chance, counted, kills
from run_projects import fill, manifest_of
from test_run_hostile import of_this_project, waited_for

from samestory.runs import history, run, store
from samestory.runs.job import prepare

CELLS = (
    "from pathlib import Path\nimport os\nprint('n is', n)",
    "Path(os.environ['SAMESTORY_RUN_FOLDER'], 'n').write_text(str(n))\n"
    "_ = Path(os.environ['SAMESTORY_RUN_FOLDER'], 'same').write_text('x' * 10_000)",
)
SHARES = {WORKER: 0.4, HISTORY: 0.3, KERNEL: 0.2, COMMAND: 0.1}
KEEP = 2
PLAN = f"runs:\n  small: {{notebook: 01_small, keep: {KEEP}}}\n"
LOADED = ("samestory.runs.worker", "samestory.runs.notebook_run", "samestory.runs.pages", "ipykernel.kernelapp")


@pytest.fixture
def home(project):
    return fill(project, *CELLS, plan=PLAN)


def n_of(folder):
    """Which run a result is of, once it is sure that all of it is there."""
    manifest = manifest_of(folder)
    n = manifest["parameters"]["n"]
    assert manifest["status"] == "ok" and (folder / "n").read_text() == str(n)
    notebook = nbformat.read(folder / "01_small.ipynb", as_version=4)
    assert notebook.cells[3].outputs[0].text == f"n is {n}\n"
    assert "</html>" in (folder / "01_small.html").read_text()
    return n


def kept():
    """The runs whose results are there, newest first, as the disk has them and as `versions` says."""
    shelf = store.result_folder("small").parent / ".history/small"
    older = [n_of(folder) for folder in (shelf.iterdir() if shelf.exists() else ())]
    every = [n_of(store.result_folder("small")), *sorted(older, reverse=True)]
    assert [one.manifest["parameters"]["n"] for one in history.versions("small")] == every
    return every


def after_a_kill(before, n):
    """What is kept once the next command has tidied up: all that was there, and the new result or not."""
    folder = store.result_folder("small")
    if folder.exists():
        assert n_of(folder) in (before[0], n)
    store.recover()
    now = kept()
    # Whoever was killed before it removed the oldest result leaves it to the next run.
    assert now == before or now == [n, *before][: max(len(now), KEEP + 1)]
    assert not list((store.result_folder("small").parent / ".partial").iterdir())
    return now


def all_ended(*but):
    """Wait for the end of all that a killed process started: each ends when it sees that its parent is gone."""
    home = store.result_folder("small").parent.parent
    assert waited_for(lambda: {pid for pid, _ in of_this_project(home)} <= set(but))


class Rounds:
    """Kills one after the other, and what became of the results each time."""

    def __init__(self, nursery, counts):
        self.nursery, self.counts, self.chance = nursery, counts, chance()
        self.n, self.kept, self.events = 0, [], {}

    def ask(self, who, at=None):
        self.n += 1
        if who == COMMAND:
            answer = self.nursery.ask(do="command", who=who, at=at, given=[["small"], [f"n={self.n}"]])
        else:
            (job,) = prepare(["small"], [f"n={self.n}"])
            answer = self.nursery.ask(do="worker", who=who, at=at, job=job.to_json())
        all_ended(self.nursery.process.pid)
        return answer

    def good(self, who):
        """A run that nobody kills succeeds, and shows how many moments there are to kill it at."""
        answer = self.ask(who)
        assert answer["status"] == 0
        self.kept = [self.n, *self.kept][: KEEP + 1]
        assert kept() == self.kept
        self.events[who] = answer["events"]

    def kill(self, who):
        answer = self.ask(who, at=self.chance.randint(1, self.events[who]))
        if not answer["killed"]:  # a thread did less this time
            self.kept = after_a_kill(self.kept, self.n)
            return
        self.counts["killed"] += 1
        self.kept = after_a_kill(self.kept, self.n)
        self.counts["recovered"] += 1


@pytest.mark.parametrize("who", list(SHARES))
def test_no_kill_loses_a_result_or_leaves_half_of_one(home, who, record_property):
    nursery = Nursery(home, *LOADED, "samestory.runs")
    try:
        with counted(who, record_property) as counts:
            rounds = Rounds(nursery, counts)
            for _ in range(1 if who == COMMAND else KEEP):
                rounds.good(who)
            for number in range(1, kills(SHARES[who]) + 1):
                rounds.kill(who)
                if number % 10 == 0:
                    rounds.good(who)
            rounds.good(who)
    finally:
        nursery.close()


def hear_ctrl_c():
    """What a shell starts in the background ignores Ctrl-C, and so does all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_keeps_the_last_good_result(home):
    run(["small"], ["n=0"])
    command = subprocess.Popen(
        [sys.executable, "-m", "samestory", "run", "small", "-p", "n=1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, text=True,
        preexec_fn=hear_ctrl_c,
    )  # fmt: skip
    assert command.stdout.readline() == "small: started (parameters changed)\n"
    os.killpg(command.pid, signal.SIGINT)
    _, said = command.communicate(timeout=600)
    assert command.returncode == 130 and "Traceback" not in said
    all_ended()
    assert after_a_kill([0], 1) == [0]


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
