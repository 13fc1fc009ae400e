"""``simulate``: articles in order of time, made block by block, so that memory does not grow with their number."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import SamestoryError
from ..schema import check, table_named
from .plan import PLANTS, Plan, Plant, check_plants, make_plan
from .vocabulary import CAPITAL, N_FORMS, PARAGRAPH_END, SENTENCE_END, Vocabulary, vocabulary

START = pd.Timestamp("2024-01-01", tz="UTC")
BLOCK = 2_048  # articles made at a time, and the rows of a row group: some 12 MB of text
BLOCKS_A_FILE = 64  # where a folder is written
SENTENCE = 20  # words of a sentence on average
PARAGRAPH = 5  # sentences of a paragraph on average
CODER = "truth"
_COLUMNS = {
    "article_id": pa.string(),
    "story": pa.string(),
    "outlet": pa.dictionary(pa.int32(), pa.string()),
    "language": pa.dictionary(pa.int32(), pa.string()),
    "published": pa.timestamp("us", tz="UTC"),
    "published_precision": pa.dictionary(pa.int32(), pa.string()),
    "text": pa.large_string(),
    "text_status": pa.dictionary(pa.int32(), pa.string()),
    "n_words": pa.int64(),
}


def simulate_articles(
    n_articles: int,
    *,
    n_outlets: int = 20,
    days: float = 30,
    n_words: int = 900,
    plants: Sequence[Plant] = PLANTS,
    source: str | pd.DataFrame | None = None,
    into: str | Path | None = None,
    seed: int = 0,
) -> tuple[pd.DataFrame | Path, pd.DataFrame]:
    """Articles of drawn words with shared passages planted in them, and where each was planted.

    A text is words drawn one by one, in sentences and paragraphs, so what two articles share beyond a few words in a
    row was planted. A later article of another outlet holds the passage of an earlier one, at most 48 hours after it,
    and no article is in two plants. Real writing repeats itself far more than drawn words do: what a measure finds here
    it can find, but what it wrongly finds shows on real texts only.

    Parameters
    ----------
    n_articles, n_outlets, days
        How many, of how many outlets, spread evenly over how many days from 1 January 2024.
    n_words
        Mean words of an article; lengths are log-normal, from an eighth of it to eight times.
    plants
        Each ``(words, replaced, share)``: a passage of so many words, with this share of them replaced by other words
        (its first and last stay), is planted in this share of the articles, as far as each finds an article to have it
        from. By default 20, 50 and 200 words as they are, 50 with a tenth and 200 with a fifth replaced, each in 2 %.
    source
        A text, or a table with a column ``text``, whose words are drawn as often as they stand in it; by default
        100,000 invented words that follow Zipf's law.
    into
        Where to write: a file ``NAME.parquet``, or a folder, which gets files of about 130,000 articles. It must not
        exist yet, and appears whole or not at all. Without it, the articles are returned as a table.
    seed
        The same seed gives the same articles.

    Returns
    -------
    articles, plants
        The ``articles`` table in order of ``published``, or the path it was written to (row groups of 2,048 articles;
        only columns that are not empty). And the planted passages as a ``passages`` table of the coder ``truth``;
        ``similarity`` is the share of words that were not replaced.

    Raises
    ------
    SamestoryError
        A number out of range, plants that cannot be planted, a source without words, or a path that exists.
    """
    _check(n_articles, n_outlets, days, n_words)
    check_plants(plants, n_outlets, n_words)
    known = vocabulary(source)
    plan = make_plan(
        n_articles, n_outlets, days, n_words, plants, START.value // 1000, np.random.default_rng([seed, 0])
    )
    passages = _Passages(plan)
    blocks = _blocks(plan, known, passages, n_outlets, seed)
    if into is None:
        table = pa.Table.from_batches(blocks, _schema()).to_pandas()
        return check(table, "articles"), passages.table()
    path = _write(Path(into), blocks)
    return path, passages.table()


def _check(n_articles: int, n_outlets: int, days: float, n_words: int) -> None:
    least = {"n_articles": (n_articles, 0), "n_outlets": (n_outlets, 1), "n_words": (n_words, 8)}
    for name, (given, low) in least.items():
        if isinstance(given, bool) or not isinstance(given, int | np.integer) or given < low:
            raise SamestoryError(f"{name} is {given!r}: give a whole number of {low} or more.")
    if isinstance(days, bool) or not isinstance(days, int | float | np.number) or not 0 < days <= 36_500:
        raise SamestoryError(f"days is {days!r}: give more than 0 and at most 36,500.")


def _schema() -> pa.Schema:
    return pa.schema(list(_COLUMNS.items()))


class _Passages:
    """The words of planted passages, kept from source to copy, and where they came to stand in both texts."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.at = np.concatenate([[0], np.cumsum(plan.lengths)])
        self.codes = np.zeros(self.at[-1], dtype=np.int32)  # some 4 bytes a planted word: not the corpus
        self.by_source = np.argsort(plan.earlier, kind="stable")
        self.sources = plan.earlier[self.by_source]
        self.spans = np.zeros((4, len(plan.later)), dtype=np.int64)

    def copies(self, low: int, high: int) -> np.ndarray:
        """The passages whose copy lies in a block; `sources_in` those whose source does."""
        return np.arange(*np.searchsorted(self.plan.later, [low, high]))

    def sources_in(self, low: int, high: int) -> np.ndarray:
        return self.by_source[slice(*np.searchsorted(self.sources, [low, high]))]

    def table(self) -> pd.DataFrame:
        plan, (begin, end, later_begin, later_end) = self.plan, self.spans
        frame = pd.DataFrame(
            {
                "earlier_id": _names(plan.earlier, len(plan.published)),
                "begin": begin,
                "end": end,
                "later_id": _names(plan.later, len(plan.published)),
                "later_begin": later_begin,
                "later_end": later_end,
                "n_words": plan.lengths,
                "similarity": 1 - plan.replaced / np.maximum(plan.lengths, 1),
                "order": "known",
                "kind": "writing",
                "quoted_share": 0.0,
                "coder": CODER,
            }
        )
        return check(frame, "passages")[table_named("passages").names]


