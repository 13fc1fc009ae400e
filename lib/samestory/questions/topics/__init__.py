"""What are the articles about, and which outlet writes more about what?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
