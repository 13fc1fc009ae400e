"""Distinctive words, concordances and word shifts: hand-computed values, the papers' formulas, planted wording."""

import math
import random
import re

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import false_discovery_control, hypergeom

import samestory as ss
from samestory.errors import SamestoryError, TableError
from samestory.questions.wording import keyness
from samestory.questions.wording.context import concordance, show_concordance
from samestory.questions.wording.keyness import distinctive_words, log_odds
from samestory.questions.wording.shifts import word_shift

FILLER = [
    a + b for a in ("bar", "cor", "dun", "fel", "gim", "hob", "jut", "kel") for b in ("an", "ed", "im", "ot", "us")
]


def article(article_id, outlet, text, language="xx"):
    return {"article_id": article_id, "outlet": outlet, "language": language, "text": text}


def filler(random, n=120):
    return " ".join(random.choice(FILLER, n))


@pytest.fixture(scope="module")
def planted():
    """36 articles of three outlets: A writes "zephyr" itself; B has "quorum" only in a wire paragraph; C has "mistral"
    nearly always in one article."""
    random = np.random.default_rng(3)
    wire = "the quorum of delegates met while " + filler(random, 25) + " before the quorum was lost"
    rows, families = [], []
    for number in range(12):
        own = filler(random) + (" zephyr" if number < 9 else "")
        rows.append(article(f"a{number:02}", "A", own))
        is_wire = number < 9
        rows.append(article(f"b{number:02}", "B", (wire + ". " if is_wire else "") + filler(random)))
        once = " mistral" * (40 if number == 0 else number < 9)
        rows.append(article(f"c{number:02}", "C", (wire + ". " if number == 0 else "") + filler(random) + once))
        families += [(f"b{number:02}", "wire")] if is_wire else []
    articles = pd.DataFrame(rows)
    families = pd.DataFrame([*families, ("c00", "wire")], columns=["article_id", "family_id"])
    shared = [(f"b{number:02}", 0, len(wire), "c00", 0, len(wire), 35, "unknown") for number in range(9)]
    names = ["earlier_id", "begin", "end", "later_id", "later_begin", "later_end", "n_words", "order"]
    return articles, families, pd.DataFrame(shared, columns=names)


def direct(y, n, other, other_n, a, a_0):
    """Equations 15 (with priors), 20 and 22 of Monroe, Colaresi and Quinn, as they are printed."""
    delta = math.log((y + a) / (n + a_0 - y - a)) - math.log((other + a) / (other_n + a_0 - other - a))
    return delta, delta / math.sqrt(1 / (y + a) + 1 / (other + a))


def test_log_odds_of_a_hand_computed_example():
    counts = pd.DataFrame(
        [("A", "fire", 8), ("A", "riot", 2), ("B", "fire", 9), ("B", "riot", 1)], columns=["group", "word", "n"]
    )
    # riot: 3 of 20 words, so 1.5 of the prior's 10; in A ln(3.5 / 16.5), elsewhere ln(2.5 / 17.5)
    row = log_odds(counts, prior=10).iloc[0]
    assert (row["group"], row["word"], row["n_words"], row["other_n"]) == ("A", "riot", 10, 1)
    assert row["log_odds"] == pytest.approx(0.395313, abs=1e-6)
    assert row["z"] == pytest.approx(0.395313 / math.sqrt(1 / 3.5 + 1 / 2.5), abs=1e-5)


def test_log_odds_are_those_of_the_papers_formula_in_1000_random_cases():
    random, n_cases = np.random.default_rng(17), 0
    while n_cases < 1000:
        counts = random.poisson(random.gamma(1, 8, (4, 12))) + (np.arange(12) == 0)
        prior = float(random.uniform(1, 900))
        names = [f"w{k}" for k in range(12)]
        table = (
            pd.DataFrame(counts, index=list("ABCD"), columns=names)
            .rename_axis("group")
            .melt(ignore_index=False, var_name="word", value_name="n")
            .reset_index()
        )
        for row in log_odds(table, prior=prior).itertuples():
            if counts[:, names.index(row.word)].sum() == 0:
                continue
            g, w = "ABCD".index(row.group), names.index(row.word)
            total = counts.sum()
            expected = direct(
                counts[g, w],
                counts[g].sum(),
                counts[:, w].sum() - counts[g, w],
                total - counts[g].sum(),
                prior * counts[:, w].sum() / total,
                prior,
            )
            assert (row.log_odds, row.z) == pytest.approx(expected, rel=1e-9, abs=1e-12)
            n_cases += 1


