"""The overview of time: its tables, and each sentence word by word."""

from dataclasses import replace

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.timeline.overviews import overview


@pytest.fixture(scope="module")
def invented():
    return ss.load_story("harbour-fire")


def pairs(story):
    tables = (story.joined(name) for name in ("citations", "chains"))
    return ss.sources.graph_edges(story.articles, *tables, families=story.table("families"))


@pytest.fixture(scope="module")
def real():
    story = ss.load_story("mali-drones")
    return overview(story, pairs=pairs(story))


@pytest.fixture(scope="module")
def fire(invented):
    return overview(invented, pairs=pairs(invented))


def story_of(story, article_ids=None, *, claims=None, coder=None, **columns):
    """The story with some of its articles, other columns of them, other claims, or as if coded by somebody else."""
    articles = story.articles
    kept = articles[articles["article_id"].isin(article_ids or articles["article_id"])].reset_index(drop=True)
    rows = story.table("claims") if claims is None else claims
    rows = rows[rows["article_id"].isin(kept["article_id"])].assign(coder=coder or story.coder)
    nobody = {name: table.head(0) for name, table in story.codings.items()}
    return replace(
        story,
        settings=story.settings.model_copy(update={"coder": coder or story.coder, "focus": None}),
        _articles=kept.assign(**columns),
        _codings=nobody | {"claims": rows},
        _truth={name: table.head(0) for name, table in story.truth.items()},
    )


def test_the_summary_of_the_real_story(real):
    assert repr(real.summary()) == (
        "21% of 7,381 pairs of articles can be put in order; 63 of 122 articles have no date. 25 claims are carried"
        " by an article. The earliest article in this set is known for 0 and tied for 0; for 24, articles without a"
        " date may be earlier. Carried only by articles without a date: 1."
    )


def test_the_sentences_of_the_real_story(real):
    assert repr(real.dates()) == (
        "122 articles. Date known to the minute: 0; to the day: 54; to the month: 5; not at all: 63. The story covers 1"
        " July 2024 to 31 October 2024. Copies were looked for among 122 of 122 articles: 67 families."
    )
    assert repr(real.pairs()) == (
        "Of 7,381 pairs of articles, 21% can be put in order. For 2% the dates are too coarse, and for 77% a date is"
        " missing. Nothing below claims an order beyond that."
    )
    assert real.times_caption == (
        "The articles in time, by part of the story: 10 of 10 rows, as precisely as each date is known."
    )
    assert repr(real.left_out()) == (
        "Articles in rows that the figure does not show: 0. Articles known to be outside the period of the story: 0."
    )
    assert repr(real.first_passages()) == "First sightings with a passage in the set: 0 of 43."
    assert repr(real.durations()) == (
        "Longest time in circulation, first and last day included: 84 days (“Defeat near Tinzaouaten, July”, “Many"
        " Wagner men died there”, “Malian soldiers died there”). Median of 24 claims with a known day: 68 days. Most"
        " claims enter on 10 October 2024: 8."
    )
    assert repr(real.delays()) == (
        "55 pairs of articles that belong together. With a known order, and so with a lag: 9. Against known time: 0."
        " The shortest lag is between 0 and 48 hours: Kyiv Independent, 15 Oct 2024 after My.ua (aggregator)."
    )
    assert repr(real.doubts()) == (
        "The longest lag is at least 72 days, from Arab.com.ua to Censor.NET, 14 Oct 2024. Claims for which an"
        " article known only to its month may be first: 9 of 24 (Linkiesta, Dakaractu, PressAfrik). Claims carried"
        " until the last known day of all: 9 of 24. On that day the collection may have ended, not the claim."
    )


def test_first_passages_name_outlet_claim_and_order(fire):
    said = repr(fire.first_passages())
    assert "— Ostvar: Smoke was harmful; order known" in said
    assert said.endswith("First sightings with a passage in the set: 35 of 35.")


def test_tables_have_readable_names(fire):
    assert fire.first.loc[0, "claim"] == fire.circulation.loc[0, "claim"] == "Fire in Shed 14"
    assert fire.days.loc[0, "claims_entering"].startswith("Fire in Shed 14; An explosion came first; ")
    assert fire.known_lags.loc[0, ["source", "target"]].tolist() == [
        "Ostvar, 2 Mar 2023, 10:20",
        "The Kelmouth Ledger, 2 Mar 2023, 11:05",
    ]
    assert fire.known_lags["lag_high_hours"].is_monotonic_increasing
    assert fire.row_names["fire"] == "Fire in Shed 14"


