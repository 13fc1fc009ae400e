"""Figures of time: articles in time as precisely as known, and how long each claim is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from ...errors import TableError, listed
from ...plotting.evidence import keys_of, link_area, link_drawn, link_rows
from ...plotting.theme import (
    COLOURS,
    CYCLE,
    GREY,
    INK,
    LIGHT,
    clipped,
    colours_of,
    look,
    new_axes,
    rows_axis,
    style,
    time_axis,
)
from ...schema import stated

__all__ = ["plot_circulation", "plot_lags", "plot_times", "plot_volume"]

DOT = 5.0  # points across
MARKERS = {"minute": "o", "day": "s"}
SAID = {"minute": "known to the minute", "day": "known to the day", "month": "known to the month only"}


def plot_times(
    table: pd.DataFrame,
    *,
    by: str = "event",
    order: Sequence[str] | None = None,
    names: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Every article at its time, in rows of one event, claim or outlet; those without a date are counted at the side.

    A dot is known to the minute, a square to the day (drawn at noon), a band to the month: it covers the whole month,
    as far as the axis goes, and says how many articles it is for. The axis covers the articles known to the day or
    minute. Articles at the same place are stacked. Red rings are outside the story's period.

    Parameters
    ----------
    table
        From ``times``; any column may be added to it to draw rows by.
    by
        The column the rows are made of. Each has its own colour if there are enough for all.
    order
        The rows from top to bottom; default: by the earliest article. Must name every row.
    names
        Readable names of rows, for instance ``story.event_names()``.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        ``order`` leaves out a row.

    Examples
    --------
    >>> ax = ss.timeline.plot_times(ss.timeline.times(story.articles))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['fire', 'toll', 'denial']
    """
    rows = stated(table[by])
    kinds = list(order) if order is not None else list(dict.fromkeys(rows))
    if left := sorted({str(name) for name in rows} - {str(name) for name in kinds}):
        raise TableError(f"order leaves out {listed(left)}, rows of {by}; name every row, or cut the table before")
    colours = colours_of(kinds) if len(kinds) <= len(CYCLE) else dict.fromkeys(kinds, COLOURS["asserted"])
    dated = table[table["begin"].notna()]
    with style():
        first, last = _span(dated)
        # how many days a dot covers, for an axis some 5.4 inches long: dots closer than that are stacked
        width = (last - first) * DOT * 1.25 / (72 * 5.4)
        stacks = {name: _stacked(dated[rows[dated.index] == name], width) for name in kinds}
        levels = {name: 1 + max((level for _, level, _ in stack), default=-1) for name, stack in stacks.items()}
        banded = set(rows[table["precision"] == "month"])
        tall = {name: max(1.7, n + 1.9 * (name in banded)) for name, n in levels.items()}
        said = [(names or {}).get(str(name), str(name).replace("_", " ")) for name in kinds]
        wide = 10 if max(map(len, said), default=0) > 24 else 8.5
        ax = new_axes(wide, max(2.4, 0.09 * sum(n + 1 for n in tall.values()) + 1.5)) if ax is None else ax
        ax.set_xlim(first, last)
        base, ticks = 0.0, []
        for name in kinds:
            height = tall[name]
            _draw_row(ax, dated[rows[dated.index] == name], stacks[name], base, height, colours[name])
            undated = int(((rows == name) & table["begin"].isna()).sum())
            n = int((rows == name).sum())
            count = f"{n}" if not undated else f"{n} ({undated} undated)"
            ax.text(1.01, base + height / 2, count, transform=ax.get_yaxis_transform(), va="center", fontsize=9)
            ticks.append(base + height / 2)
            base += height + 1.0
        ax.set_yticks(ticks, [clipped(label) for label in said])
        ax.set_ylim(-0.8, max(base - 0.2, 1))
        ax.invert_yaxis()
        _time_axis(ax, len(dated) > 0)
        rows_axis(ax)
        ax.text(1.01, -0.6, "articles", transform=ax.get_yaxis_transform(), va="bottom", fontsize=9, color=GREY)
        ax.set_title("When the articles were published")
        n_undated = int(table["begin"].isna().sum())
        note = f"{len(table)} article{'s' * (len(table) != 1)}, {n_undated} without a date"
        ax.set_xlabel(note, loc="left", color=GREY)
        keys = _keys(table)
        if keys:
            ax.figure.legend(handles=keys, loc="outside lower center", ncols=4, fontsize=9)
    return ax


