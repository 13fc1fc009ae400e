"""The line that tells of compiling: once, and only where kernels are not compiled yet."""

import importlib.util
import io
import sys

import pytest

from samestory.engine import compiled
from samestory.runs.kernel import COMPARED, surroundings

SOURCE = "import numba\n\n@numba.njit(cache=True)\ndef twice(x):\n    return 2 * x\n"


@pytest.fixture
def module(tmp_path, monkeypatch):
    path = tmp_path / "kernels_of_a_test.py"
    path.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("kernels_of_a_test", path)
    made = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "kernels_of_a_test", made)
    spec.loader.exec_module(made)
    return made


def test_a_module_is_compiled_once_its_kernel_is_on_disk(module):
    assert not compiled._is_compiled(module)
    assert module.twice(4) == 8
    assert compiled._is_compiled(module)
    module.__spec__.loader.exec_module(module)  # as a new process finds it
    assert not module.twice.signatures
    assert compiled._is_compiled(module)


def test_the_line_is_said_once_and_logged_where_output_is_compared(monkeypatch, caplog):
    caplog.set_level("INFO", logger="samestory")
    for compared, written in (("", "wait\n"), ("yes", "")):
        stream = io.StringIO()
        monkeypatch.setenv(compiled.COMPARED, compared)
        monkeypatch.setattr(compiled, "_said", False)
        monkeypatch.setattr(sys, "stderr", stream)
        compiled._say("wait")
        compiled._say("wait")
        assert stream.getvalue() == written
    assert caplog.messages == ["wait"]


def test_kernels_of_runs_are_told_that_their_output_is_compared(tmp_path):
    assert surroundings(tmp_path, "mark")[compiled.COMPARED]
    assert compiled.COMPARED == COMPARED
