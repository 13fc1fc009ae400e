"""Claims: matrix, rates and states on tables counted by hand, then on both stories."""

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.claims.measures import CARRIED, matrix
from samestory.questions.claims.measures import rates as claim_rates
from samestory.questions.claims.measures import states as claim_states
from samestory.schema import TABLES
from samestory.statistics import wilson

LETTERS = dict(
    zip("SAHDXM.?", ss.schema.dictionary().query("column == 'status'")["allowed"].iloc[0].split(", "), strict=True)
)


def claims(**articles):
    """``claims(x="SA.", ...)``: one letter a claim C1, C2, ..."""
    rows = [(name, f"C{i}", LETTERS[s], "hand") for name, word in articles.items() for i, s in enumerate(word, 1)]
    return pd.DataFrame(rows, columns=["article_id", "claim_id", "status", "coder"])


def families(**articles):
    return pd.DataFrame(list(articles.items()), columns=["article_id", "family_id"])


def articles(**outlets):
    rows = [(name, outlet, "day", "full", "s", "en") for name, outlet in outlets.items()]
    names = ["article_id", "outlet", "published_precision", "text_status", "story", "language"]
    return ss.schema.check(pd.DataFrame(rows, columns=names).assign(published="2024-10-14"), "articles")


def cell(table, name, claim_id="C1"):
    return table.set_index(["name", "claim_id"]).loc[(name, claim_id)]


TABLE = claims(a="SA.", b="A.?", c="AD?", d="H.S", e="?.A")
ABOUT = articles(a="Gull", b="Gull", c="Kite", d="Rook", e="Rook")
KIN = families(a="one", b="two", c="two", d="three", e="four")
MEASURES = {
    "matrix": lambda c: matrix(c, ABOUT, families=KIN),
    "matrix_by_outlet": lambda c: matrix(c, ABOUT, by="outlet", families=KIN),
    "rates": lambda c: claim_rates(c),
    "rates_by_family": lambda c: claim_rates(c, families=KIN, n_resamples=50),
    "states": lambda c: claim_states(c, families=KIN),
}


def test_a_rate_is_over_judgeable_articles_and_says_what_was_not_visible():
    row = claim_rates(TABLE).set_index("claim_id").loc["C3"]
    assert (row["n_hits"], row["n_among"], row["n_judgeable"]) == (2, 3, 3)
    assert (row["n_not_visible"], row["n_units"], row["not_visible_share"]) == (2, 5, 0.4)
    assert row["hit_share"] == 2 / 3
    assert (row["low"], row["high"]) == wilson(2, 3)
    assert (row["article_ids"], row["interval"], row["is_rate"]) == ("d; e", "wilson", False)


def test_states_and_denominator_can_be_chosen():
    row = claim_rates(TABLE, states=["attributed"], among=CARRIED).set_index("claim_id").loc["C1"]
    assert (row["n_hits"], row["n_among"], row["article_ids"]) == (2, 4, "b; c")


def test_families_vote_once_and_a_family_of_two_minds_divides_its_vote():
    rates = claim_rates(TABLE, families=KIN).set_index("claim_id")
    assert (rates.at["C1", "n_hits"], rates.at["C1", "n_among"]) == (3, 3)
    # C2: a attributed (family one), b absent and c denied (two), d absent (three), e absent (four)
    assert (rates.at["C2", "n_hits"], rates.at["C2", "n_among"]) == (1.5, 4)
    # family two is not visible as a whole, family four is judgeable
    assert (rates.at["C3", "n_not_visible"], rates.at["C3", "n_units"]) == (1, 4)


def test_families_that_all_agree_still_get_an_interval_with_width():
    row = claim_rates(claims(a="A", b="A", c="A", d="A", e="A"), families=KIN).iloc[0]
    assert row["interval"] == "wilson"
    assert row["low"] < 1 == row["high"]
    mixed = claim_rates(TABLE, families=KIN).set_index("claim_id").loc["C2"]
    assert mixed["interval"] == "wilson"  # of four families, from which draws would be too narrow
    assert 0 <= mixed["low"] < mixed["hit_share"] < mixed["high"] <= 1


def test_the_seed_makes_the_interval_repeatable():
    first, again = (claim_rates(TABLE, families=KIN, seed=7, n_resamples=40) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)


def test_entropy_is_0_where_all_agree_and_1_where_all_states_are_as_common():
    table = claim_states(claims(a="AS", b="AA", c="AH", d="AD", e="AX"))
    assert table["claim_id"].to_dict() == {0: "C2", 1: "C1"}  # most divided first
    table = table.set_index("claim_id")
    assert (table.at["C1", "entropy"], table.at["C2", "entropy"]) == (0, 1)
    assert (table.at["C1", "usual"], table.at["C2", "usual"]) == ("attributed", "split")
    assert (table.at["C1", "not_usual_share"], table.at["C2", "not_usual_share"]) == (0, 0.8)


def test_states_leave_out_what_nobody_carries_and_divide_a_family():
    table = claim_states(claims(a="S.", b="A.", c="S."), families=families(a="one", b="one", c="two"))
    assert list(table["claim_id"]) == ["C1"]
    assert list(table[["n_asserted", "n_attributed", "n_carrying"]].iloc[0]) == [1.5, 0.5, 2]


