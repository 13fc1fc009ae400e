"""Which sentences make a claim, learnt from coded rows: ridge regression on the vectors, checked across articles.

Every article that was coded is judged by what was learnt from the others (ten folds of whole copy families), so that a
comparison with its coding is a test. An article that nobody coded is judged by what was learnt from all.
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pandas as pd

from ...schema import CARRIED, MENTIONED
from ...statistics import family_of
from .likeness import Likeness

FOLDS, NOT_CODED = 10, -1
LEAST = 3  # articles that carry a claim, and articles that do not, from which it can be learnt
NOT_POSSIBLE = -1.0
RIDGE = 0.003  # where all weights sum to 1
AT_SCORE = 0.3  # mean cosine from which a sentence makes a claim that cannot be learnt
AT_LEARNT = np.round(np.arange(0.3, 0.71, 0.02), 2)  # the thresholds that are tried; 1 is a sentence that makes it


def decisions(
    table: pd.DataFrame,
    vectors: np.ndarray,
    like: Likeness,
    claims: pd.DataFrame | None,
    families: pd.DataFrame | None,
    possible: np.ndarray,
) -> np.ndarray:
    """How far each sentence is above the threshold of each claim (claims, sentences); 0 or more: it makes the claim.

    Parameters
    ----------
    table, vectors
        Sentences and their vectors.
    like
        The examples of the claims.
    claims
        Rows of ``claims`` by one coder, of articles in ``table``; None: nothing was coded.
    families
        The ``families`` table.
    possible
        Which sentence can make which claim at all (claims, sentences).
    """
    own = family_of(table["article_id"], families).to_numpy(dtype="object")
    found = np.array([like.scores(like.of(claim), vectors, own) - AT_SCORE for claim in like.claims])
    if claims is None or not len(claims) or table.empty:
        return np.where(possible, np.round(found, 3), NOT_POSSIBLE)
    is_coded = table["article_id"].isin(claims["article_id"]).to_numpy()
    folds = np.where(is_coded, [_fold(name) for name in own], NOT_CODED)
    truth = _truth(table, like.claims, claims)
    values = np.full(found.shape, np.nan)
    for fold in np.unique(folds):
        train, judged = is_coded & (folds != fold), folds == fold
        for at, claim in enumerate(like.claims):
            if _is_learnable(table["article_id"], truth[at], train):
                rows = like.of(claim)
                rows = rows[~np.isin(like.families[rows], own[judged])]
                model = _ridge(vectors[train], truth[at][train], like.vectors[rows])
                values[at, judged] = vectors[judged].astype(np.float32) @ model[:-1] + model[-1]
    values[~possible & ~np.isnan(values)] = NOT_POSSIBLE
    cells = _cells(table, values, folds, like.claims, claims)
    for fold in np.unique(folds):
        known = ~np.isnan(values) & (folds == fold)
        found[known] = values[known] - _threshold(cells[cells["fold"] != fold])
    return np.where(possible, np.round(found, 3), NOT_POSSIBLE)


def _fold(family: object) -> int:
    return int(sha256(str(family).encode()).hexdigest(), 16) % FOLDS


def _truth(table: pd.DataFrame, names: list[str], claims: pd.DataFrame) -> np.ndarray:
    """1: the sentence is in the passage that makes the claim; 0: it is in an article without it; nan: not known."""
    found = np.full((len(names), len(table)), np.nan)
    rows = {name: np.array(at) for name, at in table.groupby("article_id").indices.items()}
    begin, end = table["begin"].to_numpy(), table["end"].to_numpy()
    order = {name: at for at, name in enumerate(names)}
    for row in claims.itertuples():
        mine, at = rows.get(row.article_id), order.get(row.claim_id)
        if mine is None or at is None:
            continue
        if row.status == "absent":
            found[at, mine] = 0
        elif row.status in (*CARRIED, MENTIONED) and pd.notna(row.begin):
            found[at, mine[(begin[mine] < row.end) & (end[mine] > row.begin)]] = 1
    return found


def _is_learnable(articles: pd.Series, truth: np.ndarray, train: np.ndarray) -> bool:
    return all(articles[train & (truth == value)].nunique() >= LEAST for value in (0, 1))


def _ridge(vectors: np.ndarray, truth: np.ndarray, examples: np.ndarray) -> np.ndarray:
    """Weights and intercept; sentences that make the claim weigh as much as all that do not."""
    known = ~np.isnan(truth)
    x = np.vstack([vectors[known].astype(np.float32), examples]).astype(np.float64)
    y = np.concatenate([truth[known], np.ones(len(examples))])
    weight = np.where(y > 0, 0.5 / (y > 0).sum(), 0.5 / (y == 0).sum())
    middle, mean = weight @ x, weight @ y
    centred = x - middle
    left = (centred * weight[:, None]).T @ centred + RIDGE * np.eye(x.shape[1])
    slope = np.linalg.solve(left, (centred * weight[:, None]).T @ (y - mean))
    return np.append(slope, mean - middle @ slope)


def _cells(
    table: pd.DataFrame, values: np.ndarray, folds: np.ndarray, names: list[str], claims: pd.DataFrame
) -> pd.DataFrame:
    """The best sentence of each coded article and claim, and whether the article carries the claim."""
    best = pd.DataFrame(values.T, columns=names).assign(article_id=table["article_id"].to_numpy(), fold=folds)
    best = best[best["fold"] != NOT_CODED].groupby(["article_id", "fold"]).max().reset_index()
    long = best.melt(["article_id", "fold"], var_name="claim_id", value_name="value").dropna(subset=["value"])
    judged = claims[claims["status"].isin([*CARRIED, "absent"])]
    long = long.merge(judged[["article_id", "claim_id", "status"]], on=["article_id", "claim_id"])
    return long.assign(is_there=long["status"].isin(CARRIED))


def _threshold(cells: pd.DataFrame) -> float:
    """The threshold with the highest F1 over cells; of several the one nearest to the middle."""
    there, value = cells["is_there"].to_numpy(), cells["value"].to_numpy()
    ranked = []
    for at in AT_LEARNT:
        coded = value >= at
        f1 = 2 * (coded & there).sum() / max(1, coded.sum() + there.sum())
        ranked.append((round(float(f1), 6), -abs(float(at) - 0.5), float(at)))
    return max(ranked)[2]
