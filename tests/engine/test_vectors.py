"""Vectors and cosines of the kernels against plain Python and dense arithmetic."""

import math
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest

from samestory.engine.compiled import kernels
from samestory.text import words

kernels("tokens", "vectors", "cosine")

from samestory.engine import vectors as V  # noqa: E402
from samestory.engine.chains import ChainIndex  # noqa: E402
from samestory.engine.cosine import Tile, common_cut, cosine, reaching, split_common  # noqa: E402
from samestory.engine.lists import ListIndex  # noqa: E402
from samestory.engine.similarity import pairs_of_tiles, tile_ranges  # noqa: E402
from samestory.engine.tokens import folded, hash_of, tokenise  # noqa: E402

TEXTS = [
    "The ferry sank. The ferry was old; the harbour burned!",
    "A ferry burned in the harbour, the Harbour said.",
    "Паром сгорел в порту. Паром был стар.",
    "Το πλοίο κάηκε",
    "",
    "word",
    "the the the the",
]


def plain_vectors(texts, max_df=0.2, anyhow=V.KEPT_ANYHOW):
    """The definition, word by word."""
    counted = [Counter(folded(text[a:b]) for a, b in words(text)) for text in texts]
    n = sum(bool(c) for c in counted)
    df = Counter(word for c in counted for word in c)
    left_out = {word for word, k in df.items() if k > max(max_df * n, anyhow)}
    result = []
    for c in counted:
        weights = {w: (1 + math.log(k)) * (math.log((1 + n) / (1 + df[w])) + 1) for w, k in c.items()}
        weights = {w: x for w, x in weights.items() if w not in left_out}
        length = math.sqrt(sum(x * x for x in weights.values()))
        result.append({hash_of(w): x / length for w, x in weights.items() if df[w] > 1})
    return result


def made(texts, max_df=0.2):
    tokens, table = tokenise(pa.array(texts, pa.large_string())), V.TermTable()
    counts = table.count(tokens)
    n = int(np.sum(np.diff(tokens.doc_begin) > 0))
    vocabulary, number = V.vocabulary_of(*table.frequencies(), n, max_df)
    return V.weigh(counts, number, vocabulary), vocabulary, tokens


def as_dicts(vectors, vocabulary):
    spans = zip(vectors.begin[:-1], vectors.begin[1:], strict=True)
    return [dict(zip(vocabulary.keys[vectors.term[a:b]].tolist(), vectors.weight[a:b], strict=True)) for a, b in spans]


def assert_same(found, expected):
    assert [set(x) for x in found] == [set(x) for x in expected]
    for one, other in zip(found, expected, strict=True):
        assert all(math.isclose(one[key], other[key], rel_tol=1e-12) for key in one)


def test_vectors_are_those_of_the_definition():
    vectors, vocabulary, _ = made(TEXTS)
    assert_same(as_dicts(vectors, vocabulary), plain_vectors(TEXTS))
    for a, b in zip(vectors.begin[:-1], vectors.begin[1:], strict=True):
        assert (np.diff(vectors.term[a:b].astype(int)) > 0).all()


def test_words_in_too_many_texts_are_left_out_but_not_of_few_texts():
    rng = np.random.default_rng(1)
    texts = ["always " + " ".join(rng.choice(list("abcdefghij"), 4)) for _ in range(60)]
    vectors, vocabulary, _ = made(texts, max_df=0.5)
    assert hash_of("always") in vocabulary.left_out
    assert_same(as_dicts(vectors, vocabulary), plain_vectors(texts, 0.5))
    _, vocabulary, _ = made(texts[: V.KEPT_ANYHOW], max_df=0.5)
    assert len(vocabulary.left_out) == 0


def test_a_closed_table_gives_the_same_vectors():
    vectors, vocabulary, tokens = made(TEXTS)
    again = V.weigh(V.TermTable.closed(vocabulary).count(tokens), None, vocabulary)
    for name in ("begin", "term", "weight"):
        np.testing.assert_array_equal(getattr(again, name), getattr(vectors, name))


def test_a_table_grows_beyond_its_first_room():
    texts = [" ".join(f"w{n}" for n in range(k, k + 30_000)) for k in (0, 20_000, 90_000)]
    tokens, table = tokenise(pa.array(texts, pa.large_string())), V.TermTable()
    counts = table.count(tokens)
    keys, frequencies = table.frequencies()
    assert (table.n, len(counts.ids)) == (80_000, 90_000)
    assert frequencies[keys == hash_of("w25000")].tolist() == [2]
    assert frequencies[keys == hash_of("w100000")].tolist() == [1]
    assert int(frequencies.sum()) == 90_000


