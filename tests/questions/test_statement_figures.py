"""Figures of one statement: which exclude one another, which only followed one another in time."""

import pandas as pd
import pytest

from samestory.questions.statements.differing import CANNOT_TELL, CHANGED, DIFFER, ends, exclusive_figures, in_order
from samestory.questions.statements.measures import shared

SAID = "{} people are still missing after the dam broke, the fire service said."


def articles(*rows):
    """Articles of (id, outlet, day of May or none, figure in words, whose figure)."""
    return pd.DataFrame(
        [
            {
                "article_id": key, "outlet": outlet, "language": "en", "text_status": "full",
                "text": SAID.format(figure).replace("the fire service", source),
                "published": pd.NaT if day is None else pd.Timestamp(f"2026-05-{day:02d}", tz="UTC"),
                "published_precision": "unknown" if day is None else "day",
            }
            for key, outlet, day, figure, source in rows
        ]
    )  # fmt: skip


def pairs_of(*rows):
    table = articles(*rows)
    found = exclusive_figures(shared(table), table)
    return [(row.kind, row.said, row.other_said) for row in found.itertuples()]


FIRE = "the fire service"


def test_figures_of_one_source_over_days_changed_over_time():
    rows = [("a", "A", 13, "Eight", FIRE), ("b", "B", 14, "Six", FIRE), ("c", "C", 16, "Four", FIRE)]
    assert set(pairs_of(*rows)) == {(CHANGED, "8", "6"), (CHANGED, "8", "4"), (CHANGED, "6", "4")}


def test_figures_given_on_the_same_day_differ():
    assert pairs_of(("a", "A", 13, "Eight", FIRE), ("b", "B", 13, "Four", FIRE)) == [(DIFFER, "4", "8")]


def test_a_figure_that_others_still_give_later_differs_if_the_sources_do():
    rows = [("a", "A", 13, "Eight", FIRE), ("b", "B", 14, "Four", "the mayor"), ("c", "C", 15, "Eight", FIRE)]
    assert pairs_of(*rows) == [(DIFFER, "4", "8")]


def test_a_late_article_with_the_old_figure_of_the_same_source_does_not_make_a_difference():
    rows = [("a", "A", 13, "Eight", FIRE), ("b", "B", 14, "Four", FIRE), ("c", "C", 15, "Eight", FIRE)]
    assert pairs_of(*rows) == [(CHANGED, "8", "4")]


def test_whether_figures_of_two_sources_changed_or_differ_cannot_be_told_if_one_came_later():
    rows = [("a", "A", 13, "Eight", FIRE), ("b", "B", 14, "Four", "the mayor")]
    assert pairs_of(*rows) == [(CANNOT_TELL, "8", "4")]


def test_an_unknown_order_is_a_difference():
    assert pairs_of(("a", "A", None, "Eight", FIRE), ("b", "B", 14, "Four", FIRE)) == [(DIFFER, "4", "8")]


def test_an_article_without_a_date_does_not_hide_the_order_of_those_with_one():
    rows = [("a", "A", 13, "Eight", FIRE), ("b", "B", 14, "Four", FIRE), ("c", "C", None, "Eight", FIRE)]
    assert pairs_of(*rows) == [(CHANGED, "8", "4")]


@pytest.mark.parametrize(
    "figures", [("About 2,300", "2,300"), ("At least 14", "21"), ("Around 2,500", "About 2,300"), ("14", "14")]
)
def test_figures_that_can_both_be_true_are_no_pair(figures):
    assert pairs_of(*((str(at), str(at), 13, figure, FIRE) for at, figure in enumerate(figures))) == []


def test_ends_are_the_different_figures_and_in_order_puts_them_in_time():
    table = articles(("a", "A", 13, "Eight", FIRE), ("b", "B", 14, "Six", FIRE), ("c", "C", 16, "Four", FIRE))
    found = ends(exclusive_figures(shared(table), table))
    assert in_order(found, table)[["said", "words"]].to_numpy().tolist() == [
        ["8", "Eight"],
        ["6", "Six"],
        ["4", "Four"],
    ]
