"""A page from bytes to tree: in which encoding, and within which bounds."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from ...errors import SamestoryError
from ..source import decoded_by_guess, encoding_of, is_mostly_utf8, is_text_encoding
from .bounds import bounded

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_PAGE_BYTES = 20_000_000
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_NO_XML = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what no tree may hold
_INLINE = re.compile(
    r"</?(?:a|b|big|center|em|font|i|ins|nobr|small|span|strong|sub|sup|tt|u)\b[^<>]{0,2000}>", re.IGNORECASE
)
_BOX = re.compile(
    r"</?(?:article|div|main|section|table|tbody|td|tr|ul|ol|dl|blockquote)\b[^<>]{0,2000}>", re.IGNORECASE
)
_HIDE_IN_ASCII = ("iso2022", "hz", "utf-16", "utf-32")  # where bytes below 128 are not what they look like
# Labels that browsers read as another encoding than their name says (WHATWG Encoding Standard).
_WEB_LABELS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "gb2312": "gb18030"}


def decoded(raw: bytes, encoding: str | None = None) -> tuple[str, str]:
    """A page as text, and the encoding it was read in.

    Order: byte order mark, UTF-8 where it fits, what the server or the user said, what the page says, a model. A label
    that does not fit the bytes is passed over; if none fits, bytes that are not text become U+FFFD.

    Raises
    ------
    SamestoryError
        Empty, or larger than a page may be.
    """
    if len(raw) > MAX_PAGE_BYTES:
        raise SamestoryError(f"{len(raw):,} bytes; a page may have {MAX_PAGE_BYTES:,}")
    if not raw.strip():
        raise SamestoryError("the page is empty")
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names = [encoding_of(raw)]
    elif (stated := _codec(encoding) or "").startswith(_HIDE_IN_ASCII):
        names = [stated]
    else:
        said = [
            found[1].decode("ascii") for form in (_XML_CHARSET, _META_CHARSET) if (found := form.search(raw[:65_536]))
        ]
        names = [name for label in (encoding, *said) if (name := _codec(label)) and not name.startswith("utf-16")]
        if not raw.isascii():  # bytes of another encoding that happen to be UTF-8 do not occur in a page of words
            names.insert(0, "utf-8")
    for name in names:
        try:
            return raw.decode(name), name
        except UnicodeDecodeError:
            # A few bad bytes in a page that is otherwise what it says; under a wrong label no sign is UTF-8.
            if name == "utf-8" and is_mostly_utf8(raw):
                return raw.decode(name, "replace"), "utf-8, with bytes that are not text in it"
    return decoded_by_guess(raw)


def parsed(shown: str) -> HtmlElement:
    """The tree of a page.

    Raises
    ------
    SamestoryError
        Holds no HTML.
    """
    shown = _XML_DECLARATION.sub("", shown.replace("\x00", ""), count=1)
    shown = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", shown)
    if not shown.strip():
        raise SamestoryError("the page is empty")
    shown = bounded(shown)
    for flatten in (None, _INLINE, _BOX):
        if flatten is not None:
            shown = flatten.sub("<br>" if flatten is _BOX else "", shown)
        tree, limit = _tree(shown, is_huge=False)
        if limit and "depth" not in limit:  # a text or a name of more than ten million characters
            tree, limit = _tree(shown, is_huge=True)
        if "depth" not in limit:
            break
    else:
        raise SamestoryError("elements nested too deep for a page")
    if tree is None or len(tree) == 0:
        raise SamestoryError("holds no page of HTML")
    return tree


def _tree(shown: str, is_huge: bool) -> tuple[Any, str]:
    """The tree, and which of its limits made libxml2 drop the rest (256 elements in one another, long texts)."""
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=is_huge
    )
    try:
        tree = lxml_html.document_fromstring(shown.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise SamestoryError(f"holds no page of HTML: {error}") from None
    last = parser.error_log.last_error
    return tree, last.message if last is not None and last.level_name == "FATAL" else ""


def _codec(label: str | None) -> str | None:
    """Python's name of an encoding a page may be in; none of those that can hide tags from who reads it as ASCII."""
    said = (label or "").strip().strip("\"'").lower()
    if not is_text_encoding(said):
        return None
    name = codecs.lookup(said).name
    return None if name == "utf-7" or "escape" in name else _WEB_LABELS.get(name, name)
