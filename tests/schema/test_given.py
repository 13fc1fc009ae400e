"""Tables as they are given to a measure: made alike, and refused with the row where they cannot be right."""

import pandas as pd
import pytest

import samestory as ss
from samestory.order import date_intervals, utc_times
from samestory.schema import given_articles, given_parts, given_passages

TEXT = "twelve words stand in this text, so that some of them may be shared"
ARTICLES = pd.DataFrame({"article_id": ["a", "b", "c"], "outlet": ["A", "B", None], "text": [TEXT, TEXT, None]})
ROW = {"earlier_id": "a", "begin": 0, "end": 12, "later_id": "b", "later_begin": 0, "later_end": 12}
PASSAGES = pd.DataFrame([ROW | {"n_words": 2, "order": "tied", "kind": "writing"}], index=[7])
PARTS = pd.DataFrame({"article_id": ["a", "elsewhere"], "part": "credit", "begin": 0, "end": [6, 10**6]})


def test_ids_are_text_whatever_they_were():
    articles = ARTICLES.assign(article_id=[1, 2, 3], version_of=[None, 1, None])
    found = given_articles(articles, ["text"])
    assert found["article_id"].tolist() == ["1", "2", "3"] and found["version_of"].tolist()[1] == "1"
    assert articles["article_id"].tolist() == [1, 2, 3]  # the table given is not changed
    given = given_passages(PASSAGES.assign(earlier_id=1.0, later_id=2), found)
    assert given[["earlier_id", "later_id"]].values.tolist() == [["1", "2"]]


def test_articles_that_cannot_be_right():
    with pytest.raises(ss.errors.TableError, match="references: an article_id comes more than once: a, b$"):
        given_articles(pd.concat([ARTICLES, ARTICLES.head(2)]), [], owner="references")
    with pytest.raises(ss.errors.TableError, match="articles is a NoneType; give a DataFrame"):
        given_articles(None, [])
    with pytest.raises(ss.errors.TableError, match="articles: an article_id is empty"):
        given_articles(ARTICLES.assign(article_id=["a", None, "c"]), [])
    with pytest.raises(ss.errors.TableError, match="articles has no column 'outlets'. Did you mean 'outlet'"):
        given_articles(ARTICLES, ["outlets"])


def test_what_is_right_comes_back_with_whole_numbers():
    found = given_passages(PASSAGES.astype({"begin": "float64", "end": "Int64", "n_words": "object"}), ARTICLES)
    assert found[["begin", "end", "later_begin", "later_end", "n_words"]].dtypes.eq("int64").all()
    assert given_passages(PASSAGES.head(0), ARTICLES).empty
    assert given_parts(None, ARTICLES) is None and given_parts(PARTS.head(0), ARTICLES).empty
    assert len(given_parts(PARTS, ARTICLES)) == 2  # a set may be a part of a story: parts of others are let pass


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"begin": -50}, "passages: row 7: begin is -50 and end 12; give whole numbers with 0 <= begin < end"),
        ({"end": 0}, "begin is 0 and end 0"),
        ({"later_begin": 20}, "later_begin is 20 and later_end 12"),
        (
            {"later_end": 10**9},
            "later_end is 1000000000, past the end of b, which has 67 characters: the passages were",
        ),
        ({"later_id": "c"}, "past the end of c, which has 0 characters"),
        ({"begin": None}, "begin is empty"),
        ({"end": "12"}, "and end '12'"),
        ({"end": 11.5}, "and end 11.5"),
        ({"begin": False}, "begin is False"),
        ({"end": float("inf")}, "and end inf"),
        ({"n_words": 0}, "n_words is 0; give 1 or more"),
        ({"n_words": None}, "n_words is empty"),
        ({"order": "before"}, "order is 'before'. Allowed: known, tied, unknown"),
        ({"order": None}, "order is empty"),
        ({"kind": "writting"}, "kind is 'writting'. Did you mean 'writing'"),
        ({"earlier_id": "y", "later_id": "z"}, "none of the 1 rows names an article of this set"),
    ],
)
def test_passages_that_cannot_be_right(wrong, said):
    with pytest.raises(ss.errors.TableError, match=said):
        given_passages(PASSAGES.assign(**wrong), ARTICLES)
    for measure in (ss.reuse.word_origins, ss.reuse.exchange, ss.reuse.sensitivity, ss.reuse.families):
        dated = ARTICLES.assign(published=pd.NaT, published_precision="unknown")
        with pytest.raises(ss.errors.TableError, match=said):
            measure(dated, PASSAGES.assign(**wrong))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"begin": -1}, "parts: row 0 and 1 more: begin is -1"),
        ({"end": 500}, "parts: row 0: end is 500, past the end of a, which has 67 characters: the parts were made"),
        ({"end": None}, "and end empty"),
        ({"part": "headline"}, "part is 'headline'.* Allowed: body, dateline, credit"),
        ({"article_id": "z"}, "parts: none of the 2 rows names an article of this set"),
    ],
)
def test_parts_that_cannot_be_right(wrong, said):
    dated = ARTICLES.assign(published=pd.NaT, published_precision="unknown")
    for measure in (ss.reuse.word_origins, ss.reuse.exchange, ss.reuse.sensitivity, ss.reuse.families):
        with pytest.raises(ss.errors.TableError, match=said):
            measure(dated, PASSAGES, parts=PARTS.assign(**wrong))


def test_times_without_a_zone_are_utc_and_what_is_no_time_is_named():
    expected = pd.to_datetime(pd.Series(["2024-10-02", "2024-10-02T08:30", None]), utc=True, format="ISO8601")
    for given in (["2024-10-02", "2024-10-02T10:30+02:00", None], expected.dt.tz_localize(None), expected):
        found = utc_times(pd.Series(given, name="published"))
        assert (found == expected)[:2].all() and pd.isna(found[2]) and str(found.dt.tz) == "UTC"
    table = pd.DataFrame({"article_id": ["a", "b"], "published": ["2024-10-02", "gestern"]})
    with pytest.raises(ss.errors.TableError, match="articles: row 1: published is 'gestern'; give an ISO 8601 time"):
        date_intervals(table.assign(published_precision="day"))
    with pytest.raises(ss.errors.TableError, match="row 0 and 1 more: published is 5"):
        utc_times(pd.Series([5, 6], name="published"))
