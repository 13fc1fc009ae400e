"""All pairs of vectors whose cosine reaches a threshold, exactly, from an inverted index of the rarer terms.

The commonest terms have long lists and little weight. Their part of a cosine is at most the product of the lengths
of the two vectors' common parts (Cauchy-Schwarz), so they need no index: only where the rarer terms plus this bound
reach the threshold is the common part computed, and only where the sum still does is the cosine computed in double
precision. The bounds are held against the threshold less what single precision can lose at most, so no pair is lost
to rounding (the scheme of Bayardo, Ma, Srikant 2007, doi 10.1145/1242572.1242591, with one split for all vectors).

The index is built over a tile of rows (the earlier ones), grows as its own rows ask it, and loses rows that have left
the window. This module needs numba: import it inside functions only.
"""

# Kernels have the types they are called with, so they name none.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from .vectors import Vectors

# An entry of a list is one number of 32 bits: a weight in single precision whose last 11 bits give way to the row.
# Lists then take half the room and stay in the near cache. What the weight loses is under PACKED of it, either way.
ROW_BITS = np.uint32(0x7FF)
PACKED = 2.5e-4
LOST = 6.0e-8  # the most that one addition or product of single precision loses, of a sum that is at most 1
ROUNDING = 1e-12  # of double precision: identical texts have cosine 1 less this, and reach a threshold of 1
# Where the common part ends: its mean squared length as a share of the threshold. Half of it is safe; far beyond it
# the bound lets nearly every pair through.
COMMON_SHARE = 0.55

_compile = numba.njit(cache=True, nogil=True)


@dataclass(frozen=True)
class Tile:
    """Vectors of consecutive rows from ``row`` on, split into common and rare terms.

    ``split``: int64, where the rare terms of each vector begin. ``common``: float32, length of the part before.
    """

    row: int
    vectors: Vectors
    split: np.ndarray
    common: np.ndarray

    def __len__(self) -> int:
        return len(self.vectors)

    @classmethod
    def of(cls, row: int, vectors: Vectors, cut: int) -> Tile:
        """The tile of vectors split at the term ``cut``."""
        split, common = split_common(vectors.begin, vectors.term, vectors.weight, cut)
        return cls(row, vectors, split, common)


def common_cut(samples: list[Vectors], n_terms: int, threshold: float) -> int:
    """The first term that is indexed: before it lies ``COMMON_SHARE * threshold`` of the mean squared length."""
    squares, n = np.zeros(n_terms), 0
    for vectors in samples:
        squares += np.bincount(vectors.term, weights=vectors.weight**2, minlength=n_terms)
        n += len(vectors)
    return int(np.searchsorted(np.cumsum(squares) / max(n, 1), COMMON_SHARE * threshold))


