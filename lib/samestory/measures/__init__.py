"""The measures: pure functions, table in and new table out; one file for each question."""

from .agreement import agreement, agreement_by, confusion, disagreements
from .boilerplate import marked_parts
from .claims import claim_matrix, claim_rates, claim_states
from .coders import coder_pairs, disturbed
from .corpus import composition, dates, missing, outlets, precision, text_seen
from .derivation import derivation
from .diffusion import circulation, claims_by_day, first_seen, lags, orders, timeline
from .families import families
from .hardening import chain_edges, hardening, hardening_counts, hardening_edges
from .independence import independence, lineage
from .labels import exclusive_labels, label_counts, label_differences, label_shares, label_uses
from .number_drift import number_drift
from .numbers import number_conflicts, number_intervals, number_updates, number_values
from .omissions import omission_rates, omissions
from .precision_recall import attributed_sentences, coding_quality, precision_recall
from .reuse import reuse_passages
from .reuse_matrix import reuse_matrix, reuse_network
from .reuse_sensitivity import reuse_chance, reuse_sensitivity
from .revisions import corrections, revision_counts, revisions
from .similarity import similar_pairs
from .source_graph import circles, source_layers, to_graphml
from .sources import outlet_edges, source_edges, source_names, unnamed_sources
from .spans import span_agreement
from .story_groups import group_pairs, story_groups
from .ways import hearsay, relatives, roots, source_chains, ways

__all__ = [
    "agreement",
    "agreement_by",
    "attributed_sentences",
    "chain_edges",
    "circles",
    "circulation",
    "claim_matrix",
    "claim_rates",
    "claim_states",
    "claims_by_day",
    "coder_pairs",
    "coding_quality",
    "composition",
    "confusion",
    "corrections",
    "dates",
    "derivation",
    "disagreements",
    "disturbed",
    "exclusive_labels",
    "families",
    "first_seen",
    "group_pairs",
    "hardening",
    "hardening_counts",
    "hardening_edges",
    "hearsay",
    "independence",
    "label_counts",
    "label_differences",
    "label_shares",
    "label_uses",
    "lags",
    "lineage",
    "marked_parts",
    "missing",
    "number_conflicts",
    "number_drift",
    "number_intervals",
    "number_updates",
    "number_values",
    "omission_rates",
    "omissions",
    "orders",
    "outlet_edges",
    "outlets",
    "precision",
    "precision_recall",
    "relatives",
    "reuse_chance",
    "reuse_matrix",
    "reuse_network",
    "reuse_passages",
    "reuse_sensitivity",
    "revision_counts",
    "revisions",
    "roots",
    "similar_pairs",
    "source_chains",
    "source_edges",
    "source_layers",
    "source_names",
    "span_agreement",
    "story_groups",
    "text_seen",
    "timeline",
    "to_graphml",
    "unnamed_sources",
    "ways",
]
