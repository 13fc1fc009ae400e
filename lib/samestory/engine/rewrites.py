"""Rewritten passages: sentences that say much the same in other words, gathered into passages.

For pairs of texts only that have something in common already. Sentences are compared by the weight of the stems they
share (term frequency times inverse sentence frequency, cosine), neighbouring matches are gathered while no more than a
few sentences lie between them on either side, and a passage stands where its two sides are similar as wholes (after
Sanchez-Perez, Sidorov, Gelbukh 2014). Word order counts for nothing, so this finds what alignment cannot, and errs
more. This module needs numba: import it inside functions only.
"""

# Kernels are typed by numba where they are called.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False
from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import pyarrow as pa

from .tokens import Tokens, _code_point, _fold_on, character_tables, text_buffers

STEM = 6  # characters of a word that are compared: a stem of sorts, in any script, without a list of endings
SHORTEST = 3  # words of a sentence; a shorter one goes on with the next
LONGEST = 100  # words of a sentence; a longer one is cut, so that a text without a full stop stays bounded
MOST_PAIRS = 4_000_000  # sentences of one text times those of the other; a larger pair is left to alignment

_SEED = np.uint64(0xCBF29CE484222325)
_compile = numba.njit(cache=True, nogil=True)


@dataclass(frozen=True)
class Likeness:
    """When sentences and passages are alike.

    ``sentence_cosine, sentence_dice``: least likeness of two sentences, by weight and by number of stems. ``most_gap``
    sentences without a match may lie inside a passage; where it is not alike as a whole (``passage_cosine``), fewer,
    down to ``least_gap``. ``least_words`` on either side.
    """

    sentence_cosine: float = 0.33
    sentence_dice: float = 0.33
    most_gap: int = 4
    least_gap: int = 0
    passage_cosine: float = 0.4
    least_words: int = 25


@dataclass(frozen=True)
class Sentences:
    """Stems of words (uint64), and where sentences begin: word numbers, document after document, with a last end.

    ``doc_begin``: the sentences of document d are ``doc_begin[d]:doc_begin[d + 1]``.
    """

    stems: np.ndarray
    begin: np.ndarray
    doc_begin: np.ndarray


def sentences_of(texts: pa.Array, tokens: Tokens) -> Sentences:
    """Sentences as far as matching needs them: a full stop or its like and a space, or a new line, ends one."""
    data, offsets = text_buffers(texts)
    _, _, folds, expansions = character_tables()
    stems = np.empty(len(tokens), np.uint64)
    begin = np.empty(len(tokens) + 1, np.int64)
    doc_begin = np.zeros(len(offsets), np.int64)
    arrays = (tokens.begin, tokens.end, tokens.doc_begin)
    n = split(data, offsets, folds, expansions, *arrays, stems, begin, doc_begin)
    begin[n] = len(tokens)
    return Sentences(stems, begin[: n + 1].copy(), doc_begin)


@_compile
def split(data, offsets, folds, expansions, word_begin, word_end, words_of, stems, begin, doc_begin):
    """See `sentences_of`; returns how many sentences there are."""
    n = 0
    for d in range(len(offsets) - 1):
        first, last = words_of[d], words_of[d + 1]
        length = 0
        for t in range(first, last):
            i, end = offsets[d] + word_begin[t], offsets[d] + word_end[t]
            h, characters = _SEED, 0
            while i < end and characters < STEM:
                packed = _code_point(data, i, end)
                h = _fold_on(h, packed >> 3, folds, expansions)
                i += packed & 7
                characters += 1
            stems[t] = h ^ (h >> np.uint64(29))
            if length == 0:
                begin[n] = t
                n += 1
            length += 1
            if length >= LONGEST:
                length = 0
            elif length >= SHORTEST and t + 1 < last:
                is_initial = word_end[t] - word_begin[t] == 1
                if _ends(data, end, offsets[d] + word_begin[t + 1], is_initial):
                    length = 0
        doc_begin[d + 1] = n
    return n


