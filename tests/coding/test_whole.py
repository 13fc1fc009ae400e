"""A whole story coded, with and without what is no writing of the article."""

import pandas as pd

import samestory as ss

BODY = "Two piers burned, the harbour office said."
CALL = "Subscribe now: seven people died, police said."


def one(text):
    return pd.DataFrame({"article_id": ["a"], "outlet": "The A", "language": "en", "text": text, "text_status": "full"})


def parts(text, *spans):
    rows = [("a", part, text.index(words), text.index(words) + len(words)) for part, words in spans]
    return pd.DataFrame(rows, columns=["article_id", "part", "begin", "end"])


def test_what_is_promotion_is_not_read():
    text, book = f"{BODY}\n\n{CALL}", ss.load_story("harbour-fire").codebook
    marked = parts(text, ("promotion", CALL))
    whole = ss.coding.code_story(one(text), book, engine="rules").tables
    without = ss.coding.code_story(one(text), book, parts=marked, engine="rules").tables
    assert list(whole["attributions"]["reads"]) == ["Two piers burned", "Subscribe now: seven people died"]
    assert list(without["attributions"]["reads"]) == ["Two piers burned"]
    assert len(whole["numbers"]) == 1 and without["numbers"].empty
    assert without["attributions"].dtypes.equals(whole["attributions"].dtypes)
    same = ss.coding.code_story(one(text), book, parts=marked.iloc[:0], engine="rules").tables
    pd.testing.assert_frame_equal(same["claims"], whole["claims"])


def test_credits_are_read_and_passages_stand_as_in_the_text():
    text = f"The office said two piers [tap here] burned.\n\n{BODY}\n\n(AFP)"
    marked = parts(text, ("promotion", "[tap here]"), ("credit", "(AFP)"))
    book = ss.load_story("harbour-fire").codebook
    found = ss.coding.code_story(one(text), book, parts=marked, engine="rules").tables
    assert "two piers [tap here] burned" in set(found["attributions"]["reads"])
    assert "AFP" in set(found["citations"]["cited"])
    for table in found.values():
        if "reads" in table:
            placed = table.dropna(subset=["begin"])
            assert [text[b:e] for b, e in zip(placed["begin"], placed["end"], strict=True)] == list(placed["reads"])
