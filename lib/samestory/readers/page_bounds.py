"""Pages within bounds before they are parsed: attributes of an element, elements of a page.

A parser compares each attribute of an element with all before it, and so does who reads them: 100,000 attributes in one
element cost more than a minute. What is beyond bounds is taken out of the page, or the page is refused, by counting
and not by a clock, so that the same page always gives the same.
"""

from __future__ import annotations

import re

from ..errors import SamestoryError

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
    while (tag := _OPEN.search(shown, at)) is not None:
        at = tag.end()
        if tag[0] == "<!--":
            at = _after_comment(shown, tag.end())
            continue
        more, at = _attributes(shown, at)
        if more is not None:
            kept.append(shown[done:more])
            kept.append(">")
            done = at
        if _RAW.match(tag[0] + ">") is not None:
            at = _after_raw(shown, at, tag[0][1:])
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


def _after_comment(shown: str, at: int) -> int:
    for empty in (">", "->"):
        if shown.startswith(empty, at):
            return at + len(empty)
    ends = [found + len(mark) for mark in ("-->", "--!>") if (found := shown.find(mark, at)) >= 0]
    return min(ends, default=at)  # never closed: what follows is read as if there were none


def _after_raw(shown: str, at: int, name: str) -> int:
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(shown, at)
    return found.start() if found is not None else at
