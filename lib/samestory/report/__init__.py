"""What matters most in one story? A report for an editor: the strongest findings, each with its figure and passages."""

from ..lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
