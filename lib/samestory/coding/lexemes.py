"""Words as patterns and number words see them: folded, in pieces at hyphens, without the small words glued to them."""

from __future__ import annotations

from functools import lru_cache

import regex

from ..text import fold

_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]"
# Digits with what groups them, or letters; an apostrophe between letters belongs to the word. Each sign is looked at
# once: no alternative can begin where another could go on.
_LEXEME = regex.compile(
    r"(?P<number>\p{Nd}+(?:[.,\u00a0\u202f\u2009\u066b\u066c]\p{Nd}+)*)"
    r"|[〇零一二两兩三四五六七八九十百千]+|[万萬亿億兆]+"  # Chinese numbers are words of their own
    rf"|{_UNSPACED}\p{{M}}*"  # no space parts these into words: each character is one, in patterns as in texts
    rf"|[\p{{L}}--{_UNSPACED}][[\p{{L}}\p{{M}}]--{_UNSPACED}]*"
    r"(?:['’ʼ‘`′]\p{L}[\p{L}\p{M}]*)*|[%№]",
    regex.V1,
)
_CHARACTER = regex.compile(rf"{_UNSPACED}\p{{M}}*", regex.V1)
_APOSTROPHES = "'’ʼ‘`′"
# French and its neighbours glue small words to the next; the Latin letters tell them from Ukrainian п'ять.
_GLUED = frozenset(
    ("l", "d", "n", "s", "j", "m", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "nell", "un")
)
_POSSESSIVE = frozenset(("s",))
LONGEST = 60  # characters; what is longer is no word that anybody would look for


def lexemes(text: str) -> list[tuple[int, int, str]]:
    """The words of a text: begin, end, and the word as it is compared.

    ``twenty-one`` is two words, ``l'incendie`` two, ``union's`` two (``union``, ``s``), ``1,200`` one.
    """
    found = []
    for match in _LEXEME.finditer(text):
        begin, end = match.span()
        said = text[begin : min(end, begin + LONGEST)]
        may_be_two = (len(said) > 2 and not said.isascii()) or "'" in said or "`" in said
        if may_be_two and (cut := _cut(said)) > 0:
            found.append((begin, begin + cut, _folded(said[:cut])))
            found.append((begin + cut + 1, end, _folded(said[cut + 1 :])))
            continue
        found.append((begin, end, _folded(said)))
    return found


def is_unspaced(word: str) -> bool:
    """Whether a word is a character of a script that puts no space between words."""
    return bool(_CHARACTER.fullmatch(word))


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=100_000)
def _cut(said: str) -> int:
    """Where the apostrophe is that parts a word from a small word glued to it, or 0."""
    first = next((at for at, sign in enumerate(said) if sign in _APOSTROPHES), 0)
    if first and said[:first].lower() in _GLUED:
        return first
    last = next((at for at in range(len(said) - 1, -1, -1) if said[at] in _APOSTROPHES), 0)
    return last if last and said[last + 1 :].lower() in _POSSESSIVE else 0
