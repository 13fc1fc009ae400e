"""``samestory new``, ``validate`` and ``stories`` as a user calls them."""

import subprocess
import sys

import pytest

import samestory as ss


def samestory(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "samestory", *map(str, arguments)], capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout, done.stderr


def test_new_story_loads_and_validates(project):
    code, out, _ = samestory("new", "my-story")
    assert code == 0 and "samestory intake FOLDER --story my-story" in out
    assert ss.load_story("my-story").settings.title == "My story"
    code, out, err = samestory("validate", "my-story")
    assert (code, err) == (0, "")
    assert "story my-story: no fault found" in out and "no articles yet" in out
    assert samestory("stories")[1] == "my-story\n"


def test_validate_prints_faults_and_exits_non_zero(small_story):
    (small_story / "card.md").unlink()
    (small_story / "notes.md").write_text("x")
    code, out, _ = samestory("validate", small_story)
    assert code == 1
    assert "story small: 1 fault\n- card.md: is missing" in out


def test_validate_says_what_it_did_not_read(small_story):
    (small_story / "notes.md").write_text("x")
    assert "not read: notes.md" in samestory("validate", small_story)[1]


def test_validate_names_articles_dated_outside_the_period(small_story):
    text = (small_story / "story.yaml").read_text().splitlines()
    period = "period: {begin: 2020-01-01, end: 2020-01-31}"
    lines = [period if line.startswith("period") else line for line in text]
    (small_story / "story.yaml").write_text("\n".join(lines))
    code, out, _ = samestory("validate", small_story)
    assert code == 0
    assert "dated outside the period of story.yaml: first-article" in out
    assert "outside the period" not in samestory("validate", "mali-drones", "harbour-fire")[1]


@pytest.mark.parametrize("name", ["My Story", "../up", "", "-x"])
def test_new_refuses_a_bad_name(tmp_path, name):
    with pytest.raises(ss.errors.StoryError, match="is not a name for a story"):
        ss.story.new_story(name, into=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_new_does_not_overwrite(small_story):
    with pytest.raises(ss.errors.StoryError, match="is there already"):
        ss.story.new_story("small", into=small_story.parent)


def test_an_error_is_one_line_without_traceback(project):
    code, _, err = samestory("new", "Bad Name")
    assert code == 1
    assert err.startswith("samestory: 'Bad Name' is not a name for a story") and "Traceback" not in err
