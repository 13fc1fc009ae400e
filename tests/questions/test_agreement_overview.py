"""The overview of agreement: which two coders it compares, its tables, and each sentence word by word."""

from dataclasses import replace

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.agreement.overviews import overview


@pytest.fixture(scope="module")
def real():
    return overview(ss.load_story("mali-drones"))


@pytest.fixture(scope="module")
def invented():
    return ss.load_story("harbour-fire")


@pytest.fixture(scope="module")
def simulated(invented):
    return overview(invented, n_resamples=50)


def with_claims(story, claims):
    """The story with these rows of claims and no other."""
    return replace(
        story,
        _codings=story._codings | {"claims": claims},
        _truth=story._truth | {"claims": story._truth["claims"].head(0)},
    )


def rows(story, coder, statuses, article_id="ostvar-0302-lead"):
    """One row a claim of the story, in order, with these statuses."""
    columns = list(story.table("claims").columns)
    names = [f"H{n:02d}" for n in range(1, len(statuses) + 1)]
    table = pd.DataFrame({"article_id": article_id, "claim_id": names, "status": statuses, "coder": coder})
    return table.reindex(columns=columns).astype(story.table("claims").dtypes.to_dict())


def coded_by_two(story, first, second):
    return with_claims(story, pd.concat([rows(story, "anna", first), rows(story, "ben", second)], ignore_index=True))


def test_two_human_coders_are_compared_before_the_coding_in_use(real):
    assert (real.first, real.second, real.is_simulated) == ("hand:first", "hand:second", False)
    assert repr(real.compared()) == "This notebook compares hand:first (250 units) with hand:second (250 units)."


def test_a_caption_names_both_coders_and_says_simulated(real, simulated):
    assert real.caption("x.") == "Claims coded by hand:first and hand:second; x."
    assert simulated.caption("x.") == "Claims coded by truth and a SIMULATED second coder; x."


def test_the_summary_of_two_human_coders(real):
    assert repr(real.summary()) == (
        "hand:first and hand:second give the same status to 241 of 250 units, and to 48 of the 57 in which at least one"
        " of them found a claim. Over these 57, Krippendorff's alpha is 0.771 (95 % interval 0.57 to 0.93). On whether"
        " a claim is there at all, alpha is 0.917."
    )


def test_the_sentences_about_two_human_coders(real):
    assert repr(real.one_article()) == (
        "Hospodárske noviny: the same status for 22 of 25 units, and for 3 of the 6 that at least one coding found."
        " The other units are the same because neither coding found the claim."
    )
    assert repr(real.lift()) == (
        "The share of equal codes is 96.4% over all units and 84.2% over those with a claim that at least one coding"
        " found. The claims that neither found raise it by 12 percentage points."
    )
    assert repr(real.by_families()) == (
        "10 articles, 9 families. Alpha over the claims that at least one coding found: 0.771 by articles, 0.761 by"
        " families. Copies were looked for among 10 of 10 articles: 9 families."
    )
    assert repr(real.kinds()) == (
        "Units that differ: 9. Only one coding found the claim: 7. Both found it with another status: 2. Neither found"
        " it, and they differ in whether it could be seen: 0."
    )
    assert repr(real.claims()) == (
        "The codings differ on 8 of 25 claims. Least agreement: Army admits losses. Claims that neither coding found"
        " anywhere, so that agreement on them is not tested: 9."
    )
    assert repr(real.passages()) == "Units that differ and have a passage marked by hand:first: 0."
    assert repr(real.places()) == "hand:first marked no passage, so places in the text cannot be compared."
    assert repr(real.settled()) == (
        "The coding in use, hand, overrules both on 1 of the 241 units on which they agree (ANSA Latina: Kyiv backs the"
        " rebels). If they differ, it has the status of hand:first for 0 units and that of hand:second for 9. If first"
        " and second coder are swapped, alpha stays the same: 0.771. It cannot say which coding to trust."
    )


def test_tables_have_readable_names(real):
    assert list(real.by_claim["name"].head(2)) == ["Army admits losses", "Kyiv backs the rebels"]
    assert real.by_article["name"].iloc[0] == "Hospodárske noviny"
    assert real.disagreements.loc[0, ["article", "claim", "settled", "sided_with"]].tolist() == [
        "ANSA Latina",
        "Defeat near Tinzaouaten, July",
        "asserted",
        "second",
    ]
    assert real.article == "hnonline"
    assert list(real.article_claims.iloc[0]) == ["Kyiv backs the rebels", "not_visible", "hedged"]
    assert len(real.units) == 250


