"""Coding without hands: attributions, sources, claims, numbers and labels read from text, into the tables of coders."""

from .by_codebook import Coded, coded_claims, coded_labels, coded_numbers
from .chains import coded_chains
from .citations import coded_citations
from .coded import CODER, coded_attributions, uncoded_articles
from .headlines import coded_headlines
from .whole import coded_story

__all__ = [
    "CODER",
    "Coded",
    "coded_attributions",
    "coded_chains",
    "coded_citations",
    "coded_claims",
    "coded_headlines",
    "coded_labels",
    "coded_numbers",
    "coded_story",
    "uncoded_articles",
]
