"""From what the readers find to batches of ``articles``, with everything the report needs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ..errors import SamestoryError, printable
from ..languages.letters import is_cyrillic, latin
from ..schema import TABLES
from . import archives, files
from .batch import Rows, batch_of
from .formats import Options, Reader, Record, Reject, Remark, Source, Stated, reader_of

BATCH = 2_000  # records of a batch at most, and
BATCH_CHARACTERS = 16_000_000  # characters of its texts: so much is in memory at once, whatever a file holds
MOST_ROWS = 10_000  # of each table of the report; beyond, rows are counted and no longer kept
MOST_LINKS = 200_000
RAW_KEPT = 100_000  # of one reject in the report; where rejects are written to a file, as much as the reader gives
MOST_OUTLETS = 5_000
WHOLE = "whole file"
# Latin letters that are no letter with an accent to Unicode.
_LETTERS = str.maketrans({
    "ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ħ": "h", "ŋ": "n", "ə": "e", "Ə": "E",
})  # fmt: skip
_IDENTIFIER = re.compile(next(c.pattern for c in TABLES["articles"].columns if c.name == "article_id"), re.ASCII)


@dataclass
class FileRow:
    """What the report says of one file."""

    file: str
    format: str | None
    bytes: int
    encoding: str | None = None
    n_stated: int | None = None
    n_found: int = 0
    n_rejected: int = 0
    says: str | None = None
    note: str | None = None
    is_page: bool = False  # of a search, whose size is what it states

    @property
    def n_missing(self) -> int | None:
        """How many of the records it states were neither found nor rejected; below 0 if there are more."""
        return None if self.n_stated is None or self.is_page else self.n_stated - self.n_found - self.n_rejected


@dataclass
class Told:
    """What the report is made of; its lists are bounded, its counts exact."""

    files: list[FileRow] = field(default_factory=list)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    n_rejects: int = 0
    cut: list[dict[str, Any]] = field(default_factory=list)  # of the rejects those on the end of a file
    remarks: dict[tuple[str, str, str], int] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    n_left_out: int = 0
    n_articles: int = 0
    n_by_format: Counter = field(default_factory=Counter)
    filled: Counter = field(default_factory=Counter)  # (format, column)
    dates: Counter = field(default_factory=Counter)  # (format, outlet, precision)
    outlets: dict[str | None, int] = field(default_factory=lambda: {None: -1})
    statuses: Counter = field(default_factory=Counter)
    suspected: list[dict[str, Any]] = field(default_factory=list)
    signs: Counter = field(default_factory=Counter)
    links: list[tuple[str, str, str]] = field(default_factory=list)  # article_id, address, linked words
    no_articles: list[dict[str, Any]] = field(default_factory=list)
    n_no_articles: Counter = field(default_factory=Counter)  # by kind
    said: list[np.ndarray] = field(default_factory=list)
    hashes: list[np.ndarray] = field(default_factory=list)
    outlet_codes: list[np.ndarray] = field(default_factory=list)


class Intake:
    """Reads paths into batches.

    Parameters
    ----------
    options
        What the user says to the readers.
    reader
        The one format all files are in; recognised for each file unless given.
    story
        The value of the column ``story``.
    on_reject
        Called with each reject as it comes: its file and what the reader gave.
    on_progress
        Called with the file being read and the number of articles so far, once a file and once a batch.
    """

    def __init__(
        self,
        options: Options,
        reader: Reader | None = None,
        story: str = "intake",
        on_reject: Callable[[str, Reject], None] | None = None,
        on_progress: Callable[[str, int], None] | None = None,
    ):
        self.options, self.reader, self.story = options, reader, story
        self.on_reject, self.on_progress = on_reject, on_progress
        self.told = Told()
        self._rows = Rows()
        self._stems: Counter = Counter()
        self._ids: set[int] = set()
        self.given: dict[str, frozenset[str]] = {}  # by article_id, the columns its file gave; kept where asked for
        self.keeps_given = False

    def batches(self, paths: list[Path]) -> Iterator[pa.Table]:
        """Batches of ``articles``, in the order of files and records; the report is whole once they are read."""
        for one in files.sources(paths):
            yield from self._any(one, depth=1)
        if len(self._rows):
            yield self._flush()

    def one(self, source: Source, reader: Reader | None = None) -> Iterator[pa.Table]:
        """Batches of one source."""
        yield from self._any(source, depth=1) if reader is None else self._file(source, reader)
        if len(self._rows):
            yield self._flush()

    # ----- files

    def _any(self, one: Source | archives.Refused, depth: int) -> Iterator[pa.Table]:
        if isinstance(one, archives.Refused):
            self._refused(one)
            return
        try:
            is_archive = archives.kind_of(one) is not None
            reader = self.reader
            if reader is None or (is_archive and archives.is_archive_name(one)):
                reader = self._recognised(one) if self.reader is None else None
        except OSError as error:
            self._refused(archives.Refused(one.name, f"cannot be read: {error.strerror or error}"))
            return
        except SamestoryError as error:
            self._refused(archives.Refused(one.name, _bare(error, one.name)))
            return
        if reader is not None:
            yield from self._file(one, reader)
        elif is_archive:
            yield from self._archive(one, depth)
        else:
            why = "is empty" if not one.head else "no reader recognises it; name its format if you know it"
            if one.is_binary:
                why = "is not text: a picture, a recording or a program's own file; no reader recognises it"
            self._refused(archives.Refused(one.name, why), one)

    def _recognised(self, source: Source) -> Reader | None:
        return reader_of(source) if source.head else None

    def _archive(self, source: Source, depth: int) -> Iterator[pa.Table]:
        try:
            with archives.unpacked(source, depth) as members:
                for member in members:
                    yield from self._any(member, depth + 1)
        except (SamestoryError, OSError) as error:
            self._refused(archives.Refused(source.name, _bare(error, source.name)), source)

    def _refused(self, one: archives.Refused, source: Source | None = None) -> None:
        if one.is_left_out:
            self.told.n_left_out += 1
            if len(self.told.left_out) < MOST_ROWS:
                self.told.left_out.append((one.name, one.reason))
            return
        row = FileRow(one.name, None, source.size if source else 0)
        self._add_file(row)
        raw = b""
        if source is not None:
            raw = self._head(source)
        self._reject(row, Reject(WHOLE, one.reason, raw))

    def _add_file(self, row: FileRow) -> None:
        self.told.files.append(row)
        if self.on_progress:
            self.on_progress(row.file, self.told.n_articles + len(self._rows))

    def _file(self, source: Source, reader: Reader) -> Iterator[pa.Table]:
        row = FileRow(source.name, reader.name, source.size)
        self._add_file(row)
        stem = self._stem(source.stem)
        number = 0
        try:
            for one in reader.read(source, self.options):
                if type(one) is Record:
                    number += 1
                    self._record(row, one, stem, number)
                    if len(self._rows) >= BATCH or self._rows.size >= BATCH_CHARACTERS:
                        yield self._flush()
                elif isinstance(one, Reject):
                    number += one.n > 0
                    self._reject(row, one)
                elif isinstance(one, Stated):
                    row.n_stated, row.says = (row.n_stated or 0) + one.n, one.says
                    row.is_page = one.of_search
                elif isinstance(one, Remark):
                    if one.kind == "encoding" and row.encoding is None:
                        row.encoding = one.says
                    self._remark(source.name, one.kind, one.says)
        except (SamestoryError, OSError) as error:
            self._reject(row, Reject(WHOLE, _bare(error, source.name), self._head(source)))
        except Exception as error:  # one broken reader may not cost a folder of exports; the report names it loudly
            said = f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"
            self._reject(
                row, Reject(WHOLE, f"the reader failed, which is a fault of samestory: {said}", self._head(source))
            )
        if not row.n_found and not row.n_rejected and not row.n_stated:
            self._reject(row, Reject(WHOLE, "holds no record", self._head(source)))

    @staticmethod
    def _head(source: Source) -> bytes:
        try:
            return source.head[:1000]
        except (SamestoryError, OSError):
            return b""

    # ----- records

    def _record(self, row: FileRow, one: Record, stem: str, number: int) -> None:
        fields = one.fields
        text = fields.get("text")
        if (not text or text.isspace()) and not str(fields.get("title") or "").strip():
            self._reject(row, Reject(one.place, "neither text nor title", repr(fields)[:10_000]))
            return
        row.n_found += 1
        rows = self._rows
        links = fields.pop("links", None)
        rows.fields.append(fields)
        rows.ids.append(self._id(row, fields.get("article_id"), stem if one.place == WHOLE else f"{stem}-{number}"))
        if links and len(self.told.links) < MOST_LINKS:
            self.told.links += [(rows.ids[-1], *link) for link in links]
        if self.keeps_given:
            self.given[rows.ids[-1]] = frozenset(fields)
        rows.files.append(row.file if one.place == WHOLE else f"{row.file}, {printable(one.place)}")
        rows.formats.append(row.format or "")
        rows.size += len(text) if text else 0

    def _stem(self, stem: str) -> str:
        """A name for the articles of a file, of letters an article_id may have, and no other file's."""
        slug = slug_of(stem)
        self._stems[slug.casefold()] += 1
        n = self._stems[slug.casefold()]
        return slug if n == 1 else f"{slug}.{n}"

    def _id(self, row: FileRow, given: Any, made: str) -> str:
        chosen = made
        if given is not None:
            if isinstance(given, str) and _IDENTIFIER.fullmatch(given):
                chosen = given
            else:
                self._remark(row.file, "columns", f"article_id: {str(given)[:40]!a} is no identifier; made anew")
        again = 1
        candidate = chosen
        while (key := hash(candidate)) in self._ids:
            again += 1
            candidate = f"{chosen}.{again}"
        if candidate != chosen and chosen == given:
            self._remark(row.file, "columns", "article_id given twice; the later one got a number behind it")
        self._ids.add(key)
        return candidate

    def _reject(self, row: FileRow, one: Reject) -> None:
        row.n_rejected += one.n
        self.told.n_rejects += one.n
        if self.on_reject:
            self.on_reject(row.file, one)
        if len(self.told.rejects) < MOST_ROWS:
            told = {"file": row.file, "place": one.place, "reason": printable(one.reason), "raw": one.raw[:RAW_KEPT]}
            self.told.rejects.append(told)
            if not one.n:
                self.told.cut.append(told)

    def _remark(self, file: str, kind: str, says: str) -> None:
        key = (file, kind, printable(says))
        if key in self.told.remarks or len(self.told.remarks) < MOST_ROWS:
            self.told.remarks[key] = self.told.remarks.get(key, 0) + 1

    # ----- batches

    def _flush(self) -> pa.Table:
        rows, self._rows = self._rows, Rows()
        batch = batch_of(rows, self.story, self.options.language)
        table, told = batch.table, self.told
        told.n_articles += len(table)
        for (name, said), n in batch.remarks.items():
            key = (f"({name})", "columns", printable(said))
            told.remarks[key] = told.remarks.get(key, 0) + n
        kinds = set(rows.formats)
        formats = np.array(rows.formats, dtype=object)
        for kind in kinds:
            part = table if len(kinds) == 1 else table.filter(pa.array(formats == kind))
            told.n_by_format[kind] += len(part)
            for name in part.schema.names:
                told.filled[kind, name] += len(part) - part.column(name).null_count
        outlets = table.column("outlet").to_pylist()
        for one in set(outlets):
            if one not in told.outlets:
                told.outlets[one] = len(told.outlets) - 1
        few = len(told.outlets) <= MOST_OUTLETS
        shown = outlets if few else [one if told.outlets[one] < MOST_OUTLETS else "(others)" for one in outlets]
        told.dates.update(zip(rows.formats, shown, table.column("published_precision").to_pylist(), strict=True))
        told.statuses.update(table.column("text_status").to_pylist())
        told.said.append(batch.said)
        told.hashes.append(batch.hashes)
        told.outlet_codes.append(np.fromiter((told.outlets[one] for one in outlets), np.int32, count=len(outlets)))
        for place, why in enumerate(table.column("no_article").to_pylist()):
            if why is not None:
                told.n_no_articles[why.partition(" (")[0]] += 1
                if len(told.no_articles) < MOST_ROWS:
                    row = {name: table.column(name)[place].as_py() for name in ("title", "url")}
                    told.no_articles.append({"article_id": rows.ids[place], "reason": printable(why), **row})
        for place, (sign, detail) in batch.suspected.items():
            told.signs[sign] += 1
            if len(told.suspected) < MOST_ROWS:
                told.suspected.append(
                    {
                        "article_id": rows.ids[place],
                        "sign": sign,
                        "detail": printable(detail),
                        "stated_words": table.column("stated_words")[place].as_py(),
                        "n_words": table.column("n_words")[place].as_py(),
                    }
                )
        if self.on_progress:
            self.on_progress(rows.files[-1].partition(", ")[0], told.n_articles)
        return table


def slug_of(stem: str) -> str:
    """A name of a file as an article_id may be: Latin letters without accents, digits, hyphens; Cyrillic in Latin."""
    stem = latin(stem) if is_cyrillic(stem) else stem
    plain = unicodedata.normalize("NFKD", stem.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", plain)[:80].strip("-._") or "file"


def with_options(options: Options, **given: Any) -> Options:
    """Options with what is given in place; what is None stays."""
    return replace(options, **{name: value for name, value in given.items() if value is not None})


def _bare(error: BaseException, name: str) -> str:
    """A message without the file's name, which the report has in a column of its own."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return printable(" ".join(said.split()))[:500].removeprefix(f"{printable(name)}: ")
