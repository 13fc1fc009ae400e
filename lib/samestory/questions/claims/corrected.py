"""Shares of a machine's claims, corrected by what people coded: raw and corrected, side by side."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from ...correction import Corrected, corrected_share, raw_share
from ...errors import TableError, listed, suggestion
from ...schema import CARRIED, JUDGEABLE, MENTIONED, STATUSES, require_columns, require_one_coder
from ...schema.cells import in_cell
from ...statistics import family_of

__all__ = ["corrected_shares"]

YES, NO = "yes", "no"
COLUMNS = {
    "claim_id": "str",
    "counted": "str",
    "n_raw": "float64",
    "n_among": "float64",
    "raw_share": "float64",
    "raw_low": "float64",
    "raw_high": "float64",
    "n_hand_families": "int64",
    "n_hand_articles": "int64",
    "n_hand_found_articles": "int64",
    "n_hand_same_articles": "int64",
    "n_hand_unclear_articles": "int64",
    "corrected_share": "float64",
    "low": "float64",
    "high": "float64",
    "is_told": "bool",
    "article_ids": "str",
}


def corrected_shares(
    machine: pd.DataFrame,
    hand: pd.DataFrame,
    *,
    states: Collection[str] = CARRIED,
    families: pd.DataFrame | None = None,
    examined: pd.DataFrame | None = None,
    chances: pd.Series | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """How often each claim has one of some states, by a machine: as it is, and corrected by a hand-coded sample.

    Parameters
    ----------
    machine
        The ``claims`` table of a machine, for all articles.
    hand
        The ``claims`` table of a person, or the agreed coding of several, for some of these articles. They must have
        been drawn at random: articles chosen because they looked interesting correct nothing. The person is taken for
        right.
    states
        What counts: by default a claim that is carried; ``["attributed"]`` asks how often it is attributed. The
        denominator are articles in which the claim could be judged.
    families
        None counts articles; a ``families`` table counts copy families, each with one vote, divided if the machine's
        answers differ in it.
    examined
        The ``examined`` table of the person. With it, only articles whose claims are finished are used.
    chances
        The probability with which each article was drawn, by ``article_id``; default: the same for all.
    seed
        Makes the intervals repeatable.

    Returns
    -------
    DataFrame
        One row a claim of the machine: ``counted`` (articles or families); ``n_raw`` of ``n_among`` votes have it by
        machine, ``raw_share`` (0..1) with a 95 % interval that knows nothing of errors, ``raw_low`` and ``raw_high``;
        ``n_hand_articles`` of ``n_hand_families`` families were coded by the person, who found it in
        ``n_hand_found_articles``; in ``n_hand_same_articles`` the machine says the same; in
        ``n_hand_unclear_articles`` the person could not tell, so they are left out. ``corrected_share`` with ``low``
        and ``high``: see ``correction.corrected_share`` (design-based supervised learning, Egami et al. 2023). Articles
        in which the machine only mentions the claim have no raw share, but are in the corrected one. ``is_told`` is
        False, and the corrected columns are empty, with fewer than 10 hand-coded families. ``article_ids`` of those
        that have it by machine.

    Raises
    ------
    TableError
        An unknown state; claims of several coders in one of the tables; a chance that is not above 0 and at most 1.

    Examples
    --------
    >>> hand = story.table("claims")
    >>> machine = ss.agreement.simulate_second_coder(hand, story.articles, share=0.3, seed=1)
    >>> sample = hand[hand["article_id"].isin(story.articles["article_id"].sample(20, random_state=1))]
    >>> table = ss.claims.corrected_shares(machine, sample).set_index("claim_id")
    >>> table.loc["H02", ["n_raw", "n_among", "n_hand_articles", "n_hand_found_articles"]].tolist()
    [19.0, 29.0, 19.0, 11.0]
    """
    if unknown := [name for name in states if name not in STATUSES]:
        raise TableError(f"no status {unknown[0]!r}.{suggestion(unknown[0], STATUSES)} Statuses: {listed(STATUSES)}")
    for table, what in ((machine, "machine"), (hand, "hand")):
        require_columns(["article_id", "claim_id", "status", "coder"], table.columns, what)
        require_one_coder(table)
    if chances is not None and not ((chances > 0) & (chances <= 1)).all():
        raise TableError("chances must be above 0 and at most 1: the probability with which an article was drawn")
    if examined is not None:
        finished = examined.loc[examined["table"] == "claims", "article_id"]
        hand = hand[hand["article_id"].isin(finished)]
    said = hand.set_index(["article_id", "claim_id"])["status"]
    rows = []
    for claim_id, group in machine.groupby("claim_id", sort=True):
        group = group[group["status"].isin((*JUDGEABLE, MENTIONED))].sort_values("article_id", ignore_index=True)
        keys = pd.MultiIndex.from_frame(group[["article_id", "claim_id"]])
        by_hand = pd.Series(said.reindex(keys).to_numpy(dtype="object"), dtype="object")
        rows.append({"claim_id": str(claim_id), **_row(group, by_hand, set(states), families, chances, seed)})
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _row(
    group: pd.DataFrame,
    by_hand: pd.Series,
    states: set[str],
    families: pd.DataFrame | None,
    chances: pd.Series | None,
    seed: int,
) -> dict[str, object]:
    """One claim: the machine's rows of articles in which it is visible, and the person's status beside each."""
    is_judged = group["status"].isin(JUDGEABLE)
    answers = pd.Series(np.where(group["status"].isin(states), YES, NO), dtype="object").where(is_judged, MENTIONED)
    kin = family_of(group["article_id"], families)
    votes = _votes(kin, answers)
    found = by_hand.isin(states)
    is_coded = by_hand.isin(JUDGEABLE)
    hand = found.astype("float64").where(is_coded)
    drawn = by_hand.notna().mean() if chances is None else group["article_id"].map(chances)
    weights = _weights(kin, answers, is_coded, pd.Series(drawn, index=group.index, dtype="float64"))
    raw = raw_share((answers == YES)[is_judged], kin[is_judged], votes=votes[is_judged], seed=seed)
    right = Corrected(float("nan"), float("nan"), float("nan"), 0)
    if is_coded.any():
        right = corrected_share(
            answers, hand.to_numpy(), kin, votes=votes.to_numpy(), weights=weights.to_numpy(), seed=seed
        )
    return {
        "counted": "articles" if families is None else "families",
        "n_raw": float(votes[answers == YES].sum()),
        "n_among": float(votes[is_judged].sum()),
        "raw_share": raw.share,
        "raw_low": raw.low,
        "raw_high": raw.high,
        "n_hand_families": int(kin[is_coded].nunique()),
        "n_hand_articles": int(is_coded.sum()),
        "n_hand_found_articles": int(found[is_coded].sum()),
        "n_hand_same_articles": int(((answers == YES) == found)[is_coded & is_judged].sum()),
        "n_hand_unclear_articles": int((by_hand.notna() & ~is_coded).sum()),
        "corrected_share": right.share,
        "low": right.low,
        "high": right.high,
        "is_told": not np.isnan(right.share),
        "article_ids": in_cell(group.loc[answers == YES, "article_id"]),
    }


def _votes(kin: pd.Series, answers: pd.Series) -> pd.Series:
    """One vote a family, in equal parts for the different answers in it, so that one more copy changes nothing."""
    n_answers = answers.groupby(kin).transform("nunique")
    return 1.0 / (n_answers * answers.groupby([kin, answers]).transform("size"))


def _weights(kin: pd.Series, answers: pd.Series, is_coded: pd.Series, drawn: pd.Series) -> pd.Series:
    """For how many articles each coded one stands: for all of its family with the same answer, and for the families
    like it that were not drawn. A family is drawn if one of its articles is, so a large one is drawn more often.
    """
    cells = [kin, answers]
    size, coded = (is_coded.groupby(cells).transform(what) for what in ("size", "sum"))
    missed = (1 - drawn.clip(upper=1)).groupby(cells).transform("prod")
    return (size / (coded * (1 - missed))).where(is_coded, 1.0)
