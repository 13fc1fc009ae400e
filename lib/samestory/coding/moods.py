"""Sentences in the mood of reported speech, without a reporting word: "Niemand sei verletzt worden." """

from __future__ import annotations

from .clause import Attribution, Clause
from .cues import Cue

_REPORTED = Cue((), "say", "verb", 0.0, 1)
_FAR = 2  # sentences between who spoke and what goes on


def in_reported_mood(clause: Clause) -> list[Attribution]:
    """The attribution of a sentence whose verb says that somebody else speaks.

    It goes to who spoke in one of the two sentences before; where nobody did, it has no source.
    """
    text, cues, low = clause.text, clause.cues, clause.text.low
    verb = next(
        (k for k in range(clause.first, clause.stop) if low[k] in cues.reported_moods and text.quote[k] < 0), -1
    )
    if verb < 0 or any(low[k] in cues.not_reported for k in range(clause.first, clause.stop)):
        return []
    earlier = clause.earlier
    source = None
    if earlier is not None and earlier.cue is not None:
        ends = max(b for _, b in earlier.contents)
        between = sum(first >= earlier.cue[1] and last <= clause.first for first, last in _near(clause))
        source = earlier.source if between <= _FAR and ends <= clause.first else None
    content = (clause.first, clause.stop)
    return [Attribution([content], (verb, verb + 1), source, _REPORTED)]


def _near(clause: Clause) -> list[tuple[int, int]]:
    """The sentences shortly before."""
    sentences = clause.text.sentence
    low, high = 0, len(sentences)
    while low < high:
        middle = (low + high) // 2
        if sentences[middle][0] < clause.first:
            low = middle + 1
        else:
            high = middle
    return sentences[max(0, low - _FAR - 2) : low]
