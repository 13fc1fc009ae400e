"""Passages by meaning: what says the same is found across languages, and translations join a family."""

import numpy as np
import pandas as pd
import pytest

import samestory as ss
from samestory.engine.meaning import sentence_vectors
from samestory.errors import SamestoryError

ENGLISH = (
    "The dam above the town broke on Monday evening. At least 2,300 people left their houses. "
    "The mayor, Ilan Dorrow, accused the company of silence. Schools stay closed until Friday."
)
GERMAN = (
    "Der Damm oberhalb der Stadt ist am Montagabend gebrochen. Mindestens 2.300 Menschen verließen ihre Häuser. "
    "Der Bürgermeister, Ilan Dorrow, warf dem Unternehmen Schweigen vor. Die Schulen bleiben bis Freitag geschlossen."
)
OTHER = (
    "Das Museum zeigt Bilder aus zwei Jahrhunderten. Der Eintritt kostet acht Euro, Kinder zahlen nichts. "
    "Im Garten spielt am Sonntag eine Kapelle. Die Ausstellung ist bis zum Herbst geöffnet."
)


def about(*rows):
    """Articles of (id, language, hour, text), each of its own outlet."""
    table = pd.DataFrame(rows, columns=["article_id", "language", "hour", "text"])
    table["published"] = [f"2024-05-01T{hour:02}:00Z" for hour in table.pop("hour")]
    table = table.assign(
        story="s", outlet="outlet " + table["article_id"], published_precision="minute", text_status="full"
    )
    return ss.schema.check(table, "articles")


def found(articles, **options):
    options.setdefault("vectors", sentence_vectors(articles, keep=False))
    return ss.reuse.shared_meaning(articles, **options)


def test_a_translation_is_one_passage_from_the_earlier_to_the_later():
    articles = about(("z", "en", 8, ENGLISH), ("a", "de", 9, GERMAN), ("o", "de", 9, OTHER))
    rows = found(articles)
    assert rows[["earlier_id", "later_id", "basis", "order", "kind"]].values.tolist() == [
        ["z", "a", "meaning", "known", "writing"]
    ]
    begin, end, later_begin, later_end = rows.loc[0, ["begin", "end", "later_begin", "later_end"]]
    assert (ENGLISH[begin:end], GERMAN[later_begin:later_end]) == (ENGLISH, GERMAN)
    assert rows.loc[0, "score"] > 0.6
    ss.schema.check(rows, "passages")


def test_two_languages_side_by_side_change_nothing_if_rows_are_given_in_another_order():
    articles = about(("z", "en", 8, ENGLISH), ("a", "de", 9, GERMAN), ("o", "de", 9, OTHER))
    pd.testing.assert_frame_equal(found(articles), found(articles.iloc[::-1].reset_index(drop=True)))


def test_a_passage_found_by_words_is_not_found_again():
    changed = ENGLISH.replace("Schools stay closed until Friday.", "Classes are off until the end of the week.")
    articles = about(("a", "en", 8, ENGLISH), ("b", "en", 9, changed))
    by_words = ss.reuse.shared_passages(articles)
    assert len(by_words) == 1
    assert found(articles).loc[0, "begin"] == 0
    rows = found(articles, passages=by_words, min_words=5)
    assert (rows["begin"] >= by_words.loc[0, "end"]).all()


@pytest.mark.parametrize(
    ("language", "reason"), [("th", "no rules that split"), ("sw", "does not read"), ("en", "no text")]
)
def test_what_cannot_be_compared_is_listed_with_the_reason(language, reason):
    text = "" if language == "en" else "Maji yalivunja ukuta wa bwawa juu ya mji jioni ya Jumatatu, watu walihama."
    articles = about(("a", "en", 8, ENGLISH), ("b", "de", 9, GERMAN), ("x", language, 9, text))
    (unread,) = found(articles).attrs["unread"]
    assert unread[0] == "x"
    assert reason in unread[2]


