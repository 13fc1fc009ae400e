"""Lines and sentences known by their wording: the phrases of ``languages/``, matched in linear time.

How phrases are written stands in ``languages/model.py``. Each piece between two gaps is searched once, from left to
right, so that no phrase and no text can be slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..languages import Language, language_for
from .words import fold

_NUMBER = re.compile(r"[0-9]+(?:[.,:][0-9]+)*")
_SLOT = re.compile(r"\{(\w+)\}")
_ENDS = " \t\n\r.,;!?…-–—|•·*><\"'()[]→"
# Of two kinds of phrases that both match, the one that says more about the line.
_FIRST = ("correction", "paywall", "author_note", "credit", "dateline", "formula", "promotion", "boilerplate")
_SHORTEST_NAME = 3  # letters of an outlet's or author's name that may stand in a phrase


@dataclass(frozen=True)
class Piece:
    """A run of words between gaps, and whether it must begin and end with whole words."""

    said: str
    begins_whole: bool
    ends_whole: bool


@dataclass(frozen=True)
class Phrase:
    """One phrase, ready to match. ``said`` is the phrase as its language's file has it."""

    kind: str
    said: str
    pieces: tuple[Piece, ...]
    is_open_begin: bool
    is_open_end: bool
    rarest: str  # its longest piece: a text without it cannot match

    def matches(self, line: str) -> bool:
        """Whether a line or sentence, made ``plain``, reads like this."""
        place = 0
        for number, piece in enumerate(self.pieces):
            is_last = number == len(self.pieces) - 1
            if number == 0 and not self.is_open_begin:
                at = 0 if line.startswith(piece.said) and _whole(line, 0, piece) else -1
            elif is_last and not self.is_open_end:
                at = len(line) - len(piece.said)
                at = at if at >= place and line.endswith(piece.said) and _whole(line, at, piece) else -1
            else:
                at = _find(line, piece, place)
            if at < 0:
                return False
            place = at + len(piece.said)
        return self.is_open_end or place == len(line)


def plain(line: str) -> str:
    """A line or sentence as phrases are held against it: folded, numbers as ``#``, no signs at its ends."""
    return _NUMBER.sub("#", " ".join(fold(line).split()).strip(_ENDS))


def phrases(
    language: Language | str | None, *, outlet: str | None = None, authors: Sequence[str] = ()
) -> tuple[Phrase, ...]:
    """The phrases of a language, for articles of an outlet by these authors.

    Phrases with ``{outlet}`` or ``{author}`` are left out where there is no name to put there.
    """
    names = tuple(name for name in map(str.strip, authors) if len(name) >= _SHORTEST_NAME)
    paper = outlet.strip() if isinstance(outlet, str) and len(outlet.strip()) >= _SHORTEST_NAME else ""
    return _phrases(language_for(language).code, paper, names)


@lru_cache(maxsize=2_000)
def _phrases(code: str, outlet: str, authors: tuple[str, ...]) -> tuple[Phrase, ...]:
    if outlet or authors:
        general = _phrases(code, "", ())
        return (*general, *_named(code, outlet, authors))
    found = language_for(code).phrases
    kinds = sorted(found, key=_FIRST.index)
    return tuple(_phrase(kind, said, said) for kind in kinds for said in found[kind] if "{" not in said)


def _named(code: str, outlet: str, authors: tuple[str, ...]) -> Iterable[Phrase]:
    for kind, sayings in language_for(code).phrases.items():
        for said in sayings:
            slots = set(_SLOT.findall(said))
            if not slots or ("outlet" in slots and not outlet):
                continue
            for author in authors if "author" in slots else ("",):
                filled = said.replace("{outlet}", _bare(outlet)).replace("{author}", _bare(author))
                yield _phrase(kind, said, filled)


def _bare(name: str) -> str:
    return name.replace("*", " ").replace("{", " ").replace("}", " ")


def _phrase(kind: str, said: str, filled: str) -> Phrase:
    parts = filled.split("*")
    pieces = []
    for number, part in enumerate(parts):
        words = _NUMBER.sub("#", " ".join(fold(part).split()))
        words = words.lstrip(_ENDS) if number == 0 else words
        words = words.rstrip(_ENDS) if number == len(parts) - 1 else words
        if words:
            begins = number == 0 or part[:1].isspace()
            ends = number == len(parts) - 1 or part[-1:].isspace()
            pieces.append(Piece(words, begins, ends))
    longest = max((chunk for piece in pieces for chunk in piece.said.split("#")), key=len)
    return Phrase(kind, said, tuple(pieces), not parts[0].strip(), not parts[-1].strip(), longest.strip())


def possible(text: str, among: Iterable[Phrase], *, is_plain: bool = False) -> list[Phrase]:
    """Those phrases whose rarest piece stands somewhere in the text; only they need be held against its lines.

    ``is_plain`` says that the text was made of ``plain`` lines, so that it need not be folded again.
    """
    folded = text if is_plain else " ".join(fold(text).split())
    return [phrase for phrase in among if phrase.rarest in folded]


def phrase_in(line: str, among: Iterable[Phrase]) -> Phrase | None:
    """The first phrase that a line or sentence reads like, or None."""
    ready = plain(line)
    return next((phrase for phrase in among if phrase.matches(ready)), None) if ready else None


def _find(line: str, piece: Piece, place: int) -> int:
    at = line.find(piece.said, place)
    while at >= 0 and not _whole(line, at, piece):
        at = line.find(piece.said, at + 1)
    return at


def _whole(line: str, at: int, piece: Piece) -> bool:
    end = at + len(piece.said)
    if piece.begins_whole and at and line[at - 1].isalnum() and line[at].isalnum():
        return False
    return not (piece.ends_whole and end < len(line) and line[end].isalnum() and line[end - 1].isalnum())
