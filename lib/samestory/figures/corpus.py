"""Figures of what is in a story: composition, dates, text seen, what is missing."""

from __future__ import annotations

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..tables import TEXT_STATUSES
from .style import COLOURS, GREY, INK, clipped, look, new_axes, style, time_axis, value_axis

ROW = 0.3  # inches a horizontal bar takes


def _axes(ax: Axes | None, rows: int) -> Axes:
    return new_axes(8, max(1.9, ROW * rows + 1.3)) if ax is None else ax


def _horizontal(ax: Axes, names: pd.Series, longest: float) -> None:
    """Names down the left in table order, and room at the right for the numbers."""
    ax.set_yticks(np.arange(len(names)), [clipped(name) for name in names])
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(0, max(longest, 1e-9) * 1.22)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def plot_composition(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Bars of articles by the first column of a table from ``composition``, with the outlets beside.

    Parameters
    ----------
    table
        From ``composition``: the value in the first column, ``n_articles, n_outlets``.
    ax
        Where to draw; a new figure unless given.
    """
    by = str(table.columns[0])
    with style():
        ax = _axes(ax, len(table))
        rest = table[by].astype("str").str.fullmatch(r"\d+ others|not stated")  # sums and gaps, not values: in grey
        colours = [COLOURS["unknown"] if grey else COLOURS["attributed"] for grey in rest]
        ax.barh(np.arange(len(table)), table["n_articles"], height=0.72, color=colours)
        _horizontal(ax, table[by], float(table["n_articles"].max()) if len(table) else 1)
        for y, (n, outlets) in enumerate(zip(table["n_articles"], table["n_outlets"], strict=True)):
            label = f" {n} from {outlets} outlet" + ("s" if outlets != 1 else "")
            ax.text(n, y, label, va="center", fontsize=9.5, color=INK)
        ax.set_xlabel("articles")
        ax.set_title(f"Articles by {by.replace('_', ' ')}")
        value_axis(ax, "x")
    return ax


def plot_dates(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Articles by day; those known only to the month as a band as wide as the month; those without a date counted.

    Parameters
    ----------
    table
        From ``dates``: ``begin, end, precision, n_articles, n_total``.
    ax
        Where to draw; a new figure unless given.
    """
    with style():
        ax = new_axes(8, 3.4) if ax is None else ax
        for row in table[table["begin"].notna()].itertuples():
            begin, width = mdates.date2num(row.begin), (row.end - row.begin).days
            front = row.precision == "day"
            ax.bar(
                begin,
                row.n_articles,
                width=width,
                align="edge",
                zorder=3 if front else 2,
                **look(row.precision),
            )
        for precision, label in (("day", "known to the day or closer"), ("month", "known to the month only")):
            if (table["precision"] == precision).any():
                ax.bar(np.nan, np.nan, label=label, **look(precision))
        dated = table[table["begin"].notna()]
        top = float(dated["n_articles"].max()) if len(dated) else 1.0
        ax.set_ylim(0, top * 1.3)
        if len(dated):
            first, last = mdates.date2num(dated["begin"].min()), mdates.date2num(dated["end"].max())
            margin = max((last - first) * 0.02, 0.5)
            ax.set_xlim(first - margin, last + margin)
            time_axis(ax)
            ax.legend(loc="upper left", ncols=2)
        unknown = int(table.loc[table["precision"] == "unknown", "n_articles"].sum())
        total = int(table["n_total"].max()) if len(table) else 0
        ax.set_ylabel("articles")
        ax.set_title("When the articles were published")
        if unknown:
            note = f"without a date, not drawn: {unknown} of {total}"
            ax.set_title(note, loc="right", fontsize=9.5, fontweight="normal", color=GREY)
        value_axis(ax, "y")
        ax.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    return ax


def plot_text_seen(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Stacked bars: how many articles were seen whole, cut, as a teaser or not at all.

    Parameters
    ----------
    table
        From ``text_seen``: the value in the first column, one column a text status, ``n_articles``.
    ax
        Where to draw; a new figure unless given.
    """
    by = str(table.columns[0])
    with style():
        ax = _axes(ax, len(table) + 1)
        left = np.zeros(len(table))
        for status in TEXT_STATUSES:
            width = table[status].to_numpy(dtype=float)
            if width.sum():
                label = {"full": "whole text", "none": "no text"}.get(status, status)
                there = np.flatnonzero(width)  # a bar of no width would still show its edge
                ax.barh(there, width[there], left=left[there], height=0.72, label=label, **look(status))
            left += width
        _horizontal(ax, table[by], float(table["n_articles"].max()) if len(table) else 1)
        for y, (full, n) in enumerate(zip(table["full"], table["n_articles"], strict=True)):
            ax.text(n, y, f" {full} of {n} whole", va="center", fontsize=9.5, color=INK)
        ax.set_xlabel("articles")
        ax.set_title(f"How much of the text was seen, by {by.replace('_', ' ')}")
        if len(table):
            ax.legend(loc="lower right", ncols=1)
        value_axis(ax, "x")
    return ax


def plot_missing(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Bars of the share of articles for which something is not known.

    Parameters
    ----------
    table
        From ``missing``: ``column, n_missing, missing_share, n_total``.
    ax
        Where to draw; a new figure unless given.
    """
    with style():
        ax = _axes(ax, len(table))
        ax.barh(np.arange(len(table)), table["missing_share"] * 100, height=0.72, color=COLOURS["unknown"])
        _horizontal(ax, table["column"], 100)
        for y, row in enumerate(table.itertuples()):
            label = f" {row.n_missing} of {row.n_total}"
            ax.text(row.missing_share * 100, y, label, va="center", fontsize=9.5, color=INK)
        ax.set_xticks(range(0, 101, 25), [f"{tick} %" for tick in range(0, 101, 25)])
        ax.set_xlabel("articles for which it is not known")
        ax.set_title("What is not known")
        value_axis(ax, "x")
    return ax
