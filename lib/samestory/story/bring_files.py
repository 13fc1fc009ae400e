"""Copy the files of a person into the ``articles/`` of a story: under names every system can write, each file once."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from ..errors import UNPRINTABLE, StoryError
from ..intake.archives import Refused, kind_of
from ..intake.files import sources
from ..intake.formats import Source, reader_of
from ..yamlfile import read_yaml
from .coverage import COVERAGE
from .files import FOLDER

CODEBOOK, SETTINGS = "codebook.yaml", "story.yaml"
LOCK = ".intake.lock"  # hidden, so never an article or an unknown file of the story
TEXTS = (".txt", ".md", ".text", ".markdown")
MOST_BYTES = 2_000_000_000  # of one file that is copied
MOST_NAME_BYTES = 200  # file systems take 255; an ending and a number must still fit
PART = re.compile(r"\.([0-9a-f]{32}|.+\.\d+)\.part")  # a file that is not whole yet, here and in coverage_write
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)  # another file would fare no better


def copy_files(
    folder: Path,
    paths: list[Path],
    copied: dict[str, str],
    left_out: list[tuple[str, str]],
    remarks: list[str],
) -> None:
    """Copy files into a story; ``copied`` gets their name there and the name they came by, as far as it goes."""
    for one in sources(paths):
        if isinstance(one, Refused):
            left_out.append((one.name, one.reason))
        elif one.name.rpartition("/")[2] == SETTINGS:
            raise StoryError(
                f"{one.name}: this folder is a story already; copy it into seeds/, or name the folder of its articles"
            )
        elif one.name.rpartition("/")[2] == CODEBOOK:
            _take_codebook(folder, one, left_out, remarks)
        else:
            _take(folder, one, copied, left_out)


def _take(folder: Path, source: Source, copied: dict[str, str], left_out: list[tuple[str, str]]) -> None:
    """One file, or why it is left out; a file that cannot be read or named keeps no other from being taken.

    Raises
    ------
    OSError
        The disk takes no more.
    """
    try:
        why = _no_article(source)
        name = _copy(folder, source) if why is None else None
    except OSError as error:
        if error.errno in DISK:
            raise
        left_out.append((source.name, f"cannot be copied: {error.strerror or error}"))
        return
    if name is None:
        left_out.append((source.name, why or "is in the story already, byte for byte"))
    else:
        copied[name] = source.name


def _no_article(source: Source) -> str | None:
    """Why a file cannot be an article or hold some; None if a reader will say."""
    if not source.size:
        return "is empty"
    if source.size > MOST_BYTES:
        return f"{source.size:,} bytes; a file of a story may have {MOST_BYTES:,}"
    if source.ending in TEXTS or _is_bare_text(source) or reader_of(source) is not None or kind_of(source) is not None:
        return None
    if source.is_binary:
        return "is a picture, a recording or a program's own file; no reader for it"
    return f"no reader for {source.ending or 'a file without ending'}; rename it to .txt if it is an article's text"


def _is_bare_text(source: Source) -> bool:
    """Whether a file without ending is text."""
    return not source.ending and not source.is_binary


def _take_codebook(folder: Path, source: Source, left_out: list[tuple[str, str]], remarks: list[str]) -> None:
    """A codebook that lies beside the articles becomes the story's, unless the story has one with something in it."""
    there = folder / CODEBOOK
    if there.is_symlink():
        left_out.append((source.name, f"the story's {CODEBOOK} is a link; make it a file first"))
        return
    own = read_yaml(there).data if there.is_file() else {}
    if isinstance(own, dict) and any(own.get(key) for key in ("claims", "actors", "quantities")):
        left_out.append((source.name, "the story has a codebook already"))
        return
    there.write_bytes(source.read())
    remarks.append(f"{source.name}: taken as the story's codebook")


def _copy(folder: Path, source: Source) -> str | None:
    """Copy a file into ``articles/``; its name there, or None if the same file is there."""
    parts = [_clean(part) for part in source.name.removeprefix(f"{FOLDER}/").split("/")]
    if _is_bare_text(source) and reader_of(source) is None:
        parts[-1] += ".txt"
    wanted = folder.joinpath(FOLDER, *parts)
    target, number = wanted, 1
    _check_way(folder, target)
    while os.path.lexists(target):
        if target.is_file() and not target.is_symlink() and _same(target, source):
            return None
        number += 1
        target = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{uuid.uuid4().hex}.part")  # hidden, so never an article if the command is killed
    try:
        with source.open() as stream, part.open("xb") as out:
            _pour(stream, out)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return str(target.relative_to(folder))


