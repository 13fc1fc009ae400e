"""Which article of the set a named source may mean: what coders say, links in pages, and proposals.

A proposal is not a coding. It says that the set has exactly one article that fits the name: of that outlet, on the same
event, not known to be later. Whether it is the one that was meant, only a reader can tell.
"""

from __future__ import annotations

import pandas as pd

from ...engine import address_key
from ...gazetteer import outlet_identity, outlet_matcher
from ...order import date_intervals
from ...schema import require_columns
from ...schema.cells import in_cell

__all__ = ["link_sources"]

CODED, PAGE_LINK, PROPOSED, AMBIGUOUS, OUTSIDE = "coded", "link", "proposed", "ambiguous", "outside"
PUBLISHERS = ("outlet", "agency")  # the kinds of cited sources that have articles
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


def link_sources(named: pd.DataFrame, articles: pd.DataFrame, *, links: pd.DataFrame | None = None) -> pd.DataFrame:
    """Propose for each named source the article of the set that it may mean.

    Parameters
    ----------
    named
        ``chains`` or ``citations`` of one coder. Of citations, only outlets and agencies can be articles.
    articles
        The ``articles`` table, whole: a proposal depends on which other articles there are.
    links
        A ``links`` table (``story_links``): a link to an article of the source's outlet says which one is meant.

    Returns
    -------
    DataFrame
        The rows of ``named``, in order, with ``source_article_id``, ``link`` and ``candidates`` (ids separated by
        '; '). ``link`` says how the article is known: ``coded`` (by the coder, never changed), ``link`` (the page links
        to it), ``proposed`` (the set has one article of that outlet on the same event that is not known to be later,
        and none of that outlet on another event that may be nearer in time), ``ambiguous`` (several fit; none is
        taken) or ``outside`` (none is on the same event). The article's own outlet is never proposed. Names are matched
        to outlets as in ``source_names``.

    Raises
    ------
    TableError
        A missing column.

    Examples
    --------
    >>> named = story.table("chains").assign(source_article_id=None)  # as if no coder had said which article was meant
    >>> ss.sources.link_sources(named, story.articles)["link"].value_counts().to_dict()
    {'ambiguous': 9, 'proposed': 2, 'outside': 2}
    """
    column = "source" if "source" in named else "cited"
    require_columns(["article_id", column], named.columns, "named")
    known = Candidates(articles)
    meant = _linked_to(articles, links)
    rows = named[named["article_id"].isin(known.about)]
    coded = rows.get("source_article_id", pd.Series(pd.NA, index=rows.index))
    kinds = rows.get("kind", pd.Series(PUBLISHERS[0], index=rows.index))
    found = [
        _link(known, meant, str(article_id), source, own, kind in PUBLISHERS)
        for article_id, source, own, kind in zip(rows["article_id"], rows[column], coded, kinds, strict=True)
    ]
    made = pd.DataFrame(found, columns=["source_article_id", "link", "candidates"], index=rows.index, dtype="str")
    order = [name for name in ("article_id", "step", "order", column) if name in rows]
    return rows.assign(**{name: made[name] for name in made}).sort_values(order, kind="stable", ignore_index=True)


def _link(
    known: Candidates, meant: dict[str, set[str]], article_id: str, source: object, own: object, publishes: bool
) -> tuple[object, str, str]:
    those = known.of(article_id, source) if publishes else []
    if not pd.isna(own):
        return own, CODED, in_cell(those)
    if len(linked := [one for one in those if one in meant.get(article_id, ())]) == 1:
        return linked[0], PAGE_LINK, in_cell(those)
    others = known.nearer(article_id, those[0]) if len(those) == 1 else []
    if len(those) == 1 and not others:
        return those[0], PROPOSED, in_cell(those)
    those = sorted({*those, *others})
    return None, AMBIGUOUS if those else OUTSIDE, in_cell(those)


def _linked_to(articles: pd.DataFrame, links: pd.DataFrame | None) -> dict[str, set[str]]:
    """The articles of the set that each article links to."""
    if links is None or links.empty:
        return {}
    edges = link_edges(articles, links)
    return edges.groupby("article_id")["source_article_id"].agg(set).to_dict()


class Candidates:
    """The articles of a set that a source named by one of them may be."""

    def __init__(self, articles: pd.DataFrame):
        require_columns(["article_id", "outlet"], articles.columns, "articles")
        dated = date_intervals(articles).drop_duplicates("article_id").set_index("article_id")
        self.begin, self.end = dated["begin"].to_dict(), dated["end"].to_dict()
        event = articles["event"] if "event" in articles else pd.Series(pd.NA, index=articles.index)
        rows = zip(articles["article_id"], articles["outlet"], event, strict=True)
        self.about = {a: (identity(o), "" if pd.isna(e) else e) for a, o, e in rows}
        self.match = outlet_matcher(str(outlet) for outlet in articles["outlet"].dropna())
        self.by_outlet: dict[tuple[str, str], list[str]] = {}
        for article_id, key in self.about.items():
            self.by_outlet.setdefault(key, []).append(article_id)

    def of(self, article_id: str, source: object) -> list[str]:
        """Articles of that outlet on the same event that are not known to be later, in order of their ids."""
        outlet, event = self.about[article_id]
        name = "" if pd.isna(source) else identity(self.match(str(source))[0])
        those = [] if name in ("", outlet) else self.by_outlet.get((name, event), [])
        return sorted(one for one in those if not self._is_later(one, article_id))

    def nearer(self, article_id: str, one: str) -> list[str]:
        """Articles of the outlet of a candidate on other events that may be between it and the article."""
        outlet, event = self.about[one]
        others = [a for (o, e), those in self.by_outlet.items() if o == outlet and e != event for a in those]
        return [a for a in others if not self._is_later(a, article_id) and not self._is_later(one, a)]

    def _is_later(self, one: str, other: str) -> bool:
        begin, end = self.begin[one], self.end[other]
        return not pd.isna(begin) and not pd.isna(end) and begin >= end


def identity(outlet: object) -> str:
    """What makes two names of an outlet the same; empty if there is none."""
    return "" if pd.isna(outlet) else outlet_identity(str(outlet))
