"""Where the words for a source, a cue and what is said begin and end in English."""

from __future__ import annotations

import pytest

from samestory.coding.cues import cues_of
from samestory.coding.relations import ruled


def _read(text: str) -> list[tuple[str | None, str | None, list[str]]]:
    cues = cues_of("en")
    assert cues is not None
    return [
        (
            text[slice(*one.source)] if one.source else None,
            text[slice(*one.cue)] if one.cue else None,
            [text[slice(*content)] for content in one.contents],
        )
        for one in ruled(text, "en", cues)
    ]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        (
            "“We wait,” said Ilse Brandt, a clerk who ran the pier for years.",
            "Ilse Brandt, a clerk who ran the pier for years",
        ),
        ("“We wait,” said a guard who left in June.", "a guard who left in June"),
        ("“We wait,” said Ilse Brandt, who ran the pier.", "Ilse Brandt, who ran the pier"),
        ("“We wait,” said Ilse Brandt, Mr. Holt's deputy.", "Ilse Brandt, Mr. Holt's deputy"),
        ("“We wait,” said Ilse Brandt.", "Ilse Brandt"),
    ],
)
def test_words_that_describe_a_source_after_its_cue_belong_to_it(sentence: str, source: str) -> None:
    assert _read(sentence) == [(source, "said", ["“We wait,”"])]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Holt, for her part, said the gate was shut.", "Holt"),
        ("The union, however, said the gate was shut.", "The union"),
        ("The union, in a letter to the crew, said the gate was shut.", "The union"),
        ("Edda Holt, a guard, in a letter, said the gate was shut.", "Edda Holt, a guard,"),
        ("Edda Holt, a guard at the pier, said the gate was shut.", "Edda Holt, a guard at the pier,"),
    ],
)
def test_an_aside_before_a_cue_is_no_part_of_the_source(sentence: str, source: str) -> None:
    assert _read(sentence) == [(source, "said", ["the gate was shut"])]


@pytest.mark.parametrize(
    ("sentence", "cue", "content"),
    [
        ("Holt complained about the noise.", "complained about", "the noise"),
        ("Holt warned of delays at the pier.", "warned of", "delays at the pier"),
        ("Holt agreed with the plan.", "agreed with", "the plan"),
        ("Holt appeared to accept the plan.", "appeared", "to accept the plan"),
        ("Holt apologized for the delay.", "apologized for", "the delay"),
        ("Holt vowed to “end the queue” by May.", "vowed", "to “end the queue” by May"),
    ],
)
def test_a_preposition_belongs_to_its_cue_and_an_infinitive_to_what_is_said(
    sentence: str, cue: str, content: str
) -> None:
    assert _read(sentence) == [("Holt", cue, [content])]


def test_an_expectation_ends_before_its_infinitive() -> None:
    assert _read("The pier is expected to open in May.") == [(None, "is expected", ["to open in May"])]


@pytest.mark.parametrize("count", ["About fifty people", "About 50 people", "In Arden dozens of people"])
def test_a_clause_that_opens_with_a_preposition_is_said_if_it_has_a_verb(count: str) -> None:
    said = _read(f"{count} were hurt, nurses told us, most of them dockers.")
    assert said == [("nurses", "told", [f"{count} were hurt", "most of them dockers"])]


@pytest.mark.parametrize("opening", ["In one tweet", "At the time he was mayor", "In a letter that was sent in May"])
def test_an_opening_that_says_nothing_is_not_said(opening: str) -> None:
    assert all(
        opening not in content for *_, contents in _read(f"{opening}, Holt said, prices rose.") for content in contents
    )
