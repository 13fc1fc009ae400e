"""Who reported it when, and how sure are we of the order?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
