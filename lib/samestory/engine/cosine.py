"""All pairs of vectors whose cosine reaches a threshold, exactly, from an inverted index of the rarer terms.

The commonest terms have long lists and little weight. Their part of a cosine is at most the product of the lengths
of the two vectors' common parts (Cauchy-Schwarz), so they need no index: only where the rarer terms plus this bound
reach the threshold is the common part computed, and only where the sum still does is the cosine computed in double
precision. The bounds are held against the threshold less what single precision can lose at most, so no pair is lost
to rounding (the scheme of Bayardo, Ma, Srikant 2007, doi 10.1145/1242572.1242591, with one split for all vectors).

The index is built over a tile of rows (the earlier ones) and grows as its own rows ask it. Of its two forms one is for
windows of a few rows (`chains`), one for any window (`lists`); `index_for` chooses. This module needs numba: import it
inside functions only.
"""

# Kernels have the types they are called with, so they name none.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numba
import numpy as np

from .vectors import Vectors

MOST_ROWS = 2048  # of a tile: its sums stay in the near cache, and 11 bits number its rows
NARROW = 256  # rows of a window on average, up to which chains are quicker than lists
ROOM = 4096  # pairs that are written before they are handed on
SAMPLED = 128  # rows of a tile that show where the common part ends
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
        size = min(len(vectors), SAMPLED)
        of = slice(0, int(vectors.begin[size]))
        squares += np.bincount(vectors.term[of], weights=vectors.weight[of] ** 2, minlength=n_terms)
        n += size
    return int(np.searchsorted(np.cumsum(squares) / max(n, 1), COMMON_SHARE * threshold))


def index_for(n_terms: int, cut: int, threshold: float, first: np.ndarray, n_dated: int) -> TermIndex:
    """The index that is quicker for windows as wide as these.

    Parameters
    ----------
    n_terms, cut, threshold
        Terms of the vocabulary, the first that is indexed, and the least cosine.
    first
        For each row of the corpus the first row that may lie in its window.
    n_dated
        Rows that have a date: the first ones.
    """
    from .chains import ChainIndex
    from .lists import ListIndex

    width = float(np.mean(np.arange(n_dated) - first[:n_dated])) if n_dated else 0.0
    kind = ChainIndex if width <= NARROW else ListIndex
    return kind(n_terms, cut, threshold)


class TermIndex(ABC):
    """The inverted index of one tile at a time, and the room its questions need."""

    def __init__(self, n_terms: int, cut: int, threshold: float):
        self.threshold = threshold
        self.cut = cut
        self.dense = np.zeros(max(cut, 1), dtype=np.float32)
        self.tile: Tile | None = None

    def build(self, tile: Tile, first: np.ndarray | None = None) -> None:
        """Index a tile: at once, or with room for its rows, which enter as they ask (`pairs` of the tile itself).

        Parameters
        ----------
        tile
            Rows of the corpus.
        first
            Where rows enter as they ask: int64, ascending, for each of them, and for the row after the last where
            there is one, the first row (of the corpus) that lies in its window.
        """
        if len(tile) > MOST_ROWS:
            raise ValueError(f"a tile of {len(tile)} rows; at most {MOST_ROWS} can be numbered in an index")
        self.tile = tile
        self.sums = np.zeros(len(tile) + 1, dtype=np.float32)
        self._build(tile, np.append(0, np.cumsum(tile.vectors.begin[1:] - tile.split)), first)

    @abstractmethod
    def _build(self, tile: Tile, n_posts: np.ndarray, first: np.ndarray | None) -> None:
        """Make room for entries, of which row ``r`` has those from ``n_posts[r]`` to ``n_posts[r + 1]``.

        They are entered at once where ``first`` is None.
        """

    @abstractmethod
    def _ask(
        self, tile: Tile, asking: Tile, near: np.ndarray, done: int, stop: int, rows: np.ndarray, cosines: np.ndarray
    ) -> tuple[int, int]:
        """Rows ``done`` to ``stop`` ask; gives the row to go on from where there is no room, and how many were found.

        ``near`` is the first row of the tile in the window of each asking row.
        """

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
        near = np.clip(first - tile.row, 0, len(tile))
        stop = int(np.searchsorted(near, len(tile), side="left"))
        out: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        done, room = 0, len(tile) + ROOM
        while done < stop:
            rows, cosines = np.empty((room, 2), dtype=np.int64), np.empty(room, dtype=np.float64)
            done, n = self._ask(tile, asking, near, done, stop, rows, cosines)
            out.append((rows[:n, 0] + tile.row, rows[:n, 1] + asking.row, cosines[:n]))
        if not out:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float64)
        return tuple(np.concatenate(parts) for parts in zip(*out, strict=True))  # type: ignore[return-value]


@numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def square_of(weight, begin, end):
    """The sum of the squares of weights, several at a time: in which order they are added does not matter here."""
    square = 0.0
    for k in range(begin, end):
        square += weight[np.uint64(k)] * weight[np.uint64(k)]
    return square


@_compile
def split_common(begin, term, weight, cut):
    """Where the terms from ``cut`` on begin in each vector, and how long the part before is (rounded up)."""
    n = len(begin) - 1
    split, common = np.empty(n, np.int64), np.empty(n, np.float32)
    for d in range(n):
        low, high = begin[d], begin[d + 1]
        while low < high:
            middle = (low + high) >> 1
            if term[middle] < cut:
                low = middle + 1
            else:
                high = middle
        split[d], common[d] = low, np.sqrt(square_of(weight, begin[d], low)) * (1.0 + 1e-6)
    return split, common


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
    while a < a_end and b < b_end:  # one step of either or both, without a branch that a processor would have to guess
        x, y = a_term[a], b_term[b]
        if x == y:
            total += a_weight[a] * b_weight[b]
        a += np.int64(x <= y)
        b += np.int64(y <= x)
    return total


@numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def common_of(dense, term, weight, begin, end):
    """The product of a dense vector and a part of a sparse one, several terms at a time."""
    total = np.float32(0)
    for k in range(begin, end):
        total += dense[term[np.uint64(k)]] * np.float32(weight[np.uint64(k)])
    return total


@_compile
def add_pairs(
    a_begin, a_term, a_weight, a_split, b_begin, b_term, b_weight, b_split, j,
    sums, found, n_found, dense, least, threshold, rows, cosines, m,
):  # fmt: skip
    """Which of the rows found have a cosine with row ``j`` that reaches the threshold; how many pairs there are now."""
    for k in range(b_begin[j], b_split[j]):
        dense[b_term[k]] = b_weight[k]
    for f in range(n_found):
        i = found[f]
        total = sums[i] + common_of(dense, a_term, a_weight, a_begin[i], a_split[i])
        if total >= least:
            exact = cosine(a_term, a_weight, a_begin[i], a_begin[i + 1], b_term, b_weight, b_begin[j], b_begin[j + 1])
            if exact >= threshold:
                rows[m, 0], rows[m, 1], cosines[m] = i, j, exact
                m += 1
    for k in range(b_begin[j], b_split[j]):
        dense[b_term[k]] = 0
    return m
