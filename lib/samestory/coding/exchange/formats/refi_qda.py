"""REFI-QDA projects (.qdpx): what ATLAS.ti, NVivo, MAXQDA, QualCoder, Quirkos and others exchange.

Read by the REFI-QDA standard 1.5 (qdasoftware.org): a zip with ``project.qde`` and the texts in ``sources``. By its
section 10.2 a selection is given by its first and its last character, in Unicode code points; many programs give the
place after the last instead. Which of the two holds is seen from the words the selections quote as their names, else
from where words end; a file that shows neither needs to be told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ....errors import SamestoryError
from ....intake.source import Source
from ..counting import Place, counted
from ..files import attribute, children, endings, is_zip, local, members, not_too_many, text_of, whole, xml_root
from ..model import Document, Export, ExportReader, Passage, Unread

PROJECT = ".qde"
INSIDE = "internal://"
ELSEWHERE = {
    "PDFSelection": "a place on a page of a PDF, which is no place in a text",
    "PictureSelection": "a place in a picture",
    "AudioSelection": "a time in a recording",
    "VideoSelection": "a time in a recording",
    "TranscriptSelection": "a time in a recording",
}


def _recognises(source: Source) -> bool:
    if source.ending == PROJECT:
        return True
    return source.ending == ".qdpx" or PROJECT in endings(source)


def _read(source: Source, end_is: str | None) -> Export:
    if not is_zip(source):
        if source.ending != PROJECT:
            raise SamestoryError(f"{source.name}: is no zip, as a REFI-QDA project is; export it again")
        return _project(source, {}, end_is)
    found = members(source, lambda name: name.casefold().endswith((PROJECT, ".txt")))
    projects = [one for name, one in found.items() if name.casefold().endswith(PROJECT)]
    if len(projects) != 1:
        raise SamestoryError(f"{source.name}: holds {len(projects)} files {PROJECT}; a REFI-QDA project has one")
    texts = {name.rpartition("/")[2].casefold(): one for name, one in found.items() if name.casefold().endswith(".txt")}
    return _project(projects[0], texts, end_is)


def _project(source: Source, texts: dict[str, Source], end_is: str | None) -> Export:
    root = xml_root(source)
    if local(root) != "Project":
        raise SamestoryError(f"{source.name}: begins with <{local(root)}>; a REFI-QDA project begins with <Project>")
    users = {_guid(one): attribute(one, "name") or attribute(one, "id") for one in root.iter() if local(one) == "User"}
    notes = {_guid(one): _words(one, texts) for one in root.iter() if local(one) == "Note"}
    codes = dict(_codes(root, ()))
    documents: dict[str, Document] = {}
    places: list[Place] = []
    unread: list[Unread] = []
    for sources in children(root, "Sources"):
        for one in sources:
            if not local(one):
                continue
            key, name = f"{len(documents)}", attribute(one, "name") or _guid(one)
            parts = [one, *children(one, "Representation"), *children(one, "Transcript")]
            held = [text for part in parts if (text := _text(part, texts)) is not None]
            documents[key] = Document(name, held[0] if len(held) == 1 else None)
            for part in parts:
                for child in part:
                    where = f"{name}, {local(child)} {attribute(child, 'name') or _guid(child)}"[:200]
                    if local(child) in ELSEWHERE:
                        unread += [Unread(where, ELSEWHERE[local(child)], key) for _ in children(child, "Coding")]
                    elif local(child) == "PlainTextSelection":
                        places += _selection(child, key, where, codes, users, notes, unread)
                    elif local(child) == "Coding":
                        places += _coding(child, one, key, None, where, codes, users, notes, unread)
                    not_too_many(len(places), source.name)
    return replace(counted(documents, places, unread, source.name, end_is), codes=list(codes.values()))


def _guid(element: Any) -> str:
    return (attribute(element, "guid") or "").casefold()


def _codes(element: Any, above: tuple[str, ...]) -> Any:
    """Every code by its guid, as the names on the way to it."""
    for child in element:
        if local(child) == "Code" and len(above) < 50:
            path = (*above, " ".join((attribute(child, "name") or "").split()))
            yield _guid(child), path
            yield from _codes(child, path)
        elif local(child) in ("CodeBook", "Codes"):
            yield from _codes(child, above)


def _words(note: Any, texts: dict[str, Source]) -> str | None:
    """What a note says; only words that are in the file."""
    text = _text(note, texts)
    return text if text is not None else _description(note)


def _description(element: Any) -> str | None:
    found = children(element, "Description")
    return " ".join("".join(found[0].itertext()).split()) or None if found else None


def _text(element: Any, texts: dict[str, Source]) -> str | None:
    """The text of a source: written into the project, or a file beside it in the zip; addresses are not followed."""
    if inside := children(element, "PlainTextContent"):
        return "".join(inside[0].itertext())
    path = attribute(element, "plainTextPath") or ""
    if not path.casefold().startswith(INSIDE):
        return None
    held = texts.get(path[len(INSIDE) :].casefold().removeprefix("sources/"))
    return None if held is None else text_of(held)


def _selection(
    element: Any, key: str, where: str, codes: dict, users: dict, notes: dict, unread: list[Unread]
) -> list[Place]:
    span = whole(attribute(element, "startPosition")), whole(attribute(element, "endPosition"))
    codings = children(element, "Coding")
    if span[0] is None or span[1] is None:
        unread += [Unread(where, "its positions are not whole numbers", key) for _ in codings]
        return []
    return [place for one in codings for place in _coding(one, element, key, span, where, codes, users, notes, unread)]


def _coding(
    coding: Any, around: Any, key: str, span: Any, where: str, codes: dict, users: dict, notes: dict, unread: list
) -> list[Place]:
    """The codings of one element: one for each code it refers to."""
    user = attribute(coding, "creatingUser") or attribute(around, "creatingUser") or ""
    said = [notes.get((attribute(one, "targetGUID") or "").casefold()) for one in children(coding, "NoteRef")]
    if span is not None:
        said += [notes.get((attribute(one, "targetGUID") or "").casefold()) for one in children(around, "NoteRef")]
        said.append(_description(around))
    note = "; ".join(" ".join(one.split()) for one in said if one) or None
    found = []
    for one in children(coding, "CodeRef"):
        if (path := codes.get((attribute(one, "targetGUID") or "").casefold())) is None:
            unread.append(Unread(where, "its code is not in the project", key))
            continue
        begin, end = span or (None, None)
        passage = Passage(key, begin, end, path, users.get(user.casefold()), note, where=where)
        found.append(Place(passage, attribute(around, "name") if span else None))
    return found


READER = ExportReader("REFI-QDA", _recognises, _read)
