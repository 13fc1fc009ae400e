"""Figures of labels: what their artists say."""

import matplotlib
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import samestory as ss
from samestory.plotting.theme import COLOURS
from samestory.questions.labels.figures import plot_shares, plot_words
from samestory.questions.labels.measures import counts as label_counts
from samestory.questions.labels.measures import shares
from samestory.questions.labels.measures import uses as label_uses

STORIES = {"mali-drones": "wagner", "harbour-fire": "dockers"}


def drawings(name):
    story = ss.load_story(name)
    groups = {"Ukraine": "Ukraine", "Russia": "Russia"} if name == "mali-drones" else None
    options = {"groups": groups, "families": story.table("families"), "actor": STORIES[name]}
    uses = label_uses(story.table("labels"), story.articles, **options)
    counts = label_counts(uses)
    return {
        "shares": (plot_shares, shares(uses, n_resamples=50)),
        "words": (plot_words, counts[counts["rank"] <= 8]),
    }


@pytest.fixture(scope="module")
def stories():
    return {name: drawings(name) for name in STORIES}


@pytest.mark.parametrize("name", ["shares", "words"])
@pytest.mark.parametrize("story", STORIES)
def test_a_plot_takes_axes_gives_axes_and_leaves_its_table_alone(stories, story, name):
    plot, table = stories[story][name]
    before, settings = table.copy(), dict(matplotlib.rcParams)
    mine = Figure().subplots()
    assert plot(table, ax=mine) is mine
    pd.testing.assert_frame_equal(table, before)
    assert dict(matplotlib.rcParams) == settings
    assert mine.get_title(loc="left")


@pytest.mark.parametrize("name", ["shares", "words"])
def test_a_plot_of_no_rows_draws_an_empty_figure(stories, name):
    plot, table = stories["harbour-fire"][name]
    ax = plot(table.head(0))
    ax.figure.draw_without_rendering()
    assert not ax.patches
    assert not ax.lines


def test_a_share_has_a_filled_dot_for_articles_and_a_hollow_one_for_families(stories):
    _, table = stories["mali-drones"]["shares"]
    rows = table[table["evaluation"] == "delegitimising"]
    ax = plot_shares(rows)
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    diamonds = [line for line in ax.lines if line.get_marker() == "D"]
    assert dots == list(rows["article_share"])
    assert [line.get_xdata()[0] for line in diamonds] == list(rows["family_share"])
    assert {to_hex(line.get_markerfacecolor()) for line in diamonds} == {"#ffffff"}
    spans = [tuple(line.get_xdata()) for line in ax.lines if line.get_linewidth() == 1.8 and len(line.get_xdata()) == 2]
    assert spans == list(zip(rows["article_low"], rows["article_high"], strict=True))
    said = [text.get_text() for text in ax.texts]
    assert {"0 of 8", "18 of 18", "58 of 76", "wagner: delegitimising word, own voice"} <= set(said)
    assert {"articles", "families", "13 of 13", "29.5 of 39"} <= set(said)
    assert "no mark" not in ax.get_xlabel()


def test_readable_names_of_actors_are_used(stories):
    _, table = stories["mali-drones"]["shares"]
    ax = plot_shares(table.head(2).assign(name="Wagner men"))
    assert "Wagner men: delegitimising word, own voice" in [text.get_text() for text in ax.texts]
    _, table = stories["mali-drones"]["words"]
    assert plot_words(table.assign(name="Wagner men")).get_title(loc="left") == "Words for Wagner men, own voice"


def test_the_two_marks_of_a_row_do_not_touch(stories):
    _, table = stories["mali-drones"]["shares"]
    ax = plot_shares(table)
    ax.figure.draw_without_rendering()
    marks = [line for line in ax.lines if line.get_marker() in ("o", "D")]
    boxes = [line.get_window_extent().expanded(0.6, 0.6) for line in marks]
    assert not [1 for i, box in enumerate(boxes) for other in boxes[:i] if box.overlaps(other)]


def test_too_few_are_said_as_cases_without_a_mark(stories):
    _, table = stories["harbour-fire"]["shares"]
    few = table[table["is_few"] & table["is_few_families"]]
    ax = plot_shares(few)
    assert not [line for line in ax.lines if line.get_marker() in ("o", "D")]
    said = [text.get_text() for text in ax.texts]
    assert said.count("too few for a share") == len(few)
    assert "2 of 4" in said
    assert ax.get_xlabel().endswith("no mark: fewer than 5 of them")


@pytest.fixture
def words():
    columns = [
        "actor",
        "voice",
        "group",
        "wording",
        "n_articles",
        "n_group",
        "article_share",
        "evaluation",
        "rank",
        "is_few",
    ]
    rows = [
        ("crew", "own", "east", "dockers", 4, 8, 0.5, "neutral", 1, False),
        ("crew", "own", "west", "dockers", 2, 3, 2 / 3, "neutral", 1, True),
        ("crew", "own", "east", "thugs", 2, 8, 0.25, "delegitimising", 2, False),
    ]
    return pd.DataFrame(rows, columns=columns)


def test_tiles_hold_bars_of_shares_and_cases_where_a_group_is_small(words):
    ax = plot_words(words)
    bars = [bar for bar in ax.patches if bar.get_height() == pytest.approx(0.66)]
    assert [(bar.get_width(), bar.get_y() + 0.33) for bar in bars] == [(0.5, 0), (0.25, pytest.approx(1))]
    assert to_hex(bars[1].get_facecolor()).upper() == COLOURS["delegitimising"]
    hatched = [bar for bar in ax.patches if bar.get_hatch()]
    assert len(hatched) == 1
    said = [text.get_text() for text in ax.texts]
    assert said == ["east\n8 articles", "west\n3 articles", "4", "2 of 3", "2"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["dockers", "thugs"]
    behind = {text.get_text() for text in ax.texts if text.get_bbox_patch() is not None}
    assert behind == {"2 of 3"}, "no hatch runs through the cases"


def test_long_words_are_broken_not_cut(words):
    long = "fighters for rights (here in scare quotes, so meant as mockery)"
    ax = plot_words(words.assign(wording=words["wording"].replace("thugs", long)))
    text = ax.get_yticklabels()[1].get_text()
    assert "\n" in text
    assert text.replace("\n", " ") == long
