"""The vocabulary: every table, its columns, types, meaning, key and rules; ``check`` and the data dictionary."""

from .check import Problem, check, table_named
from .declared import ORDERS, PARTS, PRECISIONS, STATUSES, TABLES, TEXT_STATUSES
from .dictionary import dictionary, tables
from .model import Column, Rule, Table

__all__ = [
    "ORDERS",
    "PARTS",
    "PRECISIONS",
    "STATUSES",
    "TABLES",
    "TEXT_STATUSES",
    "Column",
    "Problem",
    "Rule",
    "Table",
    "check",
    "dictionary",
    "table_named",
    "tables",
]
