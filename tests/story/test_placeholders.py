"""A story as ``samestory new`` makes it: what pages print of it is said by somebody, or said not to be known."""

import pytest

import samestory as ss
from samestory.story.skeleton import new_story

TEMPLATE = ("Say ", "What the story is about", "in one line", "Who collected", "when, and how")


@pytest.fixture
def settings(tmp_path):
    return ss.load_story(new_story("dam-break", into=tmp_path)).settings


def test_no_sentence_of_the_template_can_be_printed_as_a_fact(settings):
    printed = [settings.title, settings.question, settings.origin, settings.publish, *settings.events.values()]
    assert [text for text in printed for word in TEMPLATE if word in text] == []


def test_the_only_event_has_the_title_of_the_story_and_an_unknown_origin_is_said(settings):
    assert settings.events == {"main": "Dam break"}
    assert settings.origin == "Origin: not stated."
    assert settings.publish == "not stated"


@pytest.mark.parametrize(
    ("written", "read"),
    [("People killed.", "People killed"), ("People killed", "People killed"), ("And so on ...", "And so on ...")],
)
def test_a_description_stands_within_sentences_so_its_last_full_stop_is_left_out(tmp_path, written, read):
    folder = new_story("dam", into=tmp_path)
    path = folder / "codebook.yaml"
    path.write_text(f'quantities:\n  deaths: {{description: "{written}", unit: persons}}\n', encoding="utf-8")
    assert ss.load_story(folder).codebook.quantities["deaths"].description == read
