"""Sentences that say the same, as groups: average linkage over vectors from which what all of a story share is taken.

All sentences of one story are alike to some degree, because they have its names and its subject in common, and those of
one language more so. So the mean of each language is subtracted first (Mu and Viswanath 2018, "All-but-the-top";
Libovický, Rosa and Fraser 2020, "On the language neutrality of pre-trained multilingual representations"), the less the
fewer sentences there are. Then groups are joined by the average similarity of their sentences, the closest first
(average linkage: Sokal and Michener 1958). A sentence that is copied counts once in these averages, so that a report
that many outlets print does not decide what goes together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["SharedPart", "alike_groups", "shared_part"]

FEW = 10  # sentences: with so many, half of their mean is subtracted
MOST = 8_000  # sentences compared all with all; more are first divided by what is alike at all
STEP = 0.05  # by which the similarity that divides them rises
ROWS = 1_024  # of a block of products
# Cosine from which one sentence repeats another, word by word or nearly. Any value from .80 to .99 gives the same on
# the two invented stories.
REPEATED = 0.95


@dataclass(frozen=True)
class SharedPart:
    """What all sentences of a story share: a mean vector for each language, and one for languages without."""

    whole: np.ndarray
    by_language: dict[str, np.ndarray]

    def without(self, vectors: np.ndarray, languages: Sequence[str]) -> np.ndarray:
        """Unit vectors, float32, less what is shared in their language."""
        taken = [self.by_language.get(code, self.whole) for code in languages]
        moved = vectors.astype(np.float32) - np.stack(taken) if len(vectors) else vectors.astype(np.float32)
        length = np.linalg.norm(moved, axis=1, keepdims=True)
        return moved / np.where(length > 0, length, 1)


def shared_part(vectors: np.ndarray, languages: Sequence[str]) -> SharedPart:
    """The means that `SharedPart.without` subtracts: little of the mean of a few sentences, nearly all of many.

    Parameters
    ----------
    vectors
        Array (n, d).
    languages
        The language of each.
    """
    n = len(vectors)
    whole = vectors.mean(axis=0, dtype=np.float32) * np.float32(n / (n + FEW)) if n else np.zeros(1, np.float32)
    found = {}
    spoken = np.array(list(languages), dtype=object)
    for code in dict.fromkeys(languages):
        own = vectors[spoken == code]
        weight = np.float32(len(own) / (len(own) + FEW))
        found[code] = weight * weight * own.mean(axis=0, dtype=np.float32) + (1 - weight) * whole
    return SharedPart(whole, found)


def alike_groups(vectors: np.ndarray, alike: float) -> np.ndarray:
    """The group of each vector, as whole numbers from 0 in order of the first member.

    Parameters
    ----------
    vectors
        Unit vectors, as `SharedPart.without` gives them.
    alike
        Least average cosine of two groups that become one.

    Notes
    -----
    Exact up to ``MOST`` vectors. More are first divided into the connected parts of the graph of pairs that reach
    ``alike``; a part that is still too large is divided again at a higher similarity. So memory stays bounded, and two
    sentences of different parts are never joined.
    """
    label = np.full(len(vectors), -1, dtype=np.int64)
    n = 0
    for part in _parts(vectors, np.arange(len(vectors)), alike):
        found = _linked(vectors[part], alike)
        label[part] = found + n
        n += int(found.max()) + 1
    _, first = np.unique(label, return_index=True)
    order = np.argsort(np.argsort(first))
    return order[label] if len(label) else label


def _parts(vectors: np.ndarray, rows: np.ndarray, least: float) -> list[np.ndarray]:
    """Rows in parts of at most ``MOST``; vectors of different parts are less alike than ``least``."""
    if len(rows) <= MOST:
        return [rows] if len(rows) else []
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    n = len(rows)
    ends: list[np.ndarray] = []
    for at in range(0, n, ROWS):
        near = vectors[rows[at : at + ROWS]] @ vectors[rows].T >= least
        a, b = np.nonzero(near)
        ends.append(np.stack([a + at, b]))
        ends = [_forest(np.concatenate(ends, axis=1), n)]
    a, b = ends[0]
    _, part = connected_components(csr_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(n, n)), directed=False)
    found: list[np.ndarray] = []
    for number in np.unique(part):
        inside = rows[part == number]
        if len(inside) <= MOST or least >= 1:
            found += np.array_split(inside, -(-len(inside) // MOST))
        else:
            found += _parts(vectors, inside, least + STEP)
    return found


def _forest(ends: np.ndarray, n: int) -> np.ndarray:
    """As few pairs as connect the same vectors, so that pairs never fill the memory."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    graph = csr_array((np.ones(ends.shape[1], dtype=np.int8), (ends[0], ends[1])), shape=(n, n))
    _, part = connected_components(graph, directed=False)
    _, first = np.unique(part, return_index=True)
    return np.stack([np.arange(n), first[part]])


def _linked(vectors: np.ndarray, alike: float) -> np.ndarray:
    """Groups by average linkage; sentences that repeat one another are in one group and count once."""
    product = vectors @ vectors.T
    np.round(product, 5, out=product)  # the same on every computer
    first, repeats = _repeated(product, max(alike, REPEATED))
    if len(first) == 1:
        return np.zeros(len(vectors), dtype=np.int64)
    from scipy.cluster.hierarchy import fcluster, linkage

    product = product[np.ix_(first, first)]
    apart = 1.0 - product[np.triu_indices(len(first), 1)].astype(np.float64)
    found = fcluster(linkage(np.maximum(apart, 0), "average"), 1 - alike, "distance") - 1
    return found[repeats]


def _repeated(product: np.ndarray, least: float) -> tuple[np.ndarray, np.ndarray]:
    """Rows that repeat none before them, and for each row the place of the one it repeats most, by its cosines."""
    first: list[int] = []
    place = np.zeros(len(product), dtype=np.int64)
    for row, cosines in enumerate(product):
        near = cosines[first]
        if len(first) and near.max() >= least:
            place[row] = int(near.argmax())
        else:
            place[row] = len(first)
            first.append(row)
    return np.array(first, dtype=np.int64), place
