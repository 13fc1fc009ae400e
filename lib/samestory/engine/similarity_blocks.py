"""Similar articles by blocks that know nothing of each other: frequencies first, then pairs; for a cluster."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from .archive import Archive
from .blocks import Block, blocks
from .cluster import map_blocks
from .corpus import Corpus
from .found import Found, Rows, Similar, has_terms, refuse_copies
from .store import SAMPLES

if TYPE_CHECKING:
    from .cosine import Tile
    from .vectors import Vocabulary

ROWS = 2048  # of a block


def on_blocks(
    corpus: Corpus | Archive,
    first: np.ndarray,
    threshold: float,
    window_hours: float | None,
    max_df: float,
    engine: str,
) -> Similar:
    """The same by blocks that know nothing of each other: frequencies first, then pairs."""
    from .cosine import common_cut
    from .tokens import tokenise
    from .vectors import TermTable, vocabulary_of, weigh

    on = functools.partial(map_blocks, engine=engine)
    cuts = [*range(0, len(corpus), ROWS), len(corpus)]
    spans = list(itertools.pairwise(cuts))
    prints = np.zeros(len(corpus), dtype=np.uint64)
    keys, frequencies = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint32)
    for (begin, end), (more, counted, made) in zip(spans, on(count_block, spans, corpus), strict=True):
        prints[begin:end] = made
        keys, where = np.unique(np.concatenate([keys, more]), return_inverse=True)
        frequencies = np.bincount(where, weights=np.concatenate([frequencies, counted])).astype(np.uint32)
    n_empty = int(np.sum(prints == 0))
    vocabulary, _ = vocabulary_of(keys, frequencies, len(corpus) - n_empty, max_df)
    refuse_copies(prints, first, lambda rows: has_terms(corpus, rows, vocabulary))
    table = TermTable.closed(vocabulary)
    picked = spans[:: max(1, len(spans) // SAMPLES)]
    samples = [weigh(table.count(tokenise(corpus.read(*span).text)), None, vocabulary) for span in picked]
    cut = common_cut(samples, len(vocabulary.keys), threshold)
    work = list(blocks(corpus, window_hours, size=ROWS))
    out, n_common = Found(), 0
    for block, (part, n_bare) in zip(
        work, on(pairs_block, work, corpus, vocabulary, first, cut, threshold), strict=True
    ):
        out.add(part)
        n_common += n_bare if block.is_own else 0
    return Similar(*out.arrays(), n_empty, n_common)


def count_block(span: tuple[int, int], corpus: Corpus | Archive) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Terms of some rows: hashes, in how many rows each is, and a fingerprint of each row."""
    from .tokens import tokenise
    from .vectors import TermTable, fingerprints

    tokens, table = tokenise(corpus.read(*span).text), TermTable()
    table.count(tokens)
    return *table.frequencies(), fingerprints(tokens.hashes, tokens.doc_begin)


def pairs_block(
    block: Block, corpus: Corpus | Archive, vocabulary: Vocabulary, first: np.ndarray, cut: int, threshold: float
) -> tuple[Rows, int]:
    """The pairs of one block, and how many of its rows have words but no term left."""
    from .cosine import Tile, index_for
    from .tokens import tokenise
    from .vectors import TermTable, weigh

    table = TermTable.closed(vocabulary)
    n_bare = 0

    def tile_of(begin: int, end: int) -> Tile:
        nonlocal n_bare
        tokens = tokenise(corpus.read(begin, end).text)
        vectors = weigh(table.count(tokens), None, vocabulary)
        if begin == block.begin:
            n_bare = int(np.sum(vectors.is_bare & (np.diff(tokens.doc_begin) > 0)))
        return Tile.of(begin, vectors, cut)

    def halo() -> Iterator[Tile]:
        low, high = block.against_begin, min(block.against_end, block.begin)
        for begin in range(low, high, ROWS):
            yield tile_of(begin, min(begin + ROWS, high))

    out, index = Found(), index_for(len(vocabulary.keys), cut, threshold, first, corpus.n_dated)
    rows, near = tile_of(block.begin, block.end), first[block.begin : block.end]
    for tile in halo():
        index.build(tile)
        out.add(index.pairs(rows, near))
    if block.is_own:
        index.build(rows, near)
        out.add(index.pairs(rows, near))
    return out.arrays(), n_bare
