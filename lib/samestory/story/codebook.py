"""``codebook.yaml``: claims, actors with their labels, quantities; what coders and measures go by."""

from __future__ import annotations

from typing import Annotated, Literal

import pydantic
from pydantic import FiniteFloat

from ..errors import listed, suggestion
from ..tables import STATUSES
from .settings import Strict, Text

Patterns = dict[str, list[Text]]


def _known_status(name: str) -> str:
    if name not in STATUSES:
        raise ValueError(f"unknown status {name!r}.{suggestion(name, STATUSES)} Statuses: {listed(STATUSES)}")
    return name


Status = Annotated[str, pydantic.AfterValidator(_known_status)]


class Claim(Strict):
    """One claim: what it says, when which status holds, and words by language that hint at it."""

    name: Text
    kind: Text
    description: Text
    rules: dict[Status, Text] = {}
    patterns: Patterns = {}


class Label(Strict):
    """One word or phrase for an actor and its value for that actor."""

    label: Text
    evaluation: Literal["legitimising", "neutral", "delegitimising"]
    gloss: str | None = None


class Actor(Strict):
    """One actor: its names, and its labels by language."""

    description: Text
    names: list[Text] = []
    labels: dict[str, list[Label]] = {}


class Quantity(Strict):
    """One quantity: what it counts, in which unit, and the claim it belongs to."""

    description: Text
    unit: Text
    claim: str | None = None


class Codebook(Strict):
    """The keys of ``codebook.yaml``.

    ``precedence`` decides when two statuses fit; ``vague`` gives the low bound that vague number words are entered
    with, by convention.
    """

    version: int = 1
    unit: Text
    statuses: dict[Status, Text]
    precedence: list[Status] = []
    precedence_note: str | None = None
    kinds: dict[str, Text] = {}
    evaluations: dict[Literal["legitimising", "neutral", "delegitimising"], Text] = {}
    doubtful: list[Text] = []
    vague: dict[str, FiniteFloat] = {}
    claims: dict[str, Claim] = {}
    actors: dict[str, Actor] = {}
    quantities: dict[str, Quantity] = {}

    @pydantic.model_validator(mode="after")
    def _one_world(self) -> Codebook:
        for claim_id, claim in self.claims.items():
            if self.kinds and claim.kind not in self.kinds:
                raise ValueError(f"claim {claim_id} has kind {claim.kind!r}; kinds: {listed(self.kinds)}")
        for name, quantity in self.quantities.items():
            if quantity.claim is not None and quantity.claim not in self.claims:
                raise ValueError(
                    f"quantity {name} names claim {quantity.claim!r}, which is not in claims: {listed(self.claims, 40)}"
                )
        return self
