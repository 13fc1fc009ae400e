"""Precision and recall of a coding, a row for each group, in blocks where several things were coded."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .style import COLOURS, GREY, INK, LIGHT, clipped, new_axes, style, value_axis

HIGH = 0.27  # inches a row
MARKS = (("precision", "o", COLOURS["asserted"], -0.14), ("recall", "s", COLOURS["denied"], 0.14))


def plot_precision_recall(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A dot for precision and a square for recall of each row, with their intervals; at the right what they are of.

    Parameters
    ----------
    table
        From ``precision_recall``; drawn in the order given. A column ``what`` begins a new block where it changes, and
        ``name`` has readable names of the groups.
    ax
        Where to draw; a new figure unless given.
    """
    names = list(table["name"] if "name" in table else table["group"])
    blocks = list(table["what"]) if "what" in table else [""] * len(table)
    places, heads, at = [], [], 0.0
    for n, block in enumerate(blocks):
        if block and (n == 0 or block != blocks[n - 1]):
            heads.append((at + (0.25 if n else 0), block))
            at += 1.25 if n else 1.0
        places.append(at)
        at += 1
    with style():
        ax = new_axes(8.4, max(2.3, HIGH * at + 1.4)) if ax is None else ax
        ax.set_xlim(-0.02, 1.02)
        ax.set_ylim(max(at, 1) - 0.4, -0.6)
        for y, head in heads:
            ax.text(0, y, clipped(head, 40), ha="left", va="center", fontweight="bold", color=INK)
        for y, row in zip(places, table.to_dict("records"), strict=True):
            ax.axhline(y, color=LIGHT, linewidth=0.6, zorder=0)
            for what, sign, colour, off in MARKS:
                share, low, high = (row[f"{what}_{part}"] for part in ("share", "low", "high"))
                if np.isnan(share):
                    continue
                if not np.isnan(low):
                    ax.plot([low, high], [y + off] * 2, color=colour, linewidth=1.6, alpha=0.6, zorder=2)
                face = colour if sign == "o" else "white"
                ax.plot([share], [y + off], sign, color=colour, markerfacecolor=face, markersize=5.5, zorder=3)
            said = f"{row['n_right']} of {row['n_coded']} coded, of {row['n_truth']} there"
            ax.text(1.04, y, said, ha="left", va="center", fontsize=9, color=GREY)
        for what, sign, colour, _ in MARKS:
            face = colour if sign == "o" else "white"
            ax.plot([], [], sign, color=colour, markerfacecolor=face, label=what)
        ax.set_yticks(places, [clipped(str(name), 30) for name in names])
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("share right: of what was coded (precision), of what was there (recall)" if names else "no rows")
        ax.figure.legend(loc="outside lower center", ncols=2)
        ax.set_title("How much of a coding is right, and how much it finds")
        value_axis(ax, "x")
    return ax
