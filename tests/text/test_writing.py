"""The writing of an article: what is left without the marked spans."""

import pandas as pd

from samestory.text import unmarked, writing


def test_unmarked():
    text = "Head.\n\nBody one. Promo. Body two.\n"
    at = text.index("Promo.")
    spans = unmarked(text, [(at, at + 6), (0, 5), (at, at + 3)])
    assert [text[b:e] for b, e in spans] == ["Body one.", "Body two."]
    assert unmarked(text, [(0, len(text))]) == []
    assert unmarked("", []) == []
    assert unmarked("  a ", []) == [(2, 3)]


def test_writing_of_a_table_with_and_without_body_rows():
    articles = pd.DataFrame(
        {"article_id": ["b", "a", "c", "d"], "text": ["Body. Promo.", "All writing.", None, "Promo."]}
    )
    parts = pd.DataFrame(
        [("b", "body", 0, 5), ("b", "promotion", 6, 12), ("d", "promotion", 0, 6)],
        columns=["article_id", "part", "begin", "end"],
    )
    table = writing(articles, parts)
    assert table.values.tolist() == [["a", 0, 12], ["b", 0, 5]]
    pd.testing.assert_frame_equal(table, writing(articles, parts[parts["part"] != "body"]))
    empty = writing(articles.head(0), parts.head(0))
    assert empty.dtypes.to_dict() == table.dtypes.to_dict()
