"""Figures in four languages: value, bounds, what counts nothing; never slow, never off the text."""

import pytest
from growth import assert_even_growth
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


HALVES = [
    ("en", "half a million", 5e5),
    ("en", "a half-million", 5e5),
    ("en", "half a dozen", 6),
    ("en", "half-a-dozen", 6),
    ("en", "a quarter of a million", 2.5e5),
    ("en", "two and a half million", 2.5e6),
    ("en", "one-and-a-half thousand", 1500),
    ("en", "a million and a half", 1.5e6),
    ("en", "2½ million", 2.5e6),
    ("en", "12 1/2", 12.5),
    ("en", "12-1/2", 12.5),
    ("de", "2 1/2", 2.5),
    ("fr", "2 3/4 millions", 2.75e6),
    ("uk", "2 1/2", 2.5),
    ("ru", "2 1/2 миллиона", 2.5e6),
    ("fr", "un demi-million", 5e5),
    ("fr", "une demi-douzaine", 6),
    ("fr", "deux millions et demi", 2.5e6),
    ("fr", "trois quarts de million", 7.5e5),
    ("ru", "полтора миллиона", 1.5e6),
    ("ru", "полутора тысяч", 1500),
    ("ru", "полторы сотни", 150),
    ("ru", "полсотни", 50),
    ("ru", "полмиллиона", 5e5),
    ("ru", "два с половиной миллиона", 2.5e6),
    ("ru", "2 с половиной тысячи", 2500),
    ("uk", "півтора мільйона", 1.5e6),
    ("uk", "півсотні", 50),
    ("uk", "пів мільйона", 5e5),
    ("uk", "дві з половиною тисячі", 2500),
]
PUT_TOGETHER = [
    ("en", "1 000", 1000),
    ("en", "10 000", 10_000),
    ("en", "10\u00a0000", 10_000),
    ("en", "10\u202f000", 10_000),
    ("en", "10\u2009000", 10_000),
    ("en", "12 345 678", 12_345_678),
    ("en", "1 000.5", 1000.5),
    ("en", "1’500", 1500),
    ("en", "5k", 5000),
    ("en", "5.5k", 5500),
    ("en", "5m", 5e6),
    ("en", "5bn", 5e9),
    ("en", "5 thousand 300", 5300),
    ("fr", "2 millions 300 000", 2.3e6),
    ("fr", "5,2 Mds", 5.2e9),
    ("fr", "trois milliers", 3000),
    ("ru", "2,5 млн", 2.5e6),
    ("ru", "1,5 млрд", 1.5e9),
    ("ru", "5 тыс. 300", 5300),
    ("ru", "три сотни", 300),
    ("uk", "2,5 млн", 2.5e6),
    ("uk", "5 тис. 300", 5300),
    ("uk", "три сотні", 300),
]


@pytest.mark.parametrize(("language", "text", "value"), HALVES + PUT_TOGETHER)
def test_halves_and_numbers_put_together_are_one_number(language, text, value):
    assert figures(text, language) == [(text, value, value)]


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("ru", "около тысячи", 900, 1100),
        ("ru", "порядка тысячи", 900, 1100),
        ("ru", "не менее тысячи", 1000, NONE),
        ("ru", "больше тысячи", 1000, NONE),
        ("ru", "до тысячи", NONE, 1000),
        ("ru", "около сотни", 90, 110),
        ("ru", "более сотни", 100, NONE),
        ("ru", "около миллиона", 9e5, 1.1e6),
        ("ru", "более миллиона", 1e6, NONE),
        ("ru", "свыше тысячи ста", 1100, NONE),
        ("ru", "от сотни до тысячи", 100, 1000),
        ("uk", "близько тисячі", 900, 1100),
        ("uk", "близько сотні", 90, 110),
        ("uk", "більше тисячі", 1000, NONE),
        ("uk", "до тисячі", NONE, 1000),
        ("uk", "близько мільйона", 9e5, 1.1e6),
        ("ru", "тысячи", 2000, NONE),
        ("uk", "сотні", 200, NONE),
    ],
)
def test_a_form_that_may_be_one_or_several_is_one_after_a_word_that_asks_for_it(language, text, low, high):
    assert figures(text, language) == [(text, low, high)]
    assert figures("из тысячи человек", "ru") == [("тысячи", 1000, 1000)]


@pytest.mark.parametrize(
    ("language", "hundred", "thousand"),
    [
        ("en", "more than a hundred", "more than a thousand"),
        ("fr", "plus d'une centaine", "plus d'un millier"),
        ("fr", "plus de cent", "plus de mille"),
        ("ru", "более сотни", "более тысячи"),
        ("ru", "более ста", "свыше тысячи"),
        ("uk", "понад сотню", "понад тисячу"),
    ],
)
def test_more_than_a_round_word_begins_at_it_in_every_language(language, hundred, thousand):
    assert figures(hundred, language) == [(hundred, 100, NONE)]
    assert figures(thousand, language) == [(thousand, 1000, NONE)]
    assert figures("more than 1,000; more than 100; fewer than 100") == [
        ("more than 1,000", 1001, NONE),
        ("more than 100", 101, NONE),
        ("fewer than 100", NONE, 99),
    ]


