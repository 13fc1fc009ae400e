"""Control characters and halves of surrogate pairs in sources: valid tables, exact offsets, names without them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samestory as ss
from samestory.coding import code_attributions, code_chains, code_citations, code_story
from samestory.schema import check

HOSTILE = st.text(st.sampled_from("\0\x01\x1b\x7f\x85\ud800\udfff\ufffe «»“”,.—\nAnnaKell"), max_size=12)


def table(text, language="en"):
    texts = pd.Series([text], dtype=object)
    return pd.DataFrame({"article_id": ["a0"], "outlet": "X", "language": language}).assign(text=texts)


def sources(text, language="en"):
    articles = table(text, language)
    found = code_attributions(articles, engine="rules")
    cited = check(code_citations(articles, found), "citations")
    code_chains(articles, cited, found)
    return cited


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x7f", "\ud800", "\udfff"])
def test_a_name_is_clean_and_its_place_exact(sign):
    text = f"According to Anna{sign}Kell, the road is closed."
    one = sources(text).iloc[0]
    assert (one["cited"], text[one["begin"] : one["end"]]) == ("Anna Kell", f"Anna{sign}Kell")


def test_a_credit_is_clean():
    found = sources("The road is closed.\n\nSource: Kelmouth\x1b Ga\ud83dzette")
    assert found["cited"].tolist() == ["Kelmouth Ga zette"]
    assert sources("The road is closed.\n\nSource: \x7f\x7f\x7f").empty


@given(HOSTILE, HOSTILE)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_any_source_gives_tables(first, second):
    sources(f"According to {first}, “the road is closed,” {second} said. Об этом сообщил {first}.\n({second})")


def test_a_whole_story_is_coded():
    story = ss.load_story("mali-drones")
    articles = story.articles[story.articles["text"].notna()].reset_index(drop=True)
    texts = [f"According to Anna\0Kell\ud800, drones were sent.\n{text}" for text in articles["text"]]
    found = code_story(articles.assign(text=pd.Series(texts, dtype=object)), story.codebook, engine="rules")
    assert {"Anna Kell"} <= set(found.tables["citations"]["cited"])
