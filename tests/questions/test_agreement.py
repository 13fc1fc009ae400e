"""Agreement: tables small enough to count by hand, the library as a second opinion, and the ledger's own figures."""

import krippendorff
import numpy as np
import pandas as pd
import pytest

import samestory as ss
from samestory.questions.agreement.coders import coder_pairs, simulate_second_coder
from samestory.questions.agreement.measures import _weighted_alpha, confusion, disagreements, scores, scores_by
from samestory.questions.agreement.spans import span_agreement
from samestory.statistics import wilson

LETTERS = {
    "S": "asserted",
    "A": "attributed",
    "H": "hedged",
    "D": "denied",
    "X": "contradicted",
    ".": "absent",
    "?": "not_visible",
}


def claims(coder="hand", **articles):
    """``claims(x="SA.", ...)``: one letter a claim C1, C2, ..."""
    rows = [(name, f"C{i}", LETTERS[s], coder) for name, word in articles.items() for i, s in enumerate(word, 1)]
    return pd.DataFrame(rows, columns=["article_id", "claim_id", "status", "coder"])


def families(**articles):
    return pd.DataFrame(list(articles.items()), columns=["article_id", "family_id"])


FIRST, SECOND = claims(x="SA..", y="A?HS"), claims(x="SS..", y="A?H?")


@pytest.fixture(scope="module")
def ledger():
    return ss.load_story("mali-drones")


def twice(story):
    return tuple(story.table("claims", coder=f"hand:{which}") for which in ("first", "second"))


def comparison(table, name):
    return table.set_index("comparison").loc[name]


def test_the_four_comparisons_counted_by_hand():
    table = scores(FIRST, SECOND, n_resamples=50)
    assert list(table["comparison"]) == ["all", "strict", "found_or_not", "both_found"]
    assert list(table["n_units"]) == [8, 5, 8, 4]
    assert list(table["n_same"]) == [6, 3, 7, 3]
    assert list(table["n_not_visible"]) == [2, 1, 2, 0]
    assert list(table["same_share"]) == [6 / 8, 3 / 5, 7 / 8, 3 / 4]
    # found or not: 4 + 5 finds and 4 + 3 others, 1 of 8 differs, chance lets 2 x 9 x 7 of 16 x 15 pairs differ
    assert table["alpha"].iloc[2] == pytest.approx(1 - (1 / 8) / (2 * 9 * 7 / (16 * 15)))


def test_alpha_of_a_textbook_case():
    # Two observers, ten units, two values: 6 agreements of 10, alpha 0.095 (Krippendorff 2011, computing alpha, part A)
    first, second = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    words = ["".join("SA"[v] for v in values) for values in (first, second)]
    table = scores(claims(x=words[0]), claims(x=words[1]), n_resamples=2)
    assert comparison(table, "all")["alpha"] == pytest.approx(0.095, abs=0.0005)


@pytest.mark.parametrize("seed", range(5))
def test_the_weighted_formula_is_the_librarys_where_all_weights_are_one(seed):
    random = np.random.default_rng(seed)
    a, b = random.integers(0, 4, (2, 30))
    theirs = krippendorff.alpha(np.array([a, b]), level_of_measurement="nominal", value_domain=[0, 1, 2, 3])
    assert _weighted_alpha(a * 4 + b, np.ones(30), 4) == pytest.approx(theirs)


def test_full_and_worst_agreement():
    same = scores(FIRST, FIRST, n_resamples=20)
    assert (scores_by(FIRST, FIRST)["article_ids"] == "").all() and disagreements(FIRST, FIRST).empty
    assert (same["alpha"] == 1).all() and (same["same_share"] == 1).all()
    assert same["alpha_low"].isna().all() and same["alpha_high"].isna().all()  # no draw could differ
    assert ((same["same_low"] < 1) & (same["same_high"] == 1)).all()
    worst = scores(claims(x="SA"), claims(x="AS"), n_resamples=2)
    assert comparison(worst, "all")["alpha"] == pytest.approx(-0.5)  # worse than chance


def test_five_articles_that_agree_have_wilsons_interval_of_five_of_five():
    coded = claims(a="S", b="S", c="S", d="S", e="S")
    row = comparison(scores(coded, coded, n_resamples=20), "all")
    assert (row["same_low"], row["same_high"]) == wilson(5, 5) and row["same_low"] == pytest.approx(0.5655, abs=1e-4)


def test_one_value_only_has_no_alpha_and_one_article_the_interval_of_one():
    table = comparison(scores(claims(x="SS"), claims(x="SS"), n_resamples=5), "all")
    assert table["same_share"] == 1 and np.isnan(table["alpha"]) and np.isnan(table["alpha_low"])
    assert (table["same_low"], table["same_high"]) == wilson(1, 1)


