"""A language as its YAML says it, and the way to get one.

A new language is one new file ``<code>.yaml`` in this folder. ``any.yaml`` serves texts whose language is not known or
has no file: what holds in most languages, and nothing that would be wrong in some.

A phrase is a whole line or sentence as it reads. ``*`` stands for any words or none, ``#`` for a number, ``{outlet}``
and ``{author}`` for the article's own names; capitals, the kinds of quotation marks and the signs at both ends do not
matter. Without ``*`` at its begin or end, a phrase begins or ends where the line or sentence does. Phrases are not
regular expressions, so that none can be slow or break a run (``text/phrases.py`` matches them).
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from ..errors import SamestoryError, listed, suggestion
from ..yamlfile import parse_yaml, read_yaml, validated
from .quantities import NumberWords
from .rendering import Rendering
from .reporting import Reporting
from .respelling import Respelled
from .source_kinds import SourceKinds
from .stances import Tone

FOLDER = Path(__file__).parent
ANY = "any"
ENGLISH = "en"  # in which coders and codebooks name things, whatever the language of the articles
Kind = Literal["boilerplate", "promotion", "author_note", "credit", "dateline", "paywall", "correction", "formula"]
KINDS: tuple[str, ...] = get_args(Kind)
SLOTS = ("outlet", "author")


def _sound(phrase: str) -> str:
    """A phrase that can be matched, or why it cannot."""
    for name in re.findall(r"\{([^}]*)\}", phrase):
        if name not in SLOTS:
            raise ValueError(f"{{{name}}} is not known; only {' and '.join(f'{{{slot}}}' for slot in SLOTS)} are")
    if "**" in phrase:
        raise ValueError("write one * for any words")
    said = re.sub(r"\{[^}]*\}|[*#]", " ", phrase)
    if sum(character.isalpha() for character in said) < 2 and "©" not in said:
        raise ValueError("a phrase needs words of its own, or it would match nearly everything")
    return phrase


Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Phrase = Annotated[str, StringConstraints(min_length=3, max_length=200), AfterValidator(_sound)]
Mark = Annotated[str, StringConstraints(min_length=1, max_length=1)]


class _Part(BaseModel):
    """Read once, never changed; a key that is not known is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Abbreviations(_Part):
    """Words with a full stop that is not the end of a sentence, each written without its last stop."""

    never_end: tuple[Word, ...] = ()
    """A name or a number follows: ``Mr``, ``ул``."""
    may_end: tuple[Word, ...] = ()
    """The stop ends the sentence only where a word of ``starters`` follows: ``Inc``, ``a.m``."""


