"""A process that forks children to be killed; each starts at once, since what it needs is loaded already.

Run as a script, it reads requests as lines of JSON and answers each with the child's exit status (negative: killed).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from samestory.runs import kernel_fork, kernels

ENDED = {signal.SIGCHLD}
STEPS = ("os.rename", "os.remove", "os.rmdir", "shutil.rmtree")


class Nursery:
    """Asks a nursery process; close it with ``close``."""

    def __init__(self, home: Path, *preload: str):
        self.process = subprocess.Popen(
            [sys.executable, __file__, *preload],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "SAMESTORY_HOME": str(home), kernels.MARK: kernel_fork.UNMARKED},
        )  # fmt: skip

    def ask(self, **request: Any) -> dict[str, Any]:
        """One child; ``status`` and ``seconds``."""
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self.process.communicate(timeout=60)


def main() -> None:
    for name in ["samestory.runs.store", *sys.argv[1:]]:
        __import__(name)
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDED)
    for line in sys.stdin:
        request = json.loads(line)
        signal.sigtimedwait(ENDED, 0)  # the end of the child before, already known
        began = time.monotonic()
        pid = os.fork()
        if pid == 0:
            code = 1
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDED)
            try:
                {"store": _store, "worker": _worker}[request["do"]](request)
                code = 0
            finally:
                sys.stderr.flush()
                os._exit(code)
        if "seconds" in request:
            signal.sigtimedwait(ENDED, request["seconds"])  # or until it has ended by itself
            os.kill(pid, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(json.dumps({"status": status, "seconds": time.monotonic() - began}), flush=True)


def _store(request: dict[str, Any]) -> None:
    """A function of the store, killed before its n-th change of the tree."""
    from samestory.runs import store

    left = [request["step"]]

    def hook(event: str, _arguments: Any) -> None:
        if event in STEPS:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    getattr(store, request["what"])(*map(Path, request["paths"]))


def _worker(request: dict[str, Any]) -> None:
    """The worker process with a job."""
    from samestory.runs import worker

    kernel_fork.plant()
    reading, writing = os.pipe()
    os.write(writing, request["job"].encode() + b"\n")
    os.dup2(reading, 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    worker.main()


if __name__ == "__main__":
    main()
