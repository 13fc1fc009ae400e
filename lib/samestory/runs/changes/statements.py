"""Which shared statements are new, are carried by another outlet, or have another figure: from a run's own tables.

Ids of statements are places in a list and change when an article is added; so statements are matched by their
sentences: two are the same if they have at least half of the sentences of the smaller one in common.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from ..regular import is_regular
from .side import MOST_SIGNS, Side, cut, rows

STATEMENTS, SENTENCES, FIGURES = (f"tables/statements{part}.csv" for part in ("", "-sentences", "-figures"))
MOST_BYTES = 100_000_000


def has_tables(side: Side) -> bool:
    """Whether a result has tables of statements."""
    return all(is_regular(side.folder / name) for name in (STATEMENTS, SENTENCES, FIGURES))


def compare(a: Side, b: Side) -> dict[str, Any]:
    """What changed in the shared statements of a run.

    Parameters
    ----------
    a, b
        The older and the newer result, with tables of statements.

    Raises
    ------
    ValueError, KeyError
        A table is too large, or is not as this library writes it.
    """
    old, new = _statements(a), _statements(b)
    same = matched(_sentences(old), _sentences(new))
    known = {was: now for now, was in same.items()}
    both = [(old[was], new[now]) for now, was in same.items()]
    return {
        "n_before": len(old),
        "n_after": len(new),
        "n_both": len(both),
        "new": rows([_about(one) for key, one in new.items() if key not in same]),
        "gone": rows([_about(one) for key, one in old.items() if key not in known]),
        "figures": rows([row for pair in both if (row := _figures(*pair))]),
        "outlets": rows([row for pair in both if (row := _outlets(*pair))]),
    }


def matched(old: dict[str, set[Any]], new: dict[str, set[Any]]) -> dict[str, str]:
    """Which old group each new one is, by their members; those with most in common first.

    Examples
    --------
    >>> from samestory.runs.changes.statements import matched
    >>> matched({"S01": {1, 2}, "S02": {7, 8, 9}}, {"S01": {7, 8, 9, 4}, "S02": {1, 2}, "S03": {5}})
    {'S01': 'S02', 'S02': 'S01'}
    """
    place: dict[Any, list[str]] = {}
    for key, members in old.items():
        for one in members:
            place.setdefault(one, []).append(key)
    found = [
        (n, was, now)
        for now, members in new.items()
        for was, n in Counter(key for one in members for key in place.get(one, ())).items()
        if 2 * n >= min(len(members), len(old[was]))
    ]
    found.sort(key=lambda one: (-one[0], list(one[1:])))
    done: dict[str, str] = {}
    taken: set[str] = set()
    for _, was, now in found:
        if now not in done and was not in taken:
            done[now] = was
            taken.add(was)
    return {now: done[now] for now in new if now in done}


def named_by_sentence(a: Side, b: Side) -> tuple[dict[str, str], dict[str, str]]:
    """What the ids of statements say in each result: the same words, those of the newer one, for the same statement."""
    old, new = _statements(a), _statements(b)
    same = matched(_sentences(old), _sentences(new))
    before = {key: one["text"] for key, one in old.items()} | {was: new[now]["text"] for now, was in same.items()}
    return before, {key: one["text"] for key, one in new.items()}


def _sentences(found: dict[str, dict[str, Any]]) -> dict[str, set[Any]]:
    return {key: one["sentences"] for key, one in found.items()}


def _statements(side: Side) -> dict[str, dict[str, Any]]:
    """The statements of a result by their ids: text, sentences, outlets and figures."""
    table, sentences, figures = (_read(side.folder / name) for name in (STATEMENTS, SENTENCES, FIGURES))
    found: dict[str, dict[str, Any]] = {
        key: {"text": cut(text), "sentences": set(), "outlets": {}, "figures": {}}
        for key, text in zip(table["statement_id"], table["text"], strict=True)
    }
    for row in sentences.itertuples():
        one = found[str(row.statement_id)]
        one["sentences"].add((row.article_id, re.sub(r"\W+", " ", str(row.reads)).strip().casefold()))
        one["outlets"].setdefault(row.outlet or row.article_id, []).append(_passage(row))
    reads = {(row.statement_id, row.article_id): row.reads for row in sentences.itertuples()}
    for row in figures[figures["is_one"] == "True"].itertuples():
        given = {"said": cut(row.said, 80), "article_id": row.article_id}
        given |= {"reads": cut(reads.get((row.statement_id, row.article_id), ""))}
        found[str(row.statement_id)]["figures"].setdefault((row.low, row.high), []).append(given)
    return found


def _read(path: Path) -> pd.DataFrame:
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"a table is larger than {MOST_BYTES:,} bytes")
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")


def _passage(row: Any) -> dict[str, str]:
    return {"article_id": row.article_id, "status": row.status, "reads": cut(row.reads, MOST_SIGNS)}


def _about(one: dict[str, Any]) -> dict[str, Any]:
    return {"text": one["text"], "n_outlets": len(one["outlets"]), "outlets": sorted(one["outlets"])}


def _outlets(was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any] | None:
    """The outlets that carry a statement now and did not, and those that no longer do; None if they are the same."""
    added, left = ([key for key in one if key not in other] for one, other in _both(was, now, "outlets"))
    if not added and not left:
        return None
    passages = [now["outlets"][name][0] | {"outlet": name} for name in sorted(added)]
    return {**_about(now), "n_before": len(was["outlets"]), "added": passages, "left": sorted(left)}


def _figures(was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any] | None:
    """The figures given in a statement now and not before, and those that are gone; None if they are the same."""
    added, left = ([key for key in one if key not in other] for one, other in _both(was, now, "figures"))
    if not added and not left:
        return None
    before, after = (
        [_said(key, one["figures"][key]) for key in sorted(one["figures"], key=_size_of)] for one in (was, now)
    )
    passages = [
        now["figures"][key][0] | {"figure": _said(key, now["figures"][key])} for key in sorted(added, key=_size_of)
    ]
    return {**_about(now), "before": before, "after": after, "added": passages}


def _both(was: dict[str, Any], now: dict[str, Any], key: str) -> list[tuple[Any, Any]]:
    return [(now[key], was[key]), (was[key], now[key])]


def _size_of(key: tuple[str, str]) -> tuple[float, tuple[str, str]]:
    return float(key[0] or key[1] or 0), key


def _said(key: tuple[str, str], given: list[dict[str, str]]) -> str:
    """A figure in digits if it is one number, else as it is written."""
    return key[0] if key[0] and key[0] == key[1] else given[0]["said"]
