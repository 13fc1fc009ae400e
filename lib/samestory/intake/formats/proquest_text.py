"""ProQuest downloads as plain text: records between lines of underscores, fields with a name and a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import SamestoryError
from .date_words import folded
from .press import Says, findings, flat, is_sentence
from .proquest_fields import label, said_by
from .record import Found, Options, Reader, Remark, Stated
from .source import Source

_RULE = re.compile(r"\s{0,3}_{20,}\s*")
_OF = re.compile(r"\s*(?:Document|Dokument|Documento)\s(\d{1,6})\s(?:of|sur|de|von)\s(\d{1,6})\s*", re.IGNORECASE)
_CLOSES = ("outlet", "number", "date", "year")  # the fields no text holds
_ABOVE_ONLY = ("author", "info", "abstract", "text")  # fields ProQuest writes above a text, and nowhere else
_ANYWHERE = ("other", "subjects", "url", "record")  # names of several fields each
_PROSE = ("other", "credit")  # fields that sentences follow: captions, corrections, notes
_TRAILER = (
    "contact us at:",
    "contact proquest",
    "database copyright",
    "contactez-nous",
    "kontakt:",
    "contacte con nosotros",
)


def recognises(source: Source) -> bool:
    """Whether the first 64 KiB have the rules between records and fields of ProQuest."""
    if source.head.lstrip()[:1] in (b"<", b"{"):
        return False
    text = source.head_text
    lines = text.splitlines()
    return any(_RULE.fullmatch(line) for line in lines[:200]) and "proquest" in text.casefold() and _has_fields(lines)


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each record of the file; raises ``SamestoryError`` where there is none."""
    text, encoding = source.text(options.encoding)
    yield Remark("encoding", encoding)
    yield from read_text(text, options, source.name)


def read_text(text: str, options: Options, name: str) -> Iterator[Found]:
    """Each record of a text in this layout.

    Raises
    ------
    SamestoryError
        No record in it.
    """
    pieces: list[tuple[int, list[str]]] = [(1, [])]
    stated = None
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if _RULE.fullmatch(line):
            pieces.append((number + 1, []))
        elif (of := _OF.fullmatch(line)) is not None:
            stated = stated or Stated(int(of[2]), flat(line))
        else:
            pieces[-1][1].append(line)
    records: list[Says] = []
    for begin, lines in pieces:
        first = next((line for line in lines if line.strip()), "")
        if first and _has_fields(lines):
            records.append(_says(lines, f"document {len(records) + 1}, line {begin}"))
        elif first and records and not first.strip().casefold().startswith(_TRAILER):
            raw = "\n".join(lines)
            records.append(
                Says(f"document {len(records) + 1}, line {begin}", raw=raw, faults=["no field of ProQuest in it"])
            )
    if not records:
        raise SamestoryError(
            f"{name}: no record of ProQuest in it; its records have fields such as 'Publication title:'"
        )
    yield from findings(records, options, stated)


def _has_fields(lines: list[str]) -> bool:
    found = {said[0] for line in lines if (said := label(line)) is not None}
    return len(found & {"outlet", "date", "text", "info", "number", "title", "abstract", "year"}) > 1


def _says(lines: list[str], place: str) -> Says:
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line.strip())
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    begin, end = _text_between(groups)
    end = _without_own_lines(groups, begin, end)
    found: dict[str, list[str]] = {}
    above: list[str] = []
    for group in [*groups[:begin], *groups[end:]]:
        _read_fields(group, found, above)
    fields = {name: ("\n\n" if name == "abstract" else " ").join(said).strip() for name, said in found.items()}
    fields["title"] = fields.get("title") or flat(" ".join(line for line in above if not line.startswith("http")))
    text = groups[begin:end]
    if text:
        opened = label(text[0][0])
        text[0] = [line for line in (opened[1] if opened else "", *text[0][1:]) if line]
    return said_by(fields, ["\n".join(group) for group in text if group], place, "\n".join(lines))


def _text_between(groups: list[list[str]]) -> tuple[int, int]:
    """The groups of lines of the text: from "Full text:" to where only fields follow. A line such as "Location: Paris"
    inside the text does not end it."""
    opens = [said[0] if (said := label(group[0])) else None for group in groups]
    if "text" not in opens:
        return len(groups), len(groups)
    begin = opens.index("text")
    sure = next((i for i in range(begin + 1, len(groups)) if opens[i] in ("outlet", "number", "date", "year")), None)
    end = len(groups)
    while end > begin + 1 and opens[end - 1]:
        end -= 1
    if sure is not None and end > sure:  # a field of several paragraphs stands among those after the text
        end = sure
        while end > begin + 1 and opens[end - 1]:
            end -= 1
    return begin, end


def _without_own_lines(groups: list[list[str]], begin: int, end: int) -> int:
    """Where the text ends if its last paragraphs begin like fields: "Author: that is how he called himself." is text.

    Walking down from the end of the text, a paragraph is the article's own if ProQuest never writes that field there,
    the record has the field already above its text, or it is a sentence.
    """
    if begin >= len(groups):
        return end
    given = {said[0] for group in groups[:begin] for line in group if (said := label(line)) is not None}
    heading = folded(flat(" ".join(line for line in groups[0] if label(line) is None))) if groups else ""
    own = end
    for i in range(end, len(groups)):
        said = label(groups[i][0])
        if said is None or said[0] in _CLOSES:
            break
        if _is_own(said[0], flat(" ".join([said[1], *groups[i][1:]])), given, heading):
            own = i + 1
    return own


def _is_own(name: str, value: str, given: set[str], heading: str) -> bool:
    if name == "title":
        return bool(heading) and folded(value) not in (heading, "")
    if name in _ABOVE_ONLY or (name in given and name not in _ANYWHERE):
        return True
    return name not in _PROSE and is_sentence(value)


def _read_fields(group: list[str], fields: dict[str, list[str]], above: list[str]) -> None:
    name: str | None = None
    for line in group:
        if (said := label(line)) is not None:
            name = said[0] if said[0] not in fields else "other"
            fields.setdefault(name, [said[1]])
        elif name is not None:
            fields[name][-1:] = (
                [f"{fields[name][-1]} {line}"] if len(fields[name][-1]) < 2000 else [fields[name][-1], line]
            )
        elif "abstract" in fields and "outlet" not in fields and "text" not in fields:
            fields["abstract"].append(line)
        else:
            above.append(line)


READER = Reader("ProQuest text", (".txt",), recognises, read)
