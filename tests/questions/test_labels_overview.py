"""The overview of labels: its tables, and each sentence word by word."""

from dataclasses import replace

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.labels.overviews import overview
from samestory.story.codebook import Codebook

COUNTRIES = {"Ukraine": "Ukraine", "Russia": "Russia"}


@pytest.fixture(scope="module")
def invented():
    return ss.load_story("harbour-fire")


@pytest.fixture(scope="module")
def real():
    return overview(ss.load_story("mali-drones"), groups=COUNTRIES)


def with_labels(story, labels, articles=None):
    """The story with other rows of labels, and with fewer articles if some are named."""
    kept = story.articles if articles is None else story.articles[story.articles["article_id"].isin(articles)]
    tables = {name: story._codings[name].head(0) for name in ("families", "labels")}
    truth = {name: story._truth[name].head(0) for name in ("families", "labels")}
    return replace(
        story,
        _articles=kept.reset_index(drop=True),
        _codings=story._codings | tables | {"labels": labels},
        _truth=story._truth | truth,
    )


def label(article_id, evaluation, voice="own", coder="truth", actor="dockers"):
    columns = ["article_id", "actor", "label", "voice", "evaluation", "n", "begin", "end", "coder"]
    return pd.DataFrame([(article_id, actor, evaluation, voice, evaluation, 1, None, None, coder)], columns=columns)


def test_the_summary_names_the_groups_with_most_and_least(real):
    assert repr(real.summary()) == (
        "Rebels of northern Mali: of the articles that name this actor in their own voice, 13 of 16 (Russia) and 0 of"
        " 22 (Ukraine) use a delegitimising word. With one vote for each copy family: 9 of 12 (Russia) and 0 of 14"
        " (Ukraine). Of 24 differences between groups that can be tested for any actor, 4 are beyond chance (q below"
        " 0.05) if copies count once. Copies were looked for among 122 of 122 articles: 67 families."
    )


def test_the_sentences_of_the_real_story(real):
    assert repr(real.scope()) == (
        "765 labels for 6 actors, in 122 of 122 articles. Articles in which no label was looked for, because the"
        " codebook has none for their language: 0. Groups, by the mapping given: Russia, Ukraine, elsewhere."
    )
    assert repr(real.top_actors()) == (
        "The figures show the actors that most articles name in their own voice: Rebels of northern Mali, Mali's rulers"
        " and army, Wagner. Looked at closely: Rebels of northern Mali."
    )
    assert repr(real.tests()) == (
        "Comparisons with at least 5 families in both groups: 24 of 28. With q below 0.05: 7 counted in articles, 4"
        " counted in families."
    )
    assert repr(real.quoted()) == (
        "Articles with a delegitimising word for Rebels of northern Mali in their own voice: 24 of 120 that name this"
        " actor. Articles that quote such a word: 21 of 26 that quote any word for this actor."
    )
    assert repr(real.rare_words()) == (
        "Words for Rebels of northern Mali in own voice: 60; in the figure: 14. Left out: 46 rarer words, 15 of them"
        " delegitimising."
    )
    assert repr(real.only_one_group()) == (
        "Words in three articles or more that only one group uses: 15. No other group writes their language: 3. Of the"
        " other 12, exclusive beyond chance (q below 0.05): 1."
    )
    assert repr(real.doubts()) == (
        "Doubtful cases the codebook lists: 5, for example: 'militants' in French is a calque of a Russian or English"
        " word and is coded neutral; the English word is coded delegitimising. Articles whose country is not known: 17"
        " of 122."
    )


def test_one_group_with_a_share_has_nothing_to_compare_with(invented):
    view = overview(invented, groups=COUNTRIES)
    assert repr(view.summary()) == (
        "Dockers: of the articles that name this actor in their own voice, 2 of 14 (Vesmark) use a delegitimising word."
        " With one vote for each copy family: 2 of 11 (Vesmark). No other group has enough articles for a share. No"
        " difference between groups can be tested with so few articles. Copies were looked for among 31 of 31 articles:"
        " 21 families."
    )
    assert "Groups, by country: Belozaria, Corrin, Morvane, Vesmark, Zarynia." in repr(view.scope())
    assert repr(view.rare_words()) == "Words for Dockers in own voice: 10; in the figure: 10."
    assert repr(view.only_one_group()) == "No word that is in three articles or more is used by one group only."


def test_tables_have_readable_names_beside_the_ids(real):
    for table in (real.named, real.shares, real.voices, real.differences, real.words, real.exclusive):
        assert list(table.columns[:2]) == ["actor", "name"]
        assert set(table["name"]) <= set(real.story.actor_names().values())
    assert set(real.delegitimising["evaluation"]) == {"delegitimising"}
    assert real.top_words["rank"].max() == 14
    assert list(real.named["n_articles"].head(3)) == [120, 108, 102]


