"""GDELT DOC 2.0: lists of articles (mode ArtList) as JSON or CSV. Addresses and titles, no texts.

GDELT states when it saw a page (``seendate``), not when it was published; so the former stands in ``note``, and only a
day named in the address counts as published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson

from ...errors import SamestoryError
from .dates import read_date
from .lists import header_of, listed_article, rows
from .record import Found, Options, Reader, Record, Reject, Remark
from .source import Source

ENDINGS = (".json", ".csv")
_JSON = re.compile(r'^\s*(?:[\w.$]{1,60}\()?\s*\{\s*"articles"\s*:\s*\[')
_TABLE = {"url", "title", "seendate", "domain"}  # as client libraries write it
_CSV = {"url", "mobileurl", "date", "title"}  # as the service writes it


def _recognises(source: Source) -> bool:
    if source.is_binary:
        return False
    if _JSON.match(source.head_text.removeprefix("\ufeff")):
        return '"seendate"' in source.head_text or '"sourcecountry"' in source.head_text
    header = set(header_of(source))
    return header >= _TABLE or header == _CSV


def _read(source: Source, options: Options) -> Iterator[Found]:
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


READER = Reader("GDELT DOC", ENDINGS, _recognises, _read)
