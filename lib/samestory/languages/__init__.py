"""What the suite knows of each language: one YAML a language, read once and when first asked for."""

from .model import KINDS, Language, base_code, language, language_for, language_from, languages

__all__ = ["KINDS", "Language", "base_code", "language", "language_for", "language_from", "languages"]
