"""One file a format or vendor; each reads a file into records with the fields of ``articles``.

A file of this folder offers ``READER = Reader(...)``, or ``READERS`` if it reads several formats. There is no list to
edit: every file of this folder is found by itself. Recognition asks the readers in the order of their ``rank``, and the
first that recognises a file reads it.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil

from ...errors import SamestoryError, listed, suggestion
from ..record import Found, Options, Rank, Reader, Record, Reject, Remark, Stated
from ..source import Source, encoding_of
from .plain import read_plain

__all__ = [
    "Found",
    "Options",
    "Rank",
    "Reader",
    "Record",
    "Reject",
    "Remark",
    "Source",
    "Stated",
    "encoding_of",
    "read_plain",
    "reader_named",
    "reader_of",
    "readers",
]


@functools.cache
def readers() -> dict[str, Reader]:
    """Every reader by its name, in the order in which they are asked: by rank, then by file name.

    Raises
    ------
    RuntimeError
        Two readers have one name.
    """
    found: list[Reader] = []
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        module = importlib.import_module(f"{__name__}.{name}")
        found += getattr(module, "READERS", None) or (module.READER,)
    by_name = {reader.name: reader for reader in sorted(found, key=lambda reader: reader.rank)}
    if len(by_name) < len(found):
        raise RuntimeError(f"two readers have one name: {sorted(reader.name for reader in found)}")
    return by_name


def reader_named(name: str) -> Reader:
    """The reader of a name; case, hyphens and underscores make no difference.

    Raises
    ------
    SamestoryError
        No reader has that name; the error suggests the nearest and lists all.
    """
    by_name = {_plain_name(one): reader for one, reader in readers().items()}
    if (reader := by_name.get(_plain_name(name))) is None:
        near = suggestion(name, readers())
        raise SamestoryError(f"no format is called {name!r}.{near} Formats: {listed(readers(), 60)}")
    return reader


def reader_of(source: Source) -> Reader | None:
    """The first reader that recognises a file; None if there is none."""
    return next((reader for reader in readers().values() if reader.recognises(source)), None)


def _plain_name(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
