"""Sentences with offsets: our own rules, with the abbreviations of ``languages/``.

A stop may end a sentence where white space follows. What stands before the stop (an abbreviation, an initial, a list
number) and after it (a small letter, a word that often opens sentences) decides. Each stop is looked at once, with a
bounded view to both sides, so that time grows with the text.
"""

from __future__ import annotations

import re

from ..languages import Language, language_for
from .paragraphs import paragraphs

# A run of stops, then what closes with the sentence: quotes and brackets, also after a French space, and note numbers.
_STOP = re.compile(
    r"[。！？｡]+[”’」』）)\]】》\"']*|[.!?…؟։।]+"
    r"(?:[ \u00a0\u202f]?[»›](?=[\s.,;:!?…»›)\]\"'”’—–-]|\Z)|[\"'”’“)\]}』」]"
    r"|[«‹‘](?=[\s»«“]|\Z)|\[\d{1,3}\]|[.!?…](?=[\"'”’»)]))*",
    re.ASCII,
)
_WIDE = frozenset("。！？｡")  # after these no space is needed
_OPENING = " \t\u00a0\u202f\u2009\"'«»“„‘‚‹›「『([{—–―-•*¿¡"
_STOPS = frozenset(".…!?")
_VIEW = 40  # characters looked at on either side
_BEFORE = re.compile(r"[^\s\"'’ʼ«»“”„‘‹›(){}\[\]—–/]+\Z")
_NEXT = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"(?:[0-9]{1,3}|[IVXLC]{1,6})\Z")
_LIST_NUMBER = re.compile(r"(?:[0-9]{1,3}|[a-zа-я]|[IVX]{1,5})\Z")


def sentences(text: str, language: Language | str | None = None) -> list[tuple[int, int]]:
    """Where the sentences of a text are.

    Parameters
    ----------
    text
        Any text.
    language
        Code of the language, for its abbreviations; without one, or where there is no file for it, only
        abbreviations that many languages share are known.

    Returns
    -------
    list of (begin, end)
        Half-open character offsets, in order, without the white space around. A paragraph's end always ends a
        sentence; closing quotes and brackets belong to the sentence they close.
    """
    spoken = language_for(language)
    found = []
    for begin, end in paragraphs(text):
        start = begin
        for match in _STOP.finditer(text, begin, end):
            stop = match.end()
            if stop >= end or match.start() < start:
                continue
            if _ends(text, start, match, end, spoken):
                found.append((start, stop))
                start = stop
                while start < end and text[start].isspace():
                    start += 1
        if start < end:
            found.append((start, end))
    return found


def _ends(text: str, start: int, match: re.Match[str], end: int, language: Language) -> bool:
    """Whether a sentence that began at ``start`` ends with this stop."""
    at, after = match.span()
    said = match.group()
    if said[0] in _WIDE:
        return True
    if not text[after].isspace():
        return _glued(text, at, after, said)
    place = after
    limit = min(end, after + _VIEW)
    while place < limit and text[place] in _OPENING:
        place += 1
    follower = text[place] if place < limit else ""
    if follower.islower() or follower in _STOPS:  # the last stop of ". . ." decides
        return False
    if said[0] != "." or said.startswith(".."):
        return True
    if at == start:  # nothing before the stop
        return True
    token = _token(text, max(start, at - _VIEW), at)
    if not token:
        return True
    if at - len(token) == start and _LIST_NUMBER.match(token):  # "1. First"
        return False
    return _word_ends(text, token, place, limit, language, len(said) > 1)


def _word_ends(text: str, token: str, place: int, limit: int, language: Language, is_closed: bool) -> bool:
    """Whether a full stop after ``token`` ends the sentence, by what the token is and what follows."""
    plain = token.casefold()
    match = _NEXT.match(text, place, limit)
    follower = match.group() if match else ""
    if plain in language.never_ending and not is_closed:
        # "No. 9" but "He said no. Then": a word that is also an abbreviation is one where a number or a name follows
        return plain in _ALSO_WORDS and token.islower() and not follower[:1].isdigit()
    is_initial = len(token) == 1 and token.isalpha()
    is_dotted = "." in token and token[0].isalpha() and all(len(piece) <= 2 for piece in token.split("."))
    is_ordinal = language.ordinals and _ORDINAL.match(token) is not None
    if not (is_initial or is_dotted or is_ordinal or plain in language.rarely_ending):
        return True
    if len(follower) == 1 and match and text[match.end() : match.end() + 1] == ".":  # one more initial
        return False
    return follower[:1].isupper() and follower.casefold() in language.starting


_ALSO_WORDS = frozenset(("no", "art", "me", "fig", "sec", "col", "mar", "gen", "max", "min", "ca", "st"))


def _token(text: str, begin: int, at: int) -> str:
    """The word before a stop, with the stops inside it: ``U.S`` of ``U.S.``, ``av`` of ``l’av.``."""
    match = _BEFORE.search(text[begin:at])
    return match.group() if match else ""


def _glued(text: str, at: int, after: int, said: str) -> bool:
    """Whether a sentence ends where the space after it was lost: ``he said.The fire``; not in addresses or names."""
    if said != "." or not (text[after].isupper() and text[after + 1 : after + 2].islower()):
        return False
    token = _token(text, max(0, at - _VIEW), at)
    following = text[after : after + _VIEW].split(maxsplit=1)[0]
    return len(token) > 2 and token.isalpha() and token.islower() and not any(sign in following for sign in "/@_=")