def test_what_only_one_coded_is_counted_and_not_compared():
    table = scores(claims(x="SA", z="SSS"), claims(x="SAH"), n_resamples=5)
    assert (table["n_only_first"] == 3).all() and (table["n_only_second"] == 1).all()
    assert comparison(table, "all")["n_units"] == 2 and comparison(table, "all")["article_ids"] == "x"
    nothing = scores(claims(x="S"), claims(y="S"), n_resamples=5)
    assert list(nothing["n_units"]) == [0, 0, 0, 0] and nothing["same_share"].isna().all()


def test_a_family_votes_once_and_divides_where_it_differs():
    first, second = claims(a="S", b="S", c="S", d="A"), claims(a="S", b="S", c="A", d="A")
    by_family = scores(first, second, families=families(a="f", b="f", c="f"), n_resamples=20)
    row = comparison(by_family, "all")
    assert (row["n_units"], row["n_families"], row["n_articles"]) == (2, 2, 4)
    assert row["n_same"] == 1.5  # the family half agrees, d agrees
    more = scores(
        pd.concat([first, claims(a2="S")]),
        pd.concat([second, claims(a2="S")]),
        families=families(a="f", b="f", c="f", a2="f"),
        n_resamples=20,
    )
    changing = ["n_articles", "article_ids"]
    pd.testing.assert_frame_equal(more.drop(columns=changing), by_family.drop(columns=changing))


def test_intervals_repeat_by_seed_and_hold_the_value(ledger):
    first, second = twice(ledger)
    table = scores(first, second, n_resamples=200, seed=4)
    pd.testing.assert_frame_equal(table, scores(first, second, n_resamples=200, seed=4))
    assert ((table["alpha_low"] <= table["alpha"]) & (table["alpha"] <= table["alpha_high"])).all()
    assert ((table["same_low"] <= table["same_share"]) & (table["same_share"] <= table["same_high"])).all()


def test_the_ledgers_own_figures(ledger):
    table = scores(*twice(ledger), n_resamples=20)
    said = [(r.n_units, r.n_same, round(100 * r.same_share, 1), round(r.alpha, 3)) for r in table.itertuples()]
    assert said == [(250, 241, 96.4, 0.946), (57, 48, 84.2, 0.771), (250, 243, 97.2, 0.917), (50, 48, 96.0, 0.938)]
    assert (table["n_only_first"] == 0).all() and (table["n_articles"] == 10).all()


def test_what_was_settled_after(ledger):
    first, second = twice(ledger)
    apart = disagreements(first, second, settled=ledger.table("claims"))
    assert len(apart) == 9
    assert apart["kind"].value_counts().to_dict() == {"found_by_one": 7, "other_value": 2}
    assert apart["sided_with"].value_counts().to_dict() == {"second": 9}
    later = scores(first, ledger.table("claims"), n_resamples=5)
    assert comparison(later, "all")[["n_units", "n_same"]].tolist() == [250, 240]
    assert (later["n_only_second"] == 2800).all()  # the other 112 pages, said and not dropped


def test_confusion_adds_up():
    table = confusion(FIRST, SECOND)
    assert table["n_units"].sum() == 8
    cells = table.set_index(["first", "second"])
    assert cells.at[("attributed", "asserted"), "n_units"] == 1 and cells.at[("attributed", "asserted"), "n_first"] == 2
    assert cells.at[("attributed", "asserted"), "first_share"] == 0.5
    assert cells.at[("asserted", "not_visible"), "article_ids"] == "y"
    assert list(table["first"].unique()) == ["asserted", "attributed", "hedged", "absent", "not_visible"]
    assert table.loc[table["is_same"], "n_units"].sum() == 6


def test_agreement_within_each_claim():
    table = scores_by(FIRST, SECOND).set_index("claim_id")
    assert table.loc["C1", ["n_found", "n_same_value", "found_share"]].tolist() == [2, 2, 1]
    assert table.loc["C2", ["n_found", "n_other_value", "n_not_visible", "found_share"]].tolist() == [1, 1, 1, 0]
    assert table.loc["C3", ["n_found", "n_absent", "n_same"]].tolist() == [1, 1, 2]
    assert table.loc["C4", ["n_found_by_one", "article_ids"]].tolist() == [1, "y"]
    assert (table.filter(regex="^n_(same_value|other_value|found_by_one|absent|not_visible)$").sum(axis=1) == 2).all()
    by_article = scores_by(FIRST, SECOND, "article_id").set_index("article_id")
    assert by_article["n_same"].to_dict() == {"x": 3, "y": 3}
    voted = scores_by(FIRST, SECOND, families=families(x="f", y="f")).set_index("claim_id")
    assert voted.loc["C2", ["n_units", "n_other_value", "n_not_visible"]].tolist() == [1, 0.5, 0.5]


