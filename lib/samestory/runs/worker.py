"""``python -m samestory.runs.worker``: the process that makes one run.

It reads the job as one line of JSON from stdin and tells its progress as lines of JSON on stdout, each with an
``event``: ``started`` (folder), ``cell`` (done, of), ``note`` (line), and at the end ``ok``, ``failed`` or ``refused``
(error). When stdin ends, its parent is gone, and it stops at once: whatever it was doing, nothing half-done will be
seen.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any, Protocol, TextIO

from ..errors import RunError
from . import history, kernels, manifest, snapshot, store
from .job import Job
from .regular import drop_others, others

LOG = "run.log"
SCRATCH = ".scratch"


class Tell(Protocol):
    """Tells the parent of an event."""

    def __call__(self, event: str, **more: Any) -> None:
        """One event, and what there is to say of it."""


def main() -> None:
    """Make the run that stdin asks for."""
    # The kernel inherits 0, 1 and 2; the line to the parent must be none of them.
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    stdin = os.fdopen(os.dup(0), "rb", buffering=0)
    job = Job.from_json(stdin.readline())
    threading.Thread(target=_stop_with_parent, args=(stdin.fileno(),), daemon=True).start()

    def tell(event: str, **more: Any) -> None:
        _tell(channel, {"event": event, **more})

    try:
        with store.held(store.lock_name(job.run)):
            store.settle(store.result_folder(job.run))
            with kernels.marked() as mark:
                _work(job, mark, tell)
    except store.BusyError as error:
        tell("refused", error=str(error))
    except OSError as error:  # no space, no right to write: the last good result is as it was
        tell("refused", error=f"the result could not be stored: {error}")


def _work(job: Job, mark: str, tell: Tell) -> None:
    from .kernel import surroundings

    folder = store.new_partial(job.run)
    tell("started", folder=str(folder))
    with (folder / LOG).open("wb", buffering=0) as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    env = surroundings(folder / SCRATCH, mark, folder)
    os.environ.clear()
    os.environ.update(env)
    clock, started = time.monotonic(), manifest.begin(job) | history.succession(job.run)
    drawn, error = _attempted(job, folder, started, tell)
    shutil.rmtree(folder / SCRATCH, ignore_errors=True)
    if error is None:
        (folder / LOG).unlink()
        manifest.finish(started, folder, time.monotonic() - clock, drawn=drawn)
        store.publish(folder, store.result_folder(job.run), keep=job.keep)
        store.discard(store.failed_folder(job.run))
        tell("ok")
        return
    from .pages.failure import write_failure

    said, kept = error, True
    try:
        print(error, file=sys.stderr, flush=True)
        drop_others(folder)
        write_failure(job, folder, error)
        manifest.finish(started, folder, time.monotonic() - clock, error=error)
        store.publish(folder, store.failed_folder(job.run))
    except OSError as failure:  # the reason of the run's failure comes first
        said, kept = f"{error}\nits evidence could not be kept: {failure}", False
        shutil.rmtree(folder, ignore_errors=True)  # a full disk needs the room
    tell("failed", error=said, kept=kept)


def _attempted(
    job: Job, folder: Path, started: dict[str, Any], tell: Tell
) -> tuple[list[dict[str, Any]] | None, str | None]:
    """The figures of the run, or why it failed."""
    try:
        return _make(job, folder, started, tell), None
    except RunError as failure:
        return None, str(failure)
    except OSError as failure:
        return None, f"a file could not be read or written: {failure}; is the disk full, or a limit of file size set?"
    except Exception:  # whatever it was, the evidence has to be kept
        return None, traceback.format_exc()


def _make(job: Job, folder: Path, started: dict[str, Any], tell: Tell) -> list[dict[str, Any]]:
    """Execute the notebook and write its page; the figures it drew."""
    from . import changes
    from .digests import Digests
    from .notebook_run import execute
    from .pages.page import write_page

    done = execute(job, folder, lambda number, of: tell("cell", done=number - 1, of=of))
    if odd := [path.relative_to(folder) for path in others(folder) if SCRATCH not in path.parts]:
        raise RunError(
            f"the notebook left {odd[0]} in its result, which is a link, pipe, socket or device;"
            " only regular files can be published"
        )
    snapshot.add(job, folder, lambda line: tell("note", line=line))
    changed = [name for name, digest in Digests().of(job).items() if started["digests"][name] != digest]
    if changed:
        raise RunError(f"{' and '.join(changed)} changed while the run was under way; run it again")
    changes.write(job.run, folder, started)
    write_page(done, job, folder / f"{job.stem}.html")
    return manifest.figures(folder)


def _tell(channel: TextIO, event: dict[str, Any]) -> None:
    try:
        channel.write(json.dumps(event) + "\n")
        channel.flush()
    except BrokenPipeError:
        os._exit(1)


def _stop_with_parent(descriptor: int) -> None:
    while os.read(descriptor, 1024):
        pass
    kernels.end_ours()
    os._exit(1)


if __name__ == "__main__":
    main()
