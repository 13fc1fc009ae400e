"""Sources: edges, cycles, chains and unnamed sources, typed by hand; then what both stories must show."""

import networkx as nx
import pandas as pd
import pytest

import samestory as ss
from samestory.questions.sources.chains import firmness_by_distance, primary_sources, source_chains
from samestory.questions.sources.graph import citation_cycles, to_graphml
from samestory.questions.sources.graph import layers as source_layers
from samestory.questions.sources.measures import graph_edges, outlet_edges, source_names, unnamed_sources
from samestory.schema import TABLES


def articles(**of):
    """``articles(a=("Gull", "2024-10-14"), ...)``: outlet and day; no day = not known."""
    rows = [(name, outlet, day, "day" if day else "unknown") for name, (outlet, day) in of.items()]
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "published", "published_precision"])
    return ss.schema.check(table.assign(story="s", language="en", text_status="full"), "articles")


def citations(*rows):
    table = pd.DataFrame(rows, columns=["article_id", "cited", "kind"])
    return ss.schema.check(table.assign(order=None, begin=None, end=None, coder="hand"), "citations")


def chains(*rows):
    """Rows of (article, step, source, source's article or None)."""
    table = pd.DataFrame(rows, columns=["article_id", "step", "source", "source_article_id"])
    return ss.schema.check(table.assign(coder="hand"), "chains")


def families(**of):
    table = pd.DataFrame(list(of.items()), columns=["article_id", "family_id"])
    return ss.schema.check(table.assign(basis="coded", is_earliest=None, coder="hand"), "families")


THREE = articles(
    a=("Gull (French)", "2024-10-10"), b=("Kite", "2024-10-12"), c=("Rook", None), d=("Kite", "2024-10-13")
)
CITED = citations(("b", "GULL", "outlet"), ("b", "a clerk", "unnamed"), ("c", "Kite", "outlet"), ("c", "Jay", "person"))
WAY = chains(("b", 0, "gull", "a"), ("c", 0, "Swift", None), ("c", 1, "Kite", "b"))


def edges_of(story, **options):
    return graph_edges(
        story.articles,
        story.table("citations"),
        story.table("chains"),
        families=story.table("families"),
        parts=story.table("parts"),
        **options,
    )


@pytest.fixture(scope="module")
def mali():
    return ss.load_story("mali-drones")


@pytest.fixture(scope="module")
def harbour():
    return ss.load_story("harbour-fire")


def test_a_name_is_matched_by_the_rule_and_never_guessed():
    cited = citations(
        ("b", "GULL", "outlet"), ("b", "Rook", "agency"), ("b", "Kites", "outlet"), ("b", "Jay", "person")
    )
    found = source_names(THREE, cited, WAY.head(0)).set_index("name")
    assert found["match"].to_dict() == {"GULL": "normalised", "Kites": "outside", "Rook": "exact"}  # no person
    assert found.at["GULL", "outlet"] == "Gull (French)"
    assert pd.isna(found.at["Kites", "outlet"]) and found.at["Kites", "nearest"] == "Kite"
    joined = source_names(THREE, cited, WAY.head(0), aliases={"Kites": "Kite"}).set_index("name")
    assert (joined.at["Kites", "match"], joined.at["Kites", "outlet"]) == ("alias", "Kite")


def test_a_name_that_fits_several_outlets_is_none_of_them():
    two = articles(a=("Gull (French)", None), b=("Gull (German)", None), c=("Rook", None))
    found = source_names(two, citations(("c", "Gull", "outlet")), WAY.head(0)).iloc[0]
    assert found["match"] == "ambiguous" and pd.isna(found["outlet"])


def test_an_alias_must_be_an_outlet_of_the_set():
    with pytest.raises(
        ss.errors.TableError, match="aliases name Kitte, which is not an outlet of this set. Did you mean 'Kite'"
    ):
        source_names(THREE, CITED, WAY, aliases={"Kites": "Kitte"})


