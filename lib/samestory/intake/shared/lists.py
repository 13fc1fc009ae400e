"""What lists of addresses share: rows of a table without texts, and the fields of one article in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from ..record import Options, Record, Reject
from ..source import Source
from .addresses import clean_address, day_in_address, registered_domain
from .language_names import LANGUAGE_NAMES, language_code

MAX_CELL = 1_000_000
Row = tuple[str, dict[str, str], str]  # place, cells by the name of their column in small letters, the row as found


def header_of(source: Source) -> list[str]:
    """The columns of a table with commas or tabs, in small letters; empty if the first line is none."""
    if source.is_binary:
        return []
    line = source.head_text.removeprefix("\ufeff").partition("\n")[0]
    try:
        cells = next(csv.reader([line], delimiter="\t" if "\t" in line else ","), [])
    except csv.Error:
        return []
    return [cell.strip().lower() for cell in cells]


def rows(source: Source, encoding: str | None) -> Iterator[Row | Reject]:
    """Rows in the order of the file; one whose cells do not fit the header is a reject."""
    header = header_of(source)
    sign = "\t" if "\t" in source.head_text.partition("\n")[0] else ","
    csv.field_size_limit(MAX_CELL)
    with (
        source.open() as binary,
        io.TextIOWrapper(binary, encoding or source.encoding, errors="replace", newline="") as stream,
    ):
        reader = csv.reader((line.replace("\x00", "\N{REPLACEMENT CHARACTER}") for line in stream), delimiter=sign)
        number = 0
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield Reject(f"row {number:,}, line {line:,}", f"not readable as CSV: {error}")
                continue
            if not any(cells):
                continue
            number += 1
            if [cell.strip().removeprefix("\ufeff").lower() for cell in cells] == header:
                continue  # lists of several queries repeat their header
            place = f"row {number:,}, line {line:,}"
            if len(cells) != len(header):
                raw = sign.join(cells)
                yield Reject(place, f"has {len(cells)} cells, the header has {len(header)}", raw[:100_000])
                continue
            yield place, dict(zip(header, (cell.strip() for cell in cells), strict=True)), sign.join(cells)


def listed_article(
    options: Options,
    place: str,
    raw: str,
    *,
    url: str | None,
    title: str | None,
    outlet: str | None,
    language: str | None = None,
    dated: dict[str, str] | None = None,
    note: str | None = None,
    **more: str | None,
) -> Record | Reject:
    """A record of an article whose text is not in the list.

    ``dated`` are the columns of its date, where the list knows when it was published; without it the day in the address
    counts, where it names one. When a collector saw or indexed the page goes into ``note``: it is not when it was
    published.
    """
    address = clean_address(url)
    if not title and not address:
        return Reject(place, "no title and no address that may be kept", raw[:100_000])
    fields: dict[str, Any] = {
        "title": title or None,
        "outlet": outlet or registered_domain(address),
        "url": address,
        "language": options.language or _language(language or ""),
        "text_status": "none",
        "note": note,
        **(dated or {}),
        **more,
    }
    if not fields.get("published") and (day := day_in_address(address)):
        fields |= {"published": day, "date_basis": "address"}
    if not title:
        fields["title"] = address  # a record needs a text or a title; the address says which page it is
    return Record({key: value for key, value in fields.items() if value}, place)


def _language(said: str) -> str | None:
    """The code of a language given as a code of two or three letters or as a name."""
    return (
        language_code(said) or LANGUAGE_NAMES.get(said.lower()) or (said if len(said) == 3 and said.isalpha() else None)
    )
