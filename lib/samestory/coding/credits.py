"""Credits of a whole article: a dateline's agency, one in brackets at its end, a line such as "Source: Reuters"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..gazetteer import outlet_at, outlet_named
from ..languages import language_for
from ..text import closing_credit, head, paragraphs
from .storable import name_of
from .tokens import Span

LONGEST = 120  # characters of a line that is a credit
_LAST = 8  # paragraphs from the end in which a credit stands
_AGENCY = re.compile(r"[(/]\s*([^()/\n]{2,40}?)\s*[)/]")
_PARTS = re.compile(r"\s*(?:,|;|/|\band\b|\bet\b)\s*")
_EDGE = " \t\n\u00a0.,;:—–-\"“”«»„'’()*"


def credits(text: str, language: str | None, outlets: Mapping[str, str] | None = None) -> list[tuple[str, str, Span]]:
    """Whom an article as a whole is credited to.

    Parameters
    ----------
    text, language
        The article; without reporting words for its language, agencies in brackets alone are found.
    outlets
        Outlets of the set by their names, case folded; they need not be in the gazetteer.

    Returns
    -------
    list of (name, kind, span)
        In order; ``kind`` is ``agency`` or ``outlet``. A credit for a picture or a translation is none.
    """
    spans = paragraphs(text)
    own = outlets or {}
    if not spans:
        return []
    found: list[tuple[str, str, Span]] = []
    for part, begin, end in head(text, *spans[0]):
        if part == "credit" and (match := _AGENCY.search(text, begin, end)):
            found += _named(match[1], match.start(1), own, "agency")
    said = language_for(language).reporting
    lists = said.sources if said else None
    for begin, end in spans[:2] + spans[max(2, len(spans) - _LAST) :]:
        line = text[begin:end].casefold()
        if lists is not None and end - begin <= LONGEST and not line.startswith(lists.no_credits):
            opening = next((one for one in lists.credits if line.startswith(one)), None)
            if opening is not None and (opening[-1] in ": " or not line[len(opening) : len(opening) + 1].isalnum()):
                found += _split(text, begin + len(opening), end, own)
                continue
        if (closing := closing_credit(text, begin, end)) is not None and (match := _AGENCY.search(text, *closing)):
            found += _named(match[1], match.start(1), own)
    return sorted(dict.fromkeys(found), key=lambda one: one[2])


def _split(text: str, begin: int, end: int, own: Mapping[str, str]) -> list[tuple[str, str, Span]]:
    """The names on the rest of a credit line."""
    found = []
    place = begin
    for piece in _PARTS.split(text[begin:end]):
        at = text.find(piece, place, end)
        if piece.strip(_EDGE) and at >= 0:
            found += _named(piece, at, own, "outlet")
            place = at + len(piece)
    return found


def _named(said: str, at: int, own: Mapping[str, str], unknown: str = "") -> list[tuple[str, str, Span]]:
    """A name as an outlet or agency; one that is not known is ``unknown``, where its place says that it is a source."""
    name = said.strip(_EDGE)
    at += said.find(name) if name else 0
    if len(name) < 2:
        return []
    span = (at, at + len(name))
    one = outlet_named(name) or (outlet_at(name) if "." in name else None)
    if one is not None:
        return [(one.name, one.kind, span)]
    if name.casefold() in own:
        return [(own[name.casefold()], unknown or "outlet", span)]
    name = name_of(name)
    return [(name, unknown, span)] if unknown and len(name) > 1 and len(name.split()) <= 5 else []
