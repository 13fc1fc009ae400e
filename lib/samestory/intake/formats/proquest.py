"""ProQuest: downloads as HTML and text, and its full-text e-mails (also one forwarded inside another).

A record is fields with a name and a colon; the text is under "Full text:".
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Mapping
from email.message import Message
from typing import Any

from ...errors import SamestoryError
from ..dates.reading import read_date
from ..dates.words import folded
from ..record import Found, Options, Reader, Reject, Remark, Stated
from ..shared.markup import LAYOUT, blocks, html_text, html_tree, not_closed, one_line
from ..shared.press import Says, findings, flat, is_sentence, spaced, unlike
from ..source import Source, decoded_by_guess, is_text_encoding

# What ProQuest says of an article: fields with a name and a colon, the text under "Full text:".

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
    # Those ProQuest writes right below a text; what follows them is not text.
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
# What is in place of a text or an abstract that the service does not hold, as ``_is_absent`` compares it.
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
    """What the name of a field means ("Publication title:"), None if it is none of ProQuest's."""
    if len(says) > _MOST:
        return None
    return MEANING.get(folded(says).replace(" ", "").replace("\u00a0", "").strip(":").strip())


def label(line: str) -> tuple[str, str] | None:
    """The meaning of the field a line opens, and the rest of the line; None if it opens none."""
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
    """Name, edition and place, which are in one line: "New York Times,  Late Edition; New York, N.Y."."""
    name, _, place = flat(says).partition(";")
    name, comma, edition = name.partition(", ")
    if comma and "edition" not in edition.casefold() and "ed." not in edition.casefold():
        name, edition = f"{name}, {edition}", ""
    one.outlet = name.strip(" ,")
    one.note("edition", edition)
    one.note("place", place)


# ProQuest downloads as plain text: records between lines of underscores, fields with a name and a colon.

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


def _is_plain(source: Source) -> bool:
    """Whether the first 64 KiB have the rules between records and fields of ProQuest."""
    if source.head.lstrip()[:1] in (b"<", b"{"):
        return False
    text = source.head_text
    lines = text.splitlines()
    return any(_RULE.fullmatch(line) for line in lines[:200]) and "proquest" in text.casefold() and _has_fields(lines)


def _read_plain(source: Source, options: Options) -> Iterator[Found]:
    """Each record of the file; raises ``SamestoryError`` if there is none."""
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
    if sure is not None and end > sure:  # a field of several paragraphs is among those after the text
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


# ProQuest records as HTML, and the records inside its e-mails: each begins at an anchor named after its document.

_ANCHOR = re.compile(r"<a\s[^<>]{0,200}?(?:name|id)\s?=\s?[\"']?[^\"'<>\s]{0,80}?DocID_[^<>]{0,200}>", re.IGNORECASE)
_LAST = re.compile(r"<strong[^<>]{0,200}>\s{0,9}Database:?\s{0,9}</strong>[^<]{0,300}", re.IGNORECASE)
_TEXT = re.compile(r"<text\b([^<>]{0,300})>", re.IGNORECASE)
_TEXT_END = re.compile(r"</text\s{0,9}>", re.IGNORECASE)
_WORDS = re.compile(r"wordcount\s?=\s?[\"']?(\d{1,7})", re.IGNORECASE)
_TAG, _ANY_WORD = re.compile(r"<[^<>]{0,2000}>"), re.compile(r"\w")
_STRAY = re.compile(r"<?/?html>", re.IGNORECASE)


def _is_html(source: Source) -> bool:
    """Whether the first 64 KiB hold a record of ProQuest."""
    head = source.head.lower()
    return b"<" in head[:2000] and not head.startswith((b"received:", b"from:", b"return-path:")) and (
        b"docid_" in head or b"proquest document id" in head or (b"proquest" in head and b"full text:" in head)
    )  # fmt: skip


def _read_html(source: Source, options: Options) -> Iterator[Found]:
    """Each record of the file; raises ``SamestoryError`` if there is none."""
    text, encoding = html_text(source, options.encoding)
    yield Remark("encoding", encoding)
    yield from read_records(text, options, source.name)


