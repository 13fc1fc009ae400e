"""HTML and XML of unknown origin: parsed without network, entities or great depth; their text in paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...errors import SamestoryError
from ..pages.bounds import bounded
from ..record import Reject
from ..source import Source

_BLOCKS = (
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCKS.split())
UNSEEN = frozenset(("script", "style", "title", "noscript", "template", "head"))
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u2007\u202f]+")
LAYOUT = re.compile(r"[ \t\r\n\f\v]+")  # what HTML itself takes for one space; a non-breaking one is the text's own
_CHARSET = re.compile(rb"""<meta[^<>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def html_text(source: Source, encoding: str | None = None) -> tuple[str, str]:
    """The whole of an HTML file as text and the encoding it was read in: the user's, the page's, or recognised."""
    declared = _CHARSET.search(source.head[:4096])
    said = encoding or (declared[1].decode("ascii", "replace") if declared else None)
    if said and not encoding and said.lower().replace("_", "-") in ("iso-8859-1", "latin-1", "us-ascii"):
        return _western(source)
    return source.text(said)


def _western(source: Source) -> tuple[str, str]:
    """A page that declares Latin-1: often by programs that write UTF-8; else it is what browsers read it as."""
    if source.encoding.startswith("utf"):
        return source.text()
    return source.text("cp1252")


def not_closed(text: str) -> list[Reject]:
    """A reject on the end of the file where a page opens and does not end."""
    if "<html" in text[:5000].lower() and "</html" not in text[-5000:].lower():
        return [Reject.of_end("the page does not end with </html>; the file may be cut")]
    return []


def html_tree(text: str, what: str) -> Any:
    """The tree of an HTML text or piece.

    Raises
    ------
    SamestoryError
        Nothing in it, or it nests too deep to be read whole; ``what`` names it in the message.
    """
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    try:
        plain = bounded(_DECLARATION.sub("", text)).encode("utf-8", "replace")
    except SamestoryError as error:
        raise SamestoryError(f"{what}: {error}") from None
    try:
        tree = html.document_fromstring(plain or b"<html></html>", parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError) as error:
        raise SamestoryError(f"{what}: cannot be read as HTML ({error})") from None
    for entry in parser.error_log:
        if entry.level_name == "FATAL" and entry.type_name == "ERR_RESOURCE_LIMIT":
            raise SamestoryError(f"{what}: nests too deep to be read whole ({entry.message.split(',')[0]})")
    return tree


def xml_tree(source: Source) -> tuple[Any, list[Any]]:
    """The root of an XML file, and the faults past which its rest may be missing.

    Raises
    ------
    SamestoryError
        It declares entities (none are needed in data, and some make a small file huge), or is no XML at all.
    """
    from lxml import etree

    raw = source.read()
    if _ENTITY.search(raw[:1_000_000]) or _ENTITY.search(raw[:1_000_000].replace(b"\x00", b"")):
        raise SamestoryError(f"{source.name}: declares XML entities, which are not resolved here; remove its DOCTYPE")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.LxmlError, ValueError) as error:
        raise SamestoryError(f"{source.name}: cannot be read as XML ({error})") from None
    if root is None:
        raise SamestoryError(f"{source.name}: cannot be read as XML")
    return root, [entry for entry in parser.error_log if entry.level_name == "FATAL"]


def blocks(element: Any, *, space: re.Pattern[str] = _SPACE) -> list[str]:
    """The text of an element in paragraphs, without scripts and styles; a single line break stays as one.

    ``space`` is what becomes one space; with ``LAYOUT`` non-breaking spaces stay as found.
    """
    lines: list[list[str]] = [[]]
    for kind, text in _pieces(element):
        if kind == "block":
            lines += [[], []]
        elif kind == "break":
            lines.append([])
        else:
            lines[-1].append(text)
    paragraphs: list[list[str]] = [[]]
    for pieces in lines:
        if line := space.sub(" ", "".join(pieces)).strip():
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return ["\n".join(rows) for rows in paragraphs if rows]


def one_line(element: Any) -> str:
    """The text of an element on one line."""
    return _SPACE.sub(" ", " ".join(blocks(element))).strip()


def _pieces(element: Any) -> Iterator[tuple[str, str]]:
    """Text and breaks in the order of the page; what follows the element itself is not its own."""
    from lxml import etree

    unseen = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        name = node.tag if isinstance(node.tag, str) else ""
        if name in UNSEEN:
            unseen += 1 if event == "start" else -1
        if event == "start":
            if unseen:
                continue
            if name in BLOCKS:
                yield "block", ""
            elif name == "br":
                yield "break", ""
            if name and node.text:
                yield "text", node.text
        else:
            if not unseen and name in BLOCKS:
                yield "block", ""
            if node is not element and node.tail and not unseen:
                yield "text", node.tail
