"""Pages written beside their place and renamed; what is as it was is left alone."""

from __future__ import annotations

import contextlib
import errno
import functools
import hashlib
import json
import os
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..folders import is_inside, real, sync
from ..regular import is_folder, is_regular, text_of
from .places import INDEX, SITE

STATE = f"{SITE}/.state.json"
MOST_STATE_BYTES = 500_000_000
_NEW = ".new-"
AT_ONCE, THREADS = 400, 16


class Writer:
    """Writes the pages of a site below a folder and remembers what each was made of.

    Parameters
    ----------
    root
        ``outputs/``, or the folder of a copy.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.state = _state(root)
        self.before: dict[str, list[Any]] = self.state["pages"]
        self.pages: dict[str, list[Any]] = {}
        self.folders: dict[str, str] = {}
        self.waiting: list[tuple[Path, Path]] = []
        self.written = 0

    def is_whole(self, key: str) -> bool:
        """Whether the site was made of ``key``, and every page is as it was written."""
        return self.state["key"] == key and all(self._is_there(path, one) for path, one in self.before.items())

    def put(self, path: str, key: str, make: Callable[[], str | bytes | None]) -> bool:
        """Write a page unless one made of the same ``key`` is there; whether it is there now.

        Parameters
        ----------
        path
            Relative to ``root``.
        key, make
            A digest of what the page is made of, and what makes it; None makes no file.
        """
        if path in self.pages:
            return True
        known = self.before.get(path)
        if known is not None and known[0] == key and self._is_there(path, known):
            self.pages[path] = known
            return True
        made = make()
        if made is None:
            return False
        data = made.encode("utf-8", "replace") if isinstance(made, str) else made
        if self.state["key"]:  # a command that comes after a kill has to look at everything
            self.state["key"] = ""
            self._record("", self.before)
        place = self.root / path
        self._folder(place.parent)
        beside = _beside(place)
        beside.write_bytes(data)
        there = beside.stat()
        self.pages[path] = [key, there.st_size, there.st_mtime_ns]
        self.waiting.append((beside, place))
        if len(self.waiting) >= AT_ONCE:
            self.flush()
        return True

    def is_same(self, folder: str, key: str) -> bool:
        """Keep every page below a folder, unread, if they were made of ``key`` and are as they were written.

        Parameters
        ----------
        folder
            Relative to ``root``.
        key
            A digest of all that the pages below it are made of.
        """
        self.folders[folder] = key
        mine = {path: one for path, one in self.before.items() if path.startswith(f"{folder}/")}
        if self.state["folders"].get(folder) != key or not all(self._is_there(path, one) for path, one in mine.items()):
            return False
        self.pages |= mine
        return True

    def flush(self) -> None:
        """Have the disk keep what was written beside its place, and rename it.

        The disk is asked for many pages at a time, which it keeps together. The record knows of them first, so that
        the next command can remove a page of a killed one that it does not make.
        """
        if not self.waiting:
            return
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda one: sync(one[0]), self.waiting))
        self._record("", {**self.before, **self.pages})
        for beside, place in self.waiting:
            beside.replace(place)
        self.written += len(self.waiting)
        self.waiting.clear()

    def finish(self, key: str) -> int:
        """Remove the pages that are no longer made, and write down what the others were made of.

        Returns
        -------
        int
            How many pages were removed.
        """
        self.flush()
        gone = [path for path in self.before if path not in self.pages]
        for path in gone:
            place = self.root / path
            if path == INDEX or (path.startswith(f"{SITE}/") and ".." not in path and is_regular(place)):
                place.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # a folder that is not empty stays
                place.parent.rmdir()
                place.parent.parent.rmdir()
        self._record(key, self.pages, self.folders)
        return len(gone)

    def _record(self, key: str, pages: dict[str, list[Any]], folders: Mapping[str, str] = MappingProxyType({})) -> None:
        """Write down what pages were made of; what whole folders were, only when all is done."""
        self._folder(self.root / SITE)
        known = {"key": key, "pages": pages, "folders": dict(folders)}
        write(self.root / STATE, json.dumps(known, separators=(",", ":")).encode())

    def _is_there(self, path: str, known: list[Any]) -> bool:
        try:
            there = os.lstat(self.root / path)
        except (OSError, ValueError):
            return False
        return [there.st_size, there.st_mtime_ns] == known[1:]

    def _folder(self, folder: Path) -> None:
        """Make a folder; below ``outputs/`` no link is followed."""
        from ... import paths

        if self.root == paths.outputs():
            if not is_inside(folder):
                real(folder)
        else:
            folder.mkdir(parents=True, exist_ok=True)


def write(place: Path, data: bytes) -> None:
    """Write a file beside its place, have the disk keep it, and rename it."""
    beside = _beside(place)
    beside.write_bytes(data)
    sync(beside)
    beside.replace(place)


def _beside(place: Path) -> Path:
    if is_folder(place):
        raise IsADirectoryError(errno.EISDIR, "a folder; remove it, a page of the site goes there", str(place))
    return place.parent / f"{_NEW}{uuid.uuid4().hex}"


def clear(root: Path) -> None:
    """Remove what killed commands left half written."""
    for path in [*root.glob(f"{_NEW}*"), *(root / SITE).rglob(f"{_NEW}*")] if is_folder(root / SITE) else ():
        if is_regular(path):
            path.unlink(missing_ok=True)


def _state(root: Path) -> dict[str, Any]:
    """What the last command wrote down; nothing if it cannot be used: every page is then made again."""
    try:
        found = json.loads(text_of(root / STATE, MOST_STATE_BYTES))
        pages = {
            str(path): [str(one[0]), int(one[1]), int(one[2])]
            for path, one in found["pages"].items()
            if path == INDEX or path.startswith(f"{SITE}/")
        }
        return {"key": str(found["key"]), "pages": pages, "folders": dict(found.get("folders") or {})}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return {"key": "", "pages": {}, "folders": {}}


@functools.cache
def code_digest() -> str:
    """A digest of the code and templates of the site: other code makes every page anew."""
    total = hashlib.sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.suffix in (".py", ".j2", ".css", ".js"):
            total.update(path.read_bytes())
    return total.hexdigest()
