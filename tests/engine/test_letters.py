"""The kernel of letters against the plain reference: the same words, and the same numbers for letters and texts."""

import random

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.engine.letters import count_letters
from samestory.intake.counting import _letters, number
from samestory.text import words

# Words counted by hand, not by the reference.
BY_HAND = [
    ("", 0),
    (" \n\t", 0),
    ("–—… «»", 0),
    ("\0", 0),
    ("one\0two", 2),
    ("🎉🎉", 0),
    ("a🎉b", 2),
    ("12345678", 1),
    ("12345678 90abcdef", 2),
    ("a-b it's l’heure l\u02bcheure", 4),
    ("a--b -a a-", 4),
    ("a- b", 2),
    ("\u0301x", 1),  # a mark before a word begins none
    ("e\u0301te\u0301", 1),
    ("a\u0301\u0302\u0303 b", 2),
    ("a-\u0301b", 2),  # no letter follows the hyphen
    ("a\u0301-b", 1),
    ("\u0301", 0),
    ("a\u00adb a\u200db", 4),  # a soft hyphen and a joiner of no width end a word
    ("Стратегічний Ельф, дев'ять", 3),
    ("Ελλάς ΕΛΛΆΣ ελλας", 3),
    ("ﷺ", 1),
    ("النبي\u064e ﷺ", 2),
    ("日本語 한국어", 4),
    ("½ ² Ⅷ 4.10", 5),
    ("𝒲ord 𐐀𐐨", 2),
    ("İstanbul ŉ ǆ ﬁne", 4),
]
TEXTS = [text for text, _ in BY_HAND]


def large(texts):
    return pa.array(texts, pa.large_string())


def expected(texts):
    """What the reference says: words, letters, whole."""
    known = [text or "" for text in texts]
    return (
        [len(words(text)) for text in known],
        [number(_letters(text)) for text in known],
        [number(text.encode()) for text in known],
    )


def found(texts):
    return tuple(column.tolist() for column in count_letters(texts))


def said(text):
    return count_letters(large([text]))[1][0]


@pytest.mark.parametrize(("text", "n"), BY_HAND)
def test_words_counted_by_hand(text, n):
    assert found(large([text])) == ([n], *expected([text])[1:])
    assert len(words(text)) == n


def test_texts_side_by_side_do_not_touch_each_other():
    # Without a sign between them, in any order: nothing of one text is left in the buffer of the next.
    for order in (TEXTS, TEXTS[::-1], random.Random(6).sample(TEXTS * 3, 3 * len(TEXTS))):  # noqa: S311
        assert found(large(order)) == expected(order)
    assert count_letters(large(["ab", "cd"]))[0].tolist() == [1, 1]
    assert count_letters(large(["a-", "b"]))[0].tolist() == [1, 1]


def test_every_letter_digit_and_mark_of_unicode():
    signs = regex.findall(r"[\p{L}\p{N}\p{M}]", "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)])))
    texts = []
    for begin in range(0, len(signs), 97):
        piece = signs[begin : begin + 97]
        texts.append("".join(piece) if begin % 2 else "-".join(piece))
    assert len(signs) > 130_000
    assert found(large(texts)) == expected(texts)


@pytest.mark.parametrize("n", [*range(18), 4087, 4088, 4089, 4095, 4096, 4097, 4103, 4104, 8192, 12_289])
def test_letters_around_the_eights_and_the_buffer(n):
    texts = ["x" * n, "x-" * n, "x" * n + "ﷺ", "x" * n + "é", "x" * n + "e\u0301", "x" * n + "!", "x" * n + " ﷺx"]
    assert found(large(texts)) == expected(texts)


@pytest.mark.parametrize("text", ["ﷺ", "ﷺﷺ b", "é", "İstanbul ﷺ﷽", "\u0301", "a\u0301", "Ж-"])
def test_more_than_the_buffer_holds_at_once(text):
    texts = [text * 3000, text * 500 + "x", "x" + text * 4096]
    assert found(large(texts)) == expected(texts)


SAME = [
    ("The port is closed.", "the PORT\n\nis closed"),
    ("«Le port», dit-il – fermé…", "« Le port », dit-il -- fermé..."),
    ("été ÉTÉ", "e\u0301te\u0301 E\u0301TE\u0301"),
    ("Йод їжак", "И\u0306од і\u0308жак"),
    ("straße", "STRASSE"),
    ("ﬁne Ⅷ", "fine VIII"),
    ("Ελλάς", "ΕΛΛΆΣ"),
    ("ＡＢＣ１", "abc1"),
    ("a b", "a\0b"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_other_spaces_signs_and_capitals_say_the_same(one, other):
    assert said(one) == said(other) != 0
    assert count_letters(large([one]))[2][0] != count_letters(large([other]))[2][0]


@pytest.mark.parametrize(
    ("one", "other"),
    [("port", "porte"), ("ab", "ba"), ("résumé", "resume"), ("1204", "1240"), ("їжак", "іжак"), ("a" * 8, "a" * 16)],
)
def test_other_letters_say_something_else(one, other):
    assert said(one) != said(other)


def test_a_nul_at_the_end_makes_another_text():
    for text in ("", "abc", "12345678", "x" * 4096):
        one, other = count_letters(large([text, text + "\0"]))[2]
        assert one != other


def test_no_text_no_number_and_no_two_texts_one_number():
    numbers = count_letters(large(["", None, "…", "\u0301"]))
    assert [column.tolist() for column in numbers[:1]] == [[0, 0, 0, 0]]
    assert numbers[1][:3].tolist() == [0, 0, 0] and numbers[1][3] != 0  # a mark alone is said, though no word
    assert numbers[2][:2].tolist() == [0, 0] and numbers[2][2] != 0
    texts = [f"{n:x}" for n in range(20_000)] + ["a" * n for n in range(6, 3_000)]
    for column in count_letters(large(texts))[1:]:
        assert len(np.unique(column)) == len(texts)


def test_slices_chunks_and_other_types_of_text():
    texts = ["before the slice", *TEXTS, None, "after the slice"]
    inner = texts[1:-1]
    assert found(large(texts).slice(1, len(inner))) == expected(inner)
    assert found(large(texts).slice(1, len(inner)).slice(3, 5)) == expected(inner[3:8])
    assert found(pa.chunked_array([large(texts[:4]), large(texts[4:])])) == expected(texts)
    assert found(pa.array(texts, pa.string())) == expected(texts)
    assert found(large(texts).slice(2, 0)) == found(large([])) == ([], [], [])
    assert found(large([None, "", None])) == ([0, 0, 0],) * 3
    assert found(pa.nulls(2, pa.large_string())) == ([0, 0],) * 3


def test_bytes_below_a_missing_text_are_not_counted():
    valid, offsets, data = large(["one", "two words", "three"]).buffers()
    assert valid is None
    mask = pa.py_buffer(bytes([0b101]))
    texts = pa.Array.from_buffers(pa.large_string(), 3, [mask, offsets, data])
    assert texts.to_pylist() == ["one", None, "three"]
    assert found(texts) == expected(["one", None, "three"])
    assert found(pc.drop_null(texts)) == expected(["one", "three"])


signs = st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aéЖß'’ʼ-. \n\0\u0301\u200d1ﷺ"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(signs, max_size=40), max_size=5))
def test_any_texts_are_numbered_as_the_reference_does(texts):
    assert found(large(texts)) == expected(texts)
