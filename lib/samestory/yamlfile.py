"""YAML from strangers: no objects, no aliases, no control characters, bounded in size, every key with its line.

libyaml reads what it reads as ruamel does, ten to thirty times faster; ruamel reads the rest and words every fault.

Scalars come back as the text that stands in the file (``typed=False``), so that ``published: 2024-10`` and
``title: 1.10`` are not bent by YAML's guesses; pydantic gives them the type a model asks for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pydantic
import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.resolver import implicit_resolvers
from yaml.cyaml import CParser
from yaml.resolver import BaseResolver

from .errors import UNPRINTABLE, StoryError, listed, suggestion

MAX_BYTES = 1_000_000  # far more than a person writes; ruamel takes some 12 seconds for so much
MAX_DEPTH = 40

_TAGS = {
    "str",
    "int",
    "float",
    "bool",
    "null",
    "timestamp",
    "seq",
    "map",
}  # what plain YAML resolves to by itself

# Texts that libyaml (YAML 1.1) may read in another sense: rare signs, documents, anchors and keys that begin with "?".
_DOUBTFUL = re.compile(
    r"[^\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    r"|^(?:%|---|\.\.\.)|(?:^|[-\[{,:?\s])&\S|(?:^|[-\[{,:])[ \n]*\?[ \n]"
    r"|[\"']:[,\]}]",
    re.MULTILINE,
)

Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=pydantic.BaseModel)


@dataclass(frozen=True)
class Document:
    """What a YAML file says, and on which line and column (counted from 1) each key and item stands."""

    data: Any
    lines: dict[Place, int] = field(default_factory=dict)
    columns: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place above it that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(path: Path, *, typed: bool = False) -> Document:
    """Read a YAML file; see ``parse_yaml``."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise StoryError(f"{path.name}: {size:,} bytes; a YAML file, which people write, may have {MAX_BYTES:,}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise StoryError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    return parse_yaml(text, path.name, typed=typed)


def parse_yaml(text: str, name: str, *, typed: bool = False, first_line: int = 1) -> Document:
    """Parse one YAML document.

    Parameters
    ----------
    text, name
        The YAML and what to call it in errors.
    typed
        Numbers, booleans and nulls in their types; otherwise every scalar is its text (and an empty one None).
    first_line
        The line of the file on which ``text`` starts, where it is the head of a larger file.

    Raises
    ------
    StoryError
        Not YAML, a key given twice, an alias or a tag, too deep; the message names file and line.
    """
    if (found := _parsed_fast(text, name, typed, first_line)) is not None:
        return found
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        said = " ".join(str(error.problem or error.context).split())
        if "\\t" in said:
            said = "a tab is used here; indent with spaces"
        raise StoryError(f"{name}, line {line}: not readable as YAML: {said}") from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise StoryError(f"{name}: not readable as YAML: {' '.join(str(error).split())[:200]}") from None
    return _built(node, name, typed, first_line)


class _Resolver(BaseResolver):
    """What a plain scalar is in YAML 1.2, as ruamel has it."""


for _versions, _tag, _pattern, _first in implicit_resolvers:
    if (1, 2) in _versions:
        _Resolver.add_implicit_resolver(_tag, _pattern, _first)


class _Fast(CParser, _Resolver):
    """libyaml with the scalars of YAML 1.2."""

    def __init__(self, text: str):
        CParser.__init__(self, text)
        _Resolver.__init__(self)


def _parsed_fast(text: str, name: str, typed: bool, first_line: int) -> Document | None:
    """What libyaml reads; None if it does not take the text, or may read it in another sense than ruamel."""
    if _DOUBTFUL.search(text):
        return None
    try:
        return _built(_Fast(text).get_single_node(), name, typed, first_line)
    except (yaml.YAMLError, StoryError, RecursionError, ValueError):
        return None  # ruamel says what is wrong, and where


def _built(node: Any, name: str, typed: bool, first_line: int) -> Document:
    document = Document(None)
    if node is None:
        return document
    builder = _Builder(name, typed, first_line, document.lines, document.columns)
    return Document(builder.build(node, ()), document.lines, document.columns)


