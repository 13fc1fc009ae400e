"""Shared statements by article and outlet: what each does with each, what only one reports, how pure they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ...coding.plan import reads_sources
from ...engine import is_number, outlet_names
from ...engine.meaning.groups import groups_at
from ...errors import SamestoryError, TableError, listed
from ...schema import CARRIED, MENTIONED, require_columns, require_one_coder
from ...schema.cells import in_cell
from ...statistics import family_votes
from ...text import word_measure
from .measures import CODER, SharedStatements
from .putting import UNTOLD

__all__ = ["claims_of", "matrix", "named_sources", "purity", "reported_by_one", "threshold_steps"]

ORDER = ("contradicted", "denied", "attributed", "hedged", "asserted", MENTIONED)  # which state decides in an article
CLAIMS = ["article_id", "claim_id", "status", "attributed_to", "begin", "end", "reads", "coder", "note"]
MATRIX = [
    *("place", "name", "statement_id", "status", "n_statuses", "n_articles", "article_ids", "why"),
    *("article_id", "begin", "end"),
]
SOURCES = ["statement_id", "source", "n_articles", "n_outlets", "article_ids"]
ONLY = [
    *("outlet", "article_id", "begin", "end", "text", "language", "n_articles", "statement_id"),
    *("nearest", "nearest_id", "n_not_seen"),
]
PURITY = ["statement_id", "claim_id", "n_of_claim", "n_coded", "purity"]
STEPS = ["alike", "n_statements", "n_several", "n_articles", "n_sentences", "largest"]
CUT, NO_TEXT = "not seen whole", "no text"
SEVERAL = 3  # outlets
FEWEST_WORDS = 5  # of a sentence that may be something only one outlet reports


def claims_of(found: SharedStatements, articles: pd.DataFrame) -> pd.DataFrame:
    """Shared statements in the form of the ``claims`` table, so that every measure of claims can be used on them.

    Parameters
    ----------
    found
        From `shared`.
    articles
        The ``articles`` table it was made from.

    Returns
    -------
    DataFrame
        One row an article and statement, with the columns of ``claims``; ``claim_id`` is the ``statement_id``. The
        status of an article is that of the sentence that decides (contradicted before denied, attributed, hedged,
        asserted, mentioned). Where it has no such sentence: ``absent`` if the text was seen whole and compared, else
        ``not_visible``, and ``note`` says why. It is ``not_visible`` too if the article has a sentence that is as alike
        in a language without words of denial: a claim and its denial cannot be told apart there.

    Raises
    ------
    TableError
        ``articles`` has no column ``article_id`` or ``text_status``.

    Examples
    --------
    >>> found = ss.statements.shared(story.articles)
    >>> rows = ss.statements.claims_of(found, story.articles)
    >>> len(rows) == len(story.articles) * len(found.statements), rows["coder"].unique().tolist()
    (True, ['auto:statements-1'])
    """
    require_columns(["article_id", "text_status"], articles.columns, "articles")
    ranked = found.members.assign(rank=found.members["status"].map(ORDER.index))
    ranked = ranked.sort_values(["rank", "begin"]).drop_duplicates(["article_id", "statement_id"])
    said = ranked.rename(columns={"statement_id": "claim_id", "rule": "note"})
    ids, statements = articles["article_id"].astype("str"), found.statements["statement_id"]
    grid = pd.MultiIndex.from_product([ids, statements], names=["article_id", "claim_id"]).to_frame(index=False)
    table = grid.merge(said[[name for name in CLAIMS if name != "coder"]], how="left", on=["article_id", "claim_id"])
    why = table["article_id"].map(unseen(found, articles))
    alike = _alike_untold(found)
    may_be = pd.Series([pair in alike for pair in zip(table["article_id"], table["claim_id"], strict=True)], dtype=bool)
    why = why.mask(may_be & (why == ""), f"{UNTOLD}, so a claim and its denial are not told apart")
    is_there = table["status"].notna()
    table["note"] = table["note"].where(is_there, why)
    table["status"] = table["status"].where(is_there, np.where(why == "", "absent", "not_visible"))
    texts = ["article_id", "claim_id", "status", "attributed_to", "reads", "note", "coder"]
    kinds = dict.fromkeys(texts, "str") | dict.fromkeys(["begin", "end"], "Int64")
    return table.assign(coder=CODER)[CLAIMS].astype(kinds)


def _alike_untold(found: SharedStatements) -> set[tuple[str, str]]:
    """Articles of languages without words of denial, with the statements that one of their sentences is alike to."""
    table = found.sentences
    untold = np.flatnonzero([not reads_sources(code) for code in table["language"]])
    if not len(untold):
        return set()
    row_of = {key: row for row, key in enumerate(zip(table["article_id"], table["sentence"], strict=True))}
    ids, pairs = table["article_id"].to_numpy()[untold], set()
    for statement, group in found.members.groupby("statement_id"):
        rows = [row_of[key] for key in zip(group["article_id"], group["sentence"], strict=True)]
        near = found.vectors[untold] @ found.vectors[rows].mean(axis=0)
        pairs |= {(str(key), str(statement)) for key in ids[near >= found.alike]}
    return pairs


def unseen(found: SharedStatements, articles: pd.DataFrame) -> dict[str, str]:
    """For each article why a statement may be in it unseen; empty where it was seen whole and compared."""
    reason = dict(zip(found.unread["article_id"], found.unread["reason"], strict=True))
    read = set(found.sentences["article_id"])
    why = {}
    for key, status in zip(articles["article_id"].astype("str"), articles["text_status"], strict=True):
        lack = "" if key in read else NO_TEXT
        why[key] = reason.get(key) or lack or ("" if status == "full" else f"{CUT} ({status})")
    return why


def matrix(
    found: SharedStatements,
    articles: pd.DataFrame,
    *,
    by: str = "outlet",
    families: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What each outlet, or each article, does with each shared statement.

    Parameters
    ----------
    found
        From `shared`.
    articles
        The ``articles`` table it was made from.
    by
        A column of ``articles``: ``outlet``, ``article_id``, ``country``, ``language`` ... Articles with an empty cell
        in it are left out.
    families
        Gives each copy family one vote in a cell.

    Returns
    -------
    DataFrame
        One row a cell: ``place``, the row of the matrix from 0, those with most statements first; ``name``;
        ``statement_id``; ``status``: of several articles the one that most give and of equals the firmest, else
        ``mentioned``; ``absent`` only if it is absent in all, else ``not_visible``; ``n_statuses``, how many different
        ones its articles give; ``n_articles``; ``article_ids``; ``why`` it may be there and not be visible;
        ``article_id, begin, end`` of the first passage with that status (empty without one).

    Raises
    ------
    TableError
        ``articles`` has no column ``by``.

    Examples
    --------
    >>> found = ss.statements.shared(story.articles)
    >>> cells = ss.statements.matrix(found, story.articles)
    >>> cells.query("status == 'not_visible'")["why"].unique().tolist()
    ['not seen whole (teaser)', 'not seen whole (cut)']
    """
    require_columns([by], articles.columns, "articles")
    named = articles.assign(article_id=articles["article_id"].astype("str"))
    named["name"] = outlet_names(named[by]) if by == "outlet" else named[by].astype("object")
    rows = claims_of(found, articles).rename(columns={"claim_id": "statement_id"})
    rows = rows.merge(named.loc[named["name"].notna(), ["article_id", "name"]], on="article_id")
    keys = ["name", "statement_id"]
    carried = rows[rows["status"].isin(CARRIED)]
    votes = family_votes(carried, families, "status", by=keys)
    votes = votes.groupby([*keys, "status"], as_index=False)["weight"].sum()
    votes = votes.assign(weight=votes["weight"].round(9), firmness=votes["status"].map(CARRIED.index))
    most = votes.sort_values([*keys, "weight", "firmness"], ascending=[True, True, False, True])
    cells = rows.groupby(keys, as_index=False).agg(
        n_articles=("article_id", "nunique"),
        article_ids=("article_id", in_cell),
        unsaid=("status", _unsaid),
    )
    hidden = rows[rows["status"] == "not_visible"].groupby(keys, as_index=False).agg(why=("note", in_cell))
    n_statuses = votes.groupby(keys, as_index=False).agg(n_statuses=("status", "nunique"))
    for other in (most.drop_duplicates(keys)[[*keys, "status"]], hidden, n_statuses):
        cells = cells.merge(other, on=keys, how="left")
    cells["status"] = cells["status"].fillna(cells["unsaid"])
    said = rows[rows["begin"].notna()].drop_duplicates([*keys, "status"])
    cells = cells.merge(said[[*keys, "status", "article_id", "begin", "end"]], on=[*keys, "status"], how="left")
    cells["why"] = cells["why"].where(cells["status"] == "not_visible", "").fillna("")
    is_there = ~cells["status"].isin(["absent", "not_visible"])
    n_there = is_there.groupby(cells["name"]).sum()
    order = pd.DataFrame({"name": n_there.index, "n": n_there.to_numpy()})
    order = order.sort_values(["n", "name"], ascending=[False, True])
    cells["place"] = cells["name"].map({name: place for place, name in enumerate(order["name"])})
    kinds = dict.fromkeys(["name", "statement_id", "status", "article_ids", "why", "article_id"], "str")
    kinds |= dict.fromkeys(["place", "n_statuses", "n_articles"], "int64") | {"begin": "Int64", "end": "Int64"}
    cells["n_statuses"] = cells["n_statuses"].fillna(0)
    return cells[MATRIX].sort_values(["place", "statement_id"], ignore_index=True).astype(kinds)


