"""What narrows a figure: of whom, where, since when; as it reads, short, or not at all."""

import pandas as pd
import pytest
from growth import assert_even_growth
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.coding.by_codebook import coded
from samestory.coding.reading import Lexicon, reading
from samestory.coding.scope import scope_of
from samestory.languages import languages
from samestory.schema import check
from samestory.story.codebook import Codebook


def scopes(text: str, language: str = "en") -> list[str | None]:
    read = reading(text, Lexicon(language, []))
    return [scope_of(read, figure) for figure in read.figures if figure.is_count]


@pytest.mark.parametrize(
    ("language", "text", "scope"),
    [
        ("en", "Nine stokers drowned in Harwick since Monday, the office said in Oldport.", "in Harwick since Monday"),
        ("en", "Two of them survived.", "of them"),
        (
            "en",
            "They lost 50 men in northern Harland since 4 October 2024.",
            "in northern Harland since 4 October 2024",
        ),
        ("en", "They lost 50 men in poor northern Harland since Monday.", "in poor northern Harland since Monday"),
        ("en", "12 strikes nationwide, he said in a note.", "nationwide"),
        ("en", "three of its ships in the port of Harwick", "of its ships in the port of Harwick"),
        ("fr", "neuf marins tués près de Valbrune depuis lundi", "près de Valbrune depuis lundi"),
        ("fr", "12 grèves dans tout le pays", "dans tout le pays"),
        ("fr", "deux d’entre eux", "d’entre eux"),
        ("ru", "девять моряков погибли в Гаврино с понедельника", "в Гаврино с понедельника"),
        ("ru", "12 пожаров за сутки по всей стране", "за сутки по всей стране"),
        ("ru", "двое из них", "из них"),
        ("uk", "дев’ять моряків загинули у Гаврині з початку року", "у Гаврині з початку року"),
        ("uk", "двоє з них", "з них"),
    ],
)
def test_words_beside_a_figure_narrow_it(language, text, scope):
    assert scopes(text, language) == [scope]
    assert scope in text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "hundreds of Harland stokers"),
        ("en", "Nine stokers, the office said in Oldport."),
        ("en", "Nine stokers died. In Oldport it rained."),
        ("en", "nine in hospital"),
        ("en", "nine and the town in Harland"),
        ("fr", "des dizaines de marins"),
        ("ru", "десятки моряков вышли из больницы"),
    ],
)
def test_what_is_counted_or_stands_elsewhere_is_no_scope(language, text):
    assert scopes(text, language) == [None]


def rows(text: str) -> pd.DataFrame:
    book = Codebook(
        unit="x",
        statuses={"asserted": "x"},
        quantities={
            "dead": {"description": "x", "unit": "persons", "patterns": {"en": ["<n> pre/5 (killed | dead)"]}},
        },
    )
    articles = pd.DataFrame({"article_id": ["a"], "language": ["en"], "text": [text], "text_status": ["full"]})
    none = pd.DataFrame(columns=["article_id"])
    found = coded(articles, book, none, only=["numbers"]).tables["numbers"]
    return check(found, "numbers")


def test_the_table_has_the_scope_and_tells_the_part_from_the_whole():
    found = rows("At least nine of the 40 stokers were killed.")
    assert found[["value_text", "low", "scope"]].to_numpy().tolist() == [["At least nine", 9.0, "of the 40 stokers"]]
    found = rows("Three of the nine dead were stokers.")
    assert found["low"].tolist() == [9.0]
    assert found["scope"].isna().all()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120), st.sampled_from([*languages(), "sw"]))
def test_any_text_has_scopes_that_read_as_the_text_does(text, language):
    for scope in scopes(f"nine {text}", language):
        assert scope is None or scope in " ".join(f"nine {text}".split())


def test_time_grows_with_the_text():
    line = "nine of the 40 in the port of Harwick since nine "
    assert_even_growth(scopes, line * 500, line * 4_000)
