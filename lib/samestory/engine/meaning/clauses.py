"""Parts of sentences with vectors of their own: one sentence may report several things."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from ...languages import language_for
from ...text import word_measure
from .encoder import Encoder, given_encoder
from .sentences import SentenceVectors, _store, _vectors

__all__ = ["clauses", "span_vectors"]

SHORTEST = 3  # words; a shorter part stays with the one before it
_SIGNS = r"[,;:—–»”\"，、；：،؛](?=\s|\S)|\s-\s"


def clauses(found: SentenceVectors) -> pd.DataFrame:
    """The parts of sentences that have several.

    Parameters
    ----------
    found
        Sentences of articles.

    Returns
    -------
    DataFrame
        One row a part: ``row`` (of its sentence in ``found.table``), ``begin`` and ``end``. A sentence ends a part at a
        sign inside it, or before a word that joins ("and") where the language's file has such words.

    Examples
    --------
    >>> from samestory.engine.meaning import sentence_vectors
    >>> rows = [("a", "en", "The dam broke at dawn, and four people are missing.")]
    >>> found = sentence_vectors(pd.DataFrame(rows, columns=["article_id", "language", "text"]))
    >>> clauses(found)[["begin", "end"]].values.tolist()
    [[0, 22], [23, 51]]
    """
    rows = []
    columns = (found.table[name] for name in ("article_id", "begin", "end", "language"))
    for row, (key, begin, end, spoken) in enumerate(zip(*columns, strict=True)):
        text = found.texts[key]
        rows += [(row, begin + first, begin + last) for first, last in _parts(text[begin:end], spoken)]
    return pd.DataFrame(rows, columns=["row", "begin", "end"], dtype="int64")


def span_vectors(
    found: SentenceVectors,
    spans: pd.DataFrame,
    *,
    encoder: Encoder | None = None,
    keep: Path | str | bool = True,
) -> np.ndarray:
    """A unit vector, float16, for each span inside a sentence (``row, begin, end``, as `clauses` gives them).

    Parameters
    ----------
    found
        The sentences.
    spans
        The spans.
    encoder, keep
        As for ``sentence_vectors``.
    """
    encoder = given_encoder(encoder)
    ids, codes = found.table["article_id"].tolist(), found.table["language"].tolist()
    rows = spans[["row", "begin", "end"]].itertuples(index=False, name=None)
    said = [(" ".join(found.texts[ids[row]][begin:end].split()), codes[row]) for row, begin, end in rows]
    return _vectors(said, encoder, _store(keep))


def _parts(sentence: str, code: str) -> list[tuple[int, int]]:
    """The parts of a sentence, without spaces at their ends; none if it is of one part."""
    cuts = sorted({found.end() if found[0].strip() else found.start() for found in _signs(code).finditer(sentence)})
    spans: list[tuple[int, int]] = []
    at = 0
    for cut in [*cuts, len(sentence)]:
        if word_measure(sentence[at:cut]) >= SHORTEST:
            spans.append((at, cut))
            at = cut
    if at < len(sentence) and spans:
        spans[-1] = (spans[-1][0], len(sentence))
    return [_bare(sentence, *span) for span in spans] if len(spans) > 1 else []


def _bare(text: str, begin: int, end: int) -> tuple[int, int]:
    said = text[begin:end]
    return begin + len(said) - len(said.lstrip()), begin + len(said.rstrip())


@cache
def _signs(code: str) -> re.Pattern[str]:
    """Where a sentence of the language has a seam: after a sign, or before a word that joins."""
    reporting = language_for(code).reporting
    joining = sorted({word for word in (reporting.conjunctions if reporting else ()) if word.isalpha()})
    words = rf"|\s(?=(?:{'|'.join(map(re.escape, joining))})\s)" if joining else ""
    return re.compile(_SIGNS + words, re.IGNORECASE)
