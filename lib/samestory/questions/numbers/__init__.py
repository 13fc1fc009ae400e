"""Which numbers does each outlet give, and which of them conflict?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
