"""A text made ready for patterns: lexemes with sentence and paragraph, figures, and where the words sought stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..languages import language_for
from ..text import fold, paragraphs, sentences
from .forms import forms_of
from .lexemes import lexemes
from .number_words import Figure, NumberReader
from .patterns import Node, Word, written

_MOST_CACHED = 400_000  # different words remembered by one lexicon


class Lexicon:
    """The words that the patterns of one codebook look for in one language.

    Parameters
    ----------
    code
        The language.
    nodes
        Parsed patterns.
    vague
        The codebook's convention for vague number words.
    """

    def __init__(self, code: str, nodes: Iterable[Node], vague: Mapping[str, float] | None = None):
        self.code = code
        self.numbers = NumberReader(code, vague)
        self.exact: dict[str, list[Word]] = {}
        self.prefixes: dict[str, list[Word]] = {}
        self.forms: dict[str, list[Word]] = {}
        said = {word for node in nodes for word in written(node)}
        self.has_forms = any(word.kind == "form" for word in said)
        known = forms_of(code)
        for word in sorted(said, key=lambda word: (word.kind, word.said)):
            if word.kind == "exact":
                self.exact.setdefault(word.said, []).append(word)
            elif word.kind == "prefix":
                self.prefixes.setdefault(word.said, []).append(word)
            elif word.kind == "form":
                self.exact.setdefault(word.said, []).append(word)
                for key in known.keys(word.said):
                    self.forms.setdefault(key, []).append(word)
        spoken = language_for(code)
        small = spoken.joined if spoken.code == code.partition("-")[0].casefold() else ()
        self.joined = tuple(sorted((fold(word) for word in small), key=len))
        self.lengths = sorted({len(prefix) for prefix in self.prefixes})
        self._known = known
        self._cache: dict[str, tuple[Word, ...]] = {}

    def words(self, lexeme: str) -> tuple[Word, ...]:
        """The words looked for that a lexeme is."""
        if (found := self._cache.get(lexeme)) is not None:
            return found
        made: set[Word] = set()
        for one in (lexeme, *_behind(lexeme, self.joined)):
            made.update(self.exact.get(one, ()))
            for length in self.lengths:
                if length > len(one):
                    break
                made.update(self.prefixes.get(one[:length], ()))
            if self.has_forms:
                for key in self._known.keys(one):
                    made.update(self.forms.get(key, ()))
        if len(self._cache) >= _MOST_CACHED:
            self._cache.clear()
        self._cache[lexeme] = found = tuple(made)
        return found


def _behind(lexeme: str, joined: tuple[str, ...]) -> list[str]:
    """The word behind each small word that it may begin with."""
    least = 2  # letters of a word
    return [lexeme[len(one) :] for one in joined if lexeme.startswith(one) and len(lexeme) - len(one) >= least]


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as patterns see it.

    ``begin, end, low`` are the lexemes; ``sentence, paragraph`` the number of each lexeme's; ``sentences`` the
    character offsets of the sentences; ``figures`` the figures, in order; ``places`` where each word sought stands.
    """

    text: str
    code: str
    begin: list[int]
    end: list[int]
    low: list[str]
    sentence: list[int]
    paragraph: list[int]
    sentences: list[tuple[int, int]]
    figures: list[Figure]
    places: dict[Word, list[int]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Character offsets of lexemes ``first`` to ``last`` (not included)."""
        return self.begin[first], self.end[last - 1]


def reading(text: str, lexicon: Lexicon) -> Reading:
    """Read a text for a lexicon, in time linear in its length."""
    found = lexemes(text)
    begin, end, low = [a for a, _, _ in found], [b for _, b, _ in found], [word for _, _, word in found]
    whole = sentences(text, lexicon.code)
    figures = lexicon.numbers.figures(low, text, begin, end)
    places: dict[Word, list[int]] = {}
    for at, word in enumerate(low):
        for sought in lexicon.words(word):
            places.setdefault(sought, []).append(at)
    return Reading(
        text,
        lexicon.code,
        begin,
        end,
        low,
        _numbered(begin, whole),
        _numbered(begin, paragraphs(text)),
        whole,
        figures,
        places,
    )


def _numbered(begin: list[int], spans: list[tuple[int, int]]) -> list[int]:
    """The number of the span that each lexeme begins in."""
    starts = [a for a, _ in spans]
    return [max(bisect_right(starts, at) - 1, 0) for at in begin]
