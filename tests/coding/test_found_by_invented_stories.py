"""Faults of the rules that invented stories showed, on other sentences."""

import pytest

from samestory.coding.attribution import attributions_in
from samestory.coding.cues import cues_of
from samestory.coding.numbers import bounds_of
from samestory.coding.tokens import tokens


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("has gone up to eight", (8, 8)),
        ("went up to 40", (40, 40)),
        ("room for up to eight", (None, 8)),
    ],
)
def test_a_number_that_has_gone_up_to_a_value_is_that_value(text, bounds):
    assert bounds_of(text, "en", "persons") == bounds


@pytest.mark.parametrize(
    ("language", "text", "source", "content"),
    [
        ("en", "By the count of the Guild, nine beds were empty.", "the Guild", "nine beds were empty"),
        ("en", "The porters are under suspicion of having sold the beds.", None, "having sold the beds"),
        ("ru", "Завод «Искра», владелец причала, обвинил докеров в том, что они ушли.", "Завод", "они ушли"),
        ("uk", "Завод «Іскра», власник причалу, звинуватив докерів у тому, що вони пішли.", "Завод", "вони пішли"),
        ("ru", "Ворота закрыли докеры, заявил представитель завода Иванов.", "представитель завода", "Ворота закрыли"),
        ("ru", "«Ворота целы», — сказал Иванов, что удивило многих.", "Иванов", "Ворота целы"),
    ],
)
def test_who_says_what(language, text, source, content):
    split = tokens(text, language)
    found = attributions_in(split, cues_of(language))
    if content is None:
        assert found == []
        return
    [one] = found
    assert content in split.read(*one.contents[0])
    assert (one.source is None) if source is None else source in split.read(*one.source)
