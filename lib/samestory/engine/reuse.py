"""Shared passages of a corpus of any size, block by block.

Memory is set by a block of time and the window before it, not by the corpus: shingles of the block are joined with
those within the window, and every pair that shares one is aligned word by word. What two texts share is never guessed
from how similar they are as a whole: most that share a passage are not. This module needs numba: import it inside
functions only.
"""

# Kernels are typed by numba where they are called.
# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False
from __future__ import annotations

import numba
import numpy as np
import pyarrow as pa

from .. import cache
from ..text import is_unspaced, quotations, word_measure
from .archive import Archive
from .blocks import BLOCK, Block
from .corpus import Corpus, Index
from .join import NO_REFERENCE, candidates
from .pairs import Settings, passages_of_pairs
from .shingles import FORMULA, OWN_LINE, shingle_keys, stop_kind, stop_shingles
from .tokens import characters, tokenise

LARGEST_BLOCK = 16_384  # rows; with 900 words an article about 250 MB, and as much again for the window before it
SAMPLE_RUNS, SAMPLE_RUN = 16, 2_048  # formulas are learnt from so many runs of articles, spread over the corpus
REFERENCE = "\N{SYMBOL FOR NULL}reference"  # the outlet of articles that are sources only
KINDS = {0: "writing", FORMULA: "formula", OWN_LINE: "boilerplate"}
COPY = 0.5  # articles of which formulas make up this share, in both, are copies: a formula is a part of what differs


def block_size(index: Index, window_hours: float | None) -> int:
    """Rows of a block: some four times what lies within the window before a row, so that little is read twice."""
    if window_hours is None:
        return BLOCK
    n = index.n_dated
    halo = int(np.median(np.arange(n) - index.first_within(window_hours)[:n])) if n else 0
    return int(np.clip(4 * halo, BLOCK, LARGEST_BLOCK))


def fit_stops(corpus: Corpus | Archive, settings: Settings, window_hours: float | None) -> np.ndarray:
    """The stop shingles of a corpus, from all its articles or, of more than 32,768, from runs spread over it."""
    n, run = len(corpus), SAMPLE_RUN
    if n <= SAMPLE_RUNS * run:
        parts = [corpus.read(0, n)]
    else:
        starts = np.linspace(0, n - run, SAMPLE_RUNS).astype(np.int64)
        parts = [corpus.read(int(start), int(start) + run) for start in starts]
    tokens = [tokenise(part.text, places=False) for part in parts]
    hashes = np.concatenate([t.hashes for t in tokens])
    lengths = np.concatenate([np.diff(t.doc_begin) for t in tokens])
    del tokens
    keys = shingle_keys(hashes, np.concatenate([[0], np.cumsum(lengths)]), k=settings.k, w=settings.w)
    begin, outlet = (np.concatenate([getattr(part, name) for part in parts]) for name in ("begin", "outlet"))
    window = _minutes(window_hours)
    return stop_shingles(keys, begin, outlet, window=window, most=settings.most_articles, most_own=settings.most_own)


