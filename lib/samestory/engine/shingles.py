"""Shingles: hashed runs of k words, thinned so that two texts that share enough words in a row share one of them.

Winnowing (Schleimer, Wilkerson, Aiken 2003) keeps the smallest hash of every w shingles in a row: whatever the texts,
k + w - 1 shared words in a row leave at least one shared shingle, for about 2 / (w + 1) of the shingles.

A shingle found in many articles that lie far apart in time is no sign that one article has words from another: a fixed
formula, or an outlet's own line under each text. `stop_shingles` finds both. This module needs numba: import it inside
functions only.
"""

# Kernels are typed by numba where they are called.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False
from __future__ import annotations

import numba
import numpy as np

from .corpus import UNDATED

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
DOCUMENT_BITS = 24  # of a key; the other 40 are of the shingle, the rest of its hash is left to the alignment
MOST_DOCUMENTS = 1 << DOCUMENT_BITS
FORMULA, OWN_LINE = 1, 2  # what a stop shingle is

_compile = numba.njit(cache=True, nogil=True)


@_compile
def gram(hashes, i, k):
    """The hash of the k words from i on; their order counts."""
    h = np.uint64(k)
    for j in range(i, i + k):
        h = (h ^ hashes[j]) * _PRIME
        h ^= h >> np.uint64(32)
    h *= _MIX
    return h ^ (h >> np.uint64(32))


@_compile
def winnow(hashes, doc_begin, k, w, keys):
    """The kept shingles of each document as keys, shingle before document; returns how many.

    ``keys`` (uint64) must hold as many as there are words. Of equal hashes in a window the last is kept; a document of
    fewer than ``k + w - 1`` words, but at least k, keeps its smallest.
    """
    n = 0
    low = np.uint64(DOCUMENT_BITS)
    ring = np.empty(w, np.uint64)
    for d in range(len(doc_begin) - 1):
        first, last = doc_begin[d], doc_begin[d + 1] - k  # last: where the last shingle begins
        kept = np.int64(-1)
        best = np.int64(-1)
        for i in range(first, last + 1):
            ring[i % w] = gram(hashes, i, k)
            if best < 0 or i - best >= w:
                best = max(first, i - w + 1)
                for j in range(best + 1, i + 1):
                    if ring[j % w] <= ring[best % w]:
                        best = j
            elif ring[i % w] <= ring[best % w]:
                best = i
            if best != kept and (i - first >= w - 1 or i == last):
                kept = best
                keys[n] = ((ring[best % w] >> low) << low) | np.uint64(d)
                n += 1
    return n


def shingle_keys(hashes: np.ndarray, doc_begin: np.ndarray, *, k: int, w: int) -> np.ndarray:
    """The kept shingles of documents, sorted: uint64, the shingle in the high bits and the document in the low 24.

    Each comes once a document. At most 16,777,216 documents.
    """
    keys = np.empty(len(hashes), np.uint64)
    keys = keys[: winnow(hashes, doc_begin, k, w, keys)].copy()
    keys.sort()
    return keys[: unique_sorted(keys)]


@_compile
def unique_sorted(keys):
    """Each key of a sorted array once, moved to its front; returns how many."""
    n = 0
    for i in range(len(keys)):
        if i == 0 or keys[i] != keys[i - 1]:
            keys[n] = keys[i]
            n += 1
    return n


def stop_shingles(
    keys: np.ndarray, begin: np.ndarray, outlet: np.ndarray, *, window: float, most: int, most_own: int
) -> np.ndarray:
    """Shingles that are formulas or an outlet's own repeated lines: found often, and not together in time.

    Parameters
    ----------
    keys
        From `shingle_keys`, of documents in the order of time.
    begin, outlet
        Of each document: when, in minutes, `UNDATED` for none; and whose (-1 for none).
    window
        Minutes; ``inf`` for no window.
    most
        A shingle in more articles than this, under half of them within one window, is a formula. Articles without a
        date may all lie together, as copies of one text do.
    most_own
        A shingle in more articles of one outlet than this, under half of them within one window, is its own line where
        the outlet has over half of all articles with it, else a formula. Its articles without a date count as apart:
        an outlet seldom prints the same words that often at one time.

    Returns
    -------
    ndarray
        uint64, sorted: shingles as they stand in keys, with `FORMULA` or `OWN_LINE` for the document.
    """
    stops = np.empty(len(keys) // max(1, min(most, most_own)) + 1, np.uint64)
    return stops[: find_stops(keys, begin, outlet, window, most, most_own, stops)].copy()


@_compile
def _is_spread(begin, documents, first, last, window, undated_together):
    """Whether under half of the documents lie within one window; all the undated may, or else none of them does."""
    n, most, i, undated = last - first, 0, first, 0
    for j in range(first, last):
        if begin[documents[j]] == UNDATED:
            undated = last - j
            break
        while begin[documents[j]] - begin[documents[i]] >= window:
            i += 1
        most = max(most, j - i + 1)
    return 2 * (most + undated * undated_together) < n


@_compile
def find_stops(keys, begin, outlet, window, most, most_own, stops):
    """See `stop_shingles`; fills ``stops`` and returns how many."""
    low, n, i = np.uint64(DOCUMENT_BITS), 0, 0
    mask = np.uint64(MOST_DOCUMENTS - 1)
    while i < len(keys):
        j = i + 1
        while j < len(keys) and keys[j] >> low == keys[i] >> low:
            j += 1
        size = j - i
        if size > min(most, most_own):
            documents = (keys[i:j] & mask).astype(np.int64)
            kind = FORMULA if size > most and _is_spread(begin, documents, 0, size, window, 1) else 0
            own = documents[np.argsort(outlet[documents] * np.int64(size) + np.arange(size))]
            a = 0
            while a < size:
                b = a + 1
                while b < size and outlet[own[b]] == outlet[own[a]]:
                    b += 1
                if b - a > most_own and outlet[own[a]] >= 0 and _is_spread(begin, own, a, b, window, 0):
                    kind = OWN_LINE if 2 * (b - a) > size else max(kind, FORMULA)
                a = b
            if kind:
                stops[n] = ((keys[i] >> low) << low) | np.uint64(kind)
                n += 1
        i = j
    return n


@_compile
def stop_kind(hashes, begin, end, k, w, stops):
    """`FORMULA` or `OWN_LINE` where at least half the shingles kept of these words are stop shingles, else 0."""
    low = np.uint64(DOCUMENT_BITS)
    bounds = np.array([0, end - begin], np.int64)
    keys = np.empty(max(1, end - begin), np.uint64)
    n = winnow(hashes[begin:end], bounds, k, w, keys)
    formulas = own_lines = 0
    for key in keys[:n]:
        at = np.searchsorted(stops, (key >> low) << low)
        if at < len(stops) and stops[at] >> low == key >> low:
            if np.int64(stops[at] & np.uint64(3)) == OWN_LINE:
                own_lines += 1
            else:
                formulas += 1
    if n == 0 or 2 * (formulas + own_lines) < n:
        return 0
    return OWN_LINE if own_lines >= formulas else FORMULA
