"""Numbers by codebook: which figures an article gives for which quantity."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

from ..errors import printable
from ..languages import language_for
from ..schema import MENTIONED, UNTOLD
from .find import Span, find
from .lexemes import lexemes
from .number_words import Figure, NumberReader
from .plan import Plan
from .reading import Reading
from .scope import scope_of, wholes
from .setters import is_reached
from .storable import storable
from .voice import Voices, voice

# The first word of a unit that counts in thousands or millions ("million crowns").
_SCALES = {"thousand": 1e3, "thousands": 1e3, "million": 1e6, "millions": 1e6, "billion": 1e9, "billions": 1e9}
_MOST = 2_000  # figures of one quantity in one text


def number_rows(article_id: str, text: Reading, voices: Voices, plan: Plan) -> list[dict[str, Any]]:
    """The rows of ``numbers`` of one article.

    A figure belongs to the quantity whose pattern fits it most tightly. The same bounds given for one quantity by the
    same source are one row, at their first place. Whose figure it is may be impossible to tell: then its source is
    `UNTOLD`, which is neither a source nor the article's own voice.
    """
    at = {(figure.first, figure.last): number for number, figure in enumerate(text.figures)}
    firsts = sorted((figure.first, number) for number, figure in enumerate(text.figures))
    parts = wholes(text)
    reporting = language_for(text.code).reporting
    joining = frozenset(reporting.conjunctions if reporting else ())
    best: dict[int, tuple[int, int, str]] = {}
    for order, one in enumerate(plan.quantities):
        for pattern in one.patterns:
            for span in find(pattern.node, text)[:_MOST]:
                number = _figure_in(span, at, firsts, text.figures)
                if number is None or _is_of_the_other(span, number, parts, text.figures):
                    continue
                if _counts_the_one_before(span, number, text, joining):
                    continue
                fit = (span[1] - span[0], order, pattern.said)
                if number not in best or fit < best[number]:
                    best[number] = fit
    rows: list[dict[str, Any]] = []
    seen = set()
    for number, (_, order, pattern_said) in sorted(best.items()):
        figure, one = text.figures[number], plan.quantities[order]
        around = voice(text, voices, plan.doubt, figure.first, figure.last)
        low, high = _in_unit(figure, one.unit)
        how = figure.how
        if how == "at most" and is_reached(text, figure.first):
            low, how = high, "exact"
        source = around.source if around.status in ("attributed", "denied") else None
        if around.status == MENTIONED:
            source = UNTOLD
        if (key := (one.quantity, low, high, source)) in seen:
            continue
        seen.add(key)
        begin, end = text.span(figure.first, figure.last)
        said = text.text[begin:end]
        row: dict[str, Any] = {
            "article_id": article_id,
            "quantity": one.quantity,
            "value_text": printable(" ".join(said.split())),
        }
        row |= {"low": low, "high": high, "unit": one.unit, "attributed_to": source}
        row["scope"] = None if (scope := scope_of(text, figure)) is None else printable(scope)
        row |= {"begin": begin, "end": end, "reads": said}
        rows.append(row | {"note": f"{how}; {around.rule}; pattern: {pattern_said}"})
    return _told_first(rows)


def bounds_of(
    words: str, code: str, unit: str, vague: Mapping[str, float] | None = None
) -> tuple[float | None, float | None] | None:
    """The bounds of the first figure in some words, in a unit; None if there is none.

    Examples
    --------
    >>> from samestory.coding.numbers import bounds_of
    >>> bounds_of("At least nine workmates", "en", "persons"), bounds_of("Des dizaines", "fr", "persons")
    ((9.0, None), (20.0, None))
    """
    reader, found = NumberReader(code, vague), lexemes(storable(words))
    if not reader.is_known:
        return None
    begin, end, low = [a for a, _, _ in found], [b for _, b, _ in found], [word for _, _, word in found]
    figures = reader.figures(low, storable(words), begin, end)
    figure = next((one for one in figures if one.is_count), None) or next(iter(figures), None)
    return None if figure is None else _in_unit(figure, unit)


def _in_unit(figure: Figure, unit: str) -> tuple[float | None, float | None]:
    scale = _SCALES.get(unit.split()[0].casefold(), 1.0) if unit.split() else 1.0
    low, high = (None if bound is None else _rounded(bound / scale) for bound in (figure.low, figure.high))
    return low, high


def _told_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without those whose source cannot be told and whose figure stands elsewhere with a voice that can."""
    told = {(row["quantity"], row["low"], row["high"]) for row in rows if row["attributed_to"] != UNTOLD}
    return [
        row for row in rows if row["attributed_to"] != UNTOLD or (row["quantity"], row["low"], row["high"]) not in told
    ]


def _figure_in(span: Span, at: dict[Span, int], firsts: list[tuple[int, int]], figures: list[Figure]) -> int | None:
    """The figure a match is about: the one that opens or closes it, else the first inside."""
    place = bisect_left(firsts, (span[0], -1))
    inside: list[int] = []
    while place < len(firsts) and firsts[place][0] < span[1] and len(inside) < 20:
        number = firsts[place][1]
        if figures[number].last <= span[1] and figures[number].is_count:
            inside.append(number)
        place += 1
    edge = [number for number in inside if figures[number].first == span[0] or figures[number].last == span[1]]
    return next(iter(edge or inside), None)


def _counts_the_one_before(span: Span, number: int, text: Reading, joining: frozenset[str]) -> bool:
    """Whether a match is of the figure right before it: "21 dead and six missing" counts no six dead."""
    figure, before = text.figures[number], text.figures[number - 1] if number else None
    if before is None or not before.is_count or figure.last != span[1] or before.last != span[0]:
        return False
    if text.sentence[before.last - 1] != text.sentence[span[0]]:
        return False
    return all(word in joining for word in text.low[span[0] + 1 : figure.first])


def _is_of_the_other(span: Span, number: int, parts: dict[int, int], figures: list[Figure]) -> bool:
    """Whether a match speaks of the whole and the figure is a part of it, or the other way round.

    "Three of the nine dead" counts nine dead; "nine of the 40 workers were killed" nine killed.
    """
    if number in parts:  # a whole: only what stands right beside it is said of it
        return span[0] < figures[number].first or span[1] > figures[number].last + 1
    whole = number + 1
    return parts.get(whole) == number and figures[whole].last < span[1] <= figures[whole].last + 1


def _rounded(value: float) -> float:
    """Without the dust of division."""
    return float(f"{value:.12g}")
