"""Hardening: a table of cases small enough to check by eye."""

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.claims.firmness import hardening
from samestory.questions.sources.chains import citation_edges, comparison_set

LETTERS = {
    "S": "asserted",
    "A": "attributed",
    "H": "hedged",
    "D": "denied",
    ".": "absent",
    "?": "not_visible",
}


def claims(**articles):
    """``claims(x="SA.", ...)``: one letter a claim C1, C2, ..."""
    rows = [(name, f"C{i}", LETTERS[s], "hand") for name, word in articles.items() for i, s in enumerate(word, 1)]
    return pd.DataFrame(rows, columns=["article_id", "claim_id", "status", "coder"])


def families(**articles):
    return pd.DataFrame(list(articles.items()), columns=["article_id", "family_id"])


def steps(table, **families_of):
    found = hardening(table, families(**families_of), "me", [n for n in table["article_id"].unique() if n != "me"])
    return list(found["step"])


@pytest.mark.parametrize(
    ("before", "here", "step"),
    [
        ("H", "S", "hardened"),
        ("A", "S", "hardened"),
        ("S", "A", "softened"),
        ("S", "H", "softened"),
        ("A", "A", "kept"),
        ("A", "H", "changed"),
        ("D", "S", "changed"),
        ("A", ".", "dropped"),
        (".", "S", "added"),
        (".", ".", "neither"),
        ("?", "S", "cannot_tell"),
        ("?", ".", "cannot_tell"),
        ("A", "?", "cannot_tell"),
    ],
)
def test_each_step(before, here, step):
    assert steps(claims(me=here, other=before)) == [step]


def test_a_family_has_one_vote():
    table = claims(me="S", a="S", b="S", c="S", d="A", e="A")
    assert steps(table, a="one", b="one", c="one") == ["hardened"]  # 2 families attribute, 1 asserts
    assert steps(table) == ["kept"]  # counted one by one, 3 of 5 assert


def test_copies_change_no_family_level_result():
    table = claims(me="S", a="A", b="H", c="A")
    more = pd.concat([table, claims(a2="A", b2="H", b3="H", b4="H", b5="H")])
    same = {"b": "b", "b2": "b", "b3": "b", "b4": "b", "b5": "b", "a": "a", "a2": "a"}
    assert steps(table) == steps(more, **same) == ["hardened"]


def test_a_family_of_two_minds_divides_its_vote_and_copies_do_not_sway_it():
    table = claims(me="S", a="A", b="S", c="S")
    mixed = {"a": "one", "b": "one", "c": "two"}
    assert steps(table, **mixed) == ["kept"]  # asserted 1.5 votes, attributed 0.5
    more = pd.concat([table, claims(a2="A", a3="A", a4="A")])
    assert steps(more, **mixed, a2="one", a3="one", a4="one") == ["kept"]


def test_a_tie_is_split_not_decided():
    assert steps(claims(me="S", a="A", b="H")) == ["split"]


def test_counts_and_denominators():
    table = hardening(claims(me="S", a="A", b=".", c="?"), families(), "me", ["a", "b", "c"]).iloc[0]
    assert (table["n_articles"], table["n_judgeable"], table["n_compared"]) == (1, 2, 3)
    assert (table["n_attributed"], table["n_absent"], table["n_not_visible"]) == (1, 1, 1)


def test_row_order_does_not_matter_and_input_is_untouched():
    table = claims(me="SA.", a="AAH", b="H?S")
    before = table.copy()
    first = hardening(table, families(), "me", ["a", "b"])
    second = hardening(table.sample(frac=1, random_state=3), families(), "me", ["b", "a"])
    pd.testing.assert_frame_equal(first, second)
    pd.testing.assert_frame_equal(table, before)


def test_nothing_to_compare_with():
    table = hardening(claims(me="SA"), families(), "me", [])
    assert list(table["step"]) == ["cannot_tell", "cannot_tell"]
    assert hardening(claims(), families(), "me", []).empty


def test_the_ledger_shows_what_became_of_le_mondes_report():
    story = ss.load_story("mali-drones")
    near = comparison_set(story.table("chains"), story.articles, "bunatimes")
    table = hardening(story.table("claims"), story.table("families"), "bunatimes", near["article_id"])
    table = table.set_index("claim_id")
    assert list(table.index[table["step"] == "hardened"]) == ["C04", "C08", "C09", "C15"]
    assert table.at["C04", "usual"] == "hedged"
    assert table.at["C08", "usual"] == table.at["C15", "usual"] == "attributed"
    assert (table.at["C06", "step"], table.at["C06", "n_articles"]) == ("kept", 8)  # the ninth is Buna Times itself
    assert table.at["C06", "n_attributed"] == 8


def test_the_way_of_the_seed_article():
    story = ss.load_story("mali-drones")
    october = story.articles.query("event == 'lm_oct'")
    edges = citation_edges(story.table("chains"), october)
    mine = edges[edges["article_ids"].str.split("; ").map(lambda ids: "bunatimes" in ids)]
    assert list(zip(mine["source"], mine["target_name"], strict=True)) == [
        ("Le Monde", "korrespondent"),
        ("korrespondent", "Buna Times"),
    ]
    near = comparison_set(story.table("chains"), story.articles, "bunatimes")
    assert near["relation"].value_counts().to_dict() == {"nearer": 9, "unsourced": 6, "itself": 1}
    assert near["article_id"].iloc[-1] == "bunatimes"


def test_relatives_of_no_article():
    story = ss.load_story("mali-drones")
    with pytest.raises(ss.errors.TableError, match="no article 'bunatime'. Did you mean 'bunatimes'"):
        comparison_set(story.table("chains"), story.articles, "bunatime")


def test_ways_of_nothing():
    story = ss.load_story("mali-drones")
    assert citation_edges(story.table("chains"), story.articles.head(0)).empty


def test_claims_of_two_coders_are_refused():
    table = pd.concat([claims(me="S", x="A"), claims(me="A", x="A").assign(coder="other")], ignore_index=True)
    with pytest.raises(ss.errors.TableError, match="choose one coder"):
        hardening(table, families(), "me", ["x"])
