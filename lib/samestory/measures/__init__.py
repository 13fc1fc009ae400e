"""The measures: pure functions, table in and new table out; one file for each question."""

from .corpus import composition, dates, missing, outlets, precision, text_seen
from .hardening import hardening
from .ways import relatives, ways

__all__ = [
    "composition",
    "dates",
    "hardening",
    "missing",
    "outlets",
    "precision",
    "relatives",
    "text_seen",
    "ways",
]
