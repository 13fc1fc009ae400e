"""The figure of an intake for a methods section: what the files held, and how much of it is known."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from .style import COLOURS, GREY, HATCHES, INK, new_axes, style, value_axis

STEPS = {"records": "records", "dates": "dates known to the", "texts": "texts seen", "repeats": "texts equal"}
# The colour of each part by what it means elsewhere in the suite; what is lost is warm, what is not known grey.
_PARTS = {
    "kept": "asserted",
    "rejected": "contradicted",
    "missing": "denied",
    "minute": "minute",
    "day": "day",
    "month": "month",
    "not known": "unknown",
    "whole": "full",
    "cut": "cut",
    "teaser": "teaser",
    "none": "none",
    "text once": "attributed",
    "same words again": "hedged",
    "no text": "none",
}
NARROW = 0.13  # share of a bar below which its part is named beneath and not inside
LETTER = 0.0105  # share of a bar that one sign of a name beneath it takes


def plot_intake(flow: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Four bars, each the whole: records kept or not, dates by precision, texts by how much was seen, repeats.

    Parameters
    ----------
    flow
        ``report.flow``: ``step, part, n, share``.
    ax
        Where to draw; a new figure unless given.
    """
    steps = [step for step in STEPS if (flow["step"] == step).any()]
    with style():
        ax = new_axes(8, 0.78 * max(len(steps), 1) + 1.0) if ax is None else ax
        for y, step in enumerate(steps):
            parts = flow[(flow["step"] == step) & (flow["n"] > 0)]
            _bar(ax, y, parts)
        totals = [int(flow.loc[flow["step"] == step, "n"].sum()) for step in steps]
        ax.set_yticks(range(len(steps)), [f"{STEPS[one]}\nn = {n:,}" for one, n in zip(steps, totals, strict=True)])
        ax.set_ylim(max(len(steps), 1) - 0.25, -0.6)
        ax.set_xlim(0, 1)
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("share of each bar's n")
        ax.set_title("What was read, and how much of it is known")
        if not flow["n"].sum():
            ax.text(0.5, 0.5, "nothing was read", transform=ax.transAxes, ha="center", va="center", color=GREY)
        value_axis(ax, "x")
    return ax


def _bar(ax: Axes, y: int, parts: pd.DataFrame) -> None:
    """One stacked bar; wide parts are named inside, narrow ones beneath, under a mark as long as they are."""
    left = 0.0
    small: list[list[tuple[float, float, str]]] = [[]]  # runs of neighbours too narrow for their names
    for row in parts.itertuples():
        meaning = _PARTS.get(row.part, "neutral")
        ax.barh(
            y, row.share, left=left, height=0.46, color=COLOURS[meaning], edgecolor=INK, linewidth=0.5,
            hatch=HATCHES.get(meaning),
        )  # fmt: skip
        said = f"{row.part} {row.n:,}"
        if row.share >= max(NARROW, 0.013 * len(said)):
            dark = meaning in ("asserted", "minute", "full", "contradicted")
            ax.text(left + row.share / 2, y, said, ha="center", va="center", fontsize=9, color="white" if dark else INK)
            small.append([])
        else:
            small[-1].append((left, left + row.share, said))
        left += row.share
    for run in filter(None, small):
        begin, end, said = run[0][0], run[-1][1], ", ".join(said for *_, said in run)
        at, half = (begin + end) / 2, LETTER * len(said) / 2
        side = "left" if at < half else "right" if at > 1 - half else "center"  # beneath its parts, but never outside
        ax.plot([begin, end], [y + 0.275] * 2, color=GREY, linewidth=1.2, solid_capstyle="butt")
        edge = {"left": 0.0, "right": 1.0, "center": at}[side]
        ax.text(edge, y + 0.31, said, ha=side, va="top", fontsize=8.5, color=GREY)
