"""What the notebook about the corpus says: exact sentences for small sets counted by hand."""

from dataclasses import replace

import pandas as pd
import pytest

import samestory as ss
from samestory.plotting import show_all

NAMES = ["article_id", "outlet", "country", "language", "published", "published_precision", "text_status", "event"]
A = ("a", "Gull", "France", "en", "2024-10-14T23:30Z", "minute", "full", "main")
B = ("b", "Gull", None, "en", "2024-10-14", "day", "cut", "main")
C = ("c", "Kite", "Italy", "fr", None, "unknown", "full", "main")


@pytest.fixture
def corpus(small_story):
    """The overview of a story with these articles."""
    story = ss.load_story(small_story)

    def make(*rows):
        articles = ss.schema.check(pd.DataFrame(rows, columns=NAMES).assign(story="small"), "articles")
        return ss.corpus.overview(replace(story, _articles=articles))

    return make


def test_the_summary_counts_dates_and_whole_texts(corpus):
    assert repr(corpus(A, B, C).summary()) == (
        "The set has 3 articles of 2 outlets in 2 languages. With a date: 2 of 3 articles; the others have no place in "
        "any order. Text seen whole: 2 of 3 articles; only these can show that a claim was left out."
    )


def test_the_summary_of_one_article(corpus):
    assert repr(corpus(A).summary()) == (
        "The set has 1 article of 1 outlet in 1 language. With a date: 1 of 1 article. Text seen whole: 1 of 1 "
        "article; only these can show that a claim was left out."
    )


def test_a_story_without_articles_has_no_result(corpus):
    empty = corpus()
    assert repr(empty.summary()) == "This story has no articles."
    parts = [empty.outlets(), empty.countries(), empty.languages(), empty.dates(), empty.texts(), empty.gaps()]
    assert repr(show_all(parts)).split("\n\n") == [
        "Outlets with more than one article: 0 of 0.",
        "Articles whose country is not stated: 0 of 0.",
        "No language is known.",
        "With a date: 0 of 0 articles. No article is known to the day.",
        "Texts seen whole: 0 of 0 articles. No article is assigned to a part of the story.",
        "Facts that are missing for some articles: 0 of 9. Known for all articles: author, country, part of the "
        "story, language, outlet, date, text, title, web address.",
    ]


def test_outlets_with_several_articles_and_articles_without_outlet(corpus):
    assert repr(corpus(A, B, C).outlets()) == (
        "Outlets with more than one article: 1 of 2. The largest number of articles from one outlet: 2."
    )
    assert repr(corpus(A, ("d", None, *C[2:])).outlets()) == (
        "Outlets with more than one article: 0 of 1. Articles whose outlet is not known: 1."
    )


def test_countries_that_share_the_first_place_are_all_named(corpus):
    assert repr(corpus(A, B, C).countries()) == (
        "Most articles: France, Italy (each 1 of 3, 33%). Articles whose country is not stated: 1 of 3."
    )
    assert repr(corpus(B).countries()) == "Articles whose country is not stated: 1 of 1."


def test_languages_have_names(corpus):
    view = corpus(A, B, C)
    assert list(view.by_language["name"]) == ["English", "French"]
    assert repr(view.languages()) == (
        "Most articles: English (2 of 3, 67%). Languages with a single article: 1 of 2. A single article cannot "
        "represent its language."
    )


def test_the_busiest_day_and_days_that_share_it(corpus):
    assert repr(corpus(A, B, C).dates()) == (
        "With a date: 2 of 3 articles. The largest number on one day: 2 articles, on 14 October 2024."
    )
    later = ("d", "Kite", None, "fr", "2024-10-20", "day", "full", "main")
    assert repr(corpus(A, later).dates()) == (
        "With a date: 2 of 2 articles. The largest number on one day: 1 article, on each of 2 days, the first of them "
        "14 October 2024."
    )
    assert repr(corpus(C).dates()) == "With a date: 0 of 1 article. No article is known to the day."


def test_parts_of_the_story_without_a_whole_text(corpus):
    assert repr(corpus(B).texts()) == (
        "Texts seen whole: 0 of 1 article. Parts of the story without any: 1 of 1 (What the story is about, in one "
        "line.). There nobody can show that something was left out."
    )
    assert repr(corpus(A, B).texts()) == (
        "Texts seen whole: 1 of 2 articles. Every part of the story has at least one."
    )
    assert repr(corpus((*C[:-1], None)).texts()) == (
        "Texts seen whole: 1 of 1 article. No article is assigned to a part of the story."
    )


def test_the_fact_that_is_missing_most_often(corpus):
    assert repr(corpus(A, B, C).gaps()) == (
        "Facts that are missing for some articles: 6 of 9. Missing most often: author (3 of 3 articles). Known for all "
        "articles: part of the story, language, outlet."
    )


def test_coding_by_a_person_and_none_at_all(corpus, small_story):
    assert repr(corpus(A, B, C).coding()).split("\n\n") == [
        "Coded rows: 1, in 1 table, by 1 coder.",
        "Copies were not examined: none of 3 articles has a text, a credit or a coding to compare, so nothing here "
        "says how many reports are independent. Copies are not independent votes, so the other notebooks count "
        "articles and families.",
    ]
    (small_story / "coding" / "claims.csv").unlink()
    assert repr(ss.corpus.overview(ss.load_story(small_story)).coding()).startswith(
        "Nothing is coded in this story. `samestory code small` codes it by machine."
    )


def test_the_origin_and_the_period_are_those_of_story_yaml(corpus, small_story):
    text = (small_story / "story.yaml").read_text()
    (small_story / "story.yaml").write_text(
        "\n".join(
            "period: {begin: 2024-10-01, end: 2024-10-31}" if "period:" in one else one for one in text.split("\n")
        )
    )
    assert repr(ss.corpus.overview(ss.load_story(small_story)).origin()) == (
        "The story covers 1 October 2024 to 31 October 2024.\n\nSay who collected the articles, when, and how."
    )
