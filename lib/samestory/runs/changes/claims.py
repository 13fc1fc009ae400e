"""Which claims are carried, denied or stated more firmly than before, by article and by outlet."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...schema import CARRIED, JUDGEABLE, MENTIONED
from .articles import changed_texts
from .side import Side, cut, rows

PUT = (*CARRIED, MENTIONED)  # it is there
DENIED = {"denied", "contradicted"}
# What became of a claim, the most telling first.
KINDS = (
    "new in this set", "newly denied", "hardened", "softened", "newly carried", "changed", "no longer carried",
    "told now", "not told now",
)  # fmt: skip
MOST_PASSAGES = 3
_KEYS, _NOW = ["article_id", "claim_id"], ["status_now", "passage_now"]


def kind_of(before: set[str], after: set[str], *, was_seen: bool = True, is_seen: bool = True) -> str:
    """What became of a claim whose states changed from some to others.

    Parameters
    ----------
    before, after
        The states in which it is put, none of them ``absent``.
    was_seen, is_seen
        Whether it was known that nothing was said where there is no state.

    Examples
    --------
    >>> from samestory.runs.changes.claims import kind_of
    >>> kind_of({"attributed"}, {"attributed", "asserted"})
    'hardened'
    >>> kind_of(set(), {"denied"})
    'newly denied'
    """
    if not before:
        if not was_seen:
            return "told now"
        return "newly denied" if after & DENIED else "newly carried"
    if not after:
        return "no longer carried" if is_seen else "not told now"
    if after & DENIED and not before & DENIED:
        return "newly denied"
    if "asserted" in after - before and before & {"attributed", "hedged"}:
        return "hardened"
    if "asserted" in before - after and after & {"attributed", "hedged"}:
        return "softened"
    return "changed"


def compare(
    a: Side, b: Side, claims: tuple[pd.DataFrame, pd.DataFrame], articles: tuple[pd.DataFrame, pd.DataFrame]
) -> dict[str, Any]:
    """What changed in the claims: inside the same articles, by outlet, and in numbers a claim."""
    old, new = (_put(table, those) for table, those in zip(claims, articles, strict=True))
    both = old.drop_duplicates(_KEYS).merge(new.drop_duplicates(_KEYS), on=_KEYS, suffixes=("", "_now"))
    inside = _inside(b, old, both[both["status"] != both["status_now"]], changed_texts(*articles))
    by_outlet = _by_outlet(b, _with_states_of(old, both), new, _carried(old), _judged(old))
    every = inside + by_outlet
    return {
        "n_compared": len(both),
        "in_articles": rows(inside),
        "by_outlet": rows(by_outlet),
        "kinds": {kind: n for kind in KINDS if (n := sum(row["kind"] == kind for row in every))},
        "summary": _summary(b, old, new),
    }


def _put(claims: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table with outlet and passage; an article without an outlet stands for itself."""
    about = articles.drop_duplicates("article_id").set_index("article_id")
    table = claims[claims["article_id"].isin(about.index)].reset_index(drop=True)
    outlet = table["article_id"].map(about["outlet"]).astype("object")
    reads = table["reads"] if "reads" in table else pd.Series(None, index=table.index, dtype="object")
    return table.assign(
        outlet=outlet.where(outlet.notna(), table["article_id"]),
        passage=reads.astype("object").where(reads.notna(), ""),
        attributed_to=table.get("attributed_to"),
    )


def _inside(side: Side, old: pd.DataFrame, other: pd.DataFrame, texts: set[str]) -> list[dict[str, Any]]:
    """Claims whose state in the same article changed."""
    known, judged = _carried(old), _judged(old)
    done = []
    for row in other.itertuples():
        states = [{one} & set(PUT) for one in (row.status, row.status_now)]
        seen = [one in JUDGEABLE for one in (row.status, row.status_now)]
        kind = kind_of(*states, was_seen=seen[0], is_seen=seen[1])
        done.append(
            {
                "kind": _in_set(kind, row.claim_id, known, judged),
                "claim_id": row.claim_id,
                "claim": side.name("claims", row.claim_id),
                "article_id": row.article_id,
                "name": side.name("articles", row.article_id),
                "outlet": cut(row.outlet),
                "text_changed": row.article_id in texts,
                "before": row.status,
                "after": row.status_now,
                "passage": cut(row.passage),
                "passage_now": cut(row.passage_now),
            }
        )
    return sorted(done, key=lambda row: (KINDS.index(row["kind"]), row["claim_id"], row["article_id"]))


