"""Documents of another tool matched to articles, and their offsets carried over into the articles' texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

import pandas as pd

from ...errors import listed, quoted
from .model import Document, Export, Passage, Solid, Unread, from_utf16

LEAST_SHARED = 40  # letters of a text that is found inside another; shorter ones may be there by chance


@dataclass(frozen=True)
class Placed:
    """A passage in an article: offsets into ``articles.text``, and the words there; None if the whole is coded."""

    article_id: str
    begin: int | None
    end: int | None
    reads: str | None
    passage: Passage


class Articles:
    """The articles of a story as they are looked up: by id, by file name, by title, by text."""

    def __init__(self, articles: pd.DataFrame):
        self.texts: dict[str, str] = {}
        self.by_name: dict[str, set[str]] = defaultdict(set)
        for row in articles.to_dict("records"):
            key = str(row["article_id"])
            self.texts[key] = row["text"] if isinstance(row.get("text"), str) else ""
            for name in self._names(row):
                self.by_name[name].add(key)
        self._solid: dict[str, Solid] = {}

    @staticmethod
    def _names(row: dict) -> Iterable[str]:
        yield str(row["article_id"]).casefold()
        for column in ("source_file", "title"):
            if isinstance(said := row.get(column), str) and said.strip():
                yield from _forms(said)

    def solid(self, key: str) -> Solid:
        """The text of an article without white space."""
        if key not in self._solid:
            self._solid[key] = Solid.of(self.texts[key])
        return self._solid[key]

    @cached_property
    def by_letters(self) -> dict[str, list[str]]:
        """The articles by their texts without white space."""
        found = defaultdict(list)
        for key, text in self.texts.items():
            if text:
                found[self.solid(key).letters].append(key)
        return found


def _forms(name: str) -> list[str]:
    """A name as it may stand in either place: whole, without folders, without its ending."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = last.rpartition(".")[0] if "." in last[1:] else last
    return [form for form in dict.fromkeys(" ".join(one.split()).casefold() for one in (name, last, stem)) if form]


def placed(export: Export, articles: pd.DataFrame) -> tuple[list[Placed], list[Unread], dict[str, str]]:
    """The passages of an export in the articles; what could not be placed, and why; and the article of each document
    by the key of the document.

    A passage is taken only if the article reads there as the tool's own text does, white space and marks of byte order
    aside. Nothing is looked for elsewhere in the article.
    """
    known = Articles(articles)
    found: list[Placed] = []
    rejected: list[Unread] = []
    carried: dict[str, _Carry | str] = {key: _carry(one, known) for key, one in export.documents.items()}
    for one in export.passages:
        carry = carried[one.document]
        if isinstance(carry, str):
            rejected.append(Unread(_said(one, export), carry, one.document, one.name))
        elif one.begin is None or one.end is None:
            found.append(Placed(carry.article_id, None, None, None, one))
        elif isinstance(span := carry.span(one), str):
            rejected.append(Unread(_said(one, export), span, one.document, one.name))
        else:
            found.append(Placed(carry.article_id, *span, known.texts[carry.article_id][slice(*span)], one))
    matched = {key: one.article_id for key, one in carried.items() if isinstance(one, _Carry)}
    return found, rejected, matched


def _said(one: Passage, export: Export) -> str:
    words = f" {quoted(' '.join(one.reads.split())[:50])}" if one.reads else ""
    return f"{export.documents[one.document].name}, {one.name}{words}"


@dataclass(frozen=True)
class _Carry:
    """How offsets of one document become those of its article."""

    article_id: str
    text: str
    theirs: Document
    ours: Solid
    shift: int  # letters of the tool's text before the article's

    def span(self, one: Passage) -> tuple[int, int] | str:
        """The span in the article, or why there is none."""
        begin, end = int(one.begin or 0), int(one.end or 0)
        if self.theirs.text is None:
            return _read_off(self.text, begin, end, one.reads)
        if self.theirs.text == self.text:
            return begin, end
        first = self.theirs.solid.before(begin) - self.shift
        last = self.theirs.solid.before(end) - self.shift
        if first >= last:
            return "it holds white space only"
        if first < 0 or last > len(self.ours.places):
            return "it is outside the text of the article (in a head, or before or after it)"
        return self.ours.places[first], self.ours.places[last - 1] + 1


def _carry(document: Document, known: Articles) -> _Carry | str:
    """The article of a document and how its offsets are carried over, or why there is none."""
    named = {key for form in _forms(document.name) for key in known.by_name.get(form, ())}
    if document.text is None:
        if len(named) != 1:
            return _no_article(document, named)
        return _whole(next(iter(named)), document, known, 0)
    letters = document.solid.letters
    same = known.by_letters.get(letters, [])
    fitting = [key for key in same if key in named] or same
    if len(fitting) == 1:
        return _whole(fitting[0], document, known, 0)
    if len(fitting) > 1:
        return f"its document has the text of several articles: {listed(fitting)}; name the document like one of them"
    for key in sorted(named) if len(named) == 1 else ():
        own = known.solid(key).letters
        if not own:
            return f"article {key} has no text here"
        if len(own) >= LEAST_SHARED and letters.count(own) == 1:  # with a head, or what stands around it
            return _whole(key, document, known, letters.index(own))
        if len(letters) >= LEAST_SHARED and own.count(letters) == 1:
            return _whole(key, document, known, -own.index(letters))
        return f"its document is not the text of article {key}; they differ in more than white space"
    return _no_article(document, named)


def _whole(key: str, document: Document, known: Articles, shift: int) -> _Carry:
    return _Carry(key, known.texts[key], document, known.solid(key), shift)


def _no_article(document: Document, named: set[str]) -> str:
    if named:
        return f"its document {quoted(document.name[:60])} may be several articles: {listed(sorted(named))}"
    return f"its document {quoted(document.name[:60])} is not an article of this story, by name or by text"


def _read_off(text: str, begin: int, end: int, said: str | None) -> tuple[int, int] | str:
    """A span where the file has no text: counted as the article's, in UTF-16, or with line ends of two characters."""
    if not said:
        return "the file has neither the text of the document nor the words of the passage, so it cannot be checked"
    wide = from_utf16(text)
    crlf = text.replace("\r\n", "\n").replace("\n", "\r\n")
    narrow = [place for place, sign in enumerate(crlf) if sign != "\r"]
    ways = [(begin, end), (wide(begin), wide(end))]
    if "\r" not in text and len(narrow) < len(crlf):
        place = dict(zip(narrow, range(len(narrow)), strict=True)) | {len(crlf): len(text)}
        ways.append((place.get(begin), place.get(end)))
    if "\r" in text:
        kept = [at for at, sign in enumerate(text) if not (sign == "\n" and at and text[at - 1] == "\r")]
        ways.append(tuple(kept[at] if at < len(kept) else None for at in (begin, end)))  # type: ignore[arg-type]
    wanted = "".join(said.split())
    spans = {
        (first, last)
        for first, last in ways
        if first is not None
        and last is not None
        and first < last <= len(text)
        and "".join(text[first:last].split()) == wanted
    }
    if len(spans) == 1:
        first, last = spans.pop()
        words = text[first:last]
        return first + len(words) - len(words.lstrip()), last - (len(words) - len(words.rstrip()))
    if spans:
        return "its words are at two of the places that its positions may mean"
    return "the article does not read as quoted at its positions"


def renamed(passages: Iterable[Placed], names: dict[str | None, str]) -> list[Placed]:
    """The passages with the coders' names of this story."""
    return [replace(one, passage=replace(one.passage, coder=names[one.passage.coder])) for one in passages]
