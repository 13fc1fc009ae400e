"""Independence: how many of the articles are reports of their own.

Articles that derive from the same text are one copy family. A family derives from another family of the set if an
article of it names an article of that other family in its citation chain. Families that derive from none are the
independent reports. Families that derive from one another in a cycle, with nothing before them, are one report
together. The origins are what the citation chains begin with, in the set or outside it. Many independent families with
one origin are many readings of one report.

An article that could not be compared with others (no text, too short, the only one in its script or language) may be a
copy. It is no evidence of an independent report, and is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import pandas as pd

from ...schema import NOT_STATED, UNEXAMINED, require_columns, stated
from ...statistics import family_of
from .links import Candidates, identity

__all__ = ["ancestry", "independence"]

ALL = "all articles"
ANCESTRY = [
    "family_id",
    "n_articles",
    "n_outlets",
    "is_examined",
    "is_independent",
    "report",
    "derives_from",
    "origins",
    "n_origins",
    "article_ids",
]
_COUNTS = [
    *("n_articles", "n_not_examined", "n_outlets", "n_families_by_words", "n_families"),
    *("n_independent", "n_origins", "n_outside"),
]
TRANSLATION, NOT_SAID = "translation", "coded"  # bases: of a family by meaning, and of one that a coder only gave

# ("family", its id) or ("source", the chain so far, to a source that is not an article of the set)
Node = tuple[str, str]


def ancestry(articles: pd.DataFrame, families: pd.DataFrame, chains: pd.DataFrame) -> pd.DataFrame:
    """From what each copy family derives, as far as its articles say.

    Every chain in ``chains`` is followed from its origin to its article. A source is an article of the set if
    ``source_article_id`` says so, or if its name is that of an outlet of the set (by the rule of ``source_names``:
    capitals, editions in brackets and the names of the gazetteer) with articles on the same event, other than the
    article's own outlet, that are not known to be later. Every other source is outside the set and keeps its name. What
    one article says of the chain to it (Reuters has it from Le Monde) is used for that chain only. Nothing is concluded
    from an article that names nobody.

    Parameters
    ----------
    articles, families, chains
        Tables of one story, the last two of one coder. An article without a family is a family of its own.

    Returns
    -------
    DataFrame
        One row a family, in order of ``family_id``. ``is_examined`` says that an article of it was compared with
        others: its ``basis`` in ``families`` is none of `UNEXAMINED`. ``derives_from`` names the families of the set
        before it, near and far; ``is_independent`` says that there are none and that it was examined; ``report`` is the
        report it belongs to: its own ``family_id``, or the first by name of a cycle of families; ``origins``
        (``n_origins``) name what its chains begin with: a source outside the set, or a report of the set. Names are
        separated by '; '.

    Examples
    --------
    >>> table = ss.sources.ancestry(story.articles, story.table("families"), story.table("chains"))
    >>> table.loc[table["family_id"] == "release", ["n_articles", "is_independent", "origins"]].values.tolist()
    [[2, True, 'Torvane Terminals']]
    """
    table = _ancestry(articles, families, chains)
    table["origins"] = table["origins"].map("; ".join).astype("str")
    return table[ANCESTRY]


def _ancestry(articles: pd.DataFrame, families: pd.DataFrame, chains: pd.DataFrame) -> pd.DataFrame:
    """The same with ``origins`` as tuples: a name may hold whatever separates names."""
    unseen = _not_examined(articles, families)
    family = pd.Series(family_of(articles["article_id"], families).to_numpy(), index=articles["article_id"])
    graph: nx.DiGraph[Node] = nx.DiGraph()
    graph.add_nodes_from(("family", name) for name in family.unique())
    for before, after in _steps(articles, chains, family):
        if before != after:
            graph.add_edge(before, after)
    reports = nx.condensation(graph)  # a cycle becomes one node, so every chain now has a beginning
    place: dict[Node, int] = reports.graph["mapping"]
    rows = []
    members = articles.groupby(family.to_numpy(), sort=True)[["article_id", "outlet"]].agg(list)
    for family_id, ids, outlets in members.itertuples(name=None):
        node = place[("family", str(family_id))]
        before = nx.ancestors(reports, node)
        from_families = _families_in(reports, before)
        begins = [n for n in (before | {node}) if reports.in_degree(n) == 0]
        origins = sorted(_name(reports, n) for n in begins)
        rows.append(
            {
                "family_id": family_id,
                "n_articles": len(ids),
                "n_outlets": _n_outlets(outlets),
                "is_examined": not unseen.issuperset(ids),
                "is_independent": not from_families and not unseen.issuperset(ids),
                "report": min(_families_in(reports, [node])),
                "derives_from": "; ".join(from_families),
                "origins": tuple(origins),
                "outside": tuple(_name(reports, n) for n in begins if not _families_in(reports, [n])),
                "n_origins": len(origins),
                "article_ids": "; ".join(sorted(ids)),
            }
        )
    kinds = dict.fromkeys(["family_id", "report", "derives_from", "article_ids"], "str")
    kinds |= {"origins": "object", "outside": "object"}
    kinds |= dict.fromkeys(["n_articles", "n_outlets", "n_origins"], "int64") | {
        "is_examined": "bool",
        "is_independent": "bool",
    }
    return pd.DataFrame(rows, columns=[*ANCESTRY, "outside"]).astype(kinds)


def independence(
    articles: pd.DataFrame, families: pd.DataFrame, chains: pd.DataFrame, *, by: str | None = None
) -> pd.DataFrame:
    """Articles, copy families, independent reports and origins, for the whole set or by a column of ``articles``.

    Parameters
    ----------
    articles, families, chains
        As for `sources.ancestry`, which says what derives from what. It is always judged in the whole set.
    by
        For instance ``event``, ``language`` or ``country``; default: one row for all articles.

    Returns
    -------
    DataFrame
        ``<by>`` (``scope`` for the whole set), ``n_articles, n_not_examined, n_outlets, n_families_by_words,
        n_families, n_independent, n_origins, n_outside``, most articles first, empty values last as "not stated".
        ``n_families`` are those by words and by meaning. In ``n_families_by_words`` a translation is not a copy; it is
        empty if a coder did not say what makes a family (basis ``coded``). ``n_outside`` of the origins are sources
        outside the set, each counted once, however many articles name it. ``n_not_examined`` articles could not be
        compared with others: their families are in ``n_families`` and in neither of the two counts after it, which are
        empty if no article could be compared. A family, a report or an origin counts in every row in which
        it has an article, so the rows add up to more than the whole. ``family_share`` and ``independent_share``
        (0..1) are of ``n_articles``, the second without those not examined; ``article_ids`` are separated by '; '.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> counts = ss.sources.independence(story.articles, story.table("families"), story.table("chains"), by="event")
    >>> counts[["event", "n_articles", "n_families", "n_independent", "n_origins"]].values.tolist()
    [['fire', 17, 11, 11, 11], ['toll', 9, 8, 8, 8], ['denial', 5, 4, 4, 4]]
    """
    if by is not None:
        require_columns([by], articles.columns, "articles")
    column = by or "scope"
    table = _ancestry(articles, families, chains).set_index("family_id")
    unseen = _not_examined(articles, families)
    values = stated(articles[by]) if by else ALL
    rows = articles[["article_id", "outlet"]].assign(
        **{column: values, "family_id": family_of(articles["article_id"], families)}
    )
    found = []
    for value, group in rows.groupby(column, sort=True):
        kin = table.loc[sorted(group["family_id"].unique())]
        found.append(
            {
                column: value,
                "n_articles": len(group),
                "n_not_examined": int(group["article_id"].isin(unseen).sum()),
                "n_outlets": _n_outlets(group["outlet"]),
                "n_families_by_words": _by_words(group, families),
                "n_families": len(kin),
                **_independent(kin),
                "article_ids": "; ".join(sorted(group["article_id"])),
            }
        )
    counts = pd.DataFrame(found, columns=[column, *_COUNTS, "article_ids"])
    known = dict.fromkeys(_COUNTS, "int64") | dict.fromkeys(
        ["n_families_by_words", "n_independent", "n_origins", "n_outside"], "Int64"
    )
    counts = counts.astype({column: "object", "article_ids": "str"} | known)
    counts["family_share"] = counts["n_families"] / counts["n_articles"]
    examined = counts["n_articles"] - counts["n_not_examined"]
    counts["independent_share"] = (counts["n_independent"] / examined.where(examined > 0)).astype("float64")
    counts["_last"] = counts[column] == NOT_STATED
    counts = counts.sort_values(["_last", "n_articles", column], ascending=[True, False, True])
    return counts[[column, *_COUNTS, "family_share", "independent_share", "article_ids"]].reset_index(drop=True)


def _independent(kin: pd.DataFrame) -> dict[str, int | None]:
    """Independent reports and origins of some families, as far as they were examined; None where none was."""
    seen = kin[kin["is_examined"]]
    if seen.empty:
        return {"n_independent": None, "n_origins": None, "n_outside": None}
    origins, outside = ({name for names in seen[column] for name in names} for column in ("origins", "outside"))
    n = seen.loc[seen["is_independent"], "report"].nunique()
    return {"n_independent": n, "n_origins": len(origins), "n_outside": len(outside)}


def _by_words(group: pd.DataFrame, families: pd.DataFrame) -> int | None:
    """Copy families of some articles if translations are not copies; None where a coder did not say what makes one."""
    if "basis" not in families:
        return None
    basis = group["article_id"].map(families.drop_duplicates("article_id").set_index("article_id")["basis"])
    if (basis == NOT_SAID).any():
        return None
    return int(
        group["family_id"].where(basis != TRANSLATION, group["article_id"].map("{} translated".format)).nunique()
    )


def _not_examined(articles: pd.DataFrame, families: pd.DataFrame) -> set[str]:
    """The articles that could not be compared with others, by the ``basis`` of their family."""
    if "basis" not in families:
        return set()
    return set(families.loc[families["basis"].isin(UNEXAMINED), "article_id"]) & set(articles["article_id"])


def _steps(articles: pd.DataFrame, chains: pd.DataFrame, family: pd.Series) -> list[tuple[Node, Node]]:
    """Every step from a source to the next, and from the last to the article, as pairs of nodes."""
    kept = chains[chains["article_id"].isin(family.index)].sort_values(["article_id", "step"])
    known = _Names(articles, family)
    found: list[tuple[Node, Node]] = []
    for article_id, chain in kept.groupby("article_id", sort=False):
        before: set[Node] = set()
        path = ""
        for source, source_article in zip(chain["source"], _source_articles(chain), strict=True):
            path = f"{path} > {source}" if path else str(source)
            here = known.families(str(article_id), source, source_article) or {("source", path)}
            found += [(a, b) for a in sorted(before) for b in sorted(here)]
            before = here
        found += [(a, ("family", family[article_id])) for a in sorted(before)]
    return found


def _source_articles(chain: pd.DataFrame) -> Iterable[object]:
    return chain["source_article_id"] if "source_article_id" in chain else [pd.NA] * len(chain)


class _Names:
    """The families that a source in the chain of an article belongs to."""

    def __init__(self, articles: pd.DataFrame, family: pd.Series):
        self.family = family
        self.known = Candidates(articles)

    def families(self, article_id: str, source: object, source_article: object) -> set[Node]:
        if not pd.isna(source_article) and source_article in self.family.index:
            return {("family", self.family[source_article])}
        return {("family", self.family[a]) for a in self.known.of(article_id, source)}


def _n_outlets(names: Iterable[str]) -> int:
    """How many outlets the names are of: spellings that are one by the rule count once."""
    return len({identity(name) for name in names if not pd.isna(name)})


def _families_in(reports: nx.DiGraph, nodes: Iterable[int]) -> list[str]:
    members = (member for node in nodes for member in reports.nodes[node]["members"])
    return sorted(name for kind, name in members if kind == "family")


def _name(reports: nx.DiGraph, node: int) -> str:
    """A report of the set by its family, a source outside the set by its name."""
    families = _families_in(reports, [node])
    return families[0] if families else min(name for _, name in reports.nodes[node]["members"])
