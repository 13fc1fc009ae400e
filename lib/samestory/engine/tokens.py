"""Words as numbers: where each word of a corpus stands and a hash of its folded form, from the bytes of Arrow texts.

The words are those of `samestory.text.words`. Two words count as the same when they differ only as
`samestory.text.fold` allows (case, kind of apostrophe, width), or in whether an accent is one character with its letter
or two; accents themselves count. The kernels read UTF-8 straight from the Arrow buffer, make no Python string and
release the lock of the interpreter. This module needs numba: import it inside functions only.
"""

# Kernels are typed by numba where they are called.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False
from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

import numba
import numpy as np
import pyarrow as pa
import regex

from ..text import fold
from ..text.words import TATWEEL, UNSPACED

LETTER, MARK, JOINER, SINGLE = 1, 2, 3, 4  # what a character may be to a word; 0 = it ends a word
APOSTROPHES = "'’ʼ"
_SEED = np.uint64(0xCBF29CE484222325)  # FNV-1a, 64 bits (Fowler, Noll, Vo)
_PRIME = np.uint64(0x100000001B3)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)  # the finaliser of splitmix64 (Steele, Lea, Flood 2014)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_LAST = 0x110000
_CHECK = 1  # no letter or digit has this number


@dataclass(frozen=True)
class Tokens:
    """The words of a run of documents.

    Attributes
    ----------
    hashes
        uint64, one a word, of its folded form.
    begin, end
        uint32, half-open BYTE offsets in the word's own document; `characters` turns them into character offsets.
    doc_begin
        int64, one more than documents: the words of document d are ``doc_begin[d]:doc_begin[d + 1]``.
    """

    hashes: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    doc_begin: np.ndarray

    def __len__(self) -> int:
        return len(self.hashes)


def folded(word: str) -> str:
    """The form in which two words are compared; the reference for what the kernel hashes.

    `text.fold` character by character, taken apart (NFD): so that it can be looked up, and the same whether an accent
    is one character with its letter or two.
    """
    return "".join(unicodedata.normalize("NFD", fold(c)) for c in word)


def hash_of(word: str) -> int:
    """The kernel's hash of one word, in plain Python: the reference, and the way to look a word up."""
    h = int(_SEED)
    for c in folded(word):
        h = ((h ^ ord(c)) * int(_PRIME)) & 0xFFFFFFFFFFFFFFFF
    h = ((h ^ (h >> 30)) * int(_MIX_1)) & 0xFFFFFFFFFFFFFFFF
    h = ((h ^ (h >> 27)) * int(_MIX_2)) & 0xFFFFFFFFFFFFFFFF
    return h ^ (h >> 31)


def text_buffers(texts: pa.Array | pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """The bytes (uint8) and the offsets (int64, one more than texts) of an Arrow string array; missing = empty."""
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    if not pa.types.is_large_string(texts.type):
        texts = texts.cast(pa.large_string())
    _, offsets, data = texts.buffers()
    if offsets is None or not len(texts):
        return np.zeros(0, np.uint8), np.zeros(len(texts) + 1, np.int64)
    starts = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8), starts


def tokenise(texts: pa.Array | pa.ChunkedArray, *, places: bool = True) -> Tokens:
    """The words of texts.

    Parameters
    ----------
    texts
        Arrow array of strings, best ``large_string`` (others are copied once).
    places
        Whether ``begin`` and ``end`` are wanted; they are empty otherwise.

    Returns
    -------
    Tokens
        In the order of the texts. Memory: 16 bytes a word, 8 without places.
    """
    data, offsets = text_buffers(texts)
    tables = character_tables()
    doc_begin = np.zeros(len(offsets), np.int64)
    longest = int(np.diff(offsets).max(initial=0))
    room = int(offsets[-1] - offsets[0]) // 5 + longest + 1  # words of news have six bytes with their space
    room_of_places = room if places else 0
    arrays: list[np.ndarray] = [
        np.empty(room, np.uint64),
        np.empty(room_of_places, np.uint32),
        np.empty(room_of_places, np.uint32),
    ]
    done = 0
    while (done := hash_words(data, offsets, *tables, done, doc_begin, *arrays)) < len(texts):
        arrays = [np.concatenate([array, np.empty(room if len(array) else 0, array.dtype)]) for array in arrays]
    hashes, begin, end = (array[: doc_begin[-1]] for array in arrays)
    return Tokens(hashes, begin, end, doc_begin)


