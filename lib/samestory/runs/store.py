"""Result folders: locked while one is made, swapped in whole, recovered when a command was killed.

    outputs/<run>/            the last good result of a listed run
    outputs/<story>/<run>/    the same for another story; its run is called <story>/<run>
    outputs/failed/<run>/     the evidence of a later failure
    outputs/.partial/<run>-*/ being written
    outputs/.aside/...        the old result, for the instant in which it is replaced
    outputs/.locks/           one lock a run; the system releases it when its holder dies

Killed at any moment, ``outputs/<run>`` is a whole result, or it is missing and the whole old one lies aside.
Only names that are made here are removed, and no link below ``outputs/`` is followed.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .. import paths
from ..errors import RunError
from .manifest import FILE, broken
from .regular import is_folder, is_regular, others, text_of

FAILED, PARTIAL, ASIDE, LOCKS = "failed", ".partial", ".aside", ".locks"
# A command that tidies up holds the lock of each run it looks at for an instant; only who holds it longer is at work.
PATIENCE_SECONDS = 1.0
_PARTIAL_NAME = re.compile(r"(?P<run>.+)-[0-9a-f]{32}")
_RUN_NAME = re.compile(r"[^/.\0][^/\0]*(/[^/.\0][^/\0]*)?")


class BusyError(RunError):
    """Another process is at work on the same run."""


def result_folder(run: str) -> Path:
    """Where the last good result of a run lies."""
    return paths.outputs() / run


def failed_folder(run: str) -> Path:
    """Where the evidence of a failed run lies."""
    return paths.outputs() / FAILED / run


def results_of(story: str) -> list[Path]:
    """The folders in ``outputs/<story>/`` that hold the result of a run."""
    return sorted(path.parent for path in (paths.outputs() / story).glob(f"*/{FILE}"))


def runs_apart() -> list[str]:
    """The runs of single stories that have a result or evidence of a failure, as ``<story>/<name>``."""
    outputs, found = paths.outputs(), set()
    for top in (outputs, outputs / FAILED):
        for path in top.glob(f"*/*/{FILE}"):
            folder = path.parent.parent
            if folder.name != FAILED and not folder.name.startswith(".") and not (folder / FILE).exists():
                found.add(path.parent.relative_to(top).as_posix())
    return sorted(found)


@contextmanager
def held(name: str, *, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the lock of a run (or of another job with a name).

    Raises
    ------
    BusyError
        Another process holds it.
    """
    path = inner_folder(LOCKS) / f"{flat(name)}.lock"
    if path.is_symlink() or (path.exists() and not is_regular(path)):
        raise FileExistsError(errno.EEXIST, "not a regular file; remove it", str(path))
    lock = FileLock(path, thread_local=False, fallback_to_soft=False, on_acquired=_sign)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        holder = text_of(path, 100).strip()
        raise BusyError(
            f"{name} is already under way (process {holder or 'unknown'}); wait for it, or stop it"
        ) from None
    try:
        yield
    finally:
        lock.release()


def new_partial(run: str) -> Path:
    """A fresh folder to write a result into."""
    folder = inner_folder(PARTIAL) / f"{flat(run)}-{uuid.uuid4().hex}"
    folder.mkdir()
    return folder


def inner_folder(name: str) -> Path:
    """A folder in ``outputs/`` that belongs to samestory, made if it is missing.

    Raises
    ------
    OSError
        A link or a file is in its place.
    """
    return _real(paths.outputs() / name)


def entries(name: str) -> list[Path]:
    """What is in such a folder; nothing if the folder is missing or a link."""
    folder = paths.outputs() / name
    return sorted(folder.iterdir()) if _is_inside(folder) else []


def discard(target: Path) -> None:
    """Remove a result or the evidence of a failure, unless a link leads there."""
    if target.parent == paths.outputs() or _is_inside(target.parent):
        _remove(target)


def _is_inside(folder: Path) -> bool:
    """Whether a folder below ``outputs/`` is there, and neither it nor one above it is a link."""
    outputs = paths.outputs()
    return all(is_folder(one) for one in (folder, *folder.parents) if one != outputs and one.is_relative_to(outputs))