def test_rows_beyond_the_most_are_left_out_and_counted(invented):
    found = overview(invented, by="language", most=1)
    assert set(found.shown["language"]) == {"en"} and len(found.times) == 31
    assert found.times_caption == (
        "The articles in time, by language: 1 of 4 rows, as precisely as each date is known."
    )
    assert repr(found.left_out()).startswith("Articles in rows that the figure does not show: 12.")
    assert found.row_names == {}
    with pytest.raises(ss.errors.TableError, match="tongue"):
        overview(invented, by="tongue")


def test_without_pairs_there_is_no_lag(invented):
    found = overview(invented)
    assert repr(found.delays()) == (
        "0 pairs of articles that belong together. With a known order, and so with a lag: 0. Against known time: 0."
    )
    assert "lag" not in repr(found.doubts())


def test_a_story_without_claims_says_so(invented):
    found = overview(story_of(invented, claims=invented.table("claims").head(0)))
    assert repr(found.summary()) == (
        "78% of 465 pairs of articles can be put in order; 2 of 31 articles have no date. No claim is coded as"
        " carried by an article, so nothing can be said about who was first."
    )
    assert repr(found.durations()) == "No claim is coded as carried on a known day."
    assert repr(found.first_passages()) == "First sightings with a passage in the set: 0 of 0."
    assert repr(found.doubts()) == "Claims for which an article known only to its month may be first: 0 of 0."
    assert found.days.empty and found.circulation.empty


def test_one_article_makes_no_pair(invented):
    found = overview(story_of(invented, ["ostvar-0302-lead"]))
    assert repr(found.pairs()) == "One article makes no pair."
    assert repr(found.summary()).startswith(
        "There is one article, so there is no pair to put in order. 10 claims are carried by an article. The earliest"
        " article in this set is known for 10 and tied for 0; for 0, articles without a date may be earlier."
    )
    assert repr(found.dates()).startswith("1 article. Date known to the minute: 1; to the day: 0;")
    assert "1 day (" in repr(found.durations())
    assert "Copies were not examined: " in repr(found.dates())


def test_one_claim_is_counted_in_the_singular(invented):
    claims = invented.table("claims")
    one = claims[(claims["claim_id"] == "H01") & (claims["article_id"] == "ostvar-0302-lead")]
    said = repr(overview(story_of(invented, claims=one)).summary())
    assert "1 claim is carried by an article. The earliest article in this set is known for 1" in said


def test_undated_articles_have_no_order(invented):
    none = pd.Series(pd.NaT, range(31)).dt.tz_localize("UTC")
    found = overview(story_of(invented, published=none, published_precision="unknown"))
    assert repr(found.summary()) == (
        "0% of 465 pairs of articles can be put in order; 31 of 31 articles have no date. 15 claims are carried by"
        " an article. The earliest article in this set is known for 0 and tied for 0; for 0, articles without a date"
        " may be earlier. Carried only by articles without a date: 15."
    )
    assert repr(found.durations()) == "No claim is coded as carried on a known day."


def test_a_story_without_parts_has_one_row(invented):
    found = overview(story_of(invented, event=pd.Series(pd.NA, range(31), dtype="str")))
    assert set(found.times["event"]) == {"not stated"}
    assert found.times_caption == (
        "The articles in time, by part of the story: 1 of 1 row, as precisely as each date is known."
    )


def test_an_article_outside_the_period_is_named(invented):
    late = invented.articles["published"].mask(
        invented.articles["article_id"] == "ostvar-0302-lead", pd.Timestamp("2023-05-01", tz="UTC")
    )
    assert repr(overview(story_of(invented, published=late)).left_out()).endswith(
        "outside the period of the story: 1 (Ostvar, 1 May 2023, 00:00)."
    )


def test_a_machine_is_named_as_coder(invented):
    said = repr(overview(story_of(invented, coder="auto:rules-9")).summary())
    assert said.endswith("The claims are coded by machine (auto:rules-9), by no person.")
