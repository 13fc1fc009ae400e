"""Words with offsets, in any script with words between spaces, and how words are compared."""

from __future__ import annotations

import re
import unicodedata

import regex

# A word starts with a letter or digit, takes combining marks along, and may hold hyphens and apostrophes inside.
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-'’ʼ][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*")

# What typists and typesetters write in several ways is one sign to a comparison.
_SAME = {
    **dict.fromkeys("’‘‛ʼʹ′`´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),  # seen by no reader
}
_SAME_TABLE = str.maketrans(_SAME)
_SAME_MARK = re.compile(f"[{''.join(_SAME)}]")


def words(text: str) -> list[tuple[int, int]]:
    """Where the words of a text are.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    list of (begin, end)
        Half-open character offsets, in order. Hyphenated words and words with an apostrophe are one word.
    """
    return [match.span() for match in _WORD.finditer(text)]


def fold(text: str) -> str:
    """Text as it is compared: capitals, kinds of quotation marks, apostrophes and dashes, and widths are one.

    Unicode case folding over NFKC; folding twice changes nothing more. The length may change, so offsets into a
    folded text are not offsets into the text.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    for _ in range(4):  # three mappings that can each undo a little of the others: at most a few rounds to rest
        before = text
        if _SAME_MARK.search(text):
            text = text.translate(_SAME_TABLE)
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        if text == before:
            break
    return text
