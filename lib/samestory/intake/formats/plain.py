"""Plain text, with or without a YAML head between two lines of ``---``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import StoryError
from ...schema import table_named
from ...yamlfile import Document, parse_yaml
from ..dates.reading import AMBIGUOUS, date_fields, day_first_of
from ..record import Found, Options, Rank, Reader, Record, Reject, Remark
from ..shared.document import GUESSABLE, guesses
from ..shared.opening import opening_of
from ..source import Source, decoded_by_guess

MAX_BYTES = 5_000_000
MAX_HEAD = 100_000  # characters of the keys above a text
FORMAT = "plain text"
ENDINGS = (".txt", ".md", ".text", ".markdown")
# What intake fills in itself, and so no head gives.
_FILLED = ("story", "text", "n_words", "source_file", "source_format")
# ISO 8601 in a form that shows its precision: all that the head of a story's own text may give. Of other files a date
# is read in any form, as those of a table are.
_PRECISE = re.compile(r"\d{4}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d))?)?", re.ASCII)


def read_plain(path: Path) -> tuple[dict[str, Any], str, Document]:
    """Read one text file of a story folder, strictly.

    Returns
    -------
    head, text, document
        The head's keys with their values as text (empty without a head); the text as found, without the one blank
        line after a head and without the last line end; the parsed head, which knows the line of each key.

    Raises
    ------
    StoryError
        Not UTF-8, too large, no text, or a head that does not end or is not YAML.
    """
    if (size := path.stat().st_size) > MAX_BYTES:
        raise StoryError(f"{path.name}: {size:,} bytes; an article may have {MAX_BYTES:,}")
    raw = path.read_bytes()
    try:
        found = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StoryError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    return _parsed(found, path.name)


@dataclass(frozen=True)
class Plain:
    """One text file of a story.

    ``head`` are the keys of its YAML head with ``document``, which knows their lines; without a head ``opening`` are
    the columns read from its first lines and ``guessed`` their names. ``encoding`` is what it was read as where it is
    not UTF-8.
    """

    head: dict[str, Any]
    text: str
    document: Document
    opening: dict[str, str] = field(default_factory=dict)
    guessed: list[str] = field(default_factory=list)
    encoding: str | None = None


def read_article(path: Path, options: Options | None = None) -> Plain:
    """Read one text file of a story folder as people save them: with a head or without, in any encoding.

    Raises
    ------
    StoryError
        Too large, no text, bytes that are not text in the encoding they are most likely in, or a broken head.
    """
    if (size := path.stat().st_size) > MAX_BYTES:
        raise StoryError(f"{path.name}: {size:,} bytes; an article may have {MAX_BYTES:,}")
    raw = path.read_bytes()
    encoding = None
    try:
        found = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found, encoding = decoded_by_guess(raw)
        if "\N{REPLACEMENT CHARACTER}" in found or "\x00" in found:
            raise StoryError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
        found = found.removeprefix("\ufeff")
        encoding = None if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else encoding  # its mark leaves no doubt
    head, text, document = _parsed(found, path.name)
    if head or found.startswith("---"):
        return Plain(head, text, document, encoding=encoding)
    opening = opening_of(text, options)
    guessed = [name for name in GUESSABLE if name in opening.fields]
    return Plain({}, text[opening.begin :], document, opening.fields, guessed, encoding)


def _parsed(found: str, name: str) -> tuple[dict[str, Any], str, Document]:
    head, text = _split(found, name)
    if head and len(head) > MAX_HEAD:
        raise StoryError(f"{name}: a head of {len(head):,} characters; the keys of an article may have {MAX_HEAD:,}")
    document = parse_yaml(head, name, first_line=2) if head and head.strip() else Document({}, {})
    if not isinstance(document.data, dict):
        raise StoryError(f"{name}: the head between the lines --- must be keys with values")
    text = text.removesuffix("\n").removesuffix("\r")
    if not text.strip():
        raise StoryError(f"{name}: holds no text")
    return document.data, text, document


_HEAD = re.compile(r"---\r?\n((?:.*?\r?\n)?)---(?:\r?\n|\Z)(?:\r?\n)?", re.DOTALL)


def _split(found: str, name: str) -> tuple[str | None, str]:
    if not re.match(r"---\r?\n", found):
        return None, found
    head = _HEAD.match(found)
    if head is None:
        raise StoryError(f"{name}: the head that starts with --- has no closing line ---")
    return head[1], found[head.end() :]


def is_precise(shown: str) -> bool:
    """Whether a date is in the ISO 8601 form that shows its precision."""
    return bool(_PRECISE.fullmatch(shown))


def _recognises(source: Source) -> bool:
    return source.ending in ENDINGS and not source.is_binary


def _read(source: Source, options: Options) -> Iterator[Found]:
    """One file is one record; what cannot be read is one reject that keeps the file's bytes."""
    if source.size > MAX_BYTES:
        with source.open() as stream:
            yield Reject("whole file", f"{source.size:,} bytes; an article may have {MAX_BYTES:,}", stream.read(1000))
        return
    raw = source.read()
    found, encoding = source.text(options.encoding)
    yield Remark("encoding", encoding)
    try:
        head, text, _ = _parsed(found.removeprefix("\ufeff"), source.name)
    except StoryError as error:
        yield Reject("whole file", str(error).removeprefix(source.name).lstrip(":, "), raw)
        return
    fields, unused = {"text": text}, []
    if not head:
        opening = opening_of(text, options)
        fields = {"text": text[opening.begin :], **opening.fields}
        yield from guesses(opening.fields)
    known = [name for name in table_named("articles").names if name not in _FILLED]
    for key, value in head.items():
        column = next((ours for ours, theirs in options.columns.items() if theirs == key), key)
        if column in known and isinstance(value, str):
            fields[column] = value
        elif value is not None and key != "invented":
            unused.append(key)
    if unused:
        yield Remark("columns", f"not used: {', '.join(unused)}")
    if (shown := fields.get("published")) and not is_precise(shown):
        del fields["published"]
        read, fault = date_fields(shown, options, day_first=day_first_of([shown]))
        fields = read | fields
        if fault:
            why = f"{AMBIGUOUS} (say --day-first or --month-first): {shown[:60]!r}" if AMBIGUOUS in fault else fault
            yield Remark("dates", why)
    yield Record(fields, "whole file")


READER = Reader(FORMAT, ENDINGS, _recognises, _read, Rank.TEXT)
