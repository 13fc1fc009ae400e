"""An article read for comparison, and one passage of it with what is around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from ...coding.citations import outlet_names
from ...coding.clause import is_speech
from ...coding.lexemes import lexemes
from ...coding.mentions import Source, sources_of
from ...coding.number_words import Figure, NumberReader
from ...coding.relations import doubts
from ...coding.tokens import Tokens, tokens
from ...languages import base_code
from .wordlists import Vocabulary, vocabulary_of

__all__: list[str] = []
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """One row of ``attributions``: what is said, by whom, in which words."""

    begin: int
    end: int
    source: Span | None
    cue: Span | None
    kind: str
    is_direct: bool
    is_hedged: bool
    polarity: int


@dataclass
class ArticleReading:
    """One article as the comparison sees it."""

    article_id: str
    text: str
    language: str
    told: list[Told]
    outlets: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def sources(self) -> dict[Span, Source | None]:
        """Which source each span of ``told`` names."""
        spans = [one.source for one in self.told if one.source is not None]
        return sources_of(self.text, self.language, spans, self.outlets)

    @cached_property
    def words(self) -> Vocabulary:
        """The words of its language."""
        return vocabulary_of(self.language)

    @cached_property
    def split(self) -> Tokens:
        """Its tokens."""
        return tokens(self.text, self.language)

    @cached_property
    def doubt(self) -> list[Span]:
        """The words that mark doubt, as characters."""
        if self.words.cues is None:
            return []
        split = self.split
        return [split.offsets(span) for span in doubts(split, self.words.cues, 0, len(split.low))]

    @cached_property
    def lexemes(self) -> list[tuple[int, int, str]]:
        """Its words as number words see them."""
        return lexemes(self.text)

    @cached_property
    def figures(self) -> list[tuple[int, int, Figure]]:
        """Its figures, with where they begin and end."""
        found = self.lexemes
        begin, end, low = [a for a, _, _ in found], [b for _, b, _ in found], [word for _, _, word in found]
        reader = NumberReader(base_code(self.language))
        return [(begin[one.first], end[one.last - 1], one) for one in reader.figures(low, self.text, begin, end)]

    @cached_property
    def sentences(self) -> list[Span]:
        """Its sentences, as characters."""
        return [self.split.offsets(span) for span in self.split.sentence]


@dataclass(frozen=True)
class Part:
    """A passage of an article, in characters."""

    article: ArticleReading
    begin: int
    end: int

    @cached_property
    def tokens(self) -> Span:
        """The range of its tokens."""
        return self.range(self.begin, self.end)

    @cached_property
    def around(self) -> Span:
        """The range of its tokens with the sentence before and after, if they are in the same paragraph."""
        begin, end = self.neighbourhood
        return self.range(begin, end)

    @cached_property
    def neighbourhood(self) -> Span:
        """The passage with the sentence before and after, if they are in the same paragraph; characters."""
        places, text = self.article.sentences, self.article.text
        first = bisect_left([b for _, b in places], self.begin + 1)
        last = bisect_left([a for a, _ in places], self.end)
        begin, end = self.begin, self.end
        if 0 < first < len(places) and "\n" not in text[places[first - 1][1] : self.begin]:
            begin = places[first - 1][0]
        if last < len(places) and "\n" not in text[self.end : places[last][0]]:
            end = places[last][1]
        return begin, end

    def range(self, begin: int, end: int) -> Span:
        """The range of the tokens of some characters."""
        starts = self.article.split.begin
        return bisect_left(starts, begin), bisect_left(starts, end)

    @property
    def words(self) -> Vocabulary:
        """The words of its language."""
        return self.article.words

    @property
    def low(self) -> list[str]:
        """The tokens of the whole article, in small letters."""
        return self.article.split.low

    def offsets(self, span: Span) -> Span:
        """Characters of a range of tokens."""
        return self.article.split.offsets(span)

    def inside(self, span: Span | None) -> bool:
        """Whether characters are in the passage."""
        return span is not None and self.begin <= span[0] and span[1] <= self.end

    @cached_property
    def told(self) -> list[Told]:
        """The attributions whose content touches the passage, or whose cue is in it: "This was reported by"."""
        return [one for one in self.article.told if self._touches(one) or self.inside(one.cue)]

    def _touches(self, one: Told) -> bool:
        return one.begin < self.end and one.end > self.begin

    @cached_property
    def has_quotation(self) -> bool:
        """Whether speech of somebody is in quotation marks; words of which a writer keeps a distance do not count."""
        first, last = self.tokens
        split = self.article.split
        return any(is_speech(split, split.quotes[number]) for number in set(split.quote[first:last]) if number >= 0)


def readings(articles: pd.DataFrame, attributions: pd.DataFrame, wanted: Iterable[str]) -> dict[str, ArticleReading]:
    """The articles of some ids that have a text and a language."""
    keys = set(wanted)
    rows = articles[articles["article_id"].isin(keys) & articles["text"].notna() & articles["language"].notna()]
    told: dict[str, list[Told]] = {}
    for row in attributions[attributions["article_id"].isin(keys)].itertuples():
        told.setdefault(row.article_id, []).append(_told(row))
    outlets = outlet_names(articles) if "outlet" in articles else {}
    return {
        key: ArticleReading(key, text, base_code(language), told.get(key, []), outlets)
        for key, text, language in zip(rows["article_id"], rows["text"], rows["language"], strict=True)
    }


def _told(row: object) -> Told:
    def span(name: str) -> Span | None:
        begin, end = getattr(row, f"{name}_begin"), getattr(row, f"{name}_end")
        return None if pd.isna(begin) or pd.isna(end) else (int(begin), int(end))

    kind = getattr(row, "cue_kind")  # noqa: B009
    return Told(
        int(row.begin),  # type: ignore[attr-defined]
        int(row.end),  # type: ignore[attr-defined]
        span("source"),
        span("cue"),
        kind if isinstance(kind, str) else "",
        bool(row.is_direct),  # type: ignore[attr-defined]
        bool(row.is_hedged),  # type: ignore[attr-defined]
        int(row.polarity),  # type: ignore[attr-defined]
    )
