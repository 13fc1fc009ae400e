"""What the tagger sees of a text: paragraphs as rows of small numbers, the same in training and in use."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import numpy as np

# Runs of letters, numbers with their points and commas, single signs: the borders of hand-marked spans fall between.
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\s]")
LONGEST = 220  # tokens of one sequence; longer paragraphs are cut
SUFFIXES, PREFIXES, ENDS = 3_000, 3_000, 500  # buckets of the hashed pieces of words
_SIGNS = {sign: 8 + i for i, sign in enumerate(".,:;\"“”'’‘-–—()[]?!")}
N_SHAPES = 32
UNKNOWN = 1
CHANNELS = ("word", "shape", "suffix", "end", "prefix", "quoted")


@dataclass(frozen=True)
class Sequence:
    """One paragraph or a piece of it: ``begin, end`` of its tokens in the text, ``features`` of shape (6, n)."""

    begin: np.ndarray
    end: np.ndarray
    features: np.ndarray


def tokens(text: str) -> list[tuple[int, int]]:
    """Begin and end of every token of a text."""
    return [match.span() for match in _TOKEN.finditer(text)]


def sequences(text: str, vocabulary: dict[str, int]) -> list[Sequence]:
    """The paragraphs of a text as sequences of at most ``LONGEST`` tokens, in order; empty ones are left out."""
    found = []
    start = 0
    for line in text.split("\n"):
        spans = [(a + start, b + start) for a, b in tokens(line)]
        start += len(line) + 1
        for at in range(0, len(spans), LONGEST):
            piece = spans[at : at + LONGEST]
            ends = np.array(piece, dtype=np.int64).reshape(-1, 2)
            found.append(Sequence(ends[:, 0], ends[:, 1], _features(text, piece, vocabulary)))
    return found


def _features(text: str, spans: list[tuple[int, int]], vocabulary: dict[str, int]) -> np.ndarray:
    rows = np.empty((len(CHANNELS), len(spans)), dtype=np.int32)
    quoted = 0
    for i, (a, b) in enumerate(spans):
        word = text[a:b]
        low = word.lower()
        if word == "“":
            quoted = 1
        rows[0, i] = vocabulary.get(low, UNKNOWN)
        rows[1, i] = _SIGNS.get(word) or _shape(word)
        rows[2, i] = _bucket("s" + low[-3:], SUFFIXES)
        rows[3, i] = _bucket("t" + low[-2:], ENDS)
        rows[4, i] = _bucket("p" + low[:4], PREFIXES)
        if word == '"':
            quoted = 1 - quoted
            rows[5, i] = 1
        else:
            rows[5, i] = quoted
        if word == "”":
            rows[5, i], quoted = 1, 0
    return rows


def _shape(word: str) -> int:
    if word[0].isdigit():
        return 1 if word.isdigit() else 6
    if word.isupper():
        return 2 if len(word) > 1 else 3
    if word[0].isupper():
        return 4
    return 5 if word.islower() else 7


def _bucket(piece: str, n: int) -> int:
    return zlib.crc32(piece.encode("utf-8", "surrogatepass")) % n
