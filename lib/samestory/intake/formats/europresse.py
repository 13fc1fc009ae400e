"""Europresse (Eureka) downloads as HTML, of the old interface (tables) and the newer one (``<article>``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...errors import SamestoryError
from ..dates.reading import read_date
from ..dates.words import folded
from ..record import Found, Options, Reader, Remark, Stated
from ..shared.markup import LAYOUT, blocks, html_text, html_tree, not_closed, one_line
from ..shared.press import Says, findings, flat, stated_words, unlike
from ..source import Source

_MARKS = (b"docpublicationname", b"europresse.com", b"eureka.cc", b"cedrom-sni")
_WEEKDAYS = (
    *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
_PAGE = re.compile(r",\s*pp?\.\s?([^,]{1,40})$")
_LENGTH = re.compile(r"(?<!\d)\d{1,3}(?:[\s.,]\d{3})*\s(?:mots?|words?)\b|\d{4,6}\s(?:mots?|words?)\b")
_NUMBER = re.compile(r"(?:Num[ée]ro de document|Document number)\s?:\s?(\S{1,80})", re.IGNORECASE)
_KEYS = re.compile(r"(?:Num[ée]ro de document|Document number)\s?:", re.IGNORECASE)
_RIGHTS = re.compile(r"\s*(?:©|\(c\)\s|Copyright\b)", re.IGNORECASE)
_SAVED = re.compile(
    r"(?:(\d{1,6})\s+documents?\s+(?:sauvegard[ée]s?|enregistr[ée]s?|saved)|documents?\s+(?:sauvegard[ée]s?|enregistr[ée]s?|saved)\W{1,6}(\d{1,6})\)?)",
    re.IGNORECASE,
)


def recognises(source: Source) -> bool:
    """Whether the first 64 KiB are a page of Europresse."""
    head = source.head.lower()
    return b"<" in head[:2000] and (_MARKS[0] in head or sum(mark in head for mark in _MARKS) > 1)


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each document of the file.

    Raises
    ------
    SamestoryError
        No document in it, or it nests too deep to be read.
    """
    text, encoding = html_text(source, options.encoding)
    yield Remark("encoding", encoding)
    tree = html_tree(text, source.name)
    articles = [node for node in tree.iter("article") if next(node.iterancestors("article"), None) is None]
    names = [node for node in tree.iter("span") if _has(node, "docpublicationname")]
    if articles:
        records = [_newer(node, number) for number, node in enumerate(articles, 1)]
        missed = [node for node in names if next(node.iterancestors("article"), None) is None]
    else:
        records = _all_older(names)
        missed = []
    if not records:
        raise SamestoryError(f"{source.name}: no document of Europresse in it")
    stated = next((found for found in map(_stated, _before(tree, articles or names)) if found), None)
    yield from findings(records, options, stated)
    yield from unlike(len(_KEYS.findall(text)), "a document number", len(records))
    yield from not_closed(text)
    for node in missed:
        yield Remark("layout", f"a source {one_line(node)[:60]!r} is outside every article; it was not read")


def _has(node: Any, name: str) -> bool:
    return name in (node.get("class") or "").lower().split()


def _first(node: Any, name: str) -> Any:
    return next((one for one in node.iter() if isinstance(one.tag, str) and _has(one, name)), None)


def _before(tree: Any, records: list[Any]) -> list[str]:
    """The text above the first record, where the page says how many were saved."""
    above = []
    for node in tree.iter():
        if node is records[0]:
            break
        if isinstance(node.tag, str) and node.tag not in ("style", "script", "html", "body") and node.text:
            above.append(flat(node.text[:200]))
    return above[:200]


def _stated(text: str) -> Stated | None:
    match = _SAVED.search(text)
    return Stated(int(match[1] or match[2]), flat(match[0])) if match else None


def _newer(node: Any, number: int) -> Says:
    lines = blocks(node)
    key = next((found[1] for line in reversed(lines) if (found := _NUMBER.search(line))), "")
    one = Says(f"document {number}{f', {key}' if key else ''}", raw="\n".join(lines), is_closed=bool(key))
    name, title = _first(node, "docpublicationname"), _first(node, "titrearticlevisu")
    one.outlet = one_line(name) if name is not None else ""
    one.title = one_line(title) if title is not None else ""
    _headers(" ".join(one_line(part) for part in node.iter("span") if _has(part, "docheader")), one)
    header = next(node.iter("header"), None)
    above = True
    for part in header if header is not None else ():
        if isinstance(part.tag, str) and part.tag in ("div", "p") and _first(part, "docpublicationname") is None:
            if _first(part, "titrearticlevisu") is not None:
                above = False
                for line in part:
                    if not _has(line, "titrearticlevisu"):
                        one.note("subtitle", one_line(line))
            elif _first(part, "docheader") is None and (said := one_line(part)):
                if above:
                    one.note("rubric", said)
                elif not one.author:
                    one.author = said
                else:
                    one.note("subtitle", said)
    for section in node.iter("section"):
        one.paragraphs += blocks(section, space=LAYOUT)
    for part in node.iter("aside"):
        one.note("aside", " ".join(blocks(part)) if len(blocks(part)) > 1 or not one_line(part).endswith(":") else "")
    link = next((link.get("href") for link in node.iter("a") if (link.get("href") or "").startswith("http")), "")
    if _first(node, "doc-urlref") is not None:
        one.url = link
    return one


