"""A file to be read, or a member of an archive: its name, its first bytes, its text, within bounds."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from ..errors import SamestoryError

HEAD_BYTES = 65_536
MAX_WHOLE_BYTES = 200_000_000  # of a file that can only be read whole; formats that stream have no such bound
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True)
class Source:
    """One file.

    ``name`` is how reports call it (``exports.zip/week1.html`` for a member of an archive), ``size`` its bytes,
    ``open`` gives a new seekable binary stream of it.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]

    @classmethod
    def of_path(cls, path: Path, name: str | None = None) -> Source:
        """The source of a file on disk."""
        return cls(name or path.name, path.stat().st_size, lambda: path.open("rb"))

    @classmethod
    def of_bytes(cls, raw: bytes, name: str) -> Source:
        """The source of bytes in memory."""
        return cls(name, len(raw), lambda: io.BytesIO(raw))

    @property
    def ending(self) -> str:
        """The ending of the name in small letters, with its dot; empty where it has none."""
        return Path(self.name).suffix.lower()

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def head_text(self) -> str:
        """The first 64 KiB as text, in the encoding most likely; what is no text in it is replaced."""
        return self.head.decode(encoding_of(self.head), errors="replace")

    def read(self) -> bytes:
        """All bytes.

        Raises
        ------
        SamestoryError
            Larger than a file may be that is read whole.
        """
        if self.size > MAX_WHOLE_BYTES:
            raise SamestoryError(
                f"{self.name}: {self.size:,} bytes; a file of this format may have {MAX_WHOLE_BYTES:,}"
            )
        with self.open() as stream:
            return stream.read(MAX_WHOLE_BYTES + 1)

    def text(self, encoding: str | None = None) -> tuple[str, str]:
        """All of it as text, and the encoding it was read in.

        ``encoding`` is what the file or the user says; where it is None or does not fit it is recognised. Bytes that
        are no text in it become U+FFFD.
        """
        raw = self.read()
        for name in (encoding, encoding_of(raw)):
            if name:
                try:
                    return raw.decode(name), name
                except (UnicodeDecodeError, LookupError):
                    continue
        name = encoding_of(raw)
        return raw.decode(name, errors="replace"), f"{name}, with bytes that are no text in it"


def encoding_of(raw: bytes) -> str:
    """The encoding bytes are most likely in: a byte order mark, UTF-8 where it fits, else what a model says."""
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return name
    try:
        raw.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        if error.end >= len(raw) - 4 and error.start > len(raw) - 5:  # only the last sign of a piece was cut through
            return "utf-8"
    from charset_normalizer import from_bytes  # a tenth of a second to import, and rarely needed

    best = from_bytes(raw[:HEAD_BYTES]).best()
    return best.encoding if best else "cp1252"
