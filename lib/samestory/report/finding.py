"""A finding of the report, and the rule by which the report chooses.

The score of a finding is the product of four numbers between 0 and 1, times 100:

============  ========================================================================================================
kind          how direct its evidence is. 1: two passages alone show it (figures that exclude one another, a denial that
              is left out, a claim made firmer, a change in translation or after publication). 0.5: a count over
              articles shows it (copies, one source behind many, claims and statements put in different ways or not
              reported by all). 0.25: it is about the order in time. 0.1: it is about the coding or what was seen, which
              the limits of a report say anyway, or about a figure and a later one
reach         ``n / (n + 5)`` for the ``n`` copy families that it affects, or outlets if it is about copies: 1 gives
              0.17, 5 give 0.5, 20 give 0.8
strength      the lower end of the 95 % interval (Wilson) of its share, ``hits`` of ``cases``: a share of few cases is
              weaker than the same share of many
coverage      the part of the articles, or of the pairs compared, in which it could be seen at all
============  ========================================================================================================

A finding qualifies if it has at least `MIN_N` cases, one hit, two outlets, two passages and a score of 1. The highest
score is shown first, then the highest of the others, and so on. A second finding of a kind counts a third of its score,
because a reader learns less from it, and a third of a kind is not shown. Equal scores (to six digits) are put in the
order of `KINDS`, then of their keys, so that the same tables always give the same report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import counted
from ..statistics import MIN_N, wilson
from .evidence import Passage

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["KINDS", "Finding", "chosen"]

MOST_OF_A_KIND = 2
AGAIN = 1 / 3  # what a second finding of a kind counts of its score
MIN_OUTLETS, MIN_PASSAGES, MIN_SCORE = 2, 2, 1.0
HALF_REACH = 5  # families at which the reach is one half

# In the order in which equal scores are shown: what the finding is called, and how direct its evidence is.
KINDS: dict[str, tuple[str, float]] = {
    "numbers": ("Numbers that exclude one another", 1.0),
    "denial": ("A denial left out", 1.0),
    "hardened": ("A claim made firmer", 1.0),
    "translation": ("Changed in translation", 1.0),
    "revised": ("Changed after publication", 1.0),
    "copies": ("Copies are not independent reports", 0.5),
    "origin": ("One source behind many articles", 0.5),
    "divided": ("One claim, put in different ways", 0.5),
    "statement": ("Reported by most, but not by all", 0.5),
    "figures": ("One statement, different figures", 0.5),
    "changed": ("An earlier and a later figure", 0.1),
    "first": ("Earliest in this set", 0.25),
    "agreement": ("Would a second reader see the same?", 0.1),
    "unseen": ("What cannot be told", 0.1),
}

FIELDS = ("kind", "key", "title", "score", "hits", "cases", "families", "outlets", "seen", "whole")


@dataclass(frozen=True, repr=False, eq=False)
class Finding:
    """One finding: a sentence, the counts it rests on, its figure and the passages behind it.

    Attributes
    ----------
    kind, key
        A key of `KINDS`, and what it is about: unique within the kind.
    sentence
        What is found, in plain words with numbers and denominators.
    hits, cases
        The share it rests on; votes of copy families may be fractions.
    of
        What the cases are, in words: "copy families that carry the claim".
    families, outlets
        How many copy families and outlets it affects.
    by_outlets
        Whether its reach counts outlets: for findings about copies, of which a family has many.
    seen, whole
        In how many of how many articles, or pairs, it could be seen.
    passages
        The passages behind it, two of different outlets if there are any.
    draw, table, caption
        Draws its figure; the table behind it; what it shows. Without ``draw`` the table is shown.
    note
        A caveat, in a sentence; may be empty.
    """

    kind: str
    key: str
    sentence: str
    hits: float
    cases: float
    of: str
    families: int
    outlets: int
    seen: int
    whole: int
    passages: tuple[Passage, ...]
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    draw: Callable[[], Axes] | None = None
    caption: str = ""
    note: str = ""
    by_outlets: bool = False

    @property
    def title(self) -> str:
        """What findings of this kind are called."""
        return KINDS[self.kind][0]

    @property
    def share(self) -> float:
        """The share of the cases, 0..1; 0 without a case."""
        return self.hits / self.cases if self.cases else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share after Wilson; (0, 1) without a case, for then nothing is known."""
        return wilson(self.hits, self.cases) if self.cases else (0.0, 1.0)

    @property
    def reach(self) -> float:
        """How far it reaches, 0..1; one half at five families."""
        n = self.outlets if self.by_outlets else self.families
        return n / (n + HALF_REACH)

    @property
    def coverage(self) -> float:
        """The part in which it could be seen, 0..1."""
        return self.seen / self.whole if self.whole else 0.0

    @property
    def score(self) -> float:
        """The score of the rule, 0..100."""
        return round(100 * KINDS[self.kind][1] * self.reach * self.interval[0] * self.coverage, 6)

    @property
    def lacks(self) -> str:
        """Why it does not qualify, in a few words; empty if it does."""
        found = [
            (self.hits <= 0, "not one case shows it"),
            (self.cases < MIN_N, f"too few cases ({_votes(self.cases)}; at least {MIN_N})"),
            (self.outlets < MIN_OUTLETS, f"too few outlets ({self.outlets}; at least {MIN_OUTLETS})"),
            (len(self.passages) < MIN_PASSAGES, f"too few passages ({len(self.passages)}; at least {MIN_PASSAGES})"),
        ]
        said = "; ".join(said for is_so, said in found if is_so)
        return said or (f"score below {MIN_SCORE:g}" if self.score < MIN_SCORE else "")

    @property
    def _affected(self) -> str:
        if self.by_outlets:
            return counted(self.outlets, "outlet")
        return counted(self.families, "copy family", "copy families")

    @property
    def basis(self) -> str:
        """The four parts of its score in words."""
        low, high = self.interval
        return (
            f"Score {self.score:.1f}: kind of evidence {KINDS[self.kind][1]:g};"
            f" reach {self.reach:.2f} ({self._affected});"
            f" strength {low:.2f} ({_votes(self.hits)} of {_votes(self.cases)} {self.of}: {self.share:.0%}, 95 %"
            f" interval {low:.0%} to {high:.0%}); coverage {self.coverage:.2f} ({self.seen:,} of {self.whole:,})."
        )


