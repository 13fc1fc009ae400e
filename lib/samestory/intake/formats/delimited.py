"""CSV with commas, semicolons, tabs or bars, in any encoding, with columns called as people call them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from ...errors import SamestoryError, listed
from ..record import Found, Options, Rank, Reader, Reject, Remark
from ..shared.column_names import guessed
from ..shared.csv_lines import MAX_CELL, Lines, Row, Rows, errors_of
from ..shared.shape import Item, Shaper
from ..source import Source

ENDINGS = (".csv", ".tsv", ".tab")
SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LONG_NAME = 60  # characters; what is longer is not a name of a column
WORDS_OF_NAME = 6  # and so is what has more words
SAMPLE = 40  # rows by which the sign between cells is recognised


def _recognises(source: Source) -> bool:
    if source.is_binary or not source.head or source.head_text.lstrip("\ufeff \r\n\t")[:1] in ("<", "{", "["):
        return False
    if source.ending in ENDINGS:
        return True
    if source.ending not in (".txt", ""):
        return False
    _, header = _layout(source.head_text, {})  # a table under another ending has to show columns we know
    known = guessed(header)
    return len(header) > 1 and ("text" in known or "title" in known) and len(known) > 1


def _layout(head: str, columns: dict[str, str], quote: str = '"') -> tuple[str, list[str]]:
    """The sign between cells and as much of the header as the head holds: most columns known, then most rows as wide
    as the header."""
    head = head.removeprefix("\ufeff")
    if head[:4].lower() == "sep=":  # Excel's own line before the header
        head = head.partition("\n")[2]
    best: tuple[tuple[int, int, int], str, list[str]] = ((-1, 0, 0), ",", [])
    for sign in SIGNS:
        rows = []
        try:
            for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign, quotechar=quote):
                rows.append(row)
                if len(rows) > SAMPLE:
                    break
        except csv.Error:
            pass  # a cell longer than the head, or a quotation that never ends; the rows before it count
        rows = [row for row in rows if any(row)]
        if not rows:
            continue
        header = [cell.strip() for cell in rows[0]]
        known = len(guessed(header)) + sum(name in header for name in columns.values())
        wide = sum(len(row) == len(header) for row in rows[1:]) if len(header) > 1 else 0
        if (score := (known, wide, len(header))) > best[0]:
            best = (score, sign, header)
    return best[1], best[2]


def _read(source: Source, options: Options) -> Iterator[Found]:
    encoding = options.encoding or source.encoding
    quote = options.quote or '"'
    sign, _ = _layout(source.head.decode(encoding, errors="replace"), options.columns, quote)
    csv.field_size_limit(MAX_CELL)
    with source.open() as binary, io.TextIOWrapper(binary, encoding, errors=errors_of(encoding), newline="") as stream:
        lines = Lines(stream, encoding, MAX_CELL)
        rows = Rows(lines, sign, quote)
        header, first = _header(source, rows, options)
        columns = _by_number(options, header)
        known = guessed(header).keys() | {ours for ours, theirs in columns.items() if theirs in header}
        if twice := sorted(name for name, n in Counter(header).items() if n > 1):
            raise SamestoryError(f"{source.name}: column given twice in the header: {listed(twice)}")
        if not known & {"text", "title", "teaser", "url"}:
            raise SamestoryError(_no_text(source, header, options))
        rows.width = len(header)
        yield Remark("encoding", options.encoding or source.encoding_says)
        named = "columns, named by their numbers" if not options.header else "columns"
        yield Remark("layout", f"{SIGNS[sign]} between cells, {len(header):,} {named}")
        yield from Shaper(replace(options, columns=columns)).records(_rows(rows, first, header))
    yield from rows.remarks()
    yield from lines.remarks()


def _header(source: Source, rows: Rows, options: Options) -> tuple[list[str], list[Row]]:
    """The names of the columns: the first row with anything in it, however long, after Excel's line about the sign; and
    where there are no names, the row that was read to count the columns.

    Raises
    ------
    SamestoryError
        It cannot be read, or is longer than a cell may be.
    """
    for one in rows:
        if rows.lines.is_cut:
            raise SamestoryError(f"{source.name}: a first row of more than {MAX_CELL:,} signs is no header")
        if isinstance(one, Reject):
            raise SamestoryError(f"{source.name}: its first row is {one.reason}")
        _, cells, raw = one
        if raw[:4].lower() != "sep=" and any(cells):
            if not options.header:
                return [str(n) for n in range(1, len(cells) + 1)], [one]
            return [cell.strip() or f"column {n}" for n, cell in enumerate(cells, 1)], []
    return [], []


def _by_number(options: Options, header: list[str]) -> dict[str, str]:
    """The columns as told, a number that is not a name standing for the column in that place."""
    return {
        ours: header[int(theirs) - 1]
        if theirs not in header and theirs.isascii() and theirs.isdigit() and 0 < int(theirs[:6]) <= len(header)
        else theirs
        for ours, theirs in options.columns.items()
    }


def _no_text(source: Source, header: list[str], options: Options) -> str:
    """Why no row can be an article, and what to say so that it is."""
    shown = [cell if len(cell) <= LONG_NAME else f"{cell[:LONG_NAME]}..." for cell in header]
    if not options.header:
        return (
            f"{source.name}: say which column is the text or the title by its number (columns: text=2); "
            f"its {len(header):,} columns begin: {listed(shown)}"
        )
    if not any(len(cell) > LONG_NAME or len(cell.split()) > WORDS_OF_NAME for cell in header):
        return (
            f"{source.name}: no column of its first row means text or title; say which does (columns: text=NAME). "
            f"Its columns: {listed(header)}"
        )
    said = "its first row seems to be an article, not the names of columns; say --no-header, and name columns by number"
    if any(cell.startswith("'") for cell in header) and options.quote is None:
        said += """; its cells are enclosed by ', so say --quote "'" too"""
    return f"{source.name}: {said}, as in --no-header --columns text=2. Its first row: {listed(shown)}"


def _rows(rows: Rows, first: list[Row], header: list[str]) -> Iterator[Item | Reject]:
    number = 0 if first else 1
    for one in chain(first, rows):
        if isinstance(one, Reject):
            number += one.n
            place = f"row {number:,}, {one.place}" if one.n else one.place
            yield Reject(place, one.reason, one.raw, one.n)
            continue
        line, cells, raw = one
        if not any(cells):
            continue
        number += 1
        place = f"row {number:,}, line {line:,}"
        if len(cells) != len(header):
            yield Reject(place, f"has {len(cells):,} cells, the header has {len(header):,}", raw)
            continue
        yield place, dict(zip(header, cells, strict=True)), raw


READER = Reader("CSV", ENDINGS, _recognises, _read, Rank.DELIMITED)
