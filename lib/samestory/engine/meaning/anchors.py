"""Anchors: what a sentence and its translation share as it is written, whatever the languages.

They are numbers, names, and words that many languages borrow (``president``, ``президент``). Words of Latin and
Cyrillic letters are compared by their consonants, in classes of sound, because languages spell one name with different
vowels and endings: ``Kharkiv``, ``Charkiw``, ``Харькова``. Words of other scripts give no anchor; digits of every
script do.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix

from ...languages.letters import latin

__all__ = ["anchor_scores", "anchors"]

NUMBER, NAME, WORD = 1.5, 1.0, 0.5  # what one shared number, name, and borrowed word counts
SHORT, LONG = 3, 4  # consonants of a name, and of a word, that must be equal
NUMBERS = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009 '’]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
WORDS = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
# Groups of letters that are one sound, then single letters, each by its class of sound; what is left is a vowel.
_GROUPS = re.compile("shch|tsch|dsch|sch|tch|dzh|dj|sh|zh|ch|cz|sz|ts|tz|kh|gh|ph|th|x|c(?=[eiy])|h(?![aeiouy])")
_SOUND = {
    **dict.fromkeys(("shch", "sch", "dsch", "dzh", "dj", "sh", "zh", "sz", "ts", "tz", "c"), "s"),
    **dict.fromkeys(("tsch", "tch", "ch", "cz", "kh", "gh"), "k"),
    **{"ph": "v", "th": "t", "x": "ks", "h": ""},
}
_CLASS = str.maketrans(
    {**dict.fromkeys("ckqgh", "k"), **dict.fromkeys("szj", "s"), **dict.fromkeys("vwf", "v"), "d": "t", "b": "p"}
)
_VOWELS = re.compile("[^kvstplmnr]+")
_TWICE = re.compile(r"(.)\1+")


def anchor_scores(sentences_a: list[str], sentences_b: list[str]) -> np.ndarray:
    """How much each sentence of one text shares with each sentence of another.

    Parameters
    ----------
    sentences_a, sentences_b
        The sentences of two texts, of one language or of two.

    Returns
    -------
    numpy.ndarray
        Array (sentences of a, sentences of b), float32, from 0 (nothing shared) to below 1. An anchor that occurs
        in many sentences of either text counts less.

    Examples
    --------
    >>> from samestory.engine.meaning import anchor_scores
    >>> scores = anchor_scores(["The mayor of Kharkiv spoke of 2,300 people."],
    ...                        ["Мэр Харькова говорил о 2300 людях.", "Школы закрыты до пятницы."])
    >>> bool(scores[0, 0] > 0.8), float(scores[0, 1])
    (True, 0.0)
    """
    columns: dict[str, int] = {}
    a, b = _counted(sentences_a, columns), _counted(sentences_b, columns)
    a.resize(len(sentences_a), len(columns))
    weights = np.array([_weight(key) for key in columns], dtype=np.float32)
    often = np.maximum(a.getnnz(axis=0), 1) * np.maximum(b.getnnz(axis=0), 1)
    shared = a.multiply((weights / np.sqrt(often))[None, :]).tocsr() @ b.T
    return 1 - np.exp(-shared.toarray())


@lru_cache(maxsize=4_096)
def anchors(sentence: str) -> frozenset[str]:
    """The anchors of a sentence: ``#2300`` for a number, ``^krk`` for a name, ``krkv`` for any longer word."""
    found = {f"#{_plain(number)}" for number in NUMBERS.findall(sentence)}
    for word in WORDS.findall(sentence):
        is_name = word[0].isupper()
        if not is_name and len(word) < LONG:
            continue
        consonants = skeleton(word)
        if is_name and len(consonants) > 1:
            found.add(f"^{consonants[:SHORT]}")
        if len(consonants) >= LONG:
            found.add(consonants[:LONG])
    return frozenset(found)


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of a word by class of sound, with one ``a`` for a vowel at its begin; empty for other scripts."""
    spelled = word.lower() if word.isascii() else latin(word)
    if not spelled.isascii():
        spelled = spelled.replace("ł", "l").encode("ascii", "ignore").decode()
    sounds = _GROUPS.sub(lambda met: _SOUND[met[0]], spelled).translate(_CLASS)
    begin = "a" if sounds and sounds[0] in "aeiouy" else ""
    return begin + _TWICE.sub(r"\1", _VOWELS.sub("", sounds))


def _plain(number: str) -> str:
    """A number without the signs that group its digits, with a point before its fraction."""
    *groups, last = re.split(r"\D", number)
    whole = len(last) == 3 or not groups
    return "".join(map(_digits, [*groups, last])).lstrip("0") if whole else f"{_digits(groups[0])}.{_digits(last)}"


def _digits(written: str) -> str:
    return str(int(written)).rjust(len(written), "0")


def _weight(key: str) -> float:
    return {"#": NUMBER, "^": NAME}.get(key[0], WORD)


def _counted(sentences: list[str], columns: dict[str, int]) -> csr_matrix:
    """One row a sentence, one column an anchor; new anchors get new columns."""
    begins, found = [0], []
    for sentence in sentences:
        found += [columns.setdefault(key, len(columns)) for key in sorted(anchors(sentence))]
        begins.append(len(found))
    ones = np.ones(len(found), dtype=np.float32)
    return csr_matrix((ones, found, begins), shape=(len(sentences), len(columns)))
