"""Plain text, with or without a YAML head between two lines of ``---``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..errors import StoryError
from ..yamlfile import Document, parse_yaml

MAX_BYTES = 5_000_000
FORMAT = "plain text"


def read_plain(path: Path) -> tuple[dict[str, Any], str, Document]:
    """Read one text file.

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
    head, text = _split(found, path.name)
    document = parse_yaml(head, path.name, first_line=2) if head and head.strip() else Document({}, {})
    if not isinstance(document.data, dict):
        raise StoryError(f"{path.name}: the head between the lines --- must be keys with values")
    text = text.removesuffix("\n").removesuffix("\r")
    if not text.strip():
        raise StoryError(f"{path.name}: holds no text")
    return document.data, text, document


_HEAD = re.compile(r"---\r?\n((?:.*?\r?\n)?)---(?:\r?\n|\Z)(?:\r?\n)?", re.DOTALL)


def _split(found: str, name: str) -> tuple[str | None, str]:
    if not re.match(r"---\r?\n", found):
        return None, found
    head = _HEAD.match(found)
    if head is None:
        raise StoryError(f"{name}: the head that starts with --- has no closing line ---")
    return head[1], found[head.end() :]
