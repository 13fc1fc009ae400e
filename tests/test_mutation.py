"""One digit changed in a copy of a shipped story, and the check of a committed notebook sees it."""

import shutil
import subprocess
import sys

from samestory import paths


def check(project):
    done = subprocess.run(
        [sys.executable, "-m", "samestory", "check", "--notebooks", "01_corpus"],
        env={"SAMESTORY_HOME": str(project), "PATH": "/usr/bin:/bin", "HOME": str(project)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.returncode, done.stdout


def test_a_changed_digit_in_a_story_fails_the_check(tmp_path):
    shutil.copytree(paths.seeds(), tmp_path / "seeds")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "outputs").mkdir()
    shutil.copy(paths.notebooks() / "01_corpus.ipynb", tmp_path / "notebooks")
    coverage = tmp_path / "seeds/mali-drones/coverage.csv"
    text = coverage.read_text(encoding="utf-8")
    assert text.count(",2024-10-13,day,") == 1
    coverage.write_text(text.replace(",2024-10-13,day,", ",2024-10-12,day,"), encoding="utf-8")
    code, said = check(tmp_path)
    assert code == 1
    assert "figure dates:" in said  # no table of that notebook shows the day, only the fingerprint of the figure does
    assert "differ" in said
