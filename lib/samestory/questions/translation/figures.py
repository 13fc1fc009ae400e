"""Figures of translation: sentences side by side, the course of each sentence, and how often each kind of change is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ...plotting.evidence import keys_of, link_area, link_drawn, link_rows
from ...plotting.theme import CYCLE, GREY, INK, LIGHT, clipped, new_axes, rows_axis, style, value_axis
from .measures import CANNOT_TELL, FAR, KINDS

__all__ = ["plot_change_rates", "plot_sentences", "plot_sources", "plot_trail"]

COLOURS = {
    "attribution": CYCLE[0],
    "vouching": CYCLE[5],
    "hedge": CYCLE[1],
    "denial": CYCLE[3],
    "negation": CYCLE[6],
    "number": CYCLE[2],
    "date": CYCLE[2],
    "unit": CYCLE[2],
    "name": CYCLE[4],
}
SAID = {"number": "number, date or unit"}
NOTHING = "no two sentences are aligned, so there is nothing to draw"
MOST = 40  # sentences of a side
WIDE = 58  # columns of a sentence
SAME = "#C8C8C8"
APART = 0.07  # of a row, between two lines of one pair
STATES = {"no change found": "#E4E4E4", CANNOT_TELL: "#F6F6F6", "not aligned": "#FFFFFF"}


def plot_sentences(
    pairs: pd.DataFrame,
    changes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The sentences of a source at the left, those of an article at the right; a line joins two that say the same.

    A line has the colour of what changed. It is grey if no change is found, dashed if the two sentences are too far
    apart in meaning for a verdict. A sentence in italics has no line: it is left out or added.
    Sentences are cut for the figure; the tables have them whole.

    Parameters
    ----------
    pairs, changes
        From ``sentence_pairs`` and ``changes``, of one source and one article.
    articles
        The ``articles`` table, with ``text``.
    names
        Readable names of articles.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> found = ss.translation.overview(story, article="relay-0304-quay", source="holos-0304-dokery")
    >>> ax = ss.translation.plot_sentences(found.direct, found.changes, story.articles)
    >>> ax.get_title(loc="left")
    'Sentences that say the same'
    """
    texts = articles.set_index("article_id")["text"]
    told = changes[changes["verdict"] != CANNOT_TELL]
    alone = told[told["kind"] == "sentence"]
    key = pairs.iloc[0] if len(pairs) else None
    sides = [_places(pairs, alone, "source_"), _places(pairs, alone, "")]
    shown = [places[:MOST] for places in sides]
    rows = max((len(places) for places in shown), default=0)
    with style():
        ax = new_axes(12, max(2.6, 0.3 * rows + 1.6)) if ax is None else ax
        ax.set_xlim(0, 1)
        ax.set_ylim(max(rows, 1) - 0.4, -1.4)
        ax.axis("off")
        ax.set_title("Sentences that say the same")
        if key is None:
            ax.text(0.5, 0.5, NOTHING, ha="center", va="center", color=GREY, transform=ax.transAxes)
            return ax
        heights = [{place: k for k, place in enumerate(places)} for places in shown]
        for side, article_id in enumerate((key.source_id, key.article_id)):
            _write(ax, side, shown[side], str(texts[article_id]), set(_spans(alone, side)), str(article_id))
            head = clipped((names or {}).get(article_id, article_id), 48)
            ax.text(0.41 if side == 0 else 0.59, -1.0, head, ha="right" if side == 0 else "left", fontweight="bold")
        untold = changes[
            (changes["verdict"] == CANNOT_TELL) & changes["source_begin"].notna() & changes["begin"].notna()
        ]
        untold = pd.concat(
            [untold[["source_begin", "begin"]], pairs.loc[pairs["score"] < FAR, ["source_begin", "begin"]]]
        )
        doubtful = {(int(a), int(b)) for a, b in untold.itertuples(index=False)}
        used = _join(ax, pairs, told, heights, doubtful)
        _key(ax, used, len(alone) > 0)
        hidden = sum(len(places) - len(drawn) for places, drawn in zip(sides, shown, strict=True))
        if hidden:
            ax.text(0.5, rows - 0.5, f"{hidden} more sentences are not drawn", ha="center", color=GREY, fontsize=9)
    return ax


