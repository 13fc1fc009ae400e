"""Which sentences of two articles say the same, found by their vectors: in one language or in two.

A pair of sentences is scored by the cosine of its vectors, by its margin over the nearest other sentences of both
(Artetxe and Schwenk 2019, doi 10.18653/v1/P19-1309), by the numbers and names that both have, and by whether the
sentences beside it are pairs as well. The last is a weak preference for the same order: a summary picks and reorders.
Pairs are taken the best first, each sentence once. Then weaker pairs are taken beside those, the more of the articles
is aligned; and a sentence that is left joins a neighbour if both together are closer to the other side. What reaches no
score stays unaligned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from .anchors import anchor_scores
from .sentences import SentenceVectors

__all__ = ["aligned_sentences"]

COLUMNS = {
    **dict.fromkeys(["begin", "end", "later_begin", "later_end", "n_sentences", "later_sentences"], "int64"),
    **dict.fromkeys(["score", "margin"], "float64"),
}
LEAST = 0.25  # cosine; below, no pair is looked at
NEAREST = 4  # other sentences that a pair is compared with, on each side
USUAL, WEIGHT = 0.2, 2  # cosine of the nearest unrelated sentence, and for how many it counts where there are few
# Weights of a pair: chosen on the odd documents of WMT news translations, as they are and with sentences taken out,
# moved and put in (`make quality QUALITY=translation` measures them on the even ones).
COSINE, MARGIN, BESIDE, ANCHOR, NONE = 2.7, 5.8, 4.0, 4.5, -13.0
LOSS = 0.035  # of cosine, that a sentence may cost that joins a group: vectors of joined sentences are estimated
PRIOR = 4.5  # times the share of sentences that have a pair: in a translation a further pair needs less
ENOUGH = 0.4  # cosine above the usual, from which a pair beside counts no more
OWN = 0.3  # cosine that a sentence has itself, to join a group
BETWEEN = 2.0  # for a pair taken just before, and just after
LONGER = 1.9  # times the words of the group, that the other side must have for a sentence to join
MOST = 4  # sentences of a group on one side
BLOCK = 2_000_000  # cells of a block of products
MOST_CELLS = 2_000_000  # that are kept of two articles: more than any but books have


@dataclass
class _Cells:
    """Pairs of sentences that may be aligned: row, column, cosine and margin, sorted by row and column."""

    row: np.ndarray
    column: np.ndarray
    cosine: np.ndarray
    margin: np.ndarray
    anchor: np.ndarray
    width: int

    def at(self, row: np.ndarray, column: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The values of cells, 0 where there is none."""
        keys = self.row * self.width + self.column
        inside = (row >= 0) & (column >= 0) & (column < self.width)
        asked = np.where(inside, row * self.width + column, -1)
        place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        return np.where(keys[place] == asked, values[place], 0.0)


