"""``refresh``: committed notebooks executed in place, with small differences, or left alone."""

import json

import nbformat
import pytest
from run_projects import fill, write_notebook

from samestory.errors import RunError
from samestory.runs import faults, refresh, store


def test_refresh_in_place(project):
    path = fill(project) / "notebooks/01_small.ipynb"
    data = json.loads(path.read_text())
    data["metadata"]["papermill"] = {"duration": 1}
    data["cells"][2]["metadata"] = {"execution": {"x": 1}, "papermill": {}, "tags": ["kept"]}
    path.write_text(json.dumps(data))
    ids = [cell["id"] for cell in data["cells"]]
    failing = write_notebook(project / "notebooks/02_fails.ipynb", "print('x')", "raise ValueError('no')")
    loud = write_notebook(project / "notebooks/03_loud.ipynb", "import sys\n_ = sys.stderr.write('careful')")
    before = failing.read_bytes(), loud.read_bytes()

    first, second, third = refresh(jobs=2)

    assert (first.status, second.status, third.status) == ("ran", "failed", "failed")
    assert second.error == "cell 4 (In [3]: raise ValueError('no')): ValueError: no"
    assert third.error.endswith("wrote to stderr: careful")
    assert (failing.read_bytes(), loud.read_bytes()) == before
    assert faults(path) == []
    done = nbformat.read(path, as_version=4)
    assert [cell.id for cell in done.cells] == ids
    assert done.metadata == {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert done.cells[2].metadata == {"tags": ["kept"]}
    assert done.cells[2].outputs[0].text.startswith("3 outlet,n\n")
    assert sorted(p.name for p in path.parent.iterdir()) == [
        "01_small.ipynb", "02_fails.ipynb", "03_loud.ipynb", "runs.yaml",
    ]  # fmt: skip

    text = path.read_text()
    assert [one.status for one in refresh([str(path)])] == ["unchanged"]
    assert path.read_text() == text


def test_what_cannot_be_refreshed(project):
    with pytest.raises(RunError, match="no notebooks in"):
        refresh()
    fill(project)
    with pytest.raises(RunError, match=r"no notebook '01_smal'. Did you mean '01_small'\?"):
        refresh(["01_smal"])
    with store.held("refresh"), pytest.raises(RunError, match="refresh is already under way"):
        refresh()
    write_notebook(project / "notebooks/01_small.ipynb", "n = 1", parameters=None)
    with pytest.raises(RunError, match="no cell is tagged 'parameters'"):
        refresh()
