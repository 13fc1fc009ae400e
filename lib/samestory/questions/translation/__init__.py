"""What changed between a report and its translation?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
