"""Winnowing against a plain reference and its promise; formulas and own lines by hand-made dates."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.engine.corpus import UNDATED
from samestory.engine.shingles import DOCUMENT_BITS, FORMULA, OWN_LINE, gram, shingle_keys, stop_kind, stop_shingles
from samestory.engine.tokens import tokenise

DAY = 24 * 60


def hashes_of(texts):
    tokens = tokenise(pa.array(texts, pa.large_string()), places=False)
    return tokens.hashes, tokens.doc_begin


def reference(hashes, doc_begin, k, w):
    """Every window of w shingles keeps its smallest, the last of equals."""
    kept = set()
    for d in range(len(doc_begin) - 1):
        grams = [int(gram(hashes, i, k)) for i in range(doc_begin[d], doc_begin[d + 1] - k + 1)]
        for start in range(max(0, len(grams) - w) + 1 if grams else 0):
            window = grams[start : start + w]
            kept.add((min(window) >> DOCUMENT_BITS, d))
    return kept


def split(keys):
    return {(int(key) >> DOCUMENT_BITS, int(key) & ((1 << DOCUMENT_BITS) - 1)) for key in keys}


texts = st.lists(st.lists(st.sampled_from("abcd"), max_size=30).map(" ".join), max_size=4)


@settings(max_examples=100, deadline=None)
@given(texts, st.integers(2, 4), st.integers(1, 5))
def test_winnowing_is_that_of_the_reference(texts, k, w):
    hashes, doc_begin = hashes_of(texts)
    keys = shingle_keys(hashes, doc_begin, k=k, w=w)
    assert split(keys) == reference(hashes, doc_begin, k, w)
    assert len(keys) == len(split(keys))
    assert (np.diff(keys.astype(object)) > 0).all()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=8, max_size=8), *[st.lists(st.integers(31, 60), max_size=12)] * 4)
def test_k_and_w_less_one_words_in_a_row_are_always_met(shared, a, b, c, d):
    first, second = (" ".join(f"w{x}" for x in [*left, *shared, *right]) for left, right in ((a, b), (c, d)))
    keys = split(shingle_keys(*hashes_of([first, second]), k=5, w=4))
    assert {key for key, document in keys if document == 0} & {key for key, document in keys if document == 1}


def stops(documents, days, outlets, **options):
    keys = shingle_keys(*hashes_of(documents), k=4, w=1)
    begin = np.array([UNDATED if day is None else day * DAY for day in days], np.int64)
    given = {"window": 3.0 * DAY, "most": 20, "most_own": 5} | options
    return keys, stop_shingles(keys, begin, np.array(outlets, np.int32), **given)


def kinds(found):
    return {int(stop) & ((1 << DOCUMENT_BITS) - 1) for stop in found}


@pytest.mark.parametrize(
    ("n", "days", "outlets", "expected"),
    [
        (21, range(0, 210, 10), range(21), {FORMULA}),  # of 21 outlets, far apart
        (20, range(0, 200, 10), range(20), set()),  # 20 are not over 20
        (30, [0] * 30, range(30), set()),  # an agency text of one day
        (6, range(0, 60, 10), [7] * 6, {OWN_LINE}),  # one outlet, far apart
        (6, range(0, 60, 10), [-1] * 6, set()),  # without an outlet each is its own
        (6, [0, 0, 0, 0, 10, 20], [7] * 6, set()),  # updates of a day
        (22, range(0, 220, 10), [7] * 6 + list(range(8, 24)), {FORMULA}),  # an outlet's, and many others'
        (22, [None] * 22, range(22), set()),  # without dates nothing says they lie apart
        (6, [None] * 6, [7] * 6, {OWN_LINE}),  # but one outlet does not print a text six times
    ],
)
def test_what_is_a_formula_or_an_own_line(n, days, outlets, expected):
    _, found = stops(["share this story now"] * n, list(days), list(outlets))
    assert kinds(found) == expected


def test_a_passage_is_a_formula_where_half_of_it_is():
    line, other = "please share this story with your friends now", "nine men left the harbour before five that morning"
    keys, found = stops([line] * 21, list(range(0, 210, 10)), list(range(21)))
    hashes, doc_begin = hashes_of([line, other, line + " " + other])
    ends = doc_begin.tolist()
    assert len(keys) and [stop_kind(hashes, a, b, 4, 1, found) for a, b in pairwise(ends)] == [
        1,
        0,
        0,
    ]
