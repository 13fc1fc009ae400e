"""``story.yaml``: what a story is, as its owner states it."""

from __future__ import annotations

import datetime
from typing import Annotated

import pydantic
from pydantic import Field

from ..tables import TABLES

Text = Annotated[str, Field(min_length=1)]
EXPECTED = ("outlets", "languages", *TABLES)


class Strict(pydantic.BaseModel):
    """Unknown keys are errors, and a loaded model cannot be changed."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class Period(Strict):
    """First and last day of what the story covers, both included."""

    begin: datetime.date
    end: datetime.date

    @pydantic.model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.begin > self.end:
            raise ValueError(f"begin {self.begin} is after end {self.end}")
        return self


class Settings(Strict):
    """The keys of ``story.yaml``.

    ``coder`` is whose coding the analyses use unless told otherwise; ``focus`` the article whose way is shown first;
    ``expected`` the counts the story must have (of outlets, languages or any table), so that a lost row is noticed.
    """

    title: Text
    question: Text
    invented: bool = False
    period: Period
    languages: list[Text] = Field(min_length=1)
    coder: Text
    focus: str | None = None
    events: dict[str, Text] = {}
    expected: dict[str, int] = {}
    origin: Text
    publish: Text

    @pydantic.field_validator("expected")
    @classmethod
    def _known_counts(cls, expected: dict[str, int]) -> dict[str, int]:
        unknown = [name for name in expected if name not in EXPECTED]
        if unknown:
            raise ValueError(f"unknown count {unknown[0]!r}; counts: {', '.join(EXPECTED)}")
        return expected
