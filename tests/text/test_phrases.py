"""Phrases: gaps, numbers, names, whole words, and what must not match."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.languages import KINDS, language, languages
from samestory.text import phrase_in, phrases, possible
from samestory.text.phrases import _phrase


def reads_like(line, said):
    return phrase_in(line, [_phrase("promotion", said, said)]) is not None


@pytest.mark.parametrize(
    ("said", "line", "expected"),
    [
        ("source: *", "Source: korrespondent", True),
        ("source: *", "The source: a man", False),
        ("* subscribe to our *", "Please SUBSCRIBE to our channel!", True),
        ("* subscribe to our *", "subscribe to our", True),  # a gap may be empty
        ("* subscribe to our *", "resubscribe to ours", False),
        ("subscribe*", "Subscribed readers", True),  # without a space the word may go on
        ("subscribe *", "Subscribed readers", False),
        ("read # min", "Read 1,200 min.", True),
        ("advertisement", "— Advertisement —", True),
        ("advertisement", "An advertisement", False),
        ('we\'re * "here"', "We’re all «here»", True),
        ("a b * b c", "a b c", False),  # pieces do not overlap
        ("à lire aussi*", "À LIRE AUSSI : la suite", True),
        ("читайте  также*", "Читайте\u00a0также: новость", True),
        ("x*", "", False),
    ],
)
def test_how_a_phrase_matches(said, line, expected):
    assert reads_like(line, said) is expected


def test_names_of_the_article():
    known = phrases("en", outlet="The Quay", authors=["Ann Bow", "Li Po"])
    assert phrase_in("Ann Bow covers ports.", known).said == "{author} covers *"
    assert phrase_in("Li Po is a man", known).kind == "author_note"
    assert phrase_in("Follow The Quay on any site", known).kind == "promotion"
    assert phrase_in("Ann Bow covers ports.", phrases("en")) is None
    assert phrases("en", outlet="x", authors=["", " "]) == phrases("en")  # too short to go by
    assert phrase_in("anything at all", phrases("en", outlet="***", authors=["{outlet}{author}", "***"])) is None


def test_every_phrase_of_every_language_matches_itself():
    for code in languages():
        for kind, sayings in language(code).phrases.items():
            assert kind in KINDS
            for said in sayings:
                line = said.replace("*", " something ").replace("#", "12").replace("{outlet}", "The Quay")
                line = line.replace("{author}", "Ann Bow")
                known = phrases(code, outlet="The Quay", authors=["Ann Bow"])
                assert said in {p.said for p in possible(line, known)}, (code, said)
                assert any(phrase_in(line, [p]) for p in known if p.said == said), (code, said)


@pytest.mark.parametrize(
    ("code", "notice"),
    [
        ("en", "Correction: it was 41."),
        ("en", "CORRECTION, 4 March: An earlier version of this article was wrong."),
        ("fr", "Mise à jour : le bilan est de sept morts."),
        ("ru", "Обновлено: погибли семеро."),
        ("uk", "Оновлено о 12:30"),
    ],
)
def test_corrections(code, notice):
    assert phrase_in(notice, phrases(code)).kind == "correction"


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=()), max_size=80), st.text(st.characters(), max_size=10))
def test_any_text_and_any_name(text, name):
    known = phrases("en", outlet=name, authors=[name])
    found = phrase_in(text, known)
    if found is not None and "{" not in found.said:
        assert found in possible(text, known)  # the quick look never loses a match
