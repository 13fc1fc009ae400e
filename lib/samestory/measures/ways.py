"""The way a story took: from the origin that articles name, through their nearest source, to each article."""

from __future__ import annotations

import pandas as pd

from ..errors import TableError, suggestion

EDGES = [
    "source",
    "source_hop",
    "target",
    "target_name",
    "target_hop",
    "is_article",
    "n_articles",
    "article_ids",
]


def ways(chains: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Every station on the way, as edges from a source to the next.

    Parameters
    ----------
    chains
        The ``chains`` table of one coder: what each article itself names.
    articles
        The articles to draw the way to, for instance those of one event.

    Returns
    -------
    DataFrame
        ``source, source_hop, target, target_name, target_hop, is_article, n_articles, article_ids``: one row an
        edge. Hop 0 is the origin named. ``is_article`` edges end at an article (``target`` is its ``article_id``,
        ``target_name`` its outlet), the others at a source that articles name. ``n_articles`` counts the articles
        whose way takes the edge, ``article_ids`` names them, separated by ';'. Articles that name no source have no
        row.
    """
    kept = chains[chains["article_id"].isin(articles["article_id"])]
    kept = kept[["article_id", "step", "source"]].sort_values(["article_id", "step"])
    following = kept.groupby("article_id")["source"].shift(-1)
    edges = pd.DataFrame(
        {
            "source": kept["source"],
            "source_hop": kept["step"],
            "target": following.fillna(kept["article_id"]),
            "target_hop": kept["step"] + 1,
            "is_article": following.isna(),
            "article_id": kept["article_id"],
        }
    )
    table = (
        edges.groupby(["source_hop", "source", "target_hop", "target", "is_article"], as_index=False)
        .agg(
            n_articles=("article_id", "nunique"),
            article_ids=("article_id", lambda ids: "; ".join(sorted(ids))),
        )
        .astype({"source_hop": "int64", "target_hop": "int64", "is_article": "bool"})
    )
    outlet = articles.set_index("article_id")["outlet"]
    table["target_name"] = table["target"].map(outlet).where(table["is_article"]).fillna(table["target"])
    return table[EDGES]


def relatives(chains: pd.DataFrame, articles: pd.DataFrame, article_id: str) -> pd.DataFrame:
    """The articles an article can be held against: those on its way, else those nearer to the origin it names.

    An origin that is not in the set cannot be compared with. What stands closest to it are the articles of the same
    event that name the same origin and fewer stations after it, or that name no source at all: reprints of the
    origin's report, as a rule, but the table cannot tell them from reports of their own.

    Parameters
    ----------
    chains, articles
        The tables of one story; ``chains`` of one coder.
    article_id
        The article whose way is followed.

    Returns
    -------
    DataFrame
        ``article_id, outlet, language, relation, n_stations``: ``relation`` is ``on_its_way`` (its chain names that
        very article), ``nearer`` (same event, same origin, fewer stations), ``unsourced`` (same event, names no
        source) or ``itself``, the last row. ``n_stations`` counts the sources the article names from the origin on;
        0 where it names none. In order of stations, then of date where known, then of name.

    Raises
    ------
    TableError
        No such article.
    """
    if article_id not in set(articles["article_id"]):
        raise TableError(f"no article {article_id!r}.{suggestion(article_id, articles['article_id'])}")
    stations = chains.groupby("article_id")["step"].nunique()
    origins = chains[chains["step"] == 0].set_index("article_id")["source"]
    table = articles[["article_id", "outlet", "language", "event", "published"]].copy()
    table["n_stations"] = table["article_id"].map(stations).fillna(0).astype("int64")
    own = chains[chains["article_id"] == article_id]
    on_way = set(own["source_article_id"].dropna())
    me = table.loc[table["article_id"] == article_id].iloc[0]
    before = (table["event"] == me["event"]) & (table["n_stations"] < me["n_stations"])
    same_origin = table["article_id"].map(origins) == origins.get(article_id)
    table["relation"] = pd.Series(pd.NA, index=table.index, dtype="str")
    if not on_way:
        table.loc[before & same_origin, "relation"] = "nearer"
        table.loc[before & (table["n_stations"] == 0), "relation"] = "unsourced"
    table.loc[table["article_id"].isin(on_way), "relation"] = "on_its_way"
    table.loc[table["article_id"] == article_id, "relation"] = "itself"
    kept = table[table["relation"].notna()].assign(_last=lambda t: t["relation"] == "itself")
    kept = kept.sort_values(["_last", "n_stations", "published", "article_id"], na_position="last")
    return kept[["article_id", "outlet", "language", "relation", "n_stations"]].reset_index(drop=True)
