"""One rule for intervals, in every measure: none has a width of 0 where all agree."""

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import samestory as ss
from samestory import questions, statistics
from samestory.coding.quality import precision_recall
from samestory.questions.agreement.measures import scores, scores_by
from samestory.questions.agreement.spans import span_agreement

NAMES = [f"a{n:02}" for n in range(12)]


def claims(ids, status="asserted"):
    return pd.DataFrame({"article_id": ids, "claim_id": "C01", "status": status, "coder": "hand"})


def spans(ids):
    return pd.DataFrame({"article_id": ids, "begin": 0, "end": 9, "coder": "hand"})


def citations(ids):
    rows = pd.DataFrame({"article_id": ids, "cited": [f"source {n}" for n in ids], "kind": "unnamed"})
    return rows.assign(order=1, coder="hand")


def articles(ids):
    return pd.DataFrame({"article_id": ids, "outlet": "one outlet"})


ALL_AGREE = {
    "agreement": lambda ids: scores(claims(ids), claims(ids), n_resamples=50),
    "agreement_by": lambda ids: scores_by(claims(ids), claims(ids)),
    "claim_rates": lambda ids: ss.claims.rates(claims(ids), families=families(ids), n_resamples=50),
    "precision_recall": lambda ids: precision_recall(spans(ids), spans(ids), ["article_id", "begin", "end"]),
    "span_agreement": lambda ids: span_agreement(spans(ids), spans(ids), n_resamples=50),
    "unnamed_sources": lambda ids: ss.sources.unnamed_sources(articles(ids), citations(ids)),
}


def families(ids):
    return pd.DataFrame({"article_id": ids, "family_id": ids, "basis": "alone", "is_earliest": True, "coder": "hand"})


@pytest.mark.parametrize("n", [1, 2, 5, 12])
@pytest.mark.parametrize("name", ALL_AGREE)
def test_full_agreement_has_no_interval_of_width_0(name, n):
    table = ALL_AGREE[name](NAMES[:n])
    pairs = [(low, low.removesuffix("low") + "high") for low in table.columns if low == "low" or low.endswith("_low")]
    assert pairs and len(table)
    for low, high in pairs:
        known = table[[low, high]].dropna()
        assert (known[high] > known[low]).all(), (low, table[[low, high]])


def test_a_share_in_ten_families_is_drawn_and_in_nine_is_wilsons():
    votes = pd.Series([1.0] * 5 + [0.0] * 5)
    assert statistics.vote_interval(votes)[2] == "bootstrap"
    assert statistics.vote_interval(votes[1:]) == (*statistics.wilson(4, 9), "wilson")
    assert statistics.vote_interval(pd.Series([0.5] * 20)) == (*statistics.wilson(10, 20), "wilson")
    assert statistics.vote_interval(pd.Series([], dtype=float))[2] == "none"


def test_draws_that_agree_say_nothing_of_a_spread():
    assert np.isnan(statistics.spread(np.array([0.3, 0.3, np.nan]))).all()
    assert statistics.spread(np.array([0.0, 1.0]), 1.0) == (0.0, 1.0)


def test_no_measure_makes_intervals_by_a_rule_of_its_own():
    for path in sorted(Path(questions.__file__).parent.rglob("*.py")):
        called = {
            node.func.attr
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        # A band of shuffles, and a length below which an article has no room, are no intervals of something measured.
        assert not called & {"quantile", "percentile"} or path.name in ("robustness.py", "left_out.py"), path.name
