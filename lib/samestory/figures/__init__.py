"""Figures: drawn from tables, all in one look, each shown with the table behind it and a fingerprint.

Every ``plot_*`` takes a table and ``ax=None`` and returns Axes; it draws and never computes. `show` is the
one door from there to the reader: the picture in the notebook, and inside a run the files.
"""

from __future__ import annotations

from .corpus import plot_composition, plot_dates, plot_missing, plot_text_seen
from .fingerprint import Fingerprint, fingerprint
from .hardening import plot_hardening
from .show import show
from .style import COLOURS, CYCLE, HATCHES, colours_of, look, new_axes, style, value_axis
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
    "plot_composition",
    "plot_dates",
    "plot_hardening",
    "plot_missing",
    "plot_text_seen",
    "plot_ways",
    "show",
    "style",
    "value_axis",
]
