"""What leads from a result to the passage behind it: keys of articles, claims, figures, labels and sources.

In a notebook these keys do nothing. The page of a run makes links of them, if the site has a page for them.
"""

from __future__ import annotations

import html
import re
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.transforms import Bbox, blended_transform_factory

from ..schema.cells import from_cell
from .theme import FILE_DPI

# What a key is called in HTML: data-article="...". The columns of tables with the same meaning.
KEYS = {
    "article": "article_id",
    "begin": "begin",
    "end": "end",
    "claim": "claim_id",
    "quantity": "quantity",
    "actor": "actor",
    "label": "label",
    "source": "source",
}
MOST_LENGTH = 300
MOST_AREAS = 5_000
SCALE = 10_000  # areas count in parts of the picture's width and height
_PASSAGE = ("article", "begin", "end", "claim", "quantity")
_LEADS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("article", "article_id", "article_ids", "outlet", "title", "status", "value_text", "values", "text", "reads"),
        _PASSAGE,
    ),
    **dict.fromkeys(("claim", "claim_id", "step"), ("claim",)),
    "quantity": ("quantity",),
    "actor": ("actor",),
    **dict.fromkeys(("label", "wording"), ("actor", "label")),
    **dict.fromkeys(("source", "cited", "attributed_to"), ("source",)),
}
_OTHER_OFFSETS = {
    "later": ("later_begin", "later_end"),
    "earlier": ("begin", "end"),
    **dict.fromkeys(("source", "source_article"), ("source_begin", "source_end")),
}
_END = re.compile("(source|target)(_name|_node)?")
MOST_POINTS = 12  # of a line that leads somewhere
REACH = 3.0  # points around a mark that belong to it

Limits = tuple[float, float] | None
Where = tuple[Limits, Limits, weakref.ref[Artist] | None]
_areas: weakref.WeakKeyDictionary[Any, list[tuple[Where, dict[str, str]]]] = weakref.WeakKeyDictionary()  # by axes


def is_given(value: Any) -> bool:
    """Whether a cell is not empty."""
    return not (value is None or value is pd.NA or value is pd.NaT or value != value or value == "")


def known(keys: Mapping[str, Any]) -> dict[str, str]:
    """The keys that have a value, as texts; a place in a text as a whole number."""
    found = {}
    for name, value in keys.items():
        if not is_given(value):
            continue
        said = str(int(value) if isinstance(value, float) and value.is_integer() else value)
        if len(said) <= MOST_LENGTH:
            found[name] = said
    return found


def keys_of(column: str, row: Mapping[str, Any]) -> dict[str, str]:
    """What a cell of a table leads to: the keys in its row that belong to its column; often none.

    Parameters
    ----------
    column
        The column of the cell.
    row
        All cells of the row by column, also those that are not shown.
    """
    if "target_hop" in row and (column == "n_articles" or _END.fullmatch(column)):
        return keys_of_edge(row) if column == "n_articles" else keys_of_end(row, column.partition("_")[0])
    if column in _LEADS and not (column == "source" and "source_id" in row):
        own = {name: row.get(KEYS[name]) for name in _LEADS[column]}
        if "article" in own and not is_given(own["article"]):
            own |= {"article": _only(row.get("article_ids")), "begin": None, "end": None}
        if "source" in own:
            own["source"] = row.get(column)
        return known(own)
    stem = column.removesuffix("_id").removesuffix("_reads")
    if f"{stem}_id" not in row:
        return {}
    begin, end = _OTHER_OFFSETS.get(stem, ("", ""))
    return known({"article": row[f"{stem}_id"], "begin": row.get(begin), "end": row.get(end)})


def keys_of_row(columns: Sequence[str], row: Mapping[str, Any]) -> list[dict[str, str]]:
    """The same for the cells of a row; where several would lead to one place, only the first does."""
    found: list[dict[str, str]] = []
    for column in columns:
        keys = keys_of(column, row) if is_given(row.get(column)) else {}
        found.append(keys if keys not in found else {})
    return found


def keys_of_edge(row: Mapping[str, Any]) -> dict[str, str]:
    """What an edge of citations leads to: the passage in which an article names the source."""
    says = from_cell(row["article_ids"])
    target = str(row.get("target_node", row.get("target")))
    article = target if target in says else next(iter(says), None)
    return known({"article": article, "source": row.get("source_name", row.get("source"))})


def keys_of_end(row: Mapping[str, Any], end: str) -> dict[str, str]:
    """What an end of such an edge, ``source`` or ``target``, leads to: an article of the set, or a named source."""
    node = row.get(f"{end}_node", row.get(end))
    is_article = row.get(f"{end}_is_article", end == "target" and row.get("is_article"))
    return known({"article": node} if str(is_article) == "True" else {"source": row.get(f"{end}_name", node)})


def _only(cell: Any) -> str | None:
    """The article of a cell that lists articles, if it is one."""
    found = from_cell(cell) if isinstance(cell, str) else []
    return found[0] if len(found) == 1 else None


