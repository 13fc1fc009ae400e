"""Groups of vectors by average linkage, in one piece and divided; and parts of sentences."""

import numpy as np
import pandas as pd
import pytest

from samestory.engine.meaning import groups, sentence_vectors
from samestory.engine.meaning.clauses import clauses, span_vectors
from samestory.engine.meaning.groups import alike_groups, shared_part


def around(middles, n, spread=0.1, seed=0):
    """``n`` unit vectors around each of some unit vectors."""
    draw = np.random.default_rng(seed)
    found = np.concatenate([middle + spread * draw.normal(size=(n, len(middle))) for middle in middles])
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def test_vectors_around_three_middles_are_three_groups_in_order():
    assert alike_groups(around(np.eye(8)[:3], 4), 0.5).tolist() == [0] * 4 + [1] * 4 + [2] * 4


def test_the_average_decides_and_not_the_nearest_pair():
    chain = np.array([[1, 0], [0.8, 0.6], [0.28, 0.96]], dtype=np.float32)  # cosines .8, .8 and .28 of the ends
    assert len(set(alike_groups(chain, 0.6).tolist())) == 2
    assert len(set(alike_groups(chain, 0.5).tolist())) == 1


def test_a_sentence_that_is_copied_counts_once_in_the_average():
    report, near, far = [1, 0], [0.81, 0.5864], [0.28, 0.96]  # cosines .81 and .79 with the one in the middle, else .28
    copies = [near, near, far, report, report, report]
    assert len(set(alike_groups(np.array([near, far, report], dtype=np.float32), 0.5).tolist())) == 1
    assert len(set(alike_groups(np.array(copies, dtype=np.float32), 0.5).tolist())) == 1


def test_vectors_that_are_all_copies_are_one_group():
    assert alike_groups(np.ones((4, 4), dtype=np.float32) / 2, 0.5).tolist() == [0] * 4


def test_a_stricter_likeness_than_that_of_copies_still_divides():
    pair = np.array([[1, 0], [0.97, 0.2431]], dtype=np.float32)
    assert alike_groups(pair, 0.98).tolist() == [0, 1]
    assert alike_groups(pair, 0.96).tolist() == [0, 0]


@pytest.mark.parametrize("n", [0, 1])
def test_few_vectors_are_no_error(n):
    assert alike_groups(np.ones((n, 4), dtype=np.float32), 0.5).tolist() == [0] * n


def test_a_set_too_large_for_one_piece_gives_the_same_groups(monkeypatch):
    monkeypatch.setenv("SAMESTORY_CACHE", "no")
    vectors = around(np.eye(16)[:10], 30)
    whole = alike_groups(vectors, 0.6)
    monkeypatch.setattr(groups, "MOST", 40)
    monkeypatch.setattr(groups, "ENTRIES", 20_000)
    assert alike_groups(vectors, 0.6).tolist() == whole.tolist()


def test_parts_of_one_forest_are_those_of_the_pairs_at_every_similarity(monkeypatch):
    from scipy.sparse.csgraph import connected_components

    monkeypatch.setattr(groups, "MOST", 30)
    monkeypatch.setattr(groups, "ENTRIES", 20_000)
    vectors = np.random.default_rng(3).normal(size=(300, 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    forest = groups._tree(vectors, 0.7)
    for least in (0.7, 0.9, 0.97):
        _, part = connected_components(vectors @ vectors.T >= least, directed=False)
        found = {tuple(rows) for rows in groups._parts(300, least, lambda: forest)}
        assert sorted(row for rows in found for row in rows) == list(range(300))
        small = {tuple(np.flatnonzero(part == k)) for k, size in enumerate(np.bincount(part)) if size <= 30}
        assert small <= found
        assert max(map(len, found)) <= 30
    assert len(small) > 50


def test_a_piece_that_cannot_be_divided_by_likeness_is_cut(monkeypatch):
    monkeypatch.setattr(groups, "MOST", 10)
    found = alike_groups(np.ones((25, 3), dtype=np.float32) / np.sqrt(3, dtype=np.float32), 0.9)
    assert len(found) == 25
    assert max(np.bincount(found)) <= 10


def test_what_one_language_shares_is_taken_from_it_alone():
    vectors = np.concatenate([around(np.eye(8)[:1], 300), around(np.eye(8)[1:2], 300, seed=1)])
    spoken = ["en"] * 300 + ["fr"] * 300
    rest = shared_part(vectors, spoken).without(vectors, spoken)
    assert abs(rest[:300] @ np.eye(8)[0]).mean() < 0.5 < abs(vectors[:300] @ np.eye(8)[0]).mean()
    assert np.allclose(np.linalg.norm(rest, axis=1), 1, atol=1e-5)


def test_little_is_taken_from_a_few_vectors():
    two = around(np.eye(8)[:1], 2)
    rest = shared_part(two, ["en", "en"]).without(two, ["en", "en"])
    assert float(rest[0] @ rest[1]) > 0.8


def test_a_vector_that_is_all_shared_stays_finite():
    rest = shared_part(np.zeros((3, 4), np.float32), ["en"] * 3).without(np.zeros((3, 4), np.float32), ["en"] * 3)
    assert np.isfinite(rest).all()


def parts_of(text, language):
    found = sentence_vectors(
        pd.DataFrame([("a", language, text)], columns=["article_id", "language", "text"]), keep=False
    )
    spans = clauses(found)
    assert span_vectors(found, spans, keep=False).shape[0] == len(spans)
    return [text[begin:end] for begin, end in zip(spans["begin"], spans["end"], strict=True)]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["The dam broke at dawn,", "and four people are missing."]),
        ("en", ["The dam broke at dawn."]),
        ("en", ["Yes, the dam broke at dawn."]),
        ("fr", ["La digue a cédé hier ;", "six personnes ont disparu."]),
        ("ru", ["Плотина рухнула на рассвете,", "погибли шесть человек."]),
        ("zh", ["大坝在黎明时分决堤，", "附近居民已经撤离。"]),
    ],
)
def test_a_sentence_is_parted_at_its_seams(language, parts):
    text = ("" if language == "zh" else " ").join(parts)
    assert parts_of(text, language) == (parts if len(parts) > 1 else [])
