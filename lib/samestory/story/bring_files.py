"""Copy the files of a person into the ``articles/`` of a story: under names every system can write, each file once."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

from ..errors import UNPRINTABLE, StoryError
from ..intake.archives import Refused, kind_of
from ..intake.files import sources
from ..readers import Source, reader_of
from ..yamlfile import read_yaml
from .articles import FOLDER

CODEBOOK, SETTINGS = "codebook.yaml", "story.yaml"
TEXTS = (".txt", ".md", ".text", ".markdown")
MOST_BYTES = 2_000_000_000  # of one file that is copied


def copied_files(
    folder: Path, paths: list[Path], left_out: list[tuple[str, str]], remarks: list[str]
) -> dict[str, str]:
    """The files as they lie in the story now: their name there, and the name they came by."""
    copied: dict[str, str] = {}
    for one in sources(paths):
        if isinstance(one, Refused):
            left_out.append((one.name, one.reason))
        elif one.name.rpartition("/")[2] == SETTINGS:
            raise StoryError(
                f"{one.name}: this folder is a story already; copy it into seeds/, or name the folder of its articles"
            )
        elif one.name.rpartition("/")[2] == CODEBOOK:
            _take_codebook(folder, one, left_out, remarks)
        elif (why := _no_article(one)) is not None:
            left_out.append((one.name, why))
        else:
            name = _copy(folder, one)
            if name is None:
                left_out.append((one.name, "is in the story already, byte for byte"))
            else:
                copied[name] = one.name
    return copied


def _no_article(source: Source) -> str | None:
    """Why a file cannot be an article or hold some; None where a reader will say."""
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
    own = read_yaml(there).data if there.is_file() else {}
    if isinstance(own, dict) and any(own.get(key) for key in ("claims", "actors", "quantities")):
        left_out.append((source.name, "the story has a codebook already"))
        return
    there.write_bytes(source.read())
    remarks.append(f"{source.name}: taken as the story's codebook")


def _copy(folder: Path, source: Source) -> str | None:
    """Copy a file into ``articles/``; its name there, or None where the same file is there."""
    parts = [_clean(part) for part in source.name.removeprefix(f"{FOLDER}/").split("/")]
    if _is_bare_text(source) and reader_of(source) is None:
        parts[-1] += ".txt"
    wanted = folder.joinpath(FOLDER, *parts)
    target, number = wanted, 1
    while target.exists():
        if target.is_file() and _same(target, source):
            return None
        number += 1
        target = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open() as stream, target.open("xb") as out:
        shutil.copyfileobj(stream, out)
    return str(target.relative_to(folder))


def _clean(name: str) -> str:
    """A name of a file that every system can write, and that is not hidden."""
    plain = unicodedata.normalize("NFC", UNPRINTABLE.sub("_", name)).replace("\N{REPLACEMENT CHARACTER}", "_")
    plain = re.sub(r'[<>:"\\|?*]', "_", plain).strip().lstrip(".") or "file"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:80]}{dot}{ending}" if dot and len(ending) < 10 else plain[:90]


def _same(path: Path, source: Source) -> bool:
    if path.stat().st_size != source.size:
        return False
    with path.open("rb") as ours, source.open() as theirs:
        while piece := ours.read(1 << 20):
            if piece != theirs.read(1 << 20):
                return False
    return True


def files_of(folder: Path) -> set[str]:
    """The names of what lies in a story's ``articles/``."""
    there = folder / FOLDER
    return {str(path.relative_to(folder)) for path in there.rglob("*")} if there.is_dir() else set()


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
