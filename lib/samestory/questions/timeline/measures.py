"""Articles in time as precisely as known, first sightings of claims, and claims in circulation.

A date is an interval (see ``order``). If two intervals overlap, their order is not known: several articles may share
the first sighting of a claim, and pages without a date may all have been earlier.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy as np
import pandas as pd

from ...errors import SamestoryError, TableError, listed
from ...order import date_intervals, pair_order
from ...schema import CARRIED, MENTIONED, ORDERS
from ...statistics import family_of

__all__ = ["circulation", "claims_by_day", "first_seen", "lags", "orders", "times"]

SEEN = (*CARRIED, MENTIONED)  # how a claim is put does not matter to when it was seen
FINE = ("minute", "day")  # precisions that name a day
TIME = "datetime64[us, UTC]"
# Hours before publication from which an article cannot change any more, by medium. For print: the authors of RNewsflow
# (Welbers and van Atteveldt) compare a newspaper with what is 6 hours older or more, as it has to be printed first.
LEAST_HOURS = {"print": 6.0, "online": 0.0, "agency": 0.0, "radio": 0.0, "television": 0.0}
UNKNOWN_MEDIUM = "unknown medium"
TIMELINE = ["article_id", "outlet", "event", "begin", "end", "precision", "family_id", "is_outside"]
FIRST = [
    *("claim_id", "article_id", "outlet", "status", "begin", "end", "precision", "order"),
    *("n_first", "n_dated", "n_undated", "n_carried"),
]
CIRCULATION = [
    *("claim_id", "may_enter", "enters", "leaves", "may_leave", "n_days"),
    *("n_known_day", "n_month", "n_undated", "n_carried", "n_families", "n_not_visible", "article_ids"),
]


def times(
    articles: pd.DataFrame,
    *,
    period: tuple[datetime.date, datetime.date] | None = None,
    families: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every article with the interval in which it was published.

    Parameters
    ----------
    articles
        The ``articles`` table.
    period
        First and last day the story covers, both included. Articles wholly outside are marked, not dropped.
    families
        The copy family of each article; without them each article is a family of its own.

    Returns
    -------
    DataFrame
        ``article_id, outlet, event, begin, end, precision, family_id, is_outside``: in order of time, those without a
        date last; UTC, ``end`` not included.

    Raises
    ------
    SamestoryError
        The period ends before it begins.

    Examples
    --------
    >>> table = ss.timeline.times(story.articles)
    >>> table[["article_id", "precision"]].head(2).values.tolist()
    [['oboz-2023-03-itogi', 'month'], ['gristline-0302-copy', 'day']]
    """
    table = articles[["article_id", "outlet", "event", "published_precision"]].reset_index(drop=True)
    table = table.rename(columns={"published_precision": "precision"})
    table[["begin", "end"]] = date_intervals(articles)[["begin", "end"]]
    table["family_id"] = family_of(table["article_id"], families)
    table["is_outside"] = False
    if period is not None:
        if period[0] > period[1]:
            raise SamestoryError(f"the period ends on {period[1]}, before it begins on {period[0]}")
        first = pd.Timestamp(period[0], tz="UTC")
        after = pd.Timestamp(period[1], tz="UTC") + pd.Timedelta(days=1)
        table["is_outside"] = ((table["end"] <= first) | (table["begin"] >= after)).fillna(False)
    types = {**dict.fromkeys(["begin", "end"], TIME), "is_outside": "bool", "family_id": "str"}
    return table[TIMELINE].astype(types).sort_values(["begin", "end", "article_id"], ignore_index=True)


