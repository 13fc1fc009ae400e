"""Words with offsets, and how words are compared.

Scripts that put no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are read letter by letter: each
letter, with its marks, counts as a word. So texts in them are compared by sequences of characters.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import regex

# Letters of scripts without spaces between words; the sign for a long vowel in Japanese belongs to no script.
_EAST = r"[\p{Han}\p{Hiragana}\p{Katakana}ーｰ]"
_SOUTH = r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
UNSPACED = rf"[[{_EAST}{_SOUTH}]&&\p{{L}}]"
# Letters of a word in running text, rounded: a word of Chinese has 1.5 to 1.8, one of Thai 3.5 to 4.5.
_LETTERS_A_WORD = (
    (regex.compile(rf"(?V1)[{_EAST}&&\p{{L}}]"), 1.75),
    (regex.compile(rf"(?V1)[{_SOUTH}&&\p{{L}}]"), 4.0),
)
_ANY_UNSPACED = regex.compile(rf"(?V1){UNSPACED}")
TATWEEL = "\u0640"  # stretches an Arabic word, is a letter to Unicode, and says nothing

# A word starts with a letter or digit, takes combining marks along, and may hold hyphens and apostrophes inside.
_START = rf"[[\p{{L}}\p{{N}}]--{UNSPACED}--[{TATWEEL}]]"
_INSIDE = rf"[[\p{{L}}\p{{M}}\p{{N}}]--{UNSPACED}]*"
_WORD = regex.compile(rf"(?V1){UNSPACED}[\p{{M}}]*|{_START}{_INSIDE}(?:[-'’ʼ]{_START}{_INSIDE})*")

# In Latin, Greek and Cyrillic letters without combining marks, a word is as the plain pattern says.
_BEYOND = re.compile("[^\u0000-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2000-\u206f\u20a0-\u20bf]")
_PLAIN_WORD = re.compile(r"[^\W_]+(?:[-'’ʼ][^\W_]+)*")

_VOWEL_MARKS = [
    *((0x064B, 0x0652), (0x0656, 0x065F), (0x0640, 0x0640), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E4)),
    *((0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5)),
]

# What typists and typesetters write in several ways is one sign to a comparison.
_SAME = {
    **dict.fromkeys("’‘‛ʼʹ′`´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),  # seen by no reader
    # Vowel marks of Arabic and Hebrew, which most writers leave out, and the tatweel.
    **{chr(code): "" for first, last in _VOWEL_MARKS for code in range(first, last + 1)},
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
        Half-open character offsets, in order. Hyphenated words and words with an apostrophe are one word. A letter of
        a script without spaces between words is a word of its own.
    """
    return [match.span() for match in _pattern(text).finditer(text)]


def count_words(text: str) -> int:
    """How many `words` a text has, faster than listing them.

    Examples
    --------
    >>> count_words("Well-known firms didn't pay €3.")
    5
    """
    return len(_pattern(text).findall(text))


def _pattern(text: str) -> Any:
    """The faster of two patterns that find the same words in a text."""
    return _WORD if _BEYOND.search(text) else _PLAIN_WORD


def is_unspaced(text: str) -> bool:
    """Whether a text has letters of a script without spaces between words."""
    return _BEYOND.search(text) is not None and _ANY_UNSPACED.search(text) is not None


def word_measure(text: str) -> float:
    """How long a text is in words, also where its script has no spaces between them.

    Returns
    -------
    float
        The number of `words`; letters of a script without spaces count as the part of a word that they are on average
        (Chinese and Japanese 1/1.75, Thai, Lao, Khmer and Burmese 1/4).
    """
    n = float(count_words(text))
    if not is_unspaced(text):
        return n
    return n - sum(len(letters.findall(text)) * (1 - 1 / size) for letters, size in _LETTERS_A_WORD)


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
