"""Types of parameters: which there are, whether a value fits, and values from the command line."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass
from typing import Any

from ..errors import UNPRINTABLE, RunError, StoryError, listed
from ..yamlfile import parse_yaml

SCALARS: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
LISTS = {"list[str]": "str", "list[int]": "int", "list[float]": "float"}
KINDS = (*SCALARS, *LISTS, "dict")
ALLOWED = f"{', '.join(KINDS)}, or one of them `| None`"


@dataclass(frozen=True)
class Kind:
    """A declared type: one of ``KINDS``, and whether None is allowed as well."""

    name: str
    optional: bool = False

    def __str__(self) -> str:
        return f"{self.name} | None" if self.optional else self.name

    def fit(self, value: Any) -> Any:
        """The value as this type; an int is fine for a float, a bool is no int.

        Raises
        ------
        ValueError
            It does not fit; the message says what was given and what is wanted.
        """
        if value is None and self.optional:
            return None
        if self.name == "dict":
            return _fit_dict(value)
        if self.name in LISTS:
            if not isinstance(value, list):
                raise ValueError(f"{value!r} ({_name(value)}) given, {self} wanted, such as {_example(self.name)}")
            return [_fit_scalar(item, LISTS[self.name], f"in {self}") for item in value]
        return _fit_scalar(value, self.name, "" if not self.optional else "or null")

    def read(self, text: str) -> Any:
        """The value of a text from the command line; text stays text, the rest is read as YAML.

        Raises
        ------
        ValueError
            It is not YAML, has a control character or bytes that are not UTF-8, or does not fit.
        """
        if found := UNPRINTABLE.search(text):
            raise ValueError(f"{text!a} given; the control character {found[0]!a} is not allowed")
        if self.optional and text in ("null", "None", "~"):
            return None
        if self.name == "str":
            return text
        try:
            return self.fit(parse_yaml(text, "value", typed=True).data)
        except StoryError as error:
            raise ValueError(f"{text[:80]!r} given, {self} wanted: {error}") from None


def declared_kind(annotation: ast.expr) -> Kind | None:
    """The type an annotation declares, or None where it is none of ours."""
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        inner = declared_kind(annotation.left)
        is_none = isinstance(annotation.right, ast.Constant) and annotation.right.value is None
        return Kind(inner.name, optional=True) if inner and is_none else None
    text = ast.unparse(annotation)
    return Kind(text) if text in KINDS else None


def literal_kind(value: Any) -> Kind | None:
    """The type a default shows by itself, or None where it shows none (``None``, an empty or mixed list)."""
    if isinstance(value, dict):
        return Kind("dict")
    if isinstance(value, list):
        inner = {type(item).__name__ for item in value}
        name = f"list[{inner.pop()}]" if len(inner) == 1 else "list"
        return Kind(name) if name in LISTS else None
    return Kind(type(value).__name__) if type(value).__name__ in SCALARS else None


def split_assignments(given: list[str]) -> dict[str, str]:
    """``["a=1", "b=x=y"]`` as ``{"a": "1", "b": "x=y"}``.

    Raises
    ------
    RunError
        Without ``=``, or a name given twice.
    """
    done: dict[str, str] = {}
    for item in given:
        name, sign, text = item.partition("=")
        if not sign or not name.strip():
            raise RunError(f"-p {item}: give a parameter as name=value, such as -p story=harbour-fire")
        if name.strip() in done:
            raise RunError(f"-p {name.strip()} is given twice ({done[name.strip()]!r} and {text!r}); give it once")
        done[name.strip()] = text
    return done


def _fit_scalar(value: Any, name: str, where: str) -> Any:
    wanted = " ".join(part for part in (name, where, "wanted") if part)
    if name == "float" and type(value) is int:
        return float(value)
    if type(value) is not SCALARS[name]:
        hint = "; write true or false" if name == "bool" else "; put it in quotes" if name == "str" else ""
        raise ValueError(f"{value!r} ({_name(value)}) given, {wanted}{hint}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value!r} given, {wanted}; it must be a finite number")
    return value


def _fit_dict(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} ({_name(value)}) given, dict wanted, such as {{name: 1}}")
    if wrong := [key for key in value if not isinstance(key, str)]:
        raise ValueError(f"keys {listed(wrong)} given, keys of a dict must be text; put them in quotes")
    return {key: _fit_inner(item) for key, item in value.items()}


def _fit_inner(value: Any) -> Any:
    """What may stand within a dict: whatever JSON can keep, so that the manifest can."""
    if isinstance(value, dict):
        return _fit_dict(value)
    if isinstance(value, list):
        return [_fit_inner(item) for item in value]
    if value is None or type(value) in SCALARS.values():
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"{value!r} given within a dict; it must be a finite number")
        return value
    raise ValueError(f"{value!r} ({_name(value)}) given within a dict; {listed(KINDS)} and null are allowed")


def _name(value: Any) -> str:
    return "null" if value is None else type(value).__name__


def _example(name: str) -> str:
    return {"str": "[a, b]", "int": "[1, 2]", "float": "[0.5, 1.0]"}[LISTS[name]]
