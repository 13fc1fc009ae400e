"""What a language file says about numbers: the words for them, and the words that bound them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Whole = Annotated[int, Field(ge=0, le=10**15)]
Part = Annotated[float, Field(gt=0, lt=10)]


class ScopeWords(BaseModel):
    """Small words that open what narrows a number: of whom, where, since when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: tuple[Words, ...] = ()
    """What it is a part of: ``of`` of "of the 40 workers"; a determiner, a pronoun or a number must follow."""
    at: tuple[Words, ...] = ()
    """Where: ``in``, ``near``; a name or a determiner must follow."""
    since: tuple[Words, ...] = ()
    """When: ``since``, ``during``."""
    times: tuple[Words, ...] = ()
    """Where given, words of which one must follow a word of ``since``."""
    whole: tuple[Words, ...] = ()
    """What narrows by itself: ``nationwide``."""
    determiners: tuple[Words, ...] = ()
    them: tuple[Words, ...] = ()
    """Pronouns that may follow a word of ``of``: ``them``."""
    links: tuple[Words, ...] = ()
    """Words inside a name or a phrase: ``of`` of "the north of Mali"."""
    stops: tuple[Words, ...] = ()
    """Words at which the clause of a number ends."""


class Glued(BaseModel):
    """How a language writes numbers as one word: ``zweihunderteinundzwanzig``, ``duecentoventuno``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    link: str = Field(default="", max_length=10)
    """What joins ones before tens: ``und``. Without one the tens come first."""
    elides: bool = False
    """Whether tens lose their last vowel before another: ``ventuno``."""
    one: Words
    """One inside such a word: ``ein``."""
    hundred: Words
    thousand: Words
    thousands: str = Field(default="", max_length=20)
    """Where it differs after another number: ``mila``."""


class NumberWords(BaseModel):
    """Number words, all in small letters; a hyphen or an apostrophe inside a word counts as a space.

    What a word of ``about`` does is a convention (a tenth either way), as is the low bound of a vague word (twice what
    it counts in: ``dozens`` is 24 or more); the ``vague`` of a codebook goes before the one here. More than a number
    begins one above it where it counts one by one, and at the number itself where words count it in hundreds or more.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cardinals: dict[Whole, tuple[Words, ...]]
    """Every form of the numbers that are not put together: ``9: [девять, девяти]``; 0 to 999."""
    spaceless: bool = False
    """Whether no space parts words, so that a bound or a unit touches the number: ``至少16人``. Numbers are
    then in Chinese signs, and ``cardinals`` gives 0 to 9."""
    glued: Glued | None = None
    """How words of ``cardinals`` are put together into one."""
    multipliers: dict[Whole, tuple[Words, ...]] = Field(default_factory=dict)
    """What a number before it is multiplied by: ``1000: [thousand]``."""
    plurals: dict[Whole, tuple[Words, ...]] = Field(default_factory=dict)
    """What a vague word or a noun of ``round`` is multiplied by, beside ``multipliers``: ``tens of thousands``."""
    of: tuple[Words, ...] = ()
    """Small words between the two: ``a couple of hundred``, ``une dizaine de milliers``."""
    alone: tuple[Words, ...] = ()
    """Multipliers that are a number by themselves: ``сто``, ``mille``; and with an article, ``a dozen``."""
    singular: dict[Whole, tuple[Words, ...]] = Field(default_factory=dict)
    """Forms that are one of them after a word of ``genitive`` and several elsewhere: ``около тысячи``, ``тысячи``."""
    genitive: tuple[Words, ...] = ()
    """Words before a number, bounds or not, that ask for that form."""
    parts: dict[Part, tuple[Words, ...]] = Field(default_factory=dict)
    """What takes so much of the multiplier after it: ``0.5: [half a]``, ``1.5: [полтора]``."""
    and_half: tuple[Words, ...] = ()
    """Half of the last word more: ``two and a half million``, ``deux millions et demi``."""
    suffixes: dict[Whole, tuple[Words, ...]] = Field(default_factory=dict)
    """Letters that multiply where they are glued to digits: ``5k``, ``5m``."""
    lengths: tuple[Words, ...] = ()
    """Words before which ``m`` is metres: ``5m high``."""
    joiners: tuple[Words, ...] = ()
    """What may stand inside a number: ``one hundred and five``, ``vingt et un``."""
    joins_any: bool = False
    """Whether any ones may follow tens behind a joiner: ``treinta y cinco``, not only one: ``vingt et un``."""
    round: dict[Whole, tuple[Words, ...]] = Field(default_factory=dict)
    """Nouns for about so many: ``50: [cinquantaine]``."""
    vague: dict[Words, Whole] = Field(default_factory=dict)
    """Words for some number, and their low bound."""
    at_least: tuple[Words, ...] = ()
    more_than: tuple[Words, ...] = ()
    at_most: tuple[Words, ...] = ()
    less_than: tuple[Words, ...] = ()
    about: tuple[Words, ...] = ()
    exact: tuple[Words, ...] = ()
    """Words before a number, each by what it makes of it; ``exact``: ``gone up to nine`` has no bound."""
    or_more: tuple[Words, ...] = ()
    or_less: tuple[Words, ...] = ()
    """Words after a number or after what is counted: ``nine dead or more``."""
    or_so: tuple[Words, ...] = ()
    """Words after a number that make it about so many: ``50 or so``, ``fifty-odd``."""
    between: tuple[Words, ...] = ()
    """Words that open a range: ``between``, ``from``."""
    to: tuple[Words, ...] = ()
    """Words inside a range that opens with no word: ``40 to 50``."""
    and_: tuple[Words, ...] = Field(default=(), alias="and")
    """Words inside a range that a word of ``between`` opened: ``between 40 and 50``."""
    shares: tuple[Words, ...] = ()
    """Words between the two numbers of a share: ``one in five``, ``un sur cinq``; a share counts nothing."""
    shares_apart: tuple[Words, ...] = ()
    """Those of them before which what is counted may stand: ``un habitant sur cinq``."""
    spans: tuple[Words, ...] = ()
    """Words after which it was no share: ``two in three days``."""
    fillers: tuple[Words, ...] = ()
    """Small words that may be between a bound and its number: ``at least the``, ``не менее чем о``."""
    scope: ScopeWords | None = None
    """Words that open what narrows a number."""
    decimal: Annotated[str, StringConstraints(min_length=1, max_length=1)] = "."
    thousands: str = Field(default=",", max_length=8)
    """The signs that may group digits by three, beside thin and no-break spaces."""
    not_after: tuple[Words, ...] = ()
    """Words before which a number counts nothing: months, ``per cent``, ``a.m.``"""
    not_one_before: tuple[Words, ...] = ()
    """Words before which ``one`` is not a count: ``one of them``."""
    not_before: tuple[Words, ...] = ()
    """Words after which a number counts nothing: ``No.``, ``№``."""
