"""``python -m samestory.runs.warm``: a process that imports everything once and forks a worker for each run.

It reads requests from the socket that is its standard input: ``fork`` with four descriptors (the worker's standard
input, output and error, and a pipe on which this process tells the worker's id and later its exit status), or
``kill`` with an id. It ends when the other end is closed; then its workers end too. It has one thread, because a fork
of a process with several can hang.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from . import kernel_fork
from .kernel_start import end_with

MOST_BYTES, DESCRIPTORS = 100, 4
PATIENCE = 5.0  # seconds
# Read when numpy and matplotlib are imported; a kernel gets its own environment later.
ENVIRONMENT = {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "OPENBLAS_NUM_THREADS": "1"}
LIBRARIES = (
    "ipykernel.ipkernel", "ipykernel.kernelapp", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg",
    "matplotlib.pyplot", "numpy.random", "pandas", "pyarrow",
    "samestory.runs.changes", "samestory.runs.notebook_run", "samestory.runs.pages.page", "samestory.runs.worker",
)  # fmt: skip


def prepare(*, languages: bool) -> None:
    """Import what runs use.

    Parameters
    ----------
    languages
        Whether to read the files of all languages too, and all that any notebook uses: it pays off from the third run
        on.
    """
    given = dict(os.environ)
    os.environ.update(ENVIRONMENT)
    for name in LIBRARIES:
        importlib.import_module(name)
    _rehearse()
    if languages:
        import samestory

        for package in [samestory.plotting, *(getattr(samestory, name) for name in samestory.__all__)]:
            for name in getattr(package, "__all__", ()):
                getattr(package, name)
        for name in ("networkx", "scipy.stats"):
            importlib.import_module(name)
        from ..languages import language_for
        from ..languages import languages as every

        for code in every():
            language_for(code)
    for name in set(os.environ) - set(given):
        del os.environ[name]
    for name in ENVIRONMENT.keys() & given.keys():  # no others: the system goes on showing what a program began with
        os.environ[name] = given[name]
    gc.collect()
    gc.freeze()  # the collector then leaves these objects alone, and the forks go on sharing their memory


def _rehearse() -> None:
    """Make a page and a figure that nobody sees, so that fonts, templates and patterns are ready in every fork."""
    from nbformat import v4

    from ..plotting.theme import new_axes, style
    from .job import Job
    from .pages.page import html

    cells = [v4.new_markdown_cell("# *a* [b](#c)"), v4.new_code_cell("a = 1")]
    cells[1].outputs = [v4.new_output("display_data", data={"text/html": "<p>a</p>", "text/plain": "a"})]
    html(v4.new_notebook(cells=cells), Job("a", "a", {}, None))
    with style():
        ax = new_axes()
        ax.set_title("a", loc="left")
        for kind in ("png", "svg"):
            ax.figure.savefig(io.BytesIO(), format=kind)


class Forks:
    """The workers under way: by id, the pipe on which each reports its exit status."""

    def __init__(self, line: socket.socket):
        self.line = line
        self.told: dict[int, int] = {}
        self.woken, self.wakes = os.pipe()
        for descriptor in (self.woken, self.wakes):
            os.set_blocking(descriptor, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wakes)

    def serve(self) -> None:
        """Fork, kill and report until the other end is closed, and see that the workers end then too."""
        while True:
            ready, _, _ = select.select([self.line.fileno(), self.woken], [], [])
            if self.woken in ready:
                os.read(self.woken, MOST_BYTES)
                self._report()
            if self.line.fileno() in ready:
                request, descriptors, _, _ = socket.recv_fds(self.line, MOST_BYTES, DESCRIPTORS)
                if not request:
                    break
                self._answer(request.decode().split(), descriptors)
        until = time.monotonic() + PATIENCE  # they see the end themselves, unless they are busy in C or stopped
        while self.told and time.monotonic() < until:
            if select.select([self.woken], [], [], 0.2)[0]:
                os.read(self.woken, MOST_BYTES)
            self._report()
        for pid in self.told:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def _answer(self, request: list[str], descriptors: list[int]) -> None:
        if request[0] == "fork":
            self._fork(*descriptors)
        elif int(request[1]) in self.told:  # else it has ended, and its id may be another's
            os.kill(int(request[1]), signal.SIGKILL)

    def _fork(self, stdin: int, stdout: int, stderr: int, told: int) -> None:
        parent, pid = os.getpid(), os.fork()
        if pid == 0:
            kernel_fork.leave(lambda: self._work(parent, (stdin, stdout, stderr, told)))
        for descriptor in (stdin, stdout, stderr):
            os.close(descriptor)
        self.told[pid] = told
        _tell(told, pid)

    def _work(self, parent: int, given: tuple[int, ...]) -> None:
        """What a forked process does: forget the others, be a session of its own, make the run."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        end_with(parent)
        for number, descriptor in enumerate(given[:3]):
            os.dup2(descriptor, number)
        self.line.close()
        for descriptor in {*given, *self.told.values(), self.woken, self.wakes}:
            os.close(descriptor)
        from . import worker

        kernel_fork.plant()
        worker.main()

    def _report(self) -> None:
        while self.told:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            told = self.told.pop(pid)
            _tell(told, os.waitstatus_to_exitcode(status))
            os.close(told)


def _tell(pipe: int, number: int) -> None:
    with suppress(BrokenPipeError):  # if nobody listens any more, the end of the socket comes next
        os.write(pipe, f"{number}\n".encode())


def main() -> None:
    """Prepare, then serve; ``--languages`` asks for those too."""
    if sys.path[0] == str(Path.cwd()):
        del sys.path[0]  # as a kernel has it: what lies in the current folder is not meant
    line = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    prepare(languages="--languages" in sys.argv[1:])
    Forks(line).serve()


if __name__ == "__main__":
    main()
