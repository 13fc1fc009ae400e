"""The kernel of words against the plain reference: the same words, the same places, the same idea of the same word."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.engine.tokens import characters, folded, hash_of, text_buffers, tokenise
from samestory.text import fold, words

TEXTS = [
    "",
    "word",
    "At least nine, they said.",
    "l'armée a-t-elle dit -- 'oui' rock-'n'-roll-",
    "щонайменше дев'ять дев’ять дев\u02bcять",
    "е\u0308лка ёлка ΟΔΟΣ οδός οδος",
    "الطَّوارق في مالي",
    "C-130 on 4.10.2024; ½ ² Ⅷ",
    "– — … «»",
    "straße STRASSE ﬁne İstanbul ŉ ǆ ﷺ",
    "日本語 𝒲ord 𐐀𐐨 a\u200db a\u00adb",
    "한국어 ＡＢＣ abc",
    "ʼ ʼa' a' 'a",
]


def found(texts):
    array = pa.array(texts, pa.large_string())
    tokens = tokenise(array)
    documents = np.repeat(np.arange(len(texts)), np.diff(tokens.doc_begin))
    begin, end = characters(array, documents, tokens.begin), characters(array, documents, tokens.end)
    spans = list(zip(begin.tolist(), end.tolist(), strict=True))
    cuts = tokens.doc_begin.tolist()
    return tokens, [spans[a:b] for a, b in pairwise(cuts)]


def test_the_words_are_those_of_the_reference():
    tokens, spans = found(TEXTS)
    assert spans == [words(text) for text in TEXTS]
    expected = [hash_of(text[a:b]) for text in TEXTS for a, b in words(text)]
    assert tokens.hashes.tolist() == expected


letters = st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aéЖß'’ʼ-. \n\u0301\u200d1"))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(letters, max_size=40), max_size=4))
def test_any_text_gives_the_words_of_the_reference(texts):
    tokens, spans = found(texts)
    assert spans == [words(text) for text in texts]
    assert tokens.hashes.tolist() == [hash_of(text[a:b]) for text in texts for a, b in words(text)]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Café", "CAFE\u0301", True),
        ("cafe", "café", False),
        ("l’eau", "L'eau", True),
        ("ΟΔΌΣ", "οδός", True),
        ("ЁЛКА", "ёлка", True),
        ("ёлка", "елка", False),
        ("ＡＢＣ", "abc", True),
        ("STRASSE", "straße", True),
        ("ab", "ba", False),
    ],
)
def test_which_words_count_as_the_same(a, b, same):
    assert (hash_of(a) == hash_of(b)) is same
    assert (fold(a) == fold(b)) is same
    assert (folded(a) == folded(b)) is same


def test_a_part_of_an_array_and_missing_texts():
    array = pa.array(["one two", None, "three", "four five six"], pa.large_string())
    part = tokenise(array[1:])
    assert part.doc_begin.tolist() == [0, 0, 1, 4]
    assert part.hashes.tolist() == [hash_of(w) for w in ("three", "four", "five", "six")]
    assert part.begin.tolist() == [0, 0, 5, 10]
    chunks = pa.chunked_array([["one"], ["two"]], pa.string())
    assert tokenise(chunks).hashes.tolist() == [hash_of("one"), hash_of("two")]
    assert tokenise(pa.array([], pa.large_string())).doc_begin.tolist() == [0]


def test_without_places_the_hashes_are_the_same():
    array = pa.array(TEXTS, pa.large_string())
    bare = tokenise(array, places=False)
    assert bare.hashes.tolist() == tokenise(array).hashes.tolist()
    assert len(bare.begin) == len(bare.end) == 0


def test_bytes_that_are_no_text_end_a_word_and_nothing_else():
    data = b"one\xff\xfetwo \xc3"  # as a damaged file may hold, and a letter cut off at the end
    offsets = pa.py_buffer(np.array([0, len(data)], np.int64).tobytes())
    array = pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(data))
    assert tokenise(array).hashes.tolist() == [hash_of("one"), hash_of("two")]


def test_many_short_words_need_more_room_than_expected():
    tokens = tokenise(pa.array(["a " * 5000, "b"], pa.large_string()))
    assert len(tokens) == 5001
    assert tokens.doc_begin.tolist() == [0, 5000, 5001]


def test_buffers_hold_the_text():
    data, offsets = text_buffers(pa.array(["ab", "é"], pa.large_string()))
    assert bytes(data[offsets[1] : offsets[2]]).decode() == "é"
