"""LexisNexis and Nexis Uni: downloads as Word, HTML, RTF and text, in two layouts.

The old service numbers its documents ("3 of 100 DOCUMENTS"); Nexis Uni and Lexis+ end each with "End of Document".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...errors import SamestoryError
from ..dates.lines import date_line, is_only_date
from ..dates.reading import read_date
from ..dates.words import folded
from ..record import Found, Options, Reader, Remark, Stated
from ..shared.docx import Line, docx_lines, text_part
from ..shared.markup import LAYOUT, blocks, html_text, html_tree, not_closed
from ..shared.press import Says, findings, flat, is_sentence, spaced, unlike
from ..shared.rich_text import head_text, is_rtf, rtf_lines, rtf_not_closed
from ..source import Source

# The labels before the text, in seven languages of the interface (folded, spaces as hyphens), by meaning.
HEAD = {
    "byline": "byline by-line author auteur autor verfasser door firma por autore assinatura",
    "section": "section rubrique rubrik ressort sectie rubriek katern seccion sezione secao seccao",
    "length": "length longueur lange laenge lengte longitud extension lunghezza comprimento extensao tamanho",
    "headline": "headline titre titel uberschrift ueberschrift kop titular titulo titolo manchete",
    "dateline": "dateline lieu ortsmarke plaats dagtekening datacion luogo local",
    "highlight": "highlight encart zusammenfassung samenvatting resumen sommario destaque",
    "series": "series serie",
}
# After the text, and nowhere else: if one of these is found, the text has ended.
TAIL = {
    "loaded": """load-date update date-chargement date-de-chargement ladedatum lade-datum laad-datum laaddatum
        fecha-carga fecha-de-carga data-caricamento data-di-caricamento data-carga data-de-carga
        data-de-carregamento""",
    "language": "language langue sprache taal idioma lengua lingua",
    "type": """publication-type type-publication type-de-publication publikationstyp zeitungstyp publicatietype
        publicatie-type soort-publicatie tipo-publicacion tipo-de-publicacion tipo-pubblicazione
        tipo-di-pubblicazione tipo-publicacao tipo-de-publicacao""",
    "journal": "journal-code code-revue journal-kode tijdschriftcode codigo-revista codice-rivista",
    "corrected": """correction-date date-correction korrekturdatum correctiedatum fecha-correccion data-correzione
        data-correcao""",
    "document": """document-type acc-no type-document dokumenttyp documenttype tipo-documento tipo-de-documento
        tipo-di-documento""",
    "distribution": "distribution diffusion verspreiding distribucion distribuzione distribuicao",
}
# After the text too, but words that may open a paragraph of an article: they count only if nothing but such lines is
# between them and one of the above or the end.
LOOSE = {
    "correction": """correction rectificatif korrektur rectificatie correctie correccion rectificacion correzione
        rettifica correcao""",
    "graphic": "graphic graphique illustration grafik grafiek afbeelding illustratie grafico",
    "notes": "notes note anmerkungen noot opmerking nota notas",
    "url": "url",
    "subject": "subject sujet thema schlagwort onderwerp trefwoord tema asunto argomento assunto",
    "company": "company societe firma unternehmen bedrijf empresa azienda societa",
    "organization": "organization organisation organisatie organizacion organizzazione organizacao",
    "ticker": "ticker symbole-boursier borsenkurzel",
    "industry": "industry secteur-activite branche bedrijfstak sector settore setor",
    "person": "person personne personnes personen persoon persona pessoa",
    "place": """geographic city state country localisation-geo ville pays geographie ort land stad provincie ciudad pais
        citta paese cidade""",
    "type-of": "type category names",
}


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
    """The label at the head of a line as printed ("LOAD-DATE") and what follows it; None if there is none.

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
    return named or not is_sentence(match[1])


def is_closing(name: str | None, value: str) -> bool:
    """Whether a label after the text, by its meaning, has what the service writes behind it: LOAD-DATE a date, LANGUAGE
    a name. An article may open a paragraph with the same word ("UPDATE: The army has denied it.")."""
    if name in TAIL:
        if len(value) > LONGEST_CLOSING or _STOP.search(value):
            return False
        return not value or name not in ("loaded", "corrected") or (len(value.split()) <= 8 and _is_date(value))
    return name in LOOSE and (name in _PROSE or not is_sentence(value))


def _is_date(value: str) -> bool:
    return read_date(value, day_first=True).published is not None


def _n_small(text: str) -> int:
    return sum(word[0].islower() for word in text.split())


