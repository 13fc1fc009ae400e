"""Nexis downloads as RTF, of the old service and of Nexis Uni."""

from __future__ import annotations

from collections.abc import Iterator

from .nexis_labels import mark
from .nexis_text import read_lines as read_old
from .nexis_uni import Line, is_uni, read_lines
from .record import Found, Options, Reader
from .rich_text import head_text, is_rtf, lines_of, not_closed
from .source import Source

_COVER = ("client/matter:", "job number:", "mandant/akte:", "client/dossier")


def recognises(source: Source) -> bool:
    """Whether it is RTF with a line of Nexis in its first 64 KiB."""
    if not is_rtf(source):
        return False
    text = head_text(source)
    lines = [line.strip() for line in text.splitlines()]
    return is_uni(lines) or any(mark(line) for line in lines) or any(said in text.lower() for said in _COVER)


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each document of the file; raises ``SamestoryError`` where there is none."""
    lines = lines_of(source)
    yield from not_closed(source)
    if is_uni(lines) or not any(mark(line) for line in lines):
        yield from read_lines([Line(line.strip("|"), "|" in line) for line in lines], options, source.name)
    else:
        yield from read_old(lines, options, source.name)


READER = Reader("Nexis RTF", (".rtf",), recognises, read)
