"""Figures of topics: what they are made of, and which outlets write about them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ...plotting.dumbbell import dumbbell, dumbbell_axes
from ...plotting.evidence import link_rows
from ...plotting.theme import COLOURS, GREY, INK, clipped, new_axes, rows_axis, style, value_axis
from ...statistics import MIN_N

__all__ = ["plot_topic_shares", "plot_topics"]

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
        rows_axis(ax)
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
                dumbbell(ax, len(drawn), row, COLOURS["attributed"])
                drawn.append({str(key): value for key, value in row.items()})
                names.append(clipped(row["group"]))
        link_rows(ax, "article_id", pd.DataFrame(drawn))
        ax.set_yticks(range(len(names)), names)
        dumbbell_axes(ax, n_rows)
        missing = len(table) and (table["is_few"] | table["is_few_families"]).any()
        note = f"\nno mark: fewer than {MIN_N} of them" if missing else ""
        ax.set_xlabel(f"share of the outlet's articles, or copy families, that have a topic{note}", loc="left")
        ax.set_title("Which outlet writes about what")
    return ax
