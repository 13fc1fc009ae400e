"""Labels: shares with their denominators, tests of difference, exclusive words."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import samestory as ss
from samestory.questions.labels.measures import (
    counts as label_counts,
)
from samestory.questions.labels.measures import (
    differences,
    exclusive,
    shares,
)
from samestory.questions.labels.measures import (
    uses as label_uses,
)
from samestory.schema import TABLES
from samestory.statistics import wilson

VALUES = {"D": "delegitimising", "N": "neutral", "L": "legitimising"}


def story_of(rows):
    """``rows``: (article, country, language, actor, label, voice, evaluation letter)."""
    about = pd.DataFrame([r[:3] for r in rows], columns=["article_id", "country", "language"]).drop_duplicates()
    about = about.assign(story="s", outlet=about["article_id"], published_precision="unknown", text_status="full")
    articles = ss.schema.check(about.assign(published=None), "articles")
    said = [(r[0], *r[3:6], VALUES[r[6]], 1, "hand") for r in rows]
    names = ["article_id", "actor", "label", "voice", "evaluation", "n", "coder"]
    return ss.schema.check(pd.DataFrame(said, columns=names), "labels", articles=articles), articles


def pages(country, words, language="en", actor="crew", voice="own"):
    """One article a word: ``pages("X", "DDN")`` are three articles, two of which have a delegitimising label."""
    labels = {"D": "thugs", "N": "dockers", "L": "workmates"}
    return [(f"{country}{i}", country, language, actor, labels[w], voice, w) for i, w in enumerate(words)]


def uses_of(rows, **options):
    labels, articles = story_of(rows)
    return label_uses(labels, articles, **options)


ROWS = pages("X", "DDDDN") + pages("Y", "NNNNNN") + pages("Z", "L")


def families(**of):
    return pd.DataFrame(list(of.items()), columns=["article_id", "family_id"])


def test_groups_come_from_a_column_or_a_mapping():
    labels, articles = story_of(ROWS)
    assert set(label_uses(labels, articles)["group"]) == {"X", "Y", "Z"}
    assert set(label_uses(labels, articles, groups={"X": "east"})["group"]) == {"east", "elsewhere"}
    nowhere = articles.assign(country=articles["country"].where(articles["country"] != "Z"))
    assert set(label_uses(labels, nowhere)["group"]) == {"X", "Y", "not stated"}
    assert set(label_uses(labels, nowhere, groups={"X": "X", "Y": "Y"})["group"]) == {"X", "Y", "elsewhere"}
    assert set(label_uses(labels, articles, by="language")["group"]) == {"en"}


def test_bad_names_are_answered_with_the_nearest():
    labels, articles = story_of(ROWS)
    with pytest.raises(ss.errors.TableError, match="no label for an actor 'crwe'. Did you mean 'crew'"):
        label_uses(labels, articles, actor="crwe")
    with pytest.raises(ss.errors.TableError, match="no column 'contry'. Did you mean 'country'"):
        label_uses(labels, articles, by="contry")
    uses = label_uses(labels, articles)
    with pytest.raises(ss.errors.TableError, match="voice: 'quote' is not allowed. Did you mean 'quoted'"):
        shares(uses, voice="quote")
    with pytest.raises(ss.errors.TableError, match="Did you mean 'delegitimising'"):
        shares(uses, evaluations=("delegitimizing",))
    with pytest.raises(ss.errors.TableError, match="by: 'words' is not allowed. Did you mean 'wording'"):
        label_counts(uses, by="words")


def test_glosses_join_words_of_several_languages_and_capitals_do_not_part_them():
    rows = [("a", "X", "fr", "crew", "Voyous", "own", "D"), ("b", "X", "en", "crew", "thugs", "own", "D")]
    rows += [("c", "Y", "en", "crew", "Thugs", "own", "D")]
    table = label_counts(uses_of(rows, glosses={("fr", "Voyous"): "thugs", ("en", "Voyous"): "wrong"}))
    assert list(zip(table["group"], table["n_articles"], table["n_all"], table["rank"], strict=True)) == [
        ("X", 2, 3, 1),
        ("Y", 1, 3, 1),
    ]
    assert set(label_counts(uses_of(rows), by="label")["label"]) == {"Voyous", "thugs", "Thugs"}


def test_four_articles_are_few_and_five_are_not():
    table = label_counts(uses_of(pages("X", "DDDD") + pages("Y", "DDDDD"))).set_index("group")
    assert table["is_few"].to_dict() == {"X": True, "Y": False}


def test_a_word_keeps_the_evaluations_and_languages_in_which_it_is_used():
    rows = [("a", "X", "en", "crew", "louts", "own", "D"), ("b", "X", "fr", "crew", "louts", "own", "N")]
    (row,) = label_counts(uses_of(rows)).to_dict("records")
    assert (row["evaluation"], row["languages"], row["article_ids"]) == ("delegitimising; neutral", "en; fr", "a; b")


def test_counts_have_the_group_as_denominator():
    table = label_counts(uses_of(ROWS)).set_index(["group", "wording"])
    row = table.loc[("X", "thugs")]
    assert (row["n_articles"], row["n_group"], row["article_share"], row["is_few"]) == (4, 5, 0.8, False)
    assert table.loc[("Z", "workmates"), "is_few"]


def test_shares_are_of_the_articles_that_name_the_actor_in_that_voice():
    rows = [*ROWS, ("Y9", "Y", "en", "crew", "thugs", "quoted", "D"), ("Y8", "Y", "en", "guards", "thugs", "own", "D")]
    table = shares(uses_of(rows), evaluations=("delegitimising",)).set_index(["actor", "group"])
    x, y = table.loc[("crew", "X")], table.loc[("crew", "Y")]
    assert (x["n_with"], x["n_articles"], y["n_with"], y["n_articles"]) == (4, 5, 0, 6)
    assert (x["article_low"], x["article_high"]) == wilson(4, 5)
    assert x["article_ids"] == "X0; X1; X2; X3"
    quoted = shares(uses_of(rows), voice="quoted", evaluations=("delegitimising",))
    assert list(quoted[["n_with", "n_articles"]].iloc[0]) == [1, 1]
    either = shares(uses_of(rows), voice=None, evaluations=("delegitimising",)).set_index(["actor", "group"])
    assert list(either.loc[("crew", "Y"), ["n_with", "n_articles"]]) == [1, 7]


def test_a_family_has_one_vote_and_divides_it_where_it_is_not_of_one_mind():
    table = shares(uses_of(ROWS, families=families(X0="f", X1="f", X4="f")), evaluations=("delegitimising",))
    x = table.set_index("group").loc["X"]
    assert (x["family_votes"], x["n_families"], x["n_mixed"], x["family_interval"]) == (2.5, 3, 1, "wilson")
    assert x["is_few_families"] and not x["is_few"]


def test_many_families_get_a_bootstrap_that_repeats_and_unanimous_ones_keep_a_width():
    uses = uses_of(pages("X", "D" * 6 + "N" * 6) + pages("Y", "N" * 12))
    table = shares(uses, evaluations=("delegitimising",)).set_index("group")
    x, y = table.loc["X"], table.loc["Y"]
    assert x["family_interval"] == "bootstrap"
    assert 0.1 < x["family_low"] < 0.5 < x["family_high"] < 0.9
    assert (y["family_interval"], y["family_high"]) == ("wilson", wilson(0, 12)[1])
    pd.testing.assert_frame_equal(shares(uses, seed=3), shares(uses, seed=3))


def test_differences_are_fishers_and_small_groups_have_no_p():
    table = differences(uses_of(ROWS), evaluations=("delegitimising",)).set_index(["group", "other_group"])
    row = table.loc[("X", "Y")]
    assert row["p_articles"] == pytest.approx(stats.fisher_exact([[4, 1], [0, 6]]).pvalue)
    assert row["difference"] == pytest.approx(0.8)
    assert row["q_articles"] == row["p_articles"]  # the only test that was made
    assert np.isnan(table.loc[("X", "Z"), "p_articles"])


def test_mixed_families_are_left_out_of_the_test_and_counted():
    uses = uses_of(ROWS, families=families(X0="f", X4="f"))
    row = differences(uses, evaluations=("delegitimising",), min_articles=3).set_index(["group", "other_group"])
    row = row.loc[("X", "Y")]
    assert (row["n_with_families"], row["n_families"], row["n_mixed"]) == (3, 3, 1)


def test_exclusive_words_say_whether_their_language_is_exclusive_too():
    rows = pages("X", "DDDN") + pages("Y", "NNNN") + pages("W", "DDD", language="is")
    rows = [(*r[:4], "þrjótar" if r[2] == "is" else r[4], *r[5:]) for r in rows]
    table = exclusive(uses_of(rows)).set_index("wording")
    assert list(table.index) == ["þrjótar", "thugs"] or set(table.index) == {"þrjótar", "thugs"}
    thugs, other = table.loc["thugs"], table.loc["þrjótar"]
    assert (thugs["n_articles"], thugs["n_group"], thugs["n_others"], thugs["n_others_same_language"]) == (3, 4, 7, 4)
    assert (other["n_others"], other["n_others_same_language"]) == (8, 0)
    assert thugs["p_articles"] == pytest.approx(stats.fisher_exact([[3, 1], [0, 7]]).pvalue)
    assert thugs["q_articles"] >= thugs["p_articles"]
    assert exclusive(uses_of(rows), min_articles=4).empty


def test_one_group_has_nothing_exclusive():
    assert exclusive(uses_of(pages("X", "DDDD"))).empty


MEASURES = {
    "counts": label_counts,
    "shares": shares,
    "differences": differences,
    "exclusive": exclusive,
}


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_order_inputs_and_nothing(measure):
    labels, articles = story_of(ROWS)
    uses = label_uses(labels, articles)
    kept = uses.copy()
    first = measure(uses)
    shuffled = label_uses(labels.sample(frac=1, random_state=1), articles.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(measure(shuffled), first)
    pd.testing.assert_frame_equal(measure(uses.sample(frac=1, random_state=3)), first)
    pd.testing.assert_frame_equal(uses, kept)
    empty = measure(label_uses(TABLES["labels"].empty(), TABLES["articles"].empty()))
    assert empty.empty
    pd.testing.assert_series_equal(empty.dtypes, first.dtypes)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_a_copy_changes_no_family_level_result(measure):
    of = {f"X{i}": f"f{i // 2}" for i in range(5)}
    labels, articles = story_of(ROWS)
    more = pd.concat([labels, labels[labels["article_id"] == "X0"].assign(article_id="copy")])
    wider = pd.concat([articles, articles[articles["article_id"] == "X0"].assign(article_id="copy")])
    before = measure(label_uses(labels, articles, families=families(**of)))
    after = measure(label_uses(more, wider, families=families(**of, copy="f0")))
    level = [
        c for c in before if "famil" in c or c in ("actor", "group", "other_group", "wording", "evaluation", "n_mixed")
    ]
    pd.testing.assert_frame_equal(before[level], after[level])


@pytest.fixture(scope="module")
def ledger():
    story = ss.load_story("mali-drones")
    groups = {"Ukraine": "Ukraine", "Russia": "Russia"}
    return label_uses(story.table("labels"), story.articles, groups=groups, families=story.table("families"))


def test_the_ledgers_own_voice_labels(ledger):
    table = shares(ledger, n_resamples=50).set_index(["actor", "evaluation", "group"])
    bad, good = "delegitimising", "legitimising"
    expected = {
        ("rebels_csp", "Ukraine"): (22, 0, 0),
        ("rebels_csp", "Russia"): (16, 13, 0),
        ("rebels_csp", "elsewhere"): (82, 11, 3),
        ("wagner", "Ukraine"): (18, 18, 2),
        ("wagner", "Russia"): (8, 0, 4),
        ("wagner", "elsewhere"): (76, 58, 12),
        ("mali_state", "Ukraine"): (17, 6, 12),
        ("mali_state", "Russia"): (16, 0, 8),
        ("mali_state", "elsewhere"): (75, 25, 13),
    }
    for (actor, group), counts in expected.items():
        row = table.loc[(actor, bad, group)]
        assert (row["n_articles"], row["n_with"], table.loc[(actor, good, group), "n_with"]) == counts


def test_the_ledgers_difference_stands_without_the_copies(ledger):
    table = differences(ledger).set_index(["actor", "evaluation", "group", "other_group"])
    for actor in ("rebels_csp", "wagner"):
        row = table.loc[(actor, "delegitimising", "Russia", "Ukraine")]
        assert row["q_families"] < 0.01
        assert row["q_articles"] >= row["p_articles"]


def test_planted_label_contrasts_are_recovered():
    story = ss.load_story("harbour-fire")
    uses = label_uses(story.table("labels"), story.articles, by="outlet")
    plants = story.truth["plants"].query("kind == 'label_contrast'")
    outlet = story.articles.set_index("article_id")["outlet"]

    def with_label(article_id, actor, evaluation, voice):
        table = shares(uses, voice=voice, evaluations=(evaluation,), n_resamples=50)
        row = table[(table["actor"] == actor) & (table["group"] == outlet[article_id])]
        return article_id in "; ".join(row["article_ids"]).split("; ")

    only_quoted = []
    for plant in plants.itertuples():  # "dockers: delegitimising here, legitimising there"
        actor, contrast = plant.note.split(": ")
        here, there = (said.split(" ")[0] for said in contrast.split(", "))
        assert with_label(plant.article_id, actor, here, "own")
        assert with_label(plant.other_article_id, actor, there, None)
        own = uses[(uses["article_id"] == plant.other_article_id) & (uses["actor"] == actor) & (uses["voice"] == "own")]
        only_quoted += [] if there in set(own["evaluation"]) else [(plant.other_article_id, actor)]
    assert len(plants) == 4
    # In own voice alone two of the four contrasts have one side only: the other side's word is somebody else's.
    assert only_quoted == [("gull-0302-inferno", "guards"), ("prychal-undated-nich", "dockers")]
