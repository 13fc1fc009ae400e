"""What the notebook about claims says: exact sentences for small sets counted by hand."""

from dataclasses import replace

import pandas as pd
import pytest

import samestory as ss

LETTERS = {
    "S": "asserted",
    "A": "attributed",
    "H": "hedged",
    "D": "denied",
    "X": "contradicted",
    "M": "mentioned",
    ".": "absent",
    "?": "not_visible",
}
NAMES = ["article_id", "outlet", "published", "published_precision", "text_status", "event", "text"]


def articles(**outlets):
    """``articles(a="Gull")``: all seen whole, about one event, a day apart."""
    rows = [
        (name, outlet, f"2024-10-{10 + n}", "day", "full", "main", None)
        for n, (name, outlet) in enumerate(outlets.items())
    ]
    return ss.schema.check(pd.DataFrame(rows, columns=NAMES).assign(story="s", language="en"), "articles")


def coded(coder="hand", **words):
    """``coded(a="SA")``: one letter a claim C01, C02, ..."""
    rows = [(name, f"C{n:02}", LETTERS[s], coder) for name, word in words.items() for n, s in enumerate(word, 1)]
    table = pd.DataFrame(rows, columns=["article_id", "claim_id", "status", "coder"])
    return ss.schema.check(table.assign(attributed_to=None), "claims")


def kin(basis="wording", coder="hand", **families):
    rows = [(name, family, basis, coder) for name, family in families.items()]
    table = pd.DataFrame(rows, columns=["article_id", "family_id", "basis", "coder"])
    return ss.schema.check(table.assign(is_earliest=None), "families")


def chain(*links):
    """``chain(("b", "a"))``: b names the article a as its source."""
    rows = [(article, 0, source, source, "hand") for article, source in links]
    names = ["article_id", "step", "source", "source_article_id", "coder"]
    return ss.schema.check(pd.DataFrame(rows, columns=names), "chains")


@pytest.fixture
def overview(small_story):
    """The overview of a story with these tables; the last article is the one in focus."""
    story = ss.load_story(small_story)

    def make(about, claims, families=None, chains=None, *, focus=None, **options):
        ids = list(about["article_id"])
        families = kin(**dict(zip(ids, ids, strict=True))) if families is None else families
        chains = chain() if chains is None else chains
        tables = story._codings | {"claims": claims, "families": families, "chains": chains}
        settings = story.settings.model_copy(update={"focus": focus or ids[-1]})
        made = replace(story, _articles=about, _codings=tables, settings=settings)
        parts = (about, made.table("families"), made.joined("chains"))
        return ss.claims.overview(
            made,
            independence=ss.sources.independence(*parts),
            independence_by_event=ss.sources.independence(*parts, by="event"),
            comparison_set=ss.sources.comparison_set(parts[2], about, made.focus),
            **options,
        )

    return make


FIVE = articles(a="Gull", b="Gull", c="Kite", d="Rook", e="Wren")


def test_the_summary_of_five_articles(overview):
    claims = coded(a="A.", b="A.", c="A.", d="A.", e="S.")
    view = overview(FIVE, claims, kin(a="x", b="x", c="x", d="y", e="z"), chain(("e", "a")))
    assert repr(view.summary()) == (
        "5 articles are at most 2 independent reports: copies count once, and articles that name another article of "
        "the set as their source do not count. Wren hardens 1 of 1 claim that it makes: it asserts what most of the "
        "articles compared attribute or hedge (1 article that it names as its source). No claim has another rate by "
        "families than by articles. Omitted denials were not looked for: no denial in this codebook is a claim of its "
        "own."
    )


def test_a_story_without_coded_claims_says_so(overview):
    assert repr(overview(FIVE, coded()).summary()) == (
        "No claim is coded in this story, so there is nothing to compare."
    )


