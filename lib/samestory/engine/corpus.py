"""Articles in the order of time, as Arrow buffers that kernels read without making Python strings.

A `Corpus` holds its texts in memory; an `Archive` (next door) reads them from Parquet by a range of rows. Both are
read in the same way: ``corpus.read(begin, end)`` gives a `Corpus` of these rows.

Rows are sorted by when an article's date interval begins, then by ``article_id``; the undated are last. Two articles
lie within a window where they may have appeared that close together, as far as their dates tell: the gap from the end
of the earlier interval to the begin of the later one is smaller than the window. So of two days, 72 hours hold those
three days apart; a date of a month is wide; and no window can exclude an article without a date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import TableError, listed
from .options import require_hours
from .outlets import outlet_key

UNDATED = np.iinfo(np.int64).max  # begin and end of an article without a date: sorts last
DAY = 24 * 60
COLUMNS = ("article_id", "outlet", "published", "published_precision", "text")
PRECISIONS = ("minute", "day", "month", "unknown")


@dataclass(frozen=True)
class Index:
    """Who, when and where of articles in the order of time.

    ``ids``: large_string array. ``begin, end``: int64 minutes since 1970 in UTC of the date interval, ``UNDATED`` where
    there is no date. ``outlet``: int32 code into ``outlets``, -1 for none; spellings of one outlet (`outlet_key`)
    have one code.
    """

    ids: pa.LargeStringArray
    begin: np.ndarray
    end: np.ndarray
    outlet: np.ndarray
    outlets: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.begin)

    @property
    def n_dated(self) -> int:
        """How many articles have a date; they are the first rows."""
        return int(np.searchsorted(self.begin, UNDATED, side="left"))

    def first_within(self, window_hours: float | None) -> np.ndarray:
        """For each row the first row that may lie within the window before it (int64).

        Every earlier row that lies within the window is at or after it; where dates differ in precision, single rows
        between may lie outside (see `is_within`). The undated, and all rows where there is no window, get 0.
        """
        first = np.zeros(len(self), dtype=np.int64)
        if window_hours is None:
            return first
        dated = self.n_dated
        # The latest end seen so far grows with the rows, so it can be searched; a month does not hide behind a day.
        ends = np.maximum.accumulate(self.end[:dated])
        first[:dated] = np.searchsorted(ends, self.begin[:dated] - _minutes(window_hours), side="right")
        return np.minimum(first, np.arange(len(self)))

    def is_within(self, earlier: np.ndarray, later: np.ndarray, window_hours: float | None) -> np.ndarray:
        """Whether pairs of rows lie within the window (boolean); an undated article lies within every window."""
        if window_hours is None:
            return np.ones(len(earlier), dtype=bool)
        begin, end = self.begin[later], self.end[earlier]
        is_open = (begin == UNDATED) | (end == UNDATED)
        return is_open | (np.where(is_open, 0, begin) - np.where(is_open, 0, end) < _minutes(window_hours))

    def order(self, earlier: np.ndarray, later: np.ndarray) -> np.ndarray:
        """The order of pairs of rows, ``earlier`` before ``later``: known, tied or unknown."""
        begin, end = self.begin[later], self.end[earlier]
        is_open = (begin == UNDATED) | (end == UNDATED)
        return np.select([is_open, end <= begin], ["unknown", "known"], default="tied").astype(object)

    def hours_apart(self, earlier: np.ndarray, later: np.ndarray) -> np.ndarray:
        """Hours between the begins of the date intervals of pairs of rows; nan where one has no date."""
        begin, first = self.begin[later], self.begin[earlier]
        is_open = (begin == UNDATED) | (first == UNDATED)
        return np.where(is_open, np.nan, (np.where(is_open, 0, begin) - np.where(is_open, 0, first)) / 60.0)


@dataclass(frozen=True)
class Corpus(Index):
    """Articles with their texts in memory, in the order of time. ``text``: large_string array without nulls."""

    text: pa.LargeStringArray

    @classmethod
    def of(cls, articles: pd.DataFrame, *, with_titles: bool = False) -> Corpus:
        """A corpus of an ``articles`` table; ``with_titles`` sets the title before the text.

        Raises
        ------
        TableError
            A column is missing, an ``article_id`` comes twice, or a text holds half a character.
        """
        names = [*COLUMNS, "title"] if with_titles else list(COLUMNS)
        require_columns(articles.columns, names)
        try:
            table = pa.table({name: _arrow(articles[name], name) for name in names})
        except (ValueError, TypeError, pa.ArrowException) as fault:  # half characters are a ValueError too
            raise TableError(f"articles: a value that is no Unicode text or time: {fault}") from None
        index, rows = index_of(table)
        return cls(**vars(index), text=texts_of(table, with_titles).take(pa.array(rows)))

    def read(self, begin: int, end: int) -> Corpus:
        """The rows from ``begin`` to ``end``, without a copy of their texts."""
        cut = slice(begin, end)
        return Corpus(self.ids[cut], self.begin[cut], self.end[cut], self.outlet[cut], self.outlets, self.text[cut])

    def buffers(self) -> tuple[np.ndarray, np.ndarray]:
        """The UTF-8 bytes (uint8) and where each text begins in them (int64, one more than texts); no copy.

        The texts of a part of a corpus do not begin at 0: text ``i`` is ``data[offsets[i]:offsets[i + 1]]``.
        """
        if len(self.text) == 0:
            return np.zeros(0, dtype=np.uint8), np.zeros(1, dtype=np.int64)
        _, places, data = self.text.buffers()
        offsets = np.frombuffer(places, dtype=np.int64)[self.text.offset : self.text.offset + len(self.text) + 1]
        return np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, dtype=np.uint8), offsets


def _minutes(window_hours: float) -> float:
    require_hours(window_hours)
    return float(window_hours) * 60


def require_columns(given: Iterable[str], names: Iterable[str], of: str = "") -> None:
    """Refuse a table that lacks one of the columns named."""
    columns = list(given)
    if missing := [name for name in names if name not in columns]:
        raise TableError(f"articles{of}: no column {listed(missing)}; given: {listed(columns)}")


def _arrow(values: pd.Series, name: str) -> pa.Array:
    if name == "published":
        return pa.array(pd.to_datetime(values, utc=True).astype("datetime64[us, UTC]"), from_pandas=True)
    array = pa.array(values, from_pandas=True)
    return pc.cast(array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array, pa.large_string())


def index_of(table: pa.Table) -> tuple[Index, np.ndarray]:
    """The index in the order of time, and for each of its rows the row of the table."""
    begin, end = _intervals(table)
    ids = whole(table["article_id"])
    if ids.null_count:
        raise TableError("articles: an article_id is empty")
    keys = pa.table({"begin": begin, "id": ids})
    rows = pc.sort_indices(keys, sort_keys=[("begin", "ascending"), ("id", "ascending")]).to_numpy()
    if len(ids) and pc.count_distinct(ids).as_py() != len(ids):
        counts = pc.value_counts(ids)
        twice = [c["values"].as_py() for c in counts.filter(pc.greater(counts.field("counts"), 1))[:13]]
        raise TableError(f"articles: an article_id comes more than once: {listed(twice)}")
    outlets = pc.dictionary_encode(whole(table["outlet"]))
    # Of the spellings of an outlet the first by name stands for it; codes follow the alphabet, so that the order of the
    # rows given changes nothing.
    spelt: dict[str, str] = {}
    spellings = outlets.dictionary.to_pylist()
    for name in sorted(spellings):
        spelt.setdefault(outlet_key(name), name)
    spelt.pop("", None)
    names = sorted(spelt.values())
    place = {name: code for code, name in enumerate(names)}
    code_of = np.array([place[spelt[key]] if (key := outlet_key(name)) else -1 for name in spellings] + [-1], np.int32)
    outlet = code_of[pc.fill_null(outlets.indices, len(spellings)).to_numpy(zero_copy_only=False)]
    rows = rows.astype(np.int64)
    ordered = ids.take(pa.array(rows))
    return Index(ordered, begin[rows], end[rows], outlet[rows], tuple(names)), rows


def _intervals(table: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """Begin and end of the date intervals in minutes since 1970 (UTC), as `order.date_intervals` gives them."""
    how = whole(table["published_precision"])
    if strange := [h for h in pc.unique(how).to_pylist() if h not in PRECISIONS]:
        raise TableError(f"articles: published_precision is {listed(strange)}; allowed are {listed(PRECISIONS)}")
    published = whole(table["published"])
    stamps = pc.fill_null(published.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    kind = pc.index_in(how, value_set=pa.array(PRECISIONS, pa.large_string())).to_numpy(zero_copy_only=False)
    begin = stamps // 60_000_000
    end = begin + np.where(kind == PRECISIONS.index("day"), DAY, 1)
    months = np.flatnonzero(kind == PRECISIONS.index("month"))
    if len(months):
        times = pd.to_datetime(pd.Series(stamps[months]), unit="us") + pd.DateOffset(months=1)
        end[months] = times.to_numpy().astype("datetime64[us]").astype(np.int64) // 60_000_000
    unknown = (kind == PRECISIONS.index("unknown")) | pc.is_null(published).to_numpy(zero_copy_only=False)
    return np.where(unknown, UNDATED, begin), np.where(unknown, UNDATED, end)


def texts_of(table: pa.Table, with_titles: bool) -> pa.LargeStringArray:
    """The texts, with their titles before them where that is asked; a missing one is empty."""
    text = pc.fill_null(whole(table["text"]).cast(pa.large_string()), "")
    if not with_titles:
        return text
    title = pc.fill_null(whole(table["title"]).cast(pa.large_string()), "")
    return pc.binary_join_element_wise(title, text, pa.scalar("\n\n", pa.large_string()))


def whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column in one piece."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pa.concat_arrays(array.chunks) if isinstance(array, pa.ChunkedArray) else array
