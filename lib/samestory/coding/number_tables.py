"""The number words of one language, by what they do, ready to be looked up word by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..languages import language_for
from .glued_numbers import glued
from .lexemes import lexemes
from .number_signs import signs

Words = tuple[str, ...]


class NumberTables:
    """What ``languages/<code>.yaml`` says of numbers; ``vague`` is the codebook's convention and goes before it.

    Each attribute is the field of ``languages.quantities.NumberWords`` of that name, its phrases in lexemes.
    """

    def __init__(self, code: str, vague: Mapping[str, float] | None = None):
        said = language_for(code).number_words
        self.is_known = said is not None
        self.ordinals = language_for(code).ordinals
        self.starting = language_for(code).starting
        self.decimal = said.decimal if said else "."
        self.spaceless = bool(said and said.spaceless)
        self.cardinals: dict[Words, float] = {}
        self.multipliers: dict[Words, float] = {}
        self.round: dict[Words, float] = {}
        self.scales: dict[Words, float] = {}
        self.singular: dict[Words, float] = {}
        self.parts: dict[Words, float] = {}
        self.suffixes: dict[Words, float] = {}
        self.vague: dict[Words, float] = {}
        self.before: dict[Words, str] = {}
        self.after: dict[Words, str] = {}
        self.alone: set[Words] = set()
        self.joiners: set[str] = set()
        self.joins_any = bool(said and said.joins_any)
        self.fillers: set[str] = set()
        self.of: set[str] = set()
        self.genitive: set[Words] = set()
        self.and_half: set[Words] = set()
        self.lengths: set[Words] = set()
        self.opens: set[Words] = set()
        self.to: set[Words] = set()
        self.and_: set[Words] = set()
        self.shares: set[Words] = set()
        self.shares_apart: set[Words] = set()
        self.spans: set[Words] = set()
        self.not_after: set[Words] = {("%",)}
        self.not_one_before: set[Words] = set()
        self.not_before: set[Words] = {("no",)}  # the sign for a number, folded
        if said:
            self.cardinals, self.multipliers = _valued(said.cardinals), _valued(said.multipliers)
            if said.spaceless:
                self.cardinals = signs(said.cardinals)
            if said.glued is not None:
                self.cardinals = glued(said.cardinals, said.glued) | self.cardinals
            self.round, self.singular = _valued(said.round), _valued(said.singular)
            self.parts, self.suffixes = _valued(said.parts), _valued(said.suffixes)
            self.scales = self.multipliers | _valued(said.plurals)
            self.vague = {_split(word): float(value) for word, value in said.vague.items()}
            for how in ("at_least", "more_than", "at_most", "less_than", "about", "exact"):
                self.before.update({_split(word): how.replace("_", " ") for word in getattr(said, how)})
            for how, words in (("at least", said.or_more), ("at most", said.or_less), ("about", said.or_so)):
                self.after.update({_split(word): how for word in words})
            self.joiners, self.fillers, self.of = set(said.joiners), set(said.fillers), set(said.of)
            self.alone, self.genitive, self.and_half = _all(said.alone), _all(said.genitive), _all(said.and_half)
            self.opens, self.to, self.and_ = _all(said.between), _all(said.to), _all(said.and_)
            self.shares, self.shares_apart = _all(said.shares), _all(said.shares_apart)
            self.spans, self.lengths = _all(said.spans), _all(said.lengths)
            self.not_after |= _all(said.not_after)
            self.not_one_before = _all(said.not_one_before)
            self.not_before |= _all(said.not_before)
        self.nouns = dict(self.round)  # what a noun says where it is bounded, whatever the codebook makes of it alone
        for word, low in (vague or {}).items():
            if key := _split(word):
                self.vague[key] = float(low)
                self.round.pop(key, None)
        tables = (self.cardinals, self.multipliers, self.round, self.vague, self.parts, self.singular)
        self.starts = {words[0] for table in tables for words in table} | {words[0] for words in self.alone}


def _valued(given: Mapping[int, Iterable[str]] | Mapping[float, Iterable[str]]) -> dict[Words, float]:
    return {_split(word): float(value) for value, words in given.items() for word in words}


def _all(given: Iterable[str]) -> set[Words]:
    return {_split(word) for word in given}


@lru_cache(maxsize=20_000)
def _split(said: str) -> Words:
    return tuple(word for _, _, word in lexemes(said))