def test_every_sentence_and_table_works_without_a_coded_claim(overview):
    view = overview(FIVE, coded())
    assert view.cells.empty and view.rates.empty and view.pairs.empty and view.left.empty
    assert repr(view.coding()).startswith("0 of 5 articles are coded on 0 claims. Of 0 statuses, 0 carry a claim")
    assert "not coded" not in repr(overview(FIVE, coded(a="AS", b="AA")).coding())
    gap = repr(overview(FIVE, coded(a="AS", b="A")).coding())
    assert "coded on 2 claims (pairs of article and claim that are not coded: 1 of 4). Of 3 statuses" in gap
    assert repr(view.division()) == (
        "No claim is carried often enough to compare how it is put. No claim that is carried often enough is "
        "attributed by every article that carries it."
    )
    assert repr(view.passages()) == "There is no passage to show."
    assert repr(view.cut_texts()).startswith("No rate is lower among the texts seen whole")


def test_one_article_is_compared_with_no_other(overview):
    view = overview(articles(a="Gull"), coded(a="S"))
    assert "Gull makes 1 claim, and there is no other article to compare it with." in repr(view.summary())
    assert repr(view.coding()).startswith("1 of 1 article is coded on 1 claim. Of 1 status, 1 carry a claim")
    assert repr(view.firmness()) == (
        "There is no case in which a claim could harden. There is no other article to compare Gull with."
    )


def test_an_article_that_makes_no_claim(overview):
    view = overview(FIVE, coded(a="S", e="."), chains=chain(("e", "a")))
    assert "Wren makes no claim of the codebook." in repr(view.summary())


def test_a_coding_by_machine_is_named_first(overview, small_story):
    view = overview(FIVE, coded("auto:rules-5", a="S", e="S"), kin(coder="auto:rules-5", a="a", e="e"))
    assert view.machine == "auto:rules-5"
    assert repr(view.summary()).startswith("Coded by the machine auto:rules-5, by no person. ")


def test_copies_that_were_not_examined_give_no_number_of_reports(overview):
    view = overview(FIVE, coded(a="S", e="S"), kin("no_text", a="a", b="b", c="c", d="d", e="e"))
    said = repr(view.summary())
    assert said.startswith("Copies were not examined, so the number of independent reports is not known.")
    assert "Copies were not examined, so each article has a vote of its own." in said


def test_articles_not_examined_for_copies_keep_a_vote_that_is_counted_and_said(overview):
    families = pd.concat([kin(a="x", b="x", c="y"), kin("too_short", d="d", e="e")], ignore_index=True)
    view = overview(FIVE, coded(a="A", b="A", c="A", d="A", e="S"), families, chain(("e", "d")))
    by_family = view.rates[view.rates["counted"] == "families"].iloc[0]
    assert (by_family["n_among"], by_family["n_not_examined"]) == (4, 2)
    assert view.rates.loc[view.rates["counted"] == "articles", "n_not_examined"].isna().all()
    assert view.states["n_not_examined"].tolist() == [2]
    assert view.counts[["n_could_harden", "n_not_examined"]].values.tolist() == [[1, 1]]
    assert view.steps["n_not_examined"].tolist() == [1]
    said = "2 articles could not be examined for copies: each counts as a family of its own."
    assert said in repr(view.frequency()) and said in repr(view.firmness())
    assert "2 more articles could not be examined for copies." in repr(view.summary())
    one = overview(FIVE, coded(d="A", e="S"), families[families["article_id"] != "e"], chain(("e", "d")))
    assert "2 articles could not" in repr(one.frequency())  # an article in no family was not examined either


def test_copies_change_a_rate(overview):
    words = dict.fromkeys("abcdef", "S") | dict.fromkeys("ghij", ".")
    about = articles(**dict.fromkeys(words, "Gull"))
    families = kin(**(dict.fromkeys("abcdef", "x") | {name: name for name in "ghij"}))
    assert repr(overview(about, coded(**words), families).frequency()) == (
        "Copies matter most for “Example claim”: 60% of the articles carry it, and 20% of the copy families."
    )


def test_claims_that_the_codebook_does_not_have_are_named_by_their_ids(overview):
    assert overview(FIVE, coded(a="SA", b="SA")).rates["claim"].unique().tolist() == ["Example claim", "C02"]


