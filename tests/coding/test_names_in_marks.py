"""Names in quotation marks are who speaks, not what is said."""

import pytest
from test_attribution import read
from test_citations import cited


@pytest.mark.parametrize(
    ("language", "text", "source", "contents"),
    [
        ("ru", "Мост закрыт. Об этом пишет «Коммерсантъ».", "«Коммерсантъ»", ["Мост закрыт."]),
        ("uk", "Міст закрито. Про це пише «Дзеркало тижня».", "«Дзеркало тижня»", ["Міст закрито."]),
        ("ru", "Мост закрыт, передаёт «Интерфакс».", "«Интерфакс»", ["Мост закрыт"]),
        ("uk", "Міст закрито, повідомляє «Українська правда».", "«Українська правда»", ["Міст закрито"]),
        ("fr", "Le pont est fermé, rapporte « Sud Ouest ».", "« Sud Ouest »", ["Le pont est fermé"]),
        ("en", "The bridge is closed, reports “The Ledger”.", "“The Ledger”", ["The bridge is closed"]),
        ("ru", "Как пишет «Медуза», мост закрыт.", "«Медуза»", ["мост закрыт"]),
        ("ru", "По данным «Медузы», мост закрыт.", "«Медузы»", ["мост закрыт"]),
        ("uk", "За даними «Української правди», міст закрито.", "«Української правди»", ["міст закрито"]),
        ("fr", "Selon « Le Monde », le pont est fermé.", "« Le Monde »", ["le pont est fermé"]),
        ("ru", "«Медуза» сообщает, что мост закрыт.", "«Медуза»", ["что мост закрыт"]),
        ("uk", "«Суспільне» пише: «Міст закрито на весь рік».", "«Суспільне»", ["«Міст закрито на весь рік»"]),
        ("fr", "« Le Monde » écrit que le pont est fermé.", "« Le Monde »", ["que le pont est fermé"]),
        ("ru", "«Медуза» и «Интерфакс» сообщили, что мост закрыт.", "«Медуза» и «Интерфакс»", ["что мост закрыт"]),
        ("ru", "Мост закрыт, рассказал «Медузе» Иван Лис.", "Иван Лис", ["Мост закрыт"]),
        ("uk", "Міст закрито, розповів «Суспільному» мер Іван Лис.", "мер Іван Лис", ["Міст закрито"]),
        ("ru", "«Нет», — ответил он.", "он", ["«Нет»"]),
        ("ru", "Лис ответил: «Да».", "Лис", ["«Да»"]),
        ("en", "“Never,” said the mayor.", "the mayor", ["“Never,”"]),
    ],
)
def test_who_speaks(language, text, source, contents):
    assert [(one[0], one[2]) for one in read(text, language)] == [(source, contents)]


def test_whom_an_outlet_in_marks_has_it_from():
    found = read("Мост закрыт, сообщил «Интерфакс» со ссылкой на МВД.", "ru")
    assert [(one[0], one[2]) for one in found] == [("«Интерфакс»", ["Мост закрыт"]), ("МВД", ["Мост закрыт"])]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "По данным «Коммерсанта», мост закрыт.", [("Kommersant", "outlet")]),
        ("uk", "За даними «Української правди», міст закрито.", [("Ukrainska Pravda", "outlet")]),
        ("ru", "«Кельмаш» сообщает, что мост закрыт.", [("Кельмаш", "organisation")]),
    ],
)
def test_outlets_in_any_case(language, text, expected):
    assert cited(text, language) == expected
