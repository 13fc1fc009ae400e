"""``samestory code``: the files it writes, what it leaves alone, and how they are read back."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from samestory import load_story
from samestory.cli import app
from samestory.coding import coded
from samestory.coding.by_codebook import CodedTables
from samestory.coding.tagger import Tagged
from samestory.coding.write import as_csv, write_codings
from samestory.errors import SamestoryError, StoryError
from samestory.schema import TABLES, check

TEXT = "At least nine people were killed, the mayor said. The example was made.\n“=1+1, and the rebels\tknow,” he said."


@pytest.fixture
def story(small_story: Path) -> Path:
    """A small story whose article says something."""
    article = small_story / "articles" / "first-article.txt"
    head = article.read_text("utf-8").partition("\n---\n")[0]
    article.write_text(f"{head}\n---\n\n{TEXT}\n", "utf-8")
    return small_story


def run(*words: str):
    return CliRunner().invoke(app, ["code", *words])


def test_a_story_is_coded_beside_the_hand(story):
    hand = (story / "coding" / "claims.csv").read_bytes()
    done = run(str(story))
    assert done.exit_code == 0, done.output
    assert (story / "coding" / "claims.csv").read_bytes() == hand
    loaded = load_story(story)
    assert loaded.table("claims")["status"].tolist() == ["absent"]
    coder = next(name for name in loaded.coders("claims") if name.startswith("auto:rules-"))
    claims = loaded.table("claims", coder=coder)
    assert claims[["claim_id", "status", "reads"]].to_numpy().tolist() == [["C01", "asserted", "example was made"]]
    numbers = loaded.table("numbers", coder=coder)
    assert numbers[["value_text", "low", "attributed_to"]].to_numpy().tolist() == [["At least nine", 9.0, "mayor"]]
    assert loaded.table("labels", coder=coder)["voice"].tolist() == ["quoted"]
    assert len(loaded.table("attributions", coder=coder)) >= 2


def test_the_same_input_gives_the_same_bytes(story):
    run(str(story))
    first = {path.name: path.read_bytes() for path in (story / "coding").glob("*.auto.csv")}
    assert set(first) == {
        f"{n}.auto.csv" for n in ("attributions", "citations", "chains", "claims", "numbers", "labels")
    }
    run(str(story))
    assert {path.name: path.read_bytes() for path in (story / "coding").glob("*.auto.csv")} == first


def test_only_what_is_asked_for_is_written(story):
    done = run(str(story), "--only", "claims,labels", "--languages", "en")
    assert done.exit_code == 0, done.output
    assert {path.name for path in (story / "coding").glob("*.auto.csv")} == {"claims.auto.csv", "labels.auto.csv"}
    assert not [path for path in (story / "coding").iterdir() if path.name.startswith(".")]


def two_languages(story: Path) -> None:
    """A second article, in French, beside the first."""
    first = (story / "articles" / "first-article.txt").read_text("utf-8")
    head = first.partition("\n---\n")[0].replace("first-article", "autre-article")
    head = head.replace("language: en", "language: fr")
    text = "Au moins neuf personnes ont été tuées, a dit le maire."
    (story / "articles" / "autre-article.txt").write_text(f"{head}\n---\n\n{text}\n", "utf-8")
    settings = (story / "story.yaml").read_text("utf-8")
    (story / "story.yaml").write_text(
        settings.replace("[en]", "[en, fr]").replace("articles: 1", "articles: 2"), "utf-8"
    )


def test_rows_of_languages_not_asked_for_stay(story):
    two_languages(story)
    assert run(str(story)).exit_code == 0
    whole = {path.name: path.read_bytes() for path in (story / "coding").glob("*.auto.csv")}
    rows = pd.read_csv(story / "coding" / "attributions.auto.csv")
    assert set(rows["article_id"]) == {"first-article", "autre-article"}
    for languages in ("en", "fr", "en,fr"):
        done = run(str(story), "--languages", languages)
        assert done.exit_code == 0, done.output
        assert {path.name: path.read_bytes() for path in (story / "coding").glob("*.auto.csv")} == whole
        said = [line for line in done.output.splitlines() if line.startswith("kept: ")]
        assert len(said) == (languages != "en,fr") and all(("en " in line) == (languages == "fr") for line in said)


def test_rows_kept_of_another_coder_are_said(story):
    two_languages(story)
    run(str(story))
    path = story / "coding" / "attributions.auto.csv"
    path.write_text(path.read_text("utf-8").replace(coded.CODER, "auto:trained-5"), "utf-8")
    done = run(str(story), "--languages", "fr", "--only", "attributions")
    assert "they are by auto:trained-5, the new ones by auto:rules-" in done.output
    assert set(pd.read_csv(path)["coder"]) == {"auto:trained-5", coded.CODER}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--only", "claim"], "Did you mean 'claims'"),
        (["--languages", "fr"], "no language 'fr'"),
    ],
)
def test_faults_of_the_command(story, words, said):
    done = run(str(story), *words)
    assert isinstance(done.exception, SamestoryError)
    assert said in str(done.exception)
    assert not list((story / "coding").glob("*.auto.csv"))


class OneSaying:
    """A tagger that finds the first attribution of ``TEXT``."""

    def tag(self, text):
        """Content, source and cue."""
        places = (("content", "At least nine people were killed"), ("source", "the mayor"), ("cue", "said"))
        return [Tagged(role, text.index(words), text.index(words) + len(words)) for role, words in places]


def test_the_engine_is_chosen_and_names_every_row(story, monkeypatch):
    article = (story / "articles" / "first-article.txt").read_text("utf-8")
    (story / "articles" / "second.txt").write_text(
        article.replace("language: en", "language: fr").replace(TEXT, "Neuf morts, selon la mairie."), "utf-8"
    )
    for name, old, new in (("story.yaml", "languages: [en]", "languages: [en, fr]"), ("story.yaml", "s: 1}", "s: 2}")):
        settings = (story / name).read_text("utf-8")
        assert old in settings
        (story / name).write_text(settings.replace(old, new), "utf-8")
    assert run(str(story)).exit_code == 0  # nothing was trained, so the rules read
    assert "auto:rules-5" in load_story(story).coders() and "auto:trained-5" not in load_story(story).coders()
    monkeypatch.setattr(coded, "trained", OneSaying)
    done = run(str(story))
    assert done.exit_code == 0, done.output
    assert load_story(story).coders() == ["auto:trained-5", "hand"]
    loaded = load_story(story, coder="auto:trained-5")
    said = loaded.table("attributions")
    assert said[["article_id", "reads"]].to_numpy().tolist() == [
        ["first-article", "At least nine people were killed"],
        ["second", "Neuf morts"],  # the rules read what the tagger cannot
    ]
    assert loaded.table("numbers")["attributed_to"].tolist()[:1] == ["mayor"]
    assert run(str(story), "--engine", "rules").exit_code == 0
    assert "auto:rules-5" in load_story(story).coders()


def test_a_tagger_asked_for_and_not_there_is_a_fault(story):
    done = run(str(story), "--engine", "trained")
    assert isinstance(done.exception, SamestoryError)
    assert "samestory train attribution --from" in str(done.exception)
    assert "One of: auto, rules, trained, meaning" in str(run(str(story), "--engine", "best").exception)
    assert not list((story / "coding").glob("*.auto.csv"))


def test_rows_of_a_hand_are_never_written_over(story):
    path = story / "coding" / "claims.auto.csv"
    path.write_text(
        "article_id,claim_id,status,attributed_to,begin,end,coder\nfirst-article,C01,absent,,,,anna\n", "utf-8"
    )
    before = path.read_bytes()
    done = run(str(story), "--only", "claims")
    assert "holds rows by anna" in str(done.exception)
    assert path.read_bytes() == before
    with pytest.raises(SamestoryError, match="only automatic rows are written"):
        write_codings(story, {"claims": load_story(story).table("claims")})


def test_a_folder_that_leads_out_is_refused(story, tmp_path):
    shutil.move(story / "coding", tmp_path / "elsewhere")
    (story / "coding").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SamestoryError, match="only into the story folder"):
        write_codings(story, {"claims": TABLES["claims"].empty()})


def test_what_is_written_is_read_back_cell_by_cell(story):
    reads = '=SUM(A1)\r\n"quoted", \x00 and\ttabs  '
    rows = pd.DataFrame(
        {"article_id": ["a"] * 2, "claim_id": ["C01", "C02"], "status": "asserted", "attributed_to": [None, "-2+3"]}
        | {
            "begin": [0, None],
            "end": [len(reads), None],
            "reads": [reads, None],
            "coder": "auto:x",
            "note": ["@x", None],
        }
    )
    table = check(rows, "claims")
    path = write_codings(story, {"claims": table})["claims"]
    from samestory.story.folder import read_csv

    again = check(read_csv(story, path), "claims")
    pd.testing.assert_frame_equal(again, table)
    number = {"article_id": "a", "quantity": "q", "value_text": "9", "low": 9.0, "high": 1.5, "unit": "u"}
    number |= {"attributed_to": None, "begin": None, "end": None, "coder": "auto:x"}
    assert as_csv(pd.DataFrame([number]), "numbers").decode().splitlines()[1] == "a,q,9,9,1.5,u,,auto:x"


def test_rows_that_no_longer_fit_a_changed_text_are_made_anew(story):
    run(str(story))
    article = story / "articles" / "first-article.txt"
    article.write_text(article.read_text("utf-8").replace("At least nine", "Overnight at least nine"), "utf-8")
    with pytest.raises(StoryError, match="`samestory code` makes them anew"):
        load_story(story)
    done = run(str(story))
    assert done.exit_code == 0, done.output
    rows = load_story(story).table("numbers", coder="*")
    assert rows["reads"].str.lower().tolist() == ["at least nine"]


def test_rows_are_counted_by_table_and_language():
    articles = pd.DataFrame({"article_id": ["a", "b", "c"], "language": ["en", "en", None]})
    claims = pd.DataFrame({"article_id": ["a", "a", "b", "c"]})
    counted = CodedTables({"claims": claims, "labels": claims.head(0)}).summary(articles)
    assert counted.to_dict("records") == [
        {"table": "claims", "language": "(not known)", "rows": 1, "n_articles": 1},
        {"table": "claims", "language": "en", "rows": 3, "n_articles": 2},
    ]
