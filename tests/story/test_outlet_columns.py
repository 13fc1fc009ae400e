"""What a user knows of outlets, in outlets.csv: checked, joined to articles, counted by in measures."""

import pandas as pd
import pytest

from samestory import load_story
from samestory.errors import StoryError
from samestory.questions.claims.measures import matrix as claim_matrix
from samestory.questions.corpus.measures import composition
from samestory.story.outlets import joined, read_outlets

ARTICLES = pd.DataFrame({"article_id": ["a", "b", "c"], "outlet": ["Gull", "Tern", None]}, dtype="str")


def read(folder, text):
    (folder / "outlets.csv").write_text(text)
    return read_outlets(folder, ARTICLES)


def test_columns_of_the_user_are_joined_to_articles(tmp_path):
    table, faults = read(tmp_path, "outlet,owner,leaning\nGull,Gull Press,left\nTern,,right\n")
    assert faults == []
    with_columns = joined(ARTICLES, table)
    assert with_columns["owner"].tolist()[:1] == ["Gull Press"] and with_columns["owner"].isna().tolist() == [
        False,
        True,
        True,
    ]
    assert with_columns["leaning"].tolist()[:2] == ["left", "right"]
    assert "owner" not in ARTICLES


def test_without_the_file_nothing_is_added(tmp_path):
    table, faults = read_outlets(tmp_path, ARTICLES)
    assert (list(table), faults) == (["outlet"], [])
    pd.testing.assert_frame_equal(joined(ARTICLES, table), ARTICLES)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("outlt,owner\nGull,x\n", "column 'outlet' is missing. Did you mean 'outlt'?"),
        ("outlet,owner\nGul,x\n", "row 2: no article is of 'Gul'. Did you mean 'Gull'? Outlets: Gull, Tern"),
        ("outlet,owner\nGull,x\nGull,y\n", "row 3: outlet 'Gull' is given twice, first in row 2"),
        ("outlet,owner\n,x\n", "row 2: outlet is empty"),
        ("outlet,title\nGull,x\n", "column 'title' is one of every article; call it otherwise"),
        ("outlet,owner\nGull,x,y\n", "the header has 2 cells, but row 2 has 3"),
    ],
)
def test_each_fault_of_the_file_is_named(tmp_path, text, fault):
    assert any(fault in one for one in read(tmp_path, text)[1])


def test_a_story_counts_by_what_the_user_knows_of_outlets(small_story):
    outlet = load_story(small_story).articles["outlet"].iloc[0]
    (small_story / "outlets.csv").write_text(f"outlet,owner\n{outlet},A trust\n")
    story = load_story(small_story)
    assert story.outlets[["outlet", "owner"]].values.tolist() == [[outlet, "A trust"]]
    assert composition(story.articles, "owner")["owner"].tolist() == ["A trust"]
    matrix = claim_matrix(story.table("claims"), story.articles, by="owner")
    assert set(matrix["name"]) <= {"A trust"}
    (small_story / "outlets.csv").write_text("outlet,owner\nNobody,A trust\n")
    with pytest.raises(StoryError, match="outlets.csv, row 2: no article is of 'Nobody'"):
        load_story(small_story)
