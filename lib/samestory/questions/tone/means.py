"""Means of articles by group, once over articles and once over copy families, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...errors import SamestoryError
from ...schema.cells import in_cell
from ...statistics import MIN_N, family_of, mean_interval

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
            low, high, how = mean_interval(found, n_resamples=n_resamples, seed=seed)
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


def typed(table: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """The columns in order and with their types, rows numbered anew."""
    return table.reindex(columns=list(columns)).astype(dict(columns)).reset_index(drop=True)
