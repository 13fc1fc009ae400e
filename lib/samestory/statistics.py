"""Statistics all measures share: one vote a family, intervals that respect it, corrections for many tests.

Articles copy one another, so they are not independent witnesses. Shares over families and intervals from resampling
whole families say what is left when copies count once (cluster bootstrap: Field and Welsh 2007, doi
10.1111/j.1467-9868.2007.00593.x).

One rule holds for all intervals (95 %). For a share: draws of whole families where there are `MIN_FAMILIES` or more and
they do not all agree, else Wilson's interval for as many units as there are families (`share_interval`). For anything
else (alpha, F1): draws, and no interval where all draws give one value. So no interval has a width of 0: that all agree
in a few cases is not certainty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd

from .errors import SamestoryError

MIN_FAMILIES = 10  # from fewer, draws of whole families are too narrow: Wilson's interval then
SAME = 1e-12  # two values of a statistic that differ by no more are one
MIN_N = 5  # below this many a share is shown as cases ("2 of 3"), not as a rate


def family_of(article_ids: pd.Series, families: pd.DataFrame | None) -> pd.Series:
    """The family of each article; an article without one, or every article where ``families`` is None, is its own."""
    if families is None:
        return article_ids.astype("object")
    known = families.drop_duplicates("article_id").set_index("article_id")["family_id"]
    return article_ids.map(known).astype("object").fillna(article_ids)


def family_votes(rows: pd.DataFrame, families: pd.DataFrame | None, value: str, by: Sequence[str] = ()) -> pd.DataFrame:
    """Rows of articles as votes, one vote a family.

    A family whose articles agree votes with weight 1. Where they differ, each of its distinct values gets an equal
    part of the vote, so one more copy of an article never changes the result.

    Parameters
    ----------
    rows
        One or more rows an article: ``article_id``, the column ``value``, and the columns ``by``.
    families
        The ``families`` table of one coder, or None for one vote an article.
    value
        The column voted on, for instance ``status``.
    by
        Columns within which families vote, for instance ``["claim_id"]``.

    Returns
    -------
    DataFrame
        ``*by, family_id, <value>, weight``: weights of a family sum to 1 within ``by``. In order.
    """
    keys = [*by, "family_id"]
    votes = rows.assign(family_id=family_of(rows["article_id"], families))[[*keys, value]]
    votes = votes.drop_duplicates().sort_values([*keys, value], ignore_index=True)
    return votes.assign(weight=1.0 / votes.groupby(keys)[value].transform("size"))


def wilson(hits: float, n: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval for a share, fit for small n (Wilson 1927, doi 10.1080/01621459.1927.10502953).

    ``hits`` may be a sum of fractional votes. Gives (nan, nan) where ``n`` is 0.
    """
    if not 0 <= hits <= n + 1e-9:
        raise SamestoryError(f"{hits:g} hits of {n:g}: hits must lie between 0 and n")
    if n == 0:
        return (float("nan"), float("nan"))
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = min(hits / n, 1.0)
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return (max(0.0, float(middle - half)), min(1.0, float(middle + half)))


