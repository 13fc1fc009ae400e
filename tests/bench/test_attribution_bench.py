"""What is measured of attributions: both engines where a tagger was trained, and a plain word where none was."""

import json
from pathlib import Path

import pandas as pd
import pytest

from bench import attribution, grouping, quality
from bench.attribution import counts, engines, f1, run
from samestory.coding.tagger.corpus import Marked
from samestory.coding.tagger.weights import Tagged
from samestory.errors import SamestoryError

TEXT = "Mara said the gate was shut.\nNobody was there. According to Ilse, the fire was small."
MARKS = {
    "source": ["Mara", "Ilse"],
    "cue": ["said", "According to"],
    "content": ["the gate was shut", "the fire was small"],
}


def pieces(words):
    return [{"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "text": words}]


@pytest.fixture
def corpus(tmp_path) -> Path:
    """A corpus of two articles, of which the machine may say what it likes."""
    folder = tmp_path / "gold" / "polnear"
    folder.mkdir(parents=True)
    names = ["a", "b"]
    pd.DataFrame({"doc_id": names, "split": "test", "text": TEXT}).to_parquet(folder / "articles.parquet")
    rows = [
        {"doc_id": name, "primary": True} | {role: pieces(words[i]) for role, words in MARKS.items()}
        for name in names
        for i in (0, 1)
    ]
    pd.DataFrame(rows).to_parquet(folder / "attributions.parquet")
    return folder.parent


class OneSaying:
    """A tagger that finds the first attribution only, and marks a word too many as its content."""

    def tag(self, text):
        """Three spans."""
        return [Tagged("source", 0, 4), Tagged("cue", 5, 9), Tagged("content", 10, 28)]


def test_both_engines_are_measured_on_their_own(corpus, monkeypatch):
    monkeypatch.setattr(attribution, "trained", OneSaying)
    rows = {row["what"]: row for row in run(corpus)}
    ours = {what: row["ours"] for what, row in rows.items() if row["unit"] == "F1 %"}
    assert ours == {
        "rules: source, exact": 100.0,
        "rules: cue, exact": 100.0,
        "rules: content, exact": 100.0,
        "rules: sentence is attributed": 100.0,
        "trained: source, exact": 66.7,
        "trained: cue, exact": 66.7,
        "trained: content, exact": 0.0,
        "trained: sentence is attributed": 66.7,
    }
    assert rows["trained: source, exact"]["n"] == 4
    assert rows["trained: source, exact"]["published"] == rows["rules: source, exact"]["published"]
    assert all(rows[f"{engine}: speed"]["ours"] > 0 for engine in ("rules", "trained"))
    assert "published" in rows["rules: speed"] and "published" not in rows["trained: speed"]


def test_without_a_tagger_it_says_what_makes_one(corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("SAMESTORY_MODELS", str(tmp_path))
    (row,) = [row for row in run(corpus) if row["what"].startswith("trained")]
    assert "no trained model" in row["note"] and "samestory train attribution --from" in row["note"]
    assert "ours" not in row
    rows = quality.quality(["attribution"], data=corpus, say=str)
    assert [row["verdict"] for row in rows if row["what"].startswith("trained")] == [""]


def test_without_the_corpus_nothing_is_measured(tmp_path):
    assert run(tmp_path) == [{"what": "attributions", "note": "not measured: no folder polnear"}]


def test_hits_found_and_wanted_by_hand():
    marked = Marked("a", "test", TEXT, {"source": [(0, 4)], "cue": [], "content": [(10, 27)]})
    read = engines()["rules"]
    assert counts(marked, read) == {"source": (1, 2, 1), "cue": (0, 2, 0), "content": (1, 2, 1), "sentence": (1, 2, 1)}
    value, low, high = f1([counts(marked, read)], "source")
    assert value == pytest.approx(200 / 3) and low == high == value


def test_the_floors_of_the_tagger_are_what_was_asked_for():
    floors = json.loads(quality.FLOORS.read_text("utf-8"))
    asked = {name: one["floor"] for name, one in floors.items() if name.startswith("attribution: trained")}
    assert asked == {
        "attribution: trained: source, exact": 74.0,
        "attribution: trained: cue, exact": 70.0,
        "attribution: trained: content, exact": 63.0,
        "attribution: trained: sentence is attributed": 91.0,
    }
    assert all(floors[name]["is_set_by_hand"] for name in asked)


def test_a_corpus_without_a_test_split_is_a_clear_error(corpus):
    path = corpus / "polnear" / "articles.parquet"
    pd.read_parquet(path).assign(split="train").to_parquet(path)
    with pytest.raises(SamestoryError, match=r"polnear: no articles of the split 'test'.* Splits there: train\."):
        run(corpus)


def test_a_grouping_set_without_a_test_split_is_a_clear_error(tmp_path):
    folder = tmp_path / "allsides_roundups"
    folder.mkdir()
    columns = ["doc_id", "outlet", "title", "date", "story_id", "text", "snippet", "lead", "split"]
    row = dict.fromkeys(columns, "x") | {"split": "dev"}
    pd.DataFrame([row]).to_parquet(folder / grouping.SETS["allsides_roundups"]["file"])
    with pytest.raises(SamestoryError, match=r"allsides_roundups: no articles of the split 'test'.* there: dev\."):
        grouping.run(tmp_path)
