"""The trained tagger without torch: reading marked articles, features, the network by a plain reference, its file."""

import io
import json
import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory import paths
from samestory.coding.tagger import trained
from samestory.coding.tagger.corpus import read_corpus
from samestory.coding.tagger.score import exact_f1
from samestory.coding.tagger.tokens import CHANNELS, LONGEST, sequences
from samestory.coding.tagger.vectors import word_vectors
from samestory.coding.tagger.weights import BATCH, ROLES, Tagged, Tagger, load, save, spans, viterbi
from samestory.errors import SamestoryError

TEXT = "Mara said the gate was shut.\nNobody was there.\n"


def small_tagger(seed: int = 0, hidden: int = 3) -> Tagger:
    random = np.random.default_rng(seed)
    wide = {"word": 4, "shape": 2, "suffix": 2, "end": 2, "prefix": 2, "quoted": 1}
    rows = {"word": 6, "shape": 32, "suffix": 3_000, "end": 500, "prefix": 3_000, "quoted": 2}
    arrays = {f"embed_{c}": random.normal(size=(rows[c], wide[c])) for c in CHANNELS}
    for layer, size in (("l1", sum(wide.values())), ("l2", 2 * hidden)):
        for direction in "fb":
            arrays[f"{layer}_{direction}_w"] = random.normal(size=(4 * hidden, size))
            arrays[f"{layer}_{direction}_u"] = random.normal(size=(4 * hidden, hidden))
            arrays[f"{layer}_{direction}_b"] = random.normal(size=4 * hidden)
    arrays |= {"out_w": random.normal(size=(7, 4 * hidden)), "out_b": random.normal(size=7)}
    between = np.zeros((7, 7))
    starts = np.zeros(7)
    for inside in (2, 4, 6):
        starts[inside] = -1e4
        between[[i for i in range(7) if i not in (inside, inside - 1)], inside] = -1e4
    arrays |= {"transitions": between, "starts": starts}
    words = ["mara", "said", "gate", "the"]
    return Tagger({k: v.astype(np.float32) for k, v in arrays.items()}, {w: i + 2 for i, w in enumerate(words)}, {})


def plain_lstm(given, w, u, b):
    """One sequence, one step after the other, in the words of the paper."""
    size, out = u.shape[1], []
    hidden, cell = np.zeros(size), np.zeros(size)
    for x in given:
        gates = [(w @ x + u @ hidden + b)[k * size : (k + 1) * size] for k in range(4)]
        take, keep, give = (1 / (1 + np.exp(-gates[k])) for k in (0, 1, 3))
        cell = keep * cell + take * np.tanh(gates[2])
        hidden = give * np.tanh(cell)
        out.append(hidden)
    return np.array(out)


def plain_tags(tagger: Tagger, features: np.ndarray) -> list[int]:
    arrays = tagger.arrays
    x = np.concatenate([arrays[f"embed_{c}"][features[i]] for i, c in enumerate(CHANNELS)], axis=-1)
    layers = []
    for layer in ("l1", "l2"):
        parts = [[arrays[f"{layer}_{d}_{p}"] for p in "wub"] for d in "fb"]
        x = np.concatenate([plain_lstm(x, *parts[0]), plain_lstm(x[::-1], *parts[1])[::-1]], axis=-1)
        layers.append(x)
    scores = np.concatenate(layers, axis=-1) @ arrays["out_w"].T + arrays["out_b"]
    return viterbi(scores, arrays["transitions"], arrays["starts"])


@pytest.mark.parametrize("seed", range(5))
def test_batches_tag_as_one_sequence_alone(seed):
    tagger = small_tagger(seed)
    text = "\n".join(["Mara said the gate was shut.", "The gate.", "He", "Nobody, the said, was there at all today."])
    alone = [
        span for one in sequences(text, tagger.vocabulary) for span in spans(plain_tags(tagger, one.features), one)
    ]
    assert tagger.tag(text) == alone
    assert alone  # with these weights there is something to find


def test_a_text_of_many_batches_is_tagged_as_its_paragraphs_are():
    tagger = small_tagger(1)
    lines = [f"{'the ' * (i % 9)}Mara said {i} gates were shut." for i in range(2 * BATCH + 3)]
    start, alone = 0, []
    for line in lines:
        alone += [Tagged(one.role, start + one.begin, start + one.end) for one in tagger.tag(line)]
        start += len(line) + 1
    assert tagger.tag("\n".join(lines)) == alone
    assert len(alone) > BATCH


def test_viterbi_finds_the_best_of_all_sequences():
    random = np.random.default_rng(1)
    scores, between, starts = random.normal(size=(4, 3)), random.normal(size=(3, 3)), random.normal(size=3)

    def worth(tags):
        total = starts[tags[0]] + scores[0, tags[0]]
        return total + sum(between[a, b] + scores[t + 1, b] for t, (a, b) in enumerate(pairwise(tags)))

    every = [[a, b, c, d] for a in range(3) for b in range(3) for c in range(3) for d in range(3)]
    assert viterbi(scores, between, starts) == max(every, key=worth)


