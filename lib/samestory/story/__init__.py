"""Story folders: ``stories``, ``load_story``, the frozen ``Story``, and a skeleton for a new one."""

from ..yamlfile import read_yaml
from .bring import Brought, add_to_story, story_from
from .codebook import Codebook
from .links import story_links
from .load import load_story, load_uncoded, not_read, outside_period, stories, story_folder, summary
from .model import Story
from .settings import Settings
from .skeleton import new_story
from .texts import LOG as TEXTS_LOG
from .texts import SWITCH, TEXTS, page_differences, page_versions, texts_are_read, texts_remarks

__all__ = [
    "SWITCH",
    "TEXTS",
    "TEXTS_LOG",
    "Brought",
    "Codebook",
    "Settings",
    "Story",
    "add_to_story",
    "load_story",
    "load_uncoded",
    "new_story",
    "not_read",
    "outside_period",
    "page_differences",
    "page_versions",
    "read_yaml",
    "stories",
    "story_folder",
    "story_from",
    "story_links",
    "summary",
    "texts_are_read",
    "texts_remarks",
]
