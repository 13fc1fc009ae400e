"""Flat spans of a tagger put together into attributions."""

from dataclasses import dataclass

import pytest
from growth import assert_even_growth
from test_attribution import articles

from samestory.coding import code_attributions
from samestory.coding.cues import cues_of
from samestory.coding.relations import related

TEXT = "The union denied the fire. The port was closed, the mayor said on Monday.\nNobody knows more."


@dataclass
class Span:
    role: str
    begin: int
    end: int


def span(role, words, text=None):
    begin = (text or TEXT).index(words)
    return Span(role, begin, begin + len(words))


SPANS = [
    span("content", "the fire"),
    span("source", "The union"),
    span("cue", "denied"),
    span("content", "The port was closed"),
    span("source", "the mayor"),
    span("cue", "said"),
]


def test_each_content_goes_to_the_nearest_cue_and_each_cue_to_the_nearest_source():
    found = related(TEXT, "en", cues_of("en"), SPANS)
    read = [(TEXT[slice(*one.source)], one.kind, one.polarity, TEXT[slice(*one.contents[0])]) for one in found]
    assert read == [("The union", "deny", -1, "the fire"), ("the mayor", "say", 1, "The port was closed")]


def test_a_content_without_a_cue_stands_for_itself():
    found = related(TEXT, "en", cues_of("en"), [span("content", "Nobody knows more")])
    assert [(one.cue, one.source, one.kind) for one in found] == [(None, None, "say")]


def test_a_tagger_is_used_where_there_is_one():
    table = code_attributions(articles(TEXT), taggers={"en": lambda text: SPANS})
    assert table["coder"].unique().tolist() == ["auto:trained-5"] and table["polarity"].tolist() == [-1, 1]
    table = code_attributions(articles(TEXT), taggers={"en": lambda text: SPANS}, engine="rules")
    assert table["coder"].unique().tolist() == ["auto:rules-5"]


def put_together(text, **spans):
    """Attributions of a text as words: source, cue, kind, polarity, contents; roles as lists of words."""
    given = [span(role, words, text) for role, those in spans.items() for words in those]
    read = []
    for one in related(text, "en", cues_of("en"), given):
        source, cue = (text[slice(*place)] if place else None for place in (one.source, one.cue))
        read.append((source, cue, one.kind, one.polarity, *(text[slice(*content)] for content in one.contents)))
    return read


def test_a_source_of_another_sentence_is_none():
    text = "The mayor spoke. It was expected that the port would open.\nThe union waited."
    given = {"source": ["The mayor", "The union"], "cue": ["was expected"], "content": ["that the port would open"]}
    assert put_together(text, **given) == [(None, "was expected", "believe", 1, "that the port would open")]


def test_a_content_goes_on_after_the_sentence_of_its_cue():
    text = "“The gate was shut,” the mayor said. “Nobody had a key.”"
    given = {"source": ["the mayor"], "cue": ["said"], "content": ["“The gate was shut,”", "“Nobody had a key.”"]}
    assert put_together(text, **given) == [
        ("the mayor", "said", "say", 1, "“The gate was shut,”", "“Nobody had a key.”"),
    ]


def test_of_two_cues_as_near_the_one_before_the_content_is_taken():
    text = "Mara said the gate was shut, added Ilse."
    given = {"source": ["Mara", "Ilse"], "cue": ["said", "added"], "content": ["the gate was shut"]}
    assert put_together(text, **given) == [("Mara", "said", "say", 1, "the gate was shut")]


def test_a_formula_that_vouches_names_nobody_though_the_tagger_saw_a_source():
    text = "According to confirmed data, the port is closed."
    given = {"source": ["confirmed data"], "cue": ["According to"], "content": ["the port is closed"]}
    assert put_together(text, **given) == [
        (None, "According to confirmed data", "vouch", 1, "the port is closed"),
    ]


def test_a_formula_that_vouches_is_put_in_where_the_tagger_saw_nothing():
    text = "As you know, the port is closed. The mayor said nothing burned."
    given = {"source": ["The mayor"], "cue": ["said"], "content": ["nothing burned"]}
    assert put_together(text, **given) == [
        (None, "As you know", "vouch", 1, "the port is closed"),
        ("The mayor", "said", "say", 1, "nothing burned"),
    ]
    within = "As you know, the mayor said the port is closed."
    given = {"source": ["the mayor"], "cue": ["said"], "content": ["the port is closed"]}
    assert put_together(within, **given) == [("the mayor", "said", "say", 1, "the port is closed")]


def test_words_that_reach_back_give_what_stands_before():
    text = "The port is closed. The gates are shut. This was said by the mayor."
    given = {"source": ["the mayor"], "cue": ["was said by"], "content": ["This"]}
    assert put_together(text, **given) == [
        ("the mayor", "This was said by", "say", 1, "The port is closed.", "The gates are shut."),
    ]


@pytest.mark.parametrize(("cue", "polarity"), [("denied", -1), ("has denied", -1), ("did not deny", 1)])
def test_who_does_not_deny_has_not_denied(cue, polarity):
    text = f"The union {cue} the fire."
    given = {"source": ["The union"], "cue": [cue], "content": ["the fire"]}
    assert put_together(text, **given) == [("The union", cue, "deny", polarity, "the fire")]


def test_time_grows_with_the_number_of_attributions():
    line = "As you know, this is so. The mayor said the port was shut, which was said by the union.\n"

    def given(n):
        spans = []
        for at in range(0, n * len(line), len(line)):
            for role, words in (("source", "The mayor"), ("cue", "said"), ("content", "the port was shut")):
                spans.append(Span(role, at + line.index(words), at + line.index(words) + len(words)))
        return line * n, spans

    def read(one):
        text, spans = one
        assert len(related(text, "en", cues_of("en"), spans)) >= 2 * text.count("\n")

    read(given(100))  # loads what is needed
    assert_even_growth(read, given(600), given(4_800))
