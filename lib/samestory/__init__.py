"""samestory: compare how outlets reported the same story, and reproduce every figure.

``import samestory as ss``, then ``ss.load_story("harbour-fire")``. Three forms of names: ``load_*`` and ``read_*``
bring data in, a noun names the table a measure returns, ``plot_*`` draws a table and returns its Axes.
"""

from .errors import RunError, SamestoryError, StoryError, TableError
from .story import Story, load_story, new_story, stories
from .tables import check, dictionary, tables

__all__ = [
    "RunError",
    "SamestoryError",
    "Story",
    "StoryError",
    "TableError",
    "check",
    "dictionary",
    "load_story",
    "new_story",
    "stories",
    "tables",
]