def orders(articles: pd.DataFrame) -> pd.DataFrame:
    """How many pairs of articles can be put in order at all.

    Parameters
    ----------
    articles
        The ``articles`` table.

    Returns
    -------
    DataFrame
        ``order, n_pairs, pair_share, n_total``: three rows, known, tied and unknown; ``pair_share`` (0..1) is of
        ``n_total``, all pairs of two articles.

    Examples
    --------
    >>> ss.timeline.orders(story.articles)[["order", "n_pairs", "n_total"]].values.tolist()
    [['known', 364, 465], ['tied', 42, 465], ['unknown', 59, 465]]
    """
    when = date_intervals(articles)
    dated = when[when["begin"].notna()]
    n, n_dated = len(when), len(dated)
    pairs, pairs_dated = n * (n - 1) // 2, n_dated * (n_dated - 1) // 2
    # counted by sorting, not pair by pair: for each article those that begin when or after it ends
    begins = np.sort(dated["begin"].to_numpy())
    known = int((n_dated - np.searchsorted(begins, dated["end"].to_numpy())).sum())
    counts = [known, pairs_dated - known, pairs - pairs_dated]
    table = pd.DataFrame({"order": pd.Series(ORDERS, dtype="str"), "n_pairs": pd.Series(counts, dtype="int64")})
    return table.assign(pair_share=table["n_pairs"] / max(pairs, 1), n_total=pairs)


