"""What an export of another tool holds: documents and coded passages, before anything is made of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from ...intake.source import Source

MOST_PASSAGES = 200_000  # of one export
MOST_TEXT = 20_000_000  # characters of one document


@dataclass(frozen=True)
class Passage:
    """One coding of another tool.

    Attributes
    ----------
    document
        The key of its document in ``Export.documents``.
    begin, end
        Half-open offsets into the text of the tool, in characters; None if the whole document is coded.
    code
        The name of the code below the names of the codes above it.
    coder
        Who coded it, as the tool names them; None if the file does not say.
    note
        What the coder wrote to it.
    reads
        The words that the file itself quotes; None if it quotes none.
    attributes
        What else the file says of this coding, by the name of the field.
    where
        The place in the file, for a report.
    """

    document: str
    begin: int | None
    end: int | None
    code: tuple[str, ...]
    coder: str | None = None
    note: str | None = None
    reads: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    where: str = ""

    @property
    def name(self) -> str:
        """The code with the codes above it, as it stands in a mapping."""
        return "/".join(self.code)


@dataclass(frozen=True)
class Document:
    """A document of the tool: its name, and its text if the file has it."""

    name: str
    text: str | None = None

    @cached_property
    def solid(self) -> Solid:
        """The text without white space."""
        return Solid.of(self.text or "")


@dataclass(frozen=True)
class Solid:
    """A text without its white space and marks of byte order: its letters, and the place of each in the text."""

    letters: str
    places: list[int]

    @classmethod
    def of(cls, text: str) -> Solid:
        """Take the white space out of a text."""
        places = [place for place, sign in enumerate(text) if not (sign.isspace() or sign == "\ufeff")]
        return cls("".join(text[place] for place in places), places)

    def before(self, place: int) -> int:
        """How many letters stand before a place of the text."""
        return bisect_left(self.places, place)


@dataclass(frozen=True)
class Unread:
    """A coding that could not be read: what it is, and why; its document and code as far as they are known."""

    what: str
    reason: str
    document: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Export:
    """What one file holds; ``codes`` are all it defines, also those that code nothing, if it says so."""

    documents: dict[str, Document]
    passages: list[Passage]
    unread: list[Unread] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    codes: list[tuple[str, ...]] = field(default_factory=list)


@dataclass(frozen=True)
class ExportReader:
    """A format: its name, what recognises it, and what reads it. ``end_is`` is what a user says of end positions."""

    name: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source, str | None], Export]


def source_of(path: Path) -> Source:
    """A file as a source."""
    return Source.of_path(path)


def from_utf16(text: str) -> Callable[[int], int | None]:
    """What turns an offset counted in UTF-16 into one counted in characters; None for one inside a character."""
    if text.isascii() or max(text) < "\U00010000":
        return lambda offset: offset
    ends = [0, *accumulate(1 + (sign > "\uffff") for sign in text)]

    def turned(offset: int) -> int | None:
        place = bisect_left(ends, offset)
        return place if place < len(ends) and ends[place] == offset else None

    return turned