def test_log_odds_refuses_what_is_no_count():
    with pytest.raises(TableError, match="negative"):
        log_odds(pd.DataFrame({"group": ["A"], "word": ["x"], "n": [-1]}))
    with pytest.raises(TableError, match="prior"):
        log_odds(pd.DataFrame({"group": ["A"], "word": ["x"], "n": [1]}), prior=0)


def test_p_is_fishers_exact_test_and_q_is_over_all_tests_that_could_come_out():
    random = np.random.default_rng(5)
    n, size, units = 60, random.integers(1, 59, 300), random.integers(1, 59, 300)
    hits = random.hypergeometric(size, n - size, units)
    expected = np.where(hits * n > size * units, hypergeom.sf(hits - 1, n, size, units), 1)
    assert keyness._upper_tail(hits, n, size, units) == pytest.approx(expected, rel=1e-9)
    p = random.uniform(0, 0.2, 40)
    padded = false_discovery_control(np.concatenate([p, np.ones(160)]))[:40]
    assert keyness._adjusted(p, 200) == pytest.approx(padded)
    # Gilbert: the smallest K such that at most K tests can reach 0.05 / K
    least = random.uniform(0, 0.02, 500)
    k = next(k for k in range(1, 501) if (least <= 0.05 / k).sum() <= k)
    assert keyness._bound(least, np.ones(500, int)) == 0.05 / k


def test_planted_wording_is_found_and_wire_copy_is_gone_when_copies_count_once(planted):
    articles, families, passages = planted
    found = distinctive_words(articles, families=families, passages=passages)
    called = found[found["is_distinctive"]].groupby("counted")["word"].agg(set).to_dict()
    assert called == {"articles": {"zephyr", *called["articles"]}, "families": {"zephyr"}, "own": {"zephyr"}}
    assert "quorum" in called["articles"]
    assert {"of", "the", "delegates"} & called["articles"]
    row = found.query("word == 'zephyr' and counted == 'own'").iloc[0]
    assert (row["group"], row["n_with"], row["n_units"], row["other_n_with"]) == ("A", 9, 12, 0)
    assert row["low"] < row["log_odds"] < row["high"]
    wire = found.query("word == 'quorum' and group == 'B'").set_index("counted")
    assert wire["n_uses"].to_dict() == pytest.approx({"articles": 18, "families": 2, "own": 0})
    assert wire["n_with"].to_dict() == {"articles": 9, "families": 1, "own": 0}


def test_one_article_with_most_uses_makes_no_word_distinctive(planted):
    row = distinctive_words(planted[0], n_resamples=50).query("word == 'mistral'").iloc[0]
    assert (row["n_with"], row["other_n_with"], row["n_uses"]) == (9, 0, 48)
    assert row["q"] < 0.01
    assert row["top_share"] == pytest.approx(40 / 48)
    assert not row["is_distinctive"]
    sizes = np.array([len(text.split()) for text in planted[0].query("outlet == 'C'")["text"]])
    uses = np.array([40, *[1] * 8, *[0] * 3])
    assert row["dispersion"] == pytest.approx(np.abs(sizes / sizes.sum() - uses / 48).sum() / 2)  # Gries' DP


def test_a_further_copy_changes_nothing_that_counts_copies_once(planted):
    articles, families, _ = planted
    copy = articles[articles["article_id"] == "b03"].assign(article_id="a-copy")
    kin = pd.DataFrame([("a-copy", "wire")], columns=families.columns)
    more = pd.concat([articles, copy]), pd.concat([families, kin])
    tables = []
    for given, kin in ((articles, families), more):
        table = distinctive_words(given, families=kin, n_resamples=20).query("counted == 'families'")
        tables.append(table.set_index(["group", "word"]).drop(columns=["article_id", "begin", "end", "forms"]))
    both = tables[0].index.intersection(tables[1].index)
    assert len(both) > 20
    pd.testing.assert_frame_equal(tables[0].loc[both], tables[1].loc[both])


