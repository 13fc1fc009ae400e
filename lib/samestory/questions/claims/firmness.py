"""Hardening: how firmly an article states a claim, compared with articles nearer to the source.

A claim hardens if an article asserts it and the articles nearer to the source attribute or hedge it. `hardening`
compares one article with many. Articles that copy one another are not several witnesses, so each copy family has one
vote. `hardening_edges` compares pairs of articles, for instance a source and an article that names it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ...copies import n_not_examined, not_examined
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
    "n_not_examined",
    "n_articles",
    "n_judgeable",
    "n_compared",
    *(f"n_{status}" for status in STATUSES),
]


def hardening(
    claims: pd.DataFrame, families: pd.DataFrame, article_id: str, compared: pd.Series | list[str]
) -> pd.DataFrame:
    """Compare the claims of one article with the same claims in other articles.

    Parameters
    ----------
    claims, families
        The tables of one story, each of one coder. An article without a family is a family of its own.
    article_id
        The article examined.
    compared
        The ``article_id`` of those it is compared with, for instance from ``sources.comparison_set``.

    Returns
    -------
    DataFrame
        One row a claim: ``status`` in the article; ``usual``, the status that most compared families give the claim
        (``split`` on a tie, empty if none carries it; if copies differ, their family divides its vote); ``step`` from
        usual to status:

        - hardened: attributed or hedged before, asserted here; softened: the reverse;
        - kept: the same; changed: another change;
        - added: asserted, attributed or hedged here, and absent from every compared article that was seen whole;
        - dropped: absent here; neither: absent here and there; split: the compared families are divided;
        - cannot_tell: the claim was not visible here or is only mentioned; or no compared article carries it, and none
          was seen whole or one mentions it.

        ``n_articles`` compared articles carry the claim, in ``n_families`` families; ``n_not_examined`` of these
        families are single articles that could not be compared for copies and so keep a vote of their own. The claim
        could be judged in ``n_judgeable`` of the ``n_compared`` articles; ``n_<status>`` counts each status there.

    Raises
    ------
    TableError
        Claims of several coders.

    Examples
    --------
    >>> before = ["fanal-0303-dockers", "holos-0304-dokery"]
    >>> steps = ss.claims.hardening(story.table("claims"), story.table("families"), "relay-0304-quay", before)
    >>> steps.loc[steps["step"] == "hardened", ["claim_id", "usual", "status"]]
       claim_id       usual    status
    1       H02  attributed  asserted
    13      H14      hedged  asserted
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
                "n_not_examined": n_not_examined(carried["article_id"], families),
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
    """The status with most votes, 'split' if several have as many, None without votes."""
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
    """Pairs of articles of which the second names the first in its citation chain.

    Parameters
    ----------
    chains
        The ``chains`` table of one coder, or from ``sources.link_sources``.

    Returns
    -------
    DataFrame
        ``source_article_id, article_id, n_hops, is_proposed``: one row a source that is an article of the set.
        ``n_hops`` counts steps: 1 for the article's nearest source, more for the sources behind it. ``is_proposed``: no
        coder said which article of the source was meant; it is proposed.

    Examples
    --------
    >>> ss.claims.chain_edges(story.table("chains")).query("article_id == 'relay-0304-quay'")
        source_article_id       article_id  n_hops  is_proposed
    8   holos-0304-dokery  relay-0304-quay       1        False
    9  fanal-0303-dockers  relay-0304-quay       2        False
    """
    last = chains.groupby("article_id")["step"].transform("max")
    table = chains.assign(n_hops=last - chains["step"] + 1)
    table["source_article_id"] = chains.get("source_article_id", pd.NA)
    table["is_proposed"] = chains["link"].eq("proposed") if "link" in chains else False
    table = table[table["source_article_id"].notna()][["source_article_id", "article_id", "n_hops", "is_proposed"]]
    table = table.sort_values(["article_id", "n_hops", "source_article_id"])
    table = table.drop_duplicates(["article_id", "source_article_id"])
    kinds = {"source_article_id": "str", "article_id": "str", "n_hops": "int64", "is_proposed": "bool"}
    return table.astype(kinds).reset_index(drop=True)


