"""Pairs of similar articles in several languages: by words within a language, by meaning across."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...engine import Corpus
from ...engine.corpus import COLUMNS
from ...engine.meaning import SentenceVectors, sentence_vectors
from ...engine.meaning.candidates import candidate_pairs, pieces_of
from ...order import utc_times
from ...schema import given_articles, require_columns
from .similarity import KINDS, PAIRS

__all__ = ["similar_across"]

# Chosen on the development parts of AllSides and ECB+ with two languages imitated: no word counted between halves of
# the articles. In a language, words stay alone: with a share of meaning (mean vectors or those of the first sentences,
# for all pairs or for those that words are unsure of) B-cubed F1 in nested cross-validation over whole sagas and topics
# differs by -.004 (standard error .004, AllSides) and -.004 (.010, ECB+), which is less than folds differ.
FROM = 0.4  # cosine of two articles, from which meaning counts
WEIGHT = 0.5  # similarity at a cosine of 1
LEAST = 0.08  # similarity; as for pairs by words that groups are made from
AT_ONCE = 100_000  # pairs
NONE = 2.0  # a cosine that no two articles reach


def similar_across(
    articles: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    window_hours: float | None = 48,
    vectors: SentenceVectors | None = None,
) -> pd.DataFrame:
    """Pairs of similar articles, also of two languages, for ``reuse.story_groups``.

    Parameters
    ----------
    articles
        The ``articles`` table.
    pairs
        From ``reuse.similar_pairs``: pairs by words.
    window_hours
        As for ``reuse.similar_pairs``.
    vectors
        The sentences of the articles as vectors; without them they are made, titles included.

    Returns
    -------
    DataFrame
        The columns of ``pairs``, and ``basis``: ``words`` for pairs that were given, as they are; ``meaning`` for pairs
        of two languages. The similarity by meaning grows from 0 at cosine .4 of the articles' mean vectors to .5 at
        cosine 1, so that it compares with that of two texts of one language on one event. ``attrs["unread"]`` lists the
        articles that were not compared by meaning, as (``article_id``, ``language``, ``reason``).

    Raises
    ------
    TableError
        A column is missing, an ``article_id`` occurs twice, or a date is not a time.

    Examples
    --------
    >>> pairs = ss.reuse.similar_pairs(story.articles, threshold=0.08, with_titles=True, window_hours=48)
    >>> groups = ss.reuse.story_groups(story.articles, ss.reuse.similar_across(story.articles, pairs))
    >>> len(groups)
    31
    """
    articles = given_articles(articles, [*COLUMNS, "language", "title"])
    articles = articles.assign(published=utc_times(articles["published"]))
    require_columns(PAIRS, pairs.columns, "pairs")
    vectors = sentence_vectors(_with_titles(articles)) if vectors is None else vectors
    corpus = Corpus.of(articles)
    ids = corpus.ids.to_pylist()
    place = {name: k for k, name in enumerate(ids)}
    given = pairs[PAIRS].astype(KINDS)
    earlier, later = candidate_pairs(
        vectors,
        corpus,
        window_hours=window_hours,
        least=FROM + (1 - FROM) * LEAST / WEIGHT,
        least_same=NONE,
        piece=None,
        within_outlets=True,
    )
    found = pd.DataFrame(
        {
            "earlier_id": np.array(ids, dtype=object)[earlier],
            "later_id": np.array(ids, dtype=object)[later],
            "similarity": WEIGHT * _meaning(vectors, ids, earlier, later),
            "hours_apart": corpus.hours_apart(earlier, later),
            "order": corpus.order(earlier, later),
        },
        columns=PAIRS,
    ).astype(KINDS)
    both = pd.concat([given.assign(basis="words"), found.assign(basis="meaning")], ignore_index=True)
    both["similarity"] = both["similarity"].clip(0, 1).round(4)
    # A pair of two languages that shares names is in both: the larger similarity counts.
    both = both.sort_values("similarity", ascending=False, kind="stable").drop_duplicates(PAIRS[:2])
    order = both["earlier_id"].map(place), both["later_id"].map(place)
    both = both.iloc[np.lexsort((order[1].to_numpy(), order[0].to_numpy()))].reset_index(drop=True)
    both.attrs = {**pairs.attrs, "unread": list(vectors.unread.itertuples(index=False, name=None))}
    return both.astype({"basis": "str"})


def _with_titles(articles: pd.DataFrame) -> pd.DataFrame:
    title = articles["title"].fillna("").astype("object")
    return articles.assign(text=title.where(title == "", title + "\n\n") + articles["text"].fillna(""))


def _meaning(vectors: SentenceVectors, ids: list[str], first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """From 0 to 1, for pairs of articles that have vectors."""
    means, owner = pieces_of(vectors, ids, None)
    row = np.zeros(len(ids), dtype=np.int64)
    row[owner] = np.arange(len(owner))
    cosine = np.zeros(len(first))
    for at in range(0, len(first), AT_ONCE):
        some = slice(at, at + AT_ONCE)
        cosine[some] = np.einsum("ij,ij->i", means[row[first[some]]], means[row[second[some]]])
    return np.clip((cosine - FROM) / (1 - FROM), 0, 1)
