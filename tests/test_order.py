"""Order from dates: by hand, and the property that a finer date never turns it around."""

import itertools

import pandas as pd
import pytest

import samestory as ss
from samestory.order import date_intervals, pair_order, utc_times

DATES = {
    "morning": ("2024-10-14T06:00Z", "minute"),
    "evening": ("2024-10-14T20:00Z", "minute"),
    "that-day": ("2024-10-14", "day"),
    "next-day": ("2024-10-15", "day"),
    "that-month": ("2024-10", "month"),
    "next-month": ("2024-11", "month"),
    "undated": (None, "unknown"),
}


def articles(dates=DATES):
    rows = [(name, date, precision) for name, (date, precision) in dates.items()]
    table = pd.DataFrame(rows, columns=["article_id", "published", "published_precision"])
    return ss.schema.check(table.assign(story="s", outlet="o", language="en", text_status="full"), "articles")


def order(first, second, table=None):
    found = pair_order(articles() if table is None else table, pd.Series([first]), pd.Series([second])).iloc[0]
    return found["order"], None if pd.isna(found["earlier"]) else found["earlier"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("morning", "evening", ("known", "morning")),
        ("evening", "morning", ("known", "morning")),
        ("morning", "that-day", ("tied", None)),
        ("that-day", "next-day", ("known", "that-day")),
        ("next-day", "that-month", ("tied", None)),
        ("next-month", "evening", ("known", "evening")),
        ("undated", "morning", ("unknown", None)),
        ("morning", "morning", ("tied", None)),
    ],
)
def test_each_pair_of_precisions(first, second, expected):
    assert order(first, second) == expected


def test_intervals_are_as_wide_as_what_is_not_known():
    table = date_intervals(articles())
    assert list(table.columns) == ["article_id", "begin", "end"]
    table = table.set_index("article_id")
    width = table["end"] - table["begin"]
    assert width["morning"] == pd.Timedelta(minutes=1)
    assert width["that-day"] == pd.Timedelta(days=1)
    assert width["that-month"] == pd.Timedelta(days=31)
    assert pd.isna(width["undated"])


def test_a_finer_date_never_turns_a_known_order_around():
    finer = {
        "2024-10": ["2024-10-01", "2024-10-31", "2024-10-14T12:00Z"],
        "2024-11": ["2024-11-01", "2024-11-30T23:59Z"],
        "2024-10-14": ["2024-10-14T00:00Z", "2024-10-14T23:59Z"],
        "2024-10-15": ["2024-10-15T00:00Z"],
    }
    precision = {7: "month", 10: "day"}
    for first, second in itertools.permutations([n for n in DATES if n != "undated"], 2):
        before = order(first, second)
        if before[0] != "known":
            continue
        for date in finer.get(DATES[first][0], []):
            refined = articles(DATES | {first: (date, precision.get(len(date), "minute"))})
            assert order(first, second, refined) == before


def test_an_article_that_is_not_there():
    with pytest.raises(ss.errors.SamestoryError, match="no articles of these names: nobody"):
        order("nobody", "morning")


def test_times_without_a_zone_are_taken_as_utc():
    half_past = pd.Timestamp("2024-10-14T08:30Z")
    shown = utc_times(pd.Series(["2024-10-14T08:30", "2024-10-14T10:30+02:00", None], name="published"))
    assert shown.tolist() == [half_past, half_past, pd.NaT]
    assert utc_times(pd.Series([pd.Timestamp("2024-10-14T08:30")])).tolist() == [half_past]


def test_what_is_no_time_is_named_with_its_row_and_how_many_follow():
    said = r"^mine: row b and 2 more: published is 20241014; give an ISO 8601 time, 2024-10-02 or .*, or none$"
    given = pd.Series(["2024-10-14", 20241014, "soon", 3.5], index=list("abcd"), name="published")
    with pytest.raises(ss.errors.TableError, match=said):
        utc_times(given, "mine")
    with pytest.raises(ss.errors.TableError, match="^articles: row b: published is 20241014;"):
        utc_times(given.head(2))
    with pytest.raises(ss.errors.TableError, match="^articles: row b and 1 more: published is 20241014;"):
        utc_times(given.head(3))


def test_order_and_the_earlier_article_are_text_also_where_none_is_earlier():
    for first, second in (([], []), (["undated"], ["morning"])):
        found = pair_order(articles(), pd.Series(first, dtype="str"), pd.Series(second, dtype="str"))
        assert found.dtypes.astype(str).tolist() == ["str", "str"] and found["earlier"].isna().all()