def test_disagreements_bring_both_passages():
    first = FIRST.assign(begin=pd.array([3] + [None] * 7, dtype="Int64"), note="why")
    table = disagreements(first, SECOND.assign(note=None))
    assert list(zip(table["article_id"], table["claim_id"], table["kind"], strict=True)) == [
        ("x", "C2", "other_value"),
        ("y", "C4", "found_by_one"),
    ]
    assert list(table["note_first"]) == ["why", "why"] and table["begin_second"].isna().all()
    assert disagreements(claims(x="."), claims(x="?"))["kind"].tolist() == ["not_visible"]


def test_labels_citations_and_numbers_by_their_keys():
    rows = [("x", "dockers", "strikers", "own", "neutral"), ("x", "dockers", "mob", "own", "delegitimising")]
    other = [("x", "dockers", "strikers", "own", "legitimising"), ("y", "dockers", "mob", "own", "neutral")]
    names = ["article_id", "actor", "label", "voice", "evaluation"]
    on = tuple(names[:4])
    first, second = pd.DataFrame(rows, columns=names), pd.DataFrame(other, columns=names)
    table = scores(first, second, on=on, value="evaluation", n_resamples=5)
    assert list(table["comparison"]) == ["strict", "both_found"]
    assert list(table["n_units"]) == [2, 1]  # mob was found by one; y was read by one only
    assert list(table["n_only_second"]) == [1, 1]
    assert scores_by(first, second, "actor", on=on, value="evaluation")["n_found_by_one"].tolist() == [1]
    numbers = pd.DataFrame({"article_id": ["x", "x"], "quantity": ["dead", "hurt"], "low": [4.0, None]})
    same = scores(numbers, numbers, on=("article_id", "quantity"), value="low", n_resamples=5)
    assert list(same["n_same"]) == [2, 2]


def test_clear_errors():
    with pytest.raises(ss.errors.TableError, match="the first coding has no column 'status'. Did you mean 'statut'"):
        scores(FIRST.rename(columns={"status": "statut"}), SECOND)
    with pytest.raises(ss.errors.TableError, match="two rows for x \\+ C1: give the rows of one coder"):
        scores(pd.concat([FIRST, FIRST]), SECOND)
    with pytest.raises(ss.errors.TableError, match="status 'asserts'. Did you mean 'asserted'"):
        confusion(FIRST.assign(status="asserts"), SECOND)
    with pytest.raises(ss.errors.TableError, match="article_id must be among them"):
        scores(FIRST.drop_duplicates("claim_id"), SECOND.drop_duplicates("claim_id"), on=("claim_id",))
    with pytest.raises(ss.errors.TableError, match="by='claim' is not a column of a unit. Did you mean 'claim_id'"):
        scores_by(FIRST, SECOND, "claim")
    with pytest.raises(ss.errors.TableError, match="leave families out"):
        scores_by(FIRST, SECOND, "article_id", families=families(x="f"))


def spans(*rows, claim="C1"):
    table = pd.DataFrame([(a, claim, b, e) for a, b, e in rows], columns=["article_id", "claim_id", "begin", "end"])
    return table.astype({"begin": "Int64", "end": "Int64"})


def test_spans_exact_overlapping_and_by_character():
    first, second = (
        spans(("x", 0, 10), ("x", 20, 30), ("y", None, None)),
        spans(("x", 0, 10), ("x", 25, 40), ("y", 5, 9)),
    )
    table = span_agreement(first, second, n_resamples=20).set_index("comparison")
    assert table.loc["exact", ["n_first", "n_second", "n_first_met"]].tolist() == [2, 3, 1]
    assert table.at["exact", "f1_share"] == pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))
    assert table.loc["overlap", ["n_first_met", "n_second_met"]].tolist() == [2, 2]
    assert table.at["overlap", "f1_share"] == pytest.approx(0.8)
    assert table.loc["characters", ["n_first", "n_second", "n_first_met"]].tolist() == [20, 29, 15]
    assert table.at["characters", "f1_share"] == pytest.approx(30 / 49)
    assert table.loc["exact", ["n_without_first", "n_without_second", "n_articles"]].tolist() == [1, 0, 2]


