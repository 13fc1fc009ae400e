"""Anchors: numbers, names and borrowed words are found across spellings, scripts and languages."""

import time

import numpy as np
import pytest

from samestory.engine.meaning.anchors import anchor_scores, anchors, skeleton


@pytest.mark.parametrize(
    "spellings",
    [
        ("Kharkiv", "Charkiw", "Харкова", "Харьковом"),
        ("Selenskyj", "Zelensky", "Зеленського", "Зеленский"),
        ("Kyiv", "Kiew", "Київ", "Киев"),
        ("Johnson", "Джонсона"),
        ("Chernihiv", "Tschernihiw", "Чернігова", "Tchernihiv"),
        ("Hamburg", "Гамбурге"),
    ],
)
def test_one_name_in_several_spellings_is_one_anchor(spellings):
    names = [{key for key in anchors(word) if key.startswith("^")} for word in spellings]
    assert len(set.union(*names)) == 1


def test_names_that_differ_are_different_anchors():
    names = ["Odesa", "Kharkiv", "Lviv", "Berlin", "Merkel", "Macron"]
    assert len({skeleton(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("2,300", "#2300"),
        ("2 300", "#2300"),
        ("2.300", "#2300"),
        ("2’300", "#2300"),
        ("٢٣٠٠", "#2300"),
        ("3,5", "#3.5"),
        ("3.5", "#3.5"),
        ("1,234,567", "#1234567"),
        ("2024", "#2024"),
    ],
)
def test_a_number_is_one_anchor_however_it_is_written(written, number):
    assert anchors(f"({written})") == {number}


def test_a_list_of_numbers_is_not_one_number():
    assert anchors("12, 15, 2300") == {"#12", "#15", "#2300"}


def test_an_anchor_of_every_sentence_counts_less_than_one_of_a_single_sentence():
    english = ["Marta spoke.", "Marta slept.", "Marta ate.", "She left for Lviv."]
    russian = ["Марта спала.", "Марта ела.", "Марта говорила.", "Она уехала во Львов."]
    scores = anchor_scores(english, russian)
    assert 0 < scores[0, 0] < scores[3, 3] / 2


def test_sentences_without_anchors_and_texts_without_sentences_score_zero():
    assert anchor_scores(["他说。", ""], ["He did so."]).tolist() == [[0.0], [0.0]]
    assert anchor_scores([], ["One."]).shape == (0, 1)
    assert anchor_scores(["One."], []).shape == (1, 0)
    assert anchor_scores([], []).shape == (0, 0)


def test_both_orders_give_the_same_scores():
    a, b = ["Berlin, 12 May.", "Kharkiv."], ["12 мая, Берлин", "В Харькове 12."]
    assert np.allclose(anchor_scores(a, b), anchor_scores(b, a).T)


def test_two_long_articles_are_quick():
    words = [f"Name{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}ov" for n in range(600)]
    texts = [" ".join(words[(7 * n + k) % 600] for k in range(20)) + f" {n}" for n in range(1_000)]
    begin = time.process_time()
    anchor_scores(texts[:500], texts[500:])
    assert time.process_time() - begin < 2  # measured: 0.1 s, on a machine at rest
