"""What is said about copies, in the same words everywhere: how many articles were compared, and which were not."""

from __future__ import annotations

import pandas as pd

from .errors import counted
from .schema import UNEXAMINED
from .statistics import family_of


def copies_note(families: pd.DataFrame, articles: pd.DataFrame) -> str:
    """Whether copies among some articles were looked for, in a sentence.

    Parameters
    ----------
    families
        The ``families`` table of one coder.
    articles
        The articles a result is about.

    Returns
    -------
    str
        "Copies were not examined ..." where none of the articles could be compared; else how many were, in how many
        families they are, and how many could not be.
    """
    ids = set(articles["article_id"])
    rows = families[families["article_id"].isin(ids)]
    examined = rows[~rows["basis"].isin(UNEXAMINED)]
    if examined.empty:
        return (
            f"Copies were not examined: none of {counted(len(ids), 'article')} has a text, a credit or a coding to"
            " compare, so nothing here says how many reports are independent."
        )
    n, left = len(examined), len(ids) - len(examined)
    if n == 1 == int((~families["basis"].isin(UNEXAMINED)).sum()):
        return "Copies were not examined: one article alone could be compared, and there is none to compare it with."
    said = f"Copies were looked for among {n:,} of {counted(len(ids), 'article')}: "
    said += f"{counted(examined['family_id'].nunique(), 'family', 'families')}."
    return f"{said} {left:,} could not be compared, which is no evidence of an independent report." if left else said


def not_examined(families: pd.DataFrame) -> list[str]:
    """The articles that could not be compared with others, in order; none if ``families`` has no ``basis``.

    Examples
    --------
    >>> ss.reuse.not_examined(story.table("families"))
    []
    """
    if "basis" not in families:
        return []
    return sorted(families.loc[families["basis"].isin(UNEXAMINED), "article_id"])


def n_not_examined(article_ids: pd.Series, families: pd.DataFrame | None) -> int | None:
    """How many of the votes of some articles nobody compared with another: each may be a copy that has its own vote.

    Parameters
    ----------
    article_ids
        The articles that vote.
    families
        The ``families`` table. None counts articles, and the number is None.
    """
    if families is None:
        return None
    family = family_of(article_ids, families)
    return len(set(family) - set(family[~article_ids.isin(not_examined(families))]))
