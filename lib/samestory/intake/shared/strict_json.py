"""JSON read strictly: what orjson passes over or stumbles on is reported."""

from __future__ import annotations

import json
import re
from typing import Any

_SPACE = re.compile(r"[ \t\n\r]*")


def past_space(text: str, at: int) -> int:
    """The first place from ``at`` on that is no white space."""
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]


class Strict:
    """A decoder that notes what orjson would pass over or stumble on: keys given twice, NaN, what nests too deep."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.decode = json.JSONDecoder(object_pairs_hook=self._pairs, parse_constant=self._constant)

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            self.faults.append(f"the key {twice[:80]!r} is given twice")
        return made

    def _constant(self, name: str) -> None:
        self.faults.append(f"{name} is not JSON")

    def at(self, text: str, place: int) -> tuple[Any, int]:
        """The value that begins at a place, and where it ends; ValueError where there is none."""
        self.faults = []
        try:
            return self.decode.raw_decode(text, place)
        except RecursionError:
            raise ValueError("nested too deep") from None

    def whole(self, text: str) -> Any:
        """A text that is one value; ValueError with the reason where it is not."""
        value, end = self.at(text, past_space(text, 0))
        if text[end:].strip():
            raise ValueError(f"more after the object, at character {end}")
        if self.faults:
            raise ValueError(self.faults[0])
        return value


def kind_of(value: Any) -> str:
    """What a JSON value is, in words."""
    return {dict: "an object", list: "a list", str: "text", bool: "true or false"}.get(type(value), "a number or null")
