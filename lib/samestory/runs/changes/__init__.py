"""What changed between two results of a run: articles, codings, figures, and what they were made with.

``comparison.py`` compares two results by their own tables; ``record.py`` keeps what it finds in ``changes.json`` of a
new result; ``say.py`` and ``lines.py`` put it in words, ``page.py`` on a page.
"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
