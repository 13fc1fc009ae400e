"""Letters: from Cyrillic to Latin by one table, and one spelling for names that are transliterated in several ways."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Russian and Ukrainian letters; close to the table of the US Board on Geographic Names. Signs for soft and hard
# consonants have no letter. What the two languages read differently (и, г) is made alike below.
TABLE = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "’": "", "ʼ": "", "'": "",
}  # fmt: skip
_LETTERS = str.maketrans(TABLE)
# One spelling for the usual ways to write one sound: Andriy, Andrii, Andrey; Yuri, Iurii; Zelenskyy, Zelenski.
_ALIKE = (
    (re.compile("[yj]"), "i"),
    (re.compile("e?i+$"), "i"),
    (re.compile("ii+"), "i"),
    (re.compile("^ie"), "e"),
    (re.compile("kh"), "h"),
    (re.compile(r"([bcdfgklmnprstvz])\1"), r"\1"),
)


@lru_cache(maxsize=50_000)
def latin(word: str) -> str:
    """A word in small Latin letters without accents; letters of other scripts stay as they are."""
    folded = word.casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """A part of a person's name as it is compared over scripts: ``latin``, with one spelling for each sound."""
    spelled = latin(word)
    for written, one in _ALIKE:
        spelled = written.sub(one, spelled)
    return spelled


def is_cyrillic(word: str) -> bool:
    """Whether a word has a Cyrillic letter."""
    return any("\u0400" <= c <= "\u04ff" for c in word)
