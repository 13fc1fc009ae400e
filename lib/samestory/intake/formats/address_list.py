"""Lists of addresses: a text with one address a line, and sitemaps. Each address is a page to fetch, without text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...errors import SamestoryError
from ..dates.reading import date_fields
from ..record import Found, Options, Rank, Reader, Reject, Remark
from ..shared.lists import listed_article
from ..shared.markup import xml_tree
from ..source import Source

_ADDRESS = re.compile(r"(?:https?://|www\.)\S{3,4000}", re.IGNORECASE)
_SITEMAP = re.compile(r"<(?:\w{1,20}:)?(urlset|sitemapindex)[\s>]", re.IGNORECASE)
TO_FETCH = "addresses of pages, without their texts; `samestory fetch` gets them"


def _recognises_lines(source: Source) -> bool:
    if source.is_binary or source.ending not in (".txt", ".lst", ".urls", ".md", ".text", ""):
        return False
    lines = [line for line in _lines(source.head_text) if line]
    if len(source.head) >= 65_536:
        lines = lines[:-1]  # the last one may be cut
    return bool(lines) and all(_ADDRESS.fullmatch(line) for line in lines)


def _read_lines(source: Source, options: Options) -> Iterator[Found]:
    text, encoding = source.text(options.encoding)
    yield Remark("encoding", encoding)
    yield Remark("layout", TO_FETCH)
    seen: set[str] = set()
    n_again = 0
    for number, line in enumerate(_lines(text), 1):
        if not line:
            continue
        if line in seen:
            n_again += 1
            continue
        seen.add(line)
        place = f"line {number:,}"
        if not _ADDRESS.fullmatch(line):
            yield Reject(place, "no address; a list of addresses has one a line", line[:100_000])
            continue
        url = line if "://" in line else f"https://{line}"
        yield listed_article(options, place, line, url=url, title=None, outlet=None)
    if n_again:
        yield Remark("layout", f"{n_again:,} addresses given again, read once")


def _lines(text: str) -> list[str]:
    """The lines of a list: without spaces, signs of a list before them, and notes behind #."""
    said = (line.strip().lstrip("-*• ").strip("<>") for line in text.removeprefix("\ufeff").splitlines())
    return ["" if line.startswith("#") else line for line in said]


def _recognises_sitemap(source: Source) -> bool:
    head = source.head_text[:20_000]
    return not source.is_binary and head.lstrip("\ufeff \r\n\t").startswith("<") and bool(_SITEMAP.search(head))


def _read_sitemap(source: Source, options: Options) -> Iterator[Found]:
    root, faults = xml_tree(source)
    pages = list(root.iter("{*}url"))
    if not pages:
        maps = [_said(one, "loc") for one in root.iter("{*}sitemap")]
        if maps:
            raise SamestoryError(
                f"{source.name}: a list of {len(maps):,} sitemaps, not of pages; download those that cover your days, "
                f"such as {maps[0][:200]}"
            )
        raise SamestoryError(f"{source.name}: a sitemap without an address of a page")
    for fault in faults[:5]:
        yield Reject.of_end(f"line {fault.line}: {fault.message}; what follows it may be missing")
    yield Remark("layout", f"sitemap: {TO_FETCH}; lastmod is a change and stays in the note")
    for number, page in enumerate(pages, 1):
        place = f"page {number:,}"
        changed, published = _said(page, "lastmod"), _said(page, "publication_date")
        dated, _ = date_fields(published, options) if published else ({}, None)
        if dated.get("published"):
            dated["date_basis"] = "news sitemap, publication_date"
        yield listed_article(
            options,
            place,
            _said(page, "loc"),
            url=_said(page, "loc"),
            title=_said(page, "title") or None,
            outlet=_said(page, "name") or None,
            language=_said(page, "language") or None,
            dated=dated,
            note=f"lastmod {changed}" if changed else None,
        )


def _said(node: Any, name: str) -> str:
    found = next(node.iter(f"{{*}}{name}"), None)
    return "" if found is None else " ".join("".join(found.itertext()).split())[:4_000]


READERS = (
    Reader("sitemap", (".xml",), _recognises_sitemap, _read_sitemap, Rank.STANDARD),
    Reader("list of addresses", (".txt", ".lst", ".urls"), _recognises_lines, _read_lines, Rank.STANDARD),
)
