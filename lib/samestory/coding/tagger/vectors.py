"""Word vectors from plain text: positive pointwise mutual information with neighbours, reduced by a truncated SVD.

After Levy, Goldberg and Dagan, "Improving Distributional Similarity" (TACL 2015): context distribution smoothing with
0.75, contexts told apart by side. Any articles will do; no marks are needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from .tokens import tokens

MOST_WORDS = 25_000
MOST_CONTEXTS = 8_000
LEAST_COUNT = 3
_WEIGHTS = ((1, 1.0), (2, 0.7), (3, 0.4), (4, 0.25))  # what a neighbour at that distance counts
_LENGTH = 0.35 * 10.0  # what vectors are scaled to; larger than new weights, so that training keeps what they hold


def word_vectors(texts: Iterable[str], *, n_dimensions: int = 100, seed: int = 0) -> tuple[list[str], np.ndarray]:
    """Vectors of the commonest words of texts.

    Returns
    -------
    words, vectors
        Words in small letters, commonest first; an array of shape (words, ``n_dimensions``), float32, rows of equal
        length.
    """
    from scipy.sparse import coo_matrix
    from sklearn.utils.extmath import randomized_svd

    ids: dict[str, int] = {}
    pieces = []
    for text in texts:
        low = text.lower()
        row = [ids.setdefault(low[a:b], len(ids)) for a, b in tokens(low)]
        pieces.append(np.array([*row, -1], dtype=np.int64))  # -1 keeps texts apart
    everything = np.concatenate(pieces) if pieces else np.array([-1])
    counts = np.bincount(everything[everything >= 0], minlength=len(ids))
    order = np.argsort(-counts, kind="stable")[:MOST_WORDS]
    order = order[counts[order] >= LEAST_COUNT]
    n = len(order)
    number = np.full(len(ids) + 1, -1, dtype=np.int64)
    number[order] = np.arange(n)
    sequence = np.where(everything < 0, -2, number[everything])  # -1: a rare word, -2: a border between texts
    wide = min(n, MOST_CONTEXTS)
    total: Any = 0
    for distance, weight in _WEIGHTS:
        left, right = sequence[:-distance], sequence[distance:]
        for word, context, side in ((left, right, 0), (right, left, 1)):
            kept = (word >= 0) & (context >= 0) & (context < wide)
            column = context[kept] + wide * (side if distance == 1 else 2)
            values = np.full(kept.sum(), weight, dtype=np.float32)
            part = coo_matrix((values, (word[kept], column)), shape=(n, 3 * wide)).tocsr()
            total = part if isinstance(total, int) else total + part
    rows = np.asarray(total.sum(axis=1)).ravel() + 1e-9
    columns = np.asarray(total.sum(axis=0)).ravel() + 1e-9
    smooth = columns**0.75
    smooth *= columns.sum() / smooth.sum()
    found = total.tocoo()
    found.data = np.maximum(0, np.log(found.data * total.sum() / (rows[found.row] * smooth[found.col])))
    k = min(n_dimensions, max(1, n - 1))
    left_vectors, strengths, _ = randomized_svd(found.tocsr().astype(np.float32), k, n_iter=3, random_state=seed)
    vectors = np.zeros((n, n_dimensions), dtype=np.float32)
    vectors[:, :k] = left_vectors * np.sqrt(strengths)
    vectors *= _LENGTH / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    names = np.array(list(ids), dtype=object)
    return [str(word) for word in names[order]], vectors
