"""RSS and Atom in all their versions: entries of a feed, as one who subscribed had them.

Feedparser reads bytes only: nothing is loaded. Entities a feed declares for itself are taken out first, for some make
a small file huge. A summary is a teaser; content that a feed gives whole is a text. An entry that says when it was
changed but not when it was published has no date of publication; the change is in ``date_shown``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from ...errors import SamestoryError
from ..dates.reading import date_fields
from ..pages.metadata import language_code, plain_words
from ..pages.tree import MAX_PAGE_BYTES, decoded
from ..record import Found, Options, Rank, Reader, Record, Reject, Remark
from ..shared.addresses import clean_address, day_in_address, registered_domain
from ..shared.markup import LAYOUT, blocks, html_tree
from ..shared.press import spaced
from ..source import Source

ENDINGS = (".rss", ".atom", ".rdf", ".xml")
MAX_FEED_BYTES = 50_000_000
_ROOT = re.compile(r"<(?:rss|rdf:RDF|(?:\w{1,20}:)?feed|channel)[\s>]", re.IGNORECASE)
_END = re.compile(r"</(?:rss|rdf:RDF|(?:\w{1,20}:)?feed|channel)\s{0,20}>|<(?:rss|feed)[^<>]{0,2000}/>", re.IGNORECASE)
_BEFORE_ROOT = re.compile(
    r"(?>\s*(?:<\?[^>]{0,2000}\?>|<!--.{0,5000}?-->|<!DOCTYPE[^>\[]{0,500}>))*+\s*", re.IGNORECASE | re.DOTALL
)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_GOES_ON = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?"
    r"|(?:continue reading|read more|lire la suite|weiterlesen|читать далее)\W{0,5}\w{0,30}\W{0,5})\s*$",
    re.IGNORECASE,
)


def _recognises(source: Source) -> bool:
    if source.is_binary:
        return False
    text = source.head_text.removeprefix("\ufeff")
    before = _BEFORE_ROOT.match(text)
    begin = text[before.end() if before else 0 :][:2_000]
    declares = _DOCTYPE.match(begin) is not None  # with entities of its own
    return text.lstrip()[:1] == "<" and bool(_ROOT.match(begin) or (declares and _ROOT.search(text)))


def _read(source: Source, options: Options) -> Iterator[Found]:
    if source.size > MAX_FEED_BYTES:
        raise SamestoryError(f"{source.name}: {source.size:,} bytes; a feed may have {MAX_FEED_BYTES:,}")
    raw = source.read()
    shown, encoding = decoded(raw, options.encoding) if len(raw) <= MAX_PAGE_BYTES else source.text(options.encoding)
    yield Remark("encoding", encoding)
    found, n_entities = parsed(shown, source.name)
    if n_entities:
        yield Remark("layout", f"{n_entities:,} entities the feed declares for itself were not resolved")
    entries = found.get("entries") or []
    yield Remark("layout", f"{found.get('version') or 'feed'} with {len(entries):,} entries")
    if found.get("bozo") and (fault := found.get("bozo_exception")) is not None:
        yield Reject("whole feed", f"not well formed, read as far as it goes: {fault}"[:300], n=0)
    elif not _END.search(shown[-5_000:]):
        yield Reject("end of the feed", "the file ends before the feed does", n=0)
    for number, entry in enumerate(entries, 1):
        place = f"entry {number:,}"
        fields = entry_fields(entry, found, options)
        if fields.get("text") or fields.get("title"):
            yield Record(fields, place)
        else:
            yield Reject(place, "no title and no text", str(dict(entry))[:100_000])


def parsed(shown: str, name: str) -> tuple[Any, int]:
    """A feed as feedparser reads it, and how many entities it declares for itself, which are not resolved.

    Raises
    ------
    SamestoryError
        It cannot be read, or is neither RSS nor Atom.
    """
    import feedparser

    logging.getLogger("feedparser").setLevel(logging.CRITICAL)
    plain, n_entities = _without_entities(shown)
    try:
        found = feedparser.parse(
            plain.encode("utf-8", "replace"),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=True,
        )
    except Exception as error:  # a parser of all dialects; whatever it stumbles on, the file is reported
        raise SamestoryError(f"{name}: not readable as a feed: {type(error).__name__}: {error}"[:300]) from None
    if not found.get("version") and not found.get("entries"):
        raise SamestoryError(f"{name}: no RSS or Atom in it")
    # Feedparser calls Dublin Core's date a change; in RSS it is what says when an entry was published.
    found["is_rss"] = str(found.get("version")).startswith("rss") and "atom:updated" not in plain
    return found, n_entities


def _without_entities(shown: str) -> tuple[str, int]:
    """The feed without its declarations of entities, document type and encoding; how many entities it declared."""
    shown = _DECLARATION.sub("", shown.removeprefix("\ufeff"), count=1)
    if (begin := _DOCTYPE.search(shown[:1_000_000])) and (root := _ROOT.search(shown, begin.end())):
        n = len(_ENTITY.findall(shown, begin.end(), root.start()))
        return shown[: begin.start()] + _ENTITY.sub("", shown[root.start() :]), n
    return _ENTITY.subn("", shown)


def entry_fields(entry: Any, found: Any, options: Options, base: str | None = None) -> dict[str, Any]:
    """The columns of an article that an entry of ``parsed`` gives; ``base`` is the address of the feed."""
    feed, is_rss = found.get("feed") or {}, found["is_rss"]
    url = clean_address(entry.get("link") or None, base) or clean_address(entry.get("id"))
    text, status = _text(entry)
    basis = "published" if entry.get("published") or not is_rss else "updated"
    dated, fault = date_fields(dict.get(entry, basis), options)  # its own get() answers with the other date
    if dated.get("published"):
        dated["date_basis"] = "feed, published" if basis == "published" else "feed, date"
    elif changed := dict.get(entry, "updated"):
        dated |= {"date_shown": f"updated {changed}"[:200], "date_basis": "feed, updated; not when it was published"}
    if not dated.get("published") and (day := day_in_address(url)):
        dated |= {"published": day, "date_basis": "address"}
    if fault and "date_basis" not in dated:
        dated["date_basis"] = fault
    source = entry.get("source") or {}
    names = [plain_words(one.get("name"), 200) for one in entry.get("authors") or [] if isinstance(one, dict)]
    said = entry.get("language") or _language(entry) or feed.get("language")
    fields = {
        "title": plain_words(entry.get("title")),
        "author": "; ".join(name for name in names[:20] if name) or plain_words(entry.get("author"), 200),
        "outlet": plain_words(source.get("title"), 200)
        or plain_words(feed.get("title"), 200)
        or registered_domain(url),
        "url": url,
        "language": options.language or language_code(said),
        "text": text,
        "text_status": status,
        **dated,
    }
    return {key: value for key, value in fields.items() if value}


def _text(entry: Any) -> tuple[str | None, str]:
    """The longest text an entry gives, and whether it is the whole or a teaser."""
    whole = [_plain(one.get("value")) for one in entry.get("content") or [] if isinstance(one, dict)]
    text, teaser = max(whole, key=len, default=""), _plain(entry.get("summary"))
    if text and len(text) >= len(teaser):
        return text, "teaser" if _GOES_ON.search(spaced(text[-120:])) else "full"
    return (teaser, "teaser") if teaser else (None, "none")


def _plain(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        return ""
    if "<" not in value and "&" not in value:
        return value.strip()
    try:
        return "\n".join(blocks(html_tree(f"<div>{value}</div>", "entry"), space=LAYOUT))
    except SamestoryError:
        return plain_words(value, 100_000) or ""


def _language(entry: Any) -> str | None:
    for detail in (entry.get("title_detail"), *(entry.get("content") or []), entry.get("summary_detail")):
        if isinstance(detail, dict) and detail.get("language"):
            return str(detail["language"])
    return None


READER = Reader("feed", ENDINGS, _recognises, _read, Rank.STANDARD)
