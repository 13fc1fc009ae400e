"""GDELT: lists of articles (DOC 2.0) and the Global Knowledge Graph (GKG 2.x). Addresses and titles, no texts.

GDELT states when it saw a page, not when it was published: that time is kept in ``note``. A date of publication is
either a day named in the address, or the time that GKG found (``PAGE_PRECISEPUBTIMESTAMP``), kept to the day because
its zone is unknown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import orjson

from ...errors import SamestoryError
from ..dates.reading import date_fields, read_date
from ..record import Found, Options, Reader, Record, Reject, Remark
from ..shared.lists import header_of, listed_article, rows
from ..source import Source

# DOC 2.0: lists of articles (mode ArtList) as JSON or CSV.

DOC_ENDINGS = (".json", ".csv")
_JSON = re.compile(r'^\s*(?:[\w.$]{1,60}\()?\s*\{\s*"articles"\s*:\s*\[')
_TABLE = {"url", "title", "seendate", "domain"}  # as client libraries write it
_CSV = {"url", "mobileurl", "date", "title"}  # as the service writes it


def _is_doc(source: Source) -> bool:
    if source.is_binary:
        return False
    if _JSON.match(source.head_text.removeprefix("\ufeff")):
        return '"seendate"' in source.head_text or '"sourcecountry"' in source.head_text
    header = set(header_of(source))
    return header >= _TABLE or header == _CSV


def _read_doc(source: Source, options: Options) -> Iterator[Found]:
    text, encoding = ("", options.encoding or source.encoding_says)
    if source.head_text.lstrip("\ufeff \r\n\t")[:1] in ("{", "[") or _JSON.match(source.head_text):
        text, encoding = source.text(options.encoding)
        yield Remark("encoding", encoding)
        yield from _of_json(text, options, source.name)
        return
    if "url" not in header_of(source):
        raise SamestoryError(f"{source.name}: no list of GDELT; it has no column 'url'")
    yield Remark("encoding", encoding)
    for found in rows(source, options.encoding):
        if isinstance(found, Reject):
            yield found
        else:
            place, cells, raw = found
            yield _article(cells, place, raw, options)


def _of_json(text: str, options: Options, name: str) -> Iterator[Found]:
    text = text.removeprefix("\ufeff").strip()
    if text[:1] not in ("{", "["):  # JSONP: name({...});
        text = text[text.find("(") + 1 :].rstrip("; \n").removesuffix(")")
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise SamestoryError(f"{name}: not readable as JSON: {error}") from None
    articles = data.get("articles") if isinstance(data, dict) else data
    if not isinstance(articles, list):
        raise SamestoryError(f"{name}: no list of articles in it")
    for number, cells in enumerate(articles, 1):
        raw = orjson.dumps(cells).decode()
        if not isinstance(cells, dict):
            yield Reject(f"article {number:,}", "no object with names", raw[:100_000])
            continue
        said = {str(key).lower(): str(value).strip() for key, value in cells.items() if isinstance(value, (str, int))}
        yield _article(said, f"article {number:,}", raw, options)


def _article(cells: dict[str, Any], place: str, raw: str, options: Options) -> Record | Reject:
    shown = cells.get("seendate") or cells.get("date") or ""
    seen = read_date(shown, zone="UTC").published or shown
    return listed_article(
        options,
        place,
        raw,
        url=cells.get("url"),
        title=" ".join(cells.get("title", "").split()),
        outlet=cells.get("domain"),
        language=cells.get("language"),
        note=f"seen by GDELT {seen}" if seen else None,
        country=cells.get("sourcecountry"),
        country_basis="GDELT sourcecountry" if cells.get("sourcecountry") else None,
    )


# Global Knowledge Graph 2.x: one page a row, 27 columns between tabs, no header.

GKG_ENDINGS = (".gkg.csv", ".csv", ".tsv")
COLUMNS = 27
MAX_ROW = 5_000_000  # bytes
_FIRST = re.compile(rb"\d{14}-T?\d+\t\d{14}\t[1-7]\t")
_EXTRA = re.compile(r"<(PAGE_TITLE|PAGE_AUTHORS|PAGE_PRECISEPUBTIMESTAMP)>([^<]{0,3000})</\1>")
_SOURCE_LANGUAGE = re.compile(r"srclc:([a-z]{2,3})")
_COLLECTION = {
    "1": "web", "2": "citation only", "3": "CORE", "4": "DTIC", "5": "JSTOR", "6": "text from no web", "7": "other",
}  # fmt: skip


def _is_gkg(source: Source) -> bool:
    line = source.head.partition(b"\n")[0]
    return bool(_FIRST.match(line)) and (line.count(b"\t") == COLUMNS - 1 or len(source.head) == len(line))


def _read_gkg(source: Source, options: Options) -> Iterator[Found]:
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


READERS = (
    Reader("GDELT DOC", DOC_ENDINGS, _is_doc, _read_doc),
    Reader("GDELT GKG", GKG_ENDINGS, _is_gkg, _read_gkg),
)
