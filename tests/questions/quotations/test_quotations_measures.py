"""Quotations: who says them, which are one utterance, and what each outlet makes of them."""

import pandas as pd
import pytest

import samestory as ss
from samestory.coding.source_kinds import source_kind
from samestory.questions.quotations.versions import changes, form, told, version

FORMS = {
    "P01": ("whole", "whole"),
    "P02": ("whole", "whole"),
    "P03": ("whole", "whole"),
    "P04": ("paraphrased", "whole"),
    "P05": ("translated", "translated"),
    "P06": ("whole",),
    "P07": ("translated", "paraphrased"),
    "P08": ("paraphrased",),
    "P48": ("whole",),
    "P49": ("whole",),
}


@pytest.fixture(scope="module")
def view():
    return ss.quotations.overview(ss.load_story("harbour-fire"))


@pytest.fixture(scope="module")
def articles(view):
    return view.story.articles


def changed(articles, article_id, old, new):
    """The articles, with some words of one changed."""
    text = articles["text"].where(articles["article_id"] != article_id, articles["text"].str.replace(old, new))
    assert (text != articles["text"]).any()
    return articles.assign(text=text)


@pytest.mark.parametrize("plant", FORMS)
def test_each_planted_copy_rewrite_and_translation_of_a_quotation_is_in_its_row(view, plant):
    found = view.planted()
    assert tuple(found.loc[found["plant_id"] == plant, "form"]) == FORMS[plant]


def test_every_quotation_of_the_truth_is_found_and_no_scare_quote_is(view):
    direct = view.said[view.said["is_direct"]]

    def is_found(row):
        there = direct[direct["article_id"] == row.article_id]
        return bool(((there["begin"] < row.end) & (row.begin < there["end"])).any())

    truth = view.story.truth["attributions"]
    assert all(is_found(row) for row in truth[truth["is_direct"]].itertuples())
    plants = view.story.truth["plants"]
    assert not any(is_found(row) for row in plants[plants["kind"] == "scare_quotes"].itertuples())


def test_unnamed_sources_of_the_plants_are_unnamed(view):
    plants = view.story.truth["plants"]
    for row in plants[plants["kind"] == "unnamed_source"].itertuples():
        there = view.said[(view.said["article_id"] == row.article_id) & (view.said["source_kind"] == "unnamed")]
        assert len(there) and not there["is_named"].any()


@pytest.mark.parametrize(
    ("own", "is_form", "line"),
    [
        ("We counted our steps to the door", "whole", ""),
        ("we counted our steps to the door, and we ran", "whole", "… {+and we ran+}"),
        ("We counted our steps", "trimmed", "… [-to the door-]"),
        ("We counted … to the door", "trimmed", "… [-our steps-] …"),
        ("We counted,” she said, “to the door", "trimmed", "… [-our steps-] …"),
        ("We counted to the door", "changed", "… [-our steps-] …"),
        ("We never counted our steps to the door", "changed", "… {+never+} …"),
        ("We counted the steps to the gate", "changed", "… [-our-]{+the+} … [-door-]{+gate+}"),
    ],
)
def test_a_version_is_whole_trimmed_or_changed_word_by_word(own, is_form, line):
    first, second = (f"“{text}.”" for text in ("We counted our steps to the door", own))
    reference, other = (version(text, "en", 0, len(text)) for text in (first, second))
    found = changes(reference, other)
    assert (form(found), told(reference, other, found)) == (is_form, line)


def test_an_altered_quotation_is_changed_in_its_outlet_with_both_places(articles):
    other = changed(articles, "gull-0302-inferno", "so we counted our steps", "so we always counted steps")
    found = ss.quotations.utterances(ss.quotations.said(other), other)
    rates = ss.quotations.alteration_rates(found, other).set_index("outlet")
    assert rates.loc["The Daily Gull", ["n_changed", "n_quotations"]].tolist() == [1, 1]
    table = ss.quotations.alterations(found, other)
    assert table[["change", "reference_words", "words"]].values.tolist() == [
        ["added", "", "always"],
        ["dropped", "our", ""],
    ]
    texts = other.set_index("article_id")["text"]
    first, second = table.iloc[0], table.iloc[1]
    assert texts[first["article_id"]][first["begin"] : first["end"]] == "always"
    assert texts[second["reference_id"]][second["reference_begin"] : second["reference_end"]] == "our"


