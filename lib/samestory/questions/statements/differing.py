"""Which figures of one statement differ, and which were only given one after the other.

Two figures differ if they cannot both be true, by the rule of the numbers question: "about 2,300" and "2,300" can,
"4" and "at least 9" cannot. If one source or outlet gave first the one and then the other, the figure changed over
time: eight missing on the first day and four on the fourth. If all articles with a date give the one before the other,
but of several sources, it cannot be told whether the number changed or the sources differ.
"""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd

from ...coding.source_names import is_nameless
from ...order import date_intervals
from ...schema.cells import from_cell, in_cell
from .measures import SharedStatements

__all__ = ["exclusive_figures"]

DIFFER, CHANGED, CANNOT_TELL = "differ", "changed over time", "cannot tell"
FIGURE = ["said", "words", "low", "high", "n_articles", "article_ids"]
PAIRS = ["statement_id", "kind", *FIGURE, *(f"other_{name}" for name in FIGURE)]
BOUNDS = ["low", "high"]


def exclusive_figures(found: SharedStatements, articles: pd.DataFrame) -> pd.DataFrame:
    """Pairs of figures of one statement that cannot both be true, and whether one only followed the other in time.

    Parameters
    ----------
    found
        From `shared`.
    articles
        The ``articles`` table it was made from, with the columns of dates.

    Returns
    -------
    DataFrame
        One row a pair of figures of a statement: ``kind``; ``said`` (in digits if it is one number), ``words`` (each
        wording of the articles), ``low, high, n_articles, article_ids`` of one figure and the same with ``other_`` of
        the other. ``kind`` is ``changed over time`` if one source or outlet gave first the one and then the other, and
        ``cannot tell`` if several sources did, all articles with a date giving the one before the other; the first
        one is then the earlier one. It is ``differ`` if both are given at the same time, or if their order is not
        known; the first one is then the smaller one. Articles without a date count in the order only if no other gives
        the figure.

    Examples
    --------
    >>> found = ss.statements.shared(story.articles)
    >>> ss.statements.exclusive_figures(found, story.articles)["kind"].value_counts().index[0]
    'differ'
    """
    dates = date_intervals(articles.assign(article_id=articles["article_id"].astype("str")))
    about = dates.merge(articles[["article_id", "outlet", "language"]].astype({"article_id": "str"}), on="article_id")
    given = found.given[found.given["is_one"]].merge(about, on="article_id")
    rows: list[dict[str, Any]] = []
    for statement, group in given.groupby("statement_id"):
        figures = [one for _, one in group.groupby(BOUNDS, dropna=False)]
        for one, other in itertools.combinations(figures, 2):
            if _may_both_be_true(one, other):
                continue
            first, second, kind = _in_time(one, other)
            said = {f"other_{name}": value for name, value in _figure(second).items()}
            rows.append({"statement_id": statement, "kind": kind, **_figure(first), **said})
    texts = [name for name in FIGURE if name in ("said", "words", "article_ids")]
    kinds = dict.fromkeys(["statement_id", "kind", *texts, *(f"other_{name}" for name in texts)], "str")
    kinds |= dict.fromkeys(["n_articles", "other_n_articles"], "int64")
    kinds |= dict.fromkeys([*BOUNDS, *(f"other_{name}" for name in BOUNDS)], "float64")
    return pd.DataFrame(rows, columns=PAIRS).astype(kinds)


def ends(pairs: pd.DataFrame) -> pd.DataFrame:
    """The different figures of some pairs of one statement, those of most articles first."""
    other = pairs[[f"other_{name}" for name in FIGURE]].set_axis(FIGURE, axis=1)
    both = pd.concat([pairs[FIGURE], other]).drop_duplicates(BOUNDS)
    return both.sort_values(["n_articles", *BOUNDS], ascending=[False, True, True], ignore_index=True)


def in_order(figures: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Figures in the order in which dated articles first give them; those without a date last."""
    dates = date_intervals(articles.assign(article_id=articles["article_id"].astype("str")))
    since = dates.set_index("article_id")["begin"]
    firsts = [since.reindex(from_cell(ids)).min() for ids in figures["article_ids"]]
    return figures.assign(since=firsts).sort_values("since", kind="stable", na_position="last", ignore_index=True)


def _may_both_be_true(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether the intervals of two figures meet; an open one goes on without end."""
    low, high, other_low, other_high = (side[name].iloc[0] for side in (one, other) for name in BOUNDS)
    return not (high < other_low or other_high < low)  # a comparison with an open bound is false


def _in_time(one: pd.DataFrame, other: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Two figures, the earlier one first if one only followed the other, and the kind of the pair."""
    is_one = _have_one_voice(pd.concat([one, other]))
    for first, second in ((one, other), (other, one)):
        # One source changed its figure when it first gave the other one, though articles may still repeat the old one.
        until, since = first["end"].min() if is_one else first["end"].max(), second["begin"].min()
        if pd.notna(until) and pd.notna(since) and until <= since:
            return first, second, CHANGED if is_one else CANNOT_TELL
    return one, other, DIFFER


def _have_one_voice(rows: pd.DataFrame) -> bool:
    """Whether all rows are of one named source, or of one outlet in its own voice."""
    voices = set()
    for row in rows.itertuples():
        source = None if pd.isna(row.attributed_to) else str(row.attributed_to).casefold()
        if source is not None and is_nameless(source, None if pd.isna(row.language) else row.language):
            return False
        if source is None and pd.isna(row.outlet):
            return False
        voices.add((source, None if source else row.outlet))
    return len(voices) == 1


def _figure(rows: pd.DataFrame) -> dict[str, Any]:
    """One figure: its wordings, bounds, and who gives it."""
    low, high = rows["low"].iloc[0], rows["high"].iloc[0]
    words = {text.casefold(): text for text in sorted(rows["said"])}
    shortest = min(words, key=lambda text: (not any(sign.isdigit() for sign in text), len(text), text))
    ids = sorted(set(rows["article_id"]))
    return {
        "said": f"{low:,.6g}" if low == high else words[shortest],
        "words": in_cell(words.values()),
        "low": low,
        "high": high,
        "n_articles": len(ids),
        "article_ids": in_cell(ids),
    }
