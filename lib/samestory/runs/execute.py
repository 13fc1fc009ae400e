"""``samestory run``: every run in a worker process of its own, several at once, unchanged ones skipped."""

from __future__ import annotations

import dataclasses
import logging
import os
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import paths
from ..errors import RunError
from ..waiting import as_they_end
from . import kernels, log, manifest, preflight, store
from .crew import Crew
from .digests import Digests
from .hooks import is_changed
from .job import Job, prepare, with_neighbours
from .plan import MOST_SECONDS
from .progress import Display
from .story_jobs import CODER, LeftOut, checked_story, story_jobs

if TYPE_CHECKING:
    from rich.console import Console

RAN, UNCHANGED, FAILED = "ran", "unchanged", "failed"
MOST_REASONS = 20  # that a manifest keeps


@dataclass(frozen=True)
class Outcome:
    """The outcome of one run: ``status`` is ran, unchanged or failed; ``error`` and ``folder`` say why and where.

    ``changed`` is whether the result differs from the one it replaced; None if there was none, or nothing was made.
    """

    run: str
    status: str
    seconds: float = 0.0
    error: str = ""
    folder: Path | None = None
    changed: bool | None = None


def run(
    names: Iterable[str] = (),
    assignments: Iterable[str] = (),
    *,
    story: str | None = None,
    jobs: int = 1,
    force: bool = False,
    fresh: bool = False,
    timeout: int | None = None,
    check_room: bool = True,
    console: Console | None = None,
) -> list[Outcome]:
    """Execute the runs of ``notebooks/runs.yaml``, or every notebook that fits one story.

    Parameters
    ----------
    names, assignments
        Which runs (default: all), and ``name=value`` texts for their parameters. With ``story``, the names are those of
        notebooks.
    story
        A story in ``seeds/``, or the path of a story folder; its results go to ``outputs/<story>/<notebook>/``.
    jobs
        How many runs at once, each with its own kernel.
    force
        Run unchanged runs too.
    fresh
        Start a new interpreter for each run. By default each run is a fork of one process that has imported everything;
        the results are the same.
    timeout
        Seconds each notebook may take; default: as in ``runs.yaml``, else an hour.
    check_room
        Look at free disk and memory first: too little disk is refused, with little memory fewer runs are made at once.
    console
        Where progress is shown; default: standard output.

    Returns
    -------
    list of Outcome
        One a run, in the order of the plan; a failure is an outcome, not an exception.

    Raises
    ------
    RunError
        The plan, a name or a parameter is wrong, the disk is too full, or too few files may be open. No kernel is
        started.
    StoryError
        Every fault of ``story``, or of a story given instead of the listed one. No kernel is started.
    """
    checked_jobs(jobs)
    todo, left_out = _todo(names, assignments, story)
    if timeout is not None:
        todo = [dataclasses.replace(job, timeout=checked_timeout(timeout)) for job in todo]
    todo = with_neighbours(todo)
    with Display(console) as display:
        for one in left_out:
            display.line(str(one))
        _tidy_up(display)
        outcomes: dict[str, Outcome] = {}
        waiting, digests = [], Digests()
        for job in todo:
            reasons = manifest.changes(job, store.result_folder(job.run), digests)
            if reasons and reasons[0].startswith("no usable result"):
                display.line(f"{job.run}: {reasons[0]}; the run is executed again")
            if reasons or force:
                reasons = (reasons or ["forced"])[:MOST_REASONS]
                waiting.append((dataclasses.replace(job, reasons=tuple(one[:300] for one in reasons)), reasons[0]))
            else:
                outcomes[job.run] = Outcome(job.run, UNCHANGED, folder=store.result_folder(job.run))
                display.line(f"{job.run}: unchanged, skipped")
                _log(outcomes[job.run])
        if waiting:
            preflight.check_open_files()
        if check_room:
            jobs = _room(waiting, jobs, display)
        for outcome in _all_at_once(waiting, jobs, display, fresh):
            outcomes[outcome.run] = outcome
            _log(outcome)
    return [outcomes[job.run] for job in todo]


def _room(waiting: list[tuple[Job, str]], jobs: int, display: Display) -> int:
    """How many runs may be made at once; refused if the disk cannot take their results."""
    preflight.check_disk(job.run for job, _ in waiting)
    fit, said = preflight.jobs_that_fit(min(jobs, len(waiting)))
    if said:
        display.line(said)
    return max(fit, 1)


