"""Paragraphs with offsets: where a text is broken, and where its lines are only wrapped."""

from __future__ import annotations

import itertools
import re

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_STOPS = ".!?…:;。！？؟।»”\"')]"
_WIDEST = 100  # characters; wrapped lines in mails and old exports are shorter
_FEWEST = 3  # line ends, to call a text wrapped


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs of a text are.

    A line is a paragraph, unless the text is wrapped: all its lines are short, and of the single line ends many fall
    inside a sentence. Then only blank lines, and lines that end early with a stop, part paragraphs.

    Parameters
    ----------
    text
        Any text, with any kind of line ends.

    Returns
    -------
    list of (begin, end)
        Half-open character offsets, in order, without the white space around.
    """
    lines = _lines(text)
    widths = _wrapped(text, lines)
    if not widths:
        return [(begin, end) for begin, end, _ in lines]
    found: list[list[int]] = []
    may_join = False
    for begin, end, is_next in lines:
        if may_join and is_next:
            found[-1][1] = end
        else:
            found.append([begin, end])
        may_join = not (text[end - 1] in _STOPS and end - begin < 0.7 * widths)
    return [(begin, end) for begin, end in found]


def _lines(text: str) -> list[tuple[int, int, bool]]:
    """Begin and end of each line that holds something, and whether it follows the last one directly."""
    found = []
    last = -1
    for match in _LINE.finditer(text):
        begin, end = match.span()
        line = text[begin:end]
        bare = line.strip()
        if bare:
            is_next = last >= 0 and text[last:begin] in ("\n", "\r\n", "\r")
            begin += len(line) - len(line.lstrip())
            found.append((begin, begin + len(bare), is_next))
            last = end
    return found


def _wrapped(text: str, lines: list[tuple[int, int, bool]]) -> int:
    """The width of the lines of a wrapped text, or 0."""
    widest = max((end - begin for begin, end, _ in lines), default=0)
    if widest > _WIDEST:
        return 0
    single = inside = 0
    for (_, end, _), (begin, _, is_next) in itertools.pairwise(lines):
        if is_next:
            single += 1
            inside += text[end - 1] not in _STOPS and text[begin].islower()
    return widest if single >= _FEWEST and 3 * inside >= single else 0
