"""Sentences that go on with what somebody says, without a subject or a cue: "Niemand sei verletzt worden." """

from __future__ import annotations

from bisect import bisect_left

from .clause import Attribution, Clause
from .cues import Cue
from .tokens import Span

_REPORTED = Cue((), "say", "verb", 0.0, 1)
_FAR = 2  # sentences between who spoke and what goes on


def in_reported_mood(clause: Clause) -> list[Attribution]:
    """The attribution of a sentence whose verb says that somebody else speaks.

    It goes to who spoke in one of the two sentences before; where nobody did, it has no source.
    """
    cues, low = clause.cues, clause.text.low
    here = range(clause.first, clause.stop)
    verb = next((k for k in here if low[k] in cues.reported_moods and _is_verb(clause, k)), -1)
    if verb < 0 or any(low[k] in cues.not_reported for k in here):
        return []
    return [Attribution([(clause.first, clause.stop)], (verb, verb + 1), speaker_before(clause), _REPORTED)]


def _is_verb(clause: Clause, k: int) -> bool:
    """Whether a form outside quotations is no noun with a capital: "im Laufe des Tages"."""
    is_noun = clause.cues.capital_nouns and k > clause.first and clause.text.is_name(k)
    return clause.text.quote[k] < 0 and not is_noun


def speaker_before(clause: Clause) -> Span | None:
    """Who spoke last, in one of the two sentences before; None where nobody did."""
    earlier = clause.earlier
    if earlier is None or earlier.cue is None or earlier.source is None:
        return None
    sentences = clause.text.sentence
    spoke = bisect_left(sentences, (earlier.cue[0] + 1, 0)) - 1
    here = bisect_left(sentences, (clause.first, 0))
    return earlier.source if here - spoke <= _FAR else None
