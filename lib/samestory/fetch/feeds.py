"""Feeds and sitemaps as they are now: asked for only if they changed, read within bounds, as entries in one form.

A sitemap that lists others is followed to those of its own domain, the latest first, each once. Nothing an entry says
is trusted: an address that is not public http is not an address, and a date in the future is not a date.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from ..engine.addresses import address_key, without_tracking
from ..errors import SamestoryError, printable_name, reason_of
from ..gazetteer import outlet_at
from ..intake.formats.address_list import READERS as _LISTS
from ..intake.formats.feeds import entry_fields, parsed
from ..intake.pages.tree import decoded
from ..intake.record import Options, Record
from ..intake.shared.addresses import registered_domain
from ..intake.shared.markup import xml_tree
from ..intake.source import Source
from ..story.settings import Feed
from .address import checked_url, is_private_name
from .failure import Failure
from .hosts import Hosts
from .page import followed

MOST_ENTRIES = 50_000  # of one document; as many as the rules of sitemaps allow
MOST_MAPS = 20  # sitemaps that one address leads to, in one command
MOST_TITLE, MOST_SUMMARY = 500, 20_000
MOST_AHEAD = timedelta(days=1)
_SITEMAP = next(reader for reader in _LISTS if reader.name == "sitemap")
_INDEX = re.compile(r"<(?:\w{1,20}:)?sitemapindex[\s>]", re.IGNORECASE)
_ACCEPT = "application/rss+xml,application/atom+xml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.1"


@dataclass(frozen=True)
class Entry:
    """What a feed says of one article.

    ``published`` is ISO 8601 in a form that shows its precision; ``updated`` the change it states, as it stands there;
    ``digest`` one of its title and summary; ``guessed`` the columns that it does not state of this very article.
    """

    url: str
    title: str | None
    outlet: str | None
    language: str | None
    published: str | None
    date_basis: str | None
    updated: str
    summary: str
    guessed: tuple[str, ...]

    @property
    def key(self) -> str:
        """The address as two addresses of one page are compared; empty if it names no article."""
        return address_key(self.url)

    @property
    def digest(self) -> str:
        """Changes if the feed changes its title or summary."""
        return hashlib.sha256(f"{self.title}\0{self.summary}".encode("utf-8", "replace")).hexdigest()[:16]


@dataclass
class Read:
    """What came of one address of ``feeds``.

    ``validators`` are the ETag and Last-Modified of each document read; ``n_unchanged`` documents had not changed;
    ``faults`` say what could not be read; ``n_no_address`` entries have no address of a public page.
    """

    feed: Feed
    entries: dict[str, Entry] = field(default_factory=dict)
    validators: dict[str, dict[str, str]] = field(default_factory=dict)
    n_documents: int = 0
    n_unchanged: int = 0
    n_no_address: int = 0
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_failure(self) -> bool:
        """Whether nothing of it could be read."""
        return bool(self.faults) and not self.n_documents


def read_feed(hosts: Hosts, feed: Feed, validators: dict[str, dict[str, str]], options: Options) -> Read:
    """Read one feed, sitemap, or list of sitemaps.

    Parameters
    ----------
    hosts
        The hosts of this command, with their pauses and robots.txt.
    feed
        Its address, and what the user says of all its entries.
    validators
        By address, the ETag and Last-Modified of the last reading; empty to read it whatever it says.
    options
        How dates are read.

    Returns
    -------
    Read
        A failure is a fault in it, not an exception.
    """
    found, waiting, asked = Read(feed), [feed.url], set[str]()
    domain = registered_domain(feed.url)
    while waiting:
        address = waiting.pop(0)
        if len(asked) > MOST_MAPS:
            found.remarks.append(f"{len(waiting) + 1:,} older sitemaps were not read (at most {MOST_MAPS} at once)")
            break
        asked.add(address)
        try:
            maps = _read_document(hosts, address, found, validators.get(address, {}), options)
        except Failure as failure:
            found.faults.append(printable_name(f"{address}: {failure}"))
            continue
        except SamestoryError as error:
            found.faults.append(printable_name(str(error)))
            continue
        inside = [one for one in maps if registered_domain(one) == domain and one not in asked and one not in waiting]
        if outside := len([one for one in maps if registered_domain(one) != domain]):
            found.remarks.append(f"{outside:,} sitemaps of other domains were not read")
        waiting += inside
    return found


def _read_document(hosts: Hosts, address: str, found: Read, known: dict[str, str], options: Options) -> list[str]:
    """Read one document into ``found``; the addresses of the sitemaps it lists, the latest first."""
    url = checked_url(address)
    asks = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    headers = {"Accept": _ACCEPT, **{asks[name]: value for name, value in known.items() if name in asks}}
    (answer, _), _ = hosts.retried(url, lambda: followed(hosts, url, None, headers))
    if answer.status == 304:
        found.n_documents, found.n_unchanged = found.n_documents + 1, found.n_unchanged + 1
        found.validators[address] = known
        return []
    body = _unpacked(answer.body, hosts.manners.max_bytes)
    stated = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", answer.headers.get("content-type", ""), re.ASCII)
    shown, _ = decoded(body, stated[1] if stated else None)
    maps = _into(found, shown, str(answer.url), options, hosts.outside.now())
    found.n_documents += 1
    found.validators[address] = {name: answer.headers[name][:500] for name in asks if name in answer.headers}
    return maps


def _unpacked(body: bytes, most: int) -> bytes:
    """A document that is itself a gzip file (``sitemap.xml.gz``), unpacked within the bound of a page."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        press = zlib.decompressobj(31)
        plain = press.decompress(body, most + 1)
    except zlib.error as error:
        raise Failure("broken", f"could not be unpacked: {reason_of(error)}") from None
    if not press.eof and len(plain) <= most:
        raise Failure("broken", "the packed document ends in the middle")
    if len(plain) > most:
        raise Failure("too large", f"{len(body):,} bytes received unpack to more than {most:,}")
    return plain


