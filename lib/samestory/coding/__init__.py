"""Automatic coding: attributions, sources, claims, numbers and labels read from text, into the tables of coders."""

from .actors import actor_mentions
from .by_codebook import CodedTables, code_claims, code_labels, code_numbers
from .chains import code_chains
from .citations import code_citations
from .coded import CODER, code_attributions, uncoded_articles
from .headlines import code_headlines
from .meaning import MEANING, claim_candidates, claim_examples, claim_passages
from .source_names import joined_sources, with_sources
from .whole import code_story

__all__ = [
    "CODER",
    "MEANING",
    "CodedTables",
    "actor_mentions",
    "claim_candidates",
    "claim_examples",
    "claim_passages",
    "code_attributions",
    "code_chains",
    "code_citations",
    "code_claims",
    "code_headlines",
    "code_labels",
    "code_numbers",
    "code_story",
    "joined_sources",
    "uncoded_articles",
    "with_sources",
]
