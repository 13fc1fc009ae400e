"""Diffusion: dates typed by hand, first sightings and circulation counted by hand; then both stories."""

import datetime
import itertools

import pandas as pd
import pytest

import samestory as ss
from samestory.order import pair_order
from samestory.questions.timeline.measures import circulation, claims_by_day, first_seen, lags, orders, times
from samestory.schema import TABLES

DATES = {
    "noon": ("2024-10-14T12:00Z", "minute"),
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


def claims(**of):
    """``claims(C1=["noon", ...])``: who asserts it."""
    rows = [(name, claim, "asserted", "hand") for claim, names in of.items() for name in names]
    return pd.DataFrame(rows, columns=["article_id", "claim_id", "status", "coder"])


def day(text):
    return pd.Timestamp(text, tz="UTC")


def test_timeline_is_in_order_of_time_and_the_undated_come_last():
    table = times(articles())
    assert list(table["article_id"]) == [
        *("that-month", "that-day", "noon", "evening", "next-day", "next-month", "undated")
    ]
    assert not table["is_outside"].any()


def test_articles_outside_the_period_are_marked_and_kept():
    table = times(articles(), period=(datetime.date(2024, 10, 15), datetime.date(2024, 10, 31))).set_index("article_id")
    assert set(table.index[table["is_outside"]]) == {"that-day", "noon", "evening", "next-month"}
    assert not table.at["that-month", "is_outside"]  # part of the month lies inside
    assert not table.at["undated", "is_outside"]
    with pytest.raises(ss.errors.SamestoryError, match="the period ends on 2024-10-01, before it begins on 2024-10-02"):
        times(articles(), period=(datetime.date(2024, 10, 2), datetime.date(2024, 10, 1)))


@pytest.mark.parametrize(
    ("carriers", "first", "order"),
    [
        (["noon", "evening", "next-day"], ["noon"], "known"),
        (["that-day", "evening", "next-day"], ["that-day", "evening"], "tied"),
        (["that-month", "noon"], ["that-month", "noon"], "tied"),
        (["that-month", "next-month"], ["that-month"], "known"),
        (["noon", "undated"], ["noon"], "unknown"),
        (["that-day", "noon", "undated"], ["that-day", "noon"], "unknown"),
        (["undated"], [], None),
    ],
)
def test_first_seen_keeps_known_tied_and_unknown_apart(carriers, first, order):
    table = first_seen(claims(C1=carriers), articles())
    assert list(table["article_id"]) == first
    assert set(table["order"]) == ({order} if order else set())
    if first:
        counts = table.iloc[0][["n_first", "n_dated", "n_undated", "n_carried"]].tolist()
        n_undated = int("undated" in carriers)
        assert counts == [len(first), len(carriers) - n_undated, n_undated, len(carriers)]


def test_first_seen_agrees_with_the_order_of_every_pair():
    story = ss.load_story("harbour-fire")
    coded = story.table("claims")
    found = first_seen(coded, story.articles)
    when = story.articles.set_index("article_id")["published"]
    carried = coded[~coded["status"].isin(["absent", "not_visible"])]
    for claim, group in carried.groupby("claim_id"):
        ids = [name for name in group["article_id"] if pd.notna(when[name])]
        pairs = pd.DataFrame(list(itertools.combinations(ids, 2)), columns=["a", "b"])
        order = pair_order(story.articles, pairs["a"], pairs["b"])
        late = {b if first == a else a for a, b, first in zip(pairs["a"], pairs["b"], order["earlier"], strict=True)
                if pd.notna(first)}  # fmt: skip
        assert set(found[found["claim_id"] == claim]["article_id"]) == set(ids) - late, claim


def test_a_finer_date_only_shortens_the_list_of_possible_firsts():
    coarse = first_seen(claims(C1=["that-day", "noon", "next-day"]), articles())
    finer = articles(DATES | {"that-day": ("2024-10-14T13:00Z", "minute")})
    fine = first_seen(claims(C1=["that-day", "noon", "next-day"]), finer)
    assert set(fine["article_id"]) == {"noon"} < set(coarse["article_id"])


def test_circulation_counts_known_days_and_says_how_far_months_reach():
    coded = pd.concat(
        [
            claims(C1=["noon", "next-day", "that-month", "undated"], C2=["undated"]),
            pd.DataFrame(
                [("noon", "C2", "not_visible", "hand")], columns=["article_id", "claim_id", "status", "coder"]
            ),
        ]
    )
    table = circulation(coded, articles()).set_index("claim_id")
    one = table.loc["C1"]
    assert (one["enters"], one["leaves"], one["n_days"]) == (day("2024-10-14"), day("2024-10-15"), 2)
    assert (one["may_enter"], one["may_leave"]) == (day("2024-10-01"), day("2024-10-31"))
    assert one[["n_known_day", "n_month", "n_undated", "n_carried"]].tolist() == [2, 1, 1, 4]
    two = table.loc["C2"]
    assert pd.isna(two["enters"]) and two[["n_carried", "n_undated", "n_not_visible"]].tolist() == [1, 1, 1]


def test_claims_by_day_by_hand():
    life = circulation(claims(C1=["noon", "next-day"], C2=["evening"], C3=["undated"]), articles())
    table = claims_by_day(life)
    assert table.drop(columns="day").to_numpy().tolist() == [
        [2, 1, 2, 2, "C1; C2", "C2"],
        [0, 1, 1, 2, "", "C1"],
    ]


def test_lags_only_where_the_order_is_known_and_below_zero_against_time():
    pairs = [
        ("noon", "evening"),
        ("that-day", "next-day"),
        ("noon", "that-day"),
        ("noon", "undated"),
        ("evening", "noon"),
    ]
    table = pd.DataFrame([*pairs, pairs[0], (None, "noon")], columns=["source_article_id", "target_article_id"])
    found = lags(table, articles()).set_index(["source_article_id", "target_article_id"])
    assert len(found) == len(pairs)
    assert found.loc[("that-day", "next-day"), ["lag_low_hours", "lag_high_hours"]].tolist() == [0, 48]
    assert found.at[("noon", "evening"), "lag_low_hours"] == pytest.approx(8, abs=1 / 60)
    assert found["order"].value_counts().to_dict() == {"known": 3, "tied": 1, "unknown": 1}
    assert found.loc[found["order"] != "known", "lag_low_hours"].isna().all()
    assert found.index[found["is_conflict"]].tolist() == [("evening", "noon")]
    assert found.at[("evening", "noon"), "lag_high_hours"] < 0


def test_lags_need_the_two_ends():
    with pytest.raises(ss.errors.TableError, match="lags needs the column 'target_article_id'"):
        lags(pd.DataFrame({"source_article_id": ["noon"]}), articles())


@pytest.mark.parametrize("story", ["mali-drones", "harbour-fire"])
def test_orders_are_those_of_all_pairs(story):
    table = ss.load_story(story).articles
    pairs = pd.DataFrame(list(itertools.combinations(table["article_id"], 2)), columns=["a", "b"])
    counted = pair_order(table, pairs["a"], pairs["b"])["order"].value_counts()
    found = orders(table).set_index("order")
    assert found["n_pairs"].to_dict() == {order: int(counted.get(order, 0)) for order in ("known", "tied", "unknown")}
    assert found["pair_share"].sum() == pytest.approx(1)


MEASURES = {
    "timeline": lambda c, a: times(a),
    "orders": lambda c, a: orders(a),
    "first_seen": first_seen,
    "circulation": circulation,
    "claims_by_day": lambda c, a: claims_by_day(circulation(c, a)),
}


@pytest.mark.parametrize("name", MEASURES)
def test_row_order_does_not_matter_and_inputs_are_untouched(name):
    coded, dated = claims(C1=["noon", "that-day"], C2=["that-month", "undated"], C3=["next-day"]), articles()
    before = coded.copy(), dated.copy()
    first = MEASURES[name](coded, dated)
    second = MEASURES[name](coded.sample(frac=1, random_state=2), dated.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(first, second)
    pd.testing.assert_frame_equal(coded, before[0])
    pd.testing.assert_frame_equal(dated, before[1])


@pytest.mark.parametrize("name", [name for name in MEASURES if name != "orders"])
def test_nothing_in_gives_the_same_columns_and_types(name):
    full = MEASURES[name](claims(C1=["noon", "that-month"]), articles())
    empty = MEASURES[name](TABLES["claims"].empty(), TABLES["articles"].empty())
    assert len(empty) == 0
    assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def test_no_articles_make_no_pairs():
    assert orders(TABLES["articles"].empty())["n_pairs"].tolist() == [0, 0, 0]


def test_a_copy_changes_no_family_level_result():
    story = ss.load_story("harbour-fire")
    coded, families = story.table("claims"), story.table("families")
    tables = [coded, story.articles, families]
    more = [
        pd.concat(
            [table, table[table["article_id"] == "holos-0304-dokery"].assign(article_id="copy")], ignore_index=True
        )
        for table in tables
    ]
    keep = ["claim_id", "enters", "leaves", "n_families"]
    one, two = (circulation(c, a, families=f)[keep] for c, a, f in (tables, more))
    pd.testing.assert_frame_equal(one, two)


def test_the_planted_times_of_the_invented_story():
    story = ss.load_story("harbour-fire")
    table = times(story.articles, period=(story.settings.period.begin, story.settings.period.end))
    plants = story.truth["plants"].groupby("kind")["article_id"].agg(set)
    by_precision = table.groupby("precision")["article_id"].agg(set)
    assert by_precision["day"] == plants["time_to_day"]
    assert by_precision["month"] == plants["time_to_month"]
    assert by_precision["unknown"] == plants["time_missing"]
    assert not table["is_outside"].any()
    circle = plants["circular_citation"]
    pair = pd.DataFrame({"source_article_id": [min(circle)], "target_article_id": [max(circle)]})
    assert lags(pair, story.articles)["order"].tolist() == ["tied"]


def test_what_the_ledger_shows_of_order():
    story = ss.load_story("mali-drones")
    found = first_seen(story.table("claims"), story.articles)
    assert set(found["order"]) == {"unknown"}  # every claim is also carried by pages without a date
    early = found[found["claim_id"] == "C06"]
    assert set(early["article_id"]) == {"kassataya", "erem"} and set(early["precision"]) == {"day"}
    life = circulation(story.table("claims"), story.articles).set_index("claim_id")
    assert (life.at["C06", "enters"], life.at["C06", "n_carried"]) == (day("2024-10-10"), 9)
    assert pd.isna(life.at["C12", "enters"])


def test_ten_thousand_articles():
    n = 10_000
    ids = [f"a{i:05d}" for i in range(n)]
    dates = [f"2024-{1 + i % 12:02d}-{1 + i % 28:02d}" if i % 5 else None for i in range(n)]
    many = articles({name: (date, "day" if date else "unknown") for name, date in zip(ids, dates, strict=True)})
    coded = claims(C1=ids, C2=ids[::3])
    assert len(times(many)) == n
    assert orders(many)["n_pairs"].sum() == n * (n - 1) // 2
    assert circulation(coded, many).set_index("claim_id").at["C1", "n_undated"] == n // 5
    assert set(first_seen(coded, many)["begin"]) == {day("2024-01-01")}
