"""Datelines and agency credits: the place, the date and the agency that stand before the first sentence."""

from __future__ import annotations

import re

_DASH = re.compile(r"[ \u00a0\n]?(?:--|[–—]|(?<=[ \u00a0\n])-)(?=[ \u00a0\n]|\Z)|(?<=[^\W\d_)])—(?=\w)")
_AGENCY = re.compile(r"[(/]([^()/\n]{2,40})[)/]\Z")
_ASIDE = re.compile(r"[:;!?«»“”\"\n]|[^\W\d_]{4,}\. ")  # what no place and no date has
_SPACE = " \u00a0,\n"
_VIEW = 120  # characters of a paragraph's begin that are looked at
_END_VIEW = 40
_LONGEST = 8  # words of place and date


def head(text: str, begin: int, end: int) -> list[tuple[str, int, int]]:
    """The dateline and the agency credit at the begin of a paragraph.

    Parameters
    ----------
    text, begin, end
        The paragraph, the first of the writing.

    Returns
    -------
    list of (part, begin, end)
        ``dateline`` for place and date, ``credit`` for an agency in brackets, each with the dash that follows it.
        Nothing where no dash ends it, where a small letter follows, or where neither an agency is named nor the place
        is in capitals: then it may be the begin of a sentence.
    """
    view = text[begin : min(end, begin + _VIEW)]
    for dash in _DASH.finditer(view):
        before = view[: dash.start()].rstrip(_SPACE)
        follower = view[dash.end() :].lstrip()[:1]
        if _ASIDE.search(before) or follower.islower():
            return []
        agency = _AGENCY.search(before)
        place = before[: agency.start()].rstrip(_SPACE) if agency else before
        stop = begin + dash.end()
        if agency and _is_name(agency[1]) and _is_place(place, capitals=False):
            parts = [("credit", begin + agency.start(), stop)]
            return [("dateline", begin, begin + len(place)), *parts] if place else parts
        if place and not agency and _is_place(place, capitals=True):
            return [("dateline", begin, stop)]
        return []
    return []


def closing_credit(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """The agency in brackets with which a paragraph ends: alone, or in capitals after the last stop, ``(AFP)``."""
    start = text.rfind("(", max(begin, end - _END_VIEW), end)
    if start < 0 or text[start:end].rstrip(".")[-1:] != ")":
        return None
    said = text[start + 1 : end].rstrip(".").removesuffix(")")
    if not _is_name(said) or ")" in said:
        return None
    before = text[begin:start].rstrip()
    if before and (before[-1] not in '.!?…»”"' or not said.isupper()):
        return None
    return start, end


def _is_name(agency: str) -> bool:
    """An agency is written with a capital and in few words; an aside in brackets is not."""
    return len(agency) > 1 and (agency[0].isupper() or agency.isalpha()) and len(agency.split()) <= 4


def _is_place(said: str, *, capitals: bool) -> bool:
    """A place as datelines have it: a capital first, few words; in capitals where no agency vouches for it."""
    first = re.split(r"[ \u00a0,/(]", said)[0]
    letters = [character for character in first if character.isalpha()]
    if not said:
        return not capitals
    if not letters or not letters[0].isupper() or len(said.split()) > _LONGEST:
        return False
    return not capitals or (len(letters) > 2 and all(character.isupper() for character in letters))
