"""How well spans agree with marks: exact F1 a role, as in Wang and others' CofeNet (COLING 2022)."""

from __future__ import annotations

from collections.abc import Iterable

from .corpus import ROLES, Marked
from .weights import Tagged


def exact_f1(marked: Iterable[Marked], found: Iterable[Iterable[Tagged]]) -> dict[str, float]:
    """F1 (0..1) of spans that are exactly a marked span, a role, over all articles; nan where there is nothing."""
    hits, given, wanted = (dict.fromkeys(ROLES, 0) for _ in range(3))
    for one, those in zip(marked, found, strict=True):
        spans: dict[str, set[tuple[int, int]]] = {role: set() for role in ROLES}
        for span in those:
            spans[span.role].add((span.begin, span.end))
        for role in ROLES:
            gold = set(one.spans[role])
            hits[role] += len(gold & spans[role])
            given[role] += len(spans[role])
            wanted[role] += len(gold)
    return {
        role: 2 * hits[role] / (given[role] + wanted[role]) if given[role] + wanted[role] else float("nan")
        for role in ROLES
    }
