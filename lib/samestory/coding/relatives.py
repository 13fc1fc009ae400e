"""Words that describe a source: a clause behind it ("said Ilse Brandt, who runs the pier"), and asides that do not."""

from __future__ import annotations

from .clause import Clause
from .tokens import Span

_LONGEST = 30  # tokens of a clause that describes a source


def is_described(clause: Clause, at: int) -> bool:
    """Whether a clause that describes the words before it opens at a token, without a comma: "an aide who resigned"."""
    cues, low = clause.cues, clause.text.low
    if not cues.indefinite or at + 1 >= clause.stop or clause.text.quote[at] >= 0:
        return False
    return low[at] in cues.relatives and low[at] not in cues.complementizers and low[at] not in cues.conjunctions


def with_relative(clause: Clause, found: Span) -> Span:
    """A source after its cue with the clause that describes it, behind a comma or not."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    at = found[1]
    at += at < clause.stop and low[at] == "," and text.quote[at] < 0
    if not is_described(clause, at):
        return found
    if any(cue.position == "verb" for k in (at + 1, at + 2) if k < clause.stop for cue in cues.at(low, k, clause.stop)):
        return found  # ", who denies it": another attribution
    return found[0], _end(clause, at)


def _end(clause: Clause, at: int) -> int:
    """Where the clause that opens at a token ends."""
    text, low = clause.text, clause.text.low
    last = min(clause.stop, at + _LONGEST)
    return next((k for k in range(at + 1, last) if low[k] in ",;:—–" or text.quote[k] >= 0), last)
