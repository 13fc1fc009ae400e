"""Excel workbooks: each sheet whose header one can guess, row by row; values as last saved, never a formula."""

from __future__ import annotations

import datetime
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ...errors import SamestoryError, listed, reason_of
from ..record import Found, Options, Rank, Reader, Reject, Remark
from ..shared.column_names import guessed
from ..shared.shape import Item, Shaper
from ..source import Source

ENDINGS = (".xlsx", ".xlsm")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Office before 2007
MAX_UNPACKED = 1_000_000_000
MAX_RATIO = 200  # sheets of text pack to a tenth or so; a bomb to a thousandth
HEADER_WITHIN = 20  # rows above a header: titles, notes, empty ones


def _recognises(source: Source) -> bool:
    if source.ending in (".xls", ".xlsx", ".xlsm") and source.head[:8] == OLD:
        return True
    return source.head[:4] == b"PK\x03\x04" and (source.ending in ENDINGS or b"xl/workbook" in source.head)


def _checked(source: Source) -> bool:
    """Whether it holds formulas; no workbook of today, beyond bounds, or with entities: refused."""
    formulas = False
    if source.head[:8] == OLD:
        raise SamestoryError(
            f"{source.name}: an old or encrypted workbook; save it as .xlsx without a password, or CSV"
        )
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as packed:
            parts = packed.infolist()
            size = sum(part.file_size for part in parts)
            if size > MAX_UNPACKED or (size > 10_000_000 and size > MAX_RATIO * max(source.size, 1)):
                raise SamestoryError(
                    f"{source.name}: {source.size:,} bytes unpack to {size:,}; a workbook may have {MAX_UNPACKED:,} "
                    f"and {MAX_RATIO} times its own size"
                )
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    with packed.open(part) as xml:
                        piece = xml.read(65_536)
                        formulas = formulas or b"<f>" in piece or b"<f " in piece
                        if b"<!DOCTYPE" in piece[:4096].upper():
                            raise SamestoryError(f"{source.name}: {part.filename} declares a document type; refused")
    except SamestoryError:
        raise
    except Exception as error:  # zipfile, zlib, lzma and bz2 each have errors of their own
        raise SamestoryError(f"{source.name}: not readable as a workbook: {reason_of(error)}") from None
    return formulas


def _read(source: Source, options: Options) -> Iterator[Found]:
    import openpyxl

    if _checked(source):
        yield Remark("layout", "holds formulas: their values as last saved are read, and empty if none was saved")
    with source.open() as stream:
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            sheets = book.worksheets
        except Exception as error:  # openpyxl names no error of its own for most ways a workbook can be broken
            raise SamestoryError(f"{source.name}: not readable as a workbook: {reason_of(error)}") from None
        left: list[str] = []
        read = 0
        for sheet in sheets:
            rows = _rows(sheet)
            header, number, passed = _header(rows, options.columns)
            if header is None:
                if passed:
                    left.append(sheet.title)
                continue
            read += 1
            yield Remark("layout", f"sheet {sheet.title!r}, header in row {number}, {len(header)} columns")
            yield from Shaper(options).records(_items(sheet.title, rows, header, number))
        if not read:
            raise SamestoryError(
                f"{source.name}: no sheet has a row of column names within its first {HEADER_WITHIN} rows of which one "
                "means text or title; say which does (columns: text=NAME)"
            )
        if left:
            yield Remark("layout", f"sheets not read, as no column of theirs means text or title: {listed(left)}")


def _rows(sheet: Any) -> Iterator[tuple | Reject]:
    """Rows of values; a sheet that breaks ends with a reject."""
    try:
        sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
        yield from sheet.iter_rows(values_only=True)
    except Exception as error:
        yield Reject(f"sheet {sheet.title!r}", f"not readable from here on: {reason_of(error)}")


def _header(rows: Iterator[tuple | Reject], columns: dict[str, str]) -> tuple[list[str] | None, int, int]:
    """The header, its row number, and how many rows that are not empty were passed."""
    passed = 0
    for number, row in enumerate(rows, 1):
        if isinstance(row, Reject):
            raise SamestoryError(f"{row.place}: {row.reason}")
        names = ["" if cell is None else str(cell).strip() for cell in row]
        passed += any(names)
        known = guessed([name for name in names if name]).keys() | {o for o, name in columns.items() if name in names}
        if known & {"text", "title", "teaser"} and len([name for name in names if name]) > 1:
            return names, number, passed
        if number >= HEADER_WITHIN:
            break
    return None, 0, passed


def _items(sheet: str, rows: Iterator[tuple | Reject], header: list[str], number: int) -> Iterator[Item | Reject]:
    if twice := sorted(name for name, n in Counter(header).items() if name and n > 1):
        raise SamestoryError(f"sheet {sheet!r}, row {number}: column given twice in the header: {listed(twice)}")
    for row in rows:
        number += 1
        if isinstance(row, Reject):
            yield row
            continue
        if all(cell is None or cell == "" for cell in row):
            continue
        place = f"sheet {sheet!r}, row {number:,}"
        values = {name: _cell(cell) for name, cell in zip(header, row, strict=False) if name}
        if extra := [cell for cell in row[len(header) :] if cell is not None]:
            yield Reject(place, f"has cells beyond the header: {listed(extra, 3)[:100]}", repr(row)[:10_000])
            continue
        yield place, values, repr(row)[:10_000]


def _cell(value: Any) -> Any:
    """A cell's value; lengths of time and errors of formulas are no values of ours."""
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    return (
        None
        if isinstance(value, str) and value.startswith("#") and value.rstrip("!?").isupper() and len(value) < 9
        else value
    )


READER = Reader("Excel", ENDINGS, _recognises, _read, Rank.TABLE)
