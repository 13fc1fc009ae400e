"""Story groups: articles on the same event, from pairs of similar articles, and the pairs that connect each group.

How similar two reports of one event are depends on the texts: two short items share less than two long reports. So each
similarity is compared with those of the nearest neighbours of its two articles (local scaling: Zelnik-Manor and Perona
2004, "Self-tuning spectral clustering"), and groups are joined by the average of these, the closest first (average
linkage: Sokal and Michener 1958).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ...engine import is_number, outlet_keys
from ...engine.compiled import kernels
from ...errors import SamestoryError, TableError, listed
from ...order import date_intervals
from ...schema import given_articles, require_columns

__all__ = ["group_pairs", "story_groups"]

GROUPS = ["article_id", "group_id", "n_articles", "n_outlets", "closeness", "is_corrected"]
DECISION = ["article_id", "other_id", "decision"]
TIES = ["group_id", "earlier_id", "later_id", "similarity", "is_holding"]
# From this similarity on two texts are copies or nearly, and no measure of how near two reports of one event are.
# It was chosen on AllSides roundups (dev part) and ECB+ (training part), as they are and with copies planted in them.
NEAR_COPY = 0.5
# By cross-validation over the same parts (`make bench BENCH=grouping` repeats the choice and gives the spread).
CLOSENESS = 0.4
# By `make quality QUALITY=grouping`, test parts.
MEASURED = "On public sets such groups agree with those of people at a B-cubed F1 of .915 (AllSides) and .953 (ECB+)."
ACROSS = "Across languages, imitated on the same sets: .90 and .89."


def story_groups(
    articles: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    closeness: float = CLOSENESS,
    corrections: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Articles grouped by event.

    Parameters
    ----------
    articles
        The ``articles`` table.
    pairs
        From ``reuse.similar_pairs``, or, for articles in several languages, from ``reuse.similar_across``; a pair that
        is missing counts as not similar at all. For groups give all pairs from a low threshold on:
        ``similar_pairs(articles, threshold=0.08, with_titles=True, window_hours=48)``. A higher threshold leaves
        articles alone whose nearest neighbour is far; the window says how long an event may go without a report.
    closeness
        How close two groups must be on average to become one, above 0 and at most 1. At 1, their articles are as
        similar as each is to its nearest neighbour. Lower values also join follow-ups and twin events; higher ones
        split long stories.
    corrections
        A ``group_corrections`` table: pairs of articles that a coder put ``together`` or ``apart``. Groups always
        follow them; what is decided for two articles also counts for all articles that are put together with them. For
        those of a story use ``story.table("group_corrections")`` (the coder in use), ``coder="..."`` (another coder) or
        ``coder="*"`` (all coders). Coders may contradict one another in a story, but not here.

    Returns
    -------
    DataFrame
        One row an article, in order of group and time. ``group_id`` is the id of the earliest article of the group (by
        the begin of its date, then by id). ``n_articles`` and ``n_outlets`` are those of the group (names of outlets
        that differ in capitals or white space are one; an article without an outlet counts for none). ``closeness``
        (0..1) is the average of the article to the others of its group, nan if it is alone: check the lowest first.
        ``is_corrected``: a correction names the article. ``attrs["measured"]`` says how far such groups are right on
        public sets.

    Raises
    ------
    TableError
        A column is missing, or an ``article_id`` occurs twice; corrections contradict one another, or name an article
        that is not in ``articles``; a pair has an article that is not in ``articles``.
    SamestoryError
        ``closeness`` out of range.

    Examples
    --------
    >>> pairs = ss.reuse.similar_pairs(story.articles, threshold=0.08, with_titles=True, window_hours=48)
    >>> groups = ss.reuse.story_groups(story.articles, pairs)
    >>> groups.drop_duplicates("group_id")["n_articles"].tolist()
    [3, 12, 4, 4, 7, 1]
    """
    if not (is_number(closeness) and 0 < closeness <= 1):
        raise SamestoryError(f"closeness={closeness!r}: give a number above 0, at most 1")
    dated, (first, second, scaled), named, links = _linkage(articles, pairs, corrections, closeness)
    group = links.join(closeness)
    table = pd.DataFrame({"article_id": dated["article_id"], "outlet": dated["outlet"], "group": group})
    table["group_id"] = table.groupby("group")["article_id"].transform("first")  # rows are in the order of time
    table["n_articles"] = table.groupby("group")["article_id"].transform("size")
    table["n_outlets"] = table.groupby("group")["outlet"].transform("nunique")
    inside = group[first] == group[second]
    total = np.bincount(first[inside], scaled[inside], len(dated)) + np.bincount(
        second[inside], scaled[inside], len(dated)
    )
    others = table["n_articles"].to_numpy() - 1
    table["closeness"] = np.divide(total, others, out=np.full(len(dated), np.nan), where=others > 0)
    table["is_corrected"] = table.index.isin(sorted(named))
    # A group is named by its first article, so the numbers of groups are in the order of time as well.
    table = table.sort_values("group", kind="stable", ignore_index=True)
    kinds = {
        "article_id": "str",
        "group_id": "str",
        "n_articles": "int64",
        "n_outlets": "int64",
        "closeness": "float64",
    }
    table = table[GROUPS].astype(kinds | {"is_corrected": "bool"})
    across = "basis" in pairs and bool((pairs["basis"] == "meaning").any())
    table.attrs["measured"] = MEASURED + (f" {ACROSS}" if across else "")
    return table


