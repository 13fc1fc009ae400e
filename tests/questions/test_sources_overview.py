"""The overview of sources: its tables, and each sentence word by word."""

from dataclasses import replace

import pandas as pd
import pytest

import samestory as ss
from samestory.errors import StoryError
from samestory.questions.sources.overviews import overview
from samestory.schema import TABLES

REAL_DOUBTS = (
    "Articles that count as their own primary source: 56. Of these, 29 share wording with others and are not marked as"
    " the earliest (254.ke, Africarrieres, Afrique Media ...), so their report may come from elsewhere. 1 article with"
    " a coded chain cites no outlet and no agency in the text, so only the coder's reading shows where the report comes"
    " from."
)


@pytest.fixture(scope="module")
def invented():
    return ss.load_story("harbour-fire")


@pytest.fixture(scope="module")
def fire(invented):
    return overview(invented)


@pytest.fixture(scope="module")
def real():
    story = ss.load_story("mali-drones")
    claims, chains = story.joined("claims"), story.joined("chains")
    near = ss.sources.comparison_set(chains, story.articles, story.focus)["article_id"]
    hardening = ss.claims.hardening(claims, story.table("families"), story.focus, near)
    return overview(story, hardening=hardening)


def story_of(story, article_ids, *, without=(), coder=None):
    """The story with some of its articles, without the rows of some tables, or as if coded by somebody else."""

    def kept(tables):
        found = {}
        for name, table in tables.items():
            rows = table[table["article_id"].isin(article_ids)] if "article_id" in table else table
            rows = rows.head(0) if name in without else rows
            found[name] = rows.assign(coder=coder) if coder and "coder" in rows else rows
        return found

    articles = story.articles
    return replace(
        story,
        settings=story.settings.model_copy(update={"focus": article_ids[0], "coder": coder or story.settings.coder}),
        _articles=articles[articles["article_id"].isin(article_ids)].reset_index(drop=True),
        _codings=kept(story._codings),
        _truth=kept(story._truth),
    )


CODED = ("citations", "chains", "claims", "families", "numbers", "labels", "attributions", "parts")


def test_the_summary_of_the_real_story(real):
    assert repr(real.summary()) == (
        "66 of 122 articles name another outlet or agency as their source. Of the other 56, 21 cite an outlet or"
        " agency that is not coded as the source of the report. The longest citation chain has 3 steps. The most"
        " frequent primary source is Le Monde: 33 articles (in 15 copy families). 122 articles in 67 copy families. 67"
        " of these families name no other family as a source. Origins: 46 (17"
        " outside the set)."
    )


def test_the_sentences_of_the_real_story(real):
    assert repr(real.coverage()) == (
        "122 articles, 329 coded sources. Articles that name no source at all: 2. Articles not coded for sources: 0."
        " Articles with a coded citation chain, from the origin to the nearest source: 66. Copies were looked for among"
        " 122 of 122 articles: 67 families."
    )
    assert repr(real.name_matches()) == (
        "Names of outlets and agencies: 32. Outlets of this set: 4, of which 3 have exactly this name. Outside the set:"
        " 28, of which 5 are similar to an outlet of the set but not joined with it (for example Kyiv Post and Il"
        " Post)."
    )
    assert repr(real.graph()) == (
        "260 edges between articles and sources; by outlet: 249 edges between 123 outlets and sources. Edges on which"
        " an outlet names or repeats itself: 1. Links in the pages: 0; links to another article of this set, which"
        " count as citations: 0."
    )
    assert repr(real.chain_of_focus()) == (
        "As far back as Buna Times can be followed: Le Monde > Korrespondent.net > Buna Times (2 steps). Of 122"
        " articles, 66 have a chain of at least one step, 16 of more than one. Circular chains: 0."
    )
    assert repr(real.sources_at_the_end()) == (
        "66 articles lead back to 17 primary sources. The most frequent primary source is Le Monde: 33 articles (in 15"
        " copy families). However often it is repeated, it remains one primary source."
    )
    assert repr(real.order()) == (
        "260 edges; both articles are known on 57. Their order is known on 9, tied on 11, unknown on 37. Edges against"
        " known time: 0. On 3 of the edges an article is proposed, not coded: the only one of the named outlet on the"
        " same event that may have come first."
    )
    assert repr(real.cycle_passages()) == "No citation cycle was found."
    assert repr(real.distance()) == (
        "Claims in the article's own voice, by the number of steps from the primary source: 0 steps: 57% of 185 votes;"
        " 1 step: 34% of 205 votes; 2 steps: 44% of 52 votes; 3 steps: 33% of 9 votes. Articles at different distances"
        " carry different claims, so this does not show an effect of distance."
    )
    assert repr(real.unnamed_passages()).endswith("Without a name: 34 of 329 coded sources, in 31 of 122 articles.")
    assert real.unnamed_caption == "Share of sources without a name; 12 of 108 outlets, those with most sources first."
    assert repr(real.doubts()) == REAL_DOUBTS


def test_the_graph_says_what_it_shows_and_what_its_marks_compare(real):
    assert repr(real.drawn_articles()) == (
        "Drawn: 17 of 18 articles of “Le Monde's report on drones, October”, and 0 of other parts"
        " of the story that they name. Not drawn, because no outlet they name is coded and they share wording with no"
        " article here: 1. Steps of the longest chain: 2."
    )
    marks = real.layers.set_index("target_node")["mark"]
    assert marks[marks != ""].to_dict() == {"bunatimes": "4 claims firmer*"}
    assert real.layers_caption == (
        "Whom the articles name, and which texts are one copy family. “Firmer”: in own voice at the right end of a"
        " line, attributed or hedged at its left end. *Buna Times is compared with 15 other articles on the event: 9"
        " closer to the origin, 6 that name no outlet or agency as their source."
    )


