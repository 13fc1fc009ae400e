"""Links in texts: read from saved pages, exports and by hand, and evidence of who cites whom."""

import json

import pandas as pd

from samestory import load_story
from samestory.questions.sources.links import link_edges
from samestory.questions.sources.measures import graph_edges
from samestory.schema import table_named
from samestory.story import story_links

PAGE = """<html lang="en"><head><title>Pier closed</title><meta property="og:site_name" content="The Tern"></head><body>
<nav><a href="/menu">Menu of the site</a></nav><article><h1>Pier closed</h1>
<p>The pier is closed for two days, as <a href="https://gull.example/fire?utm_source=x">The Gull reported</a> first on
Tuesday morning. Nobody was hurt when three boats burned, the fire service said in a statement to newsrooms.</p>
<p>The town council meets on Thursday to speak about the safety of the pier, which was built in 1962.</p></article>
</body></html>"""


def without_counts(folder):
    settings = folder / "story.yaml"
    lines = [line for line in settings.read_text().splitlines() if not line.startswith("expected")]
    settings.write_text("\n".join(lines))


def test_links_of_saved_pages_and_of_exports_are_kept(small_story):
    without_counts(small_story)
    (small_story / "articles" / "tern.html").write_text(PAGE)
    listed = {
        "title": "Three boats burn",
        "body": "Three boats burned at the pier on Tuesday, it was said.",
        "lang": "en",
        "links": ["https://tern.example/a", "javascript:alert(1)", {"uri": "https://gull.example/b", "text": "b"}],
    }
    (small_story / "articles" / "export.jsonl").write_text(json.dumps(listed) + "\n")
    story = load_story(small_story)
    links = story_links(story)
    assert links[["article_id", "url", "host", "text"]].fillna("").values.tolist() == [
        ["tern", "https://gull.example/fire?utm_source=x", "gull.example", "The Gull reported"],
        ["export-1", "https://tern.example/a", "tern.example", ""],
        ["export-1", "https://gull.example/b", "gull.example", "b"],
    ]  # fmt: skip
    row = links.iloc[0]
    assert story.article("tern")["text"][row["begin"] : row["end"]] == "The Gull reported"


ARTICLES = pd.DataFrame(
    {
        "article_id": ["gull", "tern", "wren"],
        "outlet": ["The Gull", "The Tern", "The Wren"],
        "url": ["https://www.gull.example/fire/", "https://tern.example/pier", None],
        "agency_credit": [None] * 3,
        "published": pd.to_datetime(["2024-10-14T08:00Z", "2024-10-14T10:00Z", "2024-10-14T12:00Z"]),
        "published_precision": ["minute"] * 3,
    }
)
LINKS = pd.DataFrame(
    [
        ("tern", "https://gull.example/fire?utm_source=x", 5, 9),
        ("tern", "https://tern.example/pier#top", None, None),
        ("wren", "https://elsewhere.example/a", None, None),
        ("gone", "https://gull.example/fire", None, None),
    ],
    columns=["article_id", "url", "begin", "end"],
)


def test_a_link_to_an_article_of_the_set_is_a_citation_of_it():
    edges = link_edges(ARTICLES, LINKS)
    assert edges[["article_id", "source", "source_article_id", "match"]].values.tolist() == [
        ["tern", "The Gull", "gull", "link"]
    ]
    assert link_edges(ARTICLES, LINKS.head(0)).empty


def test_links_enter_the_source_graph_marked_as_such():
    citations, chains = table_named("citations").empty(), table_named("chains").empty()
    assert graph_edges(ARTICLES, citations, chains).empty
    (edge,) = graph_edges(ARTICLES, citations, chains, links=LINKS).to_dict("records")
    assert (edge["source"], edge["target"], edge["basis"], edge["match"]) == (
        "The Gull",
        "The Tern",
        "citation",
        "link",
    )
    assert (edge["source_article_id"], edge["order"], edge["begin"], edge["end"]) == ("gull", "known", 5, 9)


def test_a_source_that_is_named_and_linked_is_one_edge_with_the_article_meant():
    named = pd.DataFrame(
        {"article_id": ["tern"], "cited": ["The Gull"], "kind": ["outlet"], "coder": ["hand"]}, dtype="str"
    )
    citations = table_named("citations").empty().merge(named, how="outer")
    (edge,) = graph_edges(ARTICLES, citations, table_named("chains").empty(), links=LINKS).to_dict("records")
    assert (edge["match"], edge["source_article_id"]) == ("exact", "gull")