def group_numbers(
    articles: pd.DataFrame, pairs: pd.DataFrame, closeness: Sequence[float], corrections: pd.DataFrame | None
) -> list[tuple[float, np.ndarray]]:
    """The number of the group of each article at several values of closeness, from the strictest on.

    The groups at a lower value are those at a higher one, joined further, so all are made in one go.
    """
    *_, links = _linkage(articles, pairs, corrections, min(closeness, default=1.0))
    return [(value, links.join(value)) for value in sorted(set(closeness), reverse=True)]


def _linkage(
    articles: pd.DataFrame, pairs: pd.DataFrame, corrections: pd.DataFrame | None, least: float
) -> tuple[pd.DataFrame, tuple[np.ndarray, np.ndarray, np.ndarray], set[int], _Linkage]:
    """The articles in order of time, their pairs by number, the articles that corrections name, what joins them."""
    articles = given_articles(articles, ["article_id", "outlet", "published", "published_precision"])
    require_columns(TIES[1:4], pairs.columns, "pairs")
    if corrections is not None:
        require_columns(DECISION, corrections.columns, "corrections")
    dated = date_intervals(articles).assign(outlet=outlet_keys(articles["outlet"]).to_numpy())
    dated = dated.sort_values(["begin", "article_id"], ignore_index=True)
    number = {article_id: k for k, article_id in enumerate(dated["article_id"])}
    first, second = _numbers(pairs["earlier_id"], number, "pairs"), _numbers(pairs["later_id"], number, "pairs")
    scaled = _scaled(first, second, _similarities(pairs), len(dated))
    together, apart, named = _decided(corrections, number)
    links = _Linkage(least, len(dated), first, second, scaled, together, apart)
    return dated, (first, second, scaled), named, links


