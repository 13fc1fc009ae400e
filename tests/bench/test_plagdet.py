"""Plagdet by hand, and its floor on a part of the real set."""

import math

import pandas as pd
import pytest

from bench import plagdet as part
from bench.harness import gold

CASE = (0, 100, 200, 300)


def scored(cases, detections):
    found = part.plagdet({"p": cases}, {"p": detections})
    return found["plagdet"], found["precision"], found["recall"], found["granularity"]


def test_all_found_and_nothing_found():
    assert scored([CASE], [CASE]) == (1.0, 1.0, 1.0, 1.0)
    assert scored([CASE], []) == (0.0, 0.0, 0.0, 1.0)
    assert part.plagdet({}, {"p": [CASE]})["plagdet"] == 0.0


def test_both_sides_count_by_characters():
    assert scored([CASE], [(0, 50, 200, 300)]) == (2 * 0.75 / 1.75, 1.0, 0.75, 1.0)
    assert scored([CASE], [(0, 200, 200, 300)]) == (2 * (200 / 300) / (1 + 200 / 300), 200 / 300, 1.0, 1.0)


def test_a_detection_must_meet_the_case_on_both_sides():
    assert scored([CASE], [(0, 100, 400, 500)]) == (0.0, 0.0, 0.0, 1.0)
    assert part.plagdet({"p": [CASE]}, {"other": [CASE]})["plagdet"] == 0.0


def test_pieces_cost_by_granularity():
    found = scored([CASE], [(0, 50, 200, 250), (50, 100, 250, 300)])
    assert found == (1 / math.log2(3), 1.0, 1.0, 2.0)


def test_what_is_found_twice_counts_once():
    _, precision, recall, granularity = scored([CASE], [(0, 50, 200, 250), (0, 50, 200, 250)])
    assert (precision, recall, granularity) == (1.0, 0.5, 2.0)


def test_averages_are_over_passages_not_characters():
    long, short = (0, 1000, 0, 1000), (2000, 2010, 2000, 2010)
    assert scored([long, short], [long])[2] == 0.5


def test_the_floor_on_a_part_of_the_real_set():
    folder = gold() / part.FOLDER
    if not folder.is_dir():
        pytest.skip(f"the public gold set {part.FOLDER} is not here")
    documents = pd.read_parquet(folder / "documents.parquet")
    truth = pd.read_parquet(folder / "passages.parquet")
    truth = truth[truth["suspicious_id"].isin(sorted(truth["suspicious_id"].unique())[:150])]
    truth = truth[truth["obfuscation"] != "summary-obfuscation"]
    pairs = truth[["suspicious_id", "source_id"]].drop_duplicates()
    used = documents[documents["doc_id"].isin(set(pairs["suspicious_id"]) | set(pairs["source_id"]))]
    cases: dict = {}
    for row in truth.itertuples():
        span = (row.begin, row.end, row.source_begin, row.source_end)
        cases.setdefault((row.suspicious_id, row.source_id), []).append(span)
    assert part.plagdet(cases, part.detect(used, pairs))["plagdet"] >= 0.88


def test_without_the_set_it_says_so(tmp_path):
    assert "not measured" in part.run(tmp_path)[0]["note"]


def test_passages_near_each_other_on_both_sides_are_one():
    near = [(0, 100, 0, 100), (250, 400, 200, 300), (390, 500, 5_000, 5_100)]
    assert part._joined(near) == [(0, 400, 0, 300), (390, 500, 5_000, 5_100)]
    assert part._joined(near[::-1]) == part._joined(near)
