"""What LexisNexis and Nexis Uni write around an article, whatever the language of their interface."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .date_words import folded
from .dates import read_date
from .nexis_words import HEAD_BY_LANGUAGE, LOOSE_BY_LANGUAGE, TAIL_BY_LANGUAGE
from .press import spaced
from .record import Remark


def _merged(by_language: dict[str, dict[str, str]]) -> dict[str, str]:
    """A table of all languages: meaning -> all its names."""
    merged: dict[str, list[str]] = {}
    for table in by_language.values():
        for meaning, names in table.items():
            merged.setdefault(meaning, []).append(names)
    return {meaning: " ".join(names) for meaning, names in merged.items()}


HEAD, TAIL, LOOSE = (_merged(one) for one in (HEAD_BY_LANGUAGE, TAIL_BY_LANGUAGE, LOOSE_BY_LANGUAGE))


def _names(table: dict[str, str]) -> dict[str, str]:
    return {name: meaning for meaning, names in table.items() for name in names.split()}


HEAD_NAMES, TAIL_NAMES, LOOSE_NAMES = _names(HEAD), _names(TAIL), _names(LOOSE)
_LABEL = re.compile(r"\s{0,4}([^\W\d_][^\W\d_ /-]*(?:[ /-][^\W\d_ /-]+){0,3})\s?:(?=\s|$)\s*")
# "3 of 100 DOCUMENTS", "Dokument 3 von 100", "Document 3 de 100": alone on its line.
MARK = re.compile(
    r"\s*(?:(\d{1,6}) of (\d{1,6}) DOCUMENTS?|Dokument (\d{1,6}) von (\d{1,6})|Document (\d{1,6}) de (\d{1,6})"
    r"|(\d{1,6}) (?:von|van|de|di|sur) (\d{1,6}) (?:DOKUMENTEN?|DOCUMENTEN|DOCUMENTS?|DOCUMENTOS?|DOCUMENTI))\s*"
)
LONGEST_CLOSING = 200  # characters of a line that the service writes; a longer one is the article's
_RIGHTS = re.compile(
    r"(?:Alle Rechte vorbehalten|Tous droits r[ée]serv[ée]s|All Rights Reserved|Alle rechten voorbehouden"
    r"|Todos los derechos reservados|Tutti i diritti riservati|Todos os direitos reservados)\W*",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:Copyright|©|\(c\)\s)(?:\s|©|\(c\)|by\b|[,:])*(?:(?:19|20)\d\d\b\W*(.*)|(.*)\b(?:19|20)\d\d\W*)", re.IGNORECASE
)
_SIGN = re.compile(r"Copyright\b|©|\(c\)\s", re.IGNORECASE)
_STOP = re.compile(r"[.!?…][\"'’”»)\]]*\Z")
_PROSE = ("correction", "graphic", "notes")  # labels after the text that sentences follow


def label(line: str, *, capitals: bool) -> tuple[str, str] | None:
    """The label at the head of a line as printed ("LOAD-DATE") and what follows it; None where there is none.

    ``capitals``: labels of this layout are all in capitals.
    """
    match = _LABEL.match(line[:200])
    if match is None or (capitals and match[1] != match[1].upper()):
        return None
    return match[1], line[match.end() :]


def meaning(name: str, *tables: dict[str, str]) -> str | None:
    """What a label as printed means in one of the tables of names."""
    plain = folded(name).replace(" ", "-")
    return next((table[plain] for table in tables if plain in table), None)


def is_copyright(text: str) -> bool:
    """Whether a paragraph is a copyright line as a whole: the sign, a year and a holder, or that rights are reserved.

    An article may open a paragraph with the same word ("Copyright is a right ...").
    """
    if len(text) > LONGEST_CLOSING:
        return False
    holder, n_rights = _RIGHTS.subn("", text)
    holder = holder.strip()
    if not holder:
        return n_rights > 0
    if (match := _COPYRIGHT.fullmatch(holder)) is None:
        return n_rights > 0 and bool(_SIGN.match(holder)) and _n_small(holder) <= 3
    if match[1] is None:
        return _n_small(match[2]) <= 3
    named = match[1][:1].isupper() and _n_small(match[1]) <= 6  # "2019 The Gull, a division of Gull Press Inc."
    return named or not _is_sentence(match[1])


def is_closing(name: str | None, value: str) -> bool:
    """Whether a label after the text, by its meaning, has what the service writes behind it: LOAD-DATE a date, LANGUAGE
    a name. An article may open a paragraph with the same word ("UPDATE: The army has denied it.")."""
    if name in TAIL:
        if len(value) > LONGEST_CLOSING or _STOP.search(value):
            return False
        return not value or name not in ("loaded", "corrected") or _is_date(value)
    return name in LOOSE and (name in _PROSE or not _is_sentence(value))


def _is_date(value: str) -> bool:
    return len(value.split()) <= 8 and read_date(value, day_first=True).published is not None


def _is_sentence(text: str) -> bool:
    return bool(_STOP.search(text)) and _n_small(text) > 2


def _n_small(text: str) -> int:
    return sum(word[0].islower() for word in text.split())


def is_index_term(text: str) -> bool:
    """Whether a line below the heading "Classification" may be one of its terms: it is no sentence."""
    return not _is_sentence(text)


def taken_off(taken: Counter[str]) -> list[Remark]:
    """A remark with the lines of the service that were taken off below the texts and stand in no column or note."""
    said = ", ".join(f"{name} ({n:,})" for name, n in taken.most_common(30))
    return [Remark("layout", f"lines of the service taken off below the texts: {said}")] if said else []


def closing(kinds: Sequence[str], begin: int) -> int:
    """Where the lines that close a document begin, by the kind of each of its parts; its length where none do.

    Kinds are ``sure`` (a label that stands only there), ``loose`` (another label, a copyright line) and ``plain``. A
    sure label with plain text right below it opens a paragraph of the article ("UPDATE: ..."), as long as another is
    left; else the first is taken after which half of the parts carry labels.
    """
    sure = [i for i in range(begin, len(kinds)) if kinds[i] == "sure"]
    inside = max((i for i in sure if "".join(kinds[i + 1 : i + 2]) == "plain"), default=begin - 1)
    if (first := next((i for i in sure if i > inside), None)) is not None:
        return first
    plain, majority = 0, len(kinds)
    for i in range(len(kinds) - 1, begin - 1, -1):
        plain += kinds[i] == "plain"
        if kinds[i] == "sure" and 2 * plain <= len(kinds) - i:
            majority = i
    return majority


def mark(line: str) -> tuple[int, int] | None:
    """Which document of how many a line announces, None where it is no such line."""
    match = MARK.fullmatch(spaced(line)) if len(line) < 120 else None
    if match is None:
        return None
    first, second = (int(number) for number in match.groups() if number is not None)
    return first, second
