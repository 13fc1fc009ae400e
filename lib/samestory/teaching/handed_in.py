"""What students hand in, read as what it is: strangers' files. Bounded, links not followed, names never trusted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import LessonError, SamestoryError, printable_name
from ..intake.archives import Refused, unpacked
from ..intake.source import Source
from ..notebooks.notebook import joined
from ..runs.regular import is_folder, is_regular

MOST_STUDENTS, MOST_FILES, MOST_ENTRIES, MOST_DEPTH = 500, 60, 5_000, 4
MOST_BYTES, MOST_CELLS, MOST_SOURCE = 20_000_000, 2_000, 200_000
FOLDERS = ("handed-in", "students")


@dataclass
class HandedIn:
    """One student's notebooks, by path inside what was handed in, and what could not be read, a line each."""

    student: str
    notebooks: dict[str, dict[str, Any]] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


def handed_in(folder: Path) -> list[HandedIn]:
    """What each student handed in: ``handed-in/`` in the folder of a class, or ``students/`` if there is none.

    Raises
    ------
    LessonError
        There is neither, it is a link, or has too many entries.
    """
    place = next((folder / name for name in FOLDERS if (folder / name).exists()), None)
    if place is None or not is_folder(place):
        raise LessonError(
            f"nothing to collect: put what students hand in into {folder / FOLDERS[0]}, a folder or zip each"
        )
    entries = sorted(entry for entry in place.iterdir() if not entry.name.startswith("."))
    folders = {entry.name for entry in entries if is_folder(entry)}
    # Beside the folders of a class lie the zips they were made with.
    entries = [entry for entry in entries if not (entry.suffix.lower() == ".zip" and entry.stem in folders)]
    if len(entries) > MOST_STUDENTS:
        raise LessonError(f"{place}: {len(entries):,} entries; at most {MOST_STUDENTS} students are collected at once")
    found: dict[str, HandedIn] = {}
    for one in map(_of, entries):
        first = found.setdefault(one.student, one)
        if first is not one:  # else each exercise would count twice
            first.troubles.append("handed in more than once; the first by name is taken")
    return list(found.values())


def _of(entry: Path) -> HandedIn:
    made = HandedIn(printable_name(entry.stem if entry.suffix.lower() in (".zip", ".ipynb") else entry.name)[:80])
    try:
        if is_folder(entry):
            for name, data in _in_folder(entry, made):
                _add(made, name, data)
        elif is_regular(entry) and entry.suffix.lower() == ".zip":
            for name, data in _in_zip(entry, made):
                _add(made, name, data)
        elif is_regular(entry) and entry.suffix.lower() == ".ipynb":
            _add(made, entry.name, _bounded(entry))
        else:
            made.troubles.append("neither a folder, a zip nor a notebook; a link is not followed")
    except LessonError as error:
        made.troubles.append(str(error))
    except (OSError, SamestoryError) as error:
        made.troubles.append(f"not readable: {str(error)[:200] or type(error).__name__}")
    if not made.notebooks and not made.troubles:
        made.troubles.append("no notebook in it")
    return made


def _in_folder(top: Path, made: HandedIn) -> Iterator[tuple[str, bytes]]:
    seen = found = 0
    for folder, folders, files in os.walk(top):  # links to folders are not followed
        here = Path(folder)
        depth = len(here.relative_to(top).parts)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and depth + 1 < MOST_DEPTH)
        seen += len(files) + len(folders)
        if seen > MOST_ENTRIES:
            raise LessonError(f"more than {MOST_ENTRIES:,} files; the rest is not read")
        for name in sorted(name for name in files if name.lower().endswith(".ipynb") and not name.startswith(".")):
            path = here / name
            inner = path.relative_to(top).as_posix()
            if not is_regular(path):
                made.troubles.append(f"{printable_name(inner)[:120]}: a link or no file; it is not followed")
                continue
            found += 1
            if found > MOST_FILES:
                raise LessonError(f"more than {MOST_FILES} notebooks; the rest is not read")
            yield inner, _bounded(path)


def _bounded(path: Path) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _in_zip(path: Path, made: HandedIn) -> Iterator[tuple[str, bytes]]:
    found = 0
    with unpacked(Source.of_path(path), wanted=lambda name: name.lower().endswith(".ipynb")) as members:
        for one in members:
            name = one.name.removeprefix(f"{path.name}/")
            if isinstance(one, Refused):
                made.troubles += [] if one.is_left_out else [f"{name[:120]}: {one.reason}"]
                continue
            found += 1
            if found > MOST_FILES:
                raise LessonError(f"more than {MOST_FILES} notebooks; the rest is not read")
            with one.open() as stream:
                yield name, stream.read(MOST_BYTES + 1)


def _add(made: HandedIn, name: str, data: bytes) -> None:
    try:
        made.notebooks[printable_name(name)[:120]] = notebook_of(data)
    except LessonError as error:
        made.troubles.append(f"{printable_name(name)[:120]}: {error}")


def notebook_of(data: bytes) -> dict[str, Any]:
    """A notebook with its cells in a form to rely on: type, source as one text, metadata.

    Raises
    ------
    LessonError
        It is too large, no JSON, or no notebook of format 4.
    """
    if len(data) > MOST_BYTES:
        raise LessonError(f"larger than {MOST_BYTES:,} bytes; not read")
    try:
        whole = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise LessonError("not a notebook: no readable JSON") from None
    cells = whole.get("cells") if isinstance(whole, dict) else None
    if not isinstance(cells, list) or whole.get("nbformat") != 4:
        raise LessonError("not a notebook of format 4")
    if len(cells) > MOST_CELLS:
        raise LessonError(f"{len(cells):,} cells; at most {MOST_CELLS:,} are read")
    return {"cells": [_cell(cell) for cell in cells if isinstance(cell, dict)]}


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    source, metadata = cell.get("source", ""), cell.get("metadata")
    if isinstance(source, list):
        source = joined([one for one in source if isinstance(one, str)])
    if not isinstance(source, str) or len(source) > MOST_SOURCE:
        raise LessonError(f"a cell longer than {MOST_SOURCE:,} signs")
    metadata = metadata if isinstance(metadata, dict) else {}
    tags = metadata.get("tags")
    metadata["tags"] = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    return {"cell_type": str(cell.get("cell_type")), "source": source, "metadata": metadata}
