"""Consistency between languages: counted by hand on two made documents, and held against the floors on the set."""

import pandas as pd
import pytest
from gold import gold

from bench import consistency, quality
from bench.consistency import HALVES, Compared, agreement, compare, half, run, seen

ENGLISH = ["The mayor said that the port was closed.", "Ships wait.", "Perhaps it rains."]
RUSSIAN = ["Мэр заявил, что порт закрыт.", "Корабли ждут.", "Идёт дождь."]


@pytest.fixture
def folder(tmp_path):
    """One Russian document with one English translation; the third segment is doubted only in English."""
    texts = {"source": ("ru", RUSSIAN), "human:A": ("en", ENGLISH)}
    documents, segments = [], []
    for version, (language, said) in texts.items():
        documents.append(
            {"doc_id": "d1", "pair": "ru-en", "version": version, "language": language, "text": " ".join(said)}
        )
        begin = 0
        for number, one in enumerate(said, 1):
            row = {"doc_id": "d1", "version": version, "segment": number, "begin": begin, "end": begin + len(one)}
            segments.append(row)
            begin += len(one) + 1
    made = tmp_path / "wmt_news_translations"
    made.mkdir()
    pd.DataFrame(documents).to_parquet(made / "documents.parquet")
    pd.DataFrame(segments).to_parquet(made / "segments.parquet")
    return made


def test_segments_are_counted_in_both_and_in_one(folder):
    (one,) = compare(folder)
    assert one.counts(0) == (1, 0, 0) and one.counts(2) == (0, 0, 1) and len(one.found) == 3
    rows = {row["what"]: row for row in run(folder.parent)}
    assert rows["ru-en: attributed, all"]["ours"] == 1.0
    assert rows["ru-en: word of doubt, all"]["ours"] == 0.0
    assert rows["ru-en: denied, all"] == {
        "what": "ru-en: denied, all",
        "n": 0,
        "note": "no segments with denied content in either version",
    }


def test_a_language_without_reporting_words_is_not_measured(folder):
    documents = pd.read_parquet(folder / "documents.parquet")
    documents["pair"] = "ru-xx"
    documents.to_parquet(folder / "documents.parquet")
    assert run(folder.parent) == [{"what": "ru-xx", "note": "not measured: no reporting words for xx"}]
    assert seen("Abc.", "xx", [(0, 4)]) == [(False, False, False, False)]


def test_agreement_is_both_over_either():
    share, low, high = agreement([(3, 1, 0), (1, 0, 1)])
    assert share == pytest.approx(4 / 6) and low <= share <= high
    assert agreement([(0, 0, 0)]) is None and agreement([]) is None


def test_each_document_is_in_one_half_by_its_name():
    found = [half(f"doc{n}") for n in range(200)]
    assert set(found) == set(HALVES) and 70 < found.count(HALVES[0]) < 130
    assert half("doc1") == half("doc1")


def test_without_the_folder_nothing_is_measured(tmp_path):
    assert run(tmp_path) == [{"what": "consistency", "note": "not measured: no folder wmt_news_translations"}]


def test_the_floors_hold_on_the_set():
    folder = gold("wmt_news_translations")
    rows = quality.quality(["consistency"], data=folder.parent, say=str)
    assert {row["verdict"] for row in rows if quality.is_measure(row)} == {"holds"}
    assert isinstance(compare(folder, ["uk-en"])[0], Compared) and consistency.FOLDER in str(folder)
