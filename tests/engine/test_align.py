"""Alignment: hand-made rewrites, and its kernels against plain references."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.engine.align import align, anchors, common_words, gram_table

A = [
    "the",
    "fire",
    "broke",
    "out",
    "shortly",
    "before",
    "five",
    "in",
    "the",
    "morning",
    "in",
    "shed",
    "fourteen",
    "where",
    "the",
    "company",
    "stores",
    "goods",
]
OTHER = [
    "nobody",
    "on",
    "the",
    "council",
    "would",
    "say",
    "what",
    "had",
    "been",
    "agreed",
    "at",
    "their",
    "last",
    "meeting",
    "behind",
    "closed",
    "doors",
]


def numbers(words):
    """Words as hashes: any numbers, equal for equal words."""
    return np.array([int.from_bytes(w.encode()[:8].ljust(8, b"\0"), "little") for w in words], np.uint64)


def aligned(a, b, **options):
    return align(numbers(a), numbers(b), **options)[:, :5].tolist()


def test_a_copy_inside_other_text():
    n = len(A)
    assert aligned(OTHER + A, A) == [[len(OTHER), len(OTHER) + n, 0, n, n]]
    assert aligned(A, OTHER + A + OTHER[::-1]) == [[0, n, len(OTHER), len(OTHER) + n, n]]


def test_texts_that_share_nothing():
    assert aligned(A, OTHER) == []
    assert aligned([], A) == aligned(A, []) == aligned(A[:2], A) == []


def test_a_passage_goes_on_over_changed_words():
    b = [*A[:8], "early", "dawn", *A[10:]]
    assert aligned(A, b) == [[0, 18, 0, 18, 16]]


def test_a_passage_goes_on_over_a_dropped_part():
    long = A + OTHER + A[::-1]
    assert aligned(long, A + A[::-1]) == [[0, len(long), 0, 2 * len(A), 2 * len(A)]]


def test_a_word_between_two_changes_is_counted():
    b = [*A[:7], "x", A[8], "y", *A[10:]]
    assert aligned(A, b) == [[0, 18, 0, 18, 16]]


def test_parts_in_another_order_are_two_passages():
    found = aligned(A + OTHER, OTHER + A)
    n, m = len(A), len(OTHER)
    assert found == [[n, n + m, 0, m, m], [0, n, m, m + n, n]]


def test_too_little_in_common_is_no_passage():
    assert aligned(A, OTHER + A[:11], least_common=12) == []
    assert len(aligned(A, OTHER + A[:12], least_common=12)) == 1
    assert aligned(A, [w for x in A for w in (x, "z")], least_common=8) == []


def test_the_same_word_a_hundred_thousand_times():
    many = np.zeros(100_000, np.uint64)
    found = align(many, many)
    assert found[:, :5].tolist() == [[0, 100_000, 0, 100_000, 100_000]]


words = st.lists(st.integers(0, 5), max_size=40)


@settings(max_examples=200, deadline=None)
@given(words, words)
def test_common_words_is_the_longest_common_subsequence(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    first, second = np.array(a, np.uint64), np.array(b, np.uint64)
    assert common_words(first, 0, len(a), second, 0, len(b)) == table[-1][-1]


few = st.lists(st.integers(0, 3), max_size=16)  # so that no run comes oftener than is tried


@settings(max_examples=200, deadline=None)
@given(few, few, st.integers(2, 4))
def test_anchors_are_the_longest_runs_from_left_to_right(a, b, k):
    first, second = np.array(a, np.uint64), np.array(b, np.uint64)
    runs = np.empty((len(b) // k + 1, 3), np.int64)
    n = anchors(first, second, *gram_table(first, k), k, runs)
    expected, j = [], 0
    while j < len(b):
        lengths = [0]
        for i in range(len(a)):
            length = 0
            while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                length += 1
            lengths.append(length)
        if max(lengths) >= k:
            expected.append((j, max(lengths)))
        j += max(lengths) if max(lengths) >= k else 1
    assert [(int(r[1]), int(r[2])) for r in runs[:n]] == expected
    assert all(a[i : i + length] == b[j : j + length] for i, j, length in runs[:n])


@settings(max_examples=200, deadline=None)
@given(words, words)
def test_passages_lie_inside_and_hold_what_they_say(a, b):
    found = align(np.array(a, np.uint64), np.array(b, np.uint64), least_common=6, least_run=4, least_share=0.5)
    last = 0
    for begin, end, other, other_end, common, longest in found:
        assert 0 <= begin < end <= len(a)
        assert last <= other < other_end <= len(b)
        assert longest <= common <= min(end - begin, other_end - other)
        assert a[begin] == b[other] and a[end - 1] == b[other_end - 1]
        last = other_end


@pytest.mark.parametrize("share", [0.1, 0.2])
def test_a_light_rewrite_of_a_long_text_is_one_passage(share):
    random = np.random.default_rng(3)
    a = random.integers(0, 10**9, 300).astype(np.uint64)
    b = a.copy()
    changed = random.random(300) < share
    changed[[*range(8), *range(296, 300)]] = False
    b[changed] = random.integers(10**10, 10**11, changed.sum())
    found = align(a, b, least_common=12, least_run=8)
    assert len(found) == 1
    assert found[0, :4].tolist() == [0, 300, 0, 300]
    assert found[0, 4] >= 300 - changed.sum() - 6
