"""Which outlets share wording with which: as a matrix, and as a network."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch, Rectangle

from .style import COLOURS, GREY, HATCHES, INK, LIGHT, clipped, new_axes, style

MOST = 20  # outlets a matrix or a circle can bear
SHADES = LinearSegmentedColormap.from_list("share", ["#FFFFFF", COLOURS["hedged"], COLOURS["attributed"]])
CELL = 0.42  # inches
NOTHING = "no writing shared between outlets"


def plot_reuse_matrix(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A row the outlet whose articles share, a column the outlet they share with; in a cell how many of how many.

    Parameters
    ----------
    table
        From ``reuse_matrix``. Of more than 20 outlets the most connected are drawn, and the title says so.
    ax
        Where to draw; a new figure unless given.
    """
    names, n_all = _connected(table, "outlet", "other")
    place = {name: i for i, name in enumerate(names)}
    size, most = max(len(names), 3), float(table["sharing_share"].max()) if len(table) else 1.0
    with style():
        ax = new_axes(CELL * size + 3.4, CELL * size + (3.2 if names else 1)) if ax is None else ax
        for i in range(len(names)):
            ax.add_patch(Rectangle((i - 0.46, i - 0.46), 0.92, 0.92, facecolor=LIGHT, edgecolor="none"))
        longest = max((len(f"{row.n_sharing}/{row.n_articles}") for row in table.itertuples()), default=0)
        for row in table.itertuples():
            if row.outlet in place and row.other in place:
                x, y = place[row.other], place[row.outlet]
                hatch = None if row.n_known else HATCHES["unknown"]
                look: dict[str, Any] = {"edgecolor": GREY, "linewidth": 0.5, "hatch": hatch}
                ax.add_patch(
                    Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, facecolor=SHADES(row.sharing_share / most), **look)
                )
                said = f"{row.n_sharing}/{row.n_articles}"
                box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.8} if hatch else None
                ax.text(x, y, said, ha="center", va="center", fontsize=_fitting(longest), color=INK, bbox=box)
        ax.set_xticks(range(len(names)), [clipped(name, 30) for name in names], rotation=90, fontsize=9)
        ax.set_yticks(range(len(names)), [clipped(name, 30) for name in names], fontsize=9)
        ax.tick_params(axis="both", length=0, labeltop=True, labelbottom=False)
        ax.set_xlim(-0.6, size - 0.4)
        ax.set_ylim(size - 0.4, -0.6)
        for side in ax.spines.values():
            side.set_visible(False)
        ax.set_ylabel("articles of …", color=GREY)
        ax.set_xlabel("… that share wording with one of …\nand are not known to be earlier", color=GREY)
        ax.xaxis.set_label_position("bottom")
        if len(table):
            handles = [
                Patch(facecolor=SHADES(0.15), edgecolor=GREY, label="few"),
                Patch(facecolor=SHADES(1.0), edgecolor=GREY, label=f"{most:.0%} of its articles"),
                Patch(facecolor="white", edgecolor=GREY, hatch=HATCHES["unknown"], label="order not known of any"),
            ]
            ax.figure.legend(handles=handles, loc="outside lower center", ncols=3)
        else:
            ax.set_axis_off()
            ax.text(0.5, 0.5, NOTHING, ha="center", va="center", color=GREY, transform=ax.transAxes)
        ax.set_title(_title("Who shares wording with whom", len(names), n_all))
    return ax


def _fitting(longest: int) -> float:
    """One size for all cells, in points: that of the longest text."""
    return 9 if longest <= 5 else 7 if longest <= 7 else 5.5


def _title(title: str, n: int, n_all: int) -> str:
    return f"{title} (the {n} most connected of {n_all} outlets)" if n < n_all else title


