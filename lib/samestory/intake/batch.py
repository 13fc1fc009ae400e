"""From records to rows of ``articles``, a batch at a time and column by column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from ..errors import UNPRINTABLE
from ..schema import TABLES, TEXT_STATUSES
from ..text import language_of
from .counting import counted
from .no_article import reasons
from .published import dated
from .truncation import is_cut, signs

_DECLARED = {column.name: column for column in TABLES["articles"].columns}
_ARROW = {
    "text": pa.large_string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "time": pa.timestamp("us", tz="UTC"),
}
SCHEMA = pa.schema([(column.name, _ARROW[column.kind]) for column in _DECLARED.values()])
_LANGUAGE = re.compile(_DECLARED["language"].pattern, re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass
class Rows:
    """Records on their way into one batch; four lists of equal length."""

    fields: list[dict[str, Any]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    size: int = 0

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Batch:
    """Rows of ``articles`` with what the report needs of them.

    ``suspected`` holds by row the sign that a text is not whole, ``said`` a number for the words of each text and
    ``hashes`` one for the text itself (0 if there is none), ``remarks`` how often a value was not as its column
    wants it, by what was done about it.
    """

    table: pa.Table
    suspected: dict[int, tuple[str, str]]
    said: np.ndarray
    hashes: np.ndarray
    remarks: dict[tuple[str, str], int]


def batch_of(rows: Rows, story: str, language: str | None) -> Batch:
    """Finish records: types, dates, words, languages, status of texts."""
    n = len(rows)
    remarks: dict[tuple[str, str], int] = {}

    def remark(place: int, said: str) -> None:
        key = (rows.formats[place], said)
        remarks[key] = remarks.get(key, 0) + 1

    given: dict[str, Any] = {
        name: [one.get(name) for one in rows.fields] for name in set().union(*rows.fields) if name in _DECLARED
    }
    for name, cells in given.items():
        if _DECLARED[name].kind == "text":
            given[name] = _texts(name, cells, remark)
    texts = given.setdefault("text", [None] * n)
    try:
        written = pa.array(texts, type=SCHEMA.field("text").type)
    except UnicodeEncodeError:
        texts = given["text"] = _verbatim("text", texts, remark)
        written = pa.array(texts, type=SCHEMA.field("text").type)
    given.update(story=[story] * n, source_file=rows.files, source_format=rows.formats, article_id=rows.ids)

    given["published"], given["published_precision"] = _dates(given, n, remark)
    given["language"] = _languages(given.get("language"), texts, given.get("title"), language, remark)
    n_words, said, hashes = counted(written)
    given["n_words"] = [int(count) if text is not None else None for count, text in zip(n_words, texts, strict=True)]
    stated = given["stated_words"] = _whole(given.get("stated_words"), n)
    suspected = signs(texts, given["language"], n_words, stated)
    cut = {place for place, (sign, _) in suspected.items() if is_cut(sign, int(n_words[place]))}
    given["text_status"] = [
        _status(status, text, place in cut)
        for place, (status, text) in enumerate(zip(given.get("text_status") or [None] * n, texts, strict=True))
    ]
    given["no_article"] = _no_articles(given.get("no_article"), given.get("title"), texts)
    given.pop("version_of", None)  # links between articles are made anew once all are read
    for name, cells in given.items():
        if allowed := _DECLARED[name].allowed:
            for place, cell in enumerate(cells):
                if cell is not None and cell not in allowed:
                    remark(place, f"{name}: {cell[:40]!r} is none of {', '.join(allowed)}; left empty")
                    cells[place] = None
    given["text"] = written
    columns = [_column(name, given.get(name), n) for name in SCHEMA.names]
    return Batch(pa.table(columns, schema=SCHEMA), suspected, said, hashes, remarks)


def _no_articles(given: list | None, titles: list | None, texts: list[str | None]) -> list[str | None]:
    """Why a record is not an article: as its reader says, else as its words show."""
    n = len(texts)
    shown = reasons(titles or [None] * n, texts)
    return [said or seen for said, seen in zip(given or [None] * n, shown, strict=True)]


def _column(name: str, cells: Any, n: int) -> pa.Array:
    kind = SCHEMA.field(name).type
    if isinstance(cells, pa.Array):
        return cells
    return pa.nulls(n, kind) if cells is None else pa.array(cells, type=kind, from_pandas=True)


def _texts(name: str, cells: list, remark: Callable[[int, str], None]) -> list[str | None]:
    """Cells as text; half characters and, outside the text itself, control characters become U+FFFD."""
    try:
        if _DECLARED[name].verbatim:
            return [cell if cell and not cell.isspace() else None for cell in cells]
        joined = "\n".join([cell for cell in cells if cell is not None])
    except TypeError:
        return _texts(name, [cell if cell is None or isinstance(cell, str) else str(cell) for cell in cells], remark)
    if UNPRINTABLE.search(joined):
        for place, cell in enumerate(cells):
            if cell is not None and UNPRINTABLE.search(cell):
                cells[place] = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", cell.replace("\r\n", "\n"))
                remark(place, f"{name}: control characters, kept as U+FFFD")
    return [cell if cell and not cell.isspace() else None for cell in cells]


def _verbatim(name: str, cells: list, remark: Callable[[int, str], None]) -> list[str | None]:
    """Texts stay as found, but for half characters, which no file can hold."""
    done = [cell if cell and not cell.isspace() else None for cell in cells]
    for place, cell in enumerate(done):
        if cell is not None:
            try:
                cell.encode()
            except UnicodeEncodeError:
                done[place] = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", cell)
                remark(place, f"{name}: half characters, kept as U+FFFD")
    return done


def _dates(given: dict[str, list], n: int, remark: Callable[[int, str], None]) -> tuple[Any, list[str]]:
    shown = given.get("published") or [None] * n
    times, precision = dated(shown)
    if (lost := np.flatnonzero([one is not None for one in shown] & (precision == "unknown"))).size:
        kept = given.setdefault("date_shown", [None] * n)
        for place in lost:
            kept[place] = kept[place] or shown[place]
            remark(int(place), "published: dates that are none, kept in date_shown")
    return pa.array(times, type=_ARROW["time"], from_pandas=True), precision.tolist()


def _languages(
    cells: list[str | None] | None,
    texts: list[str | None],
    titles: list[str | None] | None,
    language: str | None,
    remark: Callable[[int, str], None],
) -> list[str | None]:
    """The language given, else that of all texts as the user says, else recognised from the text."""
    done: list[str | None] = list(cells) if cells else [None] * len(texts)
    for place, code in enumerate(done):
        if code is not None and not _LANGUAGE.fullmatch(code):
            low, _, region = code.partition("-")
            better = "-".join(part for part in (low.lower(), region) if part)
            done[place] = better if _LANGUAGE.fullmatch(better) else None
            if done[place] is None:
                remark(place, f"language: {code[:30]!r} is no code of a language")
        if done[place] is None and language is not None:
            done[place] = language
        elif done[place] is None and (text := texts[place] or (titles[place] if titles else None)):
            done[place] = language_of(text)[0]
    return done


def _whole(cells: list | None, n: int) -> list[int | None]:
    done: list[int | None] = [None] * n
    for place, cell in enumerate(cells or ()):
        if isinstance(cell, str) and cell.isascii() and cell.isdigit() and len(cell) < 9:
            cell = int(cell)
        if isinstance(cell, int) and not isinstance(cell, bool) and 0 <= cell < 10**9:
            done[place] = cell
    return done


def _status(given: str | None, text: str | None, is_cut_off: bool) -> str:
    if text is None:
        return given if given in ("cut", "teaser", "full") else "none"
    if given in TEXT_STATUSES and given not in ("full", "none"):
        return given
    return "cut" if is_cut_off else "full"
