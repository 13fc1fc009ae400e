"""Counted terms of tiles, in memory or in a temporary file, and the vectors made of them."""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from .cosine import Tile
    from .vectors import Counts, Vectors, Vocabulary

IN_MEMORY = 128 << 20  # bytes of counted terms that stay in memory
CACHE = 192 << 20  # bytes of vectors that stay in memory beside what is being compared
SAMPLES = 8


class TermStore:
    """Counted terms of the tiles, and the vectors of those last asked for."""

    def __init__(self, ranges: list[tuple[int, int]]):
        self.ranges = ranges
        self.kept: list[Any] = []
        self.n_bytes = 0
        self.file: Any = None
        self.cache: OrderedDict[int, Tile] = OrderedDict()
        self.cached_bytes = 0

    def add(self, counts: Counts) -> None:
        """Keep the counts of the next tile."""
        self.n_bytes += counts.ids.nbytes + counts.counts.nbytes
        if self.n_bytes <= IN_MEMORY:
            self.kept.append(counts)
            return
        if self.file is None:
            self.file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `close`)
        self.kept.append((counts.begin, self.file.tell()))
        counts.ids.tofile(self.file)
        counts.counts.tofile(self.file)

    def counts(self, number: int) -> Counts:
        """The counts of one tile."""
        from .vectors import Counts

        kept = self.kept[number]
        if isinstance(kept, Counts):
            return kept
        begin, at = kept
        self.file.seek(at)
        ids = np.fromfile(self.file, np.uint32, int(begin[-1]))
        return Counts(begin, ids, np.fromfile(self.file, np.uint16, int(begin[-1])))

    def weighed(self, number: int) -> Vectors:
        """The vectors of one tile, made anew."""
        from .vectors import weigh

        return weigh(self.counts(number), self.number_of, self.vocabulary)

    def ready(self, vocabulary: Vocabulary, number_of: np.ndarray, threshold: float) -> None:
        """All is counted: vectors can be weighed."""
        from .cosine import common_cut

        self.vocabulary, self.number_of, self.threshold = vocabulary, number_of, threshold
        step = max(1, len(self.ranges) // SAMPLES)
        samples = [self.weighed(number) for number in range(0, len(self.ranges), step)]
        self.cut = common_cut(samples, len(vocabulary.keys), threshold)

    def tile(self, number: int) -> Tile:
        """The vectors of one tile."""
        from .cosine import Tile

        if number in self.cache:
            self.cache.move_to_end(number)
            return self.cache[number]
        tile = Tile.of(self.ranges[number][0], self.weighed(number), self.cut)
        self.cache[number] = tile
        self.cached_bytes += tile.vectors.n_bytes
        while self.cached_bytes > CACHE and len(self.cache) > 1:
            _, old = self.cache.popitem(last=False)
            self.cached_bytes -= old.vectors.n_bytes
        return tile

    def close(self) -> None:
        """Give the temporary file back."""
        if self.file is not None:
            self.file.close()
