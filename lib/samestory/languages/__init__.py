"""What the suite knows of each language: one YAML a language, read once and when first asked for."""

from .model import ENGLISH, KINDS, Language, base_code, each, language, language_for, language_from, languages
from .scopes import scope_relation

__all__ = [
    "ENGLISH",
    "KINDS",
    "Language",
    "base_code",
    "each",
    "language",
    "language_for",
    "language_from",
    "languages",
    "scope_relation",
]
