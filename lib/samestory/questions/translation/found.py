"""One difference between two passages."""

from __future__ import annotations

from dataclasses import dataclass

__all__: list[str] = []
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What differs, with the words on each side, in characters of the two articles; None on the side without words."""

    kind: str
    verdict: str
    here: Span | None
    there: Span | None
    rule: str
