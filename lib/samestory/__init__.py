"""samestory: compare how outlets reported the same story, and reproduce every figure.

``import samestory as ss``, then ``ss.load_story("harbour-fire")``. Three forms of names: ``load_*`` and ``read_*``
bring data in, a noun names the table a measure returns, ``plot_*`` draws a table and returns its Axes.

Every measure and every figure that its folder offers is offered here.
"""

from . import coding, figures, measures
from .coding import *  # noqa: F403
from .errors import RunError, SamestoryError, StoryError, TableError
from .figures import *  # noqa: F403
from .findings import comparison_note, copies_note, edge_names, independence_note, not_examined
from .highlighted import highlighted
from .intake import read_articles, versions
from .measures import *  # noqa: F403
from .prose import glance, outlet_of, quote, say
from .sidebyside import side_by_side
from .simulate import simulate
from .sources import joined_sources, with_sources
from .story import Story, load_story, new_story, page_differences, page_versions, stories, story_links, summary
from .tables import check, dictionary, tables

__all__ = [
    "RunError",
    "SamestoryError",
    "Story",
    "StoryError",
    "TableError",
    "check",
    "comparison_note",
    "copies_note",
    "dictionary",
    "edge_names",
    "glance",
    "highlighted",
    "independence_note",
    "joined_sources",
    "load_story",
    "new_story",
    "not_examined",
    "outlet_of",
    "page_differences",
    "page_versions",
    "quote",
    "read_articles",
    "say",
    "side_by_side",
    "simulate",
    "stories",
    "story_links",
    "summary",
    "tables",
    "versions",
    "with_sources",
]
__all__ += figures.__all__
__all__ += measures.__all__
__all__ += coding.__all__
