"""Blocks of time: each pair within the window in exactly one block."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from samestory.engine import Corpus, blocks


def corpus(n_dated, n_undated, seed=0):
    rng = np.random.default_rng(seed)
    at = pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 60 * 24 * 20, n_dated), unit="min")
    return Corpus.of(
        pd.DataFrame(
            {
                "article_id": [f"a{k}" for k in range(n_dated + n_undated)],
                "outlet": "o",
                "published": pd.to_datetime([*at, *[None] * n_undated], utc=True),
                "published_precision": ["minute"] * n_dated + ["unknown"] * n_undated,
                "text": "",
            }
        )
    )


def pairs_of(block):
    return [
        (i, j) for j in range(block.begin, block.end) for i in range(block.against_begin, min(j, block.against_end))
    ]


@pytest.mark.parametrize("window", [0, 30, 100, None])
@pytest.mark.parametrize(("n_dated", "n_undated"), [(120, 0), (0, 45), (90, 23), (1, 1), (0, 0)])
def test_every_pair_within_the_window_is_in_exactly_one_block(window, n_dated, n_undated):
    index = corpus(n_dated, n_undated)
    found = list(blocks(index, window, size=16))
    seen = Counter(pair for block in found for pair in pairs_of(block))
    assert max(seen.values(), default=1) == 1
    i, j = np.triu_indices(len(index), 1)
    inside = index.is_within(i, j, window)
    assert set(zip(i[inside].tolist(), j[inside].tolist(), strict=True)) <= set(seen)
    for block in found:
        assert block.end - block.begin <= 16
        assert block.against_end <= block.end
        assert block.is_own or block.against_end <= block.begin


def test_a_block_without_window_or_date_is_of_bounded_size():
    index = corpus(300, 100)
    undated = [b for b in blocks(index, 48, size=16) if b.begin >= 300]
    assert max(b.against_end - b.against_begin for b in undated) <= 64
    assert max(b.against_end - b.against_begin for b in blocks(index, None, size=16)) <= 64
    narrow = [b for b in blocks(index, 48, size=16) if b.begin < 300]
    assert max(b.against_end - b.against_begin for b in narrow) < 100
    assert max(b.against_end - b.against_begin for b in blocks(index, 400, size=16, most_against=32)) <= 32
