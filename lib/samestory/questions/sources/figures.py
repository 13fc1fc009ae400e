"""Figures of sources: sources without a name, citation edges, and how many articles are independent reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from ...plotting.evidence import keys_of_edge, link_drawn, link_rows
from ...plotting.theme import COLOURS, GREY, INK, clipped, new_axes, rows_axis, style, value_axis
from ...schema.cells import from_cell
from ...statistics import MIN_N

__all__ = ["plot_citation_edges", "plot_independence", "plot_unnamed_sources"]

Node = tuple[int, str]
# column, name, colour, height of the bar: each inside the one before, so that all are visible even if they are equal
BARS = (
    ("n_articles", "articles", COLOURS["hedged"], 0.78),
    ("n_families_by_words", "copy families by words", COLOURS["not_visible"], 0.64),
    ("n_families", "copy families", COLOURS["attributed"], 0.5),
    ("n_independent", "independent reports", COLOURS["asserted"], 0.22),
)
ORIGINS = ("n_origins", "origins", COLOURS["contradicted"])
HEADS = {
    "n_articles": "articles",
    "n_families_by_words": "families\nby words",
    "n_families": "copy\nfamilies",
    "n_independent": "independent\nreports",
    "n_origins": "origins",
    "n_outside": "of these\noutside",
    "n_not_examined": "not\nexamined",
}


def plot_unnamed_sources(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The share of sources without a name with its interval; below five sources the counts instead.

    Parameters
    ----------
    table
        From ``unnamed_sources``: the value in the first column. Cut it to as many rows as can be read.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> table = ss.sources.unnamed_sources(story.articles, story.table("citations"), by="language")
    >>> ss.sources.plot_unnamed_sources(table).get_title(loc="left")
    'Sources without a name, by language'
    """
    by = str(table.columns[0])
    with style():
        ax = new_axes(8, max(2.2, 0.3 * len(table) + 1.3)) if ax is None else ax
        dot: dict[str, Any] = {"marker": "o", "markersize": 6, "linestyle": "", "clip_on": False}  # whole at 0 % too
        for y, row in enumerate(table.itertuples()):
            if row.n_sources >= MIN_N:
                share, low, high = (100 * value for value in (row.unnamed_share, row.low, row.high))
                ax.plot([low, high], [y, y], color=COLOURS["attributed"], linewidth=2.4, solid_capstyle="butt")
                ax.plot([share], [y], color=COLOURS["asserted"], zorder=3, **dot)
            else:
                ax.text(1, y, "too few sources for a share", va="center", fontsize=9, color=GREY, style="italic")
            ax.text(103, y, f"{row.n_unnamed} of {row.n_sources}", va="center", fontsize=9.5, color=INK)
        link_rows(ax, by, table)
        ax.set_yticks(range(len(table)), [clipped(name) for name in table[by]])
        ax.set_ylim(len(table) - 0.4, -1.1)
        ax.set_xlim(0, 120)
        ax.set_xticks(range(0, 101, 25), [f"{tick} %" for tick in range(0, 101, 25)])
        rows_axis(ax, pad=7)  # room for a dot at 0 %
        ax.spines["bottom"].set_bounds(0, 100)
        ax.text(103, -0.85, "without a name", fontsize=9, color=GREY, va="center")
        ax.set_xlabel("share of sources without a name (dot), with 95 % interval (bar)", loc="left")
        ax.set_title(f"Sources without a name, by {by.replace('_', ' ')}")
        value_axis(ax, "x")
    return ax


