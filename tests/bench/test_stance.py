"""Claim states against judged stances: the shares by hand-made pairs, the patterns, the floors on the public sets."""

import pandas as pd
import pytest
from gold import gold

from bench import stance
from samestory.coding.patterns import parse

PAIRS = [
    ("against", "denied"),
    ("against", "contradicted"),
    ("against", "asserted"),
    ("for", "asserted"),
    ("for", "denied"),
    ("observing", "attributed"),
    ("for", "not found"),
]


def table(pairs, part="test"):
    rows = [("E01", part, str(n), one, status) for n, (one, status) in enumerate(pairs)]
    return pd.DataFrame(rows, columns=["rumour", "part", "article_id", "stance", "status"])


def test_shares_of_denials_and_assertions_are_counted_with_their_denominators():
    rows = {row["what"]: row for row in stance.measured("set", table(PAIRS))}
    assert (rows["set: denied, recall"]["ours"], rows["set: denied, recall"]["n"]) == (0.667, 3)
    assert (rows["set: denied, precision"]["ours"], rows["set: denied, precision"]["n"]) == (0.667, 3)
    assert (rows["set: asserted, precision"]["ours"], rows["set: asserted, precision"]["n"]) == (0.5, 2)
    assert "a pattern matches 6" in rows["set: denied, recall"]["note"]
    assert "of those asserted 1 are denials" in rows["set: asserted, precision"]["note"]


def test_a_share_of_nothing_has_no_value():
    rows = stance.measured("set", table([("for", "attributed")]))
    assert ["ours" in row for row in rows] == [False, False, False]
    assert all(row["note"].startswith("not measured: none in this part") for row in rows)


def test_sets_that_are_not_there_are_said(tmp_path):
    notes = [row["note"] for row in stance.run(tmp_path)]
    assert notes == [f"not measured: no folder {name}" for name in (stance.EMERGENT, stance.FNC)]


def test_forty_rumours_have_patterns_that_can_be_read():
    known = stance.rumours("E") | stance.rumours("F")
    assert len(known) == 40 and {one["part"] for one in known.values()} == {"dev", "test"}
    for one in known.values():
        assert all(parse(pattern) is not None for pattern in one["patterns"])


def test_pairs_of_a_small_set_are_coded(tmp_path):
    (key,) = [one["key"] for name, one in stance.rumours("E").items() if name == "E28"]
    titles = ["Bugatti vandalised in town", "No, the Bugatti was not vandalised", "A sunny day"]
    pairs = {"article_id": ["a", "b", "c"], "claim_id": f"{key}-x", "headline": titles}
    pd.DataFrame(pairs | {"stance": ["for", "against", "observing"]}).to_parquet(tmp_path / "pairs.parquet")
    found = stance.emergent(tmp_path)
    assert found[["article_id", "status"]].to_numpy().tolist() == [
        ["a", "asserted"],
        ["b", "denied"],
        ["c", "not found"],
    ]


@pytest.mark.parametrize("name", [stance.EMERGENT, stance.FNC])
def test_every_rumour_of_the_public_sets_is_found_there(name):
    read = {stance.EMERGENT: stance.emergent, stance.FNC: stance.fnc}[name]
    found = read(gold(name))
    assert set(found["rumour"]) == set(stance.rumours("E" if name == stance.EMERGENT else "F"))
