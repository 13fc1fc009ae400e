"""Who cites whom, back to the primary source, and how many reports are independent?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
