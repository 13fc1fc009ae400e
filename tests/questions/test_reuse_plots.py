"""Figures of text reuse: what their artists say."""

import matplotlib
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

import samestory as ss
from samestory.questions.reuse.figures import MOST_OUTLETS, NO_SHARING


@pytest.fixture(scope="module")
def tables():
    story = ss.load_story("harbour-fire")
    articles, passages, parts = story.articles, story.table("passages"), story.table("parts")
    passages = passages.assign(kind=passages["note"].map({"boilerplate": "boilerplate"}).fillna("writing"))
    matrix = ss.reuse.exchange(articles, passages, parts=parts)
    found = ss.reuse.families(articles, passages, parts=parts)
    return {
        ss.reuse.plot_exchange: matrix,
        ss.reuse.plot_network: ss.reuse.network(matrix),
        ss.reuse.plot_own_words: ss.reuse.word_origins(articles, passages, parts=parts),
        ss.reuse.plot_funnel: ss.sources.independence(articles, found, story.table("chains")),
        ss.reuse.plot_sensitivity: ss.reuse.sensitivity(articles, passages, parts=parts),
        ss.reuse.plot_chance: ss.reuse.chance(articles, passages, n_resamples=20),
    }


PLOTS = [
    ss.reuse.plot_exchange,
    ss.reuse.plot_network,
    ss.reuse.plot_own_words,
    ss.reuse.plot_funnel,
    ss.reuse.plot_sensitivity,
    ss.reuse.plot_chance,
]
each = pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.__name__)


@each
def test_a_plot_takes_axes_gives_axes_and_leaves_its_table_alone(tables, plot):
    before, settings = tables[plot].copy(), dict(matplotlib.rcParams)
    mine = Figure(layout="constrained").subplots()
    assert plot(tables[plot], ax=mine) is mine
    pd.testing.assert_frame_equal(tables[plot], before)
    assert dict(matplotlib.rcParams) == settings
    assert mine.get_title(loc="left") or mine.get_title()


@each
def test_a_plot_of_no_rows_and_one_of_all_can_be_laid_out(tables, plot):
    for table in (tables[plot].head(0), tables[plot]):
        plot(table).figure.draw_without_rendering()  # a layout that collapses warns, and warnings fail


def matrix(*rows):
    columns = ["outlet", "other", "n_sharing", "n_articles", "n_known", "n_tied", "n_unknown"]
    table = pd.DataFrame(rows, columns=columns).assign(shared_words=20)
    return table.assign(sharing_share=table["n_sharing"] / table["n_articles"])


def test_cells_of_the_matrix_have_counts_and_a_hatch_without_an_order():
    ax = ss.reuse.plot_exchange(matrix(("A", "B", 3, 7, 2, 1, 0), ("B", "A", 1, 4, 0, 1, 0)))
    assert [text.get_text() for text in ax.texts] == ["3/7", "1/4"]
    cells = ax.patches[2:]  # after the diagonal
    assert [bool(cell.get_hatch()) for cell in cells] == [False, True]
    names = [label.get_text() for label in ax.get_yticklabels()]
    row, column = names.index("A"), names.index("B")
    assert cells[0].get_x() == pytest.approx(column - 0.46) and cells[0].get_y() == pytest.approx(row - 0.46)
    # Darker where the share is larger.
    assert sum(cells[0].get_facecolor()[:3]) < sum(cells[1].get_facecolor()[:3])


def test_of_many_outlets_the_most_connected_are_drawn_and_the_title_says_so():
    rows = [(f"o{i:02d}", f"o{j:02d}", 1, 9, 1, 0, 0) for i in range(26) for j in range(i)]
    rows.append(("o00", "x" * 90, 1, 9, 1, 0, 0))
    ax = ss.reuse.plot_exchange(matrix(*rows))
    assert len(ax.get_yticklabels()) == MOST_OUTLETS
    assert f"the {MOST_OUTLETS} most connected of 27" in ax.get_title(loc="left")
    assert "x" * 31 not in " ".join(label.get_text() for label in ax.get_yticklabels())
    network = ss.reuse.plot_network(ss.reuse.network(matrix(*rows)))
    assert f"the {MOST_OUTLETS} most connected of 27" in network.get_title(loc="left")


