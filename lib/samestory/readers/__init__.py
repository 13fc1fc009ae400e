"""One file for each source format; each reads a file into the fields of ``articles``."""

from .plain import read_plain

READERS = {".txt": read_plain, ".md": read_plain}

__all__ = ["READERS", "read_plain"]
