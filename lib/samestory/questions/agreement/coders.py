"""Coders: who coded the same units, and a simulated second coder for stories that were coded once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ...errors import TableError, listed, suggestion
from ...schema import MENTIONED, STATUSES, UNSEEN

__all__ = ["coder_pairs", "simulate_second_coder"]

SIMULATED = "simulated"
UNITS = ("article_id", "claim_id")


def coder_pairs(table: pd.DataFrame, *, on: Sequence[str] = UNITS) -> pd.DataFrame:
    """Which coders of a table share units, and can so be compared.

    Parameters
    ----------
    table
        One coded table with the rows of all coders, as from ``story.table("claims", coder="*")``.
    on
        The columns that make a unit.

    Returns
    -------
    DataFrame
        ``first, second, n_units, n_only_first, n_only_second, n_articles, article_ids``: one row for each two coders
        with at least one unit in common, most units first; ``n_units`` are those both coded.

    Raises
    ------
    TableError
        A missing column.

    Examples
    --------
    >>> both = [story.table("claims"), story.table("claims").head(30).assign(coder="anna")]
    >>> import pandas as pd
    >>> ss.agreement.coder_pairs(pd.concat(both))[["first", "second", "n_units", "n_only_second"]]
      first second  n_units  n_only_second
    0  anna  truth       30            435
    """
    if missing := [name for name in (*on, "coder") if name not in table.columns]:
        raise TableError(
            f"the table has no column {missing[0]!r}.{suggestion(missing[0], table.columns)}"
            f" Columns: {listed(table.columns, 40)}"
        )
    units = {
        str(coder): set(rows[list(on)].astype("str").itertuples(index=False, name=None))
        for coder, rows in table.groupby("coder")
    }
    place = list(on).index("article_id") if "article_id" in on else 0
    rows = []
    for first, second in itertools.combinations(sorted(units), 2):
        both = units[first] & units[second]
        ids = sorted({unit[place] for unit in both})
        alone = (len(units[first] - both), len(units[second] - both))
        rows.append((first, second, len(both), *alone, len(ids), "; ".join(ids)))
    columns = ["first", "second", "n_units", "n_only_first", "n_only_second", "n_articles", "article_ids"]
    pairs = pd.DataFrame([row for row in rows if row[2]], columns=columns)
    pairs = pairs.astype({name: "int64" if name.startswith("n_") else "str" for name in columns})
    return pairs.sort_values(["n_units", "first", "second"], ascending=[False, True, True], ignore_index=True)


def simulate_second_coder(
    claims: pd.DataFrame, articles: pd.DataFrame, *, share: float = 0.1, seed: int = 1, coder: str = SIMULATED
) -> pd.DataFrame:
    """A second coding made from a first by chance; nobody coded it, so results must call it simulated.

    Each unit is drawn with the chance ``share`` and then gets another status that its text allows, each equally likely:
    ``absent`` only if the whole text was seen, ``not_visible`` only if it was not. People make other errors: they
    confuse similar statuses and overlook more than they invent. So it shows how alpha reacts, not how well people code.

    Parameters
    ----------
    claims
        The ``claims`` table of one coder.
    articles
        The ``articles`` table: how much of each text was seen.
    share
        Chance that a unit is changed, 0..1.
    seed
        Makes the draw repeatable.
    coder
        The name of the simulated coder.

    Returns
    -------
    DataFrame
        A ``claims`` table in the order of article and claim. A changed row names no source, has a passage only if a
        claim was found before and after, and gives the former status in ``note``.

    Raises
    ------
    TableError
        ``share`` is not between 0 and 1, or a claim is of no article.

    Examples
    --------
    >>> second = ss.agreement.simulate_second_coder(story.table("claims"), story.articles, share=0.1)
    >>> int(second["note"].notna().sum()), len(second)
    (45, 465)
    """
    if not 0 <= share <= 1:
        raise TableError(f"share={share!r} is not a share: give the chance of a unit to be changed, from 0 to 1")
    if unknown := sorted(set(claims["article_id"]) - set(articles["article_id"])):
        raise TableError(f"claims of no article: {listed(unknown)}.{suggestion(unknown[0], articles['article_id'])}")
    table = claims.sort_values(["article_id", "claim_id"], ignore_index=True).assign(coder=coder)
    random = np.random.default_rng(seed)
    drawn = pd.Series(random.random(len(table)) < share, index=table.index)
    which = random.random(len(table))
    whole = table["article_id"].map(articles.drop_duplicates("article_id").set_index("article_id")["text_status"])
    new = [
        _another(status, seen == "full", place) if hit else status
        for status, seen, hit, place in zip(table["status"], whole, drawn, which, strict=True)
    ]
    before = table["status"]
    table = table.assign(status=pd.Series(new, index=table.index, dtype="str"))
    table["attributed_to"] = table["attributed_to"].mask(drawn)
    lost = drawn & table["status"].isin(UNSEEN)
    for column in table.columns.intersection(["begin", "end", "reads"]):
        table[column] = table[column].mask(lost)
    note = ("simulated; was " + before).where(drawn)
    return table.assign(note=note.astype("str"))


def _another(status: str, seen_whole: bool, place: float) -> str:
    """Another status the text allows, by a number from 0 up to 1."""
    barred = (MENTIONED, "not_visible" if seen_whole else "absent")  # nobody says by chance that it cannot be told
    allowed = [name for name in STATUSES if name not in (status, *barred)]
    return allowed[int(place * len(allowed))]
