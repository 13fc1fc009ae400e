"""A process that forks children to be killed; each starts at once, since what it needs is loaded already.

Run as a script, it reads requests as lines of JSON and answers each with the child's exit status (negative: killed).
A child is killed by itself, at a given one of its audited events (files opened, renamed and removed, modules imported,
code compiled): so a moment chosen by chance is the same moment on a slow machine and on a fast one. The moments of
``forked`` are those of writing: before and after a file is opened for it, written, renamed and removed.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
import random
import signal
import struct
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from samestory.runs import kernel_fork, kernels

STEPS = ("os.rename", "os.remove", "os.rmdir", "os.link", "os.mkdir", "shutil.rmtree")
WRITES = ("write", "writelines", "flush", "fsync", "close", "replace", "rename", "__exit__")
# Whose events are counted: those of the worker, of its kernel, or of the worker from when it replaces a result.
WORKER, KERNEL, HISTORY, COMMAND = "worker", "kernel", "history", "command"


def chance() -> random.Random:
    """The chance of this round."""
    return random.Random(os.environ.get("SAMESTORY_ROUND", "1"))  # noqa: S311


@contextmanager
def counted(who: str, record_property: Callable[[str, object], None]) -> Iterator[Counter[str]]:
    """Counts of ``killed`` and ``recovered``, for the table at the end; a kill that is not recovered from is lost."""
    counts: Counter[str] = Counter()
    try:
        yield counts
    finally:
        record_property("kills", [who, counts["killed"], counts["recovered"]])
    assert counts["killed"] == counts["recovered"] > 0


def kills(share: float) -> int:
    """How many kills a share of this round is: few in `make test`; `make faults` sets SAMESTORY_KILLS for many."""
    many = os.environ.get("SAMESTORY_KILLS")
    n = max(1, round(int(many or "28") * share))
    return n if many or n <= 3 else max(3, n // 2)


def forked(function: Callable[..., Any], *given: Any, at: int | None = None, is_full: bool = False) -> tuple[int, bool]:
    """A function in a child of this process, killed at the moment ``at`` of its writing.

    Returns
    -------
    moments, was_killed
        How many moments there were. If ``is_full``, the disk is full from that moment on and nothing is killed.
    """
    counts = mmap.mmap(-1, 16)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            _Moments(at, counts, is_full)
            function(*given)
            code = 0
        except OSError as error:
            code = 0 if is_full and error.errno == errno.ENOSPC else 1
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    events, was_killed = struct.unpack("qq", counts[:])
    assert status == (-signal.SIGKILL if was_killed else 0)
    return events, bool(was_killed)


class Nursery:
    """Asks a nursery process; close it with ``close``."""

    def __init__(self, home: Path, *preload: str):
        self.process = subprocess.Popen(
            [sys.executable, __file__, *preload],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "SAMESTORY_HOME": str(home), kernels.MARK: kernel_fork.UNMARKED},
        )  # fmt: skip

    def ask(self, **request: Any) -> dict[str, Any]:
        """One child; its exit ``status``, how many ``events`` were counted, and whether it was ``killed`` at one."""
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self.process.communicate(timeout=60)


def main() -> None:
    for name in ["samestory.runs.store", *sys.argv[1:]]:
        __import__(name)
    for line in sys.stdin:
        request = json.loads(line)
        counts = mmap.mmap(-1, 16)  # shared with the child and its kernel
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                {"store": _store, "worker": _worker, "command": _command}[request["do"]](request, counts)
                code = 0
            finally:
                sys.stderr.flush()
                os._exit(code)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        events, killed = struct.unpack("qq", counts[:])
        print(json.dumps({"status": status, "events": events, "killed": bool(killed)}), flush=True)


def _watch(request: dict[str, Any], counts: mmap.mmap) -> None:
    """Count the events of one process, and kill it at the event ``at`` if that is asked for."""
    me, who, at = os.getpid(), request["who"], request.get("at")
    seen, begun = [0], [who != HISTORY]

    def hook(event: str, arguments: Any) -> None:
        if (os.getpid() == me) == (who == KERNEL) or seen[0] == at:
            return
        if not begun[0]:
            begun[0] = event == "os.rename" and ".aside" in str(arguments[1])
            return
        seen[0] += 1
        is_last = seen[0] == at
        counts[:] = struct.pack("qq", seen[0], is_last)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


class _Moments:
    """Kills this process at the n-th moment of its writing, or has it see a full disk from then on."""

    def __init__(self, at: int | None, counts: mmap.mmap, is_full: bool):
        self.at, self.counts, self.is_full, self.seen = at, counts, is_full, 0
        sys.addaudithook(self.audited)

    def audited(self, event: str, arguments: Any) -> None:
        """Before a file or folder changes; while one is written, each call is looked at."""
        is_open = event == "open" and arguments[2] is not None and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if is_open:
            sys.setprofile(self.called)
        if is_open or event in STEPS:
            self.count(takes_room=is_open or event == "os.mkdir")

    def called(self, _frame: Any, event: str, function: Any) -> None:
        """Before and after a call that writes."""
        if event in ("c_call", "c_return") and (name := getattr(function, "__name__", "")) in WRITES:
            self.count(takes_room=event == "c_call" and name in WRITES[:4])

    def count(self, takes_room: bool) -> None:
        """One more moment."""
        self.seen += 1
        is_killed = self.seen == self.at and not self.is_full
        self.counts[:] = struct.pack("qq", self.seen, is_killed)
        if is_killed:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.is_full and takes_room and self.seen >= self.at:
            raise OSError(errno.ENOSPC, "No space left on device")


def _store(request: dict[str, Any], _counts: mmap.mmap) -> None:
    """A function of the store, killed before its n-th change of the tree."""
    from samestory.runs import store

    left = [request["step"]]

    def hook(event: str, _arguments: Any) -> None:
        if event in STEPS:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    getattr(store, request["what"])(*map(Path, request["paths"]), **request["more"])


def _worker(request: dict[str, Any], counts: mmap.mmap) -> None:
    """The worker process with a job."""
    from samestory.runs import worker

    _watch(request, counts)
    kernel_fork.plant()
    reading, writing = os.pipe()
    os.write(writing, request["job"].encode() + b"\n")
    os.dup2(reading, 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    worker.main()


def _command(request: dict[str, Any], counts: mmap.mmap) -> None:
    """The whole command."""
    from samestory.runs import run

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _watch(request, counts)
    run(*request["given"])


if __name__ == "__main__":
    main()
