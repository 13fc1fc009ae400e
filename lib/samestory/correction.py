"""Shares that rest on a machine's rows, corrected by what people coded of the same articles, or by known error rates.

A machine errs, so the share of articles in which it finds a claim is biased, and an interval around that share is too
narrow: it knows of the articles that were drawn, not of the errors. Two ways lead to the share itself.

`corrected_share`: people coded a sample of the articles, drawn at random with known probability. In each group of
articles with the same answer of the machine (yes, no, cannot tell) the sample says which share is right, and the groups
are weighed by how often the machine gives the answer. This is design-based supervised learning (Egami, Hinck, Stewart
and Wei 2023, arXiv:2306.04746) with the machine's answer as the only predictor, which is the difference estimator of
prediction-powered inference (Angelopoulos et al. 2023, doi 10.1126/science.adi6000) with the best factor; in sampling
theory, post-stratification. It is right however bad the machine is: a useless one only makes the interval as wide as
that of the hand-coded sample alone.

`rogan_gladen`: nobody coded these articles, but how often the machine is right is known from elsewhere (Rogan and
Gladen 1978, doi 10.1093/oxfordjournals.aje.a112510). It is right only if the machine errs here as often as there.

Intervals: each share has the distribution of Jeffreys (a beta with half a case added on both sides), and the interval
is the middle 95 % of draws, a parametric bootstrap that is not too narrow for few cases or if all agree. Copies are not
votes: a share rests on as many cases as there are families, or somewhat fewer if they are of different size, as if
copies always said the same (Kish 1965); that is the cautious side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .errors import SamestoryError
from .statistics import MIN_FAMILIES

N_DRAWS = 4_000
HALF = 0.5  # a case of Jeffreys


class Corrected(NamedTuple):
    """A share, its 95 % interval, and how many families of hand-coded articles it rests on (0: none were needed)."""

    share: float
    low: float
    high: float
    n_families: int


CANNOT_TELL = (float("nan"),) * 3


def raw_share(
    answers: Sequence[float] | np.ndarray,
    families: Sequence[object],
    *,
    votes: Sequence[float] | np.ndarray | None = None,
    n_draws: int = N_DRAWS,
    seed: int = 0,
) -> Corrected:
    """The share of articles for which the machine says 1, as it is, with an interval that knows nothing of its errors.

    Parameters
    ----------
    answers
        1 or 0, what the machine says of each article.
    families, votes, n_draws, seed
        As for `corrected_share`.

    Returns
    -------
    Corrected
        No share if there is no article.
    """
    m, kin = np.asarray(answers, dtype="float64"), _codes(families)
    v = np.ones(len(m)) if votes is None else np.asarray(votes, dtype="float64")
    if not len(m):
        return Corrected(*CANNOT_TELL, 0)
    draws = _draws(m, kin, v, n_draws, np.random.default_rng(seed))
    low, high = (float(end) for end in np.quantile(draws, [0.025, 0.975]))
    share = float(np.average(m, weights=v))
    low, high = (low if share else 0.0), (high if share < 1 else 1.0)
    return Corrected(share, min(low, share), max(high, share), 0)


def corrected_share(
    answers: Sequence[object],
    hand: Sequence[float] | np.ndarray,
    families: Sequence[object],
    *,
    votes: Sequence[float] | np.ndarray | None = None,
    weights: Sequence[float] | np.ndarray | None = None,
    n_draws: int = N_DRAWS,
    seed: int = 0,
) -> Corrected:
    """The share of articles that have something, from a machine's answers for all and people's answers for a sample.

    Parameters
    ----------
    answers
        What the machine says of each article; any few different values.
    hand
        1 or 0 if a person coded the article, nan if nobody did.
    families
        The copy family of each article, or its id.
    votes
        How much each article counts; default: 1. One divided by the size of its family gives each family one vote.
    weights
        One divided by the probability with which each article was chosen for coding; default: all alike.
    n_draws, seed
        How many draws make the interval, and what makes them repeatable.

    Returns
    -------
    Corrected
        No share if people coded articles of fewer than `MIN_FAMILIES` families: that cannot tell.

    Raises
    ------
    SamestoryError
        Columns of different lengths, hand codings other than 0, 1 and nan, or weights below 0.
    """
    y, codes = np.asarray(hand, dtype="float64"), _codes(answers)
    kin = _codes(families)
    v = np.ones(len(y)) if votes is None else np.asarray(votes, dtype="float64")
    w = v * (1.0 if weights is None else np.asarray(weights, dtype="float64"))
    if not len(y) == len(codes) == len(kin) == len(w):
        raise SamestoryError("answers, hand, families, votes and weights must be of the same articles, one value each")
    coded = ~np.isnan(y)
    if not np.isin(y[coded], (0, 1)).all() or not (w[coded] > 0).all():
        raise SamestoryError("hand must be 1, 0 or nan, votes and weights of coded articles above 0")
    n_families = len(np.unique(kin[coded]))
    if n_families < MIN_FAMILIES:
        return Corrected(*CANNOT_TELL, n_families)
    random = np.random.default_rng(seed)
    share, draws = 0.0, np.zeros(n_draws)
    parts = _parts(codes, kin, v, n_draws, random)
    for group in range(codes.max() + 1):
        there = codes == group
        seen = there & coded
        right = float(np.average(y[seen], weights=w[seen])) if seen.any() else 0.5  # nothing is known of this answer
        share += float(v[there].sum() / v.sum()) * right
        draws += parts[group] * _draws(y[seen], kin[seen], w[seen], n_draws, random)
    low, high = (float(end) for end in np.quantile(draws, [0.025, 0.975]))
    if len(np.unique(y[coded])) == 1:  # nobody found it, or everybody: that it is so everywhere cannot be excluded
        low, high = (low, 1.0) if y[coded][0] else (0.0, high)
    return Corrected(share, min(low, share), max(high, share), n_families)


def rogan_gladen(
    answers: Sequence[float] | np.ndarray,
    families: Sequence[object],
    *,
    sensitivity: tuple[float, float],
    specificity: tuple[float, float],
    n_draws: int = N_DRAWS,
    seed: int = 0,
) -> Corrected:
    """The share of articles that have something, from a machine's answers and its error rates as known from elsewhere.

    Parameters
    ----------
    answers
        1 or 0, what the machine says of each article.
    families
        The copy family of each article, or its id.
    sensitivity
        Of how many independent articles that have it the machine found how many: (found, of). This is recall.
    specificity
        Of how many that lack it the machine said so: (said, of).
    n_draws, seed
        As for `corrected_share`.

    Returns
    -------
    Corrected
        No share if the machine is no better than chance there, or if it was measured on fewer than `MIN_FAMILIES`
        articles that have it or that lack it.

    Raises
    ------
    SamestoryError
        More right answers than answers.
    """
    for found, of in (sensitivity, specificity):
        if not 0 <= found <= of:
            raise SamestoryError(f"{found:g} right of {of:g}: give (right, of), right not above of")
    m, kin = np.asarray(answers, dtype="float64"), _codes(families)
    if min(sensitivity[1], specificity[1]) < MIN_FAMILIES or not len(m):
        return Corrected(*CANNOT_TELL, 0)
    se, sp = (found / of for found, of in (sensitivity, specificity))
    if se + sp <= 1:
        return Corrected(*CANNOT_TELL, 0)
    random = np.random.default_rng(seed)
    p = _draws(m, kin, np.ones(len(m)), n_draws, random)
    many = [random.beta(found + HALF, of - found + HALF, n_draws) for found, of in (sensitivity, specificity)]
    better = many[0] + many[1] > 1
    draws = np.clip((p + many[1] - 1)[better] / (many[0] + many[1] - 1)[better], 0, 1)
    if better.mean() < 0.95:
        return Corrected(*CANNOT_TELL, 0)
    low, high = (float(end) for end in np.quantile(draws, [0.025, 0.975]))
    share = float(np.clip((m.mean() + sp - 1) / (se + sp - 1), 0, 1))
    return Corrected(share, min(low, share), max(high, share), 0)


def _codes(values: Sequence[object]) -> np.ndarray:
    """Values as numbers from 0, in the order of their names, so that the order of rows changes nothing."""
    names = np.asarray([str(value) for value in values], dtype="object")
    return np.unique(names, return_inverse=True)[1] if len(names) else np.zeros(0, dtype="int64")


def _parts(
    codes: np.ndarray, kin: np.ndarray, votes: np.ndarray, n_draws: int, random: np.random.Generator
) -> np.ndarray:
    """Draws of how large the group of each answer is: Dirichlet over the groups."""
    sizes = np.bincount(codes, weights=votes)
    cases = sizes / sizes.sum() * n_cases(kin, votes)
    return random.dirichlet(cases + HALF, n_draws).T if len(sizes) > 1 else np.ones((1, n_draws))


def _draws(y: np.ndarray, kin: np.ndarray, w: np.ndarray, n_draws: int, random: np.random.Generator) -> np.ndarray:
    """Draws of a share from 0 and 1 of articles in families."""
    if not len(y):
        return random.beta(HALF, HALF, n_draws)
    n, share = n_cases(kin, w), float(np.average(y, weights=w))
    return random.beta(n * share + HALF, n * (1 - share) + HALF, n_draws)


def n_cases(kin: np.ndarray, w: np.ndarray) -> float:
    """How many independent cases articles are: as many as there are families, if all count the same."""
    return float(w.sum() ** 2 / (np.bincount(kin, weights=w) ** 2).sum())
