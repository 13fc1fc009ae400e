"""Every process that a kernel started ends with the command, also after kill -9.

Each kernel carries a mark in its environment, a random name that all it starts inherit. The process that started the
kernel holds the lock of ``outputs/.kernels/<mark>.lock`` as long as it lives. If the lock is free, its holder is gone,
and whatever still carries the mark is ended by the next command. A process without such a mark is never touched.
"""

from __future__ import annotations

import contextlib
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from filelock import FileLock, Timeout

from . import store

FOLDER, MARK = ".kernels", "SAMESTORY_KERNEL"
_NAME = re.compile(r"[0-9a-f]{32}\.lock")
ROUNDS = 5
_OURS: set[str] = set()


@contextmanager
def marked() -> Iterator[str]:
    """A mark for a kernel that this process starts; at the end every process that carries it is ended."""
    mark = uuid.uuid4().hex
    path = store.inner_folder(FOLDER) / f"{mark}.lock"
    with FileLock(path, thread_local=False, fallback_to_soft=False):
        _OURS.add(mark)
        try:
            yield mark
        finally:
            end(mark)
            _OURS.discard(mark)
            path.unlink(missing_ok=True)


def end_ours() -> None:
    """End the kernels that this process started."""
    for mark in list(_OURS):
        end(mark)


def sweep() -> int:
    """End what commands left that were killed.

    Returns
    -------
    int
        How many processes were ended.
    """
    ended = 0
    for path in sorted(store.entries(FOLDER)):
        if path.is_symlink() or not path.is_file() or not _NAME.fullmatch(path.name):
            continue
        with contextlib.suppress(Timeout, OSError), FileLock(path, timeout=0, fallback_to_soft=False):
            ended += end(path.stem)
            path.unlink(missing_ok=True)
    return ended


def end(mark: str) -> int:
    """Kill every process that carries a mark, and its session and children; how many there were."""
    ended: set[int] = set()
    for _ in range(ROUNDS):  # what a process starts while it is being killed is found in the next round
        found = _carriers(mark)
        if not found:
            break
        for process in found:
            with contextlib.suppress(psutil.Error):
                process.kill()
                ended.add(process.pid)
        psutil.wait_procs(found, timeout=5)
    return len(ended)


def _carriers(mark: str) -> list[psutil.Process]:
    """The living processes that carry a mark, and those below them or in the session of one; never this process."""
    carriers = [process for process in psutil.process_iter() if _carries(process, mark)]
    leaders = {process.pid for process in carriers}
    found = {process.pid: process for process in carriers}
    for process in carriers:
        with contextlib.suppress(psutil.Error):
            found.update({child.pid: child for child in process.children(recursive=True)})
    for process in psutil.process_iter() if leaders else ():
        with contextlib.suppress(OSError, psutil.Error):
            if hasattr(os, "getsid") and os.getsid(process.pid) in leaders:
                found[process.pid] = process
    found.pop(os.getpid(), None)
    return list(found.values())


def _carries(process: psutil.Process, mark: str) -> bool:
    try:
        return process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, OSError):
        return False
