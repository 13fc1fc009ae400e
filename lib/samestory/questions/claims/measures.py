"""Claims: what each article or outlet does with each, how often, and how far those that carry a claim differ.

A rate is over judgeable articles only. If a text was cut, a claim that was not seen is ``not_visible`` and is in no
rate. A claim that is only ``mentioned`` is in no rate either: it is there, but how it is put cannot be told. By
articles the interval is Wilson's. By families, which have one vote each, it comes from drawing whole families with
replacement; if they are few or all agree it is Wilson's (see ``vote_interval``).
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from ...copies import n_not_examined
from ...errors import TableError, listed, suggestion
from ...schema import CARRIED, JUDGEABLE, MENTIONED, STATUSES, require_columns, require_one_coder
from ...schema.cells import in_cell
from ...statistics import MIN_N, family_of, family_votes, vote_interval, wilson

__all__ = ["matrix", "rates", "states"]

MATRIX = [
    "place",
    "name",
    "outlet",
    "origin",
    "family_id",
    "claim_id",
    "status",
    "n_statuses",
    "n_articles",
    "article_ids",
]
RATES = [
    "claim_id",
    "counted",
    "n_hits",
    "hit_share",
    "low",
    "high",
    "interval",
    "is_rate",
    "n_among",
    "n_not_examined",
    "n_judgeable",
    "n_mentioned",
    "n_not_visible",
    "not_visible_share",
    "n_units",
    "article_ids",
]
STATES = [
    "claim_id",
    "counted",
    "usual",
    *(f"n_{status}" for status in CARRIED),
    "n_carrying",
    "n_not_examined",
    "n_mentioned",
    "not_usual_share",
    "entropy",
    "is_rate",
    "article_ids",
]


def matrix(
    claims: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str = "article_id",
    families: pd.DataFrame | None = None,
    chains: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What each article, or each outlet, country, language, does with each claim.

    Parameters
    ----------
    claims, articles
        Tables of one story, ``claims`` of one coder. Only the articles given are counted: pass those of one event to
        see one event.
    by
        A column of ``articles``. Several articles of one outlet become one cell: the status that most of them give the
        claim, and the firmest of several (in the order of the states); else ``mentioned`` if one mentions it;
        ``absent`` only if it is absent in all, else ``not_visible``. Articles with an empty cell in the column are left
        out.
    families
        Gives each copy family one vote in a cell, and puts copies below one another.
    chains
        Puts articles that name the same origin below one another, nearest to it first.

    Returns
    -------
    DataFrame
        One row a cell: ``place``, the row of the matrix from 0, in the order origin (rows that name none last), family
        (largest first), steps from the origin, date, name; ``name``; ``outlet`` (several separated by '; ');
        ``origin``, ``family_id`` (its first); ``claim_id``; ``status``; ``n_statuses``, how many different ones its
        articles give if they carry the claim; ``n_articles``; ``article_ids`` separated by '; '.

    Raises
    ------
    TableError
        ``articles`` has no column ``by``; an unknown status; claims of several coders.

    Examples
    --------
    >>> table = ss.claims.matrix(story.table("claims"), story.articles, by="outlet")
    >>> table.loc[(table["name"] == "Ostvar") & (table["claim_id"] == "H02"), ["status", "n_statuses", "n_articles"]]
             status  n_statuses  n_articles
    166  attributed           1           2
    """
    require_columns([by], articles.columns, "articles")
    about = _ordered(articles, by, families, chains)
    rows = _sound(claims).merge(about, on="article_id")
    keys = ["name", "claim_id"]
    carried = rows[rows["status"].isin(CARRIED)]
    votes = (
        family_votes(carried, families, "status", by=keys).groupby([*keys, "status"], as_index=False)["weight"].sum()
    )
    votes = votes.assign(weight=votes["weight"].round(9), firmness=votes["status"].map(STATUSES.index))
    most = votes.sort_values([*keys, "weight", "firmness"], ascending=[True, True, False, True])
    cells = rows.groupby(keys, as_index=False).agg(
        place=("place", "first"),
        n_articles=("article_id", "nunique"),
        article_ids=("article_id", in_cell),
        unsaid=("status", _unsaid),
    )
    cells = cells.merge(most.drop_duplicates(keys)[[*keys, "status"]], on=keys, how="left")
    cells = cells.merge(votes.groupby(keys, as_index=False).agg(n_statuses=("status", "nunique")), on=keys, how="left")
    cells["status"] = cells["status"].fillna(cells["unsaid"])
    cells["n_statuses"] = cells["n_statuses"].fillna(0)
    heads = about.groupby("name", as_index=False).agg(
        outlet=("outlet", in_cell), origin=("origin", "first"), family_id=("family_id", "first")
    )
    table = cells.merge(heads, on="name")[MATRIX].sort_values(["place", "claim_id"], ignore_index=True)
    table["place"] = table["place"].rank(method="dense").sub(1)  # articles without a claim leave no gap
    return table.astype(
        dict.fromkeys(["name", "outlet", "origin", "family_id", "claim_id", "status", "article_ids"], "str")
        | dict.fromkeys(["place", "n_statuses", "n_articles"], "int64")
    )


