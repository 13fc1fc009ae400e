"""Every ``plot_*``: what its artists say, on tables typed by hand and on both stories."""

import matplotlib
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import samestory as ss
from samestory.plotting.theme import COLOURS
from samestory.questions.claims.firmness import hardening
from samestory.questions.corpus.measures import composition, dates, missing_values, text_seen
from samestory.questions.sources.chains import citation_edges, comparison_set

STORIES = ["mali-drones", "harbour-fire"]


def drawings(story):
    """(plot, table, keywords) for each figure of the first notebooks."""
    articles, chains = story.articles, story.table("chains")
    focus = story.settings.focus
    near = comparison_set(chains, articles, focus)
    event = articles[articles["event"] == story.article(focus)["event"]]
    steps = hardening(story.table("claims"), story.table("families"), focus, near["article_id"])
    return {
        "composition": (ss.corpus.plot_composition, composition(articles, "country"), {}),
        "dates": (ss.corpus.plot_dates, dates(articles), {}),
        "text_seen": (ss.corpus.plot_text_seen, text_seen(articles), {}),
        "missing": (ss.corpus.plot_missing_values, missing_values(articles), {}),
        "citation_edges": (ss.sources.plot_citation_edges, citation_edges(chains, event), {"focus": focus}),
        "hardening": (ss.claims.plot_hardening, steps, {"name": "X"}),
    }


NAMES = ["composition", "dates", "text_seen", "missing", "citation_edges", "hardening"]


@pytest.fixture(scope="module")
def stories():
    return {name: drawings(ss.load_story(name)) for name in STORIES}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("story", STORIES)
def test_a_plot_takes_axes_gives_axes_and_leaves_its_table_alone(stories, story, name):
    plot, table, options = stories[story][name]
    before, settings = table.copy(), dict(matplotlib.rcParams)
    mine = Figure().subplots()
    assert plot(table, ax=mine, **options) is mine
    pd.testing.assert_frame_equal(table, before)
    assert dict(matplotlib.rcParams) == settings
    assert mine.get_title(loc="left") or mine.get_title()


@pytest.mark.parametrize("name", NAMES)
def test_a_plot_of_no_rows_draws_an_empty_figure(stories, name):
    plot, table, options = stories["harbour-fire"][name]
    ax = plot(table.head(0), **options)
    ax.figure.draw_without_rendering()
    assert not [bar for bar in ax.patches if getattr(bar, "get_width", lambda: 0)() > 0]


