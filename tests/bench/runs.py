"""The default runs against papermill alone: CPU of ``samestory run --force`` over ``papermill`` for the same notebooks.

Both get the same notebooks and parameters and work side by side, each on one core, so that a busy machine slows both.
papermill writes notebooks only; samestory writes figures, tables, pages and manifests too. CPU is user and system time
of a command and of everything it started.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from samestory import paths
from samestory.runs.job import Job, prepare

NOTE = "CPU of all processes, side by side, one core each; papermill writes no figures, tables and pages"


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for all runs, warm (each library was read before), and for a command that finds nothing to do."""
    with tempfile.TemporaryDirectory(prefix="samestory-bench-") as made:
        home, jobs = _project(Path(made)), prepare()
        _samestory(home, jobs[0].run)
        _papermill(home, jobs[0])
        with ThreadPoolExecutor(2) as pool:
            ours = pool.submit(_samestory, home, "--force")
            peer = pool.submit(lambda: sum(_papermill(home, job) for job in jobs))
            seconds, others = ours.result(), peer.result()
        nothing = _samestory(home)
    return [
        {"what": "all default runs, forced", "n": len(jobs), "ours": round(seconds, 1), "peer": round(others, 1),
         "ratio": round(seconds / others, 2), "unit": "CPU s", "note": NOTE},
        {"what": "all default runs, unchanged", "n": len(jobs), "ours": round(nothing, 2), "unit": "CPU s",
         "note": "every input and every result is read and compared by its digest"},
    ]  # fmt: skip


def _project(made: Path) -> Path:
    """A project of its own with the shipped stories and notebooks, so that no result of the user is replaced."""
    for name in ("seeds", "notebooks"):
        (made / name).symlink_to(paths.home() / name)
    (made / "outputs").mkdir()
    return made


def _samestory(home: Path, *arguments: str) -> float:
    return cpu(["samestory", "run", *arguments], home)


def _papermill(home: Path, job: Job) -> float:
    """CPU seconds of papermill for the notebook of a run, started in the notebook's folder as samestory does."""
    how = ["--no-progress-bar", "--log-level", "ERROR", "--kernel", "python3", "--cwd", str(job.source.parent)]
    values = json.dumps(job.parameters)
    return cpu(["papermill", *how, "--parameters_yaml", values, str(job.source), str(home / "papermill.ipynb")], home)


def cpu(command: list[str], home: Path) -> float:
    """CPU seconds of a module of this interpreter with its arguments, and of everything it started.

    Raises
    ------
    RuntimeError
        The command failed.
    """
    env = {**os.environ, "SAMESTORY_HOME": str(home)}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}: {said.read().decode('utf-8', 'replace')[-2000:]}")
    return used.ru_utime + used.ru_stime