def test_spans_by_claim_by_articles_and_by_family():
    first, second = spans(("x", 0, 10)), spans(("x", 0, 10), claim="C2")
    assert (span_agreement(first, second, n_resamples=2)["f1_share"] == 1).all()
    assert (span_agreement(first, second, key=("article_id", "claim_id"), n_resamples=2)["f1_share"] == 0).all()
    alone = span_agreement(first, spans(("z", 0, 1)), articles=["x"], n_resamples=2)
    assert list(alone["f1_share"]) == [0, 0, 0] and list(alone["n_only_second"]) == [1, 1, 1]
    a, b = spans(("x", 0, 10), ("y", 0, 4)), spans(("x", 0, 10), ("y", 5, 9))
    families_of = families(x="f", y="g", x2="f")
    voted = span_agreement(a, b, families=families_of, n_resamples=20)
    copied = [pd.concat([t, t[t["article_id"] == "x"].assign(article_id="x2")]) for t in (a, b)]
    more = span_agreement(*copied, families=families_of, n_resamples=20)
    changing = ["n_articles", "article_ids"]
    pd.testing.assert_frame_equal(voted.drop(columns=changing), more.drop(columns=changing))
    with pytest.raises(ss.errors.TableError, match="span 9:5 in y; offsets are half-open"):
        span_agreement(a, b.assign(end=[10, 5], begin=[0, 9]))


def test_intervals_of_spans_follow_the_seed():
    first = spans(*[(f"x{n}", 0, 10) for n in range(8)])
    second = spans(*[(f"x{n}", n, 10) for n in range(8)])

    def by_character(seed):
        table = span_agreement(first, second, n_resamples=50, seed=seed).set_index("comparison")
        return table.loc["characters", ["f1_low", "f1_high"]].tolist()

    assert by_character(1) == by_character(1) != by_character(2)


def test_coders_with_most_units_in_common_come_first():
    units = {"a": ["x", "y", "z"], "b": ["x", "v"], "c": ["y", "z", "v"]}
    rows = [(one, "C1", coder) for coder, ids in units.items() for one in ids]
    pairs = coder_pairs(pd.DataFrame(rows, columns=["article_id", "claim_id", "coder"]))
    assert pairs[["first", "second", "n_units", "article_ids"]].to_numpy().tolist() == [
        ["a", "c", 2, "y; z"],
        ["a", "b", 1, "x"],
        ["b", "c", 1, "v"],
    ]


def test_who_coded_the_same_units(ledger):
    pairs = coder_pairs(ledger.table("claims", coder="*"))
    assert list(pairs[["first", "second", "n_units"]].itertuples(index=False, name=None)) == [
        ("hand", "hand:first", 250),
        ("hand", "hand:second", 250),
        ("hand:first", "hand:second", 250),
    ]
    assert list(pairs["n_only_first"]) == [2800, 2800, 0]
    assert coder_pairs(ss.load_story("harbour-fire").table("claims", coder="*")).empty


def test_a_simulated_coder_keeps_the_rules_and_its_share():
    story = ss.load_story("harbour-fire")
    truth = story.table("claims")
    made = simulate_second_coder(truth, story.articles, share=0.2, seed=3)
    ss.schema.check(made, "claims", articles=story.articles)
    table = scores(truth, made, n_resamples=2)
    assert 0.14 < 1 - comparison(table, "all")["same_share"] < 0.26
    assert (
        set(made["coder"]) == {"simulated"} and made["note"].notna().sum() == 465 - comparison(table, "all")["n_same"]
    )
    pd.testing.assert_frame_equal(
        made, simulate_second_coder(truth.sample(frac=1, random_state=1), story.articles, share=0.2, seed=3)
    )
    assert (
        simulate_second_coder(truth, story.articles, share=0)["status"]
        == truth.sort_values(["article_id", "claim_id"], ignore_index=True)["status"]
    ).all()
    whole = made.merge(story.articles[["article_id", "text_status"]])
    assert (whole.loc[whole["status"] == "absent", "text_status"] == "full").all()


def test_alpha_falls_as_noise_grows():
    story = ss.load_story("harbour-fire")
    truth = story.table("claims")
    strict = [
        comparison(scores(truth, simulate_second_coder(truth, story.articles, share=s), n_resamples=2), "strict")[
            "alpha"
        ]
        for s in (0, 0.1, 0.3, 0.9)
    ]
    assert strict[0] == 1 and strict == sorted(strict, reverse=True) and strict[-1] < 0.1


def test_disturbed_says_what_it_cannot_do():
    story = ss.load_story("harbour-fire")
    with pytest.raises(ss.errors.TableError, match="share=2 is not a share"):
        simulate_second_coder(story.table("claims"), story.articles, share=2)
    with pytest.raises(ss.errors.TableError, match="claims of no article: nowhere"):
        simulate_second_coder(claims(nowhere="S"), story.articles)