def test_every_edge_has_its_basis_its_articles_and_its_order():
    table = graph_edges(THREE, CITED, WAY)
    found = [tuple(row) for row in table[["article_id", "source", "target", "basis", "order"]].to_numpy()]
    assert found == [
        ("b", "Gull (French)", "Kite", "chain", "known"),
        ("b", "Gull (French)", "Kite", "citation", "unknown"),  # written otherwise than in the chain: not joined to it
        ("c", "Swift", "Kite", "chain", "unknown"),
        ("c", "Kite", "Rook", "chain", "unknown"),
        ("c", "Kite", "Rook", "citation", "unknown"),
    ]
    assert not table["is_conflict"].any() and not table["is_self"].any()


def test_an_edge_against_known_time_is_a_conflict():
    later = articles(a=("Gull (French)", "2024-10-20"), b=("Kite", "2024-10-12"), c=("Rook", None))
    table = graph_edges(later, CITED, WAY)
    assert list(table[table["is_conflict"]]["basis"]) == ["chain"]
    same_day = articles(a=("Gull (French)", "2024-10-12"), b=("Kite", "2024-10-12"), c=("Rook", None))
    tied = graph_edges(same_day, CITED, WAY)
    assert tied.loc[0, "order"] == "tied" and not tied["is_conflict"].any()


def test_a_source_behind_another_station_has_no_direct_edge():
    table = graph_edges(THREE, citations(("c", "Swift", "outlet"), ("c", "Kite", "outlet")), WAY)
    cited = table[table["basis"] == "citation"].set_index("source")["is_direct"]
    assert cited.to_dict() == {"Kite": True, "Swift": False}


def test_a_source_in_a_credit_line_is_credited():
    text = "Rain fell. Source: Kite"
    own = articles(c=("Rook", None)).assign(text=text)
    cited = citations(("c", "Kite", "outlet"), ("c", "Gull", "outlet")).assign(begin=[19, 0], end=[23, 4])
    parts = pd.DataFrame({"article_id": ["c"], "part": ["credit"], "begin": [11], "end": [23]})
    table = graph_edges(own, cited.astype({"begin": "Int64", "end": "Int64"}), WAY.head(0), parts=parts)
    credit = table[table["basis"] == "credit"]
    assert list(zip(credit["source"], credit["begin"], strict=True)) == [("Kite", 19)]


def test_a_family_is_a_star_and_directed_only_by_known_dates():
    table = graph_edges(THREE, CITED.head(0), WAY.head(0), families=families(a="one", b="one", c="one", d="two"))
    found = table[["source_article_id", "target_article_id", "is_directed", "order"]].to_numpy().tolist()
    assert found == [["a", "b", True, "known"], ["a", "c", False, "unknown"]]


def test_self_citation_is_marked_and_makes_no_cycle():
    table = graph_edges(THREE, citations(("b", "Kite", "outlet")), WAY.head(0))
    assert list(table["is_self"]) == [True]
    assert citation_cycles(table).empty
    assert source_layers(table, THREE).shape[0] == 1  # from the outlet's name to its article: not a loop


def test_an_article_without_an_outlet_goes_by_its_id_in_the_layers():
    two = articles(a=(None, "2024-10-10"), b=("Kite", "2024-10-12"))
    table = graph_edges(two, CITED.head(0), WAY.head(0), families=families(a="one", b="one"))
    layers = source_layers(table, two)
    assert layers[["source_name", "target_name"]].to_numpy().tolist() == [["a", "Kite"]]


def test_a_cycle_of_three_articles_is_found():
    chain = chains(("a", 0, "Rook", "c"), ("b", 0, "Gull", "a"), ("c", 0, "Kite", "b"))
    table = graph_edges(THREE, CITED.head(0), chain)
    found = citation_cycles(table)
    assert list(found["level"]) == ["articles", "outlets"]
    assert found.loc[0, "cycle"] == "a > b > c > a"
    assert found.loc[1, "cycle"] == "Gull (French) > Kite > Rook > Gull (French)"
    assert list(found["n_members"]) == [3, 3]
    layers = source_layers(table, THREE)
    assert layers["is_circular"].all() and set(layers["source_hop"]) == {0}
    found = source_chains(THREE, chain).set_index("article_id")
    assert set(found.loc[["a", "b", "c"], "ending"]) == {"circular"} and pd.isna(found.at["a", "primary_source"])
    assert found.at["a", "chain"] == "Gull > Kite > Rook > Gull (French)"


