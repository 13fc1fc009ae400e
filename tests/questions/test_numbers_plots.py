"""Figures of numbers: what their artists say."""

import itertools

import matplotlib
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import samestory as ss
from samestory.plotting.theme import COLOURS
from samestory.questions.numbers.along_chains import drift
from samestory.questions.numbers.figures import plot_drift, plot_intervals, plot_updates, said
from samestory.questions.numbers.measures import intervals, updates
from samestory.questions.numbers.measures import values as number_values

STORIES = {"mali-drones": "tinz_wagner_dead", "harbour-fire": "fire_dead"}


def drawings(name):
    story = ss.load_story(name)
    options = {"vague": story.codebook.vague, "families": story.table("families")}
    values = number_values(story.table("numbers"), story.articles, **options)
    one = values[values["quantity"] == STORIES[name]]
    nearest = story.table("chains").sort_values("step").drop_duplicates("article_id", keep="last")
    return {
        "intervals": (plot_intervals, intervals(one), {"name": "the dead"}),
        "times": (plot_updates, one, {"updates": updates(one), "name": "the dead"}),
        "drift": (plot_drift, drift(values, nearest, story.articles), {}),
    }


@pytest.fixture(scope="module")
def stories():
    return {name: drawings(name) for name in STORIES}


@pytest.mark.parametrize("name", ["intervals", "times", "drift"])
@pytest.mark.parametrize("story", STORIES)
def test_a_plot_takes_axes_gives_axes_and_leaves_its_table_alone(stories, story, name):
    plot, table, options = stories[story][name]
    before, settings = table.copy(), dict(matplotlib.rcParams)
    mine = Figure().subplots()
    assert plot(table, ax=mine, **options) is mine
    pd.testing.assert_frame_equal(table, before)
    assert dict(matplotlib.rcParams) == settings
    assert mine.get_title(loc="left")


@pytest.mark.parametrize("name", ["intervals", "times", "drift"])
def test_a_plot_of_no_rows_draws_an_empty_figure(stories, name):
    plot, table, _ = stories["harbour-fire"][name]
    ax = plot(table.head(0))
    ax.figure.draw_without_rendering()
    assert not [line for line in ax.lines if line.get_marker() == "o"]


def test_an_interval_in_few_signs():
    nan = float("nan")
    assert [said(*b) for b in [(84, 84), (9, nan), (nan, 80), (20, 82), (nan, nan)]] == [
        "84",
        "≥ 9",
        "≤ 80",
        "20 to 82",
        "open",
    ]


@pytest.fixture
def table():
    columns = ["source", "low", "high", "is_vague", "values", "n_articles", "n_families", "n_conflicts"]
    rows = [
        ("Office", 4.0, 4.0, False, "four", 3, 2, 1),
        ("own voice", 3.0, float("nan"), True, "several", 1, 1, 0),
        ("Union", float("nan"), 9.0, False, "up to 9", 1, 1, 0),
        ("Nurse", 6.0, 8.0, False, "six to eight", 1, 1, 1),
    ]
    return pd.DataFrame(rows, columns=columns).assign(
        quantity="dead_total", unit="persons", n_others=3, n_other_scope=0, n_other_time=0, scope=None
    )


def test_intervals_have_dots_at_their_bounds_and_arrows_where_open(table):
    ax = plot_intervals(table)
    dots = [(list(line.get_xdata()), line.get_ydata()[0]) for line in ax.lines if line.get_marker() == "o"]
    assert dots == [([4], 0), ([3], 1), ([9], 2), ([6, 8], 3)]
    arrows = {
        line.get_marker(): line.get_ydata()[0] for line in ax.lines if line.get_marker() in "<>" and line.get_marker()
    }
    assert arrows == {">": 1, "<": 2}


def test_scopes_stand_in_brackets_and_in_the_legend_and_other_scopes_have_a_column(table):
    scoped = table.assign(scope=["in the fire", None, "dans la ville", None], n_other_scope=[1, 0, 1, 0])
    ax = plot_intervals(scoped)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[0] == "Office: 4 (in the fire)" and names[2] == "Union: ≤ 9 (dans la ville)"
    assert names[1] == "own voice: “several”, ≥ 3"
    legend = {text.get_text() for text in ax.figure.legends[0].get_texts()}
    assert {"in brackets: of whom, where, since when", "other scope: figures not compared with it"} <= legend
    assert "other scope" in {text.get_text() for text in ax.texts}
    plain = plot_intervals(table)
    assert "other scope" not in {text.get_text() for text in plain.texts}


def test_a_bound_by_convention_is_hollow_and_says_its_word_and_clashes_are_orange(table):
    ax = plot_intervals(table)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [to_hex(line.get_markerfacecolor()) == "#ffffff" for line in dots] == [False, True, False, False]
    assert [to_hex(line.get_color()).upper() for line in dots] == [
        COLOURS[name] for name in ("contradicted", "asserted", "asserted", "contradicted")
    ]
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["Office: 4", "own voice: “several”, ≥ 3", "Union: ≤ 9", "Nurse: 6 to 8"]
    assert {"1 of 3", "0 of 3", "families"} <= {text.get_text() for text in ax.texts}
    assert ax.get_xlabel() == "dead total (persons)"