def _unsaid(statuses: pd.Series) -> str:
    """The status of a cell in which no article carries the statement."""
    if (statuses == MENTIONED).any():
        return MENTIONED
    return "not_visible" if (statuses == "not_visible").any() else "absent"


def named_sources(found: SharedStatements) -> pd.DataFrame:
    """Who is named as the source of each statement, and where.

    Parameters
    ----------
    found
        From `shared`.

    Returns
    -------
    DataFrame
        One row a statement and source, in order of statement and number of articles: ``source`` in the words of the
        articles, ``n_articles``, ``n_outlets``, ``article_ids``.

    Examples
    --------
    >>> found = ss.statements.shared(story.articles)
    >>> "Harbour Office" in set(ss.statements.named_sources(found)["source"])
    True
    """
    rows = found.members[(found.members["status"] == "attributed") & found.members["attributed_to"].notna()]
    table = rows.groupby(["statement_id", "attributed_to"], as_index=False).agg(
        n_articles=("article_id", "nunique"), n_outlets=("outlet", "nunique"), article_ids=("article_id", in_cell)
    )
    table = table.rename(columns={"attributed_to": "source"})
    order = ["statement_id", "n_articles", "source"]
    kinds = dict.fromkeys(["statement_id", "source", "article_ids"], "str")
    kinds |= dict.fromkeys(["n_articles", "n_outlets"], "int64")
    return table[SOURCES].astype(kinds).sort_values(order, ascending=[True, False, True], ignore_index=True)


