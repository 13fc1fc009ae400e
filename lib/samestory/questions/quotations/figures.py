"""Figures of quotations: who is heard, what kinds of sources, and what becomes of each utterance."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from ...errors import counted
from ...plotting.evidence import link_area
from ...plotting.theme import GREY, INK, LIGHT, clipped, new_axes, rows_axis, style
from ...statistics import MIN_N
from .following import CANNOT_TELL, FORMS, NOT_THERE, PARAPHRASED, TRANSLATED
from .versions import CHANGED, TRIMMED, WHOLE, Version, changes, version

__all__ = ["plot_alterations", "plot_kinds", "plot_matrix", "plot_voices"]

ARTICLES, FAMILIES = "#004C78", "#C2500A"
DROPPED, ADDED = "#A63C00", "#004C78"
# A form is told by its letter and by its tone, so that a grey print shows it too.
LOOKS: dict[str, tuple[str, str, str]] = {
    WHOLE: ("W", "#004C78", "white"),
    TRIMMED: ("T", "#3D9BD3", "black"),
    CHANGED: ("C", "#C2500A", "white"),
    TRANSLATED: ("L", "#35B48B", "black"),
    PARAPHRASED: ("P", "#BCE8D8", "black"),
    NOT_THERE: ("", "#FFFFFF", "black"),
    CANNOT_TELL: ("?", "#E4E4E4", "black"),
}
MEANT = {
    WHOLE: "W  whole",
    TRIMMED: "T  trimmed",
    CHANGED: "C  changed",
    TRANSLATED: "L  in another language",
    PARAPHRASED: "P  paraphrased",
    NOT_THERE: "not there (all texts were read)",
    CANNOT_TELL: "?  cannot tell (a text was cut or cannot be read)",
}
WIDE = 92  # letters of a line of a quotation
LETTER, LINE = 0.0836, 0.19  # inches of a letter of the fixed font at 10 points, and of a line


def plot_voices(table: pd.DataFrame, *, most: int = 6, ax: Axes | None = None) -> Axes:
    """Draw the share of voice: a block for each group, a row for each voice; dots are articles, diamonds copy families.

    Parameters
    ----------
    table
        From ``quotations.share_of_voice``; pass the groups to be shown.
    most
        How many voices of a group are drawn, those with most words.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> said = ss.quotations.said(story.articles)
    >>> voices = ss.quotations.share_of_voice(said, story.articles, by="story", n_resamples=50)
    >>> ss.quotations.plot_voices(voices).get_title(loc="left")
    'Share of voice, found by machine'
    """
    rows = table[table["rank"] <= most]
    blocks = list(rows.groupby("group", sort=False))
    n_rows = len(rows) + len(blocks)
    with style():
        ax = new_axes(9.5, max(2.6, 0.36 * n_rows + 1.9)) if ax is None else ax
        ticks: list[tuple[int, str]] = []
        y = 0
        for group, voices in blocks:
            first = voices.iloc[0]
            where = counted(first["n_articles_all"], "article")
            heading = f"{clipped(group)}: {first['n_words_all']:,} words of others in {where}"
            ax.text(0, y + 0.1, heading, transform=ax.get_yaxis_transform(), fontweight="bold", va="center", color=INK)
            y += 1
            for row in voices.itertuples():
                _share(ax, y - 0.16, (row.word_share, row.low, row.high), ARTICLES, "o")
                _share(ax, y + 0.16, (row.family_share, row.family_low, row.family_high), FAMILIES, "D")
                said = f"{row.n_words:,} words, {counted(row.n_articles, 'article')}"
                ax.text(1.02, y, said, transform=ax.get_yaxis_transform(), fontsize=9, color=GREY, va="center")
                keys = {"source": row.voice} | ({"article": row.article_ids} if row.n_articles == 1 else {})
                link_area(ax, keys, y=(y - 0.5, y + 0.5))
                unnamed = "" if row.is_named or row.voice in ("unnamed", "no speaker found") else " (unnamed)"
                ticks.append((y, clipped(row.voice.replace("_", " "), 36) + unnamed))
                y += 1
        ax.set_yticks([at for at, _ in ticks], [name for _, name in ticks], fontsize=9.5)
        ax.set_ylim(max(n_rows, 1) - 0.4, -0.6)
        highest = rows[["word_share", "high", "family_high"]].max().max() if len(rows) else 1.0
        top = next((end for end in (0.25, 0.5) if highest <= end), 1.0)
        ax.set_xlim(0, top)
        ax.set_xticks(np.linspace(0, top, 6), [f"{100 * share:.0f} %" for share in np.linspace(0, top, 6)])
        ax.grid(visible=True, axis="x", color=LIGHT, linewidth=0.8)
        rows_axis(ax)
        ax.set_xlabel("share of the words quoted or reported, with 95 % interval", loc="left")
        ax.set_title("Share of voice, found by machine")
        if len(rows):
            ax.figure.legend(handles=_handles(), loc="outside lower center", ncols=2)
    return ax


def _handles() -> list[Line2D]:
    return [
        Line2D([], [], color=ARTICLES, marker="o", label="all articles"),
        Line2D([], [], color=FAMILIES, marker="D", markerfacecolor="white", label="copies counted once"),
    ]


def _share(ax: Axes, y: float, share: tuple[float, float, float], colour: str, marker: str) -> None:
    value, low, high = share
    ax.plot([low, high], [y, y], color=colour, linewidth=1.6 if marker == "o" else 0.9, zorder=2)
    face = colour if marker == "o" else "white"
    ax.plot([value], [y], marker=marker, markersize=5.5, color=colour, markerfacecolor=face, linestyle="", zorder=3)


def plot_kinds(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the kinds of sources: a row for each group, a column for each kind; the bar in a tile is its share of words.

    Parameters
    ----------
    table
        From ``quotations.share_of_voice`` with ``of="source_kind"``.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> said = ss.quotations.said(story.articles)
    >>> kinds = ss.quotations.share_of_voice(said, story.articles, of="source_kind", by="language", n_resamples=50)
    >>> ss.quotations.plot_kinds(kinds).get_title(loc="left")
    'Kinds of sources, found by machine'
    """
    totals = table.groupby("voice")["n_words"].sum()
    last = ("no speaker found", "cannot_tell")
    kinds = sorted(totals.index, key=lambda kind: (kind in last, -totals[kind], kind))
    groups = table.drop_duplicates("group")
    with style():
        ax = new_axes(max(7.0, 1.02 * len(kinds) + 3.6), max(2.4, 0.5 * len(groups) + 1.9)) if ax is None else ax
        row_of = {group: y for y, group in enumerate(groups["group"])}
        for y in row_of.values():
            for x, kind in enumerate(kinds):
                ax.add_patch(
                    Rectangle((x * 1.08, y - 0.36), 1, 0.72, facecolor="white", edgecolor=LIGHT, linewidth=0.8)
                )
                link_area(ax, {"source": kind}, x=(x * 1.08, x * 1.08 + 1), y=(y - 0.36, y + 0.36))
        for row in table.itertuples():
            left, y = kinds.index(row.voice) * 1.08, row_of[row.group]
            hatch = "////" if row.voice in last else None
            colour = "#D0D0D0" if row.voice in last else "#8CC3E6"
            ax.barh(y, row.word_share, left=left, height=0.6, color=colour, hatch=hatch, edgecolor=GREY, linewidth=0.5)
            ax.plot([left + row.family_share], [y], marker="D", markersize=5, color=FAMILIES, markerfacecolor="white")
            is_few = row.n_articles_all < MIN_N
            told = f"{row.n_words} of {row.n_words_all}" if is_few else f"{100 * row.word_share:.0f} %"
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
            ax.text(left + 0.97, y + 0.31, told, ha="right", va="bottom", fontsize=8, color=INK, bbox=box, zorder=4)
        names = [f"{clipped(row.group, 28)} ({counted(row.n_articles_all, 'article')})" for row in groups.itertuples()]
        ax.set_yticks(range(len(groups)), names, fontsize=9.5)
        heads = [textwrap.fill(kind.replace("_", " "), 10) for kind in kinds]
        ax.set_xticks([x * 1.08 + 0.5 for x in range(len(kinds))], heads, fontsize=9.5)
        ax.tick_params(axis="both", length=0, labeltop=True, labelbottom=False)
        ax.set_xlim(-0.05, max(len(kinds), 1) * 1.08)
        ax.set_ylim(max(len(groups), 1) - 0.45, -0.55)
        for side in ax.spines.values():
            side.set_visible(False)
        ax.set_title("Kinds of sources, found by machine", pad=14)
        if len(table):
            few = f"; fewer than {MIN_N} articles: words" if (table["n_articles_all"] < MIN_N).any() else ""
            bar = Patch(facecolor="#8CC3E6", edgecolor=GREY, label=f"share of the words (full tile: 100 %{few})")
            ax.figure.legend(handles=[bar, _handles()[1]], loc="outside lower center", ncols=2)
    return ax


