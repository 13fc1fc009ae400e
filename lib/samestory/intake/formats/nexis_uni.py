"""The layout of Nexis Uni and Lexis+: a cover, then title, source, date, labels, "Body", text, "End of Document"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...errors import SamestoryError
from .date_lines import date_line, is_only_date
from .date_words import folded
from .dates import read_date
from .nexis_labels import (
    HEAD,
    HEAD_NAMES,
    LOOSE_NAMES,
    TAIL_NAMES,
    closing,
    is_closing,
    is_copyright,
    is_index_term,
    label,
    meaning,
    taken_off,
)
from .press import Says, findings, flat, spaced
from .record import Found, Options, Stated

LONGEST_CAPTIONS = 150  # words under the heading "Graphic"
ENDS = frozenset(
    (
        *("end of document", "ende des dokuments", "dokumentende", "fin du document", "einde van document"),
        *("einde van het document", "fin del documento", "fine del documento", "fim do documento"),
    )
)
BODIES = frozenset(
    (
        *("body", "text", "volltext", "haupttext", "textkorper", "corps", "corps du texte", "texte", "texte integral"),
        *("hoofdtekst", "tekst", "cuerpo", "texto", "texto completo", "corpo", "testo", "corpo do texto"),
    )
)
_AFTER = frozenset(("classification", "klassifizierung", "klassifikation", "graphic", "graphique", "grafik", "notes"))
_COVER = (
    "job number", "client/matter", "search terms", "search type", "narrowed by", "content type", "date and time",
    "numero de tache", "client/dossier", "termes de recherche", "type de recherche", "restreint par", "type de contenu",
    "auftragsnummer", "mandant/akte", "suchbegriffe", "suchtyp", "suchart", "eingegrenzt durch", "inhaltstyp",
)  # fmt: skip
_COUNT = re.compile(r"\s*(?:documents?|dokumente?) \((\d{1,6})\)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its text and whether it stands in a table (the cover has tables of search terms)."""

    text: str
    in_table: bool = False


def is_uni(lines: Sequence[str]) -> bool:
    """Whether lines of a file end documents as this layout does."""
    return any(folded(spaced(line).strip()) in ENDS for line in lines)


def read_lines(lines: Sequence[Line], options: Options, name: str) -> Iterator[Found]:
    """Each document of a file in this layout.

    Raises
    ------
    SamestoryError
        No document in it.
    """
    pieces: list[list[Line]] = [[]]
    closed = 0
    for line in lines:
        if len(line.text) < 40 and folded(spaced(line.text).strip()) in ENDS:
            closed += 1
            pieces.append([])
        else:
            pieces[-1].append(line)
    if not closed:
        raise SamestoryError(f"{name}: no line 'End of Document'; is it a download of Nexis Uni?")
    stated = next((found for line in lines if (found := _stated(spaced(line.text))) is not None), None)
    records = []
    taken = Counter[str]()
    for order, piece in enumerate(pieces, 1):
        if any(line.text.strip() for line in piece):
            one = says(piece, f"document {order}", taken)
            if order > closed and not (one.title or one.paragraphs):
                continue  # what follows the last document is the end of the file
            one.is_closed = order <= closed
            records.append(one)
    yield from findings(records, options, stated)
    yield from taken_off(taken)


def says(lines: Sequence[Line], place: str, taken: Counter[str]) -> Says:
    """The fields of one document; ``taken`` counts the lines below the text that are in no field and no note."""
    found = [line.text.strip() for line in lines]
    texts = [spaced(line) for line in found]
    one = Says(place, raw="\n".join(found))
    body = next((i for i, text in enumerate(texts) if _heading(text) in BODIES), None)
    begin = 1 + max((i for i, text in enumerate(texts[:body]) if _is_cover(text)), default=-1)
    stop = len(texts) if body is None else body
    at = _line_of_date(lines, texts, begin, stop)
    if at is None:
        one.faults.append("no date line found below title and source")
        above = [text for text in texts[begin:stop] if text and not _labelled(text) and not is_copyright(text)]
        after_head = stop
        one.title, one.outlet = (*above[:2], "", "")[:2] if body is not None else ("", "")
    else:
        above = [texts[i] for i in range(begin, at) if texts[i] and not lines[i].in_table]
        one.title, one.outlet = ("", "", *above)[-2:]
        one.date, after_head = texts[at], at + 1
    if body is None:
        body = after_head - 1
        while body + 1 < len(texts) and (
            not texts[body + 1] or _labelled(texts[body + 1]) or is_copyright(texts[body + 1])
        ):
            body += 1
    for line in found[after_head : body + 1]:
        _head_line(line, one)
    if one.title == "" and (heading := next((n for n in one.notes if n.startswith("headline: ")), "")):
        one.notes.remove(heading)
        one.title = heading.removeprefix("headline: ")
    end = _end_of_text(texts, body + 1)
    one.paragraphs += found[body + 1 : end]
    _tail_lines(texts[end:], one, taken)
    return one


