"""How good a coding is: precision and recall, measured by the coding package and offered here."""

from ...coding.quality import attributed_sentences, coding_quality, precision_recall

__all__ = ["attributed_sentences", "coding_quality", "precision_recall"]