def test_articles_that_do_not_differ_give_no_distinctive_word():
    random = np.random.default_rng(11)
    rows = [article(f"{outlet}{k}", outlet, filler(random)) for outlet in "ABCD" for k in range(15)]
    found = distinctive_words(pd.DataFrame(rows), n_resamples=50)
    assert len(found)
    assert found.attrs["n_tests"]["articles"] > 50
    assert not found["is_distinctive"].any()


def test_languages_are_never_compared_with_one_another():
    said = (("A", "en", "gift"), ("B", "en", "news"), ("C", "de", "gift"), ("D", "de", "gift"))
    rows = [article(f"{name}{k}", name, f"alpha beta {word}", code) for name, code, word in said for k in range(4)]
    found = distinctive_words(pd.DataFrame(rows), n_resamples=20, words="forms")
    gift = found[found["word"] == "gift"]
    assert gift[["language", "group", "other_n_uses"]].to_numpy().tolist() == [["en", "A", 0.0]]
    alone = pd.DataFrame(rows).query("outlet in ('A', 'C')")
    assert distinctive_words(alone).empty


def test_runs_of_words_cross_no_punctuation_and_scripts_without_spaces_are_read_in_pairs():
    rows = [
        article(f"{o}{k}", o, f"{said} corn")
        for o, said in (("A", "red fire. Truck"), ("B", "red cart"))
        for k in range(4)
    ]
    found = distinctive_words(pd.DataFrame(rows), longest=2, words="forms", n_resamples=20)
    assert set(found["word"]) >= {"red fire", "truck corn", "red cart", "cart corn", "fire", "truck"}
    assert "fire truck" not in set(found["word"])
    east = [article(f"{o}{k}", o, said, "zh") for o, said in (("A", "港口火灾"), ("B", "港口罢工")) for k in range(4)]
    found = distinctive_words(pd.DataFrame(east), n_resamples=20)
    assert set(found.query("group == 'A'")["word"]) == {"口火", "火灾"}
    row = found.query("word == '火灾'").iloc[0]
    assert (row["begin"], row["end"]) == (2, 4)


def test_options_out_of_range_say_what_is_allowed(planted):
    with pytest.raises(SamestoryError, match="Did you mean 'lemmas'"):
        distinctive_words(planted[0], words="lemma")
    with pytest.raises(SamestoryError, match="1 to 5"):
        distinctive_words(planted[0], longest=9)
    with pytest.raises(TableError, match="no column"):
        distinctive_words(planted[0], "paper")


def test_a_concordance_has_true_offsets_in_every_language_and_is_sorted():
    articles = ss.load_story("harbour-fire").articles
    texts = articles.set_index("article_id")["text"]
    rows = concordance(articles, ["docker*", "докер*", "grève*", "страйк*"], sort="before")
    assert set(rows["language"]) == {"en", "fr", "ru", "uk"}
    for row in rows.itertuples():
        assert " ".join(texts[row.article_id][row.begin : row.end].split()) == row.match
        around = " ".join(texts[row.article_id].split())
        assert row.before in around
        assert row.after in around
    last = [ss.text.fold(before.split()[-1].strip("“«,.")) for before in rows["before"]]
    assert last == sorted(last)
    times = concordance(articles, "docker*", sort="time")["published"].dropna()
    assert times.is_monotonic_increasing
    with pytest.raises(SamestoryError, match="never closed"):
        concordance(articles, "(a | b")


def test_a_concordance_of_a_right_to_left_script_turns_its_row_and_escapes_everything():
    rows = [
        article("h1", "<b>Haaretz</b>", "אמר כי השריפה פרצה בלילה", "he"),
        article("e1", "B", "the <i>fire</i> began", "en"),
    ]
    lines = concordance(pd.DataFrame(rows), ["השריפה", "fire"])
    assert lines[["before", "match", "after"]].to_numpy().tolist()[1] == ["אמר כי", "השריפה", "פרצה בלילה"]
    shown = show_concordance(lines).html
    assert "<b>" not in shown
    assert "<i>" not in shown
    cells = shown.split("<tr>")[3].split("<td")
    assert 'dir="rtl"' in cells[2]
    assert "פרצה" in cells[2]  # what comes after is at the left of the match
    assert "אמר" in cells[4]
    assert 'data-begin="7"' in cells[3]


