"""What the first notebook says about one article: exact sentences for a small set typed by hand."""

from dataclasses import replace

import pandas as pd
import pytest

import samestory as ss
from samestory.schema import table_named

TEXT = "Two people died. The fire was set on purpose."
OTHER = "The union says that the fire was set on purpose."
ARTICLES = [
    ("me", "Post", TEXT, "full", "main"),
    ("near", "Radio", OTHER, "full", "main"),
    ("far", None, None, "cut", "main"),
]
REST = {"story": "small", "language": "en", "published": None, "published_precision": "unknown"}
CLAIMS = [
    ("me", "C01", "asserted", 17, 45, "hand"),
    ("me", "C02", "asserted", 0, 16, "hand"),
    ("near", "C01", "attributed", 20, 48, "hand"),
    ("near", "C02", "absent", None, None, "hand"),
    ("far", "C01", "attributed", None, None, "hand"),
    ("far", "C02", "not_visible", None, None, "hand"),
]
CHAINS = [("me", 0, "Radio", "near", "hand")]
NUMBERS = [("me", "example_quantity", "two", 2, 2, "persons", 0, 3, "hand")]
COLUMNS = {
    "claims": ["article_id", "claim_id", "status", "begin", "end", "coder"],
    "chains": ["article_id", "step", "source", "source_article_id", "coder"],
    "numbers": ["article_id", "quantity", "value_text", "low", "high", "unit", "begin", "end", "coder"],
    "parts": ["article_id", "part", "begin", "end", "coder"],
    "families": ["article_id", "family_id", "basis", "coder"],
}


def table(name, rows):
    frame = pd.DataFrame(rows, columns=COLUMNS[name])
    return (
        ss.schema.check(frame.reindex(columns=table_named(name).names), name)
        if len(frame)
        else table_named(name).empty()
    )


@pytest.fixture
def view(small_story):
    """The overview of the article ``me`` in a story with these articles, tables and comparison set."""
    loaded = ss.load_story(small_story)

    def make(*, articles=ARTICLES, compared=("far", "near"), relation="nearer", **tables):
        names = ["article_id", "outlet", "text", "text_status", "event"]
        frame = ss.schema.check(pd.DataFrame(articles, columns=names).assign(**REST), "articles")
        given = {"claims": CLAIMS, "chains": CHAINS, "numbers": [], "parts": [], "families": [], **tables}
        codings = {**loaded._codings, **{name: table(name, rows) for name, rows in given.items()}}
        story = replace(loaded, _articles=frame, _codings=codings)
        near = frame.set_index("article_id").loc[[*compared, "me"], ["outlet"]].reset_index()
        near["relation"] = [relation] * len(compared) + ["itself"]
        return ss.claims.article_overview(story, "me", near)

    return make


def test_the_summary_names_the_hardened_claims_and_what_is_compared(view):
    assert repr(view().summary()) == (
        "Post puts forward 2 claims. It puts 1 of them more firmly than most families of the articles it is compared "
        "with: Example claim.\n\nIt is compared with 2 other articles on the event: 2 closer to the origin."
    )


def test_the_summary_without_a_hardened_claim_names_none(view):
    claims = [("me", "C01", "attributed", None, None, "hand"), *CLAIMS[2:3]]
    assert repr(view(claims=claims, compared=["near"], relation="named").summary()) == (
        "Post puts forward 1 claim. It puts it no more firmly than most families of the articles it is compared "
        "with.\n\nIt is compared with 1 article that it names as its source."
    )


def test_an_article_that_is_not_coded_has_no_result(view):
    made = view(claims=CLAIMS[2:])
    assert repr(made.summary()) == "No claim is coded in the article by Post, so nothing can be compared."
    assert repr(made.passages()) == "No claim hardened, so there is no passage to compare."
    assert repr(made.other_passages()) == "No compared article carries a claim that hardened."


def test_an_article_alone_cannot_be_compared(view):
    made = view(compared=())
    assert repr(made.summary()) == (
        "Post puts forward 2 claims. It is compared with no other article, so nobody can tell whether a claim became "
        "firmer."
    )
    assert repr(made.comparison()) == "Post is compared with no other article."
    assert set(made.made["step"]) == {"cannot_tell"}


def test_an_article_without_outlet_is_called_by_its_id_and_one_without_text_says_so(view):
    made = view(articles=[("me", None, None, "none", "main"), *ARTICLES[1:]], claims=CLAIMS[2:])
    assert made.outlet == "me"
    assert repr(made.as_found()) == "The text of this page is not in the set."


def test_the_article_as_found_has_its_coded_passages_marked(view):
    assert repr(view().as_found()) == "[Two people died.] [The fire was set on purpose.]\n— Post"


