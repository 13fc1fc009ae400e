"""Which article of the set a named source may mean, typed by hand; then what both stories show."""

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.claims.firmness import chain_edges, edge_names
from samestory.questions.sources.links import link_sources
from samestory.questions.sources.measures import graph_edges
from samestory.schema import TABLES


def articles(**of):
    """``a=("Gull", "2024-10-14", "fire")``: outlet, day (None: not known) and event."""
    rows = [(name, outlet, day, "day" if day else "unknown", event) for name, (outlet, day, event) in of.items()]
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "published", "published_precision", "event"])
    return ss.schema.check(table.assign(story="s", language="en", text_status="full"), "articles")


def chains(*rows):
    table = pd.DataFrame(rows, columns=["article_id", "step", "source", "source_article_id"])
    return ss.schema.check(table.assign(coder="hand"), "chains")


KITE = ("Kite", "2024-10-12", "fire")
ONE = articles(a=("Gull", "2024-10-10", "fire"), b=KITE)


def linked(given, *rows, **options):
    made = link_sources(chains(*rows), given, **options)
    return made[["source_article_id", "link", "candidates"]].fillna("").values.tolist()


def test_the_only_article_of_the_outlet_on_the_event_is_proposed():
    assert linked(ONE, ("b", 0, "GULL", None)) == [["a", "proposed", "a"]]


def test_an_outlet_that_is_not_in_the_set_is_outside():
    assert linked(ONE, ("b", 0, "Rook", None)) == [["", "outside", ""]]


def test_of_several_articles_none_is_taken():
    two = articles(a=("Gull", "2024-10-10", "fire"), c=("Gull", "2024-10-11", "fire"), b=KITE)
    assert linked(two, ("b", 0, "Gull", None)) == [["", "ambiguous", "a; c"]]


def test_an_article_on_another_event_is_not_proposed():
    assert linked(articles(a=("Gull", "2024-10-10", "toll"), b=KITE), ("b", 0, "Gull", None)) == [["", "outside", ""]]


def test_a_nearer_article_on_another_event_makes_it_ambiguous_and_an_older_one_does_not():
    nearer = articles(a=("Gull", "2024-10-10", "fire"), c=("Gull", "2024-10-11", "toll"), b=KITE)
    assert linked(nearer, ("b", 0, "Gull", None)) == [["", "ambiguous", "a; c"]]
    older = articles(a=("Gull", "2024-10-10", "fire"), c=("Gull", "2024-10-09", "toll"), b=KITE)
    assert linked(older, ("b", 0, "Gull", None)) == [["a", "proposed", "a"]]
    undated = articles(a=("Gull", "2024-10-10", "fire"), c=("Gull", None, "toll"), b=KITE)
    assert linked(undated, ("b", 0, "Gull", None)) == [["", "ambiguous", "a; c"]]


@pytest.mark.parametrize(("day", "link"), [("2024-10-13", "outside"), ("2024-10-12", "proposed"), (None, "proposed")])
def test_a_later_article_is_not_proposed(day, link):
    assert linked(articles(a=("Gull", day, "fire"), b=KITE), ("b", 0, "Gull", None))[0][1] == link


def test_an_outlet_is_not_proposed_as_its_own_source():
    own = articles(a=("Kite", "2024-10-10", "fire"), b=KITE)
    assert linked(own, ("b", 0, "Kite", None)) == [["", "outside", ""]]


def test_what_a_coder_says_is_never_changed():
    two = articles(a=("Gull", "2024-10-10", "fire"), c=("Rook", "2024-10-11", "fire"), b=KITE)
    assert linked(two, ("b", 0, "Gull", "c")) == [["c", "coded", "a"]]


def test_a_link_in_the_page_says_which_of_several_is_meant():
    two = articles(a=("Gull", "2024-10-10", "fire"), c=("Gull", "2024-10-11", "fire"), b=KITE)
    two["url"] = ["https://gull.example/a", "https://gull.example/c", "https://kite.example/b"]
    links = pd.DataFrame({"article_id": ["b"], "url": ["https://gull.example/c"]})
    assert linked(two, ("b", 0, "Gull", None), links=links) == [["c", "link", "a; c"]]


def test_of_citations_only_outlets_and_agencies_can_be_articles():
    cited = pd.DataFrame([("b", "GULL", "person"), ("b", "Gull", "outlet")], columns=["article_id", "cited", "kind"])
    cited = ss.schema.check(cited.assign(order=None, begin=None, end=None, coder="hand"), "citations")
    assert link_sources(cited, ONE)["link"].tolist() == ["outside", "proposed"]


def test_rows_of_other_articles_are_left_out_and_an_empty_table_stays_empty():
    assert link_sources(chains(("x", 0, "Gull", None)), ONE).empty
    assert link_sources(TABLES["chains"].empty(), ONE).empty


def test_edges_of_proposed_articles_are_marked():
    made = link_sources(chains(("b", 0, "Gull", None)), ONE)
    edges = graph_edges(ONE, TABLES["citations"].empty(), made)
    assert edges[["source_article_id", "target_article_id", "is_proposed", "order"]].values.tolist() == [
        ["a", "b", True, "known"]
    ]
    coded = graph_edges(ONE, TABLES["citations"].empty(), chains(("b", 0, "Gull", "a")))
    assert coded["is_proposed"].tolist() == [False]


def test_pairs_of_proposed_articles_are_marked():
    pairs = chain_edges(link_sources(chains(("b", 0, "Gull", None)), ONE))
    assert pairs.values.tolist() == [["a", "b", 1, True]]
    assert edge_names(pairs, {"a": "Gull", "b": "Kite"}).tolist() == ["Gull → Kite (proposed)"]


def test_proposals_on_harbour_fire_are_what_the_truth_has():
    story = ss.load_story("harbour-fire")
    truth = story.joined("chains")
    blind = link_sources(truth.assign(source_article_id=None), story.articles)
    both = blind[blind["link"] == "proposed"].merge(truth, on=["article_id", "step"], suffixes=("", "_truth"))
    assert both["article_id"].tolist() == ["crane-0305-keys", "quaifranc-0305-cles"]
    assert (both["source_article_id"] == both["source_article_id_truth"]).all()


def test_in_mali_drones_one_article_has_a_proposed_source():
    story = ss.load_story("mali-drones")
    made = link_sources(story.joined("chains"), story.articles)
    proposed = made[made["link"] == "proposed"]
    assert proposed[["article_id", "source", "source_article_id"]].values.tolist() == [["rupor", "TASS", "tass_oct"]]
    sources = ss.sources.overview(story)
    assert sources.edges["is_proposed"].sum() == 3  # chain, citation and the step before it
    assert "On 3 of the edges an article is proposed" in str(sources.order())
