"""The index for windows of few rows: for each rare term the last row that holds it, and from each entry the one before.

Entries are written one after another into a ring that holds those of one window and stays in the near cache; a chain
ends where its rows have left the window, so nothing is dropped from it. All chains are walked side by side, one step
at a time: how long each is cannot be foreseen by a processor, how many there are can. This module needs numba: import
it inside functions only.
"""

# Kernels have the types they are called with, so they name none.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import numba
import numpy as np

from .cosine import LOST, ROUNDING, TermIndex, Tile, add_pairs, reaching

_compile = numba.njit(cache=True, nogil=True)
# Where an entry is, and the row it is of, plus one, in the upper half: one number is one store, and 0 is no entry.
_HALF = np.uint64(32)
_PLACE = np.uint64(0xFFFFFFFF)
_ONE = np.uint64(1)


class ChainIndex(TermIndex):
    """The index of a tile as chains.

    ``head``: uint64, for each term the last entry. ``before``, ``weight``: uint64 and float32, for each entry the one
    before it and its weight.
    """

    def __init__(self, n_terms: int, cut: int, threshold: float):
        super().__init__(n_terms, cut, threshold)
        self.head = np.zeros(n_terms, dtype=np.uint64)
        self.before, self.weight = np.zeros(1, dtype=np.uint64), np.zeros(1, dtype=np.float32)

    def _build(self, tile: Tile, n_posts: np.ndarray, first: np.ndarray | None) -> None:
        most = n_posts[-1]
        if first is not None:
            near = np.clip(first - tile.row, 0, len(tile))
            most = np.max(n_posts[np.minimum(np.arange(len(near)) + 1, len(tile))] - n_posts[near], initial=1)
        if most > len(self.before):
            size = 1 << int(most - 1).bit_length()
            self.before, self.weight = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.float32)
        self.head[:] = 0
        self.next = 0
        if first is None:
            v = tile.vectors
            build_chains(v.begin, v.term, v.weight, tile.split, self.head, self.before, self.weight)

    def _ask(
        self, tile: Tile, asking: Tile, near: np.ndarray, done: int, stop: int, rows: np.ndarray, cosines: np.ndarray
    ) -> tuple[int, int]:
        a, b = tile.vectors, asking.vectors
        longest = int(np.max(np.diff(b.begin), initial=0)) + 1
        state = np.array([self.next, 0], dtype=np.int64)
        done = ask_chains(
            a.begin, a.term, a.weight, tile.split, tile.common,
            b.begin, b.term, b.weight, asking.split, asking.common,
            self.head, self.before, self.weight, near, done, stop, asking.row == tile.row,
            self.threshold - ROUNDING,
            self.sums, np.empty(len(tile), dtype=np.int64), self.dense,
            np.empty(longest, dtype=np.uint64), np.empty(longest, dtype=np.float32), state, rows, cosines,
        )  # fmt: skip
        self.next = int(state[0])
        return done, int(state[1])


@_compile
def build_chains(begin, term, weight, split, head, before, weights):
    """Enter all rows."""
    at = np.uint64(0)
    for d in range(len(split)):
        for k in range(split[d], begin[d + 1]):
            t = term[k]
            before[at], weights[at] = head[t], weight[k]
            head[t] = (np.uint64(d + 1) << _HALF) | at
            at += _ONE


@numba.njit(cache=True, nogil=True, inline="always")
def add_chains(n, links, asked, before, weights, above, sums):
    """Add to ``sums``, by row plus one, what ``n`` chains give down to ``above`` (each: its last entry, and the weight
    asked with); the room of both is used up.
    """
    while n:
        n_left = np.uint64(0)
        for h in range(n):
            h = np.uint64(h)
            link, x = links[h], asked[h]
            at = link & _PLACE
            sums[link >> _HALF] += x * weights[at]
            link = before[at]
            links[n_left], asked[n_left] = link, x
            n_left += np.uint64(link > above)
        n = n_left


@_compile
def ask_chains(
    a_begin, a_term, a_weight, a_split, a_common, b_begin, b_term, b_weight, b_split, b_common,
    head, before, weights, near, start, stop, is_own, threshold,
    sums, found, dense, links, asked, state, rows, cosines,
):  # fmt: skip
    """Rows ``start`` to ``stop`` ask the chains; gives the row to go on from where the room for pairs is full.

    ``state``: where the next entry goes, and how many pairs were found.
    """
    at, m, ring = np.uint64(state[0]), 0, np.uint64(len(before) - 1)
    sums_of_rows = sums[1:]  # chains number rows from one
    for j in range(start, stop):
        low = near[j]
        high = j if is_own else len(a_split)
        if m + high - low > len(cosines):
            state[0], state[1] = at, m
            return j
        above = (np.uint64(low) << _HALF) | _PLACE
        row = np.uint64(j + 1) << _HALF
        # First which chains have a row of the window, without a branch; then the chains.
        n = np.uint64(0)
        if is_own:
            for k in range(b_split[j], b_begin[j + 1]):
                t, x = b_term[k], np.float32(b_weight[k])
                link = head[t]
                before[at], weights[at] = link, x
                head[t] = row | at
                at = (at + _ONE) & ring
                links[n], asked[n] = link, x
                n += np.uint64(link > above)
        else:
            for k in range(b_split[j], b_begin[j + 1]):
                link = head[b_term[k]]
                links[n], asked[n] = link, np.float32(b_weight[k])
                n += np.uint64(link > above)
        add_chains(n, links, asked, before, weights, above, sums)
        least = np.float32(threshold - (b_begin[j + 1] - b_begin[j] + 8) * LOST)
        n_found = reaching(sums_of_rows, a_common, low, high, b_common[j], least, found)
        if n_found:
            m = add_pairs(
                a_begin, a_term, a_weight, a_split, b_begin, b_term, b_weight, b_split, j,
                sums_of_rows, found, n_found, dense, least, threshold, rows, cosines, m,
            )  # fmt: skip
        sums_of_rows[low:high] = 0
    state[0], state[1] = at, m
    return stop
