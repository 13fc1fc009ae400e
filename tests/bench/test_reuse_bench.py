"""What the benchmarks of shared passages hold ours against, by hand; floors where the gold sets are here."""

import pandas as pd
import pytest

import samestory as ss
from bench import cluster, graded, reuse, wire
from bench.harness import gold

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
    found = ss.reuse.shared_passages(table)
    assert reuse.confirmed(table, found, 12).tolist() == [True]
    assert reuse.confirmed(table, found.assign(later_end=20), 12).tolist() == [False]


def test_the_threshold_lies_in_the_widest_gap():
    shares = pd.Series([0.0, 0.1, 0.6, 0.9])
    assert graded.best_threshold(shares, pd.Series([False, False, True, True])) == pytest.approx(0.35)


def test_without_the_sets_they_say_so(tmp_path, monkeypatch):
    monkeypatch.delenv("SAMESTORY_BENCH", raising=False)
    for module in (graded, wire, reuse):
        assert "not measured" in module.run(tmp_path)[0]["note"]


OTHERS = [f"w{i:03d}" for i in range(400)]


def test_each_article_with_a_credit_is_in_a_family_or_has_its_reason():
    run, short = " ".join(OTHERS[:16]), " ".join(OTHERS[20:29])
    own = iter(" ".join(OTHERS[i : i + 100]) for i in range(50, 400, 100))
    rows = [
        ("kin", "A", "2024-01-01", f"{run} one"),
        ("source", "B", "2024-01-01", f"{run} two {short}"),
        ("light", "C", "2024-01-01", f"{run} {next(own)}"),
        ("later", "D", "2024-03-01", run + " three"),
        ("shorter", "E", "2024-01-01", f"{short} {next(own)}"),
        ("alone", "F", "2024-01-01", next(own)),
        ("quoted", "G", "2024-01-01", f"“{' '.join(OTHERS[30:44])}” he"),
        ("said", "H", "2024-01-01", f"“{' '.join(OTHERS[30:44])}” she"),
    ]
    table = articles(*rows)
    table["wire_credit"] = [None if name in ("source", "said") else "AFP" for name in table["article_id"]]
    found, seconds = wire.reasons(table)
    assert list(found.columns) == wire.LISTED and seconds > 0
    assert found["article_id"].tolist() == sorted(set(table["article_id"]) - {"source", "said"})
    expected = {name: "family" if name == "kin" else name for name in found["article_id"]}
    assert dict(zip(found["article_id"], found["reason"], strict=True)) == expected
    row = found.set_index("article_id").loc["kin"]
    assert (row["other_id"], row["n_shared"], row["meaning"]) == ("light", 16, wire.REASONS["family"])
    none, _ = wire.reasons(table.assign(wire_credit=""))
    assert none.empty and list(none.columns) == wire.LISTED


def test_the_list_of_credits_is_kept_beside_and_its_rows_add_up(tmp_path, monkeypatch):
    table = articles(("a", "A", "2024-01-01", RUN), ("b", "B", "2024-01-01", RUN), ("c", "C", "2024-01-01", "other"))
    (tmp_path / "gold" / wire.FOLDER).mkdir(parents=True)
    given = table.rename(columns={"article_id": "doc_id", "published": "date", "language": "lang"})
    given = given.assign(date=given["date"].dt.strftime("%Y-%m-%d"), wire_credit=["AFP", None, "AFP"])
    given.to_parquet(tmp_path / "gold" / wire.FOLDER / "articles.parquet")
    monkeypatch.setattr("samestory.paths.outputs", lambda: tmp_path / "outputs")
    rows = wire.run(tmp_path / "gold")
    assert [row["n"] for row in rows[1:]] == [0, 1, 0, 0, 0, 1]  # twelve words are under the fifteen of a family
    assert sum(row["ours"] for row in rows[1:]) == 1
    listed = pd.read_csv(tmp_path / "outputs" / "bench" / "agency_credits.csv")
    assert dict(listed[["article_id", "reason"]].values) == {"a": "light", "c": "alone"}


def test_graded_reuse_keeps_its_floor():
    if not (gold() / graded.FOLDER).is_dir():
        pytest.skip(f"the public gold set {graded.FOLDER} is not here")
    found = graded.measured(gold())
    assert found["accuracy"] > 0.93
    means = list(found["verbatim"].values())
    assert means == sorted(means, reverse=True)


def test_pairs_that_share_twelve_words_are_found_on_real_articles(monkeypatch):
    monkeypatch.delenv("SAMESTORY_BENCH", raising=False)
    table = reuse.articles_of(gold())
    if table is None:
        pytest.skip(f"the public gold set {reuse.FOLDER} is not here")
    table = table.sort_values(["published", "article_id"]).head(1000)
    found = ss.reuse.shared_passages(table)
    truth = reuse.pairs_in_a_row(table, 12, 72)
    names = set(
        zip(found[["earlier_id", "later_id"]].min(axis=1), found[["earlier_id", "later_id"]].max(axis=1), strict=True)
    )
    assert len(truth & names) >= 0.99 * len(truth)
    assert reuse.confirmed(table, found, 12).all()


def test_two_workers_against_one_process_where_no_set_is_there(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.delenv("SAMESTORY_BENCH", raising=False)
    monkeypatch.setattr(cluster, "SIMULATED", 200)
    rows = cluster.run(tmp_path)
    assert [row["what"].split(" on ")[0] for row in rows] == ["similar pairs", "shared passages"]
    assert all(row["n"] == 200 and row["note"].startswith("the same ") for row in rows)
