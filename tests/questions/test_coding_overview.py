"""The overview of automatic coding: the machine beside the coding in use, each sentence word by word.

The machine's tables are the truth with known changes, so that no number here depends on the rules of the machine.
"""

from dataclasses import replace

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.agreement.coding_overviews import CodingOverview, coding_overview
from samestory.story.codebook import Codebook

MACHINE = "auto:rules-5"
TABLES = ("attributions", "citations", "chains", "claims", "numbers", "labels")
PAGE = "ledger-0303-exits"  # held out
# What the machine has in place of the truth: two claims weaker, one firmer, one lost, one found where there is none.
STATES = {
    (PAGE, "H01"): "attributed",
    (PAGE, "H10"): "attributed",
    (PAGE, "H03"): "asserted",
    (PAGE, "H14"): "absent",
    ("crane-0305-keys", "H07"): "asserted",
}


@pytest.fixture(scope="module")
def story():
    return ss.load_story("harbour-fire")


def changed(truth):
    """The tables of the machine."""
    coded = {name: table.assign(coder=MACHINE) for name, table in truth.items()}
    claims = coded["claims"]
    for (article_id, claim_id), status in STATES.items():
        row = (claims["article_id"] == article_id) & (claims["claim_id"] == claim_id)
        claims.loc[row, ["status", "note"]] = [status, "a rule"]
        if status == "absent":
            claims.loc[row, ["begin", "end", "attributed_to"]] = None
    on_page = {name: table["article_id"] == PAGE for name, table in coded.items()}
    # One source under another name, a sentence and a number missed, a label that nobody else has.
    claims.loc[on_page["claims"] & (claims["claim_id"] == "H04"), "attributed_to"] = "Port office"
    coded["attributions"] = coded["attributions"].drop(coded["attributions"].index[on_page["attributions"]][4])
    coded["numbers"] = coded["numbers"].drop(coded["numbers"].index[on_page["numbers"]][2])
    more = coded["labels"][on_page["labels"]].head(1).assign(label="the crew")
    coded["labels"] = pd.concat([coded["labels"], more], ignore_index=True)
    coded["citations"] = coded["citations"].drop(coded["citations"].index[on_page["citations"]][0])
    return coded


def view_of(story, coded=None, article=PAGE):
    truth = {name: story.table(name) for name in TABLES}
    coded = changed(truth) if coded is None else coded
    return CodingOverview(story=story, coded=coded, truth=truth, article=article, seed=1, n_resamples=20)


@pytest.fixture(scope="module")
def view(story):
    return view_of(story)


def of_articles(story, ids, **columns):
    """The story with these articles only, their columns changed."""
    kept = story.articles[story.articles["article_id"].isin(ids)].reset_index(drop=True)
    return replace(story, _articles=kept.assign(**columns), settings=story.settings.model_copy(update={"focus": None}))


def without_rows(story):
    """The story as nobody coded it."""
    tables = {name: table.head(0) for name, table in story._codings.items()}
    return replace(story, _codings=tables, _truth={name: table.head(0) for name, table in story._truth.items()})


def test_the_summary_counts_what_is_found_and_what_is_right(view):
    assert repr(view.summary()) == (
        "The fire at Quay Nine (invented), 31 articles with a text. By machine, attributed sentences: found 103 of 104,"
        " right: 103 of 103; claim states: found 247 of 251, right: 247 of 251; numbers: found 124 of 125, right: 124"
        " of 124; labels: found 103 of 103, right: 103 of 104."
    )


def test_the_sentences_about_one_article(view):
    assert repr(view.scope()) == (
        "31 articles, 31 with a text a machine can read. Rows coded by machine: 120 attributions, 157 citations, 13"
        " chains, 465 claims, 124 numbers, 104 labels. Coder: auto:rules-5."
    )
    said = repr(view.attributed())
    assert said.startswith(
        "The Kelmouth Ledger, 3 Mar 2023, 06:00: 10 passages attributed to a source or vouched for. Nobody is named for"
        " 0; denied: 1; hedged: 2; direct speech from beginning to end: 1.\n\n"
    )
    assert said.endswith("— The Kelmouth Ledger, 3 Mar 2023, 06:00: denied (denies)")
    assert repr(view.sources()) == (
        "The machine names 7 sources; the coding in use, truth, has 8: Harbour Office, Union of Quay Workers, Petra"
        " Solvane, Maren Oskdal, Torvane Terminals, Log seen by The Ledger, a source close to the port, Ilse Tarrow."
        "\n\nThe citation chain, primary source first, by the machine: none; by the coding in use: none."
    )
    assert repr(view.claims()) == (
        "Same state for 11 of 15 claims. Different, coding in use and machine: Fire in Shed 14: asserted and"
        " attributed; People died: attributed and asserted; Dockers were on strike: asserted and attributed; Undeclared"
        " batteries: attributed and absent. Claims that either found: 12. Claims for which the two have another name"
        " for the source, which may be another source or the same one: People were hurt; Undeclared batteries."
    )
    assert repr(view.labels()) == "Labels that only the machine has: Dockers: the crew."


