"""Names from pages break no figure: hostile or very long ones are cut in the picture and whole in the table."""

from __future__ import annotations

import dataclasses
import itertools
import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest

import samestory as ss
from samestory.plotting import show_figure as show
from samestory.plotting.legible import MOST_LETTERS, cut, legible, one_line
from samestory.plotting.theme import clipped, new_axes
from samestory.questions.labels.measures import counts
from samestory.questions.numbers.measures import intervals

HOSTILE = (
    "A" * 5000,
    "$\\frac{1}{",
    "_hidden",
    "\u202edrawkcab\u2066 name",
    "bell\x07 null\x00 \x1b[31mred",
    "line\nbreak\tand\r more\u2028lines",
    "Z" + "\u0301" * 500,
    "漢字" * 200,
    "<script>alert(1)</script> & %s {} \\",
    " " * 300 + "x",
    "very long words " * 60,
)
OUTLETS = itertools.cycle(HOSTILE)


@pytest.fixture(scope="module")
def story() -> Any:
    """The invented story, with hostile names for outlets, countries, claims, actors, sources and labels."""
    known = ss.load_story("harbour-fire")
    articles = known.articles
    for column in ("outlet", "country"):
        names = articles[column].dropna().unique()
        hostile = {name: f"{bad}{i}" for i, (name, bad) in enumerate(zip(names, OUTLETS, strict=False))}
        articles[column] = articles[column].map(hostile)
    return dataclasses.replace(known, _articles=articles)


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Show as in a run: files are written, and every warning is an error."""
    monkeypatch.setenv("SAMESTORY_RUN_FOLDER", str(tmp_path))
    monkeypatch.setenv("SAMESTORY_COMPARED", "yes")

    def draw(ax: Any, table: pd.DataFrame, name: str) -> dict[str, Any]:
        show(ax, table, name, caption="hostile \x00 caption", story=None)
        for place in (f"figures/{name}.png", f"figures/{name}.svg", f"tables/{name}.csv"):
            assert (tmp_path / place).stat().st_size > 0
        assert (tmp_path / f"figures/{name}.png").stat().st_size < 3_000_000
        return json.loads((tmp_path / f"figures/{name}.json").read_text(encoding="utf-8"))

    return draw


def worse(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The table with each distinct text of some columns made hostile."""
    table = table.copy()
    for column in columns:
        names = pd.Series(table[column].astype(object).dropna().unique())
        hostile = {name: f"{bad}{i}" for i, (name, bad) in enumerate(zip(names, OUTLETS, strict=False))}
        table[column] = table[column].astype(object).map(hostile)
    return table


def test_claims(story, shown):
    claims, names = story.table("claims"), story.claim_names()
    hostile = dict(zip(names, (f"{bad}{i}" for i, bad in enumerate(OUTLETS)), strict=False))
    cells = ss.claims.matrix(claims, story.articles, families=story.table("families"), chains=story.table("chains"))
    cells = cells.assign(claim=cells["claim_id"].map(hostile))
    record = shown(ss.claims.plot_matrix(cells), cells, "matrix")
    assert max(len(line) for line in record["artists"]) < 2000
    rates = ss.claims.rates(claims).assign(claim=lambda t: t["claim_id"].map(hostile))
    shown(ss.claims.plot_rates(rates), rates, "rates")
    states = ss.claims.states(claims).assign(claim=lambda t: t["claim_id"].map(hostile))
    shown(ss.claims.plot_states(states), states, "states")


def test_hardening_sources_and_citation_edges(story, shown):
    chains, me = story.table("chains"), story.settings.focus
    near = ss.sources.comparison_set(chains, story.articles, me)
    steps = ss.claims.hardening(story.table("claims"), story.table("families"), me, near["article_id"])
    steps = worse(steps.assign(claim=steps["claim_id"]), "claim")
    made = steps[steps["status"].isin(["asserted", "attributed", "hedged"])]
    shown(ss.claims.plot_hardening(made, name=HOSTILE[0]), made, "hardening")
    edges = ss.sources.citation_edges(chains, story.articles)
    edges = worse(edges, "target_name")
    shown(ss.sources.plot_citation_edges(edges, focus=me), edges, "citation-edges")