def read_records(text: str, options: Options, name: str) -> Iterator[Found]:
    """Each record of a page.

    Raises
    ------
    SamestoryError
        No record in it.
    """
    pieces = _pieces(text)
    if not pieces:
        raise SamestoryError(f"{name}: no record of ProQuest in it; export with full text and citation")
    yield from findings([says(piece, f"document {number}") for number, piece in enumerate(pieces, 1)], options)
    yield from unlike(text.count("ProQuest document ID:"), "a document number of ProQuest", len(pieces))
    yield from not_closed(text)


def _pieces(text: str) -> list[str]:
    """The HTML of each record: from anchor to anchor, or, where a mail program lost the anchors, to its last field."""
    begins = [match.start() for match in _ANCHOR.finditer(text)]
    if not begins:
        ends = [match.end() for match in _LAST.finditer(text)]
        begins = [0, *ends]
        if "Full text:" not in text[begins[-1] :] and "Publication title:" not in text[begins[-1] :]:
            begins.pop()  # what follows the last field is the end of the page
    if not begins:
        return []
    return [text[begin:end] for begin, end in zip(begins, [*begins[1:], len(text)], strict=True)]


def says(piece: str, place: str) -> Says:
    """The fields of one record. The text is taken out before the rest is parsed, so that tags broken inside it (they
    are the newspaper's) cannot hide a field."""
    opened = _TEXT.search(piece)
    closed = _TEXT_END.search(piece, opened.end()) if opened else None
    is_empty = False
    if closed and opened and not _ANY_WORD.search(_TAG.sub(" ", piece[opened.end() : closed.start()])):
        closed, is_empty = None, True
    inside, outside, faults = "", piece, []
    if is_empty:
        faults.append("its element of the text is closed before the text; the paragraphs below 'Full text' are taken")
    elif opened and closed:
        inside, outside = piece[opened.end() : closed.start()], piece[: opened.start()] + piece[closed.end() :]
    elif opened:
        faults.append("its text is not closed; the record may be cut")
    try:
        around = html_tree(outside, place)
        page = html_tree(inside, place) if closed else around
        captions = _take_captions(page)
        fields, text = _fields(around)
        paragraphs = blocks(page, space=LAYOUT) if closed else text
    except SamestoryError as error:
        return Says(place, raw=piece, faults=[str(error)], is_closed=False)
    if paragraphs and (stray := _STRAY.match(paragraphs[0])) is not None:
        paragraphs[0] = paragraphs[0][stray.end() :]
        faults.append(f"a broken tag {stray[0].strip()!r} is before the text and is not counted as text")
    if opened and (words := _WORDS.search(opened[1])) is not None:
        fields["words"] = words[1]
    one = said_by(fields, paragraphs, place, piece)
    one.faults[:0] = faults
    if captions:
        n_words = sum(len(said.split()) for said in captions)
        one.note("captions", f"of {len(captions)} pictures, {n_words} words, not in text")
    return one


def _take_captions(page: Any) -> list[str]:
    """Take the links out that enlarge a picture (their words are the service's), and give the captions they carry,
    which ProQuest's own count of words includes."""
    captions = []
    for link in list(page.iter("a")):
        if "sr-only" in (link.get("class") or "").split():
            captions.append(link.get("title") or "")
            link.drop_tree()
    return captions


def _fields(tree: Any) -> tuple[dict[str, str], list[str]]:
    """The fields of a record by their meaning, and the paragraphs under "Full text:"."""
    fields: dict[str, list[str]] = {}
    names = [node for node in tree.iter("strong", "b") if (node.text or "").strip().endswith(":")]
    marked = {node: meaning for node in names if (meaning := field_name(one_line(node))) is not None}
    bold, plain, name = "", "", ""
    for line, node in _lines(tree, marked):
        if node is not None:
            name = marked[node] if marked[node] not in fields else ""
            if name:
                fields[name] = []
        elif name:
            fields[name].append(line)
        elif not fields:
            plain = plain or spaced(line)
    for node in tree.iter("p", "div", "h1", "h2", "h3", "span", "strong", "b"):
        if node in marked:
            break
        style = (node.get("style") or "").replace(" ", "").lower()
        if node.tag[0] == "h" or (node.tag[0] in "pds" and "font-weight:bold" in style):
            bold = one_line(node) or bold  # the last one above the fields
    text = fields.pop("text", [])
    # But for an abstract a field is one paragraph; what is between it and the next is a link of the service.
    joined = {
        name: "\n\n".join(lines).strip() if name == "abstract" else "".join(map(spaced, lines[:1])).strip()
        for name, lines in fields.items()
    }
    joined.setdefault("title", bold or plain)
    return joined, text


