"""Hostile texts take time that grows with their length and no more."""

import pytest
from growth import assert_even_growth

from samestory.text import fold, paragraphs, phrase_in, phrases, possible, quotations, sentences, words

TIMES = 8


def hostile(n):
    """Texts of some n characters each."""
    return {
        "one word": "a" * n,
        "stops": "." * n,
        "stops and words": "a. " * (n // 3),
        "quote marks": '"' * (n // 3),
        "openings": "“" * (n // 3),
        "nested": "« " * (n // 3),
        "one closer for two": "“ « «x» ”" * (n // 9),
        "single marks": "‘a " * (n // 6) + "’ " * (n // 6),
        "plurals": "‘" + "s’ " * (n // 3),
        "stop and quote": '. "' * (n // 3),
        "turns": "— а, — б. — В, " * (n // 15),
        "commas after a dash": "— " + ", a" * (n // 3),
        "initials": "U.S. A. " * (n // 8),
        "brackets": "." + "(" * n,
        "notes": "." + "[1]" * (n // 3),
        "NULs": "\0" * n,
        "half characters": "\ud800. " * (n // 3),
        "right to left": "\u202eשלום. " * (n // 7),
        "line ends": "\r\n" * (n // 2),
        "white space": " " * n,
        "phrases": "subscribe to our * of the author earlier version " * (n // 50),
    }


SHORT, LONG = hostile(300_000 // TIMES), hostile(300_000)


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize(
    "action",
    [
        words,
        fold,
        paragraphs,
        lambda text: sentences(text, "ru"),
        lambda text: quotations(text, "fr"),
        lambda text: possible(text, phrases("en")),
        lambda text: phrase_in(text, phrases("en")),
    ],
    ids=["words", "fold", "paragraphs", "sentences", "quotations", "possible", "phrase_in"],
)
def test_time_grows_with_length_only(action, name):
    assert_even_growth(action, SHORT[name], LONG[name], TIMES)
