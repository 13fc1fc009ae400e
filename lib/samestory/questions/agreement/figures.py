"""Figures of agreement: alpha with the share of equal codes, which values are confused, where two codings differ."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Patch, Rectangle

from ...plotting.evidence import keys_of, link_area, link_rows
from ...plotting.theme import COLOURS, GREY, HATCHES, INK, LIGHT, clipped, look, new_axes, rows_axis, style, value_axis
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
HATCHED = {"mentioned": "mentioned by both", "not_visible": "not visible to either"}
CUSTOMARY = (0.667, 0.8)  # Krippendorff's customary bars: for tentative conclusions, and for reliable ones
# Blue if both found the claim with the same value, orange if they differ; what was not seen looks as in all figures.
OUTCOMES = {
    "same_value": ("both found it, same value", "asserted"),
    "other_value": ("both found it, another value", "denied"),
    "found_by_one": ("only one found it", "contradicted"),
    "mentioned": ("found, but one could not tell how it is put", "mentioned"),
    "absent": ("both say absent", "absent"),
    "not_visible": ("neither found it, not visible", "not_visible"),
}


def plot_scores(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """One row a comparison: alpha as a dot and the share of same codes as a square, each with its interval.

    Parameters
    ----------
    table
        From ``agreement.scores``; a column ``name`` with readable names is used if it is there. Rows with too few
        units (not ``is_rate``) have their cases at the right and no mark.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> table = ss.agreement.overview(story, n_resamples=20).scores
    >>> [label.get_text() for label in ss.agreement.plot_scores(table).get_yticklabels()]
    ['all units', 'found by at least one', 'found or not', 'found by both']
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
        rows_axis(ax)
        ax.set_xlabel(
            "1: the codings agree on every unit. Alpha 0: they agree as often as by chance.\n"
            f"Dashed: customary lower bounds of alpha. Bars: 95 % intervals.\n{_extent(table)}"
        )
        ax.figure.legend(loc="outside lower center", ncols=2)
        ax.set_title("How well two codings agree", pad=20)
        value_axis(ax, "x")
    return ax


