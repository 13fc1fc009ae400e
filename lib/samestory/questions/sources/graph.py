"""The graph of sources: citation cycles, layers for drawing, and export to other programs."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from ...errors import SamestoryError, TableError, listed, printable
from ...order import pair_order
from ...schema import BASES
from ...schema.cells import in_cell

__all__ = ["citation_cycles", "layers", "to_graphml"]

NAMED = BASES[:3]
LAYERS = [
    *("source_node", "target_node", "source_name", "target_name", "source_hop", "target_hop"),
    *("source_is_article", "target_is_article", "basis", "bases", "order"),
    *("is_directed", "is_conflict", "is_circular", "n_articles", "article_ids"),
]


def citation_cycles(edges: pd.DataFrame) -> pd.DataFrame:
    """Citation cycles: articles or outlets that name one another as sources in a circle of any length.

    Parameters
    ----------
    edges
        From ``sources.graph_edges``. Shared wording does not count, as it names nobody; nor does an outlet that names
        itself.

    Returns
    -------
    DataFrame
        ``level, cycle, n_members, members, n_articles, article_ids``: one row for each set of members that all
        lead to one another; ``cycle`` is the shortest one through the first of them. At the level ``articles`` these
        very articles name one another. At the level ``outlets`` the outlets do, perhaps in different reports at
        different times, which is only a reason to look.

    Examples
    --------
    >>> edges = ss.sources.graph_edges(story.articles, story.table("citations"), story.table("chains"))
    >>> ss.sources.citation_cycles(edges).loc[0, "cycle"]
    'crane-0305-keys > quaifranc-0305-cles > crane-0305-keys'
    """
    named = edges[edges["basis"].isin(NAMED) & ~edges["is_self"] & edges["is_direct"]]
    both = named.dropna(subset=["source_article_id", "target_article_id"])
    levels = {"articles": (both, "source_article_id", "target_article_id"), "outlets": (named, "source", "target")}
    found = []
    for level, (rows, source, target) in levels.items():
        rows = rows[rows[source].notna() & rows[target].notna() & (rows[source] != rows[target])]
        graph = _graph(zip(rows[source], rows[target], strict=True))
        for members in sorted(sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1):
            inside = rows[rows[source].isin(members) & rows[target].isin(members)]
            ids = sorted(inside["article_id"].unique())
            cycle = _cycle(graph.subgraph(members), members[0])
            found.append((level, " > ".join(cycle), len(members), "; ".join(members), len(ids), "; ".join(ids)))
    columns = ["level", "cycle", "n_members", "members", "n_articles", "article_ids"]
    text = dict.fromkeys(["level", "cycle", "members", "article_ids"], "str")
    return pd.DataFrame(found, columns=columns).astype({**text, "n_members": "int64", "n_articles": "int64"})


def _graph(pairs: Any) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_edges_from(sorted(set(pairs)))
    return graph


def _cycle(graph: nx.DiGraph, first: str) -> list[str]:
    """The shortest path from a member of a cycle back to itself; of several, the first by name."""
    paths = [[first, *nx.shortest_path(graph, following, first)] for following in sorted(graph.successors(first))]
    return min(paths, key=lambda path: (len(path), path))


def layers(edges: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The edges that lead to given articles, one per pair of nodes, with the layer of each node.

    A node is an article if it is known which one it was, otherwise the name of a source.

    Parameters
    ----------
    edges
        From ``sources.graph_edges`` over the whole set, so that orders are known.
    articles
        The articles the graph is to be drawn for, for instance those of one event.

    Returns
    -------
    DataFrame
        One row a pair of nodes: ``source_node, target_node`` (an ``article_id`` or a name) with their names, their
        ``_hop`` (steps from the origin over the longest path; 0 for what names nobody) and whether they are articles of
        the set; ``basis``, the strongest one, and ``bases``, all of them; ``order``; ``is_directed``, ``is_conflict``,
        ``is_circular`` (both ends are in one citation cycle); ``n_articles`` and ``article_ids``, who says so. Hops
        follow who names whom; shared wording moves nobody to another layer, and is given for the given articles only. A
        source before the nearest source of an article's chain has no edge of its own to the article.

    Examples
    --------
    >>> edges = ss.sources.graph_edges(story.articles, story.table("citations"), story.table("chains"))
    >>> table = ss.sources.layers(edges, story.articles[story.articles["article_id"] == "relay-0304-quay"])
    >>> table[["source_name", "target_name", "target_hop", "bases"]].values.tolist()[1]
    ['Holos Zarynii', 'World Relay Daily', 2, 'chain + citation']
    """
    kept = edges[edges["article_id"].isin(articles["article_id"]) & edges["is_direct"]]
    kept = _families_inside(kept, articles)
    for end in ("source", "target"):
        kept[f"{end}_is_article"] = kept[f"{end}_article_id"].notna()
        kept[f"{end}_node"] = kept[f"{end}_article_id"].fillna(kept[end])
        kept[f"{end}_name"] = kept[end].fillna(kept[f"{end}_node"])  # an article without an outlet goes by its id
    kept = kept[kept["source_node"].notna() & kept["target_node"].notna()]
    kept = _wording_turned(kept[kept["source_node"] != kept["target_node"]])
    hops, cycle = _hops(kept[kept["basis"].isin(NAMED)])
    rank = kept["basis"].map({basis: i for i, basis in enumerate(BASES)})
    kept = kept.assign(_rank=rank).sort_values(["source_node", "target_node", "_rank", "article_id"])
    grouped = kept.groupby(["source_node", "target_node"], as_index=False)
    one = grouped.agg(
        **{name: (name, "first") for name in ("source_name", "target_name", "basis", "order")},
        **{f"{end}_is_article": (f"{end}_is_article", "first") for end in ("source", "target")},
        bases=("basis", lambda bases: " + ".join(dict.fromkeys(bases))),
        is_directed=("is_directed", "any"),
        is_conflict=("is_conflict", "any"),
        n_articles=("article_id", "nunique"),
        article_ids=("article_id", in_cell),
    )
    for end in ("source", "target"):
        one[f"{end}_hop"] = one[f"{end}_node"].map(hops).fillna(0)
        one[f"_{end}"] = one[f"{end}_node"].map(cycle)
    one["is_circular"] = (one["_source"] == one["_target"]) & one["_source"].notna() & (one["basis"] != "wording")
    flags = ["source_is_article", "target_is_article", "is_directed", "is_conflict", "is_circular"]
    numbers = ["source_hop", "target_hop", "n_articles"]
    types = {name: "bool" if name in flags else "int64" if name in numbers else "str" for name in LAYERS}
    ordered = one.sort_values(["source_hop", "source_node", "target_hop", "target_node"], ignore_index=True)
    return ordered[LAYERS].astype(types)