Place = tuple[int, int]


def _places(pairs: pd.DataFrame, alone: pd.DataFrame, side: str) -> list[Place]:
    """The sentences of one side that are aligned or alone, in their order."""
    found = set(zip(pairs[f"{side}begin"], pairs[f"{side}end"], strict=True)) if len(pairs) else set()
    return sorted({(int(a), int(b)) for a, b in found} | set(_spans(alone, 0 if side else 1)))


def _spans(alone: pd.DataFrame, side: int) -> list[Place]:
    names = ("source_begin", "source_end") if side == 0 else ("begin", "end")
    rows = alone.dropna(subset=list(names))
    return [(int(a), int(b)) for a, b in zip(rows[names[0]], rows[names[1]], strict=True)]


def _write(ax: Axes, side: int, places: list[Place], text: str, alone: set[Place], article_id: str) -> None:
    for row, (begin, end) in enumerate(places):
        is_alone = (begin, end) in alone
        sentence = ax.text(
            0.41 if side == 0 else 0.59,
            row,
            clipped(" ".join(text[begin:end].split()), WIDE),
            ha="right" if side == 0 else "left",
            va="center",
            fontsize=9,
            fontstyle="italic" if is_alone else "normal",
            color=GREY if is_alone else INK,
        )
        link_drawn(sentence, {"article": article_id, "begin": begin, "end": end})


def _join(
    ax: Axes, pairs: pd.DataFrame, told: pd.DataFrame, heights: list[dict[Place, int]], doubtful: set[Place]
) -> list[str]:
    """Draw the lines; returns the kinds of change that have one."""
    kinds: dict[tuple[int, int], list[str]] = {}
    for row in told[told["kind"] != "sentence"].itertuples():
        those = kinds.setdefault((int(row.source_begin), int(row.begin)), [])
        those += [row.kind] if row.kind not in those else []
    used: list[str] = []
    for row in pairs.itertuples():
        a = heights[0].get((int(row.source_begin), int(row.source_end)))
        b = heights[1].get((int(row.begin), int(row.end)))
        if a is None or b is None:
            continue
        here = kinds.get((int(row.source_begin), int(row.begin)), [])
        here = here or ([CANNOT_TELL] if (int(row.source_begin), int(row.begin)) in doubtful else [])
        for k, kind in enumerate(here or [""]):
            lift = (k - (len(here or [""]) - 1) / 2) * 2 * APART
            colour, width = (COLOURS[kind], 2.2) if kind in COLOURS else (SAME, 1.1)
            dashes = "--" if kind == CANNOT_TELL else "-"
            y = [a + lift, b + lift]
            (line,) = ax.plot([0.42, 0.58], y, dashes, color=colour, linewidth=width, zorder=3 if kind else 2)
            link_drawn(line, {"article": row.article_id, "begin": row.begin, "end": row.end})
        used += here
    return used


def _key(ax: Axes, used: list[str], has_alone: bool) -> None:
    shown = [kind for kind in KINDS if kind in used]
    handles: list[Any] = []
    labels: dict[str, str] = {}
    for kind in shown:
        labels.setdefault(COLOURS[kind], SAID["number"] if COLOURS[kind] == COLOURS["number"] else kind)
    handles += [Line2D([], [], color=colour, linewidth=2.2, label=label) for colour, label in labels.items()]
    handles.append(Line2D([], [], color=SAME, linewidth=1.1, label="no change found"))
    if CANNOT_TELL in used:
        handles.append(Line2D([], [], color=SAME, linewidth=1.1, linestyle="--", label=CANNOT_TELL))
    if has_alone:
        handles.append(Line2D([], [], linestyle="", label="in italics: left out or added"))
    ax.figure.legend(handles=handles, loc="outside lower center", ncols=min(len(handles), 6), fontsize=9)


