"""Where a person can click, and where nobody can."""

import pandas as pd
import pytest

import samestory as ss
from samestory.live import FRONT_END, is_live
from samestory.runs.kernel import surroundings

TABLE = pd.DataFrame({"outlet": ["<img src=x onerror=alert(1)>", "b", "c"], "n": [10, 9, None]})


@pytest.fixture
def live(monkeypatch):
    monkeypatch.setenv(FRONT_END, "notebook.ipynb")


def test_a_run_started_from_a_live_notebook_has_kernels_that_are_not_live(live, tmp_path, monkeypatch):
    assert is_live()
    given = surroundings(tmp_path, "mark")
    assert FRONT_END not in given
    monkeypatch.delenv(FRONT_END)
    assert not is_live()


def test_a_table_is_plain_where_nobody_can_click(monkeypatch):
    plain = ss.show_table(TABLE, rows=2)
    assert not plain.live and plain._repr_html_() == plain.html
    monkeypatch.setenv(FRONT_END, "notebook.ipynb")
    clickable = ss.show_table(TABLE, rows=2)
    assert clickable.plain == plain.plain
    assert clickable.html.split("data-table")[0] == plain.html.split("data-table")[0]  # the plain form is the same


def test_a_live_table_has_all_rows_escaped_and_shows_as_many_as_the_plain_one(live):
    shown = ss.plotting.show_all([ss.plotting.show_text("One."), ss.show_table(TABLE, rows=2)])._repr_html_()
    table = shown[: shown.index("<script>")]
    assert "<img" not in table and "&lt;img" in table
    assert table.count("<tr hidden>") == 1 and "2 of 3 rows" in table
    assert 'data-sort="10"' in table and 'data-sort=""' in table