@_compile
def _ends(data, i, end, is_initial):
    """Whether a sentence ends between two words: the bytes from i to end."""
    stopped = False
    while i < end:
        c = np.int64(data[i])
        if c == 10:
            return True
        if c == 33 or c == 63 or (c == 46 and not is_initial):  # ! ? .
            stopped = True
        elif c == 32 and stopped:
            return True
        elif c == 0xE2 and i + 2 < end and data[i + 1] == 0x80 and data[i + 2] == 0xA6:  # …
            stopped = True
        i += 1
    return False


@_compile
def _terms(stems, begin, first, last, numbers, rows, terms, counts):
    """The distinct terms of sentences with their counts, row by row; ``rows`` gets where each row begins."""
    n = 0
    for s in range(first, last):
        rows[s - first] = n
        start = n
        for t in range(begin[s], begin[s + 1]):
            number = numbers[t - begin[first]]
            for k in range(start, n + 1):
                if k == n:
                    terms[n], counts[n] = number, 1
                    n += 1
                    break
                if terms[k] == number:
                    counts[k] += 1
                    break
    rows[last - first] = n


@_compile
def sentence_matches(stems, begin, a_first, a_last, b_first, b_last, least_cosine, least_dice):  # noqa: C901  (a kernel: one compiled loop)
    """Pairs of alike sentences, and for each sentence the weighted terms: what `gather` needs.

    Returns ``matches`` (rows: sentence of a, sentence of b, counted from the first of each) and, for both texts, rows,
    terms, weights.
    """
    base_a, base_b = begin[a_first], begin[b_first]
    n_a, n_b = begin[a_last] - base_a, begin[b_last] - base_b
    both = np.concatenate((stems[base_a : base_a + n_a], stems[base_b : base_b + n_b]))
    order = np.argsort(both)
    numbers = np.empty(n_a + n_b, np.int64)
    n_terms = 0
    for k in range(len(order)):
        if k > 0 and both[order[k]] != both[order[k - 1]]:
            n_terms += 1
        numbers[order[k]] = n_terms
    n_terms += 1
    rows_a, rows_b = np.empty(a_last - a_first + 1, np.int64), np.empty(b_last - b_first + 1, np.int64)
    terms_a, terms_b = np.empty(n_a, np.int64), np.empty(n_b, np.int64)
    counts_a, counts_b = np.empty(n_a, np.float64), np.empty(n_b, np.float64)
    _terms(stems, begin, a_first, a_last, numbers[:n_a], rows_a, terms_a, counts_a)
    _terms(stems, begin, b_first, b_last, numbers[n_a:], rows_b, terms_b, counts_b)
    frequency = np.zeros(n_terms, np.float64)
    for k in range(rows_a[-1]):
        frequency[terms_a[k]] += 1
    for k in range(rows_b[-1]):
        frequency[terms_b[k]] += 1
    n_sentences = a_last - a_first + b_last - b_first
    idf = np.log(n_sentences / np.maximum(frequency, 1.0))
    norm_a, norm_b = np.zeros(a_last - a_first), np.zeros(b_last - b_first)
    for s in range(len(norm_a)):
        for k in range(rows_a[s], rows_a[s + 1]):
            counts_a[k] *= idf[terms_a[k]]
            norm_a[s] += counts_a[k] ** 2
    for s in range(len(norm_b)):
        for k in range(rows_b[s], rows_b[s + 1]):
            counts_b[k] *= idf[terms_b[k]]
            norm_b[s] += counts_b[k] ** 2
    # Which sentences of a hold each term, then one pass over b.
    posting = np.zeros(n_terms + 1, np.int64)
    for k in range(rows_a[-1]):
        posting[terms_a[k] + 1] += 1
    posting = np.cumsum(posting)
    fill = posting.copy()
    holder, weight = np.empty(rows_a[-1], np.int64), np.empty(rows_a[-1], np.float64)
    for s in range(len(norm_a)):
        for k in range(rows_a[s], rows_a[s + 1]):
            holder[fill[terms_a[k]]], weight[fill[terms_a[k]]] = s, counts_a[k]
            fill[terms_a[k]] += 1
    dot, shared = np.zeros(len(norm_a)), np.zeros(len(norm_a), np.int64)
    seen = np.empty(len(norm_a), np.int64)
    matches = [(0, 0) for _ in range(0)]
    for s in range(len(norm_b)):
        n_seen = 0
        for k in range(rows_b[s], rows_b[s + 1]):
            for p in range(posting[terms_b[k]], posting[terms_b[k] + 1]):
                if shared[holder[p]] == 0:
                    seen[n_seen] = holder[p]
                    n_seen += 1
                shared[holder[p]] += 1
                dot[holder[p]] += weight[p] * counts_b[k]
        for q in range(n_seen):
            x = seen[q]
            size = rows_a[x + 1] - rows_a[x] + rows_b[s + 1] - rows_b[s]
            is_like = dot[x] > 0 and dot[x] >= least_cosine * np.sqrt(norm_a[x] * norm_b[s])
            if is_like and 2 * shared[x] >= least_dice * size:
                matches.append((x, s))
            dot[x], shared[x] = 0.0, 0
    found = np.empty((len(matches), 2), np.int64)
    for m in range(len(matches)):
        found[m, 0], found[m, 1] = matches[m]
    return found, rows_a, terms_a, counts_a, rows_b, terms_b, counts_b, n_terms


