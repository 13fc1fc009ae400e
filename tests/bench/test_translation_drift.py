"""The measure of changes in translation: what it plants, and what it counts."""

import pandas as pd
import pytest

from bench import translation_drift as drift

FRENCH = (
    "Le pont est fermé, a déclaré le maire Paul Morel.",
    "L’incendie a tué 84 personnes.",
    "Les portes ne sont pas ouvertes.",
    "Des batteries auraient été stockées ici.",
)
ENGLISH = (
    "The bridge is closed, Mayor Paul Morel said.",
    "The fire killed 84 people.",
    "The gates are not open.",
    "Batteries were allegedly stored here.",
)


def joined(parts):
    """A text of some segments, and where each of them is."""
    text, spans = "", []
    for part in parts:
        spans.append((len(text), len(text) + len(part)))
        text += f"{part} "
    return text, spans


@pytest.fixture
def folder(tmp_path):
    """Two documents, each with a human translation; the second is the odd one."""
    place = tmp_path / drift.FOLDER
    place.mkdir()
    documents, segments = [], []
    for doc_id in ("one", "two"):
        for version, language, parts in (("source", "fr", FRENCH), ("human:A", "en", ENGLISH)):
            text, spans = joined(parts)
            documents.append((doc_id, "fr-en", version, language, text, len(parts)))
            segments += [(doc_id, version, number, *span) for number, span in enumerate(spans, 1)]
    columns = ["doc_id", "pair", "version", "language", "text", "n_segments"]
    pd.DataFrame(documents, columns=columns).to_parquet(place / "documents.parquet")
    columns = ["doc_id", "version", "segment", "begin", "end"]
    pd.DataFrame(segments, columns=columns).to_parquet(place / "segments.parquet")
    return place


def test_a_faithful_translation_is_counted_without_changes(folder):
    compared = [one for one in drift.compare_all(folder) if not one.planted]
    assert len(compared) == 4 and not any(one.found for one in compared)


def test_every_planted_change_is_in_its_segment_and_found(folder):
    planted = [one for one in drift.compare_all(folder) if one.planted]
    assert len(planted) == 4
    for one in planted:
        said = one.there.article.text[one.there.begin : one.there.end]
        assert said not in ENGLISH
        assert one.planted in {f"{found.kind} {found.verdict}" for found in one.found}, (one.planted, said)


def test_the_halves_share_no_document(folder):
    halves = [set(drift.documents(folder, half)[0]["doc_id"]) for half in ("odd", "even")]
    assert halves == [{"two"}, {"one"}]


def test_a_set_that_is_not_there_is_said(tmp_path):
    assert drift.run(tmp_path)[0]["note"].startswith("not measured: no folder")
