"""Which outlets share writing, and which of them is earlier: a matrix, and its edges as a network."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ...engine import Shares, outlet_names, require_whole
from ...errors import TableError, listed
from ...schema import given_articles, given_parts, given_passages, require_columns
from ...statistics import share_interval

__all__ = ["exchange", "network"]

GROUPS = ("group_id", "family_id", "event")
_LONGEST = ["article_id", "begin", "end"]  # the longest passage that is shared
MATRIX = [
    *("outlet", "other", "n_articles", "n_sharing", "sharing_share", "low", "high", "interval"),
    *("n_known", "n_tied", "n_unknown", "n_words", "shared_words", "words_share", "article_ids"),
    *_LONGEST,
]
EDGES = [
    *("source", "target", "is_directed", "order", "n_sharing", "n_articles", "sharing_share", "shared_words"),
    *_LONGEST,
]
_FROM_MATRIX = ["outlet", "other", "n_articles", "n_known", "n_tied", "n_unknown", "shared_words"]
_ORDERS = ("known", "tied", "unknown")


def exchange(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    parts: pd.DataFrame | None = None,
    groups: pd.DataFrame | None = None,
    min_words: int = 1,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How many articles of each outlet share writing with another outlet, without the articles known to be earlier.

    An article counts for its outlet if it is known to be later than the other outlet's article, if their dates tie, or
    if a date is missing. So a pair of articles whose order is not known counts for both outlets. Quotations, formulas,
    boilerplate and what an outlet shares with itself are left out. Spellings of an outlet that differ in capitals or
    white space are one outlet, named by its commonest spelling. Articles without an outlet are in no row; ``attrs``
    counts them.

    Parameters
    ----------
    articles, passages
        Tables of one story, passages of one coder; a passage without a ``kind`` counts as writing.
    parts
        The ``parts`` table: with it, only words of the body count.
    groups
        ``article_id`` and one of ``group_id``, ``family_id`` or ``event``: articles that belong together. Intervals
        come from draws of whole groups. Default: the ``event`` of the articles, if there are several.
    min_words
        How many words an article must share with the other outlet to count.
    n_resamples, seed
        Number of draws for each interval, and the seed.

    Returns
    -------
    DataFrame
        One row a pair of outlets of which the first shares with the second, most articles first; without a row, no
        article does. ``n_sharing`` of the ``n_articles`` of ``outlet`` that have a text share with ``other``
        (``sharing_share``, 0..1, with its 95 % interval ``low`` to ``high``). Of these, ``n_known`` are known to be
        later, ``n_tied`` have dates that tie, and ``n_unknown`` miss a date. ``interval`` says how the interval was
        made: ``bootstrap over`` groups, or ``wilson`` if the outlet has articles in fewer than 10 groups or all groups
        agree. ``shared_words`` (``words_share``, 0..1) of the ``n_words`` of its articles are in passages shared with
        ``other``, the longest in ``article_id`` from ``begin`` to ``end``. ``attrs`` has the number of articles given
        (``n_articles``) and of those without an outlet (``n_without_outlet``).

    Raises
    ------
    TableError
        A column is missing, an ``article_id`` occurs twice, a passage or part is outside its text, ``groups`` has none
        of the three columns, or a number is out of range.

    Examples
    --------
    >>> table = ss.reuse.exchange(story.articles, story.table("passages"))
    >>> table.loc[table["outlet"] == "Ostvar", ["other", "n_sharing", "n_articles", "n_tied"]].values.tolist()
    [['Gristline Newsroom', 1, 2, 1]]
    """
    for name, value, least in (("min_words", min_words, 0), ("n_resamples", n_resamples, 1), ("seed", seed, 0)):
        require_whole(name, value, least, TableError)
    articles = given_articles(articles, ["article_id", "outlet", "text"])
    passages, parts = given_passages(passages, articles), given_parts(parts, articles)
    shares = Shares(articles, passages, parts)
    outlet = outlet_names(shares.rows["outlet"])
    n_words = shares.bodies.n_words[shares.bodies.n_words > 0]
    group, over = _groups(shares.rows, groups)
    spans = shares.writing()
    spans = spans.assign(outlet=spans["article_id"].map(outlet), other=spans["other_id"].map(outlet))
    spans = spans[spans["outlet"].notna() & spans["other"].notna() & (spans["outlet"] != spans["other"])]
    spans = spans[spans["is_later"] | (spans["order"] != "known")]
    ranks = {order: i for i, order in enumerate(_ORDERS)}
    best = spans.assign(rank=spans["order"].map(ranks)).groupby(["article_id", "other"])["rank"].min()
    cells = shares.bodies.shared(spans, ["outlet", "other", "article_id"])
    cells = cells[cells["n_shared"] >= max(1, min_words)]
    cells["rank"] = best.reindex(pd.MultiIndex.from_frame(cells[["article_id", "other"]])).to_numpy()

    longest = spans.merge(cells[["outlet", "other", "article_id"]])
    longest = longest.sort_values(["n_words", "article_id", "begin"], ascending=[False, True, True])
    longest = longest.drop_duplicates(["outlet", "other"]).set_index(["outlet", "other"])[_LONGEST]

    random = np.random.default_rng(seed)
    found = []
    its_words = dict(iter(n_words.groupby(outlet.reindex(n_words.index), sort=False)))
    cells = cells.sort_values(["outlet", "other", "article_id"])
    for name, its in cells.groupby("outlet", sort=True):
        mine = its_words[name]
        # One row of group totals for the outlet, one for each other outlet.
        labels, place = np.unique(group.reindex(mine.index).astype(str), return_inverse=True)
        totals = np.bincount(place, minlength=len(labels)).astype(float)
        at = place[mine.index.get_indexer(its["article_id"])]
        ids, n_shared, rank = its["article_id"].to_numpy(), its["n_shared"].to_numpy(), its["rank"].to_numpy()
        drawn = random.multinomial(len(labels), np.full(len(labels), 1 / len(labels)), n_resamples).astype(float)
        others, first = np.unique(its["other"].to_numpy(dtype=str), return_index=True)
        for other, i, j in zip(others, first, [*first[1:], len(its)], strict=True):
            hits = np.bincount(at[i:j], minlength=len(labels)).astype(float)
            low, high, how = _interval(hits, totals, drawn, over)
            shared = int(n_shared[i:j].sum())
            found.append(
                {
                    "outlet": name,
                    "other": other,
                    "n_articles": len(mine),
                    "n_sharing": j - i,
                    "sharing_share": (j - i) / len(mine),
                    "low": low,
                    "high": high,
                    "interval": how,
                    **{f"n_{order}": int((rank[i:j] == k).sum()) for k, order in enumerate(_ORDERS)},
                    "n_words": int(mine.sum()),
                    "shared_words": shared,
                    "words_share": shared / int(mine.sum()),
                    "article_ids": "; ".join(ids[i:j]),
                    **longest.loc[(name, other)].to_dict(),
                }
            )
    kinds = dict.fromkeys(["outlet", "other", "interval", "article_ids", "article_id"], "str")
    whole = [name for name in MATRIX if name.startswith("n_")]
    kinds |= dict.fromkeys([*whole, "shared_words", "begin", "end"], "int64")
    kinds |= dict.fromkeys(["sharing_share", "low", "high", "words_share"], "float64")
    table = pd.DataFrame(found, columns=MATRIX).astype(kinds)
    table = table.sort_values(["n_sharing", "outlet", "other"], ascending=[False, True, True], ignore_index=True)
    table.attrs = {"n_articles": len(outlet), "n_without_outlet": int(outlet.isna().sum())}
    return table


