"""One web page: its bytes -> the fields of an article.

Shared by all that hold pages: saved files, web archives, feeds, fetching. Nothing on a page runs and nothing is
loaded for it; scripts and styles never reach the text. The main text is what trafilatura finds, asked for its quick
way first and for its thorough way where that found little of the page; title, date, author and outlet are what the
page states of itself (``page_metadata``, ``page_dates``).
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...errors import UNPRINTABLE
from ..shared.addresses import clean_address, registered_domain
from .dates import is_apart, page_date
from .kind import listing_of
from .metadata import (
    Metadata,
    authors_of,
    is_paid,
    language_code,
    plain_words,
    read_metadata,
    site_of,
    stated_words,
)
from .posts import Joiners, open_posts, show_hidden
from .tree import decoded, parsed

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_ELEMENTS = 30_000  # above, the thorough search for the text takes too long, and paragraphs are taken as they stand
ENOUGH = 500  # characters of text that need no second look, if they are
ENOUGH_SHARE = 0.1  # this much of all words on the page
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000})\s*-->"  # as browsers write it
    r"|<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})"
)
_DROPPED = ("style", "svg", "link", "iframe", "template", "object", "embed", "canvas", "applet", "base")
_AT_END, _AT_BEGIN = re.compile(r"\s+[|/–—·•»«:-]+\s*$"), re.compile(r"^\s*[|/–—·•»«:-]+\s+")
_WORD = re.compile(r"\w+")
_BY = re.compile(r"^(?:by|par|von|de|auteure?|автор|author)\b\s*:?\s*", re.IGNORECASE)
_BY_AT_END = re.compile(r"(?<![^\W_])(?:by|par|von|por|door)\s+([^\d|]{3,80})$", re.IGNORECASE)
_BEFORE_DATE = re.compile(r"([^\d|]{3,80}?)\s*(?:[|·•–—,-]|\bon\b|\ble\b|\bam\b)\s*\S*\s*\d")
_TITLED = re.compile(r"title|headline", re.IGNORECASE)
_SIGNED = re.compile(r"(?:作者|记者|記者|기자)\s?[:：]\s?([^\s:：|<>]{2,20})")
_BY_LINES = "//*[@rel='author' or @itemprop='author' or contains(@class, 'author') or contains(@class, 'byline')]"
_BY_NAMES = {"byline", "by-line", "author-name", "author_name", "article-author", "post-author", "entry-author"}
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "dd", "dt", "figcaption")
_BLOCK = " or ".join(f"self::{name}" for name in _BLOCKS)
_LEAVES = f"//body//*[({_BLOCK}) and not(.//*[{_BLOCK}]) and not(ancestor::nav or ancestor::footer or ancestor::aside)]"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page gives: ``fields`` of ``articles``, the ``encoding`` it was read in, ``remarks`` for a person."""

    fields: dict[str, Any]
    encoding: str
    remarks: list[str] = field(default_factory=list)


def read_page(
    raw: bytes,
    *,
    url: str | None = None,
    encoding: str | None = None,
    zone: str | None = None,
    day_first: bool | None = None,
) -> Page:
    """Read one page.

    Parameters
    ----------
    raw
        Its bytes, unpacked.
    url
        Where it was found. Without it the address the page gives of itself is taken.
    encoding
        As its server said; a byte order mark outranks it, what the page says does not.
    zone, day_first
        IANA name for hours without a zone, and whether 03/04/2024 is the third of April; see ``Options``.

    Returns
    -------
    Page
        ``fields`` holds what is known of ``title, author, outlet, language, published, date_basis, date_shown,
        time_shown, url, text, text_status, stated_words, note, no_article``. ``text_status`` is ``cut`` where the page
        says its text is not free to all, else ``full``; ``none`` where no text was found. A page that names another
        site as the place of its text keeps its own address, and the other is noted.

    Raises
    ------
    SamestoryError
        No HTML, or larger than a page may be.
    """
    _quiet()
    shown, name = decoded(raw, encoding)
    tree = parsed(shown)
    data = read_metadata(tree)
    address, note = _address(data, url, shown)
    headline, title = _headline(tree, data, address)
    dated = page_date(data, tree, headline, url=address, zone=zone, day_first=day_first)
    doubt = f"encoding {name}" if "," in name else None  # not sure, or with bytes that are not text in it
    author = authors_of(data) or _by_line(tree)
    author = author or _signed(headline)
    listing = listing_of(tree, data, address)
    text, remarks = main_text(tree, address)
    cut = is_paid(data)
    fields: dict[str, Any] = {
        "title": title,
        "author": author,
        "outlet": site_of(data) or registered_domain(address),
        "language": data.language
        or language_code(data.article.get("inLanguage"))
        or language_code(data.first("og:locale", "content-language", "language")),
        "url": address,
        "text": text,
        "text_status": ("cut" if cut else "full") if text else "none",
        "stated_words": stated_words(data),
        "note": "; ".join(said for said in (note, doubt) if said),
        "no_article": listing,
    }
    if dated is not None:
        fields |= {
            "published": dated.date.published,
            "time_shown": None if (dated.date.time_shown or "").startswith("00:00") else dated.date.time_shown,
            "date_shown": " ".join(dated.shown.split())[:200],
            "date_basis": dated.basis,
        }
    kept = {key: UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
            for key, value in fields.items() if value}  # fmt: skip
    return Page(kept, name, remarks)


