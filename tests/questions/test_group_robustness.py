"""Story groups at other thresholds: exact counts on six articles, bad input, and the figure."""

import pandas as pd
import pytest

import samestory as ss
from samestory.errors import TableError

ARTICLES = pd.DataFrame(
    {
        "article_id": list("abcdef"),
        "outlet": list("ABCDEF"),
        "published": pd.to_datetime(["2024-05-01"] * 6, utc=True),
        "published_precision": "day",
    }
)
PAIRS = pd.DataFrame(
    {
        "earlier_id": ["a", "a", "b", "d", "c"],
        "later_id": ["b", "c", "c", "e", "d"],
        "similarity": [0.4, 0.4, 0.4, 0.4, 0.1],
    }
)


def steps(**options):
    return ss.reuse.group_sensitivity(ARTICLES, PAIRS, **options)


def test_each_closeness_has_its_groups():
    table = steps(closeness=[0.9, 0.01])
    assert table["closeness"].tolist() == [0.01, 0.9]
    assert table["n_groups"].tolist() == [2, 3]  # a to e and f; a b c, d e and f
    assert table["n_several"].tolist() == [1, 2]
    assert table["n_joined"].tolist() == [5, 5]
    assert table["largest"].tolist() == [5, 3]
    assert set(table["n_articles"]) == {6}


def test_each_row_agrees_with_story_groups():
    for row in steps().itertuples():
        groups = ss.reuse.story_groups(ARTICLES, PAIRS, closeness=row.closeness)
        assert row.n_groups == groups["group_id"].nunique()


def test_the_value_in_use_is_marked_once():
    assert steps()["is_default"].sum() == 1


def test_corrections_hold_at_every_threshold():
    apart = pd.DataFrame({"article_id": ["a"], "other_id": ["b"], "decision": ["apart"], "coder": ["hand"]})
    table = steps(closeness=[0.01, 0.9], corrections=apart)
    assert (table["n_groups"] > steps(closeness=[0.01, 0.9])["n_groups"]).all()


@pytest.mark.parametrize("wrong", [0.4, "0.4", [0], [1.1], [0.4, None], [float("nan")]])
def test_what_is_no_list_of_thresholds_is_an_error(wrong):
    with pytest.raises(TableError, match="closeness"):
        steps(closeness=wrong)


def test_the_figure_shows_each_count_and_the_value_in_use():
    ax = ss.reuse.plot_group_sensitivity(steps())
    lines = {line.get_label(): list(line.get_ydata()) for line in ax.get_lines()}
    assert lines["groups, single articles included"] == steps()["n_groups"].tolist()
    assert lines["articles of the largest group"] == steps()["largest"].tolist()
    assert any("used here" in text.get_text() for text in ax.texts)


def test_without_articles_the_figure_is_empty():
    ax = ss.reuse.plot_group_sensitivity(ss.reuse.group_sensitivity(ARTICLES.head(0), PAIRS.head(0)))
    assert set(ax.get_lines()[0].get_ydata()) == {0}
