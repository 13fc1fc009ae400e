"""JupyterLab in a real browser: the first notebook's working copy opens, and all its cells run without an error."""

import nbformat
import pytest
from workbench.lab import RUN_ALL, lab_server

from samestory import paths
from samestory.runs.copies import working_copies

NOTEBOOK = "00_start_here.ipynb"


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """JupyterLab on the working copies of a project of its own."""
    with lab_server(tmp_path, notebooks=[NOTEBOOK], stories=["mali-drones"]) as running:
        monkeypatch.setenv("SAMESTORY_HOME", str(running.home))
        working_copies()
        yield running


def test_the_first_notebook_runs_in_jupyterlab_without_an_error(lab, browser):
    seen = lab.opened(browser, f"work/{NOTEBOOK}")
    assert seen.page.evaluate(RUN_ALL) == f"work/{NOTEBOOK}"
    assert seen.asked == []  # no request leaves this machine
    assert not [text for text in seen.said if "Content Security Policy" in text]
    assert seen.page.locator(".jp-RenderedImage img").count() > 0
    seen.page.close()

    made = nbformat.read(lab.home / "work" / NOTEBOOK, as_version=4)
    cells = [cell for cell in made.cells if cell.cell_type == "code"]
    assert len(cells) > 10 and all(cell.execution_count for cell in cells)
    wrong = [out for cell in cells for out in cell.outputs if out.output_type == "error" or out.get("name") == "stderr"]
    assert wrong == []
    assert (lab.home / "notebooks" / NOTEBOOK).read_bytes() == (
        paths.PACKAGE.parents[1] / "notebooks" / NOTEBOOK
    ).read_bytes()
