"""Codings by people: one file a table and coder, ``coding/<table>.<coder>.csv``, changed row by row.

A change is on the disk when it is acknowledged. Two kernels may code in one folder, also as the same coder: each change
is put into what the file holds at that moment, under a lock.
"""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ..errors import SamestoryError, listed
from ..intake.shared.csv_lines import MAX_CELL
from ..schema import BY_HAND, check, table_named
from .write import MOST_BYTES, as_csv, cell_of, coding_folder, csv_of, replace

# In the order of writing: decisions first, and last that an article is finished.
HAND_TABLES = ("adjudicated", *BY_HAND, "refused", "examined")
LOCK = ".coding.lock"  # hidden, so never a table of the story
PATIENCE = 10  # seconds to wait for another kernel's change
CODER = re.compile(r"(?!auto|truth\Z)[a-z0-9][a-z0-9._-]{0,39}")
# What makes a row the same row: of one coder, so without ``coder``. A figure has no key of its own: its place is one.
KEYS = {
    "claims": ("article_id", "claim_id"),
    "numbers": ("article_id", "quantity", "begin", "end"),
    "labels": ("article_id", "actor", "label", "voice"),
    "citations": ("article_id", "cited"),
    "examined": ("article_id", "table"),
    "refused": ("article_id", "table", "unit"),
    "adjudicated": ("article_id", "table", "unit"),
}

Row = dict[str, str]  # text cells by column, as in the file; an empty cell is ""
Key = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One row of a coder's file: what it is to be; None takes it out."""

    table: str
    key: Key
    row: Row | None


def coder_name(name: str) -> str:
    """The name of a person who codes, which is part of a file name too.

    Raises
    ------
    SamestoryError
        A name that cannot be one.

    Examples
    --------
    >>> from samestory.coding.by_hand import coder_name
    >>> coder_name("coder-1")
    'coder-1'
    """
    if not isinstance(name, str) or not CODER.fullmatch(name):
        raise SamestoryError(
            f"coder {str(name)[:60]!r}: a person's name here is 1 to 40 of a-z, 0-9, '.', '_' and '-', begins with a"
            " letter or digit, and not with 'auto'; 'truth' is no person either. For instance coder-1"
        )
    return name


def write_hand_coding(folder: Path, coder: str, tables: Mapping[str, pd.DataFrame]) -> dict[str, Path]:
    """Replace files of one person's coding; each appears whole or not at all.

    Parameters
    ----------
    folder
        A story folder.
    coder
        Whose coding; see ``coder_name``.
    tables
        By name any of ``adjudicated, claims, numbers, labels, citations, refused, examined``, every row by
        this coder. A table that is not given keeps its file.

    Returns
    -------
    dict
        The files written, by table.

    Raises
    ------
    SamestoryError
        A name that cannot be a coder's, a table that is not coded by hand, a row by another coder or against its
        declaration, a file of that name with rows of somebody else, or a folder or file that leads out of the story.
    """
    coder_name(coder)
    if unknown := [name for name in tables if name not in HAND_TABLES]:
        raise SamestoryError(f"{listed(unknown)}: not coded by hand. Tables: {listed(HAND_TABLES)}")
    checked = {name: check(tables[name], name) for name in HAND_TABLES if name in tables}
    for name, table in checked.items():
        if len(others := sorted(set(table["coder"]) - {coder})):
            raise SamestoryError(f"table {name}: rows by {listed(others)}; only rows by {coder} are written here")
    written = {}
    with _alone(folder) as target:
        for name, table in checked.items():
            path, data = _file(target, name, coder), as_csv(table, name)
            _parsed(_bytes_of(path), path, name, coder)  # refuses a file of somebody else
            _parsed(data, path, name, coder)  # and rows that are the same row
            replace(path, _bounded(path, data))
            written[name] = path
    return written


