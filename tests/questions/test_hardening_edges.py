"""Hardening along single steps, from a source to the article that names it."""

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.claims.firmness import chain_edges, hardening_counts, hardening_edges

LETTERS = {
    "S": "asserted",
    "A": "attributed",
    "H": "hedged",
    "D": "denied",
    "X": "contradicted",
    ".": "absent",
    "?": "not_visible",
}


def claims(**articles):
    rows = [(name, f"C{i}", LETTERS[s], "hand") for name, word in articles.items() for i, s in enumerate(word, 1)]
    return pd.DataFrame(rows, columns=["article_id", "claim_id", "status", "coder"])


def edges(*pairs):
    return pd.DataFrame(pairs, columns=["source_article_id", "article_id"])


@pytest.mark.parametrize(
    ("before", "here", "step"),
    [
        ("A", "S", "hardened"),
        ("H", "S", "hardened"),
        ("S", "A", "softened"),
        ("A", "A", "kept"),
        ("D", "A", "changed"),
        ("A", ".", "dropped"),
        (".", "H", "added"),
        (".", ".", "neither"),
        ("?", "S", "cannot_tell"),
        ("A", "?", "cannot_tell"),
    ],
)
def test_each_step(before, here, step):
    assert list(hardening_edges(claims(a=before, b=here), edges(("a", "b")))["step"]) == [step]


def test_edges_from_chains_know_how_near_the_source_is():
    chains = pd.DataFrame(
        [("c", 0, "A", "a"), ("c", 1, "B", "b"), ("b", 0, "A", "a"), ("d", 0, "Le Monde", None)],
        columns=["article_id", "step", "source", "source_article_id"],
    )
    assert chain_edges(chains).values.tolist() == [
        ["a", "b", 1, False],
        ["b", "c", 1, False],
        ["a", "c", 2, False],
    ]
    assert list(chain_edges(chains.head(0)).columns) == ["source_article_id", "article_id", "n_hops", "is_proposed"]


def test_passages_of_both_ends_come_along():
    table = claims(a="A", b="S").assign(begin=[3, 7], end=[9, 12], attributed_to=["a crane driver", None])
    row = hardening_edges(table, edges(("a", "b"))).iloc[0]
    assert tuple(row[["source_begin", "source_end", "begin", "end"]]) == (3, 9, 7, 12)
    assert row["source_attributed_to"] == "a crane driver"


def test_counts_have_as_denominator_what_could_harden():
    cases = hardening_edges(claims(a="AAS", b="SA.", c="A?S"), edges(("a", "b"), ("a", "c")))
    table = hardening_counts(cases).set_index("claim_id")
    assert list(table.loc["C1", ["n_hardened", "n_kept", "n_could_harden", "hardened_share"]]) == [1, 1, 2, 0.5]
    assert list(table.loc["C2", ["n_kept", "n_cannot_tell", "n_could_harden"]]) == [1, 1, 1]
    assert list(table.loc["C3", ["n_dropped", "n_kept", "n_could_harden"]]) == [1, 1, 0]
    assert pd.isna(table.at["C3", "hardened_share"])
    steps = ["hardened", "softened", "kept", "changed", "added", "dropped", "neither", "cannot_tell"]
    counted = ["n_edges", "n_could_harden", "n_not_examined", "hardened_share"]
    assert list(table.columns) == [*(f"n_{step}" for step in steps), *counted]
    assert hardening_counts(cases, by="article_id").set_index("article_id").at["b", "n_edges"] == 3
    with pytest.raises(ss.errors.TableError, match="cases has no column 'claim'. Did you mean 'claim_id'"):
        hardening_counts(cases, by="claim")


def test_edges_between_two_families_have_one_vote_and_copies_do_not_change_it():
    table = claims(a="A", b="S", c="A")
    pairs = edges(("a", "b"), ("a", "c"))
    kin = pd.DataFrame({"article_id": ["b", "b2", "c"], "family_id": ["x", "x", "x"]})
    first = hardening_counts(hardening_edges(table, pairs), families=kin)
    assert list(first.loc[0, ["n_hardened", "n_kept", "n_edges"]]) == [0.5, 0.5, 1]
    copied = hardening_edges(pd.concat([table, claims(b2="S")]), pd.concat([pairs, edges(("a", "b2"))]))
    pd.testing.assert_frame_equal(first, hardening_counts(copied, families=kin))


def test_row_order_inputs_and_empty_tables():
    table, pairs = claims(a="AS.", b="SA?"), edges(("a", "b"), ("b", "a"))
    before = table.copy()
    first = hardening_edges(table, pairs)
    again = hardening_edges(table.sample(frac=1, random_state=1), pairs.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(first, again)
    pd.testing.assert_frame_equal(table, before)
    empty = hardening_edges(table, pairs.head(0))
    assert (list(empty.columns), len(empty)) == (list(first.columns), 0)
    assert list(hardening_counts(empty).columns) == list(hardening_counts(first).columns)
    assert hardening_counts(empty).empty


def test_bad_input_is_named():
    with pytest.raises(ss.errors.TableError, match="an edge goes from a to itself"):
        hardening_edges(claims(a="A"), edges(("a", "a")))
    with pytest.raises(ss.errors.TableError, match="choose one coder"):
        hardening_edges(pd.concat([claims(a="A"), claims(a="S")]), edges())


def test_harbour_fire_every_planted_step_that_has_a_claim_is_recovered():
    story = ss.load_story("harbour-fire")
    cases = hardening_edges(story.table("claims"), chain_edges(story.table("chains")))
    step = cases.set_index(["source_article_id", "article_id", "claim_id"])["step"]
    expected = {
        "hedge_to_fact": "hardened",
        "attribution_to_vouching": "hardened",
        "claim_dropped": "dropped",
        "claim_added": "added",
        "claim_kept_attributed": "kept",
    }
    planted = story.truth["plants"]
    planted = planted[planted["kind"].isin(expected)]
    assert len(planted) == 6
    for plant in planted.itertuples():
        assert step[(plant.other_article_id, plant.article_id, plant.note[:3])] == expected[plant.kind]
    # A hope that became a fact has no claim in the codebook, so no step can show it.
    hope = story.truth["plants"].query("kind == 'hope_to_fact'")
    assert hope["note"].str.startswith("no claim of the codebook").all()


def test_buna_times_hardens_three_claims_and_keeps_the_nine_dead():
    story = ss.load_story("mali-drones")
    near = ss.sources.comparison_set(story.table("chains"), story.articles, "bunatimes").query("relation != 'itself'")
    pairs = edges(*((source, "bunatimes") for source in near["article_id"]))
    cases = hardening_edges(story.table("claims"), pairs)
    hard = cases[cases["step"] == "hardened"].groupby("claim_id")["source_status"].agg(set)
    assert hard["C04"] == {"hedged", "attributed"}
    assert hard["C08"] == {"attributed"}
    assert "attributed" in hard["C15"]
    nine = cases[(cases["claim_id"] == "C06") & cases["source_status"].isin(["attributed", "asserted", "hedged"])]
    assert set(nine["step"]) == {"kept"}
    assert len(nine) == 8
    copies = cases[cases["source_article_id"].isin(["kassataya", "eurafrica", "asodegue", "tocalife", "perspektiven"])]
    assert set(copies.loc[copies["claim_id"] == "C04", "source_status"]) == {"hedged"}
