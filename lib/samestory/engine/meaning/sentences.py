"""The sentences of articles with their vectors, and the articles that cannot be read in this way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from ... import cache
from ...errors import SamestoryError, listed
from ...languages import base_code
from ...schema import given_articles
from ...text import language_of, sentences, word_measure
from .encoder import Encoder, encoded, given_encoder

__all__ = ["SentenceVectors", "sentence_vectors", "text_vectors"]

BATCH = 2_048  # sentences encoded and kept at once
UNSPLIT = frozenset({"th", "lo", "km", "my", "bo", "dz"})  # no sign ends a sentence
NO_TEXT, NO_LANGUAGE, NO_SPLITTER, NOT_READ = (
    "no text",
    "language not known",
    "no rules that split sentences of this language",
    "the encoder does not read this language",
)


@dataclass(frozen=True)
class SentenceVectors:
    """Sentences of articles, and one vector for each.

    Attributes
    ----------
    table
        One row a sentence: ``article_id``, ``sentence`` (its number in the article, from 0), ``begin`` and ``end``
        (half-open character offsets), ``language`` and ``n_words``.
    vectors
        Array (number of sentences, d), float16, unit length: row i is the vector of row i of ``table``.
    unread
        One row an article without vectors: ``article_id``, ``language`` and ``reason``. Such an article was not
        compared; it is not independent.
    encoder
        Name of the encoder.
    texts
        The texts by ``article_id``: the sentences of ``table`` are parts of them.
    """

    table: pd.DataFrame
    vectors: np.ndarray
    unread: pd.DataFrame
    encoder: str
    texts: Mapping[str, str] = field(repr=False)

    def of(self, article_id: str) -> tuple[pd.DataFrame, np.ndarray]:
        """The sentences of one article and their vectors, float32."""
        rows = self._rows.get(article_id, np.zeros(0, dtype=np.int64))
        return self.table.iloc[rows].reset_index(drop=True), self.vectors[rows].astype(np.float32)

    def said(self, article_id: str) -> list[str]:
        """The sentences of one article, as they are written."""
        rows = self.table.iloc[self._rows.get(article_id, np.zeros(0, dtype=np.int64))]
        return [self.texts[article_id][begin:end] for begin, end in zip(rows["begin"], rows["end"], strict=True)]

    @cached_property
    def _rows(self) -> dict[str, np.ndarray]:
        return dict(self.table.groupby("article_id", sort=False).indices)


def sentence_vectors(
    articles: pd.DataFrame,
    *,
    parts: pd.DataFrame | None = None,
    encoder: Encoder | None = None,
    keep: Path | str | bool = True,
) -> SentenceVectors:
    """The sentences of articles as vectors.

    Parameters
    ----------
    articles
        Columns ``article_id``, ``language`` and ``text``. Where ``language`` is empty, the text is asked.
    parts
        The ``parts`` table; sentences of which half or more is outside the body are left out.
    encoder
        Another encoder than the default; see `Encoder`.
    keep
        The file in which vectors are kept, or whether to keep them in the usual one (see ``samestory.cache``).

    Raises
    ------
    TableError
        A column is missing, or an ``article_id`` occurs twice.
    SamestoryError
        The encoder gives something else than one vector a sentence.

    Examples
    --------
    >>> from samestory.engine.meaning import sentence_vectors
    >>> found = sentence_vectors(story.articles)
    >>> len(found.table) == len(found.vectors), len(found.unread)
    (True, 0)
    """
    encoder = given_encoder(encoder)
    articles = given_articles(articles, ["article_id", "language", "text"])
    rows, said, unread = [], [], []
    outside = _outside(parts)
    for key, language, text in zip(articles["article_id"], articles["language"], articles["text"], strict=True):
        spoken, reason = _readable(text, language, encoder)
        if reason:
            unread.append((key, spoken, reason))
            continue
        spans = [span for span in sentences(text, spoken) if not _covered(span, outside.get(key, []))]
        for number, (begin, end) in enumerate(spans):
            sentence = text[begin:end]
            rows.append((key, number, begin, end, spoken, word_measure(sentence)))
            said.append((" ".join(sentence.split()), spoken))
    table = pd.DataFrame(rows, columns=["article_id", "sentence", "begin", "end", "language", "n_words"])
    vectors = _vectors(said, encoder, _store(keep))
    return SentenceVectors(
        table.astype({"article_id": "str", "language": "str"}),
        vectors,
        pd.DataFrame(unread, columns=["article_id", "language", "reason"], dtype="str"),
        encoder.name,
        dict(zip(articles["article_id"], articles["text"], strict=True)),
    )


def text_vectors(
    texts: Iterable[str],
    languages: Iterable[str | None],
    *,
    encoder: Encoder | None = None,
    keep: Path | str | bool = True,
) -> np.ndarray:
    """Vectors of texts that are no sentences of an article: float32, unit length, one row a text.

    Parameters
    ----------
    texts, languages
        Short texts and the code of each one's language; None: it is not known.
    encoder, keep
        As for `sentence_vectors`.
    """
    encoder = given_encoder(encoder)
    said = [(" ".join(text.split()), code) for text, code in zip(texts, languages, strict=True)]
    return _vectors(said, encoder, _store(keep)).astype(np.float32)


def _store(keep: Path | str | bool) -> cache.Kept:
    return cache.usual() if keep is True else cache.Kept(Path(keep) if keep else None)


def _readable(text: object, language: object, encoder: Encoder) -> tuple[str | None, str]:
    """The language of a text, and why it cannot be read; an empty reason if it can."""
    if not isinstance(text, str) or not text.strip():
        return (language if isinstance(language, str) else None), NO_TEXT
    spoken = base_code(language) if isinstance(language, str) and language else language_of(text)[0]
    reads = getattr(encoder, "languages", None)
    if spoken is None:
        return None, NO_LANGUAGE
    if reads is not None and spoken not in reads:
        return spoken, NOT_READ
    return spoken, NO_SPLITTER if spoken in UNSPLIT else ""


def _vectors(said: list[tuple[str, str | None]], encoder: Encoder, store: cache.Kept) -> np.ndarray:
    """One vector for each sentence and its language; equal ones are encoded once, and kept as float16."""
    prepare = getattr(encoder, "prepared", lambda sentence, _: sentence)
    keys = [cache.digest("vector", encoder.name, language, sentence) for sentence, language in said]
    written = dict(zip(keys, said, strict=True))
    out: np.ndarray | None = None
    place: dict[bytes, int] = {}
    for part in _batches(list(written)):
        found = {key: np.frombuffer(raw, np.float16) for key, raw in store.find(part).items()}
        missing = [key for key in part if key not in found]
        new = encoded(encoder, [prepare(*written[key]) for key in missing]).astype(np.float16)
        store.keep({key: vector.tobytes() for key, vector in zip(missing, new, strict=True)})
        found |= dict(zip(missing, new, strict=True))
        sizes = {len(vector) for vector in found.values()} | ({out.shape[1]} if out is not None else set())
        if len(sizes) > 1:
            raise SamestoryError(
                f"encoder {encoder.name!r}: its vectors have {listed(sorted(sizes))} numbers, those kept on disk among"
                " them. Another encoder needs another name."
            )
        if out is None:
            out = np.zeros((len(written), len(next(iter(found.values())))), dtype=np.float16)
        for key in part:
            place[key] = len(place)
            out[place[key]] = found[key]
    if out is None:
        return np.zeros((0, 1), dtype=np.float16)
    return out if len(keys) == len(place) else out[[place[key] for key in keys]]


def _batches(keys: list[bytes]) -> Iterator[list[bytes]]:
    return (keys[at : at + BATCH] for at in range(0, len(keys), BATCH))


def _outside(parts: pd.DataFrame | None) -> dict[str, list[tuple[int, int]]]:
    """The spans outside the body, by article."""
    found: dict[str, list[tuple[int, int]]] = {}
    if parts is not None:
        other = parts[parts["part"] != "body"].drop_duplicates(["article_id", "begin", "end"])
        for key, begin, end in zip(other["article_id"], other["begin"], other["end"], strict=True):
            found.setdefault(key, []).append((int(begin), int(end)))
    return found


def _covered(span: tuple[int, int], outside: list[tuple[int, int]]) -> bool:
    begin, end = span
    return 2 * sum(max(0, min(end, last) - max(begin, first)) for first, last in outside) >= end - begin
