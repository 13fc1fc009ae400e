"""Which outlets share writing: counts by hand, intervals over groups, and edges."""

import networkx as nx
import pandas as pd
import pytest
from growth import spent, units

import samestory as ss
from samestory.questions.reuse.between_outlets import exchange, network
from samestory.questions.reuse.robustness import chance as reuse_chance
from samestory.questions.reuse.robustness import sensitivity
from samestory.statistics import wilson


def about(rows):
    """Articles from (id, outlet, day of May or None, number of words)."""
    columns = ["article_id", "outlet", "day", "n"]
    table = pd.DataFrame(rows, columns=columns)
    table["published"] = [f"2024-05-{day:02d}" if pd.notna(day) else None for day in table["day"].astype("Int64")]
    table["published_precision"] = ["unknown" if pd.isna(day) else "day" for day in table["day"]]
    table["text"] = [" ".join(f"w{i:04d}" for i in range(n)) for n in table["n"]]
    table = table.assign(story="s", language="en", text_status="full").drop(columns=["day", "n"])
    return ss.schema.check(table, "articles")


def shared(*rows):
    """Passages from (earlier, later, words, order), at the beginning of both texts."""
    table = pd.DataFrame(rows, columns=["earlier_id", "later_id", "n_words", "order"])
    ends = table["n_words"] * 6 - 1
    table = table.assign(begin=0, end=ends, later_begin=0, later_end=ends, similarity=1.0, kind="writing", coder="hand")
    return ss.schema.check(table, "passages")


ARTICLES = about(
    [
        ("a1", "A", 1, 100),
        ("a2", "A", 3, 100),
        ("a3", "A", 3, 50),
        ("b1", "B", 2, 80),
        ("b2", "B", 3, 80),
        ("c1", "C", None, 60),
    ]
)
PASSAGES = shared(
    ("a1", "b1", 30, "known"),
    ("a1", "b2", 10, "known"),
    ("a2", "b2", 20, "tied"),
    ("a3", "c1", 15, "unknown"),
    ("a1", "a2", 40, "known"),
)


def cell(table, outlet, other):
    return table[(table["outlet"] == outlet) & (table["other"] == other)].iloc[0]


def test_counts_are_of_the_later_outlet_and_ties_count_for_both():
    table = exchange(ARTICLES, PASSAGES)
    assert set(zip(table["outlet"], table["other"], strict=True)) == {("B", "A"), ("A", "B"), ("A", "C"), ("C", "A")}
    row = cell(table, "B", "A")
    assert (row["n_sharing"], row["n_articles"], row["sharing_share"]) == (2, 2, 1.0)
    assert (row["n_known"], row["n_tied"], row["n_unknown"]) == (2, 0, 0)  # b2 is known to be later than a1 at least
    assert (row["shared_words"], row["n_words"], row["words_share"]) == (50, 160, 50 / 160)  # 20 words twice are 20
    row = cell(table, "A", "B")  # only a2, which ties with b2: a1 is known to be earlier
    assert (row["n_sharing"], row["n_articles"], row["n_tied"], row["article_ids"]) == (1, 3, 1, "a2")
    assert cell(table, "C", "A")["n_unknown"] == cell(table, "A", "C")["n_unknown"] == 1


def test_quotations_alone_do_not_count_and_few_words_only_if_asked():
    assert exchange(ARTICLES, PASSAGES.assign(kind="quotation")).empty
    table = exchange(ARTICLES, PASSAGES, min_words=16)
    assert set(zip(table["outlet"], table["other"], strict=True)) == {("B", "A"), ("A", "B")}


def test_an_article_without_a_text_is_in_no_denominator():
    articles = pd.concat([ARTICLES, ARTICLES.head(1).assign(article_id="b3", outlet="B", text=None)])
    assert cell(exchange(articles, PASSAGES), "B", "A")["n_articles"] == 2


