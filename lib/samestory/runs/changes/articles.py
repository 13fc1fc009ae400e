"""Which articles were added, withdrawn and revised, and what else is said of them now."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...questions import corpus
from .side import Side, cut, rows

ABOUT = ("outlet", "title", "author", "published", "published_precision", "language", "country", "event", "url")
MOST_SENTENCES = 60  # of one article that are listed
_COUNTED = ("changed", "added", "removed", "moved", "kept")


def compare(a: Side, b: Side, before: pd.DataFrame, after: pd.DataFrame, aside: pd.DataFrame) -> dict[str, Any]:
    """What changed in the articles.

    Parameters
    ----------
    a, b, before, after
        The two results, and their ``articles``.
    aside
        The pages that the second one sets aside: an article among them is not withdrawn.
    """
    old, new = before.set_index("article_id"), after.set_index("article_id")
    both = old.index.intersection(new.index, sort=False)
    reasons = dict(zip(aside.get("article_id", []), aside.get("no_article", []), strict=True))
    added = [_about(b, name, new.loc[name]) for name in new.index.difference(old.index, sort=False)]
    gone = [
        _about(a, name, old.loc[name]) | {"set_aside": cut(reasons.get(name, ""))}
        for name in old.index.difference(new.index, sort=False)
    ]
    added.sort(key=lambda row: (not row["published"], row["published"], row["article_id"]))
    return {
        "n_before": len(old),
        "n_after": len(new),
        "n_both": len(both),
        "added": rows(added),
        "withdrawn": rows(gone),
        "revised": rows(_revised(b, old.loc[both], new.loc[both])),
        "described": rows(_described(b, old.loc[both], new.loc[both])),
    }


def changed_texts(before: pd.DataFrame, after: pd.DataFrame) -> set[str]:
    """The articles of both tables whose text is not the same."""
    old, new = before.set_index("article_id")["text"], after.set_index("article_id")["text"]
    both = old.index.intersection(new.index, sort=False)
    return set(both[(old.loc[both].fillna("") != new.loc[both].fillna("")).to_numpy()])


def _about(side: Side, name: str, row: pd.Series) -> dict[str, Any]:
    return {
        "article_id": name,
        "name": side.name("articles", name),
        **{key: cut(row.get(key)) for key in ("outlet", "title", "language", "event")},
        "published": _date(row),
    }


def _date(row: pd.Series) -> str:
    """The date as precise as it is known; empty if it is not."""
    if pd.isna(row.get("published")):
        return ""
    signs = {"minute": 16, "day": 10, "month": 7}.get(str(row.get("published_precision")), 0)
    return str(row["published"])[:signs]


def _revised(side: Side, old: pd.DataFrame, new: pd.DataFrame) -> list[dict[str, Any]]:
    """The articles whose text changed, with their sentences before and after."""
    is_other = (old["text"].fillna("") != new["text"].fillna("")).to_numpy()
    names = list(old.index[is_other])
    numbers = range(len(names))
    texts = pd.concat(
        [
            pd.DataFrame({"article_id": [f"{end}{n}" for n in numbers], "text": table.loc[names, "text"].to_numpy()})
            .assign(language=table.loc[names, "language"].to_numpy())
            for end, table in (("a", old), ("b", new))
        ],
        ignore_index=True,
    )  # fmt: skip
    pairs = pd.DataFrame({"article_id": [f"b{n}" for n in numbers], "version_of": [f"a{n}" for n in numbers]})
    found = corpus.version_changes(texts, versions=pairs.astype("str"))
    by_pair = dict(iter(found.groupby("earlier_id")))
    done = []
    for n, name in enumerate(names):
        row = _about(side, name, new.loc[name])
        has = [isinstance(table.at[name, "text"], str) and bool(table.at[name, "text"].strip()) for table in (old, new)]
        if not all(has):
            done.append(row | {"kind": "text found" if has[1] else "text lost", "sentences": []})
            continue
        sentences = by_pair.get(f"a{n}", found.head(0))
        counts = {f"n_{change}": int((sentences["change"] == change).sum()) for change in _COUNTED}
        other = sentences[sentences["change"] != "kept"]
        is_reworded = sentences["reads"].map(_plain) != sentences["later_reads"].map(_plain)
        same = (sentences["change"] == "kept") & is_reworded  # other capitals or punctuation
        other = pd.concat([other, sentences[same].assign(change="changed")]).sort_index()
        listed = [
            {"change": one.change, "before": cut(one.reads), "after": cut(one.later_reads), "is_notice": one.is_notice}
            for one in other.head(MOST_SENTENCES).itertuples()
        ]
        kind = "revised" if len(other) else "spacing only"
        counts |= {"n_changed": counts["n_changed"] + int(same.sum()), "n_kept": counts["n_kept"] - int(same.sum())}
        total = {"n_sentences": int((sentences["change"] != "added").sum())}
        done.append(row | {"kind": kind, **total, **counts, "sentences": listed})
    return done


def _plain(text: str) -> str:
    return " ".join(text.split())


def _described(side: Side, old: pd.DataFrame, new: pd.DataFrame) -> list[dict[str, Any]]:
    """What else is said of an article now: its date, outlet, title ... One row an article and column."""
    done = []
    for column in ABOUT:
        if column not in old or column not in new:
            continue
        values = [table[column].astype("object").where(table[column].notna(), None) for table in (old, new)]
        both = zip(old.index, *values, strict=True)
        for name, before, after in ((name, a, b) for name, a, b in both if a != b):
            about = {"article_id": name, "name": side.name("articles", name), "column": column}
            done.append(about | {"before": cut(before), "after": cut(after)})
    return done
