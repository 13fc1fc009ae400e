"""YAML from strangers: no objects, no aliases, no control characters, bounded in size, every key with its line.

Scalars come back as the text that stands in the file (``typed=False``), so that ``published: 2024-10`` and
``title: 1.10`` are not bent by YAML's guesses; pydantic gives them the type a model asks for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pydantic
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .errors import UNPRINTABLE, StoryError, listed, suggestion

MAX_BYTES = 1_000_000  # far more than a person writes; its parser takes some 12 seconds for so much
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
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        said = " ".join(str(error.problem or error.context).split())
        if "\\t" in said:
            said = "a tab stands there; indent with spaces"
        raise StoryError(f"{name}, line {line}: not readable as YAML: {said}") from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise StoryError(f"{name}: not readable as YAML: {' '.join(str(error).split())[:200]}") from None
    document = Document(None, {})
    if node is None:
        return document
    builder = _Builder(name, typed, first_line, document.lines, document.columns)
    return Document(builder.build(node, ()), document.lines, document.columns)


class _Builder:
    """Plain dicts, lists and scalars from YAML nodes."""

    def __init__(self, name: str, typed: bool, first_line: int, lines: dict[Place, int], columns: dict[Place, int]):
        self.name, self.typed, self.first_line, self.lines, self.columns = name, typed, first_line, lines, columns
        self.seen: set[int] = set()

    def fault(self, node: Node, said: str) -> StoryError:
        return StoryError(f"{self.name}, line {node.start_mark.line + self.first_line}: {said}")

    def build(self, node: Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + self.first_line)
        if isinstance(node, ScalarNode):
            self.columns[place] = node.start_mark.column + 1 + (node.style in ("'", '"'))
        if id(node) in self.seen:  # the composer hands out one node for an anchor and all its aliases
            raise self.fault(node, "aliases (&name, *name) are not allowed; write the value out")
        self.seen.add(id(node))
        if str(node.tag).removeprefix("tag:yaml.org,2002:") not in _TAGS:
            raise self.fault(node, f"tags are not allowed ({node.tag})")
        if len(place) > MAX_DEPTH:
            raise self.fault(node, f"nested deeper than {MAX_DEPTH} levels")
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*place, i)) for i, item in enumerate(node.value)]
        if isinstance(node, MappingNode):
            return self.mapping(node, place)
        raise self.fault(node, f"unexpected {type(node).__name__}")

    def mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        done: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                raise self.fault(key_node, "a key must be plain text")
            key = self.clean(key_node)
            if key in done:
                raise self.fault(key_node, f"the key {key!r} is given twice")
            self.lines[(*place, key)] = key_node.start_mark.line + self.first_line
            done[key] = self.build(value_node, (*place, key))
        return done

    def clean(self, node: ScalarNode) -> str:
        if found := UNPRINTABLE.search(node.value):  # an escape like "\\0" or "\\ud800" brings them in
            raise self.fault(node, f"the control character {found[0]!a} is not allowed")
        return node.value

    def scalar(self, node: ScalarNode) -> Any:
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
