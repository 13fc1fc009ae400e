"""The words that stand for a figure: what is drawn, with its highest and lowest rows."""

import pandas as pd

from samestory.plotting import alt_text


def test_a_share_is_said_with_its_numerator_and_denominator():
    table = pd.DataFrame(
        {"outlet": ["A", "B", "C"], "n_articles": [6, 3, 1], "article_share": [0.6, 0.3, 0.1], "n_total": [10, 10, 10]}
    )
    assert alt_text(table, "By outlet.") == (
        "By outlet. 3 rows. Article share: highest A, 60 % (6 of 10); lowest C, 10 % (1 of 10)."
    )


def test_states_are_counted():
    table = pd.DataFrame({"article": list("aabb"), "claim": list("xyxy"), "status": ["asserted", "absent"] * 2})
    assert "Status: asserted 2, absent 2." in alt_text(table)


def test_ties_are_named_and_bounded():
    table = pd.DataFrame({"name": list("abcdef"), "n_words": [1, 1, 1, 1, 1, 9]})
    assert "lowest a, b, c and 2 more, 1" in alt_text(table)


def test_an_empty_table_has_no_rows():
    assert alt_text(pd.DataFrame({"a": []}), "What?") == "What? No rows."


def test_missing_values_are_counted_and_never_the_lowest():
    table = pd.DataFrame({"name": list("abc"), "n_words": [5, None, 2]})
    assert "highest a, 5; lowest c, 2. 1 row without a value." in alt_text(table)
    assert "no row has a value" in alt_text(pd.DataFrame({"name": ["a"], "n_words": [float("nan")]}))


def test_times_are_said_from_first_to_last():
    table = pd.DataFrame({"published": pd.to_datetime(["2023-03-02 00:00", "2023-03-05 07:15"])})
    assert alt_text(table) == "2 rows. Published: from 2023-03-02 to 2023-03-05 07:15."


def test_hostile_names_stay_on_one_bounded_line():
    table = pd.DataFrame({"name": ["\x1b[31m\n" + "x" * 10_000, "b"], "n_a": [1, 2]})
    said = alt_text(table, "c" * 10_000)
    assert len(said) <= 600 and "\x1b" not in said and "\n" not in said
    said = alt_text(table)
    assert "\x1b" not in said and "\n" not in said and len(said) < 300


def test_columns_of_one_name_and_numbers_as_names_are_described():
    table = pd.DataFrame([[1, "a"], [2, "b"]], columns=["x", "x"])
    assert alt_text(table).startswith("2 rows.")
    assert alt_text(pd.DataFrame([[1, "a"], [2, "b"]])).startswith("2 rows.")
