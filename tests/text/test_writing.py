"""Texts without what is marked in them."""

import pandas as pd

from samestory.text import blanked

TEXT = "Head.\n\nBody one. Promo\nand more. Body two.\n"


def parts(*rows):
    return pd.DataFrame(rows, columns=["article_id", "part", "begin", "end"])


def test_marked_spans_are_blank_and_every_offset_stays():
    articles = pd.DataFrame({"article_id": ["b", "a", "c"], "text": [TEXT, TEXT, None]}, index=[7, 8, 9])
    at, end = TEXT.index("Promo"), TEXT.index(" Body two")
    table = parts(
        ("b", "promotion", at, end), ("b", "promotion", at, at + 3), ("b", "body", 7, 16), ("z", "credit", 0, 1)
    )
    table = pd.concat([table, parts(("b", "boilerplate", len(TEXT) - 3, 999))])
    texts = blanked(articles, table)
    assert list(texts.index) == [7, 8, 9] and texts[8] == TEXT and not isinstance(texts[9], str)
    assert texts[7] == "Head.\n\nBody one.      \n          Body tw  \n" and len(texts[7]) == len(TEXT)


def test_what_is_kept_is_kept():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["(AFP) Body. Promo."]})
    table = parts(("a", "dateline", 0, 5), ("a", "promotion", 12, 18))
    assert blanked(articles, table)[0] == "      Body.       "
    assert blanked(articles, table, keep=("body", "dateline"))[0] == "(AFP) Body.       "
    assert blanked(articles, table.iloc[:0])[0] == articles["text"][0]
    assert blanked(articles.iloc[:0], table).empty
