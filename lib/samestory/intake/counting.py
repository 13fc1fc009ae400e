"""Words of many texts at once, counted exactly as ``text.words`` finds them and compared, at the speed of memory.

A word begins at a letter or digit that follows neither a word nor one hyphen or apostrophe within a word. Whether it
does can be seen from the signs beside it, so whole batches are counted as arrays of the bytes Arrow holds them in; a
regular expression takes some forty times as long.
"""

from __future__ import annotations

import functools
import unicodedata
from itertools import pairwise

import numpy as np
import pyarrow as pa
import regex

from ..text import words

_OTHER, _LETTER, _MARK, _JOINER, _LONGER = 0, 1, 2, 3, 4
_TOP = 0x110000
_NO_LETTER = regex.compile(r"[^\p{L}\p{N}\p{M}]+")
CHUNK = 64  # texts at a time: arrays of a few hundred kilobytes stay in the processor's cache


@functools.cache
def _classes() -> np.ndarray:
    """The class of every code point, by the same library and version that finds words."""
    classes = np.zeros(_TOP, dtype=np.uint8)
    signs = "".join(map(chr, range(_TOP)))
    for kind, pattern in ((_LETTER, r"[\p{L}\p{N}]+"), (_MARK, r"\p{M}+")):
        for match in regex.finditer(pattern, signs):
            classes[match.start() : match.end()] = kind
    for sign in "-'’ʼ":  # the last is a letter to Unicode, and so never divides a word
        if classes[ord(sign)] == _OTHER:
            classes[ord(sign)] = _JOINER
    return classes


@functools.cache
def _bytes() -> bytes:
    """The class of each byte that is a character by itself; the bytes of longer ones are settled by their first."""
    return _classes()[:128].tobytes() + bytes(64) + bytes([_LONGER]) * 64


def n_words(texts: pa.Array) -> np.ndarray:
    """How many words each text has; 0 where there is none.

    Parameters
    ----------
    texts
        Any texts, as ``large_string``.

    Returns
    -------
    numpy.ndarray of int64
        ``len(words(text))`` for each.
    """
    return counted(texts)[0]


def counted(texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """How many words each text has, and a number by which texts with the same words are known.

    Returns
    -------
    n_words : numpy.ndarray of int64
        See ``n_words``.
    said : numpy.ndarray of int64
        The same for two texts whose letters and digits are the same and stand in the same order; 0 where there is no
        text. Spaces, paragraphs, signs and capitals, which each service sets its own way, do not count. The numbers
        hold within one process.
    """
    counts, said = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for at in range(0, len(texts), CHUNK):
        piece = texts.slice(at, CHUNK)
        n, letters = _counted(piece)
        for place, one in enumerate(letters):
            if not one:  # no text, or one of signs alone
                letters[place] = (piece[place].as_py() or "").encode()
        counts.append(n)
        said.append(np.fromiter((hash(one) if one else 0 for one in letters), np.int64, count=len(letters)))
    return np.concatenate(counts), np.concatenate(said)


_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_SMALL = bytes(range(256)).lower()


def _letters(text: bytes, is_letter: np.ndarray) -> bytes:
    """The letters and digits of a text in UTF-8, in small letters; what is ASCII needs no decoding."""
    if text.isascii():
        return text.translate(_SMALL, _SIGNS)
    return (np.frombuffer(text, np.uint8) * is_letter).tobytes().translate(None, b"\0").decode().lower().encode()


def _counted(texts: pa.Array) -> tuple[np.ndarray, list[bytes]]:
    bounds = np.frombuffer(texts.buffers()[1], dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    first, size = int(bounds[0]), int(bounds[-1] - bounds[0])
    if not size:
        return np.zeros(len(texts), dtype=np.int64), [b""] * len(texts)
    bounds = bounds - first
    raw = np.frombuffer(texts.buffers()[2], dtype=np.uint8)[first : first + size]
    kinds = np.frombuffer(bytearray(raw.tobytes().translate(_bytes())), dtype=np.uint8)
    spans = _settle(raw, kinds)
    if spans is None and len(texts) > 1:  # one text with marks must not slow down those beside it
        half = len(texts) // 2
        (n, one), (m, other) = _counted(texts.slice(0, half)), _counted(texts.slice(half))
        return np.concatenate([n, m]), one + other
    if spans is None:  # marks that combine with a letter need a look back; they are rare but in some scripts
        cells = [text or "" for text in texts.to_pylist()]
        composed = [_NO_LETTER.sub("", unicodedata.normalize("NFC", text)).lower().encode() for text in cells]
        return np.array([len(words(text)) for text in cells], dtype=np.int64), composed
    letter = kinds == _LETTER
    starts = np.empty(size, dtype=bool)
    np.greater(letter[1:], letter[:-1], out=starts[1:])
    begins = bounds[:-1][bounds[:-1] < bounds[1:]]
    starts[begins] = letter[begins]  # texts stand side by side without a sign between them
    _join(starts, letter, bounds, *spans)
    pieces = list(pairwise(bounds.tolist()))
    counts = np.array([np.count_nonzero(starts[a:b]) for a, b in pieces], dtype=np.int64)
    blob = raw.tobytes()
    return counts, [_letters(blob[a:b], letter[a:b]) for a, b in pieces]


def _settle(raw: np.ndarray, kinds: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Write the class of each longer character over its bytes.

    Returns
    -------
    begins, ends
        Of the joiners, in bytes; None where there is a combining mark.
    """
    special = np.flatnonzero(kinds >= _JOINER)
    is_lead = kinds[special] == _LONGER
    short, leads = special[~is_lead], special[is_lead]
    if not len(leads):
        return short, short + 1
    lead = raw[leads].astype(np.int32)
    length = np.where(lead < 0xE0, 2, np.where(lead < 0xF0, 3, 4))
    codes = lead & (0x7F >> length)
    for step in (1, 2, 3):
        here = length > step
        codes[here] = (codes[here] << 6) | (raw[leads[here] + step] & 0x3F)
    found = _classes()[codes]
    if (found == _MARK).any():
        return None
    for step in (0, 1, 2, 3):
        here = length > step
        kinds[leads[here] + step] = found[here]
    long = found == _JOINER
    return np.concatenate((short, leads[long])), np.concatenate((short + 1, (leads + length)[long]))


def _join(starts: np.ndarray, letter: np.ndarray, bounds: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> None:
    """Take back the start of what a hyphen or apostrophe joins to the word before it."""
    inside = (begins > 0) & (ends < len(letter))
    begins, ends = begins[inside], ends[inside]
    joined = letter[begins - 1] & letter[ends]
    begins, ends = begins[joined], ends[joined]
    text = np.searchsorted(bounds, begins, side="right")
    same = (bounds[text - 1] < begins) & (ends < bounds[text])
    starts[ends[same]] = False
