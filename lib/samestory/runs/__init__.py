"""Runs: notebooks executed with strict parameters into ``outputs/``, and compared with their results later."""

from .check import Difference, check, check_notebooks
from .execute import FAILED, RAN, UNCHANGED, Outcome, run, summary
from .faults import faults
from .listing import runs
from .parameters import parameters
from .refresh import refresh

__all__ = [
    "FAILED",
    "RAN",
    "UNCHANGED",
    "Difference",
    "Outcome",
    "check",
    "check_notebooks",
    "faults",
    "parameters",
    "refresh",
    "run",
    "runs",
    "summary",
]