def taken_off(taken: Counter[str]) -> list[Remark]:
    """A remark with the lines of the service that were taken off below the texts and are in no column or note."""
    said = ", ".join(f"{name} ({n:,})" for name, n in taken.most_common(30))
    return [Remark("layout", f"lines of the service taken off below the texts: {said}")] if said else []


def closing(kinds: Sequence[str], begin: int) -> int:
    """Where the lines that close a document begin, by the kind of each of its parts; its length where none do.

    Kinds are ``sure`` (a label that is only there), ``loose`` (another label, a copyright line) and ``plain``. A
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
    """Which document of how many a line announces, None if it is no such line."""
    match = MARK.fullmatch(spaced(line)) if len(line) < 120 else None
    if match is None:
        return None
    first, second = (int(number) for number in match.groups() if number is not None)
    return first, second


# The layout of the old LexisNexis service: "3 of 100 DOCUMENTS", source, date, headline, labels in capitals, text.

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


def _old_says(piece: Piece, place: str, taken: Counter[str], *, wrapped: bool) -> Says:
    """The fields of one document; ``wrapped`` where its lines were broken to a width, and so are joined again.

    ``taken`` counts the trailing lines that are not kept anywhere.
    """
    one = Says(place, raw="\n\n".join("\n".join(group) for group in piece.groups))
    groups = [[spaced(line) for line in group] for group in piece.groups]
    at = next((i for i, group in enumerate(groups[:6]) if _is_old_date(group[0])), None)
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


def _is_old_date(line: str) -> bool:
    return len(line) <= 120 and label(line, capitals=True) is None and _is_date(line)


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


def _old_kind(group: Sequence[str]) -> str:
    if _closes(group, TAIL_NAMES):
        return "sure"
    if is_copyright(_joined(group, True)) or _closes(group, LOOSE_NAMES):
        return "loose"
    said = label(group[0], capitals=True)
    return "loose" if said and meaning(said[0], TAIL_NAMES, LOOSE_NAMES) is None else "plain"


def _tail(groups: list[list[str]], begin: int, one: Says, taken: Counter[str], wrapped: bool) -> int:
    """Read the labels after the text; where the text ends."""
    end = closing([_old_kind(group) for group in groups], begin)
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


# The layout of Nexis Uni and Lexis+: a cover, then title, source, date, labels, "Body", text, "End of Document".

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


def is_uni(lines: Sequence[str]) -> bool:
    """Whether lines of a file end documents as this layout does."""
    return any(folded(spaced(line).strip()) in ENDS for line in lines)


def _read_uni(lines: Sequence[Line], options: Options, name: str) -> Iterator[Found]:
    """Each document of a file in this layout."""
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
            one = _uni_says(piece, f"document {order}", taken)
            if order > closed and not (one.title or one.paragraphs):
                continue  # what follows the last document is the end of the file
            one.is_closed = order <= closed
            records.append(one)
    yield from findings(records, options, stated)
    yield from taken_off(taken)


def _uni_says(lines: Sequence[Line], place: str, taken: Counter[str]) -> Says:
    """The fields of one document; ``taken`` counts the trailing lines that are not kept anywhere."""
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
        if _is_uni_date(texts[i]):
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


def _is_uni_date(text: str) -> bool:
    return 6 <= len(text) <= 100 and not _labelled(text) and not is_copyright(text) and _is_date(text)


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
    """The first line after the text: a heading such as "Classification" or a label that is only there."""
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
    """Over the labels right above the first that certainly is after the text."""
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
        elif section.startswith(("classif", "klassif")) and not is_sentence(text):
            taken[section] += 1
        else:
            one.note(section or "after the text", text)


# Old LexisNexis downloads as plain text: "1 of 10 DOCUMENTS" above each, lines broken at some 78 signs.


def _is_text(source: Source) -> bool:
    """Whether a line of the first 64 KiB says which document of how many follows."""
    if source.head.lstrip()[:5].lower() in (b"{\\rtf", b"<html", b"<!doc") or source.head[:4] == b"PK\x03\x04":
        return False
    return any(mark(line) for line in source.head_text.splitlines())


def _read_text(source: Source, options: Options) -> Iterator[Found]:
    """Each document of the file."""
    text, encoding = source.text(options.encoding)
    yield Remark("encoding", encoding)
    yield from _read_old(text.lstrip("\ufeff").splitlines(), options, source.name)


def _read_old(lines: list[str], options: Options, name: str) -> Iterator[Found]:
    """Each document of a text in this layout."""
    cover, found = pieces(lines)
    if not found:
        raise SamestoryError(f"{name}: no line such as '1 of 10 DOCUMENTS'; is it a LexisNexis download?")
    taken = Counter[str]()
    records = [_old_says(piece, f"document {piece.number}, line {piece.line}", taken, wrapped=True) for piece in found]
    yield from findings(records, options, stated_by("\n".join(cover), found))
    yield from gaps(found)
    yield from taken_off(taken)


# Nexis downloads as RTF, of the old service and of Nexis Uni.

_RTF_COVER = ("client/matter:", "job number:", "mandant/akte:", "client/dossier")


def _is_rtf(source: Source) -> bool:
    """Whether it is RTF with a line of Nexis in its first 64 KiB."""
    if not is_rtf(source):
        return False
    text = head_text(source)
    lines = [line.strip() for line in text.splitlines()]
    return is_uni(lines) or any(mark(line) for line in lines) or any(said in text.lower() for said in _RTF_COVER)


def _read_rtf(source: Source, options: Options) -> Iterator[Found]:
    """Each document of the file."""
    lines = rtf_lines(source)
    yield from rtf_not_closed(source)
    if is_uni(lines) or not any(mark(line) for line in lines):
        yield from _read_uni([Line(line.strip("|"), "|" in line) for line in lines], options, source.name)
    else:
        yield from _read_old(lines, options, source.name)


# LexisNexis downloads as HTML: each document between comments DOC NUMBER, its parts in divisions of their own.

_MARKS = (b"<!-- lxncomment", b"<docfull>", b'name="doc_id_')
_OPENS = re.compile(r"<docfull>", re.IGNORECASE)
_DOCUMENTS = re.compile(r"<meta\s[^<>]{0,300}?\bdocuments=\"?(\d{1,6})\"?", re.IGNORECASE)


def _is_html(source: Source) -> bool:
    """Whether the first 64 KiB hold the comments or anchors of the service."""
    head = source.head.lower()
    return b"<" in head[:2000] and any(mark in head for mark in _MARKS)


def _read_html(source: Source, options: Options) -> Iterator[Found]:
    """Each document of the file."""
    text, encoding = html_text(source, options.encoding)
    yield Remark("encoding", encoding)
    lines: list[str] = []
    for paragraph in blocks(html_tree(text, source.name), space=LAYOUT):
        lines += [*paragraph.split("\n"), ""]
    _, found = pieces(lines)
    if not found:
        raise SamestoryError(f"{source.name}: no line such as '1 of 10 DOCUMENTS'; is it a LexisNexis download?")
    counted = _DOCUMENTS.search(text[:100_000])
    stated = Stated(int(counted[1]), f'documents="{counted[1]}"') if counted else stated_by("", found)
    taken = Counter[str]()
    places = [f"document {piece.number} of {piece.total}" for piece in found]
    records = [_old_says(piece, place, taken, wrapped=False) for piece, place in zip(found, places, strict=True)]
    yield from findings(records, options, stated)
    yield from gaps(found)
    yield from taken_off(taken)
    yield from unlike(len(_OPENS.findall(text)), "<DOCFULL>", len(found))
    yield from not_closed(text)


# Nexis Uni downloads as Word files. Only the text part of the file is opened, and only so much of it as is sound.

_ENDS = tuple(end.encode() for end in ("End of Document", "Ende des Dokuments", "Fin du document"))


def _is_word(source: Source) -> bool:
    """Whether it is a Word file whose lines end documents as Nexis does."""
    if source.head[:4] != b"PK\x03\x04" or (b"word/" not in source.head and source.ending != ".docx"):
        return False
    try:
        raw = text_part(source)
        if any(end in raw for end in _ENDS):
            return True
        texts = [line.text for line in docx_lines(source)]  # words may be cut into runs of their own
    except SamestoryError:
        return False
    return is_uni(texts) or any(mark(text) for text in texts)


def _read_word(source: Source, options: Options) -> Iterator[Found]:
    """Each document of the file."""
    lines = docx_lines(source)
    texts = [line.text for line in lines]
    if is_uni(texts) or not any(mark(text) for text in texts):
        yield from _read_uni(lines, options, source.name)
    else:
        yield from _read_old(texts, options, source.name)


READERS = (
    Reader("LexisNexis text", (".txt",), _is_text, _read_text),
    Reader("Nexis RTF", (".rtf",), _is_rtf, _read_rtf),
    Reader("LexisNexis HTML", (".html", ".htm"), _is_html, _read_html),
    Reader("Nexis Uni Word", (".docx",), _is_word, _read_word),
)
