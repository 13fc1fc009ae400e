"""One sentence as the rules read it, what they find in it, and where its contents begin and end."""

from __future__ import annotations

from dataclasses import dataclass, field

from .cues import Cue, Cues
from .tokens import STOPS, Quote, Span, Tokens

_SAID = frozenset(",.!?…")
_CLOSING = frozenset(('"', "”", "»", "''"))
SOFT = frozenset(("believe", "doubt"))  # kinds of cues that mark doubt whatever is said
SCARE = 3  # words a quotation may have and still be no speech


@dataclass(slots=True)
class Attribution:
    """One attribution, in token numbers: ``contents`` in order, ``source`` None where nobody is named.

    ``cue`` and ``said_by`` are None for speech that nothing introduces, such as a line of dialogue.
    """

    contents: list[Span]
    cue: Span | None
    source: Span | None
    said_by: Cue | None
    polarity: int = 1
    kind: str = ""
    is_doubted: bool = False  # part of what is said is no more than believed

    def __post_init__(self) -> None:
        if not self.kind:
            self.kind = self.said_by.kind if self.said_by is not None else "say"

    def holds(self, cue: Span) -> bool:
        """Whether the cue of another attribution stands within what this one reports."""
        return self.cue != cue and any(a <= cue[0] and cue[1] <= b for a, b in self.contents)


@dataclass(slots=True)
class Clause:
    """A sentence, tokens ``first`` to ``last``, ``stop`` without its full stop; tokens before ``taken`` belong to the
    source or cue of an attribution of ``found``, those of the sentence so far."""

    text: Tokens
    cues: Cues
    first: int
    last: int
    stop: int = 0
    taken: int = 0
    found: list[Attribution] = field(default_factory=list)
    earlier: Attribution | None = None  # the last of the sentences before

    def __post_init__(self) -> None:
        self.taken = self.first
        stop = self.last
        while stop > self.first + 1 and self.text.low[stop - 1] in STOPS and self.text.quote[stop - 1] < 0:
            stop -= 1
        self.stop = stop


def left_part(clause: Clause, head: int) -> Span | None:
    """What stands before an attribution: from the begin of its sentence, or of the quotation that reaches into it."""
    text, cues, low = clause.text, clause.cues, clause.text.low
    start = clause.first
    if clause.found and (cue := clause.found[-1].cue) is not None and cue[1] > start:
        start = min(cue[1], head)
    while start < head and (low[start] in ",;:—–―" or (start > clause.first and low[start] in cues.conjunctions)):
        if text.quote[start] >= 0:
            break
        start += 1
    if start >= head:
        return None
    if (number := text.quote[start]) >= 0 and text.quotes[number].first < start:
        start = text.quotes[number].first
        if text.quotes[number].is_speech_line and start < head:
            start += 1
    elif number >= 0 and text.quotes[number].is_speech_line and text.quotes[number].first == start:
        start += 1
    while head > start and low[head - 1] in ",—–―-" and text.quote[head - 1] < 0:
        head -= 1
    return (start, head) if head > start else None


def closes_alone(clause: Clause, at: int) -> bool:
    """Whether a token is a mark that closes speech whose opening mark is missing: ``The gates are open," he said``."""
    low = clause.text.low
    return at - 1 > clause.first and low[at] in _CLOSING and clause.text.quote[at] < 0 and low[at - 1] in _SAID


def opens_with_topic(clause: Clause) -> bool:
    """Whether a sentence opens with what is spoken about: "О пожаре сообщили в МЧС"."""
    cues, opens = clause.cues, clause.text.low[clause.first]
    is_first = clause.taken == clause.first and not clause.found
    return is_first and not cues.indefinite and opens in cues.anaphors and opens in cues.prepositions


def end_of_speech(text: Tokens, first: int, stop: int) -> Span:
    """From a token to the end of the sentence, or of the quotation that goes on over it."""
    if stop > first and (number := text.quote[stop - 1]) >= 0 and text.quotes[number].last > stop:
        stop = text.quotes[number].last
    return first, stop


def is_inside_speech(text: Tokens, i: int) -> bool:
    """Whether a token is within a quotation that is speech; scare quotes of a few words hide nothing."""
    return (number := text.quote[i]) >= 0 and is_speech(text, text.quotes[number])


def is_speech(text: Tokens, quote: Quote) -> bool:
    """Whether a quotation is what somebody says, by its length or because it is whole: "Nobody told us." """
    return quote.n_words > SCARE or quote.is_resumed or is_whole(text, quote)


def is_whole(text: Tokens, quote: Quote) -> bool:
    """Whether a quotation begins with a capital and ends with a stop or comma before its mark."""
    last = quote.last - 1 - (quote.last - 2 > quote.first and text.low[quote.last - 1] not in _SAID)
    return text.low[last] in _SAID and text.is_name(min(quote.first + 1, quote.last - 1))
