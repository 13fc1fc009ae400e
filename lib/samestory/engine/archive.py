"""A Parquet file or folder of any size as one corpus: texts are read by a range of rows, so memory is set by the range.

What stays in memory is who, when and where of each article, about 60 bytes each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from ..errors import SamestoryError, TableError
from .corpus import COLUMNS, Corpus, Index, index_of, require_columns, texts_of


@dataclass(frozen=True)
class Archive(Index):
    """A Parquet file, or the files of a folder, as one corpus whose texts are read by a range of rows.

    Reading is cheapest where the files are sorted by time: then a range touches few row groups. Any other order gives
    the same rows, at the price of reading a row group as often as a range touches it. A row group is read whole, so
    files should have groups of some thousand rows (``row_group_size=2048``).
    """

    files: tuple[Path, ...]
    place: np.ndarray  # of each row: its place in the files as they lie
    groups: np.ndarray  # (file, row group, first place) in the order of places, and a last row for the end
    with_titles: bool = False
    _kept: dict = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, path: Path | str, *, with_titles: bool = False) -> Archive:
        """An archive of a Parquet file, or of all ``*.parquet`` of a folder and the folders in it.

        Raises
        ------
        TableError
            A column is missing or of another type, or an ``article_id`` comes twice.
        SamestoryError
            There is no such file, it is no Parquet file, or the folder holds none.
        """
        import pyarrow.parquet as pq

        files, pieces, groups, at = _parquet_files(Path(path)), [], [], 0
        names = [name for name in COLUMNS if name != "text"]
        for number, file in enumerate(files):
            try:
                opened = pq.ParquetFile(file)
            except pa.ArrowInvalid as fault:
                raise SamestoryError(f"{file} is no Parquet file: {fault}") from None
            with opened:
                require_columns(
                    opened.schema_arrow.names, [*COLUMNS, "title"] if with_titles else COLUMNS, f" of {file.name}"
                )
                pieces.append(_plain(opened.read(names)))
                for group in range(opened.num_row_groups):
                    groups.append((number, group, at))
                    at += opened.metadata.row_group(group).num_rows
        index, rows = index_of(pa.concat_tables(pieces))
        places = np.array([*groups, (len(files), 0, at)], dtype=np.int64)
        return cls(**vars(index), files=tuple(files), place=rows, groups=places, with_titles=with_titles)

    @cached_property
    def read_amplification(self) -> float:
        """Row groups a thousand ranges would read over row groups there are: about 1 where the files are sorted."""
        group = np.searchsorted(self.groups[:, 2], self.place, side="right")
        parts = np.array_split(group, min(1000, max(1, len(self.groups) - 1)))
        return sum(len(np.unique(part)) for part in parts) / max(1, len(self.groups) - 1)

    def read(self, begin: int, end: int) -> Corpus:
        """The rows from ``begin`` to ``end`` with their texts, in memory."""
        places = self.place[begin:end]
        group = np.searchsorted(self.groups[:, 2], places, side="right") - 1
        texts, order = [], []
        for number in np.unique(group):
            rows = np.flatnonzero(group == number)
            inside = places[rows] - self.groups[number, 2]
            whole = self._group(int(number))
            is_run = len(inside) and np.array_equal(inside, np.arange(inside[0], inside[0] + len(inside)))
            texts.append(whole[inside[0] : inside[-1] + 1] if is_run else whole.take(pa.array(inside)))
            order.append(rows)
        text = pa.concat_arrays(texts) if texts else pa.array([], pa.large_string())
        rows = np.concatenate(order) if order else np.zeros(0, dtype=np.int64)
        if not np.array_equal(rows, np.arange(len(rows))):
            text = text.take(pa.array(np.argsort(rows)))
        cut = slice(begin, end)
        return Corpus(self.ids[cut], self.begin[cut], self.end[cut], self.outlet[cut], self.outlets, text)

    def _group(self, number: int) -> pa.LargeStringArray:
        """The texts of one row group; the last two read are kept, as ranges follow one another."""
        import pyarrow.parquet as pq

        if number not in self._kept:
            while len(self._kept) > 1:
                del self._kept[next(iter(self._kept))]
            file, group, _ = self.groups[number]
            names = ["title", "text"] if self.with_titles else ["text"]
            with pq.ParquetFile(self.files[file], pre_buffer=False) as opened:
                self._kept[number] = texts_of(opened.read_row_group(int(group), names), self.with_titles)
        return self._kept[number]

    def __getstate__(self) -> dict:
        return vars(self) | {"_kept": {}}


def open_corpus(articles: pd.DataFrame | Path | str, *, with_titles: bool = False) -> Corpus | Archive:
    """A corpus of an ``articles`` table, or of a Parquet file or folder of any size."""
    if isinstance(articles, pd.DataFrame):
        return Corpus.of(articles, with_titles=with_titles)
    if isinstance(articles, str | Path):
        return Archive.of(articles, with_titles=with_titles)
    raise SamestoryError(f"articles is a {type(articles).__name__}; give a DataFrame, or the path of a Parquet file")


def _plain(table: pa.Table) -> pa.Table:
    """The columns of a Parquet file in the types of a corpus; dictionaries and other widths of string are cast."""
    kinds = {"published": pa.timestamp("us", "UTC")}
    try:
        return pa.table({n: table[n].cast(kinds.get(n, pa.large_string()), safe=False) for n in table.column_names})
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fault:
        raise TableError(f"articles: 'published' must be a time in UTC and the other columns text: {fault}") from None


def _parquet_files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise SamestoryError(f"no file or folder {path}; articles are a DataFrame, a Parquet file or a folder of them")
    root = path.resolve()
    found = [file for file in sorted(path.rglob("*.parquet")) if file.resolve().is_relative_to(root)]
    if not found:
        raise SamestoryError(f"{path} holds no *.parquet file")
    return found
