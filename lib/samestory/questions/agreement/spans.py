"""Agreement on places in a text: whether two coders marked the same spans.

What neither marked cannot be counted, so there is no correction for chance. The measure is F1, which agreement beyond
chance approaches if most of the text is unmarked (Hripcsak and Rothschild 2005, doi 10.1197/jamia.M1733).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ...errors import TableError, listed
from ...schema import require_columns
from ...statistics import bootstrap_families, family_votes

__all__ = ["span_agreement"]

COMPARISONS = ("exact", "overlap", "characters")
COLUMNS = [
    *("comparison", "n_first", "n_second", "n_first_met", "n_second_met", "first_share", "second_share"),
    *("f1_share", "f1_low", "f1_high", "n_without_first", "n_without_second"),
    *("n_articles", "n_only_first", "n_only_second", "article_ids"),
]


def span_agreement(
    first: pd.DataFrame,
    second: pd.DataFrame,
    *,
    key: Sequence[str] = ("article_id",),
    articles: Sequence[str] | None = None,
    families: pd.DataFrame | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Agreement of two codings on the places of something in the texts.

    Parameters
    ----------
    first, second
        A coded table with ``begin`` and ``end`` (half-open character offsets), each of one coder.
    key
        What must be equal so that two spans are compared: ``("article_id",)`` asks only for the place,
        ``("article_id", "claim_id")`` for the same claim at that place.
    articles
        The ``article_id`` both coders worked on; default: those with rows of both. Name articles here in which one
        coder found nothing, or else what the other found there is not compared.
    families
        None: every article counts. A ``families`` table: copies with the same marks count once.
    n_resamples, seed
        Draws for the interval (95 %), of whole articles or families, and the seed that makes them repeatable.

    Returns
    -------
    DataFrame
        Three rows. ``exact``: spans with the same begin and end; ``overlap``: spans that share at least one character
        with a span of the other; ``characters``: characters marked by both. ``n_first_met`` of ``n_first`` spans (or
        characters) of the first are met by the second, as ``first_share`` (0..1), and the reverse; ``f1_share`` is
        their harmonic mean. ``n_without_...`` rows have no offsets and are not compared; ``n_only_...`` rows are in
        articles that are not compared.

    Raises
    ------
    TableError
        A missing column, ``article_id`` not in ``key``, or a span whose end is not above its begin.

    Examples
    --------
    >>> first = story.table("labels")
    >>> second = first.assign(end=first["end"] + 1)
    >>> ss.agreement.span_agreement(first, second, n_resamples=20)[["comparison", "n_first", "n_first_met"]]
       comparison  n_first  n_first_met
    0       exact    103.0          0.0
    1     overlap    103.0        103.0
    2  characters    913.0        913.0
    """
    for which, table in (("first", first), ("second", second)):
        _check(table, key, which)
    read = set(articles) if articles is not None else set(first["article_id"]) & set(second["article_id"])
    inside = {w: t[t["article_id"].isin(read)] for w, t in (("first", first), ("second", second))}
    if not (len(first) or len(second)):
        return _empty()
    spans = {which: _spans(table, key) for which, table in inside.items()}
    ids = sorted(set().union(*(table["article_id"] for table in inside.values())))
    counted = pd.DataFrame(
        {
            "article_id": pd.Series(ids, dtype="str"),
            "counts": pd.Series(
                [_counts(spans["first"].get(i, {}), spans["second"].get(i, {})) for i in ids], dtype="object"
            ),
        }
    )
    votes = family_votes(counted, families, "counts")
    every = np.array(list(votes["counts"]), dtype="float64").reshape(len(votes), len(COMPARISONS), 4)
    every = every * votes["weight"].to_numpy()[:, None, None]
    rows = []
    for place, comparison in enumerate(COMPARISONS):
        table = pd.DataFrame(every[:, place, :], columns=["n_first", "n_second", "n_first_met", "n_second_met"])
        total = table.sum()
        draws = table.assign(article_id=votes["family_id"].astype("str"))
        low, high = bootstrap_families(draws, None, _f1, n_resamples=n_resamples, seed=seed)
        rows.append(
            {
                "comparison": comparison,
                **total,
                "first_share": total["n_first_met"] / total["n_first"] if total["n_first"] else np.nan,
                "second_share": total["n_second_met"] / total["n_second"] if total["n_second"] else np.nan,
                "f1_share": _f1(table),
                "f1_low": low,
                "f1_high": high,
                **{f"n_without_{which}": int(table["begin"].isna().sum()) for which, table in inside.items()},
                "n_articles": len(ids),
                "n_only_first": len(first) - len(inside["first"]),
                "n_only_second": len(second) - len(inside["second"]),
                "article_ids": "; ".join(ids),
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _check(table: pd.DataFrame, key: Sequence[str], which: str) -> None:
    wanted = [*key, "begin", "end"]
    require_columns(wanted, table.columns, f"the {which} coding")
    if "article_id" not in key:
        raise TableError(f"key is {listed(key)}; article_id must be in it: offsets count within one article's text")
    placed = table[table["begin"].notna()]
    if len(backwards := placed[~(placed["begin"] < placed["end"]).fillna(False).astype(bool)]):
        bad = backwards.iloc[0]
        raise TableError(
            f"the {which} coding has the span {bad['begin']}:{bad['end']} in {bad['article_id']}; offsets are"
            " half-open, begin below end"
        )


def _spans(table: pd.DataFrame, key: Sequence[str]) -> dict[str, dict[tuple, set[tuple[int, int]]]]:
    """The distinct spans of each article, by the rest of the key."""
    found: dict[str, dict[tuple, set[tuple[int, int]]]] = {}
    for row in table[table["begin"].notna()].itertuples(index=False):
        rest = tuple(str(getattr(row, name)) for name in key if name != "article_id")
        found.setdefault(row.article_id, {}).setdefault(rest, set()).add((int(row.begin), int(row.end)))
    return found


def _counts(first: dict[tuple, set], second: dict[tuple, set]) -> tuple[int, ...]:
    """For each comparison in turn: how many of the first, of the second, and of each met by the other."""
    totals = np.zeros((len(COMPARISONS), 4), dtype=int)
    for rest in first.keys() | second.keys():
        a, b = first.get(rest, set()), second.get(rest, set())
        marked_a, marked_b = _characters(a), _characters(b)
        both = len(marked_a & marked_b)
        totals += [
            [len(a), len(b), len(a & b), len(a & b)],
            [len(a), len(b), sum(_touches(s, b) for s in a), sum(_touches(s, a) for s in b)],
            [len(marked_a), len(marked_b), both, both],
        ]
    return tuple(int(n) for n in totals.ravel())


def _characters(spans: set[tuple[int, int]]) -> set[int]:
    return {place for begin, end in spans for place in range(begin, end)}


def _touches(span: tuple[int, int], others: set[tuple[int, int]]) -> bool:
    return any(span[0] < end and begin < span[1] for begin, end in others)


def _f1(table: pd.DataFrame) -> float:
    """Harmonic mean of the two shares met; empty where nobody marked anything."""
    n_first, n_second, first_met, second_met = (
        float(table[name].sum()) for name in ("n_first", "n_second", "n_first_met", "n_second_met")
    )
    if not n_first and not n_second:
        return float("nan")
    if not n_first or not n_second or not first_met:
        return 0.0
    a, b = first_met / n_first, second_met / n_second
    return 2 * a * b / (a + b)


def _empty() -> pd.DataFrame:
    text, whole = ("comparison", "article_ids"), COLUMNS[-6:-1]
    kinds = {name: "str" if name in text else "int64" if name in whole else "float64" for name in COLUMNS}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
