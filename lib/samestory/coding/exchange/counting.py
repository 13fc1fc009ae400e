"""How a file counts its positions: which of the possible ways fits the words it quotes, or where words end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

from ...errors import SamestoryError
from .model import Document, Export, Passage, Unread, from_utf16

INCLUDED, EXCLUDED = "included", "excluded"
LEAST, FITS, FITS_NOT = 3, 0.2, 0.4  # selections that tell, and the share of ends inside words of a right, a wrong way
Span = tuple[int, int]


@dataclass(frozen=True)
class Place:
    """A passage with positions as the file gives them, and its name there, which is often what it reads, cut."""

    passage: Passage
    quoted: str | None = None


@dataclass(frozen=True)
class Way:
    """One way of counting: whether line ends are one sign, whether in UTF-16, whether the end is part of it."""

    lines: str
    unit: str
    end: str

    def said(self) -> str:
        """In words, for a report."""
        unit = "UTF-16" if self.unit == "utf16" else "characters"
        lines = ", each end of line as one" if self.lines == "one" else ""
        return f"positions count {unit}{lines}; the end is {self.end}"


def counted(
    documents: dict[str, Document],
    places: list[Place],
    unread: list[Unread],
    name: str,
    end_is: str | None,
    units: tuple[str, ...] = ("characters", "utf16"),
) -> Export:
    """An export with offsets in characters, half-open, by the way of counting that its own texts show.

    ``end_is`` and ``units`` say what is known of the way beforehand.

    Raises
    ------
    SamestoryError
        Several ways fit and say different things.
    """
    texts = {key: _lines(one.text) for key, one in documents.items() if one.text is not None}
    spans = [place for place in places if place.passage.begin is not None and place.passage.document in texts]
    ends = [end_is] if end_is else [EXCLUDED, INCLUDED]
    ways = [Way(*one) for one in product(("as found", "one"), units, ends)]
    turn = {(key, way): _turning(texts[key], way) for key in texts for way in ways}
    best = _best(spans, texts, turn, ways, name) if spans else None
    kept = []
    for place in places:
        one = place.passage
        if one.begin is None or best is None or one.document not in texts:
            kept.append(one)  # where there is no text to check it against, whoever places it will say so
            continue
        if (span := turn[one.document, best](_given(one))) is None:
            unread.append(
                Unread(one.where, "its positions are not inside the text of its document", one.document, one.name)
            )
            continue
        reads = texts[one.document][0][span[0] : span[1]]
        kept.append(replace(one, begin=span[0], end=span[1], reads=reads))
    remarks = [best.said()] if best is not None else []
    return Export(documents, kept, unread, remarks)


def _given(one: Passage) -> Span:
    return one.begin or 0, one.end or 0


def _lines(text: str | None) -> tuple[str, str, list[int]]:
    """A text, the text with each line end as one sign, and the place in the first of each sign of the second."""
    text = text or ""
    if "\r" not in text:
        return text, text, list(range(len(text) + 1))
    kept = [place for place, sign in enumerate(text) if not (sign == "\n" and place and text[place - 1] == "\r")]
    return text, "".join("\n" if text[place] == "\r" else text[place] for place in kept), [*kept, len(text)]


def _turning(texts: tuple[str, str, list[int]], way: Way) -> Callable[[Span], Span | None]:
    """What turns positions of the file into a span of the text as found; None where there is no such span."""
    raw, plain, places = texts
    text = plain if way.lines == "one" else raw
    turned = from_utf16(text) if way.unit == "utf16" else (lambda offset: offset)

    def span(given: Span) -> Span | None:
        begin, end = turned(given[0]), turned(given[1] + (way.end == INCLUDED))
        if begin is None or end is None or not 0 <= begin < end <= len(text):
            return None
        return (places[begin], places[end]) if way.lines == "one" else (begin, end)

    return span


def _best(spans: list[Place], texts: dict, turn: dict, ways: list[Way], name: str) -> Way:
    """The way that most quoted words bear out, else the one by which words end where passages end."""
    read = {way: [turn[place.passage.document, way](_given(place.passage)) for place in spans] for way in ways}
    raw = [texts[place.passage.document][0] for place in spans]
    quoted = [n for n, place in enumerate(spans) if place.quoted]
    right = {way: sum(_bears_out(raw[n], read[way][n], spans[n].quoted) for n in quoted) for way in ways}
    if max(right.values()):
        most = [way for way in ways if right[way] == max(right.values())]
        if len({tuple(read[way]) for way in most}) == 1:
            return most[0]
        ways = most
    distinct = list({tuple(read[way]): way for way in reversed(ways)}.values())
    if len(distinct) == 1:
        return ways[0]
    bad = {way: sum(_is_bad(text, span) for text, span in zip(raw, read[way], strict=True)) / len(raw) for way in ways}
    for way in ways:  # the plainest way first; another one only where that does not fit
        those = [one for one in ways if (one.lines, one.unit) == (way.lines, way.unit)]
        best, *others = sorted(those, key=lambda one: bad[one])
        if len(spans) >= LEAST and bad[best] <= FITS:
            if all(bad[one] >= FITS_NOT or read[one] == read[best] for one in others):
                return best
            break
    if len({way.end for way in distinct}) == 1:
        raise SamestoryError(
            f"{name}: it does not show how its positions are counted (an end of line as one or two characters);"
            " export it with texts whose lines end in one character"
        )
    raise SamestoryError(
        f"{name}: it does not show whether the last position is part of a passage; say --end-is included (as the"
        " REFI-QDA standard has it) or --end-is excluded"
    )


def _bears_out(text: str, span: Span | None, said: str | None) -> bool:
    return span is not None and bool(said) and _is_quoted(text[span[0] : span[1]], said or "")


def _is_quoted(reads: str, said: str) -> bool:
    """Whether words are the quoted ones; a quotation may be cut at its end."""
    solid, wanted = "".join(reads.split()), "".join(said.split())
    cut = wanted.rstrip("….")
    if solid == wanted:
        return True
    return len(cut) >= 12 and cut != wanted and solid.startswith(cut)


def _is_bad(text: str, span: Span | None) -> bool:
    """Whether a passage ends within a word, or in white space; where words are not spaced that cannot be told."""
    if span is None:
        return True
    begin, end = span
    inside = [at for at in (begin, end) if 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()]
    return bool(inside) or text[end - 1].isspace() or text[begin].isspace()
