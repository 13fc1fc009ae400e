"""Own voice needs evidence: where there is none the claim is mentioned, never asserted."""

import pandas as pd
import pytest

import samestory as ss
from samestory.story import Codebook


def book(code, pattern):
    """A codebook with one claim, given by its words."""
    one = {"name": "dead", "kind": "event", "description": "People died.", "patterns": {code: [pattern]}}
    return Codebook(unit="one article x one claim", statuses={"asserted": "said"}, claims={"C1": one})


def coded(text, pattern="dead", code="en"):
    given = {"article_id": "a", "language": code, "text": text, "text_status": "full"}
    articles = pd.DataFrame([given])
    found = ss.coding.code_claims(articles, book(code, pattern), ss.coding.code_attributions(articles, engine="rules"))
    return found.iloc[0]


def test_a_sentence_with_nothing_against_it_is_asserted():
    row = coded("Nine workers were dead by morning. The harbour stayed closed.")
    assert (row.status, row.note) == ("asserted", "own voice; pattern: dead")


@pytest.mark.parametrize("code", ["is", "xx"])
def test_in_a_language_without_reporting_words_nothing_is_asserted(code):
    row = coded("Niu verkamenn dead í morgun.", code=code)
    assert row.status == "mentioned"
    assert row.note.startswith("mentioned: no reporting words for this language")
    assert row.begin is not None and row.reads == "dead"


def test_a_quotation_without_a_speaker_is_mentioned():
    row = coded('The wall bore three lines of paint. "All nine of them are dead and nobody came." It was gone by noon.')
    assert row.status == "mentioned" and "quoted, speaker not found" in row.note
    assert pd.isna(row.attributed_to)


def test_a_question_states_nothing():
    assert coded("Were nine workers dead by morning?").status == "mentioned"


@pytest.mark.parametrize(
    "text",
    [
        "Nine men were dead when the owner set up his so-called guard of honour.",
        "In the shed divers found nine dead sailors.",
        "Nine workers were dead by noon, and the union said that the doors were locked.",
    ],
)
def test_a_word_that_reports_nothing_of_a_passage_does_not_cover_it(text):
    assert coded(text).status == "asserted"


@pytest.mark.parametrize(
    "text",
    [
        "Nine men were dead, nurses at the port told some of us, most of them from smoke.",
        "In the shed divers found: nine sailors are dead.",
    ],
)
def test_a_word_that_may_report_a_passage_keeps_it_from_being_asserted(text):
    assert coded(text).status in ("mentioned", "attributed")


def test_a_verb_between_its_clause_and_a_passage_in_russian():
    assert (
        coded("Докеры бастуют в «Порту», а начальник порта считает: склад сгорел.", "бастуют", "ru").status
        == "asserted"
    )
    assert coded("Докеры бастуют, считает начальник порта.", "бастуют", "ru").status == "attributed"


def test_a_claim_that_is_told_later_is_told():
    row = coded("Were nine workers dead by morning? Nine are dead, the harbour office said.")
    assert row.status == "attributed"


def test_own_voice_further_down_does_not_tell_whose_the_first_words_are():
    row = coded("Were nine workers dead by morning? Nine are dead.")
    assert row.status == "mentioned"


def test_a_codebook_that_lists_seven_statuses_loads_and_machine_rows_may_be_mentioned(small_story):
    path = small_story / "codebook.yaml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "mentioned:" not in line]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (small_story / "coding" / "claims.auto.csv").write_text(
        "article_id,claim_id,status,attributed_to,begin,end,coder\nfirst-article,C01,mentioned,,,,auto:rules-5\n",
        encoding="utf-8",
    )
    story = ss.load_story(small_story)
    assert "mentioned" not in story.codebook.statuses
    assert story.table("claims", coder="auto:rules-5")["status"].tolist() == ["mentioned"]