@_compile
def _cosine(rows_a, terms_a, weights_a, a, a_end, rows_b, terms_b, weights_b, b, b_end, total_a, total_b):
    """Likeness of two runs of sentences as wholes; ``total_a, total_b`` are scratch of zeros, given back as zeros."""
    for k in range(rows_a[a], rows_a[a_end]):
        total_a[terms_a[k]] += weights_a[k]
    for k in range(rows_b[b], rows_b[b_end]):
        total_b[terms_b[k]] += weights_b[k]
    dot = norm_a = norm_b = 0.0
    for k in range(rows_a[a], rows_a[a_end]):
        t = terms_a[k]
        norm_a += total_a[t] ** 2
        dot += total_a[t] * total_b[t]
        total_a[t] = 0.0
    for k in range(rows_b[b], rows_b[b_end]):
        t = terms_b[k]
        norm_b += total_b[t] ** 2
        total_b[t] = 0.0
    return dot / np.sqrt(norm_a * norm_b) if norm_a > 0 and norm_b > 0 else 0.0


@_compile
def _split_at_gaps(matches, gap):
    """Matches gathered so that inside a group no gap is larger, on either side; returns a group number of each."""
    n = len(matches)
    group = np.zeros(n, np.int64)
    n_groups, before = 1, 0
    while n_groups != before:
        before = n_groups
        for side in range(2):
            key = group * np.int64(1 << 32) + matches[:, side]
            order = np.argsort(key)
            fresh = np.empty(n, np.int64)
            number = -1
            for q in range(n):
                k = order[q]
                is_new = q == 0 or group[k] != group[order[q - 1]]
                if is_new or matches[k, side] - matches[order[q - 1], side] > gap + 1:
                    number += 1
                fresh[k] = number
            group = fresh
            n_groups = number + 1
    return group


