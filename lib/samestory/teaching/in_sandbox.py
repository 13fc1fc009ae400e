"""``python -m samestory.teaching.in_sandbox``: the process that runs one student's notebook, and tells its answers.

It limits itself first, then runs the cells as a kernel does, in an IPython shell, but without the sockets of one.
Lines of JSON on a pipe tell the answers, each in its plain form: what is right is decided elsewhere, so nothing that a
cell does here can make an answer right.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import confined

TELL = "SAMESTORY_TELL"
MOST_LINE = 2_000_000
MEMORY, FILE_SIZE = 3_000_000_000, 100_000_000
STARTING = 60  # seconds for the process to begin, beside those of the notebook
NAME = "answer"
BEGIN, TAKE, RUN = "begin", "take", "run"
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc", "/dev/urandom", "/dev/zero", "/proc", "/sys/devices/system/cpu")

Tell = Callable[[dict[str, Any]], None]


def main() -> None:
    """Run the job that standard input has as one line."""
    job = json.loads(sys.stdin.buffer.readline())
    tell = functools.partial(_tell, int(os.environ.pop(TELL)))
    had = confined.apart()
    # The clock of the parent stops a notebook first, and says so; this limit is for what outlives it.
    confined.limit(seconds=2 * job["seconds"] + STARTING, memory=MEMORY, file_size=FILE_SIZE)
    work = Path(job["work"])
    os.chdir(work)
    shell = _shell()
    readable = [*SYSTEM, sys.prefix, sys.base_prefix, Path(sys.executable).resolve().parents[1], *job["readable"]]
    had += confined.keep_to([work.parent, Path(os.devnull)], [Path(path) for path in readable])
    tell({"had": had})
    for number, step in enumerate(job["steps"]):
        tell({"at": number})
        _step(shell, step, tell)
    tell({"done": True})
    sys.stdout.flush()
    os._exit(0)  # whatever the cells left running


def _shell() -> Any:
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    shell = InteractiveShell.instance(config=config)
    _keep_kernels_unsaved()
    return shell


def _keep_kernels_unsaved() -> None:
    """Have numba use the compiled kernels there are; it may write none beside them here."""
    from numba.core import caching

    def usable(self: Any) -> None:
        return None

    def unsaved(self: Any, *given: Any) -> None:
        return None

    setattr(caching._CacheLocator, "ensure_cache_path", usable)  # noqa: B010
    setattr(caching.IndexDataCacheFile, "save", unsaved)  # noqa: B010


def _step(shell: Any, step: dict[str, Any], tell: Tell) -> None:
    if step["do"] == BEGIN:
        shell.user_ns.pop(NAME, None)
    elif step["do"] == RUN:
        done = shell.run_cell(step["source"], store_history=False, silent=True)
        error = done.error_before_exec or done.error_in_exec
        if error is not None:
            tell({"error": f"{type(error).__name__}: {str(error)[:300]}", "of": step["of"]})
    else:
        tell({"of": step["of"]} | _taken(shell.user_ns.get(NAME, ...)))


def _taken(answer: Any) -> dict[str, Any]:
    from .plain import plain

    try:
        told = {"answer": plain(answer)}
        if len(json.dumps(told)) > MOST_LINE // 2:
            return {"unlike": "the answer is too large"}
        return told
    except Exception as error:  # a student's class may do anything when it is looked at
        return {"unlike": str(error)[:300]}


def _tell(pipe: int, said: dict[str, Any]) -> None:
    line = json.dumps(said).encode() + b"\n"
    while line:
        line = line[os.write(pipe, line) :]


if __name__ == "__main__":
    main()
