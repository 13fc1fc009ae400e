"""Which words of articles shared passages cover: each word once, however many passages lie over it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import cache
from ..text import words

SIDES = ["article_id", "other_id", "begin", "end", "n_words", "kind", "order", "is_later"]
BODY = "body"


def sides(passages: pd.DataFrame) -> pd.DataFrame:
    """Each passage as two rows, one for its place in either article.

    Returns
    -------
    DataFrame
        ``article_id, other_id, begin, end, n_words, kind, order, is_later``. A passage without a kind is writing.
    """
    kind = passages["kind"] if "kind" in passages else pd.Series(pd.NA, index=passages.index, dtype="str")
    shared = passages.assign(kind=kind.fillna("writing"))
    earlier = shared.rename(columns={"earlier_id": "article_id", "later_id": "other_id"}).assign(is_later=False)
    later = shared.drop(columns=["begin", "end"]).rename(
        columns={"later_id": "article_id", "earlier_id": "other_id", "later_begin": "begin", "later_end": "end"}
    )
    rows = pd.concat([earlier[SIDES], later.assign(is_later=True)[SIDES]], ignore_index=True)
    return rows.astype(dict.fromkeys(["begin", "end", "n_words"], "int64"))


class Bodies:
    """The words of the body of each article: all words but those in other parts and in boilerplate.

    Parameters
    ----------
    articles
        With ``article_id`` and ``text``. Where ``n_words`` is given, texts without a passage or a part are not read;
        one of white space has no words, whatever is given.
    spans
        From `sides`.
    parts
        The ``parts`` table, or None where nothing is marked.

    Attributes
    ----------
    n_words
        int64 by ``article_id``, in order; 0 if there is no text.
    """

    def __init__(self, articles: pd.DataFrame, spans: pd.DataFrame, parts: pd.DataFrame | None):
        outside = spans.loc[spans["kind"] == "boilerplate", ["article_id", "begin", "end"]]
        if parts is not None:
            marked = parts.loc[parts["part"] != BODY, ["article_id", "begin", "end"]]
            outside = pd.concat([outside, marked.astype({"begin": "int64", "end": "int64"})], ignore_index=True)
        rows = articles.drop_duplicates("article_id").sort_values("article_id")
        self._row = pd.Series(np.arange(len(rows)), index=rows["article_id"].astype("str"))
        read = rows["article_id"].isin(spans["article_id"]) | rows["article_id"].isin(outside["article_id"])
        places, counts = _read(rows, read)
        self._step = np.int64(max([1, *(int(begins[-1]) + 2 for begins in places if len(begins))]))
        self._words = np.concatenate(
            [np.empty(0, dtype=np.int64), *(begins + row * self._step for row, begins in enumerate(places))]
        )
        first, after, _ = self._placed(outside)
        change = np.zeros(len(self._words) + 1, dtype=np.int64)
        np.add.at(change, first, 1)
        np.add.at(change, after, -1)
        cut = np.cumsum(change[:-1]) > 0
        counts -= np.bincount(self._words[cut] // self._step, minlength=len(counts)).astype(np.int64)
        self._words = self._words[~cut]
        self.n_words = pd.Series(counts, index=self._row.index)

    def _placed(self, spans: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The words each span covers, as half-open places in the line of all words, and which spans those are.

        A word is covered where its first character is.
        """
        row = spans["article_id"].map(self._row).to_numpy(dtype=float)
        kept = ~np.isnan(row)
        base = row[kept].astype(np.int64) * self._step
        begin = np.clip(spans["begin"].to_numpy(dtype=np.int64)[kept], 0, self._step - 1)
        end = np.clip(spans["end"].to_numpy(dtype=np.int64)[kept], begin, self._step - 1)
        first = np.searchsorted(self._words, base + begin)
        return first, np.searchsorted(self._words, base + end), np.flatnonzero(kept)

    def shared(self, spans: pd.DataFrame, by: Sequence[str] = ("article_id",)) -> pd.DataFrame:
        """How many words of the body the spans cover, each word once within a group.

        Parameters
        ----------
        spans
            Rows of `sides`. Those of articles that are not known are left out.
        by
            The columns that make a group, ``article_id`` among them.

        Returns
        -------
        DataFrame
            ``*by, n_shared``, in order.
        """
        first, after, kept = self._placed(spans)
        rows = spans.iloc[kept][list(by)].assign(_first=first, _after=after)
        group = rows.groupby(list(by), sort=True).ngroup().to_numpy(dtype=np.int64)
        order = np.lexsort((after, first, group))
        group, first, after = group[order], first[order], after[order]
        # How far the spans before it in its group reach: a running maximum that starts anew with each group.
        size = len(self._words) + 1
        reach = np.maximum.accumulate(group * size + after) - group * size
        before = np.concatenate([[0], reach[:-1]])
        before[np.concatenate([[True], group[1:] != group[:-1]])[: len(group)]] = 0
        new = np.maximum(0, after - np.maximum(first, before[: len(group)]))
        table = rows[list(by)].iloc[order].drop_duplicates().reset_index(drop=True)
        n = np.bincount(group, weights=new, minlength=len(table)).astype(np.int64)
        return table.assign(n_shared=n)


def _read(rows: pd.DataFrame, read: pd.Series) -> tuple[list[np.ndarray], np.ndarray]:
    """Where the words of each article begin (none where they are not asked for), and how many it has."""
    nothing = pd.Series(pd.NA, index=rows.index, dtype="object")
    columns = (rows.get("text", nothing), rows.get("n_words", nothing), read)
    asked = [isinstance(text, str) and bool(needed or pd.isna(n)) for text, n, needed in zip(*columns, strict=True)]
    texts = [text for text, is_read in zip(columns[0], asked, strict=True) if is_read]
    found = iter(cache.each("places of words", texts, _begins, by=lambda text: [text]))
    places, counts = [], np.zeros(len(rows), dtype=np.int64)
    for i, (text, n, is_read) in enumerate(zip(*columns[:2], asked, strict=True)):
        places.append(np.array(next(found) if is_read else [], dtype=np.int64))
        if is_read:
            counts[i] = len(places[-1])
        elif isinstance(text, str) and text.strip():
            counts[i] = int(n)
    return places, counts


def _begins(text: str) -> list[int]:
    return [begin for begin, _ in words(text)]