@_compile
def rewrites_of(
    stems, begin, a_first, a_last, b_first, b_last, cosine, dice, most_gap, least_gap, least_like, least_words, found
):
    """Rewritten passages of two texts into ``found`` (first and last word of either side, likeness); returns how many.

    Words are counted from the first of all texts. Of passages that lie over each other in b, the most alike is kept.
    """
    matches, rows_a, terms_a, weights_a, rows_b, terms_b, weights_b, n_terms = sentence_matches(
        stems, begin, a_first, a_last, b_first, b_last, cosine, dice
    )
    if len(matches) == 0:
        return 0
    total_a, total_b = np.zeros(n_terms), np.zeros(n_terms)
    kept = np.empty((len(matches), 5))
    n = 0
    work = [(matches, most_gap)]
    while len(work) > 0:
        some, gap = work.pop()
        group = _split_at_gaps(some, gap)
        for g in range(group.max() + 1):
            part = some[group == g]
            a, a_end = part[:, 0].min(), part[:, 0].max() + 1
            b, b_end = part[:, 1].min(), part[:, 1].max() + 1
            like = _cosine(rows_a, terms_a, weights_a, a, a_end, rows_b, terms_b, weights_b, b, b_end, total_a, total_b)
            if like < least_like:
                if gap > least_gap:
                    work.append((part, gap - 1))
                continue
            n_a = begin[a_first + a_end] - begin[a_first + a]
            n_b = begin[b_first + b_end] - begin[b_first + b]
            if min(n_a, n_b) >= least_words:
                kept[n, 0], kept[n, 1], kept[n, 2], kept[n, 3], kept[n, 4] = a, a_end, b, b_end, like
                n += 1
    m = 0
    chosen = np.zeros(n, np.bool_)
    for x in np.argsort(-kept[:n, 4]):
        is_free = True
        for y in range(n):
            if chosen[y] and kept[y, 2] < kept[x, 3] and kept[x, 2] < kept[y, 3]:
                is_free = False
        if is_free and m < len(found):
            chosen[x] = True
            found[m, 0] = begin[a_first + np.int64(kept[x, 0])]
            found[m, 1] = begin[a_first + np.int64(kept[x, 1])]
            found[m, 2] = begin[b_first + np.int64(kept[x, 2])]
            found[m, 3] = begin[b_first + np.int64(kept[x, 3])]
            found[m, 4] = kept[x, 4]
            m += 1
    return m


@_compile
def rewrite_pairs(stems, begin, doc_begin, pairs, likeness, found, which, state):
    """Rewritten passages of pairs (earlier * 2**32 + later) from ``state[0]`` on until ``found`` is full.

    ``found`` gets first and last word of either side, counted from the first of its text, and ``which`` the pair of
    each; returns how many. ``likeness``: the fields of `Likeness` in order. ``state[0]`` is set to the next pair to do.
    """
    n, p = 0, state[0]
    while p < len(pairs):
        a, b = np.int64(pairs[p] >> np.uint64(32)), np.int64(pairs[p] & np.uint64(0xFFFFFFFF))
        n_b = doc_begin[b + 1] - doc_begin[b]
        n_pairs = n_b * (doc_begin[a + 1] - doc_begin[a])
        if n_pairs == 0 or n_pairs > MOST_PAIRS:
            p += 1
            continue
        if n + n_b > len(found):
            break
        rows = np.empty((n_b, 5))
        m = rewrites_of(
            stems,
            begin,
            doc_begin[a],
            doc_begin[a + 1],
            doc_begin[b],
            doc_begin[b + 1],
            likeness[0],
            likeness[1],
            np.int64(likeness[2]),
            np.int64(likeness[3]),
            likeness[4],
            np.int64(likeness[5]),
            rows,
        )
        for x in range(m):
            for side in range(4):
                base = begin[doc_begin[a]] if side < 2 else begin[doc_begin[b]]
                found[n, side] = np.int64(rows[x, side]) - base
            which[n] = p
            n += 1
        p += 1
    state[0] = p
    return n


@_compile
def common_stems(stems, a_begin, a_end, b_begin, b_end):
    """Stems two runs of words have in common, each as often as both have it."""
    a, b = np.sort(stems[a_begin:a_end]), np.sort(stems[b_begin:b_end])
    i = j = n = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            n, i, j = n + 1, i + 1, j + 1
        elif a[i] < b[j]:
            i += 1
        else:
            j += 1
    return n
