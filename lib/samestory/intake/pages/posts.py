"""Posts of a live page, and signs and paragraphs of any page that the search for its text would drop.

trafilatura keeps printable signs only (so no U+200C, which Persian words need, and no U+200D of Hindi and emoji), no
paragraph with ``aria-hidden``, and of several ``<article>`` elements only the first one's heading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LEAST_WORDS = 40  # characters of a post's own text; teasers of other articles have less, or are links
MOST_POSTS = 2_000
_JOINERS = ("\u200c", "\u200d")
# Signs of scripts nobody writes news in, to stand for joiners while the text is looked for; any that the page has is
# not used.
_STAND_INS = [chr(code) for code in range(0x10900, 0x10916)]
_HEADINGS = ("h2", "h3", "h4", "h5")
_POST = re.compile(
    r"live-?(?:blog-?)?(?:post|update|entry|item)|\bblog-?post|\bpost\b|\bentry\b|\bupdate\b", re.IGNORECASE
)
_TEXTUAL = ("p", "blockquote", "h2", "h3", "h4", "h5", "h6", "li")


class Joiners:
    """Puts stand-ins for zero-width joiners into a tree, and the joiners back into its text."""

    def __init__(self, tree: HtmlElement):
        words = tree.text_content()
        self.pairs: dict[str, str] = {}
        free = iter([one for one in _STAND_INS if one not in words])
        for sign in _JOINERS:
            if sign in words and (one := next(free, None)) is not None:
                self.pairs[sign] = one
        if self.pairs:
            for element in tree.iter():
                if isinstance(element.tag, str) and element.tag not in ("script", "style"):
                    element.text, element.tail = self._there(element.text), self._there(element.tail)

    def _there(self, said: str | None) -> str | None:
        for sign, one in self.pairs.items():
            if said and sign in said:
                said = said.replace(sign, one)
        return said

    def back(self, said: str) -> str:
        """A text with its joiners."""
        for sign, one in self.pairs.items():
            said = said.replace(one, sign)
        return said


def show_hidden(tree: HtmlElement) -> None:
    """Let paragraphs count that are kept from screen readers only: in a page's text that is a way to draw letters."""
    for name in _TEXTUAL:
        for element in tree.iter(name):
            if element.get("aria-hidden") is not None and "display:none" not in (element.get("style") or "").replace(
                " ", ""
            ):
                del element.attrib["aria-hidden"]


def open_posts(tree: HtmlElement) -> int:
    """Make the heading and the time of each post of a live page a paragraph of its own; how many have a time.

    Posts are elements beside each other with a heading or a time and text that is no link: ``<article>``, or an element
    whose class calls it a post. A page of one article has none.
    """
    n_timed = 0
    for posts in _series(tree):
        for post in posts:
            n_timed += _open(post)
    return n_timed


def _series(tree: HtmlElement) -> list[list[HtmlElement]]:
    by_parent: dict[HtmlElement, list[HtmlElement]] = {}
    for n, element in enumerate(tree.iter("article", "div", "li", "section")):
        if n > 20_000 or len(by_parent) > MOST_POSTS:
            break
        is_named = element.tag == "article" or _POST.search(element.get("class") or "")
        if is_named and (parent := element.getparent()) is not None and _is_post(element):
            by_parent.setdefault(parent, []).append(element)
    return [posts[:MOST_POSTS] for posts in by_parent.values() if len(posts) > 1]


def _is_post(element: HtmlElement) -> bool:
    heading = next(element.iter(*_HEADINGS), None)
    if heading is None and next(element.iter("time"), None) is None:
        return False
    if heading is not None and (next(heading.iter("a"), None) is not None or _inside(heading, "a", element)):
        return False
    own = 0
    for paragraph in element.iter("p"):
        linked = sum(len(link.text_content()) for link in paragraph.iter("a"))
        own += len(paragraph.text_content().strip()) - linked
        if own >= LEAST_WORDS:
            return True
    return False


def _inside(element: HtmlElement, name: str, outer: HtmlElement) -> bool:
    for one in element.iterancestors():
        if one is outer:
            return False
        if one.tag == name:
            return True
    return False


def _open(post: HtmlElement) -> bool:
    """One post: the words of its time and heading as one paragraph at its top."""
    from lxml.html import Element

    moment, heading = next(post.iter("time"), None), next(post.iter(*_HEADINGS), None)
    shown = " ".join(one.text_content().strip() for one in (moment, heading) if one is not None)
    for one in (moment, heading):
        if one is not None:
            one.drop_tree()
    line = Element("p")
    line.text = " ".join(shown.split())
    post.text, line.tail = None, post.text
    post.insert(0, line)
    return moment is not None
