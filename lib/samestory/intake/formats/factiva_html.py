"""Factiva downloads as HTML: a table of codes and values for each article, or its parts one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...errors import SamestoryError
from .factiva_fields import CODES_KNOWN, in_order, of_codes
from .markup import LAYOUT, blocks, html_text, html_tree, not_closed, one_line
from .press import Says, findings, flat, unlike
from .record import Found, Options, Reader, Remark
from .source import Source

_MARKS = (b"factiva", b"articleparagraph", b"frarticle", b"enarticle", b"dearticle")


def recognises(source: Source) -> bool:
    """Whether the first 64 KiB are a page of Factiva. Its style sheet alone is about as long."""
    head = source.head.lower()
    return b"<html" in head[:4000] and b"factiva" in head and any(
        mark in head for mark in (b"<title>factiva", b"factivalogo", b"dow jones", *_MARKS[1:])
    )  # fmt: skip


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each article of the file.

    Raises
    ------
    SamestoryError
        No article in it, or it nests too deep to be read.
    """
    text, encoding = html_text(source, options.encoding)
    yield Remark("encoding", encoding)
    tree = html_tree(text, source.name)
    found = [
        div for div in tree.iter("div") if "article" in (div.get("class") or "").split() and not _inside_article(div)
    ]
    if not found:
        raise SamestoryError(
            f"{source.name}: no article of Factiva in it; save it with 'Article Format', not headlines"
        )
    yield from findings([_says(div, number) for number, div in enumerate(found, 1)], options)
    headlines = sum(len(row) > 1 and one_line(row[0]) == "HD" for row in tree.iter("tr"))
    yield from unlike(headlines, "the code HD", len(found))
    yield from not_closed(text)


def _inside_article(div: Any) -> bool:
    return any("article" in (above.get("class") or "").split() for above in div.iterancestors("div"))


def _says(div: Any, number: int) -> Says:
    codes: dict[str, list[str]] = {}
    for row in div.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) == 2 and (code := one_line(cells[0])) in CODES_KNOWN:
            codes.setdefault(code, []).extend(blocks(cells[1], space=LAYOUT))
    stated = _stated_language(div)
    if codes:
        number_of = flat(" ".join(codes.get("AN", ()))).removeprefix("Document ").strip()
        one = of_codes(
            codes, f"article {number}, {number_of}" if number_of else f"article {number}", "\n".join(blocks(div))
        )
    else:
        one = in_order(blocks(div, space=LAYOUT), f"article {number}")
    one.language = one.language or stated
    return one


def _stated_language(div: Any) -> str:
    """The language the class of the division names ("article frArticle"), where no field does."""
    names = (div.get("class") or "").split()
    return next((name[:2] for name in names if len(name) == 9 and name.endswith("Article")), "")


READER = Reader("Factiva HTML", (".html", ".htm"), recognises, read)
