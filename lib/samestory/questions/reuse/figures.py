"""Figures of text reuse: whose words articles are made of, what is left if copies count once, how firm that is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch, Rectangle

from ...errors import counted
from ...plotting.evidence import keys_of, link_area, link_drawn, link_rows
from ...plotting.theme import (
    COLOURS,
    CYCLE,
    GREY,
    HATCHES,
    INK,
    LIGHT,
    clipped,
    new_axes,
    rows_axis,
    share_ticks,
    style,
    value_axis,
)
from ...statistics import MIN_N

__all__ = [
    "plot_chance",
    "plot_exchange",
    "plot_explained",
    "plot_funnel",
    "plot_network",
    "plot_own_words",
    "plot_sensitivity",
]

MOST = 30  # articles or pairs in a figure
NOTHING = "no article shares a word with another"
MARKERS = "osD^vPX"
NEAR_PAIRS = (
    "pairs of articles that share writing and are close in time\n(at the right: of how many, however far apart in time)"
)
STAGES = (
    ("n_articles", "articles", COLOURS["hedged"]),
    ("n_families", "copy families", COLOURS["attributed"]),
    ("n_independent", "independent reports", COLOURS["asserted"]),
)
WORDS = (
    ("own_words", "its own", COLOURS["asserted"], None),
    ("quoted_words", "in quotations it shares", COLOURS["hedged"], None),
    ("open_words", "shared, not known who was first", "#FFFFFF", HATCHES["unknown"]),
    ("derived_words", "from others", COLOURS["tied"], None),
)


def plot_funnel(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many articles, copy families and independent reports there are: one funnel a row, its bars get narrower.

    Parameters
    ----------
    table
        From ``sources.independence``; several rows give funnels side by side.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> counts = ss.sources.independence(story.articles, story.table("families"), story.table("chains"))
    >>> ss.reuse.plot_funnel(counts).get_title(loc="left")
    'What is left if copies count once'
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
                    less = _lost(column, before - n, int(row.get("n_not_examined", 0)))
                    ax.text(centre, y - 0.5, less, ha="center", va="center", fontsize=8.5, color=GREY)
                before = n
        ax.set_yticks(range(len(STAGES)), [name for _, name, _ in STAGES])
        ax.set_ylim(len(STAGES) - 0.5, -1.1)
        ax.set_xlim(-widest * 0.6, widest * (1.25 * max(len(table) - 1, 0) + 0.6))
        ax.set_xticks([])
        ax.tick_params(axis="y", length=0)
        for side in ax.spines.values():
            side.set_visible(False)
        ax.set_title("What is left if copies count once")
    return ax


def _lost(column: str, n: int, n_not_examined: int) -> str:
    """What a step of the funnel leaves out, in words."""
    if column != "n_independent":
        return f"− {counted(n, 'further copy', 'further copies')}"
    named = n - n_not_examined
    parts = [f"{named} that name{'s' if named == 1 else ''} another family"] if named else []
    return "− " + ", ".join([*parts, *([f"{n_not_examined} not examined"] if n_not_examined else [])])


def plot_own_words(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what the words of each article are made of: its own, from others, shared quotations, or not known.

    Parameters
    ----------
    table
        From ``reuse.word_origins``; if it has a column ``article`` with readable names, these are shown. Articles that
        share words are drawn, fewest own words first, at most 30; the label of the axis says how many are left out.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> words = ss.reuse.word_origins(story.articles, story.table("passages"))
    >>> ss.reuse.plot_own_words(words).get_title(loc="left")
    'Whose words articles are made of'
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
        link_rows(ax, "article_id", rows)
        for i, row in enumerate(rows.itertuples()):
            said = "cannot tell" if pd.isna(row.derivation) else str(row.derivation)
            ax.text(1.02, i, f"{said}", va="center", fontsize=9, color=INK)
            ax.text(1.33, i, f"{row.n_words:,}", va="center", ha="right", fontsize=9, color=GREY)
        if len(rows):
            ax.text(1.02, -0.85, "derived", va="center", fontsize=9, color=GREY)
            ax.text(1.33, -0.85, "words", va="center", ha="right", fontsize=9, color=GREY)
        else:
            ax.text(0.5, -0.35, NOTHING, ha="center", va="center", color=GREY)
        ax.set_yticks(y, [clipped(name) for name in rows["article" if "article" in rows else "article_id"]], fontsize=9)
        ax.set_ylim(max(len(rows), 1) - 0.4, -1.3)
        ax.set_xlim(0, 1.36)
        share_ticks(ax)
        rows_axis(ax)
        ax.spines["bottom"].set_bounds(0, 1)
        ax.set_xlabel(f"share of its words; {_left_out(table, seen, sharing, n_more)}", loc="left")
        used = [look for look in WORDS if len(rows) and rows[look[0]].any()]
        handles = [Patch(facecolor=c, hatch=h, edgecolor=GREY if h else c, label=name) for _, name, c, h in used]
        if handles:
            ax.figure.legend(handles=handles, loc="outside lower center", ncols=2 if len(handles) > 3 else 3)
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
    """Draw how many families are left at each threshold: one marker a share, by the words a passage must have.

    Parameters
    ----------
    table
        From ``reuse.sensitivity``.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> steps = ss.reuse.sensitivity(story.articles, story.table("passages"), partly=[0.1, 0.25])
    >>> ss.reuse.plot_sensitivity(steps).get_title(loc="left")
    'How many families are left at other thresholds'
    """
    with style():
        ax = new_axes(8, 4.2) if ax is None else ax
        steps = sorted(table["min_words"].unique())
        place = {n: i for i, n in enumerate(steps)}
        # Thresholds that leave as many families are drawn beside one another, not on one another.
        shares = sorted(table["partly"].unique())
        for i, share in enumerate(shares):
            rows = table[table["partly"] == share].sort_values("min_words")
            x = [place[n] + 0.14 * (i - (len(shares) - 1) / 2) for n in rows["min_words"]]
            look: dict[str, Any] = {"color": CYCLE[i % len(CYCLE)], "marker": MARKERS[i % len(MARKERS)]}
            ax.plot(x, rows["n_families"], label=f"{share:.0%}", linestyle="", markersize=7, **look)
        if len(table):
            n = int(table["n_articles"].iloc[0])
            ax.axhline(n, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
            ax.text(len(steps) - 0.6, n, counted(n, "article"), ha="right", va="bottom", fontsize=9, color=GREY)
            low = float(table["n_families"].min())
            ax.set_ylim(low - max(1.0, 0.15 * (n - low)), n + max(1.0, 0.15 * (n - low)))
            title = "an article joins a family from this share of its words on"
            ax.figure.legend(title=title, ncols=4, loc="outside lower center")
        pairs = table.drop_duplicates("min_words").set_index("min_words")["n_pairs"]
        ax.set_xticks(range(len(steps)), [f"{n} words\n{counted(pairs[n], 'pair')}" for n in steps])
        ax.set_xlim(-0.6, max(len(steps), 1) - 0.4)
        value_axis(ax, "y", whole=True)
        ax.set_ylabel("families, single articles included")
        ax.set_xlabel("least length of a passage, and how many pairs of articles share one", color=GREY)
        ax.set_title("How many families are left at other thresholds")
    return ax


def plot_chance(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many pairs share writing and are close in time, with the real and with shuffled dates.

    Parameters
    ----------
    table
        From ``reuse.chance``. The pairs of outlets with most pairs of articles are drawn, at most 30.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> table = ss.reuse.chance(story.articles, story.table("passages"), window_hours=6)
    >>> ss.reuse.plot_chance(table).get_title(loc="left")
    'Is it more than chance?'
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
        ax.barh(y, high - low, left=low, height=0.5, color=COLOURS["unknown"], label="95% of the shuffles")
        ax.plot(rows["expected"], y, marker="|", color=INK, linestyle="", markersize=17, label="expected by chance")
        real: dict[str, Any] = {
            "color": COLOURS["contradicted"],
            "linestyle": "",
            "label": "real dates",
            "clip_on": False,
        }
        ax.plot(rows["n_pairs"], y, marker="o", **real)
        for i, row in enumerate(rows.itertuples()):
            ax.text(max(row.n_pairs, row.high), i, f"   of {row.n_any}", va="center", fontsize=9, color=GREY)
        ax.set_yticks(y, names, fontsize=9)
        ax.set_ylim(max(len(rows), 1) - 0.4, -0.6)
        ax.set_xlim(0, max(1.0, float(rows[["n_pairs", "high"]].max().max()) if len(rows) else 1.0) * 1.2)
        value_axis(ax, "x", whole=True)
        rows_axis(ax, pad=9)
        ax.set_xlabel(NEAR_PAIRS)
        left = len(table) - len(rows)
        ax.set_title("Is it more than chance?" + (f" (not drawn: {left} pairs of outlets)" if left > 0 else ""))
        if len(rows):
            ax.figure.legend(loc="outside lower center", ncols=3)
    return ax


def plot_explained(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw for each outlet which share of an article's words other texts explain on average, between its two bounds.

    Parameters
    ----------
    table
        From ``reuse.explained_by_outlet``. The outlets with most articles are drawn, at most 30; the title says so.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> words = ss.reuse.explained_words(story.articles, story.table("passages"))
    >>> table = ss.reuse.explained_by_outlet(words, families=story.table("families"))
    >>> ss.reuse.plot_explained(table).get_title(loc="left")
    'How much of an article other texts explain'
    """
    rows = table[table["n_articles"] > 0].head(MOST).reset_index(drop=True)
    sides = (("article", -0.17, COLOURS["attributed"]), ("family", 0.2, GREY))
    with style():
        ax = new_axes(9, max(2.6, 0.42 * len(rows) + 2)) if ax is None else ax
        for y, row in enumerate(rows.to_dict("records")):
            for name, at, colour in sides:
                least, most = row[f"{name}_least_share"], row[f"{name}_most_share"]
                if most > least:
                    unseen: dict[str, Any] = {"facecolor": "white", "hatch": HATCHES["unknown"], "edgecolor": GREY}
                    ax.barh(y + at, most - least, left=least, height=0.24, linewidth=0.5, **unseen)
                if not row["is_few" if name == "article" else "is_few_families"]:
                    ends = [row[f"{name}_low"], row[f"{name}_high"]]
                    ax.plot(ends, [y + at, y + at], color=colour, linewidth=1.4, solid_capstyle="butt", zorder=2)
                face = colour if name == "article" else "white"
                marks: dict[str, Any] = {"marker": "o" if name == "article" else "D", "markerfacecolor": face}
                marks["clip_on"] = False
                ax.plot(
                    sorted({least, most}), [y + at] * len({least, most}), color=colour, linestyle="", zorder=3, **marks
                )
            for x, n in ((1.1, row["n_articles"]), (1.24, row["n_families"]), (1.4, row["n_not_seen_articles"])):
                ax.text(x, y, f"{n}", va="center", ha="right", fontsize=9, color=INK if x < 1.2 else GREY)
        link_rows(ax, "article_ids", rows)
        for x, head in ((1.1, "articles"), (1.24, "families"), (1.4, "not seen")):
            ax.text(x, -0.9, head, va="center", ha="right", fontsize=9, color=GREY)
        ax.set_yticks(np.arange(len(rows)), [clipped(name) for name in rows["outlet"]], fontsize=9)
        ax.set_ylim(max(len(rows), 1) - 0.4, -1.3)
        ax.set_xlim(0, 1.42)
        share_ticks(ax)
        rows_axis(ax, pad=8)
        ax.spines["bottom"].set_bounds(0, 1)
        few = f"\nfewer than {MIN_N} articles or families: no interval" if rows["is_few_families"].any() else ""
        ax.set_xlabel(f"share of an article's words, on average, with 95% interval{few}", loc="left")
        left = len(table) - len(rows)
        ax.set_title("How much of an article other texts explain" + (f" (not drawn: {left} outlets)" if left else ""))
        if len(rows):
            keys: list[Any] = [
                Line2D([], [], color=COLOURS["attributed"], marker="o", label="articles"),
                Line2D([], [], color=GREY, marker="D", markerfacecolor="white", label="copies counted once"),
                Patch(facecolor="white", hatch=HATCHES["unknown"], edgecolor=GREY, label="cannot be told"),
            ]
            ax.figure.legend(handles=keys, loc="outside lower center", ncols=3)
    return ax