def _real(folder: Path) -> Path:
    """A folder below ``outputs/``, made if it is missing; refused if it, or one above it, is a link or a file."""
    outputs = paths.outputs()
    outputs.mkdir(parents=True, exist_ok=True)
    here = outputs
    for part in folder.relative_to(outputs).parts:
        here = here / part
        here.mkdir(exist_ok=True)
        if not is_folder(here):
            raise FileExistsError(errno.EEXIST, "a link, not a folder; samestory makes this folder itself", str(here))
    return folder


def publish(made: Path, target: Path) -> None:
    """Make a finished folder the result, in place of the old one. Hold the lock of the run.

    Parameters
    ----------
    made
        A complete folder, its manifest included.
    target
        ``result_folder(run)`` or ``failed_folder(run)``.
    """
    settle(target)
    if odd := others(made):
        raise FileExistsError(errno.EEXIST, "only regular files are published", str(odd[0]))
    aside = _aside(target)
    for folder in (aside.parent, target.parent):
        _real(folder)
    for top, _, files in os.walk(made, topdown=False):
        for name in files:
            _sync(Path(top, name))
        _sync(Path(top))
    _sync(made.parent)
    if target.exists() or target.is_symlink():
        target.rename(aside)
    made.rename(target)
    for folder in (target.parent, aside.parent):
        _sync(folder)
    _remove(aside)


def settle(target: Path) -> bool:
    """Finish what a killed command left between taking the old result aside and removing it.

    Returns
    -------
    bool
        Whether the old result was put back.
    """
    aside = _aside(target)
    if aside.is_symlink() and _is_inside(aside.parent):
        _remove(aside)
    if not _is_inside(aside):
        return False
    # What lies aside may be half removed; then its successor was in place, and is gone for another reason.
    if target.exists() or broken(aside):
        _remove(aside)
        return False
    _real(target.parent)
    aside.rename(target)
    return True


def recover() -> list[str]:
    """Tidy up after killed commands, leaving alone every run that a process is at work on.

    Returns
    -------
    list of str
        The runs whose last good result was put back.
    """
    restored = []
    targets = [result_folder(unflat(one.name)) for one in entries(ASIDE) if one.name != FAILED and _is_run(one)]
    targets += [failed_folder(unflat(one.name)) for one in entries(f"{ASIDE}/{FAILED}") if _is_run(one)]
    for target in targets:
        run = run_of(target)
        with _if_free(run) as free:
            if free and settle(target) and target == result_folder(run):
                restored.append(run)
    for partial in entries(PARTIAL):
        if (name := _PARTIAL_NAME.fullmatch(partial.name)) and is_folder(partial):
            with _if_free(unflat(name["run"])) as free:
                if free:
                    _remove(partial)
    return restored


def _is_run(aside: Path) -> bool:
    """Whether the store gave something that lies aside its name."""
    return bool(_RUN_NAME.fullmatch(unflat(aside.name)))


def flat(run: str) -> str:
    """The name of a run as one file name: a slash would be a folder."""
    return run.replace("%", "%25").replace("/", "%2F")


def unflat(name: str) -> str:
    """Back from ``flat``."""
    return name.replace("%2F", "/").replace("%25", "%")


def run_of(target: Path) -> str:
    """The run whose result or evidence a folder is."""
    parts = target.relative_to(paths.outputs()).parts
    return "/".join(parts[1:] if parts[0] == FAILED else parts)


def lock_name(run: str) -> str:
    """The name of the lock of a run."""
    return f"run {run}"


@contextmanager
def _if_free(run: str) -> Iterator[bool]:
    try:
        with held(lock_name(run), patience=0):
            yield True
    except BusyError:
        yield False


def _aside(target: Path) -> Path:
    run = run_of(target)
    folder = paths.outputs() / ASIDE
    return (folder if target == result_folder(run) else folder / FAILED) / flat(run)


def _remove(folder: Path) -> None:
    """Remove a folder, or a link to one, never what a link leads to.

    What a kernel that has not yet noticed its end writes there, the next command clears.
    """
    if is_folder(folder):
        shutil.rmtree(folder, ignore_errors=True)
    else:
        folder.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Have the system write a file or folder to the disk; a pipe is never waited for."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sign(descriptor: int) -> None:
    """Write who holds the lock into its file, for the message to whom comes second."""
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
