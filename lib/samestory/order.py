"""Which of two articles came first, as far as their dates can tell.

A date known to the day is an interval of a day, to the month of a month. Two articles are in known order where
their intervals do not touch, tied where they overlap, and in unknown order where one has no date. A day is taken as
the day in UTC: pages rarely state the zone of their day, so an order that hangs on a few hours around midnight is
not safe. A finer date only shrinks its interval, so it may settle a tie but never turns a known order around.
"""

from __future__ import annotations

import numbers

import pandas as pd

from .errors import SamestoryError, TableError, listed


def utc_times(values: pd.Series, owner: str = "articles") -> pd.Series:
    """Times in UTC; those that state no zone are taken as UTC, as `tables.check` takes them.

    Raises
    ------
    TableError
        A value that is not a time: names the row, the value and what is wanted.
    """
    if isinstance(values.dtype, pd.DatetimeTZDtype) and str(values.dt.tz) == "UTC":
        return values
    given = values
    if values.dtype.kind != "M":  # a bare number would be taken for nanoseconds since 1970
        given = values.astype("object").where(values.notna(), None)
        given = given.map(lambda value: None if isinstance(value, numbers.Real) else value).astype("object")
    times = pd.to_datetime(given, utc=True, errors="coerce", format="ISO8601")
    lost = times.isna() & values.notna()
    if lost.any():
        first = lost.to_numpy().argmax()
        value = values.astype("object").iloc[first]
        more = f" and {int(lost.sum()) - 1:,} more" if lost.sum() > 1 else ""
        raise TableError(
            f"{owner}: row {values.index[first]}{more}: {values.name} is {value!r}; "
            "give an ISO 8601 time, 2024-10-02 or 2024-10-02T08:30Z, or none"
        )
    return times


def date_intervals(articles: pd.DataFrame) -> pd.DataFrame:
    """When each article was published, as an interval. Times without a zone are taken as UTC.

    Returns
    -------
    DataFrame
        ``article_id, begin, end``: UTC, ``end`` not included; empty where the date is not known. In the order given.

    Raises
    ------
    TableError
        A date that is not a time.
    """
    begin, how = utc_times(articles["published"]), articles["published_precision"]
    end = begin + pd.Timedelta(minutes=1)
    end = end.where(how != "day", begin + pd.Timedelta(days=1))
    end = end.where(how != "month", begin + pd.DateOffset(months=1))
    known = how != "unknown"
    table = pd.DataFrame({"article_id": articles["article_id"], "begin": begin.where(known), "end": end.where(known)})
    return table.reset_index(drop=True)


def pair_order(articles: pd.DataFrame, first: pd.Series, second: pd.Series) -> pd.DataFrame:
    """The order of pairs of articles.

    Parameters
    ----------
    articles
        The ``articles`` table.
    first, second
        ``article_id`` of the two articles of each pair, of equal length and index.

    Returns
    -------
    DataFrame
        ``order`` (known, tied, unknown) and ``earlier`` (the ``article_id`` that came first, empty unless known),
        with the index of ``first``.

    Raises
    ------
    SamestoryError
        An ``article_id`` that is not in ``articles``.
    """
    intervals = date_intervals(articles).drop_duplicates("article_id").set_index("article_id")
    if unknown := sorted((set(first) | set(second)) - set(intervals.index)):
        raise SamestoryError(f"no articles of these names: {listed(unknown)}")
    a = intervals.reindex(first).set_axis(first.index)
    b = intervals.reindex(second).set_axis(first.index)
    first_earlier = (a["end"] <= b["begin"]).fillna(False)
    second_earlier = (b["end"] <= a["begin"]).fillna(False)
    undated = a["begin"].isna() | b["begin"].isna()
    order = pd.Series("tied", index=first.index, dtype="str")
    order = order.mask(first_earlier | second_earlier, "known").mask(undated, "unknown")
    earlier = pd.Series(pd.NA, index=first.index, dtype="str")
    earlier = earlier.mask(first_earlier & ~undated, first).mask(second_earlier & ~undated, second)
    return pd.DataFrame({"order": order, "earlier": earlier})
