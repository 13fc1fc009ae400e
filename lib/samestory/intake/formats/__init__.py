"""One file for each source format; each reads a file into records with the fields of ``articles``.

A module of this folder offers ``READER = Reader(...)``, or ``READERS`` where it reads several formats, and stands in
``MODULES``. Recognition asks in that order and the first that recognises a file reads it, so what knows a program by
its own marks stands before what reads any table, page or text.
"""

from __future__ import annotations

import functools
import importlib

from ...errors import SamestoryError, listed, suggestion
from .plain import read_plain
from .record import Found, Options, Reader, Record, Reject, Remark, Stated
from .source import Source, encoding_of

MODULES: tuple[str, ...] = (
    # what one program writes, known by its own marks
    "nexis_docx",
    "nexis_html",
    "nexis_rtf",
    "nexis_text",
    "factiva_html",
    "factiva_rtf",
    "factiva_text",
    "factiva_xml",
    "europresse",
    "proquest_email",
    "proquest_html",
    "proquest_text",
    "alceste",
    "mediacloud",
    "gdelt_doc",
    "gdelt_gkg",
    "csl_json",
    "ris",
    "warc",
    "feeds",
    "address_list",
    # any document, table, page or text
    "word",
    "open_document",
    "pdf",
    "html",
    "excel",
    "parquet",
    "jsons",
    "delimited",
    "plain",
)


@functools.cache
def readers() -> dict[str, Reader]:
    """Every reader by its name, in the order they are asked."""
    found: dict[str, Reader] = {}
    for name in MODULES:
        module = importlib.import_module(f"{__name__}.{name}")
        for reader in getattr(module, "READERS", None) or (module.READER,):
            if reader.name in found:
                raise RuntimeError(f"two readers are called {reader.name!r}")
            found[reader.name] = reader
    return found


def reader_named(name: str) -> Reader:
    """The reader a user names; small letters, hyphens and underscores make no difference.

    Raises
    ------
    SamestoryError
        No reader of that name; the nearest is suggested and all are listed.
    """
    by_name = {_plain_name(one): reader for one, reader in readers().items()}
    if (reader := by_name.get(_plain_name(name))) is None:
        near = suggestion(name, readers())
        raise SamestoryError(f"no format is called {name!r}.{near} Formats: {listed(readers(), 60)}")
    return reader


def reader_of(source: Source) -> Reader | None:
    """The first reader that recognises a file; None where none does."""
    return next((reader for reader in readers().values() if reader.recognises(source)), None)


def _plain_name(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


__all__ = [
    "MODULES",
    "Found",
    "Options",
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
