"""Figures of tone: means with intervals and coverage, hedges and boosters, reporting verbs, and what words add."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ...errors import counted
from ...plotting.evidence import keys_of, link_area
from ...plotting.theme import COLOURS, GREY, INK, LIGHT, clipped, new_axes, share_ticks, style, value_axis
from ...statistics import MIN_N

__all__ = ["plot_contributions", "plot_levels", "plot_markers", "plot_stances"]

COLUMNS_AT = (1.03, 1.15, 1.27)  # where the counts are, in widths of the axes
STANCE_COLOURS = {
    "neutral": "#D8D8D8",
    "claiming": "#B5DBF2",
    "alleging": "#F0AE2E",
    "conceding": "#3D9BD3",
    "confirming": "#004C78",
    "denying": "#C2500A",
    "judging": "#C3A4D5",
    "believing": "#EFE3B0",
    "other": "#FFFFFF",
}
BLUE = COLOURS["asserted"]


def plot_levels(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Dots with intervals: the mean tone of each group, over articles and over copy families, with its coverage.

    Parameters
    ----------
    table
        From ``tone.levels``; with a column ``actor`` one block an actor (a column ``name`` has readable names). If
        there are too few articles for a mean, the value of each is drawn.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> rows = ss.tone.levels(ss.tone.sentences(story.articles), story.articles, "country", n_resamples=50)
    >>> ss.tone.plot_levels(rows).get_title(loc="left")
    'Tone of sentences, own voice'
    """
    voice = table["voice"].iloc[0] if len(table) else "own"
    what = "around mentions" if "actor" in table else "of sentences"
    said = "all voices" if voice == "any" else f"{voice} voice" if voice == "own" else str(voice)
    ax = _means(table, _blocks(table), ax, (-1.0, 1.0))
    with style():
        ax.axvline(0, color=GREY, linewidth=0.8, zorder=1)
        ax.set_xlabel("mean score by lexicon: -1 (bad) to 1 (good)\n" + _note(table), loc="left")
        ax.set_title(f"Tone {what}, {said}")
    return ax


