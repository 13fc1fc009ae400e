"""What articles are made of, what is left of them when copies count once, and how firm that is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch, Rectangle

from ...plotting.theme import COLOURS, CYCLE, GREY, HATCHES, INK, LIGHT, clipped, new_axes, style, value_axis

__all__ = ["plot_chance", "plot_exchange", "plot_funnel", "plot_network", "plot_own_words", "plot_sensitivity"]

MOST = 30  # articles or pairs a figure can bear
NOTHING = "no article shares a word with another"
STAGES = (
    ("n_articles", "articles", COLOURS["hedged"]),
    ("n_families", "copy families", COLOURS["attributed"]),
    ("n_independent", "independent reports", COLOURS["asserted"]),
)
WORDS = (
    ("own_words", "its own", COLOURS["asserted"], None),
    ("quoted_words", "in quotations it shares", COLOURS["hedged"], None),
    ("open_words", "shared, cannot tell who from whom", "#FFFFFF", HATCHES["unknown"]),
    ("derived_words", "from others", COLOURS["tied"], None),
)


def plot_funnel(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """From articles over copy families to independent reports: bars that get narrower, one funnel a row.

    Parameters
    ----------
    table
        From ``independence``; several rows, such as two coders' set one below the other, make funnels side by side.
    ax
        Where to draw; a new figure unless given.
    """
    by = str(table.columns[0])
    widest = float(table["n_articles"].max()) if len(table) else 1.0
    with style():
        ax = new_axes(max(5.5, 2.6 * len(table) + 2.6), 3.2) if ax is None else ax
        for i, row in enumerate(table.to_dict("records")):
            centre, before = i * widest * 1.25, None
            ax.text(centre, -0.75, clipped(row[by], 32).replace("_", " "), ha="center", va="center", color=GREY)
            for y, (column, _, colour) in enumerate(STAGES):
                n = row[column]
                if pd.isna(n):  # nobody coded whom the articles name, or none could be compared
                    ax.text(centre, y, "not known", ha="center", va="center", color=GREY, style="italic")
                    continue
                ax.barh(y, n, left=centre - n / 2, height=0.62, color=colour)
                dark = column == "n_independent" and n > widest * 0.12
                ax.text(centre, y, f"{n}", ha="center", va="center", color="white" if dark else INK)
                if before is not None and before > n:
                    left = int(row.get("n_not_examined", 0)) if column == "n_independent" else 0
                    less = f"− {before - n}" + (f" ({left} not examined)" if left else "")
                    ax.text(centre, y - 0.5, less, ha="center", va="center", fontsize=8.5, color=GREY)
                before = n
        ax.set_yticks(range(len(STAGES)), [name for _, name, _ in STAGES])
        ax.set_ylim(len(STAGES) - 0.5, -1.1)
        ax.set_xlim(-widest * 0.6, widest * (1.25 * max(len(table) - 1, 0) + 0.6))
        ax.set_xticks([])
        ax.tick_params(axis="y", length=0)
        for side in ax.spines.values():
            side.set_visible(False)
        ax.set_title("What is left when copies count once")
    return ax


def plot_own_words(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A bar an article: the share of its words that is its own, from others, quoted with others or cannot be told.

    Parameters
    ----------
    table
        From ``reuse.word_origins``. Drawn are the articles that share anything, fewest own words first, 30 at most; a
        line below says how many share nothing and how many have no text.
    ax
        Where to draw; a new figure unless given.
    """
    seen = table[table["n_words"] > 0]
    sharing = seen[seen["own_words"] < seen["n_words"]].sort_values(["own_share", "article_id"], ignore_index=True)
    rows, n_more = sharing.head(MOST), max(0, len(sharing) - MOST)
    y = np.arange(len(rows))
    with style():
        ax = new_axes(8.5, max(2.6, 0.3 * len(rows) + 1.9)) if ax is None else ax
        left = np.zeros(len(rows))
        for column, _, colour, hatch in WORDS:
            width = (rows[column] / rows["n_words"]).to_numpy(dtype=float)
            there = np.flatnonzero(width)
            look: dict[str, Any] = {"facecolor": colour, "hatch": hatch, "edgecolor": GREY if hatch else colour}
            if len(there):
                ax.barh(y[there], width[there], left=left[there], height=0.7, **look)
            left += width
        for i, row in enumerate(rows.itertuples()):
            said = "cannot tell" if pd.isna(row.derivation) else str(row.derivation)
            ax.text(1.02, i, f"{said}", va="center", fontsize=9, color=INK)
            ax.text(1.33, i, f"{row.n_words:,}", va="center", ha="right", fontsize=9, color=GREY)
        if len(rows):
            ax.text(1.02, -0.85, "derived", va="center", fontsize=9, color=GREY)
            ax.text(1.33, -0.85, "words", va="center", ha="right", fontsize=9, color=GREY)
        else:
            ax.text(0.5, -0.35, NOTHING, ha="center", va="center", color=GREY)
        ax.set_yticks(y, [clipped(name) for name in rows["article_id"]], fontsize=9)
        ax.set_ylim(max(len(rows), 1) - 0.4, -1.3)
        ax.set_xlim(0, 1.36)
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_bounds(0, 1)
        ax.set_xlabel(f"share of its words; {_left_out(table, seen, sharing, n_more)}", loc="left")
        used = [look for look in WORDS if len(rows) and rows[look[0]].any()]
        handles = [Patch(facecolor=c, hatch=h, edgecolor=GREY if h else c, label=name) for _, name, c, h in used]
        if handles:
            ax.figure.legend(handles=handles, loc="outside lower center", ncols=2)
        ax.set_title("Whose words articles are made of")
    return ax