def _carried(claims: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Each claim an article carries, with the interval of the article."""
    dated = articles[["article_id", "outlet", "published_precision"]].reset_index(drop=True)
    dated[["begin", "end"]] = date_intervals(articles)[["begin", "end"]]
    dated = dated.rename(columns={"published_precision": "precision"}).drop_duplicates("article_id")
    rows = claims[claims["status"].isin(SEEN)][["claim_id", "article_id", "status"]]
    return rows.drop_duplicates(["claim_id", "article_id"]).merge(dated, on="article_id")


def first_seen(claims: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The earliest sightings of each claim in this set; a mere mention counts.

    Parameters
    ----------
    claims, articles
        Tables of one story, ``claims`` of one coder.

    Returns
    -------
    DataFrame
        One row for each claim and each dated article that no other dated article is known to precede: ``claim_id,
        article_id, outlet, status, begin, end, precision, order, n_first, n_dated, n_undated, n_carried``. ``order`` is
        ``known`` if one article precedes every other carrier of the claim, ``tied`` if several of the dated may be
        first, ``unknown`` if carriers without a date (``n_undated`` of ``n_carried``) may have been earlier, whatever
        the order of the dated (``n_first`` of ``n_dated`` may be first). Claims carried only by articles without a date
        have no row.

    Examples
    --------
    >>> table = ss.timeline.first_seen(story.table("claims"), story.articles)
    >>> table[["claim_id", "article_id", "order"]].head(1).values.tolist()
    [['H01', 'oboz-2023-03-itogi', 'unknown']]
    """
    carried = _carried(claims, articles)
    by = carried.groupby("claim_id")
    carried["n_carried"] = by["article_id"].transform("size")
    carried["n_dated"] = by["begin"].transform("count")
    carried["n_undated"] = carried["n_carried"] - carried["n_dated"]
    dated = carried[carried["begin"].notna()].copy()
    # an article may be first if it began before the first of all intervals ended: nobody is known to precede it
    first = dated[dated["begin"] < dated.groupby("claim_id")["end"].transform("min")].copy()
    first["n_first"] = first.groupby("claim_id")["article_id"].transform("size")
    order = pd.Series("tied", index=first.index, dtype="str").mask(first["n_first"] == 1, "known")
    first["order"] = order.mask(first["n_undated"] > 0, "unknown")
    counts = dict.fromkeys(["n_first", "n_dated", "n_undated", "n_carried"], "int64")
    first = first.sort_values(["claim_id", "begin", "end", "article_id"], ignore_index=True)
    return first[FIRST].astype({**counts, **dict.fromkeys(["begin", "end"], TIME)})


def circulation(claims: pd.DataFrame, articles: pd.DataFrame, *, families: pd.DataFrame | None = None) -> pd.DataFrame:
    """From when to when each claim is seen in this set.

    Parameters
    ----------
    claims, articles
        Tables of one story, ``claims`` of one coder.
    families
        With them ``n_families`` counts copy families, else it counts articles.

    Returns
    -------
    DataFrame
        One row a claim that is coded, carried or not, in order of entering:

        - ``enters, leaves``: the first and the last day known on which an article carries it (UTC, at 0 h);
          ``n_days`` from one to the other, both counted;
        - ``may_enter, may_leave``: the same with articles known to the month only, at the outer ends of their months;
        - ``n_known_day, n_month, n_undated``: the carriers by what is known of their date; they sum to ``n_carried``;
        - ``n_families, n_not_visible``; ``article_ids`` of the carriers.

    Examples
    --------
    >>> table = ss.timeline.circulation(story.table("claims"), story.articles)
    >>> table[["claim_id", "n_days", "n_known_day", "n_carried"]].head(1).values.tolist()
    [['H01', 5, 28, 31]]
    """
    carried = _carried(claims, articles)
    carried["family_id"] = family_of(carried["article_id"], families)
    carried["last"] = (carried["end"] - pd.Timedelta(microseconds=1)).dt.floor("D")
    carried["day"] = carried["begin"].dt.floor("D")
    fine = carried["precision"].isin(FINE)
    coded = claims[claims["article_id"].isin(articles["article_id"])]
    table = pd.DataFrame(index=pd.Index(sorted(coded["claim_id"].unique()), name="claim_id", dtype="str"))
    for column, rows, source, how in (
        ("may_enter", carried, "day", "min"),
        ("enters", carried[fine], "day", "min"),
        ("leaves", carried[fine], "day", "max"),
        ("may_leave", carried, "last", "max"),
    ):
        table[column] = rows.groupby("claim_id")[source].agg(how)
    table["n_days"] = (table["leaves"] - table["enters"]).dt.days + 1
    for column, rows in (
        ("n_known_day", carried[fine]),
        ("n_month", carried[carried["precision"] == "month"]),
        ("n_undated", carried[carried["begin"].isna()]),
        ("n_carried", carried),
        ("n_not_visible", coded[coded["status"] == "not_visible"]),
    ):
        table[column] = rows.groupby("claim_id")["article_id"].nunique()
    table["n_families"] = carried.groupby("claim_id")["family_id"].nunique()
    table["article_ids"] = carried.sort_values("article_id").groupby("claim_id")["article_id"].agg("; ".join)
    counts = {name: "int64" for name in CIRCULATION if name.startswith("n_") and name != "n_days"}
    times = dict.fromkeys(["may_enter", "enters", "leaves", "may_leave"], TIME)
    table = table.reset_index().fillna(dict.fromkeys(counts, 0)).fillna({"article_ids": ""})
    table = table.sort_values(["enters", "may_enter", "claim_id"], ignore_index=True)
    return table[CIRCULATION].astype({**counts, **times, "n_days": "Int64", "article_ids": "str"})


def claims_by_day(circulation: pd.DataFrame) -> pd.DataFrame:
    """How many claims enter, leave and are in circulation, by day.

    Parameters
    ----------
    circulation
        The table from ``circulation``. Claims without a known day take no part.

    Returns
    -------
    DataFrame
        ``day, n_entering, n_leaving, n_in_circulation, n_claims, entering, leaving``: one row for each day on which a
        claim is seen first or last, in order. A claim is in circulation from the day it enters to the day it leaves,
        both counted, of ``n_claims`` with a known day; ``entering`` and ``leaving`` name the claims. A claim leaves if
        no later article of the set carries it.

    Examples
    --------
    >>> table = ss.timeline.claims_by_day(ss.timeline.circulation(story.table("claims"), story.articles))
    >>> table[["n_entering", "n_leaving", "n_in_circulation"]].head(2).values.tolist()
    [[12, 0, 12], [3, 1, 15]]
    """
    known = circulation[circulation["enters"].notna()]
    days = sorted({*known["enters"], *known["leaves"]})
    rows = []
    for day in days:
        come, go = (sorted(known.loc[known[name] == day, "claim_id"]) for name in ("enters", "leaves"))
        live = int(((known["enters"] <= day) & (known["leaves"] >= day)).sum())
        rows.append((day, len(come), len(go), live, len(known), "; ".join(come), "; ".join(go)))
    columns = ["day", "n_entering", "n_leaving", "n_in_circulation", "n_claims", "entering", "leaving"]
    counts = dict.fromkeys([name for name in columns if name.startswith("n_")], "int64")
    return pd.DataFrame(rows, columns=columns).astype({"day": TIME, **counts, "entering": "str", "leaving": "str"})


def lags(
    pairs: pd.DataFrame, articles: pd.DataFrame, *, least_hours: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Hours between two articles, if their order is known, and whether the later one could have had it from the other.

    Parameters
    ----------
    pairs
        Any table with ``source_article_id`` and ``target_article_id``, for instance from ``sources.graph_edges``; rows
        in which one is empty are left out, and a pair counts once.
    articles
        The ``articles`` table; its column ``medium`` is used if there is one, for instance from ``outlets.csv``.
    least_hours
        The hours an article of a medium needs before it can take something over. Default: 6 for ``print``, none for
        ``online``, ``agency``, ``radio`` and ``television``. A medium that is not named is an unknown one.

    Returns
    -------
    DataFrame
        ``source_article_id, target_article_id, order, lag_low_hours, lag_high_hours, is_conflict, medium, least_hours,
        reach``: one row a pair. The lag is between the two, as the dates are intervals: two known days in a row are 0
        to 48 hours apart. Both are empty unless the order is known. They are below 0, and ``is_conflict``, if the
        source is known to be the later one. ``medium`` is that of the target. ``reach``: ``possible`` if the lag is
        ``least_hours`` or more, ``too early`` if it is less, ``cannot tell`` if the dates do not say, and ``unknown
        medium``.

    Raises
    ------
    TableError
        A column is missing, or a number of hours is not 0 or more.

    Examples
    --------
    >>> edges = ss.sources.graph_edges(story.articles, story.table("citations"), story.table("chains"))
    >>> table = ss.timeline.lags(edges, story.articles)
    >>> table[["source_article_id", "target_article_id", "order", "reach"]].head(1).values.tolist()
    [['crane-0305-keys', 'quaifranc-0305-cles', 'tied', 'unknown medium']]
    """
    ends = ["source_article_id", "target_article_id"]
    if lacking := [name for name in ends if name not in pairs]:
        raise TableError(f"lags needs the column {lacking[0]!r}. Columns given: {listed(pairs.columns, 40)}")
    least = dict(LEAST_HOURS if least_hours is None else least_hours)
    if wrong := [f"{name}: {hours!r}" for name, hours in least.items() if not hours >= 0]:
        raise TableError(f"least_hours: {listed(wrong)}; give hours of 0 or more")
    table = pairs[ends].dropna().astype("str").drop_duplicates().sort_values(ends, ignore_index=True)
    order = pair_order(articles, table["source_article_id"], table["target_article_id"])
    when = date_intervals(articles).drop_duplicates("article_id").set_index("article_id")
    a, b = (when.reindex(table[name]).reset_index(drop=True) for name in ends)
    known = order["order"] == "known"
    hour = pd.Timedelta(hours=1)
    table["order"] = order["order"].astype("str")
    table["lag_low_hours"] = ((b["begin"] - a["end"]) / hour).where(known).astype("float64")
    table["lag_high_hours"] = ((b["end"] - a["begin"]) / hour).where(known).astype("float64")
    table["is_conflict"] = (known & (order["earlier"] == table["target_article_id"])).fillna(False).astype(bool)
    medium = articles.drop_duplicates("article_id").set_index("article_id").get("medium", pd.Series(dtype="object"))
    table["medium"] = table["target_article_id"].map(medium).astype("str")
    table["least_hours"] = table["medium"].map(least).astype("float64")
    cases = [
        (table["is_conflict"], "too early"),
        (table["least_hours"].isna(), UNKNOWN_MEDIUM),
        (table["lag_low_hours"] >= table["least_hours"], "possible"),
        (table["lag_high_hours"] < table["least_hours"], "too early"),
    ]
    table["reach"] = np.select([case for case, _ in cases], [said for _, said in cases], "cannot tell")
    return table.astype({"reach": "str"})
