"""Pairs as they are found, and the bounds on how many are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ..errors import SamestoryError
from .archive import Archive
from .corpus import Corpus

if TYPE_CHECKING:
    from .vectors import Vocabulary

MOST_PAIRS = 20_000_000
Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Similar:
    """Pairs of rows of a corpus (int64, ``earlier < later``), their cosine, and how many rows had nothing to compare.

    ``n_empty``: rows without any word. ``n_common``: rows whose words are all in too many articles.
    """

    earlier: np.ndarray
    later: np.ndarray
    cosine: np.ndarray
    n_empty: int
    n_common: int


class Found:
    """Pairs as they are found, up to a bound."""

    def __init__(self) -> None:
        self.parts: list[Rows] = []
        self.left = MOST_PAIRS

    def add(self, part: Rows) -> None:
        """Take pairs in, or refuse where they become too many."""
        self.left -= len(part[0])
        if self.left < 0:
            raise SamestoryError(
                f"more than {MOST_PAIRS:,} pairs reach the threshold: give a higher threshold or a shorter window, or "
                "leave out what is printed again and again (menus, formulas, copies)"
            )
        self.parts.append(part)

    def arrays(self) -> Rows:
        """All pairs taken in."""
        none = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float64))
        return tuple(np.concatenate(part) for part in zip(*[none, *self.parts], strict=True))  # type: ignore[return-value]


def refuse_copies(prints: np.ndarray, first: np.ndarray, has_terms: Callable[[np.ndarray], np.ndarray]) -> None:
    """Refuse a corpus whose copies alone make too many pairs, before they are made.

    Parameters
    ----------
    prints
        uint64, one number for the words of each row; 0 where there is none.
    first
        For each row the first row that may lie in its window.
    has_terms
        Of rows (ascending), which have a word that is not in too many articles: copies without one are in no pair,
        however many they are. Asked only where all copies together are too many.

    Raises
    ------
    SamestoryError
        Texts with the same words in the same order make more than ``MOST_PAIRS`` pairs within the window.
    """
    rows = np.flatnonzero(prints)
    _, group = np.unique(prints[rows], return_inverse=True)
    order = np.lexsort((rows, group))
    n = len(prints)
    keys = group[order].astype(np.int64) * n + rows[order]
    least = group[order].astype(np.int64) * n + first[rows[order]]
    pairs = np.arange(len(keys)) - np.searchsorted(keys, least)
    if int(np.sum(pairs)) <= MOST_PAIRS:
        return
    in_group = np.bincount(group[order], weights=pairs).astype(np.int64)
    sizes = np.bincount(group)
    _, one = np.unique(group, return_index=True)  # of each group its first row
    chosen = np.flatnonzero(in_group > 0)
    chosen = chosen[np.argsort(rows[one[chosen]])]
    counted = chosen[has_terms(rows[one[chosen]])]
    if (n_pairs := int(np.sum(in_group[counted]))) > MOST_PAIRS:
        largest = int(sizes[counted].max())
        raise SamestoryError(
            f"identical texts alone make {n_pairs:,} pairs within the window (the largest group has {largest:,} "
            f"articles); at most {MOST_PAIRS:,} pairs are made. Keep one article of each text, for instance "
            'articles.drop_duplicates("text"), or give a shorter window'
        )


def has_terms(corpus: Corpus | Archive, rows: np.ndarray, vocabulary: Vocabulary) -> np.ndarray:
    """Whether rows (ascending) have a word left in the vocabulary (boolean); their texts are read again."""
    from .cosine import MOST_ROWS
    from .tokens import tokenise
    from .vectors import TermTable, weigh

    table, found = TermTable.closed(vocabulary), np.zeros(len(rows), dtype=bool)
    tile = rows // MOST_ROWS
    for number in np.unique(tile):
        at = np.flatnonzero(tile == number)
        begin = int(number) * MOST_ROWS
        part = corpus.read(begin, min(begin + MOST_ROWS, len(corpus)))
        tokens = tokenise(part.text.take(pa.array(rows[at] - begin)))
        found[at] = np.diff(weigh(table.count(tokens), None, vocabulary).begin) > 0
    return found
