"""Lines of a table as the csv module asks for them: mended where they are in another encoding, given back where a
quotation mark that is never closed swallowed them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ..record import Reject, Remark
from .code_pages import NO_TEXT_IN
from .mixed import repaired

MAX_CELL = 5_000_000  # characters, as of a text
KEPT = 100_000  # of a row that is rejected
_LEAST_LIKE = 0.5  # of the lines inside a cell that look like rows, if the cell is to be taken for a damaged one
_MOST_AGAIN = 10  # times the lines of a file that are read again at most; more is not a table
_NAMED = 5  # places named in a remark
Row = tuple[int, list[str], str]  # number of its first line, cells, the row as found


def errors_of(encoding: str) -> str:
    """How bytes that are not text are read: kept for ``Lines`` to mend, or replaced if an encoding cannot keep them."""
    return (
        "replace" if encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32", "utf-7")) else "surrogateescape"
    )


class Lines:
    """Lines of a file, kept until the row they make is known.

    Parameters
    ----------
    stream
        The file, opened with ``errors="surrogateescape"``: a line with bytes that are not text in ``encoding`` is read
        in the code page it is in, if it holds no sign of the file's own encoding.
    longest
        Characters of a line that are read at once.
    """

    def __init__(self, stream: io.TextIOWrapper, encoding: str, longest: int = MAX_CELL):
        self.stream, self.encoding, self.longest = stream, encoding, longest
        self.taken: list[str] = []
        self.again: list[str] = []  # lines to be read once more, the next one last
        self.size, self.number, self.n_again = 0, 0, 0
        self.is_cut = False  # whether a line was longer than is read at once
        self.pages: dict[str, list[int]] = {}  # code page a line was read in -> numbers of such lines
        self.replaced: list[int] = []  # numbers of lines in which bytes became U+FFFD
        self.damaged: list[int] = []  # numbers of lines that hold U+FFFD in the file itself
        self.is_wide = errors_of(encoding) == "replace"

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self.again.pop() if self.again else self._read()
        self.number += 1
        if self.size < MAX_CELL:
            self.taken.append(line)
            self.size += len(line)
        return line

    def _read(self) -> str:
        line = self.stream.readline(self.longest)
        if not line:
            raise StopIteration
        if not self.number:
            line = line.removeprefix("\ufeff")
        self.is_cut = len(line) >= self.longest and not line.endswith(("\n", "\r"))
        if not line.isascii():
            found = line
            line, page = repaired(line, self.encoding)
            if page:
                self.pages.setdefault(page, []).append(self.number + 1)
            if "\N{REPLACEMENT CHARACTER}" in line:
                (self.replaced if line != found or self.is_wide else self.damaged).append(self.number + 1)
        return line

    def take(self) -> list[str]:
        """The lines read since the last call."""
        lines, self.taken, self.size = self.taken, [], 0
        return lines

    def give_back(self, lines: list[str]) -> bool:
        """Have lines read once more, as rows of their own; False if that was asked too often for a table."""
        self.n_again += len(lines)
        if self.n_again > _MOST_AGAIN * self.number + 1_000:
            return False
        self.again.extend(reversed(lines))
        self.number -= len(lines)
        return True

    def remarks(self) -> Iterator[Remark]:
        """What was done about bytes that are not text in the encoding of the file."""
        for page, numbers in self.pages.items():
            yield Remark("encoding", f"{NO_TEXT_IN} {self.encoding}: {_lines(numbers)} read as {page}")
        if self.replaced:
            yield Remark("encoding", f"{NO_TEXT_IN} {self.encoding}: {_lines(self.replaced)}, kept as U+FFFD")
        if self.damaged:
            said = f"{_lines(self.damaged)}: letters lost before the file was saved (it holds U+FFFD in their place)"
            yield Remark("encoding", said)


class Rows:
    """Rows of a table by the csv module, without rows swallowed by a quotation mark that is never closed.

    Such a cell ends in the middle of a later row, where a quotation mark is followed by neither a sign between cells
    nor the end of the line, and the lines inside it look like rows of the table. Its first line is then taken as a row
    of its own, and the others are read again.
    """

    def __init__(self, lines: Lines, sign: str, quote: str = '"'):
        self.lines, self.sign, self.quote = lines, sign, quote
        self.reader = csv.reader(lines, delimiter=sign, quotechar=quote)
        self.width = 0  # of the header, once it is known
        self.unclosed: list[int] = []
        self.last: list[str] = []  # the lines of the row read last

    def __iter__(self) -> Iterator[Row | Reject]:
        while True:
            line = self.lines.number + 1
            fault, cells = "", []
            try:
                cells = next(self.reader)
            except StopIteration:
                if self.last and not self._is_closed(self.last):
                    yield Reject.of_end("the last cell opens a quotation mark and does not close it; perhaps cut")
                return
            except (csv.Error, UnicodeError) as error:
                fault = f"not readable as CSV: {error}"
            found = self.lines.take()
            if len(found) > 1 and self.width and (fault or not self._is_sound(found)):
                n_like = sum(self._is_row(one) for one in found[1:])
                if n_like and n_like >= _LEAST_LIKE * (len(found) - 1) and self.lines.give_back(found[1:]):
                    yield self._first(line, found)
                    continue
            self.last = found
            if fault:
                yield Reject(f"line {line:,}", fault, "".join(found)[:KEPT])
            else:
                yield line, cells, "".join(found)[:KEPT]

    def _first(self, line: int, found: list[str]) -> Row | Reject:
        """The row whose cell is never closed: to the end of its line, if what follows it is a row."""
        cells = next(csv.reader([found[0].rstrip("\r\n")], delimiter=self.sign, quotechar=self.quote), [])
        if len(cells) == self.width and self._is_row(found[1]):
            self.unclosed.append(line)
            return line, cells, found[0][:KEPT]
        return Reject(f"line {line:,}", "a quotation mark is opened and never closed", found[0][:KEPT])

    def remarks(self) -> Iterator[Remark]:
        """The rows whose quotation mark is never closed."""
        if self.unclosed:
            where = _lines(self.unclosed)
            said = f"a quotation mark is never closed in {where}; read to the end of the line: is the text whole?"
            yield Remark("layout", said)

    def _parsed(self, lines: list[str], is_strict: bool) -> list[list[str]] | None:
        try:
            return list(csv.reader(lines, delimiter=self.sign, quotechar=self.quote, strict=is_strict))
        except csv.Error:
            return None

    def _is_sound(self, lines: list[str]) -> bool:
        return self._parsed(lines, is_strict=True) is not None

    def _is_closed(self, lines: list[str]) -> bool:
        """Whether the last cell of lines is closed: what follows is then a row of its own."""
        last = lines[-1] if lines[-1].endswith(("\n", "\r")) else f"{lines[-1]}\n"
        parsed = self._parsed([*lines[:-1], last, "x"], is_strict=False)
        return parsed is None or len(parsed) > 1

    def _is_row(self, line: str) -> bool:
        rows = self._parsed([line], is_strict=False) or [[]]
        return len(rows[0]) == self.width


def _lines(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"line {numbers[0]:,}"
    named = ", ".join(f"{number:,}" for number in numbers[:_NAMED])
    return f"{len(numbers):,} lines ({named}{', ...' if len(numbers) > _NAMED else ''})"
