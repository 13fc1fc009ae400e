"""Agreement at a glance: alpha beside the share of same codes, who says what for what, and where codings part."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Rectangle

from ...plotting.theme import COLOURS, GREY, HATCHES, INK, LIGHT, clipped, look, new_axes, style, value_axis
from ...schema import STATUSES

__all__ = ["plot_confusion", "plot_precision_recall", "plot_scores", "plot_scores_by"]

COMPARISONS = {
    "all": "all units",
    "strict": "found by at least one",
    "found_or_not": "found or not",
    "both_found": "found by both",
    "exact": "same begin and end",
    "overlap": "spans that overlap",
    "characters": "characters marked",
}
CUSTOMARY = (0.667, 0.8)  # Krippendorff's customary bars: for tentative conclusions, and for reliable ones
# Blue where both found the claim and say the same, orange where both found it and put it otherwise; the unseen as ever.
OUTCOMES = {
    "same_value": ("both found it, same value", "asserted"),
    "other_value": ("both found it, another value", "denied"),
    "found_by_one": ("only one found it", "contradicted"),
    "mentioned": ("there; how it is put, one could not tell", "mentioned"),
    "absent": ("absent for both", "absent"),
    "not_visible": ("neither found it, not visible", "not_visible"),
}


def plot_scores(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """One row a comparison: alpha as a dot and the share of same codes as a square, each with its interval.

    Parameters
    ----------
    table
        From ``agreement``; a column ``name`` with readable names is used where it is there. Rows of too few
        units (not ``is_rate``) are told as cases and not drawn.
    ax
        Where to draw; a new figure unless given.
    """
    names = table["name"] if "name" in table else table["comparison"].map(lambda key: COMPARISONS.get(key, key))
    least = float(np.nanmin([0.0, *table["alpha_low"], *table["alpha"]]))
    with style():
        ax = new_axes(8, max(2.3, 0.62 * len(table) + 1.7)) if ax is None else ax
        ax.set_xlim(least - 0.02, 1.02)
        for bar in CUSTOMARY:
            ax.axvline(bar, color=GREY, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
            ax.text(bar, -0.72, f"{bar:g}", ha="center", va="bottom", fontsize=9.5, color=GREY)
        for y, row in enumerate(table.itertuples()):
            _told(ax, y, row)
            if row.is_rate:
                _dot(ax, y - 0.13, row.alpha, (row.alpha_low, row.alpha_high), "o", COLOURS["asserted"])
                _dot(ax, y + 0.19, row.same_share, (row.same_low, row.same_high), "s", GREY)
        ax.plot([], [], "o", color=COLOURS["asserted"], label="Krippendorff's alpha")
        ax.plot([], [], "s", color=GREY, markerfacecolor="white", label="share of units coded the same")
        ax.set_yticks(range(len(table)), [clipped(name) for name in names])
        ax.set_ylim(len(table) - 0.45, -0.72)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel(f"1 = the codings agree on every unit; for alpha, 0 = as often as chance would\n{_extent(table)}")
        ax.figure.legend(loc="outside lower center", ncols=2)
        ax.set_title("How far two codings agree", pad=20)
        value_axis(ax, "x")
    return ax


def _extent(table: pd.DataFrame) -> str:
    """How many articles, and families where they vote, the codings share; and what only one of them coded.

    Rows that rest on different articles are told as the range over rows.
    """
    if table.empty:
        return "nothing coded twice"
    articles, voters = table["n_articles"], table["n_families"]
    said = f"{_range(articles)} article" + ("s" if articles.max() != 1 else "")
    if articles.nunique() > 1:
        said += " a row"
    if (voters < articles).any():
        said += f", one vote for each of {_range(voters)} families"
    alone = table["n_only_first"] + table["n_only_second"]
    return said + (f"; {_range(alone, ',')} units coded by only one" if alone.max() else "")


def _range(counts: pd.Series, grouping: str = "") -> str:
    """Least and most of some counts, or the one number they all are."""
    least, most = (format(int(end), grouping) for end in (counts.min(), counts.max()))
    return most if least == most else f"{least} to {most}"


def _dot(ax: Axes, y: float, value: float, ends: tuple[float, float], marker: str, colour: str) -> None:
    """A value with its interval; nothing where there is no value."""
    ax.plot(list(ends), [y, y], color=colour, linewidth=2.2, solid_capstyle="butt", alpha=0.55, zorder=3)
    face = "white" if marker == "s" else colour
    ax.plot([value], [y], marker=marker, color=colour, markerfacecolor=face, markersize=7, linestyle="", zorder=4)


def _told(ax: Axes, y: float, row: object) -> None:
    """The numbers at the right: same of units, alpha where it can be."""
    # Families divide their votes, hence halves and thirds.
    same = f"{row.n_same:.1f}".removesuffix(".0")  # type: ignore[attr-defined]
    said = f"{same} of {row.n_units} units"  # type: ignore[attr-defined]
    alpha = row.alpha  # type: ignore[attr-defined]
    if row.is_rate and alpha == alpha:  # type: ignore[attr-defined]
        said += f"\nalpha {alpha:.3f}".replace("-", "\N{MINUS SIGN}")
    ax.annotate(
        said,
        (1, y),
        xycoords=("axes fraction", "data"),
        xytext=(10, 0),
        textcoords="offset points",
        va="center",
        fontsize=9.5,
        color=INK,
        annotation_clip=False,
    )


def plot_confusion(
    table: pd.DataFrame, *, first: str = "the first", second: str = "the second", ax: Axes | None = None
) -> Axes:
    """Values of the first coding down, of the second across, the number of units in each cell; the diagonal apart.

    Parameters
    ----------
    table
        From ``confusion``.
    first, second
        What to call the two coders.
    ax
        Where to draw; a new figure unless given.
    """
    used = set(table["first"]) | set(table["second"])
    order = [name for name in STATUSES if name in used] + sorted(used - set(STATUSES))
    k = len(order)
    most = max([row.n_units for row in table.itertuples() if not row.is_same], default=1)
    with style():
        ax = new_axes(8, max(2.6, 0.52 * k + 1.9)) if ax is None else ax
        counts = {(row.first, row.second): row.n_units for row in table.itertuples()}
        for y, down in enumerate(order):
            for x, across in enumerate(order):
                _cell(ax, x, y, counts.get((down, across), 0), down if x == y else None, most)
            ax.text(
                k + 0.12, y, f"{sum(counts.get((down, a), 0) for a in order):g}", va="center", ha="center", color=GREY
            )
        for x, across in enumerate(order):
            ax.text(
                x, k - 0.1, f"{sum(counts.get((d, across), 0) for d in order):g}", va="center", ha="center", color=GREY
            )
        if k:
            ax.text(k + 0.12, k - 0.1, f"n = {table['n_units'].sum():g}", va="center", ha="center", color=INK)
        names = [name.replace("_", " ") or "(empty)" for name in order]
        ax.set_xticks(range(k), names)
        ax.set_yticks(range(k), names)
        ax.xaxis.tick_top()
        ax.xaxis.set_label_position("top")
        ax.tick_params(length=0)
        ax.set_xlim(-0.5, k + 0.6)
        ax.set_ylim(k + 0.25, -0.5)
        for side in ("left", "bottom"):
            ax.spines[side].set_visible(False)
        ax.set_xlabel(f"{second} says", loc="left", labelpad=8)
        ax.set_ylabel(f"{first} says", loc="top")
        ax.set_title("What the codings take for what")
    return ax


def _cell(ax: Axes, x: int, y: int, n: float, same: str | None, most: float) -> None:
    """One cell: on the diagonal grey, hatched where nothing was visible; off it the warmer the more units differ."""
    kind: dict[str, Any]
    if same is not None:
        kind = {"facecolor": LIGHT, "edgecolor": GREY, "hatch": HATCHES.get(same), "linewidth": 0.8}
    elif n:
        depth = 0.2 + 0.8 * n / most
        red, green, blue = (1 - depth * (1 - part) for part in to_rgb(COLOURS["contradicted"]))
        warm = to_hex((red, green, blue))
        kind = {"facecolor": warm, "edgecolor": COLOURS["contradicted"], "hatch": None, "linewidth": 0.8}
    else:
        kind = {"facecolor": "white", "edgecolor": LIGHT, "hatch": None, "linewidth": 0.8}
    ax.add_patch(Rectangle((x - 0.46, y - 0.44), 0.92, 0.88, **kind))
    if n or same is not None:
        dark = sum(to_rgb(kind["facecolor"])) / 3 < 0.5
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if kind["hatch"] else None
        weight = "normal" if same is not None else "bold"
        ax.text(x, y, f"{n:g}", ha="center", va="center", color="white" if dark else INK, fontweight=weight, bbox=box)


def plot_scores_by(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """One bar a claim, article or actor: its units by what came of them, differing ones in warm colours.

    Parameters
    ----------
    table
        From ``agreement.scores_by``; a column ``name`` with readable names is used where it is there.
    ax
        Where to draw; a new figure unless given.
    """
    names = table["name"] if "name" in table else table.iloc[:, 0]
    widest = float((table["n_units"] + table["n_mentioned"]).max()) if len(table) else 1.0
    with style():
        ax = new_axes(8, max(2.3, 0.29 * len(table) + 1.9)) if ax is None else ax
        left = np.zeros(len(table))
        for outcome in ("other_value", "found_by_one", "same_value", "mentioned", "absent", "not_visible"):
            label, name = OUTCOMES[outcome]
            width = table[f"n_{outcome}"].to_numpy(dtype=float)
            if width.any():
                there = np.flatnonzero(width)  # a bar of no width would still show its edge
                ax.barh(there, width[there], left=left[there], height=0.72, label=label, **look(name))
            left += width
        for y, row in enumerate(table.itertuples()):
            said = f"{row.n_same_value:g} of {row.n_found:g}" if row.n_found else "nothing found"
            ax.text(widest * 1.015, y, said, va="center", fontsize=9.5, color=INK if row.n_found else GREY)
        ax.set_yticks(range(len(table)), [clipped(name) for name in names])
        ax.set_ylim(len(table) - 0.4, -1.1)
        ax.set_xlim(0, widest * 1.2)
        ax.text(widest * 1.015, -0.75, "same, of found", va="center", fontsize=9.5, color=GREY)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_bounds(0, widest)
        ax.set_xlabel("units both coded")
        if len(table):
            ax.figure.legend(loc="outside lower center", ncols=2)
        ax.set_title("Where the codings part")
        value_axis(ax, "x", whole=True)
        ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= widest])
    return ax


HIGH = 0.27  # inches a row
MARKS = (("precision", "o", COLOURS["asserted"], -0.14), ("recall", "s", COLOURS["denied"], 0.14))


def plot_precision_recall(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A dot for precision and a square for recall of each row, with their intervals; at the right what they are of.

    Parameters
    ----------
    table
        From ``precision_recall``; drawn in the order given. A column ``what`` begins a new block where it changes, and
        ``name`` has readable names of the groups.
    ax
        Where to draw; a new figure unless given.
    """
    names = list(table["name"] if "name" in table else table["group"])
    blocks = list(table["what"]) if "what" in table else [""] * len(table)
    places, heads, at = [], [], 0.0
    for n, block in enumerate(blocks):
        if block and (n == 0 or block != blocks[n - 1]):
            heads.append((at + (0.25 if n else 0), block))
            at += 1.25 if n else 1.0
        places.append(at)
        at += 1
    with style():
        ax = new_axes(8.4, max(2.3, HIGH * at + 1.4)) if ax is None else ax
        ax.set_xlim(-0.02, 1.02)
        ax.set_ylim(max(at, 1) - 0.4, -0.6)
        for y, head in heads:
            ax.text(0, y, clipped(head, 40), ha="left", va="center", fontweight="bold", color=INK)
        for y, row in zip(places, table.to_dict("records"), strict=True):
            ax.axhline(y, color=LIGHT, linewidth=0.6, zorder=0)
            for what, sign, colour, off in MARKS:
                share, low, high = (row[f"{what}_{part}"] for part in ("share", "low", "high"))
                if np.isnan(share):
                    continue
                if not np.isnan(low):
                    ax.plot([low, high], [y + off] * 2, color=colour, linewidth=1.6, alpha=0.6, zorder=2)
                face = colour if sign == "o" else "white"
                ax.plot([share], [y + off], sign, color=colour, markerfacecolor=face, markersize=5.5, zorder=3)
            said = f"{row['n_right']} of {row['n_coded']} coded, of {row['n_truth']} there"
            ax.text(1.04, y, said, ha="left", va="center", fontsize=9, color=GREY)
        for what, sign, colour, _ in MARKS:
            face = colour if sign == "o" else "white"
            ax.plot([], [], sign, color=colour, markerfacecolor=face, label=what)
        ax.set_yticks(places, [clipped(str(name), 30) for name in names])
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("share right: of what was coded (precision), of what was there (recall)" if names else "no rows")
        ax.figure.legend(loc="outside lower center", ncols=2)
        ax.set_title("How much of a coding is right, and how much it finds")
        value_axis(ax, "x")
    return ax
