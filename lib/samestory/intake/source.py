"""A file to be read, or a member of an archive: its name, its first bytes, its text, within bounds."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from ..errors import SamestoryError
from .shared.code_pages import LOOKED_AT, NO_TEXT_IN, Guess, is_latin, latin_page
from .shared.mixed import decoded_by_lines

# What Python raises for a packed file (Word, OpenDocument) that is damaged, encrypted or packed in an unknown way.
UNPACKING = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)

HEAD_BYTES = 65_536
ASCII_LOOKED_AT = 32_000_000  # of a file that begins in ASCII: so far the first byte that tells is looked for
BUFFER = 1 << 20  # bytes read from disk at once; with less, finding the ends of lines takes twice as long
MAX_WHOLE_BYTES = 200_000_000  # of a file that can only be read whole; formats that stream have no such bound
FEW_LETTERS = 100  # of a script that is not Latin; with less, two of its code pages may look alike
GUESS_BYTES = 16_384  # enough for a model to tell encodings apart, and a tenth of a second on the worst input
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What newspapers and their databases were saved in; a model that may choose among all of Python's takes seconds and
# answers with alphabets nobody wrote news in.
_PLAUSIBLE = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "koi8_r",
    "koi8_u",
    "cp866",
    "iso8859_2",
    "iso8859_5",
    "iso8859_15",
    "mac_roman",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
]


@dataclass(frozen=True)
class Source:
    """One file.

    ``name`` is how reports call it (``exports.zip/week1.html`` for a member of an archive), ``size`` its bytes (of a
    compressed stream at least those it takes on disk), ``open`` gives a new seekable binary stream of it.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]

    @classmethod
    def of_path(cls, path: Path, name: str | None = None) -> Source:
        """The source of a file on disk."""
        return cls(name or path.name, path.stat().st_size, lambda: path.open("rb", buffering=BUFFER))

    @classmethod
    def of_bytes(cls, raw: bytes, name: str) -> Source:
        """The source of bytes in memory."""
        return cls(name, len(raw), lambda: io.BytesIO(raw))

    @property
    def ending(self) -> str:
        """The ending of the name in small letters, with its dot; empty if it has none."""
        return Path(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name of the file alone, without folders, archive and ending."""
        return Path(self.name).stem

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def encoding(self) -> str:
        """The encoding its beginning is most likely in: the first 64 KiB, or where they are ASCII, what follows."""
        return self._guess.page

    @property
    def encoding_says(self) -> str:
        """The same for a report, with the second best where the two cannot be told apart with certainty."""
        return self._guess.says

    @cached_property
    def _guess(self) -> Guess:
        if len(self.head) < HEAD_BYTES or not self.head.isascii() or self.is_binary:
            return guess_of(self.head)
        try:
            with self.open() as stream:
                for _ in range(ASCII_LOOKED_AT // BUFFER):
                    if not (piece := stream.read(BUFFER)).isascii():
                        return guess_of(piece)
                    if not piece:
                        break
        except (SamestoryError, OSError, EOFError):  # who reads all of it will say so
            pass
        return guess_of(self.head)

    @cached_property
    def head_text(self) -> str:
        """The first 64 KiB as text, in the encoding most likely; bytes that do not fit it are replaced."""
        return self.head.decode(self.encoding, errors="replace")

    @cached_property
    def is_binary(self) -> bool:
        """Whether the first bytes are not text in any encoding: a picture, an archive, a program's own format."""
        return _is_binary(self.head)

    def read(self) -> bytes:
        """All bytes.

        Raises
        ------
        SamestoryError
            Larger than a file may be that is read whole.
        """
        raw = b""
        if self.size <= MAX_WHOLE_BYTES:
            with self.open() as stream:
                raw = stream.read(MAX_WHOLE_BYTES + 1)
        if max(self.size, len(raw)) > MAX_WHOLE_BYTES:  # a compressed stream shows its size only now
            raise SamestoryError(
                f"{self.name}: {max(self.size, len(raw)):,} bytes; a file of this format may have {MAX_WHOLE_BYTES:,}"
            )
        return raw

    def text(self, encoding: str | None = None) -> tuple[str, str]:
        """All of it as text, and the encoding it was read in.

        ``encoding`` is what the file or the user says; where it is None or does not fit it is recognised. Bytes that
        are not text in it become U+FFFD.
        """
        raw = self.read()
        if encoding and is_text_encoding(encoding):
            try:
                return raw.decode(encoding), encoding
            except UnicodeError:
                pass
        return decoded_by_guess(raw)


def is_text_encoding(name: str) -> bool:
    """Whether Python knows an encoding of text by this name (some of its codecs compress, or only look like one)."""
    try:
        return codecs.lookup(name)._is_text_encoding and name.lower() not in ("idna", "punycode", "undefined")
    except (LookupError, ValueError):
        return False


def encoding_of(raw: bytes) -> str:
    """The encoding bytes are most likely in; see ``guess_of``."""
    return guess_of(raw).page


def decoded_by_guess(raw: bytes) -> tuple[str, str]:
    """Bytes as text in the encoding they are most likely in, and what a report says of it."""
    guess = guess_of(raw)
    try:
        return raw.decode(guess.page), guess.says
    except UnicodeError:
        return mended(raw, guess.page, guess.says)


def mended(raw: bytes, page: str, says: str) -> tuple[str, str]:
    """Bytes that are not text in an encoding as a whole: lines in another code page read in that one, what else is no
    text as U+FFFD; and what a report says of it."""
    if page.startswith(("utf_16", "utf-16", "utf_32", "utf-32")):
        return raw.decode(page, errors="replace"), f"{says}, with {NO_TEXT_IN} it"
    text, pages, n_replaced = decoded_by_lines(raw, page)
    read = [f"{n:,} {'line' if n == 1 else 'lines'} read as {name}" for name, n in pages.items()]
    read += [f"{n_replaced:,} {'line' if n_replaced == 1 else 'lines'} with U+FFFD"] if n_replaced and pages else []
    return text, f"{says}, with {NO_TEXT_IN} it{': ' if read else ''}{', '.join(read)}"


def guess_of(raw: bytes) -> Guess:
    """The encoding bytes are most likely in, and its rival where the two cannot be told apart with certainty.

    In this order: a byte order mark, UTF-8 where it fits, for Latin scripts the code page whose words can be spelt in
    some language (``code_pages``), else what a model says.
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return Guess(name)
    try:
        raw.decode("utf-8")
        return Guess("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.reason == "unexpected end of data"  # the last sign of a piece was cut through
        if is_cut and (len(raw) >= HEAD_BYTES or not raw[: error.start].isascii()):
            return Guess("utf-8")
        # One broken byte in a long text of another alphabet is damage, not another encoding.
        if error.start > GUESS_BYTES and not raw[:GUESS_BYTES].isascii():
            return Guess("utf-8")
        first = max(0, error.start - GUESS_BYTES // 4)
    if is_mostly_utf8(raw):
        return Guess("utf-8")
    if raw[:GUESS_BYTES].count(0) > len(raw[:GUESS_BYTES]) // 8:
        return Guess(_without_mark(raw[:GUESS_BYTES]))
    if _is_binary(raw[:GUESS_BYTES]):
        return Guess("cp1252")
    piece = raw[first : first + GUESS_BYTES]
    if is_latin(piece) and (guess := latin_page(raw[first : first + LOOKED_AT])) is not None:
        return guess
    from charset_normalizer import from_bytes  # a tenth of a second to import, and rarely needed

    found = list(from_bytes(piece, cp_isolation=_PLAUSIBLE, steps=4, chunk_size=1024))
    if not found:
        return Guess("cp1252")
    is_short = len(piece) - len(piece.translate(None, _HIGH)) < FEW_LETTERS
    return Guess(found[0].encoding, found[1].encoding if is_short and len(found) > 1 else None)


def is_mostly_utf8(raw: bytes) -> bool:
    """Whether bytes are UTF-8 with damage in it: nearly all of those above 127 are parts of its signs.

    In a code page they are letters among ASCII, or of a script that makes such sequences only by chance.
    """
    piece = raw[: 64 * GUESS_BYTES]
    signs = _UTF8_SIGN.findall(piece)
    return len(signs) > 2 and sum(map(len, signs)) >= 0.9 * (len(piece) - len(piece.translate(None, _HIGH)))


def _without_mark(piece: bytes) -> str:
    """UTF-16 whose byte order mark was lost shows by zeros in every other byte."""
    even, odd = piece[::2].count(0), piece[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else "cp1252"


_UTF8_SIGN = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xc2[\xa0-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(128, 256))
_CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27})


def _is_binary(piece: bytes) -> bool:
    """More than one byte in a hundred is a control character no text holds, and no UTF-16 or UTF-32 explains it."""
    if any(piece.startswith(mark) for mark, _ in _BOMS) or not piece:
        return False
    controls = len(piece) - len(piece.translate(None, _CONTROLS))
    if controls * 100 <= len(piece):
        return False
    return _without_mark(piece) == "cp1252" or piece.count(0) <= len(piece) // 8
