"""Passages, parts and copy families, found by the engine and offered here, and sentences about copies."""

from ...copies import copies_note, not_examined
from ...engine.boilerplate import marked_parts
from ...engine.copy_families import families
from ...engine.meaning.passages import shared_meaning
from ...engine.passages import shared_passages

__all__ = ["copies_note", "families", "marked_parts", "not_examined", "shared_meaning", "shared_passages"]
