"""Statistics all measures share: one vote a family, intervals that respect it, corrections for many tests.

Articles copy one another, so they are not independent witnesses. Shares over families and intervals from resampling
whole families say what is left when copies count once (cluster bootstrap: Field and Welsh 2007, doi
10.1111/j.1467-9868.2007.00593.x).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd

from .errors import SamestoryError

MIN_FAMILIES = 10  # from fewer, draws of whole families are too narrow: Wilson's interval then
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
        (nan, nan) with fewer than two families: one witness has no spread.
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
    tail = (1 - confidence) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    return (float(low), float(high))


def bootstrap_mean(
    values: pd.Series, *, n_resamples: int = 1000, confidence: float = 0.95, seed: int = 0
) -> tuple[float, float]:
    """Percentile interval of a mean over independent units, for instance one share a family.

    What ``bootstrap_families`` gives for a mean of units, hundreds of times faster.

    Returns
    -------
    (low, high)
        (nan, nan) with fewer than two values.
    """
    units = np.sort(values.to_numpy(dtype=float))
    if len(units) < 2:
        return (float("nan"), float("nan"))
    drawn = np.random.default_rng(seed).integers(0, len(units), (n_resamples, len(units)))
    tail = (1 - confidence) / 2
    low, high = np.quantile(units[drawn].mean(axis=1), [tail, 1 - tail])
    return (float(low), float(high))


def vote_interval(votes: pd.Series, *, n_resamples: int = 1000, seed: int = 0) -> tuple[float, float, str]:
    """95 % interval of the mean of family votes (0..1 each), and how it was made.

    Returns
    -------
    (low, high, interval)
        ``bootstrap`` over families; ``wilson`` where there are fewer than 10, from which draws are too narrow, or where
        all agree, so that a draw could not differ: no width would be false certainty.
    """
    if len(votes) < MIN_FAMILIES or votes.nunique() < 2:
        return (*wilson(float(votes.sum()), len(votes)), "wilson")
    return (*bootstrap_mean(votes, n_resamples=n_resamples, seed=seed), "bootstrap")


def false_discovery(p_values: pd.Series) -> pd.Series:
    """p-values adjusted for many tests (Benjamini and Hochberg 1995); missing ones stay missing and do not count."""
    from scipy.stats import false_discovery_control  # half a second to import, and only this function needs it

    adjusted = pd.Series(np.nan, index=p_values.index, dtype="float64")
    known = p_values.notna()
    if known.any():
        adjusted[known] = false_discovery_control(p_values[known].astype(float))
    return adjusted
