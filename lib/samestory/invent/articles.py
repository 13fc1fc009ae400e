"""Articles of an invented story: which sentences each has, from whom, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .sentences import Sentence


@dataclass(frozen=True)
class Outlet:
    """An outlet: its name in Latin letters, its name in texts, and the words at the end of its articles."""

    name: str
    cyrillic: str
    slug: str
    language: str
    ends: str


@dataclass
class Piece:
    """One article before it is laid out."""

    article_id: str
    outlet: Outlet
    event: str
    title: str
    published: datetime | None
    sentences: list[Sentence]
    precision: str = "minute"
    status: str = "full"
    dateline: str = ""
    credit: str = ""
    ending: str = "boilerplate"
    last: tuple[tuple[str, str], ...] = ()  # parts after the body: kind and words
    version_of: str = ""
    family: str = ""
    basis: str = "alone"
    earliest: bool | None = True
    derivation: str = "not"
    way: tuple[tuple[str, str], ...] = ()  # source and its article, from the origin on
    how: str = ""  # how its passages were taken over
    text: str = ""
    parts: list[tuple[str, int, int]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)  # where each sentence begins

    def lay_out(self) -> None:
        """Put the sentences into paragraphs and note where each part and sentence begins."""
        text = ""
        if self.status == "none":
            return
        if self.dateline:
            self.parts.append(("dateline", 0, len(self.dateline)))
            text = self.dateline + " "
        if self.credit:
            self.parts.append(("credit", len(text), len(text) + len(self.credit)))
            text += self.credit + " "
        begin = len(text)
        for at, sentence in enumerate(self.sentences):
            if at:
                text += "\n\n" if at % 2 == 0 else " "
            self.places.append(len(text))
            text += sentence.text
        self.parts.append(("body", begin, len(text)))
        for kind, words in (*self.last, (self.ending, self.outlet.ends)):
            text += "\n\n"
            self.parts.append((kind, len(text), len(text) + len(words)))
            text += words
        self.text = text

    def has(self, keys: Iterable[str]) -> bool:
        """Whether one of its sentences has one of the keys."""
        return bool({sentence.key for sentence in self.sentences} & set(keys))

    def time(self) -> str:
        """When it was published, as far as is said."""
        if self.published is None or self.precision == "unknown":
            return ""
        form = {"minute": "%Y-%m-%dT%H:%M+00:00", "day": "%Y-%m-%d", "month": "%Y-%m"}[self.precision]
        return self.published.strftime(form)


def order(first: Piece, second: Piece) -> str:
    """Whether it can be told which of two was first: known, tied or unknown."""
    if not first.time() or not second.time():
        return "unknown"
    if "month" in (first.precision, second.precision):
        return "tied"
    is_to_minute = first.precision == second.precision == "minute"
    a, b = first.published, second.published
    if a is None or b is None or (a == b if is_to_minute else a.date() == b.date()):
        return "tied"
    return "known"


def after(start: datetime, days: int, hours: float) -> datetime:
    """A time some days and hours after the beginning of the first day."""
    return start + timedelta(days=days, minutes=round(hours * 60))
