"""Text with character offsets: words, in any script with words between spaces."""

from __future__ import annotations

import regex

# A word starts with a letter or digit, takes combining marks along, and may hold hyphens and apostrophes inside.
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-'’ʼ][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*")


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