def _ordered(
    articles: pd.DataFrame, by: str, families: pd.DataFrame | None, chains: pd.DataFrame | None
) -> pd.DataFrame:
    """Each article with the place of its row: ``article_id, name, outlet, origin, family_id, place``."""
    table = articles[["article_id", "outlet", "published"]].assign(name=articles[by].astype("object"))
    table = table[table["name"].notna()].assign(family_id=lambda t: family_of(t["article_id"], families))
    way = pd.DataFrame({"article_id": [], "step": [], "source": []}) if chains is None else chains
    begins = way[way["step"] == 0].drop_duplicates("article_id").set_index("article_id")["source"]
    table["origin"] = table["article_id"].map(begins).astype("object")
    table["stations"] = table["article_id"].map(way.groupby("article_id")["step"].nunique()).fillna(0)
    table["size"] = table.groupby("family_id")["article_id"].transform("size")
    # A family stands where its first named origin does, and a row where its first article does.
    table["folded"] = table["origin"].str.casefold() if table["origin"].notna().any() else table["origin"]
    table["family_origin"] = table.groupby("family_id")["folded"].transform(_first)
    order = ["family_origin", "size", "family_id", "stations", "published", "article_id"]
    table = table.sort_values(order, ascending=[True, False, True, True, True, True], na_position="last")
    places = {name: place for place, name in enumerate(dict.fromkeys(table["name"]))}
    table["place"] = table["name"].map(places)
    return table[["article_id", "name", "outlet", "origin", "family_id", "place"]]


