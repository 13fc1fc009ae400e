"""A figure's fingerprint: what its artists draw, written as text and hashed.

A test that compares pictures fails with every font and machine; a test that ignores them passes if bars are missing.
The fingerprint changes if a bar, a point, a colour or a label changes, and stays the same if only the font, the
resolution, the layout or the last digits of a number differ.

Left out: positions that depend on layout or pixels (titles, legends, the axes in the figure), drawing order, grid
lines, and the look of tick marks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection, LineCollection, QuadMesh
from matplotlib.figure import Figure, FigureBase
from matplotlib.image import _ImageBase
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.spines import Spine
from matplotlib.table import Table
from matplotlib.text import Text

from .artists import describe, has_marker
from .canonical import colour, number, numbers, sha, span, text

__all__ = ["Fingerprint", "fingerprint"]

ROOM = 9  # ticks of an axis with enough room: matplotlib's own maximum


@dataclass(frozen=True)
class Fingerprint:
    """What a figure draws.

    Attributes
    ----------
    digest : str
        Twelve hexadecimal digits, the SHA-256 of ``lines``.
    summary : str
        Counts for people: "2 axes · 16 bars · 0 points · 1 line · 40 texts".
    lines : tuple of str
        One line for each artist, in canonical form; compare two of these to see what changed.
    """

    digest: str
    summary: str
    lines: tuple[str, ...] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.summary} · fingerprint {self.digest}"


def fingerprint(figure: Figure) -> Fingerprint:
    """Compute the fingerprint of a figure; the figure is not changed.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Any figure.

    Returns
    -------
    Fingerprint
        The same for the same drawing with any font family, resolution, machine or layout.

    Examples
    --------
    >>> ax = ss.corpus.plot_dates(ss.corpus.dates(story.articles))
    >>> ss.plotting.fingerprint(ax.figure).summary
    '1 axes · 8 bars · ...'
    """
    lines: list[str] = []
    counts: Counter[str] = Counter()
    with _settled(figure):
        every = _all_axes(figure)
        for i, ax in enumerate(every, start=1):
            lines += [f"axes {i}: {line}" for line in _axes_lines(ax, counts)]
        lines += [f"figure: {line}" for line in _figure_lines(figure, counts)]
    counts["axes"] = len(every)
    return Fingerprint(sha("\n".join(lines)), _summary(counts), tuple(lines))


@contextmanager
def _settled(figure: Figure) -> Iterator[None]:
    """The figure with its automatic ticks and colours, as they are if there is enough room.

    How many ticks an axis gets depends on the room that fonts and layout leave. For the fingerprint every axis has
    enough room and no layout runs; both are restored afterwards.
    """
    engine = figure.get_layout_engine()
    axes = [axis for ax in _all_axes(figure) for axis in _axis_list(ax)]
    figure.set_layout_engine("none")
    for axis in axes:
        vars(axis)["get_tick_space"] = lambda: ROOM
    try:
        figure.draw_without_rendering()
        yield
    finally:
        for axis in axes:
            vars(axis).pop("get_tick_space", None)
        figure.set_layout_engine(engine or "none")


def _all_axes(figure: Figure) -> list[Axes]:
    """Every visible Axes; those inside others come after them."""
    found: list[Axes] = []

    def add(ax: Any) -> None:
        if ax.get_visible() and ax not in found:
            found.append(ax)
            for child in ax.child_axes:
                add(child)

    for ax in figure.axes:
        add(ax)
    return found


def _axis_list(ax: Axes) -> list[Axis]:
    return [axis for name in ("xaxis", "yaxis", "zaxis") if (axis := getattr(ax, name, None)) is not None]


def _axes_lines(ax: Axes, counts: Counter[str]) -> Iterator[str]:
    """Title, axes and artists of one Axes."""
    for place in ("left", "center", "right"):
        if title := ax.get_title(loc=place):
            counts["texts"] += 1
            yield f"title {place} {text(title)}"
    face = colour(ax.get_facecolor()) if ax.axison and ax.patch.get_visible() else "none"
    sides = [side for side, spine in ax.spines.items() if spine.get_visible()] if ax.axison else []
    yield f"{ax.name} face {face} sides {' '.join(sides)}"
    for axis in _axis_list(ax):
        yield from _axis_lines(ax, axis, counts)
    # get_children also lists the frame, the axis objects and titles told above, and axes told for themselves.
    told = {id(ax.patch), *map(id, _axis_list(ax)), *map(id, ax.child_axes)}
    told |= {id(title) for title in (ax.title, ax._left_title, ax._right_title)}  # type: ignore[attr-defined]
    for artist in ax.get_children():
        if id(artist) not in told and not isinstance(artist, Spine):
            yield from _told(artist, ax, counts)


def _axis_lines(ax: Axes, axis: Axis, counts: Counter[str]) -> Iterator[str]:
    """Scale, limits, label, ticks and tick labels of one axis."""
    name = axis.axis_name  # type: ignore[attr-defined]
    first, last = axis.get_view_interval() if name == "z" else getattr(ax, f"get_{name}lim")()
    low, high, length = min(first, last), max(first, last), span((first, last))
    turned = " inverted" if first > last else ""
    yield f"{name} {axis.get_scale()} {number(first, length)} to {number(last, length)}{turned}"
    if not (ax.axison and axis.get_visible()):
        return
    if label := axis.get_label_text():
        counts["texts"] += 1
        yield f"{name} label {text(label)} {colour(axis.label.get_color())}"
    margin = 1e-9 * length
    ticks = [x for x in axis.get_majorticklocs() if low - margin <= x <= high + margin]
    yield f"{name} ticks {numbers(np.asarray(ticks, dtype=float), length)}"
    where = 1 if name == "y" else 0
    for kind, labels in (("", axis.get_majorticklabels()), ("minor ", axis.get_minorticklabels())):
        for label_artist in labels:
            at, said = label_artist.get_unitless_position()[where], label_artist.get_text()
            if said and low - margin <= at <= high + margin:
                counts["texts"] += 1
                shade = colour(label_artist.get_color())
                yield f"{name} {kind}tick {number(at, length)} {text(said)} {shade}"
    if offset := axis.get_offset_text().get_text():
        counts["texts"] += 1
        yield f"{name} offset {text(offset)}"


def _figure_lines(figure: Any, counts: Counter[str]) -> Iterator[str]:
    """What belongs to the figure and to no axes: titles, texts, legends, and the same of its subfigures."""
    yield f"face {colour(figure.get_facecolor())}"
    for artist in figure.get_children():
        if artist is figure.patch or isinstance(artist, Axes):
            continue
        if isinstance(artist, FigureBase):
            for line in _figure_lines(artist, counts):
                yield f"part: {line}"
        else:
            yield from _told(artist, None, counts)


def _told(artist: Artist, ax: Axes | None, counts: Counter[str]) -> Iterator[str]:
    lines = list(describe(artist, ax))
    if lines:
        _count(artist, counts)
    yield from lines


def _count(artist: Any, counts: Counter[str]) -> None:
    """Add an artist to the counts of the summary."""
    if isinstance(artist, Text):
        counts["texts"] += 1
    elif isinstance(artist, Legend):
        titles = [artist.get_title().get_text(), *(label.get_text() for label in artist.get_texts())]
        counts["texts"] += sum(1 for title in titles if title)
    elif isinstance(artist, Table):
        counts["texts"] += sum(1 for cell in artist.get_celld().values() if cell.get_text().get_text())
    elif isinstance(artist, Rectangle):
        counts["bars"] += 1
    elif isinstance(artist, Patch):
        counts["shapes"] += 1
    elif isinstance(artist, Line2D):
        n = np.size(artist.get_xdata())
        counts["points"] += n if has_marker(artist) else 0
        counts["lines"] += 1 if n > 1 and artist.get_linestyle() not in ("None", "none", " ", "") else 0
    elif isinstance(artist, Collection):
        _count_collection(artist, counts)
    elif isinstance(artist, _ImageBase):
        values = artist.get_array()
        counts["cells"] += 0 if values is None else int(np.prod(np.shape(values)[:2]))
    else:
        counts["other things"] += 1


def _count_collection(artist: Any, counts: Counter[str]) -> None:
    if isinstance(artist, QuadMesh):
        rows, columns = np.shape(artist.get_coordinates())[:2]
        counts["cells"] += (rows - 1) * (columns - 1)
    elif isinstance(artist, LineCollection):
        counts["lines"] += len(artist.get_paths())
    elif hasattr(artist, "get_sizes") and len(artist.get_sizes()):
        counts["points"] += len(artist.get_offsets())
    else:
        counts["shapes"] += len(artist.get_paths())


def _summary(counts: Counter[str]) -> str:
    """The counts in words; the rarer kinds only where there are any."""
    always, sometimes = ("axes", "bars", "points", "lines", "texts"), ("cells", "shapes", "other things")
    shown = [kind for kind in always if kind != "texts"]
    shown += [kind for kind in sometimes if counts[kind]] + ["texts"]
    return " · ".join(
        f"{counts[kind]} {re.sub('s$', '', kind) if counts[kind] == 1 and kind != 'axes' else kind}" for kind in shown
    )
