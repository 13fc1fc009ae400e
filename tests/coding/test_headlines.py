"""What headlines do with a claim: denials, questions, sources beside a colon, words that keep a distance."""

import pandas as pd
import pytest
from test_denials import claim

from samestory.coding.headlines import COLUMNS, code_headlines
from samestory.errors import SamestoryError


class Book:
    """A codebook of one claim."""

    def __init__(self, **more):
        patterns = {"en": ["bridge w/10 (fell | fall | closed | collapse*)"], "fr": ["pont w/8 (effondré | fermé)"]}
        self.claims = {"bridge": claim(patterns | {"ru": ["мост w/6 рухнул"]}, description="The bridge fell.", **more)}
        self.quantities, self.actors, self.vague = {}, {}, {}
        self.precedence = ("contradicted", "denied", "attributed", "hedged", "asserted")


def state(title, language="en"):
    rows = code_headlines(pd.DataFrame([{"article_id": "a", "language": language, "title": title}]), Book())
    return [(one.status, None if pd.isna(one.attributed_to) else one.attributed_to) for one in rows.itertuples()]


@pytest.mark.parametrize(
    ("title", "status", "source"),
    [
        ("Bridge of Orl fell at dawn", "asserted", None),
        ("Bridge of Orl NOT closed after storm", "denied", None),
        ("No, the bridge of Orl has not been closed", "denied", None),
        ("Bridge of Orl fell? It's a hoax", "denied", None),
        ("Story of fallen bridge debunked: the bridge never closed", "denied", None),
        ("Closed bridge of Orl? Picture is fake", "denied", None),
        ("Mayor denies that the bridge fell", "denied", "Mayor"),
        ("Hospital: nobody hurt as bridge closed", "attributed", "Hospital"),
        ("Minister: bridge will not be closed", "denied", "Minister"),
        ("Bridge of Orl closed: report", "attributed", "report"),
        ("Bridge of Orl closed - sources", "attributed", "sources"),
        ("Bridge of Orl closed (police)", "attributed", "police"),
        ("Bridge of Orl fell at dawn, officials say", "attributed", "officials"),
        ("Did the bridge of Orl fall?", "mentioned", None),
        ("Bridge of Orl reportedly closed", "hedged", None),
        ("City in talks to have bridge closed", "hedged", None),
        ("Bridge of Orl: closed since Monday", "asserted", None),  # a topic before the colon, no source
    ],
)
def test_a_headline_has_the_state_its_words_give(title, status, source):
    assert state(title) == [(status, source)]


@pytest.mark.parametrize(
    ("language", "title", "status"),
    [
        ("fr", "Le pont effondré ? Un canular", "denied"),
        ("fr", "Le pont n'est pas fermé", "denied"),
        ("fr", "Le pont d'Orl s'est effondré", "asserted"),
        ("fr", "Le pont s'est-il effondré ?", "mentioned"),
        ("ru", "Мост не рухнул", "denied"),
        ("ru", "Мост рухнул: источник", "attributed"),
        ("ru", "Мэр опроверг, что мост рухнул", "denied"),
    ],
)
def test_headlines_of_other_languages(language, title, status):
    assert [found for found, _ in state(title, language)] == [status]


def test_headlines_without_the_claim_or_without_words_have_no_row():
    assert state("Storm over Orl") == [] and state("Bridge fell", "ja") == []
    nothing = pd.DataFrame([{"article_id": "a", "language": "en", "title": None}])
    assert code_headlines(nothing, Book()).dtypes.astype(str).to_dict() == dict.fromkeys(COLUMNS, "str")


def test_rows_are_in_order_and_say_what_was_read():
    titles = pd.DataFrame(
        {"article_id": ["b", "a"], "language": "en", "title": ["Bridge\nof Orl  fell", "The bridge has not closed"]}
    )
    rows = code_headlines(titles, Book())
    assert rows["article_id"].tolist() == ["a", "b"] and rows["status"].tolist() == ["denied", "asserted"]
    assert rows["reads"].tolist()[1] == "Bridge of Orl fell"


def test_a_missing_column_is_named():
    with pytest.raises(SamestoryError, match="title"):
        code_headlines(pd.DataFrame({"article_id": [], "language": []}), Book())


def test_a_headline_of_any_length_is_read_in_bounded_time():
    assert state("Bridge fell " + "and no bridge closed, " * 20_000)[0][0] in ("asserted", "denied")