class TermIndex:
    """The inverted index of one tile at a time, and the room its questions need."""

    def __init__(self, n_terms: int, cut: int, threshold: float):
        self.threshold = threshold
        self.cut = cut
        self.range = np.zeros((n_terms, 2), dtype=np.uint32)
        self.dense = np.zeros(max(cut, 1), dtype=np.float32)
        self.posts = np.zeros(1, dtype=np.uint32)
        self.tile: Tile | None = None

    def build(self, tile: Tile, *, is_full: bool) -> None:
        """Index a tile: at once, or with room for its rows, which enter as they ask (`pairs` of the tile itself)."""
        if len(tile) > ROW_BITS + 1:
            raise ValueError(f"a tile of {len(tile)} rows; at most {ROW_BITS + 1} can be numbered in a list")
        n_posts = int(np.sum(tile.vectors.begin[1:] - tile.split))
        if n_posts > len(self.posts):
            self.posts = np.zeros(n_posts + n_posts // 4, dtype=np.uint32)
        v = tile.vectors
        build_index(v.begin, v.term, v.weight, tile.split, self.range, self.posts, self.posts.view(np.float32), is_full)
        self.tile, self.dropped = tile, 0
        self.sums = np.zeros(len(tile), dtype=np.float32)

    def pairs(self, asking: Tile, first: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pairs of a row of the index and a later row of ``asking``.

        Parameters
        ----------
        asking
            The rows that ask: the tile of the index, or a later one.
        first
            int64, ascending: for each row of ``asking`` the first row (of the corpus) that lies in its window.

        Returns
        -------
        (int64, int64, float64)
            Rows of the corpus, earlier and later, and the cosine.
        """
        tile = self.tile
        assert tile is not None  # noqa: S101
        a, b = tile.vectors, asking.vectors
        near = np.clip(first - tile.row, 0, len(tile))
        n_asking = int(np.searchsorted(near, len(tile), side="left"))
        longest = int(np.max(np.diff(b.begin), initial=0))
        state = np.array([self.dropped, 0], dtype=np.int64)
        found = np.empty(len(tile), dtype=np.int64)
        spans, values = np.empty((longest + 1, 2), dtype=np.uint32), np.empty(longest + 1, dtype=np.float32)
        out: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        done, room = 0, len(tile) + 4096
        while done < n_asking:
            rows, cosines = np.empty((room, 2), dtype=np.int64), np.empty(room, dtype=np.float64)
            done = ask_index(
                a.begin, a.term, a.weight, tile.split, tile.common,
                b.begin, b.term, b.weight, asking.split, asking.common,
                self.range, self.posts, self.posts.view(np.float32), near, done, n_asking, asking.row == tile.row,
                self.threshold - ROUNDING,
                self.sums, found, self.dense, spans, values, state, rows, cosines,
            )  # fmt: skip
            n = int(state[1])
            out.append((rows[:n, 0] + tile.row, rows[:n, 1] + asking.row, cosines[:n]))
        self.dropped = int(state[0])
        if not out:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float64)
        return tuple(np.concatenate(parts) for parts in zip(*out, strict=True))  # type: ignore[return-value]


@_compile
def split_common(begin, term, weight, cut):
    """Where the terms from ``cut`` on begin in each vector, and how long the part before is (rounded up)."""
    n = len(begin) - 1
    split, common = np.empty(n, np.int64), np.empty(n, np.float32)
    for d in range(n):
        k, square = begin[d], 0.0
        while k < begin[d + 1] and term[k] < cut:
            square += weight[k] * weight[k]
            k += 1
        split[d], common[d] = k, np.sqrt(square) * (1.0 + 1e-6)
    return split, common


@_compile
def build_index(begin, term, weight, split, ranges, posts, post_weights, is_full):
    """Room for the list of each rare term (``ranges``: where it begins and ends); filled where ``is_full``."""
    ranges[:] = 0
    for d in range(len(split)):
        for k in range(split[d], begin[d + 1]):
            ranges[term[k], 1] += np.uint32(1)
    at = np.uint32(0)
    for v in range(len(ranges)):
        n = ranges[v, 1]
        ranges[v, 0] = at
        ranges[v, 1] = at
        at += n
    if is_full:
        for d in range(len(split)):
            for k in range(split[d], begin[d + 1]):
                p = ranges[term[k], 1]
                ranges[term[k], 1] = p + np.uint32(1)
                post_weights[p] = weight[k]
                posts[p] = (posts[p] & ~ROW_BITS) | np.uint32(d)


@_compile
def reaching(sums, common, low, high, own, least, found):
    """The rows whose bound reaches the threshold; counted in runs first, which processors do eight at a time."""
    m = 0
    i = low
    while i < high:
        end = min(i + 64, high)
        n = 0
        for r in range(i, end):
            n += np.int64(sums[r] + own * common[r] >= least)
        if n:
            for r in range(i, end):
                if sums[r] + own * common[r] >= least:
                    found[m] = r
                    m += 1
        i = end
    return m


@_compile
def cosine(a_term, a_weight, a, a_end, b_term, b_weight, b, b_end):
    """The product of two sorted vectors, in double precision and always in the same order."""
    total = 0.0
    while a < a_end and b < b_end:
        x, y = a_term[a], b_term[b]
        if x == y:
            total += a_weight[a] * b_weight[b]
            a += 1
            b += 1
        elif x < y:
            a += 1
        else:
            b += 1
    return total


@_compile
def ask_index(
    a_begin, a_term, a_weight, a_split, a_common, b_begin, b_term, b_weight, b_split, b_common,
    ranges, posts, post_weights, near, start, stop, is_own, threshold,
    sums, found, dense, spans, values, state, rows, cosines,
):  # fmt: skip
    """Rows ``start`` to ``stop`` ask the index; gives the row to go on from where the room for pairs is full.

    ``near``: the first row of the index in the window of each asking row. ``state``: how many rows of the index have
    been dropped from its lists, and how many pairs were found. Lists are in the order of rows, so the rows that left
    the window are the first of each list.
    """
    dropped, m = state[0], 0
    for j in range(start, stop):
        low = near[j]
        high = j if is_own else len(a_split)
        if m + high - low > len(cosines):
            state[0], state[1] = dropped, m
            return j
        while dropped < low:
            for k in range(a_split[dropped], a_begin[dropped + 1]):
                ranges[a_term[k], 0] += np.uint32(1)
            dropped += 1
        least = np.float32(threshold - PACKED - (b_begin[j + 1] - b_begin[j] + 8) * LOST)
        # First which lists have anything, without a branch; then the lists.
        n = np.uint64(0)
        if is_own:
            for k in range(b_split[j], b_begin[j + 1]):
                t, x = b_term[k], np.float32(b_weight[k])
                begin, end = ranges[t, 0], ranges[t, 1]
                post_weights[end] = x
                posts[end] = (posts[end] & ~ROW_BITS) | np.uint32(j)
                ranges[t, 1] = end + np.uint32(1)
                spans[n, 0], spans[n, 1], values[n] = begin, end, x
                n += np.uint64(end > begin)
        else:
            for k in range(b_split[j], b_begin[j + 1]):
                t = b_term[k]
                begin, end = ranges[t, 0], ranges[t, 1]
                spans[n, 0], spans[n, 1], values[n] = begin, end, np.float32(b_weight[k])
                n += np.uint64(end > begin)
        for h in range(n):
            x = values[h]
            for p in range(spans[h, 0], spans[h, 1]):
                sums[posts[p] & ROW_BITS] += x * post_weights[p]
        n_found = reaching(sums, a_common, low, high, b_common[j], least, found)
        if n_found:
            for k in range(b_begin[j], b_split[j]):
                dense[b_term[k]] = b_weight[k]
            for f in range(n_found):
                i = found[f]
                total = sums[i]
                for k in range(a_begin[i], a_split[i]):
                    total += dense[a_term[k]] * np.float32(a_weight[k])
                if total >= least:
                    exact = cosine(
                        a_term, a_weight, a_begin[i], a_begin[i + 1], b_term, b_weight, b_begin[j], b_begin[j + 1]
                    )
                    if exact >= threshold:
                        rows[m, 0], rows[m, 1], cosines[m] = i, j, exact
                        m += 1
            for k in range(b_begin[j], b_split[j]):
                dense[b_term[k]] = 0
        sums[low:high] = 0
    state[0], state[1] = dropped, m
    return stop
