"""The rule of the report: what a score is, what qualifies, what is shown first, and how often a kind is shown."""

import dataclasses
import math

import pytest

from samestory.report import chosen
from samestory.report.evidence import Passage
from samestory.report.finding import KINDS, Finding
from samestory.statistics import wilson

PASSAGES = tuple(
    Passage(key, f"Outlet {key}", "1 Jan 2024", "en", "says so", "One two three.", 0, 3) for key in ("a", "b")
)


def finding(kind="numbers", key="x", **changed):
    """A finding that qualifies: 8 of 10 cases, 5 families, seen in 9 of 10 articles."""
    given = {
        "kind": kind, "key": key, "sentence": "It is so.", "hits": 8.0, "cases": 10.0, "of": "cases", "families": 5,
        "outlets": 4, "seen": 9, "whole": 10, "passages": PASSAGES,
    }  # fmt: skip
    return Finding(**given | changed)


def keys(found):
    return [one.key for one in found]


def test_the_score_is_the_product_of_its_four_parts():
    one = finding("copies")
    z = 1.959963984540054
    low = (0.8 + z**2 / 20 - z * math.sqrt(0.8 * 0.2 / 10 + z**2 / 400)) / (1 + z**2 / 10)  # Wilson, by hand
    assert one.score == pytest.approx(100 * 0.5 * (5 / 10) * low * 0.9, abs=1e-5)
    assert low == pytest.approx(wilson(8, 10)[0])


def test_a_finding_about_copies_reaches_as_far_as_its_outlets():
    assert finding("copies", by_outlets=True, outlets=20, families=1).reach == 0.8


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"hits": 0.0}, "not one case shows it"),
        ({"hits": 4.0, "cases": 4.0}, "too few cases (4; at least 5)"),
        ({"outlets": 1}, "too few outlets (1; at least 2)"),
        ({"passages": PASSAGES[:1]}, "too few passages (1; at least 2)"),
        ({"seen": 1, "whole": 1000}, "score below 1"),
    ],
)
def test_a_finding_with_too_little_evidence_is_not_shown_and_the_ranking_says_why(changed, why):
    shown, ranking = chosen([finding(**changed)])
    assert shown == [] and ranking["why_not"].tolist() == [why] and ranking["rank"].isna().all()


def test_five_cases_two_outlets_and_two_passages_are_enough():
    assert len(chosen([finding(hits=5.0, cases=5.0, outlets=2)])[0]) == 1


def test_without_a_case_nothing_is_divided_by_nothing():
    one = finding(hits=0.0, cases=0.0, seen=0, whole=0, families=0)
    assert (one.score, one.share, one.interval, one.coverage) == (0.0, 0.0, (0.0, 1.0), 0.0)


def test_the_highest_score_comes_first():
    few, many = finding("numbers", "few", hits=5.0), finding("denial", "many", hits=9.0)
    assert keys(chosen([few, many])[0]) == ["many", "few"]


def test_equal_scores_are_in_the_order_of_the_kinds_then_of_the_keys():
    given = [finding("denial", "a"), finding("numbers", "b"), finding("numbers", "a")]
    # The second of a kind counts a third, so the denial comes before it.
    assert [(one.kind, one.key) for one in chosen(given)[0]] == [("numbers", "a"), ("denial", "a"), ("numbers", "b")]
    assert [one.key for one in chosen(reversed(given))[0]] == [one.key for one in chosen(given)[0]]


def test_at_most_two_of_a_kind_are_shown():
    shown, ranking = chosen([finding("numbers", key) for key in "abcd"])
    assert keys(shown) == ["a", "b"]
    assert ranking["why_not"].tolist() == ["", "", "2 of this kind are shown", "2 of this kind are shown"]


def test_a_second_of_a_kind_counts_a_third_of_its_score():
    strong = [finding("numbers", key) for key in "ab"]
    third = finding("denial", "c", seen=4)  # 4/9 of the others' score: more than a third of it
    less = finding("denial", "d", seen=2)  # 2/9: less
    assert keys(chosen([*strong, third])[0]) == ["a", "c", "b"]
    assert keys(chosen([*strong, less])[0]) == ["a", "b", "d"]


def test_no_more_are_shown_than_asked_for():
    shown, ranking = chosen([finding(kind) for kind in KINDS], 3)
    assert len(shown) == 3 and (ranking["why_not"] == "others count more").sum() == len(KINDS) - 3
    assert ranking["rank"].dropna().tolist() == [1, 2, 3]


def test_no_candidate_gives_no_finding():
    shown, ranking = chosen([])
    assert shown == [] and len(ranking) == 0 and "why_not" in ranking


def test_two_findings_with_equal_values_are_two():
    twin = finding("numbers", "a")
    assert len(chosen([twin, dataclasses.replace(twin)])[0]) == 2


def test_the_basis_says_every_number_of_the_score():
    assert finding(hits=4.5).basis == (
        "Score 9.1: kind of evidence 1; reach 0.50 (5 copy families); strength 0.20 (4.5 of 10 cases: 45%, 95 %"
        " interval 20% to 73%); coverage 0.90 (9 of 10)."
    )
