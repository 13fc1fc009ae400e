"""Copy families of a story in which no coder gave them: found from wording, credits and addresses."""

from __future__ import annotations

import pandas as pd


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
        ``basis`` that says why.
    """
    from ..engine.boilerplate import marked_parts
    from ..engine.copy_families import families
    from ..engine.passages import shared_passages

    parts = marked_parts(articles)
    return families(articles, shared_passages(articles, parts=parts), parts=parts)


def completed(families: pd.DataFrame, articles: pd.DataFrame, coder: str) -> pd.DataFrame:
    """A coder's ``families`` with a row for every article; those the coder put into none have the basis ``not_coded``.

    Without a row an article would count as an independent report, although it was not examined.
    """
    left = articles.loc[~articles["article_id"].isin(families["article_id"]), ["article_id"]]
    if left.empty:
        return families
    rows = left.assign(family_id="not-coded-" + left["article_id"], basis="not_coded", coder=coder)
    added = rows.reindex(columns=families.columns).astype(families.dtypes.to_dict())
    return pd.concat([families, added], ignore_index=True)
