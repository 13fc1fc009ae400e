"""The vocabulary: every table, its columns, types, meaning, key and rules; ``check`` and the data dictionary."""

from .check import check, table_named
from .data_dictionary import dictionary, tables
from .declared import TABLES
from .faults import Problem
from .given import given_articles, given_parts, given_passages
from .groups import NOT_STATED, group_of, stated
from .model import Column, Rule, Table
from .require import require_columns, require_one_coder
from .vocabulary import (
    BASES,
    BY_HAND,
    CARRIED,
    JUDGEABLE,
    MENTIONED,
    ORDERS,
    PARTS,
    PRECISIONS,
    STATUSES,
    TEXT_STATUSES,
    UNEXAMINED,
    UNSEEN,
    UNTOLD,
)

__all__ = [
    "BASES",
    "BY_HAND",
    "CARRIED",
    "JUDGEABLE",
    "MENTIONED",
    "NOT_STATED",
    "ORDERS",
    "PARTS",
    "PRECISIONS",
    "STATUSES",
    "TABLES",
    "TEXT_STATUSES",
    "UNEXAMINED",
    "UNSEEN",
    "UNTOLD",
    "Column",
    "Problem",
    "Rule",
    "Table",
    "check",
    "dictionary",
    "given_articles",
    "given_parts",
    "given_passages",
    "group_of",
    "require_columns",
    "require_one_coder",
    "stated",
    "table_named",
    "tables",
]
