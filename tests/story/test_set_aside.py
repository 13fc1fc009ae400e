"""Pages of a story that are not articles: in no count, named on pages, and back when a person says so."""

import pandas as pd
import pytest

from samestory import load_story
from samestory.story.set_aside import said_of, split_articles, without


def articles(**columns):
    """Articles a, b, c of which a and b are flagged."""
    table = pd.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "title": ["Just a moment...", "Front page", "Three boats burn"],
            "text": ["Checking your browser.", "Story one", "Three boats burned at the pier."],
            "no_article": ["challenge page", "listing of other pages (14 links, 0 characters)", None],
            "is_article": [None, None, None],
        },
        dtype="str",
    )
    return table.assign(**{name: pd.Series(cells, dtype="str") for name, cells in columns.items()})


def test_flagged_pages_are_no_articles():
    kept, aside = split_articles(articles(), {})
    assert (kept["article_id"].tolist(), aside["article_id"].tolist()) == (["c"], ["a", "b"])
    assert said_of(aside) == "2 pages are not articles (challenge page 1, listing of other pages 1)"
    assert said_of(aside.head(1)) == "1 page is not an article (challenge page 1)"
    assert said_of(aside.head(0)) == ""


def test_a_person_says_that_a_page_is_an_article_or_none():
    kept, aside = split_articles(articles(is_article=["yes", None, "no"]), {})
    assert (kept["article_id"].tolist(), aside["article_id"].tolist()) == (["a"], ["b", "c"])
    assert aside.set_index("article_id").loc["c", "no_article"] == "a person says so"


@pytest.mark.parametrize(("coder", "kept"), [("hand", ["b", "c"]), ("auto:rules-5", ["c"])])
def test_a_page_that_a_person_coded_is_an_article(coder, kept):
    claims = pd.DataFrame({"article_id": ["b"], "claim_id": ["C1"], "coder": [coder]}, dtype="str")
    assert split_articles(articles(), {"claims": claims})[0]["article_id"].tolist() == kept


def test_a_page_from_a_file_without_reader_is_judged_by_its_words():
    table = articles(no_article=[None, None, None])
    assert split_articles(table, {})[1]["article_id"].tolist() == ["a"]


def test_rows_on_pages_set_aside_are_left_out():
    claims = pd.DataFrame({"article_id": ["a", "c"], "coder": ["auto:x", "auto:x"]}, dtype="str")
    passages = pd.DataFrame({"earlier_id": ["a", "c"], "later_id": ["c", "c"]}, dtype="str")
    left = without({"claims": claims, "passages": passages}, pd.DataFrame({"article_id": ["a"]}, dtype="str"))
    assert (len(left["claims"]), len(left["passages"])) == (1, 1)
    assert without({"claims": claims}, pd.DataFrame({"article_id": []}, dtype="str"))["claims"] is claims


def test_a_story_does_not_count_a_consent_page_and_says_so(small_story):
    page = "<html lang='en'><title>Just a moment...</title><body><p>Checking your browser.</p></body></html>"
    (small_story / "articles" / "challenge.html").write_text(page)
    story = load_story(small_story)
    assert "challenge" not in set(story.articles["article_id"])
    assert story.no_articles[["article_id", "no_article"]].values.tolist() == [["challenge", "challenge page"]]
    assert "1 page is not an article (challenge page 1)" in story.source_line


def test_a_text_counts_if_its_head_says_that_it_is_an_article(small_story):
    said = "---\ntitle: Just a moment...\nlanguage: en\noutlet: The Gull\n{}---\nChecking your browser.\n"
    path, settings = small_story / "articles" / "moment.txt", small_story / "story.yaml"
    lines = settings.read_text().splitlines()
    settings.write_text("\n".join(line for line in lines if not line.startswith("expected")))
    counted = {}
    for answer in ("", "is_article: 'yes'\n"):
        invented = "invented: true\n" if load_story(small_story).invented else ""
        path.write_text(said.format(invented + answer))
        counted[answer] = "moment" in set(load_story(small_story).articles["article_id"])
        path.unlink()
    assert counted == {"": False, "is_article: 'yes'\n": True}
