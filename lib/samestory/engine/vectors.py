"""TF-IDF vectors from hashed words: terms counted once, weighed when their frequencies are known.

A text's vector has one weight for each of its words: ``(1 + ln count) * (ln((1 + n) / (1 + df)) + 1)``, divided by the
vector's length (sublinear tf and smooth idf, as scikit-learn defines them). Words in too many articles are left out
of the vector and of its length. Words of a single article can meet no other: they count in the length and are then
dropped. Terms are numbered from the most to the least common, so that a vector begins with what says least.

This module needs numba: import it inside functions only.
"""

# Kernels have the types they are called with, so they name none.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from .tokens import Tokens

LEFT_OUT = np.uint32(0xFFFFFFFF)  # a term in too many articles
SINGLE = np.uint32(0xFFFFFFFE)  # a term of one article
KEPT_ANYHOW = 20  # a term of no more articles than this is never too common: small sets have no stop words to drop
MOST_COUNTED = 65535  # a word said more often in one text counts as said so often
_LOGS = 1.0 + np.log(np.maximum(np.arange(4096), 1))

_compile = numba.njit(cache=True, nogil=True)


@dataclass(frozen=True)
class Counts:
    """Which terms texts hold how often: text ``d`` has ``ids[begin[d]:begin[d + 1]]``, by first occurrence."""

    begin: np.ndarray  # int64, one more than texts
    ids: np.ndarray  # uint32
    counts: np.ndarray  # uint16


@dataclass(frozen=True)
class Vectors:
    """Vectors of length 1: text ``d`` has the terms ``term[begin[d]:begin[d + 1]]``, ascending, so commonest first."""

    begin: np.ndarray  # int64, one more than texts
    term: np.ndarray  # uint32
    weight: np.ndarray  # float64
    n_single: np.ndarray  # int64, one a text: its terms that no other article has, which are in its length only

    def __len__(self) -> int:
        return len(self.begin) - 1

    @property
    def n_bytes(self) -> int:
        """Bytes they take."""
        return self.begin.nbytes + self.term.nbytes + self.weight.nbytes + self.n_single.nbytes

    @property
    def is_bare(self) -> np.ndarray:
        """Which texts have no term but, perhaps, some that are in too many articles (boolean)."""
        return (np.diff(self.begin) == 0) & (self.n_single == 0)


@dataclass(frozen=True)
class Vocabulary:
    """The terms of two articles or more, from the most to the least common (then by hash), and their weights.

    ``keys``: uint64 hash of each term. ``idf``: float64. ``single_idf``: of a term of one article. ``left_out``: sorted
    hashes of the terms in too many articles.
    """

    keys: np.ndarray
    idf: np.ndarray
    single_idf: float
    left_out: np.ndarray
    n_articles: int


def vocabulary_of(
    keys: np.ndarray, frequencies: np.ndarray, n_articles: int, max_df: float
) -> tuple[Vocabulary, np.ndarray]:
    """The vocabulary of counted terms, and for each of them its number in it, ``LEFT_OUT`` or ``SINGLE`` (uint32).

    Parameters
    ----------
    keys, frequencies
        Hash of each term, and in how many articles it is.
    n_articles
        How many articles have words.
    max_df
        Share of the articles (0..1) above which a term is left out, where it is in more than ``KEPT_ANYHOW``.
    """
    is_common = frequencies > max(max_df * n_articles, KEPT_ANYHOW)
    is_kept = ~is_common & (frequencies > 1)
    kept = np.flatnonzero(is_kept)
    kept = kept[np.lexsort((keys[kept], -frequencies[kept].astype(np.int64)))]
    number = np.full(len(keys), SINGLE, dtype=np.uint32)
    number[is_common] = LEFT_OUT
    number[kept] = np.arange(len(kept), dtype=np.uint32)
    idf = np.log((1 + n_articles) / (1 + frequencies[kept].astype(np.float64))) + 1
    single = float(np.log((1 + n_articles) / 2) + 1)
    return Vocabulary(keys[kept], idf, single, np.sort(keys[is_common]), n_articles), number


