"""Attributions in one text: who is given as the source of what, by which words.

Rules over tokens, sentences and quotations; everything that differs between languages stands in
``languages/<code>.yaml``. A cue is looked for token by token; its source is sought beside it, its content is what the
sentence then leaves, or the quotation it stands next to.
"""

from __future__ import annotations

from collections.abc import Callable

from .clause import SOFT, Attribution, Clause, is_inside_speech
from .cues import Cue, Cues
from .fixed import read_after, read_before, read_frame, read_inner, read_noun, read_reported, read_via
from .moods import in_reported_mood
from .speech import continued, transcript
from .tokens import Tokens
from .verb_second import read_verb_second
from .verbs import read_verb

_INNER = frozenset(("ask", "believe", "criticise", "doubt", "promise"))  # kinds that are part of what another says
_Reader = Callable[[Clause, Cue, int], Attribution | None]


def _read_verb(clause: Clause, cue: Cue, i: int) -> Attribution | None:
    return (read_verb_second if clause.cues.is_verb_second else read_verb)(clause, cue, i)


_READERS: dict[str, _Reader] = {
    "verb": _read_verb,
    "before": read_before,
    "after": read_after,
    "noun": read_noun,
    "passive": read_reported,
    "frame": read_frame,
    "via": read_via,
    "inner": read_inner,
}


def attributions_in(text: Tokens, cues: Cues) -> list[Attribution]:
    """All attributions of a text, in order of their contents.

    Time grows with the text: each rule looks at one sentence, and a sentence has a bounded length.
    """
    found: list[Attribution] = []
    starts = [i for i, word in enumerate(text.low) if word in cues.by_first]
    at = 0
    for first, last in text.sentence:
        here = at
        while at < len(starts) and starts[at] < last:
            at += 1
        earlier = found[-1] if found else None
        made = _in_sentence(Clause(text, cues, first, last, earlier=earlier), starts[here:at]) if at > here else []
        if not made and cues.reported_moods:
            made = in_reported_mood(Clause(text, cues, first, last, earlier=earlier))
        found += made
    found += transcript(text)
    return sorted([*found, *continued(text, cues, found)], key=_place)


def _place(one: Attribution) -> tuple[int, int]:
    return one.contents[0]


def _in_sentence(clause: Clause, starts: list[int]) -> list[Attribution]:
    text, cues = clause.text, clause.cues
    least = clause.first
    for i in starts:
        if i < least or is_inside_speech(text, i):
            continue
        read = (_READERS[cue.position](clause, cue, i) for cue in cues.at(text.low, i, clause.last))
        one = next((one for one in read if one is not None), None)
        if one is None or one.cue is None:
            continue
        clause.found.append(one)
        clause.taken = max(clause.taken, one.cue[1], one.source[1] if one.source else 0)
        least = max(i + 1, one.cue[1])
    _cut(clause)
    said = [one for one in clause.found if one.contents]
    return _without_parts(clause, said) if cues.joins_parts else said


def _without_parts(clause: Clause, said: list[Attribution]) -> list[Attribution]:
    """Without what is part of another: in "The union said that it hopes for a crane", the union says one thing.

    The doubt of the part goes to the whole. What stays says by itself what somebody else says: "The union said that the
    mayor had denied the plan".
    """
    kept = []
    for one in said:
        whole = next((other for other in said if one.cue is not None and other.holds(one.cue)), None)
        if whole is None or not _is_part(clause, one):
            kept.append(one)
        else:
            whole.is_doubted |= one.kind in SOFT
    return kept


def _is_part(clause: Clause, one: Attribution) -> bool:
    if one.source is None or one.kind in _INNER:
        return True
    word = clause.text.low[one.source[0]]
    return word in clause.cues.pronouns or word in clause.cues.relatives


def _cut(clause: Clause) -> None:
    """No content reaches into the next attribution of its sentence."""
    text, cues = clause.text, clause.cues
    for one, following in zip(clause.found, clause.found[1:], strict=False):
        if one.cue is None or following.cue is None:
            continue
        edge = following.cue[0]
        is_same = following.source == one.source
        if following.source and one.cue[0] < following.source[0] < edge:
            edge = following.source[0]
        cut = []
        for a, b in one.contents:
            before = text.low[edge - 1]
            parts = is_same or before in ",;—–" or before in cues.conjunctions  # else it is part of what is said
            if a == edge and before == ",":  # ", citing police": nothing but the next one
                continue
            if a + 2 - is_same < edge < b and text.quote[edge] < 0 and parts:
                b = edge
                while b > a and (text.low[b - 1] in ",;—–" or text.low[b - 1] in cues.conjunctions):
                    b -= 1
            if b > a:
                cut.append((a, b))
        one.contents = cut or (
            list(following.contents) if one.kind == "via" else cut
        )  # "Citing police, the agency said"
