"""The sentences about sources that other questions use too, offered here."""

from ...notes import comparison_note, independence_note

__all__ = ["comparison_note", "independence_note"]