def plot_trail(table: pd.DataFrame, *, names: Mapping[str, str] | None = None, ax: Axes | None = None) -> Axes:
    """What becomes of each sentence of the first article, one column a step of the chain.

    Grey: no change is found. A colour: what changed, with its verdict; the colour is that of the first kind. Pale:
    cannot tell, as the two sentences, or those of a step before, are not close in meaning. White with hatching: the
    sentence is aligned with none, so it ends there.

    Parameters
    ----------
    table
        From ``overview(...).trail``.
    names
        Readable names of articles.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = ss.translation.plot_trail(ss.translation.overview(story, article="relay-0304-quay").trail)
    >>> len(ax.get_yticklabels()) > 8
    True
    """
    with style():
        numbers = list(dict.fromkeys(table["sentence"]))[:MOST]
        steps = table.drop_duplicates("hop").sort_values("hop")
        ax = new_axes(4.6 + 3.1 * max(len(steps), 1), max(2.4, 0.36 * len(numbers) + 1.7)) if ax is None else ax
        ax.set_title("What becomes of each sentence of the first article")
        if table.empty:
            ax.axis("off")
            ax.text(0.5, 0.5, NOTHING, ha="center", va="center", color=GREY, transform=ax.transAxes)
            return ax
        columns = {hop: k for k, hop in enumerate(steps["hop"])}
        rows = {number: k for k, number in enumerate(numbers)}
        for row in table[table["sentence"].isin(rows)].itertuples():
            x, y = columns[row.hop], rows[row.sentence]
            _cell(ax, x, y, row.state, row.changes)
            if row.state != "not aligned":
                link_area(ax, keys_of("reads", row._asdict()), x=(x - 0.48, x + 0.48), y=(y - 0.43, y + 0.43))
        first = table.drop_duplicates("sentence").set_index("sentence")["source_reads"]
        ax.set_yticks(range(len(numbers)), [clipped(" ".join(first[n].split()), 46) for n in numbers], fontsize=9)
        said = [clipped((names or {}).get(key, key), 34) for key in steps["article_id"]]
        ax.set_xticks(range(len(columns)), said)
        ax.xaxis.tick_top()
        ax.tick_params(axis="both", length=0)
        ax.set_xlim(-0.5, len(columns) - 0.5)
        ax.set_ylim(len(numbers) - 0.5, -0.5)
        for spine in ax.spines.values():
            spine.set_visible(False)
        handles = [
            Patch(facecolor=STATES["no change found"], edgecolor=GREY, linewidth=0.5, label="no change found"),
            Patch(facecolor="white", edgecolor=GREY, hatch="////", linewidth=0.5, label="aligned with no sentence"),
        ]
        ax.figure.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=9)
    return ax


def _cell(ax: Axes, x: int, y: int, state: str, what: str) -> None:
    kind = what.split(":")[0] if what else ""
    colour = COLOURS[kind] if kind else STATES[state]
    ax.bar(
        x,
        0.86,
        width=0.96,
        bottom=y - 0.43,
        facecolor=colour,
        edgecolor=GREY if state == "not aligned" else "white",
        hatch="////" if state == "not aligned" else None,
        linewidth=0.5,
        alpha=0.85 if kind else 1.0,
    )
    if state == CANNOT_TELL:
        ax.text(x, y, CANNOT_TELL, ha="center", va="center", fontsize=8.5, color=GREY)
    if what:
        ink = INK if colour in (COLOURS["hedge"], COLOURS["name"], COLOURS["denial"]) else "white"
        ax.text(x, y, clipped(what, 40), ha="center", va="center", fontsize=8.5, color=ink)