def _into(found: Read, shown: str, address: str, options: Options, now: datetime) -> list[str]:
    """Add the entries of a document; the addresses of the sitemaps it lists."""
    source = Source.of_bytes(shown.encode("utf-8", "replace"), address)
    if _SITEMAP.recognises(source):
        if _INDEX.search(source.head_text[:20_000]):
            return _maps(source)
        said = [one.fields for one in _SITEMAP.read(source, options) if isinstance(one, Record)]
        rows = [(fields, _lastmod(fields), fields.pop("language", None), True) for fields in said]
    else:
        feed, _ = parsed(shown, address)
        rows = []
        for entry in (feed.get("entries") or [])[:MOST_ENTRIES]:
            fields = entry_fields(entry, feed, options, address)
            rows.append((fields, str(dict.get(entry, "updated") or "")[:100], fields.pop("language", None), False))
    for fields, updated, language, is_own in rows[:MOST_ENTRIES]:
        url = fields.get("url")
        if not url or is_private_name(httpx.URL(url).host) or address_key(url) in ("", address_key(address)):
            found.n_no_address += 1
            continue
        one = _entry(fields, updated, language, is_own, found.feed, now)
        found.entries.setdefault(one.key, one)
    if len(rows) > MOST_ENTRIES:
        found.remarks.append(f"{len(rows) - MOST_ENTRIES:,} entries beyond the first {MOST_ENTRIES:,} were not read")
    return []


def _entry(
    fields: dict[str, Any], updated: str, language: str | None, is_own: bool, feed: Feed, now: datetime
) -> Entry:
    """One entry; what the user says of the feed counts before what the feed says."""
    url, guessed = without_tracking(fields["url"]), []
    known = outlet_at(url)
    outlet = feed.outlet or (known.name if known else None) or fields.get("outlet") or registered_domain(url)
    if not feed.outlet:
        guessed.append("outlet")
    language = feed.language or (language.split("-")[0] if language else None)
    if language and not feed.language and not is_own:
        guessed.append("language")
    published, basis = fields.get("published"), fields.get("date_basis")
    if published and _is_ahead(published, now):
        published, basis = None, None
    if published and basis == "address":
        guessed.append("published")
    title = fields.get("title")
    return Entry(
        url=url,
        title=None if not title or title == fields["url"] else _line(title, MOST_TITLE),
        outlet=_line(outlet, 200),
        language=language,
        published=published,
        date_basis=basis if published else None,
        updated=updated,
        summary=str(fields.get("text") or "")[:MOST_SUMMARY],
        guessed=tuple(guessed),
    )


def _line(said: str | None, most: int) -> str | None:
    return " ".join(printable_name(said).split())[:most] or None if said else None


def _is_ahead(published: str, now: datetime) -> bool:
    """Whether a date lies in the future by more than zones explain; the letters of ISO 8601 are in order of time."""
    return published[:10] > (now + MOST_AHEAD).date().isoformat()


def _lastmod(fields: dict[str, Any]) -> str:
    return str(fields.get("note") or "").removeprefix("lastmod ")[:100]


def _maps(source: Source) -> list[str]:
    """The sitemaps that a list of them names, the latest first."""
    root, _ = xml_tree(source)
    found = []
    for number, one in enumerate(root.iter("{*}sitemap")):
        said = {name: "".join(one.findtext(f"{{*}}{name}") or "").strip() for name in ("loc", "lastmod")}
        if said["loc"] and len(said["loc"]) < 2_000:
            found.append((said["lastmod"][:40], -number, said["loc"]))
    return [loc for _, _, loc in sorted(found, reverse=True)]


def matches(entry: Entry, words: list[str]) -> bool:
    """Whether an entry has one of the words in its title or summary, or in its address if it has no title.

    Case does not count. A word is a whole word, with ``*`` at its end any word that begins so; in scripts without
    spaces it is found anywhere.
    """
    if not words:
        return True
    said = f"{entry.title or re.sub(r'[-_/.+]+', ' ', entry.url)} {entry.summary}".casefold()
    return any(re.search(_pattern(word), said) for word in words)


def _pattern(word: str) -> str:
    plain = " ".join(word.casefold().rstrip("*").split())
    inner = re.escape(plain).replace(r"\ ", r"\s+")
    if any(ord(sign) >= 0x2E80 for sign in plain):
        return inner
    return rf"(?<!\w){inner}" + ("" if word.endswith("*") else r"(?!\w)")
