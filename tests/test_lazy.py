"""A folder offers what its files name in ``__all__``, and says which name is there twice."""

import subprocess
import sys

import pytest

import samestory
from samestory.lazy import offered


def test_names_are_found_with_their_file(tmp_path):
    (tmp_path / "measures.py").write_text('"""M."""\n\n__all__ = ["rates"]\n', encoding="utf-8")
    assert offered(tmp_path) == {"rates": "measures"}


def test_a_measure_with_the_name_of_a_file_is_refused(tmp_path):
    (tmp_path / "rates.py").write_text('"""R."""\n\n__all__ = ["rates"]\n', encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"'rates' in __all__ is also the name of a file or folder here; rename one"):
        offered(tmp_path)


def test_a_name_in_two_files_is_refused(tmp_path):
    for name in ("first", "second"):
        (tmp_path / f"{name}.py").write_text('"""X."""\n\n__all__ = ["rates"]\n', encoding="utf-8")
    with pytest.raises(
        RuntimeError, match=r"second\.py: 'rates' in __all__ is also in __all__ of first\.py; rename one"
    ):
        offered(tmp_path)


def test_at_most_25_names_are_at_the_top():
    assert len(samestory.__all__) <= 25


WITHOUT = """
import sys
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
import samestory as ss
story = ss.load_story("harbour-fire")
rates = ss.claims.rates(story.table("claims"), families=story.table("families"))
ss.show_figure(ss.claims.plot_rates(rates), rates, "rates", story=story)
print(len(story.articles), ss.check_answer("example.1", "no").right)
"""


def test_stories_measures_figures_and_checks_need_no_module_that_windows_lacks():
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.endswith("31 False\n"), done.stderr