def read_hand_coding(folder: Path, coder: str) -> dict[str, pd.DataFrame]:
    """One person's coding as it is on the disk: each of ``HAND_TABLES``, empty without a file.

    Raises
    ------
    SamestoryError
        As ``write_hand_coding``; also a file that is no CSV table, or against the declaration of its table.
    """
    coder_name(coder)
    target, tables = coding_folder(folder), {}
    for name in HAND_TABLES:
        path = _file(target, name, coder)
        rows = _parsed(_bytes_of(path), path, name, coder).values()
        frame = pd.DataFrame([{c: cell or None for c, cell in row.items()} for row in rows], dtype="str")
        tables[name] = check(frame, name, where=f"coding/{path.name}") if len(frame) else table_named(name).empty()
    return tables


@dataclass
class HandCoding:
    """One person's coding, held in memory and on the disk.

    Attributes
    ----------
    folder, coder
        The story folder, and whose coding.
    rows
        By table the rows by key, as they are on the disk.
    """

    folder: Path
    coder: str
    rows: dict[str, dict[Key, Row]] = field(default_factory=dict)
    _seen: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        coder_name(self.coder)
        self.refresh()

    def refresh(self) -> bool:
        """Read again the files that another kernel changed; whether there was one."""
        target, is_changed = coding_folder(self.folder), False
        for name in HAND_TABLES:
            is_changed |= self._read(target, name)
        return is_changed

    def change(self, changes: Iterable[Change]) -> list[Change]:
        """Make changes; they are on the disk when this returns.

        Rows come checked: this only puts them into what the files hold now.

        Returns
        -------
        list of Change
            What takes the changes back, in the order in which it is to be done.

        Raises
        ------
        SamestoryError
            Another kernel holds the folder for longer than ten seconds, or a file that is not this coder's own.
        """
        back: list[Change] = []
        by_table: dict[str, list[Change]] = {}
        for one in changes:
            by_table.setdefault(one.table, []).append(one)
        with _alone(self.folder) as target:
            for name in [name for name in HAND_TABLES if name in by_table]:
                self._read(target, name)
                rows = dict(self.rows[name])
                for one in by_table[name]:
                    back.insert(0, Change(name, one.key, rows.get(one.key)))
                    if one.row is None:
                        rows.pop(one.key, None)
                    else:
                        rows[one.key] = one.row
                self._write(target, name, rows)
        return back

    def _read(self, target: Path, name: str) -> bool:
        path = _file(target, name, self.coder)
        now = _bytes_of(path)
        if name in self.rows and self._seen.get(name) == now:
            return False
        self.rows[name] = _parsed(now, path, name, self.coder)
        self._seen[name] = now
        return True

    def _write(self, target: Path, name: str, rows: dict[Key, Row]) -> None:
        path, columns = _file(target, name, self.coder), table_named(name).names
        in_order = dict(sorted(rows.items(), key=lambda item: [_rank(cell) for cell in item[0]]))
        data = csv_of(name, [[row.get(column, "") for column in columns] for row in in_order.values()])
        replace(path, _bounded(path, data))
        self.rows[name] = in_order
        self._seen[name] = data


def _rank(cell: str) -> tuple[int, str]:
    """Whole numbers by their value, before all else."""
    return (len(cell), cell) if cell.isdecimal() else (sys.maxsize, cell)


def other_files(folder: Path, coder: str) -> list[str]:
    """Files of ``coding/`` other than this coder's own in which tables coded by hand have rows by this coder."""
    target, found = coding_folder(folder), []
    for name in HAND_TABLES:
        for path in sorted(target.glob(f"{name}.*csv")):
            if path == _file(target, name, coder) or path.is_symlink() or not path.is_file():
                continue
            csv.field_size_limit(MAX_CELL)
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
                if any(row.get("coder") == coder for row in csv.DictReader(lines)):
                    found.append(path.name)
    return found


def row_of(name: str, table: pd.DataFrame) -> tuple[Key, Row]:
    """The first row of a checked table as text cells, and its key."""
    cells = {column: cell_of(None if pd.isna(value) else value) for column, value in table.iloc[0].items()}
    return key_of(name, cells), cells


