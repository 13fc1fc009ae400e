"""A table of passages (CSV or TSV): what GitMA writes for CATMA, and what any other tool can be brought to write.

A row is a coding. Columns, by any of their names: document (``document``, ``article_id``, ``doc``, ``file``), begin
(``begin``, ``start``, ``start_point``, ``start_offset``), end (``end``, ``stop``, ``end_point``, ``end_offset``), code
(``code``, ``tag_path``, ``tag``, ``label``), the words (``reads``, ``annotation``, ``text``, ``quotation``), coder
(``coder``, ``annotator``, ``user``) and note. The words are needed: the table has no texts, so they alone can show
that the positions are right. All other columns are attributes. The names of GitMA's columns are those of its
documentation (gitma.readthedocs.io, annotation collections).
"""

from __future__ import annotations

from ....errors import SamestoryError, listed
from ....intake.source import Source
from ..files import not_too_many, rows, text_of, whole
from ..model import Document, Export, ExportReader, Passage, Unread

COLUMNS = {
    "document": ("document", "article_id", "doc", "file"),
    "begin": ("begin", "start", "start_point", "start_offset"),
    "end": ("end", "stop", "end_point", "end_offset"),
    "code": ("code", "tag_path", "tag", "label"),
    "reads": ("reads", "annotation", "text", "quotation"),
    "coder": ("coder", "annotator", "user"),
    "note": ("note", "comment"),
}
NEEDED = ("document", "begin", "end", "code", "reads")
SIGNS = (",", ";", "\t")


def _header(source: Source) -> tuple[dict[str, str], str]:
    """Our name of each column found, by the name in the file; and the sign between cells."""
    first = source.head_text.lstrip("\ufeff").partition("\n")[0]
    sign = max(SIGNS, key=first.count)
    given = [cell.strip().strip('"').casefold() for cell in first.strip().split(sign)]
    found = {}
    for ours, names in COLUMNS.items():
        if (name := next((name for name in names if name in given), None)) is not None:
            found[ours] = name
    return found, sign


def _recognises(source: Source) -> bool:
    return source.ending in (".csv", ".tsv", ".txt") and {"document", "code"} <= set(_header(source)[0])


def _read(source: Source, end_is: str | None) -> Export:
    names, sign = _header(source)
    if missing := [name for name in NEEDED if name not in names]:
        raise SamestoryError(
            f"{source.name}: has no column {missing[0]}; one of: {listed(COLUMNS[missing[0]])}. A table of"
            f" passages needs {listed(NEEDED)}"
        )
    export = Export({}, [])
    for number, row in rows(text_of(source), source.name, sign):
        own = {ours: row[name] for ours, name in names.items()}
        where = f"line {number}"
        begin, end = whole(own["begin"]), whole(own["end"])
        path = tuple(part.strip() for part in own["code"].split("/") if part.strip())
        if begin is None or end is None or not path:
            export.unread.append(Unread(where, "has no code, or positions that are not whole numbers", own["document"]))
            continue
        export.documents.setdefault(own["document"], Document(own["document"]))
        more = {name: cell for name, cell in row.items() if name not in names.values() and cell.strip()}
        note = own.get("note", "").strip() or None
        coder = own.get("coder", "").strip() or None
        export.passages.append(
            Passage(own["document"], begin, end, path, coder, note, own["reads"] or None, more, where)
        )
        not_too_many(len(export.passages), source.name)
    return export


READER = ExportReader("table of passages", _recognises, _read)
