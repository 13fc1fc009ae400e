"""Figures of claims: who does what with each, how often, and how far those that carry a claim differ."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from ...errors import counted
from ...plotting.evidence import keys_of, link_area, link_rows
from ...plotting.theme import (
    COLOURS,
    GREY,
    INK,
    LIGHT,
    clipped,
    look,
    new_axes,
    rows_axis,
    share_ticks,
    status_patches,
    style,
    value_axis,
)
from ...schema import CARRIED, STATUSES
from ...statistics import MIN_N

__all__ = [
    "plot_corrected_shares",
    "plot_hardening",
    "plot_hardening_edges",
    "plot_matrix",
    "plot_omissions",
    "plot_rates",
    "plot_states",
]

_COLUMN = {"articles": 1.22, "families": 1.46}  # where the cases are written, right of the rates
CELL = 0.2  # inches a row of the matrix takes
TOO_FEW = {"ha": "left", "fontsize": 7.5, "color": GREY}
# A share of plot_corrected_shares: its columns, mark, colour, and how far off the middle of the row it is drawn.
SHARES = (
    (("raw_share", "raw_low", "raw_high"), "o", GREY, -0.16),
    (("corrected_share", "low", "high"), "D", COLOURS["attributed"], 0.16),
)
UNITS = {"articles": ("o", COLOURS["attributed"], -0.16), "families": ("D", COLOURS["asserted"], 0.16)}


def _claim_labels(table: pd.DataFrame) -> pd.Series:
    return table["claim"] if "claim" in table else table["claim_id"]


def plot_matrix(table: pd.DataFrame, *, focus: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw what each article or outlet does with each claim: a row each, a column a claim, copies joined by a bracket.

    Parameters
    ----------
    table
        From ``claims.matrix``; if it has columns ``article`` and ``claim`` with readable names, these are shown.
    focus
        The ``name`` whose row is printed bold.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> table = ss.claims.matrix(story.table("claims"), story.articles, by="outlet")
    >>> ss.claims.plot_matrix(table).get_title(loc="left")
    'What each outlet does with each claim (17 outlets)'
    """
    rows = table.drop_duplicates("place").sort_values("place")
    columns = pd.DataFrame({"id": table["claim_id"], "label": _claim_labels(table)}).drop_duplicates("id")
    columns = columns.sort_values("id", ignore_index=True)
    place_of = {claim_id: x for x, claim_id in enumerate(columns["id"])}
    with style():
        ax = new_axes(8.5, max(3.0, CELL * len(rows) + 3.1)) if ax is None else ax
        for cell in table.itertuples():
            x, y = place_of[cell.claim_id], cell.place
            ax.add_patch(Rectangle((x - 0.45, y - 0.42), 0.9, 0.84, **look(cell.status) | {"linewidth": 0.5}))
            link_area(ax, keys_of("status", cell._asdict()), x=(x - 0.45, x + 0.45), y=(y - 0.42, y + 0.42))
            if cell.n_statuses > 1:
                ax.plot([x], [y], marker="o", markersize=3, color="white", markeredgecolor=INK, linestyle="")
        is_article = bool((rows["article_ids"] == rows["name"]).all())
        # Without names, an outlet with several rows is distinguished by the ids of its articles.
        alone = (rows["article_ids"] == rows["name"]) & ~rows["outlet"].duplicated(keep=False)
        labels = rows["article"] if "article" in rows else rows["outlet"].where(alone, rows["name"])
        ax.set_yticks(rows["place"], [clipped(label) for label in labels], fontsize=9)
        for label, name in zip(ax.get_yticklabels(), rows["name"], strict=True):
            label.set_fontweight("bold" if name == focus else "normal")
        ax.set_xticks(range(len(columns)), [clipped(label, 60) for label in columns["label"]], fontsize=9, rotation=90)
        ax.tick_params(axis="both", length=0, labeltop=True, labelbottom=False)
        ax.set_xlim(-0.7, len(columns) - 0.3)
        ax.set_ylim(len(rows) - 0.4, -0.6)
        for side in ax.spines.values():
            side.set_visible(False)
        _brackets(ax, rows, len(columns) - 0.3)
        used = [status for status in STATUSES if (table["status"] == status).any()]
        handles: list = status_patches(used)
        if (table["n_statuses"] > 1).any():
            dot: dict[str, Any] = {
                "marker": "o",
                "markersize": 3,
                "color": "white",
                "markeredgecolor": INK,
                "linestyle": "",
            }
            handles.append(Line2D([], [], label="its articles differ", **dot))
        if len(table) < len(rows) * len(columns):
            handles.append(Patch(fill=False, edgecolor="none", label="no box: not coded"))
        if handles:
            ax.figure.legend(handles=handles, loc="outside lower center", ncols=4)
        what = "article" if is_article else "outlet" if (rows["outlet"] == rows["name"]).all() else "group"
        ax.set_title(f"What each {what} does with each claim ({counted(len(rows), what)})")
    return ax


