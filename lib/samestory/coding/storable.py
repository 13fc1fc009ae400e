"""Texts and names as tables can hold them."""

from __future__ import annotations

import re

from ..errors import printable

_HALVES = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """A text with each half of a surrogate pair, which no file can hold, replaced by one sign, so that offsets stay."""
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)


def name_of(words: str) -> str:
    """Words as a name: without control characters and such halves, spaces between words only."""
    return " ".join(printable(words).replace("\N{REPLACEMENT CHARACTER}", " ").split())
