"""A temporary copy of the project in which notebooks can be executed without touching the real ones.

nbval starts each kernel in the folder of its notebook; so the copies lie in folders that look like the real ones: same
neighbours, same relative paths. Files in ``notebooks/`` are copied, so that a notebook that writes there changes the
copies only; the other folders of the project are links.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from .. import paths


@dataclass(frozen=True)
class Copy:
    """A notebook file, and the path under ``notebooks/`` (without the ending) of the notebook it was made from."""

    file: Path
    notebook: str


@contextmanager
def mirrored(copies: Mapping[str, Copy]) -> Iterator[tuple[Path, dict[str, str]]]:
    """A mirror of the project with the copies in it.

    Yields
    ------
    folder, names
        The mirror; and by the path of each copy in it, what it is called in ``copies``.
    """
    with TemporaryDirectory(prefix="samestory-check-") as temporary:
        root = Path(temporary) / "project"
        root.mkdir()
        real = paths.notebooks()
        for entry in paths.home().iterdir():
            if not entry.name.startswith(".") and entry != real:
                (root / entry.name).symlink_to(entry)
        for folder, folders, files in os.walk(real):
            folders[:] = [name for name in folders if not name.startswith(".")]
            here = root / real.name / Path(folder).relative_to(real)
            here.mkdir(exist_ok=True)
            for name in files:
                if not name.endswith(".ipynb"):
                    _copy(Path(folder) / name, here / name)
        names = {}
        for name, copy in copies.items():
            place = PurePosixPath(real.name, PurePosixPath(copy.notebook).parent, f"{name.replace('/', '--')}.ipynb")
            (root / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(copy.file, root / place)
            names[str(place)] = name
        yield root, names


def _copy(file: Path, to: Path) -> None:
    """A copy of a regular file; what is none (a pipe, a broken link) is left out."""
    if file.is_file():
        shutil.copyfile(file, to)
