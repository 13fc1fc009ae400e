"""Whom it is told is no content, and from whom it is had takes nothing from who says it."""

import pytest
from test_attribution import read


@pytest.mark.parametrize(
    ("language", "text", "source", "content"),
    [
        ("en", "The bridge fell, two drivers told AFP.", "two drivers", "The bridge fell"),
        ("en", "The bridge fell, a driver told the BBC.", "a driver", "The bridge fell"),
        ("en", "The bridge fell, Lys told reporters on Monday.", "Lys", "The bridge fell"),
        ("en", "Lys told the council that the bridge fell.", "Lys", "that the bridge fell"),
        ("en", "Lys told AFP she saw it.", "Lys", "she saw it"),
        ("en", "The bridge fell, said Lys on Monday.", "Lys", "The bridge fell"),
        ("fr", "Le pont est tombé, a dit un témoin à l’AFP.", "un témoin", "Le pont est tombé"),
        ("fr", "Le pont est tombé, a indiqué la mairie dans un tract.", "la mairie", "Le pont est tombé"),
    ],
)
def test_whom_it_is_told(language, text, source, content):
    assert [(one[0], one[2]) for one in read(text, language)] == [(source, [content])]


@pytest.mark.parametrize(
    ("language", "text", "sources", "content"),
    [
        ("en", "AFP reported, citing a memo, that the bridge fell.", ["AFP", "a memo"], "that the bridge fell"),
        ("en", "The office said, citing police, that it fell.", ["The office", "police"], "that it fell"),
        (
            "fr",
            "L’AFP rapporte, citant une note, que le pont est tombé.",
            ["L’AFP", "une note"],
            "que le pont est tombé",
        ),
        (
            "fr",
            "Comme l’écrit Le Soir, citant une note, le pont est tombé.",
            ["Le Soir", "une note"],
            "le pont est tombé",
        ),
        ("ru", "Как пишет ТАСС, ссылаясь на мэрию, мост упал.", ["ТАСС", "мэрию"], "мост упал"),
        ("ru", "ТАСС сообщает, ссылаясь на мэрию, что мост упал.", ["ТАСС", "мэрию"], "что мост упал"),
        ("uk", "Як пише УНІАН, посилаючись на мерію, міст упав.", ["УНІАН", "мерію"], "міст упав"),
    ],
)
def test_from_whom_it_is_had(language, text, sources, content):
    assert [(one[0], one[2]) for one in read(text, language)] == [(source, [content]) for source in sources]
