"""Figures of what is in a story: composition, dates, text seen, what is missing."""

from __future__ import annotations

from textwrap import fill

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from ...plotting.theme import (
    COLOURS,
    GREY,
    HATCHES,
    INK,
    clipped,
    look,
    new_axes,
    rows_axis,
    style,
    time_axis,
    value_axis,
)
from ...schema import TEXT_STATUSES

__all__ = ["plot_composition", "plot_dates", "plot_intake", "plot_missing_values", "plot_text_seen"]

ROW = 0.3  # inches a horizontal bar takes
LONG = 40  # characters of a name on one line


def _names(table: pd.DataFrame) -> list[str]:
    """The names of the rows, in lines of `LONG` characters: a column ``name``, or without one the first column."""
    names = table["name"] if "name" in table else table.iloc[:, 0]
    return [fill(clipped(name, 3 * LONG), LONG) if " " in str(name) else clipped(name) for name in names]


def _axes(ax: Axes | None, rows: int) -> Axes:
    return new_axes(8, max(1.9, ROW * rows + 1.3)) if ax is None else ax


def _horizontal(ax: Axes, names: list[str], longest: float) -> None:
    """Names down the left in table order, and room at the right for the numbers."""
    ax.set_yticks(np.arange(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(0, max(longest, 1e-9) * 1.22)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
    rows_axis(ax)


def plot_composition(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the number of articles for each value of a column, with the number of outlets.

    Parameters
    ----------
    table
        From `composition`. A column ``name`` gives readable names.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        One bar a value. Bars of several values, and of articles without a value, are grey.

    Examples
    --------
    >>> ax = ss.corpus.plot_composition(ss.corpus.composition(story.articles, "country"))
    >>> ax.get_title(loc="left")
    'How many articles, by country'
    """
    by = str(table.columns[0])
    with style():
        ax = _axes(ax, len(table))
        rest = table[by].astype("str").str.fullmatch(r"\d+ others|not stated")  # sums and gaps, not values: in grey
        colours = [COLOURS["unknown"] if grey else COLOURS["attributed"] for grey in rest]
        ax.barh(np.arange(len(table)), table["n_articles"], height=0.72, color=colours)
        _horizontal(ax, _names(table), float(table["n_articles"].max()) if len(table) else 1)
        for y, (n, outlets) in enumerate(zip(table["n_articles"], table["n_outlets"], strict=True)):
            label = f" {n} from {outlets} outlet" + ("s" if outlets != 1 else "")
            ax.text(n, y, label, va="center", fontsize=9.5, color=INK)
        ax.set_xlabel("articles")
        ax.set_title(f"How many articles, by {by.replace('_', ' ')}")
    return ax


def plot_dates(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the number of articles by day.

    Parameters
    ----------
    table
        From `dates`.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        One bar a day. A pale band as wide as a month counts the articles known to that month only. The articles without
        a date are counted above the figure.

    Examples
    --------
    >>> ss.corpus.plot_dates(ss.corpus.dates(story.articles)).get_title(loc="right")
    'without a date, not drawn: 2 of 31'
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
    """Draw how many articles were seen whole, cut, as a teaser or not at all.

    Parameters
    ----------
    table
        From `text_seen`. A column ``name`` gives readable names.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        One stacked bar a value of the first column.

    Examples
    --------
    >>> ss.corpus.plot_text_seen(ss.corpus.text_seen(story.articles)).get_title(loc="left")
    'How much of each text was seen, by event'
    """
    names = _names(table)
    with style():
        n_lines = len(table) + sum(name.count("\n") for name in names) * 0.6
        ax = new_axes(8.5, max(1.9, ROW * n_lines + 1.8)) if ax is None else ax
        left = np.zeros(len(table))
        for status in TEXT_STATUSES:
            width = table[status].to_numpy(dtype=float)
            if width.sum():
                label = {"full": "whole text", "none": "no text"}.get(status, status)
                there = np.flatnonzero(width)  # a bar of no width would still show its edge
                ax.barh(there, width[there], left=left[there], height=0.72, label=label, **look(status))
            left += width
        _horizontal(ax, names, float(table["n_articles"].max()) if len(table) else 1)
        for y, (full, n) in enumerate(zip(table["full"], table["n_articles"], strict=True)):
            ax.text(n, y, f" {full} of {n} whole", va="center", fontsize=9.5, color=INK)
        ax.set_xlabel("articles")
        by = "part of the story" if "name" in table else str(table.columns[0]).replace("_", " ")
        ax.set_title(f"How much of each text was seen, by {by}")
        if len(table):
            ax.figure.legend(loc="outside lower center", ncols=len(TEXT_STATUSES))
    return ax


def plot_missing_values(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw for which share of the articles each fact is not known.

    Parameters
    ----------
    table
        From `missing_values`. A column ``name`` gives readable names.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        One bar a fact, in percent of all articles.

    Examples
    --------
    >>> ss.corpus.plot_missing_values(ss.corpus.missing_values(story.articles)).get_title(loc="left")
    'Which facts are not known'
    """
    with style():
        ax = _axes(ax, len(table))
        ax.barh(np.arange(len(table)), table["missing_share"] * 100, height=0.72, color=COLOURS["unknown"])
        _horizontal(ax, _names(table), 100)
        for y, row in enumerate(table.itertuples()):
            label = f" {row.n_missing} of {row.n_total}"
            ax.text(row.missing_share * 100, y, label, va="center", fontsize=9.5, color=INK)
        ax.set_xticks(range(0, 101, 25), [f"{tick} %" for tick in range(0, 101, 25)])
        ax.set_xlabel("share of all articles")
        ax.set_title("Which facts are not known")
    return ax


STEPS = {"records": "records", "dates": "dates known to the", "texts": "texts seen", "repeats": "repeated texts"}
# Each part has the colour of what it means elsewhere in the suite: warm if lost, grey if not known.
_PARTS = {
    "kept": "asserted",
    "rejected": "contradicted",
    "missing": "denied",
    "minute": "minute",
    "day": "day",
    "month": "month",
    "not known": "unknown",
    "whole": "full",
    "cut": "cut",
    "teaser": "teaser",
    "none": "none",
    "text once": "attributed",
    "same words again": "hedged",
    "no text": "none",
}
NARROW = 0.13  # parts with a smaller share of a bar are named below it, not inside
LETTER = 0.0105  # share of a bar that one character of a name below it takes


def plot_intake(flow: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what was read: records, how exactly dates are known, how much of the texts was seen, and repeated texts.

    Parameters
    ----------
    flow
        ``report.flow`` of `read_articles`: ``step, part, n, share`` (0..1).
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        One bar a step, in parts that add up to the n beside it.

    Examples
    --------
    >>> articles, report = ss.read_articles(ss.paths.seeds() / "harbour-fire-exports" / "exports")
    >>> [label.get_text() for label in ss.corpus.plot_intake(report.flow).get_yticklabels()]
    ['records\\nn = 33', 'dates known to the\\nn = 31', 'texts seen\\nn = 31', 'repeated texts\\nn = 31']
    """
    steps = [step for step in STEPS if (flow["step"] == step).any()]
    with style():
        ax = new_axes(8, 0.78 * max(len(steps), 1) + 1.0) if ax is None else ax
        for y, step in enumerate(steps):
            parts = flow[(flow["step"] == step) & (flow["n"] > 0)]
            _bar(ax, y, parts)
        totals = [int(flow.loc[flow["step"] == step, "n"].sum()) for step in steps]
        ax.set_yticks(range(len(steps)), [f"{STEPS[one]}\nn = {n:,}" for one, n in zip(steps, totals, strict=True)])
        ax.set_ylim(max(len(steps), 1) - 0.25, -0.6)
        ax.set_xlim(0, 1)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        rows_axis(ax)
        ax.set_xlabel("share of each bar's n")
        ax.set_title("What was read, and how much of it is known")
        if not flow["n"].sum():
            ax.text(0.5, 0.5, "nothing was read", transform=ax.transAxes, ha="center", va="center", color=GREY)
    return ax


def _bar(ax: Axes, y: int, parts: pd.DataFrame) -> None:
    """One stacked bar; wide parts are named inside, narrow ones below, under a line as long as they are."""
    left = 0.0
    small: list[list[tuple[float, float, str]]] = [[]]  # runs of neighbours too narrow for their names
    for row in parts.itertuples():
        meaning = _PARTS.get(row.part, "neutral")
        ax.barh(
            y, row.share, left=left, height=0.46, color=COLOURS[meaning], edgecolor=INK, linewidth=0.5,
            hatch=HATCHES.get(meaning),
        )  # fmt: skip
        said = f"{row.part} {row.n:,}"
        if row.share >= max(NARROW, 0.013 * len(said)):
            dark = meaning in ("asserted", "minute", "full", "contradicted")
            ax.text(left + row.share / 2, y, said, ha="center", va="center", fontsize=9, color="white" if dark else INK)
            small.append([])
        else:
            small[-1].append((left, left + row.share, said))
        left += row.share
    for run in filter(None, small):
        begin, end, said = run[0][0], run[-1][1], ", ".join(said for *_, said in run)
        at, half = (begin + end) / 2, LETTER * len(said) / 2
        side = "left" if at < half else "right" if at > 1 - half else "center"  # below its parts, but never outside
        ax.plot([begin, end], [y + 0.275] * 2, color=GREY, linewidth=1.2, solid_capstyle="butt")
        edge = {"left": 0.0, "right": 1.0, "center": at}[side]
        ax.text(edge, y + 0.31, said, ha=side, va="top", fontsize=8.5, color=GREY)
