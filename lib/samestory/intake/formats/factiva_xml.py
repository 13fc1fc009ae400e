"""Articles in the XML of Factiva's services (``ppsarticle``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...errors import SamestoryError
from .markup import LAYOUT, xml_tree
from .press import Says, findings, flat
from .record import Found, Options, Reader, Reject, Stated
from .source import Source

_DATES = ("publicationDate", "publicationDateTime", "publicationdate")
_WHOLE = tuple(f"{{*}}{name}" for name in _DATES)
_NO_HOUR = re.compile(r"T00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?\Z", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ISO_HOUR = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
_NOT_INDENTED = 4  # spaces that open a paragraph inside a text of many lines, as agencies print it


def recognises(source: Source) -> bool:
    """Whether the first 64 KiB name the elements of the service."""
    head = source.head.replace(b"\x00", b"").lower()
    return b"<" in head[:200] and (b"<ppsarticle" in head or b"global.factiva.com/pps" in head)


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each article of the file.

    Raises
    ------
    SamestoryError
        It declares entities, is no XML, or holds no article.
    """
    root, faults = xml_tree(source)
    articles = list(root.iter("{*}article"))
    if not articles:
        raise SamestoryError(f"{source.name}: no <article> in it; is it Factiva's XML?")
    for fault in faults[:5]:
        yield Reject.of_end(f"line {fault.line}: {fault.message}; what follows it may be missing")
    counted = next((node.get("count") for node in root.iter("{*}ppsarticleResultSet") if node.get("count")), "")
    stated = (
        Stated(int(counted), f'count="{counted}"')
        if counted.isascii() and counted.isdigit() and len(counted) < 9
        else None
    )
    yield from findings([_says(node, number) for number, node in enumerate(articles, 1)], options, stated)


def _says(node: Any, number: int) -> Says:
    from lxml import etree

    def said(name: str) -> str:
        found = node.find(f"{{*}}{name}")
        return "" if found is None else flat(" ".join(found.itertext()))

    key = said("accessionNo")
    one = Says(f"article {number}, line {node.sourceline}{f', {key}' if key else ''}")
    one.raw = etree.tostring(node, encoding="unicode")[:50_000]
    one.title, one.outlet, one.author, one.language = (
        said("headline"),
        said("sourceName"),
        said("byline"),
        said("baseLanguage"),
    )
    one.length, one.credit = said("wordCount"), said("credit")
    one.date = _date(node)
    for name, field in (
        ("section", "sectionName"),
        ("section", "section"),
        ("column", "columnName"),
        ("edition", "edition"),
    ):
        one.note(name, said(field))
    one.note("correction", said("corrections"))
    for name in ("leadParagraph", "tailParagraphs"):
        for part in node.findall(f"{{*}}{name}"):
            one.paragraphs += _paragraphs(part)
    one.is_closed = bool(node.find("{*}sourceName") is not None or node.find("{*}publicationDate") is not None)
    return one


def _date(node: Any) -> str:
    """Day and hour as printed: in elements of their own, or in one ``dateTime``, whose hour of zero is none."""

    def first(*paths: str) -> str:
        found = (node.find(path) for path in paths)
        return next((said for one in found if one is not None and (said := flat("".join(one.itertext())))), "")

    day = first(*(f"{{*}}{name}/{{*}}{part}" for name in _DATES for part in ("date", "dateTime")), *_WHOLE)
    hour = first("{*}publicationTime/{*}time", "{*}publicationTime/{*}dateTime", "{*}publicationTime")
    hour = hour.partition("T")[2] or hour
    if "T" in day and (_NO_HOUR.search(day) or hour):
        day, _, own = day.partition("T")
        hour = hour or ("" if _NO_HOUR.search(f"T{own}") else own)
    return f"{day}T{hour}" if _ISO_HOUR.fullmatch(hour) and _ISO_DAY.fullmatch(day) else f"{day} {hour}".strip()


def _paragraphs(part: Any) -> list[str]:
    """The paragraphs of a text: its own elements, or where it has none, lines that begin with an indent or after an
    empty line."""
    elements = part.findall("{*}paragraph")
    if elements:
        return [LAYOUT.sub(" ", "".join(element.itertext())).strip() for element in elements]
    found: list[list[str]] = [[]]
    for line in "".join(part.itertext()).split("\n"):
        if not line.strip() or line.startswith(" " * _NOT_INDENTED):
            found.append([])
        if line.strip():
            found[-1].append(line.strip())
    return [" ".join(lines) for lines in found if lines]


READER = Reader("Factiva XML", (".xml",), recognises, read)
