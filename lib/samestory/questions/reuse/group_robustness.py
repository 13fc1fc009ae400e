"""How much story groups depend on how close their articles must be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ...engine import is_number
from ...errors import TableError, counted
from ...plotting.theme import COLOURS, GREY, INK, new_axes, style, value_axis
from .grouping import CLOSENESS, group_numbers

__all__ = ["group_sensitivity", "plot_group_sensitivity"]

STEPS = ["closeness", "n_groups", "n_several", "n_joined", "largest", "n_articles", "is_default"]


def group_sensitivity(
    articles: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    closeness: Sequence[float] = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6),
    corrections: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Story groups at each of several values of closeness, from one table of pairs.

    Parameters
    ----------
    articles, pairs, corrections
        As for ``reuse.story_groups``.
    closeness
        How close two groups must be on average to become one, each above 0 and at most 1.

    Returns
    -------
    DataFrame
        One row a value, in order: ``n_groups`` with articles that are alone; ``n_several`` groups of two articles or
        more, with ``n_joined`` articles; ``largest``, the articles of the largest; ``n_articles``; ``is_default`` for
        the value that ``story_groups`` uses.

    Raises
    ------
    TableError
        ``closeness`` is not a list of numbers in range, and whatever ``story_groups`` refuses.

    Examples
    --------
    >>> pairs = ss.reuse.similar_pairs(story.articles, threshold=0.08, with_titles=True, window_hours=48)
    >>> steps = ss.reuse.group_sensitivity(story.articles, pairs, closeness=[0.2, 0.4, 0.6])
    >>> steps[["closeness", "n_groups", "largest"]].values.tolist()
    [[0.2, 4.0, 19.0], [0.4, 6.0, 12.0], [0.6, 7.0, 12.0]]
    """
    if isinstance(closeness, str) or not isinstance(closeness, Sequence):
        raise TableError(f"closeness is {closeness!r}: give several values in a list, for instance [0.3, 0.4, 0.5]")
    if wrong := [value for value in closeness if not (is_number(value) and 0 < value <= 1)]:
        raise TableError(f"closeness has {wrong[0]!r}: give numbers above 0, at most 1")
    rows = []
    for value, group in reversed(group_numbers(articles, pairs, closeness, corrections)):
        _, sizes = np.unique(group, return_counts=True)
        several = sizes[sizes > 1]
        largest = int(sizes.max(initial=0))
        rows.append(
            (float(value), len(sizes), len(several), int(several.sum()), largest, len(group), value == CLOSENESS)
        )
    kinds = dict.fromkeys(STEPS, "int64") | {"closeness": "float64", "is_default": "bool"}
    return pd.DataFrame(rows, columns=STEPS).astype(kinds)


def plot_group_sensitivity(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many groups there are, and how large the largest is, at each closeness.

    Parameters
    ----------
    table
        From `group_sensitivity`.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> pairs = ss.reuse.similar_pairs(story.articles, threshold=0.08, with_titles=True, window_hours=48)
    >>> steps = ss.reuse.group_sensitivity(story.articles, pairs)
    >>> ss.reuse.plot_group_sensitivity(steps).get_title(loc="left")
    'Story groups at other thresholds'
    """
    drawn = {
        "n_groups": ("groups, single articles included", COLOURS["asserted"], "o"),
        "n_several": ("groups of two articles or more", COLOURS["attributed"], "D"),
        "largest": ("articles of the largest group", COLOURS["contradicted"], "s"),
    }
    with style():
        ax = new_axes(8, 4) if ax is None else ax
        for name, (label, colour, marker) in drawn.items():
            ax.plot(table["closeness"], table[name], color=colour, marker=marker, markersize=6, label=label)
        for value in table.loc[table["is_default"], "closeness"]:
            ax.axvline(value, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
            ax.text(value, 1.0, " used here", transform=ax.get_xaxis_transform(), va="top", fontsize=9, color=GREY)
        top = float(np.nanmax(table[list(drawn)].to_numpy(dtype="float64"), initial=1))
        ax.set_ylim(0, top * 1.12)
        value_axis(ax, "y", whole=True)
        if len(table):
            n = counted(int(table["n_articles"].iloc[0]), "article")
            ax.set_xticks(table["closeness"], [f"{value:g}" for value in table["closeness"]])
            ax.figure.legend(loc="outside lower center", ncols=2)
            ax.text(1, -0.16, n, transform=ax.transAxes, ha="right", va="top", fontsize=9, color=GREY)
        ax.set_xlabel("how close two groups must be to become one (stricter to the right)", loc="left", color=INK)
        ax.set_title("Story groups at other thresholds")
    return ax