def bootstrap_families(
    rows: pd.DataFrame,
    families: pd.DataFrame | None,
    statistic: Callable[[pd.DataFrame], float],
    *,
    n_resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> tuple[float, float]:
    """Percentile interval of a statistic by drawing whole families with replacement.

    Parameters
    ----------
    rows
        One or more rows an article, with ``article_id``.
    families
        The ``families`` table, or None where every article stands alone.
    statistic
        From a table like ``rows`` to one number; draws for which it gives nan are left out.
    n_resamples, confidence, seed
        How many draws, the level (0..1), and the seed that makes them repeatable.

    Returns
    -------
    (low, high)
        (nan, nan) with fewer than two families, or where all draws give the same value: both say nothing of a spread.
    """
    rows = rows.sort_values(list(rows.columns), key=lambda c: c.astype(str), ignore_index=True)
    groups = [group.to_numpy() for _, group in rows.groupby(family_of(rows["article_id"], families)).groups.items()]
    if len(groups) < 2:
        return (float("nan"), float("nan"))
    random = np.random.default_rng(seed)
    found = []
    for _ in range(n_resamples):
        drawn = random.integers(0, len(groups), len(groups))
        value = statistic(rows.take(np.concatenate([groups[i] for i in drawn])))
        if not np.isnan(value):
            found.append(value)
    if not found:
        return (float("nan"), float("nan"))
    return spread(np.array(found), confidence)


def spread(draws: np.ndarray, confidence: float = 0.95) -> tuple[float, float]:
    """The middle part of draws of a statistic: (low, high), or (nan, nan) where there is none or all are the same."""
    known = draws[~np.isnan(draws)]
    if not len(known) or np.ptp(known) <= SAME:
        return (float("nan"), float("nan"))
    low, high = np.quantile(known, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return (float(low), float(high))


def spreads(draws: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """``spread`` of each row of a matrix of draws without gaps: the low ends and the high ends."""
    low, high = np.quantile(draws, [0.5 - confidence / 2, 0.5 + confidence / 2], axis=1)
    same = np.ptp(draws, axis=1) <= SAME
    return np.where(same, np.nan, low), np.where(same, np.nan, high)


def share_interval(share: float, n_units: int, draws: Callable[[], np.ndarray]) -> tuple[float, float, str]:
    """95 % interval of a share of things that come in units (families, articles), and how it was made.

    Parameters
    ----------
    share
        The share found (0..1); nan where there was nothing to divide by.
    n_units
        How many units it rests on; things of one unit hang together, so they are no further evidence.
    draws
        Gives the share in each of many draws of whole units with replacement; only asked where it is needed.

    Returns
    -------
    (low, high, interval)
        ``bootstrap``; or ``wilson`` for ``n_units`` trials where there are fewer than `MIN_FAMILIES` units, from which
        draws are too narrow, or where all draws agree; or (nan, nan, ``none``) where there is no share.
    """
    if np.isnan(share) or n_units == 0:
        return (float("nan"), float("nan"), "none")
    if n_units >= MIN_FAMILIES:
        low, high = spread(draws())
        if high > low:
            return (low, high, "bootstrap")
    return (*wilson(share * n_units, n_units), "wilson")


def bootstrap_mean(
    values: pd.Series, *, n_resamples: int = 1000, confidence: float = 0.95, seed: int = 0
) -> tuple[float, float]:
    """Percentile interval of a mean over independent units, for instance one share a family.

    What ``bootstrap_families`` gives for a mean of units, hundreds of times faster.

    Returns
    -------
    (low, high)
        (nan, nan) with fewer than two values, or where all are the same.
    """
    if len(values) < 2:
        return (float("nan"), float("nan"))
    return spread(_means(values, n_resamples, seed), confidence)


def mean_interval(values: pd.Series, *, n_resamples: int = 1000, seed: int = 0) -> tuple[float, float, str]:
    """95 % interval of a mean over independent units, and how it was made.

    Returns
    -------
    (low, high, interval)
        ``bootstrap`` from `MIN_FAMILIES` units on, from which draws are wide enough; Student's ``t`` from `MIN_N`; or
        (nan, nan, ``none``) with fewer, or where all are the same.
    """
    if len(values) < MIN_N or float(values.max() - values.min()) <= SAME:
        return (float("nan"), float("nan"), "none")
    if len(values) >= MIN_FAMILIES:
        return (*bootstrap_mean(values, n_resamples=n_resamples, seed=seed), "bootstrap")
    from scipy.stats import t  # half a second to import, and only few families need it

    half = float(t.ppf(0.975, len(values) - 1)) * float(values.std(ddof=1)) / len(values) ** 0.5
    return (float(values.mean()) - half, float(values.mean()) + half, "t")


def _means(values: pd.Series, n_resamples: int, seed: int) -> np.ndarray:
    """The mean of each of many draws of the values with replacement."""
    units = np.sort(values.to_numpy(dtype=float))
    drawn = np.random.default_rng(seed).integers(0, len(units), (n_resamples, len(units)))
    return units[drawn].mean(axis=1)


def vote_interval(votes: pd.Series, *, n_resamples: int = 1000, seed: int = 0) -> tuple[float, float, str]:
    """95 % interval of the mean of family votes (0..1 each), and how it was made.

    Returns
    -------
    (low, high, interval)
        As `share_interval` gives them, over families.
    """
    share = float(votes.mean()) if len(votes) else float("nan")
    return share_interval(share, len(votes), lambda: _means(votes, n_resamples, seed))


def false_discovery(p_values: pd.Series) -> pd.Series:
    """p-values adjusted for many tests (Benjamini and Hochberg 1995); missing ones stay missing and do not count."""
    from scipy.stats import false_discovery_control  # half a second to import, and only this function needs it

    adjusted = pd.Series(np.nan, index=p_values.index, dtype="float64")
    known = p_values.notna()
    if known.any():
        adjusted[known] = false_discovery_control(p_values[known].astype(float))
    return adjusted
