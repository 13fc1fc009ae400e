"""Speech that a dash opens at the begin of a line, as French, Russian and Ukrainian pages print dialogue."""

from __future__ import annotations

import re

_DASHES = "—–―"
_OPENING = re.compile(r"[—–―-][ \t\u00a0\u202f]+(?=\S)")
# Where the voice may change: a stop or comma, a dash between spaces.
_TURN = re.compile(r"[,.!?…»”\"][ \t\u00a0\u202f]+[—–―][ \t\u00a0\u202f]+")


def speeches(text: str, begin: int, end: int) -> list[tuple[int, int, int]]:
    """The pieces of speech in a paragraph that a dash opens.

    Parameters
    ----------
    text, begin, end
        The paragraph.

    Returns
    -------
    list of (opening, begin, end)
        Where the dash stands, and the speech after it. Between two pieces speaks the narrator: after ``, —`` or
        ``. —`` and a small letter, up to the next such dash. A line that ends in ``;`` is an item of a list.
    """
    opening = _OPENING.match(text, begin, end)
    if not opening or text[end - 1] == ";" or (text[begin] == "-" and not _has_turn(text, opening.end(), end)):
        return []
    found = []
    dash, start = begin, opening.end()
    for turn in _TURN.finditer(text, start, end):
        if turn.start() < start:
            continue
        is_speech = dash >= 0
        follower = text[turn.end()] if turn.end() < end else ""
        if is_speech and follower.islower():
            found.append((dash, start, turn.start() + 1))
            dash, start = -1, turn.end()
        elif not is_speech:
            dash = _last_dash(text, turn)
            start = turn.end()
    if dash >= 0:
        found.append((dash, start, end))
    return [(at, first, last) for at, first, last in found if first < last]


def _last_dash(text: str, turn: re.Match[str]) -> int:
    return next(at for at in range(turn.start(), turn.end()) if text[at] in _DASHES)


def _has_turn(text: str, begin: int, end: int) -> bool:
    """A hyphen opens speech only where a dash shows the narrator; else it is an item of a list."""
    return _TURN.search(text, begin, end) is not None
