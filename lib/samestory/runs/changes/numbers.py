"""Which figures moved, and which figures now exclude one another or no longer do."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ...schema.cells import from_cell
from .side import Side, cut, rows

_PAIR = ("quantity", "unit", "source", "low", "high", "scope", "other_source", "other_low", "other_high", "other_scope")


def figures(a: Side, b: Side, old: pd.DataFrame, new: pd.DataFrame) -> dict[str, Any]:
    """Figures that a source gives now and did not before, or no longer gives.

    Parameters
    ----------
    a, b
        The two results.
    old, new
        Their ``figures``, from ``numbers.values``. A figure in an article's own voice is its outlet's.
    """
    before, after = _given(old), _given(new)
    done = []
    for key in sorted(before.keys() | after.keys(), key=lambda one: tuple(map(str, one))):
        was, now = before.get(key, {}), after.get(key, {})
        if was.keys() == now.keys():
            continue
        quantity, unit, scope, voice = key
        fresh, gone = now.keys() - was.keys(), was.keys() - now.keys()
        kind = "new" if not was else "gone" if not now else "moved"
        done.append(
            {
                "kind": kind,
                "quantity": quantity,
                "name": b.name("quantities", quantity) if now else a.name("quantities", quantity),
                "unit": cut(unit),
                "scope": cut(scope),
                "source": cut(voice),
                "direction": _direction(set(was), fresh) if kind == "moved" else "",
                "before": [_shown(*bounds) for bounds in sorted(was, key=_order)],
                "after": [_shown(*bounds) for bounds in sorted(now, key=_order)],
                "given_now": _by(b, now, fresh),
                "given_before": _by(a, was, gone or was.keys()),
            }
        )
    done.sort(key=lambda row: ("moved", "new", "gone").index(row["kind"]))
    return {"n_before": len(before), "n_after": len(after), **rows(done)}


def conflicts(a: Side, b: Side, old: pd.DataFrame, new: pd.DataFrame) -> dict[str, Any]:
    """Pairs of figures that exclude one another now and did not before, and those that no longer do.

    Parameters
    ----------
    a, b
        The two results.
    old, new
        Their ``conflicts``, from ``numbers.conflicts``.
    """
    before, after = _excluding(old), _excluding(new)
    return {
        "n_before": len(before),
        "n_after": len(after),
        "new": rows([_conflict(b, row) for key, row in after.items() if key not in before]),
        "gone": rows([_conflict(a, row) for key, row in before.items() if key not in after]),
    }


def _given(table: pd.DataFrame) -> dict[tuple[Any, ...], dict[tuple[float, float], list[Any]]]:
    """By quantity, unit, scope and voice, and then by interval: the rows that give it."""
    own = table["outlet"].astype("object").where(table["outlet"].notna(), table["article_id"])
    voices = table["source"].astype("object").where(~table["is_own_voice"].astype(bool), own)
    found: dict[tuple[Any, ...], dict[tuple[float, float], list[Any]]] = {}
    for row, voice in zip(table.itertuples(), voices, strict=True):
        key = (row.quantity, cut(row.unit), cut(row.scope), voice)
        found.setdefault(key, {}).setdefault(_bounds(row.low, row.high), []).append(row)
    return found


def _bounds(low: float, high: float) -> tuple[float, float]:
    return (-math.inf if pd.isna(low) else float(low), math.inf if pd.isna(high) else float(high))


def _order(bounds: tuple[float, float]) -> tuple[float, float]:
    return bounds


def _direction(was: set[tuple[float, float]], fresh: set[tuple[float, float]]) -> str:
    """Raised if each new figure is above all old ones, lowered if below; else empty."""
    if not fresh:
        return ""
    if min(low for low, _ in fresh) > max(high for _, high in was):
        return "raised"
    return "lowered" if max(high for _, high in fresh) < min(low for low, _ in was) else ""


def _shown(low: float, high: float) -> str:
    """An interval as people write it."""
    if low == high:
        return f"{low:,g}" if abs(low) < 1e6 else f"{low:,.0f}"
    if high == math.inf:
        return f"{low:,g} or more" if low != -math.inf else "any number"
    return f"{low:,g} to {high:,g}" if low != -math.inf else f"{high:,g} or fewer"


def _by(side: Side, given: dict[tuple[float, float], list[Any]], bounds: Any) -> list[dict[str, str]]:
    """Who gives some of the figures, in which words; one row an article and figure, at most ten."""
    return [
        {
            "article_id": row.article_id,
            "name": side.name("articles", row.article_id),
            "outlet": cut(row.outlet),
            "words": cut(row.value_text),
        }
        for one in sorted(bounds)
        for row in given[one][:5]
    ][:10]


def _excluding(table: pd.DataFrame) -> dict[tuple[str, ...], Any]:
    if table.empty:
        return {}
    kept = table[table["kind"] == "conflict"]
    return {tuple(cut(getattr(row, name)) for name in _PAIR): row for row in kept.itertuples()}


def _conflict(side: Side, row: Any) -> dict[str, Any]:
    sides = {
        end: {
            "source": cut(getattr(row, f"{end}source")),
            "figure": _shown(*_bounds(getattr(row, f"{end}low"), getattr(row, f"{end}high"))),
            "words": cut(getattr(row, f"{end}values")),
            "articles": [
                {"article_id": one, "name": side.name("articles", one)}
                for one in from_cell(getattr(row, f"{end}article_ids"))[:5]
            ],
        }
        for end in ("", "other_")
    }
    name = side.name("quantities", row.quantity)
    scope = {"scope": cut(row.scope)}
    return {"quantity": row.quantity, "name": name, **scope, "first": sides[""], "second": sides["other_"]}