def test_corpus_and_timeline(story, shown):
    for by in ("country", "outlet"):
        table = ss.corpus.composition(story.articles, by)
        shown(ss.corpus.plot_composition(table), table, f"by-{by}")
    line = ss.timeline.times(story.articles)
    line["outlet"] = line["article_id"].map(story.articles.set_index("article_id")["outlet"])
    shown(ss.timeline.plot_times(line, by="outlet"), line, "timeline")


def test_numbers_and_labels(story, shown):
    values = ss.numbers.values(story.table("numbers"), story.articles, families=story.table("families"))
    values = worse(values, "quantity", "unit", "source")
    ranges = intervals(values[values["quantity"] == values["quantity"].value_counts().index[0]])
    shown(ss.numbers.plot_intervals(ranges), ranges, "ranges")
    uses = ss.labels.uses(worse(story.table("labels"), "actor", "label"), story.articles)
    words = counts(uses)
    words = words[words["actor"] == words["actor"].iloc[0]]
    shown(ss.labels.plot_words(words), words, "words")


def test_a_figure_is_left_as_it_came_and_its_table_whole(shown, tmp_path):
    ax = new_axes()
    ax.set_yticks([0, 1], [HOSTILE[0], "short"])
    ax.set_title(HOSTILE[3])
    table = pd.DataFrame({"name": [HOSTILE[0]]})
    record = shown(ax, table, "long")
    assert [label.get_text() for label in ax.get_yticklabels()] == [HOSTILE[0], "short"]
    assert ax.get_title() == HOSTILE[3]
    drawn = "\n".join(record["artists"])
    assert HOSTILE[0] not in drawn and "A" * (MOST_LETTERS - 1) + "…" in drawn and "\u202e" not in drawn
    assert record["caption"] == "hostile \ufffd caption"
    assert HOSTILE[0] in (tmp_path / "tables/long.csv").read_text()


def test_labels_without_room_are_no_warning(shown):
    ax = new_axes(3, 1.5)
    ax.set_xticks(range(6), ["w" * 99] * 6, rotation=90)
    ax.set_yticks(range(6), ["w" * 99] * 6)
    shown(ax, pd.DataFrame({"n": [1]}), "full")


def test_a_character_without_font_is_in_the_record_where_outputs_are_compared(shown):
    ax = new_axes()
    ax.set_title("\U0001bc00 and \U0001bc01 and \U0001bc00")
    assert shown(ax, pd.DataFrame({"n": [1]}), "signs")["missing_characters"] == ["\U0001bc00", "\U0001bc01"]


@pytest.mark.parametrize(
    ("given", "most", "expected"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("a word too long", 8, "a word…"),
        ("漢字漢字", 8, "漢字漢字"),
        ("漢字漢字漢字", 8, "漢字漢…"),
        ("e\u0301" * 8, 8, "e\u0301" * 8),
        ("", 4, ""),
    ],
)
def test_cut_by_columns(given, most, expected):
    assert cut(given, most) == expected


def test_one_line():
    assert one_line("a\nb\tc\u2028d") == "a b c d"
    assert one_line("\u202eevil\u2066\u200f") == "evil"
    assert one_line("a\x07b\ud800") == "a\ufffdb\ufffd"
    assert one_line("e" + "\u0301" * 9) == "e" + "\u0301" * 4
    assert one_line("95\u00a0%  of it") == "95\u00a0%  of it"
    assert clipped("x" * 50) == "x" * 43 + "…"


def test_names_of_categories_are_cut_too():
    ax = new_axes(24)
    ax.barh(["B" * 500, "b"], [1, 2])
    before = ax.yaxis.get_major_formatter()
    with legible(ax.figure), mpl.rc_context():
        ax.figure.draw_without_rendering()
        assert [len(label.get_text()) for label in ax.get_yticklabels()] == [100, 1]
    assert ax.yaxis.get_major_formatter() is before
