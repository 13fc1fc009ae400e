"""What is in a story folder, in numbers and file names."""

from __future__ import annotations

import pandas as pd

from ..schema import table_named
from .coverage import COVERAGE
from .files import FOLDER
from .find import SETTINGS, TEXTS
from .load import CARD, CODEBOOK
from .model import Story
from .outlets import OUTLETS

__all__ = ["not_read", "summary"]

READ = (SETTINGS, CODEBOOK, CARD, COVERAGE, OUTLETS, FOLDER, "coding", "truth", TEXTS)


def not_read(story: Story) -> list[str]:
    """The files and folders at the top of a story folder that loading does not look at."""
    return sorted(p.name for p in story.folder.iterdir() if p.name not in READ and not p.name.startswith("."))


def summary(story: Story) -> pd.DataFrame:
    """What a story holds: one row a table and coder, ``table, coder, rows, articles``."""
    rows = [("articles", "", len(story.articles), len(story.articles))]
    for name in story.tables():
        frame = story.table(name, coder="*")
        key = next(c for c in ("article_id", "earlier_id") if c in table_named(name).names)
        groups = frame.groupby(frame["coder"] if "coder" in frame else pd.Series("truth", frame.index))
        rows += [(name, str(coder), len(part), part[key].nunique()) for coder, part in groups]
    return pd.DataFrame(rows, columns=["table", "coder", "rows", "articles"])