def _groups(rows: pd.DataFrame, groups: pd.DataFrame | None) -> tuple[pd.Series, str]:
    """The group of each article, and what to call it; an article without one is a group of its own."""
    alone = pd.Series(rows.index, index=rows.index, dtype="object")
    if groups is not None:
        named = [name for name in GROUPS if name in groups]
        if not named or "article_id" not in groups:
            raise TableError(
                f"groups needs article_id and one of {listed(GROUPS)}. Columns: {listed(groups.columns, 40)}"
            )
        known = groups.assign(article_id=groups["article_id"].astype("str")).drop_duplicates("article_id")
        known = known.set_index("article_id")[named[0]]
        what = {"group_id": "groups", "family_id": "families", "event": "events"}[named[0]]
        return alone.map(known).astype("object").fillna(alone), what
    if "event" in rows and rows["event"].nunique() > 1:
        return rows["event"].astype("object").fillna(alone), "events"
    return alone, "articles"


def _interval(hits: np.ndarray, totals: np.ndarray, drawn: np.ndarray, over: str) -> tuple[float, float, str]:
    """95 % interval of the share hits / totals from draws of whole groups (columns of ``drawn``: times drawn)."""
    share = float(hits.sum() / totals.sum())
    low, high, how = share_interval(share, len(totals), lambda: (drawn @ hits) / (drawn @ totals))
    return low, high, how if how == "wilson" else f"{how} over {over}"


