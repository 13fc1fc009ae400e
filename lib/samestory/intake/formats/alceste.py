"""Text corpora of Alceste and IRaMuTeQ: each text under a line of variables, ``**** *outlet_Gull *date_2024-10-14``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import SamestoryError
from ..dates.words import folded
from ..record import Found, Options, Reader, Remark
from ..shared.press import Says, findings
from ..source import Source

_START = re.compile(r"\s{0,3}(?:\*{4}|\d{2,6})[ \t]+\*\S")
_THEME = re.compile(r"\s{0,3}-\*(\S{1,200})\s*")
# Variables that are columns of ``articles``, by the names people give them.
_COLUMNS = {
    "outlet": ["outlet", "source", "journal", "media", "zeitung", "medium", "newspaper", "titre_journal"],
    "title": ["title", "titre", "titel", "headline"],
    "author": ["author", "auteur", "autor"],
    "date": ["date", "datum", "jour", "published"],
    "language": ["language", "langue", "sprache", "lang"],
    "url": ["url", "lien", "link"],
}
_MEANS = {name: column for column, names in _COLUMNS.items() for name in names}


def recognises(source: Source) -> bool:
    """Whether the first line that says anything is a line of variables."""
    first = next((line for line in source.head_text.lstrip("\ufeff").splitlines() if line.strip()), "")
    return _START.match(first) is not None


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each text of the file; what variables have no column of ``articles`` is in its note.

    Raises
    ------
    SamestoryError
        No line of variables in it.
    """
    text, encoding = source.text(options.encoding)
    yield Remark("encoding", encoding)
    means = _MEANS | {
        folded(name): "date" if column == "published" else column for column, name in options.columns.items()
    }
    records: list[Says] = []
    texts: list[list[list[str]]] = []  # of each text its paragraphs, of each paragraph its lines
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if _START.match(line):
            records.append(Says(f"text {len(records) + 1}, line {number}", raw=line))
            texts.append([[]])
            _variables(line, records[-1], means)
        elif not records:
            if line.strip():
                yield Remark("layout", f"line {number} is before the first text and was not read")
        elif (theme := _THEME.fullmatch(line)) is not None:
            records[-1].note("theme", theme[1].replace("_", " "))
            texts[-1].append([])
        elif line.strip():
            texts[-1][-1].append(line.strip())
        else:
            texts[-1].append([])
    for one, paragraphs in zip(records, texts, strict=True):
        one.paragraphs = ["\n".join(lines) for lines in paragraphs if lines]
    if not records:
        raise SamestoryError(
            f"{source.name}: no line of variables such as '**** *outlet_Gull'; is it an Alceste corpus?"
        )
    yield from findings(records, options)


def _variables(line: str, one: Says, means: dict[str, str]) -> None:
    for word in line.split()[1:]:
        name, _, value = word.lstrip("*").partition("_")
        column = means.get(folded(name))
        if column in ("outlet", "title", "author", "date", "language", "url") and value and not getattr(one, column):
            setattr(one, column, value if column in ("url", "date") else value.replace("_", " "))
        else:
            one.note(name, value.replace("_", " ") or "yes")


READER = Reader("Alceste text", (".txt",), recognises, read)
