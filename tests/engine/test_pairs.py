"""Passages of given pairs: how many words in a row a short one and a long one need."""

import numpy as np
import pyarrow as pa
import pytest

from samestory.engine.pairs import Settings, passages_of_pairs
from samestory.engine.tokens import tokenise

PAIR = np.array([1], np.uint64)  # the texts 0 and 1


def said(*runs):
    """Two texts that share words in runs of the given lengths, one word changed between them, other words around."""
    texts, at = ["before it all", "nothing like that"], 0
    for n in runs:
        if at:
            texts = [f"{text} {side}{at}" for text, side in zip(texts, ("mine", "yours"), strict=True)]
        common = " ".join(f"w{i:03d}" for i in range(at, at + n))
        texts, at = [f"{text} {common}" for text in texts], at + n
    return [texts[0] + " and after", texts[1] + " or so"]


def n_common(runs, settings):
    texts = pa.array(said(*runs), pa.large_string())
    rows, which = passages_of_pairs(texts, tokenise(texts), PAIR, settings)
    assert which.tolist() == [0] * len(rows)
    return rows[:, 4].tolist()


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ((8, 4), []),  # 12 in common, 8 in a row: short, and chance finds such
        ((9, 4), []),
        ((10, 2), []),  # two words after a change are too few to go on with: 10 in common are not 12
        ((10, 3), [13]),
        ((12,), [12]),
        ((11,), []),
        ((8, 6, 6), []),  # 20 in common: still short
        ((8, 7, 6), [21]),  # long: 8 in a row will do
        ((7, 7, 7), []),  # but not 7
    ],
)
def test_a_short_passage_must_be_nearly_exact_and_a_long_one_need_not(runs, expected):
    assert n_common(runs, Settings()) == n_common(runs, Settings.of(12)) == expected


@pytest.mark.parametrize(
    ("min_words", "run", "firm", "long"), [(6, 4, 5, 10), (8, 5, 6, 14), (12, 8, 10, 21), (30, 20, 25, 52)]
)
def test_what_counts_as_short_goes_with_the_words_asked_for(min_words, run, firm, long):
    settings = Settings.of(min_words)
    found = (settings.least_common, settings.least_run, settings.least_firm, settings.least_long)
    assert found == (min_words, run, firm, long)
    assert settings.k + settings.w - 1 <= run  # every such run holds a chosen shingle
    assert n_common((long,), settings) == [long] and n_common((run, min_words - run), settings) == []