def links_of(raw: bytes, *, url: str | None = None, encoding: str | None = None) -> list[str]:
    """Addresses the main text of a page links to, in its order, each once; see ``page_links``."""
    return [address for address, _ in page_links(raw, url=url, encoding=encoding)]


def page_links(raw: bytes, *, url: str | None = None, encoding: str | None = None) -> list[tuple[str, str]]:
    """Addresses the main text of a page links to, in its order, each once, with the words that are linked first.

    Menus, share buttons and lists of other articles are left out as from the text. Raises as `read_page`.
    """
    _quiet()
    from trafilatura import bare_extraction

    shown, _ = decoded(raw, encoding)
    tree = parsed(shown)
    base, _ = _address(read_metadata(tree), url, shown)
    if _n_elements(tree) > MAX_ELEMENTS:
        found = [(one.get("href"), one.text_content()) for one in tree.iterfind(".//p//a[@href]")]
    else:
        document = bare_extraction(_pruned(tree), url=base, include_comments=False, include_links=True)
        body = getattr(document, "body", None)
        refs = [] if body is None else list(body.iter("ref"))
        found = [(one.get("target"), "".join(one.itertext())) for one in refs]
    clean: dict[str, str] = {}
    for target, said in found:
        if (address := clean_address(target, base)) and address != base:
            clean.setdefault(address, " ".join(said.split())[:500])
    return list(clean.items())


def main_text(tree: HtmlElement, url: str | None = None) -> tuple[str, list[str]]:
    """The main text of a page, a paragraph a line, and remarks on how it was found. The tree is used up."""
    tree = _pruned(tree)
    show_hidden(tree)
    n_posts = open_posts(tree)
    said = [f"{n_posts:,} posts with times of their own; the date of the page is that of its start"] if n_posts else []
    joiners = Joiners(tree)
    text, remarks = _main_text(tree, url)
    return joiners.back(text), [*said, *remarks]


def _main_text(tree: HtmlElement, url: str | None) -> tuple[str, list[str]]:
    from trafilatura import bare_extraction

    if (n := _n_elements(tree)) > MAX_ELEMENTS:
        return _paragraphs(tree), [f"{n:,} elements, too many to be weighed: all paragraphs of the page were taken"]
    found = ""
    for fast in (True, False):
        try:
            document = bare_extraction(tree, url=url, include_comments=False, fast=fast)
        except (
            Exception
        ) as error:  # a search in pages of strangers: where it breaks, paragraphs are taken as they stand
            return _paragraphs(tree), [
                f"text not weighed ({type(error).__name__}): all paragraphs of the page were taken"
            ]
        text = (getattr(document, "text", None) or "").strip()
        found = text or found
        if fast and len(text) >= ENOUGH and len(text) >= ENOUGH_SHARE * _length(tree):
            break
    if not found and (n := _length(tree)):
        return "", [f"no main text found among the {n:,} characters of the page"]
    return found, []


def _quiet() -> None:
    """trafilatura and htmldate log what is reported here as remark or reject."""
    for name in ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer"):
        logger = logging.getLogger(name)
        if logger.level < logging.CRITICAL:
            logger.setLevel(logging.CRITICAL)


def _address(data: Metadata, url: str | None, shown: str) -> tuple[str | None, str | None]:
    """The address to keep, and a note where the page names one on another site."""
    saved = _SAVED_FROM.search(shown[:5_000])
    given = clean_address(url) or clean_address(saved and (saved[1] or saved[2]))
    stated = clean_address(data.canonical, given) or clean_address(data.first("og:url"), given)
    if stated is None or given is None:
        return given or stated, None
    if registered_domain(stated) != registered_domain(given):
        return given, f"names {stated} as the address of its text"
    is_front = stated.split("?")[0].count("/") <= 3 < given.split("?")[0].count("/")
    return (given if is_front else stated), None  # some sites give their front page on every page


