"""One article with its source: how the source is found, what the page says, and every empty case."""

import re

import pandas as pd
import pytest
from matplotlib.axes import Axes

import samestory as ss
from samestory.questions.translation import figures


@pytest.fixture(scope="module")
def story():
    return ss.load_story("harbour-fire")


@pytest.fixture(scope="module")
def found(story):
    return ss.translation.overview(story)


def test_the_planted_chain_is_recovered(found):
    assert found.article_id == "relay-0304-quay"
    assert found.chain[["hop", "source_id", "article_id"]].values.tolist() == [
        [1, "fanal-0303-dockers", "holos-0304-dokery"],
        [2, "holos-0304-dokery", "relay-0304-quay"],
    ]


def test_every_planted_change_is_found_where_it_is_planted(story, found):
    expected = {
        "hedge_to_fact": ("hedge", "lost"),
        "hope_to_fact": ("attribution", "lost"),
        "attribution_to_vouching": ("vouching", "in place of a source"),
        "number_drift": ("number", "vaguer"),
    }
    plants = story.table("plants").query("article_id == 'relay-0304-quay' and kind in @expected")
    assert len(plants) == 4
    rows = found.along_chain[found.along_chain["article_id"] == "relay-0304-quay"]
    for plant in plants.itertuples():
        here = rows[(rows["begin"] < plant.end) & (rows["end"] > plant.begin)]
        assert expected[plant.kind] in set(zip(here["kind"], here["verdict"], strict=True)), plant.kind


def test_what_is_kept_is_no_change(story, found):
    plant = story.table("plants").query("kind == 'claim_kept_attributed'").iloc[0]
    rows = found.along_chain[found.along_chain["article_id"] == plant["article_id"]]
    assert rows[(rows["begin"] < plant["end"]) & (rows["end"] > plant["begin"])].empty


def test_faithful_rewrites_of_the_agency_have_no_change(found):
    for article in ("ledger-0302-agency", "gristline-0302-copy", "relay-0302-light", "vecher-0302-pozhar"):
        rows = found.all_changes[
            (found.all_changes["article_id"] == article) & (found.all_changes["kind"] != "sentence")
        ]
        assert rows[rows["verdict"] != "cannot tell"].empty, article


def test_the_summary_says_source_pairs_and_changes(found):
    said = found.summary().plain
    assert "it is named as the source. The citation chain has 2 steps in this set." in said
    assert "Changes found: " in said and re.search(r"Along the chain, step by step: \d on step 1, \d on step 2\.", said)


def test_the_foot_of_a_figure_says_what_a_machine_found_and_what_was_coded(found):
    assert found.source_line == (
        "INVENTED story harbour-fire: 31 articles of 17 outlets, sentences aligned and changes found by machine,"
        " sources coded by truth"
    )


def test_a_source_that_is_given_is_taken(story):
    chosen = ss.translation.overview(story, article="relay-0304-quay", source="holos-0304-dokery")
    assert chosen.source_id == "holos-0304-dokery" and len(chosen.chain) == 1
    assert not chosen.found.empty


def test_without_a_named_source_it_is_the_one_most_aligned(story):
    other = ss.translation.overview(story, article="gull-0302-inferno")
    assert other.source_id is not None
    assert other.why.startswith("most of its sentences are aligned (")


def test_an_article_is_not_its_own_source(story):
    with pytest.raises(ss.errors.StoryError, match="is given as article and as source"):
        ss.translation.overview(story, article="relay-0304-quay", source="relay-0304-quay")
    with pytest.raises(ss.errors.StoryError, match="no article 'relay'"):
        ss.translation.overview(story, article="relay")


def test_a_story_of_one_text_says_what_to_fetch_and_shows_the_article_itself():
    seed = ss.translation.overview(ss.load_story("mali-drones"))
    assert seed.article_id == "bunatimes" and seed.source_id is None
    said = seed.summary().plain
    assert "It names Le Monde, korrespondent as its source" in said
    assert "2 vouch for something without one" in said
    assert seed.own.loc[seed.own["is_vouched"], "words"].tolist() == ["According to confirmed data", "As you know"]
    assert "17 pages on the same event" in seed.fetched().plain and (seed.to_fetch["article_id"] != "bunatimes").all()
    assert seed.frequencies().plain == "No article of this story has a source with a text here, so there are no rates."
    assert seed.changes_read().plain == "No two articles were compared, so there is no passage to show."
    assert seed.reasons().plain == "No two articles were compared."


def test_an_article_without_a_text_is_said():
    seed = ss.translation.overview(ss.load_story("mali-drones"), article="tocalife")
    assert "has no text here, so there is nothing to compare." in seed.summary().plain
    assert seed.own.empty


def test_figures_are_drawn_with_and_without_rows(story, found):
    seed = ss.translation.overview(ss.load_story("mali-drones"))
    for one in (found, seed):
        for ax in (
            figures.plot_sentences(one.direct, one.between, one.story.articles, names=one.names),
            figures.plot_trail(one.trail, names=one.names),
            figures.plot_change_rates(one.by_language),
            figures.plot_change_rates(one.by_outlet),
            figures.plot_sources(one.own),
            figures.plot_sources(one.own.head(0)),
        ):
            assert isinstance(ax, Axes)
    assert figures.NOTHING in [text.get_text() for text in figures.plot_trail(seed.trail).texts]


def test_a_line_has_the_colour_of_its_change(story):
    chosen = ss.translation.overview(story, article="relay-0304-quay", source="holos-0304-dokery")
    ax = figures.plot_sentences(chosen.direct, chosen.between, story.articles)
    colours = [line.get_color() for line in ax.get_lines()]
    assert {figures.COLOURS["hedge"], figures.COLOURS["vouching"], figures.COLOURS["number"]} <= set(colours)
    assert len(colours) >= len(chosen.direct)


def test_the_trail_names_the_step_of_each_change(found):
    told = found.trail.set_index(["source_reads", "hop"])["changes"]
    batteries = "Des batteries non déclarées auraient été entreposées parmi eux."
    assert told[batteries, 1] == "" and told[batteries, 2] == "hedge: lost"
    assert pd.Series(found.trail["state"]).isin(["changed", "no change found", "cannot tell", "not aligned"]).all()
