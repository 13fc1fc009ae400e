"""Sentences about copies, the same everywhere: how many articles were compared, and which were not."""

from __future__ import annotations

import pandas as pd

from .errors import counted
from .schema import UNEXAMINED
from .statistics import family_of


def copies_note(families: pd.DataFrame, articles: pd.DataFrame) -> str:
    """Whether copies among some articles were looked for, in one to three sentences.

    Parameters
    ----------
    families
        The ``families`` table of one coder.
    articles
        The articles that a result is about.

    Returns
    -------
    str
        "Copies were not examined ..." if none of the articles could be compared; else how many were, in how many
        families they are, and how many could not be compared.

    Examples
    --------
    >>> ss.reuse.copies_note(story.table("families"), story.articles)
    'Copies were looked for among 31 of 31 articles: 21 families.'
    """
    ids = set(articles["article_id"])
    rows = families[families["article_id"].isin(ids)]
    examined = rows[~rows["basis"].isin(UNEXAMINED)]
    if examined.empty:
        lack = (
            "the one article has no text, credit or coding"
            if len(ids) == 1
            else (f"none of {counted(len(ids), 'article')} has a text, a credit or a coding")
        )
        return f"Copies were not examined: {lack} to compare, so nothing here says how many reports are independent."
    n, left = len(examined), len(ids) - len(examined)
    if n == 1 == int((~families["basis"].isin(UNEXAMINED)).sum()):
        return "Copies were not examined: one article alone could be compared, and there is none to compare it with."
    said = f"Copies were looked for among {n:,} of {counted(len(ids), 'article')}: "
    said += f"{counted(examined['family_id'].nunique(), 'family', 'families')}."
    return f"{said} {left:,} could not be compared, which is no evidence of an independent report." if left else said


def not_examined(families: pd.DataFrame) -> list[str]:
    """The ids of the articles that could not be compared with others, in order.

    Parameters
    ----------
    families
        A ``families`` table; without a column ``basis`` no article counts as not compared.

    Returns
    -------
    list of str
        The ids.

    Examples
    --------
    >>> ss.reuse.not_examined(story.table("families"))
    []
    """
    if "basis" not in families:
        return []
    return sorted(families.loc[families["basis"].isin(UNEXAMINED), "article_id"])


def n_not_examined(article_ids: pd.Series, families: pd.DataFrame | None) -> int | None:
    """How many votes come from articles that nobody compared: each may be a copy with a vote of its own.

    Parameters
    ----------
    article_ids
        The articles that vote.
    families
        The ``families`` table. None: articles are counted, not families.

    Returns
    -------
    int or None
        The number of votes; None if articles are counted.
    """
    if families is None:
        return None
    family = family_of(article_ids, families)
    return len(set(family) - set(family[~article_ids.isin(not_examined(families))]))
