"""The overview of text reuse: its tables, and each sentence word by word."""

from dataclasses import replace

import pandas as pd
import pytest

import samestory as ss
from samestory.questions.reuse.overviews import overview

FERRY = (
    "The night ferry to the northern islands stayed in port on Monday because a pump in the engine room had failed, and"
    " two hundred passengers slept on benches in the waiting hall while mechanics looked for a spare part."
)
MARKET = (
    "Farmers sold out of early cherries before nine, said the woman who has run the square for thirty years, and by"
    " noon only potatoes, onions and a few crates of bruised pears were left under the striped awnings."
)
SCHOOL = (
    "Pupils planted forty oaks behind their gymnasium last autumn; a hot dry spring killed half of them, so this year"
    " every class waters its own row twice a week and writes down how tall each sapling has grown."
)


@pytest.fixture(scope="module")
def story():
    return ss.load_story("harbour-fire")


@pytest.fixture(scope="module")
def invented(story):
    return overview(story)


@pytest.fixture(scope="module")
def ledger():
    return overview(ss.load_story("mali-drones"))


def article(article_id, text, *, outlet=None, day="2024-05-06", language="en", status="full"):
    """A row of articles; without a day it has no date."""
    return {
        "article_id": article_id,
        "outlet": outlet or article_id.title(),
        "text": text,
        "language": language,
        "published": pd.Timestamp(day, tz="UTC") if day else pd.NaT,
        "published_precision": "day" if day else "unknown",
        "text_status": status if text else "none",
    }


def story_of(story, *rows, **tables):
    """A story of other articles, with nothing coded but the tables given."""
    none = story._articles.head(0)
    articles = pd.DataFrame(rows, columns=none.columns).astype(none.dtypes.to_dict())
    empty = {name: table.head(0) for name, table in story._codings.items()}
    coded = {
        name: pd.DataFrame(given, columns=empty[name].columns).astype(empty[name].dtypes.to_dict())
        for name, given in tables.items()
    }
    truth = {name: table.head(0) for name, table in story._truth.items()}
    return replace(story, _articles=articles, _codings=empty | coded, _truth=truth)


def independence(view):
    chains = view.story.table("chains")
    return {scope: ss.sources.independence(*pair, chains) for scope, pair in view.scopes.items()}


def rates(view):
    claims = view.story.table("claims")
    return {vote: ss.claims.rates(claims, families=families) for vote, families in view.votes.items()}


def reports(view):
    return repr(view.reports(view.funnel(independence(view))))


def most_moved(view):
    return repr(view.most_moved(view.claim_shares(rates(view))))


def test_the_summary_counts_words_articles_and_families(invented):
    assert repr(invented.summary()) == (
        "31 of 31 articles have a text; 31 can be compared. Of their 4,779 words, 3,896 are their own. 4 articles are"
        " wholly derived from others of the set, 2 partly; for 1 this is not known. As far as wording shows, 6 articles"
        " are further copies of a report that is already counted, and 25 copy families remain."
    )


def test_the_sentences_of_the_invented_story(invented):
    assert repr(invented.shared()) == (
        "Passages found: 24. Writing: 17, quotations: 7, set phrases: 0, boilerplate: 0. Pairs of articles that share"
        " writing: 17. Which article is earlier is known for 13 pairs; the dates tie for 4; a date is missing for 0."
    )
    assert repr(invented.not_compared()) == (
        "Articles that could not be compared, so nothing shows that they are independent: without text 0, too short 0,"
        " the only one in their language or in a script without words 0."
    )
    assert repr(invented.strongest()) == (
        "For example, 1 of 2 articles of Gristline Newsroom shares writing with Ostvar, 182 words in all. With so few"
        " articles, the true share may be anywhere from 9% to 91% (95% interval, Wilson). Known to be later: 0; the"
        " dates tie: 1; a date is missing: 0."
    )
    assert repr(invented.grouped()) == (
        "Pairs of similar articles: 333. Groups of two articles or more: 3. Articles in no group: 0, of which 0 have no"
        " text. Placed by a correction: 0. Each row names the weakest pair that connects its group. On public sets such"
        " groups agree with those of people at a B-cubed F1 of .915 (AllSides) and .953 (ECB+). Across languages,"
        " imitated on the same sets: .90 and .89."
    )
    assert repr(invented.robustness()) == (
        "Families left, by threshold: from 26 to 27. Pairs that share writing and may be less than 6 hours apart: 7."
        " With shuffled dates there are 3.7 on average, and in 95% of the shuffles 0 to 8. In 10.6% of the shuffles"
        " there are at least as many as with the real dates. Left out of the shuffle, without a date or an outlet: 2"
        " articles."
    )
    assert repr(invented.found_again()) == (
        "Members of coded families that are found again, by what puts them there: credit 1 of 3; translation 0 of 4;"
        " version 2 of 2; wording 6 of 6. Joined here, but to no member of their coded family: 0. Found, but put into"
        " another class: 1 (Radio Saltmarsh, 2 Mar 2023, 12:00)."
    )
    assert repr(invented.cut_texts()) == "Judged by a part of their text: 2 articles. Called derived: 0."


