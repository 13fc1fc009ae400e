"""Corrections and updates that a page announces, by the phrases of its language."""

from __future__ import annotations

from ..languages import Language
from .paragraphs import paragraphs
from .phrases import phrase_in, phrases, possible
from .sentences import sentences

LONGEST = 90  # words of a paragraph that is a notice as a whole; of a longer one only its sentence is


def correction_notices(text: str, language: Language | str | None = None) -> list[tuple[int, int, str]]:
    """Where a page says that it was corrected or brought up to date.

    Parameters
    ----------
    text
        Any text.
    language
        Code of its language: without a file for it, nothing is found.

    Returns
    -------
    list of (begin, end, phrase)
        In order. The whole paragraph where it begins as such notices do or says what was wrong, and is short; else the
        sentence alone.
    """
    known = [p for p in possible(text, phrases(language)) if p.kind == "correction"]
    if not known:
        return []
    found = []
    for begin, end in paragraphs(text):
        whole = phrase_in(text[begin:end], known)
        if whole and len(text[begin:end].split()) <= LONGEST:
            found.append((begin, end, whole.said))
            continue
        for first, last in sentences(text[begin:end], language):
            if said := phrase_in(text[begin + first : begin + last], known):
                found.append((begin + first, begin + last, said.said))
    return found
