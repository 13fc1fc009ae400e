"""Rewritten passages: sentences against a plain reference, and what is found of a heavy rewrite."""

import math
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest

from samestory.engine.pairs import Settings, passages_of_pairs
from samestory.engine.rewrites import Likeness, common_stems, sentence_matches, sentences_of
from samestory.engine.tokens import tokenise
from samestory.text import words

A = (
    "The harbour office closed the basin to all traffic on Tuesday morning. Twelve ships were waiting in the roads. "
    "The union counts six hundred strikers. The company speaks of three hundred and eighty strikers."
)
B = (
    "Rain is expected in the hills tonight. On Tuesday morning all traffic in the basin was closed by the harbour "
    "office. In the roads twelve ships waited. Six hundred strikers, the union counts. The mayor was not at home."
)


def sentences(*texts):
    array = pa.array(texts, pa.large_string())
    return array, sentences_of(array, tokenise(array))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One two three. Four five six! Seven eight nine", [3, 3, 3]),
        ("One two three… Four five six? Yes. No. Maybe so", [3, 3, 4]),  # short ones go on with the next
        ("The harbour of J. Smith. Another one here", [5, 3]),  # an initial ends nothing
        ("one two three\nfour five six", [3, 3]),
        ("It cost 4.10 in all of them", [8]),
        ("«Раз два три.» Четыре пять шесть.", [3, 3]),
        ("", []),
    ],
)
def test_sentences(text, expected):
    _, found = sentences(text)
    assert np.diff(found.begin).tolist() == expected


def test_sentences_of_several_texts_are_kept_apart():
    _, found = sentences("one two three. four five six", "", "seven eight nine")
    assert found.doc_begin.tolist() == [0, 2, 2, 3]
    assert found.begin.tolist() == [0, 3, 6, 9]


def test_matches_are_those_of_the_reference():
    """Term frequency times inverse sentence frequency over both texts, cosine, and Dice over distinct stems."""
    _, both = sentences(A, B)
    cut = both.doc_begin.tolist()
    rows = [both.stems[a:b].tolist() for a, b in zip(both.begin, both.begin[1:], strict=False)]
    frequency = Counter(stem for row in rows for stem in set(row))
    weight = [{s: n * math.log(len(rows) / frequency[s]) for s, n in Counter(row).items()} for row in rows]

    def cosine(x, y):
        dot = sum(value * y.get(stem, 0) for stem, value in x.items())
        return dot / math.sqrt(sum(v * v for v in x.values()) * sum(v * v for v in y.values()))

    expected = []
    for j in range(cut[1], cut[2]):
        for i in range(cut[1]):
            dice = 2 * len(weight[i].keys() & weight[j].keys()) / (len(weight[i]) + len(weight[j]))
            if cosine(weight[i], weight[j]) >= 0.33 and dice >= 0.33:
                expected.append((i, j - cut[1]))
    found = sentence_matches(both.stems, both.begin, 0, cut[1], cut[1], cut[2], 0.33, 0.33)[0]
    assert sorted(map(tuple, found.tolist())) == sorted(expected)
    assert (0, 1) in expected


def test_a_heavy_rewrite_is_found_by_sentences_only():
    texts, _ = sentences(A, B)
    keys = np.array([1], np.uint64)
    assert len(passages_of_pairs(texts, tokenise(texts), keys, Settings())[0]) == 0
    rewrites = Settings(likeness=Likeness(least_words=12))
    rows, which = passages_of_pairs(texts, tokenise(texts), keys, rewrites)
    assert which.tolist() == [0]
    begin, end, other, other_end, common, _, is_rewrite = rows[0]
    spans_a, spans_b = words(A), words(B)
    assert A[spans_a[begin][0] : spans_a[end - 1][1]].startswith("The harbour office closed")
    assert B[spans_b[other][0] : spans_b[other_end - 1][1]].startswith("On Tuesday morning")
    assert is_rewrite and 12 <= common <= end - begin


def test_what_a_near_copy_says_already_is_left_out():
    texts, _ = sentences(A, A)
    rows, _ = passages_of_pairs(texts, tokenise(texts), np.array([1], np.uint64), Settings(likeness=Likeness()))
    assert rows[:, 6].tolist() == [0]


def test_common_stems_are_counted_as_often_as_both_have_them():
    stems = np.array([1, 1, 2, 3, 1, 2, 2, 4], np.uint64)
    assert common_stems(stems, 0, 4, 4, 8) == 2


def test_texts_without_words_have_no_passages():
    texts, _ = sentences("", "...", A)
    keys = np.array([1, 2, (1 << 32) | 2], np.uint64)
    assert len(passages_of_pairs(texts, tokenise(texts), keys, Settings(likeness=Likeness()))[0]) == 0
