"""Which names of sources are one source: one rule for every measure, shown as a table and corrected by a file."""

from .join import COLUMNS, RULES, joined_sources, with_sources
from .mentions import COLUMNS as NAMING
from .words import are_foreign, is_nameless

__all__ = ["COLUMNS", "NAMING", "RULES", "are_foreign", "is_nameless", "joined_sources", "with_sources"]
