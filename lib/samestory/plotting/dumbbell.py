"""A share twice on one row: of articles and, below, of copy families, each with its interval and its counts."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from .theme import GREY, INK, LIGHT, rows_axis, share_ticks

__all__: list[str] = []

ARTICLES_AT, FAMILIES_AT = 1.03, 1.17  # where the counts are, in widths of the axes


def dumbbell(ax: Axes, y: float, row: dict[Any, Any], colour: str) -> None:
    """Articles above with their interval, families below with theirs, counts at the right."""
    for x in np.linspace(0, 1, 5):
        ax.plot([x, x], [y - 0.5, y + 0.5], color=LIGHT, linewidth=0.8, zorder=0)
    if not row["is_few"]:
        ends = [row["article_low"], row["article_high"]]
        ax.plot(ends, [y - 0.2, y - 0.2], color=colour, linewidth=1.8, solid_capstyle="butt", zorder=2)
        marks: dict[str, Any] = {"linestyle": "", "color": colour, "clip_on": False}
        ax.plot([row["article_share"]], [y - 0.2], marker="o", markersize=7, zorder=4, **marks)
    if not row["is_few_families"]:
        ax.plot([row["family_low"], row["family_high"]], [y + 0.2, y + 0.2], color=colour, linewidth=0.9, zorder=2)
        marks = {"linestyle": "", "color": colour, "clip_on": False, "markerfacecolor": "white"}
        ax.plot([row["family_share"]], [y + 0.2], marker="D", markersize=5.5, zorder=3, **marks)
    if row["is_few"] and row["is_few_families"]:
        ax.text(0.01, y, "too few for a share", fontsize=9, color=GREY, va="center", style="italic")
    at: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "fontsize": 9.5, "va": "center"}
    ax.text(ARTICLES_AT, y, f"{row['n_with']} of {row['n_articles']}", color=INK, **at)
    ax.text(FAMILIES_AT, y, f"{round(row['family_votes'], 1):,g} of {row['n_families']}", color=GREY, **at)


def dumbbell_axes(ax: Axes, n_rows: int) -> None:
    """Axes of shares for ``n_rows`` rows, with heads above the counts and a legend; none of both if there is no row."""
    ax.set_ylim(max(n_rows, 1) - 0.4, -0.6)
    ax.set_xlim(-0.03, 1.03)
    share_ticks(ax)
    rows_axis(ax)
    if not n_rows:
        return
    for x, head, colour in ((ARTICLES_AT, "articles", INK), (FAMILIES_AT, "families", GREY)):
        ax.text(x, -0.5, head, color=colour, va="bottom", fontsize=9.5, transform=ax.get_yaxis_transform())
    keys = [
        Line2D([], [], color=GREY, marker="o", label="articles, 95 % interval (Wilson)"),
        Line2D([], [], color=GREY, marker="D", markerfacecolor="white", label="copy families, 95 % interval"),
    ]
    ax.figure.legend(handles=keys, loc="outside lower center", ncols=2)
