"""What articles are made of, what is left of them when copies count once, and how firm that is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from .style import COLOURS, CYCLE, GREY, HATCHES, INK, clipped, new_axes, style, value_axis

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
        From ``derivation``. Drawn are the articles that share anything, fewest own words first, 30 at most; a line
        below says how many share nothing and how many have no text.
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


def plot_reuse_sensitivity(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Families left at each threshold: a line a share, along the words a passage must have.

    Parameters
    ----------
    table
        From ``reuse_sensitivity``.
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


def plot_reuse_chance(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Pairs that share wording within the window, against what shuffled dates give.

    Parameters
    ----------
    table
        From ``reuse_chance``. The pairs of outlets with most article pairs are drawn, 30 at most.
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
