"""What a reader gives: records, rejects, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from .source import Source


@dataclass(frozen=True, slots=True)
class Record:
    """One article as its file gives it.

    ``fields`` are columns of ``articles``, as text (``stated_words`` as int): at least ``text`` or ``title``, and
    ``published`` in a form that shows its precision (``2024-10-14T08:30+02:00``, ``2024-10-14``, ``2024-10``). What is
    not known is left out. ``place`` is where in the file it stands, for a person who opens it: "record 3, line 120".
    """

    fields: dict[str, Any]
    place: str


@dataclass(frozen=True, slots=True)
class Reject:
    """One record that could not be read: where it stands, why in one line, and its bytes or text as found.

    ``n`` is how many records are lost with it where the file says so (the rest of a broken table); 0 if it is known
    that none is (a note on the end of a file, which then does not count as whole).
    """

    place: str
    reason: str
    raw: str | bytes = ""
    n: int = 1

    @classmethod
    def of_end(cls, reason: str) -> Reject:
        """A file that is seen to be cut: what it lost cannot be counted, but something is lost."""
        return cls("end of file", reason, n=0)


@dataclass(frozen=True, slots=True)
class Stated:
    """How many records the export itself says it holds, and the words in which it says so.

    ``of_search`` where it is a page of a search and says how many records all of its pages hold.
    """

    n: int
    says: str
    of_search: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A choice the reader made for the whole file, for the report.

    ``kind`` is ``encoding``, ``dates``, ``columns``, ``language`` or ``layout``; ``says`` one line, for instance
    "day before month, as in 13/11/2018".
    """

    kind: str
    says: str


Found = Record | Reject | Stated | Remark


@dataclass(frozen=True)
class Options:
    """What a user may tell the readers.

    ``columns`` maps columns of ``articles`` to columns of the file; ``language`` (BCP 47) is that of all texts;
    ``day_first`` settles dates such as 03/04/2024; ``zone`` is an IANA name for hours without one (without it such
    hours are kept in ``time_shown`` and the date counts to the day); ``encoding`` overrides what is recognised.
    ``header`` says whether the first row of a table names its columns (False: they are called "1", "2", ...), ``quote``
    which sign encloses the cells of a table in place of the double quotation mark.
    """

    columns: dict[str, str] = field(default_factory=dict)
    language: str | None = None
    day_first: bool | None = None
    zone: str | None = None
    encoding: str | None = None
    header: bool = True
    quote: str | None = None


class Rank(IntEnum):
    """How special a format is. Recognition asks low ranks first, so a special format is never read as a general one."""

    PROGRAM = 0
    """What one program writes, known by its own marks."""
    STANDARD = 1
    """One kind of file that many programs write: a web archive, a feed, a list of addresses."""
    DOCUMENT = 2
    """Any document or web page."""
    TABLE = 3
    """Any table or list of objects."""
    DELIMITED = 4
    """Any text with separators."""
    TEXT = 5
    """Any text."""


@dataclass(frozen=True)
class Reader:
    """One format: its name, how a file of it is recognised, how it is read, and its rank in recognition.

    ``recognises`` sees the first 64 KiB and the name, and never raises; ``read`` yields what it finds in the order of
    the file, streams where the format allows, and raises ``SamestoryError`` only if the whole file cannot be read.
    """

    name: str
    endings: tuple[str, ...]
    recognises: Callable[[Source], bool]
    read: Callable[[Source, Options], Iterator[Found]]
    rank: Rank = Rank.PROGRAM
