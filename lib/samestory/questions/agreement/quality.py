"""How good a coding is: precision and recall, which ``coding.quality`` measures."""

from ...coding.quality import attributed_sentences, coding_quality, precision_recall

__all__ = ["attributed_sentences", "coding_quality", "precision_recall"]
