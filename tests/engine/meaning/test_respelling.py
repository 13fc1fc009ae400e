"""A language the encoder does not read is spelled the way of a kin one that it reads; other sentences are unchanged."""

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from samestory.engine.meaning import default_encoder, sentence_vectors
from samestory.engine.meaning.encoder import LONGEST, READS
from samestory.languages import each, language
from samestory.languages.respelling import MOST, Respelled

RULES = Respelled(
    **{"as": "ru", "own": "ії", "kin": "ыэ"},
    words="що что, бо потому что",
    beginnings="країн стран",
    letters="і и/о/е, и$ ы/и, ськ ск, ^від от",
)
PAIRS = [
    ("Мер міста повідомив, що греблю закриють у вівторок.", "The mayor said that the dam will be closed on Tuesday."),
    ("Рятувальники евакуювали двадцять родин.", "Rescue workers evacuated twenty families."),
    ("Школи не працюватимуть до п'ятниці.", "The schools will not open until Friday."),
    ("Поліція заперечує, що хтось загинув.", "Police deny that anyone was killed."),
    ("Ціни на хліб зросли на десять відсотків.", "The price of bread rose by ten percent."),
    ("Вона купила квиток на нічний потяг.", "She bought a ticket for the night train."),
    ("Лікарня просить мешканців здавати кров.", "The hospital asks residents to donate blood."),
    ("Уряд обіцяє відбудувати міст до весни.", "The government promises to rebuild the bridge by spring."),
    ("Журналісти не змогли перевірити це відео.", "Journalists could not verify this video."),
    ("Збірна програла матч у додатковий час.", "The national team lost the match in extra time."),
    ("Дощ ішов увесь тиждень, і річка піднялася.", "It rained all week, and the river rose."),
    ("Суд відклав засідання на невизначений строк.", "The court postponed the hearing indefinitely."),
]


def first(ways):
    return 0


def test_words_beginnings_and_letters_each_have_their_say():
    assert RULES.text("Бо країни, що відомі", first) == "Потому что страны, что отоми"


def test_capitals_are_kept():
    assert RULES.text("Що ЩО країнський КРАЇНСЬКИЙ", first) == "Что ЧТО странский СТРАНСКИЙ"


def test_a_latin_letter_typed_for_a_cyrillic_one_is_read_as_meant():
    assert RULES.text("крaїни iz", first) == "страны iz"
    assert RULES.text("щo", first) == "что"


def test_a_word_may_become_two():
    rules = Respelled(**{"as": "ru", "own": "і"}, letters="тиме$ ть_будет")
    assert rules.text("робитиме", first) == "робить будет"


def test_all_spellings_are_given_in_the_order_of_the_table():
    assert RULES.spellings("ліси") == ["лисы", "лиси", "лосы", "лоси", "лесы", "леси"]
    assert RULES.text("ліси", lambda ways: ways.index("лесы")) == "лесы"


def test_a_word_has_few_spellings_however_many_the_table_allows():
    ways = RULES.spellings("і" * 30 + "ти")
    assert 1 < len(ways) <= MOST
    assert {way[-1] for way in ways} == {"ы", "и"}
    assert RULES.text("і" * 50_000, first) == "і" * 50_000


def test_letters_of_one_language_only_say_which_it_is():
    assert RULES.balance("Мости і ріки") > 0
    assert RULES.balance("Так само") == 0
    assert RULES.balance("Мы видели эти мосты") < 0


@pytest.mark.parametrize(
    "russian",
    ["Мэр сказал об этом вчера.", "Она купила новую книгу.", "Школа закрыта до пятницы.", "Час назад ничего не было."],
)
def test_a_russian_sentence_in_a_ukrainian_article_is_left_as_it_is(russian):
    assert default_encoder().prepared(russian, "uk") == russian


