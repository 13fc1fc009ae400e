"""What the benchmarks of shared passages hold ours against, by hand; floors where the gold sets are here."""

import pandas as pd
import pytest

import samestory as ss
from samestory.bench import graded, reuse, wire
from samestory.bench.harness import gold

RUN = "one two three four five six seven eight nine ten eleven twelve"


def articles(*rows):
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "published", "text"])
    return table.assign(
        published=pd.to_datetime(table["published"], utc=True), published_precision="day", language="en"
    )


def test_brute_force_finds_runs_within_the_window_and_across_outlets():
    table = articles(
        ("a", "A", "2024-01-01", f"zero {RUN.upper()}"),
        ("b", "B", "2024-01-04", f"{RUN}, thirteen"),
        ("c", "C", "2024-01-05", RUN),
        ("d", "A", "2024-01-01", RUN),
        ("e", "E", "2024-01-01", RUN.replace("six", "6")),
    )
    assert reuse.pairs_in_a_row(table, 12, 72) == {("a", "b"), ("b", "d"), ("b", "c")}


def test_difflib_confirms_what_is_there():
    table = articles(("a", "A", "2024-01-01", RUN), ("b", "B", "2024-01-01", RUN))
    found = ss.reuse_passages(table)
    assert reuse.confirmed(table, found, 12).tolist() == [True]
    assert reuse.confirmed(table, found.assign(later_end=20), 12).tolist() == [False]


def test_the_threshold_lies_in_the_widest_gap():
    shares = pd.Series([0.0, 0.1, 0.6, 0.9])
    assert graded.best_threshold(shares, pd.Series([False, False, True, True])) == pytest.approx(0.35)


def test_without_the_sets_they_say_so(tmp_path, monkeypatch):
    monkeypatch.delenv("SAMESTORY_BENCH", raising=False)
    for module in (graded, wire, reuse):
        assert "not measured" in module.run(tmp_path)[0]["note"]


def test_graded_reuse_keeps_its_floor():
    if not (gold() / graded.FOLDER).is_dir():
        pytest.skip(f"the public gold set {graded.FOLDER} is not here")
    found = graded.measured(gold())
    assert found["accuracy"] > 0.93
    means = list(found["means_sharing"].values())
    assert means == sorted(means, reverse=True)


def test_pairs_that_share_twelve_words_are_found_on_real_articles(monkeypatch):
    monkeypatch.delenv("SAMESTORY_BENCH", raising=False)
    table = reuse.articles_of(gold())
    if table is None:
        pytest.skip(f"the public gold set {reuse.FOLDER} is not here")
    table = table.sort_values(["published", "article_id"]).head(1000)
    found = ss.reuse_passages(table)
    truth = reuse.pairs_in_a_row(table, 12, 72)
    names = set(
        zip(found[["earlier_id", "later_id"]].min(axis=1), found[["earlier_id", "later_id"]].max(axis=1), strict=True)
    )
    assert len(truth & names) >= 0.99 * len(truth)
    assert reuse.confirmed(table, found, 12).all()
