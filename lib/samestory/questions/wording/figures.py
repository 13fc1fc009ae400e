"""Figures of wording: which words set groups apart, and which words make up a difference."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ...errors import counted
from ...plotting.evidence import keys_of, link_area
from ...plotting.theme import COLOURS, CYCLE, GREY, INK, LIGHT, clipped, new_axes, rows_axis, style, value_axis
from .shifts import KINDS, SIDES

__all__ = ["plot_distinctive", "plot_shift"]

ROW = 0.42  # inches a word takes
MARKS: dict[str, dict[str, Any]] = {
    "articles": {"marker": "o", "markersize": 6.5},
    "families": {"marker": "D", "markersize": 5.5, "markerfacecolor": "white"},
    "own": {"marker": "s", "markersize": 5.5, "markerfacecolor": LIGHT},
}
MEANT = {"articles": "all text, articles", "families": "all text, copies once", "own": "own text, copies once"}
HEADS = {"articles": "articles", "families": "families", "own": "own text"}
BARS = 20
OF_KIND = dict(zip((*KINDS, *SIDES), (*CYCLE[:4], GREY, CYCLE[0], CYCLE[1]), strict=True))
TOTAL = "#222222"


def plot_distinctive(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Dots with intervals: how much more each group uses its words than all others, with all text and with own text.

    Parameters
    ----------
    table
        From ``wording.distinctive_words``, or some of its rows: one block a language and group, one row a word. A word
        that is distinctive is coloured. At the right: articles or families of the group that use the word.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> found = ss.wording.distinctive_words(story.articles, "country", n_resamples=50)
    >>> ss.wording.plot_distinctive(found.head(12)).get_xlabel()
    'log-odds of the word against all other groups of its language (95 % interval); 0: as elsewhere'
    """
    used = [name for name in MARKS if (table["counted"] == name).any()]
    blocks = list(table.groupby(["language", "group"], sort=False))
    n_rows = len(blocks) + sum(rows["word"].nunique() for _, rows in blocks)
    at_right = {name: 1.03 + 0.11 * number for number, name in enumerate(used)}
    with style():
        ax = new_axes(9.5, max(2.6, ROW * n_rows + 1.8)) if ax is None else ax
        ticks: list[tuple[float, str]] = []
        y = 0.0
        for (language, group), rows in blocks:
            heading = f"{clipped(group)} ({language})"
            over = ax.text(0, y + 0.15, heading, transform=ax.get_yaxis_transform(), fontweight="bold", va="center")
            over.set(color=INK, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
            y += 1
            for word, of_word in rows.groupby("word", sort=False):
                for row in of_word.to_dict("records"):
                    _mark(ax, y + 0.24 * (used.index(row["counted"]) - (len(used) - 1) / 2), row)
                    said: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "fontsize": 9.5, "va": "center"}
                    colour = INK if row["is_distinctive"] else GREY
                    said["color"] = colour
                    ax.text(at_right[row["counted"]], y, f"{row['n_with']} of {row['n_units']}", **said)
                link_area(ax, keys_of("article_id", of_word.iloc[0].to_dict()), y=(y - 0.5, y + 0.5))
                ticks.append((y, clipped(word, 30)))
                y += 1
        ax.axvline(0, color=GREY, linewidth=0.9, zorder=1)
        ax.set_yticks([at for at, _ in ticks], [name for _, name in ticks])
        ax.set_ylim(max(n_rows, 1) - 0.4, -0.7)
        rows_axis(ax)
        value_axis(ax, "x")
        for name in used:
            ax.text(
                at_right[name],
                -0.55,
                HEADS[name],
                color=GREY,
                va="bottom",
                fontsize=9.5,
                transform=ax.get_yaxis_transform(),
            )
        ax.set_xlabel(
            "log-odds of the word against all other groups of its language (95 % interval); 0: as elsewhere",
            loc="left",
        )
        n = int(table.loc[table["is_distinctive"], ["language", "group", "word"]].drop_duplicates().shape[0])
        ax.set_title("Words that set groups apart: " + (counted(n, "word") if n else "none") + " beyond chance", x=0)
        keys = [Line2D([], [], color=GREY, linewidth=1, label=MEANT[name], **MARKS[name]) for name in used]
        if n:
            keys.append(Line2D([], [], color=COLOURS["asserted"], marker="o", linewidth=1, label="beyond chance"))
        if keys:
            ax.figure.legend(handles=keys, loc="outside lower center", ncols=2)
    return ax


def _mark(ax: Axes, y: float, row: dict[str, Any]) -> None:
    """One value with its interval; nothing if the group does not use the word in this text."""
    if not row["n_uses"]:
        return
    colour = COLOURS["asserted"] if row["is_distinctive"] else GREY
    ax.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=1.3, solid_capstyle="butt", zorder=2)
    ax.plot([row["log_odds"]], [y], color=colour, linestyle="", zorder=3, **MARKS[row["counted"]])


def plot_shift(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Bars of words that add up to the difference between two groups.

    Parameters
    ----------
    table
        From ``wording.word_shift``, all rows. The 20 words of largest contribution are drawn; one bar is all other
        words together, and the last bar is the difference: the sum of all bars above it.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> english = story.articles.query("language == 'en'")
    >>> is_gull = english["outlet"] == "The Daily Gull"
    >>> ss.wording.plot_shift(ss.wording.word_shift(english[~is_gull], english[is_gull])).get_title(loc="left")
    'Words that make up the difference (b minus a)'
    """
    first, rest = table.head(BARS), table.iloc[BARS:]
    names = [clipped(word, 30) for word in first["word"]]
    sizes, colours = list(first["contribution"]), [OF_KIND[kind] for kind in first["kind"]]
    if len(rest):
        names.append(f"all other {counted(len(rest), 'word')}")
        sizes.append(rest["contribution"].sum())
        colours.append(LIGHT)
    if len(table):
        names.append("difference: the sum")
        sizes.append(table["contribution"].sum())
        colours.append(TOTAL)
    places = np.arange(len(names))
    with style():
        ax = new_axes(8.5, max(2.6, 0.3 * len(names) + 1.7)) if ax is None else ax
        if len(places):
            ax.barh(places, sizes, height=0.72, color=colours, edgecolor=GREY, linewidth=0.5)
        ax.axvline(0, color=INK, linewidth=0.9)
        room = max([abs(size) for size in sizes], default=1) * 0.015
        for y, size in enumerate(sizes):
            ax.text(
                size + (room if size >= 0 else -room),
                y,
                f"{size:+.3g}",
                va="center",
                fontsize=9,
                color=GREY,
                ha="left" if size >= 0 else "right",
            )
        ax.margins(x=0.14)
        ax.set_yticks(places, names)
        ax.set_ylim(max(len(names), 1) - 0.4, -0.7)
        ax.tick_params(axis="y", length=0)
        value_axis(ax, "x")
        ax.set_xlabel("part of the difference", loc="left")
        ax.set_title("Words that make up the difference (b minus a)")
        kinds = [kind for kind in OF_KIND if (first["kind"] == kind).any()]
        if kinds:
            keys = [Patch(facecolor=OF_KIND[kind], edgecolor=GREY, linewidth=0.5, label=kind) for kind in kinds]
            ax.figure.legend(handles=keys, loc="outside lower center", ncols=3)
    return ax