@pytest.mark.parametrize("ukrainian", ["Вона купила квиток на потяг.", "Ти довго чекав?", "Дякую, добре."])
def test_a_ukrainian_sentence_without_letters_of_its_own_is_respelled(ukrainian):
    assert default_encoder().prepared(ukrainian, "uk") != ukrainian


@pytest.mark.parametrize("entries", ["що", "і и, і о", "що "])
def test_an_entry_without_a_spelling_or_listed_twice_is_an_error(entries):
    with pytest.raises(ValidationError, match=r"expected a group|listed twice"):
        Respelled(**{"as": "ru", "own": "і"}, letters=entries)


@pytest.mark.parametrize("code", sorted(each("respelled")))
def test_a_table_leaves_no_letter_that_the_kin_language_does_not_have(code):
    rules = language(code).respelled
    left = {
        (group, way)
        for table in (rules.words, rules.beginnings, rules.letters)
        for group, ways in table.items()
        for way in ways
        if set(way.casefold()) & set(rules.own)
    }
    assert left == set()
    assert rules.like in READS
    assert code not in READS


def test_sentences_are_found_by_their_translation_better_than_as_written():
    encoder = default_encoder()
    english = encoder.encode([said for _, said in PAIRS])
    written = encoder.encode([said for said, _ in PAIRS])
    respelled = encoder.encode([encoder.prepared(said, "uk") for said, _ in PAIRS])
    before, after = (np.einsum("ij,ij->i", vectors, english) for vectors in (written, respelled))
    assert (respelled @ english.T).argmax(axis=1).tolist() == list(range(len(PAIRS)))
    assert after.mean() > before.mean() + 0.1


def test_a_russian_paragraph_in_a_ukrainian_article_is_read_as_russian():
    russian = "Мэр города сообщил, что плотину закроют во вторник."
    ukrainian = "Мер міста повідомив, що греблю закриють у вівторок."
    mixed = pd.DataFrame({"article_id": ["a"], "language": ["uk"], "text": [f"{ukrainian}\n\n{russian}"]})
    alone = pd.DataFrame({"article_id": ["a"], "language": ["ru"], "text": [russian]})
    of_mixed, of_alone = (sentence_vectors(articles, keep=False).vectors for articles in (mixed, alone))
    assert np.allclose(of_mixed[1], of_alone[0], atol=2e-3)  # the model adds up in another order in another batch
    assert float(of_mixed[0].astype(float) @ of_mixed[1]) > 0.8


def test_a_sentence_of_fifty_thousand_words_is_read_up_to_its_bound():
    encoder = default_encoder()
    endless = "Греблю закриють у вівторок " * 12_500
    prepared = encoder.prepared(endless, "uk")
    assert len(prepared) <= LONGEST
    assert np.array_equal(encoder.encode([endless]), encoder.encode([endless[:LONGEST]]))
    assert np.isfinite(encoder.encode([prepared])).all()


@pytest.mark.parametrize("said", ["Так", "І", "'", "…", "12", "Ы", "U.N.", "Зеленський-Ї"])
def test_one_word_sentences_have_a_vector(said):
    encoder = default_encoder()
    vector = encoder.encode([encoder.prepared(said, "uk")])
    assert vector.shape == (1, 512)
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-3)


def test_other_languages_are_encoded_as_they_are_written():
    encoder = default_encoder()
    for code in ("en", "ru", "xx", None):
        assert encoder.prepared("Що це, it's і", code) == "Що це, it's і"


def test_vectors_of_one_sentence_in_two_languages_are_not_mixed_up(tmp_path):
    said = "Місто росте."
    articles = pd.DataFrame({"article_id": ["a", "b"], "language": ["uk", "ru"], "text": [said, said]})
    both = sentence_vectors(articles, keep=tmp_path / "kept.sqlite").vectors
    again = sentence_vectors(articles.iloc[::-1], keep=tmp_path / "kept.sqlite").vectors
    assert not np.array_equal(both[0], both[1])
    assert np.array_equal(both, again[::-1])
