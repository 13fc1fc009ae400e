"""A figure on a page: the picture, its files, the table behind it, and the areas that lead to passages."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...plotting.evidence import KEYS, MOST_AREAS, MOST_POINTS, SCALE
from ..manifest import MOST_FIGURE_BYTES
from ..regular import text_of
from .evidence import Evidence
from .tables import Table, read_table

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
BEHIND = "The table behind this figure and its passages"


@dataclass(frozen=True)
class Area:
    """A part of a picture that leads somewhere: a box or the points of a line in ten-thousandths, link, words.

    ``box`` is left, top, width and height; ``line`` has left and top of each point, and is empty for a box.
    """

    box: tuple[int, ...]
    line: str
    href: str
    title: str


@dataclass(frozen=True)
class Figure:
    """A picture, and what belongs to it if `samestory.show_figure` drew it in a run."""

    source: str
    alt: str
    width: int | None = None
    name: str = ""
    png: str = ""
    svg: str = ""
    table: Table | None = None
    areas: tuple[Area, ...] = ()
    scale: int = SCALE


def figure_named(figure: Figure, name: str, folder: Path | None, evidence: Evidence) -> Figure:
    """A figure with its files, table and areas; as given if the folder has no such figure."""
    if folder is None or not _NAME.fullmatch(name):
        return figure
    try:
        record = json.loads(text_of(folder / "figures" / f"{name}.json", MOST_FIGURE_BYTES))
    except (OSError, ValueError, RecursionError):
        return figure
    file = f"tables/{name}.csv"
    return dataclasses.replace(
        figure,
        name=name,
        png=f"figures/{name}.png",
        svg=f"figures/{name}.svg",
        table=read_table(folder / file, file, BEHIND, evidence),
        areas=tuple(_areas(record.get("areas") if isinstance(record, dict) else None, evidence)),
    )


def _areas(noted: Any, evidence: Evidence) -> list[Area]:
    """The areas whose evidence has a page."""
    found = []
    for one in noted[:MOST_AREAS] if isinstance(noted, list) else []:
        box, line = (_numbers(one.get(name)) if isinstance(one, dict) else () for name in ("box", "line"))
        if len(box) != 4 and not line:
            continue
        keys = {name: str(one[name]) for name in KEYS if name in one}
        if href := evidence.href(keys):
            found.append(Area(box, " ".join(map(str, line)), href, evidence.words(keys)))
    return found


def _numbers(given: Any) -> tuple[int, ...]:
    """A list of whole numbers; nothing if it is anything else."""
    is_list = isinstance(given, list) and len(given) <= 4 * MOST_POINTS and all(type(one) is int for one in given)
    return tuple(given) if is_list else ()
