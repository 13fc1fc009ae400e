"""Simulated articles: a corpus of any size with shared passages planted in it, to test and to time measures."""

from .corpus import simulate_articles

__all__ = ["simulate_articles"]
