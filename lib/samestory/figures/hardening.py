"""Hardening at a glance: what sources do with a claim, and what the article does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from ..tables import STATUSES
from .style import COLOURS, GREY, INK, clipped, look, new_axes, status_patches, style

BOLD_STEPS = ("hardened", "added")
SIGNS = {"added": "+", "softened": "–"}


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
            there = np.flatnonzero(width)  # a bar of no width would still show its edge
            if len(there):
                ax.barh(there, width[there], left=left[there], height=0.7, **look(status))
            left += width
        wide = max(n, 1)  # compared with no article, it still says what it says
        box = wide * 1.04
        for row, item in enumerate(table.itertuples()):
            ax.add_patch(Rectangle((box, row - 0.35), wide * 0.07, 0.7, **look(item.status)))
            bold = item.step in BOLD_STEPS
            ax.text(
                box + wide * 0.09,
                row,
                item.step.replace("_", " "),
                va="center",
                fontweight="bold" if bold else "normal",
                color=INK if bold else GREY,
            )
        ax.set_yticks(rows, [clipped(label) for label in labels])
        ax.set_ylim(len(table) - 0.4, -1.5)
        ax.set_xlim(0, wide * 1.32)
        ax.set_xticks(range(0, n + 1, max(1, round(n / 5))))
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_bounds(0, n)
        ax.set_xlabel(f"articles it is compared with (n = {n})", loc="left")
        ax.text(0, -0.75, "they say", fontsize=9.5, color=GREY)
        ax.text(box, -0.75, f"{clipped(name, 24)} says", fontsize=9.5, color=GREY)
        used = [s for s in STATUSES if table[f"n_{s}"].any() or (table["status"] == s).any()]
        handles = status_patches(used)
        ax.figure.legend(handles=handles, loc="outside lower center", ncols=4)
        ax.set_title("How firmly each claim is put")
    return ax


def plot_hardening_edges(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A row a pair of articles, a column a claim: left half what the one does, right half what the other does.

    Only pairs in which one article names the other (from ``chain_edges``) are joined by an arrow.

    Parameters
    ----------
    table
        From ``hardening_edges``; columns ``edge`` and ``claim`` with readable names are used where they are there.
        Hardened cells are framed; added and softened ones carry a sign.
    ax
        Where to draw; a new figure unless given.
    """
    is_named = "n_hops" in table
    first, second = table["source_article_id"].astype("str"), table["article_id"].astype("str")
    ids = first + " → " + second if is_named else second + ", compared with " + first
    edges = dict(zip(ids, table.get("edge", ids), strict=True))
    names = dict(zip(table["claim_id"], table["claim"] if "claim" in table else table["claim_id"], strict=True))
    y_of, x_of = {key: y for y, key in enumerate(edges)}, {key: x for x, key in enumerate(sorted(names))}
    with style():
        ax = new_axes(8.5, max(3.0, 0.27 * len(edges) + 3.3)) if ax is None else ax
        for row, key in zip(table.itertuples(), ids, strict=True):
            x, y = x_of[row.claim_id], y_of[key]
            ax.add_patch(Rectangle((x - 0.42, y - 0.38), 0.42, 0.76, **look(row.source_status) | {"linewidth": 0.5}))
            ax.add_patch(Rectangle((x, y - 0.38), 0.42, 0.76, **look(row.status) | {"linewidth": 0.5}))
            if row.step == "hardened":
                frame: dict[str, Any] = {
                    "fill": False,
                    "edgecolor": COLOURS["contradicted"],
                    "linewidth": 2.2,
                    "zorder": 4,
                }
                ax.add_patch(Rectangle((x - 0.47, y - 0.45), 0.94, 0.9, **frame))
            elif row.step in SIGNS:
                box = {"boxstyle": "circle,pad=0.1", "facecolor": "white", "edgecolor": GREY, "linewidth": 0.6}
                ax.text(x, y, SIGNS[row.step], ha="center", va="center", fontsize=8, color=INK, bbox=box, zorder=5)
        ax.set_yticks(range(len(edges)), [clipped(edge, 64) for edge in edges.values()], fontsize=9)
        ax.set_xticks(range(len(x_of)), [clipped(names[key], 60) for key in x_of], fontsize=9, rotation=90)
        ax.tick_params(axis="both", length=0, labeltop=True, labelbottom=False)
        ax.set_xlim(-0.7, max(len(x_of), 1) - 0.3)
        ax.set_ylim(max(len(edges), 1) - 0.4, -0.6)
        for side in ax.spines.values():
            side.set_visible(False)
        used = [s for s in STATUSES if (table["status"] == s).any() or (table["source_status"] == s).any()]
        handles = status_patches(used)
        if (table["step"] == "hardened").any():
            handles.append(Patch(fill=False, edgecolor=COLOURS["contradicted"], linewidth=2.2, label="hardened"))
        if handles:
            signs = ", ".join(f"{sign} {step}" for step, sign in SIGNS.items() if (table["step"] == step).any())
            left_half = "the source" if is_named else "the article compared"
            note = f"left half: {left_half}; right half: the article" + (f"; {signs}" if signs else "")
            ax.figure.legend(handles=handles, loc="outside lower center", ncols=4, title=note)
        what = "at the source and in the article" if is_named else "in the article and in those it is compared with"
        ax.set_title(f"Each claim {what} (n = {len(edges)})")
    return ax
