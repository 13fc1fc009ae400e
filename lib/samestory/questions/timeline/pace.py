"""How much each outlet publishes a day, how long reports take from outlet to outlet, and who moves before whom.

That one outlet's days come before another's is not influence: both may follow a third. The test of lead and lag asks
less: whether the days of one are related to later days of the other beyond what each outlet's own past, its trend and
the day of the week explain (cross-correlation of prewhitened series: Haugh 1976, doi 10.1080/01621459.1976.10480353),
and beyond what the same days in another order within their four weeks would give.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...errors import SamestoryError, TableError
from ...order import date_intervals
from ...schema import require_columns, stated
from ...schema.cells import in_cell
from ...statistics import MIN_N, false_discovery, family_of
from .measures import FINE, TIME

__all__ = ["lag_distributions", "lead_lag", "volume"]

LEAST_DAYS = 90  # from the first to the last day of the series
LEAST_ACTIVE = 20  # days on which an outlet published
OWN_PAST = 7  # days of its own past that explain an outlet's day
WEEK = 7
WINDOW = 28  # days that change places with one another in the test
LEVEL = 0.05
VOLUME = ["group", "day", "n_articles", "n_families", "n_group_articles", "n_group_families"]
VOLUME += ["article_share", "family_share", "n_undated_articles", "article_ids"]
LAGS = ["source_outlet", "target_outlet", "n_pairs", "n_open", "n_too_early", "n_known", "n_votes", "is_few"]
LAGS += ["shortest_low_hours", "median_low_hours", "median_high_hours", "longest_high_hours", "article_ids"]
LEADS = ["leader", "follower", "verdict", "lag_days", "correlation", "same_day_correlation", "p_value", "p_adjusted"]
LEADS += ["n_days", "n_days_needed", "n_active", "n_active_needed"]
ALL = "all outlets"


def volume(articles: pd.DataFrame, *, by: str = "outlet", families: pd.DataFrame | None = None) -> pd.DataFrame:
    """How many articles of the set each outlet published on each day, and which part of its articles this is.

    Parameters
    ----------
    articles
        The ``articles`` table. Days are those in UTC.
    by
        A column of ``articles``; those with an empty cell are left out.
    families
        With them ``n_families`` counts copy families, else it counts articles.

    Returns
    -------
    DataFrame
        One row a ``group`` and ``day`` with an article, in order: ``n_articles``, ``n_families``; ``article_share``
        (0..1) of ``n_group_articles``, the articles of the group in this set whose day is known, and ``family_share``
        of ``n_group_families`` likewise (a family counts on each of its days); ``n_undated_articles`` of the group are
        on no known day. What an outlet published outside the set is not known, so no share is of that.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> table = ss.timeline.volume(story.articles, families=story.table("families"))
    >>> rows = table[table["group"] == "The Kelmouth Ledger"]
    >>> rows[["n_articles", "n_group_articles", "n_undated_articles"]].values.tolist()
    [[1, 4, 0], [1, 4, 0], [2, 4, 0]]
    """
    require_columns([by], articles.columns, "articles")
    rows = pd.DataFrame({"article_id": articles["article_id"], "group": articles[by].astype("object")})
    rows = rows.reset_index(drop=True)
    fine = articles["published_precision"].isin(FINE).to_numpy()
    rows["day"] = date_intervals(articles)["begin"].dt.floor("D").where(pd.Series(fine))
    rows["family_id"] = family_of(rows["article_id"], families)
    rows = rows[rows["group"].notna()].drop_duplicates("article_id").astype({"group": "str"})
    undated = rows[rows["day"].isna()].groupby("group").size()
    rows = rows[rows["day"].notna()].sort_values(["group", "day", "article_id"])
    table = rows.groupby(["group", "day"], as_index=False).agg(
        n_articles=("article_id", "size"), n_families=("family_id", "nunique"), article_ids=("article_id", "; ".join)
    )
    for kind in ("articles", "families"):
        table[f"n_group_{kind}"] = table.groupby("group")[f"n_{kind}"].transform("sum")
    table["article_share"] = table["n_articles"] / table["n_group_articles"]
    table["family_share"] = table["n_families"] / table["n_group_families"]
    table["n_undated_articles"] = table["group"].map(undated).fillna(0)
    counts = dict.fromkeys([name for name in VOLUME if name.startswith("n_")], "int64")
    shares = dict.fromkeys(["article_share", "family_share"], "float64")
    return table[VOLUME].astype({"group": "str", "day": TIME, "article_ids": "str"} | counts | shares)


def lag_distributions(
    delays: pd.DataFrame, articles: pd.DataFrame, *, families: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How long reports take from outlet to outlet, over the pairs of articles with a known order.

    Parameters
    ----------
    delays
        From ``timeline.lags``.
    articles
        The ``articles`` table.
    families
        Pairs of the same two copy families are one vote, the shortest lag of them; None: every pair is one.

    Returns
    -------
    DataFrame
        One row a ``source_outlet`` and ``target_outlet``, most pairs first, after a row for all outlets. Of ``n_pairs``
        of articles, the order of ``n_open`` is not known, and ``n_too_early`` are too close for the medium of the
        target, or against time. ``n_known`` is left, with ``n_votes``. ``median_low_hours`` to ``median_high_hours`` is
        between which hours the median is, as each lag is an interval; ``shortest_low_hours`` and ``longest_high_hours``
        are the ends. ``is_few``: fewer than five votes, so the median says little. ``article_ids``: the later articles.

    Examples
    --------
    >>> edges = ss.sources.graph_edges(story.articles, story.table("citations"), story.table("chains"))
    >>> table = ss.timeline.lag_distributions(ss.timeline.lags(edges, story.articles), story.articles)
    >>> table[["source_outlet", "n_pairs", "n_open", "n_known"]].head(1).values.tolist()
    [['all outlets', 11, 3, 8]]
    """
    outlet = articles.drop_duplicates("article_id").set_index("article_id")["outlet"]
    rows = delays.reset_index(drop=True)
    for end in ("source", "target"):
        rows[f"{end}_outlet"] = stated(rows[f"{end}_article_id"].map(outlet))
        rows[f"{end}_family"] = family_of(rows[f"{end}_article_id"], families)
    rows["is_open"] = rows["order"] != "known"
    rows["is_early"] = rows["reach"] == "too early"
    keys = ["source_outlet", "target_outlet"]
    both = pd.concat([rows.assign(**dict.fromkeys(keys, ALL)), rows], ignore_index=True)
    known = both[~both["is_open"] & ~both["is_early"]]
    votes = known.groupby([*keys, "source_family", "target_family"], as_index=False)[
        ["lag_low_hours", "lag_high_hours"]
    ].min()
    table = both.groupby(keys).agg(
        n_pairs=("order", "size"), n_open=("is_open", "sum"), n_too_early=("is_early", "sum")
    )
    table["n_known"] = known.groupby(keys).size()
    table["article_ids"] = known.groupby(keys)["target_article_id"].agg(in_cell)
    by = votes.groupby(keys)
    table["n_votes"] = by.size()
    for name, column, how in (
        ("shortest_low_hours", "lag_low_hours", "min"),
        ("median_low_hours", "lag_low_hours", "median"),
        ("median_high_hours", "lag_high_hours", "median"),
        ("longest_high_hours", "lag_high_hours", "max"),
    ):
        table[name] = by[column].agg(how)
    counts = dict.fromkeys([name for name in LAGS if name.startswith("n_")], "int64")
    table = table.reset_index().fillna({"n_known": 0, "n_votes": 0})
    table["is_few"] = table["n_votes"] < MIN_N
    table["rank"] = (table["source_outlet"] != ALL).astype("int64")
    table = table.sort_values(["rank", "n_known", "n_pairs", *keys], ascending=[True, False, False, True, True])
    hours = dict.fromkeys([name for name in LAGS if name.endswith("_hours")], "float64")
    kinds = dict.fromkeys([*keys, "article_ids"], "str") | counts | hours | {"is_few": "bool"}
    return table[LAGS].astype(kinds).reset_index(drop=True)


