"""``check``: an unchanged project passes, and one changed digit in a story fails it, naming the cell."""

import pytest
from run_projects import fill, write_notebook

from samestory.errors import RunError
from samestory.runs import check, check_notebooks, refresh, run, store


def test_no_results(project):
    fill(project)
    with pytest.raises(RunError, match="no results in .*outputs; make some with: samestory run"):
        check()


def test_no_notebooks(project):
    with pytest.raises(RunError, match="no notebooks in"):
        check_notebooks()


def test_results_and_committed_notebooks_against_a_changed_digit(project, capsys):
    fill(project, plan="runs:\n  small: {notebook: 01_small, parameters: {n: 5}}\n  deep: {notebook: teaching/02}\n")
    neighbour = "from pathlib import Path\nprint(Path('notes.txt').read_text(), Path.cwd().name)"
    write_notebook(project / "notebooks/teaching/02.ipynb", neighbour)
    (project / "notebooks/teaching/notes.txt").write_text("a note")
    assert [one.status for one in run(jobs=2)] == ["ran", "ran"]
    before = {path: path.read_bytes() for path in sorted(project.rglob("*.*")) if path.is_file()}

    assert check(jobs=2) == []
    assert "small: 3 cells as recorded" in capsys.readouterr().out
    with pytest.raises(RunError, match="no result of 'smal'.*Did you mean 'small'"):
        check(["smal"])

    numbers = project / "seeds/fire/numbers.csv"
    numbers.write_text(numbers.read_text().replace("Harbour Post,3", "Harbour Post,4"))
    (project / "outputs/small/01_small.html").write_text("")
    damage, difference = check(["small"])
    assert (damage.place, damage.text.splitlines()[0]) == ("files", "01_small.html is not as it was written")
    assert str(difference).startswith("small, cell 3 (In [3]: from pathlib import Path):\n")
    assert "-Harbour Post,3" in difference.text and "+Harbour Post,4" in difference.text
    assert [path.name for path, text in before.items() if path.read_bytes() != text] == ["01_small.html", "numbers.csv"]


def test_committed_notebooks(project):
    fill(project)
    assert "never executed" in check_notebooks()[0].text
    assert [one.status for one in refresh()] == ["ran"]
    assert check_notebooks(["01_small"]) == []
    (project / "seeds/fire/numbers.csv").write_text("outlet,n\nHarbour Post,3\nNoon,6\n")
    (difference,) = check_notebooks()
    assert (difference.name, difference.place) == ("01_small", "cell 3 (In [2]: from pathlib import Path)")
    assert "+Noon,6" in difference.text


def test_a_missing_manifest_is_said(project):
    fill(project)
    (store.result_folder("small")).mkdir()
    (store.result_folder("small") / "manifest.json").write_text("{}")
    (difference,) = check()
    first, second = difference.text.splitlines()
    assert first.startswith("no readable manifest.json: manifest.json has a wrong shape at run: ")
    assert second == "make it again: samestory run small --force"