def test_few_groups_give_wilsons_interval_and_many_a_draw_of_whole_groups():
    few = cell(exchange(ARTICLES, PASSAGES), "A", "B")
    assert (few["low"], few["high"], few["interval"]) == (*wilson(1, 3), "wilson")
    rows = [("a0", "A", 1, 100), *((f"b{i:02d}", "B", 2, 100) for i in range(40))]
    articles, passages = about(rows), shared(*(("a0", f"b{i:02d}", 20, "known") for i in range(20)))
    groups = pd.DataFrame({"article_id": [f"b{i:02d}" for i in range(40)], "group_id": [i // 2 for i in range(40)]})
    alone = cell(exchange(articles, passages, seed=1), "B", "A")
    paired = cell(exchange(articles, passages, groups=groups, seed=1), "B", "A")
    assert (alone["interval"], paired["interval"]) == ("bootstrap over articles", "bootstrap over groups")
    assert alone["low"] < 0.5 < alone["high"]
    # Pairs that share both or neither say half as much: the interval is wider by about the root of two.
    ratio = (paired["high"] - paired["low"]) / (alone["high"] - alone["low"])
    assert ratio == pytest.approx(2**0.5, rel=0.2)
    pd.testing.assert_frame_equal(exchange(articles, passages, seed=1), exchange(articles, passages, seed=1))


def test_groups_must_say_what_belongs_together():
    with pytest.raises(ss.errors.TableError, match="group_id"):
        exchange(ARTICLES, PASSAGES, groups=pd.DataFrame({"article_id": ["a1"], "colour": ["red"]}))


def test_edges_go_from_the_earlier_outlet_and_have_no_direction_without_an_order(tmp_path):
    edges = network(exchange(ARTICLES, PASSAGES)).set_index(["source", "target", "order"])
    assert set(edges.index) == {("A", "B", "known"), ("A", "B", "tied"), ("A", "C", "unknown")}
    assert list(edges.loc[("A", "B", "known"), ["n_sharing", "n_articles", "is_directed"]]) == [2, 2, True]
    assert list(edges.loc[("A", "B", "tied"), ["n_sharing", "n_articles", "is_directed"]]) == [1, 3, False]
    assert list(edges.loc[("A", "C", "unknown"), ["n_sharing", "n_articles"]]) == [2, 4]
    path = ss.sources.to_graphml(edges.reset_index(), tmp_path / "reuse.graphml")
    assert nx.read_graphml(path).number_of_edges() == 3


def test_higher_thresholds_leave_more_families():
    table = sensitivity(ARTICLES, PASSAGES, min_words=[10, 25, 90], partly=[0.2, 0.36])
    assert list(table["n_passages"]) == [4, 4, 1, 1, 0, 0]  # the passage inside outlet A is no pair of outlets
    assert list(table["n_pairs"]) == [4, 4, 1, 1, 0, 0]
    assert list(table["n_outlet_pairs"]) == [2, 2, 1, 1, 0, 0]
    low = table.iloc[0]
    # b1 has 30 of 80 words from a1; a2 and b2 share 20 of 100 and 80; c1 and a3 15 of 60 and 50; a1 and a2 40 of 100.
    assert (low["n_joined"], low["n_joined_families"], low["n_families"]) == (6, 2, 2)
    assert list(table["n_families"]) == [2, 4, 4, 4, 6, 6]
    assert (table["n_articles"] == 6).all() and table["family_share"].iloc[0] == 2 / 6


@pytest.mark.parametrize(
    "options",
    [
        {"min_words": [0]},
        {"min_words": [8.5]},
        {"min_words": [10**20]},
        {"partly": [0.0]},
        {"partly": [1.5]},
        {"partly": ["a"]},
    ],
)
def test_thresholds_out_of_range(options):
    with pytest.raises(ss.errors.TableError, match="a threshold"):
        sensitivity(ARTICLES, PASSAGES, **options)


@pytest.mark.parametrize("options", [{"min_words": 12}, {"partly": 0.2}, {"partly": "a"}, {"min_words": None}])
def test_a_single_threshold_instead_of_a_list_is_refused(options):
    with pytest.raises(ss.errors.TableError, match="give several thresholds in a list"):
        sensitivity(ARTICLES, PASSAGES, **options)


@pytest.mark.parametrize("options", [{"n_resamples": 0}, {"n_resamples": -1}, {"n_resamples": 10.5}, {"seed": -1}])
def test_draws_out_of_range(options):
    name, value = next(iter(options.items()))
    for measure in (exchange, reuse_chance):
        with pytest.raises(ss.errors.TableError, match=f"{name}={value}: give a whole number"):
            measure(ARTICLES, PASSAGES, **options)
    with pytest.raises(ss.errors.TableError, match="min_words='a'"):
        exchange(ARTICLES, PASSAGES, min_words="a")


def test_spellings_of_an_outlet_are_one_row_and_articles_without_one_are_counted_apart():
    spelt = ARTICLES.assign(outlet=["A", "a ", "A", "b", "B", " "])
    table = exchange(spelt, PASSAGES)
    expected = exchange(ARTICLES.assign(outlet=["A", "A", "A", "B", "B", None]), PASSAGES)
    pd.testing.assert_frame_equal(table, expected)
    assert set(table["outlet"]) == {"A", "B"}  # the commonest spelling; of equals the first by name
    assert table.attrs == expected.attrs == {"n_articles": 6, "n_without_outlet": 1}
    assert exchange(ARTICLES, PASSAGES).attrs["n_without_outlet"] == 0
    chance = reuse_chance(spelt, PASSAGES, n_resamples=5)
    assert chance[["outlet", "other"]].values.tolist() == [["all outlets"] * 2, ["A", "B"]]
    assert chance.attrs == {"n_articles": 6, "n_undated": 1, "n_without_outlet": 0}  # c1 has neither
    undated = ARTICLES.assign(outlet=[None, "A", "A", "B", "B", "C"])
    assert reuse_chance(undated, PASSAGES, n_resamples=5).attrs["n_without_outlet"] == 1
    # Two articles without an outlet are of two: a1 and a2 share, and so do a3 and c1.
    alone = sensitivity(ARTICLES.assign(outlet=None), PASSAGES, min_words=[10], partly=[0.2]).iloc[0]
    assert (alone["n_pairs"], alone["n_outlet_pairs"]) == (5, 5)


def test_articles_by_number_and_dates_without_a_zone():
    number = {name: i for i, name in enumerate(ARTICLES["article_id"])}
    articles = ARTICLES.assign(article_id=ARTICLES["article_id"].map(number))
    passages = PASSAGES.assign(**{end: PASSAGES[end].map(number) for end in ("earlier_id", "later_id")})
    naive = articles.assign(published=articles["published"].dt.tz_localize(None))
    for measure in (exchange, reuse_chance):
        found, expected = measure(naive, passages, n_resamples=20), measure(ARTICLES, PASSAGES, n_resamples=20)
        if "article_id" in expected:
            expected = expected.assign(article_id=expected["article_id"].map(number).astype("str"))
        pd.testing.assert_frame_equal(
            found.drop(columns="article_ids", errors="ignore"),
            expected.drop(columns="article_ids", errors="ignore"),
            check_dtype=False,
        )
    with pytest.raises(ss.errors.TableError, match="published is 'gestern'"):
        reuse_chance(ARTICLES.assign(published="gestern"), PASSAGES)


def test_a_matrix_without_its_columns():
    with pytest.raises(ss.errors.TableError, match="matrix has no column 'outlet'"):
        network(pd.DataFrame({"x": [1]}))


def test_copies_soon_after_their_source_are_far_more_than_chance_and_phrases_are_not():
    articles, plants = ss.simulate.simulate_articles(
        600, n_outlets=6, days=60, n_words=60, plants=((20, 0.0, 0.1),), seed=4
    )
    row = reuse_chance(articles, plants, window_hours=48, n_resamples=200).iloc[0]
    assert row["n_pairs"] == row["n_any"] == len(plants)
    assert row["high"] < row["n_pairs"] / 4 and row["p_value"] == pytest.approx(1 / 201)
    # The same pairs with the later ends dealt out anew: wording that comes at any time.
    phrases = plants.assign(later_id=plants["later_id"].sample(frac=1, random_state=3).to_numpy())
    row = reuse_chance(articles, phrases, window_hours=48, n_resamples=200).iloc[0]
    assert row["low"] <= row["n_pairs"] <= row["high"] and row["p_value"] > 0.02


def test_the_window_is_measured_between_the_nearest_ends_of_dates():
    # a1 is of 1 May, b1 of 2 May: nothing between them; b2 of 3 May: a day.
    for hours, pairs in ((0, 1), (1, 2), (24, 2), (25, 3)):  # a2 and b2 are of one day, so of no hours at least
        table = reuse_chance(ARTICLES, PASSAGES, window_hours=hours, n_resamples=5)
        assert table.iloc[0][["n_pairs", "n_any"]].tolist() == [pairs, 3]  # without c1, which has no date
    for wrong in (-1, None, "72", float("nan")):
        with pytest.raises(ss.errors.TableError, match="window_hours is .* without a window every pair counts"):
            reuse_chance(ARTICLES, PASSAGES, window_hours=wrong)


def test_the_interval_of_ten_groups_is_that_of_ten_coins():
    # Every draw takes ten of ten groups of one article, five of which share: a binomial number out of ten.
    articles = about([("a0", "A", 1, 100), *((f"b{i}", "B", 2, 100) for i in range(10))])
    passages = shared(*(("a0", f"b{i}", 20, "known") for i in range(5)))
    row = cell(exchange(articles, passages, n_resamples=20_000), "B", "A")
    assert (row["low"], row["high"], row["interval"]) == (0.2, 0.8, "bootstrap over articles")
    # With nine groups too few are drawn from, and where all agree there is nothing to draw.
    nine = cell(exchange(articles[articles["article_id"] != "b9"], passages), "B", "A")
    assert (nine["low"], nine["high"], nine["interval"]) == (*wilson(5, 9), "wilson")
    all_of_them = shared(*(("a0", f"b{i}", 20, "known") for i in range(10)))
    assert cell(exchange(articles, all_of_them), "B", "A")["interval"] == "wilson"


def test_two_shuffled_dates_are_close_in_half_of_the_shuffles():
    # a1 and b1 share; b2, six days later, has b1's date in one shuffle of two.
    articles = about([("a1", "A", 1, 50), ("b1", "B", 1, 50), ("b2", "B", 7, 50)])
    row = reuse_chance(articles, shared(("a1", "b1", 20, "tied")), window_hours=24, n_resamples=4000).iloc[1]
    assert (row["n_pairs"], row["n_any"], row["low"], row["high"]) == (1, 1, 0, 1)
    assert row["expected"] == pytest.approx(0.5, abs=0.03)
    assert row["p_value"] == pytest.approx((row["expected"] * 4000 + 1) / 4001)


def test_the_same_row_twice_is_one_passage_and_a_missing_column_is_named():
    once, twice = (sensitivity(ARTICLES, table) for table in (PASSAGES, pd.concat([PASSAGES, PASSAGES])))
    pd.testing.assert_frame_equal(once, twice)
    for measure in (exchange, sensitivity, ss.reuse.word_origins, ss.reuse.families):
        with pytest.raises(ss.errors.TableError, match="passages: no column order; given: earlier_id"):
            measure(ARTICLES, PASSAGES.drop(columns="order"))
    with pytest.raises(ss.errors.TableError, match="passages has no column 'later_id'"):
        reuse_chance(ARTICLES, PASSAGES.drop(columns="later_id"))


def test_many_outlets_with_one_text():
    articles = about([(f"a{i:05}", f"outlet {i % 400:03}", 1, 30) for i in range(1_600)])
    passages = shared(*((f"a{i:05}", f"a{j:05}", 30, "tied") for i in range(4) for j in range(i + 1, 1_600)))
    taken = spent(lambda: exchange(articles, passages, n_resamples=50))
    assert units(taken) < 300  # one filter of all articles a pair of outlets took minutes for 50,000
    table = exchange(articles, passages, n_resamples=50)
    assert (table["n_articles"] == 4).all() and len(table) == 2 * sum(399 - i for i in range(4))
    top = cell(table, "outlet 000", "outlet 399")  # a00000 alone is held against all four of the other
    assert (top["n_sharing"], cell(table, "outlet 399", "outlet 000")["n_sharing"]) == (1, 4)