def lead_lag(
    volumes: pd.DataFrame, *, most: int = 12, max_days: int = 7, n_resamples: int = 9_999, seed: int = 0
) -> pd.DataFrame:
    """Whether the days of one outlet come before the days of another more than chance explains.

    Each series is the square root of the families a day. What its own last seven days, a trend and the day of the week
    explain is taken out first. The largest correlation of one outlet's days with the other's later days is compared
    with the same after its days are put into another order, within four weeks each.

    Parameters
    ----------
    volumes
        From ``timeline.volume``.
    most
        How many outlets are compared, those with most families: more of them are more tests, and each finds less.
    max_days
        By how many days one may be ahead, from 1.
    n_resamples, seed
        How many orders of days are tried, and the seed that makes them repeatable.

    Returns
    -------
    DataFrame
        One row a pair of outlets, in both directions: ``verdict`` is ``leads``, ``no lead found`` or ``too few``;
        ``lag_days``, by how many days the leader is ahead, with the ``correlation`` (-1..1); ``same_day_correlation``,
        which says nothing of a lead; ``p_value`` and ``p_adjusted``, controlled for all pairs (Benjamini and Hochberg
        1995), a lead from 0.05 down. ``n_days`` is the length of the series of ``n_days_needed``, ``n_active`` the days
        with an article of the outlet that has fewer, of ``n_active_needed``; with less the verdict is ``too few``.

    Raises
    ------
    SamestoryError
        An option out of range.

    Examples
    --------
    >>> table = ss.timeline.lead_lag(ss.timeline.volume(story.articles))
    >>> table[["verdict", "n_days", "n_days_needed"]].head(1).values.tolist()
    [['too few', 5, 90]]
    """
    for name, value in (("most", most), ("max_days", max_days), ("n_resamples", n_resamples)):
        if not isinstance(value, int) or value < 1:
            raise SamestoryError(f"{name} is {value!r}; give a whole number of 1 or more")
    if lacking := [name for name in VOLUME if name not in volumes]:
        raise TableError(f"lead_lag needs the table of timeline.volume; the column {lacking[0]!r} is missing")
    sizes = volumes.groupby("group")["n_families"].sum().sort_index().sort_values(ascending=False, kind="stable")
    names = sorted(sizes.index[:most])
    series = _series(volumes, names)
    n_days, active = len(series), (series > 0).sum()
    enough = [name for name in names if n_days >= LEAST_DAYS and active[name] >= LEAST_ACTIVE]
    found = _leads(series[enough], max_days, n_resamples, seed) if len(enough) > 1 else {}
    nothing = (float("nan"),) * 4
    rows = [
        (a, b, *found.get((a, b), nothing), n_days, LEAST_DAYS, min(active[a], active[b]), LEAST_ACTIVE)
        for a in names
        for b in names
        if a != b
    ]
    table = pd.DataFrame(rows, columns=[name for name in LEADS if name not in ("verdict", "p_adjusted")])
    table["p_adjusted"] = false_discovery(table["p_value"])
    said = np.select([table["p_value"].isna(), table["p_adjusted"] <= LEVEL], ["too few", "leads"], "no lead found")
    table["verdict"] = pd.Series(said, index=table.index, dtype="str")
    numbers = dict.fromkeys(["correlation", "same_day_correlation", "p_value", "p_adjusted"], "float64")
    counts = dict.fromkeys([name for name in LEADS if name.startswith("n_")], "int64")
    return table[LEADS].astype({"leader": "str", "follower": "str", "lag_days": "Int64"} | numbers | counts)


