"""Readable names of articles, claims, actors and events."""

from dataclasses import replace

import pandas as pd
import pytest

import samestory as ss
from samestory.plotting.theme import clipped
from samestory.story.names import article_names, in_words, language_name
from samestory.story.settings import Settings


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
    assert story.event_names()["toll"] == "Death toll"
    assert in_words("goundam_nine_dead") == "Goundam nine dead"


def test_languages_have_their_english_names_and_unknown_codes_stay():
    assert [language_name(code) for code in ("uk", "pt-BR", "zz", "not a code")] == [
        "Ukrainian", "Portuguese (Brazil)", "zz", "not a code",
    ]  # fmt: skip
    assert ss.load_story("harbour-fire").language_names() == {
        "en": "English", "fr": "French", "ru": "Russian", "uk": "Ukrainian",
    }  # fmt: skip


def test_an_event_without_a_title_has_its_description_with_a_capital_letter():
    story = ss.load_story("harbour-fire")
    settings = story.settings.model_copy(update={"event_titles": {"fire": "a fire"}})
    names = replace(story, settings=settings).event_names()
    assert names["fire"] == "A fire"
    assert names["toll"] == "How many people died, by the Harbour Office and by the dockers' union"


def test_a_title_of_an_unknown_event_is_an_error():
    known = {"title": "T", "question": "Q", "origin": "O", "publish": "P", "events": {"fire": "the fire"}}
    with pytest.raises(ValueError, match="event_titles names 'fre', which is not in events. Did you mean 'fire'?"):
        Settings.model_validate(known | {"event_titles": {"fre": "Fire"}})


def test_titles_of_shipped_events_fit_a_figure():
    for name in ss.stories():
        assert all(clipped(title) == title for title in ss.load_story(name).event_names().values())
