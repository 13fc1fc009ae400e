"""Words with offsets, in any script with words between spaces."""

import pytest

from samestory.text import words


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