def hardening_edges(claims: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """What becomes of each claim from one article to another.

    Parameters
    ----------
    claims
        The table of one coder.
    edges
        ``source_article_id, article_id``: from `chain_edges`; or any pairs to compare, for instance an article and each
        article of its ``sources.comparison_set``. Further columns, like ``n_hops``, are kept.

    Returns
    -------
    DataFrame
        One row a pair and claim that both articles were coded for: the columns of ``edges``, ``claim_id``,
        ``source_status``, ``status``, ``step`` (named as in `hardening`; with one source nothing is ``split``, and
        ``added`` means absent from a source seen whole), whom the two articles name (``source_attributed_to,
        attributed_to``), and the passages (``source_begin, source_end`` in the source's text, ``begin, end`` in the
        article's).

    Raises
    ------
    TableError
        Claims of several coders; an edge from an article to itself.

    Examples
    --------
    >>> cases = ss.claims.hardening_edges(story.table("claims"), ss.claims.chain_edges(story.table("chains")))
    >>> int((cases["step"] == "hardened").sum()), len(cases)
    (6, 180)
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
    """How often each step from source to article occurs.

    Parameters
    ----------
    cases
        From `hardening_edges`.
    by
        A column of ``cases``: ``claim_id``, ``article_id``, ``source_status``.
    families
        None counts every pair. A ``families`` table gives all pairs from one family to another, or within one, a single
        vote a claim, divided if they differ.

    Returns
    -------
    DataFrame
        ``<by>``, ``n_<step>`` for each step, ``n_edges`` in all; ``hardened_share`` (0..1) of ``n_could_harden``: the
        pairs whose source attributes or hedges the claim and whose article could be judged. ``n_not_examined`` of these
        have an article that could not be compared for copies, and so keep a vote of their own (empty if every pair
        counts).

    Raises
    ------
    TableError
        ``by`` is not a column of ``cases``.

    Examples
    --------
    >>> cases = ss.claims.hardening_edges(story.table("claims"), ss.claims.chain_edges(story.table("chains")))
    >>> counts = ss.claims.hardening_counts(cases, families=story.table("families"))
    >>> counts.loc[counts["n_hardened"] > 0, ["claim_id", "n_hardened", "n_could_harden"]]
       claim_id  n_hardened  n_could_harden
    1       H02         0.5             2.0
    10      H11         0.5             1.5
    13      H14         0.5             1.0
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
    unseen = [] if families is None else not_examined(families)
    touched = soft & cases[["source_article_id", "article_id"]].isin(unseen).any(axis=1)
    n_unseen = pair[touched].groupby(cases[by]).nunique().reindex(table.index, fill_value=0)
    table["n_not_examined"] = n_unseen if families is not None else float("nan")
    table["hardened_share"] = (table["n_hardened"] / table["n_could_harden"]).where(table["n_could_harden"] > 0)
    counts = [*(f"n_{step}" for step in steps), "n_edges", "n_could_harden", "n_not_examined", "hardened_share"]
    return table.astype(dict.fromkeys(counts, "float64")).reset_index()[[by, *counts]]


def edge_names(cases: pd.DataFrame, names: Mapping[str, str]) -> pd.Series:
    """The names of the pairs of articles that ``hardening_edges`` compares.

    Parameters
    ----------
    cases
        From ``hardening_edges``.
    names
        A readable name for each ``article_id``, for instance ``story.article_names()``.

    Returns
    -------
    Series
        "Gull → Kite" if Kite names Gull as its source (the pairs come from ``chain_edges``), with "(proposed)" behind
        it if it is only proposed which article of Gull is meant, else "Kite, compared with Gull": no arrow if neither
        names the other.

    Examples
    --------
    >>> cases = ss.claims.hardening_edges(story.table("claims"), ss.claims.chain_edges(story.table("chains")))
    >>> ss.claims.edge_names(cases, story.article_names()).iloc[0]
    'Quai Franc-Parler → The Idle Crane, 5 Mar 2023'
    """
    source, target = (cases[name].map(dict(names)).astype("str") for name in ("source_article_id", "article_id"))
    named = cases["n_hops"].notna() if "n_hops" in cases else pd.Series(False, index=cases.index)
    proposed = cases["is_proposed"].eq(True) if "is_proposed" in cases else pd.Series(False, index=cases.index)
    arrow = source + " → " + target + proposed.map({True: " (proposed)", False: ""})
    return arrow.where(named, target + ", compared with " + source)