def _lines(tree: Any, marked: dict[Any, str]) -> Iterator[tuple[str, Any]]:
    """The paragraphs of the page in order, and between them the names of fields where they stand."""
    sign = "\ue000"  # of private use: is in the text where a name stood
    order = []
    for node in tree.iter("strong", "b"):
        if node in marked:
            order.append(node)
            node.text = f"\n{sign}\n"
            for child in list(node):
                node.remove(child)
    nodes = iter(order)
    for paragraph in blocks(tree, space=LAYOUT):
        for i, part in enumerate(paragraph.split(sign)):
            if i:
                yield "", next(nodes, None)
            if part.strip():
                yield part.strip(), None


# ProQuest's full-text e-mails (``.eml``), also where one was forwarded inside another.

_HEADER = re.compile(rb"\A(?:[!-9;-~]{1,60}:[^\n]{0,2000}\r?\n)")
_PART = re.compile(r">\s{0,9}E-?mail (\d{1,4}) of (\d{1,4})\s{0,9}<", re.IGNORECASE)
MOST_PARTS = 200


def _is_mail(source: Source) -> bool:
    """Whether it is a mail that names ProQuest in its first 64 KiB."""
    head = source.head.lstrip(b"\xef\xbb\xbf \r\n")
    return (
        (_HEADER.match(head) is not None or head.startswith(b"From "))
        and b"proquest" in source.head.lower()
        and re.search(rb"^(?:subject|from|mime-version|content-type):", head[:20_000], re.IGNORECASE | re.MULTILINE)
        is not None
    )


def _read_mail(source: Source, options: Options) -> Iterator[Found]:
    """Each article of the mail."""
    message = email.message_from_bytes(source.read())
    encodings: dict[str, None] = {}
    parts = [part for _, part in zip(range(MOST_PARTS), message.walk(), strict=False) if not part.is_multipart()]
    pages = [
        text
        for part in parts
        if part.get_content_type() == "text/html" and _ours(text := _text(part, options, encodings))
    ]
    plain = [
        text
        for part in parts
        if part.get_content_type() == "text/plain" and _ours(text := _text(part, options, encodings))
    ]
    if not pages and not plain:
        raise SamestoryError(f"{source.name}: no text of ProQuest in this mail; its parts: {_kinds(parts)}")
    if any(defect for part in message.walk() for defect in part.defects if "Boundary" in type(defect).__name__):
        yield Reject.of_end("the mail does not end as mails do; the file may be cut")
    for says in encodings:
        yield Remark("encoding", says)
    for page in pages:
        if (one_of := _PART.search(page[:200_000])) is not None:
            yield Remark("layout", f"{flat(one_of[0].strip('<> '))}: the other mails of this export hold the rest")
        yield from read_records(page, options, source.name)
    if not pages:
        for text in plain:
            yield from read_text(text, options, source.name)


def _ours(text: str) -> bool:
    return "ProQuest" in text and ("DocID_" in text or "Full text" in text or "Document URL" in text)


def _text(part: Message, options: Options, encodings: dict[str, None]) -> str:
    """The text of a part; ``encodings`` gets a line for each that had to be recognised."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    for name in (options.encoding, part.get_content_charset()):
        if name and is_text_encoding(name):
            try:
                return raw.decode(name)
            except UnicodeDecodeError:
                continue
    text, says = decoded_by_guess(raw)
    encodings[says] = None
    return text


def _kinds(parts: list[Message]) -> str:
    return ", ".join(sorted({part.get_content_type() for part in parts})) or "none"


READERS = (
    Reader("ProQuest text", (".txt",), _is_plain, _read_plain),
    Reader("ProQuest HTML", (".html", ".htm"), _is_html, _read_html),
    Reader("ProQuest e-mail", (".eml",), _is_mail, _read_mail),
)
