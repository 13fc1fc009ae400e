"""Where a pattern matches a reading: each part gives at most a few spans a place, so that time stays linear."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from .patterns import ANY, Either, Near, Node, Sequence, Word
from .reading import Reading

Span = tuple[int, int]  # lexemes, the second not included
_MOST_HELD = 40  # spans looked at for one that stands inside another
MOST = 20_000  # spans of one part of a pattern in one text; a text that has more repeats one word


def find(node: Node, text: Reading) -> list[Span]:
    """The matches of a pattern: spans of lexemes, in order, none twice."""
    return _spans(node, text)


def _spans(node: Node, text: Reading) -> list[Span]:
    if isinstance(node, Word):
        return _word(node, text)
    if isinstance(node, Either):
        found = [span for part in node.among for span in _spans(part, text)]
        return sorted(set(found))[:MOST]
    if isinstance(node, Sequence):
        return _sequence(node, text)
    return _near(node, text)


def _word(word: Word, text: Reading) -> list[Span]:
    if word.kind == "number":
        return [(figure.first, figure.last) for figure in text.figures if figure.is_count][:MOST]
    if word.kind == "any":
        return [(at, at + 1) for at in range(min(len(text.low), MOST))]
    return [(at, at + 1) for at in text.places.get(word, ())[:MOST]]


def _sequence(node: Sequence, text: Reading) -> list[Span]:
    """Items one after the other in one sentence: joined from the left, each span's end to the next one's begin."""
    parts: list[dict[int, list[int]] | None] = []
    for item, is_optional in zip(node.items, node.optional, strict=True):
        if item == ANY:
            parts.append(None)
            continue
        spans = _spans(item, text)
        if not spans and not is_optional:
            return []
        starts: dict[int, list[int]] = {}
        for first, last in spans:
            starts.setdefault(first, []).append(last)
        parts.append(starts)
    return sorted(_joined(node, parts, text))[:MOST]


def _joined(node: Sequence, parts: list[dict[int, list[int]] | None], text: Reading) -> set[Span]:
    n = len(text.low)
    # An item that must be there anchors the search; what may be missing before it is found as another begin.
    open_: set[Span] = set()
    for number, (starts, is_optional) in enumerate(zip(parts, node.optional, strict=True)):
        grown: set[Span] = set()
        may_begin = all(node.optional[:number])
        if may_begin:
            firsts = range(min(n, MOST)) if starts is None else starts
            grown |= {(first, last) for first in firsts for last in ([first + 1] if starts is None else starts[first])}
        for first, last in open_:
            if last >= n:
                continue
            for end in [last + 1] if starts is None else starts.get(last, ()):
                if text.sentence[end - 1] == text.sentence[first]:
                    grown.add((first, end))
        open_ = (open_ | grown) if is_optional else grown
        if len(open_) > 4 * MOST:
            open_ = set(sorted(open_)[:MOST])
    return open_


def _near(node: Near, text: Reading) -> list[Span]:
    left = _spans(node.left, text)
    if not left:
        return []
    right = _spans(node.right, text)
    if not right:
        return left if node.is_without else []
    unit = text.paragraph if node.within == "p" else text.sentence
    starts = [first for first, _ in right]
    ends = sorted((last, first) for first, last in right)
    far = node.within if isinstance(node.within, int) else None
    found: list[Span] = []
    # What a match of two words near one another runs over may hold the third: "killed w/9 crew w/s fire".
    may_hold = isinstance(node.left, Near) and not node.is_ordered
    for span in left:
        other = _held(span, right, starts) if may_hold else None
        other = other or _nearest(span, right, starts, ends, unit, far, node.is_ordered)
        if node.is_without:
            if other is None:
                found.append(span)
        elif other is not None:
            joined = span if node.within == "p" else (min(span[0], other[0]), max(span[1], other[1]))
            found.append(joined)
    return sorted(set(found))


def _held(span: Span, right: list[Span], starts: list[int]) -> Span | None:
    """The first span of ``right`` that stands inside ``span``."""
    k = bisect_left(starts, span[0])
    inside = (one for one in right[k : k + _MOST_HELD] if one[1] <= span[1])
    return next(inside, None)


def _nearest(
    span: Span,
    right: list[Span],
    starts: list[int],
    ends: list[tuple[int, int]],
    unit: list[int],
    far: int | None,
    is_ordered: bool,
) -> Span | None:
    """The nearest span of ``right`` that is after ``span`` or, unless ordered, before it; none that overlaps it."""
    first, last = span
    best: Span | None = None
    gap = 10**9
    k = bisect_left(starts, last)
    if k < len(right) and unit[starts[k]] == unit[first]:
        best, gap = right[k], starts[k] - last
    if not is_ordered:
        k = bisect_right(ends, (first, 10**9)) - 1
        if k >= 0:
            end, begin = ends[k]
            if unit[begin] == unit[first] and first - end < gap:
                best, gap = (begin, end), first - end
    return best if best is not None and (far is None or gap <= far) else None
