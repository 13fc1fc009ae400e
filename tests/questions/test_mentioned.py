"""The state mentioned: it is there, how it is put cannot be told. No rate, no hardening, no conflict comes of it."""

import pandas as pd
import pytest

import samestory as ss

DAYS = {"a": "2024-10-01", "b": "2024-10-02", "c": "2024-10-03", "d": "2024-10-04"}


def claims(coder="hand", **statuses):
    """``a="C1 asserted"``: article, claim and status."""
    rows = [(article_id, *said.split(), coder) for article_id, said in statuses.items()]
    table = pd.DataFrame(rows, columns=["article_id", "claim_id", "status", "coder"])
    return table.assign(attributed_to=None, begin=None, end=None)


def articles(*ids):
    table = pd.DataFrame({"article_id": list(ids), "outlet": [f"Outlet {i}" for i in ids]})
    return table.assign(
        story="s",
        language="en",
        event="e",
        text="Nine dead.",
        text_status="full",
        published=pd.to_datetime([DAYS[i] for i in ids], utc=True),
        published_precision="day",
    )


FOUR = claims(a="C1 asserted", b="C1 mentioned", c="C1 absent", d="C1 attributed")


def test_a_rate_is_taken_without_it_and_says_how_many_there_are():
    row = ss.claims.rates(FOUR).iloc[0]
    assert (row.n_hits, row.n_among, row.n_judgeable, row.n_mentioned, row.n_not_visible, row.n_units) == (
        2,
        3,
        3,
        1,
        0,
        4,
    )


def test_a_family_that_is_judged_anywhere_is_not_mentioned():
    kin = pd.DataFrame({"article_id": ["a", "b"], "family_id": ["one", "one"]})
    row = ss.claims.rates(FOUR, families=kin).iloc[0]
    assert (row.n_hits, row.n_among, row.n_mentioned, row.n_units) == (2, 3, 0, 3)


def test_a_cell_of_an_outlet_is_mentioned_only_where_no_article_carries_the_claim():
    of_one = articles("a", "b").assign(outlet="One")
    cells = ss.claims.matrix(claims(a="C1 absent", b="C1 mentioned"), of_one, by="outlet")
    assert cells["status"].tolist() == ["mentioned"]
    cells = ss.claims.matrix(claims(a="C1 hedged", b="C1 mentioned"), of_one, by="outlet")
    assert cells["status"].tolist() == ["hedged"]


def test_those_that_carry_a_claim_differ_without_it():
    row = ss.claims.states(FOUR).iloc[0]
    assert (row.n_carrying, row.n_mentioned, row.usual) == (2, 1, "split")


NOBODY = pd.DataFrame({"article_id": [], "family_id": []})


@pytest.mark.parametrize(
    ("here", "others", "step", "n_judgeable"),
    [
        ("mentioned", "attributed", "cannot_tell", 1),
        ("asserted", "mentioned", "cannot_tell", 0),  # not added: it is there before
        ("absent", "mentioned", "cannot_tell", 0),
        ("asserted", "attributed", "hardened", 1),
    ],
)
def test_nothing_hardens_and_nothing_is_added_beside_it(here, others, step, n_judgeable):
    row = ss.claims.hardening(claims(a=f"C1 {others}", b=f"C1 {here}"), NOBODY, "b", ["a"]).iloc[0]
    assert (row.step, row.n_judgeable, row.n_compared) == (step, n_judgeable, 1)
    edges = pd.DataFrame({"source_article_id": ["a"], "article_id": ["b"]})
    cases = ss.claims.hardening_edges(claims(a=f"C1 {others}", b=f"C1 {here}"), edges)
    assert cases["step"].tolist() == [step]
    assert ss.claims.hardening_counts(cases)["n_could_harden"].tolist() == [1.0 if step == "hardened" else 0.0]


def test_it_is_no_omission_and_no_proof_of_circulation():
    cases = ss.claims.omissions(FOUR, articles("a", "b", "c", "d")).set_index("article_id")
    assert cases["verdict"].to_dict() == {"a": "carried", "b": "mentioned", "c": "omitted", "d": "carried"}
    row = ss.claims.omission_rates(cases.reset_index()).iloc[0]
    assert (row.n_omitted, row.n_in_circulation, row.n_mentioned) == (1, 2, 1)
    only = claims(a="C1 mentioned", b="C1 absent")
    assert ss.claims.omissions(only, articles("a", "b")).set_index("article_id").at["b", "verdict"] == "cannot_tell"


def test_it_counts_as_a_sighting():
    first = ss.timeline.first_seen(claims(a="C1 mentioned", b="C1 asserted"), articles("a", "b"))
    assert first[["article_id", "status"]].to_numpy().tolist() == [["a", "mentioned"]]


def test_two_coders_are_compared_without_it_but_for_whether_it_is_there():
    one = claims("one", a="C1 asserted", b="C1 mentioned", c="C1 absent")
    two = claims("two", a="C1 asserted", b="C1 attributed", c="C1 absent")
    table = ss.agreement.scores(one, two, n_resamples=10).set_index("comparison")
    assert table["n_units"].to_dict() == {"all": 2, "strict": 1, "found_or_not": 3, "both_found": 1}
    assert table["n_mentioned"].to_dict() == {"all": 1, "strict": 1, "found_or_not": 0, "both_found": 1}
    assert table["n_same"].tolist() == [2, 1, 3, 1]
    by = ss.agreement.scores_by(one, two).iloc[0]
    assert (by.n_units, by.n_same, by.n_found, by.n_mentioned) == (2, 2, 1, 1)
    assert ss.agreement.disagreements(one, two)["kind"].tolist() == ["mentioned"]


def test_a_coding_that_mentions_is_neither_right_nor_wrong_and_has_not_found_it():
    truth = {"claims": claims("truth", a="C1 asserted", b="C1 attributed", c="C1 mentioned")}
    coded = {"claims": claims("auto:x", a="C1 asserted", b="C1 mentioned", c="C1 asserted")}
    row = ss.agreement.coding_quality(articles("a", "b", "c"), truth, coded, n_resamples=10).iloc[0]
    assert (row.n_truth, row.n_coded, row.n_right, row.n_mentioned) == (2, 1, 1, 1)


def test_hearsay_counts_it_apart():
    ways = pd.DataFrame({"article_id": ["a", "b"], "n_hops": [0, 0]})
    row = ss.sources.firmness_by_distance(ways, claims(a="C1 asserted", b="C1 mentioned")).iloc[0]
    assert (row.n_votes, row.n_asserted, row.n_mentioned) == (1, 1, 1)
