"""Two sequences of the same text, held against each other: what is in both, in time that does not explode.

What both have at begin and end is taken first; then what occurs once on both sides, in the longest order that both
have (patience sorting, as in comparing program files); between these the plain comparison of the standard library,
where the piece is small. In a large piece that nothing holds in place, such as one line said a thousand times, each
item is matched with the next same one nearby.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

LARGEST = 40_000  # items of one side times items of the other that the plain comparison is given
NEARBY = 100  # items ahead


def aligned(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Which items of two sequences are the same, in the order of both.

    Parameters
    ----------
    first, second
        Words, or sentences as they are compared.

    Returns
    -------
    list of (place in first, place in second)
        Rising on both sides.
    """
    found: list[tuple[int, int]] = []
    waiting = [(0, len(first), 0, len(second))]
    while waiting:
        a, a_end, b, b_end = waiting.pop()
        while a < a_end and b < b_end and first[a] == second[b]:
            found.append((a, b))
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and first[a_end - 1] == second[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            found.append((a_end, b_end))
        if a == a_end or b == b_end:
            continue
        if (a_end - a) * (b_end - b) <= LARGEST:
            found += _plainly(first, second, a, a_end, b, b_end)
            continue
        anchors = _anchors(first, second, a, a_end, b, b_end)
        if not anchors:
            found += _nearby(first, second, a, a_end, b, b_end)
            continue
        found += anchors
        for (p, q), (p_next, q_next) in zip([(a - 1, b - 1), *anchors], [*anchors, (a_end, b_end)], strict=True):
            waiting.append((p + 1, p_next, q + 1, q_next))
    return sorted(found)


def _plainly(
    first: Sequence[Hashable], second: Sequence[Hashable], a: int, a_end: int, b: int, b_end: int
) -> list[tuple[int, int]]:
    matcher = SequenceMatcher(None, list(first[a:a_end]), list(second[b:b_end]), autojunk=False)
    return [(a + i + n, b + j + n) for i, j, size in matcher.get_matching_blocks() for n in range(size)]


def _nearby(
    first: Sequence[Hashable], second: Sequence[Hashable], a: int, a_end: int, b: int, b_end: int
) -> list[tuple[int, int]]:
    places: dict[Hashable, list[int]] = {}
    for q in range(b, b_end):
        places.setdefault(second[q], []).append(q)
    found = []
    for p in range(a, a_end):
        same = places.get(first[p], [])
        n = bisect.bisect_left(same, b)
        if n < len(same) and same[n] < b + NEARBY:
            found.append((p, same[n]))
            b = same[n] + 1
    return found


def _anchors(
    first: Sequence[Hashable], second: Sequence[Hashable], a: int, a_end: int, b: int, b_end: int
) -> list[tuple[int, int]]:
    """Items that occur once on each side, those of them that keep their order."""
    n_first, n_second = Counter(first[a:a_end]), Counter(second[b:b_end])
    place = {second[q]: q for q in range(b, b_end) if n_second[second[q]] == 1}
    pairs = [(p, place[first[p]]) for p in range(a, a_end) if n_first[first[p]] == 1 and first[p] in place]
    tails: list[int] = []  # the lowest place in second with which an order of each length ends
    at: list[int] = []
    before: list[int] = []
    for number, (_, q) in enumerate(pairs):
        length = bisect.bisect_left(tails, q)
        before.append(at[length - 1] if length else -1)
        if length == len(tails):
            tails.append(q)
            at.append(number)
        else:
            tails[length], at[length] = q, number
    found = []
    number = at[-1] if at else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]