def reported_by_one(found: SharedStatements, articles: pd.DataFrame) -> pd.DataFrame:
    """What only one outlet reports: sentences that no sentence of another outlet is like.

    Parameters
    ----------
    found
        From `shared`.
    articles
        The ``articles`` table it was made from.

    Returns
    -------
    DataFrame
        One row a sentence, and one a statement that several articles of one outlet share; those of most articles
        first, then those that are least like anything else. ``nearest``, how like it (-1..1) the nearest sentence of
        another outlet is, in article ``nearest_id``; ``n_not_seen``, how many articles of other outlets were not seen
        whole or could not be compared: one of them may report it too.

    Examples
    --------
    >>> found = ss.statements.shared(story.articles)
    >>> only = ss.statements.reported_by_one(found, story.articles)
    >>> bool((only["nearest"] < found.alike).all()), int(only["n_not_seen"].max())
    (True, 2)
    """
    near = found.sentences.merge(
        articles[["article_id", "text", "outlet"]].assign(article_id=articles["article_id"].astype("str")),
        on="article_id",
    )
    names = outlet_names(near["outlet"])
    near["outlet"] = names.where(names.notna(), near["article_id"])
    near["text"] = [text[a:b] for text, a, b in zip(near["text"], near["begin"], near["end"], strict=True)]
    alone = near[(near["nearest"].fillna(-1) < found.alike) & (near["text"].map(word_measure) >= FEWEST_WORDS)]
    shared = found.members.loc[found.members["basis"] != "part", ["article_id", "sentence", "statement_id"]]
    sizes = found.statements.set_index("statement_id")
    may_be = sizes["n_outlets"] + sizes["n_unknown_outlet"]  # an article without an outlet may be of another one
    shared = shared.assign(n_outlets=shared["statement_id"].map(may_be))
    alone = alone.merge(shared.drop_duplicates(["article_id", "sentence"]), how="left", on=["article_id", "sentence"])
    alone = alone[alone["n_outlets"].isna() | (alone["n_outlets"] == 1)]
    alone["n_articles"] = alone["statement_id"].map(sizes["n_articles"]).fillna(1)
    order = ["n_articles", "nearest", "article_id", "begin"]
    alone = alone.sort_values(order, ascending=[False, True, True, True], na_position="first")
    alone = alone[alone["statement_id"].isna() | ~alone["statement_id"].duplicated()]
    hidden = pd.Series([key for key, why in unseen(found, articles).items() if why], dtype="object")
    outlets = outlet_names(articles["outlet"]).to_numpy()
    outlet = dict(zip(articles["article_id"].astype("str"), outlets, strict=True))
    by_outlet = hidden.map(outlet).value_counts()
    alone["n_not_seen"] = len(hidden) - alone["outlet"].map(by_outlet).fillna(0)
    alone["text"] = [" ".join(text.split()) for text in alone["text"]]
    kinds = dict.fromkeys(["n_articles", "begin", "end", "n_not_seen"], "int64") | {"nearest": "float64"}
    kinds |= dict.fromkeys(["outlet", "article_id", "text", "language", "statement_id", "nearest_id"], "str")
    return alone[ONLY].reset_index(drop=True).astype(kinds)