def test_the_tables_about_one_article(view):
    assert view.page["outlet"] == "The Kelmouth Ledger"
    assert list(view.article_claims["claim"].head(2)) == ["Fire in Shed 14", "People died"]
    assert list(view.article_sources["cited"].head(2)) == ["Union of Quay Workers", "Petra Solvane"]
    assert list(view.article_quality["n_right"]) == [8, 8, 4, 2]  # two attributions can share a sentence


def test_a_third_of_the_articles_is_held_out_and_named(view):
    assert repr(view.parts()) == (
        "The fire at Quay Nine (invented): 31 articles with a text. English, held out: 5; English, in sight: 14;"
        " French, in sight: 4; Russian, held out: 3; Russian, in sight: 1; Ukrainian, in sight: 4. Held out: Ostvar, 2"
        " Mar 2023, 10:20; Polunochny Mayak; Portovy Obozrevatel, 3 Mar 2023, 13:40; Portovy Obozrevatel, Mar 2023; The"
        " Idle Crane, 5 Mar 2023; The Kelmouth Ledger, 3 Mar 2023, 06:00; The Kelmouth Ledger, 4 Mar 2023, 10:30; The"
        " Kelmouth Ledger, 4 Mar 2023, 18:05."
    )
    assert repr(view.tested()) == (
        "Languages of the story: English, French, Russian, Ukrainian. With articles held out: English, Russian. Not"
        " tested: French, Ukrainian."
    )


def test_counting_by_hand_gives_the_numbers_of_the_table(view):
    in_truth, by_machine = (set(table.itertuples(index=False, name=None)) for table in view.held_out_claims)
    row = view.by_part.query("what == 'claim states' and group == 'held out'").iloc[0]
    assert (len(in_truth), len(by_machine), len(in_truth & by_machine)) == (69, 69, 65)
    assert (row["n_truth"], row["n_coded"], row["n_right"]) == (69, 69, 65)


def test_groups_have_readable_names(view):
    parts = {"English, held out", "English, in sight", "French, in sight", "Russian, held out", "Russian, in sight"}
    assert set(view.by_language_and_part["name"]) == {*parts, "Ukrainian, in sight"}
    assert set(view.by_language["name"]) == {"English", "French", "Russian", "Ukrainian"}
    assert list(view.scores["name"]) == [
        "either found it, held out",
        "both found it, held out",
        "either found it, in sight",
        "both found it, in sight",
    ]


def test_the_errors_of_the_machine_are_said_with_their_direction(view):
    assert repr(view.errors()) == (
        "The fire at Quay Nine (invented): the machine differs from the coding in use on 5 of 465 units (a unit is one"
        " claim in one article). It makes 1 claim firmer, stating in the article's own voice what the article"
        " attributes to a source, and 2 weaker."
    )
    assert "; either found it, in sight: 1.000; " in repr(view.alphas())
    assert repr(view.limits()) == (
        "Articles held out that belong to a copy family with articles in sight: 2 of 8 (The Idle Crane, 5 Mar 2023;"
        " Ostvar, 2 Mar 2023, 10:20). Claims with the same state but based on passages that do not overlap: 0 of 247."
    )


def test_passages_show_claims_sentences_and_numbers(view):
    shown = repr(view.passages())
    assert "Undeclared batteries: attributed in the coding in use, absent by the machine (a rule)" in shown
    assert "Claims that differ: 5, of which 5 in articles held out." in shown
    assert "— The Kelmouth Ledger, 3 Mar 2023, 06:00: attributed sentence missed by the machine" in shown
    assert "found by the machine only\n" not in shown
    assert (
        "Sentences with an attribution: 1 missed by the machine, 0 found by the machine only, 103 found by both."
        in shown
    )
    assert "[at least nine people]" in shown
    assert shown.endswith("Numbers the machine missed: 1 of 125.")


