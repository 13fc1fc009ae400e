"""Which sentences make one statement: alike in meaning, and not divided by a denial.

1. Sentences are grouped by average linkage (``engine.meaning.alike_groups``).
2. A group with sentences that say something and others that say it is not so becomes two.
3. Groups of denials and negations that are alike become one.
4. A part of a sentence joins a statement that it is alike to, in an article that the statement has not yet.
5. A denial joins the statement that it denies, found by the words that it denies or, if it is a reply ("rejected the
   accusation"), by what the article said before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...engine.meaning.groups import alike_groups
from .putting import Put, denied_before

# Chosen on the training part of ECB+ and on odd documents of WMT: see tests/bench/translation_statements.py.
ALIKE = 0.34  # average cosine, after centring, of the sentences of one statement
PART_ALIKE = 0.5  # cosine of a part of a sentence with the middle of a statement that it joins
LOOK_BACK = 3  # sentences before a reply among which is what it denies


@dataclass(frozen=True)
class Member:
    """A sentence or part of one in a statement: its row, its place, and what puts it there."""

    row: int
    begin: int
    end: int
    basis: str  # sentence, part, denial, opposite
    score: float


@dataclass(frozen=True)
class Spans:
    """Spans inside sentences with vectors of their own: the row of the sentence, and where the span is."""

    row: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    vectors: np.ndarray


class Grouping:
    """The statements of a set of sentences.

    Parameters
    ----------
    table, vectors
        Sentences and unit vectors, centred.
    puts
        How each is put.
    parts, denied
        Parts of sentences, and what denials deny, both centred as the sentences are.
    alike
        Least average cosine of one statement.
    """

    def __init__(
        self, table: pd.DataFrame, vectors: np.ndarray, puts: list[Put], parts: Spans, denied: Spans, alike: float
    ):
        self.table, self.vectors, self.puts, self.parts, self.denied = table, vectors, puts, parts, denied
        self.alike = alike
        self.article = pd.factorize(table["article_id"])[0]
        self.begin, self.end = table["begin"].to_numpy(), table["end"].to_numpy()
        self.groups: list[list[int]] = []  # rows of each statement
        self.opposite: dict[int, list[int]] = {}  # by statement, rows of its group that say it is not so
        self.n_so = 0  # how many of them, the first, say something; the others say that it is not so
        self.denies: dict[int, int] = {}  # from a statement to the one it denies

    def found(self) -> list[list[Member]]:
        """The members of each statement; `denies` is filled."""
        self._divided(alike_groups(self.vectors, self.alike))
        if not self.groups:
            return []
        sums = np.stack([self.vectors[rows].sum(axis=0) for rows in self.groups])
        sizes = np.array([len(rows) for rows in self.groups])
        members = [
            [self._whole(row, sums[g], sizes[g], "sentence") for row in rows] for g, rows in enumerate(self.groups)
        ]
        middles = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        self._join_parts(members, middles)
        self._join_denials(members, middles)
        for g, rows in self.opposite.items():
            members[g] += [self._whole(row, sums[g], sizes[g], "opposite") for row in rows]
        return members

    def _whole(self, row: int, total: np.ndarray, size: int, basis: str) -> Member:
        """A whole sentence, with its average likeness to the others of the statement."""
        own = float(self.vectors[row] @ total)
        score = (own - 1) / (size - 1) if size > 1 and basis == "sentence" else own / size
        return Member(row, int(self.begin[row]), int(self.end[row]), basis, round(score, 3))

    def _several(self, rows: Iterable[int]) -> bool:
        return len({int(self.article[row]) for row in rows}) > 1

    def _divided(self, label: np.ndarray) -> None:
        """Groups of sentences of several articles, each without its denials; denials that are alike are one group."""
        against: list[list[int]] = []
        origin: list[int | None] = []
        order = np.argsort(label, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
            group = [int(row) for row in rows]
            so, not_so = self._sides(group)
            if self._several(so):
                self.groups.append(so)
            is_same = self._several(so) and any(self.puts[row].is_negated for row in not_so)
            origin.append(len(self.groups) - 1 if is_same else None)
            against.append(not_so)
        self.n_so = len(self.groups)
        self._gather(against, origin)

    def _sides(self, group: list[int]) -> tuple[list[int], list[int]]:
        """Sentences of a group that say something, and those that say it is not so.

        A word for "not" of which the rules cannot tell what it negates counts as a negation only where all that is left
        of the group has one. A sentence of a language without such words stays with the others in the same way: if all
        that can be read are denials, it is not a claim that they deny.
        """
        not_so = [row for row in group if self.puts[row].is_against]
        so = [row for row in group if not self.puts[row].is_against]
        if not_so and all(self.puts[row].has_no or self.puts[row].is_untold for row in so):
            return [], group
        return so, not_so

    def _gather(self, against: list[list[int]], origin: list[int | None]) -> None:
        """Group denials that are alike, and negations that are alike; single ones stay with what they negate."""
        of = {row: place for rows, place in zip(against, origin, strict=True) for row in rows}
        denying = {row for rows in against for row in rows if self._denies(row, rows)}
        for is_denial in (True, False):
            rows = sorted(row for row in of if (row in denying) == is_denial)
            label = alike_groups(self.vectors[rows], self.alike)
            for number in range(int(label.max(initial=-1)) + 1):
                group = [rows[k] for k in np.flatnonzero(label == number)]
                place = next((of[row] for row in group if of[row] is not None), None)
                if self._several(group):
                    self.groups.append(group)
                    if place is not None and not is_denial:
                        self.denies[len(self.groups) - 1] = place
            if not is_denial:
                for row in rows:
                    if (place := of[row]) is not None:
                        self.opposite.setdefault(place, []).append(row)

    def _denies(self, row: int, rows: list[int]) -> bool:
        """Whether a sentence is a denial; where that cannot be told, whether another of these sentences is one."""
        if self.puts[row].is_untold:
            return any(self.puts[other].is_denial for other in rows)
        return self.puts[row].is_denial

    def _join_parts(self, members: list[list[Member]], middles: np.ndarray) -> None:
        """Parts of sentences join the statement they are most alike to, if its articles are others."""
        if not len(self.parts.row):
            return
        near = np.round(self.parts.vectors @ middles.T, 3)
        seen = [{int(self.article[one.row]) for one in group} for group in members]
        joined: dict[int, list[int]] = {}
        for k in np.argsort(-near.max(axis=1), kind="stable"):
            g = int(near[k].argmax())
            row = int(self.parts.row[k])
            if near[k, g] < PART_ALIKE:
                break
            is_other = self.puts[row].is_against != (g >= self.n_so)
            if int(self.article[row]) in seen[g] or is_other or self._is_frame(k):
                continue
            seen[g].add(int(self.article[row]))
            joined.setdefault(g, []).append(int(k))
            members[g].append(Member(row, int(self.parts.begin[k]), int(self.parts.end[k]), "part", float(near[k, g])))

        for g, those in joined.items():
            rows = [one.row for one in members[g] if one.basis == "sentence"]
            total = self.vectors[rows].sum(axis=0) + self.parts.vectors[those].sum(axis=0)
            size = len(rows) + len(those)
            whole = [self._whole(row, total, size, "sentence") for row in rows]
            members[g] = [*whole, *(one for one in members[g] if one.basis == "part")]

    def _is_frame(self, k: int) -> bool:
        """Whether a part of a sentence says no more than who says it: "the union denies that"."""
        begin, end = int(self.parts.begin[k]), int(self.parts.end[k])
        put = self.puts[int(self.parts.row[k])]
        covered = sum(max(0, min(end, b) - max(begin, a)) for a, b in set(put.frames))
        return 2 * covered > end - begin or (put.is_denial and any(begin <= a < end for a, _ in put.frames))

    def _join_denials(self, members: list[list[Member]], middles: np.ndarray) -> None:
        """Denials join what they deny, and all denials of one statement are a statement."""
        of = {one.row: g for g, group in enumerate(members) for one in group if one.basis == "sentence"}
        found: dict[int, list[Member]] = {}
        aims: dict[int, list[int]] = {}
        for row, g, score in [*self._denied_by_words(middles), *self._denied_by_place(of, middles)]:
            if (own := of.get(row)) is not None and own >= self.n_so:
                aims.setdefault(own, []).append(g)
            members[g] = [one for one in members[g] if one.row != row]
            one = Member(row, int(self.begin[row]), int(self.end[row]), "denial", score)
            members[g].append(one)
            found.setdefault(g, []).append(one)
        for own, targets in aims.items():
            self.denies[own] = max(sorted(set(targets)), key=targets.count)
        for g, those in found.items():
            self._add_denials(members, g, those)

    def _denied_by_words(self, middles: np.ndarray) -> list[tuple[int, int, float]]:
        """Denials that say what they deny: the row, the statement, and how alike the two are."""
        if not len(self.denied.row) or not self.n_so:
            return []
        said = self.denied.vectors + self.vectors[self.denied.row]  # the words that are denied, and who denies what
        said /= np.linalg.norm(said, axis=1, keepdims=True)
        near = np.round(said @ middles[: self.n_so].T, 3)
        best = near.argmax(axis=1)
        rows = zip(self.denied.row.tolist(), best.tolist(), near.max(axis=1).tolist(), strict=True)
        return [(row, g, score) for row, g, score in rows if score >= self.alike]

    def _denied_by_place(self, of: dict[int, int], middles: np.ndarray) -> list[tuple[int, int, float]]:
        """Denials that reply to what the article said before them."""
        hit = []
        starts = pd.Series(range(len(self.article))).groupby(self.article).transform("min").tolist()
        for row in (row for row, put in enumerate(self.puts) if put.is_reply):
            if self.puts[row].is_mixed and of.get(row, self.n_so) < self.n_so:
                before = [row]
            else:
                before = denied_before(self.puts, row, int(starts[row]), LOOK_BACK)
            aims = [of[one] for one in before if of.get(one, self.n_so) < self.n_so]
            hit += [(row, g, round(float(self.vectors[row] @ middles[g]), 3)) for g in aims]
        return hit

    def _add_denials(self, members: list[list[Member]], g: int, those: list[Member]) -> None:
        """The denials of a statement join the one that has most of them or that they are most like, or become one."""
        rows = sorted({one.row for one in those})
        own = self._home(members, rows, g)
        if own == len(members):
            if not self._several(rows):
                return
            members.append([])
        if self.denies.setdefault(own, g) != g:  # one denial may be of several things
            return
        have = [one.row for one in members[own]]
        new = [row for row in rows if row not in have]
        total = self.vectors[have or new].sum(axis=0)
        members[own] += [self._whole(row, total, len(have or new), "denial" if have else "sentence") for row in new]

    def _home(self, members: list[list[Member]], rows: list[int], g: int) -> int:
        """The statement that denials belong to; the next number if there is none."""
        likeness = {}
        for own in range(self.n_so, len(members)):
            have = sorted({one.row for one in members[own]})
            new = [row for row in rows if row not in have]
            if 2 * len(new) <= len(rows):
                return own
            if self.denies.get(own, g) == g:
                likeness[own] = float(self.vectors[new].mean(axis=0) @ self.vectors[have].mean(axis=0))
        best = max(likeness, key=lambda key: (round(likeness[key], 5), -key), default=len(members))
        return best if likeness.get(best, 0) >= self.alike else len(members)
