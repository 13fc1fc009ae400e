"""Vectors kept on disk, by digest of encoder, language and sentence, in one SQLite file.

SQLite (the library of Python's own ``sqlite3``) because several processes may write at once, a killed one leaves the
file whole, and no row is code. A file that is cut, or no such file at all, is set aside and begun anew: what is lost is
time.
"""

from __future__ import annotations

import hashlib
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

__all__ = ["VectorStore"]

MOST_BYTES = 2_000_000_000  # of vectors; when full, the store is begun anew
AT_ONCE = 500  # rows asked for in one query
WAITS = 30  # seconds for another writer


class VectorStore:
    """Vectors of one encoder on disk; each is kept as float16, so that the first and the second answer are equal.

    Parameters
    ----------
    path
        The file; made when something is first kept. None: nothing is kept.
    encoder
        Name of the encoder.
    """

    def __init__(self, path: Path | None, encoder: str):
        self.path = path
        self._encoder = encoder

    def key(self, sentence: str) -> bytes:
        """The digest under which the vector of a sentence is kept."""
        return hashlib.blake2b(f"{self._encoder}\n{sentence}".encode("utf-8", "replace"), digest_size=16).digest()

    def find(self, keys: list[bytes]) -> dict[bytes, np.ndarray]:
        """The vectors there are, float16, by key; a row that is damaged is not there."""
        if self.path is None or not self.path.is_file():
            return {}
        found: dict[bytes, np.ndarray] = {}
        with self._opened(self.path) as base:
            if base is None:
                return {}
            for at in range(0, len(keys), AT_ONCE):
                part = keys[at : at + AT_ONCE]
                marks = ",".join("?" * len(part))
                rows = base.execute(f"SELECT key, check_sum, vector FROM vectors WHERE key IN ({marks})", part)  # noqa: S608
                found |= {key: np.frombuffer(v, np.float16) for key, check, v in rows if _check(v) == check}
        return found

    def keep(self, rows: dict[bytes, np.ndarray]) -> None:
        """Keep vectors, float16; a disk that is full or read-only is said in a warning and stops nothing."""
        if self.path is None or not rows:
            return
        with self._opened(self.path) as base:
            if base is None:
                return
            if self.path.stat().st_size > MOST_BYTES:
                base.execute("DELETE FROM vectors")
                base.commit()
                base.execute("VACUUM")
            packed = ((key, _check(vector.tobytes()), vector.tobytes()) for key, vector in rows.items())
            base.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", packed)
            base.commit()

    @contextmanager
    def _opened(self, path: Path) -> Iterator[sqlite3.Connection | None]:
        """The file, whole; one that SQLite cannot read is set aside first, and what cannot be written is None."""
        base = None
        try:
            try:
                base = _connect(path)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                aside = path.with_name(f"{path.name}.damaged")
                warnings.warn(
                    f"{path.name}: not a store of vectors ({error}); now {aside.name}, and begun anew", stacklevel=4
                )
                path.replace(aside)
                base = _connect(path)
            yield base
        except (OSError, sqlite3.DatabaseError) as error:
            warnings.warn(f"{path}: vectors are not kept ({error}); this run encodes them itself", stacklevel=4)
            if base is None:
                yield None
        finally:
            if base is not None:
                base.close()


def _check(vector: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(vector, digest_size=4).digest())


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect(path, timeout=WAITS)
    base.execute(
        "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, check_sum INTEGER, vector BLOB) WITHOUT ROWID"
    )
    return base
