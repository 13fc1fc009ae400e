"""Drift: what becomes of figures from one article to the next.

"84 and 47" can turn into "dozens": the interval widens, a count becomes a vague word, and the source is lost.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ...errors import TableError, listed, suggestion
from ...schema import UNTOLD

__all__ = ["drift"]

STEPS = ("kept", "widened", "narrowed", "shifted", "changed", "added", "dropped", "cannot_tell")
DRIFT = {
    **dict.fromkeys(["source_article_id", "source_outlet", "article_id", "outlet"], "str"),
    **dict.fromkeys(["source_family_id", "family_id", "topic", "before_quantity", "before"], "str"),
    **dict.fromkeys(["before_low", "before_high"], "float64"),
    **dict.fromkeys(["before_source", "quantity", "value_text"], "str"),
    **dict.fromkeys(["low", "high"], "float64"),
    **dict.fromkeys(["source", "step"], "str"),
    **dict.fromkeys(["is_vague", "is_vaguer", "is_source_lost", "is_source_new", "is_other_quantity"], "bool"),
}


def drift(values: pd.DataFrame, edges: pd.DataFrame, articles: pd.DataFrame, *, by: str = "quantity") -> pd.DataFrame:
    """What becomes of figures from one article to the next.

    Parameters
    ----------
    values
        From ``numbers.values``.
    edges
        ``source_article_id, article_id``: from which article to which; rows without a source in the set are left out.
    articles
        The articles; a figure can be dropped or added only if the whole text was seen.
    by
        ``quantity`` compares figures of one quantity; ``topic`` also figures of another quantity on the same topic.

    Returns
    -------
    DataFrame
        One row an edge and figure: ``before_quantity, before, before_low, before_high, before_source`` at the source,
        ``quantity, value_text, low, high, source`` in the article, and ``step``: kept (same bounds), widened (the old
        interval lies in the new), narrowed, shifted (they overlap), changed (they do not meet), added, dropped,
        cannot_tell (on one side only, and the other text was not seen whole). ``is_vaguer``: now by convention, before
        not; ``is_source_lost``: given to somebody before, in own voice now, ``is_source_new`` the reverse. Two figures
        belong together if they have the same source, or overlap, or are the only ones on both sides.

    Raises
    ------
    TableError
        An edge that names an unknown article, or leads from an article to itself, or another ``by``.

    Examples
    --------
    >>> values = ss.numbers.values(story.joined("numbers"), story.articles, vague=story.codebook.vague)
    >>> table = ss.numbers.drift(values, story.table("chains"), story.articles)
    >>> table.loc[table["is_vaguer"], ["before", "value_text", "step"]].head(1)
                         before            value_text     step
    6  exactement 41 conteneurs  Dozens of containers  widened
    """
    if by not in ("quantity", "topic"):
        raise TableError(f"by={by!r} is not allowed.{suggestion(by, ['quantity', 'topic'])} Allowed: quantity, topic")
    edges = edges[edges["source_article_id"].notna()][["source_article_id", "article_id"]].drop_duplicates()
    known = articles.drop_duplicates("article_id").set_index("article_id")
    for name in [*edges["source_article_id"], *edges["article_id"]]:
        if name not in known.index:
            raise TableError(f"an edge names no article of this set: {name!r}.{suggestion(name, known.index)}")
    if len(same := edges[edges["source_article_id"] == edges["article_id"]]):
        raise TableError(f"an edge leads from an article to itself: {listed(same['article_id'])}")
    held: dict[str, dict[str, list[Any]]] = {}
    order = ["quantity", "low", "high", "source", "article_id", "value_text", "begin"]
    for row in values.sort_values(order, ignore_index=True).itertuples():
        held.setdefault(row.article_id, {}).setdefault(getattr(row, by), []).append(row)
    outlet, seen = known["outlet"].to_dict(), known["text_status"].to_dict()
    rows: list[dict] = []
    for edge in edges.sort_values(["source_article_id", "article_id"]).itertuples():
        source, target = edge.source_article_id, edge.article_id
        ends = {"source_article_id": source, "article_id": target}
        ends |= {"source_outlet": outlet[source], "outlet": outlet[target]}
        before, after = held.get(source, {}), held.get(target, {})
        for key in sorted({*before, *after}):
            steps = _drift(before.get(key, []), after.get(key, []), (seen[source], seen[target]))
            rows += [ends | step for step in steps]
    return pd.DataFrame(rows, columns=list(DRIFT)).astype(DRIFT)


def _drift(before: list[Any], after: list[Any], whole: tuple[str, str]) -> list[dict]:
    """The figures of one edge and topic: each in the article with what it comes from, then those left behind."""
    rows, used = [], set()
    for new in after:
        alone = len(before) == len(after) == 1
        near = [old for old in before if alone or old.source == new.source or _meet(old, new)]
        best = min(((_distance(old, new), old) for old in near), default=(None, None))[1]
        step = ("added" if whole[0] == "full" else "cannot_tell") if best is None else _step(best, new)
        if best is not None:
            used.add(best.Index)
        rows.append(_drift_row(best, new, step))
    for old in before:
        if old.Index not in used:
            rows.append(_drift_row(old, None, "dropped" if whole[1] == "full" else "cannot_tell"))
    return rows


def _drift_row(old: Any, new: Any, step: str) -> dict:
    row: dict[str, Any] = {"topic": (new or old).topic, "step": step, "is_vague": new is not None and new.is_vague}
    both = old is not None and new is not None
    if old is not None:
        row |= {"before_quantity": old.quantity, "before": old.value_text, "source_family_id": old.family_id}
        row |= {"before_low": old.low, "before_high": old.high, "before_source": old.source}
    if new is not None:
        names = ("quantity", "value_text", "low", "high", "source", "family_id")
        row |= {name: getattr(new, name) for name in names}
    row["is_vaguer"] = both and new.is_vague and not old.is_vague
    row["is_source_lost"] = both and new.is_own_voice and not old.is_own_voice
    row["is_source_new"] = both and old.is_own_voice and not new.is_own_voice and new.source != UNTOLD
    row["is_other_quantity"] = both and old.quantity != new.quantity
    return row


def _ends(row: Any) -> tuple[float, float]:
    return (-np.inf if pd.isna(row.low) else row.low, np.inf if pd.isna(row.high) else row.high)


def _meet(old: Any, new: Any) -> bool:
    (a, b), (c, d) = _ends(old), _ends(new)
    return a <= d and c <= b


def _distance(old: Any, new: Any) -> tuple:
    """The nearest figure before: of the same quantity, source and bounds, as far as there is one; then in order."""
    same = _ends(old) == _ends(new)
    return (
        old.quantity != new.quantity,
        not same and old.source != new.source,
        not same,
        not _meet(old, new),
        old.Index,
    )


def _step(old: Any, new: Any) -> str:
    (a, b), (c, d) = _ends(old), _ends(new)
    if (a, b) == (c, d):
        return "kept"
    if not _meet(old, new):
        return "changed"
    if c <= a and b <= d:
        return "widened"
    return "narrowed" if a <= c and d <= b else "shifted"
