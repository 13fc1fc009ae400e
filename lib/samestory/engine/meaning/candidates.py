"""Which of thousands of articles may say the same: exact products of vectors, in blocks of time.

An article is one vector for about six sentences (their mean). Two articles are candidates if any two of these vectors
reach a cosine: a higher one in one language, where all texts on a subject are close. So a paragraph of a long article
is found, and the products are some thirty times fewer than those of all sentences.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ...errors import SamestoryError
from ..blocks import Block, blocks
from ..corpus import Index
from .sentences import SentenceVectors

__all__ = ["candidate_pairs"]

PIECE = 6  # sentences of a piece
ROWS = 1_024  # articles of a block
TILE = 2_048  # pieces of a product, on each side
# Chosen on the odd documents of WMT news translations (two languages) and on news of one month in one language.
LEAST, LEAST_SAME = 0.6, 0.8
MOST_PAIRS = 5_000_000


def candidate_pairs(
    vectors: SentenceVectors,
    index: Index,
    *,
    window_hours: float | None,
    least: float = LEAST,
    least_same: float = LEAST_SAME,
    piece: int | None = PIECE,
    within_outlets: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of articles, of different outlets, that may say the same.

    Parameters
    ----------
    vectors
        The sentences of the articles.
    index
        The articles in the order of time; those without vectors are in no pair.
    window_hours
        Only pairs that may have appeared within so many hours; None: all.
    least, least_same
        The cosine of two pieces, from which their articles are a pair: of two languages, and of one (above 1: none).
    piece
        About how many sentences a vector stands for; None: the whole article.
    within_outlets
        Also pairs of one outlet.

    Returns
    -------
    tuple of arrays
        Rows of the index, int64: the earlier and the later of each pair, in order.

    Raises
    ------
    SamestoryError
        More than five million pairs.
    """
    ids = index.ids.to_pylist()
    pieces, owner = pieces_of(vectors, ids, piece)
    spoken = vectors.table.drop_duplicates("article_id").set_index("article_id")["language"]
    language = pd.factorize(spoken.reindex(ids))[0]
    least_of = (least, least_same)
    begin = np.searchsorted(owner, np.arange(len(index) + 1))
    found: list[np.ndarray] = []
    for block in blocks(index, window_hours, size=ROWS):
        keys = _unique(_met(pieces, owner, begin, block, language, least_of), len(index))
        earlier, later = keys // len(index), keys % len(index)
        kept = index.is_within(earlier, later, window_hours)
        if not within_outlets:
            kept &= (index.outlet[earlier] != index.outlet[later]) | (index.outlet[earlier] < 0)
        found.append(keys[kept])
        if sum(map(len, found)) > MOST_PAIRS:
            raise SamestoryError(
                f"more than {MOST_PAIRS:,} pairs of articles have pieces that are close: give a shorter window_hours"
            )
    keys = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *found]))
    return keys // max(len(index), 1), keys % max(len(index), 1)


def _met(
    pieces: np.ndarray,
    owner: np.ndarray,
    begin: np.ndarray,
    block: Block,
    language: np.ndarray,
    least: tuple[float, float],
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows of pieces that reach the cosine, earlier and later, tile by tile."""
    last = begin[block.end]
    for at in range(begin[block.begin], last, TILE):
        mine = slice(at, min(at + TILE, last))
        until = min(begin[block.against_end], mine.stop)
        for start in range(begin[block.against_begin], until, TILE):
            other = slice(start, min(start + TILE, until))
            cosine = (pieces[mine] @ pieces[other].T).ravel()
            met = np.flatnonzero(cosine >= min(least))
            i, j = np.divmod(met, other.stop - other.start)
            earlier, later = owner[j + start], owner[i + at]
            is_same = (language[earlier] == language[later]).astype(np.int64)
            kept = (earlier < later) & (cosine[met] >= np.array(least)[is_same])
            yield earlier[kept], later[kept]


def _unique(met: Iterator[tuple[np.ndarray, np.ndarray]], n: int) -> np.ndarray:
    """Each pair once, as one number."""
    keys = [np.unique(earlier * n + later) for earlier, later in met]
    return np.unique(np.concatenate(keys)) if keys else np.zeros(0, dtype=np.int64)


def pieces_of(vectors: SentenceVectors, ids: list[str], piece: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors of pieces (float32), and for each the place of its article among the ids (ascending)."""
    row = vectors.table["article_id"].map({name: k for k, name in enumerate(ids)}).to_numpy(dtype=np.float64)
    known = np.flatnonzero(~np.isnan(row))
    order = known[np.argsort(row[known], kind="stable")]
    owner = row[order].astype(np.int64)
    n = np.bincount(owner, minlength=len(ids))
    number = np.arange(len(owner)) - np.repeat(np.cumsum(n) - n, n)
    n_pieces = -(-n // piece) if piece else np.minimum(n, 1)
    label = number * n_pieces[owner] // n[owner] + (np.cumsum(n_pieces) - n_pieces)[owner]
    starts = np.flatnonzero(np.diff(label, prepend=-1))
    if not len(starts):
        return np.zeros((0, 1), dtype=np.float32), owner
    total = np.zeros((len(starts), vectors.vectors.shape[1]), dtype=np.float32)
    for at in range(0, len(starts), TILE):
        inside = starts[at : at + TILE]
        until = starts[at + TILE] if at + TILE < len(starts) else len(order)
        rows = vectors.vectors[order[inside[0] : until]].astype(np.float32)
        total[at : at + TILE] = np.add.reduceat(rows, inside - inside[0], axis=0)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return total / np.where(length > 0, length, 1), owner[starts]