def test_tags_become_spans():
    (one,) = sequences("Mara said the gate was shut", {})
    found = spans([1, 3, 5, 6, 6, 6], one)
    assert [(s.role, s.begin, s.end) for s in found] == [("source", 0, 4), ("cue", 5, 9), ("content", 10, 27)]
    assert [s.role for s in spans([1, 1, 0, 3, 4, 0], one)] == ["source", "source", "cue"]


def test_features_know_quotation_marks_and_shapes():
    (one,) = sequences("Mara: “Shut 3.5 GATES”", {"mara": 2})
    assert list(one.features[0]) == [2, 1, 1, 1, 1, 1, 1]
    assert list(one.features[5]) == [0, 0, 1, 1, 1, 1, 1]
    assert len(set(one.features[1])) == 6  # the two words with a capital share theirs
    first = sequences(TEXT, {})[0]
    assert [TEXT[a:b] for a, b in zip(first.begin, first.end, strict=True)][:3] == ["Mara", "said", "the"]


def test_long_paragraphs_are_cut_and_empty_texts_give_nothing():
    assert [len(s.begin) for s in sequences("word " * (LONGEST + 5), {})] == [LONGEST, 5]
    assert sequences("", {}) == [] and small_tagger().tag(" \n\n") == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=200))
def test_any_text_can_be_tagged_and_offsets_lie_inside(text):
    for span in small_tagger().tag(text):
        assert 0 <= span.begin < span.end <= len(text)
        assert span.role in ROLES


def test_the_file_keeps_the_tagger(tmp_path):
    tagger = small_tagger()
    path = tmp_path / "models" / "t.npz"
    save(path, tagger.arrays, list(tagger.vocabulary), {"seed": 0})
    again = load(path)
    assert again.vocabulary == tagger.vocabulary and again.about["seed"] == 0
    assert {k: v.shape for k, v in again.arrays.items()} == {k: v.shape for k, v in tagger.arrays.items()}
    np.testing.assert_allclose(again.arrays["out_w"], tagger.arrays["out_w"], atol=2e-3)


@pytest.mark.parametrize("raw", [b"", b"PK nothing", b"\x00" * 300])
def test_a_broken_file_is_refused(tmp_path, raw):
    (tmp_path / "t.npz").write_bytes(raw)
    with pytest.raises(SamestoryError, match="not a trained tagger"):
        load(tmp_path / "t.npz")


