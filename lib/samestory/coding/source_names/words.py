"""The name of a source taken apart: a person's name with or without a title, a role, an institution, unnamed people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from ...languages import ENGLISH, base_code, each, language_for
from ...languages.letters import is_cyrillic, latin, sound
from ..forms import forms_of
from ..names import declines

LONGEST = 300  # characters of a name that are looked at
KINDS = ("person", "role", "institution", "unnamed", "document", "several")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*\.?|\d+|,")
_POSSESSIVE = re.compile(r"['’]s?$")
_COMPOUND = 6  # letters of a listed word that may end a longer one: "Umweltministerin"
_SHORTEST_STEM = 3
# Endings of one person's name in the cases of Russian and Ukrainian; endings of several people are left out.
_CASES = frozenset(
    "а я у ю е и ы і ї о й ь ой ей ою ею єю ом ем ём єм ым им ім ого его ому ему ий ый ая ой ої ій ові еві єві".split()  # noqa: SIM905
) | {""}
_NOMINATIVES = ("", "а", "я", "й", "ь", "о", "ий", "ый", "ая")
_AND = frozenset("and or et ou und oder y и или та і або i lub oraz".split())  # noqa: SIM905


def cyrillic_languages() -> tuple[str, ...]:
    """The languages a name in Cyrillic letters may be in, by their codes."""
    return tuple(code for code, declined in each("east_slavic_surnames").items() if declined)


@cache
def latin_languages() -> tuple[str | None, ...]:
    """The languages a name in Latin letters may be in: those whose articles or reporting words are known; or none."""
    spoken = [language_for(code) for code in each("letters")]
    return (None, *(one.code for one in spoken if one.articles_bare or one.reporting))


class Vocabulary:
    """The words of one language that say what a source is; empty sets where the language has no list."""

    def __init__(self, code: str):
        self.code = code
        spoken = language_for(code)
        said = spoken.reporting if spoken.code == code else None
        lists = said.sources if said else None
        self.determiners = frozenset(said.determiners if said else ()) | (
            spoken.articles_bare if spoken.code == code else frozenset()
        )
        self.indefinite = frozenset(said.indefinite if said else ())
        self.links = frozenset((*said.prepositions, *said.linking) if said else ())
        self.persons = frozenset((*lists.persons, *lists.titles) if lists else ()) - {"."}
        self.organisations = frozenset(lists.organisations if lists else ())
        self.unnamed = frozenset(lists.unnamed if lists else ())
        self.documents = frozenset(lists.documents if lists else ())
        self.plural_endings = tuple(lists.plural_endings) if lists else ()
        self.is_head_last = bool(lists and lists.head == "last")
        self.declines = bool(said) and declines(code)
        self.any_listed = self.persons | self.organisations | self.unnamed | self.documents

    def person_word(self, word: str) -> bool:
        """Whether a word, folded, is a title or says that somebody is one person, also at the end of a compound."""
        plain = word.rstrip(".")
        return plain in self.persons or any(
            len(one) >= _COMPOUND and plain.endswith(one) for one in self.persons if len(plain) > len(one)
        )

    def lists_word(self, word: str) -> bool:
        """Whether a word, folded, says what a source is."""
        return word.rstrip(".") in self.any_listed or self.person_word(word)


@cache
def vocabulary(code: str) -> Vocabulary:
    """The vocabulary of a language, made once."""
    return Vocabulary(code)


@dataclass(frozen=True, slots=True)
class Named:
    """A name taken apart.

    ``person`` is the name of a person without titles, as written; ``title`` the listed words beside it, folded;
    ``words`` everything without articles and small words, folded; ``head`` the word that says what it is.
    """

    language: str
    kind: str
    person: tuple[str, ...]
    title: tuple[str, ...]
    words: tuple[str, ...]
    head: str
    is_indefinite: bool = False

    @property
    def is_full(self) -> bool:
        """Whether a first name and a surname are there."""
        return len(self.person) > 1 and len(self.person[0].rstrip(".")) > 1


def language_of(name: str, language: str | None) -> str:
    """The language a name is in: that of its article, or English where only English words say what it is.

    Coders often write names in their own language, whatever the article's.
    """
    code = base_code(language) if isinstance(language, str) else ""
    found = [word.casefold() for word in _WORD.findall(name[:LONGEST])]
    if is_cyrillic(name):
        return code if vocabulary(code).declines else cyrillic_languages()[0]
    own, english = vocabulary(code), vocabulary(ENGLISH)
    is_foreign = code != ENGLISH and not any(own.lists_word(word) for word in found)
    return ENGLISH if is_foreign and (own.declines or any(english.lists_word(word) for word in found)) else code


@lru_cache(maxsize=50_000)
def named(name: str, language: str | None) -> Named:
    """A name taken apart by the words of its language.

    Parameters
    ----------
    name
        As it is written in a table.
    language
        The language of the article.
    """
    code = language_of(name, language)
    known = vocabulary(code)
    tokens = _WORD.findall(name[:LONGEST].replace("’", "'"))
    folded = [token.casefold() for token in tokens]
    is_indefinite = bool(folded) and folded[0] in known.indefinite
    person, title = _person(tokens, known)
    pieces = [_POSSESSIVE.sub("", word) for word in folded if word != ","]
    while len(pieces) > 1 and pieces[0] in known.determiners:
        pieces = pieces[1:]
    stop = next((at for at, word in enumerate(pieces) if at and word in known.links), len(pieces))
    n_small = len(tokens) - next((at for at, word in enumerate(reversed(tokens)) if not word[0].isupper()), len(tokens))
    is_of_somebody = known.is_head_last and _says_who(folded[:n_small], tokens[n_small:], known)
    kind, head = ("role", folded[n_small - 1]) if is_of_somebody else _kind(pieces[:stop], known)
    content = [word for word in pieces if word not in known.links and word not in known.determiners]
    if not _AND.isdisjoint(pieces[1:]) or ("," in tokens and not person):
        kind = "several"
    elif person and (title or len(person) > 1):
        kind = "person"
    elif person and len(tokens) == 1:
        kind, head = "person", person[0].casefold()
    return Named(code, kind, person, title, tuple(content or pieces), head, is_indefinite)


def _says_who(before: list[str], capitals: list[str], known: Vocabulary) -> bool:
    """Whether a name of two words or more follows a word that no list has, itself after a listed one: "union baron Ann
    Reed" is not the union."""
    listed = [at for at, word in enumerate(before) if known.lists_word(word)]
    return len(capitals) > 1 and bool(listed) and listed[-1] < len(before) - 1 and before[-1] not in known.links


