"""What do they all report, and where do they differ?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
