"""One file a format of another tool; each offers ``READER = ExportReader(...)`` and is found by itself."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from ....errors import SamestoryError, listed
from ....intake.source import Source
from ..model import ExportReader

__all__ = ["reader_of", "readers"]


@functools.cache
def readers() -> dict[str, ExportReader]:
    """Every reader by its name, in the order of the files' names, in which they are asked."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").READER for name in names]
    return {reader.name: reader for reader in found}


def reader_of(source: Source) -> ExportReader:
    """The first reader that recognises a file.

    Raises
    ------
    SamestoryError
        No reader recognises it.
    """
    found = next((reader for reader in readers().values() if reader.recognises(source)), None)
    if found is None:
        raise SamestoryError(f"{source.name}: is no export of codings that is known here. Formats: {listed(readers())}")
    return found
