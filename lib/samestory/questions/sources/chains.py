"""Citation chains: from the origin that articles name, through their nearest source, to each article."""

from __future__ import annotations

import pandas as pd

from ...errors import TableError, suggestion
from ...schema import CARRIED, MENTIONED
from ...statistics import family_of, family_votes

__all__ = ["citation_edges", "comparison_set", "firmness_by_distance", "primary_sources", "source_chains"]

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


SOURCE_CHAINS = [
    *("article_id", "outlet", "chain", "primary_source", "primary_source_kind"),
    *("ending", "n_hops", "n_named", "article_ids"),
]


def citation_edges(chains: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Citation edges: one row per source and next source, as the articles name them.

    Parameters
    ----------
    chains
        The ``chains`` table of one coder: what each article itself names.
    articles
        The articles at the end of the chains, for instance those of one event.

    Returns
    -------
    DataFrame
        ``source, source_hop, target, target_name, target_hop, is_article, n_articles, article_ids``: one row an
        edge. Hop 0 is the origin named. ``is_article`` edges end at an article (``target`` is its ``article_id``,
        ``target_name`` its outlet), the others at a source that articles name. ``n_articles`` counts the articles
        whose chain has the edge, ``article_ids`` names them, separated by ';'. Articles that name no source have no
        row.

    Examples
    --------
    >>> table = ss.sources.citation_edges(story.table("chains"), story.articles)
    >>> table.loc[table["source"] == "Torvane Terminals", ["source", "source_hop", "target", "target_hop"]].values
    array([['Torvane Terminals', 0, 'Gristline Newsroom', 1]], dtype=object)
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


def comparison_set(chains: pd.DataFrame, articles: pd.DataFrame, article_id: str) -> pd.DataFrame:
    """The articles one article is compared with: its sources in the set, else those nearer to the origin it names.

    If the origin is not in the set, no text of it can be compared. The nearest to it are the articles of the same event
    that name the same origin and fewer sources after it, or that name no source at all. The latter are usually reprints
    of the origin's report, but the table cannot tell them from reports of their own.

    Parameters
    ----------
    chains, articles
        The tables of one story; ``chains`` of one coder.
    article_id
        The article whose chain is followed.

    Returns
    -------
    DataFrame
        ``article_id, outlet, language, relation, n_stations``: ``relation`` is ``named`` (its chain names that
        very article), ``nearer`` (same event, same origin, fewer sources), ``unsourced`` (same event, names no
        source) or ``itself``, the last row. ``n_stations`` counts the sources the article names from the origin on;
        0 if it names none. In order of ``n_stations``, then of date if known, then of name.

    Raises
    ------
    TableError
        No such article.

    Examples
    --------
    >>> near = ss.sources.comparison_set(story.table("chains"), story.articles, "relay-0304-quay")
    >>> near[["article_id", "relation"]].values.tolist()
    [['fanal-0303-dockers', 'named'], ['holos-0304-dokery', 'named'], ['relay-0304-quay', 'itself']]
    """
    if article_id not in set(articles["article_id"]):
        raise TableError(f"no article {article_id!r}.{suggestion(article_id, articles['article_id'])}")
    stations = chains.groupby("article_id")["step"].nunique()
    origins = chains[chains["step"] == 0].set_index("article_id")["source"]
    table = articles[["article_id", "outlet", "language", "event", "published"]].copy()
    table["n_stations"] = table["article_id"].map(stations).fillna(0).astype("int64")
    own = chains[chains["article_id"] == article_id]
    named = set(own["source_article_id"].dropna())
    me = table.loc[table["article_id"] == article_id].iloc[0]
    before = (table["event"] == me["event"]) & (table["n_stations"] < me["n_stations"])
    same_origin = table["article_id"].map(origins) == origins.get(article_id)
    table["relation"] = pd.Series(pd.NA, index=table.index, dtype="str")
    if not named:
        table.loc[before & same_origin, "relation"] = "nearer"
        table.loc[before & (table["n_stations"] == 0), "relation"] = "unsourced"
    table.loc[table["article_id"].isin(named), "relation"] = "named"
    table.loc[table["article_id"] == article_id, "relation"] = "itself"
    kept = table[table["relation"].notna()].assign(_last=lambda t: t["relation"] == "itself")
    kept = kept.sort_values(["_last", "n_stations", "published", "article_id"], na_position="last")
    return kept[["article_id", "outlet", "language", "relation", "n_stations"]].reset_index(drop=True)


def source_chains(
    articles: pd.DataFrame, chains: pd.DataFrame, *, citations: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The chain from each article back to its primary source, as far as the set shows it.

    An article names sources. If the first of them is an article of the set that names sources itself, the chain goes on
    with these, until it reaches a source that names none, leaves the set, or returns to an article it has passed.

    Parameters
    ----------
    articles, chains
        Tables of one story; ``chains`` of one coder.
    citations
        With them ``primary_source_kind`` says what kind of source the first one is, as the article cites it.

    Returns
    -------
    DataFrame
        One row an article, in order of ``article_id``: ``chain`` ("Le Monde > korrespondent > Buna Times");
        ``primary_source``, its first source (empty if the chain is circular); ``primary_source_kind``; ``ending``: the
        primary source is ``outside`` the set, is an article ``in_set`` that names no outlet, is an outlet of the set of
        which it is not known which article is meant (``article_unknown``), the chain is ``circular``, or the article
        ``names_none`` and counts as its own primary source; ``n_hops``, the steps from the primary source to the
        article (an outlet that follows itself is no step; in a circular chain the steps until it closes); ``n_named``,
        the sources the article names itself; ``article_ids``, the articles of the set in the chain.

    Examples
    --------
    >>> table = ss.sources.source_chains(story.articles, story.table("chains"))
    >>> table.set_index("article_id").at["relay-0304-quay", "chain"]
    'Le Fanal de Morvane > Holos Zarynii > World Relay Daily'
    """
    outlet = articles.drop_duplicates("article_id").set_index("article_id")["outlet"]
    outlets = set(outlet.dropna())
    kept = chains[chains["article_id"].isin(outlet.index)].sort_values(["article_id", "step", "source"])
    stations: dict[str, list[tuple[str, str | None]]] = {}
    for row in kept.itertuples():
        known = None if pd.isna(row.source_article_id) else str(row.source_article_id)
        stations.setdefault(row.article_id, []).append((row.source, known))
    kinds: dict[tuple[str, str], str] = {}
    if citations is not None:
        kinds = {(row.article_id, row.cited): row.kind for row in citations.itertuples()}
    rows = []
    for article_id in sorted(outlet.index):
        found, circular, speaker = _followed(article_id, stations)
        own = outlet[article_id]
        names = [name for name, _ in found] + ["(outlet not known)" if pd.isna(own) else str(own)]
        shown = [name for i, name in enumerate(names) if i == 0 or name != names[i - 1]]
        first, first_id = found[0] if found else (names[0], article_id)
        ending = "circular" if circular else "names_none" if not found else "in_set" if first_id else "outside"
        ending = "article_unknown" if ending == "outside" and first in outlets else ending
        passed = list(dict.fromkeys(known for _, known in found if known and known != article_id))
        rows.append(
            {
                "article_id": article_id,
                "outlet": own,
                "chain": " > ".join(shown),
                "primary_source": None if circular else first,
                "primary_source_kind": kinds.get((speaker, first)) if found and not circular else None,
                "ending": ending,
                "n_hops": len(shown) - 1,
                "n_named": len(stations.get(article_id, [])),
                "article_ids": "; ".join([*passed, article_id]),
            }
        )
    types = {name: "int64" if name.startswith("n_") else "str" for name in SOURCE_CHAINS}
    return pd.DataFrame(rows, columns=SOURCE_CHAINS).astype(types)


def _followed(
    article_id: str, stations: dict[str, list[tuple[str, str | None]]]
) -> tuple[list[tuple[str, str | None]], bool, str]:
    """The sources from the first on, whether they are circular, and the article that names the first of them."""
    chain = list(stations.get(article_id, []))
    seen, speaker = {article_id}, article_id
    while chain and chain[0][1] is not None:
        first = chain[0][1]
        if first in seen:
            return chain, True, speaker
        seen.add(first)
        before = stations.get(first)
        if not before:
            break
        chain, speaker = [*before, *chain], first
    return chain, False, speaker


def primary_sources(source_chains: pd.DataFrame, *, families: pd.DataFrame | None = None) -> pd.DataFrame:
    """What the articles depend on: the primary sources of their citation chains.

    Parameters
    ----------
    source_chains
        The table from ``source_chains``.
    families
        With them ``n_families`` counts copy families, else it counts articles.

    Returns
    -------
    DataFrame
        ``primary_source, primary_source_kind, ending, n_articles, n_families, article_share, n_total, most_hops,
        article_ids``: most articles first. ``article_share`` (0..1) is of ``n_total``, all articles. Articles that name
        no outlet are one row without a primary source, and so are those with a circular chain.

    Examples
    --------
    >>> chains = ss.sources.source_chains(story.articles, story.table("chains"))
    >>> table = ss.sources.primary_sources(chains, families=story.table("families"))
    >>> table.loc[table["ending"] == "in_set", ["primary_source", "n_articles", "n_families"]].head(1).values
    array([['Ostvar', 5, 1]], dtype=object)
    """
    rows = source_chains.assign(family_id=family_of(source_chains["article_id"], families))
    alone = rows["ending"] == "names_none"
    key, kind = "primary_source", "primary_source_kind"
    rows[key] = rows[key].mask(alone).astype("object").fillna("")
    # different articles may cite one source as different kinds: the kind most of them use
    kinds = rows[rows[kind].notna()].groupby(key)[kind].agg(lambda given: sorted(given.mode())[0])
    table = (
        rows.sort_values("article_id")
        .groupby([key, "ending"], as_index=False)
        .agg(
            n_articles=("article_id", "nunique"),
            n_families=("family_id", "nunique"),
            most_hops=("n_hops", "max"),
            article_ids=("article_id", "; ".join),
        )
    )
    table[kind] = table[key].map(kinds).astype("str")
    table["n_total"] = source_chains["article_id"].nunique()
    table["article_share"] = table["n_articles"] / table["n_total"].clip(lower=1)
    table[key] = table[key].mask(table[key] == "").astype("str")
    counts = ["n_articles", "n_families", "n_total", "most_hops"]
    table = table.astype({**dict.fromkeys(counts, "int64"), "article_share": "float64", "article_ids": "str"})
    table = table.sort_values(["n_articles", "ending", key], ascending=[False, True, True], ignore_index=True)
    share = ["article_share", "n_total", "most_hops", "article_ids"]
    return table[[key, kind, "ending", "n_articles", "n_families", *share]]


def firmness_by_distance(
    source_chains: pd.DataFrame, claims: pd.DataFrame, *, families: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How firmly articles state claims, by the number of steps between an article and its primary source.

    Parameters
    ----------
    source_chains
        The table from ``source_chains``.
    claims
        The ``claims`` of one coder. A claim counts if the article carries it. Pages without it do not count, and
        neither do pages where it could not be seen (``n_not_visible``) or is only mentioned (``n_mentioned``).
    families
        With them each copy family has one vote a claim, split if its articles differ.

    Returns
    -------
    DataFrame
        ``n_hops, n_articles, n_votes, n_asserted, asserted_share, n_mentioned, n_not_visible, article_ids``: one row a
        number of steps, 0 for articles that name no outlet. ``n_votes`` counts each claim of each article (or family)
        that carries it; ``n_asserted`` of them are in the article's own voice, which makes ``asserted_share`` (0..1).

    Examples
    --------
    >>> chains = ss.sources.source_chains(story.articles, story.table("chains"))
    >>> ss.sources.firmness_by_distance(chains, story.table("claims"))[["n_hops", "n_articles"]].values.tolist()
    [[0, 21], [1, 6], [2, 4]]
    """
    hops = source_chains.set_index("article_id")["n_hops"]
    rows = claims[claims["article_id"].isin(hops.index)].copy()
    rows["n_hops"] = rows["article_id"].map(hops)
    votes = family_votes(rows[rows["status"].isin(CARRIED)], families, "status", ["n_hops", "claim_id"])
    table = (
        source_chains.sort_values("article_id")
        .groupby("n_hops")["article_id"]
        .agg(n_articles="size", article_ids="; ".join)
    )
    table["n_votes"] = votes.groupby("n_hops")["weight"].sum().reindex(table.index).fillna(0.0)
    asserted = votes[votes["status"] == "asserted"]
    table["n_asserted"] = asserted.groupby("n_hops")["weight"].sum().reindex(table.index).fillna(0.0)
    table["asserted_share"] = (table["n_asserted"] / table["n_votes"]).where(table["n_votes"] > 0)
    for status in (MENTIONED, "not_visible"):
        table[f"n_{status}"] = rows[rows["status"] == status].groupby("n_hops").size().reindex(table.index).fillna(0)
    types = {"n_articles": "int64", "n_mentioned": "int64", "n_not_visible": "int64", "article_ids": "str"}
    types |= dict.fromkeys(["n_votes", "n_asserted", "asserted_share"], "float64")
    counts = ["n_articles", "n_votes", "n_asserted", "asserted_share", "n_mentioned", "n_not_visible"]
    return table.reset_index().astype(types)[["n_hops", *counts, "article_ids"]]
