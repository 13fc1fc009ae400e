"""Full names in the nominative, by lemma, by another mention, or by an ending of one case only."""

import pytest

from samestory.coding.source_names.cases import nominative


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("ru", "Ивана Петрова", "Иван Петров"),
        ("ru", "Ивану Петрову", "Иван Петров"),
        ("ru", "Иваном Петровым", "Иван Петров"),
        ("ru", "Анны Петровой", "Анна Петрова"),
        ("ru", "Сергея Соболевского", "Сергей Соболевский"),
        ("ru", "Ивана Сергеевича Гусева", "Иван Сергеевич Гусев"),
        ("ru", "Виктором Лундом", "Виктор Лунд"),
        ("ru", "Павлом Терновым", "Павел Тернов"),
        ("uk", "Андрія Юсова", "Андрій Юсов"),
        ("uk", "Володимира Барвінського", "Володимир Барвінський"),
        ("uk", "Олександром Яковенком", "Олександр Яковенко"),
    ],
)
def test_a_name_in_another_case_is_given_in_the_nominative(language, name, said):
    assert nominative(name, language) == said


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ru", "Иван Петров"),
        ("ru", "Анна Петрова"),
        ("uk", "Петро Яковенко"),
        ("ru", "Мишель Барнье"),
        ("en", "Anna Kell"),
    ],
)
def test_a_name_in_the_nominative_stays(language, name):
    assert nominative(name, language) == name


def test_another_mention_tells_a_first_name_that_no_lemma_knows():
    assert nominative("Веллина Остадала", "ru") == "Веллина Остадала"  # a woman, or a man in the genitive
    assert nominative("Веллина Остадала", "ru", ["Веллин"]) == "Веллин Остадал"
    assert nominative("Веллину Барнье", "ru", ["Веллин"]) == "Веллин Барнье"


@pytest.mark.parametrize("odd", ["", " ", "Ж", "а а", "А. Б.", "ы ы", "Я-я У-у", "ом ом"])
def test_odd_names_give_a_text(odd):
    for language in ("ru", "uk"):
        assert isinstance(nominative(odd, language), str)
