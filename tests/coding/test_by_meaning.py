"""Claims by meaning, with an encoder whose cosines can be worked out by hand: one axis a word of a small vocabulary."""

import numpy as np
import pandas as pd
import pytest
import yaml
from typer.testing import CliRunner

import samestory as ss
from samestory import paths
from samestory.cli import app
from samestory.coding import (
    claim_candidates,
    claim_examples,
    claim_passages,
    code_attributions,
    code_claims,
    code_story,
)
from samestory.coding.meaning import MEANING
from samestory.coding.meaning.learnt import AT_SCORE, decisions
from samestory.engine.meaning import sentence_vectors
from samestory.errors import SamestoryError
from samestory.story.codebook import Codebook

pytestmark = pytest.mark.usefixtures("project")  # vectors are kept apart from those of the checkout
SEEDS = paths.seeds()
WORDS = ["gate", "locked", "fire", "strike", "union", "denied", "weather", "port"]


class Words:
    """Counts of the words of the vocabulary; reads English only."""

    name = "words-1"
    languages = frozenset({"en"})

    def encode(self, sentences):
        counts = np.array([[word in sentence.lower() for word in WORDS] for sentence in sentences], dtype=np.float32)
        return np.column_stack([counts, counts.sum(axis=1) == 0])  # the last axis: none of the words


CODEBOOK = Codebook.model_validate(
    yaml.safe_load("""
precedence: [contradicted, denied, attributed, hedged, asserted]
claims:
  LOCKED: {name: locked, kind: event, description: gate locked, denied_by: DENIAL}
  STRIKE: {name: strike, kind: event, description: strike, examples: [union strike]}
  DENIAL: {name: denial, kind: speech_act, description: The port denied that the gate was locked.}
""")
)


def articles(*texts, language="en", status="full"):
    rows = [(f"a{at}", language, text, status) for at, text in enumerate(texts)]
    return pd.DataFrame(rows, columns=["article_id", "language", "text", "text_status"])


def vectors(given):
    return sentence_vectors(given, encoder=Words(), keep=False)


def states(given, claims=None):
    said = code_attributions(given, engine="rules")
    found = claim_passages(given, CODEBOOK, said, vectors=vectors(given), claims=claims, encoder=Words())
    return code_claims(given, CODEBOOK, said, passages=found, coder=MEANING)


def status_of(table, claim):
    return table.set_index(["article_id", "claim_id"])["status"].xs(claim, level="claim_id").tolist()


def test_examples_are_the_description_those_of_the_codebook_and_coded_passages():
    given = articles("The gate was locked. Rain fell.", "The port denied it.")
    claims = pd.DataFrame(
        [
            ("a0", "LOCKED", "asserted", 0, 20),
            ("a1", "LOCKED", "denied", 0, 19),
            ("a1", "STRIKE", "absent", None, None),
        ],
        columns=["article_id", "claim_id", "status", "begin", "end"],
    )
    found = claim_examples(CODEBOOK, claims, given)
    assert found[["claim_id", "kind", "text"]].values.tolist() == [
        ["LOCKED", "makes", "gate locked"],
        ["STRIKE", "makes", "strike"],
        ["STRIKE", "makes", "union strike"],
        ["DENIAL", "makes", "The port denied that the gate was locked"],
        ["LOCKED", "makes", "The gate was locked."],
        ["LOCKED", "denies", "The port denied it."],
    ]
    assert found["article_id"].tolist()[-2:] == ["a0", "a1"]


def test_candidates_are_ranked_with_score_and_margin():
    given = articles("The weather is fine. The gate was locked. A strike at the gate.")
    found = claim_candidates(given, CODEBOOK, vectors=vectors(given), encoder=Words(), most=2)
    locked = found[found["claim_id"] == "LOCKED"]
    # "gate locked" and the sentence share both words: 1; "strike, gate" shares one of two: .5
    assert locked[["rank", "sentence", "score"]].values.tolist() == [[1, 1, 1.0], [2, 2, 0.5]]
    # DENIAL has port, denied, gate, locked: 2 / (2 * 1.414) = .707, so the margin is 1 - .707
    assert locked["margin"].iloc[0] == pytest.approx(0.293, abs=0.001)
    assert [given["text"].iloc[0][b:e] for b, e in locked[["begin", "end"]].values] == locked["reads"].tolist()
    # STRIKE: mean of the two examples: (.707 + .5) / 2
    assert found.query("claim_id == 'STRIKE' and rank == 1")["score"].iloc[0] == pytest.approx(0.604, abs=0.0015)


def test_an_article_and_its_copies_are_not_compared_with_its_own_passages():
    given = articles("Fire and weather.", "Fire and weather.", "Fire and weather.")
    claims = pd.DataFrame(
        [("a0", "LOCKED", "asserted", 0, 17)], columns=["article_id", "claim_id", "status", "begin", "end"]
    )
    families = pd.DataFrame({"article_id": ["a0", "a1"], "family_id": ["f", "f"]})
    examples = claim_examples(CODEBOOK, claims, given)
    found = claim_candidates(
        given, CODEBOOK, vectors=vectors(given), examples=examples, families=families, encoder=Words()
    )
    scores = found[found["claim_id"] == "LOCKED"].set_index("article_id")["score"]
    assert scores.tolist() == [0.0, 0.0, 0.5]  # only a2 is compared with the passage of a0: mean of 0 and 1


def test_vectors_of_another_encoder_are_refused():
    given = articles("The gate was locked.")
    with pytest.raises(SamestoryError, match="'words-1'.*pass the encoder that made the vectors"):
        claim_candidates(given, CODEBOOK, vectors=vectors(given))


def test_no_sentence_gives_an_empty_table_and_nothing_is_coded():
    given = articles("", language="en")
    assert claim_candidates(given, CODEBOOK, vectors=vectors(given), encoder=Words()).empty
    assert states(given).empty


