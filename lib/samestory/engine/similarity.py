"""Similar articles of a corpus of any size: terms counted once, vectors held against each other tile by tile.

First every text is tokenised and its terms counted; the counts are kept. When all are counted, the frequencies of the
terms are known, and tiles of rows are weighed, indexed and asked in the order of time. Memory is set by the window and
the vocabulary, not by the corpus.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import SamestoryError
from .archive import Archive
from .compiled import kernels
from .corpus import Corpus
from .found import Found, Rows, Similar, has_terms, refuse_copies
from .options import is_number
from .similarity_blocks import on_blocks
from .store import TermStore

if TYPE_CHECKING:
    from .cosine import TermIndex, Tile


def similar(
    corpus: Corpus | Archive,
    *,
    threshold: float,
    window_hours: float | None,
    max_df: float = 0.2,
    engine: str = "local",
) -> Similar:
    """All pairs of rows within the window whose cosine reaches the threshold, in order of (later, earlier).

    Raises
    ------
    SamestoryError
        Options out of range, or more than ``MOST_PAIRS`` pairs.
    """
    if not is_number(threshold) or not 0 < threshold <= 1:
        raise SamestoryError(f"threshold={threshold!r}: give a cosine above 0, at most 1")
    if not is_number(max_df) or not 0 < max_df <= 1:
        raise SamestoryError(f"max_df={max_df!r}: give a share of the articles above 0, at most 1")
    kernels("tokens", "vectors", "cosine", "chains", "lists")
    first = corpus.first_within(window_hours)
    run = _locally if engine == "local" else on_blocks
    found = run(corpus, first, threshold, window_hours, max_df, engine)
    is_in = corpus.is_within(found.earlier, found.later, window_hours)
    order = np.lexsort((found.earlier[is_in], found.later[is_in]))
    rows = (found.earlier[is_in][order], found.later[is_in][order], found.cosine[is_in][order])
    return Similar(*rows, found.n_empty, found.n_common)


def tile_ranges(n_dated: int, n_rows: int) -> list[tuple[int, int]]:
    """Ranges of rows of one tile each; the undated apart, as every row is within their window."""
    from .cosine import MOST_ROWS

    cuts = [*range(0, n_dated, MOST_ROWS), *range(n_dated, n_rows, MOST_ROWS), n_rows]
    return list(itertools.pairwise(cuts))


def _locally(
    corpus: Corpus | Archive, first: np.ndarray, threshold: float, window_hours: float | None, max_df: float, *_: Any
) -> Similar:
    from .cosine import index_for
    from .tokens import tokenise
    from .vectors import TermTable, fingerprints, vocabulary_of

    ranges = tile_ranges(corpus.n_dated, len(corpus))
    store, table = TermStore(ranges), TermTable()
    prints = np.zeros(len(corpus), dtype=np.uint64)
    try:
        for begin, end in ranges:
            tokens = tokenise(corpus.read(begin, end).text)
            prints[begin:end] = fingerprints(tokens.hashes, tokens.doc_begin)
            store.add(table.count(tokens))
        n_empty = int(np.sum(prints == 0))
        vocabulary, number_of = vocabulary_of(*table.frequencies(), len(corpus) - n_empty, max_df)
        del table
        refuse_copies(prints, first, lambda rows: has_terms(corpus, rows, vocabulary))
        store.ready(vocabulary, number_of, threshold)
        index = index_for(len(vocabulary.keys), store.cut, threshold, first, corpus.n_dated)
        out, n_common = Found(), 0
        for number, tile, part in pairs_of_tiles(ranges, store.tile, first, corpus.n_dated, index):
            out.add(part)
            if tile is not None:
                n_common += int(np.sum(tile.vectors.is_bare & (prints[slice(*ranges[number])] != 0)))
        return Similar(*out.arrays(), n_empty, n_common)
    finally:
        store.close()


def pairs_of_tiles(
    ranges: list[tuple[int, int]], tile_of: Callable[[int], Tile], first: np.ndarray, n_dated: int, index: TermIndex
) -> Iterator[tuple[int, Tile | None, Rows]]:
    """The pairs of tiles: each tile is indexed, and asked by its own rows and by those of all it lies in the window of.

    Parameters
    ----------
    ranges
        Rows of each tile; the undated (from row ``n_dated`` on) in tiles of their own.
    tile_of
        The tile of a number; asked for in the order of time, again for each tile whose window holds it.
    first
        For each row the first row that may lie in its window.
    index
        An index of the vocabulary.

    Yields
    ------
    (number, tile, pairs)
        The number of the tile indexed; the tile itself where its own rows asked, else None; what was found.
    """
    first_undated = sum(begin < n_dated for begin, _ in ranges)
    for number, (begin, end) in enumerate(ranges):
        tile = tile_of(number)
        index.build(tile, first[begin : end + 1])
        yield number, tile, index.pairs(tile, first[begin:end])
        for later in range(number + 1, first_undated):
            if first[ranges[later][0]] >= end:
                break
            yield number, None, index.pairs(tile_of(later), first[slice(*ranges[later])])
        undated = range(max(number + 1, first_undated), len(ranges))
        if undated:
            index.build(tile)  # its lists had lost the rows that left the window
        for later in undated:
            yield number, None, index.pairs(tile_of(later), first[slice(*ranges[later])])