def test_the_rules_code_the_story_and_the_article_it_shows_first(story):
    one = coding_overview(of_articles(story, [PAGE, "ostvar-0302-lead"]), n_resamples=5)
    assert set(one.coded) == set(TABLES)
    assert set(one.coded["claims"]["coder"]) == {MACHINE}
    assert one.article in (PAGE, "ostvar-0302-lead")
    assert coding_overview(one.story, article="ostvar-0302-lead", n_resamples=5).article == "ostvar-0302-lead"


def test_one_article_is_in_the_singular(story):
    one = of_articles(story, [PAGE])
    tables = {name: table[table["article_id"] == PAGE] for name, table in changed(view_of(story).truth).items()}
    view = view_of(one, tables)
    assert repr(view.scope()).startswith("1 article, 1 with a text a machine can read.")
    assert repr(view.summary()).startswith("The fire at Quay Nine (invented), 1 article with a text. By machine, ")
    assert "Held out: The Kelmouth Ledger." in repr(view.parts())
    assert repr(view.limits()).startswith(
        "Articles held out that belong to a copy family with articles in sight: 0 of 1 (none)."
    )


def test_a_story_that_nobody_coded_was_not_tested(story):
    view = view_of(without_rows(story), view_of(story).coded)
    assert repr(view.summary()) == (
        "The fire at Quay Nine (invented): the coding in use has no row of an article with a text, so nothing was"
        " tested."
    )
    assert repr(view.alphas()) == "Too few claims for an alpha."
    assert "on 0 of 0 units" in repr(view.errors())
    assert "Numbers the machine missed: 0 of 0." in repr(view.passages())
    assert view.article_claims.empty
    assert repr(view.claims()).startswith("Same state for 0 of 0 claims.")


def test_a_story_without_texts_was_not_tested(story):
    ids = list(story.articles["article_id"].head(2))
    view = coding_overview(of_articles(story, ids, text=pd.NA, text_status="none"), n_resamples=5)
    assert repr(view.summary()).endswith("has no row of an article with a text, so nothing was tested.")
    assert repr(view.parts()).endswith("0 articles with a text. None in any language. Held out: none.")
    assert view.scores.empty
    assert "0 passages attributed to a source" in repr(view.attributed())


def test_without_a_codebook_only_attributions_are_read(story):
    view = coding_overview(of_articles(story, ["ostvar-0302-lead", PAGE]), codebook=Codebook(), n_resamples=5)
    assert "0 claims, 0 numbers, 0 labels" in repr(view.scope())
    assert "labels: found 0 of 5, none given" in repr(view.summary())


def test_a_coding_in_use_by_machine_is_called_a_comparison_of_two_machines(story):
    coder = "auto:rules-2"
    tables = {name: story.table(name).assign(coder=coder) for name in TABLES}
    by_machine = replace(without_rows(story), _codings=without_rows(story)._codings | tables, chosen=coder)
    said = repr(view_of(by_machine).summary())
    assert said.endswith("The coding in use is a machine's (auto:rules-2): this compares two machines.")


def test_language_models_and_people_are_beside_the_rules(view, story, monkeypatch):
    assert list(view.by_coder["coder"].unique()) == [MACHINE]
    assert "No language model coded this story" in repr(view.meaning())
    rows = story.table("claims")
    rows = rows[rows["article_id"].isin([PAGE, "crane-0302-nine"])]
    model = rows.assign(coder="auto:llm:m", status=rows["status"].where(rows["article_id"] != PAGE, "hedged"))
    codings = story._codings | {"claims": pd.concat([model, rows.assign(coder="second")], ignore_index=True)}
    with_others = replace(view, story=replace(story, _codings=codings))
    monkeypatch.setitem(with_others.__dict__, "claims_by_meaning", view.claims_by_meaning)
    table = with_others.by_coder.query("what == 'claim states'").set_index("coder")
    assert list(table.index) == [MACHINE, "auto:llm:m", "second"]
    assert table["n_articles"].tolist() == [31, 2, 2]  # the articles a coder did not see are not missed ones
    assert table["recall_share"]["second"] == 1 and 0 < table["recall_share"]["auto:llm:m"] < 1
    said = repr(with_others.meaning())
    assert "By auto:llm:m: found" in said and "By second: found" in said and "No language model" not in said


def test_an_article_that_does_not_exist_is_refused(story):
    with pytest.raises(ss.errors.SamestoryError, match="no article 'ostvar'"):
        coding_overview(of_articles(story, [PAGE]), article="ostvar")
