"""CSL-JSON: references as Zotero and other managers export them. Titles, dates and abstracts, no texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson

from ...errors import SamestoryError
from ..dates.reading import date_fields
from ..pages.metadata import plain_words
from ..record import Found, Options, Reader, Record, Reject, Remark
from ..shared.addresses import clean_address, registered_domain
from ..shared.language_names import language_code
from ..source import Source

ENDINGS = (".json",)
_HEAD = re.compile(r'^\s*(?:\[|\{\s*"items"\s*:\s*\[)\s*\{')
_KINDS = re.compile(
    r'"type"\s*:\s*"(?:article|article-journal|article-magazine|article-newspaper|post|post-weblog|webpage|broadcast|'
    r'report|document|book|chapter|thesis|interview|speech|motion_picture|paper-conference|review|manuscript)"'
)
_MARKS = ('"date-parts"', '"container-title"', '"citation-key"', '"citation-label"')


def _recognises(source: Source) -> bool:
    if source.is_binary:
        return False
    text = source.head_text.removeprefix("\ufeff")
    return bool(_HEAD.match(text) and _KINDS.search(text)) and any(mark in text for mark in _MARKS)


def _read(source: Source, options: Options) -> Iterator[Found]:
    text, encoding = source.text(options.encoding)
    yield Remark("encoding", encoding)
    try:
        data = orjson.loads(text.removeprefix("\ufeff"))
    except orjson.JSONDecodeError as error:
        raise SamestoryError(f"{source.name}: not readable as JSON: {error}") from None
    items = data.get("items") if isinstance(data, dict) else data
    if not isinstance(items, list):
        raise SamestoryError(f"{source.name}: no list of references in it")
    for number, item in enumerate(items, 1):
        place, raw = f"item {number:,}", orjson.dumps(item).decode()
        if not isinstance(item, dict):
            yield Reject(place, "no object with names", raw[:100_000])
            continue
        fields = _fields(item, options)
        if fields.get("title") or fields.get("text"):
            yield Record(fields, place)
        else:
            yield Reject(place, "no title and no abstract", raw[:100_000])


def _fields(item: dict[str, Any], options: Options) -> dict[str, Any]:
    url = clean_address(item.get("URL"))
    teaser = plain_words(item.get("abstract"), 20_000)
    dated: dict[str, str] = {}
    if (shown := _shown(item.get("issued"))) is not None:
        dated, fault = date_fields(shown, options)
        dated["date_basis"] = "CSL issued" if fault is None else fault
    said = item.get("language")
    notes = [plain_words(item.get("note"), 500)]
    if (seen := _shown(item.get("accessed"))) is not None:
        notes.append(f"accessed {seen}")
    if said_kind := plain_words(item.get("type"), 60):
        notes.append(f"type {said_kind}")
    fields = {
        "title": plain_words(item.get("title")),
        "author": _names(item.get("author")),
        "outlet": plain_words(item.get("container-title"))
        or plain_words(item.get("publisher"))
        or registered_domain(url),
        "url": url,
        "language": options.language or (language_code(said) if isinstance(said, str) else None),
        "text": teaser,
        "text_status": "teaser" if teaser else "none",
        "note": "; ".join(note for note in notes if note) or None,
        **dated,
    }
    return {key: value for key, value in fields.items() if value}


def _shown(value: Any) -> str | None:
    """A CSL date as text with the precision it has: parts give year, month and day as far as known."""
    if not isinstance(value, dict):
        return value if isinstance(value, str) else None
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        numbers = [str(one) for one in parts[0][:3]]
        if not all(one.isascii() and one.isdigit() for one in numbers):
            return " ".join(numbers)
        return "-".join([numbers[0].zfill(4), *(one.zfill(2) for one in numbers[1:])])
    return next((str(value[key]) for key in ("raw", "literal") if value.get(key)), None)


def _names(value: Any) -> str | None:
    if not isinstance(value, list):
        return None
    names = []
    for one in value[:50]:
        if isinstance(one, dict):
            parts = [one.get(key) for key in ("given", "non-dropping-particle", "family", "suffix", "literal")]
            names.append(" ".join(part for part in parts if isinstance(part, str) and part))
    return "; ".join(name for name in names if name) or None


READER = Reader("CSL-JSON", ENDINGS, _recognises, _read)
