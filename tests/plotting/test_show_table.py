"""``show_table``: tables for reading, escaped, with a note on the rows left out."""

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
    with pytest.raises(ss.SamestoryError, match=r"no column 'outlt'. Did you mean 'outlet'\? Columns: outlet"):
        ss.show_table(pd.DataFrame({"outlet": ["a"]}), ["outlt"])