def purity(found: SharedStatements, claims: pd.DataFrame) -> pd.DataFrame:
    """How well shared statements agree with a coding: whether the coded passages in one are of one claim.

    Parameters
    ----------
    found
        From `shared`.
    claims
        The ``claims`` table of one coder, with the places of passages.

    Returns
    -------
    DataFrame
        One row a statement with coded sentences, in its order: the ``claim_id`` that most of them carry (of equals the
        first), ``n_of_claim`` of ``n_coded`` sentences, and ``purity``, the one divided by the other.

    Raises
    ------
    TableError
        Claims of several coders, or a column is missing.

    Examples
    --------
    >>> found = ss.statements.shared(story.articles)
    >>> pure = ss.statements.purity(found, story.table("claims"))
    >>> bool(pure["n_of_claim"].sum() > 0.95 * pure["n_coded"].sum())
    True
    """
    require_columns(["article_id", "claim_id", "begin", "end"], claims.columns, "claims")
    require_one_coder(claims)
    coded = claims[claims["begin"].notna() & claims["end"].notna()]
    if len(claims) and coded.empty:
        raise TableError(f"claims of {listed(claims['coder'].unique())} have no places (begin, end) to compare with")
    pairs = found.members.merge(coded[["article_id", "claim_id", "begin", "end"]], on="article_id", suffixes=("", "_c"))
    begin, end, first, last = (pairs[name].astype("int64") for name in ("begin", "end", "begin_c", "end_c"))
    common = np.minimum(end, last) - np.maximum(begin, first)
    pairs = pairs[2 * common >= np.minimum(end - begin, last - first)]
    place = ["statement_id", "article_id", "begin", "end"]
    pairs = pairs.drop_duplicates([*place, "claim_id"])
    n_coded = pairs.drop_duplicates(place).groupby("statement_id").size()
    counts = pairs.groupby(["statement_id", "claim_id"]).size().rename("n_of_claim").reset_index()
    best = counts.sort_values(["statement_id", "n_of_claim", "claim_id"], ascending=[True, False, True])
    best = best.drop_duplicates("statement_id")
    best["n_coded"] = best["statement_id"].map(n_coded).astype("int64")
    best["purity"] = best["n_of_claim"].astype("float64") / best["n_coded"]
    kinds = dict.fromkeys(["statement_id", "claim_id"], "str") | dict.fromkeys(["n_of_claim", "n_coded"], "int64")
    return best[PURITY].astype(kinds | {"purity": "float64"}).reset_index(drop=True)