def test_nothing_shared_is_said_in_words():
    for plot, table in ((ss.reuse.plot_exchange, matrix()), (ss.reuse.plot_network, ss.reuse.network(matrix()))):
        assert NO_SHARING in [text.get_text() for text in plot(table).texts]


def test_arrows_are_drawn_only_if_the_order_is_known():
    edges = ss.reuse.network(matrix(("A", "B", 3, 7, 2, 1, 0), ("B", "A", 1, 4, 0, 1, 0), ("C", "A", 1, 1, 0, 0, 1)))
    ax = ss.reuse.plot_network(edges)
    arrows = [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
    heads = [type(arrow.get_arrowstyle()).__name__ for arrow in arrows]
    assert sorted(heads) == ["Curve", "Curve", "CurveFilledB"]
    known = arrows[heads.index("CurveFilledB")]
    at = {text.get_text(): text.get_unitless_position() for text in ax.texts}
    (x, y), _ = known._posA_posB
    assert (x * 1.08, y * 1.08) == pytest.approx(at["B"])  # from B, whose article A's is known to follow
    assert sum(arrow.get_linestyle() == "-" for arrow in arrows) == 1


def test_own_words_add_up_to_whole_bars_fewest_first():
    table = pd.DataFrame(
        {
            "article_id": ["most", "none", "some", "unseen"],
            "n_words": [100, 50, 80, 0],
            "own_words": [90, 50, 20, 0],
            "quoted_words": [10, 0, 0, 0],
            "open_words": [0, 0, 20, 0],
            "derived_words": [0, 0, 40, 0],
            "derivation": ["not", "not", None, None],
        }
    ).assign(own_share=lambda t: t["own_words"] / t["n_words"].where(t["n_words"] > 0))
    ax = ss.reuse.plot_own_words(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["some", "most"]
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(2)
    assert [bar.get_width() for bar in ax.patches if bar.get_hatch()] == [0.25]
    assert {"cannot tell", "not"} <= {text.get_text() for text in ax.texts}
    assert "1 that share nothing" in ax.get_xlabel() and "1 without text" in ax.get_xlabel()


def test_a_funnel_narrows_and_says_what_is_lost():
    table = pd.DataFrame({"scope": ["all articles"], "n_articles": [30], "n_families": [20], "n_independent": [19]})
    ax = ss.reuse.plot_funnel(table)
    assert [bar.get_width() for bar in ax.patches] == [30, 20, 19]
    assert {bar.get_x() + bar.get_width() / 2 for bar in ax.patches} == {0}
    assert {"30", "20", "19", "− 10 further copies", "− 1 that names another family"} <= {
        text.get_text() for text in ax.texts
    }


def test_a_funnel_says_what_is_not_known_and_what_was_not_examined():
    table = pd.DataFrame({"scope": ["s"], "n_articles": [12], "n_families": [11], "n_independent": [6]})
    said = {text.get_text() for text in ss.reuse.plot_funnel(table.assign(n_not_examined=3)).texts}
    assert {"12", "11", "6", "− 1 further copy", "− 2 that name another family, 3 not examined"} <= said
    ax = ss.reuse.plot_funnel(table.assign(n_independent=pd.NA, n_not_examined=0))
    assert "not known" in {text.get_text() for text in ax.texts}
    assert [bar.get_width() for bar in ax.patches] == [12, 11]


def test_each_share_has_one_marker_for_each_length(tables):
    table = tables[ss.reuse.plot_sensitivity]
    ax = ss.reuse.plot_sensitivity(table)
    lines = [line for line in ax.lines if len(line.get_xdata()) == table["min_words"].nunique()]
    assert len(lines) == table["partly"].nunique()
    first = table[table["partly"] == table["partly"].min()].sort_values("min_words")
    assert list(lines[0].get_ydata()) == list(first["n_families"])


def test_chance_draws_shuffles_as_bars_and_real_dates_as_dots():
    columns = ["outlet", "other", "n_pairs", "n_any", "expected", "low", "high", "p_value"]
    rows = [("all outlets", "all outlets", 9, 12, 3.0, 1.0, 6.0, 0.01), ("A", "B", 2, 3, 1.0, 0.0, 2.0, 0.5)]
    ax = ss.reuse.plot_chance(pd.DataFrame(rows, columns=columns))
    assert [(bar.get_x(), bar.get_width()) for bar in ax.patches] == [(1, 5), (0, 2)]
    dots = next(line for line in ax.lines if line.get_label() == "real dates")
    assert list(dots.get_xdata()) == [9, 2]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["all outlets", "A · B"]


def test_no_marker_is_on_another_and_one_article_is_one():
    row = {"min_words": 8, "n_pairs": 1, "n_families": 1, "n_articles": 1}
    ax = ss.reuse.plot_sensitivity(pd.DataFrame([row | {"partly": share} for share in (0.1, 0.15, 0.25, 0.5)]))
    lines = [line for line in ax.lines if line.get_label().endswith("%")]
    places = sorted(line.get_xdata()[0] for line in lines)
    assert places == pytest.approx([-0.21, -0.07, 0.07, 0.21])
    assert len({line.get_marker() for line in lines}) == 4
    assert "1 article" in {text.get_text() for text in ax.texts}
    assert [label.get_text() for label in ax.get_xticklabels()] == ["8 words\n1 pair"]


def test_a_figure_of_articles_that_share_nothing_says_so(tables):
    table = tables[ss.reuse.plot_own_words]
    alone = table[table["own_words"] == table["n_words"]]
    said = {text.get_text() for text in ss.reuse.plot_own_words(alone).texts}
    assert said == {"no article shares a word with another"}
    assert said.isdisjoint({text.get_text() for text in ss.reuse.plot_own_words(table).texts})


def test_only_heads_of_arrows_touch_an_outlet():
    rows = [("A", "B", True, "known", 1), ("B", "C", True, "known", 1), ("A", "C", False, "tied", 1)]
    edges = pd.DataFrame(rows, columns=["source", "target", "is_directed", "order", "n_sharing"])
    arrows = [patch for patch in ss.reuse.plot_network(edges).patches if isinstance(patch, FancyArrowPatch)]
    assert sorted((arrow.shrinkA, arrow.shrinkB) for arrow in arrows) == [(7, 7), (26, 7), (26, 7)]


def legend_of(ax):
    (legend,) = ax.figure.legends
    return [text.get_text() for text in legend.get_texts()], legend.legend_handles


def test_the_legend_of_the_network_has_a_line_for_each_entry():
    table = matrix(("A", "B", 3, 7, 3, 0, 0), ("B", "C", 1, 4, 1, 0, 0))
    names, handles = legend_of(ss.reuse.plot_network(ss.reuse.network(table)))
    assert names == ["earlier → later", "1 article", "3 articles"]
    assert [handle.get_linewidth() for handle in handles[1:]] == pytest.approx([0.8 + 2.7 / 3, 3.5])
    same = matrix(("A", "B", 1, 7, 0, 1, 0))
    assert legend_of(ss.reuse.plot_network(ss.reuse.network(same)))[0] == ["dates tie", "1 article"]


def test_the_legend_of_the_matrix_names_only_what_it_draws():
    both = matrix(("A", "B", 2, 4, 1, 1, 0), ("B", "A", 1, 2, 1, 0, 0))
    assert legend_of(ss.reuse.plot_exchange(both))[0] == ["50% of its articles", "same outlet, not compared"]
    one = matrix(("A", "B", 1, 4, 0, 1, 0), ("C", "A", 1, 1, 1, 0, 0))
    assert legend_of(ss.reuse.plot_exchange(one))[0] == [
        "25% of its articles",
        "100% of its articles",
        "not known who was first",
        "white: no article",
        "same outlet, not compared",
    ]


def test_articles_have_their_names_if_the_table_has_them(tables):
    table = tables[ss.reuse.plot_own_words]
    named = table.assign(article="The " + table["article_id"])
    ids = [label.get_text() for label in ss.reuse.plot_own_words(table).get_yticklabels()]
    assert [label.get_text() for label in ss.reuse.plot_own_words(named).get_yticklabels()] == [f"The {i}" for i in ids]
