"""The graph of sources and the unnamed sources: what their artists say."""

import itertools

import matplotlib
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.path import Path

import samestory as ss
from samestory.questions.sources.figures import plot_unnamed_sources
from samestory.questions.sources.graph import layers
from samestory.questions.sources.layer_figure import FRONT, LINES, _chain_to, plot_layers
from samestory.questions.sources.measures import graph_edges, unnamed_sources

STORIES = ["mali-drones", "harbour-fire"]


def layers_of(name, event=None):
    story = ss.load_story(name)
    tables = (story.table(table) for table in ("citations", "chains"))
    edges = graph_edges(story.articles, *tables, families=story.table("families"), parts=story.table("parts"))
    shown = story.articles if event is None else story.articles[story.articles["event"] == event]
    return layers(edges, shown)


@pytest.fixture(scope="module")
def october():
    return layers_of("mali-drones", "lm_oct")


@pytest.fixture(scope="module")
def fire():
    return layers_of("harbour-fire")


def edge(source, target, basis="chain", hops=(0, 1), **said):
    """One row as ``sources.layers`` gives it; both ends articles."""
    row = {"source_node": source, "target_node": target, "source_name": source.title(), "target_name": target.title()}
    row |= {"source_hop": hops[0], "target_hop": hops[1], "source_is_article": True, "target_is_article": True}
    row |= {"basis": basis, "bases": basis, "order": "known", "is_directed": True, "is_conflict": False}
    return row | {"is_circular": False, "n_articles": 1, "article_ids": target} | said


def test_what_another_article_says_of_a_source_is_not_in_the_chain_of_the_focus():
    """Gull names Kite. Only Rook says that Kite has it from Swift."""
    rows = [
        edge("swift", "kite", article_ids="rook", source_is_article=False, target_is_article=False),
        edge("kite", "gull", hops=(1, 2), article_ids="gull", source_is_article=False),
        edge("kite", "rook", hops=(1, 2), article_ids="rook", source_is_article=False),
    ]
    table = pd.DataFrame(rows)
    assert _chain_to(table, "gull") == {("kite", "gull")}
    assert _chain_to(table, "rook") == {("swift", "kite"), ("kite", "rook")}


def test_the_chain_goes_on_with_what_the_article_named_as_source_names_itself():
    rows = [
        edge("swift", "kite", article_ids="kite", source_is_article=False),
        edge("kite", "gull", hops=(1, 2), article_ids="gull"),
    ]
    assert _chain_to(pd.DataFrame(rows), "gull") == {("swift", "kite"), ("kite", "gull")}


