"""Readable names of articles, claims, actors and events."""

import pandas as pd

import samestory as ss
from samestory.story.names import article_names, in_words, language_name


def rows(*given):
    table = pd.DataFrame(given, columns=["article_id", "outlet", "published", "published_precision"])
    return table.assign(published=pd.to_datetime(table["published"], utc=True, format="mixed"))


def test_one_article_of_an_outlet_has_the_name_of_the_outlet():
    assert article_names(rows(("a", "Gull", "2024-03-02", "day"))) == {"a": "Gull"}


def test_articles_of_one_outlet_have_their_dates_as_precise_as_known():
    names = article_names(
        rows(
            ("a", "Gull", "2024-03-02 10:20", "minute"),
            ("b", "Gull", "2024-03-02", "day"),
            ("c", "Gull", "2024-03-01", "month"),
            ("d", "Gull", None, "unknown"),
        )
    )
    assert list(names.values()) == [
        "Gull, 2 Mar 2024, 10:20",
        "Gull, 2 Mar 2024",
        "Gull, Mar 2024",
        "Gull, date unknown",
    ]


def test_articles_of_one_outlet_and_day_have_their_ids():
    names = article_names(rows(("a", "Gull", "2024-03-02", "day"), ("b", "Gull", "2024-03-02", "day")))
    assert names == {"a": "Gull, a", "b": "Gull, b"}


def test_an_article_without_outlet_has_its_id():
    assert article_names(rows(("a", None, "2024-03-02", "day"))) == {"a": "a"}


def test_no_name_twice_in_the_shipped_stories():
    for name in ss.stories():
        names = ss.load_story(name).article_names()
        assert len(set(names.values())) == len(names)


def test_titles_come_from_the_codebook_and_else_from_the_id():
    story = ss.load_story("harbour-fire")
    assert story.claim_names()["H08"] == "Exits were locked"
    assert story.actor_names()["company"] == "Torvane Terminals"
    assert story.event_names()["toll"].startswith("How many people died")
    assert in_words("goundam_nine_dead") == "Goundam nine dead"


def test_languages_have_their_english_names_and_unknown_codes_stay():
    assert [language_name(code) for code in ("uk", "pt-BR", "zz", "not a code")] == [
        "Ukrainian", "Portuguese (Brazil)", "zz", "not a code",
    ]  # fmt: skip
    assert ss.load_story("harbour-fire").language_names() == {
        "en": "English", "fr": "French", "ru": "Russian", "uk": "Ukrainian",
    }  # fmt: skip
