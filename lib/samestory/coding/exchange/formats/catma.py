"""CATMA: TEI-XML of annotation collections, alone or in the archive of a project beside the texts.

Read by CATMA's own serialisation (``TeiUserMarkupCollectionSerializer`` of forTEXT/catma, versions 4 to 7): ``fsDecl``
are tags, ``fs`` below ``text`` the annotations, a ``seg`` names them in ``ana`` and points with ``ptr`` to
``#char=begin,end`` of the source document, counted in UTF-16. In an export of a project, a text lies beside the folder
of its collections; the name of the text is the document.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from ....errors import SamestoryError
from ....intake.source import Source
from ..counting import EXCLUDED, Place, counted
from ..files import attribute, children, endings, is_zip, local, members, not_too_many, text_of, xml_root
from ..model import Document, Export, ExportReader, Passage, Unread

_POINTER = re.compile(r"([^#/]*)#char=(\d{1,10}),(\d{1,10})$")


def _recognises(source: Source) -> bool:
    if is_zip(source):
        is_packed_tar = not endings(source) and source.ending in (".gz", ".tgz", ".tar")
        return is_packed_tar or (".xml" in endings(source) and not {".tsv", ".qde"} & endings(source))
    return source.ending in (".xml", ".tei") and b"CATMA" in source.head.upper()


def _read(source: Source, end_is: str | None) -> Export:
    documents: dict[str, Document] = {}
    places: list[Place] = []
    unread: list[Unread] = []
    if is_zip(source):
        found = members(source, lambda name: name.casefold().endswith((".xml", ".txt")))
        texts = {name: one for name, one in found.items() if name.casefold().endswith(".txt")}
        for name, one in found.items():
            if name not in texts:
                beside = _text_of(name, list(texts))
                if beside is not None and beside not in documents:
                    documents[beside] = Document(beside.rpartition("/")[2], text_of(texts[beside]))
                _collection(one, beside, documents, places, unread)
    else:
        _collection(source, None, documents, places, unread)
    return counted(documents, places, unread, source.name, EXCLUDED, ("utf16",))


def _text_of(name: str, texts: list[str]) -> str | None:
    """The one text that lies beside a collection, or in the nearest folder above it."""
    folder = name.rpartition("/")[0]
    while True:
        near = [text for text in texts if text.rpartition("/")[0] == folder]
        if near or not folder:
            return near[0] if len(near) == 1 else None
        folder = folder.rpartition("/")[0]


def _collection(source: Source, beside: str | None, documents: dict, places: list[Place], unread: list[Unread]) -> None:
    root = xml_root(source)
    if local(root) != "TEI":
        raise SamestoryError(f"{source.name}: begins with <{local(root)}>; a collection of CATMA begins with <TEI>")
    tags = _tags(root)
    made: dict[str | None, Any] = {}
    for text in children(root, "text"):
        made |= {attribute(one, "id"): one for one in children(text, "fs")}
    spans: dict[str, list[tuple[str, int, int]]] = {}
    for seg in root.iter():
        if local(seg) != "seg":
            continue
        for pointer in children(seg, "ptr"):
            if (found := _POINTER.search(attribute(pointer, "target") or "")) is not None:
                for name in (attribute(seg, "ana") or "").split():
                    spans.setdefault(name.removeprefix("#"), []).append((found[1], int(found[2]), int(found[3])))
    for key, one in made.items():
        where = f"{source.name}, {key}"
        path, features = tags.get(attribute(one, "type") or ""), _features(one)
        pieces = sorted(spans.get(key or "", ()), key=lambda piece: piece[1])
        if path is None or not pieces:
            unread.append(Unread(where, "its tag is not in the file" if path is None else "it points to no place"))
            continue
        if any(before[2] < after[1] for before, after in pairwise(pieces)):
            unread.append(Unread(where, "it has several places in the text; a coding here has one"))
            continue
        document = beside or pieces[0][0]
        documents.setdefault(document, Document(document))
        own = {field: value for field, value in features.items() if not field.startswith("catma_")}
        coder = features.get("catma_markupauthor") or None
        passage = Passage(
            document, pieces[0][1], max(piece[2] for piece in pieces), path, coder, own.get("note"), None, own, where
        )
        places.append(Place(passage))
        not_too_many(len(places), source.name)


def _tags(root: Any) -> dict[str, tuple[str, ...]]:
    """Each tag by its id, as the names on the way to it."""
    names, above = {}, {}
    for one in root.iter():
        if local(one) == "fsDecl" and (key := attribute(one, "id")):
            said = children(one, "fsDescr")
            names[key] = " ".join("".join(said[0].itertext()).split()) if said else key
            above[key] = attribute(one, "baseTypes") or ""
    paths = {}
    for key in names:
        way: list[str] = []
        at = key
        while at in names and len(way) < 50:
            way.append(names[at])
            at = above[at]
        paths[key] = tuple(reversed(way))
    return paths


def _features(element: Any) -> dict[str, str]:
    return {
        attribute(one, "name") or "": " ".join("".join(one.itertext()).split())
        for one in children(element, "f")
        if attribute(one, "name")
    }


READER = ExportReader("CATMA", _recognises, _read)
