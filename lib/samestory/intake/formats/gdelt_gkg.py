"""GDELT Global Knowledge Graph 2.x: one page a row, 27 columns between tabs, no header and no texts.

The date of a row is that of the quarter of an hour in which GDELT saw the page; it stands in ``note``. The page's own
time of publication is counted where GDELT found one (``PAGE_PRECISEPUBTIMESTAMP``): to the day, for its zone is that
of the page or of GDELT, and the field does not say which.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from .dates import date_fields, read_date
from .lists import listed_article
from .record import Found, Options, Reader, Reject, Remark
from .source import Source

ENDINGS = (".gkg.csv", ".csv", ".tsv")
COLUMNS = 27
MAX_ROW = 5_000_000  # bytes
_FIRST = re.compile(rb"\d{14}-T?\d+\t\d{14}\t[1-7]\t")
_EXTRA = re.compile(r"<(PAGE_TITLE|PAGE_AUTHORS|PAGE_PRECISEPUBTIMESTAMP)>([^<]{0,3000})</\1>")
_SOURCE_LANGUAGE = re.compile(r"srclc:([a-z]{2,3})")
_COLLECTION = {
    "1": "web", "2": "citation only", "3": "CORE", "4": "DTIC", "5": "JSTOR", "6": "text from no web", "7": "other",
}  # fmt: skip


def _recognises(source: Source) -> bool:
    line = source.head.partition(b"\n")[0]
    return bool(_FIRST.match(line)) and (line.count(b"\t") == COLUMNS - 1 or len(source.head) == len(line))


def _read(source: Source, options: Options) -> Iterator[Found]:
    encoding = options.encoding or "utf-8"  # the codebook; what translators left broken becomes U+FFFD
    yield Remark("encoding", encoding)
    yield Remark("layout", "GDELT GKG 2.x; dates of rows say when GDELT saw a page and are kept in the note")
    number = 0
    with source.open() as stream:
        while line := stream.readline(MAX_ROW):
            number += 1
            if not line.strip():
                continue
            place = f"row {number:,}"
            cells = line.decode(encoding, "replace").rstrip("\r\n").split("\t")
            if len(cells) != COLUMNS:
                reason = f"has {len(cells)} columns; a row of GKG 2.x has {COLUMNS}"
                yield Reject(place, reason, line[:100_000])
                continue
            _, date, collection, name, address, *_ = cells
            extras = {match[1]: html.unescape(match[2]).strip() for match in _EXTRA.finditer(cells[26])}
            language = _SOURCE_LANGUAGE.match(cells[25])
            dated, _ = date_fields(extras.get("PAGE_PRECISEPUBTIMESTAMP"), options)
            if dated.get("published"):
                dated["date_basis"] = "GDELT PAGE_PRECISEPUBTIMESTAMP"
            notes = [f"seen by GDELT {read_date(date, zone='UTC').published or date}"]
            if collection != "1":
                notes.append(f"from {_COLLECTION.get(collection, collection)}: {address[:500]}")
            yield listed_article(
                options,
                place,
                line.decode(encoding, "replace"),
                url=address if collection == "1" else None,
                title=" ".join(extras.get("PAGE_TITLE", "").split()),
                outlet=name,
                language=language[1] if language else None,
                dated=dated,
                note="; ".join(notes),
                author=extras.get("PAGE_AUTHORS", "").replace(";", "; ") or None,
            )


READER = Reader("GDELT GKG", ENDINGS, _recognises, _read)
