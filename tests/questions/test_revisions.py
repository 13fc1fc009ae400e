"""Revisions: what was kept, changed, moved, removed and added, and which corrections a page announces."""

import itertools

import pandas as pd
import pytest
from growth import spent, units
from hypothesis import given, settings
from hypothesis import strategies as st

import samestory as ss
from samestory.questions.corpus.revisions import corrections, revision_counts, version_changes
from samestory.text import aligned


def pair(first, second, language="en"):
    return pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "text": [first, second],
            "version_of": [None, "a"],
            "language": language,
            "published": pd.to_datetime(["2024-01-01", "2024-01-02"], utc=True),
            "published_precision": "day",
        }
    )


def changed(first, second):
    return [
        (row.change, row.words_removed, row.words_added)
        for row in version_changes(pair(first, second)).itertuples(index=False)
    ]


def test_each_kind_of_change():
    first = "Four men died. The gate was shut. Gone now for ever. It moves to the end."
    second = "A new lead is here. Four men died! The iron gate was locked. So be it. It moves to the end."
    assert changed(first, second) == [
        ("added", "", "A new lead is here"),
        ("kept", "", ""),
        ("changed", "shut", "iron … locked"),
        ("removed", "Gone now for ever", ""),
        ("added", "", "So be it"),
        ("kept", "", ""),
    ]
    assert changed("One two three. Four five. Six seven eight.", "Six seven eight. One two three. Four five.") == [
        ("moved", "", ""),
        ("kept", "", ""),
        ("kept", "", ""),
    ]


def test_offsets_quote_both_texts_and_every_sentence_has_its_row():
    table = version_changes(pair("Il est là. Le port brûle.", "Le port de Kel brûle.\n\nMise à jour : il pleut.", "fr"))
    assert [(r.change, r.reads, r.later_reads, r.is_notice) for r in table.itertuples()] == [
        ("removed", "Il est là.", "", False),
        ("changed", "Le port brûle.", "Le port de Kel brûle.", False),
        ("added", "", "Mise à jour : il pleut.", True),
    ]
    assert table["begin"].isna().tolist() == [False, False, True]
    assert table.loc[1, ["begin", "end", "later_begin", "later_end"]].tolist() == [11, 25, 0, 21]
    assert (table.at[1, "similarity"], table.at[1, "n_words"], table.at[1, "n_later_words"]) == (0.75, 3, 5)
    assert set(table["order"]) == {"known"}


def test_counts_of_each_kind_of_change():
    counts = revision_counts(
        version_changes(pair("One two. Three four five. Six.", "One two. Three four nine. New one."))
    ).iloc[0]
    assert counts[["n_sentences", "n_later_sentences", "n_kept", "n_changed", "n_removed", "n_added"]].tolist() == [
        *(3, 3, 1, 1, 1, 1)
    ]
    assert (counts["kept_share"], counts["n_words_removed"], counts["n_words_added"]) == (1 / 3, 2, 3)


def test_versions_may_come_as_a_table_and_must_be_articles():
    articles = pair("One two.", "One three.")
    links = pd.DataFrame({"article_id": ["b"], "version_of": ["a"]})
    pd.testing.assert_frame_equal(
        version_changes(articles.drop(columns="version_of"), versions=links), version_changes(articles)
    )
    with pytest.raises(
        ss.errors.TableError, match=r"column version_of is missing, .*; pass versions=ss.intake.versions\(articles\)"
    ):
        version_changes(articles.drop(columns="version_of"))
    assert len(version_changes(articles.assign(version_of=None))) == 0
    with pytest.raises(
        ss.errors.TableError, match=r"several texts have the same article_id \(a\); give each version its own"
    ):
        version_changes(articles.assign(article_id="a", version_of=None))
    with pytest.raises(ss.errors.TableError, match="not in articles: zz"):
        version_changes(articles, versions=links.assign(version_of="zz"))
    with pytest.raises(ss.errors.SamestoryError, match="similarity must be above 0"):
        version_changes(articles, similarity=0)
    assert len(version_changes(pair("One two.", None))) == 0


def test_a_rewritten_sentence_is_one_removed_and_one_added():
    first, second = "The gate was shut all night.", "Nobody was hurt at all."
    assert [change for change, _, _ in changed(first, second)] == ["added", "removed"] or [
        change for change, _, _ in changed(first, second)
    ] == ["removed", "added"]
    assert version_changes(pair(first, second), similarity=0.1)["change"].tolist() == ["changed"]


def test_the_planted_correction_is_found_and_noticed():
    story = ss.load_story("harbour-fire")
    table = version_changes(story.articles)
    changed = table[table["change"] == "changed"]
    assert changed[["earlier_id", "later_id", "words_removed", "words_added"]].values.tolist() == [
        ["ledger-0304-toll", "ledger-0304-toll-corrected", "114", "41"]
    ]
    counts = revision_counts(table).iloc[0]
    assert (counts["n_kept"], counts["n_added"], counts["n_removed"], counts["n_notices"]) == (9, 2, 0, 2)
    truth = story.truth["parts"].query("part == 'correction'")
    columns = ["article_id", "begin", "end", "reads"]
    assert corrections(story.articles)[columns].values.tolist() == truth[columns].values.tolist()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 5), max_size=30), st.lists(st.integers(0, 5), max_size=30))
def test_aligned_items_are_equal_and_rise_on_both_sides(first, second):
    pairs = aligned(first, second)
    assert all(first[p] == second[q] for p, q in pairs)
    assert all(p < p_next and q < q_next for (p, q), (p_next, q_next) in itertools.pairwise(pairs))
    assert len(aligned(first, first)) == len(first)


def test_long_texts_of_the_same_sentence_take_no_quadratic_time():
    same = "He said so again. " * 4_000
    table = version_changes(pair("Start here. " + same, "Begin there. " + same + "Enough of it."))
    assert (table["change"] == "kept").sum() == 4_000
    shuffled = [f"Number {n} is here now. " for n in range(3_000)]
    table = version_changes(pair("".join(shuffled), "".join(shuffled[1_500:] + shuffled[:1_500])))
    assert table["change"].value_counts().to_dict() == {"kept": 1_500, "moved": 1_500}
    noise = [" ".join(f"w{(n * k) % 997}" for k in range(1, 9)) + ". " for n in range(1, 1_500)]
    taken = spent(lambda: version_changes(pair("".join(noise), "".join(reversed(noise)))))
    assert units(taken) < 300  # a quadratic one: minutes