SIDES = (
    [article(f"a{k}", "A", "good day good news for all") for k in range(3)],
    [article(f"b{k}", "B", "bad day bad news good grief") for k in range(2)],
)


@pytest.mark.parametrize("scores", [{"good": 2, "bad": -3, "day": 0.5}, "divergence", "entropy"])
def test_the_parts_of_a_word_shift_add_up_to_the_difference(scores):
    a, b = map(pd.DataFrame, SIDES)
    shift = word_shift(a, b, scores=scores)
    difference = (shift["share_b"] * shift["score_b"] - shift["share_a"] * shift["score_a"]).sum()
    assert math.fsum(shift["contribution"]) == pytest.approx(difference, abs=1e-12)
    assert shift.attrs["difference"] == pytest.approx(difference, abs=1e-12)
    assert shift["contribution"].to_numpy() == pytest.approx(shift["frequency_part"] + shift["score_part"])
    assert shift["contribution"].abs().is_monotonic_decreasing


def test_a_word_shift_names_its_kinds_and_says_how_many_words_have_a_score():
    shift = word_shift(*map(pd.DataFrame, SIDES), scores={"good": 2, "bad": -3, "day": 0.5})
    kinds = shift.set_index("word")["kind"].to_dict()
    # a: good 6, day 3: its average, 1.5, divides high from low
    assert kinds == {"good": "high word, used less", "bad": "low word, used more", "day": "low word, used less"}
    assert (shift.attrs["mean_a"], shift.attrs["mean_b"]) == pytest.approx((1.5, -0.875))
    assert (shift.attrs["n_scored_a"], shift.attrs["n_words_a"], shift.attrs["n_scored_b"]) == (9, 18, 8)


def test_divergence_is_that_of_jensen_and_shannon_and_copies_count_once():
    a, b = map(pd.DataFrame, SIDES)
    shift = word_shift(a, b)
    expected = jensenshannon(shift["share_a"], shift["share_b"], base=2) ** 2
    assert shift.attrs["difference"] == pytest.approx(expected)
    assert set(shift["kind"]) == {"more in a", "more in b"}
    families = pd.DataFrame({"article_id": ["a0", "a1", "a2"], "family_id": "one"})
    assert word_shift(a, b, families=families).attrs["n_words_a"] == 6


def test_a_word_shift_refuses_two_languages_and_a_side_without_scores():
    a, b = map(pd.DataFrame, SIDES)
    with pytest.raises(TableError, match="several languages: fr, xx"):
        word_shift(a, b.assign(language="fr"))
    with pytest.raises(TableError, match="no word with a score"):
        word_shift(a, b, scores={"bad": 1})
    with pytest.raises(TableError, match="in a and in b: a0"):
        word_shift(a, a.head(1))


def test_texts_that_are_not_read_have_no_match(monkeypatch):
    """Only texts that can match are read: reading all of them finds the same."""
    from samestory.questions.wording import context

    story = ss.load_story("harbour-fire")
    rng = random.Random(1)  # noqa: S311  # no secret
    said = sorted({word for text in story.articles["text"] for word in re.findall(r"[^\W\d_]{2,}", text)})
    drawn = [rng.sample(said, 3) for _ in range(4)]
    patterns = [f"({one}* | {two}) not w/s {three}" for one, two, three in drawn]
    patterns += [f"{one} w/p ~{two}" for one, two, _ in drawn[:2]] + [
        "(~strike | ~grève)",
        "<n> dead? (people | dockers)",
    ]
    patterns += ["twenty-one", "l'incendie", "union's", "Дев’ять", "ＦＩＲＥ"]
    found = [ss.wording.concordance(story.articles, pattern) for pattern in patterns]
    monkeypatch.setattr(context, "may_match", lambda texts, *_: [True] * len(texts))
    for pattern, some in zip(patterns, found, strict=True):
        pd.testing.assert_frame_equal(ss.wording.concordance(story.articles, pattern), some)
    assert sum(map(len, found)) > 50