def rates(
    claims: pd.DataFrame,
    *,
    states: Collection[str] = CARRIED,
    among: Collection[str] = JUDGEABLE,
    families: pd.DataFrame | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How often each claim has one of some states, among the articles where it has one of others.

    Parameters
    ----------
    claims
        The ``claims`` table of one coder.
    states, among
        What counts, and the denominator: by default a claim that is carried, among judgeable articles. ``states=
        ["asserted"], among=CARRIED`` asks who of those that carry it says it in own voice.
    families
        None counts articles; a ``families`` table counts copy families, each with one vote, divided if its articles
        differ.
    n_resamples, seed
        Number of draws of the bootstrap over families, and its seed.

    Returns
    -------
    DataFrame
        One row a claim: ``counted`` (articles or families), ``n_hits`` of ``n_among``, ``hit_share`` (0..1), ``low``
        and ``high`` of the 95 % ``interval`` (wilson or bootstrap), ``is_rate`` (``n_among`` is enough for a rate);
        ``n_not_examined`` of the ``n_among`` families are single articles that could not be compared for copies and so
        keep a vote of their own (empty for articles); ``n_judgeable``, ``n_mentioned`` and ``n_not_visible`` add up to
        ``n_units``: a family is judgeable if one of its articles is, else mentioned if one mentions the claim;
        ``not_visible_share`` (0..1) is of ``n_units``; ``article_ids`` of the hits.

    Raises
    ------
    TableError
        An unknown state, in the table or the options; claims of several coders.

    Examples
    --------
    >>> table = ss.claims.rates(story.table("claims"), families=story.table("families"))
    >>> table.loc[table["claim_id"] == "H02", ["claim_id", "n_hits", "n_among", "n_not_visible"]]
      claim_id  n_hits  n_among  n_not_visible
    1      H02     7.0       19              2
    """
    for given in (*states, *among):
        _known(given)
    rows = _sound(claims)
    rows = rows.assign(family_id=family_of(rows["article_id"], families))
    found = []
    for claim_id, group in rows.groupby("claim_id", sort=True):
        within = group[group["status"].isin(among)]
        votes = family_votes(within, families, "status", by=["claim_id"])
        hits = votes["weight"].where(votes["status"].isin(states), 0.0).groupby(votes["family_id"]).sum()
        n_units = group["family_id"].nunique()
        judged = set(group.loc[group["status"].isin(JUDGEABLE), "family_id"])
        n_mentioned = len(set(group.loc[group["status"] == MENTIONED, "family_id"]) - judged)
        n_hidden = n_units - len(judged) - n_mentioned
        if families is None:
            low, high, interval = (*wilson(float(hits.sum()), len(hits)), "wilson")
        else:
            low, high, interval = vote_interval(hits, n_resamples=n_resamples, seed=seed)
        found.append(
            {
                "claim_id": claim_id,
                "counted": "articles" if families is None else "families",
                "n_hits": float(hits.sum()),
                "hit_share": hits.sum() / len(hits) if len(hits) else float("nan"),
                "low": low,
                "high": high,
                "interval": interval,
                "is_rate": len(hits) >= MIN_N,
                "n_among": len(hits),
                "n_not_examined": n_not_examined(within["article_id"], families),
                "n_judgeable": len(judged),
                "n_mentioned": n_mentioned,
                "n_not_visible": n_hidden,
                "not_visible_share": n_hidden / n_units,
                "n_units": n_units,
                "article_ids": in_cell(within.loc[within["status"].isin(states), "article_id"]),
            }
        )
    kinds = dict.fromkeys(["claim_id", "counted", "interval", "article_ids"], "str") | {"is_rate": "bool"}
    kinds |= dict.fromkeys(["n_hits", "hit_share", "low", "high", "not_visible_share"], "float64")
    kinds |= dict.fromkeys(["n_among", "n_judgeable", "n_mentioned", "n_not_visible", "n_units"], "int64")
    kinds |= {"n_not_examined": "Int64"}
    return pd.DataFrame(found, columns=RATES).astype(kinds)


def states(claims: pd.DataFrame, *, families: pd.DataFrame | None = None) -> pd.DataFrame:
    """How far those that carry a claim differ in what they do with it; those that only mention it take no part.

    Parameters
    ----------
    claims
        The ``claims`` table of one coder.
    families
        None counts articles; a ``families`` table gives each copy family one vote, divided if its articles differ.

    Returns
    -------
    DataFrame
        One row a claim that somebody carries, most divided first: ``usual``, the status with most votes ('split' if
        several have as many); the votes for each status as ``n_<status>``, of ``n_carrying`` articles or families
        (``n_mentioned`` more only mention it; ``n_not_examined`` as in `rates`); ``not_usual_share`` (0..1, of
        ``n_carrying``); ``entropy``, Shannon's (1948) of the votes divided by its greatest value, log 5: 0 if all
        agree, 1 if all five states are equally common; ``is_rate`` (``n_carrying`` is enough to read the two as rates);
        ``article_ids``.

    Raises
    ------
    TableError
        An unknown state; claims of several coders.

    Examples
    --------
    >>> table = ss.claims.states(story.table("claims"), families=story.table("families"))
    >>> table[["claim_id", "usual", "n_carrying", "not_usual_share"]].head(1)
      claim_id         usual  n_carrying  not_usual_share
    0      H05  contradicted           6         0.333333
    """
    rows = _sound(claims)
    carried = rows[rows["status"].isin(CARRIED)]
    votes = family_votes(carried, families, "status", by=["claim_id"])
    aside = rows[rows["status"] == MENTIONED]
    aside = aside.assign(family_id=family_of(aside["article_id"], families))
    found = []
    for claim_id, group in votes.groupby("claim_id", sort=True):
        weights = group.groupby("status")["weight"].sum().reindex(list(CARRIED), fill_value=0.0).round(9)
        n = group["family_id"].nunique()
        shares = weights[weights > 0] / n
        most = weights.index[weights == weights.max()]
        entropy = float(-(shares * np.log(shares)).sum() / np.log(len(CARRIED)))
        found.append(
            {
                "claim_id": claim_id,
                "counted": "articles" if families is None else "families",
                "usual": most[0] if len(most) == 1 else "split",
                **{f"n_{status}": weights[status] for status in CARRIED},
                "n_carrying": n,
                "n_not_examined": n_not_examined(carried.loc[carried["claim_id"] == claim_id, "article_id"], families),
                "n_mentioned": len(
                    set(aside.loc[aside["claim_id"] == claim_id, "family_id"]) - set(group["family_id"])
                ),
                "not_usual_share": 1 - float(weights.max()) / n,
                "entropy": max(0.0, round(entropy, 9)),
                "is_rate": n >= MIN_N,
                "article_ids": in_cell(carried.loc[carried["claim_id"] == claim_id, "article_id"]),
            }
        )
    kinds = dict.fromkeys(["claim_id", "counted", "usual", "article_ids"], "str") | {"is_rate": "bool"}
    kinds |= dict.fromkeys([*(f"n_{status}" for status in CARRIED), "not_usual_share", "entropy"], "float64")
    kinds |= {"n_carrying": "int64", "n_not_examined": "Int64", "n_mentioned": "int64"}
    table = pd.DataFrame(found, columns=STATES).astype(kinds)
    return table.sort_values(["entropy", "claim_id"], ascending=[False, True], ignore_index=True)


def _sound(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims, known to be of one coder and of known states."""
    for status in claims["status"].unique():
        _known(status)
    require_one_coder(claims)
    return claims


def _known(status: object) -> None:
    if status not in STATUSES:
        raise TableError(f"unknown status {status!r}.{suggestion(status, STATUSES)} Statuses: {listed(STATUSES)}")


def _unsaid(statuses: pd.Series) -> str:
    """The status of a cell in which no article carries the claim."""
    given = set(statuses)
    return next((status for status in (MENTIONED, "not_visible") if status in given), "absent")


def _first(values: pd.Series) -> object:
    return min(values.dropna(), default=None)
