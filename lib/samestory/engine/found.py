"""Pairs as they are found, and the bounds on how many are made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import SamestoryError

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


def refuse_copies(prints: np.ndarray, first: np.ndarray) -> None:
    """Refuse a corpus whose copies alone make too many pairs, before they are made.

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
    n_pairs = int(np.sum(np.arange(len(keys)) - np.searchsorted(keys, least)))
    if n_pairs > MOST_PAIRS:
        largest = int(np.bincount(group).max())
        raise SamestoryError(
            f"identical texts alone make {n_pairs:,} pairs within the window (the largest group has {largest:,} "
            f"articles); at most {MOST_PAIRS:,} pairs are made. Keep one article of each text, for instance "
            'articles.drop_duplicates("text"), or give a shorter window'
        )