def characters(texts: pa.Array | pa.ChunkedArray, documents: np.ndarray, byte_offsets: np.ndarray) -> np.ndarray:
    """Character offsets (as Python counts them) of byte offsets, for what is reported.

    Parameters
    ----------
    texts
        The texts, as given to `tokenise`.
    documents, byte_offsets
        Of equal length: which document, and the byte in it; in any order.

    Returns
    -------
    ndarray
        int64, one for each offset asked for.
    """
    data, offsets = text_buffers(texts)
    documents, byte_offsets = np.asarray(documents, np.int64), np.asarray(byte_offsets, np.int64)
    order = np.lexsort((byte_offsets, documents))
    found = np.empty(len(documents), np.int64)
    count_characters(data, offsets, documents, byte_offsets, order, found)
    return found


@functools.cache
def character_tables() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What each character is to a word, and what it is folded to, for all of Unicode.

    Returns
    -------
    ascii
        uint8 by byte, for most of them enough: what a letter or digit of one byte is folded to; ``_CHECK`` where the
        other tables must be asked; 0 where no word begins or goes on.
    classes
        uint8 by code point: `LETTER` (or digit; begins a word), `MARK` (goes on), `JOINER` (goes on where a letter
        follows), `SINGLE` (a word by itself, with its marks), 0.
    folds
        int32 by code point: the code point it is folded to; negative = row ``-1 - x`` of ``expansions``.
    expansions
        int32, rows of one length, -1 after the last code point.
    """
    every = "".join(map(chr, range(0xD800))) + "\0" * 0x800 + "".join(map(chr, range(0xE000, _LAST)))
    classes = np.zeros(_LAST, np.uint8)
    for kind, pattern in ((JOINER, "[-" + APOSTROPHES + "]"), (MARK, r"\p{M}+"), (LETTER, r"[\p{L}\p{N}]+")):
        for match in regex.finditer(pattern, every):
            classes[match.start() : match.end()] = kind
    for match in regex.finditer(f"(?V1){UNSPACED}+", every):
        classes[match.start() : match.end()] = SINGLE
    classes[ord(TATWEEL)] = MARK
    folds = np.arange(_LAST, dtype=np.int32)
    rows: list[list[int]] = []
    inside = [match.span() for match in regex.finditer(r"[\p{L}\p{M}\p{N}" + APOSTROPHES + "]+", every)]
    for begin, end in inside:
        if _is_plain(every[begin:end]):
            continue
        for c in every[begin:end]:
            new = folded(c)
            if len(new) == 1:
                folds[ord(c)] = ord(new)
            else:
                rows.append([ord(x) for x in new])
                folds[ord(c)] = -len(rows)
    width = max(map(len, rows))
    expansions = np.array([row + [-1] * (width - len(row)) for row in rows], np.int32)
    ascii = np.full(256, _CHECK, np.uint8)
    ascii[:128] = np.where(classes[:128] == LETTER, folds[:128], np.where(classes[:128] == 0, 0, _CHECK))
    return ascii, classes, folds, expansions


def _is_plain(run: str) -> bool:
    """Whether a run of characters is surely folded to itself: most of Unicode is, and need not be asked one by one."""
    return len(run) > 1 and unicodedata.is_normalized("NFKD", run) and fold(run) == run and run.casefold() == run


_compile = numba.njit(cache=True, nogil=True)


@_compile
def _code_point(data, i, end):
    """The character at byte i, times 8, plus its length in bytes; bytes that are no UTF-8 are character 0."""
    c = np.int64(data[i])
    if c < 0x80:
        return c * 8 + 1
    n = 2 if 0xC2 <= c < 0xE0 else 3 if 0xE0 <= c < 0xF0 else 4 if 0xF0 <= c < 0xF5 else 0
    if n == 0 or i + n > end:
        return np.int64(1)
    c &= 0x7F >> n
    for k in range(1, n):
        follows = np.int64(data[i + k])
        if follows & 0xC0 != 0x80:
            return np.int64(1)
        c = (c << 6) | (follows & 0x3F)
    return c * 8 + n if c < 0x110000 else np.int64(1)


@_compile
def _fold_on(h, c, folds, expansions):
    """The hash h gone on with character c."""
    new = folds[c]
    if new >= 0:
        return (h ^ np.uint64(new)) * _PRIME
    for k in range(expansions.shape[1]):
        part = expansions[-1 - new, k]
        if part < 0:
            break
        h = (h ^ np.uint64(part)) * _PRIME
    return h


@_compile
def hash_words(data, offsets, ascii, classes, folds, expansions, first, doc_begin, hashes, begins, ends):  # noqa: C901  (a kernel: one compiled loop)
    """Hash and place of each word of the documents from ``first`` on, until the arrays might not hold one more.

    Returns the first document not done; ``doc_begin`` holds where the words of those done begin, and the next.
    ``ascii`` settles most bytes with one look: what a letter is folded to, ``_CHECK`` or 0.
    """
    n = doc_begin[first]
    for d in range(first, len(offsets) - 1):
        base, end = offsets[d], offsets[d + 1]
        if n + (end - base + 1) // 2 > len(hashes):  # a word is a byte at least, and one that is none follows it
            return d
        i = base
        while i < end:
            kind = ascii[data[i]]
            if kind < _CHECK:
                i += 1
                continue
            h, begin = _SEED, i
            while i < end:
                kind = ascii[data[i]]
                if kind > _CHECK:
                    h = (h ^ np.uint64(kind)) * _PRIME
                    i += 1
                    continue
                if kind == 0:
                    break
                packed = _code_point(data, i, end)
                c, size = packed >> 3, packed & 7
                what = classes[c]
                if i == begin and what != LETTER and what != SINGLE:
                    i += size
                    break
                if what == 0:
                    break
                if what == SINGLE:
                    if i == begin:
                        h = _fold_on(h, c, folds, expansions)
                        i += size
                        while i < end:
                            packed = _code_point(data, i, end)
                            if classes[packed >> 3] != MARK:
                                break
                            h = _fold_on(h, packed >> 3, folds, expansions)
                            i += packed & 7
                    break
                if what == JOINER and (i + size >= end or classes[_code_point(data, i + size, end) >> 3] != LETTER):
                    break
                h = _fold_on(h, c, folds, expansions)
                i += size
            if h == _SEED:
                continue
            h = (h ^ (h >> np.uint64(30))) * _MIX_1
            h = (h ^ (h >> np.uint64(27))) * _MIX_2
            hashes[n] = h ^ (h >> np.uint64(31))
            if len(begins):
                begins[n] = begin - base
                ends[n] = i - base
            n += 1
        doc_begin[d + 1] = n
    return len(offsets) - 1


@_compile
def count_characters(data, offsets, documents, byte_offsets, order, found):
    """Characters before each byte offset; ``order`` sorts by document, then offset, so no byte is read twice."""
    last, at, n = np.int64(-1), np.int64(0), np.int64(0)
    for k in order:
        if documents[k] != last:
            last, at, n = documents[k], offsets[documents[k]], np.int64(0)
        stop = min(offsets[last] + byte_offsets[k], offsets[last + 1])
        while at < stop:
            if data[at] & 0xC0 != 0x80:
                n += 1
            at += 1
        found[k] = n
