"""What is each actor called, and in whose voice?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
