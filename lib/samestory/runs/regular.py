"""Regular files and real folders, distinguished from links, pipes, sockets and devices without opening any of these."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def is_regular(path: Path) -> bool:
    """Whether a path is a file that can be read to its end; a link is not."""
    return stat.S_ISREG(_mode(path))


def is_folder(path: Path) -> bool:
    """Whether a path is a folder itself; a link to one is not."""
    return stat.S_ISDIR(_mode(path))


def regular_files(folder: Path) -> list[Path]:
    """Every regular file below a folder, by path."""
    return [path for path in _below(folder) if is_regular(path)]


def others(folder: Path) -> list[Path]:
    """Everything below a folder that is neither a regular file nor a folder: links, pipes, sockets, devices."""
    return [path for path in _below(folder) if not is_regular(path)]


def drop_others(folder: Path) -> None:
    """Remove these from a folder that is to be kept; what links lead to stays."""
    for path in others(folder):
        path.unlink(missing_ok=True)


def text_of(path: Path, most: int) -> str:
    """At most ``most`` bytes of a regular file, as text.

    Raises
    ------
    OSError
        The file is missing, is not a regular file, or cannot be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        there = os.fstat(stream.fileno())
        if not stat.S_ISREG(there.st_mode):
            raise OSError(f"{path.name} is not a regular file")
        return stream.read(min(most, there.st_size)).decode("utf-8", "replace")


def _below(folder: Path) -> list[Path]:
    found = []
    for top, folders, files in os.walk(folder):
        links = [name for name in folders if Path(top, name).is_symlink()]
        found += [Path(top, name) for name in [*files, *links]]
    return sorted(found)


def _mode(path: Path) -> int:
    try:
        return path.lstat().st_mode
    except OSError:
        return 0
