"""Flat spans of a tagger put together into attributions."""

from dataclasses import dataclass

from test_attribution import articles

from samestory.coding import coded_attributions
from samestory.coding.cues import cues_of
from samestory.coding.relations import related

TEXT = "The union denied the fire. The port was closed, the mayor said on Monday.\nNobody knows more."


@dataclass
class Span:
    role: str
    begin: int
    end: int


def span(role, words):
    begin = TEXT.index(words)
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
    table = coded_attributions(articles(TEXT), taggers={"en": lambda text: SPANS})
    assert table["coder"].unique().tolist() == ["auto:trained-1"] and table["polarity"].tolist() == [-1, 1]
    table = coded_attributions(articles(TEXT), taggers={"en": lambda text: SPANS}, engine="rules")
    assert table["coder"].unique().tolist() == ["auto:rules-1"]
