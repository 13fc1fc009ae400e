"""Sentences of two articles that say the same, in the direction from the source to the other, if it is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ...coding.lexemes import lexemes
from ...engine.meaning import SentenceVectors, aligned_sentences
from ...errors import SamestoryError, listed
from ...languages import base_code
from ...order import pair_order
from ...schema import given_articles, require_columns
from ...text import sentences

__all__ = ["aligned_pairs", "sentence_pairs"]

MEANING, WORDS = "meaning", "words"
CREDIT, TIME, UNKNOWN = "credit", "time", "unknown"
SAME = 0.4  # share of words in common from which two sentences of a shared passage are a pair
PASSAGE = ["earlier_id", "begin", "end", "later_id", "later_begin", "later_end"]
COLUMNS = {
    **dict.fromkeys(["source_id", "article_id"], "str"),
    **dict.fromkeys(["source_begin", "source_end", "begin", "end"], "int64"),
    **dict.fromkeys(["direction", "basis", "source_language", "language"], "str"),
    "score": "float64",
}


def aligned_pairs(vectors: SentenceVectors, pairs: pd.DataFrame) -> pd.DataFrame:
    """Passages by meaning of some pairs of articles.

    Parameters
    ----------
    vectors
        From ``story.sentence_vectors()``.
    pairs
        Columns ``source_id`` and ``article_id``: the articles to compare.

    Returns
    -------
    DataFrame
        Rows as in ``passages``: ``earlier_id`` is the source, ``basis`` is ``meaning``, ``score`` the cosine (0..1).
        An article without vectors has no row; ``vectors.unread`` says why.

    Raises
    ------
    TableError
        ``pairs`` has no column ``source_id`` or ``article_id``.

    Examples
    --------
    >>> pairs = pd.DataFrame({"source_id": ["ostvar-0302-lead"], "article_id": ["vecher-0302-pozhar"]})
    >>> len(ss.translation.aligned_pairs(story.sentence_vectors(), pairs)) >= 10
    True
    """
    require_columns(["source_id", "article_id"], pairs.columns, "pairs")
    found = []
    for source, other in pairs[["source_id", "article_id"]].drop_duplicates().itertuples(index=False):
        rows = aligned_sentences(vectors, source, other)
        found.append(rows.assign(earlier_id=source, later_id=other, basis=MEANING))
    kinds = {name: "str" if name.endswith("_id") else "int64" for name in PASSAGE} | {
        "basis": "str",
        "score": "float64",
    }
    rows = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(kinds))
    rows = rows.sort_values(["earlier_id", "later_id"], kind="stable", ignore_index=True)
    return rows[list(kinds)].astype(kinds)


def sentence_pairs(
    articles: pd.DataFrame, passages: pd.DataFrame, *, chains: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Sentences of two articles that say the same, one row a pair, with the direction in which they are compared.

    Parameters
    ----------
    articles
        The ``articles`` table.
    passages
        Passages by meaning, by words, or both. A passage by meaning is a pair as it is. A passage by words is cut into
        sentences, and those with most words in common are pairs. Without a column ``basis`` all are by words.
    chains
        A table with ``article_id`` and ``source_article_id``: the second is named as a source of the first.

    Returns
    -------
    DataFrame
        ``source_id, source_begin, source_end, article_id, begin, end, direction, basis, score, source_language,
        language``. ``direction`` is ``credit`` if the article names the other as its source, ``time`` if the source is
        known to be earlier, else ``unknown``; then which is called the source means nothing.

    Raises
    ------
    TableError
        A column is missing.
    SamestoryError
        A passage of an article that is not in ``articles``.

    Examples
    --------
    >>> shared = ss.reuse.shared_passages(story.articles, min_words=12)
    >>> pairs = ss.translation.sentence_pairs(story.articles, shared, chains=story.table("chains"))
    >>> pairs.loc[0, ["source_id", "article_id", "direction"]].tolist()
    ['crane-0302-nine', 'ledger-0303-exits', 'time']
    """
    articles = given_articles(articles, ["article_id", "language", "text", "published", "published_precision"])
    require_columns(PASSAGE, passages.columns, "passages")
    keyed = articles.set_index("article_id")
    if unknown := sorted({*passages["earlier_id"], *passages["later_id"]} - set(keyed.index)):
        raise SamestoryError(f"passages: no articles of these names: {listed(unknown)}")
    credited = _credited(chains)
    order = pair_order(articles, passages["earlier_id"], passages["later_id"])
    rows = []
    given = passages.assign(earlier=order["earlier"]).reindex(columns=[*PASSAGE, "basis", "score", "earlier"])
    for row in given.itertuples(index=False):
        is_turned, direction = _direction(row, credited)
        spoken = [
            base_code(code) if isinstance(code, str) else "" for code in keyed.loc[[*row[:1], row[3]], "language"]
        ]
        basis = row.basis if isinstance(row.basis, str) else WORDS
        for a, b, score in _pairs(row, basis, keyed):
            first, second = (row.earlier_id, *a, spoken[0]), (row.later_id, *b, spoken[1])
            source, other = (second, first) if is_turned else (first, second)
            rows.append((source[0], other[0], *source[1:3], *other[1:3], direction, basis, source[3], other[3], score))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    table["score"] = table["score"].round(3)
    by = ["source_id", "article_id", "source_begin", "begin"]
    table = table.sort_values([*by, "basis"], kind="stable").drop_duplicates(by, ignore_index=True)
    shown = ["source_id", "source_begin", "source_end", "article_id", "begin", "end", "direction", "basis", "score"]
    return table[[*shown, "source_language", "language"]]


