"""Blocks of time: every pair of articles within the window is seen in exactly one block.

A block has rows, and the rows they are held against: all that may lie within the window before them (the halo) and the
rows themselves. Of each pair the later row is among the rows and the earlier one among those it is held against. An
article without a date is held against all others, in blocks of bounded size as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .corpus import Index

BLOCK = 4096  # rows of a block: texts of a block and its halo are in memory at once


@dataclass(frozen=True)
class Block:
    """Rows from ``begin`` to ``end``, held against the rows from ``against_begin`` to ``against_end``.

    Pairs are (i, j) with i < j, j a row of the block, i a row it is held against. ``against_end`` is at most ``end``.
    """

    begin: int
    end: int
    against_begin: int
    against_end: int

    @property
    def is_own(self) -> bool:
        """Whether the rows are held against themselves too, so that pairs inside the block are of this block."""
        return self.against_end == self.end


def blocks(
    index: Index, window_hours: float | None, *, size: int = BLOCK, most_against: int | None = None
) -> Iterator[Block]:
    """The blocks of a corpus in the order of time.

    Parameters
    ----------
    index
        The corpus.
    window_hours
        How far apart two articles may lie; None for no window.
    size
        Rows of a block.
    most_against
        Rows a block is held against at most, at least ``2 * size``; a wider window is cut into several blocks of the
        same rows. None leaves a halo whole, except where there is no window or no date: ``4 * size`` then.
    """
    first = index.first_within(window_hours)
    cuts = [*range(0, index.n_dated, size), *range(index.n_dated, len(index), size), len(index)]
    for begin, end in itertools.pairwise(cuts):
        lowest = int(np.min(first[begin:end]))
        is_bounded = window_hours is None or begin >= index.n_dated
        most = most_against or (4 * size if is_bounded else end - lowest)
        # The last part holds the rows themselves, so that it is never smaller than they are.
        against = end
        while True:
            low = max(lowest, against - max(most, end - begin))
            yield Block(begin, end, low, against)
            if low <= lowest:
                break
            against = low
