"""Words with offsets, in any script with words between spaces."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.text import fold, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least nine, they said.", ["At", "least", "nine", "they", "said"]),
        ("l'armée a-t-elle dit", ["l'armée", "a-t-elle", "dit"]),
        ("щонайменше дев'ять", ["щонайменше", "дев'ять"]),
        ("дев’ять осіб", ["дев’ять", "осіб"]),
        ("е\u0308лка", ["е\u0308лка"]),  # a letter and its mark are one word
        ("الطَّوارق في مالي", ["الطَّوارق", "في", "مالي"]),
        ("C-130 on 4.10.2024", ["C-130", "on", "4", "10", "2024"]),
        ("– — … «»", []),
        ("", []),
    ],
)
def test_words(text, expected):
    assert [text[begin:end] for begin, end in words(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CORRECTION", "correction"),
        ("Straße", "strasse"),
        ("L’Été", "l'été"),
        ("«да» „так“", '"да" "так"'),
        ("a\u00a0b\u200bc", "a bc"),
        ("ﬁre №９", "fire no9"),
        ("e\u0301", "é"),
    ],
)
def test_fold(text, expected):
    assert fold(text) == expected


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
    for begin, end in words(text):
        assert 0 <= begin < end <= len(text) and text[begin].isalnum()


def test_the_fast_pattern_finds_the_same_words_wherever_it_is_used():
    from samestory.text.words import _ANY_UNSPACED, _BEYOND, _PLAIN_WORD, _WORD

    near = [chr(code) for code in range(0x3000) if not _BEYOND.search(chr(code))]
    assert len(near) > 1800
    for sign in near:
        text = f"{sign} a{sign} {sign}a-{sign}’b {sign}{sign}"
        assert [m.span() for m in _PLAIN_WORD.finditer(text)] == [m.span() for m in _WORD.finditer(text)], repr(sign)
        assert not _ANY_UNSPACED.search(sign)
