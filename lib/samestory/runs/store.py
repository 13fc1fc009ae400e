"""Result folders: locked while one is made, swapped in whole, recovered when a command was killed.

    outputs/<run>/            the last good result of a listed run
    outputs/<story>/<run>/    the same for another story; its run is called <story>/<run>
    outputs/failed/<run>/     the evidence of a later failure
    outputs/.partial/<run>-*/ being written
    outputs/.aside/...        the old result, for the instant in which it is replaced
    outputs/.locks/           one lock a run; the system releases it when its holder dies

Killed at any moment, ``outputs/<run>`` is a whole result, or it is missing and the whole old one lies aside.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .. import paths
from ..errors import RunError
from .manifest import FILE, broken

FAILED, PARTIAL, ASIDE, LOCKS = "failed", ".partial", ".aside", ".locks"
# A command that tidies up holds the lock of each run it looks at for an instant; only who holds it longer is at work.
PATIENCE_SECONDS = 1.0


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
    folder = paths.outputs() / LOCKS
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{flat(name)}.lock"
    lock = FileLock(path, thread_local=False, fallback_to_soft=False, on_acquired=_sign)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        holder = path.read_text(encoding="utf-8").strip()
        raise BusyError(
            f"{name} is already under way (process {holder or 'unknown'}); wait for it, or stop it"
        ) from None
    try:
        yield
    finally:
        lock.release()


def new_partial(run: str) -> Path:
    """A fresh folder to write a result into."""
    folder = paths.outputs() / PARTIAL / f"{flat(run)}-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
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
    aside = _aside(target)
    for folder in (aside.parent, target.parent):
        folder.mkdir(parents=True, exist_ok=True)
    for path in [*made.rglob("*"), made, made.parent]:
        _sync(path)
    if target.exists():
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
    if not aside.exists():
        return False
    # What lies aside may be half removed; then its successor was in place, and is gone for another reason.
    if target.exists() or broken(aside):
        _remove(aside)
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    aside.rename(target)
    return True


def recover() -> list[str]:
    """Tidy up after killed commands, leaving alone every run that a process is at work on.

    Returns
    -------
    list of str
        The runs whose last good result was put back.
    """
    outputs = paths.outputs()
    restored = []
    for aside in _folders(outputs / ASIDE):
        if aside.name == FAILED:
            targets = [failed_folder(unflat(one.name)) for one in _folders(aside)]
        else:
            targets = [result_folder(unflat(aside.name))]
        for target in targets:
            run = run_of(target)
            with _if_free(run) as free:
                if free and settle(target) and target == result_folder(run):
                    restored.append(run)
    for partial in _folders(outputs / PARTIAL):
        with _if_free(unflat(partial.name.rpartition("-")[0])) as free:
            if free:
                _remove(partial)
    return restored


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


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _remove(folder: Path) -> None:
    """Remove a folder; what a kernel that has not yet noticed its end writes there, the next command clears."""
    shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    """Have the system write a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sign(descriptor: int) -> None:
    """Write who holds the lock into its file, for the message to whom comes second."""
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
