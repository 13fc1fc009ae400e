"""Factiva: downloads as HTML, RTF and text, and the XML of its services.

An article carries two-letter codes ("full article plus indexing"), or its parts in a fixed order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...errors import SamestoryError
from ..dates.reading import read_date
from ..dates.words import folded
from ..record import Found, Options, Reader, Reject, Remark, Stated
from ..shared.language_names import CODES
from ..shared.markup import LAYOUT, blocks, html_text, html_tree, not_closed, one_line, xml_tree
from ..shared.press import Says, findings, flat, spaced, stated_words, unlike
from ..shared.rich_text import head_text, is_rtf, rtf_lines, rtf_not_closed
from ..source import Source

# What Factiva says of an article: by two-letter codes ("full article plus indexing"), or in a fixed order without.

_CODES = (
    "AN ART ATC BY CC CLM CO CR CT CX CY DD DLN ED ET HD HDL HL IN IPC IPD LA LP NGC NS PD PG PUB RE RF RST SC SE SN"
    " SU TD URL VOL WC GC PY RV"
)
CODES_KNOWN = frozenset(_CODES.split())
_DOCUMENT = re.compile(r"(?:Document|Dokument|Documento)\s+([A-Z0-9]{6,12}\d[A-Za-z0-9]{8,20})\s*")
_WORDS = re.compile(
    r"\d[\d.,' \u00a0]{0,9}\s+"
    r"(?:words?|mots?|W(?:ö|oe)rter|Wort|palabras?|woord(?:en)?|parol[ae]|palavras?|sł(?:ów|owa)|слов)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|Par|Von|Por|Door|Di|Da)\s+\S", re.IGNORECASE)
_SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_PAGE = re.compile(r"\d{1,4}|[A-Z]{1,4}\.?\d{1,4}|[A-Z]\.?")
_HOUR = re.compile(r"\d{1,2}[:h.]\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s[A-Z]{2,4})?")
_COPYRIGHT = re.compile(r"\s*(?:Copyright\b|©|\(c\)|&copy;)", re.IGNORECASE)


def document_number(line: str) -> str | None:
    """The accession number where a line closes a document ("Document LBA0000020181113eebd00abc"), else None."""
    match = _DOCUMENT.fullmatch(line[:80])
    return match[1] if match else None


def of_codes(codes: Mapping[str, Sequence[str]], place: str, raw: str) -> Says:
    """The fields of an article whose parts carry codes; each code with its paragraphs."""

    def said(*names: str) -> str:
        return next((flat(" ".join(codes[name])) for name in names if codes.get(name)), "")

    one = Says(place, raw=raw)
    one.title, one.author, one.length = said("HD", "HDL"), said("BY"), said("WC")
    one.date = f"{said('PD')} {said('ET')}".strip()
    one.outlet, one.language, one.credit, one.url = said("SN"), said("LA"), said("CR"), said("URL")
    for name, code in (("section", "SE"), ("edition", "ED"), ("column", "CLM"), ("page", "PG"), ("correction", "CX")):
        one.note(name, said(code))
    one.note("dateline", said("DLN"))
    one.note("caption", said("ART"))
    one.paragraphs = [*codes.get("LP", ()), *codes.get("TD", ())]
    one.is_closed = "AN" in codes
    return one


def in_order(lines: Sequence[str], place: str) -> Says:
    """The fields of an article without codes: headline, author, words, date, hour, source, page, code, language,
    copyright, text, document number. ``lines`` are not empty; a paragraph is a line."""
    one = Says(place, raw="\n".join(lines))
    end = _fields([spaced(line) for line in lines], one)
    one.paragraphs = list(lines[end - len(one.paragraphs) : end])  # the same lines with their spaces as found
    return one


def _fields(rest: list[str], one: Says) -> int:
    """Read the fields from lines; where the text, which is the last of them, ends."""
    end = len(rest)
    if rest and document_number(rest[-1]) is not None:
        rest.pop()
        end -= 1
    else:
        one.is_closed = False
    at = next((i for i, line in enumerate(rest[:12]) if _WORDS.fullmatch(line.strip())), None)
    if at is None:
        dated = next((i for i, line in enumerate(rest[:12]) if len(line) < 60 and _day(line)), None)
        if dated is None:
            one.faults.append("no line with the count of words and no date line found")
            one.title, one.paragraphs = (rest[0], rest[1:]) if rest else ("", [])
            return end
        above, rest = rest[:dated], rest[dated:]
    else:
        one.length, above, rest = rest[at], rest[:at], rest[at + 1 :]
    _above(above, one)
    if rest and len(rest[0]) < 60 and _day(rest[0]):
        one.date = rest.pop(0)
        if rest and _HOUR.fullmatch(rest[0].strip()):
            one.date = f"{one.date} {rest.pop(0).strip()}"
    if rest:
        one.outlet = rest.pop(0)
    _below(rest, one)
    return end


def _day(line: str) -> bool:
    return read_date(line, day_first=True).published is not None


def _above(lines: Sequence[str], one: Says) -> None:
    """Section, headline and author, which stand above the count of words."""
    said = list(lines)
    if len(said) > 1 and _BYLINE.match(said[-1]):
        one.author = said.pop()
    elif len(said) > 2:
        one.note("section", said.pop(0))
    if len(said) > 1 and one.author:
        one.note("section", " / ".join(said[:-1]))
        said = said[-1:]
    one.title = " ".join(said)


def _below(lines: Sequence[str], one: Says) -> None:
    """Page, source code, language, edition and copyright, which stand above the text."""
    begin = 0
    for begin, line in enumerate(lines[:7]):
        short = line.strip()
        if _COPYRIGHT.match(short):
            begin += 1
            break
        if folded(short) in CODES:
            one.language = short
        elif _PAGE.fullmatch(short) and not one.language:
            one.note("page", short)
        elif not (_SOURCE_CODE.fullmatch(short) and not one.language):
            if one.language or not any(folded(later.strip()) in CODES for later in lines[begin + 1 : 7]):
                break
            one.note("edition", short)
    else:
        begin = min(len(lines), 7)
    one.paragraphs = list(lines[begin:])


def counted(says: str) -> bool:
    """Whether a line is a count of words and nothing else."""
    return bool(_WORDS.fullmatch(says.strip())) and stated_words(says) is not None


# Factiva downloads as HTML: a table of codes and values for each article, or its parts one below the other.

_MARKS = (b"factiva", b"articleparagraph", b"frarticle", b"enarticle", b"dearticle")


def _is_html(source: Source) -> bool:
    """Whether the first 64 KiB are a page of Factiva. Its style sheet alone is about as long."""
    head = source.head.lower()
    return b"<html" in head[:4000] and b"factiva" in head and any(
        mark in head for mark in (b"<title>factiva", b"factivalogo", b"dow jones", *_MARKS[1:])
    )  # fmt: skip


def _read_html(source: Source, options: Options) -> Iterator[Found]:
    """Each article of the file."""
    text, encoding = html_text(source, options.encoding)
    yield Remark("encoding", encoding)
    tree = html_tree(text, source.name)
    found = [
        div for div in tree.iter("div") if "article" in (div.get("class") or "").split() and not _inside_article(div)
    ]
    if not found:
        raise SamestoryError(
            f"{source.name}: no article of Factiva in it; save it with 'Article Format', not headlines"
        )
    yield from findings([_html_says(div, number) for number, div in enumerate(found, 1)], options)
    headlines = sum(len(row) > 1 and one_line(row[0]) == "HD" for row in tree.iter("tr"))
    yield from unlike(headlines, "the code HD", len(found))
    yield from not_closed(text)


def _inside_article(div: Any) -> bool:
    return any("article" in (above.get("class") or "").split() for above in div.iterancestors("div"))


def _html_says(div: Any, number: int) -> Says:
    codes: dict[str, list[str]] = {}
    for row in div.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) == 2 and (code := one_line(cells[0])) in CODES_KNOWN:
            codes.setdefault(code, []).extend(blocks(cells[1], space=LAYOUT))
    stated = _stated_language(div)
    if codes:
        number_of = flat(" ".join(codes.get("AN", ()))).removeprefix("Document ").strip()
        one = of_codes(
            codes, f"article {number}, {number_of}" if number_of else f"article {number}", "\n".join(blocks(div))
        )
    else:
        one = in_order(blocks(div, space=LAYOUT), f"article {number}")
    one.language = one.language or stated
    return one


def _stated_language(div: Any) -> str:
    """The language the class of the division names ("article frArticle"), where no field does."""
    names = (div.get("class") or "").split()
    return next((name[:2] for name in names if len(name) == 9 and name.endswith("Article")), "")


# Factiva downloads as RTF, with codes or without; each article closes with "Document" and its number.

_CODED = re.compile(r"\|?\s*([A-Z]{2,3})(?:\s*\||\s{1,}|\t|$)\s*(.*)")
_FOUND = re.compile(
    r"\|?(?:Results Found|R[ée]sultats? trouv[ée]s?|Gefundene Ergebnisse|Gefundene Treffer|Resultados encontrados)"
    r"\s?[|:\t]?\s?([\d.,  ]{1,9})\|?",
    re.IGNORECASE,
)
_EDGES = "| \u00a0\u2007\u202f"
_SUMMARY = (
    "search summary",
    "resume de la recherche",
    "résumé de la recherche",
    "suchzusammenfassung",
    "suchubersicht",
    "resumen de la busqueda",
    "resumen de la búsqueda",
)


def _is_rtf(source: Source) -> bool:
    """Whether it is RTF that closes an article as Factiva does, or has its codes, in the first 64 KiB."""
    if not is_rtf(source):
        return False
    lines = [spaced(line).strip(" \t|") for line in head_text(source).splitlines()]
    if any(document_number(line) for line in lines):
        return True
    return any(line.startswith(("HD|", "HD\t", "HD ")) for line in lines) and any(
        line[:2] in ("PD", "SN") for line in lines
    )


def _read_rtf(source: Source, options: Options) -> Iterator[Found]:
    """Each article of the file."""
    lines = rtf_lines(source)
    yield from rtf_not_closed(source)
    yield from read_lines(lines, options, f"{source.name}: no line 'Document' with a number; is it Factiva's RTF?")


def read_lines(lines: list[str], options: Options, nothing: str) -> Iterator[Found]:
    """Each article of lines in this layout, and how many the summary of the search states.

    Raises
    ------
    SamestoryError
        With the words of ``nothing`` if no article is in them.
    """
    pieces: list[list[str]] = []
    current: list[str] = []
    stated = None
    for line in lines:
        known = spaced(line)
        if (results := _FOUND.fullmatch(known)) is not None:
            digits = re.sub(r"\D", "", results[1])
            stated = Stated(int(digits), known.strip("| ").replace("|", " ")) if digits else None
        current.append(line)
        if document_number(_last(known)) is not None:
            pieces.append(current)
            current = []
    if not pieces and not any(counted(spaced(line)) for line in lines):
        raise SamestoryError(nothing)
    if _is_article(current):
        pieces.append(current)
    records = [_line_says(piece, f"article {order}") for order, piece in enumerate(pieces, 1)]
    # A summary of the search counts what was found, of which 100 at most are saved at a time.
    yield from findings(records, options, stated if stated and stated.n <= 100 else None)


def _last(line: str) -> str:
    """What of a line may close an article: all of it, or in a table its last cell."""
    return line.strip("| ").split("|")[-1].strip()


def _is_article(lines: list[str]) -> bool:
    said = [spaced(line).strip("| ") for line in lines if line.strip(_EDGES)]
    if not said or said[0].casefold().startswith(_SUMMARY):
        return False
    return any(counted(line) for line in said) or any(map(_code, lines))


def _code(line: str) -> tuple[str, str] | None:
    match = _CODED.fullmatch(line)
    return (match[1], match[2].strip(_EDGES)) if match and match[1] in CODES_KNOWN else None


def _line_says(lines: list[str], place: str) -> Says:
    coded = [_code(line) for line in lines]
    names = {found[0] for found in coded if found}
    if not {"HD", "PD"} <= names and not {"HD", "SN"} <= names:
        return in_order([line.strip(_EDGES) for line in lines if line.strip(_EDGES)], place)
    codes: dict[str, list[str]] = {}
    name = ""
    for line, found in zip(lines, coded, strict=True):
        if found and (found[0] not in codes or found[0] == name):
            name, said = found
            codes.setdefault(name, [])
        else:
            said = line.strip(_EDGES)
        if name and said:
            codes[name].append(said)
    return of_codes(codes, place, "\n".join(lines))


# Factiva downloads saved as plain text, from the browser or a word processor; each article closes with its number.

_CODED_LINE = re.compile(r"^ ?([A-Z]{2,3})(?:\t|  )(.*)$")


def _is_text(source: Source) -> bool:
    """Whether a line of the first 64 KiB closes an article as Factiva does, and another counts words or has a code."""
    if source.is_binary or source.head.lstrip()[:1] in (b"<", b"{"):
        return False
    lines = [spaced(line).strip() for line in _lines(source.head_text)]
    return any(document_number(line.strip("|").split("|")[-1].strip()) for line in lines) and any(
        counted(line) or line.startswith(("|HD|", "|PD|")) for line in lines
    )


def _read_text(source: Source, options: Options) -> Iterator[Found]:
    """Each article of the file; raises ``SamestoryError`` if there is none."""
    text, encoding = source.text(options.encoding)
    yield Remark("encoding", encoding)
    nothing = f"{source.name}: no line 'Document' with a number; is it a download of Factiva?"
    yield from read_lines(_lines(text), options, nothing)


def _lines(text: str) -> list[str]:
    """The lines of a text; a code and its value get the bars that are between the cells of a table."""
    return [_CODED_LINE.sub(_cells, line) for line in text.lstrip("\ufeff").replace("\f", "\n").splitlines()]


def _cells(match: re.Match[str]) -> str:
    return f"|{match[1]}|{match[2].strip()}|" if match[1] in CODES_KNOWN else match[0]


# Articles in the XML of Factiva's services (``ppsarticle``).

_DATES = ("publicationDate", "publicationDateTime", "publicationdate")
_WHOLE = tuple(f"{{*}}{name}" for name in _DATES)
_NO_HOUR = re.compile(r"T00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?\Z", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ISO_HOUR = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
_NOT_INDENTED = 4  # spaces that open a paragraph inside a text of many lines, as agencies print it


def _is_xml(source: Source) -> bool:
    """Whether the first 64 KiB name the elements of the service."""
    head = source.head.replace(b"\x00", b"").lower()
    return b"<" in head[:200] and (b"<ppsarticle" in head or b"global.factiva.com/pps" in head)


def _read_xml(source: Source, options: Options) -> Iterator[Found]:
    """Each article of the file."""
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
    yield from findings([_xml_says(node, number) for number, node in enumerate(articles, 1)], options, stated)


def _xml_says(node: Any, number: int) -> Says:
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


READERS = (
    Reader("Factiva HTML", (".html", ".htm"), _is_html, _read_html),
    Reader("Factiva RTF", (".rtf",), _is_rtf, _read_rtf),
    Reader("Factiva text", (".txt",), _is_text, _read_text),
    Reader("Factiva XML", (".xml",), _is_xml, _read_xml),
)