MOST_OUTLETS = 20  # outlets in a matrix or on a circle
SHADES = LinearSegmentedColormap.from_list("share", ["#FFFFFF", COLOURS["hedged"], COLOURS["attributed"]])
CELL = 0.42  # inches
NO_SHARING = "no writing shared between outlets"


def plot_exchange(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the matrix of outlets: each cell says how many articles of the row's outlet share with the column's.

    Parameters
    ----------
    table
        From ``reuse.exchange``. At most 20 outlets are drawn, the most connected; the title says so.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> table = ss.reuse.exchange(story.articles, story.table("passages"))
    >>> ss.reuse.plot_exchange(table).get_title(loc="left")
    'Who shares writing with whom'
    """
    names, n_all = _connected(table, "outlet", "other")
    place = {name: i for i, name in enumerate(names)}
    size, most = max(len(names), 3), float(table["sharing_share"].max()) if len(table) else 1.0
    with style():
        ax = new_axes(CELL * size + 3.4, CELL * size + (3.2 if names else 1)) if ax is None else ax
        for i in range(len(names)):
            ax.add_patch(Rectangle((i - 0.46, i - 0.46), 0.92, 0.92, facecolor=LIGHT, edgecolor="none"))
        drawn = table[table["outlet"].isin(names) & table["other"].isin(names)]
        longest = max((len(f"{row.n_sharing}/{row.n_articles}") for row in table.itertuples()), default=0)
        for row in drawn.itertuples():
            x, y = place[row.other], place[row.outlet]
            hatch = None if row.n_known else HATCHES["unknown"]
            look: dict[str, Any] = {"edgecolor": GREY, "linewidth": 0.5, "hatch": hatch}
            ax.add_patch(
                Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, facecolor=SHADES(row.sharing_share / most), **look)
            )
            link_area(ax, keys_of("outlet", row._asdict()), x=(x - 0.46, x + 0.46), y=(y - 0.46, y + 0.46))
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
        ax.set_xlabel("… that share writing with articles of …\nand are not known to be earlier", color=GREY)
        ax.xaxis.set_label_position("bottom")
        if len(drawn):
            ax.figure.legend(handles=_shades(drawn, len(names), most), loc="outside lower center", ncols=2)
        else:
            ax.set_axis_off()
            ax.text(0.5, 0.5, NO_SHARING, ha="center", va="center", color=GREY, transform=ax.transAxes)
        ax.set_title(_title("Who shares writing with whom", len(names), n_all))
    return ax


def _shades(table: pd.DataFrame, n: int, most: float) -> list[Patch]:
    """The legend of a matrix of ``n`` outlets: only what it draws."""
    ends = [float(table["sharing_share"].min()), float(table["sharing_share"].max())]
    shades = [(share, f"{share:.0%} of its articles") for share in dict.fromkeys(ends)]
    handles = [Patch(facecolor=SHADES(share / most), edgecolor=GREY, label=label) for share, label in shades]
    if (table["n_known"] == 0).any():
        said = "not known who was first"
        handles.append(Patch(facecolor="white", edgecolor=GREY, hatch=HATCHES["unknown"], label=said))
    if len(table) < n * (n - 1):
        handles.append(Patch(facecolor="white", edgecolor=LIGHT, label="white: no article"))
    return [*handles, Patch(facecolor=LIGHT, edgecolor="none", label="same outlet, not compared")]


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


def _width(n: float, most: float) -> float:
    """How wide the line of so many articles is, in points."""
    return 0.8 + 2.7 * n / most


def plot_network(edges: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw outlets on a circle: an arrow from the earlier to the later one, a dashed line if the order is not known.

    The outlet that is most often the earlier one is at the top; the others follow clockwise.

    Parameters
    ----------
    edges
        From ``reuse.network``. At most 20 outlets are drawn, the most connected; the title says so.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> edges = ss.reuse.network(ss.reuse.exchange(story.articles, story.table("passages")))
    >>> ss.reuse.plot_network(edges).get_title(loc="left")
    'Shared writing between outlets'
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
                "linewidth": _width(row.n_sharing, most),
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
            link_drawn(ax.add_patch(arrow), keys_of("article", row._asdict()))
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
            for n in dict.fromkeys([float(kept["n_sharing"].min()), most]):
                used.append(Line2D([], [], color=INK, linewidth=_width(n, most), label=counted(int(n), "article")))
            ax.figure.legend(handles=used, loc="outside lower center", ncols=3)
        else:
            ax.text(0, 0, NO_SHARING, ha="center", va="center", color=GREY)
        ax.set_title(_title("Shared writing between outlets", len(names), n_all))
    return ax
