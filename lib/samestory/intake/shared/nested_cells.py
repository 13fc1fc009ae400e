"""Cells of a table that hold an object or a list as text: NewsAPI's ``source`` as pandas writes it into a CSV."""

from __future__ import annotations

import ast
import json
from typing import Any

from .addresses import clean_address

MOST_LINKS = 1_000  # of one article
LONGEST = 5_000  # characters of such a cell
_NAMES = ("name", "title", "uri", "domain", "id")


def name_in(cell: str) -> str | None:
    """The name in an object, or the names in a list, written as JSON or Python; None if the cell is neither.

    "{'id': 'bbc-news', 'name': 'BBC News'}" names BBC News.
    """
    value = _parsed(cell.strip())
    if isinstance(value, dict):
        return _name(value)
    if isinstance(value, list):
        names = [_name(one) if isinstance(one, dict) else one for one in value[:50]]
        return "; ".join(one for one in names if isinstance(one, str) and one) or None
    return None


def links_in(values: list[Any]) -> list[tuple[str, str]]:
    """Addresses of a list, each once, with the words that are linked if it has them: Event Registry's ``links``."""
    found: dict[str, str] = {}
    for one in values[:MOST_LINKS]:
        said = one if isinstance(one, dict) else {"url": one}
        address = clean_address(
            next((said[key] for key in ("url", "uri", "href") if isinstance(said.get(key), str)), None)
        )
        if address:
            words = said.get("text") or said.get("title") or ""
            found.setdefault(address, " ".join(words.split())[:500] if isinstance(words, str) else "")
    return list(found.items())


def _name(value: dict[Any, Any]) -> str | None:
    return next((said for key in _NAMES if isinstance(said := value.get(key), str) and said.strip()), None)


def _parsed(cell: str) -> Any:
    if len(cell) > LONGEST or cell[:1] + cell[-1:] not in ("{}", "[]"):
        return None
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(cell)  # literals alone; nothing is run
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return None
