"""What is in a story: typed by hand, counted by hand."""

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.corpus.measures import composition, date_precision, dates, missing_values, outlets, text_seen
from samestory.schema import TABLES


@pytest.fixture
def articles():
    rows = [
        ("a", "Gull", "en", "2024-10-14T23:30Z", "minute", "full"),
        ("b", "Gull", "en", "2024-10-14", "day", "cut"),
        ("c", "Kite", "fr", "2024-10", "month", "full"),
        ("d", "Rook", None, None, "unknown", "teaser"),
    ]
    names = ["article_id", "outlet", "language", "published", "published_precision", "text_status"]
    return ss.schema.check(pd.DataFrame(rows, columns=names).assign(story="s"), "articles")


MEASURES = [lambda a: composition(a, "language"), dates, date_precision, text_seen, missing_values, outlets]


def test_composition_counts_articles_and_outlets_and_puts_gaps_last(articles):
    table = composition(articles, "language")
    assert list(table["language"]) == ["en", "fr", "not stated"]
    assert list(table["n_articles"]) == [2, 1, 1]
    assert list(table["n_outlets"]) == [1, 1, 1]
    assert list(table["article_share"]) == [0.5, 0.25, 0.25]
    assert set(table["n_total"]) == {4}


def test_rare_values_become_one_row_and_the_sum_stays(articles):
    many = pd.concat([articles.assign(country=c, article_id=c) for c in "xyzw"] + [articles.assign(country="x")])
    table = composition(many, "country", most=1)
    assert list(table["country"]) == ["x", "3 others"]
    assert table["n_articles"].sum() == len(many)
    assert list(composition(many, "country", most=3)["country"]) == ["x", "w", "y", "z"]


def test_composition_by_an_unknown_column_is_an_error(articles):
    with pytest.raises(ss.errors.TableError, match="articles has no column 'langauge'. Did you mean 'language'"):
        composition(articles, "langauge")


def test_dates_keep_their_precision(articles):
    table = dates(articles)
    assert list(table["precision"]) == ["month", "day", "unknown"]
    assert list(table["n_articles"]) == [1, 2, 1]  # the article known to the minute counts on its day
    assert table["begin"].iloc[1] == pd.Timestamp("2024-10-14", tz="UTC")
    assert table["end"].iloc[0] == pd.Timestamp("2024-11-01", tz="UTC")
    assert set(table["n_total"]) == {4}


def test_precision_has_all_four_rows(articles):
    assert dict(date_precision(articles)[["published_precision", "n_articles"]].values) == {
        "minute": 1,
        "day": 1,
        "month": 1,
        "unknown": 1,
    }


def test_text_seen_by_outlet(articles):
    table = text_seen(articles, "outlet").set_index("outlet")
    assert list(table.loc["Gull", ["full", "cut", "teaser", "none", "n_articles"]]) == [1, 1, 0, 0, 2]
    assert table.at["Gull", "full_share"] == 0.5


def test_missing_values_have_their_denominator(articles):
    table = missing_values(articles).set_index("column")
    assert (table.at["published", "n_missing"], table.at["published", "n_total"]) == (1, 4)
    assert table.at["outlet", "missing_share"] == 0


@pytest.mark.parametrize("measure", MEASURES)
def test_row_order_does_not_matter_and_input_is_untouched(articles, measure):
    before = articles.copy()
    first = measure(articles)
    second = measure(articles.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(first, second)
    pd.testing.assert_frame_equal(articles, before)


@pytest.mark.parametrize("measure", MEASURES)
def test_no_articles_give_the_same_columns(articles, measure):
    empty = measure(TABLES["articles"].empty())
    assert list(empty.columns) == list(measure(articles).columns)
    counts = empty.filter(like="n_").to_numpy()
    assert counts.size == 0 or counts.sum() == 0
