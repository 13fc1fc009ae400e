"""Which copy families, sources and labels are new, grew or are gone."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from ...schema import UNEXAMINED
from ...schema.cells import from_cell
from .side import Side, cut, rows

MOST_NAMES = 30


def families(a: Side, b: Side, old: pd.DataFrame, new: pd.DataFrame) -> dict[str, Any]:
    """What became of the copy families of two articles or more; they are matched by their members, not by their ids.

    Parameters
    ----------
    a, b
        The two results.
    old, new
        Their ``families``.
    """
    before, after = _members(old), _members(new)
    known_articles = set(old["article_id"])
    place = {name: key for key, members in before.items() for name in members}
    done, met = [], set()
    for members in after.values():
        known = Counter(place[name] for name in members if name in place)
        met |= set(known)
        if not known:
            kind, was = "new", set()
        else:
            was = set().union(*(before[key] for key in known))
            kind = "joined" if len(known) > 1 else _step(was, members)
        if kind != "same":
            done.append(_family(b, kind, members, was, members & known_articles))
    done += [_family(a, "dissolved", set(), members, set()) for key, members in before.items() if key not in met]
    done.sort(key=lambda row: ("new", "grew", "joined", "changed", "shrank", "dissolved").index(row["kind"]))
    return {"n_before": len(before), "n_after": len(after), **rows(done)}


def _members(table: pd.DataFrame) -> dict[str, set[str]]:
    """The families of two articles or more; an article that could not be compared is in none."""
    kept = table[~table["basis"].isin(UNEXAMINED)] if "basis" in table else table
    found = kept.groupby("family_id")["article_id"].agg(set)
    return {str(key): members for key, members in found.items() if len(members) > 1}


def _step(was: set[str], members: set[str]) -> str:
    if was == members:
        return "same"
    return "grew" if was < members else "shrank" if members < was else "changed"


def _family(side: Side, kind: str, members: set[str], was: set[str], known: set[str]) -> dict[str, Any]:
    """One family: the members that both results have, those that only the newer one has, and those that left."""
    named = {
        key: [{"article_id": one, "name": side.name("articles", one)} for one in sorted(some)[:MOST_NAMES]]
        for key, some in (("known", known), ("added", members - known), ("left", was - members))
    }
    return {"kind": kind, "n_before": len(was), "n_after": len(members), **named}


def sources(a: Side, b: Side, old: pd.DataFrame, new: pd.DataFrame, chains: pd.DataFrame) -> dict[str, Any]:
    """Sources that are named now and were not before, and those that no longer are.

    Parameters
    ----------
    a, b
        The two results.
    old, new
        Their ``sources``.
    chains
        The ``chains`` of the second result: who is at their beginning is an origin.
    """
    origins = set(chains.loc[chains["step"] == 0, "source"]) if "step" in chains else set()
    before, after = _named(old), _named(new)
    return {
        "n_before": len(before),
        "n_after": len(after),
        "new": rows([_source(b, key, after[key], origins) for key in after if key not in before]),
        "gone": rows([_source(a, key, before[key], set()) for key in before if key not in after]),
    }


def _named(table: pd.DataFrame) -> dict[str, list[Any]]:
    """The rows of each source, by the name that joins its spellings."""
    found: dict[str, list[Any]] = {}
    for row in table.itertuples():
        found.setdefault(str(row.source), []).append(row)
    return found


def _source(side: Side, source: str, spelled: list[Any], origins: set[str]) -> dict[str, Any]:
    articles = sorted({one for row in spelled for one in from_cell(row.article_ids)})
    return {
        "source": cut(source),
        "kind": cut(spelled[0].kind),
        "is_origin": bool(origins & {source, *(row.name for row in spelled)}),
        "n_articles": len(articles),
        "articles": [{"article_id": one, "name": side.name("articles", one)} for one in articles[:MOST_NAMES]],
    }


def labels(a: Side, b: Side, old: pd.DataFrame, new: pd.DataFrame) -> dict[str, Any]:
    """What an actor is called now and was not before, and in whose voice; and what is gone.

    Parameters
    ----------
    a, b
        The two results.
    old, new
        Their ``labels``.
    """
    before, after = _called(old), _called(new)
    return {
        "n_before": len(before),
        "n_after": len(after),
        "new": rows([_label(b, key, after[key]) for key in after if key not in before]),
        "gone": rows([_label(a, key, before[key]) for key in before if key not in after]),
    }


def _called(table: pd.DataFrame) -> dict[tuple[str, ...], list[str]]:
    """The articles that use each label for an actor in a voice."""
    keys = [table[name].astype("object") for name in ("actor", "label", "voice") if name in table]
    found: dict[tuple[str, ...], list[str]] = {}
    for article, *key in zip(table["article_id"], *keys, strict=True):
        found.setdefault(tuple(map(cut, key)), []).append(article)
    return found


def _label(side: Side, key: tuple[str, ...], articles: list[str]) -> dict[str, Any]:
    names = sorted(set(articles))
    return {
        **dict(zip(("actor", "label", "voice"), key, strict=False)),
        "name": side.name("actors", key[0]),
        "n_articles": len(names),
        "articles": [{"article_id": one, "name": side.name("articles", one)} for one in names[:MOST_NAMES]],
    }
