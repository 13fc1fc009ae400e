"""Tone by lexicon, hedges and boosters, reporting verbs: against VADER itself, planted truth, and made articles."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import samestory as ss
from samestory.errors import SamestoryError, TableError
from samestory.questions.tone.lexicon import lexicon_for, score_of
from samestory.questions.tone.means import means
from samestory.statistics import mean_interval
from samestory.text import sentences as sentence_places

NONE = pd.DataFrame(columns=["article_id", "begin", "end"])


@pytest.fixture(scope="module")
def story():
    return ss.load_story("harbour-fire")


@pytest.fixture(scope="module")
def view(story):
    return ss.tone.overview(story, by="country")


def articles(*texts, language="en", outlets=None):
    ids = [f"a{number:02d}" for number in range(len(texts))]
    table = {"article_id": ids, "outlet": outlets or ids, "language": language, "text": list(texts), "country": pd.NA}
    return pd.DataFrame(table).assign(story="made")


def test_scores_are_vaders_own(story):
    vader, lexicon = SentimentIntensityAnalyzer(), lexicon_for("en", None)
    texts = story.articles.query("language == 'en'")["text"]
    said = [text[a:b] for text in texts for a, b in sentence_places(text, "en")]
    said += ["He is not good, but she is VERY good.", "No one was hurt.", "It was hardly a great success for Ann."]
    plain = [one.translate(str.maketrans("’“”—", '\'"" ')) for one in said]
    kept = [one for one in plain if not set(one) & set("!?…") and vader.polarity_scores(one)["compound"]]
    assert len(kept) > 100
    for one in kept:
        found = lexicon.read(one, "en")
        assert score_of(sum(word.contribution for word in found)) == pytest.approx(
            vader.polarity_scores(one)["compound"], abs=2e-4
        )
        assert [one[word.begin : word.end].lower() for word in found] == [word.word for word in found]


def test_a_negation_is_shown_and_a_sentence_without_a_known_word_has_no_score():
    table = articles("The plan isn’t good. Ships came at noon.")
    words = ss.tone.words(table, attributions=NONE)
    assert words[["word", "valence", "contribution", "change"]].values.tolist() == [["good", 1.9, -1.406, "negation"]]
    rows = ss.tone.sentences(table, attributions=NONE)
    assert rows["status"].tolist() == ["scored", "no word of the lexicon"]
    assert rows["score"].iloc[0] < 0 and np.isnan(rows["score"].iloc[1])
    assert rows["covered_share"].tolist() == [1 / 4, 0.0]
    assert ss.tone.sentences(table, attributions=NONE, without=["Good"])["n_covered"].sum() == 0


def test_a_language_without_a_lexicon_is_counted_and_a_lexicon_may_be_given():
    table = articles("Пожежа була страшна.", "Вогонь згас.", language="uk")
    rows = ss.tone.sentences(table, attributions=NONE)
    found = ss.tone.levels(rows, table, "language").iloc[0]
    assert (found["n_articles"], found["n_articles_unscored"], found["articles_unscored"]) == (
        0,
        2,
        "no lexicon for uk",
    )
    assert np.isnan(found["article_mean"])
    own = ss.tone.Lexicon("own", "mine", "by hand", {"страшна": -3})
    rows = ss.tone.sentences(table, attributions=NONE, lexicons={"uk": own})
    assert rows["score"].notna().tolist() == [True, False] and rows["lexicon"].unique().tolist() == ["own"]


@pytest.mark.parametrize("scores", [{}, {"x": 99}, {"x": float("nan")}])
def test_a_lexicon_without_sound_values_is_refused(scores):
    with pytest.raises(SamestoryError, match="expected words with numbers"):
        ss.tone.Lexicon("own", "mine", "by hand", scores)


def test_voices_are_apart():
    text = "The mayor said that the strike was a terrible crime. “It is a wonderful day for us all,” he said. Good."
    table = articles(text)
    rows = ss.tone.sentences(table)
    by_voice = rows[rows["score"].notna()].groupby("voice")["score"].mean()
    assert by_voice["attributed"] < 0 < by_voice["quoted"] and by_voice["own"] > 0
    unknown = ss.tone.sentences(articles("Yangın çok kötüydü.", language="tr"))
    assert unknown["voice"].tolist() == ["cannot tell"]


def test_no_interval_has_a_width_of_zero_or_leaves_the_scale():
    assert mean_interval(pd.Series([0.5] * 20), n_resamples=50, seed=0)[2] == "none"
    assert mean_interval(pd.Series([0.1, 0.9, 0.2, 0.3]), n_resamples=50, seed=0)[2] == "none"
    rows = pd.DataFrame({"article_id": [f"a{i}" for i in range(5)], "group": "g", "value": [0.0, 0.0, 0.0, 0.0, 1.0]})
    one = means(rows, ["group"], None, bounds=(0.0, 1.0), n_resamples=50, seed=0).iloc[0]
    assert one["article_interval"] == "t" and one["article_low"] == 0.0 < one["article_high"]


def test_a_word_of_every_outlet_is_topic_and_one_of_a_single_outlet_is_not():
    texts = [f"The attack came at dawn{'. It was a shame' if number < 8 else ''}." for number in range(32)]
    table = articles(*texts, outlets=[f"o{number // 8}" for number in range(32)])
    rows = ss.tone.words(table, attributions=NONE)
    found = ss.tone.topic_words(rows, table, least=0.25).set_index("word")
    assert found.loc["attack", "is_topic"] and found.loc["attack", "n_groups"] == 4
    assert not found.loc["shame", "is_topic"] and found.loc["shame", "q_equal"] < 0.05


def test_copies_count_once():
    table = articles(*["A good day."] * 6, "A bad day.", "A bad, bad day.")
    families = pd.DataFrame({"article_id": table["article_id"], "family_id": ["f"] * 6 + ["x", "y"]})
    rows = ss.tone.sentences(table, attributions=NONE)
    found = ss.tone.levels(rows, table, "language", families=families).iloc[0]
    assert (found["n_articles"], found["n_families"]) == (8, 3)
    assert found["family_mean"] < 0 < found["article_mean"]


def test_hedges_boosters_and_the_month_of_may():
    table = articles("It may close in May. Clearly it allegedly will. The crew could not leave. It is not really so.")
    found = ss.tone.markers(table, attributions=NONE)
    assert list(zip(found["marker"], found["kind"], strict=True)) == [
        ("may", "hedge"),
        ("clearly", "booster"),
        ("allegedly", "hedge"),
    ]
    rows = ss.tone.sentences(table, attributions=NONE)
    rates = ss.tone.marker_rates(rows, table, "language").set_index("kind")
    assert rates.loc["hedge", "article_mean"] == pytest.approx(100 * 2 / 19)
    with pytest.raises(SamestoryError, match="own voice"):
        ss.tone.marker_rates(rows, table, per="claims")


def test_a_language_without_lists_is_cannot_tell_and_never_zero():
    table = articles("Yangın belki çıktı.", language="tr")
    rows = ss.tone.sentences(table)
    assert ss.tone.marker_rates(rows, table, "language", voice=None).empty
    mixed = pd.concat([table, articles("It may close.").assign(article_id="en")])
    found = ss.tone.marker_rates(ss.tone.sentences(mixed), mixed, "story", voice=None).set_index("kind")
    assert found.loc["hedge", ["n_articles", "n_articles_cannot_tell"]].tolist() == [1, 1]


def test_a_reporting_verb_has_its_stance():
    table = articles(
        "The firm claimed that it had paid. The mayor admitted that he had known. The police alleged that it was set."
        " The union denied that it had struck. The office confirmed that four died. He did not confirm that five died."
    )
    found = ss.tone.verbs(table)
    assert found["stance"].tolist()[:5] == ["claiming", "conceding", "alleging", "denying", "confirming"]
    assert "confirming" not in found["stance"].tolist()[5:]
    shares = ss.tone.stances(found, table, "language")
    assert shares["article_mean"].sum() == pytest.approx(1.0)


def test_planted_changes_of_firmness_are_seen(view):
    planted = view.planted().set_index("plant")
    assert planted.loc["P09", "found"] == "none" and "(hedge)" in planted.loc["P09", "other_found"]
    assert "(confirming)" in planted.loc["P11", "found"] and "(confirming)" not in planted.loc["P11", "other_found"]
    assert "(claiming)" in planted.loc["P13", "found"] and "(claiming)" in planted.loc["P13", "other_found"]
    assert planted.loc["P10", "found"] == "none"
    hopes = view.verbs.query("article_id == 'holos-0304-dokery' and stance == 'believing'")
    assert len(hopes) == 1  # the strikers hope, on the way; the French sentence puts it after a comma and is missed


def test_mentions_of_planted_labels_are_found(story, view):
    truth = story.truth["labels"]
    found = ss.coding.actor_mentions(story.articles, story.codebook)
    hits = truth.merge(found, on=["article_id", "actor"], suffixes=("", "_found"))
    hits = hits[(hits["begin"] < hits["end_found"]) & (hits["begin_found"] < hits["end"])]
    assert len(hits.drop_duplicates(["article_id", "actor", "label", "voice"])) >= 0.95 * len(truth)
    assert set(view.mentions["actor"]) == set(found["actor"])


def test_the_overview_says_what_a_lexicon_cannot_see(view):
    said = str(view.summary())
    assert "no lexicon for fr, no lexicon for ru, no lexicon for uk" in said and "words of the topic" in said
    assert "profiteers (+0.5)" in str(view.blind())
    assert view.contributions.iloc[0]["word"] == "fire" and view.contributions.iloc[0]["is_topic"]
    assert abs(view.without_topic["article_mean"].mean()) < abs(view.levels["article_mean"].mean())


def test_a_story_without_codebook_or_english_has_a_page_too(story):
    uncoded = SimpleNamespace(
        articles=story.articles.query("language == 'ru'"),
        codebook=SimpleNamespace(actors={}),
        truth={"plants": story.truth["plants"].head(0)},
        table=lambda name: story.table(name).head(0) if name == "parts" else story.table(name),
        actor_names=dict,
        article_names=story.article_names,
    )
    view = ss.tone.overview(uncoded)
    assert "There is no lexicon for any language" in str(view.summary())
    assert (
        "names no actor" in str(view.towards()) and view.planted().empty and str(view.strongest()) == "No such passage."
    )


def test_an_unknown_column_or_voice_is_said(story):
    rows = ss.tone.sentences(articles("A good day."), attributions=NONE)
    with pytest.raises(TableError):
        ss.tone.levels(rows, articles("A good day."), "nothing")
    with pytest.raises(SamestoryError, match="no voice"):
        ss.tone.levels(rows, articles("A good day."), voice="mine")


class Few:
    """An encoder of a few numbers: it needs no weights, and no two words of the test are alike."""

    name = "few"

    def encode(self, said):
        marks = ["betrayed", "visited", "saved", "Ann", "Bob"]
        return np.array([[1.0, *(float(mark in one) for mark in marks)] for one in said], dtype=np.float32)


def judged(n=30):
    rows = [
        (f"{who} {did} the town {number}.", 0, 3, tone)
        for number in range(n)
        for who in ("Ann", "Bob")
        for did, tone in (("betrayed", "negative"), ("visited", "neutral"), ("saved", "positive"))
    ]
    return pd.DataFrame(rows, columns=["sentence", "begin", "end", "tone"])


def test_a_trained_model_is_kept_as_numbers_and_read_again(tmp_path):
    table = judged()
    model = ss.tone.train(table, encoder=Few(), path=tmp_path / "model.npz")
    assert (model.predict(table)["tone"] == table["tone"]).mean() > 0.95
    again = ss.tone.load_model(tmp_path / "model.npz", encoder=Few())
    assert again.predict(table)["tone"].tolist() == model.predict(table)["tone"].tolist()
    assert again.about["n_rows"] == len(table) and model.predict(table.head(0)).empty
    with pytest.raises(SamestoryError, match="made with the encoder 'few'"):
        ss.tone.load_model(tmp_path / "model.npz")


def test_a_file_that_holds_code_or_damage_is_refused(tmp_path):
    harmful = tmp_path / "harmful.npz"
    np.savez(harmful, linear_w=np.array([SimpleNamespace()], dtype=object))
    (tmp_path / "cut.npz").write_bytes(harmful.read_bytes()[:40])
    for path in (harmful, tmp_path / "cut.npz"):
        with pytest.raises(SamestoryError, match="not a model of tone"):
            ss.tone.load_model(path, encoder=Few())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"end": 99}, "not in the sentence"),
        ({"tone": "angry"}, "expected negative, neutral or positive"),
        ({"tone": "neutral"}, "all three tones"),
    ],
)
def test_rows_that_nothing_can_be_learnt_from_are_refused(change, said):
    with pytest.raises(SamestoryError, match=said):
        ss.tone.train(judged().assign(**change), encoder=Few())