def _line_of_date(lines: Sequence[Line], texts: Sequence[str], begin: int, stop: int) -> int | None:
    """The line of the date: below title and outlet, for a headline may hold a date of its own."""
    found: list[tuple[int, int, bool]] = []
    n_above = 0
    for i in range(begin, stop):
        if lines[i].in_table or not texts[i]:
            continue
        if _is_date(texts[i]):
            found.append((i, n_above, is_only_date(texts[i])))
        elif n_above and (_labelled(texts[i]) or is_copyright(texts[i])) and found:
            break  # the head of the article has begun
        n_above += 1
    return date_line(found)


def _stated(text: str) -> Stated | None:
    match = _COUNT.fullmatch(text[:60])
    return Stated(int(match[1]), flat(match[0])) if match else None


def _heading(text: str) -> str:
    return folded(text.rstrip(" :")) if len(text) < 40 else ""


def _is_cover(text: str) -> bool:
    return bool(_COUNT.fullmatch(text[:60])) or folded(text[:60]).startswith(_COVER)


def _labelled(text: str) -> str | None:
    said = label(text, capitals=False)
    name = meaning(said[0], HEAD_NAMES, TAIL_NAMES, LOOSE_NAMES) if said else None
    return name if said and name and (name in HEAD or is_closing(name, said[1])) else None


def _is_date(text: str) -> bool:
    if not 6 <= len(text) <= 100 or _labelled(text) or is_copyright(text):
        return False
    return read_date(text, day_first=True).published is not None


def _head_line(line: str, one: Says) -> None:
    text = spaced(line)
    said, name = label(text, capitals=False), _labelled(text)
    if said is None or name is None:
        if text and not is_copyright(text) and _heading(text) not in BODIES:
            one.note("edition" if "edition" in folded(text) or "ausgabe" in folded(text) else "also", text)
    elif name == "byline":
        one.author = said[1]
    elif name == "length":
        one.length = said[1]
    elif name == "highlight":
        one.paragraphs.append((label(line, capitals=False) or said)[1])
    elif name == "language":
        one.language = said[1]
    elif name == "url":
        one.url = said[1]
    else:
        one.note(name, said[1])


def _end_of_text(texts: Sequence[str], begin: int) -> int:
    """The first line after the text: a heading such as "Classification" or a label that stands only there."""
    last = max((i for i in range(begin, len(texts)) if _labelled(texts[i])), default=begin)
    for i in range(begin, last):
        name = _heading(texts[i])
        apart = name in _AFTER and (i == begin or not texts[i - 1])
        if apart and (name.startswith(("classif", "klassif")) or _is_short(texts, i + 1)):
            return i
    filled = [i for i in range(begin, len(texts)) if texts[i]]
    first = closing([_kind(texts[i]) for i in filled], 0)
    return _back(texts, begin, filled[first]) if first < len(filled) else len(texts)


def _is_short(texts: Sequence[str], begin: int) -> bool:
    """Whether what follows a heading such as "Graphic" is as short as captions are; else it is a heading of the
    article's own."""
    n_words = 0
    for text in texts[begin:]:
        if _labelled(text) or _heading(text) in _AFTER:
            return True
        n_words += len(text.split())
        if n_words > LONGEST_CAPTIONS:
            return False
    return True


def _kind(text: str) -> str:
    said, name = label(text, capitals=False), _labelled(text)
    if name in ("loaded", "language", "type", "journal"):
        return "sure"
    if name or is_copyright(text) or _heading(text) in _AFTER:
        return "loose"
    return "loose" if said and meaning(said[0], TAIL_NAMES, LOOSE_NAMES) is None else "plain"


def _back(texts: Sequence[str], begin: int, end: int) -> int:
    """Over the labels right above the first that certainly stands after the text."""
    while end > begin and (not texts[end - 1] or _labelled(texts[end - 1]) in {*LOOSE_NAMES.values()}):
        end -= 1
    return end


def _tail_lines(texts: Sequence[str], one: Says, taken: Counter[str]) -> None:
    section = ""
    for text in filter(None, texts):
        said, name = label(text, capitals=False), _labelled(text)
        if _heading(text) in _AFTER:
            section = _heading(text)
        elif said and name == "language":
            one.language = said[1]
        elif said and name == "url":
            one.url = said[1]
        elif said and name in ("correction", "graphic", "notes"):
            one.note(name, said[1])
        elif said and name:
            taken[said[0]] += 1
        elif is_copyright(text):
            taken["copyright"] += 1
        elif section.startswith(("classif", "klassif")) and is_index_term(text):
            taken[section] += 1
        else:
            one.note(section or "after the text", text)