def test_an_outlet_takes_the_status_of_most_and_absent_only_if_all_are():
    table = matrix(TABLE, ABOUT, by="outlet")
    assert cell(table, "Gull")["status"] == "asserted"  # one each: the firmer
    assert (cell(table, "Gull")["n_statuses"], cell(table, "Gull")["article_ids"]) == (2, "a; b")
    assert cell(table, "Gull", "C3")["status"] == "not_visible"  # absent in a, cut in b: nobody knows
    assert cell(table, "Rook", "C2")["status"] == "absent"
    assert (cell(table, "Rook")["status"], cell(table, "Rook")["n_statuses"]) == ("hedged", 1)


def test_copies_do_not_outvote_in_an_outlet():
    table = claims(a="A", b="A", c="S", d="S", e="H")
    about = articles(a="Gull", b="Gull", c="Gull", d="Kite", e="Kite")
    assert cell(matrix(table, about, by="outlet"), "Gull")["status"] == "attributed"
    kin = families(a="one", b="one", c="two")
    assert cell(matrix(table, about, by="outlet", families=kin), "Gull")["status"] == "asserted"


def test_rows_stand_by_origin_then_family_then_stations():
    chains = pd.DataFrame(
        [("e", 0, "Le Monde"), ("e", 1, "TASS"), ("b", 0, "Le Monde"), ("d", 0, "AFP")],
        columns=["article_id", "step", "source"],
    )
    table = matrix(TABLE, ABOUT, families=KIN, chains=chains).drop_duplicates("place")
    # AFP: d; Le Monde: family two (c copies b and names nobody), then e of another family; a names nobody, nor its kin
    assert list(table["name"]) == ["d", "c", "b", "e", "a"]
    assert list(table["place"]) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("name", MEASURES)
def test_row_order_does_not_matter_and_input_is_untouched(name):
    before = TABLE.copy()
    first = MEASURES[name](TABLE)
    pd.testing.assert_frame_equal(first, MEASURES[name](TABLE.sample(frac=1, random_state=2)))
    pd.testing.assert_frame_equal(TABLE, before)


@pytest.mark.parametrize("name", MEASURES)
def test_no_claims_give_the_same_columns_and_kinds(name):
    empty, full = MEASURES[name](TABLES["claims"].empty()), MEASURES[name](TABLE)
    assert list(empty.columns) == list(full.columns)
    assert empty.empty
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_a_copy_changes_no_family_level_result():
    more = pd.concat([TABLE, TABLE[TABLE["article_id"] == "c"].assign(article_id="c2")])
    kin = pd.concat([KIN, families(c2="two")])
    for measure in (lambda c, f: claim_rates(c, families=f), lambda c, f: claim_states(c, families=f)):
        first, second = (t.drop(columns="article_ids") for t in (measure(TABLE, KIN), measure(more, kin)))
        pd.testing.assert_frame_equal(first, second)


def test_bad_input_is_named():
    with pytest.raises(ss.errors.TableError, match="unknown status 'assertd'. Did you mean 'asserted'"):
        claim_rates(TABLE.replace({"status": {"asserted": "assertd"}}))
    with pytest.raises(ss.errors.TableError, match="unknown status 'attribut'"):
        claim_rates(TABLE, states=["attribut"])
    with pytest.raises(ss.errors.TableError, match="3 claims are coded more than once, first a C1: choose one coder"):
        claim_states(pd.concat([TABLE, TABLE.head(3).assign(coder="second")]))
    with pytest.raises(ss.errors.TableError, match="articles has no column 'outlets'. Did you mean 'outlet'"):
        matrix(TABLE, ABOUT, by="outlets")


def test_the_ledger_attributes_the_nine_dead_on_all_nine_pages_that_carry_them():
    story = ss.load_story("mali-drones")
    table = claim_rates(story.table("claims"), states=["attributed"], among=CARRIED).set_index("claim_id")
    assert (table.at["C06", "n_hits"], table.at["C06", "n_among"], table.at["C06", "hit_share"]) == (9, 9, 1)
    assert "bunatimes" in table.at["C06", "article_ids"].split("; ")
    states = claim_states(story.table("claims"), families=story.table("families")).set_index("claim_id")
    assert (states.at["C06", "usual"], states.at["C06", "entropy"], states.at["C06", "n_carrying"]) == (
        "attributed",
        0,
        6,
    )


def test_the_ledger_counts_each_status_as_its_readme_says():
    """Three rows of the table of statuses that came with the ledger, counted there by other means."""
    claim_table = ss.load_story("mali-drones").table("claims")
    expected = {
        "C01": {"asserted": 5, "attributed": 9, "denied": 36, "absent": 31, "not_visible": 41},
        "C15": {"asserted": 25, "attributed": 30, "hedged": 15, "contradicted": 2, "absent": 26, "not_visible": 24},
        "C25": {"asserted": 5, "attributed": 3, "contradicted": 4, "absent": 50, "not_visible": 60},
    }
    for claim_id, counts in expected.items():
        for status, n in counts.items():
            among = [*LETTERS.values()]
            row = claim_rates(claim_table, states=[status], among=among).set_index("claim_id").loc[claim_id]
            assert (row["n_hits"], row["n_among"]) == (n, 122)


def test_every_page_and_claim_of_both_stories_has_its_cell():
    for name, (rows, columns) in {"mali-drones": (122, 25), "harbour-fire": (31, 15)}.items():
        story = ss.load_story(name)
        table = matrix(story.table("claims"), story.articles, chains=story.table("chains"))
        assert len(table) == rows * columns
        coded = story.table("claims").set_index(["article_id", "claim_id"])["status"]
        assert coded.to_dict() == table.set_index(["name", "claim_id"])["status"].to_dict()