def group_pairs(groups: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs of articles inside each group, and which of them connect it.

    Parameters
    ----------
    groups
        From ``reuse.story_groups``.
    pairs
        The pairs it was made from.

    Returns
    -------
    DataFrame
        One row a pair of articles of one group, in order of group, most similar first. ``is_holding`` marks the
        strongest pairs that connect the group (the maximum spanning tree: Kruskal 1956), one fewer than its articles.
        To check a group, read these. A group that corrections connect has fewer.

    Raises
    ------
    TableError
        A column is missing, or an ``article_id`` occurs twice in ``groups``.

    Examples
    --------
    >>> pairs = ss.reuse.similar_pairs(story.articles, threshold=0.08, with_titles=True, window_hours=48)
    >>> ties = ss.reuse.group_pairs(ss.reuse.story_groups(story.articles, pairs), pairs)
    >>> int(ties["is_holding"].sum())
    25
    """
    groups = given_articles(groups, ["article_id", "group_id"], owner="groups")
    require_columns(TIES[1:4], pairs.columns, "pairs")
    group = groups.set_index("article_id")["group_id"]
    rank = {group_id: k for k, group_id in enumerate(groups["group_id"].drop_duplicates())}
    table = pairs[TIES[1:4]].astype({"earlier_id": "str", "later_id": "str"})
    table["group_id"] = table["earlier_id"].map(group)
    table = table[table["group_id"].notna() & (table["group_id"] == table["later_id"].map(group))]
    table = table.assign(rank=table["group_id"].map(rank))
    table = table.sort_values(
        ["rank", "similarity", "earlier_id", "later_id"], ascending=[True, False, True, True], ignore_index=True
    )
    root: dict[str, str] = {}
    holding = [_connects(root, a, b) for a, b in zip(table["earlier_id"], table["later_id"], strict=True)]
    kinds = dict.fromkeys(["group_id", "earlier_id", "later_id"], "str") | {"similarity": "float64"}
    return table.assign(is_holding=np.array(holding, dtype=bool))[TIES].astype(kinds)


def _connects(root: dict, a: object, b: object) -> bool:
    """Put the sets of two things together; whether they were two."""
    a, b = _root(root, a), _root(root, b)
    if a != b:
        root[b] = a
    return a != b


def _root(root: dict, a: object) -> object:
    while root.get(a, a) != a:
        root[a] = root.get(root[a], root[a])
        a = root[a]
    return a


def _numbers(ids: pd.Series, number: dict[str, int], owner: str) -> np.ndarray:
    ids = ids.astype("str")
    found = ids.map(number)
    if found.isna().any():
        unknown = sorted(set(ids[found.isna()]))
        raise TableError(f"{owner}: no articles of these names: {listed(unknown)}")
    return found.to_numpy(dtype="int64")


def _similarities(pairs: pd.DataFrame) -> np.ndarray:
    found = pd.to_numeric(pairs["similarity"], errors="coerce").to_numpy(dtype="float64", na_value=np.nan)
    if (wrong := ~((found >= 0) & (found <= 1))).any():
        at = int(wrong.argmax())
        raise TableError(f"pairs: row {pairs.index[at]}: similarity is {pairs['similarity'].iloc[at]!r}; give 0 to 1")
    return found


def _scaled(first: np.ndarray, second: np.ndarray, similarity: np.ndarray, n: int) -> np.ndarray:
    """Similarities over those of the nearest neighbours of both articles (their geometric mean), at most 1."""
    nearest = np.zeros(n)
    np.maximum.at(nearest, first, similarity)
    np.maximum.at(nearest, second, similarity)
    nearest = np.minimum(nearest, NEAR_COPY)
    return np.minimum(1.0, similarity / np.sqrt(nearest[first] * nearest[second]))


def _decided(
    corrections: pd.DataFrame | None, number: dict[str, int]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]], set[int]]:
    """The pairs put together and apart, by number, and all articles named.

    Raises
    ------
    TableError
        Two articles are put apart that other corrections put together.
    """
    if corrections is None or corrections.empty:
        return [], [], set()
    if strange := sorted(map(str, set(corrections["decision"]) - {"together", "apart"})):
        raise TableError(f"corrections: decision is {listed(strange)}; allowed are together and apart")
    first = _numbers(corrections["article_id"], number, "corrections")
    second = _numbers(corrections["other_id"], number, "corrections")
    is_together = (corrections["decision"] == "together").to_numpy()
    both = [(min(a, b), max(a, b)) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    together = sorted({pair for pair, joins in zip(both, is_together, strict=True) if joins})
    apart = sorted({pair for pair, joins in zip(both, is_together, strict=True) if not joins})
    root: dict[int, int] = {}
    for a, b in together:
        _connects(root, a, b)
    names = list(number)
    if clashes := [(a, b) for a, b in apart if _root(root, a) == _root(root, b)]:
        said = [f"{names[a]} and {names[b]} ({_decisions(together, a, b, names)})" for a, b in clashes]
        coders = sorted(corrections["coder"].dropna().astype("str").unique()) if "coder" in corrections else []
        how = "Take one of them back"
        if len(coders) > 1:
            how += f", or choose one of the coders ({listed(coders)}): story.table('group_corrections', coder=...)"
        raise TableError(f"corrections contradict one another: apart, but also together: {listed(said, 5)}. {how}")
    return together, apart, set(first.tolist()) | set(second.tolist())


def _decisions(together: list[tuple[int, int]], start: int, goal: int, names: list[str]) -> str:
    """The shortest row of decisions that puts two articles together, for an error message."""
    near: dict[int, list[int]] = {}
    for a, b in together:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    came, queue = {start: start}, [start]
    for at in queue:
        for after in near.get(at, []):
            if after not in came:
                came[after] = at
                queue.append(after)
    steps = [goal]
    while steps[-1] != start:
        steps.append(came[steps[-1]])
    return "together by " + " = ".join(names[k] for k in reversed(steps))


class _Linkage:
    """Average linkage on sparse pairs, the closest first, down to a closeness of ``least``.

    Two groups are as close as their pairs are on average; a pair that is missing counts as 0.

    Parameters
    ----------
    least
        Least closeness of two groups that become one.
    n
        How many articles there are.
    first, second, scaled
        Pairs of them, and how close each is.
    together, apart
        Pairs that are one from the beginning, and pairs that never become one.
    """

    def __init__(
        self,
        least: float,
        n: int,
        first: np.ndarray,
        second: np.ndarray,
        scaled: np.ndarray,
        together: list[tuple[int, int]],
        apart: list[tuple[int, int]],
    ):
        (linkage,) = kernels("linkage")
        root: dict[int, int] = {}
        for a, b in together:
            _connects(root, a, b)
        lowest = np.arange(n)
        owner = np.array([_root(root, k) for k in range(n)], dtype=np.int64)
        np.minimum.at(lowest, owner, np.arange(n))
        self.lowest, self.label = np.unique(lowest[owner], return_inverse=True)
        barred = np.array(apart, dtype=np.int64).reshape(-1, 2)
        ends = np.concatenate([np.stack([first, second], axis=1), barred]).astype(np.int64)
        value = np.concatenate([scaled, np.zeros(len(barred))])
        ends = np.sort(self.label[ends], axis=1).reshape(-1, 2)
        kept = ends[:, 0] < ends[:, 1]
        m = len(self.lowest)
        key, where = np.unique(ends[kept] @ np.array([m, 1]), return_inverse=True)
        total = np.bincount(where, value[kept], len(key))
        is_barred = np.bincount(where, np.arange(len(value))[kept] >= len(scaled), len(key)) > 0
        low, high = np.divmod(key, m)
        order = np.argsort(np.concatenate([low, high]), kind="stable")
        entry = np.empty(len(order), dtype=np.int32)  # of each pair, first as the lower group has it
        entry[order] = np.arange(len(order))
        self.kept, self.gone, self.average = np.zeros(m, np.int64), np.zeros(m, np.int64), np.zeros(m)
        done = linkage.merges(
            np.bincount(self.label, minlength=m),
            np.searchsorted(np.concatenate([low, high])[order], np.arange(m + 1)),
            np.concatenate([high, low])[order].astype(np.int32),
            np.tile(total, 2)[order],
            np.tile(is_barred, 2)[order],
            np.roll(entry, len(key))[order],
            float(least),
            self.kept,
            self.gone,
            self.average,
        )
        self.kept, self.gone, self.average = self.kept[:done], self.gone[:done], self.average[:done]

    def join(self, closeness: float) -> np.ndarray:
        """The number of each article's group, its smallest member (int64), where groups become one from a closeness on.

        It may not be below ``least``.
        """
        below = np.flatnonzero(self.average < closeness)
        group = np.arange(len(self.lowest))
        for kept, gone in zip(
            *(ends[: below[0] if len(below) else None] for ends in (self.kept, self.gone)), strict=True
        ):
            group[gone] = kept
        while (further := group[group]).tolist() != group.tolist():
            group = further
        return self.lowest[group[self.label]]
