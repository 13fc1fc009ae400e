"""``samestory check``: notebooks executed once more by nbval, every output compared with the recorded one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import paths
from ..errors import RunError, listed, suggestion
from ..notebooks import notebook
from . import kernels, manifest, store
from .execute import checked_jobs
from .faults import faults
from .mirror import Copy, mirrored
from .plan import whole_plan
from .progress import Display

if TYPE_CHECKING:
    from rich.console import Console


# The pipe and the process to tell; the plugin that reads them imports the notebook libraries, so they are named here.
PIPE, PARENT = "SAMESTORY_CHECK_PIPE", "SAMESTORY_CHECK_PARENT"
_HEADING = "assert reference_output == test_output failed:"


@dataclass(frozen=True)
class Difference:
    """Something that is not as recorded: in which run or notebook, in which cell (or "files"), and what."""

    name: str
    place: str
    text: str

    def __str__(self) -> str:
        lines = self.text.strip("\n").splitlines()
        return "\n".join([f"{self.name}, {self.place}:", *(f"    {line}" for line in lines)])


def check(names: Iterable[str] = (), *, jobs: int = 1, console: Console | None = None) -> list[Difference]:
    """Execute the notebooks in ``outputs/<run>/`` again and compare every output but pictures.

    Parameters
    ----------
    names
        Runs, or stories (``my-story`` means all its runs); default: all that have a result.
    jobs
        How many notebooks at once.
    console
        Where progress is shown; default: standard output.

    Returns
    -------
    list of Difference
        Empty if every cell prints what it printed before and the files of each result are unchanged.

    Raises
    ------
    RunError
        There are no results, or none of that name.
    """
    found, copies = [], {}
    for run in _results(list(names)):
        folder = store.result_folder(run)
        if damage := manifest.broken(folder):
            found.append(Difference(run, "files", "\n".join(damage) + f"\nmake it again: {_again(run)}"))
        record = manifest.read(folder)
        if record is None:
            continue
        file = folder / f"{Path(record['notebook']).name}.ipynb"
        if file.is_file():
            copies[run] = Copy(file, record["notebook"])
    return found + _compare(copies, jobs, console)


def check_notebooks(names: Iterable[str] = (), *, jobs: int = 1, console: Console | None = None) -> list[Difference]:
    """The same for the committed notebooks, with their default parameters; see ``faults`` for what is looked at first.

    A notebook with faults is not executed: it has to be refreshed anyway.
    """
    files = notebook.notebook_files()
    chosen = [notebook.named_notebook(name) for name in dict.fromkeys(names)] or list(files)
    if not chosen:
        raise RunError(f"no notebooks in {paths.notebooks()}")
    found, copies = [], {}
    for name in chosen:
        wrong = faults(files[name])
        found += [Difference(name, "as committed", fault) for fault in wrong]
        if not wrong:
            copies[name] = Copy(files[name], name)
    return found + _compare(copies, jobs, console, texts=False)


def _results(names: list[str]) -> list[str]:
    outputs = paths.outputs()
    store.recover()
    has = sorted(path.parent.name for path in outputs.glob(f"*/{manifest.FILE}") if path.parent.name != store.FAILED)
    has += [run for run in store.runs_apart() if (store.result_folder(run) / manifest.FILE).exists()]
    if not has:
        raise RunError(f"no results in {outputs}; make some with: samestory run")
    chosen: list[str] = []
    for name in names:
        mine = [run for run in has if run == name or run.startswith(f"{name}/")]
        if not mine:
            raise RunError(
                f"no result of {name!r} in {outputs}.{suggestion(name, has)} Results: {listed(has, 40)};"
                f" make it with: {_again(name)}"
            )
        chosen += mine
    return list(dict.fromkeys(chosen)) or has


def _again(run: str) -> str:
    """The command that makes a run once more."""
    story, slash, name = run.partition("/")
    if not slash:
        return f"samestory run {run} --force"
    record = manifest.read(store.result_folder(run)) or {}
    given = str(record.get("story") or story)
    if name in whole_plan().runs:
        return f"samestory run {name} -p story={given} --force"
    return f"samestory run {name} --story {given} --force"


def _compare(copies: dict[str, Copy], jobs: int, console: Console | None, *, texts: bool = True) -> list[Difference]:
    from .kernel import surroundings

    checked_jobs(jobs)
    if not copies:
        return []
    kernels.sweep()
    with (
        kernels.marked() as mark,
        mirrored(copies) as (root, names),
        Display(console) as display,
    ):
        watch = _Watch(root, names, display)
        command = [
            sys.executable, "-m", "pytest", *names, "--nbval", "--nbval-current-env", "--rootdir", str(root),
            "-c", str(root.parent / "pytest.ini"), "--noconftest", "-p", "no:cacheprovider",
            "-p", "samestory.runs.nbval_report", "--color=no", "-q",
            *(["-n", str(min(jobs, len(names))), "--dist", "loadfile"] if min(jobs, len(names)) > 1 else []),
        ]  # fmt: skip
        (root.parent / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        code, said = _pytest(command, root, watch, surroundings(root.parent / "ipython", mark, texts=texts))
    differences = watch.differences()
    if code not in (0, 1, 5) or (code == 1 and not differences):
        raise RunError(f"nbval ended with status {code} before every cell was compared:\n{said[-3000:].strip()}")
    return differences


def _pytest(command: list[str], root: Path, watch: _Watch, given: dict[str, str]) -> tuple[int, str]:
    """Run pytest in the mirror, following what it tells through the pipe: its exit status and what it printed."""
    # Options and marks of a pytest around this one are not meant for this one.
    env = {key: value for key, value in given.items() if not key.startswith("PYTEST")}
    reading, writing = os.pipe()
    noise_file = root.parent / "pytest.log"
    with noise_file.open("wb") as noise, os.fdopen(reading, encoding="utf-8") as pipe:
        try:
            process = subprocess.Popen(
                command, cwd=root, env={**env, PIPE: str(writing), PARENT: str(os.getpid())}, pass_fds=(writing,),
                stdin=subprocess.DEVNULL, stdout=noise, stderr=subprocess.STDOUT,
            )  # fmt: skip
        finally:
            os.close(writing)
        try:
            for line in pipe:
                watch.heard(json.loads(line))
            code = process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
    return code, noise_file.read_text(encoding="utf-8", errors="replace")


class _Watch:
    """Turns nbval's results, one a code cell counted from 0, into progress and differences."""

    def __init__(self, root: Path, names: dict[str, str], display: Display):
        self.names, self.display = names, display
        self.cells = {place: notebook.read(root / place)["cells"] for place in names}
        self.code = {
            place: [index for index, cell in enumerate(cells) if cell["cell_type"] == "code"]
            for place, cells in self.cells.items()
        }
        self.seen: dict[str, dict[int, list[str]]] = {place: {} for place in names}

    def heard(self, line: dict[str, str]) -> None:
        """One cell compared."""
        place, _, cell = line["cell"].partition("::Cell ")
        name, seen = self.names[place], self.seen[place]
        if not seen:
            self.display.begin(name)
        texts = seen.setdefault(int(cell), [])
        if line["outcome"] != "passed":
            texts.append(_readable(line["text"]) or line["outcome"])
        self.display.cell(name, len(seen), len(self.code[place]))
        if len(seen) == len(self.code[place]):
            wrong = sum(bool(texts) for texts in seen.values())
            self.display.end(
                name, f"{wrong} of {len(seen)} cells differ" if wrong else f"{len(seen)} cells as recorded"
            )

    def differences(self) -> list[Difference]:
        """One for each cell that differs or was not compared."""
        found = []
        for place, name in self.names.items():
            for number, index in enumerate(self.code[place]):
                texts = self.seen[place].get(number, ["was not compared"])
                if texts:
                    found.append(Difference(name, notebook.place(self.cells[place], index), "\n".join(texts)))
        return found


def _readable(text: str) -> str:
    """nbval's report without the source of the cell, which the reader has, and without a heading it repeats."""
    _, mark, rest = text.partition("Traceback:\n")
    lines = (rest if mark else text).splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip() and line.strip() != _HEADING)
