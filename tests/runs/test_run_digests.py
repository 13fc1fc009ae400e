"""What makes a result stale: a fetched text does, the log of the fetching does not."""

import re
import subprocess
from pathlib import Path

import pytest
from run_projects import fill

from samestory.errors import RunError
from samestory.runs.digests import Digests, commit, folder_digest
from samestory.runs.job import Job, prepare


@pytest.fixture
def story(tmp_path: Path) -> Path:
    (tmp_path / "texts" / "a1").mkdir(parents=True)
    (tmp_path / "story.yaml").write_text("title: x\n")
    (tmp_path / "texts" / "a1" / "20241014T083000Z.html.gz").write_bytes(b"page")
    (tmp_path / "texts" / "fetch.csv").write_text("article_id\n")
    return tmp_path


def test_the_log_of_fetching_and_unfinished_pages_do_not_count(story):
    before = folder_digest(story)
    (story / "texts" / "fetch.csv").write_text("article_id\na1\n")
    (story / "texts" / ".fetch.lock").write_text("")
    (story / "texts" / "a1" / ".new-page").write_text("half")
    assert folder_digest(story) == before


def test_a_new_version_of_a_page_counts(story):
    before = folder_digest(story)
    (story / "texts" / "a1" / "20241015T083000Z.html.gz").write_bytes(b"changed")
    assert folder_digest(story) != before


def test_texts_that_are_not_read_do_not_count(story):
    before = folder_digest(story, texts=False)
    assert before != folder_digest(story)
    (story / "texts" / "a1" / "20241015T083000Z.html.gz").write_bytes(b"changed")
    assert folder_digest(story, texts=False) == before


def test_a_file_called_like_the_log_elsewhere_counts(story):
    before = folder_digest(story)
    (story / "fetch.csv").write_text("x")
    assert folder_digest(story) != before


def test_a_second_story_that_a_parameter_names_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("SAMESTORY_HOME", str(tmp_path))
    home = fill(tmp_path, parameters="story: str = 'fire'\ntruth_story: str = 'fire2'  # beside it")
    with pytest.raises(RunError, match="fire2"):
        prepare()
    (home / "seeds/fire2").mkdir()
    (home / "seeds/fire2/story.yaml").write_text("title: Two\n")
    (job,) = prepare()
    assert job.other_folders == (str(home / "seeds/fire2"),)
    assert Job.from_json(job.to_json()) == job
    before = Digests().of(job)["story"]
    (home / "seeds/fire2/story.yaml").write_text("title: Three\n")
    assert Digests().of(job)["story"] != before


def test_a_folder_of_files_that_a_parameter_names_counts(tmp_path, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("SAMESTORY_HOME", str(tmp_path))
    fill(tmp_path, parameters="folder: str = 'exports'  # files")
    with pytest.raises(RunError, match="no 'exports' in seeds/"):
        prepare()
    (tmp_path / "seeds/exports").mkdir()
    (job,) = prepare()
    assert (job.parameters["folder"], job.other_folders) == ("exports", (str(tmp_path / "seeds/exports"),))
    other = tmp_path_factory.mktemp("elsewhere") / "week.csv"
    other.write_text("title\nOne\n")
    monkeypatch.chdir(other.parent)
    (job,) = prepare([], ["folder=week.csv"])
    assert job.parameters["folder"] == str(other)
    before = Digests().of(job)["story"]
    other.write_text("title\nTwo\n")
    assert Digests().of(job)["story"] != before


def test_the_commit_of_a_checkout_is_known_or_it_is_said_why_not(tmp_path, monkeypatch):
    monkeypatch.setattr("samestory.runs.digests.paths.PACKAGE", tmp_path / "lib" / "samestory")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@gull.example"]
    assert commit() == {"commit": None, "dirty": None, "reason": "not a git checkout"}
    subprocess.run([*git, "init", "--quiet"], cwd=tmp_path, check=True)
    assert commit() == {"commit": None, "dirty": True, "reason": "no commit yet"}
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "begin"], cwd=tmp_path, check=True)
    begun = commit()
    assert re.fullmatch("[0-9a-f]{40}", begun["commit"]) and (begun["dirty"], begun["reason"]) == (False, None)
    (tmp_path / "new.txt").write_text("x")
    assert commit() == begun | {"dirty": True}
