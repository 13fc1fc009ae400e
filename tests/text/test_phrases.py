"""Phrases: gaps, numbers, names, whole words, and what must not match."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.languages import KINDS, language, languages
from samestory.text import correction_notices, phrase_in, phrases, possible
from samestory.text.phrases import _phrase


def reads_like(line, said):
    return phrase_in(line, [_phrase("promotion", said, said)]) is not None


@pytest.mark.parametrize(
    ("said", "line", "expected"),
    [
        ("source: *", "Source: korrespondent", True),
        ("source: *", "The source: a man", False),
        ("* subscribe to our *", "Please SUBSCRIBE to our channel!", True),
        ("* subscribe to our *", "subscribe to our", True),  # a gap may be empty
        ("* subscribe to our *", "resubscribe to ours", False),
        ("subscribe*", "Subscribed readers", True),  # without a space the word may go on
        ("subscribe *", "Subscribed readers", False),
        ("read # min", "Read 1,200 min.", True),
        ("advertisement", "— Advertisement —", True),
        ("advertisement", "An advertisement", False),
        ('we\'re * "here"', "We’re all «here»", True),
        ("a b * b c", "a b c", False),  # pieces do not overlap
        ("à lire aussi*", "À LIRE AUSSI : la suite", True),
        ("читайте  также*", "Читайте\u00a0также: новость", True),
        ("x*", "", False),
    ],
)
def test_how_a_phrase_matches(said, line, expected):
    assert reads_like(line, said) is expected


def test_names_of_the_article():
    known = phrases("en", outlet="The Quay", authors=["Ann Bow", "Li Po"])
    assert phrase_in("Ann Bow covers ports.", known).said == "{author} covers *"
    assert phrase_in("Li Po is a man", known).kind == "author_note"
    assert phrase_in("Follow The Quay on any site", known).kind == "promotion"
    assert phrase_in("Ann Bow covers ports.", phrases("en")) is None
    assert phrases("en", outlet="x", authors=["", " "]) == phrases("en")  # too short to go by
    assert phrase_in("anything at all", phrases("en", outlet="***", authors=["{outlet}{author}", "***"])) is None


def test_every_phrase_of_every_language_matches_itself():
    for code in languages():
        for kind, sayings in language(code).phrases.items():
            assert kind in KINDS
            for said in sayings:
                line = said.replace("*", " something ").replace("#", "12").replace("{outlet}", "The Quay")
                line = line.replace("{author}", "Ann Bow")
                known = phrases(code, outlet="The Quay", authors=["Ann Bow"])
                assert said in {p.said for p in possible(line, known)}, (code, said)
                assert any(phrase_in(line, [p]) for p in known if p.said == said), (code, said)


@pytest.mark.parametrize(
    ("code", "notice"),
    [
        ("en", "Correction: it was 41."),
        ("en", "CORRECTION, 4 March: An earlier version of this article was wrong."),
        ("fr", "Mise à jour : le bilan est de sept morts."),
        ("ru", "Обновлено: погибли семеро."),
        ("uk", "Оновлено о 12:30"),
    ],
)
def test_corrections(code, notice):
    assert phrase_in(notice, phrases(code)).kind == "correction"


BODY = {
    "en": "Six boats burned in the harbour. Nobody was hurt.",
    "fr": "Six bateaux ont brûlé dans le port. Personne n’a été blessé.",
    "ru": "В порту сгорели шесть лодок. Никто не пострадал.",
    "uk": "У порту згоріли шість човнів. Ніхто не постраждав.",
}
NOTICES = [
    ("en", "Editor's note: This story has been updated."),
    ("en", "Editor’s note (May 3): the article was corrected to name the ship."),
    ("en", "Story has been updated with comment from the port authority."),
    ("en", "The article was corrected on 3 May."),
    ("en", "The story was updated on May 3, 2024."),
    ("fr", "NDLR : une erreur a été corrigée."),
    ("fr", "(NDLR : cet article a été mis à jour avec la réponse du port)"),
    ("fr", "[MàJ 15h30] Le quai est rouvert."),
    ("fr", "MAJ : le quai est rouvert."),
    ("fr", "[MàJ du 3 mai] Le quai est rouvert."),
    ("ru", "Материал обновлен."),
    ("ru", "Материал обновлён в 12:30"),
    ("ru", "В заметку внесены исправления."),
    ("ru", "Новость дополнена 3 мая."),
    ("ru", "Обновлён 3 мая."),
    ("uk", "Матеріал оновлено."),
    ("uk", "Новину оновлено о 12:00"),
    ("uk", "Поправка: згоріло шість човнів, а не чотири."),
    ("uk", "До тексту новини внесено уточнення."),
]
NO_NOTICES = [
    ("en", "Editor's note: the writer worked at the port until 2019."),
    ("en", "The story has been updated for a younger audience, and the songs are new."),
    ("en", "The article was corrected by hand before it went to the printer."),
    ("en", "The report was updated on the orders of the minister."),
    ("fr", "NDLR : le maire parle ici de la loi sur les ports, corrigée depuis."),
    ("fr", "Le maire [NDLR : Jean Quai] a corrigé une erreur de calcul."),
    ("fr", "Majorité et opposition ont voté le budget de 2024."),
    ("ru", "Материал обновленного причала поставил завод."),
    ("ru", "Обновлен парк портовых буксиров: пришли 3 новых."),
    ("ru", "Обновлён состав совета порта."),
    ("ru", "В текст внесены изменения, которые предложили депутаты."),
    ("ru", "Материалы дела дополнены показаниями сторожа."),
    ("uk", "Матеріал оновленого причалу постачав завод."),
    ("uk", "Новину оновлено розтлумачив міський голова."),
    ("uk", "Поправку до бюджету порту ухвалили у вівторок."),
]


@pytest.mark.parametrize(("code", "notice"), NOTICES)
def test_corrections_as_newsrooms_word_them(code, notice):
    text = f"{BODY[code]}\n\n{notice}"
    assert [text[begin:end] for begin, end, _ in correction_notices(text, code)] == [notice]


@pytest.mark.parametrize(("code", "line"), NO_NOTICES)
def test_news_of_things_that_were_corrected_is_no_correction(code, line):
    assert correction_notices(f"{BODY[code]}\n\n{line}", code) == []


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=()), max_size=80), st.text(st.characters(), max_size=10))
def test_any_text_and_any_name(text, name):
    known = phrases("en", outlet=name, authors=[name])
    found = phrase_in(text, known)
    if found is not None and "{" not in found.said:
        assert found in possible(text, known)  # the quick look never loses a match