def _log(outcome: Outcome) -> None:
    """The line of one run in the log."""
    log.note(
        "run",
        logging.ERROR if outcome.status == FAILED else logging.INFO,
        run=outcome.run,
        status=outcome.status,
        seconds=round(outcome.seconds, 1),
        changed=outcome.changed,
        folder=shown(outcome.folder) if outcome.folder else None,
        error=outcome.error or None,
    )


def _tidy_up(display: Display) -> None:
    """Clean up after a killed command: end its kernels and put back a result that was being replaced."""
    if ended := kernels.sweep():
        display.line(f"{ended} process{'es' * (ended > 1)} left by a killed command: ended")
    for restored in store.recover():
        display.line(f"{restored}: the last good result is restored; a command was stopped while replacing it")


def checked_timeout(seconds: int) -> int:
    """A time limit in seconds, refused outside 1 second to a week."""
    if not 1 <= seconds <= MOST_SECONDS:
        raise RunError(f"--timeout {seconds}: expected seconds, from 1 to {MOST_SECONDS:,}")
    return seconds


def _todo(names: Iterable[str], assignments: Iterable[str], story: str | None) -> tuple[list[Job], list[LeftOut]]:
    """The jobs, and the notebooks left out; a story that is not the listed one is loaded and checked once."""
    if story is not None:
        return story_jobs(story, names, assignments)
    todo = prepare(names, assignments)
    others = {(job.story_folder, job.parameters.get(CODER)) for job in todo if job.is_apart and job.story_folder}
    for folder, coder in others:
        checked_story(str(folder), coder)
    return todo, []


def checked_jobs(jobs: int) -> int:
    """The number of jobs at once, refused below 1."""
    if jobs < 1:
        raise RunError(f"--jobs must be at least 1, not {jobs} (this machine has {os.cpu_count()} cores)")
    return jobs


def _all_at_once(waiting: list[tuple[Job, str]], jobs: int, display: Display, fresh: bool) -> Iterable[Outcome]:
    crew = Crew(len(waiting), fresh=fresh)
    pool = ThreadPoolExecutor(max_workers=jobs)
    try:
        futures = [pool.submit(_one, job, why, crew, display) for job, why in waiting]
        for future in as_they_end(futures):
            yield future.result()
    except BaseException as error:
        crew.stop(_why_stopped(error))  # Ctrl-C among them; what a worker leaves without a word is kept as evidence
        kernels.sweep()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        crew.close()


def _why_stopped(error: BaseException) -> str:
    """Why the command ends before its runs are done, for the evidence of those under way."""
    if isinstance(error, KeyboardInterrupt):
        return f"the command was stopped by {error.args[0] if error.args else 'Ctrl-C'} before the run was done"
    if isinstance(error, GeneratorExit):
        return "the command was stopped before the run was done"
    return f"the command ended before the run was done: {type(error).__name__}: {error}"


def _one(job: Job, why: str, crew: Crew, display: Display) -> Outcome:
    display.begin(job.run, why)
    began, before = time.monotonic(), manifest.read(store.result_folder(job.run))

    def heard(event: dict[str, Any]) -> None:
        if event["event"] == "cell":
            display.cell(job.run, event["done"], event["of"])
        elif event["event"] == "note":
            display.line(f"{job.run}: {event['line']}")

    last = crew.work(job, heard)
    seconds = time.monotonic() - began
    if last["event"] == "ok":
        folder = store.result_folder(job.run)
        display.end(job.run, f"done in {seconds:.1f} s, in {shown(folder)}")
        return Outcome(job.run, RAN, seconds, folder=folder, changed=is_changed(before, folder))
    kept = store.failed_folder(job.run) if last.get("kept", True) and last["event"] == "failed" else None
    what = "STOPPED" if crew.why_stopped else "FAILED"
    display.end(job.run, f"{what} after {seconds:.1f} s: {last['error']}" + (f"\n  see {shown(kept)}" if kept else ""))
    return Outcome(job.run, FAILED, seconds, last["error"], kept)


def summary(outcomes: list[Outcome]) -> str:
    """The closing line: how many ran, were unchanged and failed, and where the failures are."""
    count = {status: sum(one.status == status for one in outcomes) for status in (RAN, UNCHANGED, FAILED)}
    line = f"{count[RAN]} ran, {count[UNCHANGED]} unchanged, {count[FAILED]} failed"
    where = [f"{one.run} ({shown(one.folder)})" if one.folder else one.run for one in outcomes if one.status == FAILED]
    return line + (f": {', '.join(where)}" if where else "")


def shown(path: Path) -> str:
    """A path as messages show it, from the project folder where it lies within."""
    return path.relative_to(paths.home()).as_posix() if path.is_relative_to(paths.home()) else str(path)