def test_the_funnel_and_the_claims_count_articles_found_and_coded_families(invented):
    assert list(invented.scopes) == ["found by wording", "as coded"]
    funnel = invented.funnel(independence(invented))
    assert funnel[["scope", "n_articles", "n_families", "n_independent"]].values.tolist() == [
        ["found by wording", 31, 25, 21],
        ["as coded", 31, 21, 21],
    ]
    assert repr(invented.reports(funnel)) == (
        "Found by wording: 31 articles, 25 copy families, of which 21 name no other. As coded: 31 articles, 21 copy"
        " families, of which 21 name no other."
    )
    shares = invented.claim_shares(rates(invented))
    assert list(shares.columns) == ["claim_id", "claim", "articles", "found", "coded", "gap"]
    assert shares["gap"].is_monotonic_decreasing
    assert repr(invented.most_moved(shares)) == (
        "37.9% of the articles carry the claim “Electrical fault was the cause”, but 28.3% of the families found here"
        " and 28.9% of the coded ones. Of all claims, copies change this one most."
    )


def test_tables_have_readable_names(invented):
    names = invented.story.article_names()
    for table in (invented.passages, invented.writing, invented.quotations, invented.group_sizes):
        assert list(table["earlier"]) == [names[name] for name in table["earlier_id"]]
        assert list(table["later"]) == [names[name] for name in table["later_id"]]
    assert set(invented.words["article"]) == set(names.values())
    assert list(invented.group_sizes["first"]) == [names[name] for name in invented.group_sizes["group_id"]]
    assert invented.writing["n_words"].is_monotonic_decreasing
    assert set(invented.writing["kind"]) == {"writing"} and set(invented.quotations["kind"]) == {"quotation"}


def test_quotations_are_those_of_pairs_that_share_no_writing(invented):
    pairs = set(map(tuple, invented.pairs[["earlier_id", "later_id"]].to_numpy()))
    spoken = list(map(tuple, invented.quotations[["earlier_id", "later_id"]].to_numpy()))
    assert spoken[0] == ("crane-0302-nine", "ledger-0303-exits")
    assert pairs.isdisjoint(spoken)


def test_the_longest_changed_passage_is_shown_side_by_side(invented):
    shown = repr(invented.side_by_side())
    assert "ostvar-0302-lead" in shown and "relay-0302-light" in shown and "rewritten" not in shown
    assert shown.endswith("Pairs shown side by side: 1. Pairs that share writing: 17.")


def test_articles_can_be_chosen_for_the_side_by_side(invented):
    one = repr(invented.side_by_side(right="keel-0303-cargo"))
    assert "gristline-0303-release" in one and "keel-0303-cargo" in one
    both = repr(invented.side_by_side("crane-0302-nine", "ledger-0303-exits"))
    assert both.startswith("The Idle Crane, 2023-03-02 15:30 UTC · crane-0302-nine") and "(quotation)" in both
    nothing = repr(invented.side_by_side("aval-0303-matin"))
    assert nothing == "Pairs shown side by side: 0. Pairs that share writing: 17."
    with pytest.raises(ss.errors.SamestoryError, match="no article 'crane-0302-ten'. Did you mean 'crane-0302-nine'"):
        invented.side_by_side("crane-0302-ten")


def test_a_story_with_one_text_compares_nothing(ledger):
    assert repr(ledger.summary()) == (
        "No article can be compared with another: 1 of 122 articles has a text, and shared wording needs two articles"
        " that can be compared. So wording does not show which articles are copies, or how many reports are"
        " independent."
    )
    for said in (ledger.shared(), ledger.strongest(), ledger.robustness()):
        assert repr(said) == "No article can be compared with another."
    for table in (ledger.own_words, ledger.matrix, ledger.network, ledger.thresholds, ledger.chance, ledger.writing):
        assert table.empty
    assert "without text 121, too short 0" in repr(ledger.not_compared())
    assert repr(ledger.found_again()) == "No coded family has two members with a text, so nothing can be found again."
    assert "Articles in no group: 122, of which 121 have no text. Placed by a correction: 0." in repr(ledger.grouped())


