"""Media Cloud: lists of stories, of its search (since 2023) and of its older tools. Addresses and dates, no texts."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import SamestoryError, listed
from ..dates.reading import date_fields
from ..record import Found, Options, Reader, Reject, Remark
from ..shared.lists import header_of, listed_article, rows
from ..source import Source

ENDINGS = (".csv",)
_NOW = {"media_name", "media_url", "publish_date", "title", "url"}  # the search adds id, indexed_date, language
_THEN = {"stories_id", "publish_date", "title", "url"}  # Explorer, Topic Mapper, Dashboard


def _recognises(source: Source) -> bool:
    header = set(header_of(source))
    return header >= _NOW or header >= _THEN


def _read(source: Source, options: Options) -> Iterator[Found]:
    if missing := {"publish_date", "title", "url"} - set(header_of(source)):
        raise SamestoryError(f"{source.name}: no list of Media Cloud; it has no column {listed(sorted(missing))}")
    yield Remark("encoding", options.encoding or source.encoding_says)
    yield Remark("layout", "older tools" if "stories_id" in header_of(source) else "search")
    for found in rows(source, options.encoding):
        if isinstance(found, Reject):
            yield found
            continue
        place, cells, raw = found
        dated, fault = date_fields(cells["publish_date"], options)
        if dated.get("published"):
            dated["date_basis"] = "Media Cloud publish_date"
        notes = [fault]
        if seen := cells.get("indexed_date") or cells.get("collect_date"):
            notes.append(f"indexed by Media Cloud {seen}")
        if cells.get("ap_syndicated", "").lower() in ("true", "t", "1"):
            notes.append("Media Cloud: syndicated by AP")
        if themes := cells.get("themes"):
            notes.append(f"themes: {themes[:300]}")
        yield listed_article(
            options,
            place,
            raw,
            url=cells["url"],
            title=cells["title"],
            outlet=cells.get("media_name") or cells.get("media_url"),
            language=cells.get("language"),
            dated=dated,
            note="; ".join(note for note in notes if note) or None,
            country=cells.get("media_pub_country"),
        )


READER = Reader("Media Cloud", ENDINGS, _recognises, _read)