def threshold_steps(
    found: SharedStatements,
    articles: pd.DataFrame,
    *,
    alike: Sequence[float] = (0.26, 0.3, 0.34, 0.38, 0.42, 0.5),
) -> pd.DataFrame:
    """How many statements there are if their sentences must be more alike, or may be less.

    Parameters
    ----------
    found
        From `shared`.
    articles
        The ``articles`` table it was made from.
    alike
        Least average likenesses of the sentences of one statement, each above 0 and below 1.

    Returns
    -------
    DataFrame
        One row a value of ``alike``, in order: ``n_statements`` of two articles or more, ``n_several`` of three outlets
        or more, ``n_articles`` with a sentence in one, ``n_sentences`` in them, and ``largest``, how many of these are
        in the largest. Groups of sentences only: denials are not divided from what they deny, and parts are not joined.

    Raises
    ------
    SamestoryError
        A value is out of range.

    Examples
    --------
    >>> found = ss.statements.shared(story.articles)
    >>> steps = ss.statements.threshold_steps(found, story.articles, alike=[0.3, 0.5])
    >>> steps["n_sentences"].is_monotonic_decreasing
    True
    """
    if wrong := [value for value in alike if not (is_number(value) and 0 < value < 1)]:
        raise SamestoryError(f"alike has {wrong[0]!r}: give numbers above 0 and below 1")
    outlets = dict(zip(articles["article_id"].astype("str"), outlet_names(articles["outlet"]), strict=True))
    table = found.sentences.assign(outlet=found.sentences["article_id"].map(outlets))
    rows = []
    values = sorted(set(alike))
    for value, label in zip(values, groups_at(found.vectors, values) if values else [], strict=True):
        group = pd.Series(label, index=table.index)
        sizes = table.groupby(group).agg(
            n_articles=("article_id", "nunique"), n_outlets=("outlet", "nunique"), n=("sentence", "size")
        )
        kept = sizes[sizes["n_articles"] > 1]
        inside = table[group.isin(kept.index)]
        several = int((kept["n_outlets"] >= SEVERAL).sum())
        counts = (
            len(kept),
            several,
            inside["article_id"].nunique(),
            len(inside),
            int(kept["n"].max() if len(kept) else 0),
        )
        rows.append((float(value), *counts))
    kinds = {name: "float64" if name == "alike" else "int64" for name in STEPS}
    return pd.DataFrame(rows, columns=STEPS).astype(kinds)