def _all_older(names: list[Any]) -> list[Says]:
    """Each document of a page of the old interface: from the name of its source to the end of its cell, or, in a
    damaged page, to the next name in it."""
    cells: dict[Any, tuple[list[Any], dict[Any, int]]] = {}
    begins = []
    for name in names:
        cell = next(name.iterancestors("td"), name.getparent())
        if cell not in cells:
            inside = list(cell)
            cells[cell] = inside, {child: i for i, child in enumerate(inside)}
        places = cells[cell][1]
        begins.append((cell, next((places[node] for node in (name, *name.iterancestors()) if node in places), 0)))
    records = []
    for number, (name, (cell, begin)) in enumerate(zip(names, begins, strict=True), 1):
        follower, next_begin = begins[number] if number < len(begins) else (None, 0)
        end = max(next_begin, begin + 1) if follower is cell else None
        parts = [child for child in cells[cell][0][begin:end] if child.tag != "table"]
        records.append(_older(name, parts, number))
    return records


def _older(name: Any, parts: list[Any], number: int) -> Says:
    parts = parts or [name]
    one = Says(f"document {number}", raw="\n".join(flat(line) for part in parts for line in _pieces(part)))
    one.outlet, one.is_closed = one_line(name), False
    headers = [i for i, part in enumerate(parts) if _has(part, "docheader")]
    _headers("".join("".join(parts[i].itertext()) for i in headers), one)
    title = next((i for i, part in enumerate(parts) if _first(part, "titrearticlevisu") is not None), None)
    begin = max([0, *headers])
    if title is not None:
        one.title = one_line(_first(parts[title], "titrearticlevisu"))
        between = parts[begin + 1 : title]
        one.note("subtitle", " ".join("".join([*part.itertext(), part.tail or ""]) for part in between))
        begin = max(begin, title)
    one.author, text = _byline(parts[begin], parts[begin + 1 :])
    for line in text:
        if (key := _NUMBER.search(line)) is not None:
            one.place, one.is_closed = f"document {number}, {key[1]}", True
            break
        if not _RIGHTS.match(line):
            one.paragraphs.append(line)
    return one


def _pieces(child: Any) -> list[str]:
    return [*(blocks(child) if isinstance(child.tag, str) else []), child.tail or ""]


def _byline(title: Any, rest: list[Any]) -> tuple[str, list[str]]:
    """The author, who is alone between two line breaks below the title, and the paragraphs after."""
    author, paragraphs = "", [[title.tail or ""]]
    for i, child in enumerate(rest):
        name = child.tag if isinstance(child.tag, str) else ""
        if name == "p":
            paragraphs.append([])
        elif name == "br":
            following = rest[i + 1].tag if i + 1 < len(rest) and isinstance(rest[i + 1].tag, str) else ""
            first = "".join(paragraphs[0]).strip() if not author and following == "p" and len(paragraphs) == 1 else ""
            if 0 < len(first) < 120:
                author, paragraphs = first, [[]]
            else:
                paragraphs[-1].append("\n")
        inside = "".join(child.itertext()) if isinstance(child.tag, str) else ""
        paragraphs[-1] += [inside, "\n\n" if name == "p" and inside.strip() else "", child.tail or ""]
    said = ("\n".join(map(_spaced, "".join(pieces).split("\n"))).strip() for pieces in paragraphs)
    return flat(author), [paragraph for paragraph in said if paragraph]


def _spaced(line: str) -> str:
    """A line with the spaces of the layout made single; non-breaking ones, which are before French signs, stay."""
    return LAYOUT.sub(" ", line).strip()


def _headers(says: str, one: Says) -> None:
    """Section, date, page and length, which are in one line: "Politique, mardi 14 mars 2006 830 mots, p. 12"."""
    line = flat(says)
    if (page := _PAGE.search(line)) is not None:
        one.note("page", page[1])
        line = line[: page.start()]
    if (length := _LENGTH.search(line)) is not None and stated_words(length[0]) is not None:
        one.length = length[0]
        line = flat(line[: length.start()] + " " + line[length.end() :])
    first, comma, rest = line.partition(", ")
    if comma and folded(first) not in _WEEKDAYS and read_date(rest, day_first=True).published is not None:
        one.note("section", first)
        line = rest
    one.date = line.strip(" ,•-")


READER = Reader("Europresse HTML", (".html", ".htm"), recognises, read)
