"""Means of articles by group, once over articles and once over copy families, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...errors import SamestoryError
from ...schema import require_columns, table_named
from ...schema.cells import in_cell
from ...statistics import MIN_FAMILIES, MIN_N, SAME, bootstrap_mean, family_of

NOT_STATED = "not stated"
MEANS: dict[str, str] = {
    "n_articles": "int64",
    **dict.fromkeys(["article_mean", "article_low", "article_high"], "float64"),
    "article_interval": "str",
    "n_families": "int64",
    **dict.fromkeys(["family_mean", "family_low", "family_high"], "float64"),
    "family_interval": "str",
    **dict.fromkeys(["is_few_articles", "is_few_families"], "bool"),
    **dict.fromkeys(["article_values", "article_ids", "article_id"], "str"),
    **dict.fromkeys(["begin", "end"], "Int64"),
}
CASES = 12  # values of articles that a row names


def group_of(articles: pd.DataFrame, by: str) -> pd.Series:
    """The group of each article by its id; "not stated" where the column is empty.

    Raises
    ------
    TableError
        ``by`` is no column of ``articles``.
    """
    require_columns([by], [*articles.columns, *table_named("articles").names], "articles")
    named = articles.drop_duplicates("article_id").set_index("article_id")
    values = named[by].astype("object") if by in named else pd.Series(pd.NA, index=named.index, dtype="object")
    return values.where(values.notna(), NOT_STATED).astype("str")


def means(
    values: pd.DataFrame,
    keys: Sequence[str],
    families: pd.DataFrame | None,
    *,
    bounds: tuple[float, float],
    n_resamples: int,
    seed: int,
) -> pd.DataFrame:
    """The mean of ``value`` by ``keys``: a row an article and key comes in, a row a key with ``MEANS`` comes out.

    ``bounds`` are the least and the largest value there can be; no interval goes beyond them.
    """
    if n_resamples < 1:
        raise SamestoryError(f"n_resamples={n_resamples}: expected 1 or more")
    named = values.assign(family_id=family_of(values["article_id"], families))
    rows = []
    for key, those in named.groupby(list(keys), sort=True):
        once = those.assign(value=those["value"].round(9)).drop_duplicates(["family_id", "value"])
        once = once.groupby("family_id")["value"].mean()  # a further copy with the same value changes nothing
        row: dict[str, Any] = dict(zip(keys, key, strict=True))
        for unit, found in (("article", those["value"]), ("family", once)):
            low, high, how = interval(found, n_resamples=n_resamples, seed=seed)
            row[f"{unit}_mean"] = float(found.mean())
            row[f"{unit}_low"], row[f"{unit}_high"] = max(low, bounds[0]), min(high, bounds[1])
            row[f"{unit}_interval"] = how
        row |= {"n_articles": len(those), "n_families": len(once), "article_ids": in_cell(those["article_id"])}
        row["article_values"] = "; ".join(f"{value:.3g}" for value in those["value"].head(CASES))
        row |= {"is_few_articles": len(those) < MIN_N, "is_few_families": len(once) < MIN_N}
        rows.append(row)
    return typed(pd.DataFrame(rows, columns=[*keys, *MEANS]), {**dict.fromkeys(keys, "str"), **MEANS})


def with_example(found: pd.DataFrame, rows: pd.DataFrame, keys: Sequence[str], strength: str) -> pd.DataFrame:
    """The rows of ``means`` with the place that shows each best: the row with the largest ``strength`` of its keys."""
    best = rows.assign(rank=rows[strength].abs()).sort_values(
        ["rank", "article_id", "begin"], ascending=[False, True, True]
    )
    best = best.drop_duplicates(list(keys))[[*keys, "article_id", "begin", "end"]]
    return found.drop(columns=["article_id", "begin", "end"], errors="ignore").merge(best, on=list(keys), how="left")


def interval(values: pd.Series, *, n_resamples: int, seed: int) -> tuple[float, float, str]:
    """95 % interval of a mean of independent units: draws from ``MIN_FAMILIES`` on, Student's t from ``MIN_N``."""
    if len(values) < MIN_N or float(values.max() - values.min()) <= SAME:
        return (float("nan"), float("nan"), "none")
    if len(values) >= MIN_FAMILIES:
        return (*bootstrap_mean(values, n_resamples=n_resamples, seed=seed), "bootstrap")
    from scipy.stats import t  # half a second to import, and only few families need it

    half = float(t.ppf(0.975, len(values) - 1)) * float(values.std(ddof=1)) / len(values) ** 0.5
    return (float(values.mean()) - half, float(values.mean()) + half, "t")


def typed(table: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """The columns in order and with their types, rows numbered anew."""
    return table.reindex(columns=list(columns)).astype(dict(columns)).reset_index(drop=True)
