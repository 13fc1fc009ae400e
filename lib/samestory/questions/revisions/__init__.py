"""What changed in a page after it was published?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
