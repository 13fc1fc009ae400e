"""The gazetteer: facts that must be in order, and names and addresses that must lead to the right outlet."""

import re

import pytest

from samestory.gazetteer import outlet_at, outlet_named, outlets


def test_there_are_hundreds_of_outlets_and_agencies_each_with_a_name():
    kinds = [one.kind for one in outlets().values()]
    assert kinds.count("outlet") >= 250
    assert kinds.count("agency") >= 40
    assert all(one.name.strip() == one.name for one in outlets().values())


def test_countries_are_two_capitals():
    assert [one.id for one in outlets().values() if one.country and not re.fullmatch("[A-Z]{2}", one.country)] == []


def test_no_id_is_a_further_domain_of_another():
    ids = set(outlets())
    wrong = [(one.id, name) for one in outlets().values() for name in one.names if name in ids and name != one.id]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Le Monde", "lemonde.fr"),
        ("газета «Монд»", "lemonde.fr"),
        ("le quotidien Le Monde", "lemonde.fr"),
        ("L’agence Reuters", "reuters.com"),
        ("the New York Times", "nytimes.com"),
        ("ТАСС", "tass.ru"),
        ("агентство УНІАН", "unian.net"),
        ("korrespondent", "korrespondent.net"),
        ("AP", "apnews.com"),
        ("ELTA", "elta.lt"),
    ],
)
def test_a_name_leads_to_its_outlet(name, expected):
    assert outlet_named(name).id == expected


@pytest.mark.parametrize("name", ["", "the", "ap", "The Unheard-of Gazette", "«»", "x" * 10_000, "Insider Presse"])
def test_an_unknown_name_leads_nowhere(name):
    assert outlet_named(name) is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.lemonde.fr/afrique/article/1", "lemonde.fr"),
        ("fr.sputniknews.africa", "sputniknews.africa"),
        ("https://amp.ura.news/news/1", "ura.news"),
        ("https://www.bbc.co.uk/news", "bbc.com"),
    ],
)
def test_an_address_leads_to_its_outlet(address, expected):
    assert outlet_at(address).id == expected


@pytest.mark.parametrize("address", ["", "http://[", "localhost", "https://lemonde.fr.example.org", "notlemonde.fr"])
def test_a_strange_address_leads_nowhere(address):
    assert outlet_at(address) is None