def test_articles_outside_the_window_or_of_one_outlet_are_not_compared():
    articles = about(("a", "en", 8, ENGLISH), ("b", "de", 20, GERMAN))
    assert len(found(articles, window_hours=24)) == 1
    assert found(articles, window_hours=6).empty
    assert found(articles.assign(outlet="One")).empty


def test_small_and_mixed_texts_are_no_fault():
    mixed = f"{ENGLISH}\n\n{OTHER}"
    articles = about(("a", "en", 8, ""), ("b", "en", 8, "Fire."), ("c", "de", 9, GERMAN), ("d", "en", 9, mixed))
    rows = found(articles)
    assert rows[["earlier_id", "later_id"]].values.tolist() == [["c", "d"]]
    assert rows.loc[0, "later_end"] <= len(ENGLISH)


def test_without_articles_there_is_an_empty_table():
    rows = found(about(("a", "en", 8, ENGLISH)).head(0))
    assert rows.empty
    assert rows.attrs["unread"] == []


def test_a_least_score_out_of_range_is_refused():
    with pytest.raises(SamestoryError, match="from 0 to 1"):
        found(about(("a", "en", 8, ENGLISH)), least=2)


def families(articles, **options):
    passages = ss.reuse.shared_passages(articles)
    return ss.reuse.families(articles, passages, **options).set_index("article_id")


def test_a_translation_joins_a_family_only_by_meaning():
    articles = about(("a", "en", 8, ENGLISH), ("b", "de", 9, GERMAN), ("o", "de", 9, OTHER))
    assert families(articles)["basis"].tolist() == ["not_comparable", "alone", "alone"]
    by_both = families(articles, meaning=found(articles))
    assert by_both["basis"].tolist() == ["translation", "translation", "alone"]
    assert by_both["family_id"].tolist() == ["family-a", "family-a", "alone-o"]
    assert by_both["is_earliest"].tolist() == [True, False, True]
    assert by_both.loc["b", "derivation"] == "wholly"
    assert by_both.loc["b", "note"] == "says the same as a"


def test_a_copy_of_the_translated_report_keeps_its_basis():
    articles = about(("a", "en", 8, ENGLISH), ("b", "de", 9, GERMAN), ("c", "en", 9, ENGLISH))
    rows = families(articles, meaning=found(articles))
    assert rows["basis"].to_dict() == {"a": "wording", "b": "translation", "c": "wording"}
    assert rows["family_id"].nunique() == 1


def test_a_paraphrase_in_one_language_joins_no_family():
    other = (
        "On Monday night a dam above the town gave way. More than two thousand three hundred residents had to leave. "
        "Mayor Ilan Dorrow said the company had kept silent. Until Friday there are no lessons."
    )
    articles = about(("a", "en", 8, ENGLISH), ("b", "en", 9, other))
    assert len(found(articles, min_words=5)) > 0
    assert families(articles, meaning=found(articles, min_words=5))["basis"].tolist() == ["alone", "alone"]


def test_an_article_the_encoder_does_not_read_is_not_called_alone():
    swahili = "Maji yalivunja ukuta wa bwawa juu ya mji jioni ya Jumatatu, na watu wengi waliondoka katika nyumba zao."
    articles = about(
        ("a", "en", 8, ENGLISH), ("b", "de", 9, OTHER), ("x", "sw", 9, swahili), ("y", "sw", 9, swahili[::-1])
    )
    assert families(articles)["basis"].tolist()[2:] == ["alone", "alone"]
    assert families(articles, meaning=found(articles))["basis"].tolist() == [
        "alone",
        "alone",
        "not_comparable",
        "not_comparable",
    ]


def test_passages_by_meaning_among_those_by_words_are_no_shared_writing():
    articles = about(("a", "en", 8, ENGLISH), ("b", "de", 9, GERMAN), ("c", "en", 9, ENGLISH))
    words = ss.reuse.shared_passages(articles)
    both = pd.concat([words, found(articles)], ignore_index=True)
    pd.testing.assert_frame_equal(ss.reuse.families(articles, both), ss.reuse.families(articles, words))
    assert np.array_equal(
        ss.reuse.word_origins(articles, both)["derived_words"], ss.reuse.word_origins(articles, words)["derived_words"]
    )
