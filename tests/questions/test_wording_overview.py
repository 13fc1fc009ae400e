"""The page about wording: its sentences, its figures and what it finds of the planted wording."""

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import samestory as ss
from samestory.plotting.evidence import linked_areas
from samestory.questions.wording.figures import plot_distinctive, plot_shift


@pytest.fixture(scope="module")
def story():
    return ss.load_story("harbour-fire")


@pytest.fixture(scope="module")
def wording(story):
    return ss.wording.overview(story, words="forms", word="wreckers")


def test_a_small_story_says_that_no_difference_is_found(wording):
    said = repr(wording.summary())
    assert said.startswith("No difference found: no word sets one outlet apart")
    assert "Copies were looked for among 31 of 31 articles: 21 families." in said
    assert not wording.found["is_distinctive"].any()
    assert "0 beyond chance" in repr(wording.tests())


def test_planted_wording_is_listed_and_shared_wording_is_gone_in_own_text(wording):
    planted = wording.planted().set_index("plant_id")
    label, shared = planted.loc["P50"], planted.loc["P53"]
    assert (label["group"], label["words"], label["n_uses"], label["n_own"]) == ("The Daily Gull", "wreckers", 2, 2)
    assert (shared["group"], shared["n_uses"], shared["n_own"]) == ("Gristline Newsroom", 2, 0)
    assert {"investor", "leading"} == set(shared["words"].split(", "))
    copied = planted[planted["kind"].isin(["verbatim_copy", "release_copy"])]
    assert (copied["n_own"] < copied["n_uses"]).all()


def test_the_concordance_leads_to_the_articles(wording):
    shown = wording.in_context()
    assert "“wreckers”: 2 places in 2 articles of 1 outlet." in repr(shown)
    assert 'data-article="gull-0302-inferno" data-begin="671" data-end="679"' in shown.html


def test_groups_alone_in_their_language_are_named_and_not_compared(story):
    by_country = ss.wording.overview(story, by="country", words="forms")
    assert set(by_country.groups.query("is_alone")["group"]) == {"Morvane", "Belozaria", "Zarynia"}
    assert set(by_country.found["group"]) == {"Corrin", "Vesmark"}
    alone = ss.wording.overview(story, by="language", words="forms")
    assert repr(alone.summary()).startswith("Nothing can be compared: no language has texts of two groups")
    assert alone.found.empty
    assert alone.shift.empty
    assert "no word to look for" in repr(alone.in_context())


@pytest.mark.parametrize(("plot", "name"), [(plot_distinctive, "shown"), (plot_shift, "shift")])
def test_a_plot_takes_axes_gives_axes_and_leaves_its_table_alone(wording, plot, name):
    table, settings = getattr(wording, name), dict(matplotlib.rcParams)
    before, mine = table.copy(), Figure().subplots()
    assert plot(table, ax=mine) is mine
    pd.testing.assert_frame_equal(table, before)
    assert dict(matplotlib.rcParams) == settings
    empty = plot(table.head(0))
    empty.figure.draw_without_rendering()
    assert not empty.patches


def test_each_dot_is_a_value_of_the_table_and_leads_to_a_use(wording):
    ax = plot_distinctive(wording.shown)
    drawn = sorted(line.get_xdata()[0] for line in ax.lines if line.get_linestyle() == "None")
    assert drawn == pytest.approx(sorted(wording.shown.query("n_uses > 0")["log_odds"]))
    areas = linked_areas(ax.figure)
    words = wording.shown.drop_duplicates(["language", "group", "word"])
    assert [area["article"] for area in areas] == list(words["article_id"])
    texts = wording.story.articles.set_index("article_id")["text"]
    for row in words.itertuples():
        assert ss.text.fold(texts[row.article_id][row.begin : row.end]) == row.word


def test_the_bars_of_a_word_shift_add_up_to_the_last_one(wording):
    widths = [bar.get_width() for bar in plot_shift(wording.shift).patches]
    assert len(widths) == 22
    assert np.sum(widths[:-1]) == pytest.approx(widths[-1], abs=1e-12)
    assert widths[-1] == pytest.approx(wording.shift.attrs["difference"], abs=1e-12)