def key_of(name: str, row: Row) -> Key:
    """What makes a row of a coder's table the same row; a figure without a place is told by its words and value."""
    is_placeless = name == "numbers" and not row.get("begin")
    columns = (*KEYS[name], *(("value_text", "low", "high", "attributed_to") if is_placeless else ()))
    return tuple(row.get(column, "") for column in columns)


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """A block in which nobody else changes a person's coding of this story; its folder ``coding``."""
    from filelock import FileLock, Timeout

    target = coding_folder(folder)
    target.mkdir(exist_ok=True)
    path = target / LOCK
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise SamestoryError(f"coding/{LOCK}: is a link, a folder or a device; remove it")
    lock = FileLock(path, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        raise SamestoryError(
            f"coding/: another kernel has been writing here for {PATIENCE} seconds; nothing was changed, try again"
        ) from None
    try:
        yield target
    finally:
        lock.release()


def _file(target: Path, name: str, coder: str) -> Path:
    return target / f"{name}.{coder}.csv"


def _bytes_of(path: Path) -> bytes:
    """What a file holds; nothing if there is none."""
    if not os.path.lexists(path):
        return b""
    if path.is_symlink() or not path.is_file():
        raise SamestoryError(f"coding/{path.name}: is no plain file; remove it, or rename it")
    if (size := path.stat().st_size) > MOST_BYTES:
        raise SamestoryError(f"coding/{path.name}: {size:,} bytes; a table may have {MOST_BYTES:,}")
    return path.read_bytes()


def _bounded(path: Path, data: bytes) -> bytes:
    if len(data) > MOST_BYTES:
        raise SamestoryError(f"coding/{path.name}: {len(data):,} bytes; a table may have {MOST_BYTES:,}")
    return data


def _parsed(data: bytes, path: Path, name: str, coder: str) -> dict[Key, Row]:
    """The rows of one file by key."""
    said = f"coding/{path.name}"
    csv.field_size_limit(MAX_CELL)  # of the whole process, so it must not depend on what was read before
    try:
        lines = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        rows = list(lines)
    except (csv.Error, UnicodeDecodeError) as error:
        raise SamestoryError(f"{said}: not readable as CSV in UTF-8: {error}; save it so, or rename it") from None
    known = table_named(name).names
    if wrong := [str(column) for column in lines.fieldnames or [] if column not in known]:
        raise SamestoryError(f"{said}: unknown column {listed(wrong)}. Columns: {listed(known, 40)}")
    if ragged := [at for at, row in enumerate(rows, 2) if None in row or None in row.values()]:
        raise SamestoryError(f"{said}, row {listed(ragged)}: more or fewer cells than the header has; mend the row")
    if others := sorted({row.get("coder", "") or "(empty)" for row in rows} - {coder}):
        raise SamestoryError(f"{said}: holds rows by {listed(others)}, and this name is for {coder} alone; rename it")
    found = {key_of(name, row): row for row in rows}
    if len(found) < len(rows):
        raise SamestoryError(f"{said}: {len(rows) - len(found)} rows have the key of another; keep one of each")
    return found


def finished_articles(
    codings: Mapping[str, pd.DataFrame], coder: str, table: str, folder: Path | None = None
) -> set[str]:
    """The articles of which a coder has finished a table: what has no row there is not in the article.

    A coder who marks what is finished has rows in ``examined``. A coding without any, such as the truth of an invented
    story, counts as finished for every article it has rows of, if it has rows in this table; not so a coder with files
    of the workbench or of an import, who has not finished any article yet.

    Parameters
    ----------
    codings
        Tables by name with the rows of every coder, as ``story.codings``.
    coder, table
        Whose, and which.
    folder
        The story folder, in which there may be files of that coder.
    """
    marked = codings["examined"] if "examined" in codings else table_named("examined").empty()
    mine = marked[marked["coder"] == coder]
    if len(mine):
        return set(mine.loc[mine["table"] == table, "article_id"])
    if (
        folder is not None
        and CODER.fullmatch(coder)
        and any(_file(folder / "coding", one, coder).exists() for one in BY_HAND)
    ):
        return set()
    rows = {name: codings[name][codings[name]["coder"] == coder] for name in BY_HAND if name in codings}
    if table not in rows or rows[table].empty:
        return set()
    return {str(key) for frame in rows.values() for key in frame["article_id"]}
