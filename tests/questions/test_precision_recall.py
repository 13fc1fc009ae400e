"""Precision and recall of a coding, counted by hand."""

import numpy as np
import pandas as pd
import pytest

from samestory.coding.quality import COLUMNS, attributed_sentences, coding_quality, precision_recall
from samestory.errors import TableError
from samestory.statistics import wilson

ON = ("article_id", "quantity", "low")


def rows(*given):
    return pd.DataFrame(given, columns=list(ON)).astype({"article_id": "str", "quantity": "str", "low": "float64"})


TRUTH = rows(("a", "dead", 4), ("a", "hurt", None), ("b", "dead", 9), ("b", "dead", 9))
CODED = rows(("a", "dead", 4), ("a", "hurt", None), ("a", "ships", 14), ("b", "dead", 9))


def test_rows_are_counted_as_often_as_they_stand_and_empty_is_a_value():
    one = precision_recall(TRUTH, CODED, on=ON).iloc[0]
    assert (one["group"], one["n_articles"], one["n_truth"], one["n_coded"], one["n_right"]) == ("all", 2, 4, 4, 3)
    assert (one["precision_share"], one["recall_share"], one["f1_share"]) == (0.75, 0.75, 0.75)
    assert (one["recall_low"], one["recall_high"]) == wilson(1.5, 2)  # two articles, too few to draw from


def test_groups_say_which_articles_count():
    groups = pd.Series({"a": "en", "c": "en", "b": "fr"})
    table = precision_recall(TRUTH, CODED, on=ON, groups=groups).set_index("group")
    assert list(table.index) == ["en", "fr"]
    assert tuple(table.loc["en", ["n_articles", "n_truth", "n_coded", "n_right"]]) == (2, 2, 3, 2)
    assert tuple(table.loc["fr", ["n_articles", "n_truth", "n_coded", "n_right"]]) == (1, 2, 1, 1)
    assert np.isnan(table.loc["fr", "f1_low"])  # one article has no spread
    assert table.loc["fr", "precision_share"] == 1 and table.loc["fr", "recall_share"] == 0.5


def test_the_order_of_rows_does_not_matter():
    groups = pd.Series({"a": "en", "b": "en"})
    one = precision_recall(TRUTH, CODED, on=ON, groups=groups)
    other = precision_recall(TRUTH[::-1], CODED[::-1], on=ON, groups=groups[::-1])
    pd.testing.assert_frame_equal(one, other)


def test_copies_are_drawn_together():
    families = pd.DataFrame({"article_id": ["a", "b"], "family_id": ["F", "F"]})
    one = precision_recall(TRUTH, CODED, on=ON, families=families).iloc[0]
    assert one["recall_share"] == 0.75 and (one["recall_low"], one["recall_high"]) == wilson(0.75, 1)


def test_nothing_to_divide_by_is_empty_not_zero():
    table = precision_recall(TRUTH.iloc[:0], CODED, on=ON)
    assert np.isnan(table["recall_share"].iloc[0]) and table["precision_share"].iloc[0] == 0
    empty = precision_recall(TRUTH.iloc[:0], CODED.iloc[:0], on=ON)
    assert list(empty.columns) == COLUMNS and empty.empty
    assert (empty.dtypes == table.dtypes).all()


def test_rows_are_right_within_an_article_only():
    with pytest.raises(TableError, match="article_id"):
        precision_recall(TRUTH, CODED, on=["quantity"])
    with pytest.raises(TableError, match="high"):
        precision_recall(TRUTH, CODED, on=["article_id", "high"])


def test_a_sentence_counts_once_however_much_of_it_is_attributed():
    text = "Fire! Four died, the office said. Пять погибли."
    articles = pd.DataFrame({"article_id": ["a", "b"], "language": ["en", None], "text": [text, None]})
    spans = [(6, 10), (11, 15), (40, 44)]
    given = pd.DataFrame([("a", *span) for span in spans] + [("b", 0, 3)], columns=["article_id", "begin", "end"])
    found = attributed_sentences(articles, given)
    assert [text[a:b] for a, b in zip(found["begin"], found["end"], strict=True)] == [
        "Four died, the office said.",
        "Пять погибли.",
    ]
    assert attributed_sentences(articles, given.iloc[:0]).dtypes.equals(found.dtypes)


def claims(*given):
    return pd.DataFrame(given, columns=["article_id", "claim_id", "status"]).astype("str")


QUALITY_ARTICLES = pd.DataFrame(
    {"article_id": ["a", "b", "c"], "language": "en", "text": ["Four died, he said. It rained.", "Two fled.", None]}
)
QUALITY_TRUTH = {
    "claims": claims(("a", "C1", "attributed"), ("b", "C1", "absent"), ("b", "C2", "asserted"), ("c", "C1", "denied")),
    "attributions": pd.DataFrame({"article_id": ["a"], "begin": [0], "end": [9]}),
    "chains": pd.DataFrame(),
}
QUALITY_CODED = {
    "claims": claims(("a", "C1", "asserted"), ("b", "C1", "not_visible"), ("b", "C2", "asserted")),
    "attributions": pd.DataFrame({"article_id": ["a", "b"], "begin": [5, 0], "end": [9, 9]}),
    "labels": pd.DataFrame(),
}


def test_a_whole_coding_is_compared_kind_by_kind():
    table = coding_quality(QUALITY_ARTICLES, QUALITY_TRUTH, QUALITY_CODED)
    assert list(table["what"]) == ["attributed sentences", "claim states"]  # labels stand in one coding only
    counts = table[["n_articles", "n_truth", "n_coded", "n_right"]].to_numpy().tolist()
    # Sentences: article b has none in the truth, so nothing is known of it. Claims: c has no text, absent is no row.
    assert counts == [[1, 1, 1, 1], [2, 2, 2, 1]]


def test_a_whole_coding_by_groups_and_of_nothing():
    groups = pd.Series({"a": "first", "b": "second", "c": "second", "z": "not there"})
    table = coding_quality(QUALITY_ARTICLES, QUALITY_TRUTH, QUALITY_CODED, groups=groups)
    assert list(zip(table["what"], table["group"], strict=True)) == [
        ("attributed sentences", "first"),
        ("claim states", "first"),
        ("claim states", "second"),
    ]
    assert list(table["recall_share"]) == [1, 0, 1]
    empty = coding_quality(QUALITY_ARTICLES.iloc[:0], QUALITY_TRUTH, QUALITY_CODED)
    assert empty.empty and (empty.dtypes == table.dtypes).all()
    with pytest.raises(TableError, match="truth, claims has no column 'claim_id'"):
        coding_quality(QUALITY_ARTICLES, {"claims": rows()}, {"claims": rows()})