def _left_out(table: pd.DataFrame, seen: pd.DataFrame, sharing: pd.DataFrame, n_more: int) -> str:
    said = [f"not drawn: {len(seen) - len(sharing):,} that share nothing"]
    if n_more:
        said.append(f"{n_more:,} with more of their own")
    if len(table) > len(seen):
        said.append(f"{len(table) - len(seen):,} without text")
    return ", ".join(said)


def plot_sensitivity(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Families left at each threshold: a line a share, along the words a passage must have.

    Parameters
    ----------
    table
        From ``reuse.sensitivity``.
    ax
        Where to draw; a new figure unless given.
    """
    with style():
        ax = new_axes(8, 4.2) if ax is None else ax
        steps = sorted(table["min_words"].unique())
        place = {n: i for i, n in enumerate(steps)}
        # Lines that lie on one another stay visible: each, marks and all, narrower than the one below it.
        for i, (share, rows) in enumerate(table.groupby("partly", sort=True)):
            rows = rows.sort_values("min_words")
            colour, width = CYCLE[i % len(CYCLE)], max(1.2, 9.0 - 2.6 * i)
            x = [place[n] for n in rows["min_words"]]
            look: dict[str, Any] = {"color": colour, "linewidth": width, "marker": "o", "markersize": width + 4}
            ax.plot(x, rows["n_families"], label=f"{share:.0%}", **look)
        if len(table):
            n = int(table["n_articles"].iloc[0])
            ax.axhline(n, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
            ax.text(len(steps) - 1, n, f"{n} article{'s' * (n != 1)} ", ha="right", va="bottom", fontsize=9, color=GREY)
            low = float(table["n_families"].min())
            ax.set_ylim(low - max(1.0, 0.15 * (n - low)), n + max(1.0, 0.15 * (n - low)))
            ax.figure.legend(title="joins from this share of its words on", ncols=4, loc="outside lower center")
        pairs = table.drop_duplicates("min_words").set_index("min_words")["n_pairs"]
        ax.set_xticks(range(len(steps)), [f"{n} words\npairs: {pairs[n]}" for n in steps])
        value_axis(ax, "y", whole=True)
        ax.set_ylabel("families, lone articles included")
        ax.set_xlabel("a passage counts from this length on; below it, pairs of articles that share one", color=GREY)
        ax.set_title("How much hangs on the thresholds")
    return ax


def plot_chance(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Pairs that share wording within the window, against what shuffled dates give.

    Parameters
    ----------
    table
        From ``reuse.chance``. The pairs of outlets with most article pairs are drawn, 30 at most.
    ax
        Where to draw; a new figure unless given.
    """
    rows = table.head(1)
    if len(table) > 1:
        others = table.iloc[1:].sort_values(["n_any", "outlet", "other"], ascending=[False, True, True])
        rows = pd.concat([rows, others.head(MOST - 1)], ignore_index=True)
    y = np.arange(len(rows))
    ends = zip(rows["outlet"], rows["other"], strict=True)
    names = [clipped(a) if a == b else f"{clipped(a, 24)} · {clipped(b, 24)}" for a, b in ends]
    with style():
        ax = new_axes(8, max(2.2, 0.3 * len(rows) + 1.7)) if ax is None else ax
        low, high = rows["low"].to_numpy(dtype=float), rows["high"].to_numpy(dtype=float)
        ax.barh(y, high - low, left=low, height=0.5, color=COLOURS["unknown"], label="95 % of shuffles")
        ax.plot(rows["expected"], y, marker="|", color=GREY, linestyle="", markersize=10, label="by chance")
        ax.plot(rows["n_pairs"], y, marker="o", color=COLOURS["contradicted"], linestyle="", label="real dates")
        for i, row in enumerate(rows.itertuples()):
            ax.text(max(row.n_pairs, row.high), i, f"   of {row.n_any}", va="center", fontsize=9, color=GREY)
        ax.set_yticks(y, names, fontsize=9)
        ax.set_ylim(max(len(rows), 1) - 0.4, -0.6)
        ax.set_xlim(0, max(1.0, float(rows[["n_pairs", "high"]].max().max()) if len(rows) else 1.0) * 1.2)
        value_axis(ax, "x", whole=True)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("pairs of articles that share wording within the window", color=GREY)
        left = len(table) - len(rows)
        ax.set_title("More than chance?" + (f" (not drawn: {left} pairs of outlets)" if left > 0 else ""))
        if len(rows):
            ax.figure.legend(loc="outside lower center", ncols=3)
    return ax


MOST_OUTLETS = 20  # outlets a matrix or a circle can bear
SHADES = LinearSegmentedColormap.from_list("share", ["#FFFFFF", COLOURS["hedged"], COLOURS["attributed"]])
CELL = 0.42  # inches
NO_SHARING = "no writing shared between outlets"


def plot_exchange(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A row the outlet whose articles share, a column the outlet they share with; in a cell how many of how many.

    Parameters
    ----------
    table
        From ``reuse.exchange``. Of more than 20 outlets the most connected are drawn, and the title says so.
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
            ax.text(0.5, 0.5, NO_SHARING, ha="center", va="center", color=GREY, transform=ax.transAxes)
        ax.set_title(_title("Who shares wording with whom", len(names), n_all))
    return ax


def _fitting(longest: int) -> float:
    """One size for all cells, in points: that of the longest text."""
    return 9 if longest <= 5 else 7 if longest <= 7 else 5.5


def _title(title: str, n: int, n_all: int) -> str:
    return f"{title} (the {n} most connected of {n_all} outlets)" if n < n_all else title


def _connected(table: pd.DataFrame, one: str, other: str) -> tuple[list[str], int]:
    """The outlets that share with most others and most often, at most `MOST_OUTLETS`, and how many there are."""
    ends = pd.concat(
        [
            pd.DataFrame({"name": table[a], "with": table[b], "n": table["n_sharing"]})
            for a, b in ((one, other), (other, one))
        ]
    )
    ranks = ends.groupby("name").agg(n_with=("with", "nunique"), n=("n", "sum")).reset_index()
    ranks = ranks.sort_values(["n_with", "n", "name"], ascending=[False, False, True])
    return [str(name) for name in ranks["name"].head(MOST_OUTLETS)], len(ranks)


def plot_network(edges: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Outlets on a circle; an arrow from the earlier to the later, a dashed line where order is not known.

    The outlet that is most often the earlier one stands at the top, and clockwise the others follow.

    Parameters
    ----------
    edges
        From ``reuse.network``. Of more than 20 outlets the most connected are drawn, and the title says so.
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
            ax.text(0, 0, NO_SHARING, ha="center", va="center", color=GREY)
        ax.set_title(_title("Shared wording between outlets", len(names), n_all))
    return ax
