"""Figures of agreement: what their artists say, by hand-typed tables and on the ledger."""

from itertools import pairwise

import matplotlib
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import samestory as ss
from samestory.plotting.theme import COLOURS
from samestory.questions.agreement.figures import plot_confusion, plot_scores, plot_scores_by
from samestory.questions.agreement.measures import confusion, scores, scores_by
from samestory.schema import STATUSES


@pytest.fixture(scope="module")
def codings():
    story = ss.load_story("mali-drones")
    return tuple(story.table("claims", coder=f"hand:{which}") for which in ("first", "second"))


@pytest.fixture(scope="module")
def tables(codings):
    return {
        "agreement": (plot_scores, scores(*codings, n_resamples=50)),
        "confusion": (plot_confusion, confusion(*codings)),
        "by": (plot_scores_by, scores_by(*codings)),
    }


@pytest.mark.parametrize("name", ["agreement", "confusion", "by"])
def test_a_plot_takes_axes_gives_axes_and_leaves_its_table_alone(tables, name):
    plot, table = tables[name]
    before, settings = table.copy(), dict(matplotlib.rcParams)
    mine = Figure().subplots()
    assert plot(table, ax=mine) is mine
    mine.figure.draw_without_rendering()
    pd.testing.assert_frame_equal(table, before)
    assert dict(matplotlib.rcParams) == settings
    assert mine.get_title(loc="left") or mine.get_title()


@pytest.mark.parametrize("name", ["agreement", "confusion", "by"])
def test_no_rows_draw_an_empty_figure(tables, name):
    plot, table = tables[name]
    ax = plot(table.head(0))
    ax.figure.draw_without_rendering()
    assert not ax.patches


def dots(ax, marker):
    return [float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == marker and len(line.get_xdata())]


def test_dots_squares_and_intervals_stand_at_their_values(tables):
    _, table = tables["agreement"]
    ax = plot_scores(table)
    assert dots(ax, "o") == list(table["alpha"]) and dots(ax, "s") == list(table["same_share"])
    ends = [tuple(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2 and line.get_alpha()]
    assert ends[0::2] == list(zip(table["alpha_low"], table["alpha_high"], strict=True))
    texts = [text.get_text() for text in ax.texts]
    assert "same: 48 of 57 units\nalpha: 0.771" in texts
    assert ax.get_xlabel().endswith("\n10 articles")


def test_few_units_are_told_as_cases_and_not_drawn():
    few = pd.DataFrame({"article_id": ["x", "x"], "claim_id": ["C1", "C2"], "status": ["asserted", "absent"]})
    ax = plot_scores(scores(few, few, n_resamples=2))
    assert dots(ax, "o") == [] and dots(ax, "s") == []
    assert "same: 2 of 2 units" in [text.get_text() for text in ax.texts]
    assert ax.get_xlabel().endswith("\n1 article")


def test_families_and_what_one_coder_left_out_are_said(codings):
    story = ss.load_story("mali-drones")
    table = scores(story.table("claims"), codings[0], families=story.table("families"), n_resamples=2)
    said = plot_scores(table).get_xlabel()
    assert said.endswith("10 articles, one vote for each of 9 families; 2,800 units coded by only one")


def test_the_matrix_sets_its_diagonal_apart_and_hatches_what_was_not_visible(tables):
    _, table = tables["confusion"]
    ax = plot_confusion(table, first="one", second="two")
    cells = {(round(c.get_x() + 0.46), round(c.get_y() + 0.44)): c for c in ax.patches}
    k = 7
    assert len(cells) == k * k
    assert {to_hex(cells[i, i].get_facecolor()) for i in range(k)} == {"#e4e4e4"}
    assert cells[6, 6].get_hatch() == "////" and cells[5, 5].get_hatch() is None
    warm = [place for place, cell in cells.items() if to_hex(cell.get_edgecolor()).upper() == COLOURS["contradicted"]]
    assert len(warm) == (~table["is_same"]).sum() == 8
    assert (
        to_hex(cells[0, 5].get_facecolor()).upper() == COLOURS["contradicted"]
    )  # absent here, asserted there: most, 2
    said = [text.get_text() for text in ax.texts]
    assert "250" in said and said.count("all") == 2
    keys = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert keys == ["both say the same", "not visible to either", "they differ (the darker, the more units)", "no unit"]
    assert ax.get_xlabel() == "two says" and ax.get_ylabel() == "one says"


def test_values_that_are_no_statuses_have_their_cells():
    table = pd.DataFrame({"first": ["neutral", "neutral"], "second": ["neutral", "not coded"], "n_units": [3.0, 1.0]})
    ax = plot_confusion(table.assign(is_same=[True, False]))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["neutral", "not coded"]
    keys = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert "not visible to either" not in keys


def test_a_value_that_both_never_share_has_an_empty_diagonal_cell():
    table = pd.DataFrame({"first": ["asserted", "asserted"], "second": ["asserted", "mentioned"]})
    ax = plot_confusion(table.assign(is_same=[True, False], n_units=[3.0, 1.0]))
    cells = {(round(c.get_x() + 0.46), round(c.get_y() + 0.44)): c for c in ax.patches}
    assert to_hex(cells[1, 1].get_facecolor()) == "#ffffff" and cells[1, 1].get_hatch() is None
    both = table.assign(first=table["second"], is_same=True, n_units=2.0)
    keys = [text.get_text() for text in plot_confusion(both).figure.legends[0].get_texts()]
    assert keys == ["both say the same", "mentioned by both", "no unit"]


def test_names_of_all_eight_statuses_do_not_touch():
    rows = [(name, name, True, 1.0) for name in STATUSES]
    ax = plot_confusion(pd.DataFrame(rows, columns=["first", "second", "is_same", "n_units"]))
    ax.figure.draw_without_rendering()
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    assert len(boxes) == 8
    assert all(one.x1 < other.x0 for one, other in pairwise(boxes))


def test_codings_that_never_differ_have_no_key_for_differences():
    table = pd.DataFrame({"first": ["absent"], "second": ["absent"], "is_same": [True], "n_units": [3.0]})
    keys = [text.get_text() for text in plot_confusion(table).figure.legends[0].get_texts()]
    assert keys == ["both say the same", "no unit"]


def test_bars_add_up_to_the_units_and_say_what_was_found(tables):
    _, table = tables["by"]
    ax = plot_scores_by(table.assign(name="claim " + table["claim_id"]))
    assert sum(bar.get_width() for bar in ax.patches) == 250
    assert ax.get_yticklabels()[0].get_text() == "claim C18"
    texts = [text.get_text() for text in ax.texts]
    assert texts[0] == "1 of 2" and texts.count("nothing found") == 9
    hatched = [bar for bar in ax.patches if bar.get_hatch()]
    assert sum(bar.get_width() for bar in hatched) == table["n_not_visible"].sum()


def test_rows_of_different_articles_are_told_as_a_range(tables):
    _, table = tables["agreement"]
    mixed = table.assign(
        n_articles=[8, *[23] * (len(table) - 1)],
        n_families=[7, *[16] * (len(table) - 1)],
        n_only_first=0,
        n_only_second=0,
    )
    said = plot_scores(mixed).get_xlabel()
    assert said.endswith("\n8 to 23 articles a row, one vote for each of 7 to 16 families")
    mixed.loc[mixed.index[0], "n_only_first"] = 1_200
    assert plot_scores(mixed).get_xlabel().endswith("; 0 to 1,200 units coded by only one")
