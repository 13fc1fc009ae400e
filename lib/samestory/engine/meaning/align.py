"""Which sentences of two articles say the same, found by their vectors: in one language or in two.

A pair of sentences is scored by the cosine of its vectors, by its margin over the nearest other sentences of both
(Artetxe and Schwenk 2019, doi 10.18653/v1/P19-1309), and by whether the sentences beside it are pairs as well. The last
is a weak preference for the same order: a summary picks and reorders. Pairs are taken the best first, each sentence
once; a sentence that is left joins a neighbour if both together are closer to the other side. What reaches no score
stays unaligned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .sentences import SentenceVectors

__all__ = ["aligned_sentences"]

COLUMNS = {
    **dict.fromkeys(["begin", "end", "later_begin", "later_end", "n_sentences", "later_sentences"], "int64"),
    **dict.fromkeys(["score", "margin"], "float64"),
}
LEAST = 0.30  # cosine; below, no pair is looked at
NEAREST = 4  # other sentences that a pair is compared with, on each side
USUAL, WEIGHT = 0.2, 2  # cosine of the nearest unrelated sentence, and for how many it counts where there are few
# Weights of a pair: chosen on the odd documents of WMT news translations, as they are and with sentences taken out,
# moved and put in (`make quality QUALITY=translation` measures them on the even ones).
COSINE, MARGIN, BESIDE, NONE = 3.0, 4.0, 3.0, -9.5
GAIN = 0.02  # of cosine, by which a sentence that joins a group must bring it closer
MOST = 4  # sentences of a group on one side
BLOCK = 2_000_000  # cells of a block of products


@dataclass
class _Cells:
    """Pairs of sentences that may be aligned: row, column, cosine and margin, sorted by row and column."""

    row: np.ndarray
    column: np.ndarray
    cosine: np.ndarray
    margin: np.ndarray
    width: int

    def at(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """The cosines of cells, 0 where there is none."""
        keys = self.row * self.width + self.column
        inside = (row >= 0) & (column >= 0) & (column < self.width)
        asked = np.where(inside, row * self.width + column, -1)
        place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        return np.where(keys[place] == asked, self.cosine[place], 0.0)


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
    groups = sentence_groups(a, b, first["n_words"].to_numpy(), second["n_words"].to_numpy())
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


def sentence_groups(a: np.ndarray, b: np.ndarray, a_words: np.ndarray, b_words: np.ndarray) -> list[Group]:
    """The groups of rows of two arrays of unit vectors that are aligned, in the order of the first."""
    cells = _cells(a, b)
    if not len(cells.row):
        return []
    points = _points(cells)
    ahead = np.lexsort((cells.column, cells.row, -points))
    rows, columns, groups = set(), set(), []
    for k in ahead[points[ahead] > 0].tolist():
        i, j = int(cells.row[k]), int(cells.column[k])
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            groups.append(_Group([i], [j], float(cells.cosine[k]), float(cells.cosine[k] / cells.margin[k])))
    sides = ((a * a_words.clip(1)[:, None], rows), (b * b_words.clip(1)[:, None], columns))
    for group in groups:
        group.grow(*sides)
    return sorted(group.result() for group in groups)


@dataclass
class _Group:
    rows: list[int]
    columns: list[int]
    cosine: float
    nearest: float

    def grow(self, first: tuple[np.ndarray, set[int]], second: tuple[np.ndarray, set[int]]) -> None:
        """Take in free neighbours, on one side only, as long as each brings both sides closer."""
        mine, other = _sum(first[0], self.rows), _sum(second[0], self.columns)
        while True:
            tries = []
            if len(self.columns) == 1:
                tries += [(self._with(mine, first[0][k], other), 0, k) for k in self._free(self.rows, first)]
            if len(self.rows) == 1:
                tries += [(self._with(other, second[0][k], mine), 1, k) for k in self._free(self.columns, second)]
            if not tries or (best := max(tries))[0] < self.cosine + GAIN:
                return
            self.cosine, side, k = best
            (self.columns if side else self.rows).append(k)
            (self.columns if side else self.rows).sort()
            (second if side else first)[1].add(k)
            mine, other = _sum(first[0], self.rows), _sum(second[0], self.columns)

    @staticmethod
    def _free(members: list[int], side: tuple[np.ndarray, set[int]]) -> list[int]:
        if len(members) >= MOST:
            return []
        return [k for k in (members[0] - 1, members[-1] + 1) if 0 <= k < len(side[0]) and k not in side[1]]

    @staticmethod
    def _with(total: np.ndarray, more: np.ndarray, other: np.ndarray) -> float:
        both = total + more
        return float(both @ other / max(np.linalg.norm(both) * np.linalg.norm(other), 1e-9))

    def result(self) -> Group:
        return self.rows, self.columns, min(max(self.cosine, 0.0), 1.0), self.cosine / self.nearest


def _sum(weighted: np.ndarray, members: list[int]) -> np.ndarray:
    return weighted[members].sum(axis=0)


def _cells(a: np.ndarray, b: np.ndarray) -> _Cells:
    """All cells from LEAST on, from products in blocks: memory does not grow with the product of both lengths."""
    n, m = len(a), len(b)
    empty = np.zeros(0, dtype=np.int64)
    if not (n and m):
        return _Cells(empty, empty, np.zeros(0), np.zeros(0), m)
    step = max(1, BLOCK // m)
    top = np.full((NEAREST + 1, m), -1.0, dtype=np.float32)  # the nearest rows of each column so far
    found, of_rows = [], []
    for at in range(0, n, step):
        block = a[at : at + step] @ b.T
        of_rows.append(_nearest(block, 1).T)
        top = _nearest(np.vstack([top, block]), 0)
        row, column = np.nonzero(block >= LEAST)
        found.append((row + at, column, block[row, column]))
    row, column, cosine = (np.concatenate(parts) for parts in zip(*found, strict=True))
    cosine = np.minimum(cosine.astype(np.float64), 1.0)
    others = _others(np.hstack(of_rows), row, cosine) + _others(top, column, cosine)
    return _Cells(row, column, cosine, cosine / np.maximum(others / 2, USUAL / 2), m)


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
    beside = np.zeros(len(cells.row))
    for way in (-1, 1):
        steps = ((way, way), (way, 2 * way), (2 * way, way))
        near = np.max([cells.at(cells.row + i, cells.column + j) for i, j in steps], axis=0)
        beside += np.maximum(near - LEAST, 0)
    return COSINE * cells.cosine + MARGIN * cells.margin + BESIDE * beside + NONE
