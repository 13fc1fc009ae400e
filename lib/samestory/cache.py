"""Results of expensive steps, kept between runs in ``outputs/.cache``, by what they are made of.

A key is a digest of all that a step reads and of the code that makes the value, so nothing that is kept can be out of
date: other texts, options or code have other keys. Every row has a check sum, and no row is code, so a damaged or
strange file costs time and never changes a result.

SQLite (the library of Python's own ``sqlite3``) because several processes may write at once and a killed one leaves
the file whole. Compared with diskcache: thousands of rows are read in a few queries, no row names a file or is
unpickled, and no part of the file is mapped into memory, where a cut file would end the process.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import io
import json
import os
import sqlite3
import stat
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from . import paths
from .errors import SamestoryError

try:
    import fcntl
except ImportError:  # Windows has no such locks: there nothing is kept between runs
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Kept", "code_version", "digest", "each", "file_digests", "found_table", "keep_table", "kept_table", "usual"]

SWITCH = "SAMESTORY_CACHE"
QUIET = "SAMESTORY_COMPARED"  # set in the kernels of runs, where a warning would be an output; see `set_aside_since`
FILE, ASIDE = "kept.sqlite", ".damaged"
MOST_BYTES = 2_000_000_000  # of all rows; beyond it those that were used longest ago are removed
AT_ONCE = 500  # rows of one query, and values made between two writes
WAITS = 30.0  # seconds for another process
SETTLED_NS = 2_000_000_000  # a file that changed so shortly ago may change again without another time
FEWEST = 200  # what fewer articles need is made about as fast as it is found
# What a value also depends on; another version of one of them makes other keys.
LIBRARIES = ("numba", "numpy", "pandas", "pyarrow", "py3langid", "scikit-learn", "scipy", "simplemma", "trafilatura")
_BEGUN_NS = time.time_ns()
_WRONG = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_MISMATCH}
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, used INTEGER, check_sum BLOB, value BLOB)"

Given = ParamSpec("Given")


class Kept:
    """One file of kept values: bytes by key. What cannot be read is not there, and what cannot be written is not kept.

    Parameters
    ----------
    path
        The file, made when something is first kept. None: nothing is kept.
    most_bytes
        How large all values together may become.
    """

    def __init__(self, path: Path | None, most_bytes: int = MOST_BYTES):
        self.path, self.most_bytes = path, most_bytes

    def find(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values there are, by key; a row that is damaged is not there."""
        found: dict[bytes, bytes] = {}
        if self.path is None or not keys or not os.path.lexists(self.path):
            return found
        with self._opened(self.path) as base:
            for at in range(0, len(keys) if base else 0, AT_ONCE):
                part = keys[at : at + AT_ONCE]
                marks = ",".join("?" * len(part))
                query = f"SELECT key, check_sum, value, used FROM kept WHERE key IN ({marks})"  # noqa: S608
                rows = base.execute(query, part).fetchall()
                found |= {key: value for key, check, value, _ in rows if _is_whole(key, check, value)}
                if old := [(_week(), key) for key, _, _, used in rows if used != _week()]:
                    base.execute("BEGIN IMMEDIATE")
                    base.executemany("UPDATE kept SET used = ? WHERE key = ?", old)
                    base.execute("COMMIT")
        return found

    def keep(self, rows: Mapping[bytes, bytes]) -> None:
        """Keep values, those used longest ago making room; a disk that is full or read-only is said in a warning."""
        fit = {key: value for key, value in rows.items() if len(value) <= self.most_bytes // 4}
        if self.path is None or not fit:
            return
        with self._opened(self.path) as base:
            if base is None:
                return
            values = list(fit.items())
            for at in range(0, len(values), AT_ONCE):
                part = values[at : at + AT_ONCE]
                base.execute("BEGIN IMMEDIATE")
                self._make_room(base, sum(len(value) for _, value in part))
                packed = ((key, _week(), _sum(key, value), value) for key, value in part)
                base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", packed)
                base.execute("COMMIT")

    def _make_room(self, base: sqlite3.Connection, coming: int) -> None:
        """Remove rows, those used longest ago first, until the new ones fit."""
        while (there := _n_bytes(base)) and there + coming > self.most_bytes:
            (n,) = base.execute("SELECT count(*) FROM kept").fetchone()
            if not n:
                return
            oldest = "SELECT rowid FROM kept ORDER BY used, rowid LIMIT ?"
            base.execute(f"DELETE FROM kept WHERE rowid IN ({oldest})", (n // 4 + 1,))  # noqa: S608

    @contextlib.contextmanager
    def _opened(self, path: Path) -> Iterator[Any]:
        """The file, whole; one that SQLite cannot read is set aside, and what cannot be used at all is None."""
        try:
            base = self._whole(path)
        except (OSError, sqlite3.Error) as error:
            _say(f"{path}: nothing is kept ({error}); every step is done anew")
            base = None
        if base is None:
            yield None
            return
        try:
            with contextlib.closing(base), _held(path.parent):
                yield base
        except sqlite3.Error as error:
            if _is_damage(error):
                _set_aside(path, error)
            else:
                _say(f"{path}: not everything is kept ({error}); what is missing is made anew")
        except OSError as error:
            _say(f"{path}: not everything is kept ({error}); what is missing is made anew")

    @staticmethod
    def _whole(path: Path) -> sqlite3.Connection:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with _held(path.parent):
                return _connect(path)
        except (sqlite3.Error, _NotAFileError) as error:
            if isinstance(error, sqlite3.Error) and not _is_damage(error):
                raise
            _set_aside(path, error)
        with _held(path.parent):
            return _connect(path)


class _NotAFileError(OSError):
    """The place of the file is taken by a link, folder, pipe or device."""


def usual() -> Kept:
    """The file of this project; none on Windows, if ``SAMESTORY_CACHE`` is ``no``, or without ``outputs`` to write to.

    Raises
    ------
    SamestoryError
        The variable is neither ``yes`` nor ``no``.
    """
    said = os.environ.get(SWITCH, "").strip().lower() or "yes"
    if said not in ("yes", "no"):
        raise SamestoryError(f"{SWITCH} is {said[:40]!r}; give yes or no, or leave it unset (yes)")
    folder = paths.outputs()
    there = folder if folder.exists() else folder.parent
    if fcntl is None or said == "no" or not os.access(there, os.W_OK | os.X_OK) or (folder / ".cache").is_symlink():
        return Kept(None)
    return Kept(folder / ".cache" / FILE)


def digest(*parts: str | bytes | None) -> bytes:
    """One digest of several parts, each with its length, so that no two lists of parts are the same."""
    total = hashlib.blake2b(digest_size=20)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(b"-" if raw is None else b"%d:" % len(raw))
        total.update(raw or b"")
    return total.digest()


@functools.cache
def code_version() -> bytes | None:
    """A digest of this package and of the libraries it computes with.

    None if a file changed since this process began: what is imported may then be older than the file.
    """
    total, newest = [sys.version], 0
    for path in sorted(paths.PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            newest = max(newest, path.stat().st_mtime_ns, path.stat().st_ctime_ns)
            total += [path.relative_to(paths.PACKAGE).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()]
    for name in LIBRARIES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            total += [name, importlib.metadata.version(name)]
    return digest(*total) if newest < _BEGUN_NS - SETTLED_NS else None


def each(
    step: str,
    given: Sequence[Any],
    make: Callable[[Any], Any],
    *,
    by: Callable[[Any], Iterable[str | bytes | None]],
    size: int | None = None,
) -> list[Any]:
    """What a pure function makes of each of several things; what was made before is not made again.

    Parameters
    ----------
    step
        The name of the step, different from that of every other.
    given
        What the function is called with, one after the other.
    make
        The function. Its value is what JSON can hold: no tuples, and texts as keys.
    by
        All that the value of one depends on, as texts or bytes.
    size
        Of how many articles they are; default: one each. Below ``FEWEST`` nothing is kept.

    Returns
    -------
    list
        One value for each of ``given``, in order.
    """
    store, version = usual(), code_version()
    if store.path is None or version is None or (len(given) if size is None else size) < FEWEST:
        return [make(one) for one in given]
    keys = [digest(step, version, *by(one)) for one in given]
    packed = store.find(list(dict.fromkeys(keys)))
    found: dict[bytes, Any] = {}
    new: dict[bytes, bytes] = {}
    for key, one in zip(keys, given, strict=True):
        if key in found:
            continue
        if key in packed:
            found[key] = json.loads(packed[key])
            continue
        found[key] = make(one)
        with contextlib.suppress(TypeError, ValueError):  # what JSON cannot hold is not kept
            new[key] = json.dumps(found[key], separators=(",", ":")).encode()
        if len(new) >= AT_ONCE:
            store.keep(new)
            new = {}
    store.keep(new)
    return [found[key] for key in keys]


def kept_table(step: str) -> Callable[[Callable[Given, pd.DataFrame]], Callable[Given, pd.DataFrame]]:
    """Decorate a pure function from tables to a table: for the same tables, options and code it is computed once.

    Only calls whose first argument is a table are kept, with ``FEWEST`` rows or more, and only if all else that is
    given is a table, a text, a number, a truth value or None. A result is kept if it comes back exactly as it was.

    Parameters
    ----------
    step
        The name of the step, different from that of every other.

    Returns
    -------
    callable
        The decorator; what it makes of a function is called as before and returns the same tables.
    """

    def decorated(function: Callable[Given, pd.DataFrame]) -> Callable[Given, pd.DataFrame]:
        @functools.wraps(function)
        def found(*args: Given.args, **kwargs: Given.kwargs) -> pd.DataFrame:
            store = usual()
            parts = None if store.path is None else _parts(args, kwargs)
            version = code_version() if parts is not None else None
            if parts is None or version is None:
                return function(*args, **kwargs)
            key = digest(step, version, *parts)
            if (known := found_table(key)) is not None:
                return known
            made = function(*args, **kwargs)
            keep_table(key, made)
            return made

        return found

    return decorated


def found_table(key: bytes) -> pd.DataFrame | None:
    """The table kept under a key; None if there is none."""
    raw = usual().find([key]).get(key)
    return None if raw is None else _unpacked(raw)


def keep_table(key: bytes, table: pd.DataFrame) -> None:
    """Keep a table under a digest of all that it is made of, if it comes back exactly as it was."""
    if (packed := _packed(table)) is not None:
        usual().keep({key: packed})


def file_digests(files: Sequence[Path]) -> dict[Path, bytes]:
    """The SHA-256 of each file; one whose size, times and inode are as they were is not read again.

    The times of a file include that of its inode, which nobody can set. A file that changed within the last two seconds
    is read again the next time.

    Parameters
    ----------
    files
        Regular files.

    Returns
    -------
    dict of Path to bytes
        The 32 bytes of each digest.

    Raises
    ------
    OSError
        A file cannot be read.
    """
    store, now = usual(), time.time_ns()
    states = {path: path.stat() for path in files}
    keys = {path: _state(path, one) for path, one in states.items()}
    size, whole = hashlib.sha256().digest_size, digest("files", *keys.values())
    joined = store.find([whole]).get(whole, b"")  # one row, as many files seldom change at once
    if len(joined) == size * len(keys):
        return {path: joined[at * size : (at + 1) * size] for at, path in enumerate(keys)}
    known = store.find(list(keys.values()))
    found: dict[Path, bytes] = {}
    new: dict[bytes, bytes] = {}
    for path, key in keys.items():
        if len(known.get(key, b"")) == size:
            found[path] = known[key]
            continue
        with path.open("rb") as stream:
            found[path] = hashlib.file_digest(stream, "sha256").digest()
            after = os.fstat(stream.fileno())
        if _state(path, after) == key and max(after.st_mtime_ns, after.st_ctime_ns) < now - SETTLED_NS:
            new[key] = found[path]
    if len(keys) > 1 and all(key in new or len(known.get(key, b"")) == size for key in keys.values()):
        new[whole] = b"".join(found.values())
    store.keep(new)
    return found


def set_aside_since(moment: float) -> str | None:
    """What a command says if a process of it set a damaged file aside; None if none did, or this one has said so."""
    place = paths.outputs() / ".cache" / (FILE + ASIDE)
    try:
        is_new = os.lstat(place).st_ctime >= moment
    except OSError:
        return None
    return _aside_line(place) if is_new and not any(line.startswith(_aside_line(place)) for line in _said) else None


def _aside_line(aside: Path) -> str:
    name = aside.name.removesuffix(ASIDE)
    return f"{name}: damaged, or no file of kept results; now {aside}, and begun anew. No result is affected"


def _state(path: Path, one: os.stat_result) -> bytes:
    facts = (one.st_size, one.st_mtime_ns, one.st_ctime_ns, one.st_ino, one.st_dev)
    return digest("file", str(path), *map(str, facts))


def _parts(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> list[str | bytes | None] | None:
    """What a call is made of; None if it is not worth keeping, or something in it is of another kind."""
    import pandas as pd

    if not (args and isinstance(args[0], pd.DataFrame) and len(args[0]) >= FEWEST):
        return None
    found: list[str | bytes | None] = []
    for name, value in [*((str(at), value) for at, value in enumerate(args)), *sorted(kwargs.items())]:
        if isinstance(value, pd.DataFrame):
            if (raw := _packed(value)) is None:
                return None
            found += [name, "table", digest(raw)]
        elif value is None or isinstance(value, bool | int | float | str):
            found += [name, type(value).__name__, repr(value)]
        else:
            return None
    return found


def _packed(table: pd.DataFrame) -> bytes | None:
    """A table as an Arrow file; None if it would not come back exactly as it is."""
    import pyarrow as pa

    try:
        made = pa.Table.from_pandas(table)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return None
    stream = io.BytesIO()
    with pa.ipc.new_file(stream, made.schema) as writer:
        writer.write_table(made)
    raw = stream.getvalue()
    known = _unpacked(raw)
    return raw if known is not None and _is_same(known, table) else None


def _unpacked(raw: bytes) -> pd.DataFrame | None:
    import pandas as pd
    import pyarrow as pa

    try:
        table = pa.ipc.open_file(pa.py_buffer(raw)).read_all().to_pandas()
    except (pa.ArrowException, TypeError, ValueError, KeyError):
        return None
    return table if isinstance(table, pd.DataFrame) else None


def _is_same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    import pandas as pd

    try:
        pd.testing.assert_frame_equal(
            one, other, check_exact=True, check_index_type=True, check_column_type=True, check_freq=False
        )
    except (AssertionError, TypeError, ValueError):
        return False
    return bool(one.attrs == other.attrs) and all(
        _missing(one[name]) == _missing(other[name]) for name, kind in one.dtypes.items() if str(kind) == "object"
    )


def _missing(column: pd.Series) -> list[type]:
    """The kinds of the values of a column of objects: None and NaN count as equal elsewhere."""
    return [type(value) for value in column]


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file, and nothing but a plain file."""
    for place in (path, path.with_name(f"{path.name}-journal")):
        if os.path.lexists(place) and not stat.S_ISREG(os.lstat(place).st_mode):
            raise _NotAFileError(f"{place.name} is a link, folder, pipe or device")
    base = sqlite3.connect(path, timeout=WAITS, isolation_level=None)
    try:
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "synchronous = NORMAL"):
            base.execute(f"PRAGMA {pragma}")
        if not base.execute("SELECT 1 FROM sqlite_schema WHERE name = 'kept'").fetchone():
            base.execute(_TABLE)
        base.execute("SELECT key, used, check_sum, value FROM kept LIMIT 0")
    except BaseException:
        base.close()
        raise
    return base


def _is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is wrong, not the disk or another process."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and (code & 0xFF in _WRONG or code == sqlite3.SQLITE_IOERR_SHORT_READ)


def _set_aside(path: Path, why: Exception) -> None:
    """Move a damaged file out of the way, once, while no other process has it open."""
    try:
        with _held(path.parent, alone=True):
            try:
                _connect(path).close()
                if not isinstance(why, sqlite3.Error) or _is_sound(path):
                    return  # another process was faster
            except (sqlite3.Error, _NotAFileError):
                pass
            aside = path.with_name(path.name + ASIDE)
            _remove(aside)
            path.replace(aside)
            _remove(path.with_name(f"{path.name}-journal"))
        _say(_aside_line(aside) + f" ({why})")
    except OSError as error:
        _say(f"{path}: is damaged and cannot be moved ({error}); remove it")


def _is_sound(path: Path) -> bool:
    with contextlib.closing(_connect(path)) as base:
        return bool(base.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


def _remove(place: Path) -> None:
    import shutil

    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


@contextlib.contextmanager
def _held(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """A lock on the folder: many may use the file, one alone may move it; it ends with the process."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        until = time.monotonic() + WAITS
        while True:
            try:
                fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)
        yield
    finally:
        os.close(descriptor)


def _n_bytes(base: sqlite3.Connection) -> int:
    """Bytes of all pages in use."""
    size, n, free = (
        int(base.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_size", "page_count", "freelist_count")
    )
    return size * (n - free)


def _is_whole(key: object, check: object, value: object) -> bool:
    return isinstance(key, bytes) and isinstance(value, bytes) and check == _sum(key, value)


def _sum(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(key + value, digest_size=8).digest()


def _week() -> int:
    return int(time.time() // (7 * 86_400))


_said: set[str] = set()


def _say(line: str) -> None:
    """Warn, once in this process; in the kernel of a run the command does it, see `set_aside_since`."""
    if line not in _said and not os.environ.get(QUIET):
        _said.add(line)
        warnings.warn(line, stacklevel=3)