def _span(dated: pd.DataFrame) -> tuple[float, float]:
    """The ends of the axis in days: what is known to the day, else the months; one day if there is nothing."""
    if dated.empty:
        return 0.0, 1.0
    fine = dated[dated["precision"] != "month"]
    shown = fine if len(fine) else dated
    first, last = mdates.date2num(shown["begin"].min()), mdates.date2num(shown["end"].max())
    margin = max((last - first) * 0.04, 0.05)
    return float(first - margin), float(last + margin)


def _stacked(rows: pd.DataFrame, width: float) -> list[tuple[float, int, Any]]:
    """Where each dot goes: its time in days, the level on which it touches no other, and its row."""
    placed: list[tuple[float, int, Any]] = []
    for row in rows[rows["precision"] != "month"].sort_values(["begin", "article_id"]).itertuples():
        begin, end = mdates.date2num(row.begin), mdates.date2num(row.end)
        x = float((begin + end) / 2) if row.precision == "day" else float(begin)
        taken = {level for other, level, _ in placed if abs(other - x) < width}
        placed.append((x, next(i for i in range(len(placed) + 1) if i not in taken), row))
    return placed


def _draw_row(
    ax: Axes, rows: pd.DataFrame, stack: list[tuple[float, int, Any]], base: float, height: float, colour: str
) -> None:
    left, right = ax.get_xlim()
    for (begin, end), there in rows[rows["precision"] == "month"].groupby(["begin", "end"]):
        n = len(there)
        x0, x1 = mdates.date2num(begin), mdates.date2num(end)
        band = Rectangle((x0, base), x1 - x0, 1.5, facecolor=_pale(colour), edgecolor=colour, zorder=1)
        link_drawn(ax.add_patch(band), {"article": there["article_id"].iloc[0]} if n == 1 else {})
        at = min(max(x0, left), right) + (right - left) * 0.008
        said = f"{n} in {begin:%b %Y}" if min(x1, right) - at > (right - left) * 0.13 else f"{n}"
        ax.text(at, base + 0.75, said, va="center", fontsize=8, color=INK, zorder=2, clip_on=True)
    for x, level, row in stack:
        (dot,) = ax.plot(
            [x],
            [base + height - 0.5 - level],
            marker=MARKERS[row.precision],
            markersize=DOT,
            color=colour,
            markeredgecolor="#D00000" if row.is_outside else "white",
            markeredgewidth=1.6 if row.is_outside else 0.5,
            linestyle="",
            zorder=3,
        )
        link_drawn(dot, keys_of("article", row._asdict()))
    ax.axhline(base + height + 0.1, color=LIGHT, linewidth=0.8, zorder=0)


def _pale(colour: str) -> str:
    """A pale colour that hides the grid behind it, so that no line passes through the text of a band."""
    red, green, blue = (1 - 0.25 * (1 - part) for part in mpl.colors.to_rgb(colour))
    return str(mpl.colors.to_hex((red, green, blue)))


def _keys(table: pd.DataFrame) -> list[Any]:
    keys: list[Any] = []
    for precision, said in SAID.items():
        if (table["precision"] == precision).any():
            if precision == "month":
                keys.append(Patch(facecolor=_pale(GREY), edgecolor=GREY, label=said))
            else:
                dot = MARKERS[precision]
                keys.append(Line2D([], [], marker=dot, linestyle="", markersize=DOT, color=GREY, label=said))
    if table["is_outside"].any():
        ring: dict[str, Any] = {"markeredgecolor": "#D00000", "markeredgewidth": 1.6}
        keys.append(Line2D([], [], marker="o", linestyle="", color=GREY, label="outside the period", **ring))
    return keys


def _time_axis(ax: Axes, has_dates: bool) -> None:
    if not has_dates:
        ax.set_xticks([])
        return
    time_axis(ax)
    ax.grid(visible=True, axis="x", color=LIGHT, linewidth=0.8)
    ax.set_axisbelow(True)


