"""How many words texts have, and numbers by which texts of the same letters, and the same texts, are known.

The kernel reads the Arrow buffer as those of `tokens` do. What it computes is said in plain Python by
`samestory.intake.counting`, which takes it for more than a few texts. This module needs numba: import it inside
functions only.
"""

# Kernels are typed by numba where they are called.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False
from __future__ import annotations

import numba
import numpy as np
import pyarrow as pa

from .tokens import (
    _CHECK,
    _MIX_1,
    _PRIME,
    _SEED,
    JOINER,
    LETTER,
    MARK,
    SINGLE,
    _code_point,
    character_tables,
    text_buffers,
)

_ROOM = 4096  # bytes of folded letters kept before they are hashed, in multiples of eight

_compile = numba.njit(cache=True, nogil=True)


def count_letters(texts: pa.Array | pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number of words of each text, a number for its letters, and one for all of it.

    Parameters
    ----------
    texts
        Arrow array of strings, best ``large_string`` (others are copied once); a missing text counts as empty.

    Returns
    -------
    n_words
        int64, as many as `samestory.text.words` finds.
    said
        int64, equal for texts whose letters, digits and marks are the same in the same order once folded; 0 where
        there are none.
    whole
        int64, equal for equal texts; 0 where there is none.
    """
    data, offsets = text_buffers(texts)
    n_words, said, whole = (np.zeros(len(texts), np.int64) for _ in range(3))
    if offsets[-1] > offsets[0]:
        _count(data, offsets, *character_tables(), n_words, said)
        _number(data, offsets, whole)
    if texts.null_count:  # Arrow lets a missing text have bytes, which nobody may count
        missing = texts.is_null().to_numpy(zero_copy_only=False)
        for column in (n_words, said, whole):
            column[missing] = 0
    return n_words, said, whole


@_compile
def _add(buffer, k, c, folds, expansions):
    """The folded form of character c written behind the k bytes of the buffer; how many bytes there are then."""
    new = folds[c]
    if new >= 0:
        return _add_code(buffer, k, new)
    for column in range(expansions.shape[1]):
        part = expansions[-1 - new, column]
        if part < 0:
            break
        k = _add_code(buffer, k, part)
    return k


@_compile
def _add_code(buffer, k, code):
    if code < 0x80:
        buffer[k] = code
        return k + 1
    buffer[k] = 0x80 | (code & 0x7F)
    buffer[k + 1] = 0x80 | ((code >> 7) & 0x7F)
    buffer[k + 2] = 0x80 | ((code >> 14) & 0x7F)
    return k + 3


@_compile
def _hashed(h, buffer, k):
    """The hash gone on with the whole eights of the buffer, of which the rest moves to its front."""
    eights = buffer.view(np.uint64)
    whole = k // 8
    for at in range(whole):
        h = (h ^ eights[at]) * _PRIME
        h ^= h >> np.uint64(32)
    for at in range(k - 8 * whole):
        buffer[at] = buffer[8 * whole + at]
    return h


@_compile
def _count(data, offsets, ascii, classes, folds, expansions, n_words, said):
    """Words and letters of each document; without a branch for the bytes that ``ascii`` settles, which most are."""
    longest = max(3 * expansions.shape[1], 3)  # bytes one character may be folded to: of U+FDFA they are 54
    buffer = np.zeros(_ROOM + 8 * (longest // 8 + 2), np.uint8)  # with room to fill up the last eight
    for d in range(len(offsets) - 1):
        i, end = offsets[d], offsets[d + 1]
        h, n, k = _SEED, np.int64(0), np.int64(0)
        is_inside, hashed = np.int64(0), np.int64(0)
        while i < end:
            if k >= _ROOM:
                h = _hashed(h, buffer, k)
                hashed += k - k % 8
                k %= 8
            kind = ascii[data[np.uint64(i)]]  # an unsigned index needs no look whether it counts from the end
            if kind != _CHECK:
                is_letter = np.int64(kind > _CHECK)
                n += is_letter & ~is_inside
                is_inside = is_letter
                buffer[np.uint64(k)] = kind
                k += is_letter
                i += 1
                continue
            packed = _code_point(data, i, end)
            c, size = packed >> 3, packed & 7
            what = classes[c]
            i += size
            if what == LETTER:
                n += 1 - is_inside
                is_inside = np.int64(1)
                k = _add(buffer, k, c, folds, expansions)
            elif what == SINGLE:
                n += 1
                is_inside = np.int64(0)
                k = _add(buffer, k, c, folds, expansions)
            elif what == MARK:
                k = _add(buffer, k, c, folds, expansions)
            elif what == JOINER and is_inside:  # joins only what a letter follows
                is_inside = np.int64(i < end and classes[_code_point(data, i, end) >> 3] == LETTER)
            else:
                is_inside = np.int64(0)
        n_words[d] = n
        n_bytes = hashed + k
        if n_bytes:
            while k % 8:
                buffer[k] = 0
                k += 1
            said[d] = _mixed(_hashed(h, buffer, k), n_bytes)


@_compile
def _mixed(h, n_bytes):
    """The number for so many bytes: the last eight are filled up with zeros, which their count tells from any there."""
    h = (h ^ np.uint64(n_bytes)) * _MIX_1
    return np.int64(h ^ (h >> np.uint64(31)))


@_compile
def _number(data, offsets, whole):
    """A number for the bytes of each document, the same steps as for its letters."""
    for d in range(len(offsets) - 1):
        i, end, h = offsets[d], offsets[d + 1], _SEED
        if i == end:
            continue
        while i + 8 <= end:
            at = np.uint64(i)
            eight = np.uint64(data[at])
            for k in range(1, 8):
                eight |= np.uint64(data[at + np.uint64(k)]) << np.uint64(8 * k)
            h = (h ^ eight) * _PRIME
            h ^= h >> np.uint64(32)
            i += 8
        if i < end:
            rest = np.uint64(0)
            for k in range(end - i):
                rest |= np.uint64(data[i + k]) << np.uint64(8 * k)
            h = (h ^ rest) * _PRIME
            h ^= h >> np.uint64(32)
        whole[d] = _mixed(h, end - offsets[d])
