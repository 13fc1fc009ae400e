"""Which words set an outlet apart?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
