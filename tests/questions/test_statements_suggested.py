"""``samestory codebook suggest``: what most outlets share as claims of a codebook, which nothing overwrites unasked."""

import pandas as pd
import pytest
import yaml
from typer.testing import CliRunner

import samestory as ss
from samestory.cli import app
from samestory.errors import StoryError
from samestory.questions.statements.measures import shared
from samestory.questions.statements.suggesting import suggested_claims
from samestory.story.skeleton import empty_codebook, is_filled_in, new_story

COLUMNS = ["article_id", "outlet", "language", "text", "text_status"]
ROWS = [
    ("a", "Anker", "en", "The inspectors ignored the cracks in the bridge, the sailors' union said.", "full"),
    (
        "b",
        "Brise: «B»",
        "en",
        "The inspectors ignored the cracks in the bridge, according to the sailors' union.",
        "full",
    ),
    ("c", "Chronik", "en", "The harbour board denied that the inspectors ignored the cracks in the bridge.", "full"),
    ("d", "Dnevnik", "en", "The board has denied that its inspectors ignored the cracks in the bridge.", "full"),
]
ARTICLES = pd.DataFrame(ROWS, columns=COLUMNS)


def claims_of(text):
    return yaml.safe_load(text)["claims"]


def test_a_claim_has_its_sentences_as_examples_and_its_denial_as_denied_by():
    claims = claims_of(suggested_claims(shared(ARTICLES)))
    assert list(claims) == ["C01", "C02"]
    assert claims["C01"]["denied_by"] == "C02"
    assert set(claims["C01"]["examples"]) == {ROWS[0][3], ROWS[1][3]}
    assert [claim["kind"] for claim in claims.values()] == ["event", "denial"]


def test_articles_without_an_outlet_still_give_claims_and_the_comment_says_so():
    said = suggested_claims(shared(ARTICLES.assign(outlet=None)))
    assert list(claims_of(said)) == ["C01", "C02"]
    assert "# 0 outlets, " in said
    assert "articles without an outlet." in said
    assert "# unknown outlet, en" in said


def test_names_are_plain_and_differ():
    same = pd.concat([ARTICLES, ARTICLES.assign(article_id=["e", "f", "g", "h"])], ignore_index=True)
    claims = claims_of(suggested_claims(shared(same)))
    names = [claim["name"] for claim in claims.values()]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name.replace("_", "").isalnum() for name in names)


def test_a_sentence_with_signs_of_yaml_is_read_back_as_it_was():
    said = "Bridge: \"closed\" # says {nobody} - & *all* \\ %s | the mayor, 'he' said on Friday."
    rows = [(key, key.upper(), "en", said, "full") for key in "xyz"]
    claims = claims_of(suggested_claims(shared(pd.DataFrame(rows, columns=COLUMNS))))
    assert claims["C01"]["description"] == said
    assert claims["C01"]["examples"] == [said]


def test_only_statements_of_enough_outlets_are_suggested():
    found = shared(ARTICLES.assign(outlet="Anker"))
    assert claims_of(suggested_claims(found)) == {}
    assert len(claims_of(suggested_claims(found, least_outlets=1))) == 2
    assert len(claims_of(suggested_claims(shared(ARTICLES), most=1))) == 1


def test_a_statement_in_letters_that_are_not_latin_is_named_by_its_id():
    rows = [(key, key.upper(), "ru", "Мост в Лорне обрушился в пятницу.", "full") for key in "xy"]
    assert claims_of(suggested_claims(shared(pd.DataFrame(rows, columns=COLUMNS))))["C01"]["name"] == "c01"


@pytest.fixture
def story(tmp_path):
    """A new story folder with four articles and an untouched codebook."""
    folder = new_story("bridge", into=tmp_path)
    for key, outlet, language, text, _ in ROWS:
        head = f'---\noutlet: "{outlet}"\nlanguage: {language}\npublished: 2024-05-03\n---\n\n{text}\n'
        (folder / "articles" / f"{key}.txt").write_text(head, encoding="utf-8")
    return folder


def suggest(*arguments):
    return CliRunner().invoke(app, ["codebook", "suggest", *map(str, arguments)])


def test_the_codebook_of_a_new_story_is_filled_and_the_story_loads(story):
    done = suggest(story)
    assert done.exit_code == 0, done.output
    assert "2 claims suggested, found by machine" in done.output
    book = ss.load_story(story).codebook
    assert [claim.denied_by for claim in book.claims.values()] == ["C02", None]
    assert "SUGGESTED BY MACHINE (auto:statements-1)" in (story / "codebook.yaml").read_text("utf-8")
    assert book.vague["dozens"] == 24


def test_a_codebook_that_was_filled_in_is_kept_unless_forced(story):
    filled = empty_codebook("claims:\n  K: {name: k, kind: event, description: Mine.}\n")
    (story / "codebook.yaml").write_text(filled, encoding="utf-8")
    done = suggest(story)
    assert isinstance(done.exception, StoryError)
    assert "--force overwrites it" in str(done.exception)
    assert (story / "codebook.yaml").read_text("utf-8") == filled
    assert suggest(story, "--force").exit_code == 0
    assert "K" not in ss.load_story(story).codebook.claims


def test_a_codebook_once_suggested_counts_as_filled_in(story):
    suggest(story)
    assert is_filled_in(story / "codebook.yaml")


@pytest.mark.parametrize("change", ["vague: {dozens: 30}\n", "kinds: {event: It happened.}\n"])
def test_a_codebook_with_other_keys_is_filled_in(story, change):
    (story / "codebook.yaml").write_text(change, encoding="utf-8")
    assert is_filled_in(story / "codebook.yaml")


def test_a_story_in_which_nothing_is_shared_keeps_its_codebook(story):
    for key in "bcd":
        (story / "articles" / f"{key}.txt").unlink()
    before = (story / "codebook.yaml").read_text("utf-8")
    done = suggest(story)
    assert "no two articles say the same" in str(done.exception)
    assert (story / "codebook.yaml").read_text("utf-8") == before
