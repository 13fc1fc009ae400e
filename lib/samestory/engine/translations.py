"""Which articles are translations of each other, from passages by meaning, and which could not be compared by it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..languages import base_code
from ..schema import given_passages
from ..text import language_of
from .shares import Shares

TRANSLATED = 0.5  # of the words of an article; two reports of one event in two languages say less of the same


@dataclass(frozen=True)
class Translations:
    """The articles of a set that are translations.

    Attributes
    ----------
    pairs
        (later, earlier) of translations, or two articles of which the order is not known.
    others
        By article, the ones it is a translation with.
    shares
        What articles share by words, and the translations also by meaning.
    language
        By ``article_id``; empty if unknown.
    unread
        Articles that were not compared by meaning; None if that is not known.
    """

    pairs: list[tuple[str, str]]
    others: dict[str, list[str]]
    shares: Shares
    language: pd.Series
    unread: set[str] | None

    def unexamined(self, reasons: dict[str, str]) -> dict[str, str]:
        """Why articles could not be compared: by words, corrected by what meaning could and could not read."""
        if self.unread is None:
            return reasons
        counts = self.language.value_counts()
        read = {name for name in reasons if name not in self.unread and counts.get(self.language[name]) == 1}
        kept = {name: why for name, why in reasons.items() if why != "not_comparable" or name not in read}
        return kept | {name: kept.get(name, "not_comparable") for name in self.unread if len(counts) > 1}


def translations(
    shares: Shares,
    given: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None, pd.DataFrame | None],
    meaning: pd.DataFrame | None,
    *,
    min_words: int,
) -> Translations:
    """The translations of a set.

    Parameters
    ----------
    shares
        By words.
    given
        Articles, passages by words, parts and references it was made of.
    meaning
        Passages by meaning, or None. Those of two articles in one language do not count: they are paraphrase.
        Its ``attrs`` have the articles that are ``unread``.
    min_words
        As for `Shares.joined`.
    """
    articles, passages, parts, references = given
    if meaning is None:
        return Translations([], {}, shares, pd.Series(dtype="str"), None)
    unread = meaning.attrs.get("unread")
    missing = None if unread is None else {str(name) for name, *_ in unread}
    language = _languages(articles)
    meaning = given_passages(meaning, articles)
    spoken = [meaning[name].map(language) for name in ("earlier_id", "later_id")]
    across = meaning[spoken[0].notna() & spoken[1].notna() & (spoken[0] != spoken[1])].assign(basis="words")
    pairs = Shares(articles, across, parts).joined(TRANSLATED, min_words)
    others: dict[str, set[str]] = {}
    for first, second in pairs:
        others.setdefault(first, set()).add(second)
        others.setdefault(second, set()).add(first)
    if pairs:
        both = [b in others.get(a, ()) for a, b in zip(across["earlier_id"], across["later_id"], strict=True)]
        shares = Shares(articles, pd.concat([passages, across[both]], ignore_index=True), parts, references)
    return Translations(pairs, {name: sorted(found) for name, found in others.items()}, shares, language, missing)


def _languages(articles: pd.DataFrame) -> pd.Series:
    """The language of each article, by ``article_id``: as stated, else as its text shows it; empty if unknown."""
    stated = articles["language"] if "language" in articles else pd.Series(pd.NA, index=articles.index)
    found = [
        base_code(said) if isinstance(said, str) and said else (language_of(text)[0] if isinstance(text, str) else None)
        for said, text in zip(stated, articles["text"], strict=True)
    ]
    return pd.Series(found, index=articles["article_id"], dtype="str")