def test_another_actor_and_other_groups_can_be_asked_for(invented):
    view = overview(invented, by="language", actor="guards", n_actors=1, n_words=2)
    assert (view.actor, view.top, view.name) == ("guards", ["dockers"], "Guards")
    assert set(view.uses["group"]) == {"en", "fr", "ru", "uk"}
    assert set(view.words["actor"]) == {"guards"}
    assert "Groups, by language: en, fr, ru, uk." in repr(view.scope())


def test_an_unknown_actor_is_refused_with_the_nearest(invented):
    with pytest.raises(ss.errors.SamestoryError, match="no actor 'docker'. Did you mean 'dockers'"):
        overview(invented, actor="docker")


def test_an_actor_of_the_codebook_without_a_label_gives_empty_tables(invented):
    view = overview(with_labels(invented, label("gull-0302-inferno", "delegitimising")), actor="guards")
    assert view.words.empty and view.voices.empty
    assert repr(view.rare_words()) == "Words for Guards in own voice: 0; in the figure: 0."
    assert "No group has 5 articles that name Guards in their own voice" in repr(view.summary())


def test_no_labels_are_said_and_every_sentence_still_works(invented):
    view = overview(with_labels(invented, label("gull-0302-inferno", "neutral").head(0)))
    assert repr(view.summary()) == "No label is coded in this story, so every table below is empty."
    assert repr(view.top_actors()) == (
        "The figures show the actors that most articles name in their own voice: none. Looked at closely: no actor."
    )
    assert repr(view.quoted()) == (
        "Articles with a delegitimising word for no actor in their own voice: 0 of 0 that name this actor. Articles"
        " that quote such a word: 0 of 0 that quote any word for this actor."
    )
    assert repr(view.tests()).startswith("Comparisons with at least 5 families in both groups: 0 of 0.")
    assert repr(view.passages()) == (
        "There is no passage to show.\n\nEvaluating labels for these actors whose place in a text is known: 0."
    )
    assert "Groups, by country: (none)." in repr(view.scope())


def test_one_article_one_label_in_the_singular(invented):
    one = with_labels(invented, label("gull-0302-inferno", "delegitimising"), ["gull-0302-inferno"])
    view = overview(one)
    assert repr(view.scope()) == (
        "1 label for 1 actor, in 1 of 1 article. Articles in which no label was looked for, because the codebook has"
        " none for their language: 0. Groups, by country: Vesmark."
    )
    assert repr(view.summary()) == (
        "No group has 5 articles that name Dockers in their own voice, so shares cannot be compared. No difference"
        " between groups can be tested with so few articles. Copies were not examined: one article alone could be"
        " compared, and there is none to compare it with."
    )


def test_a_machine_coded_story_says_so(invented):
    by_machine = with_labels(invented, label("gull-0302-inferno", "delegitimising", coder="auto:rules-5"))
    view = overview(replace(by_machine, chosen="auto:rules-5"))
    assert repr(view.summary()).endswith("The labels are coded by machine (auto:rules-5), by no person.")


def test_articles_in_a_language_without_labels_are_counted_as_not_looked_for(invented):
    story = with_labels(invented, label("gull-0302-inferno", "delegitimising"))
    bare = replace(story, codebook=Codebook())
    assert "none for their language: 30. " in repr(overview(bare).scope())
    assert overview(bare).name == "dockers"


def test_one_difference_beyond_chance_is_in_the_singular(invented):
    languages = invented.articles.set_index("article_id")["language"]
    rows = [label(name, "delegitimising" if code == "en" else "neutral") for name, code in languages.items()]
    story = with_labels(invented, pd.concat(rows, ignore_index=True))
    view = overview(story, by="language", groups={"en": "English"})
    assert "Of 2 differences between groups that can be tested for any actor, 1 is beyond chance" in repr(
        view.summary()
    )
    assert set(view.uses["group"]) == {"English", "elsewhere"}


def test_passages_come_with_the_names_of_article_and_actor(invented):
    shown = repr(overview(invented).passages())
    assert "[profiteers]" in shown
    assert "— The Idle Crane, 2 Mar 2023, 15:30: Torvane Terminals, delegitimising, own voice" in shown
    assert shown.endswith("Evaluating labels for these actors whose place in a text is known: 25.")


def test_the_planted_contrasts_are_found_in_the_voices_they_were_planted_in(invented, real):
    planted = overview(invented).planted()
    assert list(planted.columns) == ["planted", "article", "voice", "other_article", "other_voice"]
    assert planted["planted"].iloc[0] == "Dockers: delegitimising here, legitimising there"
    assert list(planted["voice"]) == ["own", "own", "own", "own"]
    assert list(planted["other_voice"]) == ["own", "none", "quoted", "own"]
    assert real.planted().empty
