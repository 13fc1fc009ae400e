"""The files of the paths a user gives: folders with all that is in them, never what links lead to elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import SamestoryError, printable, printable_name
from .archives import ABOUT, Refused, is_about_folder
from .formats import Source
from .source import BUFFER

Paths = str | os.PathLike | Iterable[str | os.PathLike]


def paths_of(given: Paths) -> list[Path]:
    """One path or several as a list.

    Raises
    ------
    SamestoryError
        None is given, or one of them is not there.
    """
    found = [Path(given)] if isinstance(given, str | os.PathLike) else [Path(one) for one in given]
    if not found:
        raise SamestoryError("no path given; give files, folders or archives")
    for path in found:
        try:
            there = path.exists()
        except (OSError, ValueError):
            there = False
        if not there:
            raise SamestoryError(f"{printable(str(path)[:300])}: no such file or folder")
    return found


def sources(paths: list[Path]) -> Iterator[Source | Refused]:
    """Each file once, in order of name within its folder; what is not read comes with its reason."""
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if path.is_dir():
            prefix = f"{printable_name(_decodable(path.resolve().name))}/" if len(paths) > 1 else ""
            for one in _folder(path, path, prefix):
                yield from _once(one, seen)
        else:
            yield from _once((path, printable_name(_decodable(path.name))), seen)


def _once(one: tuple[Path, str] | Refused, seen: set[tuple[int, int]]) -> Iterator[Source | Refused]:
    if isinstance(one, Refused):
        yield one
        return
    path, name = one
    try:
        status = path.stat()
        if not path.is_file():
            yield Refused(name, "not a plain file")
            return
        with path.open("rb"):
            pass
    except OSError as error:
        yield Refused(name, f"cannot be opened: {error.strerror}")
        return
    if (status.st_dev, status.st_ino) in seen:
        yield Refused(name, "given twice, read once", is_left_out=True)
        return
    seen.add((status.st_dev, status.st_ino))
    yield Source(name, status.st_size, lambda: path.open("rb", buffering=BUFFER))


def _folder(root: Path, folder: Path, prefix: str) -> Iterator[tuple[Path, str] | Refused]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Refused(printable_name(_decodable(f"{prefix}{folder.name}")), f"cannot be opened: {error.strerror}")
        return
    for entry in entries:
        path, name = Path(entry.path), prefix + printable_name(_decodable(entry.name))
        if entry.name.startswith("."):
            yield Refused(name, "hidden", is_left_out=True)
        elif entry.is_symlink():
            yield _link(root, path, name)
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(root, path, f"{name}/")
        elif is_about_folder(entry.name) and entry.is_file(follow_symlinks=False):
            yield Refused(name, f"{ABOUT}; name the file to have it read", is_left_out=True)
        else:
            yield path, name


def _link(root: Path, path: Path, name: str) -> Refused:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return Refused(name, "a link that leads nowhere")
    if target.is_relative_to(root.resolve()):
        return Refused(name, "a link to another place in this folder, read there", is_left_out=True)
    return Refused(name, "a link that leads out of the folder; refused")


def _decodable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