def test_composition_draws_each_count_and_greys_the_rest():
    table = pd.DataFrame(
        {"country": ["Vesmark", "3 others", "not stated"], "n_articles": [5, 4, 2], "n_outlets": [1, 3, 2]}
    )
    ax = ss.corpus.plot_composition(table)
    assert [bar.get_width() for bar in ax.patches] == [5, 4, 2]
    assert [to_hex(bar.get_facecolor()).upper() for bar in ax.patches] == [
        COLOURS["attributed"],
        COLOURS["unknown"],
        COLOURS["unknown"],
    ]
    assert [text.get_text() for text in ax.texts] == [" 5 from 1 outlet", " 4 from 3 outlets", " 2 from 2 outlets"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Vesmark", "3 others", "not stated"]


def test_dates_draw_a_month_as_wide_as_the_month_and_count_what_has_none():
    day, month = pd.Timestamp("2024-10-14", tz="UTC"), pd.Timestamp("2024-10-01", tz="UTC")
    table = pd.DataFrame(
        {
            "begin": [month, day, pd.NaT],
            "end": [pd.Timestamp("2024-11-01", tz="UTC"), day + pd.Timedelta(days=1), pd.NaT],
            "precision": ["month", "day", "unknown"],
            "n_articles": [2, 3, 4],
            "n_total": 9,
        }
    )
    ax = ss.corpus.plot_dates(table)
    drawn = [(bar.get_width(), bar.get_height()) for bar in ax.patches if bar.get_height() == bar.get_height()]
    assert drawn[:2] == [(31, 2), (1, 3)]
    assert ax.get_title(loc="right") == "without a date, not drawn: 4 of 9"


def test_text_seen_stacks_to_the_number_of_articles():
    table = pd.DataFrame(
        {"event": ["fire"], "full": [3], "cut": [2], "teaser": [0], "none": [1], "n_articles": [6], "full_share": [0.5]}
    )
    ax = ss.corpus.plot_text_seen(table)
    assert [(bar.get_x(), bar.get_width()) for bar in ax.patches] == [(0, 3), (3, 2), (5, 1)]
    assert ax.texts[0].get_text() == " 3 of 6 whole"


def test_hardening_marks_the_step_and_shows_not_visible_unlike_absent(stories):
    _, table, _ = stories["mali-drones"]["hardening"]
    ax = ss.claims.plot_hardening(table, name="Buna Times")
    bold = [text.get_text() for text in ax.texts if text.get_fontweight() == "bold"]
    assert bold.count("hardened") == 4
    looks = {(to_hex(bar.get_facecolor()), bar.get_hatch()) for bar in ax.patches}
    assert (COLOURS["absent"].lower(), None) in looks
    assert (COLOURS["not_visible"].lower(), "////") in looks


def test_hardening_bars_add_up_to_the_compared_articles(stories):
    _, table, _ = stories["harbour-fire"]["hardening"]
    ax = ss.claims.plot_hardening(table)
    n = table["n_compared"].max()
    bars = [bar for bar in ax.patches if bar.get_x() < n]
    assert sum(bar.get_width() for bar in bars) == n * len(table)


def test_hardening_compared_with_no_article_still_draws_the_claims(stories):
    _, table, _ = stories["harbour-fire"]["hardening"]
    counts = [column for column in table if column.startswith("n_")]
    ax = ss.claims.plot_hardening(table.assign(**dict.fromkeys(counts, 0)))
    assert ax.texts[-2].get_text() == "0 other articles"
    assert len(ax.patches) == len(table) and all(box.get_width() > 0 for box in ax.patches)


def test_the_chain_of_the_focus_is_in_front(stories):
    _, table, options = stories["mali-drones"]["citation_edges"]
    ax = ss.sources.plot_citation_edges(table, **options)
    front = [line for line in ax.lines if to_hex(line.get_color()).upper() == COLOURS["contradicted"]]
    assert len(front) == 2
    bold = {text.get_text() for text in ax.texts if text.get_fontweight() == "bold"}
    assert bold == {"Le Monde", "korrespondent", "Buna Times"}
    assert len(ss.sources.plot_citation_edges(table).lines) == len(ax.lines)


def test_citation_edges_put_every_article_on_a_line_of_its_own(stories):
    _, table, _ = stories["mali-drones"]["citation_edges"]
    ax = ss.sources.plot_citation_edges(table)
    dots = [tuple(line.get_ydata()) for line in ax.lines if line.get_marker() == "o"]
    assert len(dots) == len(set(dots)) == int(table["is_article"].sum())


def test_a_name_of_a_hundred_letters_leaves_room_to_draw():
    name = "A" * 100
    table = pd.DataFrame({"outlet": [name], "n_articles": [5], "n_outlets": [1]})
    ax = ss.corpus.plot_composition(table)
    ax.figure.draw_without_rendering()  # a layout that collapses warns, and warnings fail
    (label,) = [label.get_text() for label in ax.get_yticklabels()]
    assert label == "A" * 43 + "…"
    assert ax.get_position().width > 0.3


def test_rows_are_called_by_their_name_and_long_names_take_several_lines():
    table = pd.DataFrame({"event": ["a", "b"], "n_articles": [2, 1], "n_outlets": [1, 1]})
    ax = ss.corpus.plot_composition(table.assign(name=["Fire", "The battle near the town in July and its long toll"]))
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["Fire", "The battle near the town in July and its\nlong toll"]
    assert [label.get_text() for label in ss.corpus.plot_composition(table).get_yticklabels()] == ["a", "b"]


def test_hardening_explains_a_bar_that_is_shorter_because_of_missing_coding(stories):
    _, table, _ = stories["harbour-fire"]["hardening"]

    def legend(rows):
        (one,) = ss.claims.plot_hardening(rows).figure.legends
        return [text.get_text() for text in one.get_texts()]

    assert "no bar: not coded" not in legend(table)
    assert "no bar: not coded" in legend(table.assign(n_asserted=0, n_attributed=0))
