"""Titles, cases, full names that stood elsewhere, names with stops in them, and sources that no list knows."""

import pytest
from test_attribution import read
from test_citations import cited

from samestory.text import sentences


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "John Lys said it was late. Mr. Lys added that it was dark.", [("John Lys", "person")]),
        ("en", "Ms. Lys said it was late.", [("Lys", "person")]),
        ("fr", "Anne Lys a dit que tout va. Mme Lys a ajouté qu’elle part.", [("Anne Lys", "person")]),
        ("ru", "Анна Белова сказала, что темно. По словам Беловой, поздно.", [("Анна Белова", "person")]),
        ("ru", "Анна Белова сказала, что темно. Госпожа Белова добавила, что поздно.", [("Анна Белова", "person")]),
        ("uk", "Ганна Біла сказала, що темно. За словами Білої, пізно.", [("Ганна Біла", "person")]),
        ("uk", "Ганна Біла сказала, що темно. Пані Біла додала, що пізно.", [("Ганна Біла", "person")]),
        ("ru", "Иван Белов и Анна Белова спорили. Белова сказала, что темно. Белов сказал, что поздно.",
         [("Иван Белов", "person"), ("Анна Белова", "person")]),
        ("en", "Anna Lys runs the town. Lys said it was late.", [("Anna Lys", "person")]),
        ("en", "The mayor of Kelmouth, Anna Lys, said it was late. Lys left.", [("Anna Lys", "person")]),
        ("fr", "Le maire, Jean Lys, a déclaré que tout va. M. Lys a ajouté qu’il part.", [("Jean Lys", "person")]),
        ("en", "The U.S. said the road was closed.", [("U.S.", "organisation")]),
        ("fr", "D’après l’O.N.U., la route est fermée.", [("O.N.U.", "organisation")]),
        ("en", "Gen. J. R. Lys of the U.S. Army said the road was closed.", [("J. R. Lys", "person")]),
        ("fr", "Les soudeurs ont nié toute aide.", [("soudeurs", "unnamed")]),
        ("ru", "Сварщики заявили, что темно.", [("Сварщики", "unnamed")]),
        ("uk", "Зварювальники заявили, що темно.", [("Зварювальники", "unnamed")]),
        ("ru", "Кличко заявил, что темно.", [("Кличко", "person")]),
        ("en", "Williams said it was late.", [("Williams", "person")]),
    ],
)  # fmt: skip
def test_who_is_meant(language, text, expected):
    assert cited(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("en", "It was late, said Ann Lys, a nurse at St. Mary’s Hospital.", "Ann Lys, a nurse at St. Mary’s Hospital"),
        ("ru", "Темно, сказала сестра больницы им. Пирогова Ия Лис.", "сестра больницы им. Пирогова Ия Лис"),
    ],
)
def test_a_stop_in_a_name_ends_no_source(language, text, source):
    assert [one[0] for one in read(text, language)] == [source]


def test_a_house_number_ends_no_sentence_early():
    text = "Горить на вул. Шевченка, буд. 5. Він старий."
    assert [text[a:b] for a, b in sentences(text, "uk")] == ["Горить на вул. Шевченка, буд. 5.", "Він старий."]
