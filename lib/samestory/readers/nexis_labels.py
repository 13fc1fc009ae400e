"""What LexisNexis and Nexis Uni write around an article, in their English, French and German interfaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .date_words import folded
from .press import spaced

# Before the text.
HEAD = {
    "byline": "byline by-line author auteur autor verfasser",
    "section": "section rubrique rubrik ressort",
    "length": "length longueur lange laenge",
    "headline": "headline titre titel uberschrift",
    "dateline": "dateline lieu ortsmarke",
    "highlight": "highlight encart zusammenfassung",
    "series": "series serie",
}
# After the text, and nowhere else: where one of these stands, the text has ended.
TAIL = {
    "loaded": "load-date date-chargement update ladedatum lade-datum date-de-chargement",
    "language": "language langue sprache",
    "type": "publication-type type-publication type-de-publication publikationstyp zeitungstyp",
    "journal": "journal-code code-revue journal-kode",
    "corrected": "correction-date date-correction",
    "document": "document-type type-document acc-no",
    "distribution": "distribution diffusion",
}
# After the text too, but words that may open a paragraph of an article: they count where only such stand between
# them and one of the above or the end.
LOOSE = {
    "correction": "correction rectificatif korrektur",
    "graphic": "graphic graphique illustration grafik",
    "notes": "notes note anmerkungen",
    "url": "url",
    "subject": "subject sujet thema schlagwort",
    "company": "company societe firma unternehmen",
    "organization": "organization organisation",
    "ticker": "ticker symbole-boursier borsenkurzel",
    "industry": "industry secteur-activite branche",
    "person": "person personne personen",
    "place": "geographic city state country localisation-geo ville pays geographie ort land",
    "type-of": "type category names",
}


def _names(table: dict[str, str]) -> dict[str, str]:
    return {name: meaning for meaning, names in table.items() for name in names.split()}


HEAD_NAMES, TAIL_NAMES, LOOSE_NAMES = _names(HEAD), _names(TAIL), _names(LOOSE)
_LABEL = re.compile(r"\s{0,4}([^\W\d_][^\W\d_ /-]*(?:[ /-][^\W\d_ /-]+){0,3})\s?:(?=\s|$)\s*")
# "3 of 100 DOCUMENTS", "Dokument 3 von 100", "Document 3 de 100": alone on its line.
MARK = re.compile(
    r"\s*(?:(\d{1,6}) of (\d{1,6}) DOCUMENTS?|Dokument (\d{1,6}) von (\d{1,6})|Document (\d{1,6}) de (\d{1,6})"
    r"|(\d{1,6}) (?:von|de|sur) (\d{1,6}) (?:DOKUMENTEN?|DOCUMENTS?))\s*"
)
COPYRIGHT = re.compile(
    r"\s*(?:Copyright\b|©|\(c\)\s|Alle Rechte vorbehalten|Tous droits r[ée]serv[ée]s|All Rights Reserved)",
    re.IGNORECASE,
)


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