def words(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("story", STORIES)
def test_plots_take_axes_give_axes_and_leave_table_and_settings_alone(story, october, fire):
    data = ss.load_story(story)
    table = october if story == "mali-drones" else fire
    unnamed = unnamed_sources(data.articles, data.table("citations")).head(8)
    for plot, given in ((plot_layers, table), (plot_unnamed_sources, unnamed)):
        before, settings, mine = given.copy(), dict(matplotlib.rcParams), Figure().subplots()
        assert plot(given, ax=mine) is mine
        pd.testing.assert_frame_equal(given, before)
        assert dict(matplotlib.rcParams) == settings


def test_plots_of_no_rows_draw_an_empty_figure(october):
    for ax in (plot_layers(october.head(0)), plot_unnamed_sources(pd.DataFrame(columns=["outlet"]))):
        ax.figure.draw_without_rendering()
        assert not ax.patches and not ax.lines


def test_hops_go_left_to_right_and_basis_is_the_line_style():
    rows = [
        edge("a", "b", basis, hops) for basis, hops in (("credit", (0, 1)), ("citation", (0, 2)), ("wording", (1, 2)))
    ]
    rows[1]["target_node"], rows[2]["source_node"], rows[2]["target_node"] = "c", "b", "c"
    ax = plot_layers(pd.DataFrame(rows))
    dots = {float(line.get_xdata()[0]) for line in ax.lines}
    zero, one, two = sorted(dots)
    ends = [(patch.get_path().vertices[0][0], patch.get_path().vertices[-1][0]) for patch in ax.patches]
    assert ends[:2] == [(zero, one), (zero, two)]
    assert one < ends[2][0] < two == ends[2][1]  # the line begins behind the name
    styles = [patch.get_linestyle() for patch in ax.patches]
    assert styles == [LINES["credit"], LINES["citation"], LINES["wording"]]
    assert ax.patches[0].get_linewidth() > ax.patches[1].get_linewidth()  # a credit is the plainest


def outside(ax):
    """The edges that leave the axes at the top or at the bottom."""
    ax.figure.draw_without_rendering()
    bottom, top = ax.get_ylim()
    found = []
    for patch in ax.patches:
        path = patch.get_path()
        corners = [x for x, code in path.iter_segments(curves=False) if code not in (path.STOP, path.CLOSEPOLY)]
        if any(not top <= y <= bottom for _, y in corners):
            found.append(patch)
    return found


def names_crossed(ax):
    """The names through which an edge passes: points of the edges that are inside the box of a name."""
    ax.figure.draw_without_rendering()
    boxes = {text.get_text(): text.get_window_extent() for text in ax.texts if not text.get_text().startswith("cycle")}
    found = set()
    for patch in ax.patches:
        for line in patch.get_transform().transform_path(patch.get_path()).to_polygons(closed_only=False):
            for x, y in Path(line).interpolated(40).vertices:
                found |= {name for name, box in boxes.items() if box.x0 < x < box.x1 and box.y0 < y < box.y1}
    return found


@pytest.mark.parametrize("name", ["october", "fire"])
def test_no_edge_passes_through_a_name(name, request):
    story = ss.load_story("mali-drones" if name == "october" else "harbour-fire")
    ax = plot_layers(request.getfixturevalue(name), focus=story.focus, names=story.article_names())
    assert names_crossed(ax) == set()


def test_an_edge_over_two_columns_goes_between_the_names_of_the_column_it_skips():
    rows = [edge("a", name) for name in ("b", "c", "d")] + [edge("c", "e", hops=(1, 2)), edge("a", "e", hops=(0, 2))]
    ax = plot_layers(pd.DataFrame(rows))
    heights = [float(text.get_position()[1]) for text in ax.texts if text.get_text() in ("B", "C", "D")]
    (x,) = {float(text.get_position()[0]) for text in ax.texts if text.get_text() in ("B", "C", "D")}
    over = ax.patches[4].get_path()
    lanes = {y for (at, y), code in zip(over.vertices, over.codes, strict=True) if code == over.LINETO and at > x}
    assert len(lanes) == 1 and all(abs(lanes.copy().pop() - y) >= 0.45 for y in heights)
    assert names_crossed(ax) == set()


def test_articles_of_one_name_are_told_apart():
    rows = [edge("a", "b", source_name="Gull", target_name="Gull"), edge("a", "c")]
    ax = plot_layers(pd.DataFrame(rows), names={"a": "Gull, 2 May 2024", "b": "Gull, 3 May 2024", "c": "C, 4 May 2024"})
    assert words(ax) == ["Gull, 2 May 2024", "Gull, 3 May 2024", "C"]


def test_an_edge_back_to_an_earlier_step_stays_within_the_axes():
    """A later copy that names nobody is left of the article it shares wording with, several lines below it."""
    rows = [edge("agency", name, source_is_article=False) for name in ("a", "b", "c", "d")]
    rows += [edge("a", "copy", "wording", (1, 0)), edge("d", "other", "wording", (1, 0))]
    ax = plot_layers(pd.DataFrame(rows))
    assert not [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]  # shared wording names nobody
    assert outside(ax) == []


@pytest.mark.parametrize("name", ["october", "fire"])
def test_no_edge_of_the_shipped_stories_leaves_the_axes(name, request):
    assert outside(plot_layers(request.getfixturevalue(name))) == []


def test_a_conflict_a_cycle_and_a_mark_are_written_on_their_edges():
    rows = [
        edge("a", "b", is_conflict=True),
        edge("a", "c", mark="2 claims firmer"),
        edge("d", "e", hops=(0, 0), is_circular=True),
        edge("e", "d", hops=(0, 0), is_circular=True),
    ]
    ax = plot_layers(pd.DataFrame(rows).fillna({"mark": ""}))
    assert {"against time", "2 claims firmer", "cycle"} <= set(words(ax))
    arrows = [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
    assert len(arrows) == 2 and {to_hex(arrow.get_edgecolor()).upper() for arrow in arrows} == {FRONT}
    assert len([patch for patch in ax.patches if isinstance(patch, PathPatch)]) == 2


def test_the_chain_of_the_focus_is_in_front(october):
    ax = plot_layers(october, focus="bunatimes")
    front = [patch for patch in ax.patches if to_hex(patch.get_edgecolor()).upper() == FRONT]
    assert len(front) == 2
    bold = {text.get_text() for text in ax.texts if text.get_fontweight() == "bold"}
    assert bold == {"Le Monde", "Korrespondent.net", "Buna Times"}


@pytest.mark.parametrize("name", ["october", "fire"])
def test_every_node_has_a_place_of_its_own_and_is_counted(name, request):
    table = request.getfixturevalue(name)
    ax = plot_layers(table)
    places = [(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in ax.lines]
    nodes = {*table["source_node"], *table["target_node"]}
    assert len(places) == len(set(places)) == len(nodes)
    for column in {x for x, _ in places}:
        heights = sorted(y for x, y in places if x == column)
        assert all(b - a >= 0.99 for a, b in itertools.pairwise(heights)), column
    dots = sum(line.get_marker() == "o" for line in ax.lines)
    assert ax.get_xlabel().startswith(f"{dots} articles and {len(nodes) - dots} other source")


def test_the_cycle_of_the_invented_story_is_marked_once(fire):
    assert words(plot_layers(fire)).count("cycle") == 1


def test_arrows_are_only_where_one_article_names_the_other():
    rows = [edge("a", "b", "wording", (0, 0)), edge("b", "c", "citation", (0, 0))]
    shared, named = plot_layers(pd.DataFrame(rows)).patches
    assert [type(arrow.get_arrowstyle()).__name__ for arrow in (shared, named)] == ["Curve", "CurveFilledB"]


def test_the_legend_names_only_what_is_drawn():
    ax = plot_layers(pd.DataFrame([edge("a", "b", "citation")]))
    said = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert said == ["cites it outside its citation chain", "an article of this set"]


def test_unnamed_sources_show_an_interval_or_the_cases():
    table = pd.DataFrame(
        {
            "outlet": ["Gull", "Kite"],
            "n_unnamed": [2, 1],
            "n_sources": [8, 4],
            "unnamed_share": [0.25, 0.25],
            "low": [0.1, 0.05],
            "high": [0.6, 0.7],
        }
    )
    ax = plot_unnamed_sources(table)
    bar, dot = ax.lines
    assert list(bar.get_xdata()) == pytest.approx([10, 60]) and list(dot.get_xdata()) == [25]
    assert [word for word in words(ax) if " of " in word] == ["2 of 8", "1 of 4"]
    assert "too few sources for a share" in words(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Gull", "Kite"]