def test_an_edge_between_two_articles_is_marked_with_the_claims_that_harden(invented):
    pairs = ss.claims.hardening_edges(invented.joined("claims"), ss.claims.chain_edges(invented.joined("chains")))
    found = overview(invented, hardening_edges=pairs)
    marks = found.layers.set_index(["source_node", "target_node"])["mark"]
    assert marks[marks != ""].to_dict() == {
        ("fanal-0303-dockers", "holos-0304-dokery"): "1 claim firmer",
        ("holos-0304-dokery", "relay-0304-quay"): "2 claims firmer",
    }
    assert "*" not in found.layers_caption


def test_without_marks_the_caption_explains_none(fire):
    assert set(fire.layers["mark"]) == {""}
    assert fire.layers_caption == "Whom the articles name, and which texts are one copy family."


def test_the_tables_have_readable_names(fire):
    assert (
        fire.chains.set_index("article_id").at["relay-0304-quay", "article"] == "World Relay Daily, 4 Mar 2023, 21:30"
    )
    assert fire.chains["n_hops"].is_monotonic_decreasing
    assert fire.cycles.loc[0, "cycle"] == "The Idle Crane, 5 Mar 2023 > Quai Franc-Parler > The Idle Crane, 5 Mar 2023"
    assert list(fire.bases["basis"]) == ["chain", "wording", "citation", "credit"]


def test_passages_show_whom_the_focus_names_and_who_is_in_a_cycle(fire):
    assert "[Holos Zarynii].\n" in repr(fire.focus_passages())
    assert repr(fire.focus_passages()).endswith(
        "— World Relay Daily names Holos Zarynii\n\nOutlets and agencies coded at a known place in the text of World"
        " Relay Daily, 4 Mar 2023, 21:30: 1."
    )
    assert "— The Idle Crane names Quai Franc-Parler" in repr(fire.cycle_passages())


def test_the_part_of_the_story_can_be_chosen(invented):
    assert overview(invented, event="*").event_name == "the whole story"
    assert len(overview(invented, event="toll").drawn) == 9
    with pytest.raises(StoryError, match=r"no article of the event 'tol'. Did you mean 'toll'\? Events: denial, fire"):
        overview(invented, event="tol")


def test_a_focus_without_a_part_shows_the_whole_story(invented):
    story = replace(invented, _articles=invented.articles.assign(event=pd.Series(pd.NA, range(31), dtype="str")))
    assert overview(story).event == "*" and len(overview(story).drawn) == 31


def test_a_story_nobody_coded_says_so(invented):
    bare = story_of(invented, list(invented.articles["article_id"]), without=CODED)
    found = overview(bare)
    assert repr(found.summary()) == "No article is coded for sources, so every table below is empty."
    assert repr(found.chain_of_focus()) == "Radio Aval-Morvane is not coded for sources."
    assert repr(found.cycle_passages()) == "No article is coded for sources, so citation cycles cannot be found."
    assert repr(found.sources_at_the_end()) == "No article is coded with an outlet or agency as its source."
    assert repr(found.distance()) == "There are no coded claims in articles that are coded for sources."
    assert repr(found.unnamed_passages()) == "No source is coded, so sources without a name cannot be counted."
    assert "Articles not coded for sources: 31." in repr(found.coverage())
    assert repr(found.doubts()) == "No article is coded for sources."
    assert found.layers[found.layers["basis"] != "wording"].empty


def test_one_article_is_counted_in_the_singular(invented):
    found = overview(story_of(invented, ["holos-0304-dokery"], without=("families",)))
    assert repr(found.summary()) == (
        "1 of 1 article names another outlet or agency as its source. The"
        " longest citation chain has 1 step. The most frequent primary source is Le Fanal de Morvane: 1 article (in 1"
        " copy family). 1 article in 1 copy family. 1 of these families names no other family as a source. Origins: 1"
        " (1 outside the set)."
    )
    assert repr(found.sources_at_the_end()).startswith("1 article leads back to 1 primary source. The most frequent")
    assert found.unnamed_caption == "Share of sources without a name; 1 of 1 outlet, those with most sources first."


def test_a_machine_is_named_as_coder(invented):
    ids = list(invented.articles["article_id"])
    said = repr(overview(story_of(invented, ids, coder="auto:rules-9")).summary())
    assert said.endswith("The sources are coded by machine (auto:rules-9), by no person.")


def test_copies_that_were_not_examined_are_not_counted_as_families(invented):
    ids = ["holos-0304-dokery", "fanal-0303-dockers"]
    families = TABLES["families"].empty()
    unseen = pd.DataFrame(
        {"article_id": ids, "family_id": ids, "basis": "no_text", "is_earliest": pd.NA, "coder": "truth"}
    )
    story = story_of(invented, ids, without=("families",))
    story = replace(story, _truth=story._truth | {"families": ss.schema.check(unseen, "families")})
    assert list(families.columns) == list(story.table("families").columns)
    said = repr(overview(story).summary())
    assert "The most frequent primary source is Le Fanal de Morvane: 1 article (copies were not examined)." in said
    assert said.endswith("2 articles. Copies were not examined, so the number of independent reports is not known.")