def plot_circulation(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """One row a claim: a bar from the first to the last known day it is seen, thin and hatched how far it may reach.

    Parameters
    ----------
    table
        From ``circulation``; a column ``claim`` with readable names is used if there is one.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> table = ss.timeline.circulation(story.table("claims"), story.articles)
    >>> ax = ss.timeline.plot_circulation(table.assign(claim=table["claim_id"].map(story.claim_names())))
    >>> ax.get_yticklabels()[0].get_text()
    'Fire in Shed 14'
    """
    labels = table["claim"] if "claim" in table else table["claim_id"]
    day = 1.0
    with style():
        ax = new_axes(8.5, max(2.4, 0.27 * len(table) + 1.6)) if ax is None else ax
        ends = [mdates.date2num(table[column].dropna()) for column in ("may_enter", "may_leave", "enters", "leaves")]
        known = [float(value) for values in ends for value in values]
        first, last = (min(known), max(known) + day) if known else (0.0, 1.0)
        for y, row in enumerate(table.itertuples()):
            if pd.notna(row.may_enter):
                _draw_span(ax, row.may_enter, row.may_leave, y, 0.3, look("unknown"))
            if pd.notna(row.enters):
                colour = COLOURS["day"]
                _draw_span(ax, row.enters, row.leaves, y, 0.62, {"facecolor": colour, "edgecolor": colour})
            elif row.n_carried and pd.isna(row.may_enter):
                said = "no article that carries it has a date"
                white = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # no grid line through the words
                ax.text(first, y, said, va="center", fontsize=9, color=GREY, style="italic", bbox=white)
            dated = row.n_known_day + row.n_month
            said = f"{dated} of {row.n_carried}" if row.n_carried else "not carried"
            ax.text(1.01, y, said, transform=ax.get_yaxis_transform(), va="center", fontsize=9)
        ax.text(1.01, -0.75, "with a date", transform=ax.get_yaxis_transform(), va="center", fontsize=9, color=GREY)
        margin = (last - first) * 0.02
        ax.set_xlim(first - margin, last + margin)
        ax.set_ylim(len(table) - 0.4, -1.0)
        ax.set_yticks(range(len(table)), [clipped(label) for label in labels])
        link_rows(ax, "claim_id", table)
        rows_axis(ax)
        _time_axis(ax, bool(known))
        keys = []
        if table["enters"].notna().any():
            keys.append(Patch(facecolor=COLOURS["day"], label="from the first to the last known day"))
        if table["n_month"].gt(0).any():
            keys.append(Patch(label="as far as articles known to the month may reach", **look("unknown")))
        if keys:
            ax.figure.legend(handles=keys, loc="outside lower center", ncols=2, fontsize=9)
        ax.set_title("How long each claim is seen in this set")
    return ax


def _draw_span(ax: Axes, begin: pd.Timestamp, end: pd.Timestamp, y: float, height: float, how: dict[str, Any]) -> None:
    left, right = mdates.date2num(begin), mdates.date2num(end) + 1.0  # the last day counts whole
    ax.barh(y, right - left, left=left, height=height, align="center", **how)


MOST_PAIRS, MOST_GROUPS = 25, 25
SOON = 0.1  # hours: what is drawn for less, as a logarithm has no 0
HOURS = {0.1: "6 min", 1: "1 h", 6: "6 h", 24: "1 day", 168: "1 week", 720: "30 days"}


def plot_lags(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how long reports take from outlet to outlet: the median as an interval, and the shortest to the longest.

    Parameters
    ----------
    table
        From ``timeline.lag_distributions``. The first 25 rows with a known lag are drawn.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> edges = ss.sources.graph_edges(story.articles, story.table("citations"), story.table("chains"))
    >>> table = ss.timeline.lag_distributions(ss.timeline.lags(edges, story.articles), story.articles)
    >>> ss.timeline.plot_lags(table).get_yticklabels()[0].get_text()
    'all outlets'
    """
    known = table[table["n_known"] > 0]
    rows = known.head(MOST_PAIRS)
    ends = rows[[name for name in table if name.endswith("_hours")]].clip(lower=SOON)
    with style():
        ax = new_axes(9, max(2.4, 0.32 * len(rows) + 1.9)) if ax is None else ax
        names = []
        for y, (row, hours) in enumerate(zip(rows.itertuples(), ends.itertuples(), strict=True)):
            ax.plot([hours.shortest_low_hours, hours.longest_high_hours], [y, y], color=GREY, linewidth=1)
            width = max(hours.median_high_hours - hours.median_low_hours, hours.median_low_hours * 0.05)
            ax.barh(y, width, left=hours.median_low_hours, height=0.55, color=COLOURS["known"])
            few = "  few" if row.is_few else ""
            at: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center", "fontsize": 9}
            ax.text(1.01, y, f"{row.n_known} of {row.n_pairs}{few}", color=INK, **at)
            pair = f"{clipped(row.source_outlet, 26)} → {clipped(row.target_outlet, 26)}"
            names.append(pair if row.source_outlet != row.target_outlet or y else row.source_outlet)
        link_rows(ax, "article_ids", rows)
        ax.text(1.01, -0.8, "known order", transform=ax.get_yaxis_transform(), fontsize=9, color=GREY, va="center")
        ax.set_xscale("log")
        low, high = (float(ends.min().min()), float(ends.max().max())) if len(rows) else (1.0, 24.0)
        ax.set_xlim(low * 0.8, high * 1.25)
        ticks = [hour for hour in HOURS if low * 0.8 <= hour <= high * 1.25]
        ax.set_xticks(ticks, [HOURS[hour] for hour in ticks])
        ax.minorticks_off()
        ax.grid(visible=True, axis="x", color=LIGHT, linewidth=0.8)
        ax.set_axisbelow(True)
        ax.set_yticks(range(len(names)), names, fontsize=9)
        ax.set_ylim(max(len(rows), 1) - 0.4, -1.2)
        rows_axis(ax)
        n = len(known) - len(rows)
        ax.set_xlabel("time between two articles; bar: the median, line: shortest to longest", loc="left")
        ax.set_title("How long a report takes" + (f" (not drawn: {n} pairs of outlets)" if n else ""))
    return ax


def plot_volume(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many articles each outlet has on each day, shaded by the share of the outlet's articles in this set.

    Parameters
    ----------
    table
        From ``timeline.volume``. The 25 outlets with most articles are drawn; a number is written if there is room.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> ss.timeline.plot_volume(ss.timeline.volume(story.articles)).get_title(loc="left")
    'When each outlet published'
    """
    sizes = table.drop_duplicates("group").sort_values(["n_group_articles", "group"], ascending=[False, True])
    groups = list(sizes["group"].head(MOST_GROUPS))
    rows = table[table["group"].isin(groups)]
    days = (table["day"].max() - table["day"].min()).days + 1 if len(table) else 1
    with style():
        ax = new_axes(9.5, max(2.4, 0.3 * len(groups) + 1.9)) if ax is None else ax
        for row in rows.itertuples():
            x, y = mdates.date2num(row.day), groups.index(row.group)
            shade = mpl.colors.to_rgb(COLOURS["day"])
            share = 0.2 + 0.8 * row.article_share
            colour = tuple(1 - share * (1 - part) for part in shade)
            ax.add_patch(Rectangle((x, y - 0.42), 1, 0.84, facecolor=colour, edgecolor="white", linewidth=0.3))
            link_area(ax, keys_of("article_ids", row._asdict()), x=(x, x + 1), y=(y - 0.42, y + 0.42))
            if days <= 31:
                ax.text(x + 0.5, y, f"{row.n_articles}", ha="center", va="center", fontsize=8.5, color=INK)
        at: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center", "fontsize": 9}
        for y, row in enumerate(sizes.head(MOST_GROUPS).itertuples()):
            undated = f" (+{row.n_undated_articles} undated)" if row.n_undated_articles else ""
            ax.text(1.01, y, f"{row.n_group_articles}{undated}", color=INK, **at)
        ax.text(1.01, -0.85, "articles", color=GREY, **at)
        first = mdates.date2num(table["day"].min()) if len(table) else 0.0
        ax.set_xlim(first, first + days)
        ax.set_yticks(range(len(groups)), [clipped(name) for name in groups], fontsize=9)
        ax.set_ylim(max(len(groups), 1) - 0.4, -1.2)
        _time_axis(ax, len(table) > 0)
        rows_axis(ax)
        left = len(sizes) - len(groups)
        ax.set_xlabel("darker: a larger share of the outlet's articles in this set whose day is known", loc="left")
        ax.set_title("When each outlet published" + (f" (not drawn: {left} outlets)" if left else ""))
    return ax
