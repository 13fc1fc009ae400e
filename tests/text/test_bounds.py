"""Hostile texts take time that grows with their length and no more."""

import time

import pytest

from samestory.text import fold, paragraphs, phrase_in, phrases, possible, quotations, sentences, words

N = 300_000
HOSTILE = {
    "one word": "a" * N,
    "stops": "." * N,
    "stops and words": "a. " * (N // 3),
    "quote marks": '"' * 100_000,
    "openings": "“" * 100_000,
    "nested": "« " * 100_000,
    "one closer for two": "“ « «x» ”" * (N // 9),
    "single marks": "‘a " * 50_000 + "’ " * 50_000,
    "plurals": "‘" + "s’ " * 100_000,
    "stop and quote": '. "' * (N // 3),
    "turns": "— а, — б. — В, " * (N // 15),
    "commas after a dash": "— " + ", a" * (N // 3),
    "initials": "U.S. A. " * (N // 8),
    "brackets": "." + "(" * N,
    "notes": "." + "[1]" * (N // 3),
    "NULs": "\0" * N,
    "half characters": "\ud800. " * (N // 3),
    "right to left": "\u202eשלום. " * (N // 7),
    "line ends": "\r\n" * (N // 2),
    "white space": " " * N,
    "phrases": "subscribe to our * of the author earlier version " * (N // 50),
}


def spent(action, text):
    begin = time.process_time()
    action(text)
    return time.process_time() - begin


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_length_only(text):
    actions = {
        "words": words,
        "fold": fold,
        "paragraphs": paragraphs,
        "sentences": lambda t: sentences(t, "ru"),
        "quotations": lambda t: quotations(t, "fr"),
        "possible": lambda t: possible(t, phrases("en")),
        "phrase_in": lambda t: phrase_in(t, phrases("en")),
    }
    slow = {
        name: taken for name, action in actions.items() if (taken := spent(action, text)) > 2.0
    }  # a quadratic one: minutes
    assert slow == {}
