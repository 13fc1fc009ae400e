"""No words of articles in a report that is shared without them: finds every run of more than 12 words."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd

from ..text.words import fold, words

__all__ = ["Leak", "leaks"]

MOST_BYTES = 300_000_000  # of a file; a larger one is not read
READ = (".html", ".ipynb", ".csv", ".json", ".svg", ".txt", ".log", ".md", ".pdf")
MOST_WORDS = 12  # in a row; of scripts without spaces between words: letters
_TAGS = re.compile(r"<(?!!--)[^>]*>")
_COMMENTS = re.compile(r"<!--|-->")


@dataclass(frozen=True)
class Leak:
    """Where words of an article are in a file: the article, the field, half-open character offsets, and the file."""

    file: str
    article_id: str
    field: str
    begin: int
    end: int

    def __str__(self) -> str:
        return f"{self.file}: {self.field} of {self.article_id}, characters {self.begin}:{self.end}"


def leaks(files: Iterable[Path], articles: pd.DataFrame, *, most: int = 20) -> list[Leak]:
    """Runs of more than 12 words of an article, in its text or title, that are in some files.

    Parameters
    ----------
    files
        HTML, SVG, CSV, JSON, PDF and plain text files. Each is read as its format says (entities, escapes, attributes,
        comments, words divided by tags), and once more as it is.
    articles
        With ``article_id, title, text``.
    most
        At how many leaks the search ends.

    Returns
    -------
    list of Leak
        In order of file and article. Words are compared without regard to capitals, kinds of quotation marks, and
        punctuation. In a script without spaces between words each letter counts as a word.

    Examples
    --------
    >>> ss.report.leaks([], story.articles)
    []
    """
    found: list[Leak] = []
    runs = {path.name: _runs_of(_readings(path)) for path in files}
    for row in articles[["article_id", "title", "text"]].itertuples(index=False):
        for field in ("title", "text"):
            said = getattr(row, field)
            if not isinstance(said, str):
                continue
            places, keys = _keys(said)
            for file, known in runs.items():
                for begin, end in _met(keys, known):
                    found.append(Leak(file, row.article_id, field, places[begin][0], places[end - 1][1]))
                    if len(found) >= most:
                        return found
    return found


def has_run(said: str, texts: Iterable[str]) -> bool:
    """Whether more than 12 words of one of some texts are in a row in what is said."""
    known = _runs_of([said])
    return bool(known) and any(_met(_keys(text)[1], known) for text in texts)


class Quoting:
    """Whether files quote any of some texts: more than 12 words in a row, as `leaks` counts them.

    Made for many files: the texts are read once, and a file is read to its first quotation.

    Parameters
    ----------
    texts
        Texts of articles.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._known = {hash(tuple(run)) for text in texts for run in _windows(_keys(text)[1])}

    def in_file(self, path: Path) -> bool:
        """Whether a file does; also if that cannot be told: it is too large, of another kind, or not as its kind is.

        Pictures (PNG) are not read.
        """
        if path.suffix not in READ:
            return path.suffix != ".png"
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_BYTES:
            return True
        try:
            readings = _readings(path)
        except (ValueError, RecursionError, csv.Error):
            return True
        return any(hash(tuple(run)) in self._known for text in readings for run in _windows(_keys(text)[1]))


def _keys(text: str) -> tuple[list[tuple[int, int]], list[str]]:
    """Where the words of a text are, and how they are compared; a word that folds to several counts once."""
    places = words(text)
    return places, [fold(text[begin:end]) for begin, end in places]


def _runs_of(readings: Iterable[str]) -> set[tuple[str, ...]]:
    return {tuple(run) for text in readings for run in _windows(_keys(text)[1])}


def _windows(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(len(keys) - MOST_WORDS):
        yield keys[at : at + MOST_WORDS + 1]


def _met(keys: Sequence[str], known: set[tuple[str, ...]]) -> list[tuple[int, int]]:
    """The runs of words that are known, those that touch joined: half-open places in ``keys``."""
    joined: list[tuple[int, int]] = []
    for at, run in enumerate(_windows(keys)):
        if tuple(run) in known:
            end = at + MOST_WORDS + 1
            if joined and joined[-1][1] >= at:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((at, end))
    return joined


def _readings(path: Path) -> list[str]:
    """All texts in a file, as a reader, a program or a search in its bytes would find them."""
    kind = path.suffix.lower()
    if kind == ".pdf":
        from pypdf import PdfReader

        reader = PdfReader(path)
        pages = "\n".join(page.extract_text() for page in reader.pages)
        return [pages, *(str(value) for value in (reader.metadata or {}).values())]
    raw = path.read_text(encoding="utf-8", errors="replace")
    read = [raw]
    if kind in (".html", ".svg"):
        page = _Page()
        page.feed(raw)
        page.close()
        plain = html.unescape(_COMMENTS.sub(" ", raw))
        read += [
            " ".join(page.texts),
            "".join(page.texts),
            *page.attributes,
            _TAGS.sub(" ", plain),
            _TAGS.sub("", plain),
        ]
    elif kind in (".json", ".ipynb"):
        read += _strings(json.loads(raw))
    elif kind == ".csv":
        rows = list(csv.reader(io.StringIO(raw)))
        read += [cell for row in rows for cell in row] + [" ".join(row) for row in rows]
    return read


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for one in pair for text in _strings(one)]
    if isinstance(value, list):
        return [" ".join(map(str, value)), *(text for one in value for text in _strings(one))]
    return [value] if isinstance(value, str) else []


class _Page(HTMLParser):
    """Texts between tags and in comments, and the values of attributes; an embedded drawing is read as a page too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for _, value in attrs:
            if value and value.startswith("data:"):
                self._embedded(value)
            elif value:
                self.attributes.append(value)

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.texts.append(f" {data} ")

    def _embedded(self, address: str) -> None:
        import base64
        import binascii

        head, _, body = address.partition(",")
        try:
            data = base64.b64decode(body) if head.endswith(";base64") else body.encode()
        except (binascii.Error, ValueError):
            data = body.encode()
        inner = _Page()
        inner.feed(data.decode("utf-8", "ignore") if "svg" in head or "html" in head else data.decode("latin-1"))
        inner.close()
        self.attributes += [" ".join(inner.texts), "".join(inner.texts), *inner.attributes]
