"""Which figures of a run draw something else now, and which rows of their tables changed."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from ...errors import reason_of
from ..regular import is_regular
from . import statements
from .side import Side, cut

MOST_BYTES = 50_000_000
MOST_LISTED = 25  # rows of a table
MOST_KEYS = 6  # columns that together may name a row
# Columns with ids that are places in a list: the same id is of something else once an article is added.
RANKS = ("statement_id", "family_id", "group_id")
OF_RANKS = ("denies", "score")  # columns of such tables: another such id, and a likeness that each article moves
STATEMENT = "statement"
UNCOMPARED = ("place", "_ids")  # columns: where a row is drawn, and which articles are behind it
MOST_TEXTS = 6  # columns, the first ones, of which two may do so


def compare(a: Side, b: Side) -> dict[str, Any]:
    """The figures that are new, gone or draw something else, with the rows of their tables that changed."""
    before, after = ({one["name"]: one for one in side.manifest.get("figures", [])} for side in (a, b))
    said = _statements(a, b)
    done = []
    for name in [*after, *(name for name in before if name not in after)]:
        old, new = before.get(name), after.get(name)
        if old and new and old.get("fingerprint") == new.get("fingerprint"):
            continue
        kind = "changed" if old and new else "new" if new else "gone"
        row: dict[str, Any] = {
            "name": cut(name),
            "caption": cut((new or old or {}).get("caption")),
            "kind": kind,
            "before": _path(a, old, "png"),
            "after": _path(b, new, "png"),
        }
        if old and new:
            row["table"] = _rows(_path(a, old, "table"), _path(b, new, "table"), said)
        done.append(row)
    return {"n_before": len(before), "n_after": len(after), "n": len(done), "rows": done}


def _statements(a: Side, b: Side) -> tuple[dict[str, str], dict[str, str]]:
    """What ids of statements say in both results, the same for the same statement; empty if that is not known."""
    if not statements.has_tables(a) or not statements.has_tables(b):
        return {}, {}
    try:
        return statements.named_by_sentence(a, b)
    except (AttributeError, KeyError, TypeError, ValueError, OSError):
        return {}, {}


def _path(side: Side, figure: dict[str, Any] | None, key: str) -> str:
    """Where a file of a figure is; empty if there is none, or none inside the result."""
    name = (figure or {}).get(key)
    if not isinstance(name, str) or not name:
        return ""
    path = side.folder / name
    is_inside = ".." not in Path(name).parts and not Path(name).is_absolute()
    return str(path) if is_inside and is_regular(path) else ""


def _rows(old: str, new: str, said: tuple[dict[str, str], dict[str, str]]) -> dict[str, Any]:
    """What changed in a table: rows added, removed and changed; only counts where no columns name a row.

    Ids that are places in a list name no row. A statement is named by what it says, in ``said`` of both results.
    """
    try:
        before, after = (_said(_read(path), names) for path, names in zip((old, new), said, strict=True))
    except (ValueError, OSError) as error:
        return {"fault": f"the tables cannot be compared: {reason_of(error)}"}
    counts = {"n_before": len(before), "n_after": len(after)}
    shared = [name for name in after.columns if name in before.columns and not name.endswith(UNCOMPARED)]
    columns = {
        "columns_added": [cut(name) for name in after.columns if name not in before.columns],
        "columns_removed": [cut(name) for name in before.columns if name not in after.columns],
    }
    if any(name in table for table in (before, after) for name in (*RANKS, STATEMENT)):
        shared = [name for name in shared if name not in (*RANKS, *OF_RANKS)]
    keys = _keys(before[shared], after[shared])
    if not keys:
        rows = [Counter(table[shared].itertuples(index=False, name=None)) for table in (before, after)]
        n_added, n_removed = (rows[1] - rows[0]).total(), (rows[0] - rows[1]).total()
        return counts | columns | {"keys": [], "n_added": n_added, "n_removed": n_removed, "n_changed": 0}
    first, second = (table[shared].set_index(keys, drop=False) for table in (before, after))
    added, removed = second.index.difference(first.index, sort=False), first.index.difference(second.index, sort=False)
    both = second.index.intersection(first.index, sort=False)
    is_other = (first.loc[both].to_numpy() != second.loc[both].to_numpy()).any(axis=1)
    changed = [
        {
            "key": [cut(value, 120) for value in second.loc[[key], keys].iloc[0]],
            "cells": [
                {"column": cut(name, 60), "before": cut(was, 120), "after": cut(now, 120)}
                for name, was, now in zip(shared, first.loc[[key]].iloc[0], second.loc[[key]].iloc[0], strict=True)
                if was != now
            ],
        }
        for key in both[is_other][:MOST_LISTED]
    ]
    return counts | columns | {
        "keys": [cut(name) for name in keys],
        "n_added": len(added),
        "n_removed": len(removed),
        "n_changed": int(is_other.sum()),
        "added": [[cut(value, 120) for value in second.loc[[key], keys].iloc[0]] for key in added[:MOST_LISTED]],
        "removed": [[cut(value, 120) for value in first.loc[[key], keys].iloc[0]] for key in removed[:MOST_LISTED]],
        "changed": changed,
    }  # fmt: skip


def _said(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The table with what statements say in place of their ids, if that is known for all of them."""
    if "statement_id" not in table or not set(table["statement_id"]) <= {*names, ""}:
        return table
    found = table["statement_id"].map(names).fillna("")
    return table.assign(statement_id=found).rename(columns={"statement_id": STATEMENT})


def _read(path: str) -> pd.DataFrame:
    if not path:
        raise ValueError("a file is missing")
    if Path(path).stat().st_size > MOST_BYTES:
        raise ValueError(f"a file is larger than {MOST_BYTES:,} bytes")
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")


def _keys(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """The columns of words that name a row in both tables: one, two or the first few; none if there are no such."""
    columns = [name for name in after.columns if not _is_measured(name) and not _is_list(after[name])]
    texts = [name for name in columns if _is_text(after[name])]
    ids = [name for name in texts if name.endswith("_id")]
    pairs = [list(pair) for columns in (ids, texts[:MOST_TEXTS]) for pair in itertools.combinations(columns, 2)]
    first = [some[:n] for some in (texts, columns) for n in range(3, MOST_KEYS + 1) if n <= len(some)]
    for names in [[name] for name in texts] + pairs + first:
        if not any(table[names].duplicated().any() for table in (before, after)):
            return names
    return []


def _is_text(values: pd.Series) -> bool:
    """Whether most values are no numbers."""
    return bool(pd.to_numeric(values, errors="coerce").isna().mean() > 0.5) if len(values) else True


def _is_list(values: pd.Series) -> bool:
    """Whether cells list several things: such a cell grows with the story."""
    return bool(values.str.contains("; ", regex=False).any())


def _is_measured(name: str) -> bool:
    """Whether the name of a column is that of a count or share."""
    return name.startswith("n_") or name.endswith(("_share", "_hours"))