def _headline(tree: HtmlElement, data: Metadata, address: str | None) -> tuple[HtmlElement | None, str | None]:
    """The element of the headline, and the headline: what the page shows largest, if the page also states it."""
    site = {name for name in ((site_of(data) or "").casefold(), registered_domain(address)) if name}
    element = tree.find(".//head//title")
    said = (
        data.article.get("headline"),
        data.first("og:title", "twitter:title"),
        element.text_content() if element is not None else None,
    )
    stated = [_without_site(words, site) for one in said if (words := plain_words(one, 500))]
    heads = [(one, words) for one in list(tree.iter("h1"))[:20] if 0 < len(words := _line(one)) <= 500]
    rated = [(max((_likeness(words, one) for one in stated), default=0), -n) for n, (_, words) in enumerate(heads)]
    if rated:
        likeness, n = max(rated)
        if likeness >= 0.5 or (not stated and len(heads) == 1):
            return heads[-n]
    if not stated:
        return heads[0] if heads else (None, None)
    agreed = next(
        (one for n, one in enumerate(stated) if any(_likeness(one, two) >= 0.5 for two in stated[n + 1 :])), None
    )
    title = agreed or stated[0]
    element = next((one for one in tree.iter("h2", "h3") if _likeness(_line(one), title) >= 0.8), None)
    if element is not None and _TITLED.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}"):
        shown = _line(element)  # a page that calls it the title of the post knows it without the name of the site
        title = shown if shown.casefold() in title.casefold() else title
    return element, title


def _without_site(words: str, site: set[str]) -> str:
    """A title without the name of the site at its end or its beginning."""
    for name in site:
        if words.casefold().endswith(name) and (kept := _AT_END.sub("", words[: -len(name)])) != words[: -len(name)]:
            return kept or words
        if words.casefold().startswith(name) and (kept := _AT_BEGIN.sub("", words[len(name) :])) != words[len(name) :]:
            return kept or words
    return words


def _likeness(one: str, other: str) -> float:
    """Words shared, as a share of those of the shorter; one or two words are like only what is the same."""
    first, second = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    fewest = min(len(first), len(second))
    if not (one + other).isascii() and _is_part(one, other):
        return 1.0  # a script without spaces is one word
    return float(first == second) if fewest < 3 else len(first & second) / fewest


def _is_part(one: str, other: str) -> bool:
    """Whether of two titles in a script without spaces one is the beginning or the end of the other."""
    short, long = sorted((one.casefold().strip(), other.casefold().strip()), key=len)
    return (
        len(short) >= 4
        and not any(" " in part for part in (short,))
        and (long.startswith(short) or long.endswith(short))
    )


def _line(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _by_line(tree: HtmlElement) -> str | None:
    """The by-line shown, where the page states no author: the first element called one, outside comments."""
    for element in tree.xpath(_BY_LINES)[:50]:
        is_named = "author" in (element.get("rel"), element.get("itemprop"))
        if is_named or _BY_NAMES.intersection((element.get("class") or "").lower().split()):
            words = _BY.sub("", _author_in(_line(element)))
            if 3 <= len(words) <= 100 and not is_apart(element):
                return plain_words(words, 100)
    return None


def _signed(headline: HtmlElement | None) -> str | None:
    """The author named behind a word for it beside the headline ("作者：李明")."""
    beside = headline.getnext() if headline is not None else None
    found = _SIGNED.search(_line(beside)[:200]) if beside is not None else None
    return found[1] if found else None


def _author_in(line: str) -> str:
    """A by-line without its date: "Monday August 27, 2018 10:05 am PDT by Juli Vale" names Juli Vale."""
    if not any(sign.isdigit() for sign in line):
        return line
    named = _BY_AT_END.search(line)
    if named is not None:
        return named[1].strip()
    before = _BEFORE_DATE.match(line)
    return before[1].strip(" ,|·•–—-") if before is not None and _BY.match(line) else line


def _pruned(tree: HtmlElement) -> HtmlElement:
    """The tree without what never is text. JSON-LD stays: trafilatura falls back on it."""
    from lxml.etree import strip_elements

    strip_elements(tree, *_DROPPED, with_tail=False)
    for element in tree.xpath("//script[not(contains(@type, 'ld+json'))]"):
        if element.getparent() is not None:
            element.drop_tree()
    return tree


def _paragraphs(tree: HtmlElement) -> str:
    """All paragraphs that are in no menu, a line each, the innermost where they are nested; else all words."""
    lines = [line for element in tree.xpath(_LEAVES) if (line := _line(element))]
    return "\n".join(lines) or " ".join(tree.xpath("string(//body)").split())


def _n_elements(tree: HtmlElement) -> int:
    return int(tree.xpath("count(//*)"))


def _length(tree: HtmlElement) -> int:
    return len(" ".join(tree.xpath("string(//body)").split()))
