"""The worker processes of a command: forks of one warm process, or fresh interpreters."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from . import kernels, manifest, store
from .job import Job
from .kernel_fork import UNMARKED
from .regular import drop_others

GRACE_SECONDS = 600  # beyond its time limit a worker may take so long to write its page and evidence
MANY = 3  # runs from which on it pays off to read the files of all languages once
CAN_FORK = sys.platform == "linux"  # where a child can be made to end with its parent


class Crew:
    """The worker processes under way.

    Parameters
    ----------
    n_runs
        How many runs are to be made.
    fresh
        Start a new interpreter for each run, in place of a fork.
    """

    def __init__(self, n_runs: int, *, fresh: bool = False) -> None:
        self.workers: set[Worker] = set()
        self.why_stopped: str | None = None
        self.lock = threading.Lock()
        self.n_runs, self.fresh = n_runs, fresh or not CAN_FORK
        self.warm: Warm | None = None

    def stop(self, why: str) -> None:
        """Kill every worker. No worker leaves half a result, and the evidence of its run says ``why``."""
        with self.lock:
            self.why_stopped = why
            if self.warm:
                self.warm.process.kill()  # its workers end with it
            for worker in self.workers:
                if isinstance(worker, subprocess.Popen):
                    worker.kill()
                    worker.wait()

    def close(self) -> None:
        """End the process that forks the workers; call it when all of them have ended."""
        if self.warm:
            self.warm.close()

    def work(self, job: Job, heard: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        """Have a worker make one run; its last event."""
        with tempfile.TemporaryFile() as noise:
            with self.lock:
                if self.why_stopped:
                    return {"event": "refused", "error": "stopped before it began"}
                worker = self._worker(noise)
                self.workers.add(worker)
            try:
                last, folder = _listen(worker, job, heard)
            finally:
                with self.lock:
                    self.workers.discard(worker)
            if last["event"] in ("ok", "failed", "refused"):
                return last
            noise.seek(0)
            said = noise.read().decode("utf-8", "replace").strip()
            why = self.why_stopped if worker.returncode == -signal.SIGKILL else None
            return _died(job, why or _death(worker.returncode or 0, said), folder)

    def _worker(self, noise: IO[bytes]) -> Worker:
        """Start a worker, in a session of its own: Ctrl-C is for this process, which then ends the workers."""
        if self.fresh:
            return subprocess.Popen(
                [sys.executable, "-m", "samestory.runs.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=noise, start_new_session=True,
            )  # fmt: skip
        if self.warm is None or self.warm.process.poll() is not None:
            self.close()
            self.warm = Warm(languages=self.n_runs >= MANY)
        return Forked(self.warm, noise)


class Warm:
    """The process that imports everything once and forks workers; see ``warm.py`` for its messages."""

    def __init__(self, *, languages: bool) -> None:
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, tempfile.TemporaryFile() as noise:
            self.noise = os.fdopen(os.dup(noise.fileno()), "rb")
            self.process: subprocess.Popen[bytes] = subprocess.Popen(
                [sys.executable, "-m", "samestory.runs.warm", *(["--languages"] if languages else [])],
                stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=noise, start_new_session=True,
                env={**os.environ, kernels.MARK: UNMARKED},
            )  # fmt: skip

    def ask(self, request: str, descriptors: list[int]) -> None:
        """Send a request; one to a process that has ended goes nowhere."""
        with contextlib.suppress(OSError):
            socket.send_fds(self.line, [request.encode()], descriptors)

    def said(self) -> bytes:
        """What the process wrote to its standard error."""
        self.noise.seek(0)
        return self.noise.read()

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        self.line.close()
        self.noise.close()


class Forked:
    """A worker forked by the warm process; what ``subprocess.Popen`` is for a fresh one."""

    def __init__(self, warm: Warm, noise: IO[bytes]) -> None:
        self.warm, self.noise = warm, noise
        self.pid: int | None = None
        self.returncode: int | None = None
        self.lock = threading.Lock()
        stdin, mine = os.pipe()
        events, stdout = os.pipe()
        told, tells = os.pipe()
        warm.ask("fork", [stdin, stdout, noise.fileno(), tells])
        for descriptor in (stdin, stdout, tells):
            os.close(descriptor)
        self.stdin, self.stdout, self.told = os.fdopen(mine, "wb"), os.fdopen(events, "rb"), os.fdopen(told, "rb")

    def __enter__(self) -> Forked:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for stream in (self.stdin, self.stdout):
            with contextlib.suppress(BrokenPipeError):
                stream.close()
        self.wait()
        self.told.close()

    def kill(self) -> None:
        """Kill the worker, unless it has ended."""
        self._begun()
        if self.pid and self.returncode is None:
            self.warm.ask(f"kill {self.pid}", [])

    def wait(self) -> int:
        """Wait for the end of the worker: its exit status, negative for a signal."""
        self._begun()
        if self.returncode is None:
            line = self.told.readline()
            self.returncode = int(line) if line else -signal.SIGKILL  # it ends with the warm process
        return self.returncode

    def _begun(self) -> None:
        """Learn the id of the worker; if there is none, the warm process has ended, and what it said is kept."""
        with self.lock:
            if self.pid is None and self.returncode is None:
                if line := self.told.readline():
                    self.pid = int(line)
                else:
                    self.returncode = self.warm.process.wait()
                    self.noise.write(self.warm.said())


Worker = subprocess.Popen[bytes] | Forked


def _listen(worker: Worker, job: Job, heard: Callable[[dict[str, Any]], None]) -> tuple[dict[str, Any], Path | None]:
    """Give a worker its job and follow it to its end: its last event, and the folder it wrote into."""
    last: dict[str, Any] = {"event": "none"}
    folder = None
    # The worker ends its kernel in time; this is for a worker that hangs itself.
    guard = threading.Timer(job.timeout + GRACE_SECONDS, worker.kill)
    guard.daemon = True
    guard.start()
    with worker:  # stdin stays open: a worker takes its end for the end of this process
        try:
            worker.stdin.write(job.to_json().encode() + b"\n")  # type: ignore[union-attr]
            worker.stdin.flush()  # type: ignore[union-attr]
        except BrokenPipeError:
            guard.cancel()
            return last, folder
        for line in worker.stdout:  # type: ignore[union-attr]
            try:
                last = json.loads(line)
            except ValueError:
                break  # cut off by its death
            if last["event"] == "started":
                folder = Path(last["folder"])
            heard(last)
    guard.cancel()
    return last, folder


def _death(code: int, said: str) -> str:
    """How a worker ended that nobody here stopped, and its last words."""
    how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
    return f"the worker process {how} before the run was done" + (f": {said[-2000:]}" if said else "")


def _died(job: Job, error: str, folder: Path | None) -> dict[str, Any]:
    """Keep what a worker left that died without a word: out of memory, killed, or stopped with the command."""
    from .pages.failure import write_failure

    kernels.sweep()
    try:
        with store.held(store.lock_name(job.run)):
            store.settle(store.result_folder(job.run))
            if folder is None or not folder.is_dir():
                return {"event": "failed", "error": error, "kept": False}
            drop_others(folder)
            write_failure(job, folder, error)
            manifest.finish(manifest.begin(job), folder, 0.0, error=error)
            store.publish(folder, store.failed_folder(job.run))
    except (store.BusyError, OSError) as failure:
        return {"event": "failed", "error": f"{error}\nits evidence could not be kept: {failure}", "kept": False}
    return {"event": "failed", "error": error}
