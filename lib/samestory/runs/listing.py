"""The runs of the project: how each is today, and every result that is kept of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from .. import paths
from ..errors import RunError, listed, printable_name, suggestion
from ..notebooks import notebook
from . import history, manifest, store
from .digests import Digests
from .job import Job, planned, resolved
from .plan import Entry, Plan, whole_plan

if TYPE_CHECKING:
    import pandas as pd

RUNNING, NEVER, DAMAGED = "running", "never", "damaged"
MOST_REASONS, MOST_SIGNS = 3, 160
JobOf = Callable[[dict[str, Any]], Job]  # from the manifest of its result


@dataclass(frozen=True)
class Row:
    """One run today; ``end`` (UTC) is that of its last attempt.

    ``status`` is ``ok``, ``never``, ``running`` or ``failed`` (the last attempt; a good result may be there), or, with
    what is wrong: ``outdated: story changed``, ``damaged: manifest.json is not JSON``, ``invalid: no notebook``.
    """

    run: str
    notebook: str
    story: str
    end: str
    status: str


@dataclass(frozen=True)
class Result:
    """One result that is there: ``status`` is ``ok``, ``failed`` or ``damaged``, ``why`` says why it was made.

    ``why`` of a failure is its error, that of a damaged result what is wrong with it. ``time`` is its name in the
    history. ``record`` is its manifest, empty if it cannot be read; ``folder`` counts from ``outputs/``.
    """

    run: str
    time: str
    status: str
    why: str
    folder: str
    record: dict[str, Any]

    def digest(self, name: str) -> str:
        """The first signs of the digest of ``story``, ``notebook`` or ``library``; empty if it is not known."""
        return str((self.record.get("digests") or {}).get(name) or "")[:8]

    def as_json(self) -> dict[str, Any]:
        """What is known of it, for a program."""
        known = ("number", "previous", "start", "end", "seconds", "notebook", "story", "parameters", "digests")
        more = {name: self.record.get(name) for name in (*known, "reasons")}
        return {
            "run": self.run, "time": self.time, "status": self.status, "why": self.why, "folder": self.folder, **more,
        }  # fmt: skip


def runs() -> pd.DataFrame:
    """The runs of ``notebooks/runs.yaml``, and those of other stories that were made.

    Returns
    -------
    DataFrame
        ``run, notebook, story, end, status``, one row a run: listed ones in the order of the file, then
        ``<story>/<name>`` by name.
    """
    import pandas as pd

    return pd.DataFrame(rows(), columns=["run", "notebook", "story", "end", "status"])


def rows() -> list[Row]:
    """The same as plain rows."""
    whole, digests = whole_plan(), Digests()
    _tidy_up()
    found = [_row(run, partial(_listed, run, entry, whole), digests, entry) for run, entry in whole.runs.items()]
    return found + [_row(run, partial(_apart, run), digests) for run in store.runs_apart()]


def results(names: Iterable[str] = ()) -> list[Result]:
    """Every kept result, by run and then newest first; the evidence of a later failure is the first of its run.

    Parameters
    ----------
    names
        Runs, or stories whose runs are meant; default: all runs that have a result.

    Raises
    ------
    RunError
        A name of which nothing is there.
    """
    _tidy_up()
    made = store.runs_made()
    if not made:
        raise RunError(f"no results in {paths.outputs()}; make some with: samestory run")
    chosen: list[str] = []
    for name in names:
        mine = [run for run in made if run == name or run.startswith(f"{name}/")]
        if not mine:
            raise RunError(f"no result of {name!r}.{suggestion(name, made)} Results: {listed(made, 40)}")
        chosen += mine
    return [one for run in dict.fromkeys(chosen or made) for one in _results(run)]


def _tidy_up() -> None:
    """Put back what a killed command left aside, if the disk can be written."""
    with contextlib.suppress(OSError):
        store.recover()


def _results(run: str) -> list[Result]:
    found = []
    if (bad := _failure(run)) is not None:
        error = str(bad.get("error") or "").strip().splitlines() or ["unknown"]
        found.append(_result(run, history.time_of(bad), manifest.FAILED, error[0], f"{store.FAILED}/{run}", bad))
    for one in history.every(run):
        folder = one.folder.relative_to(paths.outputs()).as_posix()
        if one.faults:
            found.append(_result(run, one.time, DAMAGED, _some(one.faults), folder, one.manifest))
        else:
            why = _some(one.manifest.get("reasons") or ())
            found.append(_result(run, one.time, manifest.OK, why, folder, one.manifest))
    return found


def _result(run: str, time: str, status: str, why: str, folder: str, record: dict[str, Any]) -> Result:
    return Result(run, printable_name(time), status, _short(why), folder, record)


def _row(run: str, job_of: JobOf, digests: Digests, entry: Entry | None = None) -> Row:
    good, fault = manifest.checked(store.result_folder(run))
    bad = _failure(run)
    last = bad or good or {}
    name, story = (entry.notebook, entry.given().get("story")) if entry else (None, None)
    said = [name or last.get("notebook"), story or last.get("story"), last.get("end")]
    if store.is_held(store.lock_name(run)):
        status = RUNNING
    elif bad is not None:
        status = manifest.FAILED
    elif good is None:
        status = f"{DAMAGED}: {fault}" if fault else NEVER
    else:
        status = _state(run, job_of, digests, good)
    notebook_name, story_name, end = (printable_name(str(one or "")) for one in said)
    return Row(run, notebook_name, story_name, end, _short(status))


def _state(run: str, job_of: JobOf, digests: Digests, good: dict[str, Any]) -> str:
    """How a result is that nothing happened to since."""
    if faults := manifest.broken(store.result_folder(run)):
        return f"{DAMAGED}: {_some(faults)}"
    try:
        reasons = manifest.outdated(job_of(good), good, digests)
    except (RunError, OSError) as error:
        return f"invalid: {error}"
    return f"outdated: {_some(reasons)}" if reasons else str(good["status"])


def _failure(run: str) -> dict[str, Any] | None:
    """The manifest of the last attempt if it failed: a failure that a good result followed is over."""
    bad = manifest.read(store.failed_folder(run))
    if bad is None:
        return None
    good = manifest.read(store.result_folder(run)) or {}
    numbers = [int(one.get("number") or 0) for one in (bad, good)]
    if all(numbers):  # the clock may have gone back
        return bad if numbers[0] > numbers[1] else None
    return bad if str(bad["end"]) >= str(good.get("end", "")) else None


def _listed(run: str, entry: Entry, whole: Plan, _record: dict[str, Any]) -> Job:
    """The job that would make the result of a listed run again."""
    return planned(run, entry, whole, {})


def _apart(run: str, record: dict[str, Any]) -> Job:
    """The job that would make the result of a story's run again."""
    name = notebook.named_notebook(str(record["notebook"]))
    job, faults = resolved(run, name, dict(record.get("parameters") or {}), ())
    if faults:
        raise RunError(faults[0].removeprefix(f"run {run}: "))
    return job


def _some(reasons: Iterable[str]) -> str:
    every = list(reasons)
    more = len(every) - MOST_REASONS
    return ", ".join(every[:MOST_REASONS]) + (f" and {more} more" if more > 0 else "")


def _short(text: str) -> str:
    line = printable_name((text.splitlines() or [""])[0])
    return line if len(line) <= MOST_SIGNS else line[: MOST_SIGNS - 1] + "…"