def _brackets(ax: Axes, rows: pd.DataFrame, x: float) -> None:
    """Right of the cells: one line along the rows of each copy family that has several."""
    for _, members in rows.groupby("family_id", sort=False):
        runs = np.split(members["place"].to_numpy(), np.flatnonzero(np.diff(members["place"]) > 1) + 1)
        for run in (run for run in runs if len(run) > 1):
            ax.plot([x, x], [run[0] - 0.35, run[-1] + 0.35], color=GREY, linewidth=1.5, clip_on=False)
            ax.text(x + 0.25, run.mean(), f"{len(run)} of one\ncopy family", va="center", fontsize=8, color=GREY)


def plot_rates(table: pd.DataFrame, *, of: str = "judgeable", ax: Axes | None = None) -> Axes:
    """Draw rates with intervals, for articles and families; few cases as numbers; at the right what is in no rate.

    Parameters
    ----------
    table
        From ``claims.rates``, by articles, by families, or both concatenated; in the order of its claims; if it has a
        column ``claim`` with readable names, these are shown.
    of
        What the rates are of, in a word or two for the axis.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> table = ss.claims.rates(story.table("claims"))
    >>> ss.claims.plot_rates(table, of="judgeable articles").get_xlabel()
    'share of judgeable articles'
    """
    claims = pd.DataFrame({"id": table["claim_id"], "label": _claim_labels(table)}).drop_duplicates("id")
    place_of = {claim_id: y for y, claim_id in enumerate(claims["id"])}
    units = [unit for unit in UNITS if (table["counted"] == unit).any()]
    with style():
        ax = new_axes(8.5, max(2.6, 0.37 * len(claims) + 1.9)) if ax is None else ax
        for row in table.itertuples():
            marker, colour, shift = UNITS[row.counted]
            y = place_of[row.claim_id] + (shift if len(units) > 1 else 0)
            if row.is_rate:
                ax.plot([row.low, row.high], [y, y], color=colour, linewidth=2, alpha=0.55, solid_capstyle="butt")
                ax.plot([row.hit_share], [y], marker=marker, color=colour, linestyle="", markersize=5.5)
            else:
                ax.text(0.02, y, "too few for a rate", **_small() | {"ha": "left", "fontsize": 7.5, "color": GREY})
            ax.text(_COLUMN[row.counted], place_of[row.claim_id], _cases(row), **_small())
            if row.counted == units[0]:
                _left_out(ax, place_of[row.claim_id], row)
        link_rows(ax, "claim_id", table.drop_duplicates("claim_id"))
        for unit in units:
            marker, colour, _ = UNITS[unit]
            ax.text(_COLUMN[unit], -0.85, unit, **_small() | {"color": GREY})
            ax.plot(
                [], [], marker=marker, color=colour, linewidth=2, label=f"{unit}, 95 % interval{_unseen(table, unit)}"
            )
        if units:
            said = "cannot tell" if table["n_mentioned"].any() else "not visible"
            ax.text(1.54, -0.85, f"{said} ({units[0]})", **_small() | {"ha": "left", "color": GREY})
            handles = ax.get_legend_handles_labels()[0]
            if table["n_mentioned"].any():
                handles += status_patches(["not_visible", "mentioned"])
            ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -0.9 / max(len(claims), 3)), ncols=2)
        ax.set_yticks(range(len(claims)), [clipped(label) for label in claims["label"]])
        ax.set_ylim(len(claims) - 0.4, -1.4)
        ax.set_xlim(0, 1.95)
        value_axis(ax, "x")
        share_ticks(ax)
        rows_axis(ax)
        ax.spines["bottom"].set_bounds(0, 1)
        ax.set_xlabel(f"share of {of}", loc="left")
        ax.set_title("How often each claim is carried")
    return ax


