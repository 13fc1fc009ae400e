"""Who sets a figure: "the office lowered the number to 2,150" gives the figure of the office."""

import pytest

from samestory.coding.reading import Lexicon, reading
from samestory.coding.setters import is_reached, setter_of

SET = [
    (
        "en",
        "The civil protection office lowered the number of evacuated people to 2,150, as some had been counted twice.",
        "civil protection office",
    ),
    ("en", "The fire service has put the death toll at 21.", "fire service"),
    ("en", "Officials revised the number of dead to at least 30.", "Officials"),
    ("en", "The company raised prices to 14 crowns.", "company"),
    ("de", "Die Feuerwehr erhöhte die Zahl der Toten auf 21.", "Feuerwehr"),
    ("de", "Die Feuerwehr hat die Zahl der Toten auf 21 gesenkt.", "Feuerwehr"),
    ("fr", "Les pompiers ont porté le bilan à 21 morts.", "pompiers"),
    ("es", "Los bomberos elevaron a 21 los muertos.", "bomberos"),
    ("it", "I vigili del fuoco hanno portato il bilancio a 21 morti.", "vigili del fuoco"),
    ("pt", "Os bombeiros elevaram o número de mortos para 21.", "bombeiros"),
    ("pl", "Straż pożarna podniosła liczbę ofiar do 21.", "Straż pożarna"),
    ("ru", "Пожарная служба повысила число погибших до 21.", "Пожарная служба"),
    ("uk", "Поліція знизила число загиблих до 21.", "Поліція"),
]
OWN = [
    ("en", "Another body raised the death toll to 15."),
    ("en", "The collapse raised the death toll to 15."),
    ("en", "Heavy rain cut the road to 14 villages."),
    ("en", "The death toll rose to 23."),
    ("de", "Der Einsturz erhöhte die Zahl der Toten auf 16."),
    ("fr", "L'effondrement a porté le bilan à 21 morts."),
    ("es", "El derrumbe elevó a 21 los muertos."),
    ("ru", "Обвал повысил число погибших до 21."),
    ("en", "We put the number of dead at 21."),
    ("xx", "Polisen sänkte antalet döda till 21."),  # a language without a file: nobody can tell
]
REACHED = [
    ("ru", "Число погибших выросло до 21."),
    ("uk", "Кількість загиблих зросла до 21."),
    ("pl", "Liczba ofiar wzrosła do 21."),
]


def read_of(code, text):
    read = reading(text, Lexicon(code, []))
    return read, read.figures[-1]


@pytest.mark.parametrize(("code", "text", "source"), SET)
def test_who_raises_lowers_or_puts_a_number_is_its_source(code, text, source):
    read, figure = read_of(code, text)
    found = setter_of(read, figure.first, figure.last)
    assert found is not None
    begin, end = read.span(*found[0])
    assert text[begin:end] == source


@pytest.mark.parametrize(("code", "text"), OWN)
def test_a_number_that_a_thing_or_the_writer_changes_has_no_source(code, text):
    read, figure = read_of(code, text)
    assert setter_of(read, figure.first, figure.last) is None


@pytest.mark.parametrize(("code", "text"), REACHED)
def test_what_a_number_rose_to_is_no_upper_bound(code, text):
    read, figure = read_of(code, text)
    assert is_reached(read, figure.first)


@pytest.mark.parametrize(("code", "text"), [("ru", "Погибло до 21 человека."), ("pl", "Zginęło do 21 osób.")])
def test_an_upper_bound_stays_one(code, text):
    read, figure = read_of(code, text)
    assert not is_reached(read, figure.first)