class Language(_Part):
    """One language: what splitting, quotations and marked lines need of it."""

    code: Word
    name: Word
    names: tuple[Word, ...] = ()
    """What interfaces and exports call the language, in any language."""
    letters: Annotated[str, StringConstraints(max_length=60)] | None = None
    """The letters beyond a to z, if it is written in Latin letters."""
    months: tuple[Word, ...] = ()
    """January to December, each with the forms in use; names that Unicode's locale data (CLDR) has need no entry."""
    month_first: bool = False
    """Whether 03/04/2024 may be the fourth of March."""
    locales: tuple[Word, ...] = ()
    """Locales whose names of months differ from those of the language elsewhere."""
    articles: tuple[Word, ...] = ()
    """The articles, if there are no ``reporting`` words that list them."""
    east_slavic_surnames: bool = False
    """Whether surnames take the case endings of Russian and Ukrainian."""
    countries: tuple[Word, ...] = ()
    """Codes of countries that people give for the language."""
    places: tuple[Word, ...] = ()
    """Beginnings of words for places: ``city``, ``област``."""
    abbreviations: Abbreviations = Abbreviations()
    ordinals: bool = False
    """Whether a number with a full stop is an ordinal: ``3. März``; it ends a sentence only before a starter."""
    starters: tuple[Word, ...] = ()
    """Words that, with a capital, open a sentence far more often than they are in a name."""
    quotes: tuple[tuple[Mark, Mark], ...] = Field(default=(), max_length=20)
    """Opening and closing mark of each pair in use, the usual one first."""
    dash_dialogue: bool = False
    """Whether a dash at the begin of a line opens speech."""
    bare_dashes: bool = False
    """Whether the dash before a narrator follows a word without a comma: ``Nie – powiedział``, ``No —dijo``."""
    narrators: tuple[Word, ...] = ()
    """Endings of the verb with which a narrator breaks into dash dialogue after a comma: ``-il`` of ``répond-il``."""
    phrases: dict[Kind, tuple[Phrase, ...]] = Field(default_factory=dict)
    """Whole lines or sentences, by what they are."""
    reporting: Reporting | None = None
    """Reporting words and the small words around them, for the attribution rules."""

    endings: tuple[Word, ...] = ()
    """What inflection puts at the end of nouns and adjectives; words that differ only in it are forms of one word."""
    joined: tuple[Word, ...] = ()
    """Small words written together with the next one (Arabic *and*, *the*); a pattern finds a word behind them."""
    number_words: NumberWords | None = None
    """Words for numbers, and words that bound them."""
    respelled: Respelled | None = None
    """The spelling of a kin language, for sentence vectors."""
    tone: Tone | None = None
    """Words of certainty, and reporting verbs by stance."""
    rendering: Rendering | None = None
    """Words by which a meaning is kept in another form, for the comparison of a report with its translation."""
    source_kinds: SourceKinds | None = None
    """Words that say what a source is: official, expert, witness; without them no kind of source can be told."""

    @field_validator("months")
    @classmethod
    def _twelve(cls, months: tuple[str, ...]) -> tuple[str, ...]:
        if len(months) not in (0, 12):
            raise ValueError(f"{len(months)} months; give all twelve, January first, or none")
        return months

    @cached_property
    def never_ending(self) -> frozenset[str]:
        """``abbreviations.never_end``, case folded."""
        return frozenset(word.casefold() for word in self.abbreviations.never_end)

    @cached_property
    def rarely_ending(self) -> frozenset[str]:
        """``abbreviations.may_end``, case folded."""
        return frozenset(word.casefold() for word in self.abbreviations.may_end)

    @cached_property
    def helping(self) -> frozenset[str]:
        """Words that may be before a reporting verb."""
        return frozenset(self.reporting.auxiliaries if self.reporting else ())

    @cached_property
    def speaking(self) -> frozenset[str]:
        """The first words of reporting verbs that have a subject."""
        if self.reporting is None:
            return frozenset()
        forms = (form for group, form in self.reporting.expressions() if group.position == "verb")
        return frozenset(form.split()[0].casefold() for form in forms) - self.helping

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Words for people, offices and outlets that speak."""
        if self.reporting is None:
            return frozenset()
        said = self.reporting.sources
        return frozenset((*said.persons, *said.organisations, *said.unnamed, *said.titles, *said.outlets))

    @cached_property
    def articles_bare(self) -> frozenset[str]:
        """The articles, without an apostrophe at their end."""
        said = (*self.articles, *(self.reporting.articles if self.reporting else ()))
        return frozenset(word.rstrip("'’") for word in said)

    @cached_property
    def starting(self) -> frozenset[str]:
        """``starters``, case folded."""
        return frozenset(word.casefold() for word in self.starters)


@cache
def _codes() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem != ANY))


def languages() -> list[str]:
    """The codes of the languages there are, in order; ``any`` is not among them."""
    return list(_codes())


def language(code: str) -> Language:
    """One language.

    Parameters
    ----------
    code
        A BCP 47 code; only its language counts (``en`` of ``en-GB``).

    Raises
    ------
    SamestoryError
        There is no file for the language; the message names those there are.
    """
    short = base_code(code)
    if short not in _codes():
        raise SamestoryError(
            f"no language {str(code)[:40]!r}.{suggestion(short, _codes())} Languages: {listed(_codes(), 60)}."
            " A new one is one new file, languages/<code>.yaml"
        )
    return _read(short)


@cache
def each(key: str) -> dict[str, Any]:
    """What each language file says under one top-level key, by code, without reading the rest of the files.

    It is for words that nearly every run needs, such as names of months: to read whole files takes much longer.
    """
    found = {}
    for code in _codes():
        path = FOLDER / f"{code}.yaml"
        block = re.search(rf"^{key}:.*\n(?:[ ].*\n)*", path.read_text(encoding="utf-8"), re.MULTILINE)
        if block is not None:
            found[code] = parse_yaml(block[0], path.name, typed=True).data[key]
    return found


def language_for(code: Language | str | None) -> Language:
    """A language by its code, or what holds in any language where there is no code or no file for it."""
    if isinstance(code, Language):
        return code
    short = (
        base_code(code) if isinstance(code, str) else ANY
    )  # tables say "not known" in several ways, none of them text
    return _read(short if short in _codes() else ANY)


def base_code(code: str) -> str:
    """The language of a BCP 47 code in small letters, without region or script: ``pt`` of ``pt-BR`` or ``pt_BR``."""
    return str(code).replace("_", "-").partition("-")[0].strip().casefold()


@cache
def _read(short: str) -> Language:
    return language_from(FOLDER / f"{short}.yaml")


def language_from(path: Path) -> Language:
    """A language from a file.

    Raises
    ------
    SamestoryError
        A key that is not known, a value of the wrong kind, a phrase that cannot be matched, or a code that is not the
        file's name; every fault is listed with its line.
    """
    document = read_yaml(path, typed=True)
    found, wrong = validated(Language, document, path.name)
    if found is not None and found.code != path.stem:
        wrong = [f"{path.name}, line {document.line(('code',))}: code is {found.code!r}; name the file after it"]
    if found is None or wrong:
        raise SamestoryError("\n".join(wrong))
    return found
