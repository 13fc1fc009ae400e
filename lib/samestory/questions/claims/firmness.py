"""Hardening: how firmly an article states a claim, held against the articles nearer to the source.

A claim hardens when it is asserted where the articles nearer to the source attribute or hedge it. `hardening` holds
one article against many: those that copy one another are not several witnesses, so each copy family has one vote.
`hardening_edges` follows single steps, from a source to the article that names it.
"""

from __future__ import annotations

import pandas as pd

from ...errors import TableError, suggestion
from ...schema import CARRIED, MENTIONED, STATUSES, require_one_coder
from ...statistics import family_of, family_votes

__all__ = ["chain_edges", "edge_names", "hardening", "hardening_counts", "hardening_edges"]

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
        - cannot_tell: the claim was not visible here or is only mentioned; or none of the compared carries it, and none
          was seen whole or one mentions it.

        ``n_articles`` compared articles carry the claim, in ``n_families`` families, of ``n_judgeable`` in which it
        could be judged, of ``n_compared`` in all; ``n_<status>`` counts each status among the compared.

    Raises
    ------
    TableError
        Claims of several coders.
    """
    require_one_coder(claims)
    others = claims[claims["article_id"].isin(list(compared)) & (claims["article_id"] != article_id)]
    own = claims[claims["article_id"] == article_id].set_index("claim_id")["status"]
    n_compared = others["article_id"].nunique()
    rows = []
    for claim_id in sorted(own.index):
        here = others[others["claim_id"] == claim_id]
        carried = here[here["status"].isin(CARRIED)]
        seen_without = bool((here["status"] == "absent").any()) and not (here["status"] == MENTIONED).any()
        votes = family_votes(carried, families, "status")
        usual = _usual(votes)
        counts = here["status"].value_counts()
        rows.append(
            {
                "claim_id": claim_id,
                "status": own[claim_id],
                "usual": usual,
                "step": _step(usual, own[claim_id], seen_without),
                "n_families": votes["family_id"].nunique(),
                "n_articles": len(carried),
                "n_judgeable": int((~here["status"].isin([MENTIONED, "not_visible"])).sum()),
                "n_compared": n_compared,
                **{f"n_{status}": int(counts.get(status, 0)) for status in STATUSES},
            }
        )
    kinds = dict.fromkeys(["claim_id", "status", "usual", "step"], "str")
    kinds |= dict.fromkeys([name for name in COLUMNS if name.startswith("n_")], "int64")
    return pd.DataFrame(rows, columns=COLUMNS).astype(kinds)


def _usual(votes: pd.DataFrame) -> str | None:
    """The status with most votes, 'split' where several have as many, None without votes."""
    totals = votes.groupby("status")["weight"].sum().round(9)
    if totals.empty:
        return None
    most = totals.index[totals == totals.max()]
    return str(most[0]) if len(most) == 1 else "split"


def _step(usual: str | None, status: str, seen_without: bool) -> str:
    if status in (MENTIONED, "not_visible"):
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


def chain_edges(chains: pd.DataFrame) -> pd.DataFrame:
    """The steps of the ways on which both ends are articles of the set.

    Returns
    -------
    DataFrame
        ``source_article_id, article_id, n_hops``: one row a source that an article names, in order of both.
        ``n_hops`` counts steps: 1 for the article's nearest source, more for those behind it.
    """
    last = chains.groupby("article_id")["step"].transform("max")
    table = chains.assign(n_hops=last - chains["step"] + 1)
    table["source_article_id"] = chains.get("source_article_id", pd.NA)
    table = table[table["source_article_id"].notna()][["source_article_id", "article_id", "n_hops"]]
    table = table.sort_values(["article_id", "n_hops", "source_article_id"])
    table = table.drop_duplicates(["article_id", "source_article_id"])
    kinds = {"source_article_id": "str", "article_id": "str", "n_hops": "int64"}
    return table.astype(kinds).reset_index(drop=True)


def hardening_edges(claims: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """What becomes of each claim from one article to another.

    Parameters
    ----------
    claims
        The table of one coder.
    edges
        ``source_article_id, article_id``: from `chain_edges`; or any pairs that ought to be compared, for instance an
        article and each of its ``relatives``. Further columns, like ``n_hops``, are kept.

    Returns
    -------
    DataFrame
        One row an edge and claim that both articles were coded for: the columns of ``edges``, ``claim_id``,
        ``source_status``, ``status``, ``step`` (as `hardening` names them; here the source alone is the measure, so
        nothing is ``split``, and ``added`` means absent from a source seen whole), whom either names
        (``source_attributed_to, attributed_to``), and the passages (``source_begin, source_end`` in the source's text,
        ``begin, end`` in the article's).

    Raises
    ------
    TableError
        Claims of several coders; an edge from an article to itself.
    """
    if len(itself := edges[edges["source_article_id"] == edges["article_id"]]):
        raise TableError(
            f"an edge goes from {itself['article_id'].iloc[0]} to itself; an article is not its own source"
        )
    require_one_coder(claims)
    details = ["attributed_to", "begin", "end"]
    here = claims.reindex(columns=["article_id", "claim_id", "status", *details])
    there = here.rename(columns={name: f"source_{name}" for name in ["article_id", "status", *details]})
    table = edges.merge(there, on="source_article_id").merge(here, on=["article_id", "claim_id"])
    pairs = zip(table["source_status"], table["status"], strict=True)
    steps = [_step(before if before in CARRIED else None, now, before == "absent") for before, now in pairs]
    table["step"] = pd.Series(steps, index=table.index, dtype="str")
    first = [*edges.columns, "claim_id", "source_status", "status", "step", "source_attributed_to", "attributed_to"]
    table = table[[*first, "source_begin", "source_end", "begin", "end"]]
    return table.sort_values(["article_id", "source_article_id", "claim_id"], ignore_index=True)


def hardening_counts(
    cases: pd.DataFrame, *, by: str = "claim_id", families: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How often each step was taken.

    Parameters
    ----------
    cases
        From `hardening_edges`.
    by
        A column of ``cases``: ``claim_id``, ``article_id``, ``source_status``.
    families
        None counts every edge. A ``families`` table gives all edges from one family to another, or within one, a single
        vote a claim, divided where they differ.

    Returns
    -------
    DataFrame
        ``<by>``, ``n_<step>`` for each step, ``n_edges`` in all; ``hardened_share`` (0..1) of ``n_could_harden``: the
        edges whose source attributes or hedges the claim and whose article could be judged.

    Raises
    ------
    TableError
        ``by`` is no column of ``cases``.
    """
    if by not in cases.columns:
        raise TableError(f"cases has no column {by!r}.{suggestion(by, cases.columns)}")
    source, target = (family_of(cases[name], families) for name in ("source_article_id", "article_id"))
    pair = cases["claim_id"].astype("str") + " | " + source.astype("str") + " > " + target.astype("str")
    soft = cases["source_status"].isin(["attributed", "hedged"]) & ~cases["status"].isin([MENTIONED, "not_visible"])
    rows = pd.DataFrame(
        {"by": cases[by], "article_id": pair, "vote": cases["step"] + soft.map({True: " soft", False: ""})}
    )
    votes = family_votes(rows, None, "vote", by=["by"]).rename(columns={"by": by})
    votes["step"], votes["soft"] = votes["vote"].str.removesuffix(" soft"), votes["vote"].str.endswith(" soft")
    steps = [step for step in STEPS if step != "split"]
    table = votes.pivot_table(index=by, columns="step", values="weight", aggfunc="sum", fill_value=0.0)
    table = table.reindex(columns=steps, fill_value=0.0).add_prefix("n_").rename_axis(columns=None)
    table["n_edges"] = table.sum(axis=1)
    table["n_could_harden"] = votes[votes["soft"]].groupby(by)["weight"].sum().reindex(table.index, fill_value=0.0)
    table["hardened_share"] = (table["n_hardened"] / table["n_could_harden"]).where(table["n_could_harden"] > 0)
    counts = [*(f"n_{step}" for step in steps), "n_edges", "n_could_harden", "hardened_share"]
    return table.astype(dict.fromkeys(counts, "float64")).reset_index()[[by, *counts]]


def edge_names(cases: pd.DataFrame, names: pd.Series) -> pd.Series:
    """The names of the pairs that ``hardening_edges`` compares.

    Parameters
    ----------
    cases
        From ``hardening_edges``.
    names
        Readable names with ``article_id`` as index, for instance outlets.

    Returns
    -------
    Series
        "Gull → Kite" where the second names the first as its source (the pairs come from ``chain_edges``), else
        "Kite, compared with Gull": no arrow where nobody names anybody.
    """
    source, target = cases["source_article_id"].map(names), cases["article_id"].map(names)
    return source + " → " + target if "n_hops" in cases else target + ", compared with " + source