def test_marks_count_the_parts_that_are_not_the_body(view):
    assert repr(view().marks()) == (
        "Passages coded with a claim: 2. Nobody marked the parts of this text, such as promotion or credits."
    )
    body = ("me", "body", 0, 45, "hand")
    assert repr(view(parts=[body]).marks()) == (
        "Passages coded with a claim: 2. The whole text is marked as the article's body."
    )
    assert repr(view(parts=[("me", "body", 0, 40, "hand"), ("me", "author_note", 40, 45, "hand")]).marks()) == (
        "Passages coded with a claim: 2. Of 45 characters 5 are not the article's body but author note. The offsets "
        "count them too."
    )


def test_the_chain_is_the_one_the_article_names(view):
    assert repr(view().chain()) == (
        "Post names this citation chain, for its whole report or for a part of it: Radio > Post. Sources in the chain: "
        "1; articles of this set among them: 1. Articles on this event that name an outlet or agency as "
        "their source: 1 of 3."
    )


def test_an_article_that_names_nobody_is_not_one_that_nobody_coded(view):
    assert repr(view(chains=[]).chain()) == (
        "Post names no outlet and no agency as its source. Articles on this event that name an outlet "
        "or agency as their source: 0 of 3."
    )
    assert repr(view(chains=[], claims=CLAIMS[2:]).chain()) == (
        "Nobody coded whom Post names as its source. Articles on this event that name an outlet or agency as "
        "their source: 0 of 3; not coded: 1."
    )


def test_an_article_without_event_is_said_to_have_none(view):
    made = view(articles=[(*one[:-1], None) for one in ARTICLES])
    assert repr(made.chain()).endswith("among them: 1. The article is assigned to no event.")
    assert list(made.event_articles["article_id"]) == ["me"]


def test_the_comparison_says_whether_copies_were_looked_for(view):
    assert repr(view(compared=["far"]).comparison()) == (
        "Post is compared with 1 other article on the event: 1 closer to the origin. Copies count as one. Copies were "
        "not examined: the one article has no text, credit or coding to compare, so nothing here says how many "
        "reports are independent."
    )
    families = [("me", "f1", "coded", "hand"), ("near", "f2", "coded", "hand"), ("far", "f2", "coded", "hand")]
    assert repr(view(families=families).comparison()).endswith(
        "Copies count as one. Copies were looked for among 2 of 2 articles: 1 family."
    )


def test_articles_of_one_outlet_are_told_apart_in_the_table_of_comparison(view):
    twice = [("far", "Radio", None, "cut", "main") if one[0] == "far" else one for one in ARTICLES]
    table = view(articles=twice).compared
    assert list(table["relation"]) == ["closer to the origin", "the article itself"]
    assert list(table["articles"]) == ["Radio, far; Radio, near", "Post"]


def test_the_counts_add_up_to_all_claims(view):
    assert repr(view().counts()) == (
        "Of the 2 claims that Post puts forward: as firm as in most compared families: 0; firmer (hardened): 1; less "
        "firm (softened): 0; absent from all compared articles that were seen whole (added): 1; no majority among the "
        "compared families (split): 0; none of these: 0."
    )


def test_the_passages_of_both_sides(view):
    assert repr(view().passages()) == (
        "Two people died. [The fire was set on purpose.]\n— Post: Example claim, asserted"
    )
    assert repr(view().other_passages()) == (
        "The union says that [the fire was set on purpose.]\n— Radio: Example claim, attributed\n\n"
        "1 passage not shown: its text or its place in the text is not known."
    )
    assert list(view().others["article"]) == ["Radio", "far"]


def test_numbers_of_hardened_claims(view):
    assert repr(view().figures()) == "No number is coded for a claim that hardened."
    assert repr(view(numbers=NUMBERS).figures()) == "Numbers in the compared articles: none. Numbers in Post: two."


def test_what_is_known_of_the_compared_articles(view):
    assert repr(view(relation="unsourced").known()) == (
        "Of 2 compared articles: with a date: 0; seen whole: 1; naming no outlet or agency as their source: 2."
    )


def test_a_story_coded_by_machine_says_so(view):
    rows = [(*one[:-1], "auto:rules-5") for one in CLAIMS]
    made = view(claims=rows, chains=[])
    assert repr(made.summary()).startswith("Post puts forward 2 claims.")
    assert repr(made._story).splitlines()[2].startswith("CODED BY MACHINE (auto:rules-5), by no person.")


def test_the_first_article_of_both_shipped_stories():
    for name, hardened, made in (("mali-drones", 4, 15), ("harbour-fire", 2, 10)):
        story = ss.load_story(name)
        near = ss.sources.comparison_set(story.joined("chains"), story.articles, story.focus)
        found = ss.claims.article_overview(story, story.focus, near)
        assert (len(found.hardened), len(found.made)) == (hardened, made)
