"""The layout of the old LexisNexis service: "3 of 100 DOCUMENTS", source, date, headline, labels in capitals, text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .dates import read_date
from .nexis_labels import HEAD_NAMES, LOOSE_NAMES, TAIL_NAMES, closing, is_closing, is_copyright, label, mark, meaning
from .press import Says, flat, spaced
from .record import Remark, Stated

MOST_AT_ONCE = 1000  # no download of the service holds more; a larger "of" counts what was found, not what was saved
_SELECTED = re.compile(
    r"(?:Download Request|Print Request|Ausgabeauftrag|Demande de t[ée]l[ée]chargement)\b[^\n]{0,80}?"
    r"[:\s](\d{1,6})\s?-\s?(\d{1,6})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of a file: where it begins, its number and total as its mark says, and its paragraphs as found, each
    the lines of it."""

    line: int
    number: int
    total: int
    groups: list[list[str]]


def pieces(lines: Iterable[str]) -> tuple[list[str], list[Piece]]:
    """The lines before the first document, and the documents: each the groups of lines between empty ones."""
    cover: list[str] = []
    found: list[Piece] = []
    for number, line in enumerate(lines, 1):
        if (said := mark(line)) is not None:
            found.append(Piece(number, *said, [[]]))
        elif not found:
            cover.append(line)
        elif line.strip():
            found[-1].groups[-1].append(line.strip())
        elif found[-1].groups[-1]:
            found[-1].groups.append([])
    for piece in found:
        if not piece.groups[-1]:
            piece.groups.pop()
    return cover, found


def stated_by(cover: str, found: Sequence[Piece]) -> Stated | None:
    """How many documents the file says it holds: by its cover, else by its marks where they begin at one."""
    if (selected := _SELECTED.search(cover[:20_000])) is not None:
        first, last = int(selected[1]), int(selected[2])
        if first <= last:
            return Stated(last - first + 1, flat(selected[0]))
    if found and found[0].number == 1 and found[0].total <= MOST_AT_ONCE:
        return Stated(found[0].total, f"1 of {found[0].total} documents")
    return None


def gaps(found: Sequence[Piece]) -> list[Remark]:
    """A remark for each jump in the numbers of the documents, and each total unlike that of the first."""
    unlike = [
        Remark("layout", f"line {piece.line}: {piece.number} of {piece.total}, the first says of {found[0].total}")
        for piece in found
        if piece.total != found[0].total
    ]
    return unlike + [
        Remark("layout", f"line {two.line}: document {two.number} follows document {one.number}")
        for one, two in pairwise(found)
        if two.number != one.number + 1
    ]


def says(piece: Piece, place: str, taken: Counter[str], *, wrapped: bool) -> Says:
    """The fields of one document; ``wrapped`` where its lines were broken to a width, and so are joined again.

    ``taken`` counts the lines below the text that are in no field and no note.
    """
    one = Says(place, raw="\n\n".join("\n".join(group) for group in piece.groups))
    groups = [[spaced(line) for line in group] for group in piece.groups]
    at = next((i for i, group in enumerate(groups[:6]) if _is_date(group[0])), None)
    if at is None:
        one.faults.append("no date line found below the source")
        at = 0 if groups else -1
        one.outlet = " ".join(groups[0]) if groups and label(groups[0][0], capitals=True) is None else ""
    else:
        one.outlet = " ".join(" ".join(group) for group in groups[:at])
        one.date, *edition = groups[at]
        one.note("edition", " ".join(edition))
    rest, found = groups[at + 1 :], piece.groups[at + 1 :]
    begin = _head(rest, found, one, wrapped)
    end = _tail(rest, begin, one, taken, wrapped)
    one.is_closed = end < len(rest)
    one.paragraphs += [_joined(group, wrapped) for group in found[begin:end]]
    return one


def _is_date(line: str) -> bool:
    return (
        len(line) <= 120
        and label(line, capitals=True) is None
        and read_date(line, day_first=True).published is not None
    )


def _joined(group: Sequence[str], wrapped: bool) -> str:
    return (" " if wrapped else "\n").join(group)


def _head(groups: list[list[str]], found: list[list[str]], one: Says, wrapped: bool) -> int:
    """Read headline and labels before the text, of which a highlight is a part as found; where the text begins."""
    title: list[str] = []
    begin = 0
    labelled = False
    known = [_meaning(group) for group in groups[:15]]
    last = max((i for i, name in enumerate(known) if name in ("length", "byline", "section")), default=-1)
    for begin, group in enumerate(groups):
        name = known[begin] if begin < len(known) else None
        if name is not None:
            labelled = True
            value = _value(group, wrapped)
            if name == "headline":
                title.append(value)
            elif name == "highlight":
                one.paragraphs.append(_value(found[begin] if _meaning(found[begin]) else group, wrapped))
            elif name == "byline":
                one.author = value
            elif name == "length":
                one.length = value
            else:
                one.note(name, value)
        elif _closes(group, TAIL_NAMES) or is_copyright(_joined(group, True)):
            return begin
        elif labelled or (last < 0 and title):
            if begin > last:
                return begin
            one.note("also", _joined(group, True))
        else:
            title.append(_joined(group, True))
        one.title = " ".join(title)
    return begin + 1 if groups else 0


def _meaning(group: Sequence[str]) -> str | None:
    said = label(group[0], capitals=True)
    return meaning(said[0], HEAD_NAMES) if said else None


def _value(group: Sequence[str], wrapped: bool) -> str:
    said = label(group[0], capitals=True)
    return _joined([said[1] if said else group[0], *group[1:]], wrapped).strip()


def _closes(group: Sequence[str], *tables: dict[str, str]) -> bool:
    """Whether a paragraph is, as a whole, a label of these tables with its value."""
    said = label(group[0], capitals=True)
    return said is not None and is_closing(meaning(said[0], *tables), _value(group, True))


def _kind(group: Sequence[str]) -> str:
    if _closes(group, TAIL_NAMES):
        return "sure"
    if is_copyright(_joined(group, True)) or _closes(group, LOOSE_NAMES):
        return "loose"
    said = label(group[0], capitals=True)
    return "loose" if said and meaning(said[0], TAIL_NAMES, LOOSE_NAMES) is None else "plain"


def _tail(groups: list[list[str]], begin: int, one: Says, taken: Counter[str], wrapped: bool) -> int:
    """Read the labels after the text; where the text ends."""
    end = closing([_kind(group) for group in groups], begin)
    while end > begin and (is_copyright(_joined(groups[end - 1], True)) or _closes(groups[end - 1], LOOSE_NAMES)):
        end -= 1
    above: str | None = None
    for group in groups[end:]:
        said = label(group[0], capitals=True)
        if is_copyright(_joined(group, True)):
            above = None
            taken["copyright"] += 1
        elif said is None or not _closes(group, TAIL_NAMES, LOOSE_NAMES):
            one.note(above or "after the text", _joined(group, True))
        else:
            above, value = meaning(said[0], TAIL_NAMES, LOOSE_NAMES), _value(group, wrapped)
            if above == "language":
                one.language = value
            elif above == "url":
                one.url = value
            elif above in ("correction", "notes", "graphic"):
                one.note(above, value)
            else:
                taken[said[0]] += 1
    return end
