"""What the notebook about numbers says: exact sentences for small sets counted by hand."""

from dataclasses import replace

import pandas as pd
import pytest

import samestory as ss

NAMES = ["article_id", "outlet", "published", "published_precision", "text_status", "event", "text"]


def articles(**outlets):
    """``articles(a="Gull")``: all seen whole, about one event, a day apart."""
    rows = [
        (name, outlet, f"2024-10-{10 + n}", "day", "full", "main", None)
        for n, (name, outlet) in enumerate(outlets.items())
    ]
    return ss.schema.check(pd.DataFrame(rows, columns=NAMES).assign(story="s", language="en"), "articles")


def figures(*rows, coder="hand", quantity="example_quantity"):
    """``figures(("a", "four", 4, 4, "Office"))``: article, words, low, high, source."""
    table = pd.DataFrame(rows, columns=["article_id", "value_text", "low", "high", "attributed_to"])
    return ss.schema.check(table.assign(quantity=quantity, unit="persons", coder=coder), "numbers")


def kin(basis="wording", coder="hand", **families):
    table = pd.DataFrame(list(families.items()), columns=["article_id", "family_id"])
    return ss.schema.check(table.assign(basis=basis, is_earliest=None, coder=coder), "families")


def chain(*links):
    """``chain(("b", "a"))``: b names the article a as its source."""
    table = pd.DataFrame(links, columns=["article_id", "source_article_id"])
    return ss.schema.check(table.assign(step=0, source=table["source_article_id"], coder="hand"), "chains")


@pytest.fixture
def overview(small_story):
    """The overview of a story with these tables; the last article is the one in focus."""
    story = ss.load_story(small_story)

    def make(about, numbers, families=None, chains=None, **options):
        ids = list(about["article_id"])
        families = kin(**dict(zip(ids, ids, strict=True))) if families is None else families
        chains = chain() if chains is None else chains
        tables = {
            "numbers": numbers,
            "families": families,
            "chains": chains,
            "claims": story._codings["claims"].head(0),
        }
        settings = story.settings.model_copy(update={"focus": ids[-1]})
        made = replace(story, _articles=about, _codings=story._codings | tables, settings=settings)
        near = ss.sources.comparison_set(made.joined("chains"), about, made.focus)
        return ss.numbers.overview(made, comparison_set=near, **options)

    return make


FOUR = articles(a="Gull", b="Gull", c="Kite", d="Wren")
CLASH = figures(
    ("a", "four", 4, 4, "Office"),
    ("b", "four", 4, 4, "Office"),
    ("c", "nine", 9, 9, "Union"),
    ("d", "dozens", 24, None, None),
)


def test_the_summary_of_three_figures(overview):
    assert repr(overview(FOUR, CLASH, chains=chain(("d", "c"))).summary()) == (
        "“What is counted”: 3 figures, each counted once a source. 3 of them cannot be true together with a figure of "
        "another source. No update of a figure can be shown. In 1 of 1 comparison of two articles, a figure of the "
        "first is a vague word in the second."
    )


def test_a_story_without_coded_figures_says_so_in_every_sentence(overview):
    view = overview(FOUR, figures())
    assert repr(view.summary()) == "No figure is coded in this story, so no figures can clash."
    assert repr(view.chosen()) == "No figure is coded in this story: every table below is empty."
    assert repr(view.coding()).startswith("0 figures for 0 quantities, given by 0 of 4 articles, in 0 copy families.")
    assert repr(view.clashes()) == (
        "0 pairs of source and figure; 0 cannot be true together with a figure of another source. Bounds by "
        "convention: 0."
    )
    assert repr(view.pairs()).startswith("Pairs of figures that exclude each other: 0. Of these, 0 conflicts")
    assert repr(view.passages()) == repr(view.vague()) == "There is no passage to show."
    assert view.name == "no quantity" and view.drift.empty and view.updates.empty
    ax = ss.numbers.plot_updates(view.one, updates=view.mine, name=view.name)
    assert ax.get_title(loc="left") == "When each figure is given"


def test_one_article_with_one_figure(overview):
    view = overview(articles(a="Gull"), figures(("a", "four", 4, 4, None)))
    assert repr(view.chosen()) == (
        "Looked at closely: What is counted. 1 article gives it, 1 time in all: 1 in the article's own "
        "voice, 0 from 0 other sources."
    )
    assert repr(view.summary()) == (
        "“What is counted”: 1 figure, each counted once a source. 0 of them cannot be true together with a figure of "
        "another source. No update of a figure can be shown. No two articles that can be compared give a figure on one "
        "topic."
    )
    assert repr(view.changes()).startswith("The article of Gull is compared with no other article. In 0 comparisons")


def test_a_coding_by_machine_is_named_first(overview):
    families = kin(coder="auto:rules-5", a="a", d="d")
    view = overview(FOUR, figures(("a", "four", 4, 4, None), coder="auto:rules-5"), families)
    assert view.machine == "auto:rules-5"
    assert repr(view.summary()).startswith(
        "Coded by the machine auto:rules-5, by no person. “What is counted”: 1 figure"
    )


def test_a_quantity_that_the_codebook_does_not_have_is_named_by_its_id(overview):
    view = overview(FOUR, figures(("a", "four", 4, 4, None), quantity="ships"))
    assert (view.quantity, view.name) == ("ships", "ships")
    assert view.given[["name", "n_articles"]].values.tolist() == [["ships", 1]]


