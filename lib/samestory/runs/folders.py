"""The folders of ``outputs/``: named, made, listed and removed; no link below ``outputs/`` is followed."""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from pathlib import Path

from .. import paths
from .regular import is_folder

FAILED, PARTIAL, ASIDE, HISTORY = "failed", ".partial", ".aside", ".history"


def result_folder(run: str) -> Path:
    """Where the last good result of a run lies."""
    return paths.outputs() / run


def failed_folder(run: str) -> Path:
    """Where the evidence of a failed run lies."""
    return paths.outputs() / FAILED / run


def shelf(run: str) -> Path:
    """Where the older results of a run lie."""
    return paths.outputs() / HISTORY / flat(run)


def flat(run: str) -> str:
    """The name of a run as one file name: a slash would be a folder."""
    return run.replace("%", "%25").replace("/", "%2F")


def unflat(name: str) -> str:
    """Back from ``flat``."""
    return name.replace("%2F", "/").replace("%25", "%")


def new_partial(run: str) -> Path:
    """A fresh folder to write a result into."""
    folder = _new_name(run)
    folder.mkdir()
    return folder


def _new_name(run: str) -> Path:
    return inner_folder(PARTIAL) / f"{flat(run)}-{uuid.uuid4().hex}"


def inner_folder(name: str) -> Path:
    """A folder in ``outputs/`` that belongs to samestory, made if it is missing.

    Raises
    ------
    OSError
        A link or a file is in its place.
    """
    return real(paths.outputs() / name)


def entries(name: str) -> list[Path]:
    """What is in such a folder; nothing if the folder is missing or a link."""
    folder = paths.outputs() / name
    return sorted(folder.iterdir()) if is_inside(folder) else []


def is_inside(folder: Path) -> bool:
    """Whether a folder below ``outputs/`` is there, and neither it nor one above it is a link."""
    outputs = paths.outputs()
    return all(is_folder(one) for one in (folder, *folder.parents) if one != outputs and one.is_relative_to(outputs))


def real(folder: Path) -> Path:
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


def throw_away(run: str, folder: Path) -> None:
    """Remove a folder of a run as a whole: a kill leaves all of it, or something that the next command clears."""
    if is_folder(folder):
        gone = _new_name(run)
        folder.rename(gone)
        sync(folder.parent)
        remove(gone)
    else:
        remove(folder)


def remove(folder: Path) -> None:
    """Remove a folder, or a link to one, never what a link leads to.

    What a kernel that has not yet noticed its end writes there, the next command clears.
    """
    if is_folder(folder):
        shutil.rmtree(folder, ignore_errors=True)
    else:
        folder.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have the system write a file or folder to the disk; a pipe is never waited for."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
