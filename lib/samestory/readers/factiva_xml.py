"""Articles in the XML of Factiva's services (``ppsarticle``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import SamestoryError
from .markup import LAYOUT, xml_tree
from .press import Says, findings, flat
from .record import Found, Options, Reader, Reject, Stated
from .source import Source

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
    day = node.find("{*}publicationDate/{*}date")
    hour = node.find("{*}publicationTime/{*}time")
    return " ".join(flat("".join(part.itertext())) for part in (day, hour) if part is not None)


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
