"""Factiva downloads as RTF, with codes or without; each article closes with "Document" and its number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import SamestoryError
from .factiva_fields import CODES_KNOWN, counted, document_number, in_order, of_codes
from .press import Says, findings, spaced
from .record import Found, Options, Reader, Stated
from .rich_text import head_text, is_rtf, lines_of, not_closed
from .source import Source

_CODED = re.compile(r"\|?\s*([A-Z]{2,3})(?:\s*\||\s{1,}|\t|$)\s*(.*)")
_FOUND = re.compile(
    r"\|?(?:Results Found|R[ée]sultats? trouv[ée]s?|Gefundene Ergebnisse|Gefundene Treffer|Resultados encontrados)"
    r"\s?[|:\t]?\s?([\d.,  ]{1,9})\|?",
    re.IGNORECASE,
)
_EDGES = "| \u00a0\u2007\u202f"
_SUMMARY = (
    "search summary",
    "resume de la recherche",
    "résumé de la recherche",
    "suchzusammenfassung",
    "suchubersicht",
    "resumen de la busqueda",
    "resumen de la búsqueda",
)


def recognises(source: Source) -> bool:
    """Whether it is RTF that closes an article as Factiva does, or has its codes, in the first 64 KiB."""
    if not is_rtf(source):
        return False
    lines = [spaced(line).strip(" \t|") for line in head_text(source).splitlines()]
    if any(document_number(line) for line in lines):
        return True
    return any(line.startswith(("HD|", "HD\t", "HD ")) for line in lines) and any(
        line[:2] in ("PD", "SN") for line in lines
    )


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each article of the file.

    Raises
    ------
    SamestoryError
        No sound RTF, or no article in it.
    """
    lines = lines_of(source)
    yield from not_closed(source)
    yield from read_lines(lines, options, f"{source.name}: no line 'Document' with a number; is it Factiva's RTF?")


def read_lines(lines: list[str], options: Options, nothing: str) -> Iterator[Found]:
    """Each article of lines in this layout, and how many the summary of the search states.

    Raises
    ------
    SamestoryError
        With the words of ``nothing`` if no article is in them.
    """
    pieces: list[list[str]] = []
    current: list[str] = []
    stated = None
    for line in lines:
        known = spaced(line)
        if (results := _FOUND.fullmatch(known)) is not None:
            digits = re.sub(r"\D", "", results[1])
            stated = Stated(int(digits), known.strip("| ").replace("|", " ")) if digits else None
        current.append(line)
        if document_number(_last(known)) is not None:
            pieces.append(current)
            current = []
    if not pieces and not any(counted(spaced(line)) for line in lines):
        raise SamestoryError(nothing)
    if _is_article(current):
        pieces.append(current)
    records = [_says(piece, f"article {order}") for order, piece in enumerate(pieces, 1)]
    # A summary of the search counts what was found, of which 100 at most are saved at a time.
    yield from findings(records, options, stated if stated and stated.n <= 100 else None)


def _last(line: str) -> str:
    """What of a line may close an article: all of it, or in a table its last cell."""
    return line.strip("| ").split("|")[-1].strip()


def _is_article(lines: list[str]) -> bool:
    said = [spaced(line).strip("| ") for line in lines if line.strip(_EDGES)]
    if not said or said[0].casefold().startswith(_SUMMARY):
        return False
    return any(counted(line) for line in said) or any(map(_code, lines))


def _code(line: str) -> tuple[str, str] | None:
    match = _CODED.fullmatch(line)
    return (match[1], match[2].strip(_EDGES)) if match and match[1] in CODES_KNOWN else None


def _says(lines: list[str], place: str) -> Says:
    coded = [_code(line) for line in lines]
    names = {found[0] for found in coded if found}
    if not {"HD", "PD"} <= names and not {"HD", "SN"} <= names:
        return in_order([line.strip(_EDGES) for line in lines if line.strip(_EDGES)], place)
    codes: dict[str, list[str]] = {}
    name = ""
    for line, found in zip(lines, coded, strict=True):
        if found and (found[0] not in codes or found[0] == name):
            name, said = found
            codes.setdefault(name, [])
        else:
            said = line.strip(_EDGES)
        if name and said:
            codes[name].append(said)
    return of_codes(codes, place, "\n".join(lines))


READER = Reader("Factiva RTF", (".rtf",), recognises, read)
