"""What several questions say about sources, in the same words: what is compared, and how many reports there are."""

from __future__ import annotations

import pandas as pd

from .errors import counted


def comparison_note(compared: pd.DataFrame) -> str:
    """What an article is compared with, in a few words.

    Parameters
    ----------
    compared
        From ``sources.comparison_set``.

    Returns
    -------
    str
        "15 other articles on the event: 9 closer to the origin, 6 that name no outlet or agency as their source"; or
        "2 articles that it names as its source"; or "no other article".

    Examples
    --------
    >>> near = ss.sources.comparison_set(story.table("chains"), story.articles, "relay-0304-quay")
    >>> ss.sources.comparison_note(near)
    '2 articles that it names as its source'
    """
    n = compared["relation"].value_counts()
    named, nearer, silent = (int(n.get(name, 0)) for name in ("named", "nearer", "unsourced"))
    if named:
        return f"{counted(named, 'article')} that it names as its source"
    if not nearer + silent:
        return "no other article"
    parts = [f"{nearer} closer to the origin"] if nearer else []
    verbs = ("names", "its") if silent == 1 else ("name", "their")
    parts += [f"{silent} that {verbs[0]} no outlet or agency as {verbs[1]} source"] if silent else []
    return f"{counted(nearer + silent, 'other article')} on the event: {', '.join(parts)}"


def independence_note(counts: pd.DataFrame) -> str:
    """How many reports some articles are, in two or three sentences.

    Parameters
    ----------
    counts
        One row of ``sources.independence``: the whole set, or one part of it.

    Returns
    -------
    str
        The counts. If no article could be compared for copies, the sentence says so and gives no count.

    Examples
    --------
    >>> counts = ss.sources.independence(story.articles, story.table("families"), story.table("chains"))
    >>> ss.sources.independence_note(counts)
    '31 articles in 21 copy families (24 if translations are not copies). 21 of ... Origins: 21 (1 outside the set).'
    """
    if counts.empty:
        return "There are no articles here."
    row = counts.iloc[0]
    n, left = int(row["n_articles"]), int(row["n_not_examined"])
    if left == n:
        return f"{counted(n, 'article')}. Copies were not examined, so the number of independent reports is not known."
    families, free = int(row["n_families"]) - left, int(row["n_independent"])
    said = f"{counted(n, 'article')}, of which {n - left} were examined for copies:" if left else counted(n, "article")
    said += f" {'' if left else 'in '}{counted(families, 'copy family', 'copy families')}"
    words = row.get("n_families_by_words", pd.NA)
    is_other = not pd.isna(words) and words != row["n_families"]
    said += f" ({int(words) - left} if translations are not copies)." if is_other else "."
    said += f" {free} of these families {'names' if free == 1 else 'name'} no other family as a source."
    outside = row.get("n_outside", 0)
    said += f" Origins: {row['n_origins']}" + (f" ({outside} outside the set)." if outside else ".")
    if families == n - left > 1:
        said += f" No article shares wording with another, among the {n - left} that were compared."
    return f"{said} Not examined for copies, so not counted as an independent report: {left}." if left else said
