"""How much the results of text reuse depend on thresholds, and how many pairs would be close in time by chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import networkx as nx
import numpy as np
import pandas as pd

from ...engine import Shares, is_number, is_whole, outlet_names, require_whole
from ...errors import TableError
from ...order import date_intervals
from ...schema import given_articles, given_parts, given_passages, require_columns

__all__ = ["chance", "sensitivity"]

MIN_WORDS = 15  # as for `families`
SENSITIVITY = [
    *("min_words", "partly", "n_passages", "n_pairs", "n_outlet_pairs", "n_sharing", "n_joined", "n_joined_families"),
    *("n_families", "n_articles", "family_share"),
]
CHANCE = ["outlet", "other", "n_pairs", "n_any", "expected", "low", "high", "p_value", "n_resamples"]
ALL = "all outlets"
ENDS = {"a": "earlier_id", "b": "later_id"}


def sensitivity(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    parts: pd.DataFrame | None = None,
    references: pd.DataFrame | None = None,
    min_words: Sequence[int] = (8, 12, 20, 30, 50),
    partly: Sequence[float] = (0.1, 0.15, 0.25, 0.5),
) -> pd.DataFrame:
    """Pairs, sharing articles and copy families at each pair of thresholds, from one table of passages.

    Parameters
    ----------
    articles, passages, parts, references
        As for ``reuse.families``. The passages must be found with the lowest of ``min_words`` or fewer.
    min_words
        Least lengths of a passage, in words.
    partly
        Shares (0..1) of its words that an article must have from another to join its family.

    Returns
    -------
    DataFrame
        One row a pair of thresholds, in order. Of shared writing: ``n_passages``, ``n_pairs`` of articles,
        ``n_outlet_pairs`` and ``n_sharing`` articles; these depend on ``min_words`` only. Then ``n_joined`` articles in
        ``n_joined_families`` of two articles or more, and ``n_families`` with single articles, of ``n_articles``
        (``family_share``, 0..1).

    Raises
    ------
    TableError
        A column is missing, an ``article_id`` occurs twice, a passage or part is outside its text, or a threshold is
        out of range.

    Examples
    --------
    >>> steps = ss.reuse.sensitivity(story.articles, story.table("passages"), min_words=[12, 50], partly=[0.15])
    >>> steps[["min_words", "n_pairs", "n_families"]].values.tolist()
    [[12, 12, 25], [50, 0, 30]]
    """
    for name, values in (("min_words", min_words), ("partly", partly)):
        if isinstance(values, str) or not isinstance(values, Iterable):
            raise TableError(f"{name} is {values!r}: give several thresholds in a list, for instance [{values}]")
    min_words, partly = list(min_words), list(partly)
    wrong: list[object] = [n for n in min_words if not is_whole(n, 1)]
    if wrong := wrong + [share for share in partly if not (is_number(share) and 0 < share <= 1)]:
        raise TableError(
            f"a threshold is {wrong[0]!r}: min_words are whole numbers from 1, partly above 0 and at most 1."
        )
    articles = given_articles(articles, ["article_id", "outlet", "text"])
    if references is not None:
        references = given_articles(references, ["article_id"], owner="references")
    passages, parts = given_passages(passages, articles, references), given_parts(parts, articles)
    shares = Shares(articles, passages, parts, references)
    outlet = outlet_names(shares.rows["outlet"])
    outlet = outlet.where(outlet.notna(), "\0" + outlet.index.to_series())  # no outlet is one of its own
    rows = []
    for least in sorted(set(min_words)):
        spans = shares.writing("from", "to", "open", least=least)
        inside = spans[spans["other_id"].isin(shares.rows.index)]
        pairs = np.sort(inside[["article_id", "other_id"]].to_numpy(dtype=str), axis=1)
        pairs = pd.DataFrame(pairs, columns=["a", "b"]).drop_duplicates()
        outlets = np.sort(np.column_stack([pairs["a"].map(outlet), pairs["b"].map(outlet)]).astype(str), axis=1)
        shared = (
            len(spans[spans["is_later"]].drop_duplicates()),
            len(pairs),
            len(pd.DataFrame(outlets).drop_duplicates()),
            spans["article_id"].nunique(),
        )
        for share in sorted(set(partly)):
            graph: nx.Graph[str] = nx.Graph()
            graph.add_nodes_from(shares.rows.index)
            graph.add_edges_from([*shares.joined(share, MIN_WORDS, least=least), *shares.versions])
            known = set(shares.rows.index)
            sizes = [len(members & known) for members in nx.connected_components(graph) if members & known]
            several = [size for size in sizes if size > 1]
            n = len(shares.rows)
            rows.append(
                (least, share, *shared, sum(several), len(several), len(sizes), n, len(sizes) / n if n else np.nan)
            )
    kinds = {name: "float64" if name in ("partly", "family_share") else "int64" for name in SENSITIVITY}
    return pd.DataFrame(rows, columns=SENSITIVITY).astype(kinds)


def chance(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    window_hours: float = 72,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How many pairs of articles would share writing and be close in time if dates were random.

    Each outlet keeps its dates, but they are shuffled among its articles. The texts, and so who shares with whom, stay.
    Set phrases of any time are as often close after the shuffle as before; reports of one event that were taken from
    one another are close far more often before it (permutation test).

    Parameters
    ----------
    articles
        The ``articles`` table. Articles without a date or an outlet are left out, because nothing can be shuffled.
    passages
        Shared passages found **without** a window (``window_hours=None``): with one, the shuffle could only lose pairs.
    window_hours
        Two articles are close if the nearest ends of their dates are less than this many hours apart, or overlap. Each
        date is an interval, as long as its precision leaves open. None is refused: every pair would be close.
    n_resamples, seed
        Number of shuffles, and the seed.

    Returns
    -------
    DataFrame
        One row for all outlets, then one a pair of outlets (names in order) that share writing. ``n_pairs`` of articles
        are close in time, of ``n_any`` at any distance. ``expected`` is the average of the shuffles; 95 % of them are
        from ``low`` to ``high``. ``p_value`` is the share of shuffles, the real order included, with at least as many
        pairs. It is not corrected for the number of rows: ``false_discovery`` does that. ``attrs`` has the number of
        articles given (``n_articles``), without a date (``n_undated``), and with a date but without an outlet
        (``n_without_outlet``).

    Raises
    ------
    TableError
        A column is missing, an ``article_id`` occurs twice, a date is not a time, or a number is out of range.

    Examples
    --------
    >>> table = ss.reuse.chance(story.articles, story.table("passages"), window_hours=6)
    >>> table[["outlet", "n_pairs", "n_any"]].values.tolist()[0]
    ['all outlets', 11, 11]
    """
    if not (is_number(window_hours) and window_hours >= 0):
        raise TableError(
            f"window_hours is {window_hours!r}: give hours from 0; without a window every pair counts at any date"
        )
    n_resamples = require_whole("n_resamples", n_resamples, 1, TableError)
    seed = require_whole("seed", seed, 0, TableError)
    rows = given_articles(articles, ["article_id", "outlet", "published", "published_precision"])
    require_columns(["earlier_id", "later_id"], passages.columns, "passages")
    rows = rows.sort_values("article_id", ignore_index=True)
    dated = date_intervals(rows)
    rows = rows.assign(begin=_minutes(dated["begin"]), end=_minutes(dated["end"]), outlet=outlet_names(rows["outlet"]))
    is_dated, is_named = rows["begin"].notna(), rows["outlet"].notna()
    said = {
        "n_articles": len(rows),
        "n_undated": int((~is_dated).sum()),
        "n_without_outlet": int((is_dated & ~is_named).sum()),
    }
    rows = rows[is_dated & is_named].reset_index(drop=True)
    place = pd.Series(rows.index, index=rows["article_id"])
    kind = passages["kind"] if "kind" in passages else pd.Series("writing", index=passages.index)
    shared = passages[kind.fillna("writing") == "writing"]
    pairs = pd.DataFrame({side: shared[name].astype("str").map(place) for side, name in ENDS.items()}).dropna()
    pairs = pd.DataFrame(np.sort(pairs.to_numpy(dtype=np.int64), axis=1), columns=["a", "b"]).drop_duplicates()
    outlet = rows["outlet"].to_numpy(dtype=str)
    ends = np.sort(np.column_stack([outlet[pairs["a"]], outlet[pairs["b"]]]), axis=1).reshape(-1, 2)
    apart = ends[:, 0] != ends[:, 1]
    a, b, ends = pairs["a"].to_numpy()[apart], pairs["b"].to_numpy()[apart], ends[apart]
    names, cell = np.unique(ends, axis=0, return_inverse=True) if len(ends) else (ends, np.empty(0, dtype=np.int64))

    begin, end = rows["begin"].to_numpy(), rows["end"].to_numpy()
    members = [group.to_numpy() for _, group in rows.groupby("outlet").groups.items()]
    random = np.random.default_rng(seed)
    counts = np.zeros((n_resamples + 1, len(names) + 1), dtype=np.int64)
    moved = np.arange(len(rows))
    for i in range(n_resamples + 1):
        if i:  # the first is the real order
            for group in members:
                moved[group] = random.permutation(group)
        first, second = moved[a], moved[b]
        gap = np.maximum(begin[first] - end[second], begin[second] - end[first])
        within = np.bincount(cell[gap < 60 * window_hours], minlength=len(names))
        counts[i] = [within.sum(), *within]
    real, drawn = counts[0], counts[1:]
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    table = pd.DataFrame(
        {
            "outlet": [ALL, *names[:, 0]],
            "other": [ALL, *names[:, 1]],
            "n_pairs": real,
            "n_any": [len(cell), *np.bincount(cell, minlength=len(names))],
            "expected": drawn.mean(axis=0),
            "low": low,
            "high": high,
            "p_value": ((drawn >= real).sum(axis=0) + 1) / (n_resamples + 1),
            "n_resamples": n_resamples,
        }
    )
    table = table[CHANCE].astype({"outlet": "str", "other": "str", "n_any": "int64"})
    table.attrs = said
    return table


def _minutes(times: pd.Series) -> pd.Series:
    return (times - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(minutes=1)
