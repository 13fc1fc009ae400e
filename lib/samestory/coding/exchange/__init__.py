"""Codings made in other tools: their exports read, their codes mapped, their places checked against the articles.

A format is one file of ``formats`` and is found by itself.
"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
