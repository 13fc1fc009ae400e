"""Files in more than one encoding: each line is read in the encoding it is in."""

from __future__ import annotations

import re

from .code_pages import is_latin, latin_page

_ESCAPED = re.compile("[\udc80-\udcff]")
_LONGEST = 20_000  # bytes of a line by which its code page is recognised


def repaired(line: str, encoding: str) -> tuple[str, str | None]:
    """A line read with ``errors="surrogateescape"`` as text, and the code page it was read in if not ``encoding``.

    A line that holds signs of its encoding and bytes that are none is damaged: there each such byte becomes U+FFFD.
    """
    if not _ESCAPED.search(line):
        return line, None
    kept = _ESCAPED.sub("", line)
    if kept.isascii() and (raw := _raw(line, encoding)) is not None and is_latin(raw[:_LONGEST]):
        guess = latin_page(raw[:_LONGEST])
        page = guess.page if guess is not None else "cp1252"
        try:
            return raw.decode(page), page
        except UnicodeError:
            pass
    return _ESCAPED.sub("\N{REPLACEMENT CHARACTER}", line), None


def decoded_by_lines(raw: bytes, encoding: str) -> tuple[str, dict[str, int], int]:
    """Bytes as text, how many lines were read in which other code page, and how many hold U+FFFD in place of bytes."""
    pages: dict[str, int] = {}
    n_replaced = 0
    lines = raw.decode(encoding, errors="surrogateescape").splitlines(keepends=True)
    for place, line in enumerate(lines):
        if line.isascii():
            continue
        lines[place], page = repaired(line, encoding)
        if page:
            pages[page] = pages.get(page, 0) + 1
        elif lines[place] != line:
            n_replaced += 1
    return "".join(lines), pages, n_replaced


def _raw(line: str, encoding: str) -> bytes | None:
    try:
        return line.encode(encoding.replace("utf-8-sig", "utf-8").replace("utf_8_sig", "utf-8"), "surrogateescape")
    except (UnicodeError, LookupError):
        return None