def test_the_quantity_that_most_articles_give_is_looked_at_unless_another_is_asked_for(overview):
    both = pd.concat([CLASH, figures(("a", "two", 2, 2, None), quantity="ships")], ignore_index=True)
    assert overview(FOUR, both).quantity == "example_quantity"
    assert overview(FOUR, both, quantity="ships").one["value_text"].tolist() == ["two"]
    with pytest.raises(
        ss.errors.SamestoryError, match="no figure is given for a quantity 'ship'. Did you mean 'ships'"
    ):
        overview(FOUR, both, quantity="ship")


def test_copies_give_one_figure_and_articles_not_examined_are_counted_and_said(overview):
    families = pd.concat([kin(a="x", b="x", c="c"), kin("no_text", d="d")], ignore_index=True)
    view = overview(FOUR, CLASH, families)
    assert repr(view.coding()) == (
        "4 figures for 1 quantity, given by 4 of 4 articles, in 3 copy families. Copies were looked for among 3 of 4 "
        "articles: 2 families. 1 could not be compared, which is no evidence of an independent report. 1 article with "
        "figures could not be compared; each counts as a family of its own."
    )
    none = overview(FOUR, CLASH, kin("no_text", a="a", b="b", c="c", d="d")).coding()
    assert "Copies were not examined: none of 4 articles has a text" in repr(none)


def test_conflicts_within_an_article_are_shown_with_their_passages(overview):
    about = FOUR.assign(text=["The Office says four, the Union nine.", None, None, None])
    numbers = figures(("a", "four", 4, 4, "Office"), ("a", "nine", 9, 9, "Union"))
    numbers = numbers.assign(begin=[16, 32], end=[20, 36]).astype({"begin": "Int64", "end": "Int64"})
    view = overview(about, numbers)
    assert view.beside[["article", "values", "other_values"]].values.tolist() == [["Gull, 10 Oct 2024", "four", "nine"]]
    assert repr(view.side_by_side()) == (
        "1 article gives two clashing figures side by side; 1 of them for “What is counted”."
    )
    assert repr(view.passages()).split("\n\n") == [
        "The Office says [four], the Union nine.\n— Gull, 10 Oct 2024: Office",
        "The Office says four, the Union [nine].\n— Gull, 10 Oct 2024: Union",
    ]


def test_an_update_and_the_article_that_keeps_the_old_figure(overview):
    rows = [("a", "four", 4, 4, "Office"), ("c", "seven", 7, 7, "Office"), ("d", "four", 4, 4, "Office")]
    view = overview(FOUR, figures(*rows))
    assert view.updates[["direction", "not_updated"]].values.tolist() == [["raised", "Wren"]]
    assert repr(view.updated()) == (
        "1 update can be shown, 1 of them for “What is counted”. Of the articles that give it, 3 of 3 have a date. "
        "Articles known to be later that keep an old figure: Wren."
    )
    undated = FOUR.assign(published=pd.NaT, published_precision="unknown")
    assert repr(overview(undated, figures(*rows)).updated()) == (
        "No update of a figure can be shown, so none for “What is counted”. Of the articles"
        " that give it, 0 of 3 have a date."
    )
    assert repr(overview(undated, figures(*rows)).pairs()).startswith(
        "Pairs of figures that exclude each other: 1. Of these, 0 conflicts between sources, 0 updates, 0 of another "
        "scope or time, 1 that cannot be told."
    )


def test_what_a_figure_becomes(overview):
    view = overview(FOUR, CLASH, chains=chain(("d", "c")))
    assert view.moved[["source_article", "article", "step", "is_vaguer"]].values.tolist() == [
        ["Kite", "Wren", "changed", True]
    ]
    assert repr(view.changes()) == (
        "The article of Wren is compared with 1 article that it names as its source. In 1 comparison both articles "
        "give a figure. The figure is kept in 0, becomes a vague word in 1 and loses its source in 1. 0 more are "
        "dropped. The vague words are “dozens”; the other articles have: nine (Union)."
    )


def test_a_tolerance_lets_figures_meet_and_few_rows_are_drawn(overview):
    numbers = figures(("a", "ten", 10, 10, "Office"), ("b", "ten", 10, 10, "Office"), ("c", "eleven", 11, 11, "Union"))
    assert repr(overview(FOUR, numbers).doubts()) == (
        "In 1 of 1 conflict the order of the two figures is known, so the later source may simply know more. With a "
        "tolerance of a tenth, 0 of 1 pair still exclude each other."
    )
    assert overview(FOUR, numbers, tolerance=0.1).conflicts.empty
    view = overview(FOUR, numbers, most=1)
    assert view.shown["source"].tolist() == ["Office"]
    assert repr(view.clashes()).endswith("Bounds by convention: 0. Not drawn, as few articles give them: 1.")


def test_planted_conflicts_and_updates_of_the_invented_story_are_found():
    story = ss.load_story("harbour-fire")
    near = ss.sources.comparison_set(story.joined("chains"), story.articles, story.focus)
    plants = ss.numbers.overview(story, comparison_set=near).plants
    assert plants.values.tolist() == [
        ["toll conflict", 2, 2],
        ["toll update", 3, 3],
        ["toll not updated", 1, 1],
        ["number drift", 1, 1],
        ["number words", 8, 8],
    ]
