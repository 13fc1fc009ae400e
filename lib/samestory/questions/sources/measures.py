"""Who cites whom: edges with their basis, the graph of outlets, sources without a name.

An edge goes from the source to the article that names it. Its basis says how we know: a credit line, the coder's chain,
a citation, or membership of one copy family. Names are matched to outlets of the set only by the rule of
``source_names``; a name that does not match stays a source outside the set.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from ...errors import TableError, listed, suggestion
from ...gazetteer import outlet_matcher, without_edition
from ...order import date_intervals, pair_order
from ...schema import BASES, UNEXAMINED, group_of
from ...statistics import family_of, share_interval
from .links import PROPOSED, link_edges

__all__ = ["graph_edges", "outlet_edges", "source_names", "unnamed_sources"]

OUTLETS = ("outlet", "agency")  # the kinds of cited sources that publish
_TEXT = ["article_id", "source", "target", "basis", "source_article_id", "target_article_id", "match", "order"]
_FLAGS = ["is_directed", "is_direct", "is_self", "is_conflict", "is_proposed"]
EDGES = [*_TEXT, *_FLAGS, "begin", "end"]


def source_names(
    articles: pd.DataFrame,
    citations: pd.DataFrame,
    chains: pd.DataFrame,
    *,
    aliases: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Every outlet or agency that articles name, and which outlet of this set it is taken for.

    Parameters
    ----------
    articles, citations, chains
        Tables of one story, codings by one coder. Only outlets and agencies of ``citations`` are used.
    aliases
        Names the reader knows to be an outlet of the set, ``{"korrespondent": "Korrespondent.net"}``.

    Returns
    -------
    DataFrame
        ``name, outlet, match, nearest, n_articles, article_ids``: one row a name, in order. ``match`` is ``exact``;
        ``alias``; ``normalised`` (the same except for capitals, spaces, quotation marks and an edition in brackets at
        the end: "TASS" is "TASS (English)"; or another name that the gazetteer has for it: "ТАСС"); ``ambiguous``
        (several outlets fit, none is taken); or ``outside``. ``outlet`` is empty for the last two. ``nearest`` is the
        most similar outlet of the set for those outside. It is for the reader to judge; no measure uses it.

    Raises
    ------
    TableError
        An alias for an outlet that is not in the set.

    Examples
    --------
    >>> table = ss.sources.source_names(story.articles, story.table("citations"), story.table("chains"))
    >>> table[["name", "match", "n_articles"]].head(1).values.tolist()
    [['Gristline Newsroom', 'exact', 1]]
    """
    cited = citations[citations["kind"].isin(OUTLETS)][["article_id", "cited"]].rename(columns={"cited": "source"})
    named = pd.concat([cited, chains[["article_id", "source"]]], ignore_index=True)
    named = named[named["article_id"].isin(articles["article_id"])].drop_duplicates()
    table = _per_name(named)
    match = _matcher(articles, aliases)
    found = [match(name) for name in table["name"]]
    table["outlet"] = pd.Series([outlet for outlet, _ in found], dtype="str")
    table["match"] = pd.Series([how for _, how in found], dtype="str")
    outlets = {_plain(name): name for name in sorted(articles["outlet"].dropna().unique(), reverse=True)}
    near = [
        difflib.get_close_matches(_plain(name), list(outlets), n=1, cutoff=0.6) if how == "outside" else []
        for name, how in zip(table["name"], table["match"], strict=True)
    ]
    table["nearest"] = pd.Series([outlets[names[0]] if names else None for names in near], dtype="str")
    return table[["name", "outlet", "match", "nearest", "n_articles", "article_ids"]]


def _per_name(named: pd.DataFrame) -> pd.DataFrame:
    grouped = named.sort_values("article_id").groupby("source")["article_id"]
    table = grouped.agg(n_articles="size", article_ids="; ".join).reset_index().rename(columns={"source": "name"})
    return table.astype({"name": "str", "n_articles": "int64", "article_ids": "str"})