def plot_matrix(cells: pd.DataFrame, utterances: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what each outlet makes of each utterance: a row an utterance, a column an outlet, a letter for the form.

    Parameters
    ----------
    cells
        From ``quotations.matrix``.
    utterances
        From ``quotations.utterances``; only its utterances are drawn.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> found = ss.quotations.utterances(ss.quotations.said(story.articles), story.articles)
    >>> cells = ss.quotations.matrix(found, story.articles)
    >>> ss.quotations.plot_matrix(cells, found[found["utterance_id"] <= "Q05"]).get_title(loc="left")
    'What becomes of each utterance, found by machine (5 utterances, 17 outlets)'
    """
    shown = utterances[utterances["basis"] == "reference"].sort_values("utterance_id")
    table = cells[cells["utterance_id"].isin(shown["utterance_id"])]
    columns = table.drop_duplicates("place").sort_values("place")
    row_of = {key: y for y, key in enumerate(shown["utterance_id"])}
    with style():
        ax = new_axes(10.5, max(3.4, 0.3 * len(shown) + 3.2)) if ax is None else ax
        for cell in table.itertuples():
            x, y = cell.place, row_of[cell.utterance_id]
            letter, face, ink = LOOKS[cell.form]
            hatch = "////" if cell.form == CANNOT_TELL else None
            patch = Rectangle(
                (x - 0.45, y - 0.42), 0.9, 0.84, facecolor=face, edgecolor=GREY, hatch=hatch, linewidth=0.5
            )
            ax.add_patch(patch)
            box = {"facecolor": face, "edgecolor": "none", "pad": 1} if hatch else None
            ax.text(x, y, letter, ha="center", va="center", fontsize=8.5, color=ink, fontweight="bold", bbox=box)
            if isinstance(cell.article_id, str):
                keys = {"article": cell.article_id, "begin": cell.begin, "end": cell.end}
                link_area(ax, keys, x=(x - 0.45, x + 0.45), y=(y - 0.42, y + 0.42))
        names = [
            f"{clipped(row.reads, 58)}  {clipped(_known(row.speaker), 20)}  {row.utterance_id}"
            for row in shown.itertuples()
        ]
        ax.set_yticks(range(len(shown)), names, fontsize=9)
        ax.set_xticks(range(len(columns)), [clipped(name, 28) for name in columns["name"]], fontsize=9, rotation=90)
        ax.tick_params(axis="both", length=0, labeltop=True, labelbottom=False)
        ax.set_xlim(-0.7, max(len(columns), 1) - 0.3)
        ax.set_ylim(max(len(shown), 1) - 0.4, -0.6)
        for side in ax.spines.values():
            side.set_visible(False)
        used = [form for form in FORMS if (table["form"] == form).any()]
        handles = [
            Patch(
                facecolor=LOOKS[form][1],
                edgecolor=GREY,
                hatch="////" if form == CANNOT_TELL else None,
                label=MEANT[form],
            )
            for form in used
        ]
        if handles:
            ax.figure.legend(handles=handles, loc="outside lower center", ncols=3)
        ax.set_title(
            f"What becomes of each utterance, found by machine ({counted(len(shown), 'utterance')},"
            f" {counted(len(columns), 'outlet')})",
            x=-0.6,
        )
    return ax


def plot_alterations(utterances: pd.DataFrame, articles: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw versions of quotations below their reference: words left out are struck out, words put in are underlined.

    Parameters
    ----------
    utterances
        From ``quotations.utterances``; pass the utterances to be shown.
    articles
        The ``articles`` table it was made from.
    ax
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        What was drawn on.

    Examples
    --------
    >>> found = ss.quotations.utterances(ss.quotations.said(story.articles), story.articles)
    >>> ax = ss.quotations.plot_alterations(found[found["utterance_id"] == "Q01"], story.articles)
    >>> ax.get_title(loc="left")
    'Versions of 1 quotation, found by machine'
    """
    texts = articles.assign(article_id=articles["article_id"].astype("str")).set_index("article_id")["text"]
    languages = dict(zip(utterances["article_id"], utterances["language"], strict=True))
    blocks = []
    for key, rows in utterances.groupby("utterance_id", sort=True):
        is_reference = rows["basis"] == "reference"
        if not is_reference.any():
            continue
        top = rows[is_reference].iloc[0]
        reference = version(texts[top["article_id"]], top["language"], top["reference_begin"], top["reference_end"])
        versions: dict[tuple[Any, ...], list[Any]] = {("reference", *((word, "") for word in _words(reference))): [top]}
        for row in rows[~is_reference].itertuples(index=False):
            own = version(texts[row.article_id], languages[row.article_id], row.begin, row.end)
            marked = _marked(reference, own) if row.basis == "words" else [(word, "") for word in _words(own)]
            versions.setdefault((row.form, *marked), []).append(row)
        lines = [(told, those, list(words)) for (told, *words), those in versions.items()]
        blocks.append((key, top, lines))
    laid = [(key, top, [(told, rows, _lines(words)) for told, rows, words in lines]) for key, top, lines in blocks]
    n = sum(1.7 + sum(len(lines) + 1 + 0.25 for _, _, lines in rows) for _, _, rows in laid)
    with style():
        ax = new_axes(WIDE * LETTER + 0.12, max(1.8, n * LINE + 0.9)) if ax is None else ax
        ax.set_xlim(0, WIDE)
        ax.set_ylim(max(n, 1), 0)
        ax.axis("off")
        y = 0.5
        for key, top, versions_of in laid:
            ax.text(0, y, f"{key}  {clipped(_known(top['speaker']), 60)}", fontweight="bold", va="top", color=INK)
            y += 1.3
            for told, rows, wrapped in versions_of:
                y = _draw(ax, y, told, rows, wrapped)
            y += 0.4
        ax.set_title(f"Versions of {counted(len(laid), 'quotation')}, found by machine")
        line = [
            Line2D([], [], color=DROPPED, label="struck out: words of the reference that are not there", linewidth=1.4),
            Line2D([], [], color=ADDED, label="underlined: words that the reference has not", linewidth=2.2),
        ]
        if laid:
            ax.figure.legend(handles=line, loc="outside lower left")
    return ax


def _known(speaker: object) -> str:
    return speaker if isinstance(speaker, str) else "no speaker found"


def _words(one: Version) -> list[str]:
    """The words with the signs between them."""
    ends = [begin for begin, _ in one.places[1:]] + [one.places[-1][1] if one.places else 0]
    return [" ".join(one.text[begin:end].split()) for (begin, _), end in zip(one.places, ends, strict=True)]


def _marked(reference: Version, own: Version) -> list[tuple[str, str]]:
    """The words of a version, and between them those of the reference that it has not."""
    before, after = _words(reference), _words(own)
    found: list[tuple[str, str]] = []
    at = 0
    for change in changes(reference, own):
        found += [(word, "") for word in after[at : change.own[0]]]
        found += [(word, "dropped") for word in before[slice(*change.reference)]]
        found += [(word, "added") for word in after[slice(*change.own)]]
        at = change.own[1]
    return [*found, *((word, "") for word in after[at:])]


def _lines(words: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    lines: list[list[tuple[str, str]]] = [[]]
    width = 0
    for word, mark in words:
        word = clipped(word, WIDE - 4)
        if width + len(word) > WIDE - 4 and lines[-1]:
            lines.append([])
            width = 0
        lines[-1].append((word, mark))
        width += len(word) + 1
    return lines


def _draw(ax: Axes, y: float, told: str, rows: list[Any], lines: list[list[tuple[str, str]]]) -> float:
    """One version: the outlets that have it and its form, then its lines; returns where the next begins."""
    names = list(dict.fromkeys(row.outlet if isinstance(row.outlet, str) else row.article_id for row in rows))
    ax.text(1, y, f"{clipped(', '.join(names), 88)}: {told}", va="top", fontsize=9, color=GREY)
    top, y = y, y + 1
    for line in lines:
        x = 3.0
        for word, mark in line:
            colour = {"dropped": DROPPED, "added": ADDED}.get(mark, INK)
            ax.text(x, y, word, va="top", color=colour, fontsize=10, fontfamily="DejaVu Sans Mono")
            if mark:
                at = y + (0.47 if mark == "dropped" else 0.93)
                width = 1.2 if mark == "dropped" else 2.0
                ax.plot([x, x + len(word)], [at, at], color=colour, linewidth=width, solid_capstyle="butt")
            x += len(word) + 1
        y += 1
    link_area(ax, {"article": rows[0].article_id, "begin": rows[0].begin, "end": rows[0].end}, y=(top, y))
    return y + 0.25
