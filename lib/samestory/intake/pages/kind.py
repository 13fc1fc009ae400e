"""Whether a page is a listing: a front page, a section, a page of search results. Its links say so, not its words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .metadata import Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LISTING = "listing of other pages"
LEAST_LINKS = 10  # links that read like headlines
LONG_LINK = 25  # characters of such a link
OWN_PARAGRAPH = 80  # characters of a paragraph that is no link; a teaser has fewer words of its own
MOST_OWN = 400  # characters of such paragraphs that a listing may have: an introduction
_KINDS = ("collectionpage", "searchresultspage", "itemlist")
_TEASERS = "//*[self::h1 or self::h2 or self::h3 or self::h4 or self::li or self::article]//a[@href]"
_OWN = "//body//p[not(ancestor::a or ancestor::nav or ancestor::footer or ancestor::aside or ancestor::li)]"


def listing_of(tree: HtmlElement, data: Metadata, url: str | None) -> str | None:
    """Why a page is a listing, in a few words; None if nothing says so. The tree is not changed.

    A page that says it is an article is none, whatever it links to. Else it is one if it calls itself a collection and
    has no text of its own, or if headline-like links outweigh its text and its address names no single page.
    """
    if data.article or (data.first("og:type") or "").lower() in ("article", "newsarticle"):
        return None
    if data.first("article:published_time", "datepublished", "article:author"):
        return None
    links = {one.get("href") for one in tree.xpath(_TEASERS)[:5_000] if len(one.text_content().strip()) >= LONG_LINK}
    if len(links) < LEAST_LINKS:
        return None
    own = 0
    for one in tree.xpath(_OWN)[:5_000]:
        linked = sum(len(link.text_content()) for link in one.iter("a"))
        length = len(one.text_content().strip()) - linked
        own += length if length >= OWN_PARAGRAPH else 0
        if own > MOST_OWN:
            return None
    said = data.page.get("@type")
    kinds = {str(one).lower() for one in (said if isinstance(said, list) else [said])}
    if kinds.intersection(_KINDS) or _is_front(url):
        return f"{LISTING} ({len(links)} links, {own} characters of its own)"
    return None


def _is_front(url: str | None) -> bool:
    """Whether an address is that of a site or a section: no last part with several words or a number."""
    if not url:
        return True
    parts = [part for part in urlsplit(url).path.split("/") if part]
    last = parts[-1].rpartition(".")[0] or parts[-1] if parts else ""
    return last.count("-") < 3 and not any(sign.isdigit() for sign in last)
