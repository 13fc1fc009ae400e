"""Pages within bounds before they are parsed: attributes of an element, elements of a page.

A parser compares each attribute of an element with all before it, and so does who reads them: 100,000 attributes in one
element cost more than a minute. What is beyond bounds is taken out of the page, or the page is refused, by counting
and not by a clock, so that the same page always gives the same.
"""

from __future__ import annotations

import re

from ...errors import SamestoryError

MAX_ATTRIBUTES = 200  # of one element; pages of news have some 30
MAX_TAGS = 300_000  # of one page; the largest pages of news have some 20,000
_OPEN = re.compile(r"<(?:!--|/?[A-Za-z][^\s/>]*+)")
# One attribute as browsers read it (HTML, section 13.2.5): a name, and a value in quotation marks or without.
_ATTRIBUTE = re.compile(r"[\s/]*+=?[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>\"'][^\s>]*+)?)?")
_RAW = re.compile(r"<(script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[\s/>])", re.IGNORECASE)
_TO_END = re.compile(r"[^>]*+>?")


def bounded(shown: str) -> str:
    """A page in which no element has more than ``MAX_ATTRIBUTES`` attributes; those beyond are left out.

    Raises
    ------
    SamestoryError
        More than ``MAX_TAGS`` tags.
    """
    if (n := shown.count("<")) > MAX_TAGS and (n := len(_OPEN.findall(shown))) > MAX_TAGS:
        raise SamestoryError(f"{n:,} tags; a page may have {MAX_TAGS:,}")
    kept: list[str] = []
    at = done = 0
    ends = _Ends(shown)
    while (tag := _OPEN.search(shown, at)) is not None:
        at = tag.end()
        if tag[0] == "<!--":
            at = ends.comment(tag.end())
            continue
        more, at = _attributes(shown, at)
        if more is not None:
            kept.append(shown[done:more])
            kept.append(">")
            done = at
        if _RAW.match(tag[0] + ">") is not None:
            at = ends.raw(at, tag[0][1:].lower())
    return "".join([*kept, shown[done:]]) if kept else shown


def _attributes(shown: str, at: int) -> tuple[int | None, int]:
    """Where the attributes beyond the bound begin (None if there are none), and where the tag ends."""
    n, more = 0, None
    while (one := _ATTRIBUTE.match(shown, at)) is not None:
        n += 1
        if n > MAX_ATTRIBUTES and more is None:
            more = at
        at = one.end()
    end = _TO_END.match(shown, at)
    return more, end.end() if end is not None else at


class _Ends:
    """Where comments, scripts and styles end; each place is looked for once, however many of them are never closed."""

    def __init__(self, shown: str):
        self.shown = shown
        self.found: dict[str, int] = {}

    def _next(self, pattern: str, at: int) -> int:
        """The end of the first match at or behind a place; -1 if there is none."""
        known = self.found.get(pattern)
        if known is None or -1 < known < at:
            match = re.compile(pattern, re.IGNORECASE).search(self.shown, at)
            known = self.found[pattern] = match.end() if match is not None else -1
        return known

    def comment(self, at: int) -> int:
        """Behind a comment whose inside begins at a place; there itself if it is never closed."""
        for empty in (">", "->"):
            if self.shown.startswith(empty, at):
                return at + len(empty)
        end = self._next("--!?>", at)
        return at if end < 0 else end

    def raw(self, at: int, name: str) -> int:
        """At the closing tag of an element that holds no tags, such as a script."""
        end = self._next(f"</{name}(?=[\\s/>])", at)
        return at if end < 0 else end - len(name) - 2
