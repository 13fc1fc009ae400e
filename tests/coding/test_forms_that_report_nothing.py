"""Forms of reporting verbs that report nothing: no one speaks, or the words only describe."""

from __future__ import annotations

import pytest

from samestory.coding.cues import cues_of
from samestory.coding.relations import ruled


def _said(text: str, code: str) -> list[tuple[str | None, list[str]]]:
    cues = cues_of(code)
    assert cues is not None
    return [
        (text[slice(*one.source)] if one.source else None, [text[a:b] for a, b in one.contents])
        for one in ruled(text, code, cues)
    ]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Please note that the ferry is late."),
        ("en", "Follow the steps listed below to reset the pump."),
        ("en", "At the moment it seems to be closed."),
        ("en", "It appears the ferry left early."),
        ("en", "I am just wondering whether it is open."),
        ("uk", "Певні ділянки причалу закрито."),
        ("uk", "Оплату проведено згідно з договором."),
        ("ru", "Короче говоря, паром ушёл."),
        ("ru", "Оплата проходит согласно условиям договора."),
        ("de", "Die Mannschaft hat ihr letztes Spiel bestritten."),
        ("fr", "La commission poursuit son examen du dossier."),
        ("fr", "Le port compte 120 bateaux."),
    ],
)
def test_nobody_speaks(code, text):
    assert _said(text, code) == []


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "The office appears to have lost the file.", "The office"),
        ("ru", "Профсоюз насчитывает 600 забастовщиков.", "Профсоюз"),
        ("uk", "Семен, якого чекали, описав її як «добру людину».", "Семен, якого чекали,"),
        ("fr", "Le ministère compte fermer le port.", "Le ministère"),
        ("fr", "L’Office du port compte quatre morts.", "L’Office du port"),
        ("de", "Der Minister bestritt, gewarnt worden zu sein.", "Der Minister"),
    ],
)
def test_the_same_forms_report_with_a_speaker(code, text, expected):
    assert [source for source, _ in _said(text, code)] == [expected]


def test_an_infinitive_before_a_modal_verb_reports_nothing():
    assert _said("Es sind die Gründer, die den Abgeordneten ihre Fassung mitteilen müssen.", "de") == []


def test_what_was_told_without_a_teller_has_no_source():
    [(source, said)] = _said("Мне рассказали, что причал закрыт.", "ru")
    assert (source, said) == (None, ["что причал закрыт"])
