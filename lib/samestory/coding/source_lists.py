"""The words of one language that tell what a source is, ready to be looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from ..languages import language_for
from ..languages.reporting import Sources

SHORTEST_PART = 4  # letters of a word that tells what a compound is
POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, eq=False)
class Lists:
    """What ``languages/<code>.yaml`` says of sources, as sets."""

    language: str
    head: str
    determiners: frozenset[str]
    pronouns: frozenset[str]
    relatives: frozenset[str]
    prepositions: frozenset[str]
    persons: frozenset[str]
    organisations: frozenset[str]
    documents: frozenset[str]
    unnamed: frozenset[str]
    outlets: frozenset[str]
    agencies: tuple[tuple[str, ...], ...]  # words beside the name of a news agency: "news agency"
    titles: frozenset[str]
    singular: frozenset[str]
    female: frozenset[str]
    plural: frozenset[str]
    called: frozenset[str]  # words right before the name of a person: "spokesman", "Mr"
    no_names: frozenset[str]  # words that are no part of a name, though they may have a capital
    plural_endings: tuple[str, ...]
    compounds: bool
    capital_nouns: bool

    @cached_property
    def who(self) -> frozenset[str]:
        """Words of any kind of source."""
        kinds = (self.persons, self.organisations, self.documents, self.unnamed, self.outlets)
        return frozenset(word for words in kinds for word in words)


@cache
def lists_of(language: str) -> Lists:
    """The lists of one language, made once."""
    said = language_for(language).reporting
    given = said.sources if said else Sources()
    listed: dict[str, Any] = {
        name: frozenset(getattr(given, name))
        for name in (
            "persons", "organisations", "documents", "unnamed", "outlets", "titles", "singular", "female", "plural"
        )
    }  # fmt: skip
    small = () if said is None else (*said.determiners, *said.prepositions, *said.clause_stops, *said.times)
    return Lists(
        language=language,
        head=given.head,
        determiners=frozenset(said.determiners if said else ()),
        pronouns=frozenset(said.pronouns if said else ()),
        relatives=frozenset(said.relatives if said else ()),
        prepositions=frozenset((*said.prepositions, *said.linking) if said else ()),
        called=frozenset((*given.persons, *given.titles)) - {"."},
        no_names=frozenset((*given.persons, *given.titles, *given.unnamed, *given.documents, *small))
        | language_for(language).starting,
        plural_endings=given.plural_endings,
        agencies=tuple(tuple(phrase.split()) for phrase in given.agencies),
        compounds=given.compounds,
        capital_nouns=bool(said and said.capital_nouns),
        **listed,
    )


@lru_cache(maxsize=20_000)
def read_as(word: str, lists: Lists) -> str:
    """A word without its possessive ending; a compound that no list holds as the listed word it ends with."""
    plain = plain_word(word)
    who = lists.who
    if not lists.compounds or plain in who:
        return plain
    ends = (plain[at:] for at in range(2, len(plain) - SHORTEST_PART + 1))
    return next((end for end in ends if end in who), plain)


def plain_word(word: str) -> str:
    """A word in small letters, without a possessive ending."""
    return POSSESSIVE.sub("", word.casefold())
