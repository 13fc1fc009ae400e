"""Working copies of the committed notebooks, so that exploring in JupyterLab leaves the committed ones alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import paths
from ..errors import RunError
from .digests import file_digest
from .plan import FILE as PLAN
from .regular import is_folder, is_regular, regular_files, text_of

RECORD = ".copies.json"  # by path, the digest of each copy as it was made
MOST_RECORD_BYTES = 1_000_000
NEW, RENEWED, KEPT, CHANGED = "new", "renewed", "kept", "changed"


@dataclass(frozen=True)
class WorkingCopy:
    """One copy: ``status`` is new, renewed (it was unchanged, the committed file is newer), kept, or changed.

    A changed copy is the user's and never overwritten; ``is_behind`` says whether the committed file has changed since.
    """

    path: Path
    status: str
    is_behind: bool = False


def working_copies(instead: Mapping[str, Path] | None = None) -> list[WorkingCopy]:
    """Copy every notebook, with the files beside it, from ``notebooks/`` to ``work/``.

    Parameters
    ----------
    instead
        By the name of a folder in ``notebooks/``, another one whose files are copied in place of its own.

    Returns
    -------
    list of WorkingCopy
        One a file, by path.

    Raises
    ------
    RunError
        ``work`` is a file or a link.
    """
    work = paths.home() / "work"
    if not work.exists() and not work.is_symlink():
        work.mkdir()
    if not is_folder(work):
        raise RunError(f"{work} is a file or a link; working copies of the notebooks go there, so rename it")
    known = _record(work)
    other = instead or {}
    sources = {_name(path, paths.notebooks()): path for path in regular_files(paths.notebooks())}
    sources = {name: path for name, path in sources.items() if name.partition("/")[0] not in other}
    for folder, place in other.items():
        sources |= {f"{folder}/{_name(path, place)}": path for path in regular_files(place)}
    done = [
        _copied(source, work / name, name, known)
        for name, source in sorted(sources.items())
        if name != PLAN and not any(part.startswith(".") for part in Path(name).parts)
    ]
    text = json.dumps(dict(sorted(known.items())), indent=1)
    (work / RECORD).write_text(text + "\n", encoding="utf-8")
    return done


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _copied(source: Path, copy: Path, name: str, known: dict[str, str]) -> WorkingCopy:
    """Make, renew or leave one copy, and note its digest."""
    digest = file_digest(source)
    if is_regular(copy):
        current = file_digest(copy)
        if current != known.get(name) and current != digest:
            return WorkingCopy(copy, CHANGED, is_behind=known.get(name) != digest)
        if current == digest:
            known[name] = digest
            return WorkingCopy(copy, KEPT)
    elif copy.exists() or copy.is_symlink():
        return WorkingCopy(copy, CHANGED, is_behind=True)
    status = RENEWED if copy.exists() else NEW
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, copy)
    known[name] = digest
    return WorkingCopy(copy, status)


def said(copies: list[WorkingCopy]) -> list[str]:
    """What the user reads: where the copies are, and which are not the committed notebook of today."""
    count = {status: sum(one.status == status for one in copies) for status in (NEW, RENEWED, CHANGED)}
    lines = [
        f"work/ has your working copies of notebooks/: {count[NEW]} new, {count[RENEWED]} renewed,"
        f" {count[CHANGED]} changed by you and left as they are. The committed notebooks stay in notebooks/.",
        "For a fresh copy delete or rename the one in work/ and give the command again.",
    ]
    behind = [one.path.relative_to(paths.home()).as_posix() for one in copies if one.is_behind]
    return [*lines, *(f"{name}: changed by you, and the committed one has changed since" for name in behind)]


def _record(work: Path) -> dict[str, str]:
    """The digests of the copies as they were made; empty if the record cannot be read: all then count as changed."""
    try:
        known = json.loads(text_of(work / RECORD, MOST_RECORD_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(name): str(digest) for name, digest in known.items()} if isinstance(known, dict) else {}
