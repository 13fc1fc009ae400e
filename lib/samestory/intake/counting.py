"""Words of many texts at once, counted exactly as ``text.words`` finds them, and numbers to know equal texts by.

A few texts are counted in plain Python, many by a kernel of the engine, which takes a hundredth of the time but half
a second to load. Both give the same numbers.
"""

from __future__ import annotations

import functools
import unicodedata

import numpy as np
import pyarrow as pa
import regex

from ..text import count_words, fold

PLAIN = 500_000  # bytes of texts that are counted in plain Python, in the time the kernel takes to load
_LETTERS = regex.compile(r"[\p{L}\p{N}\p{M}]+")
_ALL = (1 << 64) - 1


def counted(texts: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How many words each text has, and numbers by which texts of the same words, and equal texts, are known.

    Parameters
    ----------
    texts
        Any texts, as ``large_string``.

    Returns
    -------
    n_words : numpy.ndarray of int64
        ``count_words(text)`` for each; 0 if there is no text.
    said : numpy.ndarray of int64
        The same for two texts whose letters and digits are the same and are in the same order. Spaces, paragraphs,
        signs and capitals, which each service sets its own way, do not count, but in a text that has nothing else. 0
        where there is no text.
    whole : numpy.ndarray of int64
        The same for two equal texts; 0 if there is none.
    """
    if texts.nbytes > PLAIN:
        from ..engine.compiled import kernels

        (letters,) = kernels("letters")
        n_words, said, whole = letters.count_letters(texts)
    else:
        cells = [text or "" for text in texts.to_pylist()]
        each = ([count_words(text), number(_letters(text)), number(text.encode())] for text in cells)
        n_words, said, whole = np.array([*each], dtype=np.int64).reshape(len(cells), 3).T
    return n_words, np.where(said == 0, whole, said), whole


def number(raw: bytes) -> int:
    """A number by which bytes are known, 0 for none.

    FNV-1a (Fowler, Noll and Vo) over eight at a time, the last filled up with zeros; then their count and a mix.
    """
    if not raw:
        return 0
    h = 0xCBF29CE484222325
    for at in range(0, len(raw), 8):
        h = ((h ^ int.from_bytes(raw[at : at + 8], "little")) * 0x100000001B3) & _ALL
        h ^= h >> 32
    h = ((h ^ len(raw)) * 0xBF58476D1CE4E5B9) & _ALL
    h ^= h >> 31
    return h - (1 << 64) if h >> 63 else h


def _letters(text: str) -> bytes:
    """The letters of a text, folded and taken apart (NFD): one byte for those of ASCII, three for any other."""
    return b"".join(map(_bytes_of, "".join(_LETTERS.findall(text))))


@functools.lru_cache(maxsize=5_000)
def _bytes_of(letter: str) -> bytes:
    return b"".join(
        bytes([code] if code < 0x80 else [0x80 | (code >> shift) & 0x7F for shift in (0, 7, 14)])
        for code in map(ord, unicodedata.normalize("NFD", fold(letter)))
    )