def _credited(chains: pd.DataFrame | None) -> set[tuple[str, str]]:
    """Pairs of a source and the article that names it, without those that name each other."""
    if chains is None:
        return set()
    require_columns(["article_id", "source_article_id"], chains.columns, "chains")
    known = chains.dropna(subset=["source_article_id"])
    pairs = set(zip(known["source_article_id"], known["article_id"], strict=True))
    return {(a, b) for a, b in pairs if (b, a) not in pairs}


def _direction(row: Any, credited: set[tuple[str, str]]) -> tuple[bool, str]:
    """Whether the later article of a passage is the source, and how that is known."""
    if (row.earlier_id, row.later_id) in credited:
        return False, CREDIT
    if (row.later_id, row.earlier_id) in credited:
        return True, CREDIT
    if isinstance(row.earlier, str):
        return row.earlier == row.later_id, TIME
    return False, UNKNOWN


Span = tuple[int, int]


def _pairs(row: Any, basis: str, articles: pd.DataFrame) -> Iterator[tuple[Span, Span, float]]:
    a, b = (int(row.begin), int(row.end)), (int(row.later_begin), int(row.later_end))
    if basis == MEANING:
        yield a, b, float(row.score) if pd.notna(row.score) else float("nan")
        return
    first = _inside(articles.loc[row.earlier_id], a)
    second = _inside(articles.loc[row.later_id], b)
    scores = {(i, j): _alike(x, y) for i, (_, x) in enumerate(first) for j, (_, y) in enumerate(second)}
    rows, columns = set(), set()
    for (i, j), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score >= SAME and i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            yield first[i][0], second[j][0], round(score, 4)


def _inside(article: pd.Series, span: Span) -> list[tuple[Span, set[str]]]:
    """The whole sentences of which a passage has half or more, with their words."""
    text = article["text"]
    found = []
    for begin, end in sentences(text, article["language"] if isinstance(article["language"], str) else None):
        if 2 * (min(end, span[1]) - max(begin, span[0])) >= end - begin:
            found.append(((begin, end), {word for _, _, word in lexemes(text[begin:end])}))
    return found


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0