@pytest.mark.parametrize(
    ("language", "text", "low"),
    [
        ("fr", "quelques dizaines", 20),
        ("fr", "quelques centaines", 200),
        ("fr", "plusieurs dizaines de milliers", 20_000),
        ("fr", "plusieurs millions", 2e6),
        ("en", "several dozen", 24),
        ("en", "several million", 3e6),
        ("en", "a few hundred thousand", 3e5),
        ("en", "a couple of hundred", 200),
        ("en", "dozens of thousands", 24_000),
        ("ru", "несколько десятков тысяч", 20_000),
        ("ru", "сотни тысяч", 2e5),
        ("ru", "несколько миллионов", 2e6),
        ("ru", "пару сотен", 200),
        ("uk", "кілька десятків", 20),
        ("uk", "кілька десятків тисяч", 20_000),
        ("uk", "десятки тисяч", 20_000),
    ],
)
def test_a_vague_word_takes_in_what_it_counts(language, text, low):
    assert figures(text, language) == [(text, low, NONE)]


def test_up_to_dozens_bounds_nothing():
    assert figures("up to several hundred") == []
    assert figures("до нескольких сотен", "ru") == []
    assert figures("une cinquantaine", "fr", {"une cinquantaine": 45}) == [("une cinquantaine", 45, NONE)]
    assert figures("moins d'une cinquantaine", "fr", {"une cinquantaine": 45}) == [
        ("moins d'une cinquantaine", NONE, 49)
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "3.14.15 people, 192.168.1.1, 1,2,3"),
        ("en", "one in five people; nine out of ten; one person in three; two in every 7"),
        ("en", "two-thirds of the crew, three quarters, 3/4, at 14:30, five-fold, three times as many"),
        ("en", "half the crew, a quarter-final"),
        ("fr", "trois-quarts des soldats; un habitant sur cinq; deux marins sur trois; deux tiers; un quart"),
        ("ru", "две трети, три четверти, одна пятая, в три раза больше, один из каждых пяти"),
        ("uk", "дві третини, три чверті, у 3 рази більше, один із кожних п'яти"),
    ],
)
def test_shares_and_what_is_no_number_count_nothing(language, text):
    assert figures(text, language) == []


def test_what_looks_like_a_share_or_a_scale_and_is_none():
    assert figures("two in three days") == [("two", 2, 2), ("three", 3, 3)]
    assert figures("neuf marins sur les 40", "fr") == [("neuf", 9, 9), ("40", 40, 40)]
    assert figures("a 5m high wall, 5 m") == [("5", 5, 5), ("5", 5, 5)]
    assert figures("In 2024 dozens") == [("2024", 2024, 2024), ("dozens", 24, NONE)]
    assert figures("в 2024 тысячи", "ru") == [("2024", 2024, 2024), ("тысячи", 2000, NONE)]


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("en", "2 to 2.5 million", 2e6, 2.5e6),
        ("en", "two to three hundred", 200, 300),
        ("fr", "deux à trois cents", 200, 300),
        ("ru", "2–2,5 млн", 2e6, 2.5e6),
        ("ru", "полтора-два миллиона", 1.5e6, 2e6),
        ("ru", "две-три", 2, 3),
        ("uk", "два-три мільйони", 2e6, 3e6),
    ],
)
def test_the_first_number_of_a_range_takes_the_scale_of_the_second(language, text, low, high):
    assert figures(text, language) == [(text, low, high)]


def test_a_bound_between_two_numbers_is_of_the_second():
    assert figures("nine dead and at least 40 wounded") == [("nine", 9, 9), ("at least 40", 40, NONE)]
    assert figures("neuf marins et environ 40 dockers", "fr") == [("neuf", 9, 9), ("environ 40", 36, 44)]
    assert figures("50 or so, 50 people or so") == [("50", 45, 55), ("50", 45, 55)]


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
                "half",
                "a",
                "of",
                "in",
                "000",
                "k",
                "½",
                "several",
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
    for piece, n in (("at least one hundred and ", 20_000), ("9 ", 50_000)):
        assert_even_growth(figures, piece * (n // 8), piece * n)


@pytest.mark.parametrize("text", ["12 24/7", "12 1/2/2020", "12 1/2024", "12 3/2"])
def test_digits_with_a_slash_that_are_no_fraction_add_nothing(text):
    assert figures(text, "en")[0] == ("12", 12, 12)


@pytest.mark.parametrize(
    "text", ["shortly before five in the morning", "just before five o’clock", "at five o'clock", "by ten at night"]
)
def test_an_hour_of_the_day_counts_nothing(text):
    assert figures(text, "en") == []


def test_people_who_die_in_the_morning_are_counted():
    assert figures("five died in the morning", "en") == [("five", 5, 5)]