def test_states_follow_the_attribution_of_the_passage():
    table = states(
        articles(
            "The gate was locked.",
            "“The gate was locked,” the union said. It rained.",
            "The weather is fine.",
        )
    )
    assert status_of(table, "LOCKED") == ["asserted", "attributed", "absent"]
    assert table.query("article_id == 'a1' and claim_id == 'LOCKED'")["attributed_to"].iloc[0] == "the union"
    assert set(table["coder"]) == {"auto:meaning-1"}
    assert "example: gate locked" in table.query("article_id == 'a0' and claim_id == 'LOCKED'")["note"].iloc[0]


def test_a_denial_is_made_by_a_sentence_that_denies():
    table = states(articles("The port has a gate that is locked.", "The port denied that the gate was locked."))
    assert status_of(table, "DENIAL") == ["absent", "asserted"]
    assert status_of(table, "LOCKED") == ["asserted", "denied"]


def test_in_a_text_not_seen_whole_nothing_is_absent():
    assert set(status_of(states(articles("It rained.", status="teaser")), "LOCKED")) == {"not_visible"}


def test_an_article_the_encoder_does_not_read_is_not_coded_and_that_is_said():
    given = pd.concat([articles("The gate was locked."), articles("Port zamknięty.", language="pl")], ignore_index=True)
    given["article_id"] = ["en", "pl"]
    said = code_attributions(given, engine="rules")
    found = claim_passages(given, CODEBOOK, said, vectors=vectors(given), encoder=Words())
    assert found.unread == {"pl": "the encoder does not read this language"}
    from samestory.coding.by_codebook import coded

    made = coded(given, CODEBOOK, said, passages=found, only=["claims"])
    assert set(made.tables["claims"]["article_id"]) == {"en"}
    assert made.left_out_lines() == ["claims: articles: the encoder does not read this language: 1 (pl 1)"]


def coded_rows(n):
    """2n articles: those with even numbers are on a fire, which is claim STRIKE here, the others on the weather."""
    given = articles(*("A fire in the port. It rained." if at % 2 == 0 else "The weather." for at in range(2 * n)))
    rows = [
        (f"a{at}", "STRIKE", *(("asserted", 0, 19) if at % 2 == 0 else ("absent", None, None))) for at in range(2 * n)
    ]
    return given, pd.DataFrame(rows, columns=["article_id", "claim_id", "status", "begin", "end"])


def test_what_people_coded_is_learnt():
    given, claims = coded_rows(6)
    assert set(status_of(states(given), "STRIKE")) == {"absent"}  # nothing like "strike"
    assert status_of(states(given, claims), "STRIKE") == ["asserted", "absent"] * 6


def test_no_article_is_judged_by_its_own_rows():
    given, claims = coded_rows(6)
    wrong = claims.copy()
    wrong.loc[0, ["status", "begin", "end"]] = ["absent", None, None]
    before, after = states(given, claims), states(given, wrong)
    pd.testing.assert_frame_equal(before[before["article_id"] == "a0"], after[after["article_id"] == "a0"])


def test_too_few_coded_rows_leave_the_threshold_of_the_score():
    given, claims = coded_rows(2)
    assert set(status_of(states(given, claims), "STRIKE")[1::2]) == {"absent"}
    from samestory.coding.meaning.likeness import likeness

    made = vectors(given)
    like = likeness(claim_examples(CODEBOOK), None, Words(), "words-1")
    possible = np.ones((3, len(made.table)), dtype=bool)
    values = decisions(made.table, made.vectors, like, claims, None, possible)
    assert values.min() == pytest.approx(-AT_SCORE, abs=0.001)


def test_the_engine_meaning_codes_a_story_in_languages_without_patterns():
    given = articles("Les portes de secours étaient verrouillées. Il pleuvait.").assign(
        language="fr", title=pd.NA, outlet=pd.NA, published=pd.NaT
    )
    claim = {"name": "locked", "kind": "event", "description": "The emergency exits were locked."}
    book = Codebook.model_validate({"claims": {"C1": claim}})
    made = code_story(given, book, only=["claims"], engine="meaning").tables["claims"]
    assert made[["status", "coder"]].values.tolist() == [["asserted", "auto:meaning-1"]]
    assert code_story(given, book, only=["claims"], engine="rules").tables["claims"].empty


def test_the_command_codes_by_meaning(small_story):
    done = CliRunner().invoke(app, ["code", str(small_story), "--engine", "meaning", "--only", "claims"])
    assert done.exit_code == 0, done.output
    written = pd.read_csv(small_story / "coding" / "claims.auto.csv")
    assert set(written["coder"]) == {"auto:meaning-1"}


def test_the_command_refuses_an_engine_there_is_none_of(small_story):
    done = CliRunner().invoke(app, ["code", str(small_story), "--engine", "meanings"])
    assert done.exit_code != 0
    assert "no engine 'meanings'. Did you mean 'meaning'?" in done.output + str(done.exception)


def test_candidates_of_harbour_fire_hold_the_passages_that_decide():
    story = ss.load_story(SEEDS / "harbour-fire")
    examples = claim_examples(story.codebook, story.table("claims"), story.articles)
    given = {"vectors": story.sentence_vectors(), "examples": examples, "families": story.table("families")}
    found = claim_candidates(story.articles, story.codebook, **given)
    truth = story.table("claims").dropna(subset=["begin"])
    both = truth.merge(found, on=["article_id", "claim_id"], suffixes=("", "_found"))
    met = both[(both["begin_found"] < both["end"]) & (both["end_found"] > both["begin"])]
    n = len(met.drop_duplicates(["article_id", "claim_id"]))
    assert n / len(truth) > 0.95
