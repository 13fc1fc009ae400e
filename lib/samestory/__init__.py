"""samestory: compare how outlets reported the same story, and reproduce every figure.

``import samestory as ss``, then ``ss.load_story("harbour-fire")``. Three forms of names: ``load_*`` and ``read_*``
bring data in, a noun names the table a measure returns, ``plot_*`` draws a table and returns its Axes.
"""

from .errors import RunError, SamestoryError, StoryError, TableError
from .figures import (
    plot_composition,
    plot_dates,
    plot_hardening,
    plot_missing,
    plot_text_seen,
    plot_ways,
    show,
)
from .measures import (
    composition,
    dates,
    hardening,
    missing,
    outlets,
    precision,
    relatives,
    text_seen,
    ways,
)
from .prose import glance, quote, say
from .story import Story, load_story, new_story, stories, summary
from .tables import check, dictionary, tables

__all__ = [
    "RunError",
    "SamestoryError",
    "Story",
    "StoryError",
    "TableError",
    "check",
    "composition",
    "dates",
    "dictionary",
    "glance",
    "hardening",
    "load_story",
    "missing",
    "new_story",
    "outlets",
    "plot_composition",
    "plot_dates",
    "plot_hardening",
    "plot_missing",
    "plot_text_seen",
    "plot_ways",
    "precision",
    "quote",
    "relatives",
    "say",
    "show",
    "stories",
    "summary",
    "tables",
    "text_seen",
    "ways",
]
