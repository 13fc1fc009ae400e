"""What changed between two results of a run: articles, codings, figures, and what they were made with.

``compare.py`` compares two results by their own tables; ``record.py`` keeps what it finds in ``changes.json`` of a new
result; ``say.py`` and ``lines.py`` put it in words, ``page.py`` on a page.
"""

from __future__ import annotations

from .between import between
from .compare import compare
from .lines import text
from .page import html
from .record import FILE, read, write
from .side import Side

__all__ = ["FILE", "Side", "between", "compare", "html", "read", "text", "write"]
