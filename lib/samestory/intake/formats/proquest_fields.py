"""What ProQuest says of an article: fields with a name and a colon, the text under "Full text:"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .date_words import folded
from .dates import read_date
from .press import Says, flat

# Names of fields in English, French, German and Spanish interfaces, without spaces (some exports lose one).
_NAMES = {
    "title": "Title Titre Titel Titulo",
    "author": "Author Auteur Autor",
    "info": "Publicationinfo Informationssurlapublication Publikationsinfo Informaciondepublicacion",
    "abstract": "Abstract Resume Zusammenfassung Resumen",
    "text": "Fulltext Textecomplet Texteintegral Volltext Textocompleto",
    "outlet": "Publicationtitle Titredelapublication Publikationstitel Titulodepublicacion",
    "date": "Publicationdate Datedepublication Publikationsdatum Fechadepublicacion",
    "year": "Publicationyear Anneedepublication Erscheinungsjahr Anodepublicacion",
    "pages": "Pages Firstpage Seiten Paginas",
    "section": "Section Rubrique Rubrik Seccion",
    "column": "Column Chronique Kolumne",
    "edition": "Edition Auflage",
    "dateline": "Dateline",
    "language": """Languageofpublication Languedelapublication Languedepublication Publikationssprache
        Idiomadelapublicacion""",
    "url": "URL",
    "record": "DocumentURL URLdudocument Dokument-URL URLdeldocumento",
    "number": "ProQuestdocumentID IDdudocumentProQuest ProQuest-Dokument-ID IDdeldocumentodeProQuest",
    "credit": "Credit",
    "words": "Wordcount Nombredemots",
    "end": "Database Basededonnees Datenbank Basededatos",
    # Those ProQuest writes right below a text; what follows them is no text.
    "subjects": """Subject Location People Person Company Company/organization Classification Identifier/keyword
        Businessindexingterm Sujet Lieu Personnes Entreprise/organisation Thema Ort""",
    "other": """Links Illustration Publisher Placeofpublication Countryofpublication Publicationsubject ISSN e-ISSN
        CODEN ISBN Sourcetype Documenttype Documentfeature Copyright Lastupdated Volume Issue Numberofpages
        Accessionnumber AuthorAffiliation Series Notes Correction Editeur Lieudepublication Paysdepublication
        Typedesource Typededocument Dernieremiseajour Verlag Dokumenttyp Quellentyp""",
}
MEANING = {name.casefold(): meaning for meaning, names in _NAMES.items() for name in names.split()}
_MOST = max(map(len, MEANING)) + 12
_LABEL = re.compile(r"\s*([^\W\d_][^:\n]{1,60}?)\s?:(?=\s|$)\s*")
# What stands in place of a text or an abstract that the service does not hold, as ``_is_absent`` compares it.
_ABSENT = frozenset(
    (
        *("", "none", "not available", "none available", "full text not available", "abstract not available"),
        *("non disponible", "aucun disponible", "texte integral non disponible", "texte complet non disponible"),
        *("nicht verfugbar", "nicht vorhanden", "volltext nicht verfugbar", "kein volltext verfugbar"),
        *("no disponible", "ninguno disponible", "texto completo no disponible", "resumen no disponible"),
    )
)
_PRINT_DATE = re.compile(r"\]\W{0,3}(\d{1,2}\s\w{3,10}\.?\s\d{4}|\w{3,10}\.?\s\d{1,2},\s\d{4})")


def field_name(says: str) -> str | None:
    """What the name of a field means ("Publication title:"), None where it is none of ProQuest's."""
    if len(says) > _MOST:
        return None
    return MEANING.get(folded(says).replace(" ", "").replace("\u00a0", "").strip(":").strip())


def label(line: str) -> tuple[str, str] | None:
    """The meaning of the field a line opens, and the rest of the line; None where it opens none."""
    match = _LABEL.match(line[:120])
    meaning = field_name(match[1]) if match else None
    return (meaning, line[match.end() :]) if match and meaning else None


def said_by(fields: Mapping[str, str], paragraphs: list[str], place: str, raw: str) -> Says:
    """The fields of an article, each as ProQuest says it."""
    one = Says(place, raw=raw, is_closed="end" in fields or "number" in fields)
    if fields.get("number"):
        one.place = f"{place}, ProQuest {flat(fields['number'])}"
    one.title, one.author = fields.get("title", ""), fields.get("author", "")
    one.language, one.credit, one.length = fields.get("language", ""), fields.get("credit", ""), fields.get("words", "")
    one.url = fields.get("url") or fields.get("record", "")
    info = fields.get("info", "")
    _outlet(fields.get("outlet") or info.partition("[")[0], one)
    printed = _PRINT_DATE.search(info)
    one.date = fields.get("date") or (printed[1] if printed else "") or fields.get("year", "")
    if printed and printed[1] != one.date and read_date(one.date, day_first=True).published is None:
        one.faults.append(
            f"publication date {flat(one.date)!r} not read; {printed[1]!r} taken from the publication info"
        )
        one.date = printed[1]
    for name in ("section", "column", "edition", "pages", "dateline"):
        one.note(name, fields.get(name, ""))
    if not _is_absent(" ".join(paragraphs)):
        one.paragraphs = paragraphs
    elif not _is_absent(fields.get("abstract", "")):
        one.paragraphs = [fields["abstract"]]
        one.status = "teaser"
        one.faults.append("holds no full text, only an abstract")
    else:
        one.faults.append("holds no full text")
    return one


def _is_absent(text: str) -> bool:
    text = text.strip()
    return len(text) < 80 and folded(flat(text)).strip(" .[]()") in _ABSENT


def _outlet(says: str, one: Says) -> None:
    """Name, edition and place, which stand in one line: "New York Times,  Late Edition; New York, N.Y."."""
    name, _, place = flat(says).partition(";")
    name, comma, edition = name.partition(", ")
    if comma and "edition" not in edition.casefold() and "ed." not in edition.casefold():
        name, edition = f"{name}, {edition}", ""
    one.outlet = name.strip(" ,")
    one.note("edition", edition)
    one.note("place", place)
