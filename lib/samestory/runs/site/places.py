"""Where the pages of the site are: addresses relative to ``outputs/``, made of names alone.

Nothing is read here, so a page may link to another one before that exists. Names come from strangers: a name that is
no safe file name everywhere gets a short readable part and a digest, so that two names never share a page.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import posixpath
import re
import unicodedata
from urllib.parse import quote

SITE = "site"
INDEX = "index.html"
MOST_PLAIN, MOST_READABLE = 60, 32
_PLAIN = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
# Names of devices, which no file can have on Windows, and the page of a folder.
_TAKEN = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|index)")


@functools.lru_cache(maxsize=100_000)
def slug(name: str) -> str:
    """A name as part of an address and as a file name: small letters of ASCII, digits, hyphens, underscores.

    Parameters
    ----------
    name
        Any text.

    Returns
    -------
    str
        At most 60 characters; the name itself if it is safe, else its readable part and a digest after ``--``. Two
        names have two slugs, also where capital letters do not count.

    Examples
    --------
    >>> slug("ledger-0302-agency")
    'ledger-0302-agency'
    >>> slug("../Ledger")
    'ledger--qehipkct7nmlpx3zp5wxuu44vr'
    """
    if len(name) <= MOST_PLAIN and _PLAIN.fullmatch(name) and not _TAKEN.fullmatch(name):
        return name
    letters = unicodedata.normalize("NFKD", name[: 4 * MOST_READABLE]).encode("ascii", "ignore").decode().lower()
    readable = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:MOST_READABLE].strip("-")
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return f"{readable or 'x'}--{base64.b32encode(digest).decode().lower()[:26]}"


def story_href(story: str) -> str:
    """The page of a story.

    Examples
    --------
    >>> story_href("harbour-fire")
    'site/harbour-fire/index.html'
    """
    return f"{SITE}/{slug(story)}/{INDEX}"


def article_href(
    story: str, article_id: str, begin: int | None = None, end: int | None = None, *, claim: str | None = None
) -> str:
    """The page of an article, at a passage or at the passage of a claim if one is given.

    Parameters
    ----------
    story, article_id
        The name of the story and the key of the article.
    begin, end
        Offsets of a passage in the text of the article: of a sentence, of a coded passage, or of one that a page of a
        run links to.
    claim
        A claim that is coded in the article.

    Examples
    --------
    >>> article_href("harbour-fire", "relay-0302-light", 10, 52)
    'site/harbour-fire/articles/relay-0302-light.html#s10-52'
    """
    anchor = ""
    if begin is not None and end is not None:
        anchor = f"#{passage_anchor(begin, end)}"
    elif claim is not None:
        anchor = f"#{claim_anchor(claim)}"
    return _page(story, "articles", article_id) + anchor


def claim_href(story: str, claim_id: str, article_id: str | None = None) -> str:
    """The page of a claim with all passages behind it, at one article if it is given.

    Examples
    --------
    >>> claim_href("harbour-fire", "C01", "relay-0302-light")
    'site/harbour-fire/claims/c01--cmv7x3nrnancqzyg6lkmdsgurr.html#article-relay-0302-light'
    """
    return _page(story, "claims", claim_id) + _at(article_id)


def number_href(story: str, quantity: str, article_id: str | None = None) -> str:
    """The page of a quantity with all figures given for it, at one article if it is given."""
    return _page(story, "numbers", quantity) + _at(article_id)


def label_href(story: str, actor: str, label: str | None = None) -> str:
    """The page of an actor with all words for the actor, at one label if it is given."""
    return _page(story, "labels", actor) + (f"#{label_anchor(label)}" if label is not None else "")


def source_href(story: str, source: str, article_id: str | None = None) -> str:
    """The page of a named source with every article that names it, at one article if it is given."""
    return _page(story, "sources", source) + _at(article_id)


def result_href(story: str, run: str) -> str:
    """The page of a run on the site: its figures, files and older results. `run_href` is its folder.

    Examples
    --------
    >>> result_href("harbour-fire", "claims-harbour-fire")
    'site/harbour-fire/runs/claims-harbour-fire.html'
    """
    return _page(story, "runs", run)


def run_href(run: str, file: str = "") -> str:
    """A file of a run's result, or its folder.

    Examples
    --------
    >>> run_href("my story/claims", "figures/a.svg")
    'my%20story/claims/figures/a.svg'
    """
    return quote(f"{run}/{file}" if file else run)


def passage_anchor(begin: int, end: int) -> str:
    """The anchor of a passage on the page of its article."""
    return f"s{int(begin)}-{int(end)}"


def claim_anchor(claim_id: str) -> str:
    """The anchor of the first passage of a claim on the page of an article."""
    return f"claim-{slug(claim_id)}"


def article_anchor(article_id: str) -> str:
    """The anchor of an article on the page of a claim, a quantity or a source."""
    return f"article-{slug(article_id)}"


def label_anchor(label: str) -> str:
    """The anchor of a label on the page of its actor."""
    return f"label-{slug(label)}"


def link(href: str, page: str) -> str:
    """An address relative to ``outputs/`` as a link on a page, whose address is given likewise.

    Examples
    --------
    >>> link("site/a/index.html", "my-story/claims/03_claims.html")
    '../../site/a/index.html'
    """
    path, mark, anchor = href.partition("#")
    folder, _, name = path.rpartition("/")
    return _way(folder, page.rpartition("/")[0]) + name + mark + anchor


def moved(text: str, page: str, to: str) -> str:
    """The text of a page with its links as they have to be at another address; twice is the same as once.

    Parameters
    ----------
    text
        A page of which every link that leaves its folder begins with ``../``.
    page, to
        Its address relative to ``outputs/`` and the other one, which is deeper.

    Examples
    --------
    >>> moved('<a href="../site/a/index.html#x">', "claims/03_claims.html", ".history/claims/2026/03_claims.html")
    '<a href="../../../site/a/index.html#x">'
    """

    def there(found: re.Match[str]) -> str:
        path, mark, anchor = found[2].partition("#")
        href = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        return found[0] if href.startswith("../") else f"{found[1]}{link(href + mark + anchor, to)}"

    return re.sub(r'(<a\b[^<>]*?\shref=")(\.\./[^"]*)', there, text)


@functools.lru_cache(maxsize=10_000)
def _way(folder: str, start: str) -> str:
    """The way from a folder to another one, empty or with a slash at its end."""
    way = posixpath.relpath(folder or ".", start or ".")
    return "" if way == "." else f"{way}/"


def _page(story: str, folder: str, name: str) -> str:
    return f"{SITE}/{slug(story)}/{folder}/{slug(name)}.html"


def _at(article_id: str | None) -> str:
    return f"#{article_anchor(article_id)}" if article_id is not None else ""
