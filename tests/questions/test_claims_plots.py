"""Figures of claims and of hardening along edges: what their artists say."""

import matplotlib
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import samestory as ss
from samestory.plotting.theme import COLOURS
from samestory.questions.claims.figures import plot_hardening_edges, plot_matrix, plot_rates, plot_states
from samestory.questions.claims.firmness import chain_edges, hardening_edges
from samestory.questions.claims.measures import matrix, states
from samestory.questions.claims.measures import rates as claim_rates

NAMES = ["matrix", "rates", "states", "edges"]


def drawings(name):
    story = ss.load_story(name)
    claims, families, chains = story.table("claims"), story.table("families"), story.table("chains")
    focus = story.settings.focus
    part = story.articles[story.articles["event"] == story.article(focus)["event"]]
    edges = chain_edges(chains)
    if edges.empty:
        others = part.loc[part["article_id"] != focus, "article_id"]
        edges = pd.DataFrame({"source_article_id": others, "article_id": focus})
    rates = pd.concat([claim_rates(claims), claim_rates(claims, families=families, n_resamples=20)])
    return {
        "matrix": (plot_matrix, matrix(claims, part, families=families, chains=chains), {"focus": focus}),
        "rates": (plot_rates, rates, {"of": "judgeable articles"}),
        "states": (plot_states, states(claims, families=families), {}),
        "edges": (plot_hardening_edges, hardening_edges(claims, edges), {}),
    }


@pytest.fixture(scope="module")
def stories():
    return {name: drawings(name) for name in ["mali-drones", "harbour-fire"]}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("story", ["mali-drones", "harbour-fire"])
def test_a_plot_takes_axes_gives_axes_and_leaves_its_table_alone(stories, story, name):
    plot, table, options = stories[story][name]
    before, settings = table.copy(), dict(matplotlib.rcParams)
    mine = Figure().subplots()
    assert plot(table, ax=mine, **options) is mine
    pd.testing.assert_frame_equal(table, before)
    assert dict(matplotlib.rcParams) == settings
    assert mine.get_title(loc="left")


@pytest.mark.parametrize("name", NAMES)
def test_a_plot_of_no_rows_draws_an_empty_figure(stories, name):
    plot, table, options = stories["harbour-fire"][name]
    ax = plot(table.head(0), **options)
    ax.figure.draw_without_rendering()
    assert not [bar for bar in ax.patches if bar.get_width() > 0]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("story", ["mali-drones", "harbour-fire"])
def test_nothing_drawn_is_cut_off(stories, story, name):
    plot, table, options = stories[story][name]
    ax = plot(table, **options)
    ax.figure.draw_without_rendering()
    page = ax.figure.bbox
    for text in [*ax.get_xticklabels(), *ax.get_yticklabels(), *ax.texts]:
        box = text.get_window_extent()
        assert page.x0 <= box.x0 and box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0 and box.y1 <= page.y1, text.get_text()


def test_the_matrix_draws_each_cell_and_not_visible_unlike_absent(stories):
    _, table, options = stories["mali-drones"]["matrix"]
    ax = plot_matrix(table, **options)
    cells = {(round(p.get_x() + 0.45), round(p.get_y() + 0.42)): p for p in ax.patches}
    assert len(cells) == len(table) == 18 * 25
    for row in table.itertuples():
        patch = cells[(int(row.claim_id[1:]) - 1, row.place)]
        assert to_hex(patch.get_facecolor()).upper() == COLOURS[row.status].upper()
        assert (patch.get_hatch() == "////") == (row.status == "not_visible")
    bold = [label.get_text() for label in ax.get_yticklabels() if label.get_fontweight() == "bold"]
    assert bold == ["Buna Times"]
    brackets = [text.get_text() for text in ax.texts]
    assert brackets == [f"{n} of one\ncopy family" for n in (5, 2, 2, 2)]
    assert ax.get_title(loc="left") == "What each article does with each claim (18 articles)"


def rates(**changes):
    row = {
        "claim_id": "C1",
        "counted": "articles",
        "n_hits": 4.0,
        "hit_share": 0.5,
        "low": 0.2,
        "high": 0.8,
        "is_rate": True,
        "n_among": 8,
        "n_mentioned": 0,
        "n_not_visible": 3,
        "n_units": 12,
        "not_visible_share": 0.25,
    }
    return pd.DataFrame([row | changes])


def test_rates_draw_share_and_interval_and_what_was_not_visible():
    ax = plot_rates(rates())
    interval, point = ax.lines[:2]
    assert list(interval.get_xdata()) == [0.2, 0.8]
    assert list(point.get_xdata()) == [0.5]
    hatched = [p for p in ax.patches if p.get_hatch()]
    assert [p.get_width() for p in hatched] == [0.2 * 0.25]
    assert {"4 of 8", "25%"} <= {text.get_text() for text in ax.texts}


def test_below_the_minimum_rates_are_cases():
    ax = plot_rates(rates(n_hits=1.5, n_among=2, is_rate=False))
    assert not [line for line in ax.lines if len(line.get_xdata())]  # only the empty one of the legend
    assert {"1.5 of 2", "too few for a rate"} <= {text.get_text() for text in ax.texts}