def _kind(words: list[str], known: Vocabulary) -> tuple[str, str]:
    """What a source without a person's name is, and the word that says so."""
    if not words:
        return "institution", ""
    listed = [word for word in words if known.lists_word(word)]
    head = words[-1] if known.is_head_last else words[0]
    if listed:
        head = listed[-1] if known.is_head_last else listed[0]
        plain = head.rstrip(".")
        if plain in known.organisations:
            return "institution", plain
        for kind, words_of in (("unnamed", known.unnamed), ("document", known.documents)):
            if plain in words_of:
                return kind, plain
        return "role", plain
    if head.endswith(known.plural_endings or "\0"):
        return "unnamed", head  # several whom no list knows: "welders"
    return "institution", head


def _person(tokens: list[str], known: Vocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The name of a person among the words, and the words beside it that say who it is."""
    parts: list[list[str]] = [[]]
    for word in tokens:
        if word == ",":
            parts.append([])
        else:
            parts[-1].append(word)
    best: tuple[str, ...] = ()
    title: list[str] = []
    for part in (part for part in parts if part):
        run, before = _run(part, known)
        if run and (not best or before):
            best = run
            title += before
        else:
            title += [word.casefold() for word in part]
    is_titled = any(known.person_word(word) for word in title)
    return (best, tuple(title)) if best and (is_titled or not title) else ((), ())


def _run(part: list[str], known: Vocabulary) -> tuple[tuple[str, ...], list[str]]:
    """The words with capitals with which a part ends, and the listed words before them; nothing where neither fits."""
    low = [word.casefold() for word in part]
    last = len(part)
    while last and not (part[last - 1][0].isupper() and not _is_small(low[last - 1], known)):
        last -= 1
    first = last
    while first and part[first - 1][0].isupper() and not _is_small(low[first - 1], known):
        first -= 1
    rest = low[last:]
    if first == last or (rest and rest[0] not in known.links):
        return (), []
    before = [word for word in low[:first] if word not in known.determiners]
    if not before:
        return tuple(part[first:last]), []
    titled = [at for at, word in enumerate(before) if known.person_word(word)]
    if not titled or before[-1] in known.links or any(word in known.links for word in before[: titled[-1]]):
        return (), []
    return tuple(part[first:last]), before


def _is_small(word: str, known: Vocabulary) -> bool:
    return known.lists_word(word) or word in known.determiners or word in known.links


@lru_cache(maxsize=50_000)
def word_key(word: str, language: str) -> str:
    """What makes two words of names of institutions the same: without case ending where the language declines."""
    if is_cyrillic(word) and vocabulary(language).declines:
        return forms_of(language).stem(word)
    return "".join(c for c in latin(word) if c.isalnum()) or word


@lru_cache(maxsize=50_000)
def nominatives(word: str) -> frozenset[str]:
    """What a Cyrillic word, folded, may be in the nominative: itself, and its stems with the usual endings."""
    found = {word}
    for ending in _CASES:
        stem = word[: len(word) - len(ending)]
        if ending and word.endswith(ending) and len(stem) >= _SHORTEST_STEM:
            found |= {stem + other for other in _NOMINATIVES}
    return frozenset(found)


@lru_cache(maxsize=200_000)
def is_same_name(one: str, other: str) -> bool:
    """Whether two parts of persons' names are one: the same sound, an initial, or forms of one Cyrillic word."""
    one, other = one.casefold().rstrip("."), other.casefold().rstrip(".")
    if sound(one) == sound(other):
        return True
    if 1 in (len(one), len(other)):
        return sound(one)[:1] == sound(other)[:1]
    if is_cyrillic(one) and is_cyrillic(other):
        n = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
        return any(one[at:] in _CASES and other[at:] in _CASES for at in range(_SHORTEST_STEM, n + 1))
    if is_cyrillic(one):
        return sound(other) in {sound(form) for form in nominatives(one)}
    return is_cyrillic(other) and sound(one) in {sound(form) for form in nominatives(other)}


def is_same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's: first name and surname fit, and the names between do not differ."""
    if not (is_same_name(one[0], other[0]) and is_same_name(one[-1], other[-1])):
        return False
    few, many = sorted((one[1:-1], other[1:-1]), key=len)
    return all(any(is_same_name(a, b) for b in many) for a in few)


def is_nameless(name: str, language: str | None = None) -> bool:
    """Whether a name says of no one who it is ("residents", "an official", "reports"): two such may be two sources.

    Parameters
    ----------
    name, language
        The name, and the language of an article that gives it.
    """
    return named(name, language).kind in ("role", "unnamed", "document")


def are_foreign(one: str, languages: Iterable[str], other: str, other_languages: Iterable[str]) -> bool:
    """Whether two names are of institutions and in different languages, so that no rule can tell if they are one.

    Parameters
    ----------
    one, other
        The names.
    languages, other_languages
        The languages of the articles that give each.
    """
    both = ((one, languages), (other, other_languages))
    said, others = ({named(name, code or None) for code in codes} for name, codes in both)
    if any(name.kind != "institution" for name in said | others):
        return False
    return {name.language for name in said}.isdisjoint({name.language for name in others})