def test_a_hash_of_zero_and_a_word_said_very_often():
    tokens = V.Tokens(np.array([0, 0, 5] + [9] * 70_000, np.uint64), None, None, np.array([0, 3, 70_003]))
    table = V.TermTable()
    counts = table.count(tokens)
    assert counts.counts.tolist() == [2, 1, V.MOST_COUNTED]
    assert table.frequencies()[0].tolist() == [1, 5, 9]


def test_fingerprints_are_equal_where_all_words_are():
    tokens = tokenise(pa.array(["One two.", "one, TWO!", "two one", "", "!"], pa.large_string()))
    prints = V.fingerprints(tokens.hashes, tokens.doc_begin).tolist()
    assert prints[0] == prints[1] != prints[2]
    assert prints[3:] == [0, 0]


def corpus_of(rng, n, n_words=60, vocabulary=400):
    ranks = (rng.pareto(0.9, (n, n_words)) * 3).astype(int) % vocabulary
    texts = [" ".join(f"w{r}" for r in row) for row in ranks]
    for k in range(5, n, 9):  # near copies
        texts[k] = texts[k - 3].replace("w7", "w8")
    return texts


def brute(vectors, first, threshold):
    n = len(vectors)
    dense = np.zeros((n, int(vectors.term.max(initial=0)) + 1))
    for d in range(n):
        span = slice(vectors.begin[d], vectors.begin[d + 1])
        dense[d, vectors.term[span]] = vectors.weight[span]
    product = dense @ dense.T
    return {(i, j): product[i, j] for j in range(n) for i in range(first[j], j) if product[i, j] >= threshold}


@pytest.mark.parametrize("kind", [ChainIndex, ListIndex])
@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("width", [5, 40, 10_000])
def test_pairs_of_tiles_are_those_of_brute_force(threshold, width, kind, monkeypatch):
    monkeypatch.setattr("samestory.engine.cosine.MOST_ROWS", 64)
    monkeypatch.setattr("samestory.engine.cosine.ROOM", width % 2)  # so that asking stops and goes on
    rng = np.random.default_rng(width)
    vectors, vocabulary, _ = made(corpus_of(rng, 200), max_df=0.5)
    n_dated = 170  # the rest lies in every window
    first = np.maximum(0, np.arange(200) - width)
    first[n_dated:] = 0
    cut = common_cut([vectors], len(vocabulary.keys), threshold)
    assert 0 < cut < len(vocabulary.keys)
    ranges = tile_ranges(n_dated, 200)

    def tile_of(k):
        begin, end = ranges[k]
        low, high = vectors.begin[begin], vectors.begin[end]
        part = V.Vectors(
            vectors.begin[begin : end + 1] - low,
            vectors.term[low:high],
            vectors.weight[low:high],
            vectors.n_single[begin:end],
        )
        return Tile.of(begin, part, cut)

    index = kind(len(vocabulary.keys), cut, threshold)
    found = {}
    for _, _, (i, j, value) in pairs_of_tiles(ranges, tile_of, first, n_dated, index):
        new = dict(zip(zip(i.tolist(), j.tolist(), strict=True), value, strict=True))
        assert not set(new) & set(found)
        found |= new
    expected = brute(vectors, first, threshold)
    assert set(found) == set(expected)
    assert all(math.isclose(found[pair], expected[pair], rel_tol=1e-12) for pair in found)
    assert len(found) > 10


def test_the_small_kernels_against_plain_code():
    vectors, _, _ = made(corpus_of(np.random.default_rng(2), 30))
    split, common = split_common(vectors.begin, vectors.term, vectors.weight, 20)
    for d in range(30):
        span = slice(vectors.begin[d], vectors.begin[d + 1])
        is_common = vectors.term[span] < 20
        assert split[d] == vectors.begin[d] + is_common.sum()
        assert common[d] == pytest.approx(np.sqrt((vectors.weight[span][is_common] ** 2).sum()), rel=2e-6)
        assert common[d] >= np.sqrt((vectors.weight[span][is_common] ** 2).sum())
    sums, lengths = np.random.default_rng(0).random((2, 150)).astype(np.float32)
    found = np.empty(150, np.int64)
    m = reaching(sums, lengths, 10, 140, np.float32(0.5), np.float32(0.9), found)
    assert found[:m].tolist() == [
        r for r in range(10, 140) if sums[r] + np.float32(0.5) * lengths[r] >= np.float32(0.9)
    ]
    a, b = vectors.begin[0], vectors.begin[1]
    whole = cosine(vectors.term, vectors.weight, a, b, vectors.term, vectors.weight, a, b)
    assert whole == pytest.approx(float((vectors.weight[a:b] ** 2).sum()))
