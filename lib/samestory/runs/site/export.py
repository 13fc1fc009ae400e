"""A copy of the site that can be sent: a folder, or one zip file."""

from __future__ import annotations

import os
import re
import shutil
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from ... import paths
from ...errors import RunError
from ...report.no_text import Quoting
from .. import history, manifest, snapshot, store
from ..folders import HISTORY, flat, remove
from ..regular import is_regular
from . import found, places
from .build import LOCK, made_in
from .write import STATE

PATIENCE_SECONDS = 600.0
NOTE = "left-out.txt"
_BESIDE = re.compile(r"\.samestory-(\d{1,9})-[0-9a-f]{12}(\.zip)?")


@dataclass(frozen=True)
class Exported:
    """What was made: where it is, how many files and bytes, and which files were left out because they quote texts."""

    place: Path
    n_files: int
    n_bytes: int
    left_out: tuple[str, ...]

    def __str__(self) -> str:
        said = f"{self.place}: {self.n_files:,} files, {self.n_bytes / 1e6:,.1f} MB; open index.html in it"
        if self.left_out:
            said += f"\n{len(self.left_out):,} files that quote articles are left out; {NOTE} lists them"
        return said


def export(to: Path, *, with_texts: bool = True, with_history: bool = False) -> Exported:
    """Write a copy of the site with all files that it links to.

    Parameters
    ----------
    to
        A folder, or a file that ends in ``.zip``; it must not exist yet, and appears whole or not at all.
    with_texts
        False leaves out texts of articles, the sentences behind results, the kept tables, and every file of a result
        in which more than 12 words in a row are those of an article (pages of notebooks among them).
    with_history
        Copy older results too.

    Returns
    -------
    Exported
        Where it is and what was left out.

    Raises
    ------
    RunError
        ``to`` exists, its folder is missing, it is inside ``outputs/``, or there is no result.
    BusyError
        Another command is making the site.
    """
    to = to.absolute()
    _check(to)
    _swept(to.parent)
    beside = to.parent / f".samestory-{os.getpid()}-{uuid.uuid4().hex[:12]}"
    beside.mkdir()
    try:
        with store.held(LOCK, patience=PATIENCE_SECONDS):
            left_out = _copied(beside, with_texts=with_texts, with_history=with_history)
        (beside / STATE).unlink(missing_ok=True)
        files = sorted(path for path in beside.rglob("*") if path.is_file())
        n, size = len(files), sum(path.stat().st_size for path in files)
        if to.suffix == ".zip":
            packed = beside.with_name(beside.name + ".zip")
            try:
                _pack(beside, files, packed, to.stem)
                packed.rename(to)
            finally:
                packed.unlink(missing_ok=True)
            size = to.stat().st_size
        else:
            beside.rename(to)
        return Exported(to, n, size, tuple(left_out))
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _swept(folder: Path) -> None:
    """Remove what a killed command left in the folder of its copy."""
    for left in folder.glob(".samestory-*"):
        if (name := _BESIDE.fullmatch(left.name)) and not psutil.pid_exists(int(name[1])):
            remove(left)


def _check(to: Path) -> None:
    if to.exists() or to.is_symlink():
        raise RunError(f"{to} exists already; give another name, or remove it")
    if not to.parent.is_dir():
        raise RunError(f"{to.parent} is not a folder; make it first")
    if to.is_relative_to(paths.outputs()):
        raise RunError(f"{to} is inside outputs/; give a place outside it")
    if not found.runs():
        raise RunError(f"no results in {paths.outputs()}; make some with: samestory run")


def _copied(root: Path, *, with_texts: bool, with_history: bool) -> list[str]:
    """Fill a folder with results and pages; the files that were left out because they quote."""
    left_out: list[str] = []
    for runs in found.runs().values():
        quoted = None
        if not with_texts:
            every = [run.folder for run in runs if run.good]
            quoted = Quoting(_texts(every))
        for folder, to in _results(runs, with_history=with_history):
            left_out += _copy(folder, root / to, to, quoted)
    made_in(root, with_texts=with_texts, hidden=frozenset(left_out), with_history=with_history)
    if left_out:
        lines = ["These files of the results quote articles and are not in this copy:", *left_out]
        (root / NOTE).write_text("\n".join(lines) + "\n", encoding="utf-8", errors="replace")
    return left_out


def _texts(folders: list[Path]) -> Iterator[str]:
    """The texts of articles that results have kept."""
    seen = set()
    for folder in folders:
        record = manifest.read(folder) or {"files": {}}
        digest = record["files"].get(f"{snapshot.FOLDER}/articles.parquet")
        if digest is None or digest in seen:
            continue
        seen.add(digest)
        articles = snapshot.tables(folder, ["articles"])["articles"]
        if "text" in articles:
            yield from articles["text"].dropna().astype(str)


def _results(runs: list[found.Found], *, with_history: bool) -> Iterator[tuple[Path, str]]:
    """The folders to copy, and where to, relative to the copy."""
    for run in runs:
        if run.good:
            yield run.folder, run.run
        if run.failed:
            yield store.failed_folder(run.run), f"{store.FAILED}/{run.run}"
        if with_history:
            for version in history.versions(run.run):
                if not version.is_latest:
                    yield version.folder, f"{HISTORY}/{flat(run.run)}/{version.time}"


def _copy(folder: Path, to: Path, name: str, quoted: Quoting | None) -> list[str]:
    """Copy the files that belong to a result, but for the kept tables; those left out because they quote."""
    record = manifest.read(folder)
    if record is None:
        return []
    files = [file for file in record["files"] if not file.startswith(f"{snapshot.FOLDER}/")]
    quoting = {file for file in files if quoted is not None and quoted.in_file(folder / file)}
    # The record of a figure has the words that are drawn: they are in its picture too.
    drawn = {file.removesuffix(".json") for file in quoting if file.startswith("figures/")}
    quoting |= {file for file in files if file.startswith("figures/") and file.rpartition(".")[0] in drawn}
    for file in [*(one for one in files if one not in quoting), manifest.FILE]:
        if is_regular(folder / file):
            (to / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / file, to / file)
    return [f"{name}/{file}" for file in files if file in quoting]


def _pack(folder: Path, files: list[Path], packed: Path, top: str) -> None:
    """A zip file with everything in one folder; pictures are not compressed again."""
    with zipfile.ZipFile(packed, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in files:
            kind = zipfile.ZIP_STORED if path.suffix == ".png" else zipfile.ZIP_DEFLATED
            archive.write(path, f"{places.slug(top)}/{path.relative_to(folder).as_posix()}", compress_type=kind)
