"""Whether a file quotes an article: a run of more than twelve words that is in a text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..regular import is_regular, text_of
from .evidence import MOST_WORDS

MOST_BYTES = 300_000_000
READ = (".html", ".ipynb", ".csv", ".json", ".svg", ".txt", ".log", ".md")
_WORD = re.compile(r"[^\W_]+")
# In scripts without spaces a word is two signs long on average.
_DENSE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class Quoted:
    """Finds runs of more than ``MOST_WORDS`` words of any of the given texts.

    Parameters
    ----------
    texts
        Texts of articles.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.known = {run for text in texts for run in _runs(text)}

    def in_text(self, text: str) -> bool:
        """Whether such a run is in a text."""
        return any(run in self.known for run in _runs(text))

    def in_file(self, path: Path) -> bool:
        """Whether such a run is in a file; also if that cannot be told, because it is too large to be read."""
        if path.suffix not in READ:
            return path.suffix != ".png"
        if not is_regular(path) or path.stat().st_size > MOST_BYTES:
            return True
        text = text_of(path, MOST_BYTES)
        if path.suffix in (".ipynb", ".json"):
            try:
                return any(self.in_text(_plain(one)) for one in _strings(json.loads(text)))
            except (ValueError, RecursionError):
                return True
        return self.in_text(_plain(text) if path.suffix in (".html", ".svg") else text)


def _plain(text: str) -> str:
    """Markup without its tags and with its signs read."""
    return html.unescape(re.sub(r"<[^<>]*>", "", text))


def _strings(found: object) -> Iterator[str]:
    """Every text in JSON; lists of texts, as notebooks have them, as one."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, list):
        if all(isinstance(one, str) for one in found):
            yield "".join(found)
        for one in found:
            yield from _strings(one)
    elif isinstance(found, dict):
        for one in found.values():
            yield from _strings(one)


def _runs(text: str) -> Iterator[int]:
    """A number for each run of one word more than is allowed."""
    words: list[str] = []
    for match in _WORD.finditer(text.casefold()):
        word = match[0]
        words += list(word) if _DENSE.search(word) else [word]
    n = MOST_WORDS + 1
    for at in range(len(words) - n + 1):
        run = words[at : at + n]
        if not any(_DENSE.match(one) for one in run):
            yield hash(" ".join(run))
        elif at + 2 * n <= len(words):
            yield hash("".join(words[at : at + 2 * n]))
