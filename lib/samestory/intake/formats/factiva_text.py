"""Factiva downloads saved as plain text, from the browser or a word processor; each article closes with its number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .factiva_fields import CODES_KNOWN, counted, document_number
from .factiva_rtf import read_lines
from .press import spaced
from .record import Found, Options, Reader, Remark
from .source import Source

_CODED = re.compile(r"^ ?([A-Z]{2,3})(?:\t|  )(.*)$")


def recognises(source: Source) -> bool:
    """Whether a line of the first 64 KiB closes an article as Factiva does, and another counts words or has a code."""
    if source.is_binary or source.head.lstrip()[:1] in (b"<", b"{"):
        return False
    lines = [spaced(line).strip() for line in _lines(source.head_text)]
    return any(document_number(line.strip("|").split("|")[-1].strip()) for line in lines) and any(
        counted(line) or line.startswith(("|HD|", "|PD|")) for line in lines
    )


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each article of the file; raises ``SamestoryError`` if there is none."""
    text, encoding = source.text(options.encoding)
    yield Remark("encoding", encoding)
    nothing = f"{source.name}: no line 'Document' with a number; is it a download of Factiva?"
    yield from read_lines(_lines(text), options, nothing)


def _lines(text: str) -> list[str]:
    """The lines of a text; a code and its value get the bars that stand between the cells of a table."""
    return [_CODED.sub(_cells, line) for line in text.lstrip("\ufeff").replace("\f", "\n").splitlines()]


def _cells(match: re.Match[str]) -> str:
    return f"|{match[1]}|{match[2].strip()}|" if match[1] in CODES_KNOWN else match[0]


READER = Reader("Factiva text", (".txt",), recognises, read)
