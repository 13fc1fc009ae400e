"""Hard and broken stories through loading, measures and figures: a clear error, or a result that makes sense."""

import csv
import time
from pathlib import Path

import pandas as pd
import pytest
from growth import units

import samestory as ss
from samestory.questions.agreement import figures as agreement_figures
from samestory.questions.agreement.coders import simulate_second_coder
from samestory.questions.agreement.measures import confusion, scores, scores_by
from samestory.questions.agreement.spans import span_agreement
from samestory.questions.claims.figures import plot_hardening_edges, plot_matrix, plot_rates, plot_states
from samestory.questions.claims.firmness import chain_edges, hardening_edges
from samestory.questions.claims.left_out import omission_rates, omissions
from samestory.questions.claims.measures import matrix, rates, states
from samestory.questions.labels.figures import plot_shares, plot_words
from samestory.questions.labels.measures import counts, shares
from samestory.questions.labels.measures import uses as label_uses
from samestory.questions.numbers.along_chains import drift
from samestory.questions.numbers.figures import plot_drift, plot_intervals
from samestory.questions.numbers.measures import conflicts, intervals, values
from samestory.questions.sources.chains import source_chains
from samestory.questions.sources.figures import plot_independence, plot_unnamed_sources
from samestory.questions.sources.graph import citation_cycles, layers
from samestory.questions.sources.layer_figure import plot_layers
from samestory.questions.sources.measures import graph_edges, outlet_edges, unnamed_sources
from samestory.questions.sources.origins import ancestry, independence
from samestory.questions.timeline.figures import plot_circulation, plot_times
from samestory.questions.timeline.measures import circulation, first_seen, orders, times

SETTINGS = """\
title: A hard case
question: What becomes of it?
period: {begin: 2024-10-01, end: 2024-10-31}
languages: [en]
coder: hand
origin: Typed for a test.
publish: Anything.
"""


