"""A codebook made ready for one language: its patterns parsed, its words gathered, its labels in any form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from ..languages import ENGLISH, language_for, languages
from .denials import Denials
from .forms import forms_of
from .lexemes import lexemes
from .patterns import NUMBER, Near, Node, Sequence, Word, parse, written
from .reading import Lexicon
from .voice import Doubt

SPEECH_ACT = "speech_act"  # the kind of claims that somebody said something in public
NEAR_NUMBER = 6  # words between a number and a quantity's pattern that does not say where the number stands


class Codebook(Protocol):
    """What coding needs of a codebook; ``story.Codebook`` has it."""

    @property
    def claims(self) -> Mapping[str, Any]:
        """Claims by their id."""

    @property
    def quantities(self) -> Mapping[str, Any]:
        """Quantities by name."""

    @property
    def actors(self) -> Mapping[str, Any]:
        """Actors by name."""

    @property
    def vague(self) -> Mapping[str, float]:
        """The low bound of vague number words."""

    @property
    def precedence(self) -> Iterable[str]:
        """The order in which statuses go before one another."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as written and as parsed."""

    said: str
    node: Node


@dataclass(frozen=True, slots=True)
class ClaimPlan:
    """The patterns of one claim in one language."""

    claim_id: str
    is_act: bool
    is_negative: bool  # the claim is that something is not so
    patterns: tuple[Pattern, ...]
    mentions: tuple[Pattern, ...]
    utterances: tuple[Pattern, ...]
    contradictions: tuple[Pattern, ...]
    denials: tuple[Pattern, ...]
    denied_by: str | None


@dataclass(frozen=True, slots=True)
class LabelPlan:
    """One label of one actor: its words in any form, and what makes them no label."""

    actor: str
    label: str
    evaluation: str
    order: int
    words: tuple[str, ...]
    node: Node
    unless: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class QuantityPlan:
    """The patterns of one quantity in one language."""

    quantity: str
    unit: str
    patterns: tuple[Pattern, ...]


class Plan:
    """A codebook in one language."""

    def __init__(self, codebook: Codebook, code: str):
        self.code = code
        self.precedence = tuple(codebook.precedence)
        self.claims = tuple(_claim(claim_id, claim, code) for claim_id, claim in codebook.claims.items())
        self.quantities = tuple(_quantity(name, one, code) for name, one in codebook.quantities.items())
        self.labels = tuple(_labels(codebook, code))
        self.names = {
            actor: tuple(node for name in one.names if (node := phrase(name)) is not None)
            for actor, one in codebook.actors.items()
        }
        self.vague = dict(codebook.vague)
        self.doubt = Doubt(code)
        self.denials = Denials(code)
        self.has_forms = forms_of(code).is_known

    @property
    def has_claims(self) -> bool:
        """Whether any claim has a pattern in this language."""
        return any(claim.patterns or claim.mentions or claim.utterances for claim in self.claims)

    @property
    def has_quantities(self) -> bool:
        """Whether any quantity has a pattern in this language."""
        return any(one.patterns for one in self.quantities)

    @cached_property
    def lexicon(self) -> Lexicon:
        """All words that any pattern or label of this language looks for."""
        return Lexicon(self.code, self._nodes(), self.vague)

    def _nodes(self) -> Iterable[Node]:
        for claim in self.claims:
            for group in (claim.patterns, claim.mentions, claim.utterances, claim.contradictions, claim.denials):
                yield from (pattern.node for pattern in group)
        for one in self.quantities:
            yield from (pattern.node for pattern in one.patterns)
        for label in self.labels:
            yield label.node
            yield from (pattern.node for pattern in label.unless)
        if self.labels:
            for names in self.names.values():
                yield from names


def reads_sources(code: str) -> bool:
    """Whether a language has the reporting words by which it is read whom an article names as a source."""
    return language_for(code).reporting is not None


def languages_known() -> list[str]:
    """The languages whose words and endings are known: those with a file in ``languages/``."""
    return languages()


def phrase(said: str) -> Node | None:
    """Words one after the other, each in any form; None where there are no words."""
    words = tuple(Word("form", word) for _, _, word in lexemes(said))
    if len(words) < 2:
        return words[0] if words else None
    return Sequence(words, (False,) * len(words))


def _patterns(by_language: Mapping[str, Iterable[str]], code: str) -> tuple[Pattern, ...]:
    """The patterns of a language: those of its very code, else those of its language (``en`` for ``en-GB``)."""
    short = code.partition("-")[0]
    given = by_language.get(code) or by_language.get(short) or ()
    return tuple(Pattern(said, parse(said)) for said in given)


def _claim(claim_id: str, claim: Any, code: str) -> ClaimPlan:
    return ClaimPlan(
        claim_id,
        claim.kind == SPEECH_ACT,
        any(Denials(one).negates(claim.description) for one in sorted({ENGLISH, code})),
        _patterns(claim.patterns, code),
        _patterns(claim.mentions, code),
        _patterns(claim.utterances, code),
        _patterns(claim.contradictions, code),
        _patterns(claim.denials, code),
        claim.denied_by,
    )


def _quantity(name: str, one: Any, code: str) -> QuantityPlan:
    made = []
    for pattern in _patterns(one.patterns, code):
        has_number = any(word == NUMBER for word in written(pattern.node))
        near = Near(NUMBER, pattern.node, NEAR_NUMBER, is_ordered=False, is_without=False)
        made.append(pattern if has_number else Pattern(pattern.said, near))
    return QuantityPlan(name, one.unit, tuple(made))


def _labels(codebook: Codebook, code: str) -> Iterable[LabelPlan]:
    order = 0
    for actor, one in codebook.actors.items():
        for label in one.labels.get(code) or one.labels.get(code.partition("-")[0]) or ():
            words = tuple(word for _, _, word in lexemes(label.label))
            node = phrase(label.label)
            order += 1
            if node is not None:
                unless = tuple(Pattern(said, parse(said)) for said in label.unless)
                yield LabelPlan(actor, label.label, label.evaluation, order, words, node, unless)
