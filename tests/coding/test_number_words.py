"""Figures in four languages: value, bounds, what counts nothing; never slow, never off the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.coding.lexemes import lexemes
from samestory.coding.number_words import NumberReader
from samestory.languages import languages

NONE = None


def figures(text: str, language: str = "en", vague: dict | None = None) -> list[tuple]:
    found = lexemes(text)
    begin, end, low = ([one[n] for one in found] for n in range(3))
    read = NumberReader(language, vague).figures(low, text, begin, end)
    assert all(0 <= one.first < one.last <= len(low) for one in read)
    return [(text[begin[one.first] : end[one.last - 1]], one.low, one.high) for one in read if one.is_count]


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("en", "at least nine", 9, NONE),
        ("en", "no fewer than the 12", 12, NONE),
        ("en", "about fifty", 45, 55),
        ("en", "forty-one", 41, 41),
        ("en", "one hundred and twenty-five", 125, 125),
        ("en", "three thousand two hundred", 3200, 3200),
        ("en", "1,234,567", 1234567, 1234567),
        ("en", "1,200.5", 1200.5, 1200.5),
        ("en", "more than thirty", 31, NONE),
        ("en", "fewer than 10", NONE, 9),
        ("en", "up to 40", NONE, 40),
        ("en", "40 to 50", 40, 50),
        ("en", "40–50", 40, 50),
        ("en", "between 40 and 50", 40, 50),
        ("en", "two to three million", 2e6, 3e6),
        ("en", "60 million", 6e7, 6e7),
        ("en", "a dozen", 12, 12),
        ("en", "two dozen", 24, 24),
        ("en", "dozens", 24, NONE),
        ("en", "hundreds of thousands", 200000, NONE),
        ("fr", "une cinquantaine", 45, 55),
        ("fr", "au moins neuf", 9, NONE),
        ("fr", "quatre-vingt-dix-sept", 97, 97),
        ("fr", "soixante et onze", 71, 71),
        ("fr", "deux cent cinquante", 250, 250),
        ("fr", "cent vingt", 120, 120),
        ("fr", "1 200", 1200, 1200),
        ("fr", "1.200,5", 1200.5, 1200.5),
        ("fr", "3,5 millions", 3.5e6, 3.5e6),
        ("fr", "entre 40 et 50", 40, 50),
        ("fr", "jusqu’à 40", NONE, 40),
        ("fr", "plusieurs dizaines", 20, NONE),
        ("ru", "не менее чем о девяти", 9, NONE),
        ("ru", "сто двадцать", 120, 120),
        ("ru", "двое", 2, 2),
        ("ru", "сорока одного", 41, 41),
        ("ru", "около пятидесяти", 45, 55),
        ("ru", "от 40 до 50", 40, 50),
        ("ru", "две тысячи триста", 2300, 2300),
        ("ru", "60 миллионов", 6e7, 6e7),
        ("ru", "несколько десятков", 20, NONE),
        ("ru", "до 40", NONE, 40),
        ("uk", "щонайменше дев’ять", 9, NONE),
        ("uk", "не менш як дев'ятеро", 9, NONE),
        ("uk", "близько п’ятдесяти", 45, 55),
        ("uk", "сто двадцять", 120, 120),
        ("uk", "понад тридцять", 31, NONE),
        ("uk", "кілька десятків", 20, NONE),
    ],
)
def test_a_figure_is_one_with_its_bounds(language, text, low, high):
    assert figures(text, language) == [(text, low, high)]


def test_the_codebook_goes_before_the_language():
    assert figures("dozens", vague={"dozens": 30}) == [("dozens", 30, NONE)]
    assert figures("une cinquantaine", "fr", {"une cinquantaine": 45}) == [("une cinquantaine", 45, NONE)]


def test_words_after_a_number_bound_it():
    assert figures("nine dead or more") == [("nine", 9, NONE)]
    assert figures("85 million or more") == [("85 million", 8.5e7, NONE)]
    assert figures("nine dead, or more") == [("nine", 9, 9)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on 2 March at 4.50 a.m. in No. 14, Quay Nine: 5 per cent, 7 %, the 3rd"),
        ("fr", "le 2 mars à 5 heures, n° 14, 5 pour cent"),
        ("ru", "2 марта, склад № 14, 5 процентов"),
        ("uk", "2 березня, склад № 14, 5 відсотків"),
    ],
)
def test_dates_hours_house_numbers_and_shares_count_nothing(language, text):
    assert figures(text, language) == []


def test_signs_part_numbers():
    assert [figure[1] for figure in figures("four, nine and twelve")] == [4, 9, 12]
    assert [figure[1] for figure in figures("in 41 boxes. 12 ships")] == [41, 12]
    assert figures("٤ and ١٤") == [("٤", 4, 4), ("١٤", 14, 14)]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.sampled_from([*languages(), "sw"]))
def test_any_text_has_sound_figures(text, language):
    for said, low, high in figures(text, language):
        assert said in text
        assert low is not None or high is not None
        assert low is None or high is None or low <= high


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "at",
                "least",
                "one",
                "hundred",
                "and",
                "twenty",
                "-",
                "–",
                "40",
                "1,000",
                "million",
                "dozen",
                "dozens",
                "or",
                "more",
                "to",
                "between",
            ]
        )
    )
)
def test_number_words_in_any_order(words):
    for _, low, high in figures(" ".join(words)):
        assert low is None or high is None or low <= high


def test_time_grows_with_the_text():
    begun = time.process_time()
    figures("at least one hundred and " * 20_000)
    figures("9 " * 50_000)
    assert time.process_time() - begun < 12