def test_the_most_divided_claim_and_a_tie(overview):
    ten = articles(**dict.fromkeys("abcdefghij", "Gull"))
    letters = zip("abcdefghij", "SSSSSSAAAA", strict=True)
    assert repr(overview(ten, coded(**dict(letters))).division()).startswith(
        "Families are most divided over “Example claim”: the most frequent state is asserted, and 40% of the 10 "
        "families that carry it put it otherwise."
    )
    letters = zip("abcdefghij", "SSSSSAAAAA", strict=True)
    assert "no state is the most frequent, and 50% of the 10" in repr(overview(ten, coded(**dict(letters))).division())
    all_attribute = overview(ten, coded(**dict.fromkeys("abcdefghij", "A"))).division()
    assert repr(all_attribute).endswith(
        "Every article that carries them attributes these claims: Example claim (10 articles)."
    )


def test_articles_that_name_a_source_are_paired_with_it_and_the_pair_has_an_arrow(overview):
    view = overview(FIVE, coded(a="A", e="S"), chains=chain(("e", "a")))
    assert view.pairs["edge"].tolist() == ["Gull, 10 Oct 2024 → Wren"]
    assert repr(view.comparison()) == "1 pair of articles: the second article names the first as its source."
    assert repr(view.firmness()) == (
        "A claim could harden in 1 case, and it did in 1. With one vote for each pair of families: in 1 of 1. Wren is "
        "compared with 1 article that it names as its source. With one vote a family, Wren hardens 1 claim (Example "
        "claim). These stay attributed: no claim."
    )


def test_without_a_named_source_the_focus_is_compared_and_no_pair_has_an_arrow(overview):
    outside = chain(("e", "Agency")).assign(source_article_id=pd.NA)
    view = overview(FIVE, coded(a="A", c="A", e="S"), chains=outside)
    assert view.pairs["edge"].tolist() == ["Wren, compared with Gull, 10 Oct 2024", "Wren, compared with Kite"]
    assert repr(view.comparison()) == (
        "No article is known to have its report from another article of the set. So Wren is compared with 4 "
        "other articles on the event: 4 that name no outlet or agency as their source."
    )
    assert "Wren hardens 1 of 1 claim that it makes" in repr(view.summary())
    none = overview(FIVE, coded(a="S", e="S"), chains=outside)
    assert "Wren hardens none of 1 claim that it makes (compared with 4 other articles on the event" in repr(
        none.summary()
    )


def test_pairs_in_which_nothing_can_be_said_are_not_drawn(overview):
    view = overview(FIVE, coded(a="A.?", e="S.S"), chains=chain(("e", "a")))
    assert view.pairs["claim_id"].tolist() == ["C01", "C02", "C03"]
    assert view.changes["claim_id"].tolist() == ["C01"]


def test_passages_show_the_source_before_the_article(overview):
    about = FIVE.assign(text=["It burnt, he said.", None, None, None, "It burnt at noon."])
    claims = coded(a="A", e="S").assign(begin=[0, 0], end=[8, 8])
    assert repr(overview(about, claims, chains=chain(("e", "a"))).passages()).split("\n\n") == [
        "[It burnt], he said.\n— Gull, 10 Oct 2024: Example claim, attributed",
        "[It burnt] at noon.\n— Wren: Example claim, asserted",
    ]


def test_a_denial_is_left_out_only_if_it_was_in_circulation(overview):
    claims = coded(a="AS", b="A.", c="A.", d="M.", e="S.")
    view = overview(FIVE, claims, answers={"C02": "C01", "C09": "C01"})
    assert dict(view.answers) == {"C02": "C01"}  # the story has no C09
    assert view.left[["article", "denied"]].values.tolist() == [
        ["Gull, 11 Oct 2024", "Example claim"],
        ["Kite", "Example claim"],
        ["Wren", "Example claim"],
    ]
    assert set(view.left["first"]) == {"Gull, 10 Oct 2024"}
    assert repr(view.left_out()) == (
        "In 4 cases an article seen whole carries a claim whose denial is a claim of its own. In 1 the denial is "
        "there. In 3 it is left out although another article of the set carried it earlier. Whether there was room "
        "for it cannot be told in 3 of the 3: fewer than 10 articles carry it, copies counted once, or the length is "
        "not known. In 0 the dates cannot tell. In 0 there was no denial to report yet."
    )
    assert repr(view.summary()).endswith(
        "4 articles seen whole carry a claim with a coded denial; 3 of them leave out a denial that another article "
        "carried earlier."
    )