class TermTable:
    """A hash table from a word's hash to a number, which grows, or is closed and knows no new words.

    A slot is one line of memory: the hash, and the number with the frequency in the upper half.
    """

    def __init__(self) -> None:
        self.n = 0
        self.is_closed = False
        self.slots = np.zeros((1 << 16, 2), dtype=np.uint64)

    @classmethod
    def closed(cls, vocabulary: Vocabulary) -> TermTable:
        """The table that gives each term its number in the vocabulary, and ``SINGLE`` for what it does not know."""
        table = cls()
        keys = np.concatenate([vocabulary.keys, vocabulary.left_out])
        numbers = np.arange(len(keys), dtype=np.uint64)
        numbers[len(vocabulary.keys) :] = LEFT_OUT
        table._grow(len(keys))
        fill_slots(np.column_stack([keys, numbers]), table.slots)
        table.n, table.is_closed = len(keys), True
        return table

    def _grow(self, room: int) -> None:
        old = self.slots[self.slots[:, 0] != 0]
        self.slots = np.zeros((1 << int(max(2 * room, 2) - 1).bit_length(), 2), dtype=np.uint64)
        fill_slots(old, self.slots)

    def frequencies(self) -> tuple[np.ndarray, np.ndarray]:
        """Hash of each term (uint64) and in how many texts it is (uint32), by its number."""
        known = self.slots[self.slots[:, 0] != 0]
        number = (known[:, 1] & np.uint64(0xFFFFFFFF)).astype(np.int64)
        keys, frequencies = np.zeros(self.n, dtype=np.uint64), np.zeros(self.n, dtype=np.uint32)
        keys[number], frequencies[number] = known[:, 0], known[:, 1] >> np.uint64(32)
        return keys, frequencies

    def count(self, tokens: Tokens) -> Counts:
        """The terms of texts; an open table learns new ones and counts in how many texts each is."""
        n_texts = len(tokens.doc_begin) - 1
        begin = np.zeros(n_texts + 1, dtype=np.int64)
        ids, counts = np.empty(len(tokens), dtype=np.uint32), np.empty(len(tokens), dtype=np.uint16)
        longest = int(np.max(np.diff(tokens.doc_begin), initial=0))
        seen = np.zeros((1 << int(max(2 * longest, 16) - 1).bit_length(), 2), dtype=np.uint64)
        done = 0
        while True:
            done, self.n = count_terms(
                tokens.hashes, tokens.doc_begin, done, self.slots, self.is_closed, self.n, seen,
                np.empty(longest + 1, dtype=np.uint64), begin, ids, counts,
            )  # fmt: skip
            if done == n_texts:
                return Counts(begin, ids[: begin[-1]].copy(), counts[: begin[-1]].copy())
            self._grow(2 * self.n + int(np.max(np.diff(tokens.doc_begin[done:]))))


def weigh(counts: Counts, number_of: np.ndarray | None, vocabulary: Vocabulary) -> Vectors:
    """The vectors of counted texts.

    Parameters
    ----------
    counts
        Of texts.
    number_of
        From an id in ``counts`` to its number in the vocabulary (or ``LEFT_OUT``, ``SINGLE``); None where ids are
        those numbers.
    vocabulary
        Of the whole corpus.
    """
    numbers = counts.ids if number_of is None else number_of[counts.ids]
    begin = np.zeros(len(counts.begin), dtype=np.int64)
    term, weight = np.empty(len(numbers), dtype=np.uint32), np.empty(len(numbers), dtype=np.float64)
    bits = max(1, len(vocabulary.keys).bit_length())
    longest = int(np.max(np.diff(counts.begin), initial=0))
    n_single = np.zeros(len(counts.begin) - 1, dtype=np.int64)
    spare, spare_weight = np.empty(longest, dtype=np.uint32), np.empty(longest, dtype=np.float64)
    weigh_terms(
        counts.begin, numbers, counts.counts, vocabulary.idf, vocabulary.single_idf, _LOGS, bits,
        begin, term, weight, spare, spare_weight, n_single,
    )  # fmt: skip
    return Vectors(begin, term[: begin[-1]].copy(), weight[: begin[-1]].copy(), n_single)


@_compile
def fill_slots(known, slots):
    """Put hashes with their numbers into an empty table of open addresses; a free slot has hash 0."""
    mask = np.uint64(len(slots) - 1)
    for i in range(len(known)):
        at = known[i, 0] & mask
        while slots[at, 0] != 0:
            at = (at + np.uint64(1)) & mask
        slots[at, 0] = known[i, 0]
        slots[at, 1] = known[i, 1]