def _plain(name: str) -> str:
    """A name without edition, capitals and surplus spaces, to look for similar names."""
    return " ".join(without_edition(name).split()).casefold()


def _matcher(articles: pd.DataFrame, aliases: Mapping[str, str] | None) -> Callable[[str], tuple[str | None, str]]:
    """From a name to the outlet of the set it is taken for, and how it matched."""
    outlets = set(articles["outlet"].dropna())
    if strangers := sorted(set((aliases or {}).values()) - outlets):
        raise TableError(
            f"aliases name {listed(strangers)}, which is not an outlet of this set.{suggestion(strangers[0], outlets)}"
            f" Outlets: {listed(sorted(outlets))}"
        )
    return outlet_matcher(outlets, aliases)


def graph_edges(
    articles: pd.DataFrame,
    citations: pd.DataFrame,
    chains: pd.DataFrame,
    *,
    families: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
    aliases: Mapping[str, str] | None = None,
    links: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every edge from a source to the article or outlet that has the report from it, with its basis.

    Parameters
    ----------
    articles, citations, chains
        Tables of one story, codings by one coder.
    families
        With them, members of a copy family are linked to one of them: the one marked earliest, else the first by known
        date, else the first by name.
    parts
        With them, a source named inside a part ``credit`` counts as credited, as an ``agency_credit`` always does.
    aliases
        As in ``source_names``.
    links
        A ``links`` table (``story_links``). A link to another article of the set is a citation of it, with ``match``
        ``link``; it says which article of a source was meant if the text only names the source.

    Returns
    -------
    DataFrame
        One row an edge and basis, in order:

        - ``article_id``: the article that says so (for ``wording`` the member of the family);
        - ``source, target``: outlets, by their name in the set if ``match`` found one;
        - ``source_article_id, target_article_id``: which article it was, if the codings say so;
        - ``basis``: credit, chain, citation, wording;
        - ``is_directed``: false for wording if it is not known who was earlier;
        - ``is_direct``: false if the article's own chain has other sources in between;
        - ``is_self``: an outlet named its own earlier work;
        - ``is_proposed``: an article at an end is not coded but proposed (``chains`` from ``link_sources``);
        - ``order``: of the two articles, known, tied or unknown; ``is_conflict``: the source is known to be *later*;
        - ``begin, end``: where in the article's text the source is named, if it is coded.

    Examples
    --------
    >>> edges = ss.sources.graph_edges(story.articles, story.table("citations"), story.table("chains"))
    >>> edges.loc[edges["article_id"] == "relay-0304-quay", ["source", "target", "basis", "order"]].values[0]
    array(['Le Fanal de Morvane', 'Holos Zarynii', 'chain', 'known'], dtype=object)
    """
    match = _matcher(articles, aliases)
    named = [
        _chain_edges(articles, chains),
        _naming_edges(articles, chains, citations[citations["kind"].isin(OUTLETS)], "citation"),
        _naming_edges(articles, chains, _credits(articles, citations, parts), "credit"),
    ]
    edges = pd.concat([part for part in named if len(part)] or [named[0]], ignore_index=True)
    edges["is_directed"] = True
    for column in ("source", "target"):
        found = {name: match(name) for name in edges[column].dropna().unique()}
        if column == "source":
            edges["match"] = edges["source"].map({name: how for name, (_, how) in found.items()})
        edges[column] = edges[column].map({name: outlet or name for name, (outlet, _) in found.items()})
    if links is not None:
        edges = _with_links(edges, link_edges(articles, links))
    if families is not None:
        wording = _wording_edges(articles, families)
        edges = pd.concat([part for part in (edges, wording) if len(part)] or [edges], ignore_index=True)
    edges = edges.reindex(columns=EDGES)
    edges["is_proposed"] = edges["is_proposed"].astype("boolean").fillna(False).astype("bool")
    edges["is_self"] = (edges["source"] == edges["target"]).fillna(False)
    edges = _in_time(edges, articles)
    rank = edges["basis"].map({basis: i for i, basis in enumerate(BASES)})
    edges = edges.assign(_rank=rank).sort_values(["article_id", "_rank", "target", "source"], ignore_index=True)
    types = {**dict.fromkeys(_TEXT, "str"), **dict.fromkeys(_FLAGS, "bool"), "begin": "Int64", "end": "Int64"}
    return edges[EDGES].astype(types)


def _with_links(edges: pd.DataFrame, linked: pd.DataFrame) -> pd.DataFrame:
    """Edges with those of links; a source that the text names too keeps its edge and gets the article linked to."""
    if linked.empty:
        return edges
    key = ["article_id", "source"]
    one = linked[~linked.duplicated(key, keep=False)].set_index(key)["source_article_id"]
    is_named = (edges["basis"] == "citation") & edges["source_article_id"].isna()
    pairs = pd.MultiIndex.from_frame(edges[key])
    known = pd.Series(one.reindex(pairs).to_numpy(), edges.index, dtype="object").where(is_named)
    edges = edges.assign(source_article_id=edges["source_article_id"].astype("object").where(known.isna(), known))
    used = set(pairs[known.notna()])
    new = linked[[pair not in used for pair in zip(linked["article_id"], linked["source"], strict=True)]]
    return pd.concat(
        [part for part in (edges, new.assign(is_directed=True)) if len(part)] or [edges], ignore_index=True
    )


def _chain_edges(articles: pd.DataFrame, chains: pd.DataFrame) -> pd.DataFrame:
    """From each source an article names to the next, and from the last to the article."""
    kept = chains[chains["article_id"].isin(articles["article_id"])].sort_values(["article_id", "step", "source"])
    kept = kept.assign(is_proposed=_is_proposed(kept))
    kept = kept[["article_id", "source", "source_article_id", "is_proposed"]].reset_index(drop=True)
    by_article = kept.groupby("article_id")
    is_last = ~kept["article_id"].duplicated(keep="last")
    outlet = kept["article_id"].map(articles.drop_duplicates("article_id").set_index("article_id")["outlet"])
    target = by_article["source"].shift(-1).where(~is_last, outlet)
    target_id = by_article["source_article_id"].shift(-1).where(~is_last, kept["article_id"])
    kept["is_proposed"] |= by_article["is_proposed"].shift(-1, fill_value=False) & ~is_last
    return kept.assign(target=target, target_article_id=target_id, basis="chain", is_direct=True)


def _is_proposed(chains: pd.DataFrame) -> pd.Series:
    """Which articles of sources are proposed; none where the table does not say how they are known."""
    return chains["link"].eq(PROPOSED) if "link" in chains else pd.Series(False, index=chains.index)


def _naming_edges(articles: pd.DataFrame, chains: pd.DataFrame, named: pd.DataFrame, basis: str) -> pd.DataFrame:
    """From each source named to the article; which article of the source it was, only a chain can say."""
    table = named[named["article_id"].isin(articles["article_id"])][["article_id", "cited", "begin", "end"]]
    table = table.drop_duplicates(["article_id", "cited"]).rename(columns={"cited": "source"})
    stations = chains.assign(is_proposed=_is_proposed(chains)).sort_values("step")
    stations = stations[["article_id", "source", "source_article_id", "step", "is_proposed"]]
    stations = stations.drop_duplicates(["article_id", "source"], keep="last")
    table = table.merge(stations, on=["article_id", "source"], how="left")
    last = table["article_id"].map(chains.groupby("article_id")["step"].max())
    table["is_direct"] = table["step"].isna() | (table["step"] == last).fillna(True)
    table["target"] = table["article_id"].map(articles.drop_duplicates("article_id").set_index("article_id")["outlet"])
    return table.drop(columns="step").assign(target_article_id=table["article_id"], basis=basis)


def _credits(articles: pd.DataFrame, citations: pd.DataFrame, parts: pd.DataFrame | None) -> pd.DataFrame:
    """Sources credited: agencies of ``agency_credit``, and citations with a place inside a credit line."""
    columns = ["article_id", "cited", "begin", "end"]
    places = citations[columns]
    agency = articles[articles["agency_credit"].notna()][["article_id", "agency_credit"]]
    agency = agency.rename(columns={"agency_credit": "cited"}).merge(places, on=["article_id", "cited"], how="left")
    if parts is None:
        return agency
    lines = parts[parts["part"] == "credit"][["article_id", "begin", "end"]]
    inside = places.dropna(subset="begin").merge(lines, on="article_id", suffixes=("", "_line"))
    inside = inside[(inside["begin"] >= inside["begin_line"]) & (inside["end"] <= inside["end_line"])][columns]
    return pd.concat([part for part in (agency, inside) if len(part)] or [agency], ignore_index=True)


def _wording_edges(articles: pd.DataFrame, families: pd.DataFrame) -> pd.DataFrame:
    """For each family, edges from one member to the others. A clique of n would say the same n/2 times."""
    dated = date_intervals(articles).drop_duplicates("article_id").merge(articles[["article_id", "outlet"]])
    shared = families[~families["basis"].isin(["alone", *UNEXAMINED])].drop_duplicates("article_id")
    members = shared.merge(dated, on="article_id")[["article_id", "family_id", "is_earliest", "begin", "outlet"]]
    members["_first"] = ~members["is_earliest"].fillna(False).astype(bool)
    members = members.sort_values(["family_id", "_first", "begin", "article_id"], ignore_index=True)
    hub = members.drop_duplicates("family_id").set_index("family_id")
    others = members[members["family_id"].duplicated()].reset_index(drop=True)
    hub_id = others["family_id"].map(hub["article_id"])
    marked = ~others["family_id"].map(hub["_first"]).astype(bool)
    order = pair_order(articles, hub_id, others["article_id"])
    return pd.DataFrame(
        {
            "article_id": others["article_id"],
            "source": others["family_id"].map(hub["outlet"]),
            "target": others["outlet"],
            "source_article_id": hub_id,
            "target_article_id": others["article_id"],
            "basis": "wording",
            "is_directed": marked | (order["order"] == "known"),
            "is_direct": True,
            "match": "exact",
        }
    )


def _in_time(edges: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The order of the two articles of each edge; unknown if the codings do not say which article it was."""
    known = set(articles["article_id"])
    both = edges[edges["source_article_id"].isin(known) & edges["target_article_id"].isin(known)]
    order = pair_order(articles, both["source_article_id"], both["target_article_id"])
    later_source = (order["order"] == "known") & (order["earlier"] == both["target_article_id"])
    edges["order"] = order["order"].reindex(edges.index).fillna("unknown")
    edges["is_conflict"] = later_source.reindex(edges.index).fillna(False).astype(bool) & edges["is_directed"]
    return edges


def outlet_edges(edges: pd.DataFrame, *, families: pd.DataFrame | None = None) -> pd.DataFrame:
    """The graph of outlets: edges of articles put together by source, target and basis.

    Parameters
    ----------
    edges
        From ``sources.graph_edges``.
    families
        With them ``n_families`` counts copy families, else it counts articles.

    Returns
    -------
    DataFrame
        ``source, target, basis, is_directed, is_self, n_articles, n_families, n_known, n_tied, n_unknown, n_conflicts,
        article_ids``: ``n_known, n_tied, n_unknown`` count the articles by the order of the two ends and sum to the
        rows put together. Undirected ends are in order of name.

    Examples
    --------
    >>> edges = ss.sources.graph_edges(story.articles, story.table("citations"), story.table("chains"))
    >>> ss.sources.outlet_edges(edges)[["source", "target", "basis", "n_articles"]].head(1).values.tolist()
    [['Le Fanal de Morvane', 'Holos Zarynii', 'chain', 2]]
    """
    rows = edges.copy()
    swap = ~rows["is_directed"] & (rows["source"] > rows["target"]).fillna(False)
    rows.loc[swap, ["source", "target"]] = rows.loc[swap, ["target", "source"]].to_numpy()
    rows["family_id"] = family_of(rows["article_id"], families)
    for order in ("known", "tied", "unknown"):
        rows[f"n_{order}"] = (rows["order"] == order).astype("int64")
    keys = ["source", "target", "basis", "is_directed", "is_self"]
    table = rows.sort_values("article_id").groupby(keys, as_index=False, dropna=False)
    found = table.agg(
        n_articles=("article_id", "nunique"),
        n_families=("family_id", "nunique"),
        n_known=("n_known", "sum"),
        n_tied=("n_tied", "sum"),
        n_unknown=("n_unknown", "sum"),
        n_conflicts=("is_conflict", "sum"),
        article_ids=("article_id", lambda ids: "; ".join(dict.fromkeys(ids))),
    )
    found = found.astype({**{name: "int64" for name in found if name.startswith("n_")}, "article_ids": "str"})
    return found.sort_values(["n_articles", *keys], ascending=[False, *[True] * len(keys)], ignore_index=True)


def unnamed_sources(
    articles: pd.DataFrame,
    citations: pd.DataFrame,
    *,
    by: str = "outlet",
    families: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """How many of the sources are without a name, by outlet or any other column of ``articles``.

    Parameters
    ----------
    articles, citations
        Tables of one story, codings by one coder.
    by
        A column of ``articles``. Articles in which it is empty count as "not stated".
    families
        With them a source counts once a copy family, else once an article.
    seed
        Makes the intervals repeatable.

    Returns
    -------
    DataFrame
        ``<by>, n_unnamed, n_sources, unnamed_share, low, high, interval, n_articles, n_families, article_ids``: most
        sources first. ``unnamed_share`` (0..1) is of ``n_sources``; ``n_articles`` and ``article_ids`` are those that
        name any source. ``low, high`` (95 %) and ``interval`` are those of `statistics.share_interval` over families,
        as sources of one text are not independent.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> table = ss.sources.unnamed_sources(story.articles, story.table("citations"), by="language")
    >>> table[["language", "n_unnamed", "n_sources"]].head(2).values.tolist()
    [['en', 15, 93], ['ru', 5, 22]]
    """
    values = group_of(articles, by)
    rows = citations[citations["article_id"].isin(values.index)][["article_id", "cited", "kind"]]
    rows = rows.assign(**{by: rows["article_id"].map(values)}, family_id=family_of(rows["article_id"], families))
    # if texts of a family name a source and leave it unnamed, it counts as named
    sources = rows.sort_values(["cited", "kind"]).drop_duplicates([by, "family_id", "cited"])
    sources = sources.assign(is_unnamed=sources["kind"] == "unnamed")
    found = []
    for value, group in sources.groupby(by):
        each = group.groupby("family_id")["is_unnamed"].agg(["sum", "size"])
        low, high, how = _interval(each["sum"].to_numpy(), each["size"].to_numpy(), seed)
        ids = sorted(rows.loc[rows[by] == value, "article_id"].unique())
        n, hits = len(group), int(group["is_unnamed"].sum())
        found.append((value, hits, n, hits / n, low, high, how, len(ids), len(each), "; ".join(ids)))
    columns = ["n_unnamed", "n_sources", "unnamed_share", "low", "high", "interval", "n_articles", "n_families"]
    table = pd.DataFrame(found, columns=[by, *columns, "article_ids"])
    table = table.astype(
        {
            **dict.fromkeys([by, "interval", "article_ids"], "str"),
            **dict.fromkeys(["unnamed_share", "low", "high"], "float64"),
            **dict.fromkeys(["n_unnamed", "n_sources", "n_articles", "n_families"], "int64"),
        }
    )
    return table.sort_values(["n_sources", by], ascending=[False, True], ignore_index=True)


def _interval(hits: np.ndarray, sizes: np.ndarray, seed: int) -> tuple[float, float, str]:
    """95 % for a share of sources that come in families: a share of sums, so all draws are done at once."""
    n = len(sizes)

    def draws() -> np.ndarray:
        drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=1000)
        return (drawn @ hits) / (drawn @ sizes)

    return share_interval(float(hits.sum() / sizes.sum()), n, draws)