def test_without_texts_only_coded_families_are_counted(ledger):
    assert list(ledger.scopes) == ["as coded"] and list(ledger.votes) == ["articles", "coded"]
    assert reports(ledger) == (
        "As coded: 122 articles, 67 copy families, of which 67 name no other. No article can be compared by its"
        " wording, so only the coded families are counted."
    )
    assert most_moved(ledger) == (
        "No article can be compared with another. So nothing shows which shares copies change."
    )


@pytest.fixture(scope="module")
def copied(story):
    """Two articles with one text, nothing coded."""
    rows = (article("morning", f"{FERRY} {MARKET}"), article("evening", f"{FERRY} {MARKET}", day="2024-05-07"))
    return overview(story_of(story, *rows))


def test_one_copy_is_one_further_copy(copied):
    assert repr(copied.summary()) == (
        "2 of 2 articles have a text; 2 can be compared. Of their 154 words, 77 are their own. 1 article is wholly"
        " derived from others of the set, 0 partly; for 0 this is not known. As far as wording shows, 1 article is a"
        " further copy of a report that is already counted, and 1 copy family remains."
    )
    assert repr(copied.strongest()) == (
        "For example, 1 of 1 article of Evening shares writing with Morning, 77 words in all. With so few articles, the"
        " true share may be anywhere from 21% to 100% (95% interval, Wilson). Known to be later: 1; the dates tie: 0; a"
        " date is missing: 0."
    )
    assert repr(copied.side_by_side()) == "Pairs shown side by side: 0. Pairs that share writing: 1."


def test_without_a_codebook_no_source_no_family_and_no_claim_is_known(copied):
    assert reports(copied) == (
        "Found by wording: 2 articles, 1 copy family. Nobody coded which sources the articles name, so the number of"
        " independent reports is unknown. No families are coded in this story."
    )
    assert copied.funnel(independence(copied))["n_independent"].isna().all()
    assert repr(copied.found_again()) == (
        "No person coded copy families in this story, so there is nothing to compare with."
    )
    assert most_moved(copied) == "No claim is coded in this story."
    assert repr(copied.robustness()).startswith("Families left, by threshold: 1 at all of them.")


def test_a_story_without_articles(story):
    view = overview(story_of(story))
    assert repr(view.summary()) == "This story has no articles."
    assert reports(view) == "No article can be compared and no family is coded, so there is nothing to count."
    assert repr(ss.reuse.plot_funnel(view.funnel(independence(view))).get_title(loc="left"))
    assert most_moved(view) == "No claim is coded in this story."
    assert repr(view.grouped()) == (
        "Pairs of similar articles: 0. Groups of two articles or more: 0. Articles in no group: 0, of which 0 have no"
        " text. Placed by a correction: 0."
    )


def test_a_story_of_one_article(story):
    view = overview(story_of(story, article("morning", FERRY)))
    assert view.n_compared == 0
    assert repr(view.summary()).startswith("No article can be compared with another: 1 of 1 article has a text, and")
    assert repr(view.cut_texts()) == "Judged by a part of their text: 0 articles. Called derived: 0."


def test_short_texts_and_lonely_languages_are_not_compared(story):
    rows = (article("morning", FERRY), article("brief", "A ferry stayed in port."), article("none", None))
    view = overview(story_of(story, *rows, article("abend", SCHOOL, language="de")))
    assert view.n_compared == 0
    assert repr(view.not_compared()) == (
        "Articles that could not be compared, so nothing shows that they are independent: without text 1, too short 1,"
        " the only one in their language or in a script without words 1."
    )


def test_articles_that_share_nothing(story):
    view = overview(story_of(story, article("morning", FERRY), article("evening", MARKET)))
    assert "0 articles are further copies of a report that is already counted, and 2 copy families remain." in repr(
        view.summary()
    )
    assert view.own_words.empty and len(view.words) == 2 and view.thresholds.empty and view.chance.empty
    assert repr(view.strongest()) == "No article shares 20 words of writing with another outlet."
    assert repr(view.robustness()) == (
        "No passage is shared at any threshold, so none of them changes the number of families."
    )
    assert "a date is missing for 0." in repr(view.shared())


def test_undated_articles_have_no_order_and_no_part_in_the_shuffle(story):
    rows = (article("morning", f"{FERRY} {MARKET}"), article("evening", f"{FERRY} {SCHOOL}", day=None, status="cut"))
    view = overview(story_of(story, *rows))
    assert "known for 0 pairs; the dates tie for 0; a date is missing for 1." in repr(view.shared())
    assert "for 2 this is not known" in repr(view.summary())
    assert "Known to be later: 0; the dates tie: 0; a date is missing: 1." in repr(view.strongest())
    assert view.chance.empty and len(view.thresholds)
    assert repr(view.robustness()).endswith(
        "No two articles with a date and an outlet share writing, so shuffled dates show nothing. Left out of the"
        " shuffle, without a date or an outlet: 1 article."
    )
    assert repr(view.cut_texts()) == "Judged by a part of their text: 1 article. Called derived: 0."


