"""Limits that a process puts on itself before it runs code of a stranger: memory, time, network, files.

Where the system has no way for one of them, the process says so and runs with the others.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys
from collections.abc import Iterable
from pathlib import Path

NETWORK, FILES, PROCESSES = "network", "files", "processes"
ALL = (NETWORK, FILES, PROCESSES)
_NEW_USER, _NEW_NET, _NEW_PID = 0x10000000, 0x40000000, 0x20000000
_RULESET, _RULE, _RESTRICT = 444, 445, 446  # Landlock's system calls, the same on every processor
_NO_NEW_PRIVILEGES, _DEATH_SIGNAL = 38, 1
_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
_CHANGES = 0x1FF0 | 1 << 13 | 1 << 14  # make, remove, rename, truncate


def limit(*, seconds: int, memory: int, file_size: int) -> None:
    """Limit the memory in bytes, the computing time, and the size of each file that is written."""
    for kind, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def apart() -> list[str]:
    """Go on without a network, in a space of processes that ends with its first one; which of the two could be had.

    Call it while there is a single thread. The caller goes on in a child, and this process waits for its end.
    """
    if sys.platform != "linux":
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_NEW_USER | _NEW_NET | _NEW_PID) != 0:
        return []
    with contextlib.suppress(OSError):  # without it files belong to nobody, and can be read all the same
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    if pid := os.fork():
        status = os.waitpid(pid, 0)[1]
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    libc.prctl(_DEATH_SIGNAL, 9, 0, 0, 0)
    return [NETWORK, PROCESSES]


def keep_to(writable: Iterable[Path], readable: Iterable[Path]) -> list[str]:
    """Have the system refuse every other file from now on, to this process and all it starts; whether that could be."""
    if sys.platform != "linux":
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return []
    known = _EXECUTE | _WRITE | _READ | _LIST | (_CHANGES & ((1 << 13) - 1))
    known |= (1 << 13 if version >= 2 else 0) | (1 << 14 if version >= 3 else 0)
    handled = (ctypes.c_uint64 * 1)(known)
    rules = libc.syscall(_RULESET, handled, ctypes.c_size_t(8), 0)
    if rules < 0:
        return []
    for path in readable:
        _allow(libc, rules, path, _EXECUTE | _READ | _LIST)
    for path in writable:
        _allow(libc, rules, path, known)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    done = libc.syscall(_RESTRICT, rules, 0) == 0
    os.close(rules)
    return [FILES] if done else []


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def _allow(libc: ctypes.CDLL, rules: int, path: Path, access: int) -> None:
    with contextlib.suppress(OSError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not path.is_dir():
            access &= _EXECUTE | _WRITE | _READ | 1 << 14
        libc.syscall(_RULE, rules, 1, ctypes.byref(_Beneath(access, place)), 0)
        os.close(place)
