"""How much of an article other texts explain: planted copies, a credit alone, open order, and copies once."""

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.reuse.explained import explained_by_outlet, explained_words


@pytest.fixture(scope="module")
def fire():
    story = ss.load_story("harbour-fire")
    return story, explained_words(story.articles, story.table("passages"), parts=story.table("parts"))


def test_every_planted_copy_is_explained_and_the_translated_one_is_credited_not_seen(fire):
    story, words = fire
    by = words.set_index("article_id")
    plants = story.truth["plants"].set_index("kind")["article_id"]
    for kind, least in (("verbatim_copy", 1), ("light_rewrite", 0.95), ("heavy_rewrite", 0.9)):
        rows = by.loc[plants[[kind]]]
        assert (rows["least_share"] >= least).all() and (rows["outlet_words"] == 0).all(), kind
    release = by.loc[plants["release_copy"]]
    assert (release["agency_words"], release["outlet_words"]) == (0, 54)  # the release is no agency's
    unseen = by.loc[plants["agency_translation"], ["evidence", "least_share", "most_share"]]
    assert unseen.tolist() == ["credited, not seen", 0, 1]
    copied = ["verbatim_copy", "light_rewrite", "heavy_rewrite", "release_copy"]
    assert set(words.loc[words["evidence"] == "explained", "article_id"]) == set(plants[copied])


def made(rows, passages=()):
    """Articles of ten words, and passages of whole articles: (earlier, later, order)."""
    text = "one two three four five six seven eight nine ten"
    articles = pd.DataFrame(rows, columns=["article_id", "outlet", "agency_credit"]).assign(text=text, language="en")
    table = pd.DataFrame(passages, columns=["earlier_id", "later_id", "order"])
    table = table.assign(begin=0, end=len(text), later_begin=0, later_end=len(text), n_words=10, kind="writing")
    return articles, table


def test_open_order_gives_bounds_and_a_version_of_the_same_page_explains_nothing():
    articles, passages = made(
        [("a", "Alpha", None), ("b", "Beta", None), ("c", "Beta", None)], [("a", "b", "tied"), ("b", "c", "known")]
    )
    words = explained_words(articles.assign(version_of=[None, None, "b"]), passages).set_index("article_id")
    assert words.loc["b", ["evidence", "least_share", "most_share"]].tolist() == ["order open", 0, 1]
    assert words.loc["c", ["evidence", "least_share", "most_share"]].tolist() == ["nothing shared", 0, 0]


def test_an_outlet_has_bounds_and_its_copies_count_once():
    rows = [("w", "AFP", None), *((f"k{i}", "Alpha", None) for i in range(6)), ("u", "Alpha", "Reuters")]
    articles, passages = made(rows, [("w", "k0", "known")])
    words = explained_words(articles, passages)
    alpha = explained_by_outlet(words).set_index("outlet").loc["Alpha"]
    assert (alpha["n_articles"], alpha["n_not_seen_articles"]) == (7, 1)
    assert alpha[["article_least_share", "article_most_share"]].tolist() == pytest.approx([1 / 7, 2 / 7])
    assert 0 <= alpha["article_low"] < 1 / 7 and 2 / 7 < alpha["article_high"] < 1
    families = pd.DataFrame({"article_id": [f"k{i}" for i in range(1, 6)], "family_id": "one"})
    once = explained_by_outlet(words, families=families).set_index("outlet").loc["Alpha"]
    assert once["n_families"] == 3  # five copies, k0 and u
    assert once[["family_least_share", "family_most_share"]].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert once["article_least_share"] == alpha["article_least_share"]


def test_the_figure_hatches_what_cannot_be_told(fire):
    story, words = fire
    table = explained_by_outlet(words, families=story.table("families"))
    ax = ss.reuse.plot_explained(table)
    assert [bar.get_width() for bar in ax.patches] == [1, 1]  # the credited translation, by articles and by families
    assert len(ax.get_yticklabels()) == len(table)
    ss.reuse.plot_explained(table.head(0)).figure.draw_without_rendering()
