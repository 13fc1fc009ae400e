"""Words that passages cover: against counting word by word."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.engine.coverage import SIDES, Bodies, sides
from samestory.text import words

TEXTS = {"a": "one two  three four", "b": "пять шесть 🔥 семь", "c": "", "d": None}
ARTICLES = pd.DataFrame({"article_id": list(TEXTS), "text": list(TEXTS.values())})
places = st.tuples(st.sampled_from("abcx"), st.sampled_from("mn"), st.integers(0, 25), st.integers(0, 25))


def spans(rows, kind="writing"):
    table = pd.DataFrame(rows, columns=["article_id", "other_id", "begin", "end"])
    return table.assign(n_words=1, kind=kind, order="known", is_later=True)[SIDES]


def counted(rows, outside):
    """By article and partner, the words that begin in a span and in no span outside the body."""
    found = {}
    for name, other, begin, end in rows:
        for at, _ in words(TEXTS.get(name) or ""):
            cut = any(o == name and b <= at < e for o, _, b, e in outside)
            if name in TEXTS and begin <= at < end and not cut:
                found.setdefault((name, other), set()).add(at)
    return {key: len(those) for key, those in found.items()}


@settings(max_examples=150, deadline=None)
@given(st.lists(places, max_size=8), st.lists(places, max_size=3))
def test_each_word_counts_once_for_each_partner_and_none_outside_the_body(rows, outside):
    parts = pd.DataFrame(outside, columns=["article_id", "part", "begin", "end"]).assign(part="promotion")
    bodies = Bodies(ARTICLES, spans(rows), parts)
    table = bodies.shared(spans(rows), ["article_id", "other_id"])
    said = {(a, o): n for a, o, n in table.itertuples(index=False) if n}
    assert said == counted(rows, outside)
    everything = [(name, "m", 0, 99) for name in "abcd"]
    whole = counted(everything, outside)
    assert bodies.n_words.to_dict() == {name: whole.get((name, "m"), 0) for name in "abcd"}


def test_boilerplate_is_no_body_and_texts_without_a_span_are_not_read():
    articles = ARTICLES.assign(n_words=[4, 3, 0, pd.NA])
    bodies = Bodies(articles.assign(n_words=[99, 77, 0, pd.NA]), spans([("a", "m", 0, 7)], "boilerplate"), None)
    assert bodies.n_words.to_dict() == {"a": 2, "b": 77, "c": 0, "d": 0}


def test_a_passage_has_two_sides_and_without_a_kind_is_writing():
    row = {"earlier_id": "a", "begin": 1, "end": 5, "later_id": "b", "later_begin": 7, "later_end": 12, "n_words": 2}
    table = sides(pd.DataFrame([row | {"order": "tied"}]))
    assert table[["article_id", "other_id", "begin", "end", "is_later"]].to_numpy().tolist() == [
        ["a", "b", 1, 5, False],
        ["b", "a", 7, 12, True],
    ]
    assert set(table["kind"]) == {"writing"}
    assert list(sides(pd.DataFrame([row | {"order": "tied"}]).head(0)).columns) == SIDES


def test_many_articles_at_once():
    n = 2000
    texts = [" ".join(f"w{i}" for i in range(50))] * n
    articles = pd.DataFrame({"article_id": [f"x{i:04d}" for i in range(n)], "text": texts})
    rows = spans([(f"x{i:04d}", "m", 0, 12) for i in range(n)])  # w0 to w3
    assert (Bodies(articles, rows, None).shared(rows)["n_shared"] == 4).all()
    assert np.all(Bodies(articles, rows, None).n_words == 50)
