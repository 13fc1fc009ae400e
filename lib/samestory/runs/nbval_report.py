"""A pytest plugin for ``samestory check``: readable differences, and each cell's result reported as a line of JSON.

The command names the pipe in ``SAMESTORY_CHECK_PIPE``.
"""

from __future__ import annotations

import difflib
import json
import os

import nbval.kernel
import pytest

from .check import PARENT, PIPE
from .kernel import ThisKernelSpecs
from .kernel_start import end_with

MOST_LINES = 60


def pytest_configure(config: pytest.Config) -> None:
    """Called once a process; with several, only the one that collects the results has the pipe."""
    nbval.kernel.NbvalKernelspecManager = ThisKernelSpecs  # its kernels end with this process too
    if PIPE in os.environ and not hasattr(config, "workerinput"):
        end_with(int(os.environ[PARENT]))
    if PIPE in os.environ and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Teller(int(os.environ[PIPE])), "samestory-teller")


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str]:
    """Called by nbval with the recorded output (left) and the new one."""
    lines = difflib.unified_diff(str(left).splitlines(), str(right).splitlines(), "recorded", "now", n=1, lineterm="")
    shown = list(lines)
    rest = len(shown) - MOST_LINES
    return [*shown[:MOST_LINES], *([f"... and {rest} more lines"] if rest > 0 else [])]


class _Teller:
    def __init__(self, descriptor: int):
        self.descriptor = descriptor

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called for each phase of each cell."""
        if report.when == "call" or report.outcome == "failed":
            line = {"cell": report.nodeid, "outcome": report.outcome, "text": report.longreprtext}
            data = (json.dumps(line) + "\n").encode()
            while data:
                data = data[os.write(self.descriptor, data) :]
