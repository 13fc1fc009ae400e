"""WebAnno TSV 3.x, of WebAnno and INCEpTION: a token a line, a column for each feature of each layer.

Read by appendix B of the user guides of WebAnno 3 and INCEpTION ("WebAnno TSV 3.3 File format"): offsets count
UTF-16, stacked annotations are parted by ``|``, ``[n]`` joins the tokens of one annotation, reserved characters stand
behind a backslash. INCEpTION exports ``annotation/<document>/<coder>.tsv``: the folder is the document, the file the
coder. Layers of grammar (part of speech, lemma, syntax, coreference) are no codings and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ....errors import SamestoryError
from ....intake.source import Source
from ..files import endings, is_zip, members, not_too_many, text_of, whole
from ..model import Document, Export, ExportReader, Passage, Unread, from_utf16

BEGINS = "#FORMAT=WebAnno TSV 3"
GRAMMAR = re.compile(r"\.(?:lexmorph|segmentation|syntax|coref|morph)\.|\.type\.(?:Token|Sentence|Lemma)\b")
NAMED = ("code", "claim", "label", "value", "tag", "identifier")  # the feature that holds the code, the first there is
_STACKED = re.compile(r"(?:[^\\|]|\\.)+", re.DOTALL)
_NUMBERED = re.compile(r"(?<!\\)\[(\d+)\]$")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TOKEN = re.compile(r"\d+-\d+(?:\.\d+)?")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
NOBODY = ("initial_cas", "curation_user", "admin")


@dataclass
class _Annotation:
    begin: int
    end: int
    features: dict[str, str] = field(default_factory=dict)


def _recognises(source: Source) -> bool:
    if is_zip(source):
        return ".tsv" in endings(source)
    return source.head_text.lstrip("\ufeff").startswith(BEGINS)


def _read(source: Source, end_is: str | None) -> Export:
    export = Export({}, [])
    if not is_zip(source):
        _file(source, source.stem, None, export)
        return export
    found = members(source, lambda name: name.casefold().endswith(".tsv"))
    for path, one in found.items():
        folder, _, file = path.rpartition("/")
        user = file.rpartition(".")[0]
        is_of_a_coder = bool(folder) and user.casefold() not in NOBODY
        _file(one, folder.rpartition("/")[2] if folder else user, user if is_of_a_coder else None, export)
    return export


def _file(source: Source, name: str, coder: str | None, export: Export) -> None:
    text = text_of(source)
    if not text.startswith(BEGINS):
        raise SamestoryError(f"{source.name}: does not begin with {BEGINS}; export as WebAnno TSV 3")
    layers: list[tuple[str, list[str]]] = []
    pieces: list[tuple[int, str]] = []
    tokens: list[tuple[int, int, str, list[str]]] = []
    said: list[str] = []
    for number, line in enumerate(re.split("\r?\n", text), 1):
        if line.startswith("#T_"):
            layer, *features = line.partition("=")[2].split("|")
            layers.append((layer, features or [""]))
        elif line.startswith("#Text="):
            said.append(line.removeprefix("#Text="))
        elif line.strip() and not line.startswith("#"):
            cells = line.split("\t")
            begin, _, end = (cells[1] if len(cells) > 2 else "").partition("-")
            span = whole(begin), whole(end)
            if not _TOKEN.fullmatch(cells[0]) or span[0] is None or span[1] is None:
                raise SamestoryError(f"{source.name}, line {number}: is no line of a token; export it again")
            if said:
                pieces.append((span[0], _plain("\n".join(said))))
                said = []
            tokens.append((span[0], span[1], _plain(cells[2]), cells[3:]))
    whole_text = _joined(pieces, source.name)
    turned = from_utf16(whole_text)
    key = f"{len(export.documents)}"
    export.documents[key] = Document(name, whole_text)
    for begin, end, word, _ in tokens:
        place = turned(begin), turned(end)
        if place[0] is None or place[1] is None or whole_text[place[0] : place[1]] != word:
            raise SamestoryError(
                f"{source.name}: the token {word[:40]!r} is not at {begin} to {end} of its sentences; export it again"
            )
    for layer, one in _annotations(layers, tokens):
        begin, end = turned(one.begin), turned(one.end)
        where = f"{name}, {layer.rpartition('.')[2]} at {one.begin}"
        code = _code(layer, one.features)
        if begin is None or end is None:
            export.unread.append(Unread(where, "its positions are inside a character", key))
            continue
        export.passages.append(
            Passage(key, begin, end, code, coder, one.features.get("note"), whole_text[begin:end], one.features, where)
        )
        not_too_many(len(export.passages), source.name)


def _joined(pieces: list[tuple[int, str]], name: str) -> str:
    """The sentences at their places, with spaces between; the first token of a sentence is where its words begin."""
    parts, at = [], 0
    for begin, said in pieces:
        begin -= len(said) - len(said.lstrip()) if begin else 0
        if begin < at or begin - at > 1_000_000:
            raise SamestoryError(f"{name}: its sentences overlap, or are far apart; export it again")
        parts += [" " * (begin - at), said]
        at = begin + len(said) + sum(sign > "\uffff" for sign in said)
    return "".join(parts)


def _annotations(layers: list, tokens: list) -> Iterator[tuple[str, _Annotation]]:
    """The annotations of each layer that is no grammar, in the order of their first tokens."""
    column = 0
    for layer, features in layers:
        own, column = range(column, column + len(features)), column + len(features)
        names = [name.rpartition(":")[2] for name in features]
        if GRAMMAR.search(layer) or any(name.startswith(("BT_", "referenceType")) for name in features):
            continue
        found: dict[object, _Annotation] = {}
        for place, (begin, end, _, cells) in enumerate(tokens):
            for name, cell in zip(names, (cells[n] if n < len(cells) else "_" for n in own), strict=True):
                for order, stacked in enumerate(_STACKED.findall(cell)):
                    if stacked == "_":
                        continue
                    number = _NUMBERED.search(stacked)
                    one = found.setdefault(number[1] if number else (place, order), _Annotation(begin, end))
                    one.end = max(one.end, end)
                    value = _plain(stacked[: number.start()] if number else stacked)
                    if value != "*":
                        one.features[name] = value
        yield from ((layer, one) for one in found.values())


def _code(layer: str, features: dict[str, str]) -> tuple[str, ...]:
    """The code of an annotation: the value of the feature that names it, below it the state; else the layer's name."""
    low = {name.casefold(): value for name, value in features.items()}
    named = next((low[name] for name in NAMED if low.get(name)), None) or next(iter(features.values()), None)
    if named is None:
        return (layer.rpartition(".")[2],)
    state = low.get("status") or low.get("state")
    return (*named.split("/"), *([state] if state and state != named else []))


def _plain(said: str) -> str:
    return _ESCAPED.sub(lambda found: _CONTROLS.get(found[1], found[1]), said)


READER = ExportReader("WebAnno TSV", _recognises, _read)
