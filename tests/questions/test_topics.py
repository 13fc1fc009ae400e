"""Topics: found again if planted, refused if there are too few articles, and counted by outlet with copies once."""

import numpy as np
import pandas as pd
import pytest

import samestory as ss
from samestory.plotting import evidence
from samestory.questions.wording.topic_models import _coherence, topic_map, topic_shares

WORDS = {name: [f"{name}{a}{b}" for a in "abcdef" for b in "klmn"] for name in ("harbour", "budget", "football")}
COMMON = [f"common{a}{b}" for a in "abcdefgh" for b in "klmnop"]


def planted(n=150, *, seed=3):
    """Articles of three topics: two outlets write about all alike, the third one about football only."""
    random, rows = np.random.default_rng(seed), []
    for i in range(n):
        outlet = ("Alpha", "Beta", "Gamma")[i % 3]
        topic = "football" if outlet == "Gamma" else list(WORDS)[(i // 3) % 3]
        said = [*random.choice(WORDS[topic], 16), *random.choice(COMMON, 40)]
        rows.append((f"a{i:03d}", "en", outlet, " ".join(random.permutation(said)), topic))
    return pd.DataFrame(rows, columns=["article_id", "language", "outlet", "text", "planted"])


@pytest.fixture(scope="module")
def articles():
    return planted()


@pytest.fixture(scope="module")
def found(articles):
    return topic_map(articles, n_topics=3)


def test_planted_topics_are_found_with_their_words_stable_and_coherent(articles, found):
    both = found.articles.merge(articles, on="article_id")
    assert both.groupby("topic_id")["planted"].nunique().tolist() == [1, 1, 1]
    for row in found.topics.itertuples():
        name = both.loc[both["topic_id"] == row.topic_id, "planted"].iloc[0]
        assert all(word.startswith(name) for word in row.words.split(", "))
    assert (found.topics["stability"] > 0.75).all() and found.topics["is_stable"].all()
    assert (found.topics["coherence"] > found.topics["coherence_chance"] + 0.5).all()
    assert found.topics["n_held_out"].eq(30).all() and found.articles["is_held_out"].sum() == 30


def test_order_of_articles_does_not_matter(articles, found):
    mixed = articles.sample(frac=1, random_state=4)
    again = topic_map(mixed, n_topics=3)
    pd.testing.assert_frame_equal(again.topics, found.topics)
    pd.testing.assert_frame_equal(again.articles, found.articles)
    pd.testing.assert_frame_equal(topic_shares(again, mixed), topic_shares(found, articles))


def test_an_outlet_that_differs_is_found_and_two_that_do_not_are_not(articles, found):
    table = topic_shares(found, articles)
    football = found.topics.loc[found.topics["words"].str.startswith("football"), "topic_id"].item()
    rows = table.set_index(["group", "topic_id"])
    gamma = rows.loc[("Gamma", football)]
    assert (gamma["n_with"], gamma["n_articles"], gamma["family_share"]) == (50, 50, 1.0)
    assert gamma["p_adjusted"] < 1e-6 and gamma["family_low"] < 1
    assert table.groupby("group")["article_share"].sum().tolist() == pytest.approx([1, 1, 1])


def test_twenty_copies_of_one_article_are_one_vote_and_make_no_topic(articles, found):
    copies = pd.concat([articles.query("article_id == 'a000'").assign(article_id=f"b{i:02d}") for i in range(20)])
    more = pd.concat([articles, copies])
    families = pd.DataFrame({"article_id": ["a000", *copies["article_id"]], "family_id": "one"})
    again = topic_map(more, n_topics=3, families=families)
    pd.testing.assert_frame_equal(again.topics.drop(columns=["n_articles"]), found.topics.drop(columns=["n_articles"]))
    votes = topic_shares(again, more, families=families)
    before = topic_shares(found, articles)
    stays = [name for name in votes if "famil" in name or name == "p_value"]
    pd.testing.assert_frame_equal(votes[stays], before[stays])
    assert votes.loc[votes["group"] == "Alpha", "n_articles"].eq(70).all()


def test_languages_never_meet_by_words_and_a_small_one_is_refused(articles):
    few = articles.head(12).assign(language="fr", article_id=lambda t: "fr" + t["article_id"])
    gone = articles.tail(1).assign(article_id="z", text=None)
    both = topic_map(pd.concat([articles, few, gone]), n_topics=3)
    assert set(both.topics["model"]) == {"en"}
    assert both.refused[["model", "reason"]].values.tolist() == [["fr", "too few articles: 12, needs 100"]]
    reasons = both.articles.loc[both.articles["topic_id"].isna(), "reason"].value_counts().to_dict()
    assert reasons == {"too few articles: 12, needs 100": 12, "no text": 1}


def test_more_topics_need_more_articles_and_copies_do_not_help(articles):
    assert topic_map(articles, n_topics=20).refused["reason"].tolist() == ["too few articles: 150, needs 200"]
    families = articles[["article_id"]].assign(family_id=[f"f{i % 60}" for i in range(150)])
    refused = topic_map(articles, families=families).refused
    assert refused["reason"].tolist() == ["too few articles that are not copies: 60, needs 100"]


def test_by_meaning_languages_share_a_topic(articles):
    from samestory.engine.meaning.sentences import SentenceVectors

    mixed = articles.assign(language=["fr" if i % 2 else "en" for i in range(len(articles))])
    centre = {name: np.eye(8, dtype=np.float32)[i] for i, name in enumerate(WORDS)}
    random = np.random.default_rng(0)
    numbers = np.stack([centre[name] + random.normal(0, 0.05, 8) for name in mixed["planted"]]).astype(np.float32)
    rows = mixed[["article_id", "language"]].assign(sentence=0, begin=0, end=1, n_words=5)
    vectors = SentenceVectors(rows, numbers, mixed.head(0)[["article_id"]], "invented", {})
    found = topic_map(mixed, by="meaning", n_topics=3, vectors=vectors)
    both = found.articles.merge(mixed, on="article_id")
    assert both.groupby("topic_id")["planted"].nunique().tolist() == [1, 1, 1]
    assert both.groupby("topic_id")["language"].nunique().tolist() == [2, 2, 2]


def test_coherence_by_hand():
    from scipy.sparse import csr_matrix

    # together in 2 of 4, each in 2: log(0.5 / 0.25) / -log(0.5) = 1; never together: -1; a word of no article: left out
    kept = csr_matrix(np.array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0]], dtype=bool))
    assert _coherence(kept, np.array([0, 1])) == pytest.approx(1)
    assert _coherence(kept, np.array([0, 2, 3])) == -1
    assert np.isnan(_coherence(kept, np.array([0, 3])))


@pytest.mark.parametrize(
    ("options", "said"), [({"by": "letters"}, "by is 'letters'"), ({"n_topics": 1}, "n_topics is 1")]
)
def test_an_option_out_of_range_is_refused(articles, options, said):
    with pytest.raises(ss.errors.TableError, match=said):
        topic_map(articles, **options)


def test_figures_say_what_the_tables_say(articles, found):
    ax = ss.wording.plot_topics(found.topics)
    assert [bar.get_width() for bar in ax.patches[:3]] == found.topics["n_articles"].tolist()
    table = topic_shares(found, articles).merge(found.topics[["topic_id", "words"]])
    ax = ss.wording.plot_topic_shares(table)
    assert [t.get_text() for t in ax.get_yticklabels() if t.get_text()] == table.sort_values("topic_id")[
        "group"
    ].tolist()
    assert len(evidence._areas[ax]) == (table["n_with"] > 0).sum()  # each leads to the outlet's clearest article
    assert "50 of 50" in [text.get_text() for text in ax.texts]
    for plot, rows in ((ss.wording.plot_topics, found.topics), (ss.wording.plot_topic_shares, table)):
        plot(rows.head(0)).figure.draw_without_rendering()
