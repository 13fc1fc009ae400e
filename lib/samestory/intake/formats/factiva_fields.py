"""What Factiva says of an article: by two-letter codes ("full article plus indexing"), or in a fixed order without."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .date_words import folded
from .dates import read_date
from .language_names import CODES
from .press import Says, flat, spaced, stated_words

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