def _with_states_of(old: pd.DataFrame, both: pd.DataFrame) -> pd.DataFrame:
    """The older rows as the newer result has them for the same articles: what is left to explain is other articles."""
    now = dict(zip(both[_KEYS].itertuples(index=False, name=None), both[_NOW].to_numpy(), strict=True))
    found = [now.get(key) for key in old[_KEYS].itertuples(index=False, name=None)]
    states = [said if one is None else one[0] for one, said in zip(found, old["status"], strict=True)]
    passages = [said if one is None else one[1] for one, said in zip(found, old["passage"], strict=True)]
    return old.assign(status=states, passage=passages)


def _carried(table: pd.DataFrame) -> set[str]:
    return set(table.loc[table["status"].isin(PUT), "claim_id"])


def _judged(table: pd.DataFrame) -> set[str]:
    """The claims that could be judged in an article at least."""
    return set(table.loc[table["status"].isin(JUDGEABLE), "claim_id"])


def _in_set(kind: str, claim: str, known: set[str], judged: set[str]) -> str:
    """The kind, or "new in this set" if no article carried the claim before although it was looked for."""
    is_first = kind in ("newly carried", "newly denied") and claim not in known and claim in judged
    return "new in this set" if is_first else kind


def _by_outlet(
    side: Side, old: pd.DataFrame, new: pd.DataFrame, known: set[str], judged: set[str]
) -> list[dict[str, Any]]:
    """Claims that an outlet puts in another way than before, by articles that were added or withdrawn."""
    keys = ["claim_id", "outlet"]
    put_old, put_new = old[old["status"].isin(PUT)], new[new["status"].isin(PUT)]
    before, after = (
        {key: frozenset(found) for key, found in table.groupby(keys)["status"].unique().items()}
        for table in (put_old, put_new)
    )
    seen_old, seen_new = (
        set(table.loc[table["status"].isin(JUDGEABLE), keys].itertuples(index=False, name=None)) for table in (old, new)
    )
    had, has = set(old["outlet"]), set(new["outlet"])
    other = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    passages_old, passages_new = _passages(side, put_old, other), _passages(side, put_new, other)
    done = []
    for key in other:
        claim, outlet = key
        was, now = set(before.get(key, ())), set(after.get(key, ()))
        seen = {"was_seen": key in seen_old or outlet not in had, "is_seen": key in seen_new or outlet not in has}
        done.append(
            {
                "kind": _in_set(kind_of(was, now, **seen), claim, known, judged),
                "claim_id": claim,
                "claim": side.name("claims", claim),
                "outlet": cut(outlet),
                "is_new_outlet": outlet not in had,
                "before": [one for one in PUT if one in was],
                "after": [one for one in PUT if one in now],
                "passages": _first(passages_old.get(key, []), was - now or was),
                "passages_now": _first(passages_new.get(key, []), now - was or now),
            }
        )
    return sorted(done, key=lambda row: (KINDS.index(row["kind"]), row["claim_id"], row["outlet"]))


def _passages(side: Side, put: pd.DataFrame, keys: list[tuple[str, str]]) -> dict[tuple[str, str], list[dict]]:
    wanted = set(keys)
    found: dict[tuple[str, str], list[dict]] = {}
    for row in put.itertuples():
        if (row.claim_id, row.outlet) in wanted:
            found.setdefault((row.claim_id, row.outlet), []).append(
                {
                    "article_id": row.article_id,
                    "name": side.name("articles", row.article_id),
                    "status": row.status,
                    "attributed_to": cut(row.attributed_to),
                    "passage": cut(row.passage),
                }
            )
    return found


def _first(passages: list[dict], states: set[str]) -> list[dict]:
    return [one for one in passages if one["status"] in states][-MOST_PASSAGES:]


def _summary(side: Side, old: pd.DataFrame, new: pd.DataFrame) -> list[dict[str, Any]]:
    """By claim: how many outlets put it in each state, before and now, of those that could be judged."""
    counts = [table.groupby(["claim_id", "status"])["outlet"].nunique() for table in (old, new)]
    judged = [t[t["status"].isin(JUDGEABLE)].groupby("claim_id")["outlet"].nunique() for t in (old, new)]
    done = []
    for claim in sorted({*old["claim_id"], *new["claim_id"]}):
        states = {
            state: pair for state in PUT if (pair := [int(one.get((claim, state), 0)) for one in counts])[0] != pair[1]
        }
        if states:
            about = {"claim_id": claim, "claim": side.name("claims", claim)}
            done.append(about | {"n_outlets": [int(one.get(claim, 0)) for one in judged], "outlets_by_state": states})
    return done
