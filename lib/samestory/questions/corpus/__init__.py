"""Which articles are in the set, from where and when, and what is missing?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