def test_copies_that_carry_no_claim_change_no_share(story):
    claims = [
        {"article_id": name, "claim_id": "C1", "status": "asserted", "coder": story.settings.coder}
        for name in ("morning", "evening")
    ]
    rows = (article("morning", f"{FERRY} {MARKET}"), article("evening", f"{FERRY} {MARKET}"))
    view = overview(story_of(story, *rows, claims=claims))
    assert most_moved(view) == "The copies found here change no share of a claim."


def test_coded_families_that_wording_contradicts_are_named(story):
    coder = story.settings.coder
    families = [
        {"article_id": name, "family_id": family, "basis": "wording", "derivation": "not", "coder": coder}
        for name, family in (("morning", "a"), ("noon", "a"), ("evening", "b"))
    ]
    rows = (article("morning", FERRY), article("noon", MARKET), article("evening", f"{FERRY} {SCHOOL}"))
    view = overview(story_of(story, *rows, families=families))
    assert view.compared_with_coding[["article", "is_found"]].values.tolist() == [["Morning", False], ["Noon", False]]
    assert repr(view.found_again()) == (
        "Members of coded families that are found again, by what puts them there: wording 0 of 2. Joined here, but to"
        " no member of their coded family: 2 (Morning, Evening). Found, but put into another class: 0."
    )


def test_a_machine_that_coded_the_sources_is_named(story):
    coder = "auto:rules-5"
    rows = (article("morning", f"{FERRY} {MARKET}"), article("evening", f"{FERRY} {MARKET}", day="2024-05-07"))
    chains = [{"article_id": "evening", "step": 1, "source": "Morning", "coder": coder}]
    view = overview(story_of(story, *rows, chains=chains))
    assert "Named sources are coded by machine (auto:rules-5), by no person." in reports(view)


def test_families_of_a_machine_are_not_those_that_people_coded(story):
    families = [{"article_id": "morning", "family_id": "a", "basis": "wording", "coder": "auto:families-1"}]
    view = overview(story_of(story, article("morning", FERRY), article("evening", FERRY), families=families))
    assert view.coded.empty and list(view.scopes) == ["found by wording"]


def test_options_reach_the_search(story):
    rows = (article("morning", FERRY), article("evening", FERRY, day="2024-05-20"))
    assert overview(story_of(story, *rows)).writing.empty
    wide = overview(story_of(story, *rows), window_hours=24 * 30)
    assert len(wide.writing) == 1 and wide.near_hours == 6
    assert overview(story_of(story, *rows), window_hours=2).near_hours == 2
    with pytest.raises(ss.errors.SamestoryError, match="min_words"):
        overview(story_of(story, *rows), min_words=2)


def test_articles_that_could_not_be_compared_are_no_independent_reports(story):
    rows = (article("morning", f"{FERRY} {MARKET}"), article("evening", f"{FERRY} {MARKET}", day="2024-05-07"))
    view = overview(story_of(story, *rows, article("abend", SCHOOL, language="de")))
    assert repr(view.summary()) == (
        "3 of 3 articles have a text; 2 can be compared. Of their 154 words, 77 are their own. 1 article is wholly"
        " derived from others of the set, 0 partly; for 0 this is not known. As far as wording shows, 1 article is a"
        " further copy of a report that is already counted, and 2 copy families remain. 1 of these could not be"
        " compared, which is no evidence of an independent report."
    )
    assert "known for 1 pair; the dates tie" in repr(view.shared())
    assert reports(view).startswith(
        "Found by wording: 3 articles, 2 copy families. Not examined for copies, so not counted as independent: 1."
    )


def test_the_number_of_groups_is_held_against_other_thresholds(invented):
    assert repr(invented.group_robustness()) == (
        "At other thresholds the number of groups is from 1 to 5. It is the same as here at a closeness of 0.4 only."
    )


def test_groups_span_languages_and_families_take_in_translations_if_asked():
    story = ss.load_story("harbour-fire")
    by_words = ss.reuse.overview(story)
    assert "translation" not in set(by_words.families["basis"])
    view = ss.reuse.overview(story, across_languages=True)
    assert view.groups.equals(by_words.groups)
    basis = view.families.set_index("article_id")["basis"]
    assert basis["vecher-0302-pozhar"] == "translation"
    spoken = story.articles.set_index("article_id")["language"]
    assert view.groups["article_id"].map(spoken).groupby(view.groups["group_id"]).nunique().max() > 1
    assert "Across languages" in repr(view.grouped())
