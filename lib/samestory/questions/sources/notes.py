"""Sentences about sources: what an article is compared with, and how many reports some articles are."""

from __future__ import annotations

import pandas as pd

from ...errors import counted

__all__ = ["comparison_note", "independence_note"]


def comparison_note(relatives: pd.DataFrame) -> str:
    """What an article is compared with, in a few words.

    Parameters
    ----------
    relatives
        From ``relatives``.

    Returns
    -------
    str
        "15 other articles on the event: 9 closer to the origin, 6 that name no outlet they have it from"; or "2
        articles that it names as its source"; or "no other article".
    """
    n = relatives["relation"].value_counts()
    on_way, nearer, silent = (int(n.get(name, 0)) for name in ("on_its_way", "nearer", "unsourced"))
    if on_way:
        return f"{counted(on_way, 'article')} that it names as its source"
    if not nearer + silent:
        return "no other article"
    parts = [f"{nearer} closer to the origin"] if nearer else []
    parts += (
        [f"{silent} that name{'s' * (silent == 1)} no outlet {'they have' if silent != 1 else 'it has'} it from"]
        if silent
        else []
    )
    return f"{counted(nearer + silent, 'other article')} on the event: {', '.join(parts)}"


def independence_note(counts: pd.DataFrame) -> str:
    """How many reports some articles are, in one or two sentences.

    Parameters
    ----------
    counts
        One row of ``independence``: the whole set, or one part of it.

    Returns
    -------
    str
        The counts; that copies were not examined, and no count, where none of the articles could be compared.
    """
    if counts.empty:
        return "There are no articles here."
    row = counts.iloc[0]
    n, left = int(row["n_articles"]), int(row["n_not_examined"])
    if left == n:
        return f"Articles: {n}. Copies were not examined, so the number of independent reports is not known."
    families = int(row["n_families"]) - left  # who was not compared is a family of its own
    said = f"Articles: {n}" + (f"; examined for copies: {n - left}" if left else "")
    said += (
        f"; copy families: {families}, of which {row['n_independent']} name no other family of"
        f" the set; origins they go back to: {row['n_origins']}."
    )
    if families == n - left > 1:
        said += f" No article shares wording with another, among the {n - left} that were compared."
    return f"{said} Not examined for copies, and counted as no independent report: {left}." if left else said
