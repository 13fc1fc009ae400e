"""Whose words are these: shared writing, agency copy, copy families?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
