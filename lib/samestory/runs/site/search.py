"""What the search of a page looks through, and the parts that a long list of articles is cut into."""

from __future__ import annotations

from typing import Any

from ...html import visible
from .evidence import Evidence
from .render import short

MOST_ARTICLES, MOST_CHARACTERS = 1_000, 3_000_000  # of one part: about 6 MB of page at most
MOST_ON_INDEX = 1_500_000  # characters in all stories, on the first page of the site
MOST_TITLES = 20_000
MOST_TEXT, MOST_SENTENCE = 100_000, 400  # of one article, and of a sentence as shown


Entry = list[Any]  # title, about it, address, sentences as pairs of anchor and text


def entry(evidence: Evidence, article_id: str, href: str, *, with_text: bool = True) -> Entry:
    """One article as the search sees it."""
    row = evidence.articles[article_id]
    name = evidence.article_name(article_id)
    title = short(evidence.title_of(article_id), 200) or name
    about = " · ".join(part for part in (name, short(row.get("author"), 60)) if part and part != title)
    lines = []
    text = evidence.text_of(article_id)[:MOST_TEXT] if with_text else ""
    for begin, end in evidence.sentences_of(article_id) if text else ():
        if end > len(text):
            break
        said = " ".join(text[begin:end].split())
        lines.append([f"s{begin}-{end}", visible(said if len(said) <= MOST_SENTENCE else said[:MOST_SENTENCE] + "…")])
    return [visible(title), visible(about), href, lines]


def parts(evidence: Evidence) -> list[list[str]]:
    """The articles of a story in parts that a browser opens quickly, in order; each article is in one part."""
    found: list[list[str]] = [[]]
    total = 0
    for article_id in evidence.articles:
        n = 300 + min(len(evidence.text_of(article_id)), MOST_TEXT)
        if found[-1] and (total + n > MOST_CHARACTERS or len(found[-1]) >= MOST_ARTICLES):
            found.append([])
            total = 0
        found[-1].append(article_id)
        total += n
    return found if found[-1] else []


def size_of(evidence: Evidence) -> int:
    """How many characters of text the search of a story looks through."""
    return sum(min(len(evidence.text_of(one)), MOST_TEXT) for one in evidence.articles)
