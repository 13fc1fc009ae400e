"""Result folders: locked while one is made, swapped in whole, recovered when a command was killed.

    outputs/<run>/            the last good result of a listed run
    outputs/<story>/<run>/    the same for another story; its run is called <story>/<run>
    outputs/failed/<run>/     the evidence of a later failure
    outputs/.partial/<run>-*/ being written
    outputs/.aside/...        the old result, for the instant in which it is replaced
    outputs/.history/...      older results, see ``history.py``
    outputs/.locks/           one lock a run; the system releases it when its holder dies

Killed at any moment, ``outputs/<run>`` is a whole result, or it is missing and the whole old one lies aside. A folder
that lies aside is put back or becomes history, whole, by one rename. What is removed is first renamed into
``.partial``. Only names that are made here are removed, and no link below ``outputs/`` is followed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .. import paths
from ..errors import RunError
from . import history
from .folders import (
    ASIDE,
    FAILED,
    PARTIAL,
    entries,
    failed_folder,
    flat,
    inner_folder,
    is_inside,
    new_partial,
    real,
    remove,
    result_folder,
    shelf,
    sync,
    throw_away,
    unflat,
)
from .manifest import FILE, broken
from .plan import USUAL_KEEP
from .regular import is_folder, is_regular, others, text_of

__all__ = [
    "ASIDE", "FAILED", "PARTIAL", "BusyError", "discard", "entries", "failed_folder", "flat", "held", "inner_folder",
    "is_held", "lock_name", "new_partial", "publish", "recover", "result_folder", "results_of", "run_of", "runs_apart",
    "runs_made", "settle", "unflat",
]  # fmt: skip
LOCKS = ".locks"
# A command that tidies up holds the lock of each run it looks at for an instant; only who holds it longer is at work.
PATIENCE_SECONDS = 1.0
_PARTIAL_NAME = re.compile(r"(?P<run>.+)-[0-9a-f]{32}")
_RUN_NAME = re.compile(r"[^/.\0][^/\0]*(/[^/.\0][^/\0]*)?")


class BusyError(RunError):
    """Another process is at work on the same run."""


def results_of(story: str) -> list[Path]:
    """The folders in ``outputs/<story>/`` that hold the result of a run."""
    return sorted(path.parent for path in (paths.outputs() / story).glob(f"*/{FILE}"))


def listed_results() -> list[Path]:
    """The folders of the results of listed runs."""
    return sorted(path.parent for path in paths.outputs().glob(f"*/{FILE}") if path.parent.name != FAILED)


def runs_apart() -> list[str]:
    """The runs of single stories that have a result or evidence of a failure, as ``<story>/<name>``."""
    outputs, found = paths.outputs(), set()
    for top in (outputs, outputs / FAILED):
        for path in top.glob(f"*/*/{FILE}"):
            folder = path.parent.parent
            if folder.name != FAILED and not folder.name.startswith(".") and not (folder / FILE).exists():
                found.add(path.parent.relative_to(top).as_posix())
    return sorted(found)


def runs_made() -> list[str]:
    """Every run that has a result, older results or evidence of a failure."""
    outputs = paths.outputs()
    single = {path.parent.name for top in (outputs, outputs / FAILED) for path in top.glob(f"[!.]*/{FILE}")}
    return sorted({*(single - {FAILED}), *runs_apart(), *history.kept_runs()})


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


def discard(target: Path) -> None:
    """Remove the evidence of a failure, unless a link leads there."""
    if os.path.lexists(target) and (target.parent == paths.outputs() or is_inside(target.parent)):
        throw_away(run_of(target), target)


def publish(made: Path, target: Path, *, keep: int = USUAL_KEEP) -> None:
    """Make a finished folder the result; the old one becomes history. Hold the lock of the run.

    Parameters
    ----------
    made
        A complete folder, its manifest included.
    target
        ``result_folder(run)`` or ``failed_folder(run)``; of the latter no history is kept.
    keep
        How many older results stay.
    """
    settle(target)
    if odd := others(made):
        raise FileExistsError(errno.EEXIST, "only regular files are published", str(odd[0]))
    run, aside = run_of(target), _aside(target)
    has_history = target == result_folder(run)
    for folder in (aside.parent, target.parent, *([shelf(run)] if has_history else [])):
        real(folder)
    for top, _, files in os.walk(made, topdown=False):
        for name in files:
            sync(Path(top, name))
        sync(Path(top))
    sync(made.parent)
    if target.exists() or target.is_symlink():
        target.rename(aside)
    made.rename(target)
    for folder in (target.parent, aside.parent):
        sync(folder)
    # The result is there. What the disk refuses from here on, the next command tries again.
    with contextlib.suppress(OSError):
        _put_away(target)
        if has_history:
            history.prune(run, keep)


def settle(target: Path) -> bool:
    """Finish what a killed command left between taking the old result aside and putting it away.

    Returns
    -------
    bool
        Whether the old result was put back.
    """
    aside = _aside(target)
    if aside.is_symlink() and is_inside(aside.parent):
        remove(aside)
    if not is_inside(aside):
        return False
    # Half a result is never used: an earlier version of this program removed what lay aside file by file.
    if target.exists() or broken(aside):
        _put_away(target)
        return False
    real(target.parent)
    aside.rename(target)
    return True


def _put_away(target: Path) -> None:
    """Make what lies aside history; remove it if it is not a good and whole result, or the evidence of a failure."""
    run, aside = run_of(target), _aside(target)
    if not is_inside(aside):
        if aside.is_symlink() and is_inside(aside.parent):
            remove(aside)
        return
    if target != result_folder(run) or not history.take_in(run, aside):
        throw_away(run, aside)


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
        # What the disk refuses is said by the next run of this name, and hinders no other.
        with _if_free(run) as free, contextlib.suppress(OSError):
            if free and settle(target) and target == result_folder(run):
                restored.append(run)
    for partial in entries(PARTIAL):
        if (name := _PARTIAL_NAME.fullmatch(partial.name)) and is_folder(partial):
            with _if_free(unflat(name["run"])) as free:
                if free:
                    remove(partial)
    return restored


def _is_run(aside: Path) -> bool:
    """Whether the store gave something that lies aside its name."""
    return bool(_RUN_NAME.fullmatch(unflat(aside.name)))


def run_of(target: Path) -> str:
    """The run whose result or evidence a folder is."""
    parts = target.relative_to(paths.outputs()).parts
    return "/".join(parts[1:] if parts[0] == FAILED else parts)


def lock_name(run: str) -> str:
    """The name of the lock of a run."""
    return f"run {run}"


def is_held(name: str) -> bool:
    """Whether a process holds a lock; nothing is made for the answer."""
    if not is_regular(paths.outputs() / LOCKS / f"{flat(name)}.lock"):
        return False
    try:
        with held(name, patience=0):
            return False
    except BusyError:
        return True
    except OSError:  # a folder that cannot be written to: nobody can hold a lock in it
        return False


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


def _sign(descriptor: int) -> None:
    """Write who holds the lock into its file, for the message to whom comes second."""
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
