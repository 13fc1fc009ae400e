"""Copy families of a story in which no coder gave them: found from wording, credits and addresses."""

from __future__ import annotations

import pandas as pd

from ..tables import UNEXAMINED


def found_families(articles: pd.DataFrame) -> pd.DataFrame:
    """The ``families`` of a story's articles, found by machine.

    Parameters
    ----------
    articles
        The ``articles`` table.

    Returns
    -------
    DataFrame
        The table ``families``, one row an article. Those that could not be compared are families of their own with a
        ``basis`` that says why; see ``copies_note``.
    """
    from ..measures import families, marked_parts, reuse_passages

    parts = marked_parts(articles)
    return families(articles, reuse_passages(articles, parts=parts), parts=parts)


def completed(families: pd.DataFrame, articles: pd.DataFrame, coder: str) -> pd.DataFrame:
    """A coder's ``families`` with a row for every article; those the coder put into none have the basis ``not_coded``.

    Without a row an article would count as a report of its own, though nobody looked.
    """
    left = articles.loc[~articles["article_id"].isin(families["article_id"]), ["article_id"]]
    if left.empty:
        return families
    rows = left.assign(family_id="not-coded-" + left["article_id"], basis="not_coded", coder=coder)
    added = rows.reindex(columns=families.columns).astype(families.dtypes.to_dict())
    return pd.concat([families, added], ignore_index=True)


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
            f"Copies were not examined: none of the {len(ids):,} articles has a text, a credit or a coding to compare,"
            " so nothing here says how many reports are independent."
        )
    n, left = len(examined), len(ids) - len(examined)
    said = f"Copies were looked for among {n:,} of {len(ids):,} articles: {examined['family_id'].nunique():,} families."
    return f"{said} {left:,} were not examined and count as evidence of nothing." if left else said