def block_passages(
    block: Block,
    corpus: Corpus | Archive,
    window_hours: float | None,
    settings: Settings,
    stops: np.ndarray,
    languages: np.ndarray | None = None,
) -> pa.Table:
    """The passages of one block of time.

    Parameters
    ----------
    block, corpus, window_hours
        Which rows of what are held against which.
    settings, stops
        From `Settings.of` and `fit_stops`, the same for every block.
    languages
        Of each row of the corpus, for its quotation marks; None where they are not known.

    Returns
    -------
    pyarrow.Table
        ``earlier, later`` (rows of the corpus), ``begin, end, later_begin, later_end`` (characters), ``earlier_words``,
        ``n_words`` (of the later one), ``n_common``, ``longest``, ``earlier_quoted, n_quoted`` (words inside quotation
        marks), ``kind`` (a key of `KINDS`) and ``is_rewrite``. Words that stand in many articles far apart in time are
        a formula only between articles that otherwise differ: where they are `COPY` of the words of both or more, the
        two are copies, and what they share is writing.
    """
    part, rows = _read(corpus, block)
    tokens = tokenise(part.text, places=False)
    keys = shingle_keys(tokens.hashes, tokens.doc_begin, k=settings.k, w=settings.w)
    n, n_rows = len(part), block.end - block.begin
    against = (0, block.against_end - block.against_begin)
    pairs = candidates(
        keys,
        part.begin,
        part.end,
        part.outlet,
        stops,
        rows=(n - n_rows, n),
        against=against,
        window=_minutes(window_hours),
        most=settings.most_sources,
        most_stop=settings.most_stop,
        reference=corpus.outlets.index(REFERENCE) if REFERENCE in corpus.outlets else NO_REFERENCE,
    )
    del keys
    found, which = passages_of_pairs(part.text, tokens, pairs, settings)
    earlier = (pairs[which] >> np.uint64(32)).astype(np.int64)
    later = (pairs[which] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    kind = np.zeros(len(found), np.int8)
    mark_stops(tokens.hashes, tokens.doc_begin, later, found, settings.k, settings.w, stops, kind)
    clear_copies(tokens.doc_begin, earlier, later, which, found, COPY, kind)
    del tokens
    chosen = np.unique(np.concatenate([earlier, later]))
    places = Places(part.text.take(pa.array(chosen)), None if languages is None else languages[rows[chosen]])
    begin, end, earlier_quoted = places.of(np.searchsorted(chosen, earlier), found[:, 0], found[:, 1])
    later_begin, later_end, n_quoted = places.of(np.searchsorted(chosen, later), found[:, 2], found[:, 3])
    columns = {
        "earlier": rows[earlier],
        "later": rows[later],
        "begin": begin,
        "end": end,
        "later_begin": later_begin,
        "later_end": later_end,
        "earlier_words": found[:, 1] - found[:, 0],
        "n_words": found[:, 3] - found[:, 2],
        "n_common": found[:, 4],
        "longest": found[:, 5],
        "earlier_quoted": earlier_quoted,
        "n_quoted": n_quoted,
        "kind": kind,
        "is_rewrite": found[:, 6].astype(np.bool_),
    }
    long_enough = places.are_long_enough(np.searchsorted(chosen, later), columns, settings.least_common)
    return pa.table(columns).filter(pa.array(long_enough))


def _minutes(window_hours: float | None) -> float:
    return np.inf if window_hours is None else float(window_hours) * 60


def _read(corpus: Corpus | Archive, block: Block) -> tuple[Corpus, np.ndarray]:
    """The articles of a block after those it is held against, and the row each has in the corpus."""
    if block.against_end >= block.begin:
        return corpus.read(block.against_begin, block.end), np.arange(block.against_begin, block.end)
    before, own = corpus.read(block.against_begin, block.against_end), corpus.read(block.begin, block.end)
    names = ("ids", "text")
    joined = {name: pa.concat_arrays([getattr(before, name), getattr(own, name)]) for name in names}
    for name in ("begin", "end", "outlet"):
        joined[name] = np.concatenate([getattr(before, name), getattr(own, name)])
    rows = np.r_[block.against_begin : block.against_end, block.begin : block.end]
    return Corpus(**joined, outlets=corpus.outlets), rows


class Places:
    """Where runs of words stand in texts, in characters, and how many of the words stand inside quotation marks.

    Only for texts that share something: their words are found again, with their places.
    """

    def __init__(self, texts: pa.Array, languages: np.ndarray | None):
        self.texts, self.tokens = texts, tokenise(texts)
        n_words = np.diff(self.tokens.doc_begin)
        self.begin = characters(texts, np.repeat(np.arange(len(texts)), n_words), self.tokens.begin)
        quoted = np.zeros(len(self.tokens) + 1, np.int64)
        known = [None] * len(texts) if languages is None else languages.tolist()
        given = list(zip(texts.to_pylist(), known, strict=True))
        size = 0 if languages is None else len(given)  # a corpus of files may be too large to keep
        found = cache.each("outer quotations", given, lambda one: _outer(*one), by=lambda one: one, size=size)
        for d, marks in enumerate(found):
            first, last = self.tokens.doc_begin[d], self.tokens.doc_begin[d + 1]
            if marks and first < last:
                at = np.searchsorted(self.begin[first:last], np.array(marks)) + first
                for low, high in at:
                    quoted[low + 1 : high + 1] = 1
        self.quoted = np.cumsum(quoted)  # quoted words before each word
        self.unspaced = np.array([is_unspaced(text) for text, _ in given], dtype=np.bool_)

    def of(self, documents: np.ndarray, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, ...]:
        """Begin and end of runs of words in characters, ``last`` not included, and their quoted words."""
        base = self.tokens.doc_begin[documents]
        begin, end = base + first, base + last
        ends = characters(self.texts, documents, self.tokens.end[end - 1])
        return self.begin[begin], ends, self.quoted[end] - self.quoted[begin]

    def are_long_enough(self, documents: np.ndarray, columns: dict[str, np.ndarray], least: int) -> np.ndarray:
        """Whether passages have ``least`` words in common: a letter of a script without spaces is a part of one."""
        enough = np.ones(len(documents), dtype=np.bool_)
        for i in np.flatnonzero(self.unspaced[documents]) if len(documents) else ():
            text = self.texts[int(documents[i])].as_py()[columns["later_begin"][i] : columns["later_end"][i]]
            enough[i] = word_measure(text) * columns["n_common"][i] >= least * columns["n_words"][i]
        return enough


def _outer(text: str, language: str | None) -> list[list[int]]:
    """Where the quotations of a text that are in no other one begin and end."""
    return [[one.begin, one.end] for one in quotations(text, language) if not one.depth]


@numba.njit(cache=True, nogil=True)
def mark_stops(hashes, doc_begin, later, found, k, w, stops, kind):
    """What each passage is by its shingles, into ``kind``; see `shingles.stop_kind`."""
    for i in range(len(found)):
        base = doc_begin[later[i]]
        kind[i] = stop_kind(hashes, base + found[i, 2], base + found[i, 3], k, w, stops)


@numba.njit(cache=True, nogil=True)
def clear_copies(doc_begin, earlier, later, which, found, share, kind):
    """Formulas that cover ``share`` or more of both their articles are writing; ``which`` (ascending) is their pair."""
    i = 0
    while i < len(found):
        j = i + 1
        while j < len(found) and which[j] == which[i]:
            j += 1
        formulas = found[i:j][kind[i:j] == FORMULA]
        if len(formulas):
            a, b = earlier[i], later[i]
            n_a, n_b = doc_begin[a + 1] - doc_begin[a], doc_begin[b + 1] - doc_begin[b]
            in_a, in_b = covered(formulas[:, 0], formulas[:, 1]), covered(formulas[:, 2], formulas[:, 3])
            if in_a >= share * n_a and in_b >= share * n_b:
                for r in range(i, j):
                    if kind[r] == FORMULA:
                        kind[r] = 0
        i = j


@numba.njit(cache=True, nogil=True)
def covered(begin, end):
    """Words that half-open runs cover, each once."""
    n, reach = np.int64(0), np.int64(0)
    for i in np.argsort(begin):
        n += max(np.int64(0), end[i] - max(begin[i], reach))
        reach = max(reach, end[i])
    return n
