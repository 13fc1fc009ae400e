"""The index for windows of any width: for each rare term one list of the rows that hold it, in their order.

A list is walked eight entries at a time and the rest one by one, all lists side by side: how long each is cannot be
foreseen by a processor, how many there are can. The rows that left the window are the first of each list, and are
dropped as the window moves. This module needs numba: import it inside functions only.
"""

# Kernels have the types they are called with, so they name none.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import numba
import numpy as np

from .cosine import LOST, ROUNDING, TermIndex, Tile, add_pairs, reaching

# An entry of a list is one number of 32 bits: a weight in single precision whose last 11 bits give way to the row.
# Lists then take half the room and stay in the near cache. What the weight loses is under PACKED of it, either way.
ROW_BITS = np.uint32(0x7FF)
PACKED = 2.5e-4
_HALF, _PLACE = np.uint64(32), np.uint64(0xFFFFFFFF)
_ONE, _EIGHT, _LONGER = np.uint64(1), np.uint64(8), np.uint64(1 << 32)
STRIDES = 4  # of eight; what is then left of a list is long, and walked to its end

_compile = numba.njit(cache=True, nogil=True)


class ListIndex(TermIndex):
    """The index of a tile as lists."""

    def __init__(self, n_terms: int, cut: int, threshold: float):
        super().__init__(n_terms, cut, threshold)
        self.ranges = np.zeros(n_terms, dtype=np.uint64)
        self.posts = np.zeros(1, dtype=np.uint32)

    def _build(self, tile: Tile, n_posts: np.ndarray, first: np.ndarray | None) -> None:
        if n_posts[-1] > len(self.posts):
            self.posts = np.zeros(n_posts[-1] + n_posts[-1] // 4, dtype=np.uint32)
        v, weights = tile.vectors, self.posts.view(np.float32)
        build_lists(v.begin, v.term, v.weight, tile.split, self.ranges, self.posts, weights, first is None)
        self.dropped = 0

    def _ask(
        self, tile: Tile, asking: Tile, near: np.ndarray, done: int, stop: int, rows: np.ndarray, cosines: np.ndarray
    ) -> tuple[int, int]:
        a, b = tile.vectors, asking.vectors
        longest = int(np.max(np.diff(b.begin), initial=0)) + 1
        spans, asked = np.empty((2, longest), dtype=np.uint64), np.empty((2, longest), dtype=np.float32)
        state = np.array([self.dropped, 0], dtype=np.int64)
        found = np.empty(len(tile), dtype=np.int64)
        done = ask_lists(
            a.begin, a.term, a.weight, tile.split, tile.common,
            b.begin, b.term, b.weight, asking.split, asking.common,
            self.ranges, self.posts, self.posts.view(np.float32), near, done, stop, asking.row == tile.row,
            self.threshold - ROUNDING,
            self.sums, found, self.dense, spans, asked, state, rows, cosines,
        )  # fmt: skip
        self.dropped = int(state[0])
        return done, int(state[1])


@_compile
def build_lists(begin, term, weight, split, ranges, posts, post_weights, is_full):
    """Room for the list of each rare term (``ranges``: where it ends, in the upper half, and begins), or the lists."""
    ranges[:] = 0
    for d in range(len(split)):
        for k in range(split[d], begin[d + 1]):
            ranges[term[k]] += _ONE
    at = np.uint64(0)
    for v in range(len(ranges)):
        n = ranges[v]
        ranges[v] = (at << _HALF) | at
        at += n
    if is_full:
        for d in range(len(split)):
            for k in range(split[d], begin[d + 1]):
                p = ranges[term[k]] >> _HALF
                ranges[term[k]] += _LONGER
                post_weights[p] = weight[k]
                posts[p] = (posts[p] & ~ROW_BITS) | np.uint32(d)


@numba.njit(cache=True, nogil=True, inline="always")
def add_lists(n_eights, n_ones, eights, eights_asked, ones, ones_asked, posts, post_weights, sums):
    """Add to ``sums`` what lists give: those of eight entries or more, and shorter ones.

    A list is where it ends, in the upper half, and begins, with the weight asked with. The room of both is packed anew
    at each step without a branch, and used up.
    """
    stride = 0
    while n_eights and stride < STRIDES:
        stride += 1
        n_left = np.uint64(0)
        for h in range(n_eights):
            h = np.uint64(h)
            span, x = eights[h], eights_asked[h]
            p = span & _PLACE
            for _ in range(8):
                sums[posts[p] & ROW_BITS] += x * post_weights[p]
                p += _ONE
            span += _EIGHT
            length = (span >> _HALF) - p
            eights[n_left], eights_asked[n_left] = span, x
            ones[n_ones], ones_asked[n_ones] = span, x
            n_left += np.uint64(length >= _EIGHT)
            n_ones += np.uint64((length < _EIGHT) & (length > 0))
        n_eights = n_left
    for h in range(n_eights):
        h = np.uint64(h)
        span, x = eights[h], eights_asked[h]
        for p in range(span & _PLACE, span >> _HALF):
            sums[posts[p] & ROW_BITS] += x * post_weights[p]
    while n_ones:
        n_left = np.uint64(0)
        for h in range(n_ones):
            h = np.uint64(h)
            span, x = ones[h], ones_asked[h]
            p = span & _PLACE
            sums[posts[p] & ROW_BITS] += x * post_weights[p]
            span += _ONE
            ones[n_left], ones_asked[n_left] = span, x
            n_left += np.uint64((span & _PLACE) < (span >> _HALF))
        n_ones = n_left


@_compile
def ask_lists(
    a_begin, a_term, a_weight, a_split, a_common, b_begin, b_term, b_weight, b_split, b_common,
    ranges, posts, post_weights, near, start, stop, is_own, threshold,
    sums, found, dense, spans, asked, state, rows, cosines,
):  # fmt: skip
    """Rows ``start`` to ``stop`` ask the lists; gives the row to go on from where the room for pairs is full.

    ``state``: how many rows of the index have been dropped from its lists, and how many pairs were found.
    """
    dropped, m = state[0], 0
    eights, eights_asked, ones, ones_asked = spans[0], asked[0], spans[1], asked[1]
    for j in range(start, stop):
        low = near[j]
        high = j if is_own else len(a_split)
        if m + high - low > len(cosines):
            state[0], state[1] = dropped, m
            return j
        while dropped < low:
            for k in range(a_split[dropped], a_begin[dropped + 1]):
                ranges[a_term[k]] += _ONE
            dropped += 1
        # First which lists have anything, and how much, without a branch; then the lists.
        n_eights = np.uint64(0)
        n_ones = np.uint64(0)
        if is_own:
            for k in range(b_split[j], b_begin[j + 1]):
                t, x = b_term[k], np.float32(b_weight[k])
                span = ranges[t]
                end = span >> _HALF
                post_weights[end] = x
                posts[end] = (posts[end] & ~ROW_BITS) | np.uint32(j)
                ranges[t] = span + _LONGER
                length = end - (span & _PLACE)
                eights[n_eights], eights_asked[n_eights] = span, x
                ones[n_ones], ones_asked[n_ones] = span, x
                n_eights += np.uint64(length >= _EIGHT)
                n_ones += np.uint64((length < _EIGHT) & (length > 0))
        else:
            for k in range(b_split[j], b_begin[j + 1]):
                span, x = ranges[b_term[k]], np.float32(b_weight[k])
                length = (span >> _HALF) - (span & _PLACE)
                eights[n_eights], eights_asked[n_eights] = span, x
                ones[n_ones], ones_asked[n_ones] = span, x
                n_eights += np.uint64(length >= _EIGHT)
                n_ones += np.uint64((length < _EIGHT) & (length > 0))
        add_lists(n_eights, n_ones, eights, eights_asked, ones, ones_asked, posts, post_weights, sums)
        least = np.float32(threshold - PACKED - (b_begin[j + 1] - b_begin[j] + 8) * LOST)
        n_found = reaching(sums, a_common, low, high, b_common[j], least, found)
        if n_found:
            m = add_pairs(
                a_begin, a_term, a_weight, a_split, b_begin, b_term, b_weight, b_split, j,
                sums, found, n_found, dense, least, threshold, rows, cosines, m,
            )  # fmt: skip
        sums[low:high] = 0
    state[0], state[1] = dropped, m
    return stop
