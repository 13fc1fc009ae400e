"""Which passages two texts share: runs of equal words, chained over what was changed, dropped or put in between.

Of two texts every run of k equal words is an anchor and is followed as far as the words agree. Neighbouring anchors
that stand in the same order in both texts are joined where the words gained outweigh the words between them (a local
alignment by chaining, as for sequences of nucleotides), so a passage goes on over changed words, dropped sentences,
other quotation marks and other punctuation. This module needs numba: import it inside functions only.
"""

# Kernels are typed by numba where they are called.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False
from __future__ import annotations

import numba
import numpy as np

from .shingles import gram

FIELDS = ("begin", "end", "other_begin", "other_end", "n_common", "longest")  # of a row of a result, in words
GAP = 60  # most words between two anchors of a passage, on either side
PENALTY = 0.5  # what a word between anchors costs, where a common word gains 1: a passage shares about half its words
LOOK_BACK = 64  # anchors an anchor may be joined to
SAME_GRAM = 16  # places of one run of words that are tried
SMALL_GAP = 24  # words between anchors that are compared one by one

_compile = numba.njit(cache=True, nogil=True)


def align(
    a: np.ndarray, b: np.ndarray, *, k: int = 3, least_common: int = 8, least_run: int = 4, least_share: float = 0.4
) -> np.ndarray:
    """The passages two texts share.

    Parameters
    ----------
    a, b
        uint64 hashes of the words of the two texts.
    k
        Words of an anchor.
    least_common, least_run, least_share
        A passage has at least so many words in common, so many of them in one run, and that share of its words on both
        sides together (Dice).

    Returns
    -------
    ndarray
        int64, one row a passage in order of b: `FIELDS`. Passages do not overlap in b.
    """
    found = np.empty((len(b) // max(1, least_common) + 1, len(FIELDS)), np.int64)
    grams, heads, nexts = gram_table(a, k)
    return found[: align_into(a, b, grams, heads, nexts, k, least_common, least_run, least_share, found)].copy()


@_compile
def gram_table(a, k):
    """Where each run of k words first stands in a (open addressing), and for each place the next one of its run."""
    n = max(0, len(a) - k + 1)
    size = 16
    while size < 2 * n:
        size *= 2
    grams = np.empty(n, np.uint64)
    heads = np.full(size, -1, np.int32)
    nexts = np.full(n, -1, np.int32)
    mask = np.uint64(size - 1)
    for i in range(n - 1, -1, -1):
        grams[i] = gram(a, i, k)
        slot = grams[i] & mask
        while heads[slot] >= 0 and grams[heads[slot]] != grams[i]:
            slot = (slot + np.uint64(1)) & mask
        nexts[i] = heads[slot]
        heads[slot] = i
    return grams, heads, nexts


@_compile
def anchors(a, b, grams, heads, nexts, k, runs):
    """Runs of equal words in order of b, as rows (place in a, place in b, words); returns how many.

    A run is followed as far as it goes; of several places in a the longest is taken, of equal ones that which goes on
    from the run before.
    """
    n, j, mask = 0, 0, np.uint64(len(heads) - 1)
    expected = 0
    while j + k <= len(b):
        g = gram(b, j, k)
        slot = g & mask
        while heads[slot] >= 0 and grams[heads[slot]] != g:
            slot = (slot + np.uint64(1)) & mask
        i = np.int64(heads[slot])
        best, best_length, tried = np.int64(-1), np.int64(0), 0
        while i >= 0 and tried < SAME_GRAM:
            length = np.int64(0)
            while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                length += 1
            nearer = abs(i - (expected + j)) < abs(best - (expected + j))
            if length > best_length or (length == best_length and nearer):
                best, best_length = i, length
            i = np.int64(nexts[i])
            tried += 1
        if best_length >= k:
            runs[n, 0], runs[n, 1], runs[n, 2] = best, j, best_length
            expected = best - j
            n += 1
            j += best_length
        else:
            j += 1
    return n


@_compile
def common_words(a, a_begin, a_end, b, b_begin, b_end):
    """Words in common in order (longest common subsequence) of two short stretches."""
    width = b_end - b_begin
    row = np.zeros(width + 1, np.int64)
    for i in range(a_begin, a_end):
        corner = 0
        for j in range(width):
            above = row[j + 1]
            if a[i] == b[b_begin + j]:
                row[j + 1] = corner + 1
            elif row[j] > above:
                row[j + 1] = row[j]
            corner = above
    return row[width]


@_compile
def align_into(a, b, grams, heads, nexts, k, least_common, least_run, least_share, found):  # noqa: C901  (a kernel: one compiled loop)
    """See `align`; fills ``found`` and returns how many passages there are."""
    if len(a) < k or len(b) < k:
        return 0
    runs = np.empty((len(b) // k + 1, 3), np.int64)
    n = anchors(a, b, grams, heads, nexts, k, runs)
    if n == 0:
        return 0
    score = np.empty(n, np.float64)
    before = np.empty(n, np.int64)
    skip = np.zeros(n, np.int64)  # words of a run that the run before it has already
    for r in range(n):
        score[r], before[r] = runs[r, 2], -1
        for q in range(r - 1, max(-1, r - 1 - LOOK_BACK), -1):
            if runs[r, 1] - (runs[q, 1] + runs[q, 2]) > GAP:
                break
            overlap = max(0, runs[q, 0] + runs[q, 2] - runs[r, 0])
            gap_a = runs[r, 0] + overlap - (runs[q, 0] + runs[q, 2])
            gap_b = runs[r, 1] + overlap - (runs[q, 1] + runs[q, 2])
            if overlap >= runs[r, 2] or gap_a > GAP or gap_b > GAP or runs[r, 0] < runs[q, 0]:
                continue
            gain = score[q] - PENALTY * (gap_a + gap_b) / 2
            if gain > 0 and gain + runs[r, 2] - overlap > score[r]:
                score[r], before[r], skip[r] = gain + runs[r, 2] - overlap, q, overlap
    used = np.zeros(n, np.bool_)
    m = 0
    for r in np.argsort(-score):
        if used[r] or score[r] < PENALTY * least_common:
            continue
        # Back from the last anchor to the first, or to one that a better passage has.
        q, common, longest, first = r, np.int64(0), np.int64(0), r
        while q >= 0 and not used[q]:
            used[q] = True
            first, p = q, before[q]
            is_joined = p >= 0 and not used[p]
            own = runs[q, 2] - (skip[q] if is_joined else 0)
            common += own
            longest = max(longest, runs[q, 2])
            if is_joined:
                gap_a, gap_b = runs[p, 0] + runs[p, 2], runs[p, 1] + runs[p, 2]
                until_a, until_b = runs[q, 0] + skip[q], runs[q, 1] + skip[q]
                if 0 < until_a - gap_a <= SMALL_GAP and 0 < until_b - gap_b <= SMALL_GAP:
                    common += common_words(a, gap_a, until_a, b, gap_b, until_b)
            q = p
        begin, other = runs[first, 0], runs[first, 1]
        end, other_end = runs[r, 0] + runs[r, 2], runs[r, 1] + runs[r, 2]
        share = 2 * common / (end - begin + other_end - other)
        if common >= least_common and longest >= least_run and share >= least_share and m < len(found):
            found[m, 0], found[m, 1], found[m, 2], found[m, 3] = begin, end, other, other_end
            found[m, 4], found[m, 5] = common, longest
            m += 1
    order = np.argsort(found[:m, 2])
    found[:m] = found[:m][order]
    return m


@_compile
def align_pairs(hashes, doc_begin, pairs, k, least_common, least_run, least_share, found, which, state):
    """Align pairs (earlier * 2**32 + later, sorted) from ``state[0]`` on until ``found`` is full.

    ``found`` gets rows as `align` gives them, ``which`` the pair of each; returns how many. ``state[0]`` is set to the
    next pair to do.
    """
    n, p, last = 0, state[0], np.int64(-1)
    grams, heads, nexts = gram_table(hashes[:0], k)
    a = hashes[:0]
    while p < len(pairs):
        one, other = np.int64(pairs[p] >> np.uint64(32)), np.int64(pairs[p] & np.uint64(0xFFFFFFFF))
        if one != last:
            a = hashes[doc_begin[one] : doc_begin[one + 1]]
            grams, heads, nexts = gram_table(a, k)
            last = one
        b = hashes[doc_begin[other] : doc_begin[other + 1]]
        most = len(b) // max(1, least_common) + 1
        if n + most > len(found):
            break
        m = align_into(a, b, grams, heads, nexts, k, least_common, least_run, least_share, found[n : n + most])
        which[n : n + m] = p
        n += m
        p += 1
    state[0] = p
    return n
