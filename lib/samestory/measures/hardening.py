"""Hardening: how firmly an article states a claim, held against the articles nearer to the source.

A claim hardens when it is asserted where the articles nearer to the source attribute or hedge it. Articles that
copy one another are not several witnesses, so each copy family has one vote.
"""

from __future__ import annotations

import pandas as pd

from ..statistics import family_votes
from ..tables import STATUSES

MADE = ("asserted", "attributed", "hedged")  # the statuses in which an article puts a claim forward
STEPS = ("hardened", "softened", "kept", "changed", "added", "dropped", "split", "neither", "cannot_tell")
COLUMNS = [
    "claim_id",
    "status",
    "usual",
    "step",
    "n_families",
    "n_articles",
    "n_judgeable",
    "n_compared",
    *(f"n_{status}" for status in STATUSES),
]


def hardening(
    claims: pd.DataFrame, families: pd.DataFrame, article_id: str, compared: pd.Series | list[str]
) -> pd.DataFrame:
    """Hold the claims of one article against those of others.

    Parameters
    ----------
    claims, families
        The tables of one story, each of one coder. An article without a family is a family of its own.
    article_id
        The article examined.
    compared
        The ``article_id`` of those it is held against, for instance from ``relatives``.

    Returns
    -------
    DataFrame
        One row a claim: ``status`` in the article; ``usual``, the status most families among the compared give it
        (``split`` on a tie, empty where none carries it; a family that is not of one mind divides its vote);
        ``step`` from usual to status:

        - hardened: attributed or hedged before, asserted here; softened: the reverse;
        - kept: the same; changed: another change;
        - added: asserted, attributed or hedged here, and absent from every compared article that was seen whole;
        - dropped: absent here; neither: absent here and there; split: the compared do not agree among themselves;
        - cannot_tell: the claim was not visible here, or none of the compared carries it and none was seen whole.

        ``n_articles`` compared articles carry the claim, in ``n_families`` families, of ``n_judgeable`` in which it
        could be judged, of ``n_compared`` in all; ``n_<status>`` counts each status among the compared.
    """
    others = claims[claims["article_id"].isin(list(compared)) & (claims["article_id"] != article_id)]
    own = claims[claims["article_id"] == article_id].set_index("claim_id")["status"]
    n_compared = others["article_id"].nunique()
    rows = []
    for claim_id in sorted(own.index):
        here = others[others["claim_id"] == claim_id]
        carried = here[~here["status"].isin(["absent", "not_visible"])]
        votes = family_votes(carried, families, "status")
        usual = _usual(votes)
        counts = here["status"].value_counts()
        rows.append(
            {
                "claim_id": claim_id,
                "status": own[claim_id],
                "usual": usual,
                "step": _step(usual, own[claim_id], bool((here["status"] == "absent").any())),
                "n_families": votes["family_id"].nunique(),
                "n_articles": len(carried),
                "n_judgeable": int((here["status"] != "not_visible").sum()),
                "n_compared": n_compared,
                **{f"n_{status}": int(counts.get(status, 0)) for status in STATUSES},
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"claim_id": "str", "status": "str", "usual": "str", "step": "str"}
    )


def _usual(votes: pd.DataFrame) -> str | None:
    """The status with most votes, 'split' where several have as many, None without votes."""
    totals = votes.groupby("status")["weight"].sum().round(9)
    if totals.empty:
        return None
    most = totals.index[totals == totals.max()]
    return str(most[0]) if len(most) == 1 else "split"


def _step(usual: str | None, status: str, seen_without: bool) -> str:
    if status == "not_visible":
        return "cannot_tell"
    if usual is None:
        if status == "absent":
            return "neither" if seen_without else "cannot_tell"
        return "added" if seen_without else "cannot_tell"
    if status == "absent":
        return "dropped"
    if usual == "split":
        return "split"
    if usual == status:
        return "kept"
    if status == "asserted" and usual in MADE:
        return "hardened"
    if usual == "asserted" and status in MADE:
        return "softened"
    return "changed"