def test_a_layer_is_the_longest_way_from_a_source_that_names_nobody():
    cited = citations(("c", "Gull (French)", "outlet"))
    edges = graph_edges(THREE, cited, chains(("b", 0, "Gull (French)", "a"), ("c", 0, "Kite", "b")))
    table = source_layers(edges, THREE)[["source_node", "source_hop", "target_node", "target_hop"]]
    assert table.to_numpy().tolist() == [["Gull (French)", 0, "c", 2], ["a", 0, "b", 1], ["b", 1, "c", 2]]


def test_a_chain_goes_on_with_the_chain_of_its_first_station():
    chain = chains(("b", 0, "Swift", None), ("b", 1, "Gull (French)", "a"), ("c", 0, "Kite", "b"))
    found = source_chains(THREE, chain, citations=citations(("b", "Swift", "agency"))).set_index("article_id")
    assert found.at["c", "chain"] == "Swift > Gull (French) > Kite > Rook"
    assert (found.at["c", "n_hops"], found.at["c", "n_named"], found.at["c", "ending"]) == (3, 1, "outside")
    assert found.at["c", "primary_source_kind"] == "agency"  # as the article that names it cites it
    assert found.at["c", "article_ids"] == "a; b; c"
    assert (found.at["a", "n_hops"], found.at["a", "ending"]) == (0, "names_none")
    assert found.at["d", "primary_source"] == "Kite"


def test_an_outlet_of_the_set_without_a_known_article_is_not_outside_the_set():
    found = source_chains(THREE, chains(("d", 0, "Rook", None))).set_index("article_id")
    assert (found.at["d", "primary_source"], found.at["d", "ending"]) == ("Rook", "article_unknown")


def test_an_outlet_that_follows_itself_is_no_step():
    found = source_chains(THREE, chains(("d", 0, "Kite", "b"))).set_index("article_id")
    assert (found.at["d", "n_hops"], found.at["d", "chain"], found.at["d", "ending"]) == (0, "Kite", "in_set")


def test_primary_sources_count_families_and_hold_their_denominator():
    found = primary_sources(source_chains(THREE, WAY), families=families(a="one", b="two", c="two", d="four"))
    assert found["n_articles"].sum() == 4 and set(found["n_total"]) == {4}
    alone = found[found["ending"] == "names_none"].iloc[0]
    assert (alone["n_articles"], alone["article_share"], alone["article_ids"]) == (2, 0.5, "a; d")


def test_firmness_by_distance_counts_votes_of_those_who_carry_a_claim():
    rows = [("a", "C1", "asserted"), ("b", "C1", "attributed"), ("c", "C1", "asserted"), ("d", "C1", "not_visible")]
    claims = pd.DataFrame(rows, columns=["article_id", "claim_id", "status"])
    found = firmness_by_distance(source_chains(THREE, WAY), claims).set_index("n_hops")
    assert found["n_votes"].to_dict() == {0: 1.0, 1: 1.0, 2: 1.0}
    assert found["asserted_share"].to_dict() == {0: 1.0, 1: 0.0, 2: 1.0}
    assert found["n_not_visible"].to_dict() == {0: 1, 1: 0, 2: 0}


def test_unnamed_sources_once_an_article_or_once_a_family():
    cited = citations(*[(name, source, "unnamed" if source == "a clerk" else "person") for name in "abd"
                        for source in ("a clerk", "Jay", "Wren")])  # fmt: skip
    found = unnamed_sources(THREE, cited).set_index("outlet")
    assert found.loc["Kite", ["n_unnamed", "n_sources", "n_articles"]].tolist() == [2, 6, 2]
    assert found.at["Kite", "unnamed_share"] == pytest.approx(1 / 3)
    once = unnamed_sources(THREE, cited, families=families(a="one", b="one", d="one")).set_index("outlet")
    assert once.loc["Kite", ["n_unnamed", "n_sources", "n_families"]].tolist() == [1, 3, 1]
    assert once.at["Kite", "low"] < 1 / 3 < once.at["Kite", "high"] and once.at["Kite", "interval"] == "wilson"


def test_outlets_with_most_sources_come_first():
    rows = [("a", "Jay"), ("b", "Jay"), ("b", "Wren"), ("c", "Jay")]
    found = unnamed_sources(THREE, citations(*[(article, source, "person") for article, source in rows]))
    assert found[["outlet", "n_sources"]].to_numpy().tolist() == [["Kite", 2], ["Gull (French)", 1], ["Rook", 1]]


