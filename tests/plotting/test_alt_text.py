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


def test_the_two_counts_behind_a_share_are_found_by_what_they_make():
    table = pd.DataFrame({"outlet": list("abc"), "n_x": [1, 0, 0], "n_of": [2, 4, 8], "odd_share": [0.5, 0, 0]})
    assert alt_text(table) == "3 rows. Odd share: highest a, 50 % (1 of 2); lowest b and c, 0 % (up to 0 of 8)."
    assert "50 %; lowest" in alt_text(table.assign(n_of=0))  # no division by zero


def test_rows_of_one_name_are_told_apart_and_a_quantity_is_no_name_of_its_only_rows():
    table = pd.DataFrame({"quantity": "dead", "low": [4, 9], "high": [4, 9], "source": ["Office", "Union"]})
    assert alt_text(table).endswith("Figure given: highest Union, 9; lowest Office, 4.")
    table = pd.DataFrame({"name": ["A", "A", "B"], "group": ["x", "y", "x"], "n_articles": [3, 1, 2]})
    assert alt_text(table).endswith("Articles: highest A (x), 3; lowest A (y), 1.")


def test_edges_say_who_is_named_most_and_pairs_of_codes_how_many_are_the_same():
    edges = pd.DataFrame({"source": ["Wire", "Wire", "Post"], "target": list("abc"), "target_hop": 1})
    assert alt_text(edges) == "3 rows. Named most: Wire, by 2 of 3."
    codes = pd.DataFrame(
        {"first": ["x", "x"], "second": ["x", "not_visible"], "is_same": [True, False], "n_units": [7, 2]}
    )
    assert alt_text(codes).endswith("The same for 7 of 9 units. Most often they differ as x and not visible: 2.")


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
