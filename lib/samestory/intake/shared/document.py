"""What Word files, OpenDocument files and PDFs share: one document is one article, its first lines say what it is."""

from __future__ import annotations

from collections.abc import Iterator

from ..record import Found, Options, Record, Reject, Remark
from .opening import opening_of

GUESS = "guess"  # the kind of a remark that names the columns a reader guessed
GUESSABLE = ("title", "outlet", "published", "author", "country", "language", "event")


def article_of(text: str, options: Options, *, title: str = "", author: str = "") -> Iterator[Found]:
    """One document as one record.

    Parameters
    ----------
    text
        The document's text, paragraphs apart by an empty line.
    options
        What the user says.
    title, author
        What the file's properties say; a title is only taken where the first lines give none.
    """
    if not text.strip():
        yield Reject("whole file", "holds no text")
        return
    found = opening_of(text, options)
    fields = dict(found.fields)
    if "title" not in fields and title:
        fields["title"] = title
    if author:
        fields.setdefault("author", author)
    yield from guesses(found.fields)
    if "published" not in fields and "date_shown" in fields:
        yield Remark("dates", f"not read: {fields['date_shown'][:60]!r}")
    yield Record({"text": text[found.begin :].strip(), **fields}, "whole file")


def guesses(fields: dict[str, str]) -> Iterator[Remark]:
    """The remark that names the columns read from the first lines."""
    if said := [name for name in ("title", "outlet", "published", "author", "country") if name in fields]:
        yield Remark(GUESS, f"read from the first lines: {', '.join(said)}")
