"""Which passages articles of different outlets share, and which article is earlier, as far as dates show.

Passages are found from words, not from the similarity of two whole articles. So a paragraph of agency copy in a long
article is found as surely as a full copy. Nothing here says who copied from whom: two articles that share a passage may
both have it from a third that is not in the set.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..cache import kept_table
from ..errors import SamestoryError, TableError, listed
from ..order import utc_times
from ..schema import given_articles, given_parts
from . import require_hours, require_whole
from .compiled import kernels

__all__ = ["shared_passages"]

CODER = "auto:reuse-1"
COLUMNS = {
    "earlier_id": "str",
    "begin": "Int64",
    "end": "Int64",
    "later_id": "str",
    "later_begin": "Int64",
    "later_end": "Int64",
    "n_words": "Int64",
    "similarity": "float64",
    "order": "str",
    "kind": "str",
    "quoted_share": "float64",
    "basis": "str",
    "coder": "str",
    "note": "str",
}
REWRITTEN = "rewritten"
LEAST_WORDS = 6
NEEDED = ["article_id", "outlet", "language", "published", "published_precision", "text"]


@kept_table("shared passages")
def shared_passages(
    articles: pd.DataFrame | Path | str,
    *,
    min_words: int = 12,
    window_hours: float | None = 72,
    parts: pd.DataFrame | None = None,
    references: pd.DataFrame | None = None,
    rewrites: bool = False,
    engine: str = "local",
) -> pd.DataFrame:
    """Passages that articles of different outlets share.

    Parameters
    ----------
    articles
        The ``articles`` table, or the path of a Parquet file or folder with its columns, of any size. Articles of one
        outlet (capitals and white space ignored) are not compared; an article without an outlet is an outlet of its
        own.
    min_words
        How many words in the same order a passage must have in common, from 6. Two thirds of ``min_words`` must be in a
        row; five sixths if the passage has less than seven quarters of ``min_words``. At least half of the words of
        both sides together must be in common. Fewer words find more rewrites, and more set phrases that two writers may
        each use.
    window_hours
        Only articles that may have appeared within this many hours of each other; None: no window. An article without a
        date is inside every window, so it is compared with all others.
    parts
        The ``parts`` table. A passage of which half or more is outside the body, in either article, is ``boilerplate``.
    references
        More articles that are only sources, such as an agency's feed or press releases. They are compared with
        ``articles`` but not with each other; a passage that they are known to have later is left out.
    rewrites
        Also look for sentences that say much the same in other words and another order, in pairs that share some run of
        words. This finds heavy rewrites, but also takes two reports of one event for rewrites more often. So such
        passages have the note ``rewritten``. They may overlap others. Texts of the length of books (more than four
        million pairs of sentences) are compared without this.
    engine
        ``local``; ``dask`` for a cluster on this machine; or the address of a Dask scheduler. The rows are the same.

    Returns
    -------
    DataFrame
        A ``passages`` table, one row a passage, ordered by both ids and by place; ``basis`` is ``words``, and ``coder``
        ``auto:reuse-1``.
        ``begin`` and ``end`` are half-open character offsets. If ``order`` is not ``known``, ``earlier_id`` is only the
        first by id. ``similarity`` (0..1) is twice the words in common over the words of both sides (Dice). ``kind``:

        - ``boilerplate``: outside the body by ``parts``, or a line that one outlet repeats under texts far apart in
          time;
        - ``formula``: words that more than 20 articles far apart in time share. If such words are half or more of the
          words of both articles, the articles are copies, and the passage is ``writing``;
        - ``quotation``: both articles have the words in quotation marks, and share little else there;
        - ``writing``: everything else.

        If more than 16 articles share a text, each is compared with the 16 earliest in its window (with 2 if more than
        20 articles far apart in time share it). So the number of rows grows with the number of copies, not with its
        square.

    Raises
    ------
    SamestoryError
        An option out of range.
    TableError
        A column is missing, an ``article_id`` occurs twice, a date is not a time, or a part is outside its text.

    Notes
    -----
    Shared shingles are chosen by winnowing (Schleimer, Wilkerson and Aiken 2003, doi 10.1145/872757.872770), joined in
    blocks of time, and aligned by chaining exact runs. Every pair of articles with two thirds of ``min_words`` words in
    a row in common is compared.

    Examples
    --------
    >>> passages = ss.reuse.shared_passages(story.articles)
    >>> passages.loc[passages["kind"] == "writing", "n_words"].tolist()
    [182, 182, 177, 44, 177, 182, 177]
    """
    min_words = require_whole("min_words", min_words, LEAST_WORDS)
    require_hours(window_hours)
    if isinstance(articles, pd.DataFrame):
        articles = _needed(articles, "articles")
        references = None if references is None else _needed(references, "references")
    kernels("tokens", "shingles", "join", "align", "rewrites", "pairs", "reuse")
    from .pairs import Settings

    corpus, languages = _corpus(articles, references)
    if parts is not None:
        parts = given_parts(parts, _known(articles, references, corpus))
    settings = Settings.of(min_words, rewrites=rewrites)
    rows = _rows(corpus, languages, settings, window_hours, engine)
    return _table(rows, corpus, parts, references, min_words)


def _corpus(articles: pd.DataFrame | Path | str, references: pd.DataFrame | None) -> tuple[Any, np.ndarray | None]:
    """The corpus, and the language of each of its rows, if a table gives it."""
    from . import Corpus, open_corpus
    from .reuse import REFERENCE

    if not isinstance(articles, pd.DataFrame):
        if references is not None:
            raise SamestoryError("references: with articles from a path, add them to the Parquet folder instead")
        return open_corpus(articles), None
    tables = [articles]
    if references is not None:
        if both := sorted(set(articles["article_id"]) & set(references["article_id"])):
            raise TableError(f"references: article_id also in articles: {listed(both)}")
        tables.append(references.assign(outlet=REFERENCE))
    table = pd.concat(tables, ignore_index=True) if len(tables) > 1 else tables[0]
    corpus = Corpus.of(table)
    language = table.set_index("article_id")["language"].astype("object")
    language = language.where(language.notna(), None)
    return corpus, language.reindex(corpus.ids.to_pylist()).to_numpy()


def _known(articles: Any, references: pd.DataFrame | None, corpus: Any) -> pd.DataFrame:
    """Articles and references that parts are checked with: with their texts, except those that are read from files."""
    if not isinstance(articles, pd.DataFrame):
        return pd.DataFrame({"article_id": corpus.ids.to_pylist()}, dtype="str")
    return articles if references is None else pd.concat([articles, references], ignore_index=True)


def _needed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    if missing := [column for column in NEEDED if column not in table]:
        raise TableError(f"{name}: no column {listed(missing)}; given: {listed(table.columns)}")
    table = given_articles(table[NEEDED], NEEDED, owner=name).reset_index(drop=True)
    return table.assign(published=utc_times(table["published"], name))


def _rows(
    corpus: Any, languages: np.ndarray | None, settings: Any, window_hours: float | None, engine: str
) -> pd.DataFrame:
    """The passages as the engine finds them, by rows of the corpus."""
    import pyarrow as pa

    from .blocks import blocks
    from .cluster import map_blocks
    from .reuse import block_passages, block_size, fit_stops

    stops = fit_stops(corpus, settings, window_hours)
    shared = (corpus, window_hours, settings, stops, languages)
    pieces = blocks(corpus, window_hours, size=block_size(corpus, window_hours))
    found = list(map_blocks(block_passages, pieces, *shared, engine=engine))
    return pa.concat_tables(found).to_pandas() if found else pd.DataFrame()


def _table(
    rows: pd.DataFrame, corpus: Any, parts: pd.DataFrame | None, references: pd.DataFrame | None, min_words: int
) -> pd.DataFrame:
    """The declared table of the engine's rows."""
    if rows.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    earlier, later = rows["earlier"].to_numpy(), rows["later"].to_numpy()
    ids = corpus.ids.take
    table = pd.DataFrame(
        {
            "earlier_id": pd.Series(ids(earlier).to_pylist(), dtype="str"),
            "begin": rows["begin"],
            "end": rows["end"],
            "later_id": pd.Series(ids(later).to_pylist(), dtype="str"),
            "later_begin": rows["later_begin"],
            "later_end": rows["later_end"],
            "n_words": rows["n_words"],
            "similarity": (2 * rows["n_common"] / (rows["n_words"] + rows["earlier_words"])).clip(0, 1),
            "order": corpus.order(earlier, later),
            "kind": _kinds(rows, min_words),
            "quoted_share": rows["n_quoted"] / rows["n_words"],
            "note": rows["is_rewrite"].map({True: REWRITTEN, False: None}),
        }
    )
    turned = ((table["order"] != "known") & (table["later_id"] < table["earlier_id"])).to_numpy()
    names = ["earlier_id", "begin", "end", "later_id", "later_begin", "later_end"]
    other = table.loc[turned, [*names[3:], *names[:3]]].set_axis(names, axis=1)
    table.loc[turned, names] = other
    table.loc[turned, "n_words"] = rows.loc[turned, "earlier_words"]
    table.loc[turned, "quoted_share"] = rows.loc[turned, "earlier_quoted"] / rows.loc[turned, "earlier_words"]
    if parts is not None:
        outside = _outside(table, parts, "earlier_id", "begin", "end")
        outside |= _outside(table, parts, "later_id", "later_begin", "later_end")
        table["kind"] = table["kind"].mask(outside, "boilerplate")
    if references is not None:
        is_source = table["later_id"].isin(references["article_id"]) & (table["order"] == "known")
        table = table[~is_source]
    table = table.assign(basis="words", coder=CODER)[list(COLUMNS)].astype(COLUMNS)
    return table.sort_values([*names[:1], names[3], *names[1:3], *names[4:]], ignore_index=True)