def network(matrix: pd.DataFrame) -> pd.DataFrame:
    """The matrix as edges between outlets: directed if the order is known, undirected if not.

    Parameters
    ----------
    matrix
        From ``reuse.exchange``.

    Returns
    -------
    DataFrame
        ``source, target, is_directed, order, n_sharing, n_articles, sharing_share, shared_words``, most articles first,
        and where the longest passage is (``article_id, begin, end``; empty if the matrix does not say).
        If ``order`` is known, ``n_sharing`` of the ``n_articles`` of ``target`` share writing with earlier articles of
        ``source``. If it is tied or unknown, there is one edge a pair of outlets, their names in order, and the counts
        are of both. ``shared_words`` are those of the pair over all orders. ``to_graphml`` writes the table for other
        programs.

    Raises
    ------
    TableError
        A column is missing.

    Examples
    --------
    >>> edges = ss.reuse.network(ss.reuse.exchange(story.articles, story.table("passages")))
    >>> edges.loc[edges["target"] == "World Relay Daily", ["source", "order"]].values.tolist()[:2]
    [['Gristline Newsroom', 'tied'], ['Ostvar', 'known']]
    """
    require_columns(_FROM_MATRIX, matrix.columns, "matrix")
    matrix = matrix.reindex(columns=[*matrix.columns, *(name for name in _LONGEST if name not in matrix)])
    known = matrix[matrix["n_known"] > 0]
    found = [
        (row.other, row.outlet, True, "known", row.n_known, row.n_articles, row.shared_words, *_longest(row))
        for row in known.itertuples()
    ]
    pairs: dict[tuple[str, str], list] = {}
    for row in matrix[matrix["n_tied"] + matrix["n_unknown"] > 0].itertuples():
        pairs.setdefault(tuple(sorted([row.outlet, row.other])), []).append(row)
    for (one, other), rows in pairs.items():
        order = "tied" if any(row.n_tied for row in rows) else "unknown"
        n = sum(row.n_tied + row.n_unknown for row in rows)
        of, words = sum(row.n_articles for row in rows), max(row.shared_words for row in rows)
        found.append((one, other, False, order, n, of, words, *_longest(rows[0])))
    table = pd.DataFrame(found, columns=[name for name in EDGES if name != "sharing_share"])
    table["sharing_share"] = table["n_sharing"] / table["n_articles"]
    kinds = dict.fromkeys(["source", "target", "order"], "str") | {"is_directed": "bool"}
    kinds |= dict.fromkeys(["n_sharing", "n_articles", "shared_words"], "int64") | {"sharing_share": "float64"}
    kinds |= {"article_id": "str", "begin": "Int64", "end": "Int64"}
    by = ["n_sharing", "source", "target", "order"]
    return table[EDGES].astype(kinds).sort_values(by, ascending=[False, True, True, True], ignore_index=True)


def _longest(row: Any) -> list[Any]:
    return [getattr(row, name) for name in _LONGEST]
