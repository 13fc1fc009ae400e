"""The sentence that stands for a statement, and the figures in its sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...languages import base_code
from ...text import word_measure

NEAR_BEST = 0.02  # likeness that a shorter sentence may lack
FACTOR = 3  # by which figures of one thing may differ: the dead of the first hour and of the fourth day
QUOTES = '"“”„«»'
FEWEST_WORDS = 4  # of a sentence that can stand for others


def representative(group: pd.DataFrame, language: str | None = None) -> dict[str, Any]:
    """The member that stands for a statement: of those nearly as central as the most central one, the shortest.

    Parameters
    ----------
    group
        Members of one statement.
    language
        The language it should be in, if a member is.
    """
    whole = group[group["basis"] == "sentence"]
    whole = group if whole.empty else whole
    spoken = whole[whole["language"] == base_code(language)] if language else whole
    rows = (whole if spoken.empty else spoken).copy()
    rows["n_words"] = rows["reads"].map(word_measure)
    long = rows[rows["n_words"] >= FEWEST_WORDS]
    rows = rows if long.empty else long
    near = rows[rows["score"] >= rows["score"].max() - NEAR_BEST]
    ordered = near.sort_values(["n_words", "score", "article_id", "begin"], ascending=[True, False, True, True])
    return ordered.iloc[0].to_dict()


def figures_of(group: pd.DataFrame) -> pd.DataFrame:
    """The different figures in the sentences of a statement.

    Returns
    -------
    DataFrame
        One row a pair of bounds, those of most articles first: ``said`` (the shortest wording), ``low``, ``high`` and
        ``n_articles``.
    """
    rows = [
        (key, said, low, high)
        for key, cell in zip(group["article_id"], group["figures"], strict=True)
        for said, low, high, _ in cell
    ]
    table = pd.DataFrame(rows, columns=["article_id", "said", "low", "high"])
    if table.empty:
        return table.assign(n_articles=0)
    table["length"] = table["said"].str.len()
    table = table.sort_values(["length", "said"])
    found = table.groupby(["low", "high"], dropna=False, as_index=False, sort=True).agg(
        said=("said", "first"), n_articles=("article_id", "nunique")
    )
    return found.sort_values(["n_articles", "low", "high"], ascending=[False, True, True], ignore_index=True)


def comparable(figures: pd.DataFrame) -> pd.Series:
    """Which figures may be of one thing: at most `FACTOR` times as large or as small as the one that fits most."""
    size = figures["low"].fillna(figures["high"]).astype("float64")
    best = pd.Series(False, index=figures.index)
    for value in size[size > 0]:
        near = (size * FACTOR >= value) & (size <= value * FACTOR)
        if figures.loc[near, "n_articles"].sum() > figures.loc[best, "n_articles"].sum():
            best = near
    return best


def spread_of(figures: pd.DataFrame) -> tuple[float, float, float]:
    """The smallest and the largest of some figures, and the one divided by the other; nan without figures."""
    if figures.empty:
        return float("nan"), float("nan"), float("nan")
    values = pd.concat([figures["low"], figures["high"]]).dropna()
    low, high = float(values.min()), float(values.max())
    return low, high, round(high / low, 3) if low > 0 else float("nan")


def in_words(figures: pd.DataFrame) -> str:
    """ "2,300 (8); 2,150 (1)": each figure, and how many articles give it."""
    return "; ".join(f"{said} ({n})" for said, n in figures[["said", "n_articles"]].itertuples(index=False))


def tidied(text: str) -> str:
    """A sentence on one line, without a quotation mark that is opened and not closed in it, or the other way round."""
    said = " ".join(text.split())
    signs = [sign for sign in said if sign in QUOTES]
    if len(signs) == 1:
        said = said.removeprefix(signs[0]).removesuffix(signs[0]).strip()
    return said
