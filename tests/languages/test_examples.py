"""Every language reads its examples: who says what, numbers, sentences, quotations; one YAML file a language."""

from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from samestory.coding.cues import cues_of
from samestory.coding.lexemes import lexemes
from samestory.coding.mentions import sources_of
from samestory.coding.number_words import NumberReader
from samestory.coding.relations import ruled
from samestory.languages import language, languages
from samestory.text import quotations, sentences

FOLDER = Path(__file__).parent / "examples"
OLDER = {"en", "ru", "uk"}  # most of their tests are in tests/coding and tests/text


@cache
def examples(code):
    return YAML(typ="safe").load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))


def every(key):
    return [
        pytest.param(path.stem, one, id=f"{path.stem}-{number}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for number, one in enumerate(examples(path.stem).get(key, ()), 1)
    ]


def test_every_language_has_examples():
    there = {path.stem for path in FOLDER.glob("*.yaml")}
    assert there - OLDER == set(languages()) - OLDER, "one file tests/languages/examples/<code>.yaml a language"
    for code in set(languages()) - OLDER:
        missing = [key for key in ("numbers", "sentences", "quotations") if not examples(code).get(key)]
        assert not missing, f"examples/{code}.yaml needs {missing}"
        n = len(examples(code).get("attributions", ()))
        assert n >= 20 or not language(code).reporting, f"examples/{code}.yaml has {n} attributions; write 20 or more"


@pytest.mark.parametrize(("code", "one"), every("attributions"))
def test_who_says_what(code, one):
    text = one["text"]
    read = ruled(text, code, cues_of(code))
    who = sources_of(text, code, [related.source for related in read if related.source])
    found = []
    for related in read:
        source = who.get(related.source) if related.source else None
        said = {
            "kind": related.kind,
            "source": text[slice(*related.source)] if related.source else None,
            "who": source.name if source else None,
            "cue": text[slice(*related.cue)] if related.cue else None,
            "said": [text[begin:end] for begin, end in related.contents],
            "denied": related.polarity < 0,
            "hedged": any(related.hedged),
            "direct": any(related.direct),
        }
        found.append(said)
    default = {"source": None, "who": None, "cue": None, "denied": False, "hedged": False, "direct": False}
    assert found == [default | expected for expected in one["found"]], text


@pytest.mark.parametrize(("code", "one"), every("numbers"))
def test_numbers_with_their_bounds(code, one):
    text = one["text"]
    words = lexemes(text)
    begin, end = [a for a, _, _ in words], [b for _, b, _ in words]
    figures = NumberReader(code).figures([word for _, _, word in words], text, begin, end)
    found = [
        [text[begin[figure.first] : end[figure.last - 1]], figure.low, figure.high, figure.how]
        for figure in figures
        if figure.is_count
    ]
    assert found == one["found"], text


@pytest.mark.parametrize("code", sorted({path.stem for path in FOLDER.glob("*.yaml")} - OLDER))
def test_sentences_end_where_a_reader_ends_them(code):
    expected = examples(code)["sentences"]
    text = ("" if language(code).number_words.spaceless else " ").join(expected)
    assert [text[begin:end] for begin, end in sentences(text, code)] == expected


@pytest.mark.parametrize(("code", "one"), every("quotations"))
def test_quotations_are_what_stands_inside_the_marks(code, one):
    text = one["text"]
    assert [text[q.inner_begin : q.inner_end].strip() for q in quotations(text, code)] == one["inside"]
