"""What a failed run leaves for people: a page with the cause in words, what to do, and the last good result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import RunError
from ...notebooks import notebook
from .. import manifest, store
from ..job import Job
from ..regular import is_regular, text_of
from ..site import places
from .loading import linked
from .neighbours import page_of
from .render import rendered

MOST_LETTERS, MOST_TRACEBACK = 4_000, 40_000
MOST_LOG_BYTES, MOST_NOTEBOOK_BYTES = 20_000_000, 200_000_000
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_CELL = re.compile(r"cell \d+ \(")


@dataclass(frozen=True)
class Cause:
    """A kind of failure: how to tell it, what it is in words, and what to do."""

    sign: re.Pattern[str]
    what: str
    todo: str


# In this order: the first sign found in the error of the run decides.
CAUSES = (
    Cause(
        re.compile("took longer than its time limit of"),
        "The notebook took longer than its time limit, and was stopped.",
        "If it needs more time, raise `timeout:` in runs.yaml or give --timeout. If it usually takes less, look at the"
        " cell named below: it may wait for something that does not come.",
    ),
    Cause(
        re.compile("MemoryError|Unable to allocate|Cannot allocate memory"),
        "The memory was not enough.",
        "Run fewer notebooks at once (--jobs 1), close other programs, or use a machine with more memory.",
    ),
    Cause(
        re.compile(r"Kernel died|[Kk]ernel (?:didn't|did not) respond|was killed by SIGKILL"),
        "The process that executes the notebook ended without a word. Most often the system ended it because the memory"
        " was full; a library can crash it, too.",
        "Run fewer notebooks at once (--jobs 1) and look at the system's log for `out of memory`. If it happens again"
        " at the same cell, execute the notebook in JupyterLab up to there.",
    ),
    Cause(
        re.compile("changed while the run was under way"),
        "Something that the result is made of changed while the notebook was being executed, so nobody could say what"
        " the result was made of.",
        "Run it again when nobody edits the story, the notebook or the library.",
    ),
    Cause(
        re.compile("No space left|Disk quota|is the disk full|File too large|could not be (?:read or written|stored)"),
        "A file could not be read or written.",
        "Make room on the disk, or look at who may write there and at the limit of the size of files.",
    ),
    Cause(
        re.compile("wrote to stderr"),
        "A cell wrote a warning or an error message. A result is only good if its notebook does not.",
        "Mend what the message says. A warning of a library that does not matter must be silenced in the notebook.",
    ),
    Cause(
        re.compile("never reached"),
        "A cell was never reached: an earlier cell ended the notebook.",
        "Look for `exit()` or `sys.exit()` in the cells before it.",
    ),
    Cause(
        re.compile(r"the worker process (?:was|ended)"),
        "The process that makes the result ended before it was done.",
        "Run it again. If it happens again, look at the log below and at the system's log.",
    ),
    Cause(
        _CELL,
        "A cell of the notebook raised an error.",
        "If the message does not say what to do: open the notebook in JupyterLab with the parameters below and execute"
        " it up to this cell.",
    ),
)
OTHER = Cause(re.compile(""), "The run could not be completed.", "The message below says why.")


def write_failure(job: Job, folder: Path, error: str) -> None:
    """Write the page of a failed run into the folder of its evidence.

    Parameters
    ----------
    job, folder
        The run, and what it left: the notebook as far as it was executed, and its log.
    error
        Why it failed; more lines may follow the first.

    Raises
    ------
    OSError
        The page could not be written.
    """
    address = f"{store.FAILED}/{page_of(job.run, job.notebook)}"
    cause = cause_of(error)
    cell = _failed_cell(folder / f"{job.stem}.ipynb")
    page = rendered(
        "failure",
        title=f"{job.run}: the run failed",
        run=job.run,
        notebook=job.notebook,
        cause=cause,
        message=_cut(plain(error), MOST_LETTERS),
        cell=cell,
        parameters={name: repr(value) for name, value in job.parameters.items()},
        log=_log(folder),
        files=[
            name for name in (f"{job.stem}.ipynb", "run.log", manifest.FILE)
            if name == manifest.FILE or is_regular(folder / name)
        ],
        good=_last_good(job, address),
        home=places.link(places.INDEX, address),
    )  # fmt: skip
    if not linked(page):
        (folder / f"{job.stem}.html").write_text(page, encoding="utf-8")


def cause_of(error: str) -> Cause:
    """The kind of failure that an error of a run names."""
    return next((cause for cause in CAUSES if cause.sign.search(error)), OTHER)


def plain(text: str) -> str:
    """A text without the codes that colour a terminal."""
    return _ANSI.sub("", text)


def _failed_cell(path: Path) -> dict[str, Any] | None:
    """The cell that failed: its place, its code, and the traceback if it raised; None if no cell did."""
    try:
        if path.stat().st_size > MOST_NOTEBOOK_BYTES:
            return None
        cells = notebook.read(path)["cells"]
        at = next((n for n in range(len(cells)) if notebook.failure(cells, n)), None)
        if at is None:
            return None
        raised = [output for output in cells[at]["outputs"] if output["output_type"] == "error"]
        lines = [str(line) for output in raised for line in output.get("traceback", [])]
        return {
            "place": notebook.place(cells, at),
            "code": _cut(cells[at]["source"], MOST_LETTERS),
            "traceback": _cut(plain("\n".join(lines)), MOST_TRACEBACK),
        }
    except (RunError, OSError, LookupError, TypeError, ValueError, AttributeError, RecursionError):
        # the evidence may be half a notebook
        return None


def _log(folder: Path) -> str:
    """The end of the run's log."""
    try:
        return plain(text_of(folder / "run.log", MOST_LOG_BYTES))[-MOST_LETTERS:].strip()
    except (OSError, ValueError):
        return ""


def _last_good(job: Job, address: str) -> dict[str, str] | None:
    """The link to the last good result and its time; None if there is none."""
    done = manifest.read(store.result_folder(job.run))
    if done is None or done.get("status") != manifest.OK:
        return None
    return {"href": places.link(page_of(job.run, job.notebook), address), "time": str(done.get("end") or "")}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters; the rest is in the notebook)"