def aligned_sentences(vectors: SentenceVectors, article_id: str, other_id: str) -> pd.DataFrame:
    """Sentences of two articles that say the same.

    Parameters
    ----------
    vectors
        From `sentence_vectors`, with both articles.
    article_id, other_id
        The two articles; ``begin`` and ``end`` are in the first, ``later_begin`` and ``later_end`` in the second. Which
        is earlier plays no part.

    Returns
    -------
    DataFrame
        One row a group of sentences, in the order of ``begin``: half-open character offsets on both sides;
        ``n_sentences`` and ``later_sentences`` (one to four neighbouring sentences, of one side more than one);
        ``score``, the cosine (0..1) of both sides; ``margin``, the cosine over the mean of the nearest other sentences
        (1: no closer than those). A sentence in no row is unaligned. An article that is unread, or has no sentence, has
        no row: look at ``vectors.unread``.

    Examples
    --------
    >>> from samestory.engine.meaning import aligned_sentences, sentence_vectors
    >>> found = aligned_sentences(sentence_vectors(story.articles), "holos-0302-pozhezha", "vecher-0302-pozhar")
    >>> len(found) > 0
    True
    """
    (first, a), (second, b) = vectors.of(article_id), vectors.of(other_id)
    said = vectors.said(article_id), vectors.said(other_id)
    groups = sentence_groups(a, b, first["n_words"].to_numpy(), second["n_words"].to_numpy(), said)
    rows = [
        (
            *(first["begin"].iloc[rows[0]], first["end"].iloc[rows[-1]]),
            *(second["begin"].iloc[columns[0]], second["end"].iloc[columns[-1]]),
            *(len(rows), len(columns), round(cosine, 4), round(margin, 4)),
        )
        for rows, columns, cosine, margin in groups
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


Group = tuple[list[int], list[int], float, float]  # sentences of both sides, cosine, margin


@dataclass
class _Side:
    """The sentences of one text: unit vectors, numbers of words, and which are in a group."""

    vectors: np.ndarray
    n_words: np.ndarray
    taken: set[int] = field(default_factory=set)

    def of(self, members: list[int]) -> tuple[np.ndarray, int]:
        """The vector of sentences that are read as one, and their words."""
        words = self.n_words[members].clip(1)
        total = (self.vectors[members] * words[:, None]).sum(axis=0)
        return total / max(float(np.linalg.norm(total)), 1e-9), int(words.sum())

    def free(self, members: list[int]) -> list[int]:
        """Neighbours that are in no group."""
        if len(members) >= MOST:
            return []
        beside = (members[0] - 1, members[-1] + 1)
        return [k for k in beside if 0 <= k < len(self.vectors) and k not in self.taken]


def sentence_groups(
    a: np.ndarray,
    b: np.ndarray,
    a_words: np.ndarray,
    b_words: np.ndarray,
    said: tuple[list[str], list[str]],
) -> list[Group]:
    """The groups of rows of two arrays of unit vectors that are aligned, in the order of the first.

    ``said`` are the sentences themselves, for their anchors.
    """
    cells = _cells(a, b, said)
    if not len(cells.row):
        return []
    first, second = _Side(a, a_words), _Side(b, b_words)
    points = _points(cells)
    taken: list[int] = []
    for _ in range(2):  # first by what the pairs say themselves, then by what is taken beside them
        ahead = np.lexsort((cells.column, cells.row, -points))
        for k in ahead[points[ahead] > 0].tolist():
            i, j = int(cells.row[k]), int(cells.column[k])
            if i not in first.taken and j not in second.taken:
                first.taken.add(i)
                second.taken.add(j)
                taken.append(k)
        is_taken = np.zeros(len(points))
        is_taken[taken] = 1
        points += BETWEEN * np.add(*_beside(cells, is_taken)) + PRIOR * len(taken) / min(len(a), len(b))
    seeds = [_seed(cells, k) for k in taken]
    return sorted(_grown(seed, first, second) for seed in seeds)


def _seed(cells: _Cells, k: int) -> Group:
    cosine = float(cells.cosine[k])
    return [int(cells.row[k])], [int(cells.column[k])], cosine, cosine / float(cells.margin[k])


def _grown(seed: Group, first: _Side, second: _Side) -> Group:
    """A pair with free neighbours taken in on one side, as long as both sides stay close."""
    rows, columns, cosine, nearest = seed
    while True:
        tries: list[tuple[float, int, bool]] = []
        if len(columns) == 1:
            tries += [(*one, False) for one in _joins(rows, first, *second.of(columns))]
        if len(rows) == 1:
            tries += [(*one, True) for one in _joins(columns, second, *first.of(rows))]
        best = max(tries, default=None)
        if best is None or best[0] < cosine - LOSS:
            return rows, columns, min(max(cosine, 0.0), 1.0), cosine / nearest
        cosine, k, is_second = best
        (second if is_second else first).taken.add(k)
        if is_second:
            columns = sorted([*columns, k])
        else:
            rows = sorted([*rows, k])


def _joins(members: list[int], side: _Side, other: np.ndarray, other_words: int) -> list[tuple[float, int]]:
    """The cosine with each free neighbour, where the other side is long enough to say what both say."""
    if other_words < LONGER * side.of(members)[1]:
        return []
    near = [k for k in side.free(members) if side.vectors[k] @ other >= OWN]
    return [(float(side.of(sorted([*members, k]))[0] @ other), k) for k in near]


def _cells(a: np.ndarray, b: np.ndarray, said: tuple[list[str], list[str]]) -> _Cells:
    """All cells from LEAST on, from products in blocks: memory does not grow with the product of both lengths."""
    n, m = len(a), len(b)
    empty = np.zeros(0, dtype=np.int64)
    if not (n and m):
        return _Cells(empty, empty, np.zeros(0), np.zeros(0), np.zeros(0), m)
    step = max(1, BLOCK // m)
    top = np.full((NEAREST + 1, m), -1.0, dtype=np.float32)  # the nearest rows of each column so far
    found: list[_Found] = []
    of_rows = []
    for at in range(0, n, step):
        block = a[at : at + step] @ b.T
        of_rows.append(_nearest(block, 1).T)
        top = _nearest(np.vstack([top, block]), 0)
        row, column = np.nonzero(block >= LEAST)
        shared = anchor_scores(said[0][at : at + step], said[1])[row, column]
        found.append((row + at, column, block[row, column], shared))
        if sum(len(part[0]) for part in found) > MOST_CELLS:
            found = [_closest(*_whole(found))]
    row, column, cosine, anchor = _whole(found)
    cosine = np.minimum(cosine.astype(np.float64), 1.0)
    others = _others(np.hstack(of_rows), row, cosine) + _others(top, column, cosine)
    return _Cells(row, column, cosine, cosine / np.maximum(others / 2, USUAL / 2), anchor, m)


_Found = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]  # row, column, cosine, anchor


def _whole(found: list[_Found]) -> _Found:
    row, column, cosine, anchor = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return row, column, cosine, anchor


def _closest(row: np.ndarray, column: np.ndarray, cosine: np.ndarray, anchor: np.ndarray) -> _Found:
    """The closest cells, as many as are kept, in their order."""
    kept = np.sort(np.argsort(-cosine, kind="stable")[:MOST_CELLS])
    return row[kept], column[kept], cosine[kept], anchor[kept]


def _nearest(block: np.ndarray, axis: int) -> np.ndarray:
    """The NEAREST + 1 largest along an axis, largest first; -1 where there are fewer."""
    largest = -np.sort(-block, axis=axis)
    largest = np.take(largest, range(min(NEAREST + 1, block.shape[axis])), axis=axis)
    short = [(0, 0), (0, 0)]
    short[axis] = (0, NEAREST + 1 - largest.shape[axis])
    return np.pad(largest, short, constant_values=-1.0)


def _others(top: np.ndarray, place: np.ndarray, cosine: np.ndarray) -> np.ndarray:
    """For each cell the mean cosine of the nearest others of one of its sentences."""
    there = top > -1.0
    values = np.where(there, top, 0.0).astype(np.float64)
    total, count = values.sum(axis=0)[place], there.sum(axis=0)[place]
    is_near = cosine >= values[-1][place] - 1e-6
    total -= np.where(is_near | (count <= NEAREST), cosine, values[-1][place])
    return (total + WEIGHT * USUAL) / (np.maximum(count - 1, 0) + WEIGHT)


def _points(cells: _Cells) -> np.ndarray:
    """How much speaks for each cell; above 0 it may be taken."""
    beside = np.add(*(np.clip(near - USUAL, 0, ENOUGH) for near in _beside(cells, cells.cosine)))
    return COSINE * cells.cosine + MARGIN * cells.margin + BESIDE * beside + ANCHOR * cells.anchor + NONE


def _beside(cells: _Cells, values: np.ndarray) -> Iterator[np.ndarray]:
    """The largest value just before each cell, in the order of both texts, and just after it."""
    for way in (-1, 1):
        steps = ((way, way), (way, 2 * way), (2 * way, way))
        yield np.max([cells.at(cells.row + i, cells.column + j, values) for i, j in steps], axis=0)
