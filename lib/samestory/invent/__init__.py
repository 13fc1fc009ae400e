"""Invented stories with known truth: `invent_story` makes one of a seed, in four languages."""

from .story import invent_story

__all__ = ["invent_story"]