def test_unnamed_sources_by_no_column():
    with pytest.raises(ss.errors.TableError, match="articles has no column 'outlets'. Did you mean 'outlet'"):
        unnamed_sources(THREE, CITED, by="outlets")


MEASURES = {
    "source_names": lambda a, c, w, f: source_names(a, c, w),
    "source_edges": lambda a, c, w, f: graph_edges(a, c, w, families=f),
    "outlet_edges": lambda a, c, w, f: outlet_edges(graph_edges(a, c, w, families=f), families=f),
    "cycles": lambda a, c, w, f: citation_cycles(graph_edges(a, c, w, families=f)),
    "source_layers": lambda a, c, w, f: source_layers(graph_edges(a, c, w, families=f), a),
    "source_chains": lambda a, c, w, f: source_chains(a, w, citations=c),
    "primary_sources": lambda a, c, w, f: primary_sources(source_chains(a, w, citations=c), families=f),
    "unnamed_sources": lambda a, c, w, f: unnamed_sources(a, c, families=f),
}


def given(story):
    return [story.articles, *(story.table(name) for name in ("citations", "chains", "families"))]


@pytest.mark.parametrize("name", MEASURES)
def test_row_order_does_not_matter_and_inputs_are_untouched(harbour, name):
    tables = given(harbour)
    before = [table.copy() for table in tables]
    first = MEASURES[name](*tables)
    second = MEASURES[name](*[table.sample(frac=1, random_state=5) for table in tables])
    pd.testing.assert_frame_equal(first, second)
    for table, kept in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, kept)


@pytest.mark.parametrize("name", MEASURES)
def test_nothing_in_gives_the_same_columns_and_types(harbour, name):
    empty = MEASURES[name](*[TABLES[table].empty() for table in ("articles", "citations", "chains", "families")])
    full = MEASURES[name](*given(harbour))
    assert len(empty) == 0
    assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def with_copy(story, article_id="relay-0304-quay"):
    """The tables of a story with one article twice, under another name and in the same family."""
    return [
        pd.concat([table, table[table["article_id"] == article_id].assign(article_id="copy")], ignore_index=True)
        for table in given(story)
    ]


def test_a_copy_changes_no_family_level_result(harbour):
    plain, more = given(harbour), with_copy(harbour)
    keep = ["source", "target", "basis", "is_directed", "is_self", "n_families"]
    one, two = (
        MEASURES["outlet_edges"](*tables)[keep].sort_values(keep, ignore_index=True) for tables in (plain, more)
    )
    pd.testing.assert_frame_equal(one, two)
    keep = ["primary_source", "ending", "n_families", "most_hops"]
    one, two = (
        MEASURES["primary_sources"](*tables)[keep].sort_values(keep, ignore_index=True) for tables in (plain, more)
    )
    pd.testing.assert_frame_equal(one, two)
    one, two = (MEASURES["unnamed_sources"](*tables) for tables in (plain, more))
    pd.testing.assert_frame_equal(
        one.drop(columns=["n_articles", "article_ids"]), two.drop(columns=["n_articles", "article_ids"])
    )


def test_the_way_of_the_seed_article(mali):
    found = source_chains(mali.articles, mali.table("chains"), citations=mali.table("citations"))
    mine = found.set_index("article_id").loc["bunatimes"]
    assert (mine["chain"], mine["n_hops"]) == ("Le Monde > korrespondent > Buna Times", 2)
    table = edges_of(mali)
    last = table[(table["article_id"] == "bunatimes") & (table["source"] == "Korrespondent.net")]
    assert set(last["basis"]) == {"credit", "chain", "citation"}
    text = mali.article("bunatimes")["text"]
    credit = last[last["basis"] == "credit"].iloc[0]
    assert text[credit["begin"] : credit["end"]] == "korrespondent"
    near = source_names(mali.articles, mali.table("citations"), mali.table("chains")).set_index("name")
    # The gazetteer has "korrespondent" among the names of the outlet.
    assert near.at["korrespondent", "match"] == "normalised"
    assert near.at["korrespondent", "outlet"] == "Korrespondent.net"


