"""Figures of labels: how often groups of outlets evaluate an actor, and which words they have for it."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from ...errors import counted
from ...plotting.dumbbell import dumbbell, dumbbell_axes
from ...plotting.evidence import keys_of, link_area
from ...plotting.theme import COLOURS, INK, LIGHT, clipped, look, new_axes, style
from ...statistics import MIN_N

__all__ = ["plot_shares", "plot_words"]

WIDEST = 34  # characters of a word in one line
VOICED = {"own": "own voice", "quoted": "quoted", "either": "either voice"}
EVALUATIONS = ("legitimising", "neutral", "delegitimising")


def plot_shares(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Dumbbells: for each actor and group the share of articles with such a label, and the share of copy families.

    Parameters
    ----------
    table
        From ``labels.shares``: one block an actor, evaluation and voice, one row a group; a column ``name`` with
        readable names of the actors is used if it is there. If there are too few articles or families for a share,
        their mark is left out.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> uses = ss.labels.uses(story.table("labels"), story.articles, actor="dockers")
    >>> ss.labels.plot_shares(ss.labels.shares(uses, n_resamples=50)).get_title(loc="left")
    'Share of articles with an evaluating word'
    """
    with style():
        blocks = list(table.groupby(["actor", "evaluation", "voice"], sort=False))
        n_rows = len(table) + len(blocks)
        ax = new_axes(8.5, max(2.4, 0.38 * n_rows + 1.7)) if ax is None else ax
        ticks: list[tuple[float, str]] = []
        y = 0
        for (actor, evaluation, voice), rows in blocks:
            name = rows["name"].iloc[0] if "name" in rows else actor.replace("_", " ")
            heading = f"{clipped(name)}: {evaluation} word, {VOICED.get(voice, voice)}"
            ax.text(0, y + 0.1, heading, transform=ax.get_yaxis_transform(), fontweight="bold", va="center", color=INK)
            y += 1
            for row in rows.to_dict("records"):
                dumbbell(ax, y, row, COLOURS[evaluation])
                link_area(ax, {"actor": actor}, y=(y - 0.5, y + 0.5))
                ticks.append((y, row["group"]))
                y += 1
        ax.set_yticks([at for at, _ in ticks], [clipped(name) for _, name in ticks])
        dumbbell_axes(ax, n_rows)
        missing = (table["is_few"] | table["is_few_families"]).any()
        note = f"\nno mark: fewer than {MIN_N} of them" if missing else ""
        ax.set_xlabel(f"share of the articles, or copy families, that name the actor in that voice{note}", loc="left")
        ax.set_title("Share of articles with an evaluating word")
    return ax


def plot_words(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Tiles of words by group: the bar in a tile is the share of the group's articles with the word.

    Parameters
    ----------
    table
        From ``labels.counts``, of one actor and voice; a column ``name`` with the actor's readable name is used if it
        is there. The number is that of its articles; a group with too few for a share has hatched tiles and only the
        cases in them.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> uses = ss.labels.uses(story.table("labels"), story.articles, actor="dockers")
    >>> ss.labels.plot_words(ss.labels.counts(uses)).get_title(loc="left")
    'Words for dockers, own voice'
    """
    by = "wording" if "wording" in table else "label"
    words = list(dict.fromkeys(table.sort_values("rank")[by]))
    groups = table.drop_duplicates("group").sort_values("group")
    columns = {group: i for i, group in enumerate(groups["group"])}
    with style():
        ax = new_axes(8.5, max(2.6, 0.34 * len(words) + 1.9)) if ax is None else ax
        for row in groups.itertuples():
            left = columns[row.group] * 1.08
            ax.bar(
                left + 0.5, len(words), bottom=-0.5, width=1, color="white", edgecolor=LIGHT, linewidth=0.8, zorder=0
            )
            if row.is_few:
                ax.bar(left + 0.5, len(words), bottom=-0.5, width=1, zorder=0, alpha=0.35, **look("not_visible"))
            ax.text(
                left,
                -1.0,
                f"{clipped(row.group, 20)}\n{counted(row.n_group, 'article')}",
                va="bottom",
                fontsize=9.5,
                color=INK,
            )
        for row in table.itertuples(index=False):
            y, left = words.index(getattr(row, by)), columns[row.group] * 1.08
            marks = look(_one(row.evaluation))
            if not row.is_few:
                ax.barh(y, row.article_share, left=left, height=0.66, zorder=2, **marks)
            cases = f"{row.n_articles} of {row.n_group}" if row.is_few else f"{row.n_articles}"
            inside = not row.is_few and row.article_share > 0.8
            x = left + (0.02 if row.is_few or inside else row.article_share + 0.02)
            white = inside and _one(row.evaluation) != "neutral"
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1} if row.is_few else None  # no hatch through it
            ax.text(x, y, cases, va="center", fontsize=9, color="white" if white else INK, zorder=3, bbox=box)
        for row in table.drop_duplicates(by).to_dict("records"):
            y = words.index(row[by])
            link_area(ax, keys_of("label", row), y=(y - 0.5, y + 0.5))
        for y in range(1, len(words)):
            ax.axhline(y - 0.5, color=LIGHT, linewidth=0.8, zorder=1)
        ax.set_yticks(range(len(words)), ["\n".join(textwrap.wrap(word, WIDEST)) for word in words], linespacing=0.95)
        ax.set_ylim(max(len(words), 1) - 0.5, -2.4)
        ax.set_xlim(0, max(len(columns), 1) * 1.08 - 0.07)
        ax.set_xticks([])
        ax.tick_params(axis="y", length=0)
        for side in ("left", "bottom"):
            ax.spines[side].set_visible(False)
        ax.set_xlabel(
            "full tile: every article of the group that names the actor in that voice\n"
            "empty tile: none of them has the word; number: articles with the word",
            loc="left",
        )
        ax.set_title(f"Words for {clipped(_actor(table))}" + (f", {_voiced(table)}" if len(table) else ""))
        used = [name for name in EVALUATIONS if (table["evaluation"].map(_one) == name).any()]
        keys = [Patch(label=name, **look(name)) for name in used]
        if table["is_few"].any():
            keys.append(Patch(label="too few for a share", alpha=0.35, **look("not_visible")))
        if keys:
            ax.figure.legend(handles=keys, loc="outside lower center", ncols=4)
    return ax


def _actor(table: pd.DataFrame) -> str:
    if table.empty:
        return "an actor"
    return str(table["name"].iloc[0]) if "name" in table else table["actor"].iloc[0].replace("_", " ")


def _voiced(table: pd.DataFrame) -> str:
    return VOICED.get(table["voice"].iloc[0], table["voice"].iloc[0])


def _one(evaluation: str) -> str:
    """The evaluation a bar is coloured by; a word judged differently in two languages is shown as neutral."""
    return evaluation if evaluation in EVALUATIONS else "neutral"
