"""``story.yaml``: what a story is, as its owner states it."""

from __future__ import annotations

import datetime
from typing import Annotated

import pydantic
from pydantic import Field

from ..errors import SamestoryError, listed, suggestion
from ..intake.dates.reading import zone_named
from ..intake.shared.column_names import MADE
from ..schema import TABLES, table_named

__all__ = ["Settings"]

Text = Annotated[str, Field(min_length=1)]
REJECTED, MISSING, CUT = "rejected", "missing", "cut"
OF_FILES = (REJECTED, MISSING, CUT)  # counts of what the files lack, not of what the story holds
EXPECTED = ("outlets", "languages", *OF_FILES, *TABLES)


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


class Feed(Strict):
    """A feed or sitemap that ``samestory watch`` reads.

    ``outlet``, ``language`` and ``event`` hold for all its entries. ``words`` replaces the story's ``feed_words``; an
    empty list takes every entry.
    """

    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2_000)]
    outlet: Text | None = None
    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] | None = None
    event: Text | None = None
    words: list[Text] | None = None

    @pydantic.model_validator(mode="before")
    @classmethod
    def _of_address(cls, given: object) -> object:
        return {"url": given} if isinstance(given, str) else given


class Settings(Strict):
    """The keys of ``story.yaml``.

    ``period`` and ``languages`` are those of the articles where story.yaml does not give them. ``coder`` is whose
    coding the analyses use unless told otherwise; ``focus`` the article whose way is shown first; ``default_event``
    the event of articles that name none (the only event, where there is one); ``event_titles`` are short names of
    events for figures and tables (default: their descriptions in ``events``);
    ``expected`` the counts the story must have (of outlets, languages or any table), so that a lost row is noticed, and
    those of what its exports are known to lack: ``rejected`` records, ``missing`` ones, by which an export's own count
    is not what was found, and files that break off, ``cut``. ``columns`` (column of ``articles``: name in the files),
    ``day_first`` and ``zone`` settle how exports in ``articles/`` are read, ``header: false`` that the first row of
    tables is an article (columns then go by number), ``quote`` what encloses their cells; see ``samestory intake``.
    ``feeds`` are read by ``samestory watch``: addresses, or a mapping with ``url`` and what holds for all its entries;
    ``feed_words`` are the words of which an entry must have one.
    """

    title: Text
    question: Text
    invented: bool = False
    period: Period = Period(begin=datetime.date(1600, 1, 1), end=datetime.date(2199, 12, 31))
    languages: list[Text] = []
    coder: Text = "hand"
    focus: str | None = None
    events: dict[str, Text] = {}
    event_titles: dict[str, Text] = {}
    default_event: str | None = None
    expected: dict[str, int] = {}
    columns: dict[str, Text] = {}
    day_first: bool | None = None
    zone: str | None = None
    header: bool = True
    quote: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    feeds: Annotated[list[Feed], Field(max_length=500)] = []
    feed_words: list[Text] = []
    origin: Text
    publish: Text

    @property
    def event_of_the_rest(self) -> str | None:
        """The event of an article that names none; None if there are several and no default, or none at all."""
        return self.default_event or (next(iter(self.events)) if len(self.events) == 1 else None)

    @pydantic.model_validator(mode="after")
    def _known_events(self) -> Settings:
        if self.default_event is not None and self.default_event not in self.events:
            near = suggestion(self.default_event, self.events)
            raise ValueError(
                f"default_event {self.default_event!r} is not in events.{near} Events: {listed(self.events)}"
            )
        if unknown := [event for event in self.event_titles if event not in self.events]:
            near = suggestion(unknown[0], self.events)
            raise ValueError(
                f"event_titles names {unknown[0]!r}, which is not in events.{near} Events: {listed(self.events)}"
            )
        return self

    @pydantic.model_validator(mode="after")
    def _feeds_fit(self) -> Settings:
        fixed = [name for name in self.expected if name not in OF_FILES]
        if self.feeds and fixed:
            raise ValueError(
                f"expected fixes the number of {listed(fixed)}, but feeds add articles; remove one of the two"
            )
        for feed in self.feeds:
            if feed.event is not None and feed.event not in self.events:
                raise ValueError(f"feeds names the event {feed.event!r}, which is not in events: {listed(self.events)}")
        return self

    @pydantic.field_validator("columns")
    @classmethod
    def _known_columns(cls, columns: dict[str, str]) -> dict[str, str]:
        allowed = [name for name in table_named("articles").names if name not in MADE]
        if unknown := [name for name in columns if name not in allowed]:
            raise ValueError(f"articles has no column {unknown[0]!r}; columns: {', '.join(allowed)}")
        return columns

    @pydantic.field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        try:
            return zone and zone_named(zone).key
        except SamestoryError as error:
            raise ValueError(str(error)) from None

    @pydantic.field_validator("expected")
    @classmethod
    def _known_counts(cls, expected: dict[str, int]) -> dict[str, int]:
        unknown = [name for name in expected if name not in EXPECTED]
        if unknown:
            raise ValueError(f"unknown count {unknown[0]!r}; counts: {', '.join(EXPECTED)}")
        return expected
