"""The figure of independence: bars inside bars, and a mark for origins."""

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

from samestory.questions.sources.figures import plot_independence

TABLE = pd.DataFrame(
    {
        "event": ["lm_oct", "drones_aug"],
        "n_articles": [18, 2],
        "n_outlets": [18, 2],
        "n_families": [11, 2],
        "n_independent": [10, 2],
        "n_origins": [3, 1],
    }
)


def test_each_count_is_drawn_and_written():
    ax = plot_independence(TABLE)
    assert [bar.get_width() for bar in ax.patches] == [18, 2, 11, 2, 10, 2]
    heights = [bar.get_height() for bar in ax.patches][::2]
    assert heights == sorted(heights, reverse=True)  # so that an equal count does not hide another
    assert list(ax.lines[0].get_xdata()) == [3, 1]
    said = [text.get_text() for text in ax.texts]
    assert said == [
        "articles",
        "18",
        "2",
        "copy\nfamilies",
        "11",
        "2",
        "independent\nreports",
        "10",
        "2",
        "origins",
        "3",
        "1",
    ]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["lm oct", "drones aug"]
    legend = ax.figure.legends[0]
    assert [text.get_text() for text in legend.get_texts()] == [
        "articles",
        "copy families",
        "independent reports",
        "origins",
    ]


def test_rows_have_readable_names_and_say_what_was_not_examined():
    table = TABLE.assign(n_not_examined=[18, 1], n_independent=[None, 2], n_origins=[None, 1])
    ax = plot_independence(table, names={"lm_oct": "Drones, October"})
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Drones, October", "drones aug"]
    said = [text.get_text() for text in ax.texts]
    assert said[-4:] == ["not\nexamined", "18", "1", "not known"]


def test_it_takes_axes_and_leaves_table_and_settings_alone():
    before, settings, mine = TABLE.copy(), dict(matplotlib.rcParams), Figure().subplots()
    assert plot_independence(TABLE, ax=mine) is mine
    pd.testing.assert_frame_equal(TABLE, before)
    assert dict(matplotlib.rcParams) == settings


def test_the_whole_set_and_no_rows():
    whole = TABLE.head(1).rename(columns={"event": "scope"})
    assert plot_independence(whole).get_title(loc="left") == "Independent reports among the articles"
    ax = plot_independence(TABLE.head(0))
    ax.figure.draw_without_rendering()
    assert not ax.patches


def test_families_by_words_are_drawn_only_where_they_differ():
    words = TABLE.assign(n_families_by_words=TABLE["n_families"] + 1)
    for table, names in ((words, 4), (TABLE.assign(n_families_by_words=TABLE["n_families"]), 3), (TABLE, 3)):
        ax = plot_independence(table)
        assert len(ax.containers) == names


def test_origins_outside_the_set_have_a_column_if_there_are_any():
    for outside, there in (([2, 0], True), ([0, 0], False)):
        said = [text.get_text() for text in plot_independence(TABLE.assign(n_outside=outside)).texts]
        assert ("of these\noutside" in said) is there
