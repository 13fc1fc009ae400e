"""Disk, memory and the limit of open files, looked at before the first kernel starts.

Disk: the runs need at least what their last results take, and never less than ``LEAST_DISK``; with less, no run starts.
Memory: each notebook at work is counted with ``MEMORY_EACH``; with less, fewer run at once, and if there is not enough
for one, a warning says so. Open files: a lower limit is raised to what is allowed; if that is too low, no run starts.
"""

from __future__ import annotations

import math
import resource
import shutil
from collections.abc import Iterable
from pathlib import Path

from .. import paths
from ..errors import RunError
from . import store

LEAST_DISK = 200_000_000
UNKNOWN_RESULT = 20_000_000  # of a run without a result yet
MEMORY_EACH = 700_000_000
LEAST_FILES, ENOUGH_FILES = 256, 4096  # a kernel alone opens 70 to 100 at once, libraries of a notebook more
_CGROUP = Path("/sys/fs/cgroup")


def check_disk(runs: Iterable[str]) -> None:
    """Refuse to start if the disk cannot take the results.

    Raises
    ------
    RunError
        Less is free than the last results of these runs take together, or than ``LEAST_DISK``.
    """
    sizes = [_size(store.result_folder(run)) or UNKNOWN_RESULT for run in runs]
    need = max(sum(sizes), LEAST_DISK)
    folder = paths.outputs() if paths.outputs().is_dir() else paths.home()
    free = shutil.disk_usage(folder).free
    if sizes and free < need:
        raise RunError(
            f"{folder}: {_mb(free)} free, but {len(sizes)} runs need {_mb(need)} (what their last results take, at"
            f" least {_mb(LEAST_DISK)}); make room, or go on with --no-preflight. No run was started"
        )


def jobs_that_fit(jobs: int) -> tuple[int, str]:
    """How many notebooks may run at once with the memory that is free, and a line if that is fewer than asked for.

    Returns
    -------
    jobs, said
        At least 1; the line is empty if all fit.
    """
    free = available_memory()
    if free is None or (fit := int(free // MEMORY_EACH)) >= jobs:
        return jobs, ""
    counted = f"{_mb(free)} of memory free, and each notebook is counted with {_mb(MEMORY_EACH)}"
    if fit < 1:
        return 1, f"WARNING: {counted}; the run may be killed for want of memory"
    return fit, f"{counted}: {fit} at once instead of {jobs} (--no-preflight keeps {jobs})"


def check_open_files() -> None:
    """Allow this command, and what it starts, as many open files as the system lets it.

    Raises
    ------
    RunError
        That is too few for a kernel.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = ENOUGH_FILES if hard == resource.RLIM_INFINITY else min(hard, ENOUGH_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < LEAST_FILES:
        raise RunError(
            f"at most {most} files may be open at once, and a notebook needs {LEAST_FILES}; raise the limit"
            f" (ulimit -Hn {ENOUGH_FILES}, or LimitNOFILE={ENOUGH_FILES} in a systemd unit). No run was started"
        )


def available_memory() -> float | None:
    """Bytes of memory that this process may still take: of the machine, and of its control group; None if unknown."""
    import psutil

    try:
        machine = float(psutil.virtual_memory().available)
    except (OSError, psutil.Error):
        machine = math.inf
    known = min(machine, _cgroup_memory())
    return known if math.isfinite(known) else None


def _cgroup_memory() -> float:
    """What the control groups above this process leave; infinite if there is no limit."""
    left = math.inf
    for folder in _groups():
        for limit, usage, cache in (
            ("memory.max", "memory.current", "inactive_file"),
            ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
        ):
            most, used = _number(folder / limit), _number(folder / usage)
            if most is not None and used is not None:
                left = min(left, most - used + _stated(folder / "memory.stat", cache))
    return left


def _groups() -> list[Path]:
    """The folders of the control groups of this process, from its own upwards; version 2 and 1."""
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        _, kinds, path = [*line.split(":", 2), "", ""][:3]
        base = _CGROUP if not kinds else _CGROUP / "memory" if "memory" in kinds.split(",") else None
        if base is not None and ".." not in path.split("/"):
            own = base / path.strip("/")
            found += [own, *(parent for parent in own.parents if parent.is_relative_to(base))]
    return found


def _number(path: Path) -> float | None:
    """A number in a file; None if there is none, or no limit ("max", or a number beyond every machine)."""
    try:
        number = float(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
    return number if number < 2**60 else None


def _stated(path: Path, name: str) -> float:
    """A line ``name number`` of a file of counts; 0 if it is not there."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return 0.0
    return next((float(number) for key, _, number in (line.partition(" ") for line in lines) if key == name), 0.0)


def _size(folder: Path) -> int:
    """The bytes of the files in a result; links are not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _mb(n: float) -> str:
    return f"{max(n, 0) / 1e6:,.0f} MB"
