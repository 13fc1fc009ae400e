"""A kernel that is a fork of a process in which everything is imported already.

A worker forks the kernel's process first, while it has a single thread; that process waits. When papermill starts the
kernel, the process gets its folder, environment and arguments, and becomes the kernel. It is a child of the worker, in
a session of its own, and ends with the worker, as a kernel in a fresh interpreter does.
"""

from __future__ import annotations

import atexit
import ctypes
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from . import kernel_start
from .kernel_start import PARENT, end_with

UNMARKED = "0" * 32
_planted: list[Planted] = []


class Planted:
    """The process of a kernel to be; once launched it has what ``jupyter_client`` uses of ``subprocess.Popen``."""

    stdin: IO[bytes] | None = None
    stdout: IO[bytes] | None = None
    stderr: IO[bytes] | None = None

    def __init__(self, pid: int, line: socket.socket):
        self.pid, self.line = pid, line
        self.returncode: int | None = None

    def launch(self, cmd: list[str], *, env: dict[str, str], cwd: str | None = None, **_: Any) -> None:
        """Let the process become a kernel; it writes to this process's standard output and error."""
        given = {"argv": cmd, "cwd": str(cwd or Path.cwd()), "env": env | {PARENT: str(os.getpid())}}
        with self.line:
            socket.send_fds(self.line, [b"\n"], [1, 2])
            self.line.sendall(json.dumps(given).encode())

    def poll(self) -> int | None:
        """The exit status, negative for a signal; None while the process lives."""
        return self._waited(os.WNOHANG)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end of the process: its exit status."""
        return self._waited(0)

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def _waited(self, how: int) -> int | None:
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, how)
            except ChildProcessError:  # who killed it has waited for its end
                pid, status = self.pid, int(signal.SIGKILL)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode


def plant() -> None:
    """Fork the process of the one kernel that this process will start; call it before any thread is started."""
    ours, theirs = socket.socketpair()
    parent, pid = os.getpid(), os.fork()
    if pid:
        theirs.close()
        _planted.append(Planted(pid, ours))
        return
    ours.close()
    leave(lambda: _become_kernel(parent, theirs))


def planted() -> Planted | None:
    """The process that waits to become a kernel; None if there is none or it was taken already."""
    return _planted.pop() if _planted else None


def _become_kernel(parent: int, line: socket.socket) -> None:
    os.setsid()
    end_with(parent)
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):  # the worker's line to the command must not stay open here
        os.dup2(null, number)
    with line:
        _, outputs, _, _ = socket.recv_fds(line, 1, 2)
        if len(outputs) != 2:
            return  # the worker ended before it needed a kernel
        given = json.loads(b"".join(iter(lambda: line.recv(65536), b"")))
    for source, number in zip(outputs, (1, 2), strict=True):
        os.dup2(source, number)
        os.close(source)
    wear(given["env"])
    os.chdir(given["cwd"])
    sys.argv = given["argv"][given["argv"].index(kernel_start.__file__) :]
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()  # as a fresh interpreter has it
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=sys.argv[1:])


def wear(env: dict[str, str]) -> None:
    """Take an environment on, with its mark also where the system looks for it.

    The system shows the environment with which a program was started. The mark of a kernel is therefore written over
    the mark that the first process was started with, so that the kernel is found by it, and all that it starts.
    """
    from .kernels import MARK

    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_void_p
    place, mark = getenv(MARK.encode()), env.get(MARK, "").encode()
    if place and len(mark) == len(UNMARKED) and ctypes.string_at(place) == UNMARKED.encode():
        ctypes.memmove(place, mark, len(mark))
    os.environ.clear()
    os.environ.update(env)


def leave(doing: Callable[[], object]) -> None:
    """Do something in a forked process and end it as an interpreter ends, without going back to who forked it."""
    code = 1
    try:
        doing()
        code = 0
    except SystemExit as asked:
        code = asked.code if isinstance(asked.code, int) else int(asked.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join()
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                code = code or 1
        os._exit(code)