def _names(numbers: np.ndarray, n: int) -> list[str]:
    width = max(5, len(str(max(n - 1, 0))))
    return [f"s{number:0{width}d}" for number in numbers.tolist()]


def _blocks(plan: Plan, known: Vocabulary, passages: _Passages, n_outlets: int, seed: int) -> Iterator[pa.RecordBatch]:
    n = len(plan.published)
    outlets = pa.array([f"outlet {number:0{len(str(n_outlets))}d}" for number in range(1, n_outlets + 1)])
    for low in range(0, n, BLOCK):
        high = min(low + BLOCK, n)
        text = _texts(plan, known, passages, low, high, np.random.default_rng([seed, 1 + low // BLOCK]))
        size = high - low
        columns = {
            "article_id": pa.array(_names(np.arange(low, high), n), pa.string()),
            "story": pa.array(["simulated"] * size, pa.string()),
            "outlet": pa.DictionaryArray.from_arrays(pa.array(plan.outlets[low:high]), outlets),
            "language": _always("und", size),
            "published": pa.array(plan.published[low:high], pa.int64()).cast(_COLUMNS["published"]),
            "published_precision": _always("minute", size),
            "text": text,
            "text_status": _always("full", size),
            "n_words": pa.array(plan.n_words[low:high]),
        }
        yield pa.RecordBatch.from_arrays(list(columns.values()), schema=_schema())


def _always(value: str, n: int) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, dtype=np.int32)), pa.array([value]))


