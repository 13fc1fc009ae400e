"""How results are shown: figures in one look with their table and fingerprint, and text and tables for notebooks."""

from ..lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
