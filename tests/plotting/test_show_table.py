"""``show_table``: tables for reading, escaped, with a note on the rows left out."""

import re

import pandas as pd
import pytest

import samestory as ss


def test_empty_cells_few_digits_and_a_note_on_rows_left_out():
    table = pd.DataFrame({"name": ["a", None, "c"], "share": [1 / 3, None, 12345.678], "n": pd.array([1, None, 3])})
    shown = ss.show_table(table, rows=2)
    assert repr(shown).splitlines()[-1] == "2 of 3 rows"
    assert "0.3333" in repr(shown) and "nan" not in repr(shown).lower() and "<NA>" not in shown._repr_html_()


def test_the_table_is_not_changed():
    table = pd.DataFrame({"x": [0.123456789]})
    ss.show_table(table)
    assert table["x"].iloc[0] == 0.123456789


def test_markup_in_cells_and_names_is_text():
    html = ss.show_table(pd.DataFrame({"<b>x</b>": ["<script>alert(1)</script>"]}))._repr_html_()
    assert "<script" not in html and "<b>" not in html
    assert "&lt;script&gt;" in html


def test_a_time_at_midnight_is_shown_as_a_day():
    times = pd.Series(pd.to_datetime(["2024-10-14", "2024-10-14 08:30"], format="ISO8601", utc=True))
    assert repr(ss.show_table(times.to_frame("t"))).split()[1:] == ["2024-10-14", "2024-10-14", "08:30"]


def test_a_table_without_rows_says_no_rows():
    assert repr(ss.show_table(pd.DataFrame({"x": []}))).endswith("no rows")


def test_an_unknown_column_is_an_error():
    with pytest.raises(ss.errors.SamestoryError, match=r"no column 'outlt'. Did you mean 'outlet'\? Columns: outlet"):
        ss.show_table(pd.DataFrame({"outlet": ["a"]}), ["outlt"])


def test_in_a_run_a_cut_table_is_written_whole_with_the_columns_its_evidence_needs(monkeypatch, tmp_path):
    monkeypatch.setenv("SAMESTORY_RUN_FOLDER", str(tmp_path))
    table = pd.DataFrame(
        {"article_id": ["a", "b", "c"], "begin": [1, 2, 3], "outlet": ["=A", "B", "C"], "x": [1, 2, 3]}
    )
    shown = ss.show_table(table, ["outlet"], rows=2).html
    (name,) = re.findall(r'data-table="(shown-\d+)">2 of 3 rows', shown)
    written = pd.read_csv(tmp_path / f"tables/{name}.csv")
    assert list(written) == ["outlet", "article_id", "begin"] and list(written["outlet"]) == ["'=A", "B", "C"]
    assert '<a data-article="a" data-begin="1">=A</a>' in shown
    assert "data-table" not in ss.show_table(table, ["outlet"], rows=3).html
    assert len(list((tmp_path / "tables").iterdir())) == 1


def test_outside_a_run_nothing_is_written_and_the_output_is_the_same(monkeypatch, tmp_path):
    from samestory.plotting import prose

    table = pd.DataFrame({"outlet": ["A", "B"]})
    outputs = []
    for folder in ("", str(tmp_path)):
        monkeypatch.setenv("SAMESTORY_RUN_FOLDER", folder)
        monkeypatch.setattr(prose, "_numbers", iter([1]))
        outputs.append(ss.show_table(table, rows=1).html)
    assert outputs[0] == outputs[1]


def test_hostile_keys_stay_in_their_attributes():
    evil = '"><script>alert(1)</script>'
    shown = ss.show_table(pd.DataFrame({"article_id": [evil], "claim_id": [evil], "outlet": [evil]})).html
    assert "<script" not in shown
    assert shown.count("&quot;&gt;&lt;script&gt;") >= 3