def chosen(candidates: Iterable[Finding], n: int = 5) -> tuple[list[Finding], pd.DataFrame]:
    """The findings that are shown, and all candidates with what became of them.

    Parameters
    ----------
    candidates
        Findings in any order.
    n
        How many are shown at most.

    Returns
    -------
    findings, ranking
        The findings in order; ``ranking`` has one row a candidate, highest score first: ``rank`` (of those shown, else
        empty), ``kind, key, title, score, hits, cases, families, outlets, seen, whole, why_not`` (empty if shown).

    Examples
    --------
    >>> ss.report.chosen([])[0]
    []
    """
    left = sorted(candidates, key=lambda one: (-one.score, list(KINDS).index(one.kind), one.key))
    shown: list[Finding] = []
    why = {id(one): one.lacks for one in left}
    while len(shown) < n:
        best = max((one for one in left if not why[id(one)]), key=lambda one: _counts(one, shown), default=None)
        if best is None or _counts(best, shown) <= 0:
            break
        shown.append(best)
        why[id(best)] = "shown"
    rows: list[dict[str, Any]] = []
    for one in left:
        is_shown, is_third = why[id(one)] == "shown", _counts(one, shown) <= 0
        reason = why[id(one)] or (f"{MOST_OF_A_KIND} of this kind are shown" if is_third else "others count more")
        rows.append(
            {
                "rank": shown.index(one) + 1 if is_shown else None,
                **{name: getattr(one, name) for name in FIELDS},
                "why_not": "" if is_shown else reason,
            }
        )
    return shown, pd.DataFrame(rows, columns=["rank", *FIELDS, "why_not"]).astype({"rank": "Int64"})


def _counts(one: Finding, shown: list[Finding]) -> float:
    """What a score counts beside the findings already shown; 0 if it may not be shown."""
    n = sum(other.kind == one.kind for other in shown)
    return 0.0 if n >= MOST_OF_A_KIND else round(one.score * (AGAIN if n else 1.0), 6)


def _votes(number: float) -> str:
    """Votes, which copies may divide: "3", "24.2"."""
    return f"{number:,.1f}".removesuffix(".0")
