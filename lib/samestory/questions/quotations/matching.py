"""Which quotations of different articles are one utterance: by their words, or by their meaning across languages.

Quotations are compared once a wording, so copies cost nothing. Two of one language are one utterance by words: the
shorter has most of its words in the other, in order. Two of different languages, and two wordings of one speaker, are
one by the cosine of their vectors; the thresholds depend on what is known of the speakers. The thresholds were chosen
on harbour-fire.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ...languages.letters import sound
from ...text import aligned

__all__: list[str] = []
SAME, OPEN, OTHER = "same", "open", "other"  # whether two speakers are one: yes, cannot be told, no
GRAM = 3
MOST_OF_GRAM = 200  # wordings that share a run of words: one in more is a formula
SHARE, LEAST_COMMON, RUN = 0.6, 4, 3  # of the words of the shorter; words in common; in one run
LEAST_WORDS = 4  # of a quotation that is compared by meaning
# Least cosine of two quotations in different languages, in one language, and of a quotation and reported speech.
ACROSS = {SAME: 0.45, OPEN: 0.60, OTHER: 0.80}
WITHIN = {SAME: 0.75, OPEN: 0.85, OTHER: 0.95}
REPORTED = {SAME: 0.45, OPEN: 0.60, OTHER: 0.95}
NO_SPEAKER = 0.75  # of a quotation whose own speaker is not known, and reported speech
BLOCK = 512


@dataclass(frozen=True)
class Saying:
    """One row of ``said`` as it is matched."""

    article: str
    language: str
    low: tuple[str, ...]
    speaker: str  # empty if none was found
    kind: str
    source_kind: str
    is_by_pronoun: bool


def speakers(one: Saying, other: Saying) -> str:
    """Whether the speakers of two sayings are one person or body, as far as can be told."""
    if not one.speaker or not other.speaker:
        return OPEN
    if one.speaker == other.speaker:
        return SAME
    if one.kind == other.kind == "person":
        a, b = one.speaker.split(), other.speaker.split()
        if sound(a[-1])[:3] == sound(b[-1])[:3]:
            return SAME
        doubtful = one.is_by_pronoun or other.is_by_pronoun or len(a) == 1 or len(b) == 1
        return OPEN if doubtful else OTHER
    if "unnamed" in (one.kind, other.kind):
        return OPEN if one.is_by_pronoun or other.is_by_pronoun else OTHER
    told = {one.source_kind, other.source_kind} - {"cannot_tell", "outlet"}
    return OPEN if len(told) < 2 else OTHER


def same_words(lows: Sequence[tuple[str, ...]], languages: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Pairs of wordings of one language that share most words of the shorter, with that share."""
    grams: dict[tuple[str, ...], list[int]] = defaultdict(list)
    short: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, (low, language) in enumerate(zip(lows, languages, strict=True)):
        for gram in {low[at : at + GRAM] for at in range(len(low) - GRAM + 1)}:
            grams[language, *gram].append(number)
        if 1 < len(low) < GRAM:
            short[language, *low].append(number)
    candidates = {
        pair for numbers in grams.values() if len(numbers) <= MOST_OF_GRAM for pair in combinations(numbers, 2)
    }
    for i, j in sorted(candidates):
        common = len(aligned(lows[i], lows[j]))
        share = common / min(len(lows[i]), len(lows[j]))
        if share >= SHARE and (common >= LEAST_COMMON or share == 1):
            yield i, j, share


def near(vectors: np.ndarray, others: np.ndarray, least: np.ndarray | float) -> Iterator[tuple[int, int, float]]:
    """Pairs of rows whose cosine is at least ``least``, in blocks."""
    for at in range(0, len(vectors), BLOCK):
        cosine = vectors[at : at + BLOCK] @ others.T
        for i, j in zip(*np.nonzero(cosine >= least), strict=True):
            yield at + int(i), int(j), float(cosine[i, j])


class Clusters:
    """Numbers joined one pair after the other, unless members of the two sides are known to be different."""

    def __init__(self, n: int):
        self.of = list(range(n))
        self.members = {i: [i] for i in range(n)}

    def join(self, i: int, j: int, forbidden: Iterable[tuple[int, int]] = ()) -> bool:
        """Join the clusters of two numbers; False if they are one, or a forbidden pair is in them."""
        a, b = self.of[i], self.of[j]
        if a == b or any({self.of[x], self.of[y]} == {a, b} for x, y in forbidden):
            return False
        if len(self.members[a]) < len(self.members[b]):
            a, b = b, a
        for one in self.members.pop(b):
            self.of[one] = a
            self.members[a].append(one)
        return True

    def between(self, i: int, j: int) -> Iterator[tuple[int, int]]:
        """Pairs of members of the two clusters."""
        return ((x, y) for x in self.members[self.of[i]] for y in self.members[self.of[j]])