def plot_markers(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Dots with intervals: hedges and boosters of each group, over articles and over copy families.

    Parameters
    ----------
    table
        From ``tone.marker_rates``.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> rows = ss.tone.marker_rates(ss.tone.sentences(story.articles), story.articles, "country", n_resamples=50)
    >>> ss.tone.plot_markers(rows).get_title(loc="left")
    'Hedges and boosters per 100 words'
    """
    found = {str(kind): those for kind, those in table.groupby("kind", sort=False)}
    none = [kind for kind, those in found.items() if not those["n_article_markers"].sum()]
    blocks = [(f"{kind}s", those) for kind, those in found.items() if kind not in none]
    ax = _means(table[~table["kind"].isin(none)], blocks, ax, None)
    with style():
        per = table["per"].iloc[0] if len(table) else "100 words"
        absent = "".join(f"\nno {kind} was found" for kind in none)
        ax.set_xlabel(f"per {per}, mean of articles\n{_note(table)}{absent}", loc="left")
        ax.set_title(f"Hedges and boosters per {per}")
    return ax


def plot_stances(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Bars of reporting expressions by stance: the mean share of an article's expressions, by group.

    Parameters
    ----------
    table
        From ``tone.stances``; the intervals are in it.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> rows = ss.tone.stances(ss.tone.verbs(story.articles), story.articles, "country", n_resamples=50)
    >>> ss.tone.plot_stances(rows).get_title(loc="left")
    'Reporting verbs by stance'
    """
    groups = list(dict.fromkeys(table["group"]))
    with style():
        ax = new_axes(9, max(2.6, 0.36 * len(groups) + 2.2)) if ax is None else ax
        left = dict.fromkeys(groups, 0.0)
        used = [stance for stance in STANCE_COLOURS if (table.loc[table["stance"] == stance, "article_mean"] > 0).any()]
        for stance in used:
            for row in table[table["stance"] == stance].to_dict("records"):
                y, share = groups.index(row["group"]), row["article_mean"]
                if share <= 0:
                    continue
                ax.barh(
                    y,
                    share,
                    left=left[row["group"]],
                    height=0.7,
                    color=STANCE_COLOURS[stance],
                    edgecolor=GREY,
                    linewidth=0.6,
                    hatch="///" if stance == "alleging" else None,
                    alpha=0.7 if row["is_few_articles"] else None,
                )
                edges = (left[row["group"]], left[row["group"]] + share)
                link_area(ax, keys_of("article_id", row), x=edges, y=(y - 0.35, y + 0.35))
                left[row["group"]] = edges[1]
        for row in table.drop_duplicates("group").itertuples():
            said = f"{row.n_article_all_verbs} in {counted(row.n_articles, 'article')}"
            ax.text(1.02, groups.index(row.group), said, transform=ax.get_yaxis_transform(), va="center", fontsize=9.5)
        ax.set_yticks(range(len(groups)), [clipped(name) for name in groups])
        ax.set_ylim(max(len(groups), 1) - 0.4, -0.6)
        ax.set_xlim(0, 1)
        share_ticks(ax)
        ax.tick_params(axis="y", length=0)
        value_axis(ax, "x")
        few = f"\npale: fewer than {MIN_N} articles, so only cases" if table["is_few_articles"].any() else ""
        ax.set_xlabel(f"share of an article's reporting expressions, mean of articles{few}", loc="left")
        ax.set_title("Reporting verbs by stance")
        if used:
            keys = [
                Patch(
                    facecolor=STANCE_COLOURS[one],
                    edgecolor=GREY,
                    linewidth=0.6,
                    label=MEANT[one],
                    hatch="///" if one == "alleging" else None,
                )
                for one in used
            ]
            ax.figure.legend(handles=keys, loc="outside lower center", ncols=4)
    return ax


MEANT = {
    "neutral": "neutral (said)",
    "claiming": "claiming (claimed)",
    "alleging": "alleging (alleged)",
    "conceding": "conceding (admitted)",
    "confirming": "confirming (confirmed)",
    "denying": "denying (denied)",
    "judging": "judging (complained)",
    "believing": "believing (thinks)",
    "other": "other (asked)",
}


def plot_contributions(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Bars: what each word adds to the tone of all articles; words of the topic are grey.

    Parameters
    ----------
    table
        From ``tone.contributions``, the first rows of it.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> rows = ss.tone.words(story.articles)
    >>> found = ss.tone.contributions(rows, ss.tone.topic_words(rows, story.articles))
    >>> ss.tone.plot_contributions(found.head(10)).get_title(loc="left")
    'What each word adds to the tone'
    """
    with style():
        ax = new_axes(8.5, max(2.6, 0.3 * len(table) + 1.9)) if ax is None else ax
        for y, row in enumerate(table.to_dict("records")):
            colour = (
                LIGHT if row["is_topic"] else COLOURS["delegitimising" if row["contribution"] < 0 else "legitimising"]
            )
            edge = GREY if row["is_topic"] else colour
            ax.barh(y, row["contribution"], height=0.7, color=colour, edgecolor=edge, linewidth=0.8)
            link_area(ax, keys_of("article_id", row), y=(y - 0.5, y + 0.5))
            said = f"{row['n']} times in {counted(row['n_articles'], 'article')}"
            ax.text(1.02, y, said, transform=ax.get_yaxis_transform(), va="center", fontsize=9.5, color=INK)
        ax.axvline(0, color=GREY, linewidth=0.8)
        ax.set_yticks(range(len(table)), [clipped(word, 30) for word in table["word"]])
        ax.set_ylim(max(len(table), 1) - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        value_axis(ax, "x")
        ax.set_xlabel("sum of its values in all sentences, after negation", loc="left")
        ax.set_title("What each word adds to the tone")
        keys = [
            Patch(facecolor=LIGHT, edgecolor=GREY, label="topic: no outlet uses it more than others"),
            Patch(facecolor=COLOURS["delegitimising"], label="lowers the tone"),
            Patch(facecolor=COLOURS["legitimising"], label="raises it"),
        ]
        ax.figure.legend(handles=keys, loc="outside lower center", ncols=3)
    return ax


def _blocks(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    if "actor" not in table:
        return [("", table)] if len(table) else []
    return [
        (str(those["name"].iloc[0]) if "name" in those else str(actor).replace("_", " "), those)
        for actor, those in table.groupby("actor", sort=False)
    ]


def _means(
    table: pd.DataFrame, blocks: list[tuple[str, pd.DataFrame]], ax: Axes | None, limits: tuple[float, float] | None
) -> Axes:
    """Rows of means: articles above, families below, counts and coverage at the right."""
    n_rows = len(table) + sum(bool(heading) for heading, _ in blocks)
    with style():
        ax = new_axes(9.5, max(2.6, 0.36 * n_rows + 1.9)) if ax is None else ax
        ticks, y = [], 0
        for heading, rows in blocks:
            if heading:
                at: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center", "color": INK}
                ax.text(0.005, y + 0.1, clipped(heading), fontweight="bold", **at)
                y += 1
            for row in rows.to_dict("records"):
                _mean(ax, y, row)
                link_area(ax, keys_of("article_id", row), y=(y - 0.5, y + 0.5))
                ticks.append((y, clipped(row["group"])))
                y += 1
        ax.set_yticks([at for at, _ in ticks], [name for _, name in ticks])
        ax.set_ylim(max(n_rows, 1) - 0.4, -0.6)
        if limits:
            ax.set_xlim(*limits)
        else:
            ax.set_xlim(left=min(0.0, ax.get_xlim()[0]))
        ax.tick_params(axis="y", length=0)
        value_axis(ax, "x")
        heads = ["articles", "families"] + (["covered"] if "article_covered_share" in table else [])
        for x, head in zip(COLUMNS_AT, heads, strict=False) if len(table) else ():
            ax.text(x, -0.55, head, color=GREY, va="bottom", fontsize=9.5, transform=ax.get_yaxis_transform())
        keys = [
            Line2D([], [], color=BLUE, marker="o", label="articles, 95 % interval"),
            Line2D([], [], color=BLUE, marker="D", markerfacecolor="white", label="copy families, 95 % interval"),
        ]
        if table["is_few_articles"].any():
            keys.append(Line2D([], [], color=GREY, marker="|", linestyle="", label="one article each"))
        if len(table):
            ax.figure.legend(handles=keys, loc="outside lower center", ncols=3)
    return ax


def _mean(ax: Axes, y: float, row: dict[Any, Any]) -> None:
    at: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "fontsize": 9.5, "va": "center"}
    if not row["n_articles"]:
        said = ax.text(0.01, y, f"{row.get('articles_unscored') or 'cannot tell'}", color=GREY, style="italic", **at)
        said.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})
    elif row["is_few_articles"]:
        values = [float(value) for value in str(row["article_values"]).split(";")]
        ax.plot(values, [y] * len(values), marker="|", markersize=9, color=GREY, linestyle="", zorder=3)
    else:
        ax.plot([row["article_low"], row["article_high"]], [y - 0.17] * 2, color=BLUE, linewidth=1.8, zorder=2)
        ax.plot([row["article_mean"]], [y - 0.17], marker="o", markersize=6.5, color=BLUE, linestyle="", zorder=4)
    if not row["is_few_families"]:
        ax.plot([row["family_low"], row["family_high"]], [y + 0.19] * 2, color=BLUE, linewidth=0.9, zorder=2)
        marks: dict[str, Any] = {"marker": "D", "markersize": 5, "color": BLUE, "markerfacecolor": "white"}
        ax.plot([row["family_mean"]], [y + 0.19], linestyle="", zorder=3, **marks)
    ax.text(COLUMNS_AT[0], y, f"{row['n_articles']}", color=INK, **at)
    ax.text(COLUMNS_AT[1], y, f"{row['n_families']}", color=GREY, **at)
    if (share := row.get("article_covered_share")) is not None:
        ax.text(COLUMNS_AT[2], y, "-" if pd.isna(share) else f"{share:.0%}", color=GREY, **at)


def _note(table: pd.DataFrame) -> str:
    if not table["is_few_articles"].any():
        return ""
    return f"fewer than {MIN_N} articles: no mean, each article is a line"
