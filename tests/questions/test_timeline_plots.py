"""The timeline and the circulation of claims: what their artists say."""

import matplotlib
import matplotlib.dates as mdates
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import samestory as ss
from samestory.plotting.theme import CYCLE, HATCHES
from samestory.questions.timeline.figures import plot_circulation, plot_times
from samestory.questions.timeline.measures import circulation, times

STORIES = ["mali-drones", "harbour-fire"]


def articles(*rows):
    """Rows of (article, event, date or None, precision)."""
    table = pd.DataFrame(rows, columns=["article_id", "event", "published", "published_precision"])
    return ss.schema.check(table.assign(story="s", outlet="o", language="en", text_status="full"), "articles")


FIVE = articles(
    ("a", "fire", "2024-10-14T12:00Z", "minute"),
    ("b", "fire", "2024-10-14", "day"),
    ("c", "fire", "2024-10", "month"),
    ("d", "toll", "2024-10-16", "day"),
    ("e", "toll", None, "unknown"),
)


def marks(ax):
    return [(line.get_marker(), float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in ax.lines
            if line.get_marker() in ("o", "s")]  # fmt: skip


def words(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("story", STORIES)
def test_plots_take_axes_give_axes_and_leave_table_and_settings_alone(story):
    data = ss.load_story(story)
    for plot, table in (
        (plot_times, times(data.articles)),
        (plot_circulation, circulation(data.table("claims"), data.articles)),
    ):
        before, settings, mine = table.copy(), dict(matplotlib.rcParams), Figure().subplots()
        assert plot(table, ax=mine) is mine
        pd.testing.assert_frame_equal(table, before)
        assert dict(matplotlib.rcParams) == settings


def test_plots_of_no_rows_draw_an_empty_figure():
    none = times(FIVE.head(0))
    life = circulation(pd.DataFrame(columns=["article_id", "claim_id", "status"]), FIVE)
    for ax in (plot_times(none), plot_circulation(life)):
        ax.figure.draw_without_rendering()
        assert not marks(ax) and not ax.patches


def test_each_precision_has_its_mark_and_the_undated_are_counted():
    ax = plot_times(times(FIVE))
    noon = mdates.date2num(pd.Timestamp("2024-10-14T12:00Z"))
    found = marks(ax)
    assert sorted((marker, x) for marker, x, _ in found) == [("o", noon), ("s", noon), ("s", noon + 2)]
    at_noon = [y for _, x, y in found if x == noon]
    assert abs(at_noon[0] - at_noon[1]) == 1  # stacked, not on top of each other
    (band,) = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert (band.get_x(), band.get_width()) == (mdates.date2num(pd.Timestamp("2024-10-01")), 31)
    assert {"3", "2 (1 undated)"} <= set(words(ax))
    assert ax.get_xlabel() == "5 articles, 1 without a date"


def test_the_axis_covers_what_is_known_to_the_day():
    low, high = plot_times(times(FIVE)).get_xlim()
    assert low > mdates.date2num(pd.Timestamp("2024-10-13")) and high < mdates.date2num(pd.Timestamp("2024-10-18"))
    months = times(FIVE[FIVE["article_id"] == "c"])
    assert plot_times(months).get_xlim()[1] > mdates.date2num(pd.Timestamp("2024-10-31"))


def test_rows_have_a_colour_each_while_there_are_enough_and_one_for_all_beyond():
    ax = plot_times(times(FIVE))
    colours = {to_hex(line.get_color()).upper() for line in ax.lines if line.get_marker() in ("o", "s")}
    assert colours == {CYCLE[0], CYCLE[1]}
    many = articles(*[(f"a{i}", f"event {i}", f"2024-10-{i + 1:02d}", "day") for i in range(len(CYCLE) + 1)])
    ax = plot_times(times(many))
    assert len({to_hex(line.get_color()) for line in ax.lines if line.get_marker() == "s"}) == 1


def test_what_lies_outside_the_period_has_a_ring():
    table = times(FIVE, period=(pd.Timestamp("2024-10-15").date(), pd.Timestamp("2024-10-31").date()))
    ax = plot_times(table)
    rings = [line for line in ax.lines if line.get_marker() in ("o", "s") and line.get_markeredgecolor() == "#D00000"]
    assert len(rings) == 2
    assert "outside the period" in [text.get_text() for text in ax.figure.legends[0].get_texts()]


def test_rows_in_a_given_order():
    ax = plot_times(times(FIVE), order=["toll", "fire"])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["toll", "fire"]
    with pytest.raises(ss.errors.TableError, match="order leaves out toll, rows of event"):
        plot_times(times(FIVE), order=["fire"])


def test_no_two_marks_of_a_row_cover_each_other():
    ax = plot_times(times(ss.load_story("mali-drones").articles))
    found = marks(ax)
    assert len(found) == len({(x, y) for _, x, y in found}) == 54


def test_circulation_bars_run_over_whole_days_and_hatched_as_far_as_months_reach():
    rows = [("a", "C1", "asserted"), ("d", "C1", "asserted"), ("c", "C1", "asserted"), ("e", "C2", "asserted")]
    life = circulation(pd.DataFrame(rows, columns=["article_id", "claim_id", "status"]), FIVE)
    ax = plot_circulation(life.assign(claim=["C1 fire", "C2 toll"]))
    reach, known = ax.patches
    assert (reach.get_width(), reach.get_hatch()) == (31, HATCHES["unknown"])
    assert (known.get_x(), known.get_width()) == (mdates.date2num(pd.Timestamp("2024-10-14")), 3)
    assert known.get_hatch() is None
    assert {"3 of 3", "0 of 1", "no article that carries it has a date"} <= set(words(ax))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["C1 fire", "C2 toll"]


def test_rows_have_readable_names_and_a_band_hides_the_grid_behind_its_text():
    ax = plot_times(times(FIVE), names={"fire": "The fire in the harbour"})
    assert [label.get_text() for label in ax.get_yticklabels()] == ["The fire in the harbour", "toll"]
    (band,) = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert band.get_facecolor()[3] == 1 and band.get_zorder() > 0.5


def test_the_legend_of_circulation_names_only_what_is_drawn():
    known = circulation(pd.DataFrame([("a", "C1", "asserted")], columns=["article_id", "claim_id", "status"]), FIVE)
    said = [text.get_text() for text in plot_circulation(known).figure.legends[0].get_texts()]
    assert said == ["from the first to the last known day"]
    undated = circulation(pd.DataFrame([("e", "C1", "asserted")], columns=["article_id", "claim_id", "status"]), FIVE)
    assert plot_circulation(undated).figure.legends == []
