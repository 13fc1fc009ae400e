"""Quotations over paragraph ends, datelines, offices that speak, and formulas without a speaker."""

import pytest
from test_attribution import articles, read

from samestory.coding import code_attributions
from samestory.text import quotations


@pytest.mark.parametrize(
    ("language", "first", "second", "tail", "source"),
    [
        ("en", "“We waited all night.", "“Nobody came,”", " the nurse said.", "the nurse"),
        ("fr", "« Nous avons attendu.", "» Personne n’est venu »", ", a dit la maire.", "la maire"),
        ("ru", "«Мы ждали всю ночь.", "«Никто не пришёл»", ", — сказал мэр.", "мэр"),
        ("uk", "«Ми чекали всю ніч.", "«Ніхто не прийшов»", ", — сказав мер.", "мер"),
    ],
)
def test_both_paragraphs_are_said_by_one(language, first, second, tail, source):
    found = read(f"{first}\n\n{second}{tail}", language)
    assert [(one[0], one[2]) for one in found] == [(source, [first]), (source, [second])]


def test_a_french_paragraph_reopens_with_a_closing_mark():
    assert [q.is_continued for q in quotations("« Un deux.\n\n» Trois quatre »", "fr")] == [True, False]
    assert quotations("Un deux.\n\n» Trois quatre", "fr") == []


def test_a_dateline_is_not_said():
    assert [one[2] for one in read("KELMOUTH (AFP) — The bridge fell, the office said.")] == [["The bridge fell"]]


@pytest.mark.parametrize(
    ("text", "is_direct"),
    [
        ("Lys said “the road” was shut by “thieves”.", False),
        ("Lys said: “The road is shut.”", True),
        ("“The road is shut,” Lys said.", True),
    ],
)
def test_words_between_two_quotations_are_not_quoted(text, is_direct):
    assert code_attributions(articles(text), engine="rules")["is_direct"].tolist() == [is_direct]


@pytest.mark.parametrize(
    ("language", "text", "source", "content"),
    [
        ("ru", "Мост закрыт, сообщили в полиции.", "полиции", "Мост закрыт"),
        ("ru", "Мост закрыт, сообщили в МЧС.", "МЧС", "Мост закрыт"),
        ("ru", "Мост закрыт. Об этом сообщили в мэрии.", "мэрии", "Мост закрыт."),
        ("ru", "Мост закрыт, говорится в отчёте мэрии.", "отчёте мэрии", "Мост закрыт"),
        ("ru", "Мост закрыт. Об этом говорится в отчёте мэрии.", "отчёте мэрии", "Мост закрыт."),
        ("uk", "Міст закрито, повідомили у мерії.", "мерії", "Міст закрито"),
        ("uk", "Міст закрито. Про це йдеться у звіті мерії.", "звіті мерії", "Міст закрито."),
        ("fr", "Il est établi que le pont est tombé.", None, "le pont est tombé"),
        ("fr", "Le pont est tombé. C’est ce qu’a dit Le Figaro.", "Le Figaro", "Le pont est tombé."),
    ],
)
def test_offices_and_formulas(language, text, source, content):
    assert [(one[0], one[2]) for one in read(text, language)] == [(source, [content])]