def led(safe: str, keys: Mapping[str, Any]) -> str:
    """HTML, already escaped, with the keys around it; unchanged if there are none."""
    given = known(keys)
    if not given or not safe:
        return safe
    said = " ".join(f'data-{name}="{html.escape(value)}"' for name, value in given.items())
    return f"<a {said}>{safe}</a>"


def link_area(ax: Axes, keys: Mapping[str, Any], *, x: Limits = None, y: Limits = None) -> None:
    """Note what an area of a figure leads to; the page of a run makes a link of it.

    Parameters
    ----------
    ax
        The axes.
    keys
        Some of ``article, begin, end, claim, quantity, actor, label, source``; without a value it leads nowhere.
    x, y
        From where to where, in data; None: the whole picture, with the names beside it.
    """
    if given := known(keys):
        _areas.setdefault(ax, []).append(((x, y, None), given))


def link_rows(ax: Axes, column: str, table: pd.DataFrame) -> None:
    """The same for a figure with a row for each row of a table, the first at 0: what the cells of a column lead to."""
    for at, row in enumerate(table.to_dict("records")):
        keys = keys_of(column, {str(key): value for key, value in row.items()})
        link_area(ax, keys, y=(at - 0.5, at + 0.5))


def link_drawn(artist: Artist, keys: Mapping[str, Any]) -> None:
    """The same for something drawn: a text, a mark or a bar with a little room around it, or along a line."""
    if artist.axes is not None and (given := known(keys)):
        _areas.setdefault(artist.axes, []).append(((None, None, weakref.ref(artist)), given))


def linked_areas(figure: Figure) -> list[dict[str, Any]]:
    """The areas noted in a figure that is laid out.

    Returns
    -------
    list of dict
        ``box`` with left, top, width and height in ten-thousandths of the picture as saved, or ``line`` with left and
        top of its points; and the keys.
    """
    found: list[dict[str, Any]] = []
    with _as_saved(figure):
        padding = mpl.rcParams["savefig.pad_inches"] * figure.dpi
        whole = figure.get_tightbbox().transformed(figure.dpi_scale_trans).padded(padding)
        for ax in figure.axes:
            found += [{**_place(ax, where, whole), **keys} for where, keys in _areas.get(ax, [])]
    return found[:MOST_AREAS]


def _place(ax: Axes, where: Where, whole: Bbox) -> dict[str, list[int]]:
    """Where an area is in the picture."""
    x, y, drawn = where
    artist = drawn() if drawn is not None else None
    if (line := _line(artist)) is not None:
        return {"line": [part for x, y in line for part in _parts(x, y, whole)]}
    box = _around(artist) if artist is not None else _box(ax, x, y, whole)
    (left, top), (right, bottom) = _parts(box.x0, box.y1, whole), _parts(box.x1, box.y0, whole)
    return {"box": [left, top, right - left, bottom - top]}


def _parts(x: float, y: float, whole: Bbox) -> tuple[int, int]:
    """A place in pixels as parts of the picture, from its left and its top."""
    return round(SCALE * (x - whole.x0) / whole.width), round(SCALE * (whole.y1 - y) / whole.height)


def _line(artist: Artist | None) -> np.ndarray | None:
    """The points of a line or an arrow in pixels, few of them; None for anything else."""
    if not isinstance(artist, Line2D | FancyArrowPatch | PathPatch):
        return None
    path = artist.get_path().transformed(artist.get_transform())
    if np.shape(path.vertices)[0] < 2:
        return None
    points = np.asarray(path.to_polygons(closed_only=False)[0])  # of an arrow the first is its shaft
    return points[np.unique(np.linspace(0, len(points) - 1, MOST_POINTS).astype(int))]


def _around(artist: Artist) -> Bbox:
    """What is drawn with a little room around it, in pixels."""
    return artist.get_window_extent().padded(REACH * artist.get_figure(root=True).dpi / 72)  # type: ignore[union-attr]


def _box(ax: Axes, x: Limits, y: Limits, whole: Bbox) -> Bbox:
    """An area in pixels of the figure."""
    to = blended_transform_factory(ax.transData if x else ax.transAxes, ax.transData if y else ax.transAxes)
    (x0, x1), (y0, y1) = x or (0, 1), y or (0, 1)
    box = Bbox(to.transform([(x0, y0), (x1, y1)]))
    left, right = sorted((box.x0, box.x1)) if x else (whole.x0, whole.x1)
    bottom, top = sorted((box.y0, box.y1))
    return Bbox([[left, bottom], [right, top]])


@contextmanager
def _as_saved(figure: Figure) -> Iterator[None]:
    """The figure with the dots of its file: they decide how large letters are, and so where its edges are."""
    dpi = figure.dpi
    figure.set_dpi(FILE_DPI)
    try:
        yield
    finally:
        figure.set_dpi(dpi)