def test_a_story_coded_once_gets_a_simulated_coder_and_says_so(simulated):
    assert (simulated.first, simulated.second, simulated.is_simulated) == ("truth", "simulated", True)
    assert repr(simulated.summary()).startswith(
        "SIMULATED: nobody coded these units a second time. The second coder is made by chance and changes a unit with"
        " a chance of 10%. It shows how the measures react, not how well anybody coded. truth and simulated give the"
        " same status to 420 of 465 units, and to 229 of the 274 in which at least one of them found a claim."
    )
    assert repr(simulated.compared()) == (
        "This notebook compares truth (465 units) with simulated (465 units). A real second coding needs another"
        " reader, the codebook, some ten articles drawn at random, and no look at the first coding."
    )
    assert repr(simulated.settled()) == (
        "If first and second coder are swapped, alpha stays the same: 0.754. It cannot say which coding to trust. Here"
        " every difference is an error that chance put into the second coding."
    )
    assert repr(simulated.places()) == (
        "truth marked 251 passages, simulated 242. With the same claim, begin and end: 242 (F1 0.982)."
    )


def test_passages_ask_which_status_is_right(simulated):
    shown = repr(simulated.passages())
    assert "[en grève comme les autres]" in shown
    assert "— Radio Aval-Morvane: Dockers were on strike, asserted or absent?" in shown
    assert shown.endswith("Units that differ and have a passage marked by truth: 22.")


def test_the_coders_asked_for_are_compared(real):
    story = real.story
    view = overview(story, first="hand", n_resamples=2)
    assert (view.first, view.second) == ("hand", "hand:first")
    view = overview(story, second="hand", n_resamples=2)
    assert (view.first, view.second) == ("hand:first", "hand")
    assert "overrules" not in repr(view.settled())
    view = overview(story, first="hand:second", second="hand:first", n_resamples=2)
    assert (view.first, view.second) == ("hand:second", "hand:first")
    view = overview(story, first="hand", second="simulated", n_resamples=2)
    assert view.is_simulated and len(view.codings[1]) == 3050


def test_an_unknown_coder_is_refused(real):
    with pytest.raises(ss.errors.SamestoryError, match="no coder 'hand:fist'. Did you mean 'hand:first'"):
        overview(real.story, first="hand:fist", second="hand")


def test_nothing_coded_is_said_and_every_sentence_still_works(invented):
    view = overview(with_claims(invented, invented.table("claims").head(0)))
    assert repr(view.summary()) == "No claim is coded by two coders in this story, so every table below is empty."
    assert repr(view.one_article()) == "No article is coded by both."
    assert repr(view.lift()) == "Neither coding found any claim."
    assert "0 articles, 0 families." in repr(view.by_families())
    assert repr(view.claims()).startswith("The codings differ on 0 of 0 claims. Least agreement: none.")
    assert "alpha stays the same: not defined." in repr(view.settled())
    assert view.article_claims.empty
    assert repr(view.kinds()).startswith("Units that differ: 0.")


def test_two_coders_who_find_nothing_are_not_tested(invented):
    view = overview(coded_by_two(invented, ["absent", "absent"], ["absent", "absent"]))
    assert repr(view.summary()) == (
        "anna and ben give the same status to 2 of 2 units. Neither found any claim, so agreement is not tested."
    )
    assert repr(view.lift()) == "Neither coding found any claim."
    assert "Claims that neither coding found anywhere, so that agreement on them is not tested: 2." in repr(
        view.claims()
    )


def test_a_single_status_leaves_alpha_undefined(invented):
    view = overview(coded_by_two(invented, ["asserted"], ["asserted"]))
    assert repr(view.summary()) == (
        "anna and ben give the same status to 1 of 1 unit, and to 1 of the 1 in which at least one of them found a"
        " claim. All of these have one status, so Krippendorff's alpha is not defined."
    )
    assert repr(view.compared()) == "This notebook compares anna (1 unit) with ben (1 unit)."


def test_a_claim_one_coder_only_mentions_is_counted_apart(invented):
    view = overview(coded_by_two(invented, ["asserted", "hedged"], ["mentioned", "denied"]))
    assert len(view.units) == 1
    assert repr(view.kinds()) == (
        "Units that differ: 2. Only one coding found the claim: 0. Both found it with another status: 1. Neither found"
        " it, and they differ in whether it could be seen: 0. One could not tell how the claim is put: 1."
    )


def test_copies_that_were_not_examined_are_said(invented):
    story = coded_by_two(invented, ["asserted"], ["absent"])
    bare = invented.articles.assign(text=None, agency_credit=None)
    nobody = replace(story, _articles=bare, _truth=story._truth | {"families": story._truth["families"].head(0)})
    assert "Copies were not examined: the one article has no text" in repr(overview(nobody).by_families())
