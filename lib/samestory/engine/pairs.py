"""The shared passages of given pairs of texts: aligned word by word, and rewritten sentence by sentence.

This module needs numba: import it inside functions only.
"""

# Kernels are typed by numba where they are called.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False
from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import pyarrow as pa

from .align import FIELDS, align_pairs
from .rewrites import Likeness, common_stems, rewrite_pairs, sentences_of
from .tokens import Tokens, tokenise

# Columns of a row: those of an alignment, and whether it was found by sentences instead.
ROW = (*FIELDS, "is_rewrite")
NEAR_COPY = 0.9  # share of words in common


@dataclass(frozen=True)
class Settings:
    """How shared passages are looked for.

    ``least_common`` words in common, of them ``least_run`` in a row, and ``least_share`` of the words of both sides:
    that is a passage. Every pair of texts with ``k + w - 1 <= least_run`` words in a row in common is looked at, but
    for the limit of ``most_sources`` earliest articles to each shingle (``most_stop`` to a formula's or own line's).
    ``anchor``: words of a run that alignment starts from. ``most_articles, most_own``: see `shingles.stop_shingles`.
    A passage of fewer than ``least_long`` words in common needs ``least_firm`` of them in a row: a short one must be
    nearly exact, or chance finds it.
    ``likeness``: for rewritten passages too, in the pairs looked at; None leaves them out. One that aligned passages
    cover by ``least_new`` or more in the later text is left out as well, as nothing new would be said; and so is one of
    which a near copy (nine words of ten in common) covers half, as the copy's bounds are the exact ones.
    """

    least_common: int = 12
    least_run: int = 8
    least_share: float = 0.5
    least_firm: int = 10
    least_long: int = 21
    k: int = 5
    w: int = 4
    anchor: int = 3
    most_sources: int = 16
    most_stop: int = 2
    most_articles: int = 20
    most_own: int = 5
    likeness: Likeness | None = None
    least_new: float = 0.9

    @classmethod
    def of(cls, min_words: int, *, rewrites: bool = False) -> Settings:
        """For passages of at least ``min_words`` words in common: of short ones five sixths in a row, else two thirds.

        Short are those of fewer than seven quarters of ``min_words``.
        """
        run = max(4, 2 * min_words // 3)
        k = min(6, max(4, run // 2 + 1))
        likeness = Likeness(most_gap=1, least_words=min_words) if rewrites else None
        firm, long = max(run, 5 * min_words // 6), 7 * min_words // 4
        return cls(min_words, run, least_firm=firm, least_long=long, k=k, w=run - k + 1, likeness=likeness)


# For whole texts of a kind, one made from the other; tuned on half of the training part of PAN 2013 (`plagdet`).
THOROUGH = Settings(
    least_common=20,
    least_run=4,
    least_share=0.3,
    least_firm=4,
    likeness=Likeness(sentence_cosine=0.29, sentence_dice=0.29, most_gap=6, passage_cosine=0.4, least_words=25),
)


def passages_of_pairs(
    texts: pa.Array, tokens: Tokens, pairs: np.ndarray, settings: Settings
) -> tuple[np.ndarray, np.ndarray]:
    """The passages that pairs of texts share.

    Parameters
    ----------
    texts, tokens
        Texts (large_string) and their words, with or without places.
    pairs
        uint64, sorted: the number of the earlier text times 2**32 plus that of the later one.
    settings
        What a passage is.

    Returns
    -------
    rows
        int64, `ROW`: words counted from the first of each text, ends not included.
    which
        int64, the pair of each row.
    """
    longest = int(np.diff(tokens.doc_begin).max(initial=0))
    limits = (settings.anchor, settings.least_common, settings.least_run, settings.least_share)
    room = max(4 * len(pairs) + 64, longest // max(1, settings.least_common) + 2)
    state = np.zeros(1, np.int64)
    found, which = [np.empty((0, len(ROW)), np.int64)], [np.empty(0, np.int64)]
    while state[0] < len(pairs):
        rows, of = np.zeros((room, len(ROW)), np.int64), np.empty(room, np.int64)
        n = align_pairs(tokens.hashes, tokens.doc_begin, pairs, *limits, rows, of, state)
        found.append(rows[:n].copy())
        which.append(of[:n].copy())
    aligned, of_aligned = np.concatenate(found), np.concatenate(which)
    common, run = aligned[:, FIELDS.index("n_common")], aligned[:, FIELDS.index("longest")]
    kept = (run >= settings.least_firm) | (common >= settings.least_long)
    aligned, of_aligned = aligned[kept], of_aligned[kept]
    if settings.likeness is None or not len(pairs):
        return aligned, of_aligned
    rewritten, of_rewritten = _rewritten(texts, pairs, settings.likeness)
    is_new = np.empty(len(rewritten), np.bool_)
    mark_new(aligned, of_aligned, rewritten, of_rewritten, settings.least_new, is_new)
    rows = np.concatenate([aligned, rewritten[is_new]])
    of = np.concatenate([of_aligned, of_rewritten[is_new]])
    order = np.argsort(of, kind="stable")
    return rows[order], of[order]


def _rewritten(texts: pa.Array, pairs: np.ndarray, likeness: Likeness) -> tuple[np.ndarray, np.ndarray]:
    """The rewritten passages of pairs; only the texts that are in a pair are cut into sentences."""
    low = np.uint64(0xFFFFFFFF)
    earlier, later = (pairs >> np.uint64(32)).astype(np.int64), (pairs & low).astype(np.int64)
    chosen = np.unique(np.concatenate([earlier, later]))
    part = texts.take(pa.array(chosen))
    tokens = tokenise(part)
    sentences = sentences_of(part, tokens)
    first, second = (np.searchsorted(chosen, side).astype(np.uint64) for side in (earlier, later))
    renumbered = (first << np.uint64(32)) | second
    values = np.array([getattr(likeness, name) for name in Likeness.__dataclass_fields__], np.float64)
    room = max(4 * len(pairs), int(np.diff(sentences.doc_begin).max(initial=0))) + 64
    state = np.zeros(1, np.int64)
    found, which = [np.empty((0, 4), np.int64)], [np.empty(0, np.int64)]
    arrays = (sentences.stems, sentences.begin, sentences.doc_begin)
    while state[0] < len(pairs):
        rows, of = np.empty((room, 4), np.int64), np.empty(room, np.int64)
        n = rewrite_pairs(*arrays, renumbered, values, rows, of, state)
        found.append(rows[:n].copy())
        which.append(of[:n].copy())
    rows, of = np.concatenate(found), np.concatenate(which)
    whole = np.zeros((len(rows), len(ROW)), np.int64)
    whole[:, :4], whole[:, 6] = rows, 1
    base = (tokens.doc_begin[first[of].astype(np.int64)], tokens.doc_begin[second[of].astype(np.int64)])
    count_common(sentences.stems, *base, whole)
    return whole, of


@numba.njit(cache=True, nogil=True)
def count_common(stems, first, second, rows):
    """The stems in common into column 4 of rows; ``first, second``: where each row's texts begin."""
    for i in range(len(rows)):
        a, b = first[i], second[i]
        rows[i, 4] = common_stems(stems, a + rows[i, 0], a + rows[i, 1], b + rows[i, 2], b + rows[i, 3])


@numba.njit(cache=True, nogil=True)
def mark_new(aligned, of_aligned, rewritten, of_rewritten, least_new, is_new):
    """Which rewritten passages aligned ones of the same pair do not cover; both in order of their pairs."""
    start = 0
    for i in range(len(rewritten)):
        while start < len(aligned) and of_aligned[start] < of_rewritten[i]:
            start += 1
        covered, copied, at = 0, 0, start
        while at < len(aligned) and of_aligned[at] == of_rewritten[i]:
            is_met = aligned[at, 0] < rewritten[i, 1] and rewritten[i, 0] < aligned[at, 1]
            inside = min(aligned[at, 3], rewritten[i, 3]) - max(aligned[at, 2], rewritten[i, 2])
            if is_met and inside > 0:
                covered += inside
                words = aligned[at, 1] - aligned[at, 0] + aligned[at, 3] - aligned[at, 2]
                if 2 * aligned[at, 4] >= NEAR_COPY * words:
                    copied += inside
            at += 1
        n_words = rewritten[i, 3] - rewritten[i, 2]
        is_new[i] = covered < least_new * n_words and 2 * copied < n_words
