"""Sentences of two articles are aligned by meaning; what has no counterpart stays unaligned."""

import numpy as np
import pandas as pd
import pytest

from samestory.engine.meaning import align, aligned_sentences, sentence_vectors

ENGLISH = [
    "The dam above the town broke on Monday evening.",
    "At least 2,300 people left their houses.",
    "The mayor, Ilan Dorrow, accused the company of silence.",
    "Schools stay closed until Friday.",
]
GERMAN = [
    "Der Damm oberhalb der Stadt ist am Montagabend gebrochen.",
    "Mindestens 2.300 Menschen verließen ihre Häuser.",
    "Der Bürgermeister, Ilan Dorrow, warf dem Unternehmen Schweigen vor.",
    "Die Schulen bleiben bis Freitag geschlossen.",
]
FOREIGN = "Im Halbfinale gewann die Mannschaft mit drei zu null Toren."


def found(first, second, languages=("en", "de")):
    texts = [" ".join(first), " ".join(second)]
    articles = pd.DataFrame({"article_id": ["a", "b"], "language": languages, "text": texts})
    rows = aligned_sentences(sentence_vectors(articles, keep=False), "a", "b")
    return rows, [
        (texts[0][r.begin : r.end], texts[1][r.later_begin : r.later_end]) for r in rows.itertuples(index=False)
    ]


def test_a_translation_is_aligned_sentence_by_sentence():
    rows, pairs = found(ENGLISH, GERMAN)
    assert pairs == list(zip(ENGLISH, GERMAN, strict=True))
    assert rows["score"].between(0.6, 1).all()
    assert (rows["margin"] > 1).all()


def test_changed_order_is_followed():
    _, pairs = found(ENGLISH, [GERMAN[k] for k in (2, 0, 3, 1)])
    assert pairs == list(zip(ENGLISH, GERMAN, strict=True))


def test_what_the_other_article_does_not_have_stays_unaligned():
    _, pairs = found(ENGLISH, [GERMAN[0], FOREIGN, GERMAN[3]])
    assert pairs == [(ENGLISH[0], GERMAN[0]), (ENGLISH[3], GERMAN[3])]


def test_unrelated_articles_have_no_row():
    rows, _ = found(ENGLISH, [FOREIGN, "Das Museum zeigt Bilder aus zwei Jahrhunderten."])
    assert rows.empty
    assert list(rows.columns) == list(align.COLUMNS)


def test_one_sentence_for_two_is_one_group():
    joined = "The dam above the town broke on Monday evening, and at least 2,300 people left their houses."
    rows, pairs = found([joined, *ENGLISH[2:]], GERMAN)
    assert pairs[0] == (joined, f"{GERMAN[0]} {GERMAN[1]}")
    assert rows.loc[0, ["n_sentences", "later_sentences"]].tolist() == [1, 2]


def test_a_paraphrase_in_one_language_is_aligned():
    _, pairs = found(ENGLISH, ["Classes are cancelled until the end of the week.", ENGLISH[1]], ("en", "en"))
    assert (ENGLISH[1], ENGLISH[1]) in pairs


def test_the_order_of_the_two_articles_changes_no_group():
    one, _ = found(ENGLISH, [GERMAN[2], FOREIGN, GERMAN[0]])
    other, _ = found([GERMAN[2], FOREIGN, GERMAN[0]], ENGLISH, ("de", "en"))
    sides = ["begin", "end", "later_begin", "later_end"]
    turned = other.rename(columns=dict(zip(sides, sides[2:] + sides[:2], strict=True)))
    assert sorted(one[sides].values.tolist()) == sorted(turned[sides].values.tolist())


@pytest.mark.parametrize("text", ["", "Ja.", "..."])
def test_an_article_without_sentences_has_no_row(text):
    articles = pd.DataFrame({"article_id": ["a", "b"], "language": ["en", "de"], "text": [" ".join(ENGLISH), text]})
    assert aligned_sentences(sentence_vectors(articles, keep=False), "a", "b").empty


def test_products_in_small_blocks_give_the_same_cells(monkeypatch):
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=(40, 8)), rng.normal(size=(30, 8))
    a, b = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in (a, b))
    said = ([""] * 40, [""] * 30)
    whole = align._cells(a, b, said)
    monkeypatch.setattr(align, "BLOCK", 100)
    parts = align._cells(a, b, said)
    assert np.allclose(whole.cosine, parts.cosine)
    assert np.allclose(whole.margin, parts.margin)


def test_no_more_than_the_closest_cells_are_kept(monkeypatch):
    a = np.eye(30, dtype=np.float32)
    b = a + np.float32(0.1)  # every sentence is somewhat close to every other
    b /= np.linalg.norm(b, axis=1, keepdims=True)
    said, words = ([""] * 30, [""] * 30), np.full(30, 9)
    monkeypatch.setattr(align, "LEAST", 0.01)
    whole = align.sentence_groups(a, b, words, words, said)
    monkeypatch.setattr(align, "BLOCK", 90)
    monkeypatch.setattr(align, "MOST_CELLS", 60)
    assert len(align._cells(a, b, said).row) <= 60
    assert [group[:2] for group in align.sentence_groups(a, b, words, words, said)] == [group[:2] for group in whole]
    assert [group[:2] for group in whole] == [([k], [k]) for k in range(30)]


class Letters:
    """An encoder without a model, for texts of any length: what letters a sentence has."""

    name = "letters"

    def encode(self, sentences):
        counts = np.array([[said.count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for said in sentences])
        return counts.astype(np.float32) + 0.01


def test_articles_of_fifty_thousand_words_are_aligned_within_bounded_memory():
    rng = np.random.default_rng(5)
    words = ["".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), 6)) for _ in range(500)]
    text = " ".join(" ".join(rng.choice(words, 32)).capitalize() + "." for _ in range(1_600))
    articles = pd.DataFrame({"article_id": ["a", "b"], "language": "en", "text": [text, text]})
    vectors = sentence_vectors(articles, encoder=Letters(), keep=False)
    rows = aligned_sentences(vectors, "a", "b")
    assert len(vectors.of("a")[0]) == 1_600
    assert (rows["begin"] == rows["later_begin"]).mean() > 0.99
    assert len(rows) > 1_500
