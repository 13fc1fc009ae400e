"""Similarity: pairs of articles that use the same words, by the cosine of their TF-IDF vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from ...engine import open_corpus, similar
from ...engine.corpus import COLUMNS
from ...errors import SamestoryError
from ...order import utc_times
from ...schema import given_articles, given_parts
from ...text import blanked

__all__ = ["similar_pairs"]

PAIRS = ["earlier_id", "later_id", "similarity", "hours_apart", "order"]
KINDS = {"earlier_id": "str", "later_id": "str", "similarity": "float64", "hours_apart": "float64", "order": "str"}


def similar_pairs(
    articles: pd.DataFrame | Path | str,
    *,
    threshold: float = 0.4,
    window_hours: float | None = 72,
    max_df: float = 0.2,
    with_titles: bool = False,
    parts: pd.DataFrame | None = None,
    engine: str = "local",
) -> pd.DataFrame:
    """All pairs of articles within a window of time that use the same words: exact, without sampling.

    Articles on the same event share many words that are rare elsewhere; copies share nearly all. Each text becomes a
    vector of its words (capitals and kinds of apostrophe ignored) with weights ``(1 + ln count)`` times ``ln((1 + n) /
    (1 + df)) + 1`` (Salton and Buckley 1988, doi 10.1016/0306-4573(88)90021-0, with sublinear tf and smooth idf); the
    similarity is the cosine of two vectors. Translations share few words, so they are not found.

    Parameters
    ----------
    articles
        The ``articles`` table; or the path of a Parquet file, or of a folder of Parquet files, with its columns
        ``article_id, outlet, published, published_precision, text`` (of any size; best sorted by time, in row groups of
        some thousand).
    threshold
        The least similarity reported, above 0 and at most 1. At 0.4 most pairs are on one event; from 0.8 on most are
        copies. Lower thresholds also find follow-ups and background, and take longer.
    window_hours
        How far apart two articles may have appeared, in hours, as far as their dates show: 72 hours between dates known
        to the day include the three days; a date known to the month includes that month. None: no window. An article
        without a date is inside every window.
    max_df
        Words in more than this share (0..1) of the articles, and in more than 20 articles, are left out: they are words
        of the language or of the whole story, and make everything similar.
    with_titles
        Whether the title is part of the text.
    parts
        The ``parts`` table, for a table of articles: with it, only words of the body count. Without it, the same footer
        makes short texts similar.
    engine
        ``local``; ``dask`` for a cluster on this machine; or the address of a Dask scheduler. The rows are the same.

    Returns
    -------
    DataFrame
        One row a pair, in order of time: ``earlier_id, later_id`` (by the begin of their dates, then by id; if
        ``order`` is not known, this says nothing), ``similarity`` (threshold..1), ``hours_apart`` of the begins of
        their dates (nan if one has none), ``order`` (known, tied, unknown). ``attrs`` has the number of articles given
        (``n_articles``), without a date (``n_undated``), without a word (``n_empty``) and with only words that
        ``max_df`` leaves out (``n_common``); the last two are in no pair.

    Raises
    ------
    SamestoryError
        An option out of range, a file that cannot be read, or more than 20 million pairs (for identical texts this is
        reported before pairs are made).
    TableError
        A column is missing, an ``article_id`` occurs twice, or a date is not a time. Times without a zone are UTC.

    Examples
    --------
    >>> pairs = ss.reuse.similar_pairs(story.articles, threshold=0.8)
    >>> pairs.loc[0, ["earlier_id", "later_id", "order"]].tolist()
    ['gristline-0302-copy', 'ostvar-0302-lead', 'tied']
    """
    if isinstance(articles, pd.DataFrame):
        articles = given_articles(articles, [*COLUMNS, "title"] if with_titles else COLUMNS)
        articles = articles.assign(published=utc_times(articles["published"]))
        if parts is not None:
            articles = articles.assign(text=blanked(articles, given_parts(parts, articles)))
    elif parts is not None:
        raise SamestoryError(
            f"parts were given with articles from {str(articles)[:200]!r}: give the articles as a table "
            "(pandas.read_parquet), or Parquet whose texts contain only the body, and no parts"
        )
    corpus = open_corpus(articles, with_titles=with_titles)
    found = similar(corpus, threshold=threshold, window_hours=window_hours, max_df=max_df, engine=engine)
    ids = np.array(corpus.ids.to_pylist(), dtype=object)
    table = pd.DataFrame(
        {
            "earlier_id": ids[found.earlier],
            "later_id": ids[found.later],
            "similarity": np.minimum(found.cosine, 1.0),
            "hours_apart": corpus.hours_apart(found.earlier, found.later),
            "order": corpus.order(found.earlier, found.later),
        },
        columns=PAIRS,
    ).astype(KINDS)
    table.attrs = {
        "n_articles": len(corpus),
        "n_undated": len(corpus) - corpus.n_dated,
        "n_empty": found.n_empty,
        "n_common": found.n_common,
    }
    return table
