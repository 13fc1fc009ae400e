"""Two mornings of harbour-fire for real: ``samestory run --story``, then ``samestory changes`` and the page."""

import json
import os
import subprocess
import sys

import pytest
from hostile_story import find_hits
from mornings import articles_until, write_morning
from run_projects import manifest_of, write_notebook

FIRST = "2023-03-03"
CLAIMS = (
    "import samestory as ss\nstory = ss.load_story(story, coder=coder or None)",
    "rates = ss.claims.rates(story.table('claims'), families=story.table('families'))\nss.show_table(rates)",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A project whose story was run on two mornings."""
    home = tmp_path_factory.mktemp("desk")
    for name in ("seeds", "notebooks", "outputs"):
        (home / name).mkdir()
    parameters = "story: str = 'fire'  # which story\ncoder: str = ''  # whose coding"
    for number, name in enumerate(("claims", "numbers"), 1):
        write_notebook(home / f"notebooks/{number:02}_{name}.ipynb", *CLAIMS, parameters=parameters)
    for day in (FIRST, None):
        write_morning(home / "seeds/fire", day)
        done = samestory(home, "run", "--story", "fire")
        assert done.returncode == 0, done.stdout + done.stderr
    return home


def samestory(home, *words):
    return subprocess.run(
        [sys.executable, "-m", "samestory", *words],
        env={**os.environ, "SAMESTORY_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_says_what_a_person_would_have_said(desk):
    done = samestory(desk, "changes", "fire/claims", "--most", "100")
    n = len(articles_until(None)) - len(articles_until(FIRST))
    assert done.returncode == 3, done.stderr
    assert f"{n} articles added (now {len(articles_until(None))})" in done.stdout
    for line in (
        "H08 Exits were locked, Radio Saltmarsh: not carried -> denied",
        "H02 An explosion came first, World Relay Daily: attributed -> asserted/attributed",
        "Harbour Office: 4, now also 7 persons, raised",
        "7 (Harbour Office; ledger-0304-toll",
        "in both results: fanal-0303-dockers; added: holos-0304-dokery, relay-0304-quay",
        "Jory Pell (person): saltmarsh-0304-evening",
    ):
        assert line in done.stdout


def test_two_runs_of_the_story_have_one_snapshot_and_the_same_changes(desk):
    folders = [desk / f"outputs/fire/{name}" for name in ("claims", "numbers")]
    for folder in folders:
        assert {"changes.json", "story/articles.parquet"} <= set(manifest_of(folder)["files"])
    assert folders[0].joinpath("story/articles.parquet").samefile(folders[1] / "story/articles.parquet")
    first, second = (json.loads((folder / "changes.json").read_text(encoding="utf-8")) for folder in folders)
    assert first["articles"] == second["articles"] and first["claims"] == second["claims"]
    assert len(list((desk / "outputs/.snapshots").iterdir())) == 2


def test_the_page_of_the_run_says_it_in_its_first_line(desk):
    page = next((desk / "outputs/fire/claims").glob("*.html")).read_text(encoding="utf-8")
    said = json.loads((desk / "outputs/fire/claims/changes.json").read_text(encoding="utf-8"))["sentence"]
    assert said in page and said.startswith("Since ")
    assert (
        "It cannot be shown" not in page
        and find_hits(page[page.index('id="changes"') :].partition("</section>")[0]) == []
    )


def test_an_unchanged_morning_after_is_skipped_and_changes_nothing(desk):
    done = samestory(desk, "run", "--story", "fire")
    assert "0 ran, 2 unchanged, 0 failed" in done.stdout
    forced = samestory(desk, "run", "--story", "fire", "claims", "--force")
    assert forced.returncode == 0
    done = samestory(desk, "changes", "fire/claims")
    assert done.returncode == 0 and done.stdout.startswith("fire/claims: Nothing changed since ")
    assert done.stdout.count("\n") == 1