@_compile
def count_terms(hashes, doc_begin, first, slots, is_closed, n, seen, words, begin, ids, counts):  # noqa: C901  (a kernel: one compiled loop)
    """Count the terms of texts from ``first`` on; gives (texts done, terms known), and stops where the table is full.

    Each text is first counted in a small table of its own, which stays in the nearest cache; then the large one is
    asked once for each different word, with no other work between, so that processors fetch several slots at a time.
    """
    mask = np.uint64(len(slots) - 1)
    one = np.uint64(1)
    for d in range(first, len(doc_begin) - 1):
        low, high = doc_begin[d], doc_begin[d + 1]
        if not is_closed and 2 * (n + (high - low)) > len(slots):
            return d, n
        size = 16
        while size < 2 * (high - low):
            size *= 2
        near = np.uint64(size - 1)
        for at in range(size):
            seen[at, 0] = 0
        out = begin[d]
        m = 0
        for k in range(low, high):
            key = hashes[k]
            if key == 0:  # stands for a free slot
                key = one
            # The upper half chooses the place in the small table: the lower half chooses that in the large one.
            at = (key >> np.uint64(32)) & near
            while seen[at, 0] != 0 and seen[at, 0] != key:
                at = (at + one) & near
            if seen[at, 0] == 0:
                seen[at, 0] = key
                seen[at, 1] = m
                words[m] = key
                counts[out + m] = 1
                m += 1
            else:
                where = out + seen[at, 1]
                if counts[where] < 65535:
                    counts[where] += np.uint16(1)
        for k in range(m):
            key = words[k]
            at = key & mask
            while slots[at, 0] != 0 and slots[at, 0] != key:
                at = (at + one) & mask
            if slots[at, 0] == 0:
                if is_closed:
                    ids[out + k] = SINGLE
                    continue
                slots[at, 0] = key
                slots[at, 1] = n
                n += 1
            ids[out + k] = slots[at, 1] & np.uint64(0xFFFFFFFF)
            if not is_closed:
                slots[at, 1] += np.uint64(1) << np.uint64(32)
        begin[d + 1] = out + m
    return len(doc_begin) - 1, n


@_compile
def weigh_terms(
    begin, numbers, counts, idf, single_idf, logs, bits, out_begin, term, weight, spare, spare_weight, n_single
):
    """Weights of unit length, terms sorted by their number (radix, in two passes)."""
    at = np.int64(0)
    half = np.uint32(max(1, (bits + 1) // 2))
    n_digits = np.int64(1) << np.int64(half)
    low_digit = np.uint32(n_digits - 1)
    lows, highs = np.zeros(n_digits + 1, np.int64), np.zeros(n_digits + 1, np.int64)
    for d in range(len(begin) - 1):
        low = at
        square = 0.0
        lows[:] = 0
        highs[:] = 0
        for k in range(begin[d], begin[d + 1]):
            number = numbers[k]
            if number == LEFT_OUT:
                continue
            c = counts[k]
            tf = logs[c] if c < len(logs) else 1.0 + np.log(np.float64(c))
            if number == SINGLE:
                square += (tf * single_idf) ** 2
                n_single[d] += 1
                continue
            value = tf * idf[number]
            square += value * value
            term[at] = number
            weight[at] = value
            lows[np.int64(number & low_digit) + 1] += 1
            highs[np.int64(number >> half) + 1] += 1
            at += 1
        length = np.sqrt(square)
        for b in range(n_digits):
            lows[b + 1] += lows[b]
            highs[b + 1] += highs[b]
        for k in range(low, at):
            b = np.int64(term[k] & low_digit)
            spare[lows[b]] = term[k]
            spare_weight[lows[b]] = weight[k]
            lows[b] += 1
        for k in range(at - low):
            b = np.int64(spare[k] >> half)
            term[low + highs[b]] = spare[k]
            weight[low + highs[b]] = spare_weight[k] / length
            highs[b] += 1
        out_begin[d + 1] = at


@_compile
def fingerprints(hashes, doc_begin):
    """One number for the words of each text in their order, the same for the same words; 0 where there is none."""
    out = np.zeros(len(doc_begin) - 1, np.uint64)
    for d in range(len(doc_begin) - 1):
        h = np.uint64(0)
        for k in range(doc_begin[d], doc_begin[d + 1]):
            h = (h ^ hashes[k]) * np.uint64(0x9E3779B97F4A7C15)
            h ^= h >> np.uint64(29)
        out[d] = h if h != 0 or doc_begin[d] == doc_begin[d + 1] else np.uint64(1)
    return out