def test_the_planted_chain_cycle_copies_and_sources_without_a_name(harbour):
    found = source_chains(harbour.articles, harbour.table("chains")).set_index("article_id")
    assert found.at["relay-0304-quay", "article_ids"] == "fanal-0303-dockers; holos-0304-dokery; relay-0304-quay"
    plants = harbour.truth["plants"].groupby("kind")
    table = edges_of(harbour)
    both = set(zip(table["source_article_id"], table["target_article_id"], strict=True))
    for kind in ("verbatim_copy", "translation_chain", "release_copy", "circular_citation"):
        planted = plants.get_group(kind)
        assert set(zip(planted["other_article_id"], planted["article_id"], strict=True)) <= both, kind
    cycle = citation_cycles(table).set_index("level").loc["articles", "members"]
    assert set(cycle.split("; ")) == set(plants.get_group("circular_citation")["article_id"])
    unnamed = unnamed_sources(harbour.articles, harbour.table("citations"), by="title").set_index("title")
    titles = harbour.articles.set_index("article_id")["title"]
    for planted in plants.get_group("unnamed_source").itertuples():
        assert unnamed.at[titles[planted.article_id], "n_unnamed"] >= 1
    assert not table["is_conflict"].any()


def test_one_article_without_text(mali):
    one = mali.articles[mali.articles["article_id"] == "censor_oct"]
    assert one["text"].isna().all()
    table = graph_edges(one, mali.table("citations"), mali.table("chains"), families=mali.table("families"))
    assert set(table["basis"]) == {"chain", "citation"}
    assert len(source_layers(table, one)) == 1


def test_graphml_is_read_back_with_its_attributes(harbour, tmp_path):
    table = outlet_edges(edges_of(harbour))
    graph = nx.read_graphml(to_graphml(table, tmp_path / "outlets.graphml"), force_multigraph=True)
    assert graph.number_of_edges() == len(table)
    ostvar = [said for _, _, said in graph.out_edges("Ostvar", data=True)]
    assert {said["basis"] for said in ostvar} == {"credit", "chain", "citation", "wording"}
    assert all(isinstance(said["n_articles"], int) and isinstance(said["is_self"], bool) for said in ostvar)


def test_graphml_holds_no_character_that_xml_forbids(tmp_path):
    edges = pd.DataFrame({"source": ["a\x00<b>"], "target": ["c\ud83d"], "note": ["\x1b[31m & \uffff"]}, dtype=object)
    graph = nx.read_graphml(to_graphml(edges, tmp_path / "odd.graphml"))
    assert list(graph.edges(data="note")) == [("a\ufffd<b>", "c\ufffd", "\ufffd[31m & \ufffd")]


def test_graphml_refuses_what_it_cannot_write(tmp_path):
    with pytest.raises(ss.errors.TableError, match="a graph needs the column 'target'"):
        to_graphml(pd.DataFrame({"source": ["a"]}), tmp_path / "x.graphml")
    with pytest.raises(ss.errors.SamestoryError, match="is not a folder; make it first"):
        to_graphml(pd.DataFrame({"source": ["a"], "target": ["b"]}), tmp_path / "nowhere" / "x.graphml")


def test_ten_thousand_articles():
    n = 10_000
    ids = [f"a{i:05d}" for i in range(n)]
    many = articles(**{name: (f"outlet {i % 300}", f"2024-{1 + i % 12:02d}-10") for i, name in enumerate(ids)})
    before = [ids[i // 3] for i in range(1, n)]
    chain = chains(*[(name, 0, f"outlet {int(b[1:]) % 300}", b) for name, b in zip(ids[1:], before, strict=True)])
    cited = citations(*[(name, f"source {i % 11}", "unnamed" if i % 3 else "person") for i, name in enumerate(ids)])
    table = graph_edges(many, cited, chain, families=families(**{name: f"f{i % 2500}" for i, name in enumerate(ids)}))
    assert len(table) == (n - 1) + (n - 2500)
    found = source_chains(many, chain)
    assert set(found["primary_source"]) == {"outlet 0"} and found["n_hops"].max() == 9
    assert set(citation_cycles(table)["level"]) == {"outlets"}  # no article rests on itself
    assert len(unnamed_sources(many, cited)) == 300