def test_denials_without_dates_cannot_be_told(overview):
    undated = FIVE.assign(published=pd.NaT, published_precision="unknown")
    view = overview(undated, coded(a="AS", b="A."), answers={"C02": "C01"})
    assert repr(view.left_out()).startswith("In 2 cases an article seen whole")
    assert "In 1 the dates cannot tell." in repr(view.left_out())
    only_mentioned = overview(FIVE, coded(a="AM"), answers={"C02": "C01"})
    assert "In 0 the denial is there. In 1 it is only mentioned." in repr(only_mentioned.left_out())
    none = overview(FIVE, coded(a=".S"), answers={"C02": "C01"})
    assert repr(none.summary()).endswith("No article seen whole carries a claim with a coded denial.")


def test_the_part_shown_is_that_of_the_focus_or_the_one_asked_for(overview):
    about = FIVE.assign(event=["main", "main", "other", "main", "main"])
    claims = coded(a="S.", c="SA", e="S.")
    view = overview(about, claims)
    assert view.part == "What the story is about, in one line."
    assert sorted(view.cells["name"]) == ["a", "e"] and view.cells["claim_id"].unique().tolist() == ["C01"]
    assert repr(view.shown()) == (
        "Part of the story: What the story is about, in one line. It has 2 articles, which carry 1 of 2 claims."
    )
    assert overview(about, claims, event="other").part == "other"
    with pytest.raises(ss.errors.SamestoryError, match="no article is of the part 'mian'. Did you mean 'main'"):
        overview(about, claims, event="mian")


def test_a_focus_in_no_part_shows_all_articles(overview):
    view = overview(FIVE.assign(event=None), coded(a="S", e="S"))
    assert view.part == "all articles"
    assert sorted(view.cells["name"]) == ["a", "e"]
    assert repr(view.copies()) == (
        "5 articles in 5 copy families. 5 of these families name no other family as a source. Origins: 5. No article "
        "shares wording with another, among the 5 that were compared."
    )


def test_the_part_with_most_copies_is_named(overview):
    about = FIVE.assign(event=["main", "main", "other", "main", "main"])
    view = overview(about, coded(a="S", e="S"), kin(a="x", b="x", c="c", d="d", e="e"))
    assert repr(view.copies()).endswith(
        "Copies are most frequent in one part of the story, “What the story is about, in one line.”: 4 articles, 3 "
        "families, 3 origins."
    )


def test_cut_texts_raise_a_rate(overview):
    about = FIVE.assign(text_status=["full", "full", "cut", "cut", "cut"])
    view = overview(about, coded(a="S", b=".", c="S", d="S", e="S"))
    assert repr(view.cut_texts()) == (
        "“Example claim”: 80% of the 5 judgeable articles carry it, but 50% of the 2 articles seen whole. No other "
        "claim differs more."
    )


def test_planted_steps_of_the_invented_story_are_found():
    story = ss.load_story("harbour-fire")
    tables = (story.articles, story.table("families"), story.joined("chains"))
    view = ss.claims.overview(
        story,
        independence=ss.sources.independence(*tables),
        independence_by_event=ss.sources.independence(*tables, by="event"),
        comparison_set=ss.sources.comparison_set(tables[2], story.articles, story.focus),
        answers={"H07": "H06", "H09": "H08"},
    )
    assert repr(view.truth()) == (
        "14 of 15 plants are found. Not found: hope to fact in World Relay Daily, 4 Mar 2023, 21:30 (no claim of the "
        "codebook: so the strikers hope, then plain fact)."
    )


def test_a_story_in_which_nothing_was_planted(overview):
    said = "Nothing was planted in this story, so no table says what should be found."
    assert repr(overview(FIVE, coded(a="S")).truth()) == said