def _series(volumes: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Families a day of each outlet; 0 on a day of the set without one."""
    if volumes.empty:
        return pd.DataFrame(columns=names, dtype="float64")
    days = pd.date_range(volumes["day"].min(), volumes["day"].max(), freq="D")
    wide = volumes.pivot(index="day", columns="group", values="n_families")
    return wide.reindex(index=days, columns=names).fillna(0).astype("float64")


def _leads(series: pd.DataFrame, max_days: int, n_resamples: int, seed: int) -> dict[tuple[str, str], tuple]:
    """For each ordered pair: days ahead, correlation, correlation on the same day, and p-value."""
    left = np.column_stack([_unexplained(series[name].to_numpy()) for name in series])
    n = len(left)
    left = (left - left.mean(axis=0)) / np.maximum(left.std(axis=0), 1e-12) / np.sqrt(n)
    ahead = range(1, min(max_days, n - 2) + 1)
    random, found = np.random.default_rng(seed), {}
    for i, leader in enumerate(series):
        real = np.stack([left[:-k, i] @ left[k:] for k in ahead])
        shuffled = _reordered(left[:, i].astype(np.float32), n_resamples, random)
        by_chance = np.full((n_resamples, left.shape[1]), -np.inf, dtype=np.float32)
        for k in ahead:
            np.maximum(by_chance, shuffled[:, :-k] @ left[k:].astype(np.float32), out=by_chance)
        at_least = (by_chance >= real.max(axis=0) - 1e-6).sum(axis=0)
        for j, follower in enumerate(series):
            best = int(real[:, j].argmax())
            p = (1 + at_least[j]) / (1 + n_resamples)
            found[leader, follower] = (ahead[best], real[best, j], float(left[:, i] @ left[:, j]), p)
    return found


def _reordered(days: np.ndarray, n_resamples: int, random: np.random.Generator) -> np.ndarray:
    """The days in other orders, each within its four weeks: so busy and quiet months stay where they are."""
    whole = len(days) // WINDOW * WINDOW
    parts = [days[:whole].reshape(-1, WINDOW), days[whole:].reshape(1, -1)]
    drawn = [random.permuted(np.tile(part, (n_resamples, 1, 1)), axis=2).reshape(n_resamples, -1) for part in parts]
    return np.concatenate(drawn, axis=1)


def _unexplained(counts: np.ndarray) -> np.ndarray:
    """What an outlet's own past, a trend and the day of the week do not explain of its days (least squares)."""
    values, days = np.sqrt(counts), np.arange(len(counts))
    past = np.column_stack([values[OWN_PAST - k : len(values) - k] for k in range(1, OWN_PAST + 1)])
    week = (days[OWN_PAST:, None] % WEEK == np.arange(WEEK)).astype(float)
    known = np.column_stack([week, days[OWN_PAST:] / len(days), past])
    wanted = values[OWN_PAST:]
    return np.asarray(wanted - known @ np.linalg.lstsq(known, wanted, rcond=None)[0])