def _kinds(rows: pd.DataFrame, min_words: int) -> np.ndarray:
    """The kind of each passage; it is a quotation if the words outside the marks are no passage by themselves."""
    from .reuse import KINDS

    kinds = rows["kind"].map(KINDS)
    is_quoted = np.ones(len(rows), dtype=bool)
    for quoted, n in (("earlier_quoted", "earlier_words"), ("n_quoted", "n_words")):
        outside = rows[n] - rows[quoted]
        is_quoted &= ((2 * rows[quoted] >= rows[n]) & (3 * outside < 2 * min_words)).to_numpy()
    return kinds.mask(is_quoted & (kinds == "writing").to_numpy(), "quotation").to_numpy()


def _outside(table: pd.DataFrame, parts: pd.DataFrame, key: str, begin: str, end: str) -> pd.Series:
    """Whether half or more of each passage lies in parts other than the body."""
    other = parts.loc[parts["part"] != "body", ["article_id", "begin", "end"]].drop_duplicates()
    other = other.rename(columns={"begin": "part_begin", "end": "part_end"})
    spans = table[[key, begin, end]].rename_axis("row").reset_index()
    met = spans.merge(other, left_on=key, right_on="article_id")
    inside = met[[end, "part_end"]].min(axis=1) - met[[begin, "part_begin"]].max(axis=1)
    covered = inside.clip(lower=0).groupby(met["row"]).sum().reindex(table.index, fill_value=0)
    return 2 * covered >= table[end] - table[begin]
