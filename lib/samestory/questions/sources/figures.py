"""Whom the story comes from: the graph of sources in layers, and the sources without a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.path import Path

from ...plotting.theme import COLOURS, GREY, INK, clipped, new_axes, style, value_axis
from ...statistics import MIN_N

__all__ = ["plot_citation_edges", "plot_independence", "plot_layers", "plot_unnamed_sources"]

LINES: dict[str, Any] = {"credit": "-", "chain": "-", "citation": (0, (5, 2)), "wording": (0, (1, 1.6))}
WIDTHS = {"credit": 3.0, "chain": 1.3, "citation": 1.3, "wording": 1.5}
SAID = {
    "credit": "credited in a credit line",
    "chain": "named as its way (coded)",
    "citation": "cited, not as its way",
    "wording": "shares wording with",
}
PALE = "#A8A8A8"
FRONT = COLOURS["contradicted"]


def plot_layers(table: pd.DataFrame, *, focus: str | None = None, ax: Axes | None = None) -> Axes:
    """The graph of sources from left to right: columns are steps from the origin, line styles the basis of an edge.

    Arrows within a column, which no step orders, are bent. An edge against known time is marked "against time", one
    on a circle "circle". A column ``mark`` with short texts is written beside its edges, where it is given.

    Parameters
    ----------
    table
        From ``sources.layers``.
    focus
        The ``article_id`` whose way is drawn in front.
    ax
        Where to draw; a new figure unless given.
    """
    nodes = _nodes(table)
    heights = _heights(table, nodes)
    front = _way_to(table, focus)
    rows = max(heights.values(), default=0) + 1
    last = max((node["hop"] for node in nodes.values()), default=1)
    with style():
        ax = new_axes(8.5, max(2.8, 0.29 * rows + 1.9)) if ax is None else ax
        marks = table["mark"] if "mark" in table else pd.Series("", table.index)
        for row, mark in zip(table.itertuples(), marks, strict=True):
            _draw_edge(ax, row, heights, (row.source_node, row.target_node) in front, str(mark or ""))
        fronts = {node for edge in front for node in edge}
        for key, node in nodes.items():
            _draw_node(ax, node, heights[key], key in fronts)
        ax.set_xlim(-0.03, last + 0.03)
        ax.set_ylim(rows - 0.3, -0.9)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        later = [f"{hop} step" + "s" * (hop > 1) for hop in range(1, last + 1)]
        steps = ["no outlet coded before,\nor not in the set", *later]
        ax.set_xticks(range(last + 1), steps)
        ax.tick_params(axis="x", length=0)
        keys = _keys(table, bool(front))
        if keys:
            ax.figure.legend(handles=keys, loc="outside lower center", ncols=3, fontsize=9)
        n = len({key for key, node in nodes.items() if node["is_article"]})
        ax.set_title("Whom the articles name as a source")
        others = len(nodes) - n
        ax.set_xlabel(f"n = {n} articles, {others} other source" + "s" * (others != 1), loc="left", color=GREY)
    return ax


def _nodes(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in table.to_dict("records"):
        for end in ("source", "target"):
            said = {name: row[f"{end}_{name}"] for name in ("name", "hop", "is_article")}
            found.setdefault(row[f"{end}_node"], said)
    return found


def _heights(table: pd.DataFrame, nodes: dict[str, dict[str, Any]]) -> dict[str, float]:
    """A line for every node, children below one another beside their parent, a parent amid its children.

    Each node hangs below one parent: the one through which its step is counted. Those that share wording stand next
    to each other.
    """
    below: dict[str, list[str]] = {}
    hung: set[str] = set()
    for row in table[table["basis"] != "wording"].itertuples():
        nearer = nodes[row.target_node]["hop"] - nodes[row.source_node]["hop"]
        if nearer == 1 and row.target_node not in hung:
            below.setdefault(row.source_node, []).append(row.target_node)
            hung.add(row.target_node)
    kin = {key: key for key in nodes}  # what shares wording, or runs in a circle, goes by one name
    for row in table[(table["basis"] == "wording") | table["is_circular"]].itertuples():
        one, other = sorted((kin[row.source_node], kin[row.target_node]))
        kin = {key: one if name == other else name for key, name in kin.items()}
    size = {key: len(_under(key, below)) for key in nodes}
    most = {name: max(size[key] for key in nodes if kin[key] == name) for name in set(kin.values())}

    def place_in_row(key: str) -> tuple[int, str, int, str, str]:
        return -most[kin[key]], kin[key], -size[key], str(nodes[key]["name"]).casefold(), key

    heights: dict[str, float] = {}
    line = 0.0
    for start in sorted((key for key in nodes if key not in hung), key=place_in_row):
        line = _place(start, line, below, place_in_row, heights)
    return heights


def _under(key: str, below: dict[str, list[str]]) -> set[str]:
    found, open_ = set(), [key]
    while open_:
        node = open_.pop()
        if node not in found:
            found.add(node)
            open_ += below.get(node, [])
    return found


def _place(
    key: str, line: float, below: dict[str, list[str]], rank: Callable[[str], Any], heights: dict[str, float]
) -> float:
    """Place a node and what hangs below it from a line on; give the next free line."""
    children = sorted(below.get(key, []), key=rank)
    for child in children:
        line = _place(child, line, below, rank, heights)
    heights[key] = (heights[children[0]] + heights[children[-1]]) / 2 if children else line
    return line if children else line + 1


def _way_to(table: pd.DataFrame, focus: str | None) -> set[tuple[str, str]]:
    """The edges over which the focus is reached by naming, however far back."""
    named = table[table["basis"] != "wording"]
    found: set[tuple[str, str]] = set()
    open_ = [focus] if focus is not None else []
    while open_:
        node = open_.pop()
        edges = set(zip(named["source_node"], named["target_node"], strict=True)) - found
        new = {(a, b) for a, b in edges if b == node}
        found |= new
        open_ += [a for a, _ in new]
    return found


def _draw_edge(ax: Axes, row: Any, heights: dict[str, float], front: bool, mark: str) -> None:
    (x0, y0), (x1, y1) = (row.source_hop, heights[row.source_node]), (row.target_hop, heights[row.target_node])
    if x1 < x0 and not row.is_directed:
        (x0, y0), (x1, y1) = (x1, y1), (x0, y0)
    bad = row.is_conflict or row.is_circular
    how: dict[str, Any] = {
        "edgecolor": FRONT if front or bad else PALE,
        "linewidth": WIDTHS[row.basis] + (0.8 if front else 0),
        "linestyle": LINES[row.basis],
        "zorder": 3 if front else 2,
    }
    if x1 > x0:
        half, lift = (x0 + x1) / 2, 0.8 if y0 == y1 and x1 - x0 > 1 else 0  # over the nodes it would run through
        curve = [(x0, y0), (half, y0 - lift), (half, y1 - lift), (x1, y1)]
        ax.add_patch(PathPatch(Path(curve, [Path.MOVETO, *[Path.CURVE4] * 3]), facecolor="none", **how))
        place, side = (x1 - 0.06, y1 - 0.38), "right"  # above the edge: at its height stand the names
    elif x1 < x0:  # back to an earlier step: the same curve with its arrow, which never leaves the figure
        half = (x0 + x1) / 2
        path = Path([(x0, y0), (half, y0), (half, y1), (x1, y1)], [Path.MOVETO, *[Path.CURVE4] * 3])
        ax.add_patch(FancyArrowPatch(path=path, arrowstyle="-|>", mutation_scale=9, facecolor=how["edgecolor"], **how))
        place, side = (x1 + 0.06, y1 - 0.38), "left"
    else:
        # within a column the bend leaves the side of the names free; of two on a circle one bends further
        right = -1 if x0 == 0 else 1
        up = y1 < y0
        bend = (0.9 if abs(y1 - y0) <= 1 else 0.45) * (0.5 if up and row.is_circular else 1)
        arrow = FancyArrowPatch(
            (x0, y0),
            (x1, y1),
            arrowstyle="-|>" if row.is_directed else "-",
            connectionstyle=f"arc3,rad={-right * bend if up else right * bend:.3f}",
            mutation_scale=9,
            shrinkA=5,
            shrinkB=5,
            facecolor=how["edgecolor"],
            **how,
        )
        ax.add_patch(arrow)
        place, side = (x0 - right * 0.16, (y0 + y1) / 2), "left" if x0 == 0 else "right"
    said = "against time" if row.is_conflict else "circle" if row.is_circular else ""
    if words := ", ".join(part for part in (said, mark) if part):
        white = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
        colour = FRONT if said else INK
        ax.text(*place, words, fontsize=8.5, ha=side, va="center", color=colour, bbox=white, zorder=6)


def _draw_node(ax: Axes, node: dict[str, Any], height: float, front: bool) -> None:
    first = node["hop"] == 0
    ax.plot(
        [node["hop"]],
        [height],
        marker="o" if node["is_article"] else "s",
        markersize=6,
        color=INK if node["is_article"] else COLOURS["attributed"],
        linestyle="",
        zorder=5,
        clip_on=False,
    )
    ax.text(
        node["hop"] + (-0.05 if first else 0.05),
        height,
        clipped(node["name"], 32),
        ha="right" if first else "left",
        va="center",
        fontsize=9.5,
        fontweight="bold" if front else "normal",
        color=INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        zorder=4,
    )


def _keys(table: pd.DataFrame, has_front: bool) -> list[Line2D]:
    keys = [
        Line2D([], [], color=GREY, linestyle=LINES[basis], linewidth=WIDTHS[basis], label=said)
        for basis, said in SAID.items()
        if (table["basis"] == basis).any()
    ]
    if has_front:
        keys.append(Line2D([], [], color=FRONT, linewidth=2.2, label="the way of the article followed"))
    if len(table):
        dot: dict[str, Any] = {"linestyle": "", "markersize": 6}
        keys.append(Line2D([], [], marker="o", color=INK, label="an article of this set", **dot))
        keys.append(Line2D([], [], marker="s", color=COLOURS["attributed"], label="a source named", **dot))
    return keys


def plot_unnamed_sources(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The share of sources without a name with its interval; below five sources the cases instead.

    Parameters
    ----------
    table
        From ``unnamed_sources``: the value in the first column. Cut it to as many rows as are to be read.
    ax
        Where to draw; a new figure unless given.
    """
    by = str(table.columns[0])
    with style():
        ax = new_axes(8, max(2.2, 0.3 * len(table) + 1.3)) if ax is None else ax
        for y, row in enumerate(table.itertuples()):
            cases = f"{row.n_unnamed} of {row.n_sources}"
            if row.n_sources >= MIN_N:
                share, low, high = (100 * value for value in (row.unnamed_share, row.low, row.high))
                ax.plot([low, high], [y, y], color=COLOURS["attributed"], linewidth=2.4, solid_capstyle="butt")
                dot: dict[str, Any] = {
                    "marker": "o",
                    "markersize": 6,
                    "linestyle": "",
                    "clip_on": False,
                }  # whole at 0 % too
                ax.plot([share], [y], color=COLOURS["asserted"], zorder=3, **dot)
            else:
                ax.text(1, y, "too few for a share", va="center", fontsize=9, color=GREY, style="italic")
            ax.text(103, y, cases, va="center", fontsize=9.5, color=INK)
        ax.set_yticks(range(len(table)), [clipped(name) for name in table[by]])
        ax.set_ylim(len(table) - 0.4, -1.1)
        ax.set_xlim(0, 120)
        ax.set_xticks(range(0, 101, 25), [f"{tick} %" for tick in range(0, 101, 25)])
        ax.tick_params(axis="y", length=0, pad=7)  # room for a dot at 0 %
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_bounds(0, 100)
        ax.text(103, -0.85, "unnamed", fontsize=9, color=GREY, va="center")
        ax.set_xlabel("sources without a name, with 95 % interval", loc="left")
        ax.set_title(f"Sources without a name, by {by.replace('_', ' ')}")
        value_axis(ax, "x")
    return ax


