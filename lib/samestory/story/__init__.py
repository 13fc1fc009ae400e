"""Story folders: ``stories``, ``load_story``, the frozen ``Story``, and a skeleton for a new one."""

from ..yamlfile import read_yaml
from .codebook import Codebook
from .load import load_story, not_read, outside_period, stories, story_folder, summary
from .model import Story
from .settings import Settings
from .skeleton import new_story

__all__ = [
    "Codebook",
    "Settings",
    "Story",
    "load_story",
    "new_story",
    "not_read",
    "outside_period",
    "read_yaml",
    "stories",
    "story_folder",
    "summary",
]
