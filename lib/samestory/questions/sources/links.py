"""Links as evidence of who cites whom: an article that links to another article of the set names it as its source."""

from __future__ import annotations

import pandas as pd

from ...engine import address_key
from ...schema import require_columns

LINK = "link"  # how such an edge was matched


def link_edges(articles: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Links from one article of the set to another.

    Addresses are compared without their tracking parameters (``address_key``). A link to an article of the same
    outlet counts too: it is that outlet's own earlier work.

    Parameters
    ----------
    articles
        The ``articles`` table.
    links
        A ``links`` table, as ``story_links`` gives it.

    Returns
    -------
    DataFrame
        One row an article and the article it links to: ``article_id, source, source_article_id, target,
        target_article_id, basis`` (``citation``), ``match`` (``link``), ``is_direct, begin, end``; without links to
        the article itself, and without links that fit several articles.
    """
    require_columns(("article_id", "outlet", "url"), articles.columns, "articles")
    require_columns(("article_id", "url"), links.columns, "links")
    one = articles.drop_duplicates("article_id")
    keys = one["url"].map(address_key)
    known = pd.DataFrame({"key": keys, "source_article_id": one["article_id"], "source": one["outlet"]})
    known = known[(known["key"] != "") & ~known["key"].duplicated(keep=False)]
    outlets = one.set_index("article_id")["outlet"]
    rows = links[links["article_id"].isin(outlets.index)].reindex(columns=["article_id", "url", "begin", "end"])
    rows = rows.assign(key=rows["url"].map(address_key)).merge(known, on="key")
    rows = rows[rows["article_id"] != rows["source_article_id"]]
    rows = rows.drop_duplicates(["article_id", "source_article_id"])
    rows = rows.assign(
        target=rows["article_id"].map(outlets),
        target_article_id=rows["article_id"],
        basis="citation",
        match=LINK,
        is_direct=True,
    )
    columns = [
        "article_id",
        "source",
        "source_article_id",
        "target",
        "target_article_id",
        "basis",
        "match",
        "is_direct",
    ]
    return rows[[*columns, "begin", "end"]].sort_values(["article_id", "source_article_id"], ignore_index=True)
