"""PDF files with a text layer, read by pypdf: one file, one article. A scan without text is a reject."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator

from ...errors import SamestoryError, reason_of
from ..record import Found, Options, Rank, Reader, Reject, Remark
from ..shared.document import article_of
from ..source import Source

ENDINGS = (".pdf",)
MOST_BYTES = 50_000_000
MOST_PAGES = 100  # an article has a few; a book is none
MOST_CHARACTERS = 2_000_000
FEWEST = 20  # letters; with fewer there is no text layer, only a page number or a stamp
NO_LAYER = "no text layer: the pages are pictures; run text recognition (OCR) on the file, or copy the text by hand"
_ENDS = re.compile(r"[.!?…:;。！？؟][\"'»”’)\]]*$")
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|página|pagina|strona|стр\.?)?\s*\d{1,4}(?:\s*(?:/|of|von|de|di)\s*\d{1,4})?", re.I
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")


def _recognises(source: Source) -> bool:
    return b"%PDF-" in source.head[:1024]


def _read(source: Source, options: Options) -> Iterator[Found]:
    """The text of all pages, lines joined to paragraphs; headers, footers and page numbers are left out.

    Raises
    ------
    SamestoryError
        It is broken, protected by a password, or larger than an article may be.
    """
    if source.size > MOST_BYTES:
        raise SamestoryError(f"{source.name}: {source.size:,} bytes; a PDF may have {MOST_BYTES:,}")
    pages, title, author = _pages(source)
    if sum(sign.isalpha() for page in pages for line in page for sign in line) < FEWEST:
        yield Reject("whole file", NO_LAYER)
        return
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if empty:
        yield Remark("layout", f"no text on {len(empty)} of {len(pages)} pages (first: page {empty[0]})")
    yield Remark("layout", "lines of the PDF joined to paragraphs by their length and last sign")
    yield from article_of(paragraphs_of(pages, title), options, title=title, author=author)


def _pages(source: Source) -> tuple[list[list[str]], str, str]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings about sloppy files are of no use here
    try:
        reader = PdfReader(io.BytesIO(source.read()), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise SamestoryError(f"{source.name}: is protected by a password; save a copy without one")
        if (n := len(reader.pages)) > MOST_PAGES:
            raise SamestoryError(f"{source.name}: {n:,} pages; an article may have {MOST_PAGES}")
        pages, size = [], 0
        for page in reader.pages:
            text = page.extract_text() or ""
            size += len(text)
            if size > MOST_CHARACTERS:
                raise SamestoryError(f"{source.name}: more than {MOST_CHARACTERS:,} characters; no article has so many")
            pages.append([" ".join(line.split()) for line in text.splitlines()])
        meta = reader.metadata
        title, author = (str(meta.title or ""), str(meta.author or "")) if meta else ("", "")
    except SamestoryError:
        raise
    except Exception as error:  # what a broken file does to a library is not foreseen
        raise SamestoryError(f"{source.name}: cannot be read as PDF ({reason_of(error)}); save it again") from None
    return _without_margins(pages), title.strip(), author.strip()


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """Pages without page numbers, and without lines that most pages begin or end with."""
    bare = [[line for line in page if not _PAGE_NUMBER.fullmatch(line)] for page in pages]
    edges = Counter(line for page in bare for line in {*filter(None, page[:2]), *filter(None, page[-2:])})
    often = {line for line, n in edges.items() if n > 2 and n * 2 > len(pages)}
    return [[line for line in page if line not in often] if any(page) else [] for page in bare]


def paragraphs_of(pages: list[list[str]], title: str = "") -> str:
    """Lines as paragraphs, apart by an empty line.

    A line ends its paragraph where an empty line follows, or where it ends a sentence and is clearly shorter than the
    lines around it. Lines that together are the title of the file's properties become one line.
    """
    lines = [line for page in pages for line in page]
    while lines and not lines[0]:
        lines.pop(0)
    made: list[str] = []
    for n in range(2, 5):
        if title and len(lines) > n and " ".join(lines[:n]).casefold() == " ".join(title.split()).casefold():
            made, lines = [" ".join(lines[:n])], lines[n:]
            break
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    current = ""
    for line in lines:
        if not line:
            made, current = [*made, current], ""
            continue
        if not current:
            current = line
        elif _HYPHEN.search(current) and line[:1].islower():
            current = current[:-1] + line
        else:
            current = f"{current} {line}"
        is_short = len(line) < 0.8 * width
        if (is_short and _ENDS.search(line)) or (len(made) < 4 and len(line) < 0.6 * width):
            made, current = [*made, current], ""
    return "\n\n".join(filter(None, [*made, current]))


READER = Reader("PDF", ENDINGS, _recognises, _read, Rank.DOCUMENT)
