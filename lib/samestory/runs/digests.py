"""Where a result comes from: digests of all it was made of, versions, commit."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import platform
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import cache, paths
from ..story.find import TEXTS, TEXTS_LOG, WATCH_LOG, WATCH_STATE, texts_are_read

if TYPE_CHECKING:
    from .job import Job

LOCK = "requirements.lock"
PACKAGES = (
    "ipykernel", "matplotlib", "nbconvert", "numpy", "pandas", "papermill", "pyarrow", "scikit-learn", "scipy",
    "seaborn",
)  # fmt: skip
_SKIPPED = ("__pycache__", ".ipynb_checkpoints", ".DS_Store", ".intake.lock")
_LOGS = (TEXTS_LOG, ".fetch.lock", WATCH_LOG, WATCH_STATE, ".watch.lock")  # they change where no text does


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def folder_digest(folder: Path, *, texts: bool = True) -> str:
    """One SHA-256 over the names and contents of all files below a folder.

    Caches and the log of fetching are left out; so are fetched texts unless ``texts``.
    """
    files: dict[Path, Path] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if TEXTS in name.parts[:2] and (not texts or name.name in _LOGS or name.name.startswith(".new-")):
            continue
        if path.is_file() and not any(part in _SKIPPED for part in name.parts):
            files[path] = name
    total = hashlib.sha256()
    for path, digest in cache.file_digests(list(files)).items():
        total.update(f"{files[path].as_posix()}\0{digest.hex()}\n".encode())
    return total.hexdigest()


class Digests:
    """What several jobs are made of at one moment: each file and folder is read once, when the first job needs it."""

    def __init__(self) -> None:
        self._known: dict[Path, str | None] = {}

    def of(self, job: Job) -> dict[str, str | None]:
        """``story, notebook, library, lock`` of a job: its result is out of date if one of them changes.

        A notebook without a parameter ``story`` can read any story: the digest then covers all of ``seeds/``.
        """
        story = Path(job.story_folder) if job.story_folder else paths.seeds()
        return {
            "story": self._joint([story, *map(Path, job.other_folders)]),
            "notebook": self._one(job.source),
            "library": self._one(paths.PACKAGE),
            "lock": self._one(paths.PACKAGE.parents[1] / LOCK),
        }

    def of_story(self, job: Job) -> dict[str, str | None]:
        """``story, library``: the files of the story that a job names, without what it reads beside it."""
        return {
            "story": self._one(Path(job.story_folder)) if job.story_folder else None,
            "library": self._one(paths.PACKAGE),
        }

    def _one(self, path: Path) -> str | None:
        """The digest of a file or folder; None if it is missing."""
        if path not in self._known:
            self._known[path] = _read(path)
        return self._known[path]

    def _joint(self, read: list[Path]) -> str | None:
        """One digest for everything that a job reads; None if a part of it is missing."""
        each = [self._one(path) for path in read]
        if len(each) == 1 or None in each:
            return None if None in each else each[0]
        return hashlib.sha256("\n".join(map(str, each)).encode()).hexdigest()


def _read(path: Path) -> str | None:
    if path.is_dir():
        return folder_digest(path, texts=texts_are_read())
    return file_digest(path) if path.exists() else None


@functools.cache
def versions(packages: tuple[str, ...] = PACKAGES) -> dict[str, str | None]:
    """The versions of Python and of the packages that shape a result; None where one is not installed."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    for name in packages:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = None
    return found


def commit() -> dict[str, Any]:
    """``commit, dirty, reason``: the commit of the checkout; None with a reason where there is none to know."""
    folder = paths.PACKAGE.parents[1]
    if not (folder / ".git").exists():
        return {"commit": None, "dirty": None, "reason": "not a git checkout"}
    try:
        head = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD")
        changed = _git(folder, "status", "--porcelain")
    except FileNotFoundError:
        return {"commit": None, "dirty": None, "reason": "git is not installed"}
    if changed.returncode:
        return {"commit": None, "dirty": None, "reason": f"git: {changed.stderr.strip()[:200]}"}
    if head.returncode:
        return {"commit": None, "dirty": True, "reason": "no commit yet"}
    return {"commit": head.stdout.strip(), "dirty": bool(changed.stdout.strip()), "reason": None}


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
