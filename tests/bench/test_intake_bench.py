"""The benchmark of intake on a small set made here: every row says what was given, and what had to be found."""

import pandas as pd

from bench import intake

TEXT = "The harbour office said on Thursday that the fire at the quay had been put out before noon. "


def test_rows_say_whether_the_language_was_given(tmp_path, monkeypatch):
    monkeypatch.setenv(intake.LARGE, "0.001")
    monkeypatch.setattr(intake, "ROUNDS", 2)
    (tmp_path / intake.FOLDER).mkdir()
    rows = [
        {"outlet": "Quay", "title": f"Fire {n}", "author": None, "date": "2024-05-03", "url": None, "text": TEXT * 5}
        for n in range(500)
    ]
    pd.DataFrame(rows).to_parquet(tmp_path / intake.FOLDER / "articles_1.parquet")
    found = {row["what"]: row for row in intake.run(tmp_path)}
    given, unstated = found["JSONL into a table"], found["JSONL into a table, no language stated"]
    assert (given["n"], unstated["n"]) == (500, 500)
    assert "language given" in given["note"] and "language recognised from each text" in unstated["note"]
    assert 0 < unstated["ours"] < given["ours"]


def test_without_the_set_one_row_says_so(tmp_path):
    assert [row["note"] for row in intake.run(tmp_path)] == [f"{intake.FOLDER} is not in {tmp_path.name}/"]
