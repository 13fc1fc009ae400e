"""The sentence that stands for a statement, and the figures in its sentences."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from ...languages import base_code
from ...text import word_measure

NEAR_BEST = 0.02  # likeness that a shorter sentence may lack
FACTOR = 3  # by which figures of one thing may differ: the dead of the first hour and of the fourth day
QUOTES = '"“”„«»'
FEWEST_WORDS = 4  # of a sentence that can stand for others
_DIGIT = re.compile("[0-9]")


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


def figures_of(group: pd.DataFrame, language: str | None = None) -> pd.DataFrame:
    """The different figures in the sentences of a statement.

    Parameters
    ----------
    group
        Members of one statement.
    language
        The language in which figures should be said; one that is only said in words of another is given in digits.

    Returns
    -------
    DataFrame
        One row a pair of bounds, those of most articles first: ``said`` (with digits, else in the language, else the
        shortest wording), ``low``, ``high``, ``n_articles`` and ``places``, the sentences that give it.
    """
    columns = (group[name] for name in ("article_id", "language", "figures"))
    rows = [
        (place, key, _readable(said, low, high, is_own=code == language or language is None), low, high, code)
        for place, (key, code, cell) in enumerate(zip(*columns, strict=True))
        for said, low, high, _ in cell
    ]
    table = pd.DataFrame(rows, columns=["place", "article_id", "said", "low", "high", "language"])
    if table.empty:
        return table.assign(n_articles=0, places=None)
    table["rank"] = [not _DIGIT.search(said) for said in table["said"]]
    table["other"] = table["language"] != language
    table["length"] = table["said"].str.len()
    table = table.sort_values(["other", "rank", "length", "said"] if language else ["rank", "length", "said"])
    found = table.groupby(["low", "high"], dropna=False, as_index=False, sort=True).agg(
        said=("said", "first"), n_articles=("article_id", "nunique"), places=("place", frozenset)
    )
    return found.sort_values(["n_articles", "low", "high"], ascending=[False, True, True], ignore_index=True)


def _readable(said: str, low: float | None, high: float | None, *, is_own: bool) -> str:
    """A figure as it is written, or in digits if it is one number in words of another language."""
    if is_own or _DIGIT.search(said) or low is None or low != high:
        return said
    return f"{low:,.0f}" if float(low).is_integer() else f"{low:,}"


def comparable(figures: pd.DataFrame) -> pd.Series:
    """Which figures may be of one thing: at most `FACTOR` times as large or as small as the one that fits most.

    Two figures of one sentence are of two things: the dead and the injured. Figures that differ go before one that all
    give, if half as many articles give them.
    """
    size = figures["low"].fillna(figures["high"]).astype("float64")
    groups = [_near(figures, size, centre) for centre in figures.index[size > 0]]
    if not groups:
        return pd.Series(False, index=figures.index)
    sums = [int(figures.loc[group, "n_articles"].sum()) for group in groups]
    most = max(sums)
    best = max(range(len(groups)), key=lambda k: (len(groups[k]) > 1 and 2 * sums[k] >= most, sums[k], -k))
    return pd.Series(figures.index.isin(groups[best]), index=figures.index)


def _near(figures: pd.DataFrame, size: pd.Series, centre: int) -> list[int]:
    """The figures that may be of one thing with a given one, the nearest first, no two of one sentence."""
    factor = (size / size[centre]).clip(lower=1e-9)
    factor = factor.where(factor >= 1, 1 / factor).sort_values(kind="stable")
    kept: list[int] = []
    taken: frozenset[int] = frozenset()
    for row in [centre, *(row for row in factor.index[factor <= FACTOR] if row != centre)]:
        if taken.isdisjoint(figures.at[row, "places"]):
            kept.append(row)
            taken |= figures.at[row, "places"]
    return kept


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
