"""Agency copy in the French and English press on the yellow vests: do articles that print a credit share wording?

The set has no gold. An article that names an agency is expected to share passages with another outlet's, where another
printed the same text; each that does not is given a reason that can be checked.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pandas as pd

FOLDER = "gilets_jaunes_press"
WINDOW = 72.0
REASONS = {
    "shared": "shares writing with another outlet within the window",
    "quoted": "shares only quotations, formulas or boilerplate with another outlet",
    "later": "shares writing with another outlet, but dates lie further apart than the window",
    "shorter": "shares only passages of 8 to 11 words with another outlet, or quotations, formulas and boilerplate",
    "alone": "no other outlet of the set has 8 words in common with it, 5 of them in a row",
}


def articles_of(data: Path) -> pd.DataFrame:
    """The set as an ``articles`` table, with its ``wire_credit``."""
    found = pd.read_parquet(data / FOLDER / "articles.parquet")
    published = pd.to_datetime(found["date"], errors="coerce", utc=True)
    return pd.DataFrame(
        {
            "article_id": found["doc_id"],
            "outlet": found["outlet"],
            "language": found["lang"],
            "published": published,
            "published_precision": published.notna().map({True: "day", False: "unknown"}),
            "text": found["text"],
            "wire_credit": found["wire_credit"],
        }
    )


def reasons(articles: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """For each article that prints a credit, whether it shares writing with another outlet, else why not.

    Returns
    -------
    DataFrame
        ``article_id, outlet, wire_credit, reason`` (a key of ``REASONS``).
    float
        CPU seconds of the first call, within the window.
    """
    from ..measures import reuse_passages

    credit = articles["wire_credit"].fillna("").astype(str).str.strip()
    credited = articles.loc[credit != "", ["article_id", "outlet", "wire_credit"]]
    reuse_passages(articles.head(50))  # compiles
    started = time.process_time()
    near = reuse_passages(articles, window_hours=WINDOW)
    seconds = time.process_time() - started
    far, short = reuse_passages(articles, window_hours=None), reuse_passages(articles, min_words=8, window_hours=None)
    reason = pd.Series("alone", index=credited.index)
    for name, passages, kinds in (
        ("shorter", short, None),
        ("later", far, ["writing"]),
        ("quoted", near, None),
        ("shared", near, ["writing"]),
    ):
        some = passages if kinds is None else passages[passages["kind"].isin(kinds)]
        reason[credited["article_id"].isin(set(some["earlier_id"]) | set(some["later_id"]))] = name
    return credited.assign(reason=reason).reset_index(drop=True), seconds


def run(data: Path, size: int = 0) -> list[dict[str, Any]]:
    """Rows for the benchmark table."""
    if not (data / FOLDER).is_dir():
        return [{"what": "agency copy", "note": f"not measured: no folder {FOLDER}"}]
    articles = articles_of(data)
    found, seconds = reasons(articles)
    counts = found["reason"].value_counts()
    rows: list[dict[str, Any]] = [
        {"what": "articles read", "n": len(articles), "ours": round(seconds, 2), "unit": "CPU seconds"}
    ]
    for reason, meaning in REASONS.items():
        n = int(counts.get(reason, 0))
        note = "" if reason == "shared" else "; ".join(found.loc[found["reason"] == reason, "article_id"].head(8))
        share = round(n / len(found), 4)
        rows.append({"what": meaning, "n": len(found), "ours": share, "unit": f"share ({n} articles)", "note": note})
    return rows
