"""``samestory import-codings``: what it says, what it writes, what it leaves alone."""

import csv
import shutil
from pathlib import Path

import exports
import pytest
from typer.testing import CliRunner

import samestory as ss
from samestory.cli import app
from samestory.errors import SamestoryError


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A copy of harbour-fire, and a project with two coders, one code by its title, one that nobody knows."""
    folder = tmp_path_factory.mktemp("import")
    loaded = ss.load_story("harbour-fire")
    story = Path(shutil.copytree(loaded.folder, folder / "story", ignore=shutil.ignore_patterns("truth")))
    truth = loaded.table("claims")
    truth = truth[truth["begin"].notna() & (truth["claim_id"] != "H14")].head(60)
    rows = [(one.article_id, int(one.begin), int(one.end), one.claim_id, one.status) for one in truth.itertuples()]
    texts = loaded.articles.set_index("article_id")["text"][
        lambda table: table.index.isin(truth["article_id"])
    ].to_dict()
    for path in (story / "articles").iterdir():  # few articles: this file loads the story often
        if path.stem not in texts:
            path.unlink()
    about = (story / "story.yaml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in about if not line.startswith(("coder:", "focus:"))]
    (story / "story.yaml").write_text("\n".join(kept), encoding="utf-8")
    titles = {key: claim.title for key, claim in loaded.codebook.claims.items()}
    codings = [(*row[:3], (titles[row[3]] if row[3] == "H01" else row[3], row[4]), "Anna B.") for row in rows]
    codings += [(*row[:3], (row[3], row[4]), "Ben") for row in rows[30:50]]
    codings += [(*rows[0][:3], ("Mood", "gloomy"), "Anna B.")]
    return story, exports.qdpx(folder / "p.qdpx", texts, codings), folder


def run(*args, code=0):
    result = CliRunner().invoke(app, ["import-codings", *map(str, args)])
    assert result.exit_code == code, result.output
    return result


def test_a_dry_run_says_everything_and_writes_nothing(made):
    story, project, folder = made
    before = sorted(story.rglob("*"))
    said = run(story, project, "--dry-run", "--mapping", folder / "codes.csv").output
    assert "81 codings read, 80 taken" in said
    assert "anna-b: 60 of claims" in said and "ben: 20 of claims" in said
    assert "Fire in Shed 14/asserted = claims H01 asserted" in said
    assert "codes without a meaning: 1\n  Mood/gloomy (1 coding)" in said
    assert "claims without a code, of which nothing is said: H14" in said
    assert sorted(story.rglob("*")) == before
    with (folder / "codes.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert rows["Fire in Shed 14/asserted"]["basis"] == "guess" and rows["H02/asserted"]["basis"] == "exact"
    assert rows["Mood/gloomy"]["table"] == ""


def test_what_is_imported_is_a_coding_of_the_story_and_is_not_overwritten(made):
    story, project, folder = made
    mapping = folder / "mine.csv"
    mapping.write_text(
        "code,table,target,value\nMood/gloomy,claims,H02,hedged\nH03/absent,ignore,,\n", encoding="utf-8"
    )
    said = run(story, project, "--coder", "Anna B.=anna", "--coder", "Ben=ben", "--mapping", mapping).output
    assert "81 taken" in said and "wrote coding/claims.anna.csv" in said
    loaded = ss.load_story(str(story))
    assert {"anna", "ben"} <= set(loaded.coders("claims"))
    pairs = ss.agreement.coder_pairs(loaded.table("claims", coder="*"))
    assert pairs.set_index(["first", "second"]).loc[("anna", "ben"), "n_units"] == 20
    was = (story / "coding/claims.anna.csv").read_bytes()
    again = run(story, project, "--coder", "Anna B.=anna", "--coder", "Ben=ben2", code=1)
    assert isinstance(again.exception, SamestoryError) and "anna has coded here already" in str(again.exception)
    assert (story / "coding/claims.anna.csv").read_bytes() == was and not (story / "coding/claims.ben2.csv").exists()
    run(story, project, "--coder", "Anna B.=anna", "--coder", "Ben=ben", "--force")


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        ("Mood/gloomy,claims,H99,hedged", "no 'H99'"),
        ("Mood/gloomy,claims,H02,", "needs a value"),
        ("Mood/gloomy,claims,H02,sad", "no value 'sad'"),
        ("Mood/gloomy,moods,H02,hedged", "no table 'moods'"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(rows, match, made):
    story, project, folder = made
    path = folder / "wrong.csv"
    path.write_text(f"code,table,target,value\n{rows}\n", encoding="utf-8")
    result = run(story, project, "--mapping", path, "--dry-run", code=1)
    assert isinstance(result.exception, SamestoryError) and match in str(result.exception)


def test_coders_that_cannot_be_are_refused(made):
    story, project, _ = made
    for coder, match in (("auto:x", "a person's name"), ("x", "holds codings by"), ("Carl=c", "has no coder 'Carl'")):
        args = ["--coder", coder] if coder != "auto:x" else ["--coder", "Anna B.=auto:x"]
        result = run(story, project, *args, "--dry-run", code=1)
        assert isinstance(result.exception, SamestoryError) and match in str(result.exception)
