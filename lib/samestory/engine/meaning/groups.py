"""Sentences that say the same, as groups: average linkage over vectors from which what all of a story share is taken.

All sentences of one story are alike to some degree, because they have its names and its subject in common, and those of
one language more so. So the mean of each language is subtracted first (Mu and Viswanath 2018, "All-but-the-top";
Libovický, Rosa and Fraser 2020, "On the language neutrality of pre-trained multilingual representations"), the less the
fewer sentences there are. Then groups are joined by the average similarity of their sentences, the closest first
(average linkage: Sokal and Michener 1958). A sentence that is copied counts once in these averages, so that a report
that many outlets print does not decide what goes together.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ... import cache

__all__ = ["SharedPart", "alike_groups", "shared_part"]

FEW = 10  # sentences: with so many, half of their mean is subtracted
MOST = 8_000  # sentences compared all with all; more are first divided by what is alike at all
STEP = 0.05  # by which the similarity that divides them rises
ENTRIES = 8_000_000  # of a block of products
# Cosine from which one sentence repeats another, word by word or nearly. Any value from .80 to .99 gives the same on
# the two invented stories.
REPEATED = 0.95


Tree = tuple[np.ndarray, np.ndarray, np.ndarray]  # pairs, and how alike the two are


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
    return groups_at(vectors, [alike])[0]


def groups_at(vectors: np.ndarray, several: Sequence[float]) -> list[np.ndarray]:
    """`alike_groups` at several values, for little more than one; what was made of the same vectors is kept."""
    if not len(vectors):
        return [np.zeros(0, dtype=np.int64) for _ in several]
    tree = functools.cache(lambda: _tree(vectors, min(several)))
    shape, raw = repr((vectors.shape, vectors.dtype)), cache.digest(np.ascontiguousarray(vectors).tobytes())
    found = cache.each(
        "alike sentences",
        list(several),
        lambda least: _groups(vectors, least, tree).tolist(),
        by=lambda least: [repr(float(least)), shape, raw],
        size=len(vectors),
    )
    return [np.array(label, dtype=np.int64) for label in found]


def _groups(vectors: np.ndarray, alike: float, tree: Callable[[], Tree]) -> np.ndarray:
    label = np.zeros(len(vectors), dtype=np.int64)
    n = 0
    for part in _parts(len(vectors), alike, tree):
        found = _linked(vectors[part], alike) if len(part) > 1 else np.zeros(1, dtype=np.int64)
        label[part] = found + n
        n += int(found.max()) + 1
    _, first = np.unique(label, return_index=True)
    order = np.argsort(np.argsort(first))
    return order[label]


def _parts(n: int, least: float, tree: Callable[[], Tree]) -> list[np.ndarray]:
    """The rows in parts of at most ``MOST``; vectors of different parts are less alike than ``least``."""
    if n <= MOST:
        return [np.arange(n)]
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    a, b, value = tree()
    found, left = [], [(np.arange(n), least)]
    for rows, at in left:
        strong = value >= at
        edges = (np.ones(int(strong.sum()), dtype=np.int8), (a[strong], b[strong]))
        _, part = connected_components(csr_array(edges, shape=(n, n)), directed=False)
        order = rows[np.argsort(part[rows], kind="stable")]
        for inside in np.split(order, np.flatnonzero(np.diff(part[order])) + 1):
            if len(inside) <= MOST or at >= 1:
                found += np.array_split(inside, -(-len(inside) // MOST))
            else:
                left.append((inside, at + STEP))
    return found


def _tree(vectors: np.ndarray, least: float) -> Tree:
    """As few pairs as connect the same vectors at any similarity from ``least`` on: a maximum spanning forest.

    Two vectors are in one connected part of the pairs that reach a similarity if, and only if, they are so in the
    forest (Kruskal 1956). So all products are made once, in blocks, and pairs never fill the memory.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    n = len(vectors)
    a, b, value = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    rows = max(1, ENTRIES // n)
    for at in range(0, n, rows):
        near = vectors[at : at + rows] @ vectors[at:].T
        i, j = np.nonzero(np.triu(near >= least, 1))
        edges = (np.concatenate([a, i + at]), np.concatenate([b, j + at]))
        graph = csr_array((-np.concatenate([value, near[i, j]]), edges), shape=(n, n))
        tree = minimum_spanning_tree(graph).tocoo()
        a, b, value = tree.row, tree.col, (-tree.data).astype(np.float32)
    return a, b, value


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