Node = tuple[int, str]


def plot_citation_edges(table: pd.DataFrame, *, focus: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the edges of ``ways`` from left to right.

    Parameters
    ----------
    table
        From ``ways``.
    focus
        The ``article_id`` whose way is drawn in front.
    ax
        Where to draw; a new figure unless given.
    """
    heights = _chain_heights(table)
    leaves = int(table["is_article"].sum())
    last = int(table["target_hop"].max()) if len(table) else 1
    with style():
        ax = new_axes(8, max(2.2, 0.31 * leaves + 1.3)) if ax is None else ax
        on_way = [focus is not None and focus in ids.split("; ") for ids in table["article_ids"]]
        for row, front in sorted(zip(table.itertuples(), on_way, strict=True), key=lambda pair: pair[1]):
            _chain_draw_edge(ax, row, heights, front)
        fronts = {(r.target_hop, r.target) for r, f in zip(table.itertuples(), on_way, strict=True) if f}
        fronts |= {(r.source_hop, r.source) for r, f in zip(table.itertuples(), on_way, strict=True) if f}
        for node, name, is_article in _chain_nodes(table):
            _chain_draw_node(ax, node, heights[node], name, is_article, node in fronts)
        ax.set_xlim(-0.12, last + 0.65)
        ax.set_ylim(leaves - 0.4, -0.6)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        names = ["the origin\nthey name"] + [f"{hop} step" + ("s" if hop > 1 else "") for hop in range(1, last + 1)]
        ax.set_xticks(range(last + 1), names)
        ax.tick_params(axis="x", length=0)
        keys = [
            Line2D(
                [],
                [],
                marker="s",
                linestyle="",
                color=COLOURS["attributed"],
                label="a source that articles name",
            ),
            Line2D([], [], marker="o", linestyle="", color=INK, label="an article of this set"),
        ]
        ax.legend(handles=keys, loc="upper left", bbox_to_anchor=(0, -0.16 if leaves > 8 else -0.3), ncols=2)
        ax.set_title("Whom the articles name, from the origin on")
        ax.set_title(f"n = {leaves}", loc="right", fontsize=9.5, fontweight="normal", color=GREY)
    return ax


def _chain_nodes(table: pd.DataFrame) -> list[tuple[Node, str, bool]]:
    """Every node once: its key, its name, whether it is an article."""
    found: dict[Node, tuple[str, bool]] = {}
    for row in table.itertuples():
        found.setdefault((row.source_hop, row.source), (row.source, False))
        found.setdefault((row.target_hop, row.target), (row.target_name, row.is_article))
    return [(node, name, is_article) for node, (name, is_article) in found.items()]


def _chain_heights(table: pd.DataFrame) -> dict[Node, float]:
    """A height for each node: articles one below the other in the order of their ways, a source amid its articles."""
    way: dict[str, list[Node]] = {}
    for row in table.sort_values("source_hop", kind="stable").itertuples():
        for article in row.article_ids.split("; "):
            way.setdefault(article, []).append((row.source_hop, row.source))
    order = sorted(way, key=lambda article: ([name.casefold() for _, name in way[article]], article))
    heights: dict[Node, float] = {}
    below: dict[Node, list[int]] = {}
    for height, article in enumerate(order):
        heights[(len(way[article]), article)] = float(height)
        for node in way[article]:
            below.setdefault(node, []).append(height)
    return heights | {node: sum(rows) / len(rows) for node, rows in below.items()}


def _chain_draw_edge(ax: Axes, row: object, heights: dict[Node, float], front: bool) -> None:
    begin, end = (row.source_hop, row.source), (row.target_hop, row.target)  # type: ignore[attr-defined]
    ax.plot(
        [begin[0], begin[0] + 0.3, end[0] - 0.15, end[0]],
        [heights[begin], heights[end], heights[end], heights[end]],
        color=COLOURS["contradicted"] if front else "#BBBBBB",
        linewidth=2.6 if front else 1.2,
        solid_joinstyle="round",
        zorder=3 if front else 2,
    )


def _chain_draw_node(ax: Axes, node: Node, height: float, name: str, is_article: bool, front: bool) -> None:
    x = node[0]
    colour = INK if is_article else COLOURS["attributed"]
    ax.plot([x], [height], marker="o" if is_article else "s", markersize=6, color=colour, linestyle="", zorder=4)
    first, beside = x == 0 and not is_article, x == 0 or is_article  # an origin is named left of its lines
    ax.text(
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


# column, name, colour, height of the bar: each inside the one before, so that all stay visible where they are equal
LAYERS = (
    ("n_articles", "articles", COLOURS["hedged"], 0.78),
    ("n_families", "copy families", COLOURS["attributed"], 0.5),
    ("n_independent", "independent reports", COLOURS["asserted"], 0.22),
)
ORIGINS = ("n_origins", "origins", COLOURS["contradicted"])


def _counts(row: Any) -> str:
    """The numbers of a row, or that nobody could look."""
    left = getattr(row, "n_not_examined", 0)
    if left and left == row.n_articles:
        return f"{row.n_articles} · copies not examined"
    said = " · ".join(str(n) for n in (row.n_articles, row.n_families, row.n_independent, row.n_origins))
    return f"{said} ({left} not examined)" if left else said


def plot_independence(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """For each row the articles as a bar, inside it families and independent reports, and a mark for origins.

    Parameters
    ----------
    table
        From ``independence``: the value in the first column, then the counts.
    ax
        Where to draw; a new figure unless given.
    """
    by = str(table.columns[0])
    rows = np.arange(len(table))
    with style():
        ax = new_axes(8, max(2.2, 0.42 * len(table) + 1.7)) if ax is None else ax
        for column, name, colour, height in LAYERS:
            width = table[column].astype("float64").fillna(0.0)  # not examined: no bar
            ax.barh(rows, width, height=height, color=colour, label=name)
        column, name, colour = ORIGINS
        origins: dict[str, Any] = {
            "marker": "D",
            "color": colour,
            "linestyle": "",
            "markersize": 6,
            "markeredgecolor": "white",
        }
        ax.plot(table[column].astype("float64"), rows, label=name, zorder=4, **origins)
        longest = float(table["n_articles"].max()) if len(table) else 1.0
        for y, row in enumerate(table.itertuples()):
            ax.text(row.n_articles + longest * 0.035, y, _counts(row), va="center", color=INK)
        ax.set_yticks(rows, [clipped(value).replace("_", " ") for value in table[by]])
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.set_xlim(0, longest * 1.3)
        value_axis(ax, "x", whole=True)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("count; at the right articles · families · independent reports · origins", color=GREY)
        if len(table):
            handles, _ = ax.get_legend_handles_labels()
            bars_first = sorted(handles, key=lambda handle: handle.get_label() == name)
            ax.figure.legend(handles=bars_first, loc="outside lower center", ncols=4)
        title = "How many reports the articles are"
        ax.set_title(title if by == "scope" else f"{title}, by {by.replace('_', ' ')}")
    return ax