def test_a_cut_text_and_a_language_without_rules_are_cannot_tell_and_never_not_there(articles):
    other = articles.assign(language=articles["language"].where(articles["outlet"] != "Ostvar", "sw"))
    found = ss.quotations.utterances(ss.quotations.said(other), other)
    cells = ss.quotations.matrix(found, other).set_index("name")
    assert set(cells.loc["Ostvar", "form"]) == {"cannot_tell"}
    assert cells.loc["Ostvar", "why"].iloc[0] == "no reporting words for the language"
    assert "not_there" not in set(cells.loc["The Corrin Merchant", "form"])


def test_a_language_without_a_list_has_no_kind_of_source():
    assert source_kind("The minister said", "en", "minister", "unnamed", [(0, 12)]) == "official"
    assert source_kind("De minister zei", "nl", "minister", "unnamed", [(0, 11)]) == "cannot_tell"


def test_each_word_of_speech_counts_once_and_shares_have_the_unknown_in_their_denominator(view):
    voices = view.voices
    assert voices["n_words"].sum() == voices["n_words_all"].iloc[0] == view.said["n_words"].sum()
    assert voices["word_share"].sum() == pytest.approx(1)
    assert "no speaker found" in set(voices["voice"])
    assert (voices["low"] < voices["high"]).all()


@pytest.mark.parametrize(
    ("text", "speaker", "reads"),
    [
        (
            "The company ignored warnings, the union said. Its owner, Peder Lunn, denied that.",
            "union",
            "ignored warnings",
        ),
        ("Cracks were there. Peder Lunn denied it.", None, "Cracks were there"),
    ],
)
def test_what_somebody_denies_in_another_sentence_is_not_in_his_voice(text, speaker, reads):
    said = ss.quotations.said(pd.DataFrame({"article_id": ["a"], "outlet": "X", "language": "en", "text": [text]}))
    found = said[said["reads"].str.contains(reads)]
    assert found["speaker"].tolist() == ([] if speaker is None else [speaker])


def test_copies_count_once_in_the_share_of_voice(view):
    """The agency's speakers lose when its copies are one vote, the fire chief of independent reports gains."""
    voices = view.voices.set_index("voice")
    assert voices.loc["Edric Halloway", "family_share"] < voices.loc["Edric Halloway", "word_share"]
    assert voices.loc["Ilse Tarrow", "family_share"] > voices.loc["Ilse Tarrow", "word_share"]


def test_four_equal_sources_are_effectively_four_and_one_loud_one_is_nearly_alone():
    rows = [("a", f"s{i}", words) for i, words in enumerate((10, 10, 10, 10))]
    rows += [("b", f"s{i}", words) for i, words in enumerate((97, 1, 1, 1))]
    said = pd.DataFrame(rows, columns=["article_id", "speaker", "n_words"])
    articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["A", "B"], "language": "en", "text": "x"})
    table = ss.quotations.diversity(said, articles).set_index("group")
    assert table["n_sources"].tolist() == [4, 4]
    assert table.loc["A", "effective_sources"] == pytest.approx(4)
    assert table.loc["B", "effective_sources"] == pytest.approx(1.183, abs=0.001)


def test_without_any_quotation_the_overview_says_so(view):
    assert "Heard most: Maren Oskdal, with 197 of 1,670 words" in view.summary().plain
    plain = pd.DataFrame({"article_id": ["a"], "outlet": ["X"], "language": ["en"], "text": ["It rained."]})
    found = ss.quotations.utterances(ss.quotations.said(plain), plain)
    assert found.empty and ss.quotations.matrix(found, plain).empty


def test_struck_out_and_underlined_words_are_drawn(articles):
    other = changed(articles, "gull-0302-inferno", "so we counted our steps", "so we always counted steps")
    found = ss.quotations.utterances(ss.quotations.said(other), other)
    key = found.loc[found["article_id"] == "gull-0302-inferno"].query("form == 'changed'")["utterance_id"].iloc[0]
    ax = ss.quotations.plot_alterations(found[found["utterance_id"] == key], other)
    assert len(ax.lines) == 2  # one stroke through "our", one under "always"
    assert {"our", "always"} <= {text.get_text() for text in ax.texts}