def _check_way(folder: Path, target: Path) -> None:
    """Refuse a place that a link leads to, or that is below a file."""
    for parent in target.relative_to(folder).parents[:-1]:
        here = folder / parent
        if here.is_symlink() or (here.exists() and not here.is_dir()):
            raise FileExistsError(errno.EEXIST, f"{parent} in the story is a link or a file, not a folder")


def _pour(stream: BinaryIO, out: BinaryIO) -> None:
    """Copy at most the bytes a file may have; one that grows meanwhile has no end."""
    left = MOST_BYTES
    while piece := stream.read(min(1 << 20, left)):
        out.write(piece)
        left -= len(piece)


def _clean(name: str) -> str:
    """A name of a file that every system can write, and that is not hidden."""
    plain = unicodedata.normalize("NFC", UNPRINTABLE.sub("_", name)).replace("\N{REPLACEMENT CHARACTER}", "_")
    plain = re.sub(r'[<>:"\\|?*\n\t]', "_", plain).strip().lstrip(".") or "file"
    stem, dot, ending = plain.rpartition(".")
    return f"{_short(stem, 80)}{dot}{ending}" if dot and len(ending.encode()) < 10 else _short(plain, 90)


def _short(name: str, most: int) -> str:
    """The beginning of a name: so many characters, and no more bytes than a file system takes."""
    return name[:most].encode()[:MOST_NAME_BYTES].decode("utf-8", "ignore")


def _same(path: Path, source: Source) -> bool:
    if path.stat().st_size != source.size:
        return False
    with path.open("rb") as ours, source.open() as theirs:
        while piece := ours.read(1 << 20):
            if piece != theirs.read(1 << 20):
                return False
    return True


@contextmanager
def alone(folder: Path, *, patience: float = 0) -> Iterator[None]:
    """A block in which no other intake changes a story; the system lets the lock go if the command is killed.

    ``patience`` is how many seconds to wait for another one.

    Raises
    ------
    StoryError
        Another intake of this story is under way, or something that is not a file of ours has the name of its lock.
    """
    path = folder / LOCK
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise StoryError(f"{LOCK}: is a link, a folder or a device; remove it from the story {folder.name}")
    lock = FileLock(path, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise StoryError(
            f"story {folder.name}: another intake is under way; nothing was changed, wait for it and try again"
        ) from None
    try:
        for left in [*folder.glob(".*.part"), *(folder / FOLDER).rglob(".*.part")]:
            if PART.fullmatch(left.name):  # of a killed command
                left.unlink()
        yield
    finally:
        with suppress(OSError):
            path.unlink()  # while it is held: who waits for a file that is gone takes the next one
        lock.release()


@contextmanager
def kept_files(folder: Path, copied: dict[str, str]) -> Iterator[None]:
    """A block that leaves a story as it was if it fails: its own files as they were, those of ``copied`` removed."""
    before = {name: _bytes_of(folder / name) for name in (SETTINGS, CODEBOOK, COVERAGE)}
    try:
        yield
    except BaseException:
        remove_files(folder, list(copied))
        for name, raw in before.items():
            if raw != _bytes_of(folder / name):
                _put_back(folder / name, raw)
        raise


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _put_back(path: Path, raw: bytes | None) -> None:
    if raw is None:
        path.unlink(missing_ok=True)
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(raw)
    part.replace(path)


def remove_files(folder: Path, names: list[str]) -> None:
    """Remove files of a story by name, and folders of ``articles/`` that are empty then."""
    for name in names:
        (folder / name).unlink(missing_ok=True)
        parent = (folder / name).parent
        while parent != folder / FOLDER and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent


def file_of(place: str, copied: dict[str, str]) -> str | None:
    """The copied file a record was read from: ``articles/x.csv, row 2`` and ``articles/x.zip/y.txt`` begin with it."""
    if place in copied:
        return place
    for sign in (", ", "/"):
        at = place.find(sign)
        while at > 0:
            if place[:at] in copied:
                return place[:at]
            at = place.find(sign, at + 1)
    return None
