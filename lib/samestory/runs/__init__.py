"""Runs: notebooks executed with strict parameters into ``outputs/``, and compared with their results later."""

from ..notebooks.parameters import parameters
from .check import Difference, check, check_notebooks
from .execute import FAILED, RAN, UNCHANGED, Outcome, run, summary
from .faults import faults
from .history import Version, version, versions
from .listing import runs
from .refresh import refresh

__all__ = [
    "FAILED",
    "RAN",
    "UNCHANGED",
    "Difference",
    "Outcome",
    "Version",
    "check",
    "check_notebooks",
    "faults",
    "parameters",
    "refresh",
    "run",
    "runs",
    "summary",
    "version",
    "versions",
]
