"""The line that tells of compiling: once, and only where kernels are not compiled yet."""

import importlib.util
import io
import sys

import pytest

from samestory.engine import compiled

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


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_line_is_said_once_and_never_into_a_notebook(monkeypatch, caplog):
    caplog.set_level("INFO", logger="samestory")
    for stream, written in ((Terminal(), "wait\n"), (io.StringIO(), "")):
        monkeypatch.setattr(compiled, "_said", False)
        monkeypatch.setattr(sys, "stderr", stream)
        compiled._say("wait")
        compiled._say("wait")
        assert stream.getvalue() == written
    assert caplog.messages == ["wait"]