def write(folder: Path, name: str, columns: str, rows) -> None:
    """A CSV file of the story; columns and cells separated by blanks, '-' for an empty cell."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns.split())
        writer.writerows([["" if cell == "-" else cell for cell in row.split()] for row in rows])


def a_story(folder: Path, articles, claims=(), **codings) -> Path:
    """A story folder without texts: articles are 'id outlet date precision text_status'; the rest rows of tables."""
    for path in (folder / "articles").iterdir():
        path.unlink()
    (folder / "story.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "coding" / "claims.csv").unlink()
    columns = "article_id outlet language published published_precision text_status"
    articles = [row.split() for row in articles]
    write(folder, "coverage.csv", columns, [f"{a} {o} en {d} {p} {s}" for a, o, d, p, s in articles])
    write(folder, "coding/claims.csv", "article_id claim_id status attributed_to coder", [f"{c} hand" for c in claims])
    heads = {
        "chains": "article_id step source source_article_id coder",
        "citations": "article_id cited kind order coder",
        "families": "article_id family_id basis is_earliest coder",
    }
    for name, rows in codings.items():
        write(folder, f"coding/{name}.csv", heads[name], [f"{row} hand" for row in rows])
    return folder


def results(story) -> dict[str, pd.DataFrame]:
    """What every notebook computes, by name."""
    articles, claims, chains = story.articles, story.table("claims"), story.table("chains")
    citations, families = story.table("citations"), story.table("families")
    second = simulate_second_coder(claims, articles, share=0.1)
    edges = graph_edges(articles, citations, chains)
    numbers = values(story.table("numbers"), articles)
    uses = label_uses(story.table("labels"), articles)
    quick = {"n_resamples": 10, "seed": 1}
    return {
        "composition": ss.corpus.composition(articles, "outlet", most=10),
        "dates": ss.corpus.dates(articles),
        "missing": ss.corpus.missing_values(articles),
        "citation_edges": ss.sources.citation_edges(chains, articles),
        "agreement": scores(claims, second, families=families, **quick),
        "confusion": confusion(claims, second),
        "agreement_by": scores_by(claims, second),
        "span_agreement": span_agreement(claims, second, **quick),
        "claim_matrix": matrix(claims, articles),
        "claim_rates": rates(claims, families=families, **quick),
        "claim_states": states(claims),
        "omission_rates": omission_rates(omissions(claims, articles)),
        "hardening_edges": hardening_edges(claims, chain_edges(chains)),
        "source_chains": source_chains(articles, chains),
        "source_edges": edges,
        "outlet_edges": outlet_edges(edges),
        "citation_cycles": citation_cycles(edges),
        "source_layers": layers(edges, articles),
        "unnamed_sources": unnamed_sources(articles, citations),
        "independence": independence(articles, families, chains),
        "ancestry": ancestry(articles, families, chains),
        "circulation": circulation(claims, articles),
        "first_seen": first_seen(claims, articles),
        "orders": orders(articles),
        "timeline": times(articles),
        "number_intervals": intervals(numbers),
        "number_conflicts": conflicts(numbers),
        "number_drift": drift(numbers, chain_edges(chains), articles),
        "label_shares": shares(uses, **quick),
        "label_counts": counts(uses),
    }


PLOTS = {
    "composition": ss.corpus.plot_composition,
    "dates": ss.corpus.plot_dates,
    "missing": ss.corpus.plot_missing_values,
    "citation_edges": ss.sources.plot_citation_edges,
    "agreement": agreement_figures.plot_scores,
    "confusion": agreement_figures.plot_confusion,
    "agreement_by": agreement_figures.plot_scores_by,
    "claim_matrix": plot_matrix,
    "claim_rates": plot_rates,
    "claim_states": plot_states,
    "hardening_edges": plot_hardening_edges,
    "source_layers": plot_layers,
    "unnamed_sources": plot_unnamed_sources,
    "independence": plot_independence,
    "circulation": plot_circulation,
    "timeline": plot_times,
    "number_intervals": plot_intervals,
    "number_drift": plot_drift,
    "label_shares": plot_shares,
    "label_counts": plot_words,
}
MOST_DRAWN = 40  # a figure of more rows than that is for nobody: who draws, trims first


def drawn(tables: dict[str, pd.DataFrame]) -> None:
    """Every figure of these results can be laid out and drawn."""
    for name, plot in PLOTS.items():
        plot(tables[name].head(MOST_DRAWN)).figure.draw_without_rendering()


def refused(folder: Path) -> str:
    with pytest.raises(ss.errors.StoryError) as caught:
        ss.load_story(folder)
    return str(caught.value)


def test_a_status_outside_the_codebook_is_refused_where_it_stands(small_story):
    a_story(small_story, ["a One - unknown full"], ["a C01 asertd -"])
    said = refused(small_story)
    assert "coding/claims.csv" in said and "row 2" in said and "'asertd' given; wanted one of asserted" in said


def test_a_status_that_reaches_a_measure_is_refused_too():
    rows = pd.DataFrame({"article_id": ["a"], "claim_id": ["C01"], "status": ["asertd"]})
    with pytest.raises(ss.errors.TableError, match="status 'asertd'. Did you mean 'asserted'"):
        scores(rows, rows)


def test_an_article_that_is_its_own_source_is_refused(small_story):
    a_story(small_story, ["a One - unknown full"], ["a C01 absent -"], chains=["a 0 One a"])
    said = refused(small_story)
    assert "coding/chains.csv" in said and "article_id and source_article_id must differ" in said


def test_an_outlet_that_cites_itself_is_shown_as_that(small_story):
    articles = ["a One 2024-10-02 day full", "b One 2024-10-05 day full"]
    a_story(small_story, articles, ["a C01 asserted -", "b C01 asserted -"], citations=["b One outlet 1"])
    tables = results(ss.load_story(small_story))
    assert list(tables["outlet_edges"]["is_self"]) == [True]
    drawn(tables)


def test_a_circle_of_sources_ends_and_is_named(small_story):
    articles = ["a One 2024-10-02 day full", "b Two 2024-10-02 day full", "c Three 2024-10-09 day full"]
    claims = ["a C01 asserted -", "b C01 attributed One", "c C01 asserted -"]
    a_story(small_story, articles, claims, chains=["a 0 Two b", "b 0 One a", "c 0 One a"])
    tables = results(ss.load_story(small_story))
    cycles_of = tables["citation_cycles"].set_index("level")["members"]
    assert cycles_of.to_dict() == {
        "articles": "a; b",
        "outlets": "One; Two",
    }  # c only hangs on it
    drawn(tables)


def test_a_date_outside_the_period_is_kept_and_drawn_where_it_is(small_story):
    articles = ["a One 2024-10-02 day full", "b Two 1999-01-01 day full", "c Three 2031-05 month full"]
    a_story(small_story, articles, ["a C01 asserted -", "b C01 absent -", "c C01 asserted -"])
    tables = results(ss.load_story(small_story))
    days = tables["dates"]
    assert (days["begin"].min().year, days["end"].max().year) == (1999, 2031)
    assert days["n_articles"].sum() == 3
    drawn(tables)


def test_one_article_with_a_text_and_nothing_else(small_story):
    tables = results(ss.load_story(small_story))
    assert tables["agreement"]["n_units"].iloc[0] == 1 and tables["agreement"]["alpha"].isna().all()
    assert tables["hardening_edges"].empty and tables["source_edges"].empty and tables["citation_cycles"].empty
    drawn(tables)


def test_pages_without_text_without_dates_without_codings(small_story):
    a_story(small_story, ["a One - unknown none", "b Two - unknown teaser"])
    story = ss.load_story(small_story)
    assert story.articles["text"].isna().all()
    tables = results(story)
    assert tables["agreement"].empty and tables["claim_rates"].empty and tables["first_seen"].empty
    assert tables["dates"]["precision"].tolist() == ["unknown"]
    drawn(tables)


def test_absent_cannot_be_said_of_a_page_without_text(small_story):
    a_story(small_story, ["a One - unknown none"], ["a C01 absent -"])
    assert "'absent' needs text_status 'full'" in refused(small_story)


def test_ten_thousand_articles(small_story):
    n = 10_000
    letters = ["asserted -", "attributed Somebody", "absent -"]
    articles = [f"a{i:05} Outlet{i % 100} 2024-10-{i % 28 + 1:02} day full" for i in range(n)]
    claims = [f"a{i:05} C01 {letters[i % 3]}" for i in range(n)]
    chains = [f"a{i:05} 0 Outlet0 a{i // 2:05}" for i in range(100, n)]
    families = [f"a{i:05} f{i // 4} coded -" for i in range(n)]
    a_story(small_story, articles, claims, chains=chains, families=families)
    began = time.process_time()
    story = ss.load_story(small_story)
    tables = results(story)
    assert len(story.articles) == n and tables["dates"]["n_articles"].sum() == n
    assert tables["agreement"]["n_units"].iloc[0] == n / 4  # four copies, one vote
    assert tables["claim_rates"].filter(regex="^n_").to_numpy().max() >= n / 4
    drawn(tables)
    assert units(time.process_time() - began) < 1_500  # some ten times what it takes: a loop over pairs needs hours


def test_names_in_an_error_are_cut_and_the_number_left_out_is_said():
    assert ss.errors.listed("abc", 3) == "a, b, c"
    assert ss.errors.listed("abcde", 3) == "a, b, c and 2 more"
