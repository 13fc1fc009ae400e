"""Labels by codebook: what each actor is called, how often, and in whose voice."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

from ..text import Quotation, quotations
from .find import find
from .naming import is_named_by_another
from .plan import LabelPlan, Plan
from .reading import Reading
from .voice import Voices

SPEECH = 5  # words in quotation marks from which they are speech; fewer are speech where the text quotes somebody
_SHORT_SPEECH = 1
_NEAR_NAME = 60  # words before a label in which an actor's name settles whose label it is


def label_rows(article_id: str, text: Reading, voices: Voices, plan: Plan) -> tuple[list[dict[str, Any]], int]:
    """The rows of ``labels`` of one article, and how many words fit several actors and could not be given to one.

    Longer labels go before shorter ones that they hold, and a word as the codebook writes it before another form.
    Words in quotation marks are ``quoted`` where they are speech: five words or more, or fewer with an attribution as
    direct speech; and so is a word by which somebody is said to call an actor. Scare quotes are the article's own
    voice; so is other indirect speech.
    """
    placed = _placed(text, plan)
    if not placed:
        return [], 0
    speech = _speech(quotations(text.text, plan.code), text, voices)
    starts = [begin for begin, _ in speech]
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    n_unsure = 0
    names = _names(text, plan) if any(len(those) > 1 for _, _, those in placed) else []
    for first, last, candidates in placed:
        label = candidates[0] if len(candidates) == 1 else _whose(first, candidates, names, text)
        if label is None:
            n_unsure += 1
            continue
        begin, end = text.span(first, last)
        k = bisect_right(starts, begin) - 1
        is_spoken = k >= 0 and end <= speech[k][1]
        spoken = "quoted" if is_spoken or is_named_by_another(text, first, last) else "own"
        key = (label.actor, label.label, spoken)
        if key in rows:
            rows[key]["n"] += 1
            continue
        said = text.text[begin:end]
        rule = "as written" if tuple(text.low[first:last]) == label.words else "in another form"
        row: dict[str, Any] = {
            "article_id": article_id,
            "actor": label.actor,
            "label": label.label,
            "language": plan.code,
        }
        row |= {"voice": spoken, "evaluation": label.evaluation, "n": 1, "begin": begin, "end": end, "reads": said}
        rows[key] = row | {"note": rule if len(candidates) == 1 else f"{rule}; actor by the name nearest before"}
    return list(rows.values()), n_unsure


def _placed(text: Reading, plan: Plan) -> list[tuple[int, int, list[LabelPlan]]]:
    """Where labels stand, none overlapping another, with the labels that fit: several where actors share a word."""
    spans: dict[tuple[int, int], list[tuple[bool, int, LabelPlan]]] = {}
    for label in plan.labels:
        found = find(label.node, text)
        if not found:
            continue
        barred = _merged(sorted(span for pattern in label.unless for span in find(pattern.node, text)))
        starts = [first for first, _ in barred]
        for first, last in found:
            k = bisect_left(starts, last) - 1
            if k < 0 or barred[k][1] <= first:
                is_form = tuple(text.low[first:last]) != label.words
                spans.setdefault((first, last), []).append((is_form, label.order, label))
    taken = bytearray(len(text.low))
    placed = []
    for (first, last), those in sorted(spans.items(), key=lambda item: (item[0][0] - item[0][1], item[0])):
        if any(taken[first:last]):
            continue
        taken[first:last] = b"\1" * (last - first)
        ranked = sorted(those, key=lambda one: one[:2])
        by_actor: dict[str, LabelPlan] = {}
        for is_form, _, label in ranked:
            if is_form == ranked[0][0]:
                by_actor.setdefault(label.actor, label)
        placed.append((first, last, list(by_actor.values())))
    return sorted(placed, key=lambda one: one[:2])


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, those that overlap made one."""
    made: list[tuple[int, int]] = []
    for first, last in spans:
        if made and first <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], last))
        else:
            made.append((first, last))
    return made


def _names(text: Reading, plan: Plan) -> list[tuple[int, str]]:
    """Where actors are named, in order."""
    named = ((actor, node) for actor, nodes in plan.names.items() for node in nodes)
    return sorted({(first, actor) for actor, node in named for first, _ in find(node, text)})


def _whose(first: int, candidates: list[LabelPlan], names: list[tuple[int, str]], text: Reading) -> LabelPlan | None:
    """The one of several labels whose actor is named nearest: in the sentence, else shortly before."""
    actors = {label.actor: label for label in candidates}
    near: list[tuple[int, str]] = []
    k = bisect_left(names, (first - _NEAR_NAME, ""))
    while k < len(names) and names[k][0] < first + _NEAR_NAME and len(near) < 200:
        at, actor = names[k]
        if actor in actors and (at < first or text.sentence[at] == text.sentence[first]):
            is_outside = text.sentence[at] != text.sentence[first]
            near.append((abs(at - first) + 1_000 * is_outside, actor))
        k += 1
    return actors[min(near)[1]] if near else None


def _speech(marked: list[Quotation], text: Reading, voices: Voices) -> list[tuple[int, int]]:
    """The quotations that are somebody's words, outermost only, in order."""
    found = []
    for one in marked:
        if one.depth or one.inner_end <= one.inner_begin:
            continue
        n = bisect_left(text.begin, one.inner_end) - bisect_left(text.begin, one.inner_begin)
        if one.style in "—–-" or n >= SPEECH or (n >= _SHORT_SPEECH and _is_quoted(one, voices)):
            found.append((one.begin, one.end))
    return found


def _is_quoted(one: Quotation, voices: Voices) -> bool:
    """Whether an attribution gives just these words, as direct speech."""
    for said in voices.over(one.inner_begin, one.inner_end):
        if said.is_direct and said.end - said.begin <= (one.end - one.begin) + 4:
            return True
    return False
