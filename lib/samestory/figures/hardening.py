"""Hardening at a glance: what the articles nearer to the source do with a claim, and what the article does."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from ..tables import STATUSES
from .style import GREY, INK, look, new_axes, style

BOLD_STEPS = ("hardened", "added")


def plot_hardening(table: pd.DataFrame, *, name: str = "this article", ax: Axes | None = None) -> Axes:
    """One row a claim: the compared articles by status as a bar, then the article's own status, then the step.

    Parameters
    ----------
    table
        From ``hardening``; a column ``claim`` with readable names is used where it is there.
    name
        What to call the article examined.
    ax
        Where to draw; a new figure unless given.
    """
    n = int(table["n_compared"].max()) if len(table) else 1
    labels = table["claim"] if "claim" in table else table["claim_id"]
    with style():
        ax = new_axes(8.5, max(2.4, 0.32 * len(table) + 1.8)) if ax is None else ax
        rows = np.arange(len(table))
        left = np.zeros(len(table))
        for status in STATUSES:
            width = table[f"n_{status}"].to_numpy(dtype=float)
            if width.any():
                ax.barh(rows, width, left=left, height=0.7, **look(status))
            left += width
        box = n * 1.04
        for row, item in enumerate(table.itertuples()):
            ax.add_patch(Rectangle((box, row - 0.35), n * 0.07, 0.7, **look(item.status)))
            bold = item.step in BOLD_STEPS
            ax.text(
                box + n * 0.09,
                row,
                item.step.replace("_", " "),
                va="center",
                fontweight="bold" if bold else "normal",
                color=INK if bold else GREY,
            )
        ax.set_yticks(rows, list(labels))
        ax.set_ylim(len(table) - 0.4, -1.5)
        ax.set_xlim(0, n * 1.32)
        ax.set_xticks(range(0, n + 1, max(1, round(n / 5))))
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_bounds(0, n)
        ax.set_xlabel(f"articles it is held against (n = {n})", loc="left")
        ax.text(0, -0.75, "they say", fontsize=9.5, color=GREY)
        ax.text(box, -0.75, f"{name} says", fontsize=9.5, color=GREY)
        used = [s for s in STATUSES if table[f"n_{s}"].any() or (table["status"] == s).any()]
        handles = [Patch(label=status.replace("_", " "), **look(status)) for status in used]
        ax.figure.legend(handles=handles, loc="outside lower center", ncols=4)
        ax.set_title("How firmly each claim is put")
    return ax
