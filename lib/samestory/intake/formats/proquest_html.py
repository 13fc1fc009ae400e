"""ProQuest records as HTML, and the records inside its e-mails: each begins at an anchor named after its document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...errors import SamestoryError
from .markup import LAYOUT, blocks, html_text, html_tree, not_closed, one_line
from .press import Says, findings, spaced, unlike
from .proquest_fields import field_name, said_by
from .record import Found, Options, Reader, Remark
from .source import Source

_ANCHOR = re.compile(r"<a\s[^<>]{0,200}?(?:name|id)\s?=\s?[\"']?[^\"'<>\s]{0,80}?DocID_[^<>]{0,200}>", re.IGNORECASE)
_LAST = re.compile(r"<strong[^<>]{0,200}>\s{0,9}Database:?\s{0,9}</strong>[^<]{0,300}", re.IGNORECASE)
_TEXT = re.compile(r"<text\b([^<>]{0,300})>", re.IGNORECASE)
_TEXT_END = re.compile(r"</text\s{0,9}>", re.IGNORECASE)
_WORDS = re.compile(r"wordcount\s?=\s?[\"']?(\d{1,7})", re.IGNORECASE)
_TAG, _ANY_WORD = re.compile(r"<[^<>]{0,2000}>"), re.compile(r"\w")
_STRAY = re.compile(r"<?/?html>", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Whether the first 64 KiB hold a record of ProQuest."""
    head = source.head.lower()
    return b"<" in head[:2000] and not head.startswith((b"received:", b"from:", b"return-path:")) and (
        b"docid_" in head or b"proquest document id" in head or (b"proquest" in head and b"full text:" in head)
    )  # fmt: skip


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each record of the file; raises ``SamestoryError`` where there is none."""
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
        faults.append(f"a broken tag {stray[0].strip()!r} stands before the text and is not counted as text")
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
    # But for an abstract a field is one paragraph; what stands between it and the next is a link of the service.
    joined = {
        name: "\n\n".join(lines).strip() if name == "abstract" else "".join(map(spaced, lines[:1])).strip()
        for name, lines in fields.items()
    }
    joined.setdefault("title", bold or plain)
    return joined, text


def _lines(tree: Any, marked: dict[Any, str]) -> Iterator[tuple[str, Any]]:
    """The paragraphs of the page in order, and between them the names of fields where they stand."""
    sign = "\ue000"  # of private use: stands in the text where a name stood
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


READER = Reader("ProQuest HTML", (".html", ".htm"), recognises, read)