class _Builder:
    """Plain dicts, lists and scalars from YAML nodes."""

    def __init__(self, name: str, typed: bool, first_line: int, lines: dict[Place, int], columns: dict[Place, int]):
        self.name, self.typed, self.first_line, self.lines, self.columns = name, typed, first_line, lines, columns
        self.seen: set[int] = set()

    def fault(self, node: Any, said: str) -> StoryError:
        return StoryError(f"{self.name}, line {node.start_mark.line + self.first_line}: {said}")

    def build(self, node: Any, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + self.first_line)
        if node.id == "scalar" and node.value:
            self.columns[place] = node.start_mark.column + 1 + (node.style in ("'", '"'))
        if id(node) in self.seen:  # the composer hands out one node for an anchor and all its aliases
            raise self.fault(node, "aliases (&name, *name) are not allowed; write the value out")
        self.seen.add(id(node))
        if str(node.tag).removeprefix("tag:yaml.org,2002:") not in _TAGS:
            raise self.fault(node, f"tags are not allowed ({node.tag})")
        if len(place) > MAX_DEPTH:
            raise self.fault(node, f"nested deeper than {MAX_DEPTH} levels")
        if node.id == "scalar":
            return self.scalar(node)
        if node.id == "sequence":
            return [self.build(item, (*place, i)) for i, item in enumerate(node.value)]
        if node.id == "mapping":
            return self.mapping(node, place)
        raise self.fault(node, f"unexpected {type(node).__name__}")

    def mapping(self, node: Any, place: Place) -> dict[str, Any]:
        done: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.id != "scalar":
                raise self.fault(key_node, "a key must be plain text")
            key = self.clean(key_node)
            if key in done:
                raise self.fault(key_node, f"the key {key!r} is given twice")
            self.lines[(*place, key)] = key_node.start_mark.line + self.first_line
            done[key] = self.build(value_node, (*place, key))
        return done

    def clean(self, node: Any) -> str:
        if found := UNPRINTABLE.search(node.value):  # an escape like "\\0" or "\\ud800" brings them in
            raise self.fault(node, f"the control character {found[0]!a} is not allowed")
        return node.value

    def scalar(self, node: Any) -> Any:
        tag, text = str(node.tag).rpartition(":")[2], self.clean(node)
        plain = node.style not in ("'", '"', "|", ">")
        if tag == "null" and plain:
            return None
        if not self.typed or not plain:
            return text
        try:
            if tag == "bool":
                return text.lower() == "true"
            if tag == "int":
                return int(text.replace("_", ""), 0)
            if tag == "float":
                return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
        except ValueError:
            raise self.fault(node, f"{text[:80]!r} is not a number Python can read") from None
        return text


def validated(model: type[Model], document: Document, name: str) -> tuple[Model | None, list[str]]:
    """A document as a pydantic model, or None and its faults, one line each with file and line."""
    if not isinstance(document.data, dict):
        return None, [f"{name}: must be keys with values; keys: {listed(model.model_fields, 30)}"]
    try:
        return model.model_validate(document.data), []
    except pydantic.ValidationError as error:
        return None, [_fault(model, item, document, name) for item in error.errors()]


def _fault(model: type[pydantic.BaseModel], item: Any, document: Document, name: str) -> str:
    place: Place = tuple(part for part in item["loc"] if part != "[key]")
    at = f"{name}, line {document.line(place)}: "
    inside = item.get("ctx", {}).get("at")  # where in a text of one line something is wrong
    if inside is not None and place in document.columns:
        at = f"{name}, line {document.line(place)}, column {document.columns[place] + inside}: "
    path = ".".join(str(part) for part in place)
    if item["type"] == "extra_forbidden":
        allowed = _fields_at(model, place[:-1])
        return f"{at}unknown key {path!r}.{suggestion(str(place[-1]), allowed)} Keys: {listed(allowed, 30)}"
    if item["type"] == "missing":
        return f"{at}key {path!r} is missing"
    given = item["input"]
    shown = "nothing" if given is None else repr(given)[:80]
    said = item["msg"].removeprefix("Value error, ")
    return f"{at}{path}: {shown} given; {said[0].lower() + said[1:]}"


def _fields_at(model: Any, place: Place) -> list[str]:
    """The keys a nested model has at a place."""
    for part in place:
        if isinstance(model, type) and issubclass(model, pydantic.BaseModel):
            inner = model.model_fields.get(str(part))
            model = inner.annotation if inner else None
        else:
            model = (getattr(model, "__args__", None) or [None])[-1]
        while getattr(model, "__args__", None) and type(None) in model.__args__:
            model = next(arg for arg in model.__args__ if arg is not type(None))
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, pydantic.BaseModel) else []
