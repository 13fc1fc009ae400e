"""The language of a text: an answer only where there is enough to go by."""

import pytest

from samestory.errors import SamestoryError
from samestory.text import language_of


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