def test_a_file_cut_short_or_damaged_is_refused_with_what_to_do(tmp_path, monkeypatch):
    whole = io.BytesIO()
    np.savez_compressed(whole, words=np.arange(20_000, dtype=np.uint8), about=np.arange(9, dtype=np.uint8))
    raw = whole.getvalue()
    flipped = bytearray(raw)
    flipped[200] ^= 0xFF
    monkeypatch.setenv("SAMESTORY_MODELS", str(tmp_path))
    for bad in (raw[: len(raw) // 2], raw[:-10], bytes(flipped)):
        (tmp_path / "attribution-en.npz").write_bytes(bad)
        with pytest.raises(SamestoryError, match="Train it anew with .samestory train.*--engine rules") as caught:
            trained()
        assert str(tmp_path) in str(caught.value)


def test_a_file_with_objects_in_it_is_not_executed(tmp_path):
    class Evil:
        def __reduce__(self):
            return (exec, ("raise SystemExit('executed')",))

    np.savez(tmp_path / "t.npz", about=np.array([Evil()], dtype=object))
    with pytest.raises(SamestoryError, match="not a trained tagger"):
        load(tmp_path / "t.npz")


def test_no_tagger_is_none_and_asking_for_one_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("SAMESTORY_MODELS", str(tmp_path))
    assert trained() is None
    with pytest.raises(SamestoryError, match="samestory train attribution --from"):
        load(tmp_path / "attribution-en.npz")


def as_published(folder):
    for name in ("text", "attributions"):
        (folder / "data" / "train" / name).mkdir(parents=True)
    (folder / "data/train/text/post_1.txt").write_text(TEXT, encoding="utf-8")
    marks = "T1\tSource 0 4\tMara\nT2\tCue 5 9\tsaid\nT3\tContent 10 18;19 27\tthe gate was shut\n"
    marks += "T4\tAttribution 5 9\tsaid\n"
    marks += "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    (folder / "data/train/attributions/post_1_ab12.ann").write_text(marks, encoding="utf-8")
    (folder / "data/train/attributions/post_1_zz99.ann").write_text("", encoding="utf-8")
    return folder


def test_the_corpus_as_published_is_read(tmp_path):
    (one,) = read_corpus(as_published(tmp_path), "train")
    assert (one.article_id, one.text) == ("post_1", TEXT)
    assert one.spans == {"source": [(0, 4)], "cue": [(5, 9)], "content": [(10, 18), (19, 27)]}


def test_the_corpus_as_parquet_is_read(tmp_path):
    pd.DataFrame({"doc_id": ["a"], "split": ["dev"], "text": [TEXT]}).to_parquet(tmp_path / "articles.parquet")
    piece = [{"start": 0, "end": 4, "text": "Mara"}]
    rows = {
        "doc_id": ["a", "a"],
        "primary": [True, False],
        "source": [piece, []],
        "cue": [[], piece],
        "content": [[], []],
    }
    pd.DataFrame(rows).to_parquet(tmp_path / "attributions.parquet")
    (one,) = read_corpus(tmp_path, "dev")
    assert one.spans == {"source": [(0, 4)], "cue": [], "content": []}


def test_a_folder_without_the_corpus_says_where_it_is_published(tmp_path):
    with pytest.raises(SamestoryError, match=r"github\.com/networkdynamics/PolNeAR"):
        read_corpus(tmp_path, "train")
    with pytest.raises(SamestoryError, match="splits: train, dev, test"):
        read_corpus(tmp_path, "all")


def test_a_mark_outside_its_text_is_refused(tmp_path):
    as_published(tmp_path)
    (tmp_path / "data/train/attributions/post_1_ab12.ann").write_text("T1\tSource 0 400\tMara\n")
    with pytest.raises(SamestoryError, match="lies outside the text"):
        read_corpus(tmp_path, "train")


def test_exact_f1_by_hand(tmp_path):
    (one,) = read_corpus(as_published(tmp_path), "train")
    found = [Tagged("source", 0, 4), Tagged("content", 10, 18), Tagged("content", 30, 32)]
    f1 = exact_f1([one], [found])
    assert f1["source"] == 1.0 and f1["cue"] == 0.0
    assert f1["content"] == pytest.approx(2 * 1 / (2 + 2))


def test_words_in_like_places_get_like_vectors():
    texts = [f"the {who} {verb} the gate" for who in ("dog", "cat") for verb in ("saw", "met") for _ in range(5)]
    words, vectors = word_vectors(texts, n_dimensions=4)
    assert set(words) == {"the", "dog", "cat", "saw", "met", "gate"}
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    near = {w: unit[words.index("dog")] @ unit[words.index(w)] for w in ("cat", "saw", "gate")}
    assert near["cat"] > max(near["saw"], near["gate"])


def test_training_without_torch_says_so(tmp_path, monkeypatch):
    import sys

    from samestory.coding.tagger.train import train

    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(SamestoryError, match=re.escape("pip install -e '.[train]'")):
        train([], [], tmp_path / "t.npz")


def test_the_command_looks_for_torch_before_it_reads_the_corpus(tmp_path, monkeypatch):
    import sys

    from typer.testing import CliRunner

    from samestory.cli import app

    monkeypatch.setitem(sys.modules, "torch", None)
    done = CliRunner().invoke(app, ["train", "attribution", "--from", str(tmp_path / "no such corpus")])
    assert isinstance(done.exception, SamestoryError)
    assert str(done.exception).startswith("training needs torch")
    assert "pip install -e '.[train]'" in (paths.home() / "docs" / "automatic-coding.md").read_text("utf-8")


def test_training_learns_a_toy_language(tmp_path):
    pytest.importorskip("torch", reason="training needs torch, an extra: .[train]")
    from samestory.coding.tagger.train import train

    marked = read_corpus(as_published(tmp_path), "train") * 40
    said = []
    tagger = train(marked, marked[:2], tmp_path / "t.npz", epochs=6, say=said.append)
    assert [line for line in said if line.startswith("epoch 6 of 6")]
    assert json.loads(json.dumps(load(tmp_path / "t.npz").about))["n_articles"] == 40
    assert tagger.tag(TEXT) == load(tmp_path / "t.npz").tag(TEXT)


def test_a_trained_tagger_is_used_where_there_is_one(tmp_path, monkeypatch):
    import samestory as ss

    monkeypatch.setenv("SAMESTORY_MODELS", str(tmp_path))
    articles = pd.DataFrame({"article_id": ["a", "b"], "language": ["en", "fr"], "text": [TEXT, "Il dit que non."]})
    with pytest.raises(SamestoryError, match="samestory train attribution --from"):
        ss.coding.code_attributions(articles, engine="trained")
    by_rules = ss.coding.code_attributions(articles)
    tagger = small_tagger(3)
    save(tmp_path / "attribution-en.npz", tagger.arrays, list(tagger.vocabulary), {})
    assert set(ss.coding.code_attributions(articles, engine="trained")["article_id"]) <= {"a"}
    coders = ss.coding.code_attributions(articles).groupby("article_id")["coder"].unique().to_dict()
    assert list(coders["b"]) == ["auto:rules-5"]
    assert all(coder == "auto:trained-5" for coder in coders.get("a", []))
    pd.testing.assert_frame_equal(ss.coding.code_attributions(articles, engine="rules"), by_rules)
