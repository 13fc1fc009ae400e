"""How warm, how firm, how distant is the wording, and what can a word list not see?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
