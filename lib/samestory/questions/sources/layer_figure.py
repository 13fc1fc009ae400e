"""The graph of sources, drawn in columns: who names whom, and which texts share wording."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.path import Path

from ...plotting.evidence import keys_of_edge, link_drawn
from ...plotting.theme import COLOURS, GREY, INK, clipped, new_axes, style
from ...schema.cells import from_cell

__all__ = ["plot_layers"]

LINES: dict[str, Any] = {"credit": "-", "chain": "-", "citation": (0, (5, 2)), "wording": (0, (1, 1.6))}
WIDTHS = {"credit": 3.0, "chain": 1.3, "citation": 1.3, "wording": 1.5}
SAID = {
    "credit": "names it in a credit line",
    "chain": "names it in its citation chain",
    "citation": "cites it outside its citation chain",
    "wording": "shares wording (one copy family)",
}
PALE = "#A8A8A8"
FRONT = COLOURS["contradicted"]
ROW = 0.29  # inches from line to line
LETTER = 0.57 * 9.5 / 72  # inches a letter takes on average
GAP = 1.0  # the least inches between a name and the next column


@dataclass
class _Plan:
    """Where everything is, in inches from the first column and in lines from the top."""

    nodes: dict[str, dict[str, Any]]
    heights: dict[str, float]
    labels: dict[str, str]
    reach: dict[str, float]  # how wide each name is
    columns: list[float]  # where the dots of each column are
    widths: list[float]  # how wide the names of each column are
    lanes: dict[int, list[float]] = field(default_factory=dict)

    def place(self, key: str) -> tuple[float, float]:
        return self.columns[self.nodes[key]["hop"]], self.heights[key]

    def lane(self, hop: int, wanted: float) -> float:
        """A free line between the names of a column, the nearest to the one wanted."""
        names = [self.heights[key] for key, node in self.nodes.items() if node["hop"] == hop]
        taken = self.lanes.setdefault(hop, [])
        steps = sorted(range(-8, 8 * (len(self.nodes) + len(taken) + 2)), key=lambda i: (abs(i / 8 - wanted), i))
        free = (i / 8 for i in steps if all(abs(i / 8 - y) >= 0.45 for y in names))
        found = next(y for y in free if all(abs(y - other) >= 0.2 for other in taken))
        taken.append(found)
        return found


def plot_layers(
    table: pd.DataFrame, *, focus: str | None = None, names: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """The graph of sources from left to right: columns are steps from the origin, line styles the basis of an edge.

    A line goes from a source to the article or source on its right that names it. Within a column arrows point to the
    one that names the other. An edge against known time is marked "against time", one in a citation cycle "cycle". No
    line passes through a name.

    Parameters
    ----------
    table
        From ``sources.layers``. A column ``mark`` with short texts is written beside its edges, if there is one.
    focus
        The ``article_id`` whose citation chain is drawn in front.
    names
        Readable names of articles, for instance ``story.article_names()``: used if two nodes have the same name.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> edges = ss.sources.graph_edges(story.articles, story.table("citations"), story.table("chains"))
    >>> ax = ss.sources.plot_layers(ss.sources.layers(edges, story.articles), names=story.article_names())
    >>> ax.get_title(loc="left")
    'Whom the articles name as a source'
    """
    room = 8.2 if ax is None else ax.get_position().width * ax.figure.get_figwidth()  # type: ignore[union-attr]
    front = _chain_to(table, focus)
    bold = {node for edge in front for node in edge}
    plan = _planned(table, names or {}, bold, room)
    curves = [_curve(plan, row) for row in table.itertuples()]  # before the limits: lanes may need more room
    heights = [*plan.heights.values(), *(y for taken in plan.lanes.values() for y in taken)]
    top, bottom = min(heights, default=0), max(heights, default=0)
    left = max((plan.reach[key] for key, node in plan.nodes.items() if node["hop"] == 0), default=0)
    right = plan.columns[-1] + max(plan.widths[-1], 0.6)
    with style():
        ax = new_axes(max(8.5, left + right + 0.3), max(2.8, ROW * (bottom - top + 1) + 2.0)) if ax is None else ax
        for row, curve in zip(table.itertuples(), curves, strict=True):
            _draw_edge(ax, row, plan, curve, (row.source_node, row.target_node) in front)
        _draw_marks(ax, table, plan)
        for key in plan.nodes:
            _draw_node(ax, plan, key, key in bold)
        ax.set_xlim(-left - 0.08, right)
        ax.set_ylim(bottom + 0.7, top - 0.9)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_bounds(0, plan.columns[-1])
        later = [f"{hop} step" + "s" * (hop > 1) for hop in range(1, len(plan.columns))]
        ax.set_xticks(plan.columns, ["names no outlet,\nor not in this set", *later])
        ax.tick_params(axis="x", length=0)
        if keys := _keys(table, plan.labels.get(focus or "") if front else None):
            ax.figure.legend(handles=keys, loc="outside lower center", ncols=2, fontsize=9)
        n = sum(bool(node["is_article"]) for node in plan.nodes.values())
        others = len(plan.nodes) - n
        ax.set_title("Whom the articles name as a source")
        counts = f"{n} article{'s' * (n != 1)} and {others} other source{'s' * (others != 1)}"
        ax.set_xlabel(counts, loc="left", color=GREY)
    return ax


def _planned(table: pd.DataFrame, names: Mapping[str, str], bold: set[str], room: float) -> _Plan:
    nodes = _nodes(table)
    given = Counter(str(node["name"]) for node in nodes.values())
    labels = {
        key: clipped(names.get(key, node["name"]) if given[str(node["name"])] > 1 else node["name"], 40)
        for key, node in nodes.items()
    }
    last = max((node["hop"] for node in nodes.values()), default=1)
    reach = {key: 0.18 + LETTER * len(label) * (1.12 if key in bold else 1.0) for key, label in labels.items()}
    widths = [0.0] * (last + 1)
    for key, node in nodes.items():
        widths[node["hop"]] = max(widths[node["hop"]], reach[key])
    first, widths[0] = widths[0], 0.0  # the first column has its names at the left
    gap = max(GAP, (room - first - sum(widths)) / max(last, 1))
    columns = [sum(widths[:hop]) + gap * hop for hop in range(last + 1)]
    return _Plan(nodes, _heights(table, nodes), labels, reach, columns, widths)


def _nodes(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in table.to_dict("records"):
        for end in ("source", "target"):
            said = {name: row[f"{end}_{name}"] for name in ("name", "hop", "is_article")}
            found.setdefault(row[f"{end}_node"], said)
    return found


def _heights(table: pd.DataFrame, nodes: dict[str, dict[str, Any]]) -> dict[str, float]:
    """A line for every node, children below one another beside their parent, a parent in the middle of its children.

    Each node has one parent: the one through which its step is counted. Those that share wording, or are in one cycle,
    are next to each other.
    """
    below: dict[str, list[str]] = {}
    hung: set[str] = set()
    for row in table[table["basis"] != "wording"].itertuples():
        nearer = nodes[row.target_node]["hop"] - nodes[row.source_node]["hop"]
        if nearer == 1 and row.target_node not in hung:
            below.setdefault(row.source_node, []).append(row.target_node)
            hung.add(row.target_node)
    kin = {key: key for key in nodes}  # all that share wording, or are in one cycle, have one name
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
    """Place a node and what is below it from a line on; return the next free line."""
    children = sorted(below.get(key, []), key=rank)
    for child in children:
        line = _place(child, line, below, rank, heights)
    heights[key] = (heights[children[0]] + heights[children[-1]]) / 2 if children else line
    return line if children else line + 1


def _chain_to(table: pd.DataFrame, focus: str | None) -> set[tuple[str, str]]:
    """The edges that the focus names, and those that the articles it names as its sources name in turn.

    What another article says of a source's own sources is no part of the chain.
    """
    named = table[table["basis"] != "wording"]
    found: set[tuple[str, str]] = set()
    speakers, heard = [focus] if focus is not None else [], {focus}
    while speakers:
        speaker = speakers.pop()
        for row in named[named["article_ids"].map(from_cell).map(lambda ids, who=speaker: who in ids)].itertuples():
            found.add((row.source_node, row.target_node))
            if row.source_is_article and row.source_node not in heard:
                heard.add(row.source_node)
                speakers.append(row.source_node)
    return found


def _curve(plan: _Plan, row: Any) -> Path | None:
    """The path of an edge from one column to a later one, around the names in between; None within a column."""
    one, other = sorted((row.source_node, row.target_node), key=lambda key: plan.nodes[key]["hop"])
    first, last = plan.nodes[one]["hop"], plan.nodes[other]["hop"]
    if first == last:
        return None
    (x, y), (x1, y1) = plan.place(one), plan.place(other)
    begin = x if first == 0 else x + plan.reach[one]
    stops = [(x + plan.widths[first], y)]
    for hop in range(first + 1, last):
        lane = plan.lane(hop, y + (y1 - y) * (hop - first) / (last - first))
        stops += [(plan.columns[hop], lane), (plan.columns[hop] + plan.widths[hop], lane)]
    stops.append((x1, y1))
    points, codes = [(begin, y), stops[0]], [Path.MOVETO, Path.LINETO]
    for i, ((xa, ya), (xb, yb)) in enumerate(itertools.pairwise(stops)):
        is_lane = i % 2 == 1
        half = (xa + xb) / 2
        points += [(xb, yb)] if is_lane else [(half, ya), (half, yb), (xb, yb)]
        codes += [Path.LINETO] if is_lane else [Path.CURVE4] * 3
    return Path(points, codes)


def _draw_edge(ax: Axes, row: Any, plan: _Plan, curve: Path | None, front: bool) -> None:
    how: dict[str, Any] = {
        "edgecolor": FRONT if front or row.is_conflict or row.is_circular else PALE,
        "linewidth": WIDTHS[row.basis] + (0.8 if front else 0),
        "linestyle": LINES[row.basis],
        "zorder": 3 if front else 2,
    }
    if curve is not None:
        link_drawn(ax.add_patch(PathPatch(curve, facecolor="none", **how)), keys_of_edge(row._asdict()))
        return
    (x0, y0), (x1, y1) = plan.place(row.source_node), plan.place(row.target_node)
    # within a column the bend leaves the side of the names free; of two in a cycle one bends further
    right = -1 if row.source_hop == 0 else 1
    up = y1 < y0
    length = max(abs(y1 - y0), 1.0)
    bend = min(0.9 if length <= 1 else 0.45, 0.8 / (ROW * length)) * (0.5 if up and row.is_circular else 1)
    arrow = FancyArrowPatch(
        (x0, y0),
        (x1, y1),
        arrowstyle="-" if row.basis == "wording" else "-|>",
        connectionstyle=f"arc3,rad={-right * bend if up else right * bend:.3f}",
        mutation_scale=9,
        shrinkA=5,
        shrinkB=5,
        facecolor=how["edgecolor"],
        **how,
    )
    link_drawn(ax.add_patch(arrow), keys_of_edge(row._asdict()))


def _draw_marks(ax: Axes, table: pd.DataFrame, plan: _Plan) -> None:
    """What is said of single edges, above the end of the edge; once for each place."""
    marks = table["mark"] if "mark" in table else pd.Series("", table.index)
    said: dict[tuple[float, float, str], dict[str, bool]] = {}
    for row, mark in zip(table.itertuples(), marks, strict=True):
        words = ["against time"] * row.is_conflict + ["cycle"] * (row.is_circular and not row.is_conflict)
        if row.source_hop == row.target_hop:
            (x, y0), (_, y1) = plan.place(row.source_node), plan.place(row.target_node)
            place = (x + 0.3, (y0 + y1) / 2, "left") if row.source_hop == 0 else (x - 0.3, (y0 + y1) / 2, "right")
        else:
            x, y = max(plan.place(row.source_node), plan.place(row.target_node))
            place = (x - 0.12, y - 0.38, "right")
        said.setdefault(place, {}).update({word: bool(words) for word in [*words, str(mark or "")] if word})
    white = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    for (x, y, side), found in said.items():
        if found:
            colour = FRONT if any(found.values()) else INK
            ax.text(x, y, ", ".join(found), fontsize=8.5, ha=side, va="center", color=colour, bbox=white, zorder=6)


def _draw_node(ax: Axes, plan: _Plan, key: str, front: bool) -> None:
    (x, y), node = plan.place(key), plan.nodes[key]
    dot: dict[str, Any] = {"markersize": 6, "linestyle": "", "zorder": 5, "clip_on": False}
    if node["is_article"]:
        ax.plot([x], [y], marker="o", color=INK, **dot)
    else:
        ax.plot([x], [y], marker="s", color=COLOURS["attributed"], **dot)
    label = ax.text(
        x + (-0.1 if node["hop"] == 0 else 0.1),
        y,
        plan.labels[key],
        ha="right" if node["hop"] == 0 else "left",
        va="center",
        fontsize=9.5,
        fontweight="bold" if front else "normal",
        color=INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        zorder=4,
    )
    link_drawn(label, {"article": key} if node["is_article"] else {"source": node["name"]})


def _keys(table: pd.DataFrame, followed: str | None) -> list[Line2D]:
    keys = [
        Line2D([], [], color=GREY, linestyle=LINES[basis], linewidth=WIDTHS[basis], label=said)
        for basis, said in SAID.items()
        if (table["basis"] == basis).any()
    ]
    if followed is not None:
        keys.append(Line2D([], [], color=FRONT, linewidth=2.2, label=f"the citation chain of {followed}"))
    dot: dict[str, Any] = {"linestyle": "", "markersize": 6}
    is_article = pd.concat([table["source_is_article"], table["target_is_article"]]).astype(bool)
    if is_article.any():
        keys.append(Line2D([], [], marker="o", color=INK, label="an article of this set", **dot))
    if (~is_article).any():
        keys.append(Line2D([], [], marker="s", color=COLOURS["attributed"], label="a source that articles name", **dot))
    return keys
