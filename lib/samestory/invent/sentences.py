"""Sentences in one language: drawn from the templates, said again in the same or in other words, or translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import numpy as np

from .marks import Span, chosen, filled

Words = Mapping[str, Any]
SAME_WORDS = {"warned.echo": "warned.own"}  # what a sentence does may depend on the next one
DRAWS = 16  # of a sentence: taken is the one that shares the shortest run of words with earlier ones


@dataclass(frozen=True)
class Sentence:
    """A sentence as one article has it; ``root`` is the same in every copy and rewrite of it."""

    key: str
    language: str
    template: int
    choices: tuple[int, ...]
    text: str
    spans: tuple[Span, ...]
    root: int


@dataclass
class Writer:
    """Draws sentences, each template of a language as seldom twice as it can be."""

    rng: np.random.Generator
    words: Mapping[str, Words]
    values: Mapping[str, Mapping[str, str]]
    used: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    said: dict[tuple[str, str, int], list[list[str]]] = field(default_factory=dict)
    roots: int = 0

    def draw(self, key: str, language: str, more: Mapping[str, str] | None = None) -> Sentence:
        """A new sentence, of the template that was used least."""
        forms = self._forms(key, language)
        counts = self.used.setdefault((key, language), [0] * len(forms))
        least = [at for at, n in enumerate(counts) if n == min(counts)]
        template = least[int(self.rng.integers(len(least)))]
        counts[template] += 1
        self.roots += 1
        drawn = [self._said(key, language, template, None, self.roots, more or {}) for _ in range(DRAWS)]
        before = self.said.setdefault((key, language, template), [])
        new = min(drawn, key=lambda one: max((_run(one.text.split(), other) for other in before), default=0))
        before.append(new.text.split())
        return new

    def reworded(self, sentence: Sentence) -> Sentence:
        """The same sentence with the other alternatives of its template."""
        shifted = tuple(choice + 1 for choice in sentence.choices)
        new = self._said(sentence.key, sentence.language, sentence.template, shifted, sentence.root, {})
        self.said[sentence.key, sentence.language, sentence.template].append(new.text.split())
        return new

    def same(self, sentence: Sentence) -> Sentence:
        """The same sentence with the values of this story."""
        return self._said(sentence.key, sentence.language, sentence.template, sentence.choices, sentence.root, {})

    def translated(self, sentence: Sentence, language: str) -> Sentence:
        """What the sentence says, in another language."""
        new = self.draw(sentence.key, language)
        return Sentence(new.key, language, new.template, new.choices, new.text, new.spans, sentence.root)

    def _forms(self, key: str, language: str) -> list[str]:
        common, own = self.words["common"][language], self.words["scenario"][language]["sentences"]
        key = SAME_WORDS.get(key, key)
        return [*own.get(key, ()), *common.get(key, ())]

    def _said(
        self,
        key: str,
        language: str,
        template: int,
        choices: tuple[int, ...] | None,
        root: int,
        more: Mapping[str, str],
    ) -> Sentence:
        made: list[int] = []

        def choose(at: int, n: int) -> int:
            made.append(int(self.rng.integers(n)) if choices is None else choices[at] % n)
            return made[-1]

        plain = chosen(self._forms(key, language)[template], choose)
        text, spans = filled(plain, {**self.values[language], **more})
        return Sentence(key, language, template, tuple(made), text, spans, root)


def _run(one: list[str], other: list[str]) -> int:
    """The longest run of words that two sentences share."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
