"""Figures of topics: what they are made of, and which outlets write about them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ...plotting.evidence import link_rows
from ...plotting.theme import COLOURS, GREY, INK, LIGHT, clipped, new_axes, style, value_axis
from ...statistics import MIN_N

__all__ = ["plot_topic_shares", "plot_topics"]

ARTICLES_AT, FAMILIES_AT = 1.03, 1.17  # where the counts are, in widths of the axes
BLOCK = ["topic_id", "words"]


def plot_topics(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the topics: how many articles and copy families each has, how stable and how coherent it is.

    Parameters
    ----------
    table
        The ``topics`` of a `topic_map`.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> found = ss.wording.topic_map(story.articles)
    >>> ss.wording.plot_topics(found.topics).get_title(loc="left")
    'What the articles are about'
    """
    y = np.arange(len(table))
    with style():
        ax = new_axes(10, max(2.4, 0.42 * len(table) + 1.6)) if ax is None else ax
        ax.barh(y, table["n_articles"], height=0.72, color=COLOURS["hedged"], label="articles")
        ax.barh(y, table["n_families"], height=0.4, color=COLOURS["asserted"], label="copy families")
        at: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center", "fontsize": 9.5}
        for i, row in enumerate(table.itertuples()):
            ax.text(1.03, i, f"{row.stability:.2f}", color=INK if row.is_stable else GREY, **at)
            said = "cannot tell" if pd.isna(row.coherence) else f"{row.coherence:.2f}"
            ax.text(1.22, i, said, color=INK, **at)
        if len(table):
            for x, head in ((1.03, "stability"), (1.22, "coherence")):
                ax.text(x, -0.8, head, color=GREY, **at)
            ax.figure.legend(loc="outside lower center", ncols=2)
        link_rows(ax, "article_id", table)
        names = [f"{clipped(row.words, 58)}  ({row.model})" for row in table.itertuples()]
        ax.set_yticks(y, names, fontsize=9)
        ax.set_ylim(max(len(table), 1) - 0.4, -1.1)
        value_axis(ax, "x", whole=True)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("articles whose main topic it is", loc="left")
        ax.set_title("What the articles are about")
    return ax


def plot_topic_shares(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw dumbbells: for each topic and outlet the share of articles about it, and the share of copy families.

    Parameters
    ----------
    table
        From `topic_shares`, with the ``words`` of each topic: a block a topic, a row an outlet. If there are too few
        articles or families for a share, their mark is left out.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> found = ss.wording.topic_map(story.articles)
    >>> table = ss.wording.topic_shares(found, story.articles).merge(found.topics[["topic_id", "words"]])
    >>> ss.wording.plot_topic_shares(table).get_title(loc="left")
    'Which outlet writes about what'
    """
    blocks = list(table.groupby(BLOCK, sort=False))
    n_rows = len(table) + len(blocks)
    with style():
        ax = new_axes(9, max(2.4, 0.36 * n_rows + 1.7)) if ax is None else ax
        drawn: list[dict[str, Any]] = []
        names: list[str] = []
        for (_, words), rows in blocks:
            ax.text(0, len(drawn) + 0.1, clipped(words, 80), fontweight="bold", va="center", color=INK)
            drawn.append({})
            names.append("")
            for row in rows.to_dict("records"):
                _dumbbell(ax, len(drawn), row)
                drawn.append({str(key): value for key, value in row.items()})
                names.append(clipped(row["group"]))
        link_rows(ax, "article_id", pd.DataFrame(drawn))
        ax.set_yticks(range(len(names)), names)
        ax.set_ylim(max(n_rows, 1) - 0.4, -0.6)
        ax.set_xlim(-0.02, 1.02)
        ax.set_xticks(np.linspace(0, 1, 5), ["0 %", "25 %", "50 %", "75 %", "100 %"])
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        missing = len(table) and (table["is_few"] | table["is_few_families"]).any()
        note = f"\nno mark: fewer than {MIN_N} of them" if missing else ""
        ax.set_xlabel(f"share of the outlet's articles, or copy families, that have a topic{note}", loc="left")
        ax.set_title("Which outlet writes about what")
        if len(table):
            at: dict[str, Any] = {"va": "bottom", "fontsize": 9.5, "transform": ax.get_yaxis_transform()}
            for x, head, colour in ((ARTICLES_AT, "articles", INK), (FAMILIES_AT, "families", GREY)):
                ax.text(x, -0.5, head, color=colour, **at)
            keys = [
                Line2D([], [], color=COLOURS["attributed"], marker="o", label="articles, 95 % interval (Wilson)"),
                Line2D([], [], color=GREY, marker="D", markerfacecolor="white", label="copy families, 95 % interval"),
            ]
            ax.figure.legend(handles=keys, loc="outside lower center", ncols=2)
    return ax


def _dumbbell(ax: Axes, y: float, row: dict[str, Any]) -> None:
    """Articles above with their interval, families below with theirs, counts at the right."""
    for x in np.linspace(0, 1, 5):
        ax.plot([x, x], [y - 0.5, y + 0.5], color=LIGHT, linewidth=0.8, zorder=0)
    if not row["is_few"]:
        ends = [row["article_low"], row["article_high"]]
        ax.plot(ends, [y - 0.2, y - 0.2], color=COLOURS["attributed"], linewidth=1.8, solid_capstyle="butt")
        ax.plot([row["article_share"]], [y - 0.2], marker="o", markersize=7, color=COLOURS["attributed"], zorder=4)
    if not row["is_few_families"]:
        ax.plot([row["family_low"], row["family_high"]], [y + 0.2, y + 0.2], color=GREY, linewidth=0.9)
        marks: dict[str, Any] = {"marker": "D", "markersize": 5.5, "color": GREY, "markerfacecolor": "white"}
        ax.plot([row["family_share"]], [y + 0.2], linestyle="", zorder=3, **marks)
    if row["is_few"] and row["is_few_families"]:
        ax.text(0.01, y, "too few for a share", fontsize=9, color=GREY, va="center", style="italic")
    at: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "fontsize": 9.5, "va": "center"}
    ax.text(ARTICLES_AT, y, f"{row['n_with']} of {row['n_articles']}", color=INK, **at)
    ax.text(FAMILIES_AT, y, f"{row['family_votes']:.3g} of {row['n_families']}", color=GREY, **at)
