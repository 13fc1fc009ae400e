"""Texts for the addresses of a ledger, fetched politely and safely into a story's git-ignored ``texts/``."""

from .failure import REASONS, Failure
from .job import FAILED, FETCHED, LATER, UNCHANGED, Plan, Summary, Wanted, fetch, plan
from .manners import Manners, Outside
from .store import Line
from .watched import Watched, watch, watch_and_fetch

__all__ = [
    "FAILED",
    "FETCHED",
    "LATER",
    "REASONS",
    "UNCHANGED",
    "Failure",
    "Line",
    "Manners",
    "Outside",
    "Plan",
    "Summary",
    "Wanted",
    "Watched",
    "fetch",
    "plan",
    "watch",
    "watch_and_fetch",
]
