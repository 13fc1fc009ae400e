"""Faults of committed notebooks, seen without executing them."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_output
from run_projects import tagged, write_notebook

from samestory.runs import faults
from samestory.runs.faults import ends_in_semicolon


def executed(source, count, *outputs):
    return new_code_cell(source, execution_count=count, outputs=list(outputs))


def first(count=1):
    cell = tagged("n = 1")
    cell.execution_count = count
    return cell


def faults_of(tmp_path, *cells):
    return faults(write_notebook(tmp_path / "a.ipynb", *cells, parameters=None))


def test_a_sound_notebook(tmp_path):
    said = new_output("stream", name="stdout", text="1\n")
    assert faults_of(tmp_path, first(), executed("print(n)", 2, said), new_code_cell("  ")) == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([first(), new_code_cell("n")], "a.ipynb, cell 3 (n): never executed; run `samestory refresh`"),
        ([first(2)], "a.ipynb, cell 2 (In [2]: n = 1): executed as number 2, but it is code cell 1"),
        ([first(), executed("n", 3)], "a.ipynb, cell 3 (In [3]: n): executed as number 3, but it is code cell 2"),
        (
            [first(), executed("n", 2, new_output("stream", name="stderr", text="careful\n"))],
            "a.ipynb, cell 3 (In [2]: n): wrote to stderr: careful",
        ),
        (
            [first(), executed("n", 2, new_output("error", ename="KeyError", evalue="'x'", traceback=[]))],
            "a.ipynb, cell 3 (In [2]: n): KeyError: 'x'",
        ),
        ([executed("n = 1", 1)], "a.ipynb: no cell is tagged 'parameters'"),
        ([first(), first(2)], "a.ipynb: cells 2, 3 are tagged 'parameters'"),
        ([first(), executed("plot(n);  # shown", 2)], "a.ipynb, cell 3 (In [2]: plot(n);  # shown): ends in `;`"),
    ],
)
def test_each_fault_is_named(tmp_path, cells, said):
    found = faults_of(tmp_path, *cells)
    assert len(found) == 1 and found[0].startswith(said), found


def test_what_a_run_left_behind(tmp_path):
    injected = tagged("n = 2", "injected-parameters")
    injected.execution_count = 2
    injected.metadata["papermill"] = {"duration": 1}
    path = write_notebook(tmp_path / "a.ipynb", first(), injected, parameters=None)
    data = json.loads(path.read_text())
    data["metadata"]["papermill"] = {}
    path.write_text(json.dumps(data))
    assert [fault.partition(": ")[2].split(";")[0] for fault in faults(path)] == [
        "n = 2): injected by a run",
        "n = 2): carries what papermill noted",
        "carries what papermill noted of a run",
    ]


def test_no_notebook(tmp_path):
    assert faults(tmp_path / "a.ipynb") == [f"no notebook {tmp_path / 'a.ipynb'}"]


@pytest.mark.parametrize(
    ("source", "ends"),
    [("a;", True), ("a;\n# b\n\n", True), ("a; b", False), ("'a;'", False), ("a  # b;", False), ("%%time\na;", True)],
)
def test_semicolons(source, ends):
    assert ends_in_semicolon(source) is ends