def plot_citation_edges(table: pd.DataFrame, *, focus: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw citation edges from left to right.

    Parameters
    ----------
    table
        From ``citation_edges``.
    focus
        The ``article_id`` whose citation chain is drawn in front.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> edges = ss.sources.citation_edges(story.table("chains"), story.articles)
    >>> ss.sources.plot_citation_edges(edges, focus=story.focus).get_title(loc="left")
    'Whom the articles name, from the origin on'
    """
    heights = _chain_heights(table)
    leaves = int(table["is_article"].sum())
    last = int(table["target_hop"].max()) if len(table) else 1
    with style():
        ax = new_axes(8, max(2.2, 0.31 * leaves + 1.3)) if ax is None else ax
        is_front = [focus is not None and focus in from_cell(ids) for ids in table["article_ids"]]
        for row, front in sorted(zip(table.itertuples(), is_front, strict=True), key=lambda pair: pair[1]):
            _chain_draw_edge(ax, row, heights, front)
        fronts = {(r.target_hop, r.target) for r, f in zip(table.itertuples(), is_front, strict=True) if f}
        fronts |= {(r.source_hop, r.source) for r, f in zip(table.itertuples(), is_front, strict=True) if f}
        for node, name, is_article in _chain_nodes(table):
            _chain_draw_node(ax, node, heights[node], name, is_article, node in fronts)
        ax.set_xlim(-0.12, last + 0.65)
        ax.set_ylim(leaves - 0.4, -0.6)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        names = ["the origin\nthey name"] + [f"{hop} step" + ("s" if hop > 1 else "") for hop in range(1, last + 1)]
        ax.set_xticks(range(last + 1), names)
        ax.tick_params(axis="x", length=0)
        dot: dict[str, Any] = {"marker": "s", "linestyle": "", "color": COLOURS["attributed"]}
        keys = [
            Line2D([], [], label="a source that articles name", **dot),
            Line2D([], [], label="an article of this set", **(dot | {"marker": "o", "color": INK})),
        ]
        if any(is_front):
            keys.append(Line2D([], [], color=COLOURS["contradicted"], linewidth=2.6, label="the chain of one article"))
        if len(table):
            ax.figure.legend(handles=keys, loc="outside lower left", ncols=3)
        ax.set_title("Whom the articles name, from the origin on")
        note = f"{leaves} article" + "s" * (leaves != 1)
        ax.set_title(note, loc="right", fontsize=9.5, fontweight="normal", color=GREY)
    return ax


def _chain_nodes(table: pd.DataFrame) -> list[tuple[Node, str, bool]]:
    """Every node once: its key, its name, whether it is an article."""
    found: dict[Node, tuple[str, bool]] = {}
    for row in table.itertuples():
        found.setdefault((row.source_hop, row.source), (row.source, False))
        found.setdefault((row.target_hop, row.target), (row.target_name, row.is_article))
    return [(node, name, is_article) for node, (name, is_article) in found.items()]


def _chain_heights(table: pd.DataFrame) -> dict[Node, float]:
    """A height for each node: articles below one another in the order of their chains, a source amid its articles."""
    chain: dict[str, list[Node]] = {}
    for row in table.sort_values("source_hop", kind="stable").itertuples():
        for article in from_cell(row.article_ids):
            chain.setdefault(article, []).append((row.source_hop, row.source))
    order = sorted(chain, key=lambda article: ([name.casefold() for _, name in chain[article]], article))
    heights: dict[Node, float] = {}
    below: dict[Node, list[int]] = {}
    for height, article in enumerate(order):
        heights[(len(chain[article]), article)] = float(height)
        for node in chain[article]:
            below.setdefault(node, []).append(height)
    return heights | {node: sum(rows) / len(rows) for node, rows in below.items()}


def _chain_draw_edge(ax: Axes, row: Any, heights: dict[Node, float], front: bool) -> None:
    begin, end = (row.source_hop, row.source), (row.target_hop, row.target)
    (line,) = ax.plot(
        [begin[0], begin[0] + 0.3, end[0] - 0.15, end[0]],
        [heights[begin], heights[end], heights[end], heights[end]],
        color=COLOURS["contradicted"] if front else "#BBBBBB",
        linewidth=2.6 if front else 1.2,
        solid_joinstyle="round",
        zorder=3 if front else 2,
    )
    link_drawn(line, keys_of_edge(row._asdict()))


def _chain_draw_node(ax: Axes, node: Node, height: float, name: str, is_article: bool, front: bool) -> None:
    x = node[0]
    colour = INK if is_article else COLOURS["attributed"]
    ax.plot([x], [height], marker="o" if is_article else "s", markersize=6, color=colour, linestyle="", zorder=4)
    first, beside = x == 0 and not is_article, x == 0 or is_article  # an origin is named left of its lines
    label = ax.text(
        x + (-0.05 if first else 0.05 if is_article else 0),
        height if beside else height - 0.22,
        clipped(name, 32),
        ha="right" if first else "left" if is_article else "center",
        va="center" if beside else "bottom",
        fontsize=10,
        fontweight="bold" if front else "normal",
        color=INK if front or not is_article else GREY,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8},
        zorder=5,
    )
    link_drawn(label, {"article": node[1]} if is_article else {"source": name})


def plot_independence(table: pd.DataFrame, *, names: Mapping[str, str] | None = None, ax: Axes | None = None) -> Axes:
    """For each row the articles as a bar, inside it families and independent reports, and a mark for origins.

    Origins outside the set are counted in a column of their own. If translations make a difference, families by words
    (in which a translation is not a copy) are a bar of their own. The counts are at the right of the bars, each below
    its name.

    Parameters
    ----------
    table
        From ``independence``: the value in the first column, then the counts.
    names
        Readable names of the values in the first column, for instance ``story.event_names()``.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> counts = ss.sources.independence(story.articles, story.table("families"), story.table("chains"), by="event")
    >>> ax = ss.sources.plot_independence(counts, names=story.event_names())
    >>> [label.get_text() for label in ax.get_yticklabels()][2]
    'Locked exits and the denial'
    """
    by, named = str(table.columns[0]), names or {}
    table = _without_equal(table)
    rows = np.arange(len(table))
    with style():
        wide = 9 + 0.8 * max(0, len(_columns(table)) - 4)
        ax = new_axes(wide, max(2.2, 0.42 * len(table) + 2.0)) if ax is None else ax
        for column, name, colour, height in (bar for bar in BARS if bar[0] in table):
            width = table[column].astype("float64").fillna(0.0)  # not examined: no bar
            ax.barh(rows, width, height=height, color=colour, label=name)
        column, name, colour = ORIGINS
        diamond: dict[str, Any] = {"marker": "D", "linestyle": "", "markersize": 6, "markeredgecolor": "white"}
        ax.plot(table[column].astype("float64"), rows, label=name, color=colour, zorder=4, **diamond)
        longest = float(table["n_articles"].max()) if len(table) else 1.0
        right = _draw_counts(ax, table, longest)
        said = [named.get(str(value), str(value).replace("_", " ")) for value in table[by]]
        ax.set_yticks(rows, [clipped(label) for label in said])
        ax.set_ylim(len(table) - 0.4, -1.5)
        value_axis(ax, "x", whole=True)
        ax.set_xticks(
            [
                tick
                for tick in MaxNLocator(6, steps=[1, 2, 5, 10], integer=True).tick_values(0, longest)
                if tick <= longest
            ]
        )
        ax.set_xlim(0, right)
        rows_axis(ax)
        ax.spines["bottom"].set_bounds(0, longest)
        ax.set_xlabel("number of articles, copy families, independent reports or origins", color=GREY, loc="left")
        if len(table):
            handles, _ = ax.get_legend_handles_labels()
            bars_first = sorted(handles, key=lambda handle: handle.get_label() == name)
            ax.figure.legend(handles=bars_first, loc="outside lower center", ncols=4)
        title = "Independent reports among the articles"
        part = "part of the story" if by == "event" else by.replace("_", " ")
        ax.set_title(title if by == "scope" else f"Independent reports, by {part}")
    return ax


def _without_equal(table: pd.DataFrame) -> pd.DataFrame:
    """The counts without families by words, unless they are known in every row and differ in one."""
    words = table.get("n_families_by_words")
    if words is None or (words.notna().all() and (words != table["n_families"]).any()):
        return table
    return table.drop(columns="n_families_by_words")


def _columns(table: pd.DataFrame) -> list[str]:
    """The counts that are written: those that are often zero only if one of them is not."""
    some = {name for name in ("n_not_examined", "n_outside") if name in table and table[name].fillna(0).any()}
    return [name for name in HEADS if name in table and (name in some or name not in ("n_not_examined", "n_outside"))]


def _draw_counts(ax: Axes, table: pd.DataFrame, longest: float) -> float:
    """The counts of each row in columns at the right of the bars; returns where the axis ends."""
    columns = _columns(table)
    places = {name: longest * (1.14 + 0.2 * i) for i, name in enumerate(columns)}
    for name, x in places.items():
        ax.text(x, -0.7, HEADS[name], ha="center", va="bottom", fontsize=8, color=GREY)
        for y, count in enumerate(table[name]):
            if not pd.isna(count):
                ax.text(x, y, f"{count:,}", ha="center", va="center", fontsize=9.5, color=INK)
    for y, is_known in enumerate(table["n_independent"].notna()):
        if not is_known:
            x = (places["n_independent"] + places["n_origins"]) / 2
            ax.text(x, y, "not known", ha="center", va="center", fontsize=9, color=GREY, style="italic")
    return longest * (1.14 + 0.2 * len(columns))