def test_times_count_the_undated_mark_the_update_and_ring_who_kept_the_old(stories):
    _, values, options = stories["harbour-fire"]["times"]
    ax = plot_updates(values, **options)
    assert ax.get_title(loc="right") == "without a date, not drawn: 1 of 25 articles"
    assert ax.get_xlabel() == "rows: the dead (persons)"
    assert [label.get_text() for label in ax.get_yticklabels()] == ["≥ 9", "7", "4"]
    assert "Harbour Office: 4 to 7" in [text.get_text() for text in ax.texts]
    (ring,) = [line for line in ax.lines if line.get_markersize() == 16]
    assert ring.get_ydata()[0] >= ax.get_yticks()[2]  # rows are below one another, and 4 is the last
    low, high = ax.get_xlim()
    assert high - low < 10  # the article known to its month does not stretch a week to a month


@pytest.mark.parametrize("story", STORIES)
def test_no_mark_is_drawn_over_another(stories, story):
    _, values, options = stories[story]["times"]
    ax = plot_updates(values, **options)
    ax.figure.draw_without_rendering()
    marks = [line for line in ax.lines if line.get_marker() == "o" and line.get_markersize() < 16]
    places = [(*ax.transData.transform(line.get_xydata()[0]), line.get_markersize()) for line in marks]
    points = ax.figure.dpi / 72
    assert len(places) > 10
    for (x, y, size), (other_x, other_y, other_size) in itertools.combinations(places, 2):
        reach = (size + other_size) / 2 * points
        assert (x - other_x) ** 2 + (y - other_y) ** 2 > reach**2


def given(*rows):
    """Figures by source, number and hour of one day."""
    columns = ["article_id", "source", "low", "high", "hour"]
    table = pd.DataFrame(rows, columns=columns).assign(
        quantity="dead", unit="persons", value_text="x", is_vague=False, scope=None
    )
    table["published_from"] = pd.Timestamp("2024-10-14", tz="UTC") + pd.to_timedelta(table.pop("hour"), unit="h")
    return table.assign(published_until=table["published_from"] + pd.Timedelta(minutes=1))


def test_articles_of_one_source_close_in_time_share_a_mark_with_their_number():
    rows = [("a", "Office", 4, 4, 1), ("b", "Office", 4, 4, 1), ("c", "Union", 4, 4, 1), ("d", "Office", 4, 4, 90)]
    ax = plot_updates(given(*rows))
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    assert [line.get_markersize() for line in marks] == [11, 7, 7]
    assert [text.get_text() for text in ax.texts] == ["2"]
    assert [line.get_ydata()[0] for line in marks] == [0, 0, 1]  # the union's mark is below the office's
    keys = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert keys == ["Office", "Union", "number in a mark: so many articles"]  # no bar, ring or hollow mark is drawn


def test_figures_are_rows_from_high_to_low():
    nan = float("nan")
    rows = [("a", "s", 4, 4, 1), ("b", "s", 4, nan, 2), ("c", "s", nan, 9, 3), ("d", "s", 4, 8, 4)]
    labels = [label.get_text() for label in plot_updates(given(*rows)).get_yticklabels()]
    assert labels == ["≤ 9", "≥ 4", "4 to 8", "4"]


def test_only_so_many_figures_are_drawn_and_the_rest_is_counted():
    rows = [(f"a{n}", "s", n, n, n) for n in range(32)]
    ax = plot_updates(given(*rows, ("more", "s", 31, 31, 40)))
    assert len(ax.get_yticks()) == 30
    assert "31" in [label.get_text() for label in ax.get_yticklabels()]  # given by two articles
    assert ax.get_title(loc="right") == "2 rarer figures not drawn"


def test_drift_tells_articles_of_one_outlet_apart(stories):
    _, table, _ = stories["harbour-fire"]["drift"]
    two = table[table["step"] == "kept"].head(2).assign(source_outlet="Gull", outlet="Kite")
    two = two.assign(source_article_id=["a", "b"], article_id="c", source_article=["Gull, 1 Mar", "Gull, 2 Mar"])
    names = [label.get_text() for label in plot_drift(two.assign(article="Kite, 3 Mar")).get_yticklabels()]
    assert [name.split(": ")[0] for name in names] == ["Gull, 1 Mar", "Gull, 2 Mar"]
    one = two.head(1).assign(article="Kite, 3 Mar")
    assert plot_drift(one).get_yticklabels()[0].get_text().startswith("Gull: ")


def test_drift_puts_the_source_above_the_article_and_writes_what_was_lost(stories):
    _, table, _ = stories["harbour-fire"]["drift"]
    chain = table[table["article_id"].eq("relay-0304-quay") & table["quantity"].eq("containers_burnt")]
    ax = plot_drift(chain)
    dots = [(list(line.get_xdata()), round(line.get_ydata()[0], 2)) for line in ax.lines if line.get_marker() == "o"]
    assert dots == [([36, 44], -0.16), ([24], 0.16)]
    (text,) = ax.texts
    assert text.get_text() == "widened\nvaguer"
    assert text.get_fontweight() == "bold"
    (name,) = [label.get_text() for label in ax.get_yticklabels()]
    assert name == "Holos Zarynii: близько сорока контейнерів\nWorld Relay Daily: Dozens of containers"


def test_drift_says_where_a_figure_is_gone(stories):
    _, table, _ = stories["harbour-fire"]["drift"]
    gone = table[table["step"] == "dropped"].head(1)
    ax = plot_drift(gone)
    assert ax.get_yticklabels()[0].get_text().endswith(": no figure")
    assert ax.texts[0].get_text() == "dropped"
