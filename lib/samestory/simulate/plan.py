"""Who shares what with whom in a simulated corpus, decided before a word is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import SamestoryError

Plant = tuple[int, float, float]  # words of a passage, share of them replaced, share of the articles that get one

PLANTS: tuple[Plant, ...] = (
    (20, 0.0, 0.02),
    (50, 0.0, 0.02),
    (200, 0.0, 0.02),
    (50, 0.1, 0.02),
    (200, 0.2, 0.02),
)
LAG_HOURS = 48  # a copy appears at most so long after its source, well inside a window of three days
MINUTE = 60_000_000  # in microseconds
_ROUNDS = 20  # draws of a source for each copy; who has found none by then stays without


@dataclass(frozen=True)
class Plan:
    """Every article by its number, in order of time, and every planted passage.

    Attributes
    ----------
    published, outlets, n_words
        Of each article: microseconds since 1970, number of its outlet, length.
    earlier, later, earlier_at, later_at, lengths, replaced
        Of each passage: the two articles, at which word it begins in each, its words, and how many are replaced.
        No article is in two passages, so nothing planted is overwritten or shared with a third.
    """

    published: np.ndarray
    outlets: np.ndarray
    n_words: np.ndarray
    earlier: np.ndarray
    later: np.ndarray
    earlier_at: np.ndarray
    later_at: np.ndarray
    lengths: np.ndarray
    replaced: np.ndarray


def make_plan(
    n_articles: int,
    n_outlets: int,
    days: float,
    n_words: int,
    plants: Sequence[Plant],
    start: int,
    random: np.random.Generator,
) -> Plan:
    """Times, outlets, lengths and passages; ``start`` in microseconds since 1970."""
    minutes = max(1, round(days * 24 * 60))
    published = start + np.sort(random.integers(0, minutes, n_articles)) * MINUTE
    outlets = random.integers(0, n_outlets, n_articles, dtype=np.int32)
    # Lengths of news articles are skewed to the right; this spread gives a tenth under half the mean.
    spread = 0.5
    lengths = np.exp(random.normal(np.log(n_words) - spread**2 / 2, spread, n_articles))
    lengths = np.clip(np.rint(lengths), max(2, n_words // 8), n_words * 8).astype(np.int64)

    free = np.ones(n_articles, dtype=bool)
    order = random.permutation(n_articles)
    wanted = []
    for n, replaced, share in sorted(plants, reverse=True):  # the longest first, while long articles are left
        later = np.sort(order[free[order] & (lengths[order] >= n)][: round(share * n_articles)])
        wanted.append((later, n, round(replaced * n)))
        free[later] = False
    found = [_sources(later, n, published, outlets, lengths, free, random) for later, n, _ in wanted]
    n_replaced = [np.full(len(later), k) for (later, _), (_, _, k) in zip(found, wanted, strict=True)]
    n_shared = [np.full(len(later), n) for (later, _), (_, n, _) in zip(found, wanted, strict=True)]
    later, earlier = _joined([one for one, _ in found]), _joined([one for _, one in found])
    shared = _joined(n_shared)
    in_order = np.argsort(later, kind="stable")
    later, earlier, shared = later[in_order], earlier[in_order], shared[in_order]
    return Plan(
        published,
        outlets,
        lengths,
        earlier,
        later,
        random.integers(0, lengths[earlier] - shared + 1),
        random.integers(0, lengths[later] - shared + 1),
        shared,
        _joined(n_replaced)[in_order],
    )


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.empty(0, dtype=np.int64), *parts]).astype(np.int64)


def _sources(
    later: np.ndarray,
    n: int,
    published: np.ndarray,
    outlets: np.ndarray,
    lengths: np.ndarray,
    free: np.ndarray,
    random: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """A source for each copy: another outlet's, published before it within the lag, long enough, used by nobody."""
    first = np.searchsorted(published, published[later] - LAG_HOURS * 60 * MINUTE)
    last = np.searchsorted(published, published[later])  # the first of the same minute: a source is known to be earlier
    source = np.full(len(later), -1, dtype=np.int64)
    for _ in range(_ROUNDS):
        open_ = np.flatnonzero((source < 0) & (last > first))
        if not len(open_):
            break
        drawn = random.integers(first[open_], last[open_])
        fits = free[drawn] & (lengths[drawn] >= n) & (outlets[drawn] != outlets[later[open_]])
        open_, drawn = open_[fits], drawn[fits]
        drawn, place = np.unique(drawn, return_index=True)  # one source, one copy
        source[open_[place]] = drawn
        free[drawn] = False
    kept = source >= 0
    return later[kept], source[kept]


def check_plants(plants: Sequence[Plant], n_outlets: int, n_words: int) -> None:
    """Refuse plants that cannot be: whose numbers are out of range, or that no article has room for.

    Raises
    ------
    SamestoryError
        Says which plant, and what is allowed.
    """
    for plant in plants:
        try:
            n, replaced, share = plant
            fits = int(n) == n and 2 <= n <= 8 * n_words and 0 <= replaced < 1 and 0 <= share <= 1
        except (TypeError, ValueError):
            fits = False
        if not fits:
            raise SamestoryError(
                f"plant {plant!r}: give (words, share of them replaced, share of articles that get one), "
                f"words from 2 to {8 * n_words} (eight times n_words), shares 0 to 1, not all words replaced."
            )
    if (total := sum(share for _, _, share in plants)) > 0.5:
        raise SamestoryError(
            f"plants ask {total:.0%} of the articles to share a passage, and each needs a source of its own: "
            "give shares that add up to 0.5 or less."
        )
    if plants and n_outlets < 2:
        raise SamestoryError("one outlet shares with no other: give n_outlets of 2 or more, or plants=().")
