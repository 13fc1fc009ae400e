"""The committed notebooks are short enough to read: few cells, few lines, and no sentence put together in a cell."""

import ast
import statistics

import nbformat
import pytest

from samestory import paths

REPORT = paths.notebooks() / "13_report.ipynb"  # for an editor: no lesson, so it has fewer cells and no exercises
NOTEBOOKS = sorted({*paths.notebooks().glob("[0-9]*.ipynb")} - {REPORT})
by_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    """The source of each code cell."""
    return [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def lines_of(source):
    return [line for line in source.splitlines() if line.strip()]


@by_notebook
def test_a_notebook_has_12_to_20_code_cells(path):
    n = len(code_cells(path))
    assert 12 <= n <= 20, f"{path.name} has {n} code cells; a committed notebook has 12 to 20"


@by_notebook
def test_a_notebook_has_at_most_90_code_lines_and_a_cell_mostly_3(path):
    lengths = [len(lines_of(source)) for source in code_cells(path)]
    assert sum(lengths) <= 90, f"{path.name} has {sum(lengths)} lines of code; at most 90"
    assert statistics.median(lengths) <= 3, f"{path.name}: half of its code cells have more than 3 lines"


def test_the_report_is_short_and_begins_with_parameters_and_its_question():
    cells = nbformat.read(REPORT, 4).cells
    code = code_cells(REPORT)
    assert len(code) <= 20 and sum(len(lines_of(source)) for source in code) <= 30
    first = next(cell for cell in cells if cell.cell_type == "code")
    assert first.metadata["tags"] == ["parameters"]
    assert cells[0].source.splitlines()[0] == "# What matters most in this story?"


@pytest.mark.parametrize("path", [*NOTEBOOKS, REPORT], ids=lambda path: path.stem)
def test_no_sentence_is_put_together_in_a_cell(path):
    """Sentences live in the overviews, where they are tested; a cell calls them."""
    for source in code_cells(path):
        made = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)]
        assert not made, f"an f-string in a cell; move the sentence into a method of the overview:\n{source}"


@by_notebook
def test_the_first_code_cell_holds_the_parameters(path):
    cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    assert cells[0].metadata.get("tags") == ["parameters"], "tag the first code cell `parameters`, and no other"


@by_notebook
def test_a_notebook_begins_with_its_question_and_ends_with_exercises_and_solutions(path):
    cells = nbformat.read(path, 4).cells
    title = cells[0].source.splitlines()[0]
    assert title.startswith("# ") and title.endswith("?"), f"the first line is {title!r}; write `# A question?`"
    assert "solution" in cells[-1].metadata.get("tags", []), "end with exercises and cells tagged `solution`"


@by_notebook
def test_solutions_are_folded(path):
    for cell in nbformat.read(path, 4).cells:
        if "solution" in cell.metadata.get("tags", []) and cell.cell_type == "code":
            folded = {"outputs_hidden": True, "source_hidden": True}
            assert cell.metadata.get("jupyter") == folded, f'set "jupyter": {folded} in the metadata of:\n{cell.source}'
