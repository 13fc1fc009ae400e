"""How many articles, families, independent reports and origins: one inside the other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .style import COLOURS, GREY, INK, clipped, new_axes, style, value_axis

# column, name, colour, height of the bar: each inside the one before, so that all stay visible where they are equal
LAYERS = (
    ("n_articles", "articles", COLOURS["hedged"], 0.78),
    ("n_families", "copy families", COLOURS["attributed"], 0.5),
    ("n_independent", "independent reports", COLOURS["asserted"], 0.22),
)
ORIGINS = ("n_origins", "origins", COLOURS["contradicted"])


def _counts(row: Any) -> str:
    """The numbers of a row, or that nobody could look."""
    left = getattr(row, "n_not_examined", 0)
    if left and left == row.n_articles:
        return f"{row.n_articles} · copies not examined"
    said = " · ".join(str(n) for n in (row.n_articles, row.n_families, row.n_independent, row.n_origins))
    return f"{said} ({left} not examined)" if left else said


def plot_independence(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """For each row the articles as a bar, inside it families and independent reports, and a mark for origins.

    Parameters
    ----------
    table
        From ``independence``: the value in the first column, then the counts.
    ax
        Where to draw; a new figure unless given.
    """
    by = str(table.columns[0])
    rows = np.arange(len(table))
    with style():
        ax = new_axes(8, max(2.2, 0.42 * len(table) + 1.7)) if ax is None else ax
        for column, name, colour, height in LAYERS:
            width = table[column].astype("float64").fillna(0.0)  # not examined: no bar
            ax.barh(rows, width, height=height, color=colour, label=name)
        column, name, colour = ORIGINS
        origins: dict[str, Any] = {
            "marker": "D",
            "color": colour,
            "linestyle": "",
            "markersize": 6,
            "markeredgecolor": "white",
        }
        ax.plot(table[column].astype("float64"), rows, label=name, zorder=4, **origins)
        longest = float(table["n_articles"].max()) if len(table) else 1.0
        for y, row in enumerate(table.itertuples()):
            ax.text(row.n_articles + longest * 0.035, y, _counts(row), va="center", color=INK)
        ax.set_yticks(rows, [clipped(value).replace("_", " ") for value in table[by]])
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.set_xlim(0, longest * 1.3)
        value_axis(ax, "x", whole=True)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("count; at the right articles · families · independent reports · origins", color=GREY)
        if len(table):
            handles, _ = ax.get_legend_handles_labels()
            bars_first = sorted(handles, key=lambda handle: handle.get_label() == name)
            ax.figure.legend(handles=bars_first, loc="outside lower center", ncols=4)
        title = "How many reports the articles are"
        ax.set_title(title if by == "scope" else f"{title}, by {by.replace('_', ' ')}")
    return ax