def _texts(plan: Plan, known: Vocabulary, passages: _Passages, low: int, high: int, random: np.random.Generator) -> Any:
    """The texts of a block as one Arrow array, its passages planted and kept."""
    starts = np.concatenate([[0], np.cumsum(plan.n_words[low:high])])
    codes = _drawn(known, starts, random)
    # First keep what others will copy: no article is in two passages, so a source is never itself changed.
    for i in passages.sources_in(low, high):
        at = starts[plan.earlier[i] - low] + plan.earlier_at[i]
        passages.codes[passages.at[i] : passages.at[i + 1]] = codes[at : at + plan.lengths[i]]
    copies = passages.copies(low, high)
    for i in copies:
        at = starts[plan.later[i] - low] + plan.later_at[i]
        kept = passages.codes[passages.at[i] : passages.at[i + 1]]
        codes[at : at + plan.lengths[i]] = _rewritten(kept, int(plan.replaced[i]), known, random)
    last = starts[1:] - 1  # a text ends as a paragraph does
    form = codes[last] % N_FORMS
    codes[last] += PARAGRAPH_END - form % CAPITAL

    ends = np.cumsum(known.form_lengths[codes], dtype=np.int64)
    for row, those, who, where in (
        (0, passages.sources_in(low, high), plan.earlier, plan.earlier_at),
        (2, copies, plan.later, plan.later_at),
    ):
        begin = starts[who[those] - low]
        first, final = begin + where[those], begin + where[those] + plan.lengths[those] - 1
        origin = _before(ends, begin)
        passages.spans[row, those] = _before(ends, first) - origin
        passages.spans[row + 1, those] = _before(ends, final) + known.word_lengths[codes[final] // N_FORMS] - origin
    return _laid(known, codes, starts)


def _before(ends: np.ndarray, words: np.ndarray) -> np.ndarray:
    """The characters before words of a block."""
    return np.where(words > 0, ends[np.maximum(words - 1, 0)], 0)


def _drawn(known: Vocabulary, starts: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Word forms for a block: sentences that begin with a capital and end, some with the paragraph."""
    n = int(starts[-1])
    chance = random.integers(0, SENTENCE * PARAGRAPH, n, dtype=np.uint8)
    end = (chance < PARAGRAPH).view(np.int8) * SENTENCE_END + (chance == 0).view(np.int8)
    capital = np.zeros(n, dtype=np.int8)
    capital[1:] = end[:-1] > 0
    capital[starts[:-1]] = 1
    return known.draw(n, random) * N_FORMS + end + capital * CAPITAL


def _rewritten(codes: np.ndarray, replaced: int, known: Vocabulary, random: np.random.Generator) -> np.ndarray:
    """A passage with so many of its words, but for the first and last, replaced by others."""
    out = codes.copy()
    replaced = min(replaced, len(codes) - 2)
    if replaced > 0:
        at = 1 + random.permutation(len(codes) - 2)[:replaced]
        word, form = codes[at] // N_FORMS, codes[at] % N_FORMS
        other = known.draw(replaced, random)
        other = np.where(other == word, (other + 1) % len(known.word_lengths), other)
        out[at] = other * N_FORMS + form
    return out


def _laid(known: Vocabulary, codes: np.ndarray, starts: np.ndarray) -> Any:
    """Texts from word forms without a Python string: Arrow lays the forms down, and their places give the texts."""
    forms = known.forms.take(pa.array(codes))
    _, offsets, data = forms.buffers()
    places = np.frombuffer(offsets, dtype=np.int64)[: len(codes) + 1][starts]
    return pa.LargeStringArray.from_buffers(len(starts) - 1, pa.py_buffer(places), data)


def _write(path: Path, blocks: Iterator[pa.RecordBatch]) -> Path:
    """All blocks into a file, or into a folder of files, which gets its name when it is whole."""
    if os.path.lexists(path):
        raise SamestoryError(f"{path} is there already: remove it or give another name.")
    if not path.parent.is_dir():
        raise SamestoryError(f"{path.parent} is not a folder: make it first.")
    making = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        if path.suffix == ".parquet":
            with _writer(making) as writer:
                for block in blocks:
                    writer.write_batch(block, row_group_size=BLOCK)
        else:
            _write_folder(making, blocks)
        making.replace(path)
    finally:
        if making.is_dir():
            shutil.rmtree(making)
        else:
            making.unlink(missing_ok=True)
    return path


def _write_folder(folder: Path, blocks: Iterator[pa.RecordBatch]) -> None:
    folder.mkdir()
    writer = None
    try:
        for number, block in enumerate(blocks):
            if number % BLOCKS_A_FILE == 0:
                if writer is not None:
                    writer.close()
                writer = _writer(folder / f"part-{number // BLOCKS_A_FILE:05d}.parquet")
            writer.write_batch(block, row_group_size=BLOCK)  # type: ignore[union-attr]
    finally:
        if writer is not None:
            writer.close()


def _writer(path: Path) -> pq.ParquetWriter:
    # A dictionary of texts would cost time and save nothing; ids are all different too.
    few = [name for name, kind in _COLUMNS.items() if pa.types.is_dictionary(kind)]
    return pq.ParquetWriter(path, _schema(), compression="lz4", use_dictionary=few)
