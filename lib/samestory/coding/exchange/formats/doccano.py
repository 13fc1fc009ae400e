"""doccano: one JSON object a line, with ``text`` and ``label``, ``labels`` or ``entities``.

Read by doccano's documentation of its exports (doccano.github.io, "sequence labeling" and "relation extraction"): a
label is ``[start, end, label]``, or an object with ``start_offset``, ``end_offset`` and ``label``; offsets count
characters, the end is not part of it. doccano writes one file for each annotator and puts them into a zip: the name of
the file is then the coder. A label without a place is one of the whole document.
"""

from __future__ import annotations

from typing import Any

import orjson

from ....errors import SamestoryError, printable
from ....intake.source import Source
from ..files import endings, is_zip, members, not_too_many
from ..model import MOST_TEXT, Document, Export, ExportReader, Passage, Unread

ENDINGS = (".jsonl", ".json", ".ndjson")
KEYS = ("label", "labels", "entities")
NAMES = ("article_id", "name", "filename", "file_name", "doc_id", "id")
EVERYBODY = ("all", "unknown", "admin")  # names of files that are no names of coders
MOST_LINE = 50_000_000  # bytes
COMMENTS = ("Comments", "comments")


def _recognises(source: Source) -> bool:
    if is_zip(source):
        return bool(set(ENDINGS) & endings(source)) and not {".tsv", ".qde", ".xml"} & endings(source)
    return (
        source.ending in ENDINGS
        and b'"text"' in source.head
        and any(f'"{key}"'.encode() in source.head for key in KEYS)
    )


def _read(source: Source, end_is: str | None) -> Export:
    export = Export({}, [])
    found = members(source, lambda name: name.casefold().endswith(ENDINGS)) if is_zip(source) else {"": source}
    for name, one in found.items():
        stem = name.rpartition("/")[2].rpartition(".")[0]
        _lines(one, stem if stem and stem.casefold() not in EVERYBODY else None, export)
    return export


def _lines(source: Source, coder: str | None, export: Export) -> None:
    raw = source.read()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raw = raw.decode("utf-16", "replace").encode("utf-8", "replace")
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    lines = raw.split(b"\n")
    if raw.lstrip()[:1] == b"[":  # an older export: one list
        lines = [orjson.dumps(one) for one in _listed(raw, source.name)]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{source.name}, line {number}"
        if len(line) > MOST_LINE:
            raise SamestoryError(f"{where}: {len(line):,} bytes; a line may have {MOST_LINE:,}")
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise SamestoryError(f"{where}: is not JSON in UTF-8 ({printable(str(error))[:120]})") from None
        if not isinstance(value, dict) or not isinstance(value.get("text", value.get("data")), str):
            raise SamestoryError(f"{where}: expected an object with text; export as JSONL")
        _document(value, coder, where, export)
        not_too_many(len(export.passages), source.name)


def _listed(raw: bytes, name: str) -> list[Any]:
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise SamestoryError(f"{name}: is not JSON in UTF-8 ({printable(str(error))[:120]})") from None
    return value if isinstance(value, list) else [value]


def _document(value: dict, coder: str | None, where: str, export: Export) -> None:
    text = str(value.get("text", value.get("data")))
    if len(text) > MOST_TEXT:
        raise SamestoryError(f"{where}: {len(text):,} characters; a text may have {MOST_TEXT:,}")
    about = {**value, **value["meta"]} if isinstance(value.get("meta"), dict) else value
    key = f"{len(export.documents)}"
    named = [str(about[name]) for name in NAMES if isinstance(about.get(name), str | int) and str(about[name]).strip()]
    export.documents[key] = Document(named[0] if named else where, text)
    notes = [one for name in COMMENTS for one in _list(about.get(name)) if isinstance(one, str)]
    relations = _relations(value)
    user = value.get("username") or value.get("annotator")
    for name in KEYS:
        for label in _list(value.get(name)):
            span, said, number = _label(label)
            if said is None:
                export.unread.append(Unread(where, f"a label of an unknown form: {printable(str(label))[:80]}", key))
                continue
            if span is not None and not 0 <= span[0] < span[1] <= len(text):
                export.unread.append(
                    Unread(where, f"label {said[:60]!r}: {span[0]} to {span[1]} is not inside the text", key)
                )
                continue
            begin, end = span or (None, None)
            export.passages.append(
                Passage(
                    key,
                    begin,
                    end,
                    tuple(part.strip() for part in said.split("/")) if "/" in said else (said,),
                    coder or (user if isinstance(user, str) else None),
                    "; ".join(notes) or None,
                    text[begin:end] if span else None,
                    {kind: _words(other, value, text) for kind, other in relations.get(number, ())},
                    where,
                )
            )


def _list(value: Any) -> list[Any]:
    """A list as it is; anything else as one thing of an unknown form."""
    return value if isinstance(value, list) else [] if value is None else [{"": value}]


def _label(label: Any) -> tuple[tuple[int, int] | None, str | None, Any]:
    """Place, name and number of a label in any of its forms; no name if the form is not known."""
    if isinstance(label, str):
        return None, label, None
    if isinstance(label, list) and len(label) == 3:
        begin, end, said, number = *label, None
    elif isinstance(label, dict):
        begin, end = label.get("start_offset", label.get("start")), label.get("end_offset", label.get("end"))
        said, number = label.get("label"), label.get("id")
    else:
        return None, None, None
    if not isinstance(said, str) or type(begin) is not int or type(end) is not int:
        return None, None, None
    return (begin, end), said, number


def _relations(value: dict) -> dict[Any, list[tuple[str, Any]]]:
    """Relations by the number of the label they start from: their type, and the number of the label they lead to."""
    found: dict[Any, list[tuple[str, Any]]] = {}
    for one in _list(value.get("relations")):
        if isinstance(one, dict) and isinstance(one.get("type"), str):
            ends = one.get("from_id"), one.get("to_id")
            if all(isinstance(end, int | str) for end in ends):
                found.setdefault(ends[0], []).append((one["type"], ends[1]))
    return found


def _words(number: Any, value: dict, text: str) -> str:
    """What the label of a number reads, on one line."""
    for label in _list(value.get("entities")):
        span, _, own = _label(label)
        if own == number and span is not None:
            return " ".join(text[span[0] : span[1]].split())
    return ""


READER = ExportReader("doccano", _recognises, _read)
