"""The way of a story as a layered graph: the origin at the left, each article at the end of its way."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from .style import COLOURS, GREY, INK, clipped, new_axes, style

Node = tuple[int, str]


def plot_ways(table: pd.DataFrame, *, focus: str | None = None, ax: Axes | None = None) -> Axes:
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
    heights = _heights(table)
    leaves = int(table["is_article"].sum())
    last = int(table["target_hop"].max()) if len(table) else 1
    with style():
        ax = new_axes(8, max(2.2, 0.31 * leaves + 1.3)) if ax is None else ax
        on_way = [focus is not None and focus in ids.split("; ") for ids in table["article_ids"]]
        for row, front in sorted(zip(table.itertuples(), on_way, strict=True), key=lambda pair: pair[1]):
            _draw_edge(ax, row, heights, front)
        fronts = {(r.target_hop, r.target) for r, f in zip(table.itertuples(), on_way, strict=True) if f}
        fronts |= {(r.source_hop, r.source) for r, f in zip(table.itertuples(), on_way, strict=True) if f}
        for node, name, is_article in _nodes(table):
            _draw_node(ax, node, heights[node], name, is_article, node in fronts)
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


def _nodes(table: pd.DataFrame) -> list[tuple[Node, str, bool]]:
    """Every node once: its key, its name, whether it is an article."""
    found: dict[Node, tuple[str, bool]] = {}
    for row in table.itertuples():
        found.setdefault((row.source_hop, row.source), (row.source, False))
        found.setdefault((row.target_hop, row.target), (row.target_name, row.is_article))
    return [(node, name, is_article) for node, (name, is_article) in found.items()]


def _heights(table: pd.DataFrame) -> dict[Node, float]:
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


def _draw_edge(ax: Axes, row: object, heights: dict[Node, float], front: bool) -> None:
    begin, end = (row.source_hop, row.source), (row.target_hop, row.target)  # type: ignore[attr-defined]
    ax.plot(
        [begin[0], begin[0] + 0.3, end[0] - 0.15, end[0]],
        [heights[begin], heights[end], heights[end], heights[end]],
        color=COLOURS["contradicted"] if front else "#BBBBBB",
        linewidth=2.6 if front else 1.2,
        solid_joinstyle="round",
        zorder=3 if front else 2,
    )


def _draw_node(ax: Axes, node: Node, height: float, name: str, is_article: bool, front: bool) -> None:
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
