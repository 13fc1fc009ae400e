"""Verbs whose subject says nothing: "was first reported by the Ledger", "asked whether he would stay"."""

from __future__ import annotations

from .clause import Attribution, Clause, end_of_speech
from .cues import Cue
from .fixed import before_sentence
from .phrases import left_of, right_of
from .tokens import Span
from .verb_forms import is_bare

_BLAMES = frozenset(("claim", "criticise", "doubt"))  # kinds of cues whose object is accused
_AGENT = 20  # tokens behind "this was announced" in which by whom stands


def is_passive(clause: Clause, begin: int, i: int) -> bool:
    """Whether somebody is spoken of, not speaking: "has often been criticised"."""
    cues, low = clause.cues, clause.text.low
    is_reflexive = any(word in cues.reflexives for word in low[begin:i])  # "s'est inquiété"
    is_passive = any(word in cues.passives for word in low[begin:i])
    return low[i].endswith(cues.passive_endings or "\0") and is_passive and not is_reflexive


def read_passive(clause: Clause, cue: Cue, begin: int, end: int) -> Attribution | None:
    """ "The sale was first reported by the Ledger": the agent is the source, the subject the content."""
    low = clause.text.low
    if end < clause.stop and low[end] in clause.cues.complementizers:
        return _read_unnamed(clause, cue, begin, end)
    if tuple(low[clause.first : begin]) in clause.cues.anaphors.get(low[clause.first], ()):
        return _read_passive_anaphor(clause, cue, begin, end)
    by = _past_times(clause, end)
    if by >= clause.stop or low[by] not in clause.cues.agents:
        return None
    source = right_of(clause.text, clause.cues, by + 1, clause.stop)
    is_apart = begin - 1 > clause.taken and low[begin - 1] == ","  # "La fermeture, annoncée par le maire"
    content = left_of(clause.text, clause.cues, begin - is_apart, clause.taken)
    if source is None or content is None:
        return None
    at = _blamed_at(clause, cue, source)
    if at is None:
        return Attribution([content], (begin, end), source, cue, cue.polarity)
    said = end_of_speech(clause.text, at, clause.stop)
    return Attribution([said], (begin, end), (source[0], min(source[1], at)), cue, cue.polarity)


def _past_times(clause: Clause, at: int) -> int:
    """The place behind words for when: "was announced on Monday by"."""
    cues, low = clause.cues, clause.text.low
    while at < clause.stop and (low[at] in cues.times or low[at].isdigit()):
        at += 1
    return at


def describes_with_agent(clause: Clause, cue: Cue, begin: int, end: int) -> bool:
    """Whether a participle describes a noun and says who acted: "un plan annoncé lundi par la maire"."""
    cues = clause.cues
    by = _past_times(clause, end)
    is_participle = cue.words[0].endswith(cues.bare_participles or "\0") and is_bare(clause, cue, begin, begin)
    return is_participle and by < clause.stop and clause.text.low[by] in cues.agents


def _read_unnamed(clause: Clause, cue: Cue, begin: int, end: int) -> Attribution | None:
    """ "It is stated that ...", "He was told that ...": nobody is named who says what follows."""
    cues, low = clause.cues, clause.text.low
    is_told = cue.words[-1] in cues.tellers
    if not is_told and (begin == clause.first or low[begin - 1] not in cues.expletives):
        return None
    return Attribution([end_of_speech(clause.text, end, clause.stop)], (begin, end), None, cue, cue.polarity)


def _read_passive_anaphor(clause: Clause, cue: Cue, begin: int, end: int) -> Attribution | None:
    """ "This was announced on Saturday by the mayor" reaches back to the sentences before."""
    low = clause.text.low
    at = next((k for k in range(end, min(clause.stop, end + _AGENT)) if low[k] in clause.cues.agents), None)
    source = None if at is None else right_of(clause.text, clause.cues, at + 1, clause.stop)
    contents = before_sentence(clause) if source is not None else []
    return Attribution(contents, (begin, end), source, cue, cue.polarity) if contents else None


def _blamed_at(clause: Clause, cue: Cue, source: Span) -> int | None:
    """Where it begins what somebody is accused of: "is accused by the union of locking the gates"."""
    cues, low = clause.cues, clause.text.low
    if cue.kind not in _BLAMES:
        return None
    for k in range(source[0] + 1, min(source[1] + 1, clause.stop - 1)):
        is_verb = low[k + 1] in cues.blamed or low[k + 1].endswith(cues.participles or "\0")
        if low[k] in cues.blames and is_verb:
            return k
    return None


def read_asked(clause: Clause, cue: Cue, i: int) -> Attribution | None:
    """ "Asked whether he would stay, ...", "when asked how": nobody is named who asks."""
    cues, low = clause.cues, clause.text.low
    end = i + cue.length
    is_passive = low[i].endswith(cues.passive_endings or "\0") and cue.kind == "ask"
    opens = i == clause.first or low[i - 1] in cues.stops
    if not is_passive or not opens or end >= clause.stop or low[end] not in (cues.complementizers | cues.stops):
        return None
    last = next((k for k in range(end, clause.stop) if low[k] == "," and clause.text.quote[k] < 0), clause.stop)
    return Attribution([(end, last)], (i, end), None, cue)
