"""Votes, intervals, corrections: by hand, against scipy, and the properties they must have."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import samestory as ss
from samestory.statistics import (
    bootstrap_families,
    bootstrap_mean,
    false_discovery,
    family_of,
    family_votes,
    vote_interval,
    wilson,
)

ROWS = pd.DataFrame({"article_id": list("abcd"), "status": ["S", "S", "A", "H"]})
FAMILIES = pd.DataFrame({"article_id": list("abc"), "family_id": ["one", "one", "one"]})


def test_one_vote_a_family_divided_where_it_differs():
    votes = family_votes(ROWS, FAMILIES, "status")
    assert votes.to_dict("list") == {
        "family_id": ["d", "one", "one"],
        "status": ["H", "A", "S"],
        "weight": [1.0, 0.5, 0.5],
    }


def test_without_families_every_article_votes():
    votes = family_votes(ROWS, None, "status")
    assert votes["weight"].sum() == 4 and set(votes["family_id"]) == set("abcd")


def test_a_copy_of_an_article_changes_no_vote():
    copy = pd.DataFrame({"article_id": ["a2"], "status": ["S"]})
    families = pd.concat([FAMILIES, pd.DataFrame({"article_id": ["a2"], "family_id": ["one"]})])
    more = family_votes(pd.concat([ROWS, copy]), families, "status")
    pd.testing.assert_frame_equal(more, family_votes(ROWS, FAMILIES, "status"))


def test_votes_within_a_column():
    rows = pd.concat([ROWS.assign(claim_id="C1"), ROWS.head(2).assign(claim_id="C2")])
    votes = family_votes(rows, FAMILIES, "status", by=["claim_id"])
    assert votes.groupby("claim_id")["weight"].sum().to_dict() == {"C1": 2.0, "C2": 1.0}


def test_no_rows_give_no_votes():
    assert list(family_votes(ROWS.head(0), FAMILIES, "status").columns) == ["family_id", "status", "weight"]


def test_an_article_without_a_family_is_its_own():
    assert list(family_of(ROWS["article_id"], FAMILIES)) == ["one", "one", "one", "d"]


@pytest.mark.parametrize(("hits", "n"), [(0, 5), (3, 7), (9, 9), (50, 120)])
def test_wilson_agrees_with_scipy(hits, n):
    theirs = stats.binomtest(hits, n).proportion_ci(method="wilson")
    assert wilson(hits, n) == pytest.approx((theirs.low, theirs.high))


def test_wilson_at_its_edges():
    assert all(np.isnan(wilson(0, 0)))
    with pytest.raises(ss.errors.SamestoryError, match="6 hits of 5: hits must lie between 0 and n"):
        wilson(6, 5)


def share(rows):
    return float((rows["status"] == "S").mean())


def test_bootstrap_draws_families_not_articles():
    rows = pd.DataFrame({"article_id": [f"a{i}" for i in range(40)], "status": ["S"] * 20 + ["A"] * 20})
    two = pd.DataFrame({"article_id": rows["article_id"], "family_id": ["one"] * 20 + ["two"] * 20})
    narrow, wide = bootstrap_families(rows, None, share), bootstrap_families(rows, two, share)
    assert wide == (0.0, 1.0)
    assert 0.3 < narrow[0] < 0.5 < narrow[1] < 0.7


def test_bootstrap_repeats_and_does_not_see_row_order():
    first = bootstrap_families(ROWS, None, share, n_resamples=200)
    assert first == bootstrap_families(ROWS.sample(frac=1, random_state=2), None, share, n_resamples=200)
    assert first != bootstrap_families(ROWS, None, lambda rows: share(rows) + 1, n_resamples=200)


def test_one_family_has_no_interval():
    assert all(np.isnan(bootstrap_families(ROWS.head(3), FAMILIES, share)))


def test_false_discovery_by_hand():
    adjusted = false_discovery(pd.Series([0.01, None, 0.02, 0.03]))
    assert adjusted.tolist()[0] == pytest.approx(0.03)
    assert np.isnan(adjusted.iloc[1])
    assert false_discovery(pd.Series([], dtype="float64")).empty


def test_the_fast_mean_gives_the_interval_of_the_general_bootstrap():
    values = pd.Series([0.0, 0.5, 1.0, 1.0, 0.25, 1.0, 0.0, 0.75])
    rows = pd.DataFrame({"article_id": list("abcdefgh"), "hit": values})
    general = bootstrap_families(rows, None, lambda drawn: float(drawn["hit"].mean()), n_resamples=4000)
    assert bootstrap_mean(values, n_resamples=4000) == pytest.approx(general, abs=0.03)
    assert bootstrap_mean(values) == bootstrap_mean(values.sample(frac=1, random_state=1))
    assert all(np.isnan(bootstrap_mean(values.head(1))))


def test_two_values_are_enough_for_an_interval_of_their_mean():
    assert bootstrap_mean(pd.Series([0.0, 1.0])) == (0.0, 1.0)


def test_few_family_votes_have_wilsons_interval_and_many_are_drawn():
    few, many = pd.Series([1.0, 1.0, 1.0, 1.0, 0.5]), pd.Series([1.0, 0.0] * 5)
    assert vote_interval(few) == (*wilson(4.5, 5), "wilson")
    assert vote_interval(many) == (*bootstrap_mean(many), "bootstrap")
    assert vote_interval(pd.Series([1.0] * 10))[2] == "wilson"


def test_the_spread_of_each_row_is_that_of_the_row_alone():
    draws = np.vstack([np.random.default_rng(3).normal(size=(5, 200)), np.ones((1, 200))])
    for row, low, high in zip(draws, *ss.statistics.spreads(draws), strict=True):
        assert (low, high) == pytest.approx(ss.statistics.spread(row), nan_ok=True)