def _extent(table: pd.DataFrame) -> str:
    """How many articles the codings share, how many families if they vote, and what only one of them coded.

    If rows are based on different articles, the range over rows is given.
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
    said = f"same: {same} of {row.n_units} units"  # type: ignore[attr-defined]
    alpha = row.alpha  # type: ignore[attr-defined]
    if row.is_rate and alpha == alpha:  # type: ignore[attr-defined]
        said += f"\nalpha: {alpha:.3f}".replace("-", "\N{MINUS SIGN}")
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
    """Values of the first coding in rows, of the second in columns, and the number of units in each cell.

    Parameters
    ----------
    table
        From ``agreement.confusion``.
    first, second
        The names of the two coders.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> table = ss.agreement.overview(story, n_resamples=20).confusion
    >>> ss.agreement.plot_confusion(table, first="truth", second="chance").get_ylabel()
    'truth says'
    """
    used = set(table["first"]) | set(table["second"])
    order = [name for name in STATUSES if name in used] + sorted(used - set(STATUSES))
    k = len(order)
    most = max([row.n_units for row in table.itertuples() if not row.is_same], default=1)
    with style():
        ax = new_axes(max(8, 1.15 * k), max(2.6, 0.52 * k + 1.9)) if ax is None else ax
        counts = {(row.first, row.second): row.n_units for row in table.itertuples()}
        keys = {(row.first, row.second): keys_of("article_ids", row._asdict()) for row in table.itertuples()}
        for y, down in enumerate(order):
            for x, across in enumerate(order):
                _cell(ax, x, y, counts.get((down, across), 0), down if x == y else None, most)
                link_area(ax, keys.get((down, across), {}), x=(x - 0.46, x + 0.46), y=(y - 0.44, y + 0.44))
            ax.text(
                k + 0.12, y, f"{sum(counts.get((down, a), 0) for a in order):g}", va="center", ha="center", color=GREY
            )
        for x, across in enumerate(order):
            ax.text(
                x, k - 0.1, f"{sum(counts.get((d, across), 0) for d in order):g}", va="center", ha="center", color=GREY
            )
        if k:
            ax.text(k + 0.12, k - 0.1, f"{table['n_units'].sum():g}", va="center", ha="center", color=INK)
            ax.text(k + 0.12, -0.6, "all", va="bottom", ha="center", color=GREY)
            ax.text(-0.57, k - 0.1, "all", va="center", ha="right", color=GREY)
            ax.figure.legend(handles=_cell_keys(table), loc="outside lower center", ncols=2)
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
        ax.set_title("Which values the two codings confuse (number of units)")
    return ax


def _cell_keys(table: pd.DataFrame) -> list[Patch]:
    """What the colours of the cells mean, only those that occur."""
    same = set(table.loc[table["is_same"], "first"])
    keys = [Patch(facecolor=LIGHT, edgecolor=GREY, label="both say the same")] if same else []
    keys += [
        Patch(facecolor=LIGHT, edgecolor=GREY, hatch=HATCHES[name], label=said)
        for name, said in HATCHED.items()
        if name in same
    ]
    if not table["is_same"].all():
        warm = COLOURS["contradicted"]
        keys.append(Patch(facecolor=warm, edgecolor=warm, label="they differ (the darker, the more units)"))
    return [*keys, Patch(facecolor="white", edgecolor=LIGHT, label="no unit")]


def _cell(ax: Axes, x: int, y: int, n: float, same: str | None, most: float) -> None:
    """One cell: grey on the diagonal, hatched if nothing was visible; elsewhere the darker, the more units differ."""
    kind: dict[str, Any]
    if n and same is not None:
        kind = {"facecolor": LIGHT, "edgecolor": GREY, "hatch": HATCHES.get(same), "linewidth": 0.8}
    elif n:
        depth = 0.2 + 0.8 * n / most
        red, green, blue = (1 - depth * (1 - part) for part in to_rgb(COLOURS["contradicted"]))
        warm = to_hex((red, green, blue))
        kind = {"facecolor": warm, "edgecolor": COLOURS["contradicted"], "hatch": None, "linewidth": 0.8}
    else:
        kind = {"facecolor": "white", "edgecolor": LIGHT, "hatch": None, "linewidth": 0.8}
    ax.add_patch(Rectangle((x - 0.46, y - 0.44), 0.92, 0.88, **kind))
    if n:
        dark = sum(to_rgb(kind["facecolor"])) / 3 < 0.5
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if kind["hatch"] else None
        weight = "normal" if same is not None else "bold"
        ax.text(x, y, f"{n:g}", ha="center", va="center", color="white" if dark else INK, fontweight=weight, bbox=box)


def plot_scores_by(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """One bar a claim, article or actor: its units by outcome, those that differ in warm colours.

    Parameters
    ----------
    table
        From ``agreement.scores_by``; a column ``name`` with readable names is used if it is there.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> table = ss.agreement.overview(story, n_resamples=20).by_claim
    >>> ss.agreement.plot_scores_by(table.head(1)).get_yticklabels()[0].get_text()
    'Investigation opened'
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
        link_rows(ax, str(table.columns[0]), table)
        for y, row in enumerate(table.itertuples()):
            said = f"{row.n_same_value:g} of {row.n_found:g}" if row.n_found else "nothing found"
            ax.text(widest * 1.015, y, said, va="center", fontsize=9.5, color=INK if row.n_found else GREY)
        ax.set_yticks(range(len(table)), [clipped(name) for name in names])
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.set_xlim(0, widest * 1.2)
        ax.text(widest * 1.015, -0.75, "same value,\nof those found", va="bottom", fontsize=9.5, color=GREY)
        rows_axis(ax)
        ax.spines["bottom"].set_bounds(0, widest)
        ax.set_xlabel("units both coded")
        if len(table):
            ax.figure.legend(loc="outside lower center", ncols=2)
        ax.set_title("Where two codings differ")
        value_axis(ax, "x", whole=True)
        ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= widest])
    return ax


HIGH = 0.33  # inches a row
MARKS = (("precision", "o", COLOURS["asserted"], -0.18), ("recall", "s", COLOURS["denied"], 0.18))
COUNTS_AT = (("n_coded", 1.03, "right, of\nthose coded"), ("n_truth", 1.21, "found, of\nthose there"))


def plot_precision_recall(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A dot for precision and a square for recall of each row, with their intervals and counts.

    Parameters
    ----------
    table
        From ``agreement.precision_recall`` or ``agreement.coding_quality``; drawn in the order given. If there is a
        column ``what``, a new block begins with each of its values; ``name`` has readable names of the groups.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> truth = story.table("labels")
    >>> table = ss.agreement.precision_recall(truth, truth.head(50), ["article_id", "label"], n_resamples=20)
    >>> [text.get_text() for text in ss.agreement.plot_precision_recall(table).texts][:2]
    ['50 of 50', '50 of 103']
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
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}  # no line of the grid through it
            ax.text(0, y, clipped(head, 40), ha="left", va="center", fontweight="bold", color=INK, bbox=box)
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
            for whole, x, _ in COUNTS_AT:
                ax.text(x, y, f"{row['n_right']} of {row[whole]}", ha="left", va="center", fontsize=9, color=GREY)
        for _, x, head in COUNTS_AT if names else ():
            ax.text(x, -0.6, head, ha="left", va="bottom", fontsize=9, color=INK)
        for what, sign, colour, _ in MARKS:
            face = colour if sign == "o" else "white"
            ax.plot([], [], sign, color=colour, markerfacecolor=face, label=what)
        ax.set_yticks(places, [clipped(str(name), 30) for name in names])
        rows_axis(ax)
        ax.set_xlabel("share right: of what was coded (precision), of what was there (recall)\nbars: 95 % intervals")
        ax.figure.legend(loc="outside lower center", ncols=2)
        ax.set_title("How much of a coding is right, and how much it finds")
        value_axis(ax, "x")
    return ax
