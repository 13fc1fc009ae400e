"""The language of a text: an answer only where there is enough to go by."""

import time

import pandas as pd
import pytest
from gold import gold

from samestory.errors import SamestoryError
from samestory.text import language_of
from samestory.text.language import MOST, QUICK, _model, _sample


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The fire at the port killed seven people, officials said on Saturday."),
        ("fr", "L’incendie du port a fait sept morts, selon les pompiers de la ville."),
        ("ru", "Пожар в порту унёс жизни семи человек, сообщили в субботу власти."),
        ("uk", "Пожежа в порту забрала життя сімох людей, повідомила влада в суботу."),
    ],
)
def test_four_languages(code, text):
    found, confidence = language_of(text)
    assert found == code and 0.7 <= confidence <= 1
    assert language_of(text * 500)[0] == code
    assert language_of(text, among=["en", "fr", "ru", "uk"])[0] == code


@pytest.mark.parametrize("table", ["Kel 2 Marn 1 Torv 3 Lys 0 ", "0123 4567 ", "Kel Marn Torv Lys Oss "])
def test_where_a_first_look_leaves_doubt_a_longer_one_is_taken(table):
    """Names and figures at the beginning and in the middle, and a text around them."""
    half = table * 30 + "Le feu a pris lundi soir dans le port, et six bateaux ont brûlé avant les secours. " * 4
    assert language_of(_sample(half + half, QUICK))[0] is None
    assert language_of(half + half)[0] == "fr"


def test_one_look_at_a_long_text_is_enough():
    """Four thousand characters of each text took five times as long."""
    text = "The fire at the port killed seven people, officials said on Saturday. " * 200
    language_of(text)
    begin = time.process_time()
    for _ in range(50):
        language_of(text)
    quick = time.process_time() - begin
    model, _ = _model()
    begin = time.process_time()
    for _ in range(50):
        model.classify(_sample(text, MOST))
    assert quick < (time.process_time() - begin) / 2


@pytest.mark.parametrize(
    ("name", "file"),
    [("gilets_jaunes_press", "articles.parquet"), ("slavicner_ru_uk", "articles.parquet")],
)
def test_public_texts_in_four_languages(name, file):
    path = gold(name) / file
    texts = pd.read_parquet(path, columns=["lang", "text"]).dropna()
    texts = texts[texts["text"].str.len() > 200].iloc[::10]
    found = [language_of(text)[0] for text in texts["text"]]
    assert found == texts["lang"].tolist() and len(found) > 90


def test_too_short_or_not_sure_is_no_answer():
    for text in ("", "Oui.", "12 345 678 901 234 567 890 123", "\0" * 100, "\ud800" * 50):
        assert language_of(text)[0] is None


def test_a_text_in_no_allowed_language_is_not_forced_into_one():
    german = "Der Brand im Hafen hat sieben Menschen das Leben gekostet, sagte die Behörde."
    assert language_of(german)[0] == "de"
    assert language_of(german, among=["en", "fr"])[0] is None


def test_a_language_nobody_has():
    with pytest.raises(SamestoryError, match="no model of the languages qqq"):
        language_of("text", among=["en", "qqq"])
