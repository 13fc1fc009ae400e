"""RTF files as lines of text."""

from __future__ import annotations

import re

from ...errors import SamestoryError
from ..record import Reject
from ..source import Source

MOST_BYTES = 40_000_000  # a download of 500 articles has some 5 million
_SPACE = re.compile(r"[ \t\u200b]+")
_FONTS = re.compile(r"\{\s{0,9}\\fonttbl", re.IGNORECASE)
_FONT = re.compile(r"\\f(\d{1,5})\b[^;{}]{0,200}?\\fcharset(\d{1,3})")
_CODEPAGE = re.compile(rb"\\ansicpg(\d{3,5})")


def is_rtf(source: Source) -> bool:
    """Whether a file begins as RTF does."""
    return source.head.lstrip()[:5].lower() == b"{\\rtf"


def head_text(source: Source) -> str:
    """What the first 64 KiB say, for recognition; empty if they cannot be read."""
    try:
        return _plain(source.head, source.name)
    except SamestoryError:
        return ""


def rtf_not_closed(source: Source) -> list[Reject]:
    """A reject on the end of the file where the last brace is missing."""
    if source.read().rstrip(b"\x00 \r\n\t")[-1:] != b"}":
        return [Reject.of_end("the file does not end with a brace, as RTF does; it may be cut")]
    return []


def rtf_lines(source: Source) -> list[str]:
    """The lines of an RTF file, spaces made single but for non-breaking ones, which stay as found.

    Cells of a table stand side by side with a bar between.

    Raises
    ------
    SamestoryError
        Larger than allowed, or no sound RTF.
    """
    if source.size > MOST_BYTES:
        raise SamestoryError(f"{source.name}: {source.size:,} bytes; an RTF file may have {MOST_BYTES:,}")
    text = _plain(source.read(), source.name).replace("\r\n", "\n").replace("\r", "\n")
    return [_SPACE.sub(" ", line).strip() for line in text.replace("\f", "\n").split("\n")]


def _plain(raw: bytes, name: str) -> str:
    from striprtf.striprtf import rtf_to_text

    page = _CODEPAGE.search(raw[:4096])
    try:
        text = raw.decode(f"cp{page[1].decode()}" if page else "cp1252", errors="replace")
    except LookupError:
        text = raw.decode("cp1252", errors="replace")
    # The parser's own search for links takes time without bound in a damaged file; without this word it finds none,
    # and the text of a link stands where it stood.
    text = text.replace("\\fldinst", "\\fldinstruction")
    text = _with_sound_fonts(text)
    try:
        plain = rtf_to_text(text, errors="replace")
    except (ValueError, TypeError, IndexError, KeyError, LookupError, OverflowError) as error:
        raise SamestoryError(f"{name}: cannot be read as RTF ({type(error).__name__}: {error})") from None
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # pairs of halves become one sign


def _with_sound_fonts(text: str) -> str:
    """The file with its table of fonts written anew, each font with its character set and no more: in a damaged table
    the parser's search takes time without bound."""
    found = _FONTS.search(text)
    if found is None:
        return text.replace("\\fonttbl", "\\*\\fontskip")
    fonts = dict(_FONT.findall(text[found.end() : found.end() + 50_000]))
    table = "".join(f"{{\\f{number}\\fcharset{charset} F;}}" for number, charset in fonts.items())
    begin, rest = text[: found.start()], text[found.start() :].replace("\\fonttbl", "\\*\\fontskip")
    return f"{begin}{{\\fonttbl{table}}}{rest}"