def _connected(table: pd.DataFrame, one: str, other: str) -> tuple[list[str], int]:
    """The outlets that share with most others and most often, at most `MOST`, and how many there are."""
    ends = pd.concat(
        [
            pd.DataFrame({"name": table[a], "with": table[b], "n": table["n_sharing"]})
            for a, b in ((one, other), (other, one))
        ]
    )
    ranks = ends.groupby("name").agg(n_with=("with", "nunique"), n=("n", "sum")).reset_index()
    ranks = ranks.sort_values(["n_with", "n", "name"], ascending=[False, False, True])
    return [str(name) for name in ranks["name"].head(MOST)], len(ranks)


def plot_reuse_network(edges: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Outlets on a circle; an arrow from the earlier to the later, a dashed line where order is not known.

    The outlet that is most often the earlier one stands at the top, and clockwise the others follow.

    Parameters
    ----------
    edges
        From ``reuse_network``. Of more than 20 outlets the most connected are drawn, and the title says so.
    ax
        Where to draw; a new figure unless given.
    """
    chosen, n_all = _connected(edges, "source", "target")
    kept = edges[edges["source"].isin(chosen) & edges["target"].isin(chosen)]
    balance = dict.fromkeys(chosen, 0)
    for row in kept[kept["is_directed"]].itertuples():
        balance[row.source] += row.n_sharing
        balance[row.target] -= row.n_sharing
    names = sorted(chosen, key=lambda name: (-balance[name], name))
    angle = {name: np.pi / 2 - 2 * np.pi * i / max(len(names), 1) for i, name in enumerate(names)}
    at = {name: (float(np.cos(a)), float(np.sin(a))) for name, a in angle.items()}
    most = float(kept["n_sharing"].max()) if len(kept) else 1.0
    with style():
        ax = new_axes(8, 5.2 if names else 2) if ax is None else ax
        # Plain lines first, so that arrows lie above them.
        for row in kept.sort_values(["is_directed", "n_sharing"]).itertuples():
            known = bool(row.is_directed)
            look: dict[str, Any] = {
                "color": COLOURS["known"] if known else COLOURS["tied"] if row.order == "tied" else GREY,
                "linestyle": "-" if known else (0, (4, 3)),
                "linewidth": 0.8 + 2.7 * row.n_sharing / most,
                "alpha": 0.8,
            }
            arrow = FancyArrowPatch(
                at[row.source],
                at[row.target],
                arrowstyle="-|>" if known else "-",
                connectionstyle="arc3,rad=0.12" if known else "arc3,rad=0",
                # Only heads touch an outlet: a line that leaves beside a head that arrives would look like two heads.
                shrinkA=26 if known else 7,
                shrinkB=7,
                mutation_scale=13,
                **look,
            )
            ax.add_patch(arrow)
        for name, (x, y) in at.items():
            ax.plot([x], [y], marker="o", color=INK, markersize=7, linestyle="", zorder=4)
            side = "center" if abs(x) < 0.15 else "left" if x > 0 else "right"
            up = "center" if abs(x) >= 0.15 else "bottom" if y > 0 else "top"
            ax.text(x * 1.08, y * 1.08, clipped(name, 28), ha=side, va=up, fontsize=9.5, zorder=5)
        ax.set_xlim(-2.1, 2.1)
        ax.set_ylim(-1.28, 1.28)
        ax.set_aspect("equal")
        ax.set_axis_off()
        handles = [
            Line2D([], [], color=COLOURS["known"], label="earlier → later"),
            Line2D([], [], color=COLOURS["tied"], linestyle=(0, (4, 3)), label="dates tie"),
            Line2D([], [], color=GREY, linestyle=(0, (4, 3)), label="a date is missing"),
        ]
        orders = ["known", "tied", "unknown"]
        used = [handle for handle, order in zip(handles, orders, strict=True) if (kept["order"] == order).any()]
        if used:
            said = f"width: articles, 1 to {most:.0f}" if most > 1 else "each of one article"
            used.append(Line2D([], [], linestyle="", label=said))
            ax.figure.legend(handles=used, loc="outside lower center", ncols=4)
        else:
            ax.text(0, 0, NOTHING, ha="center", va="center", color=GREY)
        ax.set_title(_title("Shared wording between outlets", len(names), n_all))
    return ax
