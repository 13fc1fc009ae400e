"""``codebook.yaml``: claims, actors with their labels, quantities; what coders and measures go by.

Patterns, by language, say what automatic coding looks for; how they are written is in ``coding/patterns.py``. Plain
words in a list are patterns too.

====================  ==============================================================================================
``patterns``          of a claim: the claim is made. Of a quantity: what is near the number; ``<n>`` is the number, and
                      a pattern without it stands for one within six words of a number
``mentions``          of a claim: made in passing; looked at only where no pattern matches
``contradictions``    of a claim: something incompatible is said
``utterances``        of a claim that somebody said something: the very words; who is quoted with them did say it
``denials``           of a claim: somebody denies it
``denied_by``         of a claim: the claim (that somebody denies it) that makes this one denied
``examples``          of a claim: sentences, in any language, that make it; candidates are looked for by their meaning
``unless``            of a label: where one of these overlaps it, the word is no label
====================  ==============================================================================================
"""

from __future__ import annotations

from typing import Annotated, Literal

import pydantic
from pydantic import FiniteFloat
from pydantic_core import PydanticCustomError

from ..coding.patterns import PatternError, parse
from ..coding.plan import languages_known
from ..errors import listed, suggestion
from ..intake.shared.language_names import LANGUAGE_NAMES
from ..languages import each
from ..schema import STATUSES
from ..yamlfile import Document
from .settings import Strict, Text

__all__ = ["Codebook"]

MOST_PATTERNS = 500  # or examples, in one list


def _readable(pattern: str) -> str:
    try:
        parse(pattern)
    except PatternError as error:
        raise PydanticCustomError("pattern", "{said}", {"said": str(error), "at": error.at}) from None
    return pattern


Pattern = Annotated[Text, pydantic.AfterValidator(_readable)]
Code = Annotated[str, pydantic.StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Patterns = dict[Code, Annotated[list[Pattern], pydantic.Field(max_length=MOST_PATTERNS)]]


def _known_status(name: str) -> str:
    if name not in STATUSES:
        raise ValueError(f"unknown status {name!r}.{suggestion(name, STATUSES)} Statuses: {listed(STATUSES)}")
    return name


Status = Annotated[str, pydantic.AfterValidator(_known_status)]


def _without_stop(text: str) -> str:
    """A description as it stands within a sentence: without the one full stop at its end."""
    bare = text.strip()
    return bare[:-1] if bare.endswith(".") and not bare.endswith("..") else bare


Example = Annotated[str, pydantic.StringConstraints(strip_whitespace=True, min_length=1)]
Description = Annotated[Text, pydantic.AfterValidator(_without_stop)]


class Claim(Strict):
    """One claim: its title for figures, what it says, when which status holds, and what finds it."""

    name: Text
    title: Text | None = None
    kind: Text
    description: Description
    rules: dict[Status, Text] = {}
    patterns: Patterns = {}
    mentions: Patterns = {}
    contradictions: Patterns = {}
    utterances: Patterns = {}
    denials: Patterns = {}
    denied_by: str | None = None
    examples: Annotated[list[Example], pydantic.Field(max_length=MOST_PATTERNS)] = []


class Label(Strict):
    """One word or phrase for an actor and its value for that actor."""

    label: Text
    evaluation: Literal["legitimising", "neutral", "delegitimising"]
    gloss: str | None = None
    unless: list[Pattern] = []


class Actor(Strict):
    """One actor: its title for figures, its names, and its labels by language."""

    title: Text | None = None
    description: Description
    names: list[Text] = []
    labels: dict[Code, list[Label]] = {}


class SourceNames(Strict):
    """One source: the names it has in the articles, in every language, the usual one first."""

    names: Annotated[list[Text], pydantic.Field(min_length=1, max_length=MOST_PATTERNS)]
    description: Description | None = None


class Quantity(Strict):
    """One quantity: what it counts, in which unit, and the claim it belongs to."""

    title: Text | None = None
    description: Description
    unit: Text
    claim: str | None = None
    patterns: Patterns = {}


class Codebook(Strict):
    """The keys of ``codebook.yaml``.

    ``precedence`` decides when two statuses fit; ``vague`` gives the low bound that vague number words are entered
    with, by convention; ``sources`` gives names of one source that no rule can join, such as its names in several
    languages.
    """

    version: int = 1
    unit: Text = "one article x one claim"
    statuses: dict[Status, Text] = {}
    precedence: list[Status] = []
    precedence_note: str | None = None
    kinds: dict[str, Text] = {}
    evaluations: dict[Literal["legitimising", "neutral", "delegitimising"], Text] = {}
    doubtful: list[Text] = []
    vague: dict[str, FiniteFloat] = {}
    claims: dict[str, Claim] = {}
    actors: dict[str, Actor] = {}
    quantities: dict[str, Quantity] = {}
    sources: dict[Text, SourceNames] = {}

    @pydantic.model_validator(mode="before")
    @classmethod
    def _without_empty_keys(cls, given: object) -> object:
        """A key with nothing under it, ``claims:`` before the first is written, is as good as left out."""
        return {key: value for key, value in given.items() if value is not None} if isinstance(given, dict) else given

    @pydantic.model_validator(mode="after")
    def _one_world(self) -> Codebook:
        for claim_id, claim in self.claims.items():
            if self.kinds and claim.kind not in self.kinds:
                raise ValueError(f"claim {claim_id} has kind {claim.kind!r}; kinds: {listed(self.kinds)}")
            if claim.denied_by is not None and (claim.denied_by not in self.claims or claim.denied_by == claim_id):
                raise ValueError(
                    f"claim {claim_id} is denied_by {claim.denied_by!r}; give another claim: {listed(self.claims, 40)}"
                )
        for name, quantity in self.quantities.items():
            if quantity.claim is not None and quantity.claim not in self.claims:
                raise ValueError(
                    f"quantity {name} names claim {quantity.claim!r}, which is not in claims: {listed(self.claims, 40)}"
                )
        owner: dict[str, str] = {}
        for key, source in self.sources.items():
            for name in source.names:
                if (other := owner.setdefault(name.casefold(), key)) != key:
                    raise ValueError(f"name {name!r} is given to two sources, {other} and {key}; keep one")
        return self


def unknown_languages(codebook: Codebook, document: Document, name: str, spoken: list[str]) -> list[str]:
    """Languages of patterns and labels that nothing could ever be read in, one line each.

    Parameters
    ----------
    codebook, document, name
        The codebook, what it was read from, and the name of the file.
    spoken
        The languages of the story: one without a file in ``languages/`` is read word by word.
    """
    allowed = sorted({*languages_known(), *(code.partition("-")[0].casefold() for code in spoken)})
    groups = ("patterns", "mentions", "contradictions", "utterances", "denials")
    places = [("claims", key, group) for key in codebook.claims for group in groups]
    places += [("actors", key, "labels") for key in codebook.actors]
    places += [("quantities", key, "patterns") for key in codebook.quantities]
    alike = {country: code for code, countries in each("countries").items() for country in countries}
    faults = []
    for place in places:
        for code in getattr(getattr(codebook, place[0])[place[1]], place[2]):
            if code.partition("-")[0] in allowed:
                continue
            said = code.partition("-")[0]
            near = suggestion(alike.get(said) or LANGUAGE_NAMES.get(said, code), allowed)
            faults.append(
                f"{name}, line {document.line((*place, code))}: {'.'.join(place)}: no language {code!r}.{near}"
                f" Languages: {listed(allowed, 60)}. Another one is a file languages/<code>.yaml, or a code in"
                " languages of story.yaml"
            )
    return faults
