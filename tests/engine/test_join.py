"""Pairs that share a shingle, against brute force; the limit to the earliest sources."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.engine.corpus import UNDATED
from samestory.engine.join import candidates
from samestory.engine.shingles import DOCUMENT_BITS

NONE = np.zeros(0, np.uint64)


def keys_of(documents):
    """Keys of documents given as sets of small numbers."""
    found = [(shingle << DOCUMENT_BITS) | d for d, some in enumerate(documents) for shingle in some]
    return np.array(sorted(found), np.uint64)


def pairs(documents, begin, end, outlet, *, window=100.0, most=16, stops=NONE, rows=None, against=None, **more):
    n = len(documents)
    given = {"rows": rows or (0, n), "against": against or (0, n), "window": window, "most": most, "most_stop": 1}
    arrays = (np.array(begin, np.int64), np.array(end, np.int64), np.array(outlet, np.int32), stops)
    found = candidates(keys_of(documents), *arrays, **given, **more)
    return [(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in found]


document = st.tuples(st.sets(st.integers(1, 6), max_size=4), st.integers(0, 300), st.booleans(), st.integers(-1, 2))


@settings(max_examples=200, deadline=None)
@given(st.lists(document, max_size=12), st.sampled_from([50.0, 120.0, np.inf]))
def test_without_a_limit_all_pairs_are_found(rows, window):
    rows = sorted(rows, key=lambda row: (row[2], row[1]))  # the undated are last
    begin = [UNDATED if undated else at for _, at, undated, _ in rows]
    end = [UNDATED if undated else at + 10 for _, at, undated, _ in rows]
    expected = [
        (i, j)
        for j in range(len(rows))
        for i in range(j)
        if rows[i][0] & rows[j][0]
        and (rows[i][3] != rows[j][3] or rows[i][3] < 0)
        and (begin[j] == UNDATED or begin[j] - end[i] < window)
    ]
    documents, outlets = [row[0] for row in rows], [row[3] for row in rows]
    assert pairs(documents, begin, end, outlets, window=window) == sorted(expected)


def test_each_is_joined_with_the_earliest_only():
    n = 50
    found = pairs([{1}] * n, range(n), range(1, n + 1), range(n), most=3)
    assert len(found) == 3 * (n - 3) + 3
    assert {i for i, _ in found} == {0, 1, 2}


def test_the_earliest_are_those_within_the_window():
    found = pairs([{1}] * 6, [0, 10, 20, 30, 40, 50], [1, 11, 21, 31, 41, 51], range(6), window=25.0, most=1)
    assert found == [(0, 1), (0, 2), (1, 3), (2, 4), (3, 5)]


def test_own_articles_do_not_use_up_the_limit():
    found = pairs([{1}] * 6, range(6), range(1, 7), [0, 0, 0, 0, 1, 0], most=1)
    assert found == [(0, 4), (4, 5)]


def test_a_stop_shingle_has_its_own_limit():
    stop = np.array([(1 << DOCUMENT_BITS) | 2], np.uint64)
    assert len(pairs([{1}] * 5, range(5), range(1, 6), range(5), stops=stop)) == 4
    assert len(pairs([{1}] * 5, range(5), range(1, 6), range(5))) == 10


def test_references_are_joined_with_all():
    found = pairs([{1}] * 6, range(6), range(1, 7), [0, 1, 2, 3, 4, 9], most=1, reference=9)
    assert [pair for pair in found if 5 in pair] == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5)]
    early = pairs([{1}] * 4, range(4), range(1, 5), [0, 1, 9, 2], most=1, reference=9)
    assert early == [(0, 1), (0, 2), (0, 3), (1, 2), (2, 3)]


def test_rows_and_what_they_are_held_against():
    documents = [{1}] * 6
    found = pairs(documents, range(6), range(1, 7), range(6), rows=(4, 6), against=(0, 2))
    assert found == [(0, 4), (0, 5), (1, 4), (1, 5)]


def test_a_hundred_thousand_copies_take_linear_time():
    n = 100_000
    found = pairs([{1}] * n, np.arange(n), np.arange(n) + 1, np.arange(n) % 1000, window=np.inf, most=4)
    assert len(found) < 4 * n
