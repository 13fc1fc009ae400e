"""Figures of what is in a story: composition, dates, text seen, what is missing."""

from __future__ import annotations

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from ...plotting.theme import COLOURS, GREY, HATCHES, INK, clipped, look, new_axes, style, time_axis, value_axis
from ...schema import TEXT_STATUSES

__all__ = ["plot_composition", "plot_dates", "plot_intake", "plot_missing_values", "plot_text_seen"]

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


def plot_missing_values(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
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


STEPS = {"records": "records", "dates": "dates known to the", "texts": "texts seen", "repeats": "texts equal"}
# The colour of each part by what it means elsewhere in the suite; what is lost is warm, what is not known grey.
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
NARROW = 0.13  # share of a bar below which its part is named beneath and not inside
LETTER = 0.0105  # share of a bar that one sign of a name beneath it takes


def plot_intake(flow: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Four bars, each the whole: records kept or not, dates by precision, texts by how much was seen, repeats.

    Parameters
    ----------
    flow
        ``report.flow``: ``step, part, n, share``.
    ax
        Where to draw; a new figure unless given.
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
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("share of each bar's n")
        ax.set_title("What was read, and how much of it is known")
        if not flow["n"].sum():
            ax.text(0.5, 0.5, "nothing was read", transform=ax.transAxes, ha="center", va="center", color=GREY)
        value_axis(ax, "x")
    return ax


def _bar(ax: Axes, y: int, parts: pd.DataFrame) -> None:
    """One stacked bar; wide parts are named inside, narrow ones beneath, under a mark as long as they are."""
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
        side = "left" if at < half else "right" if at > 1 - half else "center"  # beneath its parts, but never outside
        ax.plot([begin, end], [y + 0.275] * 2, color=GREY, linewidth=1.2, solid_capstyle="butt")
        edge = {"left": 0.0, "right": 1.0, "center": at}[side]
        ax.text(edge, y + 0.31, said, ha=side, va="top", fontsize=8.5, color=GREY)