def _families_inside(kept: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """If the first article of a family is not drawn, the first of those drawn takes its place."""
    away = (kept["basis"] == "wording") & ~kept["source_article_id"].isin(articles["article_id"])
    left = kept[away].sort_values(["source_article_id", "article_id"])
    first = left.drop_duplicates("source_article_id").set_index("source_article_id")
    others = left[left["source_article_id"].duplicated()].copy()
    hub = others["source_article_id"]
    others["source"], others["source_article_id"] = hub.map(first["target"]), hub.map(first["article_id"])
    order = pair_order(articles, others["source_article_id"], others["article_id"])
    others = others.assign(order=order["order"], is_directed=False, is_conflict=False)
    return pd.concat([part for part in (kept[~away], others) if len(part)] or [kept])


def _wording_turned(kept: pd.DataFrame) -> pd.DataFrame:
    """Wording without a direction gets the direction of a citation between the same two, if there is one."""
    named = kept[kept["basis"] != "wording"]
    there = set(zip(named["source_node"], named["target_node"], strict=True))
    pairs = zip(kept["source_node"], kept["target_node"], kept["basis"], strict=True)
    turned = pd.Series([basis == "wording" and (b, a) in there for a, b, basis in pairs], kept.index, dtype="bool")
    kept = kept.copy()
    for part in ("node", "name", "is_article"):
        ends = [f"source_{part}", f"target_{part}"]
        kept.loc[turned, ends] = kept.loc[turned, ends[::-1]].to_numpy()
    return kept


def _hops(named: pd.DataFrame) -> tuple[dict[Hashable, int], dict[Hashable, int]]:
    """The longest path to each node from one that names nobody, and a number for the cycle it is in, if any."""
    graph = _graph(zip(named["source_node"], named["target_node"], strict=True))
    parts = sorted(sorted(part) for part in nx.strongly_connected_components(graph))
    part_of = {node: i for i, part in enumerate(parts) for node in part}
    small = nx.DiGraph()
    small.add_nodes_from(range(len(parts)))
    small.add_edges_from((part_of[a], part_of[b]) for a, b in graph.edges if part_of[a] != part_of[b])
    hop: dict[int, int] = {}
    for part in nx.topological_sort(small):
        hop[part] = max((hop[before] + 1 for before in small.predecessors(part)), default=0)
    cycle: dict[Hashable, int] = {node: i for node, i in part_of.items() if len(parts[i]) > 1}
    return {node: hop[i] for node, i in part_of.items()}, cycle


def to_graphml(edges: pd.DataFrame, path: Path | str) -> Path:
    """Write a table of edges as GraphML, which Gephi, Cytoscape, yEd, igraph and networkx read.

    Parameters
    ----------
    edges
        Any table with ``source`` and ``target``, for instance from ``outlet_edges``. Every other column becomes an
        attribute of the edge; empty cells are left out. Several edges between the same two are kept.
    path
        The file to write; its folder must exist.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    TableError
        A column ``source`` or ``target`` is missing.
    SamestoryError
        The folder does not exist.

    Examples
    --------
    >>> import tempfile
    >>> edges = ss.sources.graph_edges(story.articles, story.table("citations"), story.table("chains"))
    >>> folder = tempfile.mkdtemp()
    >>> ss.sources.to_graphml(ss.sources.outlet_edges(edges), f"{folder}/sources.graphml").name
    'sources.graphml'
    """
    if lacking := [name for name in ("source", "target") if name not in edges]:
        raise TableError(f"a graph needs the column {lacking[0]!r}. Columns given: {listed(edges.columns, 40)}")
    path = Path(path)
    if not path.parent.is_dir():
        raise SamestoryError(f"{path.parent} is not a folder; make it first, then write {path.name} into it")
    graph = nx.MultiDiGraph()
    attributes = [name for name in edges.columns if name not in ("source", "target")]
    for row in edges.to_dict("records"):
        if pd.isna(row["source"]) or pd.isna(row["target"]):
            continue
        said = {printable(str(name)): _plain_value(row[name]) for name in attributes if not pd.isna(row[name])}
        graph.add_edge(_plain_value(row["source"]), _plain_value(row["target"]), **said)
    nx.write_graphml(graph, path, encoding="utf-8", named_key_ids=True)
    return path


def _plain_value(value: Any) -> Any:
    """A value GraphML has a type for; everything else as text that XML can hold."""
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, bool | int | float) else printable(str(value))
