"""Rank 1 of documents and sentences: counted by hand on small sets, and not below what was measured on whole ones."""

import numpy as np
import pandas as pd
import pytest
from gold import gold

from bench.translation_vectors import DOCUMENTS, SENTENCES, first, margins, run

ENGLISH = ["The dam broke at night.", "Nobody was hurt.", "The concert was sold out.", "Bread costs more."]
GERMAN = [
    "Der Damm brach in der Nacht.",
    "Niemand wurde verletzt.",
    "Das Konzert war ausverkauft.",
    "Brot kostet mehr.",
]


def test_the_best_column_counts_and_so_does_an_equal_one():
    scores = np.array([[0.9, 0.1, 0.2], [0.3, 0.2, 0.8], [0.9, 0.0, 0.1]])
    assert first(scores, ["a", "b", "c"]).tolist() == [True, False, False]
    assert first(scores, ["a", "b", "b"]).tolist() == [True, True, False]


def test_a_sentence_that_is_near_to_everything_is_found_less_by_margin():
    cosines = np.array([[0.70, 0.72], [0.20, 0.71]])
    assert cosines.argmax(axis=1).tolist() == [1, 1]
    assert margins(cosines).argmax(axis=1).tolist() == [0, 1]


def test_small_sets_are_counted_and_missing_ones_are_said(tmp_path):
    assert ["not measured" in row["note"] for row in run(tmp_path)] == [True, True]
    documents, segments = [], []
    for version, language, said in (("source", "en", ENGLISH), ("human:A", "de", GERMAN)):
        for number, one in enumerate(said):
            row = {"doc_id": f"d{number}", "version": version}
            documents.append(row | {"pair": "fr-de", "language": language, "text": one})
            segments.append(row | {"segment": 0, "begin": 0, "end": len(one)})
    (tmp_path / DOCUMENTS).mkdir()
    pd.DataFrame(documents).to_parquet(tmp_path / DOCUMENTS / "documents.parquet")
    pd.DataFrame(segments).to_parquet(tmp_path / DOCUMENTS / "segments.parquet")
    found = {row["what"]: row for row in run(tmp_path)}
    assert found["rank 1 of documents, fr-de"]["ours"] == 1.0
    assert found["rank 1 of documents, fr-de"]["n"] == 2


@pytest.mark.slow
def test_ukrainian_sentences_are_found_nearly_as_often_as_russian_ones():
    rows = run(gold(SENTENCES).parent)
    found = {row["what"]: row["ours"] for row in rows}
    assert found["rank 1 of documents, uk-en"] >= 0.99
    assert found["rank 1 of sentences, uk-en, margin"] >= found["rank 1 of sentences, ru-en, margin"] - 0.05