def plot_sources(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The sentences of one article, each with the source it names, or the formula that vouches in place of a source.

    Parameters
    ----------
    table
        From ``overview(...).own``.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = ss.translation.plot_sources(ss.translation.overview(story, article="relay-0304-quay").own)
    >>> ax.get_title(loc="left")
    'Whom each sentence of the article names as its source'
    """
    rows = table.head(MOST)
    with style():
        ax = new_axes(11, max(2.4, 0.3 * len(rows) + 1.3)) if ax is None else ax
        ax.axis("off")
        ax.set_title("Whom each sentence of the article names as its source")
        ax.set_xlim(0, 1)
        ax.set_ylim(max(len(rows), 1) - 0.4, -0.6)
        if table.empty:
            ax.text(0.5, 0.5, "the article has no text here", ha="center", color=GREY, transform=ax.transAxes)
        link_rows(ax, "reads", rows)
        for y, row in enumerate(rows.itertuples()):
            sourced = isinstance(row.source, str)
            colour = COLOURS["vouching"] if row.is_vouched else COLOURS["attribution"] if sourced else SAME
            said = f"no source: {row.words}" if row.is_vouched else row.source if sourced else "no source named"
            ax.plot([0.005], [y], marker="s", markersize=8, color=colour, linestyle="")
            ax.text(0.03, y, clipped(" ".join(row.reads.split()), 74), va="center", fontsize=9)
            ax.text(0.67, y, clipped(said, 42), va="center", fontsize=9, color=colour if colour != SAME else GREY)
    return ax


def plot_change_rates(table: pd.DataFrame, *, most: int = 8, ax: Axes | None = None) -> Axes:
    """How often each kind of change happens: a dot for the share of sentence pairs, a bar for its 95% interval.

    Parameters
    ----------
    table
        From ``change_rates``. Of each value only the kinds that changed are drawn; the table has all.
    most
        How many values of the first column are drawn: those with most pairs.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> found = ss.translation.overview(story, article="relay-0304-quay")
    >>> ax = ss.translation.plot_change_rates(found.by_language)
    >>> ax.get_xlabel()
    'share of sentence pairs with such a change, with 95% interval'
    """
    by = str(table.columns[0])
    changed = table.groupby("kind")["n_changed"].sum()
    kinds = [kind for kind in KINDS if changed.get(kind, 0)]
    groups = table.groupby(by)["n_pairs"].max().sort_values(ascending=False, kind="stable")
    values = [value for value in groups.index[:most] if groups[value]]
    title = "pair of languages" if by == "languages" else by.replace("_", " ")
    drawn = [(value, _drawn(table[table[by] == value], kinds)) for value in values]
    with style():
        rows = sum(len(those) + 1.2 for _, those in drawn)
        ax = new_axes(9, max(2.4, 0.26 * rows + 1.6)) if ax is None else ax
        ax.set_title(f"Changes between sentences that say the same, by {title}")
        if not values:
            ax.axis("off")
            ax.text(0.5, 0.5, NOTHING, ha="center", va="center", color=GREY, transform=ax.transAxes)
            return ax
        ticks, labels, y = [], [], 0.0
        for value, those in drawn:
            ax.text(0, y, clipped(value, 40), transform=ax.get_yaxis_transform(), fontweight="bold", va="center")
            for row in those.itertuples():
                y += 1.0
                _rate(ax, row, y)
                ticks.append(y)
                labels.append(row.kind)
            y += 1.2
        ax.set_yticks(ticks, labels, fontsize=9)
        ax.set_ylim(y - 0.6, -0.8)
        ax.set_xlim(-0.01, 1.0)
        value_axis(ax, "x")
        rows_axis(ax)
        ax.set_xlabel("share of sentence pairs with such a change, with 95% interval")
    return ax


def _drawn(rows: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    """The kinds that changed, or one row for all of them if none did."""
    changed = rows[(rows["n_changed"] > 0) & rows["kind"].isin(kinds)]
    if len(changed):
        return changed
    return rows.sort_values("n_pairs", ascending=False, kind="stable").head(1).assign(kind="any kind")


def _rate(ax: Axes, row: Any, y: float) -> None:
    note = f"{row.n_changed} of {row.n_pairs}" if row.n_pairs else CANNOT_TELL
    ax.text(1.01, y, note, transform=ax.get_yaxis_transform(), va="center", fontsize=8.5, color=GREY)
    colour = COLOURS.get(row.kind, GREY)
    if row.n_pairs:
        ax.plot([row.low, row.high], [y, y], color=colour if row.n_changed else LIGHT, linewidth=2.4, alpha=0.5)
        ax.plot([row.share], [y], marker="o", markersize=5, color=colour, linestyle="")