def plot_corrected_shares(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of each claim by machine as it is, and corrected by a hand-coded sample, both with intervals.

    Parameters
    ----------
    table
        From ``claims.corrected_shares``, in the order of its claims; if it has a column ``claim`` with readable names,
        these are shown. A column ``true_share``, of an invented story, is drawn as a line.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> hand = story.table("claims")
    >>> machine = ss.agreement.simulate_second_coder(hand, story.articles, share=0.3, seed=1)
    >>> table = ss.claims.corrected_shares(machine, hand, families=story.table("families"))
    >>> ss.claims.plot_corrected_shares(table).get_xlabel()
    'share of families in which the claim can be judged (bars: 95 % intervals)'
    """
    unit = str(table["counted"].iloc[0]) if len(table) else "articles"
    has_truth = "true_share" in table
    with style():
        ax = new_axes(8.5, max(2.6, 0.4 * len(table) + 2.1)) if ax is None else ax
        for y, row in enumerate(table.itertuples()):
            ax.axhline(y + 0.5, xmax=1 / 1.62, color=LIGHT, linewidth=0.6, zorder=0)
            for what, sign, colour, shift in SHARES:
                share, low, high = ((getattr(row, name)) for name in what)
                if not np.isnan(share):
                    ax.plot([low, high], [y + shift] * 2, color=colour, linewidth=2, alpha=0.55, solid_capstyle="butt")
                    face = "white" if sign == "o" else colour
                    ax.plot([share], [y + shift], sign, color=colour, markerfacecolor=face, markersize=5.5)
            if not row.is_told:
                ax.text(0.01, y + 0.16, "cannot tell: too few coded by people", **_small() | TOO_FEW)
            if has_truth:
                ax.plot([row.true_share] * 2, [y - 0.4, y + 0.4], color=INK, linewidth=1.6)
            ax.text(1.24, y, _votes(row.n_raw, row.n_among), **_small())
            ax.text(1.6, y, f"{row.n_hand_found_articles} of {row.n_hand_articles}", **_small())
        link_rows(ax, "claim_id", table)
        ax.text(1.24, -0.85, f"by machine,\n{unit}", **_small() | {"color": GREY})
        ax.text(1.6, -0.85, "by people,\narticles", **_small() | {"color": GREY})
        names = ("by machine, as it is", "corrected by what people coded")
        for (_, sign, colour, _), name in zip(SHARES, names, strict=True):
            face = "white" if sign == "o" else colour
            ax.plot([], [], sign, color=colour, markerfacecolor=face, linewidth=2, linestyle="-", label=name)
        if has_truth:
            ax.plot([], [], color=INK, linewidth=1.6, label="the truth")
        ax.figure.legend(loc="outside lower center", ncols=3)
        ax.set_yticks(range(len(table)), [clipped(label) for label in _claim_labels(table)])
        ax.set_ylim(len(table) - 0.4, -1.5)
        ax.set_xlim(0, 1.62)
        value_axis(ax, "x")
        share_ticks(ax)
        rows_axis(ax)
        ax.spines["bottom"].set_bounds(0, 1)
        ax.set_xlabel(f"share of {unit} in which the claim can be judged (bars: 95 % intervals)", loc="left")
        ax.set_title("What a machine counts, as it is and corrected")
    return ax


def _unseen(table: pd.DataFrame, unit: str) -> str:
    """What the legend adds if some votes are of articles that could not be examined for copies."""
    n = table.loc[table["counted"] == unit, "n_not_examined"].fillna(0) if "n_not_examined" in table else [0]
    return " (articles not examined for copies count as families)" if max(n, default=0) else ""


def _left_out(ax: Axes, y: int, row: Any) -> None:
    """What is in no denominator: the share that was not visible, then the share that is only mentioned."""
    left = 1.54
    for status, n in (("not_visible", row.n_not_visible), ("mentioned", row.n_mentioned)):
        if n:
            width = 0.2 * (n / row.n_units)
            ax.add_patch(Rectangle((left, y - 0.3), width, 0.6, **look(status)))
            left += width
    share = (row.n_not_visible + row.n_mentioned) / row.n_units
    ax.text(1.76, y, f"{share:.0%}", **_small() | {"ha": "left"})


def _cases(row: object) -> str:
    """'9 of 9' of one row of rates."""
    return _votes(row.n_hits, row.n_among)  # type: ignore[attr-defined]


def _votes(*numbers: float) -> str:
    """'9 of 9'; votes that families divide are fractions and keep one digit."""
    return " of ".join(f"{n:.0f}" if abs(n - round(n)) < 1e-9 else f"{n:.1f}" for n in numbers)


def _small() -> dict[str, Any]:
    return {"ha": "right", "va": "center", "fontsize": 9, "color": INK}


def plot_states(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what those that carry a claim do with it: a bar a claim, most divided first, and how many carry it.

    Parameters
    ----------
    table
        From ``claims.states``; if it has a column ``claim`` with readable names, these are shown.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> table = ss.claims.states(story.table("claims"), families=story.table("families"))
    >>> ss.claims.plot_states(table).get_xlabel()
    'share of the families that carry the claim'
    """
    unit = str(table["counted"].iloc[0]) if len(table) else "articles"
    with style():
        ax = new_axes(8.5, max(2.4, 0.3 * len(table) + 1.9)) if ax is None else ax
        left = np.zeros(len(table))
        for status in CARRIED:
            width = (table[f"n_{status}"] / table["n_carrying"]).to_numpy(dtype=float)
            there = np.flatnonzero(width)  # a bar of no width would still show its edge
            if len(there):
                ax.barh(there, width[there], left=left[there], height=0.72, **look(status))
            left += width
        link_rows(ax, "claim_id", table)
        for y, row in enumerate(table.itertuples()):
            ax.text(1.08, y, str(row.n_carrying), **_small())
            if not row.is_rate:
                ax.text(1.1, y, "few", **_small() | {"ha": "left", "color": GREY})
        ax.text(1.08, -0.85, unit, **_small() | {"color": GREY})
        ax.set_yticks(np.arange(len(table)), [clipped(label) for label in _claim_labels(table)])
        ax.set_ylim(len(table) - 0.4, -1.4)
        ax.set_xlim(0, 1.18)
        share_ticks(ax)
        rows_axis(ax)
        ax.spines["bottom"].set_bounds(0, 1)
        ax.set_xlabel(f"share of the {unit} that carry the claim", loc="left")
        used = [status for status in CARRIED if table[f"n_{status}"].any()]
        if used:
            handles = status_patches(used)
            if not table["is_rate"].all():
                handles.append(Patch(fill=False, edgecolor="none", label=f"few: fewer than {MIN_N}"))
            ax.figure.legend(handles=handles, loc="outside lower center", ncols=6)
        ax.set_title("What those that carry a claim do with it, most divided first")
        ax.vlines(1, -0.5, len(table) - 0.5, color=LIGHT, linewidth=0.8, zorder=0)
    return ax


def plot_omissions(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many leave a claim out, beside those that carry it, had no room for it, or cannot be judged.

    Parameters
    ----------
    table
        From ``claims.omission_rates``; if it has a column ``claim`` with readable names, these are shown. Only the bars
        left of the gap are in a rate.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> cases = ss.claims.omissions(story.table("claims"), story.articles, answers={"H09": "H08"})
    >>> ss.claims.plot_omissions(ss.claims.omission_rates(cases)).get_title(loc="left")
    'Who leaves out what was in circulation'
    """
    unit = str(table["counted"].iloc[0]) if len(table) else "articles"
    sure = table["n_omitted"] - table["n_room_unknown"].clip(upper=table["n_omitted"])
    bars = [
        ("carry it", table["n_in_circulation"] - table["n_omitted"], look("attributed")),
        ("leave it out", sure, look("contradicted")),
        ("leave it out, room cannot be told", table["n_omitted"] - sure, look("denied")),
        ("no room: shorter than those that carry it", table["n_no_room"], look("absent")),
        ("dates cannot tell", table["n_cannot_tell"], look("unknown")),
        ("too early to know it", table["n_not_yet"], look("hedged")),
    ]
    with style():
        ax = new_axes(8.5, max(2.6, 0.42 * len(table) + 2.1)) if ax is None else ax
        left = np.zeros(len(table))
        gap = 0.02 * float((sum(n for _, n, _ in bars)).max()) if len(table) else 0.0
        for i, (name, n, how) in enumerate(bars):
            width = n.to_numpy(dtype=float)
            there = np.flatnonzero(width)
            left = left + (gap if i == 3 else 0)
            if len(there):
                ax.barh(there, width[there], left=left[there], height=0.66, label=name, **how)
            left = left + width
        link_rows(ax, "claim_id", table)
        for y, row in enumerate(table.itertuples()):
            said = f"{row.n_omitted:.3g} of {row.n_in_circulation}" if row.n_in_circulation else "nobody"
            ax.text(1.02, y, said, transform=ax.get_yaxis_transform(), va="center", fontsize=9, color=INK)
        ax.text(1.02, -0.75, "leave it out", transform=ax.get_yaxis_transform(), va="center", fontsize=9, color=GREY)
        ax.set_yticks(np.arange(len(table)), [clipped(label) for label in _claim_labels(table)])
        ax.set_ylim(max(len(table), 1) - 0.4, -1.1)
        value_axis(ax, "x", whole=True)
        rows_axis(ax)
        ax.set_xlabel(f"{unit} with a text seen whole; only those left of the gap are in the rate", loc="left")
        if ax.get_legend_handles_labels()[0]:
            ax.figure.legend(loc="outside lower center", ncols=3)
        ax.set_title("Who leaves out what was in circulation")
    return ax


BOLD_STEPS = ("hardened", "added")
SIGNS = {"added": "+", "softened": "–"}


def plot_hardening(table: pd.DataFrame, *, name: str = "this article", ax: Axes | None = None) -> Axes:
    """Draw how firmly one article puts each claim, beside the articles it is compared with.

    Parameters
    ----------
    table
        From `hardening`. A column ``claim`` gives readable names.
    name
        What to call the article.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        One row a claim: a bar with the compared articles by status, a box with the status in this article, and the
        step from the one to the other.

    Examples
    --------
    >>> near = ss.sources.comparison_set(story.joined("chains"), story.articles, story.focus)
    >>> view = ss.claims.article_overview(story, story.focus, near)
    >>> ss.claims.plot_hardening(view.made, name=view.outlet).get_title(loc="left")
    'How firmly each claim is put by World Relay Daily and 2 other articles'
    """
    n = int(table["n_compared"].max()) if len(table) else 1
    labels = table["claim"] if "claim" in table else table["claim_id"]
    with style():
        ax = new_axes(8.5, max(2.4, 0.32 * len(table) + 1.8)) if ax is None else ax
        left = np.zeros(len(table))
        for status in STATUSES:
            width = table[f"n_{status}"].to_numpy(dtype=float)
            there = np.flatnonzero(width)  # a bar of no width would still show its edge
            if len(there):
                ax.barh(there, width[there], left=left[there], height=0.7, **look(status))
            left += width
        link_rows(ax, "claim_id", table)
        wide = max(n, 1)  # compared with no article, the article's own status is still drawn
        box = wide * 1.04
        for row, item in enumerate(table.itertuples()):
            ax.add_patch(Rectangle((box, row - 0.35), wide * 0.07, 0.7, **look(item.status)))
            bold = item.step in BOLD_STEPS
            ax.text(
                box + wide * 0.09,
                row,
                item.step.replace("_", " "),
                va="center",
                fontweight="bold" if bold else "normal",
                color=INK if bold else GREY,
            )
        ax.set_yticks(np.arange(len(table)), [clipped(label) for label in labels])
        ax.set_ylim(len(table) - 0.4, -1.5)
        ax.set_xlim(0, wide * 1.32)
        ax.set_xticks(range(0, n + 1, max(1, round(n / 5))))
        rows_axis(ax)
        ax.spines["bottom"].set_bounds(0, n)
        others = counted(n, "other article")
        ax.set_xlabel("number of articles", loc="left")
        ax.text(0, -0.75, others, fontsize=9.5, color=GREY)
        ax.text(box, -0.75, clipped(name, 24), fontsize=9.5, color=GREY)
        handles = status_patches(s for s in STATUSES if table[f"n_{s}"].any() or (table["status"] == s).any())
        if (left < n).any():
            handles.append(Patch(fill=False, edgecolor="none", label="no bar: not coded"))
        ax.figure.legend(handles=handles, loc="outside lower center", ncols=4)
        ax.set_title(f"How firmly each claim is put by {clipped(name, 24)} and {others}")
    return ax


def plot_hardening_edges(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what becomes of each claim from one article to another: a row a pair of articles, a column a claim.

    The left half of a cell is the source, or the article compared; the right half is the article. Hardened cells are
    framed; added and softened ones have a sign. An arrow joins a pair only if the second article names the first.

    Parameters
    ----------
    table
        From ``hardening_edges``; if it has columns ``edge`` and ``claim`` with readable names, these are shown.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> cases = ss.claims.hardening_edges(story.table("claims"), ss.claims.chain_edges(story.table("chains")))
    >>> ss.claims.plot_hardening_edges(cases).get_title(loc="left")
    'Each claim at the source and in the article (12 pairs)'
    """
    named = table["n_hops"].notna() if "n_hops" in table else pd.Series(False, index=table.index)
    first, second = table["source_article_id"].astype("str"), table["article_id"].astype("str")
    ids = (first + " → " + second).where(named, second + ", compared with " + first)
    edges = dict(zip(ids, table.get("edge", ids), strict=True))
    names = dict(zip(table["claim_id"], table["claim"] if "claim" in table else table["claim_id"], strict=True))
    y_of, x_of = {key: y for y, key in enumerate(edges)}, {key: x for x, key in enumerate(sorted(names))}
    is_long = max((len(str(edge)) for edge in edges.values()), default=0) > 44
    labels = [_two_lines(edge) if is_long else clipped(edge) for edge in edges.values()]
    height = 0.34 if is_long else 0.27
    with style():
        ax = new_axes(8.5, max(3.0, height * len(edges) + 3.3)) if ax is None else ax
        for row, key in zip(table.itertuples(), ids, strict=True):
            x, y = x_of[row.claim_id], y_of[key]
            ax.add_patch(Rectangle((x - 0.42, y - 0.38), 0.42, 0.76, **look(row.source_status) | {"linewidth": 0.5}))
            ax.add_patch(Rectangle((x, y - 0.38), 0.42, 0.76, **look(row.status) | {"linewidth": 0.5}))
            cell = row._asdict()
            before = keys_of("source_article", cell) | {"claim": row.claim_id}
            link_area(ax, before, x=(x - 0.42, x), y=(y - 0.38, y + 0.38))
            link_area(ax, keys_of("status", cell), x=(x, x + 0.42), y=(y - 0.38, y + 0.38))
            if row.step == "hardened":
                frame: dict[str, Any] = {
                    "fill": False,
                    "edgecolor": COLOURS["contradicted"],
                    "linewidth": 2.2,
                    "zorder": 4,
                }
                ax.add_patch(Rectangle((x - 0.47, y - 0.45), 0.94, 0.9, **frame))
            elif row.step in SIGNS:
                box = {"boxstyle": "circle,pad=0.1", "facecolor": "white", "edgecolor": GREY, "linewidth": 0.6}
                ax.text(x, y, SIGNS[row.step], ha="center", va="center", fontsize=8, color=INK, bbox=box, zorder=5)
        ax.set_yticks(range(len(edges)), labels, fontsize=8.5 if is_long else 9)
        ax.set_xticks(range(len(x_of)), [clipped(names[key], 60) for key in x_of], fontsize=9, rotation=90)
        ax.tick_params(axis="both", length=0, labeltop=True, labelbottom=False)
        ax.set_xlim(-0.7, max(len(x_of), 1) - 0.3)
        ax.set_ylim(max(len(edges), 1) - 0.4, -0.6)
        for side in ax.spines.values():
            side.set_visible(False)
        used = [s for s in STATUSES if (table["status"] == s).any() or (table["source_status"] == s).any()]
        handles = status_patches(used)
        if (table["step"] == "hardened").any():
            handles.append(Patch(fill=False, edgecolor=COLOURS["contradicted"], linewidth=2.2, label="hardened"))
        if len(table) < len(edges) * len(names):
            handles.append(Patch(fill=False, edgecolor="none", label="no box: not coded in both"))
        if handles:
            signs = ", ".join(f"{sign} {step}" for step, sign in SIGNS.items() if (table["step"] == step).any())
            left_half = " or ".join(_sides(named, "the source", "the article compared"))
            note = f"left half: {left_half}; right half: the article" + (f"; {signs}" if signs else "")
            ax.figure.legend(handles=handles, loc="outside lower center", ncols=4, title=note)
        sides = _sides(named, "at the source and in the article", "here and in the article compared")
        what = sides[0] if len(sides) == 1 else "in two articles"
        ax.set_title(f"Each claim {what} ({counted(len(edges), 'pair')})")
    return ax


def _sides(named: pd.Series, source: str, compared: str) -> list[str]:
    """What is at the left of the pairs: sources that an article names, articles it is compared with, or both."""
    return [
        said for said, is_there in ((source, named.any()), (compared, not named.all() or not len(named))) if is_there
    ]


def _two_lines(edge: object) -> str:
    """The name of a pair of articles on two lines: "Gull" and below it "→ Kite"."""
    first, *rest = re.split(r" (?=→ |compared with )", str(edge), maxsplit=1)
    return "\n".join(clipped(line, 60) for line in [first, *rest])