def test_articles_and_families_stand_side_by_side():
    both = pd.concat([rates(), rates(counted="families", hit_share=0.25)])
    ax = plot_rates(both)
    points = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert [(line.get_xdata()[0], line.get_marker()) for line in points] == [(0.5, "o"), (0.25, "D")]
    assert points[0].get_ydata()[0] < points[1].get_ydata()[0]


def test_state_bars_add_up_to_the_whole_and_few_is_said(stories):
    _, table, _ = stories["mali-drones"]["states"]
    ax = plot_states(table)
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(len(table))
    assert [text.get_text() for text in ax.texts].count("few") == int((~table["is_rate"]).sum())


def test_edges_draw_both_halves_and_frame_what_hardened(stories):
    _, table, _ = stories["harbour-fire"]["edges"]
    ax = plot_hardening_edges(table)
    boxes = [p for p in ax.patches if isinstance(p, Rectangle)]
    frames = [p for p in boxes if not p.get_fill()]
    assert len(frames) == (table["step"] == "hardened").sum() == 6
    assert len(boxes) - len(frames) == 2 * len(table)
    assert [text.get_text() for text in ax.texts].count("+") == (table["step"] == "added").sum()


def test_what_is_only_mentioned_is_beside_what_was_not_visible():
    ax = plot_rates(rates(n_mentioned=1, n_not_visible=2))
    texts = [text.get_text() for text in ax.texts]
    assert "cannot tell (articles)" in texts and "25%" in texts
    boxes = [patch for patch in ax.patches if patch.get_hatch()]
    assert [(patch.get_hatch(), round(patch.get_width(), 4)) for patch in boxes] == [("////", 0.0333), ("..", 0.0167)]
    (legend,) = [child.get_text() for child in ax.get_legend().get_texts() if "mentioned" in child.get_text()]
    assert legend == "mentioned (nobody can tell how it is put)"


def test_readable_names_take_the_place_of_ids(stories):
    _, table, options = stories["harbour-fire"]["matrix"]
    named = table.assign(article="Gull, " + table["name"], claim="said " + table["claim_id"])
    ax = plot_matrix(named, **options)
    assert {label.get_text().split(",")[0] for label in ax.get_yticklabels()} == {"Gull"}
    assert ax.get_xticklabels()[0].get_text() == "said H01"
    (bold,) = [label.get_text() for label in ax.get_yticklabels() if label.get_fontweight() == "bold"]
    assert bold == "Gull, relay-0304-quay"


def test_a_matrix_of_outlets_says_so():
    story = ss.load_story("harbour-fire")
    ax = plot_matrix(matrix(story.table("claims"), story.articles, by="outlet"))
    assert ax.get_title(loc="left") == "What each outlet does with each claim (17 outlets)"
    ax = plot_matrix(matrix(story.table("claims"), story.articles, by="language"))
    assert ax.get_title(loc="left") == "What each group does with each claim (4 groups)"


def test_long_names_of_pairs_take_two_lines_and_only_citations_have_an_arrow(stories):
    _, table, _ = stories["harbour-fire"]["edges"]
    long = "The Long Name of a Newspaper, 2 Mar 2023"
    cited = plot_hardening_edges(table.assign(edge=f"{long} → Kite")).get_yticklabels()[0].get_text()
    assert cited == f"{long}\n→ Kite"
    pairs = table.drop(columns="n_hops").assign(edge=f"Kite, compared with {long}")
    ax = plot_hardening_edges(pairs)
    assert ax.get_yticklabels()[0].get_text() == f"Kite,\ncompared with {long}"
    assert ax.get_title(loc="left") == "Each claim here and in the article compared (12 pairs)"
    assert not [text for text in [*ax.texts, *ax.get_yticklabels()] if "→" in text.get_text()]


def test_a_claim_coded_in_one_article_alone_has_no_box_and_the_legend_says_so(stories):
    _, table, _ = stories["harbour-fire"]["edges"]
    some = plot_hardening_edges(table.iloc[1:])
    assert "no box: not coded in both" in [text.get_text() for text in some.figure.legends[0].get_texts()]
    whole = plot_hardening_edges(table)
    assert "no box: not coded in both" not in [text.get_text() for text in whole.figure.legends[0].get_texts()]


@pytest.mark.parametrize(("n", "is_said"), [(0, False), (2, True)])
def test_votes_of_articles_not_examined_for_copies_are_in_the_legend(n, is_said):
    ax = plot_rates(rates(counted="families", n_not_examined=n))
    (label,) = [text.get_text() for text in ax.get_legend().get_texts()]
    assert label.endswith("(articles not examined for copies count as families)") == is_said


def test_states_count_families_and_show_no_entropy(stories):
    _, table, _ = stories["harbour-fire"]["states"]
    texts = [text.get_text() for text in plot_states(table).texts]
    assert "families" in texts and "entropy" not in texts
    assert set(texts) - {"families", "few"} == set(table["n_carrying"].astype(str))
