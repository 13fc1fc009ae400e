"""CSV with commas, semicolons, tabs or bars, in any encoding, with columns called as people call them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from ..errors import SamestoryError, listed
from .names import guessed
from .record import Found, Options, Reader, Reject, Remark
from .shape import Item, Shaper
from .source import Source

ENDINGS = (".csv", ".tsv", ".tab")
SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MAX_CELL = 5_000_000  # characters, as of a text
KEPT = 100_000
SAMPLE = 40  # rows by which the sign between cells is told


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


def _layout(head: str, columns: dict[str, str]) -> tuple[str, list[str]]:
    """The sign between cells and as much of the header as the head holds: most columns known, then most rows as wide
    as the header."""
    head = head.removeprefix("\ufeff")
    if head[:4].lower() == "sep=":  # Excel's own line before the header
        head = head.partition("\n")[2]
    best: tuple[tuple[int, int, int], str, list[str]] = ((-1, 0, 0), ",", [])
    for sign in SIGNS:
        rows = []
        try:
            for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign):
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


class _Lines:
    """Lines of a file as the csv module asks for them, kept until the row they make is known."""

    def __init__(self, stream: io.TextIOWrapper):
        self.stream, self.taken, self.size, self.number, self.replaced = stream, [], 0, 0, 0  # type: ignore[var-annotated]
        self.is_cut = False  # whether a line was longer than is read at once

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.stream.readline(MAX_CELL)
        if not line:
            raise StopIteration
        if not self.number:
            line = line.removeprefix("\ufeff")
        self.number += 1
        self.is_cut = len(line) >= MAX_CELL and not line.endswith(("\n", "\r"))
        self.replaced += "\N{REPLACEMENT CHARACTER}" in line
        if self.size < KEPT:
            self.taken.append(line[: KEPT - self.size])
            self.size += len(line)
        return line

    def take(self) -> str:
        """What was read since the last call."""
        raw, self.taken, self.size = "".join(self.taken), [], 0
        return raw


def _read(source: Source, options: Options) -> Iterator[Found]:
    encoding = options.encoding or source.encoding
    shaper = Shaper(options)
    sign, _ = _layout(source.head.decode(encoding, errors="replace"), options.columns)
    csv.field_size_limit(MAX_CELL)
    with source.open() as binary, io.TextIOWrapper(binary, encoding, errors="replace", newline="") as stream:
        lines = _Lines(stream)
        rows = csv.reader(lines, delimiter=sign)
        header = _header(source, rows, lines)
        known = guessed(header).keys() | {ours for ours, theirs in options.columns.items() if theirs in header}
        if twice := sorted(name for name, n in Counter(header).items() if n > 1):
            raise SamestoryError(f"{source.name}: column given twice in the header: {listed(twice)}")
        if not known & {"text", "title", "teaser"}:
            raise SamestoryError(
                f"{source.name}: no column of its first row means text or title; say which does (columns: text=NAME). "
                f"Its columns: {listed(header)}"
            )
        yield Remark("encoding", options.encoding or source.encoding_says)
        yield Remark("layout", f"{SIGNS[sign]} between cells, {len(header):,} columns")
        yield from shaper.records(_rows(rows, lines, header))
    if lines.replaced:
        yield Remark("encoding", f"bytes that are no text in {encoding}, in {lines.replaced:,} lines; kept as U+FFFD")


def _header(source: Source, rows: Iterator[list[str]], lines: _Lines) -> list[str]:
    """The names of the columns: the first row with anything in it, however long, after Excel's line about the sign.

    Raises
    ------
    SamestoryError
        It cannot be read, or is longer than a cell may be.
    """
    try:
        for row in rows:
            if lines.is_cut:
                raise SamestoryError(f"{source.name}: a first row of more than {MAX_CELL:,} signs is no header")
            if lines.take()[:4].lower() != "sep=" and any(row):
                return [cell.strip() or f"column {n}" for n, cell in enumerate(row, 1)]
    except (csv.Error, UnicodeError) as error:
        raise SamestoryError(f"{source.name}: its first row is not readable as CSV: {error}") from None
    return []


def _rows(reader: Iterator[list[str]], lines: _Lines, header: list[str]) -> Iterator[Item | Reject]:
    number = 1
    while True:
        line = lines.number + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except (csv.Error, UnicodeError) as error:
            number += 1
            yield Reject(f"row {number:,}, line {line:,}", f"not readable as CSV: {error}", lines.take())
            continue
        raw = lines.take()
        if not any(row):
            continue
        number += 1
        place = f"row {number:,}, line {line:,}"
        if len(row) != len(header):
            yield Reject(place, f"has {len(row):,} cells, the header has {len(header):,}", raw)
            continue
        yield place, dict(zip(header, row, strict=True)), raw


READER = Reader("CSV", ENDINGS, _recognises, _read)
