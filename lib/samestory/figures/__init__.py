"""Figures: drawn from tables, all in one look, each shown with the table behind it and a fingerprint.

Every ``plot_*`` takes a table and ``ax=None`` and returns Axes; it draws and never computes. `show` is the
one door from there to the reader: the picture in the notebook, and inside a run the files.
"""

from __future__ import annotations

from .agreement import plot_agreement, plot_agreement_by, plot_confusion
from .claims import plot_claim_matrix, plot_claim_rates, plot_claim_states
from .corpus import plot_composition, plot_dates, plot_missing, plot_text_seen
from .fingerprint import Fingerprint, fingerprint
from .hardening import plot_hardening, plot_hardening_edges
from .independence import plot_independence
from .intake import plot_intake
from .labels import plot_label_shares, plot_label_words
from .numbers import plot_number_drift, plot_number_intervals, plot_number_times
from .precision_recall import plot_precision_recall
from .reuse import plot_funnel, plot_own_words, plot_reuse_chance, plot_reuse_sensitivity
from .reuse_matrix import plot_reuse_matrix, plot_reuse_network
from .show import show
from .sources import plot_source_layers, plot_unnamed_sources
from .style import COLOURS, CYCLE, HATCHES, colours_of, look, new_axes, style, value_axis
from .timeline import plot_circulation, plot_timeline
from .ways import plot_ways

__all__ = [
    "COLOURS",
    "CYCLE",
    "HATCHES",
    "Fingerprint",
    "colours_of",
    "fingerprint",
    "look",
    "new_axes",
    "plot_agreement",
    "plot_agreement_by",
    "plot_circulation",
    "plot_claim_matrix",
    "plot_claim_rates",
    "plot_claim_states",
    "plot_composition",
    "plot_confusion",
    "plot_dates",
    "plot_funnel",
    "plot_hardening",
    "plot_hardening_edges",
    "plot_independence",
    "plot_intake",
    "plot_label_shares",
    "plot_label_words",
    "plot_missing",
    "plot_number_drift",
    "plot_number_intervals",
    "plot_number_times",
    "plot_own_words",
    "plot_precision_recall",
    "plot_reuse_chance",
    "plot_reuse_matrix",
    "plot_reuse_network",
    "plot_reuse_sensitivity",
    "plot_source_layers",
    "plot_text_seen",
    "plot_timeline",
    "plot_unnamed_sources",
    "plot_ways",
    "show",
    "style",
    "value_axis",
]
