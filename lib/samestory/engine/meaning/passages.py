"""Passages that articles share by what they say: in other words, or in another language."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ...errors import SamestoryError
from ...order import utc_times
from ...schema import given_articles, given_passages
from ...text import quotations
from .. import is_number, require_hours, require_whole
from ..corpus import Corpus
from ..passages import COLUMNS as BY_WORDS
from ..passages import NEEDED
from .align import sentence_groups
from .candidates import candidate_pairs
from .sentences import SentenceVectors, sentence_vectors

__all__ = ["shared_meaning"]

CODER = "auto:meaning-1"
COLUMNS = {**BY_WORDS, "score": "float64"}
LEAST = 0.5  # on news, translations lie above and sentences that say something else below
Span = tuple[int, int, int, int]  # begin, end, later begin, later end
Found = tuple[Span, int, int, float]  # and words of both sides, score


def shared_meaning(
    articles: pd.DataFrame,
    *,
    passages: pd.DataFrame | None = None,
    window_hours: float | None = 72,
    min_words: int = 12,
    least: float = LEAST,
    parts: pd.DataFrame | None = None,
    vectors: SentenceVectors | None = None,
) -> pd.DataFrame:
    """Passages of articles of different outlets that say the same, in one language or in two.

    Two reports of one event say the same in many sentences without one being made from the other. So a passage here is
    no sign of copying by itself; see ``reuse.families`` for what is.

    Parameters
    ----------
    articles
        The ``articles`` table. Articles of one outlet are not compared, as in ``reuse.shared_passages``.
    passages
        From ``reuse.shared_passages``: what it found by words is not found again.
    window_hours
        Only articles that may have appeared within this many hours of each other; None: no window. An article without a
        date is inside every window.
    min_words
        The least number of words of a passage, in either article.
    least
        The least score of a passage (0..1).
    parts
        The ``parts`` table: only sentences of the body are compared. Not used if ``vectors`` are given.
    vectors
        The sentences of these articles as vectors; without them they are made, about 350 sentences a second, and kept.

    Returns
    -------
    DataFrame
        A ``passages`` table: one row for neighbouring sentences that are aligned in both articles, ordered by both ids
        and by place; ``basis`` is ``meaning``, ``score`` the mean cosine of its sentences, weighted by words, and
        ``coder`` ``auto:meaning-1``. ``similarity`` is empty, as words are not compared. ``earlier_id`` and ``order``
        are as in ``reuse.shared_passages``. ``kind`` is ``quotation`` if half or more of both sides is inside quotation
        marks, else ``writing``. ``attrs["unread"]`` lists the articles that were not compared, as (``article_id``,
        ``language``, ``reason``): no text, a language without rules for sentences, or one the encoder does not read.
        They are not independent for that.

    Raises
    ------
    SamestoryError
        An option out of range, or more than five million pairs of articles to look at.
    TableError
        A column is missing, an ``article_id`` occurs twice, or a date is not a time.

    Notes
    -----
    Pairs of articles are found by exact products of vectors, then aligned by sentences (see
    ``engine.meaning.aligned_sentences``).

    Examples
    --------
    >>> found = ss.reuse.shared_meaning(story.articles, passages=ss.reuse.shared_passages(story.articles))
    >>> found["basis"].unique().tolist()
    ['meaning']
    >>> found.attrs["unread"]
    []
    """
    require_hours(window_hours)
    min_words = require_whole("min_words", min_words, 1)
    if not (is_number(least) and 0 <= least <= 1):
        raise SamestoryError(f"least={least!r}: give a number from 0 to 1")
    articles = given_articles(articles, NEEDED)
    articles = articles.assign(published=utc_times(articles["published"]))
    by_words = _spans(passages, articles)
    vectors = sentence_vectors(articles, parts=parts) if vectors is None else vectors
    corpus = Corpus.of(articles)
    earlier, later = candidate_pairs(vectors, corpus, window_hours=window_hours)
    ids = corpus.ids.to_pylist()
    texts, quoted = _Articles(vectors), _Quoted(articles)
    rows: list[tuple[Any, ...]] = []
    for i, j, order in zip(earlier.tolist(), later.tolist(), corpus.order(earlier, later), strict=True):
        first, second = ids[i], ids[j]
        if order != "known" and second < first:
            first, second = second, first
        if not texts.may_share(first, second, least):
            continue
        for span, _, n_words, score in _runs(texts, first, second, by_words.get((first, second), []), min_words):
            if score >= least:
                begin, end, later_begin, later_end = span
                share = quoted.share(second, later_begin, later_end)
                is_quoted = min(share, quoted.share(first, begin, end)) >= 0.5
                kind = "quotation" if is_quoted else "writing"
                place = (first, begin, end, second, later_begin, later_end)
                rows.append((*place, n_words, None, order, kind, share, "meaning", CODER, None, score))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    table = table.sort_values(["earlier_id", "later_id", "begin", "end", "later_begin", "later_end"], ignore_index=True)
    table.attrs["unread"] = list(vectors.unread.itertuples(index=False, name=None))
    return table


class _Articles:
    """Sentences, vectors and words of articles, by id."""

    def __init__(self, vectors: SentenceVectors):
        self._vectors = vectors
        self._kept: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]] = {}

    def of(self, article_id: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
        """Offsets (n, 2), vectors, words and sentences of an article."""
        if article_id not in self._kept:
            if len(self._kept) >= 2_000:  # so that memory does not grow with the number of articles
                self._kept.clear()
            table, vectors = self._vectors.of(article_id)
            said = self._vectors.said(article_id)
            self._kept[article_id] = (table[["begin", "end"]].to_numpy(), vectors, table["n_words"].to_numpy(), said)
        return self._kept[article_id]

    def may_share(self, first: str, second: str, least: float) -> bool:
        """Whether any two sentences are as close as a passage must be."""
        return bool((self.of(first)[1] @ self.of(second)[1].T).max() >= least)


def _runs(texts: _Articles, first: str, second: str, by_words: list[Span], min_words: int) -> list[Found]:
    """Neighbouring sentences that are aligned, as one passage each."""
    (a_spans, a, a_words, a_said), (b_spans, b, b_words, b_said) = texts.of(first), texts.of(second)
    runs: list[list[tuple[int, int, int, int, float]]] = []
    for rows, columns, score, _ in sentence_groups(a, b, a_words, b_words, (a_said, b_said)):
        group = (rows[0], rows[-1], columns[0], columns[-1], score)
        if _known(_span(a_spans, b_spans, [group]), by_words):
            continue
        if runs and runs[-1][-1][1] + 1 == group[0] and runs[-1][-1][3] + 1 == group[2]:
            runs[-1].append(group)
        else:
            runs.append([group])
    found = []
    for run in runs:
        words = [int(a_words[i : j + 1].sum()) for i, j, *_ in run]
        n_words = int(b_words[run[0][2] : run[-1][3] + 1].sum())
        if min(sum(words), n_words) >= min_words:
            score = float(np.average([group[4] for group in run], weights=np.maximum(words, 1)))
            found.append((_span(a_spans, b_spans, run), sum(words), n_words, round(score, 4)))
    return found


def _span(first: np.ndarray, second: np.ndarray, run: list[tuple[int, int, int, int, float]]) -> Span:
    (a, _, c, *_), (_, b, _, d, _) = run[0], run[-1]
    return int(first[a, 0]), int(first[b, 1]), int(second[c, 0]), int(second[d, 1])


def _spans(passages: pd.DataFrame | None, articles: pd.DataFrame) -> dict[tuple[str, str], list[Span]]:
    """The places of passages by words, by both ids in either order."""
    found: dict[tuple[str, str], list[Span]] = {}
    if passages is None or passages.empty:
        return found
    table = given_passages(passages, articles)
    if "basis" in table:
        table = table[table["basis"] != "meaning"]
    names = ["earlier_id", "later_id", "begin", "end", "later_begin", "later_end"]
    for first, second, *span in table[names].itertuples(index=False, name=None):
        begin, end, later_begin, later_end = map(int, span)
        found.setdefault((first, second), []).append((begin, end, later_begin, later_end))
        found.setdefault((second, first), []).append((later_begin, later_end, begin, end))
    return found


def _known(span: Span, others: list[Span]) -> bool:
    """Whether half or more of both sides was found by words, at the same place of the other article."""
    for begin, end in ((0, 1), (2, 3)):
        inside = [max(0, min(span[end], other[end]) - max(span[begin], other[begin])) for other in others]
        if 2 * sum(inside) < span[end] - span[begin]:
            return False
    return True


class _Quoted:
    """How much of a passage is inside quotation marks."""

    def __init__(self, articles: pd.DataFrame):
        self._texts = dict(zip(articles["article_id"], articles["text"], strict=True))
        self._kept: dict[str, list[tuple[int, int]]] = {}

    def share(self, article_id: str, begin: int, end: int) -> float:
        """The share of the characters."""
        if article_id not in self._kept:
            found = quotations(self._texts[article_id])
            self._kept[article_id] = [(one.begin, one.end) for one in found]
        inside = sum(max(0, min(end, last) - max(begin, first)) for first, last in self._kept[article_id])
        return round(min(inside / max(end - begin, 1), 1.0), 4)
